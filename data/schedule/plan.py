"""Lay out a regimen in days: each administration, its window, and what moves when one is moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from data.annotations import Annotations
from data.annotations.schedule import Amount, Course, Regimen

DAYS_IN_WEEK: Final = 7
_NOTHING: Final[Mapping[str, int]] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Administration:
    """One dose.

    Args:
        course: the series it belongs to.
        number: its place among the administrations of this drug and dose, from 1.
        planned: the day the schedule asks for, counted from the regimen's day 0 and from what was
            actually given before.
        day: the day it was or will be given: as planned, unless it was moved.
        earliest, latest: the first and last day of its window; None where the record states no
            window.
        previous: the day of the administration its interval counts from; None for the first.
        optional: the record asks for fewer; this one may be left out.
        interval_stated: whether the record states the interval that leads here.
    """

    course: Course
    number: int
    planned: int
    day: int
    earliest: int | None = None
    latest: int | None = None
    previous: int | None = None
    optional: bool = False
    interval_stated: bool = True

    @property
    def key(self) -> str:
        """Its name within the regimen: `lutathera-2`."""
        return f"{self.course.key}-{self.number}"

    @property
    def week(self) -> float:
        """Weeks from the regimen's day 0: 8.0, or 8.14 for the day after."""
        return self.day / DAYS_IN_WEEK

    @property
    def name(self) -> str:
        """What a person calls it: `Lutathera 2`."""
        return f"{self.course.drug} {self.number}"


def regimen_of(annotations: Annotations, group: str | None) -> Regimen | None:
    """Find the regimen of an arm group by the group's label."""
    return next((item for item in annotations.schedule.regimens if item.group == group), None)


def is_open_ended(course: Course) -> bool:
    """Whether the record sets no number of administrations."""
    return course.at_most is None


def administrations(
    regimen: Regimen,
    *,
    until_day: int,
    cycles: int | None = None,
    actual: Mapping[str, int] = _NOTHING,
) -> tuple[Administration, ...]:
    """Lay out a regimen, earliest first.

    Args:
        regimen: what one arm group is given.
        until_day: open-ended courses are laid out up to this day; others in full.
        cycles: how many of a course whose number is a range; None lays out the most.
        actual: days on which administrations were really given, by key; what follows moves along.
    """
    done: dict[str, tuple[Administration, ...]] = {}
    for course in regimen.courses:
        parent = done.get(course.after or "", ())
        done[course.key] = tuple(_course(course, parent, until_day, cycles, actual))
    found = [item for items in done.values() for item in items]
    # Same day: in the order in which the regimen names the courses.
    return tuple(sorted(found, key=lambda item: item.day))


def _course(
    course: Course,
    parent: tuple[Administration, ...],
    until_day: int,
    cycles: int | None,
    actual: Mapping[str, int],
) -> Iterator[Administration]:
    if course.after is not None and course.follows == "each":
        for item in parent[: course.at_most]:
            yield _following(course, item, actual)
        return
    if course.after is not None and not parent:
        return
    wait = course.weeks_after * DAYS_IN_WEEK + course.days_after
    first = parent[-1].day + wait if parent else 0
    # The same drug in the same dose goes on: so does the count.
    same = bool(parent) and _is_same(course, parent[-1].course)
    yield from _repeated(
        course, first, _most(course, cycles), until_day, actual, before=len(parent) if same else 0
    )


def _is_same(one: Course, other: Course) -> bool:
    return (one.drug, one.dose) == (other.drug, other.dose)


def _most(course: Course, cycles: int | None) -> int | None:
    if course.at_most is None or cycles is None or course.at_least == course.at_most:
        return course.at_most
    return min(course.at_most, max(course.at_least, cycles))


def _following(course: Course, item: Administration, actual: Mapping[str, int]) -> Administration:
    planned = item.day + course.days_after + course.weeks_after * DAYS_IN_WEEK
    key = f"{course.key}-{item.number}"
    return Administration(
        course=course,
        number=item.number,
        planned=planned,
        day=actual.get(key, planned),
        previous=item.day,
        optional=item.optional,
        interval_stated=item.interval_stated,
    )


def _repeated(
    course: Course,
    first: int,
    most: int | None,
    until_day: int,
    actual: Mapping[str, int],
    *,
    before: int,
) -> Iterator[Administration]:
    weeks = course.every_weeks or course.drawn_every_weeks
    number, planned = 1, first
    previous: int | None = None
    while (planned <= until_day) if most is None else (number <= most):
        window = course.window_days if previous is not None else None
        item = Administration(
            course=course,
            number=before + number,
            planned=planned,
            day=actual.get(f"{course.key}-{before + number}", planned),
            earliest=None if window is None else planned - window,
            latest=None if window is None else planned + window,
            previous=previous,
            optional=number > course.at_least and most is not None,
            interval_stated=previous is None or course.every_weeks is not None,
        )
        yield item
        if weeks is None:
            return
        # The record gives intervals, so each counts from the day the one before was given.
        previous = item.day
        planned = previous + weeks * DAYS_IN_WEEK
        number += 1


def dose_text(course: Course) -> str:
    """Write one dose: `7.4 GBq (200 mCi)`."""
    return amount_text(course.dose, course.also)


def amount_text(amount: Amount, also: Amount | None = None) -> str:
    """Write an amount, in its other unit too where the record gives it."""
    return f"{amount} ({also})" if also else str(amount)


def times_text(course: Course) -> str:
    """Say how many administrations: `4 times`, `2 to 4 times`, `at most 4 times`, `until …`."""
    if course.at_most is None:
        return (
            f"until {course.until}"
            if course.until not in (None, "not stated in the record")
            else ("end not stated in the record")
        )
    if course.at_least == course.at_most:
        return f"{course.at_most} times" if course.at_most > 1 else "once"
    if course.at_least == 1:
        return f"at most {course.at_most} times"
    return f"{course.at_least} to {course.at_most} times"


def interval_text(course: Course, regimen: Regimen) -> str:
    """Say when: `every 8 weeks ± 1 week`, `the day after each Lutathera`, or not stated."""
    if course.after is not None and course.follows == "each":
        drug = next(item.drug for item in regimen.courses if item.key == course.after)
        day = "the day after" if course.days_after == 1 else f"{course.days_after} days after"
        hours = (
            f", at least {course.hours_after:g} hours after its end" if course.hours_after else ""
        )
        return f"{day} each {drug}{hours}"
    if course.every_weeks is None:
        return "interval not stated for this phase"
    window = f" ± {days_text(course.window_days)}" if course.window_days else ""
    after = "then " if course.after is not None else ""
    return f"{after}every {course.every_weeks} weeks{window}"


def when_text(course: Course, regimen: Regimen) -> str:
    """Say how often and when: `4 times, every 8 weeks ± 1 week`, `every 4 weeks, until …`."""
    if is_open_ended(course):
        return f"{interval_text(course, regimen)}, {times_text(course)}"
    if course.after is not None:
        return interval_text(course, regimen)
    return f"{times_text(course)}, {interval_text(course, regimen)}"


def days_text(days: int) -> str:
    """Write a number of days, in weeks where it is whole weeks."""
    weeks, rest = divmod(days, DAYS_IN_WEEK)
    if rest:
        return "1 day" if days == 1 else f"{days} days"
    return "1 week" if weeks == 1 else f"{weeks} weeks"
