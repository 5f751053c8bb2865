"""Two versions of a record, side by side in their differences."""

from __future__ import annotations

from datetime import date
from itertools import groupby

import streamlit as st

from components import session
from components.literal import literal
from data.compare import Change, Piece, compare_studies
from data.dates import day_in_words
from data.details import last_update
from data.vocabulary import NOT_STATED

_WORDS = {"added": "Added", "removed": "Removed", "changed": "Changed"}
_COLOURS = {"added": "green", "removed": "red", "changed": "blue"}


def comparison() -> None:
    """Let the visitor choose two versions of a record, and show what differs."""
    names = session.record_names()
    number = session.study().nct_id
    versions = [key for key in names if session.study_of(key).nct_id == number]
    if len(versions) == 1:
        st.info(
            f"Only one version of {number} is at hand. Open another one on the page "
            "*Open a record*, then come back.",
            icon=":material/difference:",
        )
        return
    left, right = st.columns(2)
    name = names.__getitem__
    versions.sort(key=_updated)
    one = left.selectbox("One version", versions, format_func=name, index=0)
    other = right.selectbox("Another version", versions, format_func=name, index=len(versions) - 1)
    old, new = sorted((one, other), key=_updated)
    st.text(f"From {_version(old, name(old))} to {_version(new, name(new))}")
    _changes(compare_studies(session.study_of(old), session.study_of(new)))


def _updated(record: str) -> date:
    """When a version was last updated; one that does not say so stands first."""
    return last_update(session.study_of(record)) or date.min


def _version(record: str, name: str) -> str:
    updated = last_update(session.study_of(record))
    return f"{name}, last update {day_in_words(updated) if updated else NOT_STATED}"


def _changes(changes: tuple[Change, ...]) -> None:
    if not changes:
        st.success("The two say the same.", icon=":material/task_alt:")
        return
    st.text(_summary(changes))
    for section, group in groupby(changes, key=lambda change: change.section):
        st.header(section.capitalize(), anchor=False)
        for change in group:
            _change(change)


def _summary(changes: tuple[Change, ...]) -> str:
    counts = ((kind, sum(change.kind == kind for change in changes)) for kind in _WORDS)
    return " · ".join(f"{count} {kind}" for kind, count in counts if count)


def _change(change: Change) -> None:
    with st.container(border=True, gap="small"):
        colour, word = _COLOURS[change.kind], _WORDS[change.kind]
        st.markdown(f":{colour}-badge[{word}] {literal(change.place)}")
        st.markdown("".join(_marked(piece) for piece in change.pieces))


def _marked(piece: Piece) -> str:
    """Mark a run of words: struck through when it is gone, bold when it is new."""
    text = piece.text
    left = " " if text[:1].isspace() else ""
    right = " " if text[-1:].isspace() and text.strip() else ""
    shown = literal(text)
    if not shown:
        return " "
    if piece.kind == "removed":
        shown = f":red-background[~~{shown}~~]"
    elif piece.kind == "added":
        shown = f":green-background[**{shown}**]"
    return f"{left}{shown}{right}"
