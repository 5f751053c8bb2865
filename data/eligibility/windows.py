"""Windows of time: the days they are counted from and to, and when they are open.

The field of a time takes the date of the event as well: the time to the planned day of screening or
randomisation follows from it, in calendar months where the record counts in months.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from data.annotations.eligibility import Fact, signed
from data.criteria.kind import CriterionKind
from data.dates import day_in_words
from data.eligibility.checklist import Criterion

PLANNED: Final[Mapping[str, Fact]] = {
    "screening": Fact(
        id="planned_screening",
        kind="date",
        label="Planned screening",
        question="Planned day of screening",
    ),
    "randomisation": Fact(
        id="planned_randomisation",
        kind="date",
        label="Planned randomisation",
        question="Planned day of randomisation",
    ),
}


def planned_facts(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The days that the windows of some facts are counted to."""
    used = {fact.counted_to for fact in facts}
    return tuple(fact for name, fact in PLANNED.items() if name in used)


def elapsed(day: date, until: date, unit: str) -> float:
    """The time from one day to another.

    Args:
        day, until: the later day is `until`.
        unit: `days`, `weeks` or `months`; whole calendar months, and what is left as a part of the
            month that it lies in.
    """
    if unit != "months":
        return (until - day).days / (7 if unit == "weeks" else 1)
    whole = (until.year - day.year) * 12 + until.month - day.month
    if until < _months_later(day, whole):
        whole -= 1
    start = _months_later(day, whole)
    return whole + (until - start).days / (_months_later(day, whole + 1) - start).days


def window_sentences(criterion: Criterion, fact: Fact, day: date) -> Iterator[str]:
    """Say from or until when each window of a criterion is open: `… from 14 March 2027 on`.

    Args:
        criterion: it belongs to.
        fact: a time that is counted to a day of the study.
        day: what it is counted from.
    """
    excludes = criterion.kind != CriterionKind.INCLUSION
    for leaf, good in signed(criterion.rule, not excludes):
        if leaf.fact != fact.id:
            continue
        limit = leaf.limit(fact.units[0].unit)
        last = _later(day, limit, fact.units[0].unit)
        if leaf.operator in ("below", "at_least"):
            last -= timedelta(days=1)
        early = leaf.operator in ("at_most", "below")
        when = (
            f"until {day_in_words(last)}"
            if early is good
            else f"from {day_in_words(last + timedelta(days=1))} on"
        )
        yield f"{fact.label}: counted from {day_in_words(day)}, it allows {fact.counted_to} {when}."


def _later(day: date, number: float, unit: str) -> date:
    if unit == "months":
        return _months_later(day, int(number))
    return day + timedelta(days=round(number * (7 if unit == "weeks" else 1)))


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
