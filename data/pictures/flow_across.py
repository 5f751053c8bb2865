"""Lay out steps of a flow from left to right: boxes in columns and rows, arrows between them.

A step stands one column right of the last that leads to it; each end of a way has a row of its own.
Arrows leave and reach a box in the middle of a side, turn at right angles, and pass no box: between
columns and rows, where nothing stands.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product
from typing import Final

from data.flow.model import Flow, Step, Transition
from data.pictures import typeset
from data.pictures.flow_down import Layout
from data.pictures.scene import BOX_PADDING, Frame, Paragraph, Point
from data.typography.width import text_width

Texts = Mapping[str, tuple[Paragraph, ...]]

_COLUMN_GAPS: Final = (64.0, 48.0, 36.0)
_ROW_GAP: Final = 24.0
_MOST_ROW_GAP: Final = 56.0
_LANE: Final = 14.0  # from a box to an arrow that passes it
_WIDEST: Final = 560.0  # a box
_LONG_WORD: Final = 260.0  # a longer one is broken, in pixels
# How much of the width a column takes, beside others, by the kind of its steps.
_WEIGHT: Final = {
    "screening": 0.8,
    "enrolled": 0.8,
    "excluded": 0.8,
    "allocation": 0.8,
    "arm": 1.5,
    "period": 1.2,
    "later": 1.25,
    "follow_up": 0.8,
}


@dataclass(frozen=True, kw_only=True)
class _Place:
    """Where a step stands: its column, and its row, which lies between two for one that leads to
    several."""

    column: int
    row: float


def lay_out(
    flow: Flow,
    written: Callable[[Step, float], tuple[Paragraph, ...]],
    room: Frame,
    free: Mapping[str, float],
) -> tuple[Layout, Texts] | None:
    """Lay out a flow.

    Args:
        flow: the steps and transitions that are drawn.
        written: breaks what stands in the box of a step, for a box so wide.
        room: there is; the picture begins at its top.
        free: how much higher than its text a box is, in pixels, by the key of its step.

    Returns:
        Where everything is, and what stands in the boxes; None where it does not fit.
    """
    whole = {step.key: written(step, math.inf) for step in flow.steps}
    for gap, compact in product(_COLUMN_GAPS, (True, False)):
        places = _places(flow, compact=compact)
        columns = _columns(flow, places, whole, room, gap)
        if columns is None:
            continue
        texts = {
            step.key: written(step, columns[places[step.key].column].width) for step in flow.steps
        }
        needed = {key: typeset.box_height(told) + free.get(key, 0.0) for key, told in texts.items()}
        boxes = _boxes(flow, places, needed, columns, room)
        if boxes is None:
            continue
        arrows = _arrows(flow, boxes, gap, room)
        if arrows is None:
            continue
        return _at_the_top(boxes, arrows, room), texts
    return None


def _at_the_top(
    boxes: Mapping[str, Frame], arrows: Mapping[tuple[str, str], tuple[Point, ...]], room: Frame
) -> Layout:
    """Let the picture begin at the top of the room."""
    ys = [y for way in arrows.values() for _, y in way]
    top = min([box.y for box in boxes.values()] + ys)
    bottom = max([box.bottom for box in boxes.values()] + ys)
    up = room.y - top
    return Layout(
        boxes={key: replace(box, y=box.y + up) for key, box in boxes.items()},
        labels={},
        arrows={ends: tuple((x, y + up) for x, y in way) for ends, way in arrows.items()},
        width=room.width,
        height=bottom - top,
    )


def columns_of(flow: Flow) -> int:
    """How many columns a flow takes."""
    places = _places(flow, compact=False)
    return 1 + max((place.column for place in places.values()), default=0)


def passes_columns(flow: Flow, key: str) -> bool:
    """Whether an arrow into a step passes a column on its way."""
    places = _places(flow, compact=False)
    return any(_passes(item, places) for item in flow.into(key))


def _places(flow: Flow, *, compact: bool) -> dict[str, _Place]:
    """Give each step a column and a row.

    Args:
        compact: whether those who leave stand level with a group, which is a column further.
    """
    depths: dict[str, int] = {}
    parent: dict[str, str | None] = {}
    arms = [step for step in flow.steps if step.kind == "arm"]
    for step in flow.in_order():
        sources = [item.source for item in flow.into(step.key)]
        # A group whose source is not told stands after the arms, not before them.
        alone = 1 + max((depths.get(arm.key, 0) for arm in arms), default=-1)
        after = 1 + max((depths[key] for key in sources), default=-1)
        depths[step.key] = alone if step.kind == "later" and not sources else after
        parent[step.key] = sources[0] if len(sources) == 1 else None
    last = max(depths.values(), default=0)
    depths.update({step.key: last for step in flow.steps if step.kind == "follow_up"})
    rows = _rows(flow, parent, compact=compact)
    return {key: _Place(column=depths[key], row=rows[key]) for key in depths}


def _rows(flow: Flow, parent: Mapping[str, str | None], *, compact: bool) -> dict[str, float]:
    """Give each end of a way a row, and each other step the middle of what follows from it."""
    children: dict[str, list[str]] = {}
    for key, source in parent.items():
        if source is not None:
            children.setdefault(source, []).append(key)
    rows: dict[str, float] = {}
    count = 0

    def place(key: str) -> float:
        nonlocal count
        own = children.get(key, [])
        staying = [child for child in own if flow.step(child).kind != "excluded"]
        below = [place(child) for child in staying]
        # Those who leave stand below those who stay, who go straight on.
        for child in own:
            if child not in staying:
                count += not (compact and count > 1)
                rows[child] = float(count - 1)
        if below:
            rows[key] = (below[0] + below[-1]) / 2
        else:
            rows[key] = float(count)
            count += 1
        return rows[key]

    for key, source in parent.items():
        if source is None and not flow.into(key):
            place(key)
    for key, source in parent.items():
        if key not in rows:
            into = [rows[item.source] for item in flow.into(key)] if source is None else []
            rows[key] = (min(into) + max(into)) / 2 if into else rows[source or key]
    return rows


def _columns(
    flow: Flow,
    places: Mapping[str, _Place],
    texts: Texts,
    frame: Frame,
    gap: float,
) -> list[Frame] | None:
    """Share the width among the columns; None where a word would have to be broken."""
    count = 1 + max(place.column for place in places.values())
    weights, least = [0.0] * count, [0.0] * count
    for step in flow.steps:
        column = places[step.key].column
        weight = _WEIGHT[step.kind] if column else min(1.0, _WEIGHT[step.kind])
        weights[column] = max(weights[column], weight)
        least[column] = max(least[column], _least_width(texts[step.key], step))
    room = frame.width - gap * (count - 1)
    if sum(least) > room:
        return None
    widths = _shared(room, weights, least)
    x = frame.x
    columns = []
    for width in widths:
        # A single column need not fill the slide.
        kept = min(width, _WIDEST)
        columns.append(Frame(x=x, y=frame.y, width=kept, height=frame.height))
        x += kept + gap
    return columns


def _shared(room: float, weights: Sequence[float], least: Sequence[float]) -> list[float]:
    """Share a width by weight, but give each at least what it needs."""
    fixed: set[int] = set()
    while True:
        free = [i for i in range(len(weights)) if i not in fixed]
        rest = room - sum(least[i] for i in fixed)
        unit = rest / sum(weights[i] for i in free) if free else 0.0
        short = [i for i in free if weights[i] * unit < least[i]]
        if not short:
            return [least[i] if i in fixed else weights[i] * unit for i in range(len(weights))]
        fixed.update(short)


def _least_width(paragraphs: Sequence[Paragraph], step: Step) -> float:
    words = (
        text_width(word, item.size, bold=item.bold)
        for item in paragraphs
        for word in item.text.split()
    )
    return (
        min(max(words, default=0.0), _LONG_WORD)
        + 1
        + typeset.box_width(stripe=step.root is not None)
    )


def _boxes(
    flow: Flow,
    places: Mapping[str, _Place],
    needed: Mapping[str, float],
    columns: Sequence[Frame],
    frame: Frame,
) -> dict[str, Frame] | None:
    """Give each box its frame; None where they are higher than the room."""
    heights = _heights(flow, places, needed)
    middles = _middles(flow, places, heights, frame)
    if middles is None:
        return None
    boxes = {}
    for key, place in places.items():
        column, height = columns[place.column], heights[key]
        boxes[key] = replace(column, y=middles[key] - height / 2, height=height)
    return None if _any_overlap(list(boxes.values())) else boxes


def _heights(
    flow: Flow, places: Mapping[str, _Place], needed: Mapping[str, float]
) -> dict[str, float]:
    """Boxes of a kind in a column are as high as the highest of them."""
    tallest: dict[tuple[int, str], float] = {}
    for step in flow.steps:
        group = (places[step.key].column, step.kind)
        tallest[group] = max(tallest.get(group, 0.0), needed[step.key])
    return {step.key: tallest[places[step.key].column, step.kind] for step in flow.steps}


def _middles(
    flow: Flow,
    places: Mapping[str, _Place],
    heights: Mapping[str, float],
    frame: Frame,
) -> dict[str, float] | None:
    """The middle of each box, from the top; None where the rows do not fit."""
    rows = sorted({place.row for place in places.values() if place.row == int(place.row)})
    tall = {
        row: max(heights[key] for key, place in places.items() if place.row == row) for row in rows
    }
    passes = any(_passes(item, places) for item in flow.transitions)
    margin = _LANE if passes else 0.0
    least = _ROW_GAP + (2 * _LANE if passes else 0.0)
    room = frame.height - 2 * margin - sum(tall.values())
    gap = min(_MOST_ROW_GAP + margin, room / (len(rows) - 1)) if len(rows) > 1 else 0.0
    if room < 0 or (len(rows) > 1 and gap < least):
        return None
    middle: dict[float, float] = {}
    y = frame.y + margin
    for row in rows:
        middle[row] = y + tall[row] / 2
        y += tall[row] + gap
    found = {key: _between(place.row, middle) for key, place in places.items()}
    top, bottom = frame.y, frame.bottom
    if any(m - heights[key] / 2 < top or m + heights[key] / 2 > bottom for key, m in found.items()):
        return _shifted(found, heights, frame)
    return found


def _shifted(
    middles: Mapping[str, float], heights: Mapping[str, float], frame: Frame
) -> dict[str, float] | None:
    """Move everything down where one box reaches above the frame, if there is room below."""
    top = min(middle - heights[key] / 2 for key, middle in middles.items())
    bottom = max(middle + heights[key] / 2 for key, middle in middles.items())
    if bottom - top > frame.height:
        return None
    return {key: middle + frame.y - top for key, middle in middles.items()}


def _passes(item: Transition, places: Mapping[str, _Place]) -> bool:
    return places[item.target].column - places[item.source].column > 1


def _between(row: float, middle: Mapping[float, float]) -> float:
    low, high = float(int(row)), float(int(row) + 1)
    if row == low:
        return middle[low]
    return middle[low] + (middle[high] - middle[low]) * (row - low)


def _any_overlap(frames: Sequence[Frame]) -> bool:
    return any(
        one.x < other.right
        and other.x < one.right
        and one.y < other.bottom + BOX_PADDING
        and other.y < one.bottom + BOX_PADDING
        for place, one in enumerate(frames)
        for other in frames[place + 1 :]
    )


def _arrows(
    flow: Flow, boxes: Mapping[str, Frame], gap: float, frame: Frame
) -> dict[tuple[str, str], tuple[Point, ...]] | None:
    """Lead each arrow the shortest way that passes no box; None where there is none."""
    found: dict[tuple[str, str], tuple[Point, ...]] = {}
    for item in flow.transitions:
        ways = sorted(_ways(item, boxes, gap), key=_length)
        free = [way for way in ways if _is_free(way, item, boxes) and _is_inside(way, frame)]
        apart = [way for way in free if not _is_shared(way, item, found)]
        if not free:
            return None
        found[item.source, item.target] = (apart or free)[0]
    return found


def _ways(item: Transition, frames: Mapping[str, Frame], gap: float) -> Iterator[tuple[Point, ...]]:
    """Yield ways from the middle of a side to the middle of a side."""
    one, two = frames[item.source], frames[item.target]
    start, end = (one.right, one.centre), (two.x, two.centre)
    if abs(start[1] - end[1]) < 1:
        yield start, (end[0], start[1])
    for x in (two.x - gap / 2, one.right + gap / 2):
        yield start, (x, start[1]), (x, end[1]), end
    lanes = {y for box in frames.values() for y in (box.y - _LANE, box.bottom + _LANE)}
    for lane in sorted(lanes):
        up_one, up_two = lane < one.y, lane < two.y
        down_one, down_two = lane > one.bottom, lane > two.bottom
        leave = (one.middle, one.y if up_one else one.bottom)
        if up_one or down_one:
            x = two.x - gap / 2
            yield leave, (leave[0], lane), (x, lane), (x, end[1]), end
            if (up_one and up_two) or (down_one and down_two):
                reach = (two.middle, two.y if up_two else two.bottom)
                yield leave, (leave[0], lane), (reach[0], lane), reach


def _length(way: Sequence[Point]) -> float:
    """The length of a way; each turn counts as some more."""
    return sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in pairwise(way)) + 20 * len(way)


def _is_inside(way: Sequence[Point], frame: Frame) -> bool:
    return all(frame.y - 0.01 <= y <= frame.bottom + 0.01 for _, y in way)


def _is_free(way: Sequence[Point], item: Transition, frames: Mapping[str, Frame]) -> bool:
    """Whether a way passes no box; at its ends it touches its own."""
    for key, frame in frames.items():
        own = key in (item.source, item.target)
        room = -0.5 if own else 6.0
        if any(_crosses(a, b, frame, room) for a, b in pairwise(way)):
            return False
    return True


def _crosses(a: Point, b: Point, frame: Frame, room: float) -> bool:
    """Whether a straight piece comes nearer to a box than so many pixels."""
    return (
        min(a[0], b[0]) < frame.right + room
        and max(a[0], b[0]) > frame.x - room
        and min(a[1], b[1]) < frame.bottom + room
        and max(a[1], b[1]) > frame.y - room
    )


def _is_shared(
    way: Sequence[Point],
    item: Transition,
    others: Mapping[tuple[str, str], tuple[Point, ...]],
) -> bool:
    """Whether a way lies on that of an arrow from elsewhere to elsewhere."""
    return any(
        _on_one_line(a, b, c, d)
        for (source, target), other in others.items()
        if source != item.source and target != item.target
        for a, b in pairwise(way)
        for c, d in pairwise(other)
    )


def _on_one_line(a: Point, b: Point, c: Point, d: Point) -> bool:
    for axis in (0, 1):
        along = 1 - axis
        on_line = max(p[axis] for p in (a, b, c, d)) - min(p[axis] for p in (a, b, c, d)) < 4
        low = max(min(a[along], b[along]), min(c[along], d[along]))
        high = min(max(a[along], b[along]), max(c[along], d[along]))
        if on_line and high - low > 1:
            return True
    return False
