"""Facts and lists on a page. What comes from a record is shown literally, never as markdown."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

import streamlit as st

from components.literal import literal
from data.views.facts import Fact
from data.views.overview import Entry

_NOTE_ICON = ":material/info:"


def figures_row(facts: Sequence[Fact]) -> None:
    """Show a few facts large, side by side; they wrap where there is no room."""
    with st.container(horizontal=True, gap="large"):
        for fact in facts:
            with st.container(width="content"):
                st.metric(fact.label, fact.value, help=literal(fact.note) if fact.note else None)


def fact_list(facts: Sequence[Fact]) -> None:
    """Show facts below each other: the name small, the value plain, the note small."""
    for fact in facts:
        with st.container(gap=None):
            st.caption(literal(fact.label))
            st.text(fact.value)
            if fact.note:
                st.caption(f"{_NOTE_ICON} {literal(fact.note)}")


def entry_list(entries: Sequence[Entry]) -> None:
    """Show items with a text of their own; the text unfolds."""
    for entry in entries:
        with st.container(gap=None):
            st.markdown(f"**{literal(entry.title)}**")
            if entry.line:
                st.caption(literal(entry.line))
            if entry.text:
                st.text(entry.text)
            if entry.links:
                st.markdown(" · ".join(_link(name, address) for name, address in entry.links))


def _link(name: str, address: str) -> str:
    """Write a link; brackets in the address (a DOI may have them) would end it too early."""
    return f"[{name}]({quote(address, safe=':/')})"
