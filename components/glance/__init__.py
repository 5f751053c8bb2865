"""The first screen: tiles that say what was asked, found and done, each a link to its page."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

import streamlit as st

from components import session
from components.audience import is_sponsor
from components.eligibility import session as eligibility
from components.palette import VARIABLES
from components.plain import is_plain
from components.scenes import script, variables
from components.scenes.drawing import scene_elements
from data.pictures.glance import tile_scene
from data.typography.wrap import with_units
from data.views.glance import Tile, glance
from data.views.sites import SitesInfo
from data.views.timeline import TimelineInfo

_PARTS: Final = Path(__file__).parent
# Pixels: of a picture, for which its type is readable, by where it is seen, as the style sheet
# names that; on a phone a strip of time has half a row. A map is the same at any size.
_WIDTHS: Final = {"desk": 238.0, "wide phone": 340.0}
_STRIP_WIDTHS: Final = {"phone": 150.0, "desk": 238.0, "wide": 340.0}
_MAP_WIDTHS: Final = {"": 250.0}


def glance_tiles() -> None:
    """Show the tiles of the open record, and follow the one that is chosen."""
    as_of, first, plain = session.as_of(), is_sponsor(), is_plain()
    tiles = session.once(
        ("glance", as_of, first, plain),
        lambda study, annotations: [
            _drawn(tile)
            for tile in glance(
                study,
                annotations,
                eligibility.checklist(),
                as_of,
                discrepancies_first=first,
                plain=plain,
            )
        ],
    )
    place = '<nav class="tiles" aria-label="At a glance"></nav>'
    mount = st.components.v2.component(
        "tiles", html=place, css=_style(), js=script(_PARTS / "tiles.js")
    )
    found = mount(key="tiles", data={"tiles": tiles}, on_page_change=lambda: None)
    if found.page:
        st.switch_page(f"pages/{found.page}.py")


def _drawn(tile: Tile) -> dict[str, Any]:
    is_map, is_strip = (isinstance(tile.picture, info) for info in (SitesInfo, TimelineInfo))
    widths = _MAP_WIDTHS if is_map else _STRIP_WIDTHS if is_strip else _WIDTHS
    scenes = {where: tile_scene(tile, width) for where, width in widths.items()}
    return {
        "key": tile.key,
        "heading": tile.heading,
        "finding": with_units(tile.finding),
        "about": tile.about,
        "lines": tile.lines,
        # Where the picture writes the same, the lines are for those who cannot see it.
        "written": not isinstance(tile.picture, SitesInfo | None),
        "source": tile.source,
        "page": tile.page,
        "svgs": [
            (where, scene_elements(scene, VARIABLES)) for where, scene in scenes.items() if scene
        ],
    }


@cache
def _style() -> str:
    return variables(".tiles") + (_PARTS / "tiles.css").read_text("utf-8")
