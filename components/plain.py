"""Plain language: how plain words and the record's own stand together.

For patients the plain words stand in place of the record's own, which are one click away; terms of
the glossary open in place. For everybody else the record speaks for itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from components import session
from components.audience import Audience, audience
from components.explained import explained_text, has_terms
from components.literal import READING_WIDTH, is_kept, literal
from data.annotations.plain import PlainEntry, PlainText
from data.statuses import STATUS
from data.wording import is_unfinished


def is_plain() -> bool:
    """Whether plain words stand in place of the record's own: for patients."""
    return audience() is Audience.PATIENT


def plain_note() -> None:
    """Say so to patients, where nobody has written plain words for this record, or not all."""
    if not is_plain():
        return
    if session.annotations().plain.is_empty:
        said = "Not yet in plain words."
    elif session.once(("plain words are missing",), is_unfinished):
        said = "Not all in plain words yet."
    else:
        return
    # One line, so that all tiles of the Overview are in sight below it.
    st.caption(f":material/visibility_off: {said} What is underlined with dots is explained.")


def running_text(text: str, key: str) -> None:
    """Show running text as it stands; in plain language, with its terms explained.

    Args:
        text: any text, a record's too.
        key: tells this text from the others of the page.
    """
    if is_plain():
        explained_text(text, key)
    else:
        st.text(text, width=READING_WIDTH)


def texts_below(texts: Sequence[tuple[str, str]], key: str) -> None:
    """Show running texts, each below its head, in as few pieces as can be: each takes the browser
    time.

    Args:
        texts: a line of markdown, and any text, a record's too.
        key: see `running_text`.
    """
    for in_one, group in groupby(enumerate(texts), lambda one: fits_in_one(one[1][1])):
        if in_one:
            pieces = (f"{head}  \n{literal(text)}" for _, (head, text) in group)
            st.markdown("\n\n".join(pieces), width=READING_WIDTH)
            continue
        for position, (head, text) in group:
            with st.container(gap=None):
                st.markdown(head)
                running_text(text, f"{key}-{position}")


def fits_in_one(text: str) -> bool:
    """Whether a text can stand in one piece with others, and shows as `running_text` shows it."""
    return not is_plain() and is_kept(text)


def name_of_entry(name: str, key: str) -> None:
    """Show a name of the record, such as that of an outcome, in bold; for `key` see
    `running_text`."""
    if is_plain() and has_terms(name):
        explained_text(name, key, strong=True)
    else:
        st.markdown(f"**{literal(name)}**")


def plain_text(text: PlainText, key: str, says: Sequence[str] = ()) -> None:
    """Show plain words, and what they were put from one click away.

    Args:
        text: the plain words.
        key: tells them from the others of the page.
        says: what the record says in full, where that is more than the quote.
    """
    explained_text(text.plain, key)
    if text.citations:
        _published_in(text, key)
    elif not text.not_stated:
        record_says(says or (text.quote or "",), key)


def plain_entry(entry: PlainEntry, key: str, says: Sequence[str] = ()) -> None:
    """Show plain words under their name; for the arguments see `plain_text`."""
    with st.container(gap="xxsmall"):
        st.markdown(f"**{literal(entry.name)}**")
        plain_text(entry, key, says)


def plain_entries(heading: str, entries: Sequence[PlainEntry]) -> None:
    """Show plain words under a heading of their own; nothing but for patients."""
    if is_plain() and entries:
        st.header(heading, anchor=False)
        for position, entry in enumerate(entries):
            plain_entry(entry, f"{heading}-{position}")


def record_says(texts: Sequence[str], key: str) -> None:
    """Offer the record's own words, one click away.

    Args:
        texts: verbatim, each on a line of its own.
        key: tells them from the others of the page.
    """
    with st.popover("The record says", icon=":material/format_quote:", type="tertiary", key=key):
        for position, text in enumerate(texts):
            running_text(STATUS.get(text, text), f"{key}-says-{position}")


def plain_sources(entries: Sequence[tuple[PlainEntry, Sequence[str]]], key: str) -> None:
    """Offer in one place what several plain texts were put from; see `plain_text`.

    Args:
        entries: each with what the record says of it.
        key: tells them from the others of the page.
    """
    read = [(entry, says) for entry, says in entries if not (entry.citations or entry.not_stated)]
    with st.container(horizontal=True, gap="small"):
        if read:
            record_says([f"{entry.name}: {text}" for entry, says in read for text in says], key)
        for entry, _ in entries:
            if entry.citations:
                _published_in(entry, f"{key}-{entry.name}", f"Published: {entry.name}")


def _published_in(text: PlainText, key: str, label: str = "Published in") -> None:
    citations = session.annotations().citations
    with st.popover(literal(label), icon=":material/menu_book:", type="tertiary", key=key):
        st.caption("Published, not in the record:")
        for name in text.citations:
            citation = citations[name]
            st.text(citation.text)
            for place, address in citation.links.items():
                st.link_button(place, address, icon=":material/open_in_new:")
