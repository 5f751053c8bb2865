"""Turn a regimen into dates: planned days with their windows, and what does not fit the record."""

from __future__ import annotations

from calendar import day_name
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from data.annotations import Annotations
from data.annotations.schedule import Regimen
from data.dates import day_in_words
from data.schedule.plan import DAYS_IN_WEEK, Administration, administrations
from data.schedule.words import days_text, dose_text
from data.study import Study
from data.vocabulary import NOT_STATED
from data.words import tally

_NOTHING: Final[Mapping[str, date]] = MappingProxyType({})
FIRST_DAY: Final = date(1990, 1, 1)
LAST_DAY: Final = date(2100, 12, 31)
"""Dates outside these are no dates of a study: the fields do not take them."""

ASSESSMENT_FIGURE: Final = "tumour_assessment"
"""The published figure that says in which weeks the tumour is assessed."""
MISSED: Final = "missed: not given; the record does not say what then"
NOT_A_PLAN: Final = (
    "This is a reading of the published schedule, not a treatment plan. The study protocol and the "
    "treating team decide every date."
)


@dataclass(frozen=True, kw_only=True)
class Appointment:
    """One administration on its day.

    Args:
        item: the administration.
        day: when it is given, or was; None where the record does not say.
        earliest, latest: its window; None where the record states none.
        is_actual: the day was entered as the one on which it was given.
        remark: what does not fit the record; empty when nothing does.
        is_missed: it was entered as not given.
    """

    item: Administration
    day: date | None
    earliest: date | None
    latest: date | None
    is_actual: bool
    remark: str
    is_missed: bool = False

    @property
    def weekday(self) -> str:
        """The day of the week, in English whatever the machine speaks."""
        return weekday(self.day) if self.day else ""

    @property
    def when(self) -> str:
        """Its day in words."""
        return day_in_words(self.day) if self.day else NOT_STATED

    @property
    def window(self) -> str:
        """The window in words."""
        if self.earliest is None or self.latest is None:
            return ""
        return f"{day_in_words(self.earliest)} to {day_in_words(self.latest)}"


@dataclass(frozen=True, kw_only=True)
class TumourAssessment:
    """A tumour assessment on its day, as published: `text` says its week, `source` where from."""

    day: date
    text: str
    source: str


def weekday(day: date) -> str:
    """The day of the week, in English whatever the machine speaks."""
    return day_name[day.weekday()]


def calendar_of(
    regimen: Regimen,
    first: date,
    *,
    weeks: int,
    cycles: int | None = None,
    actual: Mapping[str, date] = _NOTHING,
    missed: Collection[str] = (),
    stopped: date | None = None,
) -> tuple[Appointment, ...]:
    """Lay out a regimen from its first dose on, earliest first; at the end what has no day.

    A missed dose keeps its planned day, from which those after it count: the record does not say
    what follows a dose that was left out.

    Args:
        regimen: what is given.
        first: the day of its first administration.
        weeks: open-ended courses are laid out for this long.
        cycles: how many of a course whose number is a range; None lays out the most.
        actual: days on which administrations were given, by their key; later ones move along.
        missed: the keys of those that were not given.
        stopped: the last day of treatment; what lies after it, or has no day, is left out.
    """
    given = {key: (day - first).days for key, day in actual.items()}
    items = administrations(regimen, until_day=weeks * DAYS_IN_WEEK, cycles=cycles, actual=given)
    return tuple(
        Appointment(
            item=item,
            day=_on(first, item.day),
            earliest=_on(first, item.earliest),
            latest=_on(first, item.latest),
            is_actual=item.key in actual,
            remark=MISSED if item.key in missed else _remark(item, first),
            is_missed=item.key in missed,
        )
        for item in items
        if stopped is None or (item.day is not None and item.day <= (stopped - first).days)
    )


def assessments_of(
    annotations: Annotations, first: date, *, until: date
) -> tuple[TumourAssessment, ...]:
    """The published tumour assessments, counted from the first dose up to a day.

    Args:
        annotations: of the record.
        first: the day of the first dose, the nearest the record comes to randomisation.
        until: the last day of the plan.
    """
    published = annotations.published.get(ASSESSMENT_FIGURE)
    if published is None or published.weeks is None:
        return ()
    source = "; ".join(annotations.citations[key].text for key in published.citations)
    return tuple(
        TumourAssessment(
            day=first + timedelta(weeks=week),
            text=f"{published.label}, {f'week {week}' if week else 'baseline'} (published)",
            source=source,
        )
        for week in published.weeks.until((until - first).days // DAYS_IN_WEEK)
    )


def _on(first: date, day: int | None) -> date | None:
    return None if day is None else first + timedelta(days=day)


def _remark(item: Administration, first: date) -> str:
    """Say where a day does not fit what the record asks for."""
    if item.day is None or item.day == item.planned or item.previous is None:
        return ""
    after = item.day - item.previous
    days = tally(after, "day")
    if item.course.follows == "each" and item.course.after is not None:
        asked = days_text(item.course.days_after)
        return f"{days} after the dose it follows; the record says {asked} after it"
    if after <= 0:
        return f"not after the one before, {day_in_words(first + timedelta(days=item.previous))}"
    if item.planned is None:
        return ""
    if item.earliest is None or item.latest is None:
        planned = item.planned - item.previous
        return f"{days} after the one before instead of {planned}; the record states no window"
    if item.earliest <= item.day <= item.latest:
        return ""
    least, most = item.earliest - item.previous, item.latest - item.previous
    early = (
        f"{tally(item.earliest - item.day, 'day')} too early"
        if item.day < item.earliest
        else f"{tally(item.day - item.latest, 'day')} too late"
    )
    return (
        f"{early}: {days} after the one before; "
        f"the record's interval is {least} to {most} days "
        f"({day_in_words(first + timedelta(days=item.earliest))} to "
        f"{day_in_words(first + timedelta(days=item.latest))})"
    )


def first_day_remarks(first: date, study: Study, today: date) -> tuple[str, ...]:
    """Say what is odd about a first dose on that day: nothing, or one remark for each thing."""
    status = study.protocol_section.status_module
    start, end = status.start_date_struct.date, status.completion_date_struct.date
    remarks = []
    if start is not None and first < start.first_day:
        remarks.append(f"This is before the study started ({start}).")
    if end is not None and first > end.last_day:
        remarks.append(f"This is after the study's completion date ({end}).")
    if first < today and not remarks:
        remarks.append("This day has passed: the dates below may lie in the past too.")
    return tuple(remarks)


def appointment_title(appointment: Appointment) -> str:
    """Name an administration: `Lutathera 2, 7.4 GBq (200 mCi)`."""
    course = appointment.item.course
    return f"{appointment.item.name}, {dose_text(course)}"
