"""A plan laid out in months: each day with what is on it and which windows it lies in."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from data.schedule.calendar import Appointment, TumourAssessment
from data.schedule.plan import DAYS_IN_WEEK
from data.schedule.signs import ASSESSMENT
from data.typography.signs import IN_TEXT, Sign

_MOST_MONTHS: Final = 66


@dataclass(frozen=True, kw_only=True)
class Day:
    """A day of a month, with the appointments and assessments on it.

    Args:
        within: the names of the administrations whose window it lies in.
    """

    day: date
    given: tuple[Appointment, ...] = ()
    assessed: tuple[TumourAssessment, ...] = ()
    within: tuple[str, ...] = ()

    @property
    def is_weekend(self) -> bool:
        """Saturday or Sunday; holidays are nobody's and are not marked."""
        return self.day.isoweekday() > 5


@dataclass(frozen=True, kw_only=True)
class Month:
    """A month in weeks from Monday on: each with its number (ISO 8601) and its seven places."""

    title: str
    weeks: tuple[tuple[int, tuple[Day | None, ...]], ...]


def months_of(
    appointments: Sequence[Appointment], assessments: Sequence[TumourAssessment]
) -> tuple[Month, ...]:
    """Lay out all months from the first dated thing to the last.

    Args:
        appointments: those without a day are left out.
        assessments: of tumours.
    """
    days = [item.day for item in appointments if item.day] + [item.day for item in assessments]
    if not days:
        return ()
    first, last = min(days).replace(day=1), max(days)
    found: list[Month] = []
    while first <= last and len(found) < _MOST_MONTHS:
        after = (first + timedelta(days=31)).replace(day=1)
        found.append(_month(first, after, appointments, assessments))
        first = after
    return tuple(found)


def signs_key(
    appointments: Sequence[Appointment],
    assessments: Sequence[TumourAssessment],
    signs: Mapping[str, Sign],
) -> str:
    """Say what the signs in the months stand for: `● Lutathera; × tumour assessment`."""
    drugs = dict.fromkeys(item.item.course.drug for item in appointments)
    told = [f"{IN_TEXT[signs[drug]][0]} {drug}" for drug in drugs]
    told.append("the number says which")
    if any(item.item.optional or item.is_missed for item in appointments):
        told.append("open sign: may be left out, or missed")
    if assessments:
        told.append(f"{IN_TEXT[ASSESSMENT][0]} tumour assessment, as published")
    return "; ".join(told)


def item_text(appointment: Appointment, signs: Mapping[str, Sign]) -> str:
    """One administration in its day: its sign, open where it may be left out or was missed."""
    item = appointment.item
    full, empty = IN_TEXT[signs[item.course.drug]]
    return f"{empty if item.optional or appointment.is_missed else full} {item.number}"


def _month(
    first: date,
    after: date,
    appointments: Sequence[Appointment],
    assessments: Sequence[TumourAssessment],
) -> Month:
    monday = first - timedelta(days=first.weekday())
    weeks = []
    while monday < after:
        days = [monday + timedelta(days=place) for place in range(DAYS_IN_WEEK)]
        weeks.append(
            (
                monday.isocalendar().week,
                tuple(
                    _day(day, appointments, assessments) if first <= day < after else None
                    for day in days
                ),
            )
        )
        monday += timedelta(days=DAYS_IN_WEEK)
    return Month(title=f"{month_name[first.month]} {first.year}", weeks=tuple(weeks))


def _day(
    day: date, appointments: Sequence[Appointment], assessments: Sequence[TumourAssessment]
) -> Day:
    return Day(
        day=day,
        given=tuple(item for item in appointments if item.day == day),
        assessed=tuple(item for item in assessments if item.day == day),
        within=tuple(
            item.item.name
            for item in appointments
            if item.earliest and item.latest and item.earliest <= day <= item.latest
        ),
    )
