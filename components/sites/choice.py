"""Which sites are meant: an area and words, and where somebody asks from."""

from __future__ import annotations

from typing import Final

import streamlit as st

from components.literal import literal
from components.plain import is_plain
from components.screen import look_at_screen
from components.session import once
from components.sites.near import asked_origin, near_field
from components.sites.state import FIND, WHERE, close_sites, opened
from data.eligibility import load_checklist
from data.sites import WORLD, Site, areas, sites_of
from data.views.eligibility import eligibility_notice
from data.views.sites import HEIGHT, SitesInfo, sites_info

_PHONE_WIDTH: Final = 500
_PHONE_HEIGHT: Final = 300
_ZOOM: Final = "zoom_to_nearest"


def all_sites() -> tuple[Site, ...]:
    """The sites of the open record."""
    return once("sites", lambda study, _: sites_of(study))


def standing() -> None:
    """Say, where somebody looks for a site, whether anybody can join there."""
    checklist = once("checklist", load_checklist)
    notice = once("enrolment", lambda study, _: eligibility_notice(study, checklist))
    # Whom nobody takes in any more can still learn from those who know the treatment.
    ask = " You can ask these centres about the treatment." if is_plain() and notice.is_past else ""
    st.caption(literal(f"{notice.status}{ask}"))


def chosen(sites: tuple[Site, ...]) -> SitesInfo:
    """Let the visitor choose an area, words and a place to ask from."""
    look = look_at_screen()
    left, middle, right = st.columns(3)
    area = left.selectbox(
        "Where",
        once("areas", lambda *_: areas(sites)),
        key=WHERE,
        bind="query-params",
        on_change=close_sites,
        help="What the map, the numbers and the lists show. It is kept in the address of this "
        "page, so that it can be sent.",
    )
    text = middle.text_input(
        "Site or city",
        key=FIND,
        bind="query-params",
        on_change=close_sites,
        icon=":material/search:",
        placeholder="Part of a name",
        help="Keeps the sites whose name or place holds these words. Kept in the address too.",
    )
    with right:
        near_field()
    origin = asked_origin()
    focus = opened(sites)
    height = _PHONE_HEIGHT if look.width < _PHONE_WIDTH else HEIGHT
    if not (text or origin or focus):
        # Nothing of the visitor is in it but the area.
        return once(
            ("sites shown", area, look.width),
            lambda *_: sites_info(sites, area=area or WORLD, width=look.width, height=height),
        )
    places = {site.point for site in focus}
    return sites_info(
        sites,
        area=area or WORLD,
        text=text or "",
        focus=focus if len(places) > 1 else (),
        origin=origin,
        near=_zoom_to_nearest() if origin else False,
        width=look.width,
        height=height,
    )


def _zoom_to_nearest() -> bool:
    return st.toggle(
        "Bring the map to the nearest sites", value=True, key=_ZOOM, persist_state="session"
    )
