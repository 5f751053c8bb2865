"""Readings of the open record: who makes them, and the file that keeps them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from components import session
from components.downloads import Download, download_row
from components.kept import kept_file, opened_file
from components.leaving import ask_before_leaving
from components.literal import literal
from data import StudyError
from data.annotations import Annotations
from data.annotations.base import Signed
from data.annotations.standing import typed
from data.eligibility.reviewing import MAX_BYTES, read_readings, readings_file
from data.version import VERSION

if TYPE_CHECKING:
    from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

_MOST_OF_A_LINE: Final = 200  # signs
_MOST_OF_TEXT: Final = 5000
_key: Final = partial(session.key, "readings")


def unfolded(label: str, key: str, others: Sequence[str] = ()) -> ExpanderContainer:
    """Offer a review, folded away; of several on a page, one is unfolded at a time.

    Args:
        label: what unfolds it. Under another one the browser would take it for another, and fold
            it: counts stand inside.
        key: of it.
        others: the keys of the others on its page.
    """

    def fold_others() -> None:
        if st.session_state[key]:
            for other in others:
                st.session_state[other] = False

    return st.expander(label, icon=":material/rate_review:", key=key, on_change=fold_others)


def reviewer() -> str:
    """Ask who reviews."""
    by = st.text_input(
        "Reviewed by (your name or initials; it is written into the file)",
        key=_key("by"),
        max_chars=100,
        persist_state="session",
    )
    return (by or "").strip()


def known_reviewer() -> str:
    """Who has last reviewed in this visit; empty as long as nobody has."""
    by: str | None = st.session_state.get(_key("by"))
    return by or ""


def remember_reviewer(by: str) -> None:
    """Keep who reviews for the next draft."""
    st.session_state[_key("by")] = by


def signed(by: str) -> Signed:
    """Say who made a review, when, and with which program."""
    return Signed(
        reviewed_by=by,
        reviewed_on=datetime.now(UTC).date(),
        program=f"Trial Explorer {VERSION}",
    )


def take(annotations: Annotations) -> None:
    """Let this visitor see the record with a reading just made; it is in no file yet."""
    session.read_again(annotations)
    st.session_state[_key("unsaved")] = True


def taken(make: Callable[[], Annotations]) -> bool:
    """Take a reading, or keep in mind why it cannot be taken.

    Returns:
        Whether it was taken.
    """
    try:
        take(make())
    except StudyError as error:
        st.session_state[_key("not_taken")] = str(error)
        return False
    return True


def not_taken() -> None:
    """Say why the last reading was not taken, where it was not."""
    if said := st.session_state.pop(_key("not_taken"), None):
        st.error(literal(f"Not taken: {said}."), icon=":material/error:")


def line(label: str, value: str, key: str, if_empty: str = "") -> str:
    """Ask for a line of text; what is typed stays in the visit until it is taken.

    Args:
        label, value, key: of the field.
        if_empty: what counts where nothing is typed.
    """
    written = st.text_input(
        label,
        value,
        key=key,
        max_chars=max(_MOST_OF_A_LINE, len(value)),
        placeholder=" ".join(if_empty.split())[:_MOST_OF_A_LINE],
        persist_state="session",
    )
    return typed(written or "")


def lines(label: str, value: str, key: str, height: int = 80) -> str:
    """Ask for text of several lines; see `line`."""
    most = max(_MOST_OF_TEXT, len(value))
    written = st.text_area(
        label, value, key=key, max_chars=most, height=height, persist_state="session"
    )
    return written or ""


def judging(
    by: str,
    *,
    changing: str,
    shown: str,
    accept: Callable[[], None] | None,
    reject: Callable[[], None] | None,
    go_on: Callable[[], None],
    reject_label: str = "Reject",
) -> bool:
    """Offer what can be done with a draft: accept it, change it, reject it, go on to the next.

    Args:
        by: who reviews; nobody's judgement is taken.
        changing: the key under which it is kept which draft is being changed.
        shown: which one is shown.
        accept, reject, go_on: what each does; None where that is not to be done.
        reject_label: what rejecting is called.

    Returns:
        Whether the one that is shown is being changed.
    """

    def change() -> None:
        st.session_state[changing] = shown

    def leave() -> None:
        st.session_state.pop(changing, None)
        go_on()

    # Streamlit keeps C and R to itself.
    row = (("Accept", "a", accept), ("Change", "e", change), (reject_label, "x", reject))
    with st.container(horizontal=True):
        for label, letter, does in row:
            st.button(
                label,
                key=f"{changing}:{letter}",
                on_click=does,
                shortcut=letter,
                disabled=not by or does is None,
                type="primary" if letter == "a" else "secondary",
            )
        st.button("Next", key=f"{changing}:n", on_click=leave, shortcut="n")
    if not by:
        st.caption("Say first who reviews.")
    return bool(by) and st.session_state.get(changing) == shown


def take_back(said: str, by: Signed, key: str, back: Callable[[], Annotations]) -> None:
    """Say what was read, and by whom, and let it be taken back."""

    def undo() -> None:
        taken(back)

    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(literal(f"{said} by {by.reviewed_by}, {by.reviewed_on}"), width="stretch")
        st.button("Take back", key=_key(key), on_click=undo, type="tertiary")


def lapsed(told: Sequence[str]) -> None:
    """Name the readings whose sentence the record no longer has."""
    for gone in told:
        said = f"A review has lapsed, because the record no longer has its sentence: {gone}"
        st.warning(literal(said), icon=":material/history:")


def ask_to_save() -> None:
    """Have the browser ask before a visitor leaves with readings that are in no file."""
    unsaved = st.session_state.get(_key("unsaved"))
    if unsaved is not None:
        ask_before_leaving("readings", session.record_key(), entered=unsaved)


def refused() -> None:
    """Say why a file of readings was not opened, where one was refused."""
    opened_file(_key("file"))


def keep() -> None:
    """Offer the annotation file, and to open one."""
    study, annotations = session.study(), session.annotations()

    def saved() -> None:
        st.session_state[_key("unsaved")] = False

    def opened(content: bytes) -> None:
        session.read_again(read_readings(session.study(), content))
        saved()

    st.caption(
        "Your readings live in this visit. The file keeps them: open it here beside the record, or "
        "put it into data/records/."
    )
    file = partial(readings_file, study, annotations)
    download_row([Download("Save my readings", "annotations", "yaml", file, taken=saved)])
    kept_file(
        "Open saved readings (they replace those of this visit)",
        ["yaml", "yml"],
        MAX_BYTES,
        _key("file"),
        opened,
    )
