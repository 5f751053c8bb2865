"""What stands around every page: the open record in the sidebar, the footer, and bad news in one
place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import streamlit as st
from streamlit.navigation.page import Page

from components import readings, session
from components.audience import audience_in_address
from components.bar import sections_that_follow, top_bar
from components.checks import discrepancies
from components.literal import literal
from components.plain import plain_note
from components.pointing import point_out
from components.search import search_dialog
from data import StudyError
from data.checks import CHECKS
from data.details import source_of
from data.search import PAGES
from data.version import VERSION


@contextmanager
def stop_on_error() -> Iterator[None]:
    """Show what cannot be read as one sentence, and nothing below it."""
    try:
        yield
    except StudyError as error:
        st.error(literal(str(error)), icon=":material/error:")
        st.stop()


def page_title(name: str) -> None:
    """Head a page, by the name of its script; for sponsors, with what does not fit of its part of
    the record."""
    st.title(PAGES[name], anchor=False)
    if name in CHECKS:
        discrepancies(name)


def record_sidebar(pages: Mapping[str, Sequence[Page]], shown: Page) -> None:
    """Lead to the pages, let the visitor choose among the records at hand, the audience, and search
    the open record.

    Args:
        pages: by the heading of their group.
        shown: the one that is shown.
    """
    wants_to_search = top_bar()
    with st.sidebar:
        _page_links(pages, shown)
        session.record_picker()
    nothing_around()
    audience_in_address()
    if session.missing_record() is None:
        plain_note()
        if wants_to_search:
            search_dialog()


def _page_links(pages: Mapping[str, Sequence[Page]], shown: Page) -> None:
    """Lead to the pages; Streamlit's own list of grouped pages is none to a screen reader."""
    for heading, group in pages.items():
        with st.container(gap="xxsmall"):
            st.caption(heading)
            for page in group:
                st.page_link(page)
                if page is shown:
                    sections_that_follow(page.title)


def nothing_around() -> None:
    """Keep the address, for a page that fills the window; it keeps an audience of its own there."""
    session.carry_as_of()
    session.show_in_address()


def record_footer(page: str) -> None:
    """Say at the end of a page where its facts come from, and point out what was searched for.

    Args:
        page: its title.
    """
    if session.missing_record() is not None:
        return
    study = session.study()
    updated = study.protocol_section.status_module.last_update_post_date_struct.date
    readings.ask_to_save()
    st.divider()
    st.caption(
        literal(
            f"Record {study.nct_id} · last update {updated or 'not stated'} · "
            f"source: {source_of(study)} · Trial Explorer {VERSION} · not medical advice"
        )
    )
    point_out(page, session.record_key())
