"""Search inside the open record, from every page."""

from __future__ import annotations

from itertools import islice
from typing import Final

import streamlit as st

from components import session
from components.literal import literal
from data.search import Hit, search_record

_MOST_SHOWN: Final = 50
_TITLES: Final = {
    "overview": "Overview",
    "design": "Study design",
    "sites": "Sites",
    "eligibility": "Eligibility",
}


def search_button() -> None:
    """Open the search with a button or its shortcut."""
    if st.button("Search this record", icon=":material/search:", shortcut="Mod+K", width="stretch"):
        _search()


@st.dialog("Search this record", width="large")
def _search() -> None:
    query = st.text_input("Words in the record", type="search", placeholder="creatinine", live=True)
    if not query:
        return
    hits = list(islice(search_record(session.study(), query), _MOST_SHOWN + 1))
    if not hits:
        st.text("Nothing in this record has all these words.")
    for hit in hits[:_MOST_SHOWN]:
        _show(hit)
    if len(hits) > _MOST_SHOWN:
        st.caption(f"These are the first {_MOST_SHOWN}: add a word to find fewer.")


def _show(hit: Hit) -> None:
    with st.container(border=True, gap="small"):
        st.caption(literal(hit.place))
        # White space at the edges is kept outside: markdown would not mark a padded word.
        st.markdown(
            f"{_edged(hit.before)}:orange-background[**{literal(hit.found)}**]{_edged(hit.after)}"
        )
        page = f"pages/{hit.page}.py"
        st.page_link(page, label=_TITLES[hit.page], icon=":material/arrow_forward:")


def _edged(text: str) -> str:
    """Write text literally, and keep the space at its ends."""
    left = " " if text[:1].isspace() else ""
    right = " " if text[-1:].isspace() and text.strip() else ""
    return f"{left}{literal(text)}{right}"
