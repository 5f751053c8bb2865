"""The small pictures of the overview: what each tile says, at a glance."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from data.pictures.flow import AROUND, flow_scene
from data.pictures.flow_down import FlowSpacing
from data.pictures.hundred import hundred_scene
from data.pictures.scene import (
    Connector,
    Frame,
    Marker,
    Paragraph,
    RuledLine,
    Scene,
    ScenePart,
    Text,
)
from data.pictures.sites import map_scene
from data.pictures.timeline import TILE, timeline_scene
from data.pictures.typeset import set_paragraph, text_height
from data.typography.signs import group_sign
from data.typography.width import text_width
from data.views.flow import FlowInfo, flow_in_brief
from data.views.glance import Tile
from data.views.results_hundred import HundredInfo
from data.views.results_marks import Axis, MarksInfo, ResultMark, marks_alt
from data.views.sites import SitesInfo, for_picture
from data.views.timeline import TimelineInfo

_SIZE: Final = 13.0
_COLUMN: Final = 108.0  # the least width of a box
_MOST_BELOW: Final = 3  # arms
_GUTTER, _SIDE, _AIR = 8.0, 1.0, 0.5
_MAP_SHARE: Final = 0.42  # the height of the map, by its width
_MAP_PADDING: Final = 14  # pixels
_ARROW: Final = 40.0  # of an interval without an end


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
            return _marks(info, width)
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


def _marks(picture: MarksInfo, width: float) -> Scene:
    """Each value under its words, on one scale."""
    y = 0.0
    parts: list[ScenePart] = []
    for mark in (mark for block in picture.blocks for mark in block.marks):
        told = (set_paragraph(Paragraph(lines=(mark.text,), size=_SIZE), width, most=2),)
        height = text_height(told)
        parts.append(Text(frame=Frame(x=0, y=y, width=width, height=height), paragraphs=told))
        y += height + 10
        if picture.axis is not None and mark.value is not None:
            parts += _interval(mark, y, picture.axis, width - 16)
        y += 16
    return Scene(
        frame=Frame(x=0, y=0, width=width, height=y), parts=tuple(parts), alt=marks_alt(picture)
    )


def _interval(mark: ResultMark, y: float, axis: Axis, width: float) -> Iterator[ScenePart]:
    """The value on its scale, with the interval around it; an end that is not known is an arrow."""
    role = "muted" if mark.position is None else f"arm {mark.position}"
    scaled = math.log if axis.is_log else float
    low, high = scaled(axis.low), scaled(axis.high)

    def x(value: float) -> float:
        return 8 + (scaled(value) - low) / (high - low) * width

    assert mark.value is not None
    base = axis.low if axis.is_log else min(max(0.0, axis.low), axis.high)
    has_interval = mark.low is not None or mark.high is not None
    if base == 0 and not (has_interval or mark.low_open or mark.high_open):
        # Nothing around it to see it by but how far it is from none.
        yield RuledLine(x1=x(base), y1=y, x2=x(mark.value), y2=y, colour=role, width=3)
    else:
        yield RuledLine(x1=x(base), y1=y + 8, x2=x(mark.value), y2=y + 8, width=0.5, dashed=True)
    left = x(mark.value if mark.low is None else mark.low)
    right = x(mark.value if mark.high is None else mark.high)
    if right > left:
        yield RuledLine(x1=left, y1=y, x2=right, y2=y, colour=role, width=2)
    for is_open, start, end in (
        (mark.low_open, right, max(2.0, left - _ARROW)),
        (mark.high_open, left, min(right + _ARROW, width + 14)),
    ):
        if is_open:
            yield Connector(
                source="",
                target="",
                points=((start, y), (end, y)),
                weight=2,
                head=9,
                dashed=True,
                colour=role,
            )
    sign = group_sign(mark.position)
    yield Marker(x=x(mark.value), y=y, radius=6, shape=sign, fill=role, outline=role)


def _map(info: SitesInfo, width: float) -> Scene:
    height = _MAP_SHARE * width
    small = for_picture(info.sites, width, height, padding=_MAP_PADDING)
    return map_scene(small, Frame(x=0, y=0, width=int(width), height=int(height)), size=0)
