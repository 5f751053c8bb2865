"""A scale of numbers below a picture: where values stand on it, its ticks, and what it counts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from data.pictures.scene import LINE_HEIGHT, Frame, Paragraph, RuledLine, ScenePart, Text
from data.pictures.typeset import set_paragraph, text_height
from data.typography.width import text_width
from data.views.results_marks import Axis

LEFT: Final = 8.0
"""Left free left of a scale, in pixels."""
RIGHT: Final = 16.0
"""And right of it: half of a number stands beyond its end."""
_TICK: Final = 5.0
_APART: Final = 10.0  # between two numbers
_ABOVE_TITLE: Final = 4.0
_MOST_TICKS: Final = 8
_COUNTS: Final = (6, 5, 4, 3, 2)
_LOG_STEPS: Final = (tuple(range(1, 10)), (1, 2, 5), (1,))


@dataclass(frozen=True, kw_only=True)
class ValueScale:
    """An axis laid out from left to right; `start` and `end` are pixels.

    Args:
        size: of its type.
    """

    axis: Axis
    start: float
    end: float
    size: float

    def x(self, value: float) -> float:
        """Where a value stands, in pixels; what is beyond an end of the scale stands at it."""
        axis = self.axis
        scaled = math.log if axis.is_log else float
        low, high = scaled(axis.low), scaled(axis.high)
        place = (scaled(min(max(value, axis.low), axis.high)) - low) / (high - low)
        return self.start + place * (self.end - self.start)

    @property
    def ticks(self) -> tuple[float, ...]:
        """Round numbers along it, as many as stand apart."""
        found: tuple[float, ...] = ()
        for found in _log_ticks(self.axis) if self.axis.is_log else _even_ticks(self.axis):
            if 0 < len(found) <= _MOST_TICKS and self._stand_apart(found):
                return found
        return found[:: max(1, len(found) - 1)]

    def _stand_apart(self, values: Sequence[float]) -> bool:
        places = [(self.x(value), text_width(written(value), self.size)) for value in values]
        return all(
            right - left >= (one + other) / 2 + _APART
            for (left, one), (right, other) in pairwise(places)
        )

    def behind(self, top: float, bottom: float) -> Iterator[ScenePart]:
        """Draw what stands behind values: a line up from each tick, and one for "no effect"."""
        for x in map(self.x, self.ticks):
            yield RuledLine(x1=x, y1=top, x2=x, y2=bottom, colour="surface", width=1)
        none = self.axis.reference
        if none is not None and self.axis.low <= none <= self.axis.high:
            x = self.x(none)
            yield RuledLine(x1=x, y1=top, x2=x, y2=bottom, colour="muted", dashed=True)

    def below(self, y: float, width: float) -> tuple[tuple[ScenePart, ...], float]:
        """Draw the line, its ticks with their numbers, and the title; and say where that ends.

        Args:
            y: of the line.
            width: of the picture; all that is written stands within it.
        """
        parts: list[ScenePart] = [RuledLine(x1=self.start, y1=y, x2=self.end, y2=y, width=1)]
        numbers = y + _TICK
        for value in self.ticks:
            x = self.x(value)
            parts.append(RuledLine(x1=x, y1=y, x2=x, y2=numbers, width=1))
            told = Paragraph(lines=(written(value),), size=self.size, colour="muted")
            wide = text_width(told.text, self.size)
            left = min(max(0.0, x - wide / 2), width - wide)
            parts.append(_centred(told, left, numbers, wide))
        title = Paragraph(lines=(self.axis.title,), size=self.size, colour="muted")
        title = set_paragraph(title, width)
        head = numbers + self.size * LINE_HEIGHT + _ABOVE_TITLE
        parts.append(_centred(title, 0, head, width))
        return tuple(parts), head + text_height([title])


def _centred(told: Paragraph, left: float, top: float, width: float) -> Text:
    frame = Frame(x=left, y=top, width=width, height=text_height([told]))
    return Text(frame=frame, paragraphs=(told,), align="middle")


def written(value: float) -> str:
    """Write the number at a tick: `0.5`, `20`, `1,000,000`."""
    return f"{value:,.10g}"


def _even_ticks(axis: Axis) -> Iterator[tuple[float, ...]]:
    """Round numbers in even steps, ever fewer."""
    for count in _COUNTS:
        rough = (axis.high - axis.low) / count
        power: float = 10.0 ** math.floor(math.log10(rough))
        step = next(found for n in (1, 2, 5, 10) if (found := n * power) >= rough * (1 - 1e-9))
        first = math.ceil(axis.low / step - 1e-9)
        last = math.floor(axis.high / step + 1e-9)
        yield tuple(n * step for n in range(first, last + 1))


def _log_ticks(axis: Axis) -> Iterator[tuple[float, ...]]:
    """Round numbers between the powers of ten and these, ever fewer."""
    powers = range(math.floor(math.log10(axis.low)), math.ceil(math.log10(axis.high)) + 1)
    for steps in _LOG_STEPS:
        every = (float(f"{step}e{power}") for power in powers for step in steps)
        yield tuple(value for value in every if axis.low <= value <= axis.high)
