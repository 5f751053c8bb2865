"""Bars on slides: as many on each as can be read, all of one thickness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from data.deck import typeset
from data.deck.model import LEAST_TYPE, Chart, ChartBar
from data.pictures.scene import LINE_HEIGHT, Frame
from data.typography.width import text_width
from data.typography.wrap import wrap

NAMES_SHARE: Final = 0.5
"""Of the width, at most, for what the bars stand for; longer names break."""
TEXTS_SHARE: Final = 0.4
"""Of the width, at most, for what is written at the ends of the bars."""
_AIR: Final = 24.0
_ROW_AIR: Final = 18.0
_TITLE: Final = LEAST_TYPE * LINE_HEIGHT + 12.0
_MOST_LINES: Final = 4
_LEAST_ROW: Final = 48.0


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A bar before it is set.

    Args:
        name: what it stands for.
        text: what is written at its end; `brief` stands in for it where it is too long.
        low, high: the ends of its interval, where they are known.
    """

    name: str
    value: float
    text: str
    brief: str
    colour: str
    low: float | None = None
    high: float | None = None


def names_width(frame_width: float, bars: Sequence[ChartBar]) -> float:
    """The room for what the bars stand for: as renderers share the width."""
    widest = max((text_width(bar.label, LEAST_TYPE) for bar in bars), default=0.0)
    return min(widest + _AIR, NAMES_SHARE * frame_width)


def chart(
    title: str, bars: Sequence[Bar], room: Frame, *, maximum: float | None = None, alt: str
) -> Chart:
    """Set bars; the chart is as high as its bars need.

    Args:
        title: what is measured, with its unit.
        bars: at least one; values from zero.
        room: where it stands; its height is not looked at.
        maximum: where the axis ends, where there is a natural end: 100 per cent.
        alt: all that it shows.
    """
    widest = TEXTS_SHARE * room.width - _AIR
    short = any(text_width(bar.text, LEAST_TYPE, bold=True) > widest for bar in bars)
    set_bars = tuple(
        ChartBar(
            label=_name(bar.name, room.width),
            value=bar.value,
            text=typeset.cut(bar.brief if short else bar.text, widest, bold=True),
            colour=bar.colour,
            low=bar.low,
            high=bar.high,
        )
        for bar in bars
    )
    largest = max((bar.end for bar in set_bars), default=0.0)
    return Chart(
        frame=replace(room, height=_TITLE + row_height(set_bars, room.width) * len(bars)),
        title=typeset.cut(title, room.width, bold=True),
        bars=set_bars,
        maximum=maximum or largest or 1.0,
        alt=alt,
    )


def _name(name: str, width: float) -> str:
    """Cut a name to the lines it may take."""
    return " ".join(wrap(name, NAMES_SHARE * width - _AIR, LEAST_TYPE, most=_MOST_LINES))


def row_height(bars: Sequence[ChartBar], width: float) -> float:
    """How high the row of a bar must be for the names, in pixels."""
    room = names_width(width, bars) - _AIR / 2
    lines = max((len(wrap(bar.label, room, LEAST_TYPE)) for bar in bars), default=1)
    return max(_LEAST_ROW, lines * LEAST_TYPE * LINE_HEIGHT + _ROW_AIR)


def most_bars(names: Sequence[str], room: Frame) -> int:
    """How many bars with such names a room holds, at least one."""
    bars = [ChartBar(label=_name(name, room.width), value=0, text="", colour="") for name in names]
    return max(1, int((room.height - _TITLE) // row_height(bars, room.width)))
