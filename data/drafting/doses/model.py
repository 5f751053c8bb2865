"""What is drafted of one dose; every part may be missing, because the text may not say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from data.drafting.nodes import Span

DAYS: Final = {"h": 1 / 24, "d": 1.0, "wk": 7.0, "mo": 30.4375, "y": 365.25}
"""Days in a unit of time; months and years as means of the Gregorian calendar."""


@dataclass(frozen=True, kw_only=True)
class Range:
    """From one number to another, often the same; `low` None: the text says only `up to`."""

    low: float | None
    high: float


@dataclass(frozen=True, kw_only=True)
class DoseCount(Range):
    """How many times a dose is given, or through how many cycles."""

    of_cycles: bool = False


@dataclass(frozen=True, kw_only=True)
class Timespan:
    """A length of time, or a range of them, in `s`, `min`, `h`, `d`, `wk`, `mo` or `y`."""

    low: float
    high: float
    unit: str


@dataclass(frozen=True, kw_only=True)
class Interval:
    """How often: so many times a day or week (`per` is `d` or `wk`), or once in a length of time.

    Args:
        low, high: how many times in `per`, or how many units of `every`.
        per, every: exactly one of them is given.
    """

    low: float
    high: float
    per: str | None = None
    every: str | None = None

    @property
    def days(self) -> float | None:
        """Days from one administration to the next; None for a range."""
        if self.low != self.high:
            return None
        return DAYS[self.per] / self.low if self.per else self.low * DAYS[self.every or "d"]


@dataclass(frozen=True, kw_only=True)
class Cycle:
    """Days on which a dose is given, and after how many days they begin again.

    Args:
        days: the listed days, weeks or months; None where only the length is stated.
        length: in days; None where listed days are not said to come again.
        unit: what `days` counts: `d`, `wk` or `mo`.
    """

    days: tuple[int, ...] | None = None
    length: int | None = None
    unit: str = "d"


@dataclass(frozen=True, kw_only=True)
class DraftDose:
    """One dose as a program has read it; nobody has reviewed it.

    Args:
        substance: what is given; None where the words around the amount do not name it.
        from_record: the name is the linked intervention's, not the text's.
        amount, unit: of one administration; `/d` in the unit makes it a day's total.
        until: what ends it, verbatim.
        window: how far the interval may deviate, both ways.
        infusion: how long one administration runs.
        titration: one step of a plan that changes the amount for the same person.
        later: its sentence says that it follows another dose.
        only: what it is instead of a dose of its own: `as an alternative`, `as an example`.
        span: the words it was read from, as a place in the text.
    """

    substance: str | None
    span: Span
    from_record: bool = False
    amount: Range | None = None
    unit: str | None = None
    route: str | None = None
    interval: Interval | None = None
    cycle: Cycle | None = None
    count: DoseCount | None = None
    duration: Timespan | None = None
    until: str | None = None
    window: Timespan | None = None
    infusion: Timespan | None = None
    titration: bool = False
    later: bool = False
    only: str | None = None

    @property
    def is_dense(self) -> bool:
        """Whether it is given so often that weeks do not tell its days apart."""
        between = self.interval.days if self.interval else None
        if self.unit and self.unit.endswith("/d"):
            return True
        return self.interval is not None and (between is None or between < DAYS["wk"])

    @property
    def offsets(self) -> tuple[int, ...]:
        """Its listed days, counted from the first of its cycle, which is 0."""
        cycle = self.cycle
        if cycle is None or not cycle.days or cycle.unit == "mo":
            return ()
        if cycle.unit == "wk":
            return tuple(week * int(DAYS["wk"]) for week in cycle.days)
        zero = 0 if 0 in cycle.days else 1
        return tuple(day - zero for day in cycle.days)

    @property
    def days_between(self) -> float | None:
        """Days from one administration to the next, where one rhythm is stated; else None."""
        if self.interval is not None:
            return self.interval.days
        cycle = self.cycle
        one = cycle is not None and cycle.days is not None and len(cycle.days) == 1
        return cycle.length if cycle is not None and one and cycle.length else None
