"""Facts and lists on a page. What comes from a record is shown literally, never as markdown."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

import streamlit as st

from components.literal import literal
from data.views.facts import Fact
from data.views.overview import Entry

# Wide enough for a date, narrow enough for two beside each other on a phone.
_FIGURE_WIDTH = 150
# The longest text, in characters, that stands in that width when it is large: a date.
_LARGE = 11


def figures_row(facts: Sequence[Fact]) -> None:
    """Show a few facts large, side by side; they wrap where there is no room."""
    with st.container(horizontal=True):
        for fact in facts:
            with st.container(width=_FIGURE_WIDTH, gap=None):
                _figure(fact)
                if fact.kind:
                    st.caption(literal(fact.kind))


def _figure(fact: Fact) -> None:
    """Show one fact large; a long one plain, since a large one would be cut off."""
    if len(fact.value) <= _LARGE:
        note = literal(fact.note) if fact.note else None
        st.metric(fact.label, literal(fact.value), help=note)
    else:
        _label(fact)
        st.text(fact.value)


def fact_list(facts: Sequence[Fact]) -> None:
    """Show facts below each other: the name small, the value plain."""
    for fact in facts:
        with st.container(gap=None):
            _label(fact)
            st.text(f"{fact.value}, {fact.kind}" if fact.kind else fact.value)


def _label(fact: Fact) -> None:
    st.caption(literal(fact.label), help=literal(fact.note) if fact.note else None)


def entry_list(entries: Sequence[Entry]) -> None:
    """Show items with a text of their own; the text unfolds."""
    for entry in entries:
        with st.container(gap=None):
            if entry.title:
                st.markdown(f"**{literal(entry.title)}**")
            if entry.line:
                st.caption(literal(entry.line))
            if entry.text:
                st.text(entry.text)
            if entry.links:
                st.markdown(" · ".join(link(name, address) for name, address in entry.links))


def link(name: str, address: str) -> str:
    """Write a link; brackets in the address (a DOI may have them) would end it too early."""
    return f"[{name}]({quote(address, safe=':/')})"
