"""Where a statement comes from, in the same small way everywhere.

Three things can stand behind a statement: the record's own words, a publication, or a reckoning.
Each has its sign and its wording. A line is for a place that was opened to learn more; a popover
where the page would be crowded, and one is enough for a list of many rows; for sponsors everything
is in sight.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager

import streamlit as st

from components.audience import is_sponsor
from components.literal import link, literal

_QUOTE = ":material/format_quote:"
_BOOK = ":material/menu_book:"
_STATED = ":material/notes:"
_RECKONED = ":material/function:"


def _offered(name: str, sign: str) -> AbstractContextManager[object]:
    """Where a source is told: one click away, for sponsors in sight."""
    if not is_sponsor():
        return st.popover(name, icon=sign, type="tertiary")
    place = st.container(gap="xxsmall")
    place.caption(f"{sign} {name}:")
    return place


def record_says(*quotes: str) -> None:
    """Offer the sentences of the record from which something was read.

    Args:
        quotes: the record's own words, one sentence each.
    """
    with _offered("The record says", _QUOTE):
        for quote in quotes:
            st.text(f"“{quote}”")


def quote_line(quote: str) -> None:
    """Show the sentence of the record from which something was read, in a small line."""
    st.caption(quoted(quote))


def quoted(quote: str) -> str:
    """Write the sentence of the record from which something was read."""
    return f"{_QUOTE} The record says: “{literal(quote)}”"


def published_line(sources: Iterable[tuple[str, str | None]]) -> None:
    """Name publications in a small line; see `published_in`."""
    # No caption: it pales its links, too much for the dark.
    st.markdown(published_in(sources))


def published_in(sources: Iterable[tuple[str, str | None]]) -> str:
    """Write a small line that names publications.

    Args:
        sources: the short name of each, and its address where it is known.
    """
    told = " · ".join(
        link(literal(short), address) if address else literal(short) for short, address in sources
    )
    return f":small[{_BOOK} Published in: {told}]"


def published_says(statements: Iterable[tuple[str, Iterable[tuple[str, str | None]]]]) -> None:
    """Offer what publications state, figure by figure: in our words, who says it, and where.

    Args:
        statements: what each states, in our wording; and who states it and where, with the
            address where it is known.
    """
    with st.popover("What it states", icon=_STATED, type="tertiary"):
        st.caption("What the publication states, in our words: no quotation.")
        told = ("  \n".join((literal(said), *map(_where, sources))) for said, sources in statements)
        st.markdown("\n\n".join(told))


def _where(source: tuple[str, str | None]) -> str:
    where, address = source
    return f":small[{link(literal(where), address) if address else literal(where)}]"


def publications(citations: Iterable[tuple[str, Iterable[tuple[str, str]]]]) -> None:
    """Offer publications in full.

    Args:
        citations: the text of each, and where it can be read: names and addresses.
    """
    with _offered("Published in", _BOOK):
        st.caption("Published, not in the record:")
        for text, links in citations:
            with st.container(gap=None):
                st.text(text)
                st.markdown(" · ".join(link(name, address) for name, address in links))


def reckoned_line(how: str) -> None:
    """Say in a small line from what something was derived or computed."""
    st.caption(f"{_RECKONED} {literal(how)}")


def reckoned(notes: Iterable[tuple[str, str]], *quotes: str) -> None:
    """Offer how several things were derived or computed.

    Args:
        notes: the name of each, and how.
        quotes: the sentences of the record that went into it.
    """
    with _offered("How this is known", _RECKONED):
        for name, how in notes:
            with st.container(gap=None):
                st.caption(literal(name))
                st.text(how)
        for quote in quotes:
            quote_line(quote)
