"""Facts and lists on a page. What comes from a record is shown literally, never as markdown."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.literal import link, literal
from components.plain import name_of_entry, running_text
from components.provenance import reckoned
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
    _how_known(facts)


def _figure(fact: Fact) -> None:
    """Show one fact large; a long one plain, since a large one would be cut off."""
    if len(fact.value) <= _LARGE:
        st.metric(fact.label, literal(fact.value))
    else:
        st.caption(literal(fact.label))
        st.text(fact.value)


def fact_list(facts: Sequence[Fact], name: str) -> None:
    """Show facts below each other: the name small, the value plain.

    Args:
        facts: the facts.
        name: of the list; tells its texts from those of others.
    """
    for position, fact in enumerate(facts):
        with st.container(gap=None):
            st.caption(literal(fact.label))
            value = f"{fact.value}, {fact.kind}" if fact.kind else fact.value
            running_text(value, f"{name}-{position}-fact")
    _how_known(facts)


def _how_known(facts: Sequence[Fact]) -> None:
    """Offer how values were come by that are not the record's own word: once for all of them."""
    notes = [(fact.label, fact.note) for fact in facts if fact.note]
    if notes:
        reckoned(notes)


def entry_list(entries: Sequence[Entry], name: str) -> None:
    """Show items with a text of their own; the text unfolds.

    Args:
        entries: the items.
        name: of the list; tells its texts from those of others.
    """
    for position, entry in enumerate(entries):
        key = f"{name}-{position}"
        with st.container(gap=None):
            if entry.title:
                name_of_entry(entry.title, f"{key}-title")
            if entry.line:
                st.caption(literal(entry.line))
            if entry.text:
                running_text(entry.text, f"{key}-text")
            if entry.links:
                st.markdown(" · ".join(link(name, address) for name, address in entry.links))
