"""The parts of the overview page."""

from __future__ import annotations

import streamlit as st

from components.facts import entry_list, fact_list, figures_row
from components.literal import literal
from components.provenance import read_from
from data.views.overview import OverviewInfo

# A line of running text longer than this is hard to read.
_READING_WIDTH = 820


def head(info: OverviewInfo) -> None:
    """Name the study and say where it stands."""
    st.title(literal(info.acronym.value if info.acronym else info.nct_id), anchor=False)
    st.text(info.title)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.badge(literal(info.status), icon=":material/flag:", color="blue")
        if info.status_meaning:
            st.text(info.status_meaning)
        if info.acronym and info.acronym.quote != info.acronym.value:
            read_from("the short name", info.acronym.quote)


def figures(info: OverviewInfo) -> None:
    """Show the key figures."""
    with st.container(border=True):
        figures_row(info.key_figures)


def summary(info: OverviewInfo) -> None:
    """Show the record's summary, and its longer description folded away."""
    if info.summary:
        st.header("Summary", anchor="summary")
        st.container(width=_READING_WIDTH).text(info.summary)
    if info.description:
        with st.expander("Detailed description"):
            st.container(width=_READING_WIDTH).text(info.description)


def arms(info: OverviewInfo) -> None:
    """Show the arm groups and the interventions in brief."""
    for heading in ("Arm groups", "Interventions"):
        entries = info.list_of(heading)
        if entries:
            st.header(heading, anchor=heading.lower().replace(" ", "-"))
            entry_list(entries)


def details(info: OverviewInfo) -> None:
    """Show every other fact, in two columns where there is room."""
    columns = st.columns(2, gap="large")
    for position, (heading, facts) in enumerate(info.sections):
        with columns[position % 2]:
            st.header(heading, anchor=False)
            fact_list(facts)


def sources(info: OverviewInfo) -> None:
    """Show what the record points to: outcomes, publications, documents, related trials."""
    for heading, entries in info.entries:
        if heading not in ("Arm groups", "Interventions"):
            st.header(heading, anchor=False)
            entry_list(entries)
