"""What stands around every page: the open record in the sidebar, the footer, and bad news in one
place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import streamlit as st

from components import session
from components.literal import literal
from data import StudyError

APP_VERSION: Final = "0.1.0"


@contextmanager
def stop_on_error() -> Iterator[None]:
    """Show what cannot be read as one sentence, and nothing below it."""
    try:
        yield
    except StudyError as error:
        st.error(literal(str(error)), icon=":material/error:")
        st.stop()


def page_title(title: str) -> None:
    """Head a page with its title and the record it is about."""
    study = session.study()
    st.title(title, anchor=False)
    st.text(f"{study.nct_id} · {study.title}")


def record_sidebar() -> None:
    """Name the open record, and let the visitor open another."""
    with st.sidebar:
        _record_name()
        with st.expander("Open another record", icon=":material/folder_open:"):
            _record_opener()


def _record_name() -> None:
    study = session.study()
    acronym = session.annotations().acronym
    st.text(
        acronym.value if acronym else study.protocol_section.identification_module.acronym or ""
    )
    st.caption(literal(study.nct_id))


def _record_opener() -> None:
    uploaded = st.file_uploader(
        "A record of ClinicalTrials.gov: its JSON, or the text of its page",
        type=["json", "txt"],
        key="record_file",
    )
    if uploaded is None:
        if not session.is_shipped():
            session.open_shipped()
            st.rerun()
    elif st.session_state.get("record_file_read") != uploaded.file_id:
        _open(uploaded.getvalue(), uploaded.file_id, uploaded.name)


def _open(content: bytes, file_id: str, name: str) -> None:
    try:
        session.open_content(content)
    except StudyError as error:
        st.error(literal(str(error.within(name))), icon=":material/error:")
    else:
        st.session_state["record_file_read"] = file_id
        st.rerun()


def record_footer() -> None:
    """Say at the end of a page where its facts come from."""
    study = session.study()
    updated = study.protocol_section.status_module.last_update_post_date_struct.date
    source = (
        "page of the registry, converted" if study.registry_page else "ClinicalTrials.gov API v2"
    )
    st.divider()
    st.caption(
        literal(
            f"Record {study.nct_id} · last update {updated or 'not stated'} · source: {source} · "
            f"Trial Explorer {APP_VERSION} · not medical advice"
        )
    )
