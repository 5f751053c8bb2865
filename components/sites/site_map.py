"""The map, in the way that the visitor's browser can draw and that the visitor wants."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import streamlit as st

from components.figures.chart import PlotlyFigure, show_chart
from components.figures.sites import simple_sites_figure, sites_figure, street_sites_figure
from components.internet import internet_allowed
from components.literal import literal
from components.provenance import reckoned_line
from components.saying import read_aloud
from components.screen import screen
from components.session import palette
from components.sites.placing import placing
from components.sites.state import WHERE, close_sites, open_sites, opened
from data.sites import Site
from data.sites.marks import SiteMark
from data.views.sites import SitesInfo, precision_note, sites_alt, sites_summary
from data.words import cut_short, tally

_MAP: Final = "sites_map"
_KIND: Final = "map_kind"
# Sites shown one by one, and letters of their cities, behind a circle that was clicked.
_MOST_CARDS: Final = 10
_SHOWN: Final = 120


class MapKind(StrEnum):
    """How the map is drawn."""

    OFFLINE = "Offline map"
    SIMPLE = "Simple map"
    STREETS = "Street map (needs the internet)"


def site_map(info: SitesInfo) -> None:
    """Show the map, and let the visitor choose how it is drawn."""
    read_aloud("sites").markdown(f"**{literal(sites_summary(info))}**")
    if note := precision_note(info):
        reckoned_line(note)
    frame = st.container()
    kind = _chosen_kind()
    with frame:
        show_chart(
            _figure(info, kind),
            key=_MAP,
            on_select=lambda: _clicked(info.marks),
            config={
                "displaylogo": False,
                "scrollZoom": True,
                "topojsonURL": static_address(""),
                "modeBarButtonsToRemove": ["select2d", "lasso2d"],
            },
            alt=sites_alt(info),
        )


def _figure(info: SitesInfo, kind: MapKind) -> PlotlyFigure:
    if kind == MapKind.SIMPLE:
        return simple_sites_figure(info, palette())
    if kind == MapKind.STREETS:
        return street_sites_figure(info)
    return sites_figure(info, palette(), shapes=static_address("land.geojson"))


def _chosen_kind() -> MapKind:
    if not screen().webgl:
        st.caption("This browser cannot draw the detailed map (it has no WebGL): simple map.")
        return MapKind.SIMPLE
    kind: MapKind | None = st.segmented_control(
        "How the map is drawn",
        [kind for kind in MapKind if kind != MapKind.STREETS or internet_allowed()],
        default=MapKind.OFFLINE,
        required=True,
        key=_KIND,
        persist_state="session",
        label_visibility="collapsed",
    )
    if kind == MapKind.STREETS:
        st.caption(
            "Streets come from tile.openstreetmap.org, which sees what you look at. "
            "Where it cannot be reached, the sites stand on an empty map."
        )
    return kind or MapKind.OFFLINE


def static_address(name: str) -> str:
    """Where the browser finds a file of static/."""
    base = st.get_option("server.baseUrlPath").strip("/")
    return f"{base and '/'}{base}/app/static/{name}"


def _clicked(marks: tuple[SiteMark, ...]) -> None:
    """Open the country, or the sites of the city, behind the circle that was clicked."""
    points = st.session_state[_MAP].selection.points
    if not points:
        close_sites()
        return
    mark = marks[points[0]["customdata"]]
    if mark.country is not None:
        st.session_state[WHERE] = mark.country
        close_sites()
    else:
        open_sites(mark.sites)


def opened_sites(info: SitesInfo) -> None:
    """Show the sites behind the circle that was clicked."""
    # What is nearest is drawn, and opens, even where it is not among the sites that are meant.
    sites = opened((*info.sites, *(distance.site for distance in info.nearest)))
    if not sites:
        st.caption("Click a circle to open what is behind it. Drag to move, scroll to zoom.")
        return
    with st.container(border=True, key="opened"):
        cities = ", ".join(dict.fromkeys(site.city for site in sites if site.city))
        told = f"{tally(len(sites), 'site')}: {cut_short(cities, _SHOWN)}"
        read_aloud("opened").markdown(f"**{literal(told)}**")
        if len(sites) > _MOST_CARDS:
            st.caption("The map has come closer: its circles open fewer sites.")
        for site in sites[:_MOST_CARDS]:
            _site(site)
        if len(sites) > _MOST_CARDS:
            st.caption(f"… and {len(sites) - _MOST_CARDS} more, in the list below.")
        st.button("Close", icon=":material/close:", on_click=close_sites)


def _site(site: Site) -> None:
    with st.container(gap=None):
        st.text(site.name)
        st.caption(literal(f"{site.place} {site.zip}".strip()))
        st.caption(literal(f"Status: {site.status}"))
        for contact in site.contacts:
            st.caption(literal(contact))
        placing(site)
