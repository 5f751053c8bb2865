"""The infusion day in hours, as a scene: bars for infusions, lines for what may begin when."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Final

from data.pictures.scene import (
    LINE_HEIGHT,
    Box,
    Frame,
    Paragraph,
    RuledLine,
    Scene,
    SceneGroup,
    ScenePart,
    Text,
)
from data.pictures.typeset import set_paragraph, text_height, width_of
from data.views.infusion_day import InfusionDayInfo, InfusionMoment, TimedInfusion, infusion_day_alt

TYPE: Final = 13.0
_BAR: Final = 1.7  # its height, in type sizes
_GAP: Final = 0.8  # between two rows, and from a line to its words, in type sizes
_TICK_ROOM: Final = 3.0  # type sizes for the hours at a tick
_STEPS: Final = (1, 2, 3, 6, 12, 24)  # hours from tick to tick
_HALF: Final = 0.5  # of the width: a line further left has its words on its right

_Place = Callable[[float], float]


def infusion_day_scene(info: InfusionDayInfo, width: float, size: float = TYPE) -> Scene:
    """Draw the infusion day.

    Args:
        info: what is infused when.
        width: of the picture, in pixels.
        size: of the type.
    """
    hours = [hour for bar in info.bars for hour in (bar.start, bar.end)]
    hours += [moment.hour for moment in info.moments]
    first, last = min(hours), max(hours)
    pixels = (width - 2 * size) / max(last - first, 1)

    def x(hour: float) -> float:
        return size + (hour - first) * pixels

    groups: list[SceneGroup] = []
    y = 0.0
    for number, bar in enumerate(info.bars):
        groups.append(_bar(bar, f"bar {number}", x, y, width, size))
        y = _bottom(groups[-1]) + _GAP * size
    lines: list[SceneGroup] = []
    for number, moment in enumerate(info.moments):
        lines.append(_moment(moment, f"moment {number}", x(moment.hour), y, width, size))
        y = _bottom(lines[-1]) + _GAP * size
    step = next((step for step in _STEPS if step * pixels >= _TICK_ROOM * size), _STEPS[-1])
    ticks = range(math.ceil(first / step) * step, math.floor(last) + 1, step)
    axis = tuple(_axis(info.axis, [(hour, x(hour)) for hour in ticks], y, width, size))
    height = max((part.frame.bottom for part in axis if isinstance(part, Text)), default=y)
    return Scene(
        frame=Frame(x=0, y=0, width=width, height=height),
        parts=(*axis, *groups, *lines),
        alt=infusion_day_alt(info),
    )


def _bar(
    bar: TimedInfusion, key: str, x: _Place, top: float, width: float, size: float
) -> SceneGroup:
    told = (
        Paragraph(lines=(bar.label,), size=size, bold=True),
        Paragraph(lines=(f"{bar.start:g} h to {bar.end:g} h",), size=size),
    )
    words = _words(told, x(bar.start), top, width)
    frame = Frame(
        x=x(bar.start),
        y=words.frame.bottom + 2,
        width=x(bar.end) - x(bar.start),
        height=_BAR * size,
    )
    box = Box(
        key="",
        frame=frame,
        fill="arm 0" if bar.is_main else "surface",
        outline="text",
        weight=1.5,
        rounded=False,
    )
    alt = f"{bar.label}: {bar.start:g} h to {bar.end:g} h"
    return SceneGroup(key=key, parts=(box, words), alt=alt)


def _moment(
    moment: InfusionMoment, key: str, x: float, top: float, width: float, size: float
) -> SceneGroup:
    told = (
        Paragraph(lines=(moment.what,), size=size, bold=True),
        Paragraph(lines=(f"{moment.rule} ({moment.hour:g} h)",), size=size),
    )
    gap = _GAP * size
    if x < _HALF * width:
        words = _words(told, x + gap, top, width)
    else:
        broken, height = _broken(told, x - gap)
        frame = Frame(x=0, y=top, width=x - gap, height=height)
        words = Text(frame=frame, paragraphs=broken, align="end", gap=0)
    line = RuledLine(x1=x, y1=0, x2=x, y2=words.frame.bottom + gap, colour="text", dashed=True)
    alt = f"From {moment.hour:g} h: {moment.label}"
    return SceneGroup(key=key, parts=(line, words), alt=alt)


def _words(told: tuple[Paragraph, ...], x: float, top: float, width: float) -> Text:
    """Write from there to the right; further left where there is too little room."""
    whole = max(width_of(item) for item in told)
    left = max(0.0, min(x, width - whole))
    broken, height = _broken(told, width - left)
    return Text(
        frame=Frame(x=left, y=top, width=width - left, height=height), paragraphs=broken, gap=0
    )


def _broken(told: tuple[Paragraph, ...], width: float) -> tuple[tuple[Paragraph, ...], float]:
    broken = tuple(set_paragraph(item, width) for item in told)
    return broken, text_height(broken, gap=0)


def _bottom(group: SceneGroup) -> float:
    return max(part.frame.bottom for part in group.parts if isinstance(part, Box | Text))


def _axis(
    name: str, ticks: list[tuple[int, float]], y: float, width: float, size: float
) -> Iterator[ScenePart]:
    yield RuledLine(x1=0, y1=y, x2=width, y2=y)
    line = size * LINE_HEIGHT
    for hour, x in ticks:
        yield RuledLine(x1=x, y1=0, x2=x, y2=y + 5, width=0.5)
        wide = _TICK_ROOM * size
        yield Text(
            frame=Frame(x=x - wide / 2, y=y + 6, width=wide, height=line),
            paragraphs=(Paragraph(lines=(f"{hour}",), size=size, colour="muted"),),
            align="middle",
        )
    broken, height = _broken((Paragraph(lines=(name,), size=size, colour="muted"),), width)
    yield Text(
        frame=Frame(x=0, y=y + 8 + line, width=width, height=height),
        paragraphs=broken,
        align="middle",
        gap=0,
    )
