"""Values per group as bars or points with intervals: outcomes, baseline, estimates.

Each value stands in words above its mark, so that nothing is told by colour alone and the picture
can be read at any width.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Final

from data.results.numbers import Measured

_ALT_MARKS: Final = 12
# Values that differ by more than this are told apart only on a logarithmic scale.
_LOG_FROM: Final = 100.0
_OPEN: Final = 0.12  # of the scale: room for the arrow of an interval without an end


@dataclass(frozen=True, kw_only=True)
class ResultMark(Measured):
    """One value; of one that is no number only its text is shown.

    Args:
        text: what it says, in full: `Placebo: 12 of 80 (15.0%)`.
        position: the place of its group, which gives its colour and shape; None for no group.
    """

    text: str
    position: int | None = None

    @classmethod
    def of(cls, found: Measured, text: str, position: int | None = None) -> ResultMark:
        """Draw what was measured."""
        measured = {field.name: getattr(found, field.name) for field in fields(Measured)}
        return cls(text=text, position=position, **measured)


@dataclass(frozen=True, kw_only=True)
class ResultBlock:
    """Marks under a heading; the heading may be empty."""

    heading: str
    marks: tuple[ResultMark, ...]


@dataclass(frozen=True, kw_only=True)
class Axis:
    """The scale below.

    Args:
        title: what is measured, with its unit.
        low, high: its ends.
        is_log: whether it is logarithmic.
        reference: where a line stands for "no effect" or zero.
    """

    title: str
    low: float
    high: float
    is_log: bool = False
    reference: float | None = None


@dataclass(frozen=True, kw_only=True)
class MarksInfo:
    """A picture of values.

    Args:
        title: names it.
        bars: whether values are bars from zero, else points.
        axis: None where no value is a number.
    """

    title: str
    blocks: tuple[ResultBlock, ...]
    bars: bool
    axis: Axis | None


def marks_info(
    *,
    title: str,
    blocks: Sequence[ResultBlock],
    bars: bool,
    axis_title: str,
    whole: float | None = None,
    reference: float | None = None,
    ratio: bool = False,
) -> MarksInfo:
    """Gather a picture of values and choose its scale.

    Args:
        title: names the picture.
        blocks: what is drawn.
        bars: whether values are bars from zero.
        axis_title: what is measured, with its unit.
        whole: the end of the scale, where there is a natural one: 100 per cent.
        reference: where "no effect" is.
        ratio: whether the values are ratios, for which half and twice are equally far from one.
    """
    axis = _axis(_numbers(blocks), axis_title, bars, whole, reference, ratio)
    if (
        axis
        and not axis.is_log
        and any(mark.low_open or mark.high_open for block in blocks for mark in block.marks)
    ):
        axis = _with_room(axis, blocks)
    return MarksInfo(title=title, blocks=tuple(blocks), bars=bars, axis=axis)


def _numbers(blocks: Iterable[ResultBlock]) -> list[float]:
    found = (
        number
        for block in blocks
        for mark in block.marks
        if mark.value is not None
        for number in (mark.value, mark.low, mark.high)
    )
    return [number for number in found if number is not None]


def _axis(
    numbers: list[float],
    title: str,
    bars: bool,
    whole: float | None,
    reference: float | None,
    ratio: bool,
) -> Axis | None:
    if not numbers:
        return None
    ends = [*numbers, *([0.0] if bars else []), *([reference] if reference is not None else [])]
    low, high = min(ends), max(ends)
    positive = low > 0
    if not bars and positive and (ratio or high / low > _LOG_FROM):
        return Axis(
            title=f"{title} (logarithmic scale)",
            low=low / 1.25,
            high=high * 1.25,
            is_log=True,
            reference=reference,
        )
    if whole is not None and low >= 0 and high <= whole:
        return Axis(title=title, low=0.0, high=whole, reference=reference)
    if bars or 0 <= low < 0.6 * high:
        low = min(low, 0.0)
    span = (high - low) or abs(high) or 1.0
    return Axis(
        title=title,
        low=low if low == 0 else low - 0.05 * span,
        high=high if high == 0 and low < 0 else high + 0.05 * span,
        reference=0.0 if bars and low < 0 else reference,
    )


def _with_room(axis: Axis, blocks: Iterable[ResultBlock]) -> Axis:
    """Leave room for the arrows of intervals that have no end."""
    marks = [mark for block in blocks for mark in block.marks]
    room = (axis.high - axis.low) * _OPEN
    low = axis.low - room if any(mark.low_open for mark in marks) else axis.low
    high = axis.high + room if any(mark.high_open for mark in marks) else axis.high
    return Axis(title=axis.title, low=low, high=high, reference=axis.reference)


def marks_alt(info: MarksInfo) -> str:
    """Describe the picture to those who cannot see it; the table has what is left out."""
    told = [
        f"{block.heading}: {mark.text}" if block.heading else mark.text
        for block in info.blocks
        for mark in block.marks
    ]
    kind = "Bars" if info.bars else "Points with intervals"
    scale = f" on a scale of {info.axis.title}" if info.axis else ""
    more = len(told) - _ALT_MARKS
    rest = f"; and {more} more values, all in the table" if more > 0 else ""
    return f"{info.title}. {kind}{scale}. " + "; ".join(told[:_ALT_MARKS]) + rest + "."
