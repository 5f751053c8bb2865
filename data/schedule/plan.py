"""Lay out a regimen in days: each administration, its window, and what moves when one is moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle, pairwise, repeat
from types import MappingProxyType
from typing import Final

from data.annotations import Annotations
from data.annotations.schedule import Course, Regimen

DAYS_IN_WEEK: Final = 7
_NOTHING: Final[Mapping[str, int]] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Administration:
    """One dose.

    Args:
        course: the series it belongs to.
        number: its place among the administrations of this drug and dose, from 1.
        planned: the day the schedule asks for, counted from the regimen's day 0 and from what was
            actually given before; None where the record does not state the interval that leads
            here.
        day: the day it was or will be given: as planned, unless it was moved; None: not known.
        earliest, latest: the first and last day of its window; None where the record states no
            window.
        previous: the day of the administration its interval counts from; None for the first.
        optional: the record asks for fewer; this one may be left out.
    """

    course: Course
    number: int
    planned: int | None
    day: int | None
    earliest: int | None = None
    latest: int | None = None
    previous: int | None = None
    optional: bool = False

    @property
    def key(self) -> str:
        """Its name within the regimen: `lutathera-2`."""
        return f"{self.course.key}-{self.number}"

    @property
    def name(self) -> str:
        """What a person calls it: `Lutathera 2`; of what is given daily, its first and last day."""
        if self.course.is_stretch:
            return f"{self.course.drug}, {'first' if self.number % 2 else 'last'} day"
        return f"{self.course.drug} {self.number}"


def regimen_of(annotations: Annotations, group: str | None) -> Regimen | None:
    """Find the regimen of an arm group by the group's label."""
    return next((item for item in annotations.schedule.regimens if item.group == group), None)


def gives_activity(course: Course) -> bool:
    """Whether its dose is an activity, in becquerel, which adds up."""
    return course.dose is not None and not course.dose.words and course.dose.unit.endswith("Bq")


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
    """Lay out a regimen, earliest first, and last what the record gives no day for.

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
    return tuple(sorted(found, key=lambda item: (item.day is None, item.day or 0)))


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
    first = _later(parent[-1].day, _wait(course)) if parent else course.first_day
    first = _later(first, course.days[0] if course.days else 0)
    if parent and is_open_ended(parent[-1].course):
        first = None  # when the last one is given is not known
    # The same drug in the same dose goes on: so does the count.
    same = bool(parent) and _is_same(course, parent[-1].course)
    yield from _repeated(
        course, first, _most(course, cycles), until_day, actual, before=len(parent) if same else 0
    )


def _wait(course: Course) -> int:
    return course.weeks_after * DAYS_IN_WEEK + course.days_after


def _later(day: int | None, days: int) -> int | None:
    return None if day is None else day + days


def _is_same(one: Course, other: Course) -> bool:
    return (one.drug, one.dose) == (other.drug, other.dose)


def _most(course: Course, cycles: int | None) -> int | None:
    if course.at_most is None or cycles is None or course.days:
        return course.at_most
    return min(course.at_most, max(course.at_least, cycles))


def _following(course: Course, item: Administration, actual: Mapping[str, int]) -> Administration:
    planned = _later(item.day, _wait(course))
    return Administration(
        course=course,
        number=item.number,
        planned=planned,
        day=actual.get(f"{course.key}-{item.number}", planned),
        previous=item.day,
        optional=item.optional,
    )


def _gaps(course: Course) -> Iterator[int | None]:
    """Days from each administration to the next, without an end; None where it is not stated."""
    listed = [later - earlier for earlier, later in pairwise(course.days)]
    if course.days and course.cycle_days:
        yield from cycle([*listed, course.cycle_days - course.days[-1] + course.days[0]])
    yield from listed
    yield from repeat(course.interval)


def _repeated(
    course: Course,
    first: int | None,
    most: int | None,
    until_day: int,
    actual: Mapping[str, int],
    *,
    before: int,
) -> Iterator[Administration]:
    planned, previous = first, None
    for number, gap in enumerate(_gaps(course), start=1):
        if most is None:
            # Without a number, one of unknown day stands for all.
            if number > 1 if planned is None else planned > until_day:
                return
        elif number > most:
            return
        window = None if number == 1 else course.window_days
        item = Administration(
            course=course,
            number=before + number,
            planned=planned,
            day=actual.get(f"{course.key}-{before + number}", planned),
            earliest=None if window is None else _later(planned, -window),
            latest=None if window is None else _later(planned, window),
            previous=previous,
            optional=number > course.at_least and most is not None,
        )
        yield item
        # The record gives intervals, so each counts from the day the one before was given.
        previous = item.day
        planned = None if gap is None else _later(previous, gap)
