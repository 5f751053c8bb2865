"""Search inside the open record, from every page, and go to the sentence that was found."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final
from uuid import uuid4

import streamlit as st

from components import session
from components.audience import Audience, choose_audience, unfold_details
from components.criteria_view import show_cards
from components.literal import READING_WIDTH, literal
from components.plain import is_plain
from components.pointing import PointedAt, focus_first_field, point_at
from components.results.keys import key
from components.saying import read_aloud
from components.sites.state import show_site
from data.search import PAGES, Hit, Shown, search, search_index
from data.sites import sites_of
from data.words import tally

_MOST_SHOWN: Final = 50
# For whom a text is shown, by whether it is in plain words.
_AUDIENCE_OF: Final = (Audience.CLINICIAN, Audience.PATIENT)


@st.dialog("Search this record", width="large")
def search_dialog() -> None:
    """Search the record, and lead to what is found."""
    query = st.text_input("Words in the record", type="search", placeholder="creatinine", live=True)
    with read_aloud("hits"):
        hits = _found(query) if query else _about()
    for number, hit in enumerate(hits):
        _show(hit, number)
    focus_first_field()


def _about() -> list[Hit]:
    st.caption(
        "Also in plain words, the glossary, published figures, posted results and page names."
    )
    return []


def _found(query: str) -> list[Hit]:
    """Say how much has the words."""
    found = search(session.once("search", search_index), query)
    hits = list(islice(_in_order(found.hits), _MOST_SHOWN + 1))
    if not hits:
        st.text("Nothing in this record has all these words.")
    elif found.read_as:
        st.text(f"Nothing has these words as typed. Shown is: {found.read_as}")
    if len(hits) > _MOST_SHOWN:
        st.caption(f"The first {_MOST_SHOWN} places: add a word to find fewer.")
    elif hits:
        st.caption(tally(len(hits), "place"))
    return hits[:_MOST_SHOWN]


def _in_order(hits: Iterator[Hit]) -> Iterator[Hit]:
    """Begin, for patients, with what stands in plain words, where somebody has written any."""
    if not is_plain() or session.annotations().plain.is_empty:
        return hits
    return iter(sorted(hits, key=lambda hit: hit.shown is not None and _leads_away(hit.shown)))


def _leads_away(shown: Shown) -> bool:
    """Whether it stands only where others read: patients have plain words in its place."""
    return bool(shown.text) and shown.site is None and shown.plain != is_plain()


def _show(hit: Hit, number: int) -> None:
    with st.container(border=True, gap="small"):
        st.caption(literal(hit.place))
        # White space at the edges is kept outside: markdown would not mark a padded word.
        st.markdown(
            f"{_edged(hit.before)}:orange-background[**{literal(hit.found)}**]{_edged(hit.after)}"
        )
        if hit.shown is None:
            if hit.after.endswith("…"):
                st.caption("In full, it says:")
                st.text(hit.text, width=READING_WIDTH)
        elif st.button(
            f"Go to {'it on ' if hit.shown.text else ''}the page {PAGES[hit.shown.page]}"
            + (f", as {_AUDIENCE_OF[hit.shown.plain]}" if _leads_away(hit.shown) else ""),
            icon=":material/arrow_forward:",
            type="tertiary",
            key=f"hit_{number}",
            on_click=_aim_at,
            args=(hit, hit.shown),
        ):
            # Without any, Streamlit refuses to leave a page that keeps its filters in the address.
            st.switch_page(f"pages/{hit.shown.page}.py", query_params=_part_in_address(hit.shown))


def _part_in_address(shown: Shown) -> dict[str, str]:
    """Name the part of the posted results; a record without any has none to choose from."""
    posted = session.study().results_section is not None
    return {"part": shown.part} if shown.part and posted else {}


def _aim_at(hit: Hit, shown: Shown) -> None:
    """Note what is to be pointed out; a site is opened, for the list of sites is no text."""
    if not shown.text:
        return
    if _leads_away(shown):
        choose_audience(_AUDIENCE_OF[shown.plain])
    unfold_details()
    text = shown.text
    if shown.site is not None:
        site = sites_of(session.study())[shown.site - 1]
        show_site(site)
        text = site.name
    show_cards()
    if shown.part == "Outcomes":
        st.session_state[key("outcome_words")] = text
    elif shown.part == "Adverse events":
        st.session_state[key("event_words")] = text
    point_at(
        PointedAt(
            id=uuid4().hex,
            record=session.record_key(),
            page=PAGES[shown.page],
            after=shown.after,
            text=text,
            sentence=hit.sentence if hit.sentence in text else text,
        )
    )


def _edged(text: str) -> str:
    """Write text literally, and keep the space at its ends."""
    left = " " if text[:1].isspace() else ""
    right = " " if text[-1:].isspace() and text.strip() else ""
    return f"{left}{literal(text)}{right}"
