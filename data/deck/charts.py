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
TITLE_SHARE: Final = 0.8
"""Of the width, at most, for the title: PowerPoint breaks a longer one, over the first bar."""
BAR_SHARE: Final = 0.6
"""Of the height of its row, for a bar."""
_AIR: Final = 24.0
_ROW_AIR: Final = 18.0
_UNDER_TITLE: Final = 12.0
BETWEEN: Final = 22.0
"""Between two charts, in pixels."""
_MOST_LINES: Final = 4
_LEAST_ROW: Final = 2.0  # in type sizes
_MOST_ROW: Final = 3.4
_SIZES: Final = (36.0, 32.0, 28.0, LEAST_TYPE)


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


def names_width(frame_width: float, bars: Sequence[ChartBar], size: float = LEAST_TYPE) -> float:
    """The room for what the bars stand for: as renderers share the width."""
    widest = max((text_width(bar.label, size) for bar in bars), default=0.0)
    return min(widest + _AIR, NAMES_SHARE * frame_width)


def title_fits(title: str, width: float, size: float = LEAST_TYPE) -> bool:
    """Whether the title of a chart of this width stays on its line."""
    return text_width(title, size) <= TITLE_SHARE * width


def chart(
    title: str, bars: Sequence[Bar], room: Frame, *, maximum: float | None = None, alt: str
) -> Chart:
    """Set bars in the smallest type; the chart is as high as its bars need. `spread` enlarges it.

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
        frame=replace(
            room,
            height=_title(LEAST_TYPE) + row_height(set_bars, room.width) * len(bars),
        ),
        title=typeset.cut(title, TITLE_SHARE * room.width),
        bars=set_bars,
        maximum=maximum or largest or 1.0,
        alt=alt,
    )


def _name(name: str, width: float) -> str:
    """Cut a name to the lines it may take."""
    return " ".join(wrap(name, NAMES_SHARE * width - _AIR, LEAST_TYPE, most=_MOST_LINES))


Page = tuple[Sequence[Chart], Frame]
"""The charts of a slide, below each other, and the room that they have."""


def spread(pages: Sequence[Page]) -> list[tuple[Chart, ...]]:
    """Make charts as large as their slides allow: all in one type, and bars of one thickness, so
    that none looks like more than another.

    Args:
        pages: charts as `chart` sets them, which their rooms hold.
    """
    size = next(s for s in _SIZES if s == LEAST_TYPE or all(_fits(page, s) for page in pages))
    rows = [_free(page, size) / sum(len(one.bars) for one in page[0]) for page in pages]
    row = min([_MOST_ROW * size, *rows])
    return [_placed(page, size, row) for page in pages]


def _free(page: Page, size: float) -> float:
    """What is left of the height for bars, below the titles, in pixels."""
    charts, room = page
    return room.height - BETWEEN * (len(charts) - 1) - len(charts) * _title(size)


def _placed(page: Page, size: float, row: float) -> tuple[Chart, ...]:
    charts, room = page
    needed = [row_height(one.bars, room.width, size) for one in charts]
    rows = [max(row, own) for own in needed]
    if sum(n * len(one.bars) for n, one in zip(rows, charts, strict=True)) > _free(page, size):
        rows = needed
    found = []
    y = room.y
    for one, own in zip(charts, rows, strict=True):
        height = _title(size) + len(one.bars) * own
        found.append(replace(one, size=size, frame=replace(room, y=y, height=height)))
        y += height + BETWEEN
    return tuple(found)


def _fits(page: Page, size: float) -> bool:
    """Whether charts have room in this type, and what is written in them on its lines."""
    charts, room = page
    texts = TEXTS_SHARE * room.width - _AIR
    needed = sum(len(one.bars) * row_height(one.bars, room.width, size) for one in charts)
    return needed <= _free(page, size) and all(
        title_fits(one.title, room.width, size)
        and all(text_width(bar.text, size, bold=True) <= texts for bar in one.bars)
        for one in charts
    )


def _title(size: float) -> float:
    return size * LINE_HEIGHT + _UNDER_TITLE


def row_height(bars: Sequence[ChartBar], width: float, size: float = LEAST_TYPE) -> float:
    """How high the row of a bar must be for the names, in pixels."""
    room = names_width(width, bars, size) - _AIR / 2
    lines = max((len(wrap(bar.label, room, size)) for bar in bars), default=1)
    return max(_LEAST_ROW * size, lines * size * LINE_HEIGHT + _ROW_AIR)


def most_bars(names: Sequence[str], room: Frame) -> int:
    """How many bars with such names a room holds, at least one."""
    bars = [ChartBar(label=_name(name, room.width), value=0, text="", colour="") for name in names]
    return max(1, int((room.height - _title(LEAST_TYPE)) // row_height(bars, room.width)))
