"""The parts of the overview page."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components import session
from components.details import detail_list, entry_list, figures_row
from components.explained import explained_text
from components.literal import READING_WIDTH, literal
from components.plain import (
    is_plain,
    plain_entries,
    plain_entry,
    record_says,
    running_text,
)
from data.annotations.plain import PlainAnnotation, PlainText
from data.views.overview import OverviewInfo, OverviewPart, overview_info


def gathered() -> OverviewInfo:
    """Gather the overview of the open record."""
    as_of = session.as_of()
    return session.once(
        ("overview", as_of), lambda study, annotations: overview_info(study, annotations, as_of)
    )


def head(info: OverviewInfo) -> None:
    """Name the study, say what it asks and where it stands, and what that was read from."""
    plain = session.annotations().plain.title if is_plain() else None
    quoted = info.acronym and info.acronym.quote
    said = [info.title] if plain else []
    if info.acronym and quoted and quoted not in (info.acronym.value, info.title):
        said.append(quoted)
    with st.container(gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            name = literal(info.acronym.value if info.acronym else info.nct_id)
            st.title(name, anchor=False, width="content")
            if info.status_meaning:
                st.caption(literal(info.status_meaning), width="content")
            if said:
                record_says(said, "title")
        if plain:
            explained_text(plain.plain, "title")
        else:
            running_text(info.title, "title")


def figures(info: OverviewInfo) -> None:
    """Show the key figures."""
    with st.container(border=True):
        figures_row(info.key_figures)


def summary(info: OverviewInfo) -> None:
    """Show the record's summary, and its longer description folded away."""
    paragraphs = session.annotations().plain.summary if is_plain() else ()
    if info.summary or paragraphs:
        st.header("Summary", anchor="summary")
        with st.container(width=READING_WIDTH):
            for position, paragraph in enumerate(paragraphs):
                explained_text(paragraph.plain, f"summary-{position}")
            if paragraphs:
                record_says(_said(info, paragraphs), "summary")
            else:
                running_text(info.summary, "summary")
    if info.description:
        with st.expander("Detailed description"), st.container(width=READING_WIDTH):
            running_text(info.description, "description")


def _said(info: OverviewInfo, paragraphs: Sequence[PlainText]) -> list[str]:
    """The record's summary and description, and what else the paragraphs were put from."""
    said = [text for text in (info.summary, info.description) if text]
    quotes = (paragraph.quote for paragraph in paragraphs)
    return [*said, *(quote for quote in quotes if quote and quote not in "\n".join(said))]


def arms(info: OverviewInfo) -> None:
    """Show the arm groups and the interventions in brief."""
    plain = session.annotations().plain if is_plain() else PlainAnnotation()
    for part, name, plainly, wording in (
        (OverviewPart.ARMS, "arm-groups", "The groups", plain.groups),
        (OverviewPart.INTERVENTIONS, "interventions", "The treatments", plain.treatments),
    ):
        entries = info.list_of(part)
        if entries:
            st.header(plainly if wording else part, anchor=name)
            for position, entry in enumerate(entries):
                words = wording.get(entry.title)
                if words:
                    plain_entry(words, f"{name}-{position}", [entry.title, entry.text])
                else:
                    entry_list([entry], f"{name}-{position}")
    plain_entries("What is measured", session.annotations().plain.outcomes)


def details(info: OverviewInfo) -> None:
    """Show every other detail, in two columns where there is room."""
    columns = st.columns(2, gap="large")
    for position, (heading, details) in enumerate(info.sections):
        with columns[position % 2]:
            st.header(heading, anchor=False)
            detail_list(details, heading)


def sources(info: OverviewInfo) -> None:
    """Show what the record points to: outcomes, publications, documents, related trials."""
    for heading, entries in info.entries:
        if heading == OverviewPart.EVERYTHING_ELSE:
            with st.expander(heading):
                entry_list(entries, heading)
        elif heading not in (OverviewPart.ARMS, OverviewPart.INTERVENTIONS):
            st.header(heading, anchor=False)
            entry_list(entries, heading)
