"""What stands around every page: the open record in the sidebar, the footer, and bad news in one
place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import streamlit as st

from components import session
from components.literal import literal
from components.search import search_button
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
    """Let the visitor choose among the records at hand, and search the one that is open."""
    session.carry_as_of()
    unknown = session.choose_record()
    with st.sidebar:
        names = session.record_names()
        st.selectbox("Record", list(names), format_func=names.__getitem__, key=session.RECORD)
        search_button()
    session.show_in_address()
    if unknown is not None:
        st.warning(
            f"{literal(unknown)} is not one of the records at hand: open its file, or fetch it, "
            "on the page *Open a record*. What follows is another record.",
            icon=":material/find_in_page:",
        )


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
