"""Where a statement comes from, one click away, in the same small way everywhere."""

from __future__ import annotations

import streamlit as st

from components.literal import literal


def read_from(what: str, quote: str) -> None:
    """Offer the sentence of the record from which something was read.

    Args:
        what: names the reading, for a screen reader: `the short name`.
        quote: the record's own words.
    """
    with st.popover(f"Source of {what}", icon=":material/format_quote:", type="tertiary"):
        st.caption("Read from the record, which says:")
        st.text(f"“{quote}”")


def cited(what: str, value: str, citation: str, address: str | None = None) -> None:
    """Offer the publication from which a figure was taken.

    Args:
        what: names the figure: `the number screened`.
        value: the figure as published.
        citation: authors, journal, year.
        address: where to read it.
    """
    with st.popover(f"Source of {what}", icon=":material/menu_book:", type="tertiary"):
        st.caption(f"Published, not in the record: {literal(value)}")
        st.text(citation)
        if address:
            st.link_button("Open the publication", address)
