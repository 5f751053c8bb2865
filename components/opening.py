"""The ways to open a record: a file, its text, or its number."""

from __future__ import annotations

import re
from collections.abc import Callable

import streamlit as st

from components import session
from components.internet import NEEDED, internet_allowed
from components.literal import literal
from data import StudyError, load_studies
from data.errors import quoted
from data.loading import MAX_BYTES
from data.registry import PAUSES, fetch_record, nct_number

_FILE_READ = "record_file_read"


def open_a_record() -> None:
    """Say what is open, and offer each way to open something else.

    Each has a place of its own: a message of one would have the browser make the fields below it
    again, and what is being typed in them would be lost.
    """
    for part in (_what_is_open, _from_file, _from_text, _from_registry):
        with st.container():
            part()


def not_at_hand(missing: str) -> None:
    """Say in one sentence that a record has to be opened before it can be shown.

    Args:
        missing: its key, as the address has it.
    """
    number = session.own_number(missing)
    if number:
        said = (
            f"{number} has to be opened again: what you open is kept in your visit alone, and "
            "a new one has begun, as after a reload."
        )
    else:
        # Anything can stand in an address.
        named = missing if re.fullmatch(r"NCT\d{8}", missing) else quoted(missing)
        said = f"{literal(named)} is not one of the records at hand: open its file, or fetch it."
    st.warning(said, icon=":material/find_in_page:")


def open_first(title: str, missing: str) -> None:
    """Stand in for a page whose record is not at hand, and lead to where it can be opened.

    Args:
        title: of the page.
        missing: the key of the record.
    """
    st.title(title, anchor=False)
    not_at_hand(missing)
    st.page_link("pages/open.py", label="Open a record", icon=":material/folder_open:")


def _what_is_open() -> None:
    missing = session.missing_record()
    if missing is not None:
        not_at_hand(missing)
        return
    study = session.study()
    with st.container(border=True, gap="small"):
        st.caption("Open now")
        st.text(study.title)
        st.caption(literal(session.record_names()[session.record_key()]))
    count = len(session.record_names())
    if count > 1:
        st.caption(f"{count} records are at hand: choose among them in the sidebar.")


def _from_file() -> None:
    st.header("A file", anchor=False)
    uploaded = st.file_uploader(
        "The JSON of ClinicalTrials.gov's API, or the text of a registry page",
        type=["json", "txt"],
        max_upload_size=MAX_BYTES // 10**6,
        key="record_file",
        help='One study, one wrapped as {"study": …}, or a list of studies.',
    )
    if uploaded is not None and st.session_state.get(_FILE_READ) != uploaded.file_id:
        _open(uploaded.getvalue, uploaded.name, lambda: _remember(uploaded.file_id))


def _remember(file_id: str) -> None:
    """Note that a file has been opened: it stays in its field, and each run would open it again."""
    st.session_state[_FILE_READ] = file_id


def _from_text() -> None:
    st.header("Its text", anchor=False)
    with st.form("record_text_form", border=False):
        text = st.text_area("Paste the JSON, or the text of a registry page", height=120)
        if st.form_submit_button("Open the text", icon=":material/content_paste:"):
            _open(lambda: text.encode("utf-8", "replace"), "the text")


def _from_registry() -> None:
    """Fetch a study by its number; the one thing on this page that uses the internet."""
    st.header("Its number", anchor=False)
    if not internet_allowed():
        st.caption(
            f"{NEEDED} Where there is internet, download the study as JSON from "
            "ClinicalTrials.gov, and open the file here."
        )
        return
    with st.form("record_number_form", border=False):
        typed = st.text_input("NCT number", placeholder="NCT03972488")
        st.caption("This sends the number to clinicaltrials.gov, and nothing else.")
        if st.form_submit_button(
            "Fetch from ClinicalTrials.gov (uses the internet)", icon=":material/cloud_download:"
        ):
            _open(lambda: _fetched(typed), "the number")


def _fetched(typed: str) -> bytes:
    number = nct_number(typed)
    tries = len(PAUSES) + 1
    with st.status(f"Asking ClinicalTrials.gov for {number} …") as status:
        return fetch_record(
            number,
            on_try=lambda attempt: status.update(
                label=f"Asking ClinicalTrials.gov for {number}, try {attempt} of {tries} …"
            ),
        )


def _open(content: Callable[[], bytes], name: str, then: Callable[[], None] = lambda: None) -> None:
    """Open what a source holds, or say beside it why it cannot be opened."""
    try:
        studies = load_studies(content())
    except StudyError as error:
        st.error(literal(str(error.within(name))), icon=":material/error:")
        return
    then()
    session.open_studies(studies)
