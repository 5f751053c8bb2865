"""The small pictures of the overview: what each tile says, at a glance."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from data.flow.model import Step
from data.pictures.hundred import hundred_scene
from data.pictures.scene import (
    LINE_HEIGHT,
    Box,
    Connector,
    Frame,
    Marker,
    Paragraph,
    Rule,
    Scene,
    ScenePart,
    Text,
)
from data.pictures.sites import dots_scene
from data.pictures.timeline import milestone_mark
from data.pictures.typeset import box_height, box_room, set_paragraph, text_height
from data.sites.camera import fit
from data.timeline.milestones import MilestoneGroup
from data.typography.width import text_width
from data.views.flow import FlowInfo, flow_alt
from data.views.glance import Tile
from data.views.results_hundred import HundredInfo
from data.views.results_marks import Axis, MarksInfo, ResultMark, marks_alt
from data.views.sites import SitesInfo
from data.views.timeline import TimelineInfo, timeline_alt

_SIZE: Final = 13.0
_GAP: Final = 10.0
_FALL: Final = 18.0  # from box to box
_MOST_BESIDE, _MOST_BELOW = 4, 3  # arms
_MAP_SHARE: Final = 0.42  # the height of the map, by its width
_MAP_PADDING: Final = 14  # pixels
_STRIP: Final = 96.0
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
            return _strip(info, width)
        case None:
            return None


def _flow(info: FlowInfo, width: float) -> Scene:
    head = next(step for step in info.flow.steps if step.kind in ("allocation", "enrolled"))
    arms = [step for step in info.flow.steps if step.kind == "arm"]
    later = [step for step in info.flow.steps if step.kind == "later"]
    top = _box(info, head, 0.2 * width, 0, 0.6 * width, lines=1)
    boxes = _beside(info, arms, top, width) if len(arms) < _MOST_BESIDE else ()
    boxes = boxes or _below(info, arms[:_MOST_BELOW], top, width)
    bottom = max(box.frame.bottom for box in boxes)
    parts: list[ScenePart] = [*_arrows(top, boxes), top, *boxes]
    if len(arms) > len(boxes):
        rest = len(arms) - len(boxes)
        parts.append(
            _words(f"and {rest} more {'group' if rest == 1 else 'groups'}", bottom + 4, width)
        )
        bottom += 4 + _SIZE * LINE_HEIGHT
    if later:
        names = "; ".join(step.title for step in later[:2]) + ("; …" if len(later) > 2 else "")
        box = _dashed(f"then, for some: {names}", bottom + _GAP, width)
        parts.append(box)
        bottom = box.frame.bottom
    frame = Frame(x=-2, y=-2, width=width + 4, height=bottom + 4)
    return Scene(frame=frame, parts=tuple(parts), alt=flow_alt(info))


def _beside(info: FlowInfo, arms: Sequence[Step], top: Box, width: float) -> tuple[Box, ...]:
    """The arms side by side, as high as each other; none where a word would have to be broken."""
    across = (width - _GAP * (len(arms) - 1)) / len(arms)
    room = box_room(across, stripe=True)
    words = (word for arm in arms for word in arm.title.split())
    if any(text_width(word, _SIZE) > room for word in words):
        return ()
    y = top.frame.bottom + _FALL
    boxes = [_box(info, arm, i * (across + _GAP), y, across) for i, arm in enumerate(arms)]
    height = max(box.frame.height for box in boxes)
    return tuple(replace(box, frame=replace(box.frame, height=height)) for box in boxes)


def _below(info: FlowInfo, arms: Sequence[Step], top: Box, width: float) -> tuple[Box, ...]:
    """The arms below one another, each in a line."""
    y = top.frame.bottom + _FALL
    boxes: list[Box] = []
    for arm in arms:
        box = _box(info, arm, 0, y, width, lines=1)
        boxes.append(box)
        y = box.frame.bottom + 5
    return tuple(boxes)


def _box(
    info: FlowInfo, step: Step, left: float, top: float, width: float, *, lines: int = 3
) -> Box:
    stripe = "" if step.root is None else f"arm {step.root}"
    room = box_room(width, stripe=bool(stripe))
    count = info.counts.get(step.key)
    number = count.written if count else ""
    title = f"{step.title}: {number}" if number and lines == 1 else step.title
    paragraphs = [set_paragraph(Paragraph(lines=(title,), size=_SIZE), room, most=lines)]
    if number and lines > 1:
        paragraphs.append(Paragraph(lines=(number,), size=_SIZE, bold=True))
    return Box(
        key=step.key,
        frame=Frame(x=left, y=top, width=width, height=box_height(paragraphs) - _GAP),
        paragraphs=tuple(paragraphs),
        stripe=stripe,
        weight=1.5,
    )


def _dashed(text: str, top: float, width: float) -> Box:
    room = box_room(width, stripe=False)
    words = (set_paragraph(Paragraph(lines=(text,), size=_SIZE - 1), room, most=2),)
    height = box_height(words) - _GAP
    frame = Frame(x=0, y=top, width=width, height=height)
    return Box(key="", frame=frame, paragraphs=words, weight=1.5, dashed=True)


def _arrows(top: Box, boxes: Sequence[Box]) -> Iterator[Connector]:
    """To each box beside the others; to the first of those below one another."""
    middle, bottom = top.frame.middle, top.frame.bottom
    for box in boxes:
        if box.frame.y > boxes[0].frame.y:
            return
        x, turn = box.frame.middle, bottom + _FALL / 3
        straight = abs(x - middle) < 1
        bend = () if straight else ((middle, turn), (x, turn))
        yield Connector(
            source=top.key,
            target=box.key,
            points=((middle, bottom), *bend, (x, box.frame.y)),
            weight=1.5,
            head=8.0,
            colour="muted",
        )


def _words(text: str, top: float, width: float) -> Text:
    paragraph = Paragraph(lines=(text,), size=_SIZE, colour="muted")
    frame = Frame(x=0, y=top, width=width, height=_SIZE * LINE_HEIGHT)
    return Text(frame=frame, paragraphs=(paragraph,), align="middle")


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
    yield Rule(x1=x(base), y1=y + 8, x2=x(mark.value), y2=y + 8, width=0.5, dashed=True)
    left = x(mark.value if mark.low is None else mark.low)
    right = x(mark.value if mark.high is None else mark.high)
    if right > left:
        yield Rule(x1=left, y1=y, x2=right, y2=y, colour=role, width=2)
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
    yield Marker(x=x(mark.value), y=y, radius=6, fill=role, outline=role)


def _map(info: SitesInfo, width: float) -> Scene:
    height = _MAP_SHARE * width
    points = [site.point for site in info.sites if site.point]
    camera = fit(points, width=int(width), height=int(height), closest=4.0, padding=_MAP_PADDING)
    frame = Frame(x=0, y=0, width=int(width), height=int(height))
    # The whole frame, even where the points need less of it.
    return dots_scene(replace(info, camera=replace(camera, height=int(height))), frame)


def _strip(info: TimelineInfo, width: float) -> Scene:
    """A line from the start to the end, filled up to the day it is seen from."""
    first, last = info.first.toordinal(), info.last.toordinal()

    def x(day: date) -> float:
        return 8 + (day.toordinal() - first) / (last - first) * (width - 16)

    y = _STRIP / 2
    parts: list[ScenePart] = [Rule(x1=8, y1=y, x2=width - 8, y2=y, width=2)]
    if info.start and info.completion:
        now = min(max(info.as_of, info.start), info.completion)
        for end, colour in ((info.completion, "surface"), (now, "accent")):
            parts.append(Rule(x1=x(info.start), y1=y, x2=x(end), y2=y, width=8, colour=colour))
    today = x(info.as_of)
    parts.append(Rule(x1=today, y1=y - 12, x2=today, y2=y + 22, colour="accent", dashed=True))
    parts += [
        replace(
            milestone_mark(item, item.moments[0], x(item.first_day), y, 6),
            alt=f"{item.name}: {item.when}",
        )
        for item in info.dated
        if item.key == "results-posted"
        or (item.group is MilestoneGroup.CONDUCT and not item.is_period)
    ]
    frame = Frame(x=0, y=0, width=width, height=_STRIP)
    for item, top in ((info.milestone("start"), y + 14), (info.milestone("completion"), y - 46)):
        if item is not None and item.moments:
            told = (item.name, f"{item.when} ({info.word(item)})")
            parts.append(_at(x(item.first_day), top, told, frame))
    return Scene(frame=frame, parts=tuple(parts), alt=timeline_alt(info))


def _at(x: float, top: float, lines: tuple[str, ...], frame: Frame) -> Text:
    """Words that begin at a place, or as near to it as they have room."""
    paragraph = Paragraph(lines=lines, size=_SIZE)
    wide = max(text_width(line, _SIZE) for line in lines) + 2
    left = min(max(x - 8, frame.x), frame.right - wide)
    room = Frame(x=left, y=top, width=wide, height=len(lines) * _SIZE * LINE_HEIGHT)
    return Text(frame=room, paragraphs=(paragraph,))
