"""The way to the nearest site: where somebody asks from, and how far the sites are."""

from __future__ import annotations

from typing import Final

import streamlit as st

from components.internet import NEEDED, internet_allowed
from components.literal import literal
from components.provenance import reckoned_line
from components.sites.placing import placing
from components.sites.state import NEAR, close_sites
from data.sites.nearest import Distance
from data.sites.origin import Lookup, Origin, look_up
from data.sites.street import AddressError, StreetSearch
from data.views.sites import SitesInfo, distance_in_words

_LOOKED_UP: Final = "near_looked_up"
_STREET: Final = "near_street"


@st.cache_resource(show_spinner=False)
def street_search() -> StreetSearch:
    """The one search for addresses of this server: it keeps the service's pace for all visitors.

    It remembers no address.
    """
    return StreetSearch()


def near_field() -> None:
    """Ask where to measure from."""
    st.text_input(
        "Nearest to",
        key=NEAR,
        persist_state="session",
        on_change=close_sites,
        icon=":material/near_me:",
        placeholder="Town, or latitude, longitude",
        help="A town, such as London, Ontario; or coordinates, such as 45.78, 3.08. Looked up "
        "here, without the internet, and kept in this visit only: not in the address, in no log.",
    )


def asked_origin() -> Origin | None:
    """Work out which place was typed, asking where it can be several."""
    text = (st.session_state.get(NEAR) or "").strip()
    if not text:
        return None
    lookup = _answer_for(text)
    if lookup.origin:
        return lookup.origin
    if lookup.origins:
        return _asked(text, lookup)
    st.warning(literal(lookup.problem), icon=":material/wrong_location:")
    _spellings(lookup)
    if not lookup.off_the_globe:
        _street_button(text)
    return None


def _answer_for(text: str) -> Lookup:
    """What the text means: by the address search where it has been asked, else by the gazetteer.

    Remembered for this visitor alone: where somebody lives goes into no shared cache.
    """
    for name in (_STREET, _LOOKED_UP):
        known: tuple[str, Lookup] | None = st.session_state.get(name)
        if known and known[0] == text:
            return known[1]
    lookup = look_up(text)
    st.session_state[_LOOKED_UP] = (text, lookup)
    return lookup


def _asked(text: str, lookup: Lookup) -> Origin | None:
    chosen: int | None = st.radio(
        f"Which “{literal(text)}”?",
        range(len(lookup.origins)),
        index=None,
        format_func=lambda position: literal(lookup.origins[position].label),
        key=f"which_{text.casefold()}",
        persist_state="session",
    )
    if lookup.many:
        st.caption(f"{lookup.many} more have this name. Type the region or the country behind it.")
    return None if chosen is None else lookup.origins[chosen]


def _spellings(lookup: Lookup) -> None:
    if not lookup.spellings:
        return
    st.caption("Did you mean")
    with st.container(horizontal=True):
        for position, origin in enumerate(lookup.spellings):
            st.button(
                literal(origin.label),
                key=f"spelling_{position}",
                on_click=_take,
                args=(origin.label,),
            )


def _take(label: str) -> None:
    st.session_state[NEAR] = label


def _street_button(text: str) -> None:
    if not internet_allowed():
        st.caption(f"A street address is not in the gazetteer. {NEEDED}")
        return
    st.caption("A street address is not in the gazetteer. It can be looked up over the internet:")
    st.button(
        "Send this address to OpenStreetMap’s Nominatim",
        icon=":material/travel_explore:",
        on_click=_search_street,
        args=(text,),
        help="Looks a street address up over the internet. OpenStreetMap sees what you typed; "
        "this app keeps it in this visit only.",
    )


def _search_street(text: str) -> None:
    try:
        lookup = Lookup(origins=street_search().find(text))
    except AddressError as error:
        lookup = Lookup(problem=str(error))
    st.session_state[_STREET] = (text, lookup)


def near_sites(info: SitesInfo) -> None:
    """Show how far the nearest sites are."""
    if info.origin is None:
        return
    st.header(literal(f"Nearest to {info.origin.label}"), anchor="nearest")
    reckoned_line(
        f"Computed for all {info.total:,} sites of the record, in a straight line over the ground "
        "(geodesic, WGS 84)."
    )
    with st.container(horizontal=True, gap="medium", key="near_cards"):
        for distance in info.nearest:
            with st.container(border=True, width=252, gap="xsmall"):
                _near_card(distance)
    if st.session_state.get(_STREET):
        st.caption("Address found by Nominatim, © OpenStreetMap contributors.")


def _near_card(distance: Distance) -> None:
    site = distance.site
    st.markdown(f"**{literal(distance_in_words(distance))}**")
    st.text(site.name)
    st.caption(literal(site.place))
    st.caption(literal(f"Status: {site.status}"))
    placing(site)
