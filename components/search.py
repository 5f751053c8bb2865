"""Search inside the open record, from every page, and go to the sentence that was found."""

from __future__ import annotations

from itertools import islice
from typing import Final
from uuid import uuid4

import streamlit as st

from components import session
from components.criteria_view import show_cards
from components.literal import literal
from components.plain import is_plain, leave_plain
from components.pointing import PointedAt, focus_first_field, point_at
from components.sites.state import show_site
from data.search import Hit, Shown, search_record
from data.sites import sites_of

_MOST_SHOWN: Final = 50
_TITLES: Final = {"overview": "Overview", "sites": "Sites", "eligibility": "Eligibility"}


def search_button() -> None:
    """Open the search with a button or its shortcut."""
    if st.button("Search this record", icon=":material/search:", shortcut="Mod+K", width="stretch"):
        _search()


@st.dialog("Search this record", width="large")
def _search() -> None:
    query = st.text_input("Words in the record", type="search", placeholder="creatinine", live=True)
    if query:
        _hits(query)
    else:
        st.caption("Posted results have a search of their own, on their page.")
    focus_first_field()


def _hits(query: str) -> None:
    hits = list(islice(search_record(session.study(), query), _MOST_SHOWN + 1))
    if not hits:
        st.text("Nothing in this record has all these words.")
    for number, hit in enumerate(hits[:_MOST_SHOWN]):
        _show(hit, number)
    if len(hits) > _MOST_SHOWN:
        st.caption(f"These are the first {_MOST_SHOWN}: add a word to find fewer.")


def _show(hit: Hit, number: int) -> None:
    with st.container(border=True, gap="small"):
        st.caption(literal(hit.place))
        # White space at the edges is kept outside: markdown would not mark a padded word.
        st.markdown(
            f"{_edged(hit.before)}:orange-background[**{literal(hit.found)}**]{_edged(hit.after)}"
        )
        if hit.shown is None:
            st.caption("No page shows this. In full, it says:")
            st.text(hit.text)
        elif st.button(
            f"Go to it on the page {_TITLES[hit.shown.page]}",
            icon=":material/arrow_forward:",
            type="tertiary",
            key=f"hit_{number}",
            on_click=_aim_at,
            args=(hit, hit.shown),
        ):
            # Without any, Streamlit refuses to leave a page that keeps its filters in the address.
            st.switch_page(f"pages/{hit.shown.page}.py", query_params={})


def _aim_at(hit: Hit, shown: Shown) -> None:
    """Note what is to be pointed out; a site is opened, for the list of sites is no text."""
    if is_plain():  # what was searched are the record's own words
        leave_plain()
    text = shown.text
    if shown.site is not None:
        site = sites_of(session.study())[shown.site - 1]
        show_site(site)
        text = site.name
    show_cards()
    point_at(
        PointedAt(
            id=uuid4().hex,
            record=session.record_key(),
            page=_TITLES[shown.page],
            after=shown.after,
            text=text,
            sentence=hit.sentence if hit.sentence in text else text,
        )
    )
    # What was found are the record's own words.
    leave_plain()


def _edged(text: str) -> str:
    """Write text literally, and keep the space at its ends."""
    left = " " if text[:1].isspace() else ""
    right = " " if text[-1:].isspace() and text.strip() else ""
    return f"{left}{literal(text)}{right}"
