"""Details and lists on a page. What comes from a record is shown literally, never as markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import streamlit as st

from components.literal import READING_WIDTH, link, literal, small
from components.plain import fits_in_one, name_of_entry, running_text, texts_below
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
            _figure(detail)
    _how_known(details)


def _figure(detail: Detail) -> None:
    """Show one detail large; a long one plain, since a large one would be cut off."""
    if len(detail.value) > _LARGE:
        label = f":small[{literal(detail.label)}]"
        told = (label, literal(detail.value), detail.kind and small(detail.kind))
        st.markdown("  \n".join(filter(None, told)), width=_FIGURE_WIDTH)
    elif detail.kind:
        with st.container(width=_FIGURE_WIDTH, gap=None):
            st.metric(detail.label, literal(detail.value))
            st.caption(literal(detail.kind))
    else:
        st.metric(detail.label, literal(detail.value), width=_FIGURE_WIDTH)


def detail_list(details: Sequence[Detail], name: str) -> None:
    """Show details below each other: the name small, the value plain.

    Args:
        details: the details.
        name: of the list; tells its texts from those of others.
    """
    texts_below(
        [
            (small(one.label), f"{one.value}, {one.kind}" if one.kind else one.value)
            for one in details
        ],
        f"{name}-detail",
    )
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
    for in_one, group in groupby(enumerate(entries), lambda one: fits_in_one(one[1].text)):
        if in_one:
            pieces = ("  \n".join(_lines(entry)) for _, entry in group)
            st.markdown("\n\n".join(pieces), width=READING_WIDTH)
        else:
            for position, entry in group:
                _entry(entry, f"{name}-{position}")


def _entry(entry: Entry, key: str) -> None:
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
