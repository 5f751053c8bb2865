"""The small pictures of the overview: what each tile says, at a glance."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from data.pictures.flow import AROUND, flow_scene
from data.pictures.flow_down import FlowSpacing
from data.pictures.hundred import hundred_scene
from data.pictures.marks import TILE as MARKS_TILE
from data.pictures.marks import marks_scene
from data.pictures.scene import Frame, Scene
from data.pictures.sites import map_scene
from data.pictures.timeline import TILE, timeline_scene
from data.typography.width import text_width
from data.views.flow import FlowInfo, flow_in_brief
from data.views.glance import Tile
from data.views.results_hundred import HundredInfo
from data.views.results_marks import MarksInfo
from data.views.sites import SitesInfo, for_picture
from data.views.timeline import TimelineInfo

_SIZE: Final = 13.0
_COLUMN: Final = 108.0  # the least width of a box
_MOST_BELOW: Final = 3  # arms
_GUTTER, _SIDE, _AIR = 8.0, 1.0, 0.5
_MAP_SHARE: Final = 0.42  # the height of the map, by its width
_MAP_PADDING: Final = 14  # pixels


def tile_scene(tile: Tile, width: float) -> Scene | None:
    """Draw the picture of a tile; None where it has none.

    Args:
        width: of the picture, in pixels.
    """
    match tile.picture:
        case FlowInfo() as info:
            return _flow(info, width)
        case HundredInfo() as info:
            return hundred_scene(info, width)
        case MarksInfo() as info:
            return marks_scene(info, width, MARKS_TILE)
        case SitesInfo() as info:
            return _map(info, width)
        case TimelineInfo() as info:
            ends = (info.milestone(key) for key in ("start", "completion"))
            shown = tuple(item for item in ends if item and item.moments)
            return timeline_scene(replace(info, milestones=shown), width, TILE)
        case None:
            return None


def _flow(info: FlowInfo, width: float) -> Scene:
    """The groups beside each other where all have room, else below each other, a line for each."""
    arms = [step.title for step in info.flow.steps if step.kind == "arm"]
    beside = _columns(len(arms), width)
    longest = max(text_width(word, _SIZE, bold=True) for arm in arms for word in arm.split())
    if beside.column >= max(_COLUMN, longest + AROUND):
        return flow_scene(flow_in_brief(info, len(arms)), beside)
    # The arrows to the lower ones pass on the right.
    below = _columns(1, width - _GUTTER)
    return flow_scene(flow_in_brief(info, _MOST_BELOW, in_lines=True), below)


def _columns(count: int, width: float) -> FlowSpacing:
    whole = width - 2 * _SIDE
    return FlowSpacing(
        column=(whole + _GUTTER) / count - _GUTTER,
        gutter=_GUTTER,
        margin=_SIDE,
        max_columns=count,
        lone=whole,
        air=_AIR,
    )


def _map(info: SitesInfo, width: float) -> Scene:
    height = _MAP_SHARE * width
    small = for_picture(info.sites, width, height, padding=_MAP_PADDING)
    return map_scene(small, Frame(x=0, y=0, width=int(width), height=int(height)), size=0)
