"""Details and lists on a page. What comes from a record is shown literally, never as markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import streamlit as st

from components.literal import READING_WIDTH, is_kept, link, literal, small
from components.plain import is_plain, name_of_entry, running_text, text_below
from components.provenance import reckoned
from data.details import Detail
from data.views.overview import Entry

# Wide enough for a date, narrow enough for two beside each other on a phone.
_FIGURE_WIDTH = 150
# The longest text, in characters, that stands in that width when it is large: a date.
_LARGE = 11


def figures_row(details: Sequence[Detail]) -> None:
    """Show a few details large, side by side; they wrap where there is no room."""
    with st.container(horizontal=True):
        for detail in details:
            with st.container(width=_FIGURE_WIDTH, gap=None):
                _figure(detail)
                if detail.kind:
                    st.caption(literal(detail.kind))
    _how_known(details)


def _figure(detail: Detail) -> None:
    """Show one detail large; a long one plain, since a large one would be cut off."""
    if len(detail.value) <= _LARGE:
        st.metric(detail.label, literal(detail.value))
    else:
        st.caption(literal(detail.label))
        st.text(detail.value)


def detail_list(details: Sequence[Detail], name: str) -> None:
    """Show details below each other: the name small, the value plain.

    Args:
        details: the details.
        name: of the list; tells its texts from those of others.
    """
    for position, detail in enumerate(details):
        value = f"{detail.value}, {detail.kind}" if detail.kind else detail.value
        text_below(small(detail.label), value, f"{name}-{position}-detail")
    _how_known(details)


def _how_known(details: Sequence[Detail]) -> None:
    """Offer how values were come by that are not the record's own word: once for all of them."""
    notes = [(detail.label, detail.note) for detail in details if detail.note]
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
        if not is_plain() and is_kept(entry.text):
            st.markdown("  \n".join(_lines(entry)), width=READING_WIDTH)
            continue
        with st.container(gap=None):
            if entry.title:
                name_of_entry(entry.title, f"{key}-title")
            if entry.line:
                st.caption(literal(entry.line))
            if entry.text:
                running_text(entry.text, f"{key}-text")
            if entry.links:
                st.markdown(" · ".join(link(name, address) for name, address in entry.links))


def _lines(entry: Entry) -> Iterator[str]:
    """Write an item in one piece."""
    if entry.title:
        yield f"**{literal(entry.title)}**"
    if entry.line:
        yield small(entry.line)
    if entry.text:
        yield literal(entry.text)
    if entry.links:
        yield " · ".join(link(name, address) for name, address in entry.links)
