"""Where a time axis has its ticks, and what stands there, where no browser decides it."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final

# From one tick to the next, in months.
_STEPS: Final = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000)


@dataclass(frozen=True, kw_only=True)
class Tick:
    """A day on the axis, and what stands there."""

    day: date
    text: str


def ticks(first: date, last: date, *, most: int) -> tuple[Tick, ...]:
    """Choose ticks at the beginning of months or years, as many as have room.

    Args:
        first, last: the ends of the axis.
        most: how many ticks there is room for.

    Returns:
        Ticks in order: years where the axis spans years, else months.
    """
    for step in _STEPS:
        found = tuple(islice(_every(step, first, last), most + 1))
        if len(found) <= most:
            return found
    return ()


def _every(step: int, first: date, last: date) -> Iterator[Tick]:
    """Yield the first days of every so many months, counted from the year 0."""
    month = -(-(first.year * 12 + first.month - 1 + (first.day > 1)) // step) * step
    while month // 12 <= last.year and month // 12 <= date.max.year:
        day = date(month // 12, month % 12 + 1, 1) if month >= 12 else None
        if day is not None and first <= day <= last:
            name = "" if step % 12 == 0 else f"{calendar.month_abbr[day.month]} "
            yield Tick(day=day, text=f"{name}{day.year}")
        month += step
