"""A value of many groups on one slide: a dot for each along a line, those alike on one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from data.deck.charts import Bar
from data.deck.typeset import say
from data.pictures.scene import (
    LINE_HEIGHT,
    SLIDE_TYPE,
    Frame,
    Marker,
    RuledLine,
    Scene,
    ScenePart,
    Text,
)
from data.pictures.typeset import set_paragraph

_RADIUS: Final = 18.0
_PARTS: Final = 4  # of the line
_TICK: Final = 10.0
_LABEL: Final = 120.0  # the room of a number below the line, in pixels


def dots(bars: Sequence[Bar], room: Frame, *, maximum: float, unit: str, alt: str) -> Scene:
    """Draw a dot for each group, from zero to where the line ends.

    Args:
        bars: what a bar would be drawn of: at least one, none below zero.
        room: where it stands; it takes all of its width.
        maximum: where the line ends.
        unit: written behind the numbers below it, such as `%`.
        alt: all that it shows.
    """
    left, width = room.x + _LABEL / 2, room.width - _LABEL
    below = SLIDE_TYPE * LINE_HEIGHT + _TICK
    radius = _radius(bars, maximum, width, room.height - below - _RADIUS)
    line = room.bottom - below
    ticks = [left + width * place / _PARTS for place in range(_PARTS + 1)]
    parts: tuple[ScenePart, ...] = (
        RuledLine(x1=left, y1=line, x2=left + width, y2=line, width=3),
        *(RuledLine(x1=x, y1=line, x2=x, y2=line + _TICK) for x in ticks),
        *(
            Text(
                frame=Frame(x=x - _LABEL / 2, y=line + _TICK, width=_LABEL, height=below - _TICK),
                paragraphs=(
                    set_paragraph(say(f"{maximum * place / _PARTS:g}{unit}"), _LABEL, most=1),
                ),
                align="middle",
            )
            for place, x in enumerate(ticks)
        ),
        *_marks(bars, maximum, left, width, line, radius),
    )
    highest = max(map(len, _stacked(bars, maximum, width, radius).values()), default=1)
    top = line - (2 * highest + 0.5) * radius
    return Scene(frame=replace(room, y=top, height=room.bottom - top), parts=parts, alt=alt)


def _radius(bars: Sequence[Bar], maximum: float, width: float, height: float) -> float:
    """The largest of a dot with which the highest stack has room."""
    radius = _RADIUS
    while True:
        highest = max(map(len, _stacked(bars, maximum, width, radius).values()), default=1)
        if (2 * highest + 0.5) * radius <= height or radius <= 1:
            return radius
        radius -= 1


def _stacked(
    bars: Sequence[Bar], maximum: float, width: float, radius: float
) -> dict[int, list[Bar]]:
    """Those that stand on one another: their values lie less than a dot apart."""
    found: dict[int, list[Bar]] = defaultdict(list)
    for bar in bars:
        found[round(bar.value / maximum * width / (2 * radius))].append(bar)
    return found


def _marks(
    bars: Sequence[Bar], maximum: float, left: float, width: float, line: float, radius: float
) -> Iterator[Marker]:
    for column, stack in sorted(_stacked(bars, maximum, width, radius).items()):
        for level, bar in enumerate(stack):
            yield Marker(
                x=min(left + column * 2 * radius, left + width),
                y=line - (2 * level + 1) * radius - radius / 4,
                radius=radius - 1,
                fill=bar.colour,
                outline=bar.colour,
                alt=f"{bar.name}: {bar.text}",
            )
