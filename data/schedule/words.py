"""How doses are worded, everywhere: how much, how often, when, and what the record leaves open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from data.annotations.schedule import Amount, Course, QuotedAmount, Regimen
from data.schedule.plan import DAYS_IN_WEEK, Administration, gives_activity, is_open_ended
from data.vocabulary import NOT_STATED
from data.words import tally

MAY_BE_LEFT_OUT: Final = "may be left out: the record gives a range"
NO_INTERVAL: Final = f"interval {NOT_STATED}"


def dose_text(dose: Course | QuotedAmount) -> str:
    """Write one dose, in its other unit too where the record gives it: `7.4 GBq (200 mCi)`."""
    amount = dose.dose if isinstance(dose, Course) else dose.amount
    if amount is None:
        return f"amount {NOT_STATED}"
    return f"{amount} ({dose.also})" if dose.also else str(amount)


def what_text(course: Course) -> str:
    """Name what is given: `Lutathera 7.4 GBq (200 mCi)`."""
    return f"{course.drug} {dose_text(course)}" if course.dose else course.drug


def course_text(course: Course, regimen: Regimen) -> str:
    """Say all of a course: `Lutathera 7.4 GBq (200 mCi): every 8 weeks ± 1 week, 4 times`."""
    return f"{what_text(course)}: {rhythm_text(course, regimen)}"


def rhythm_text(course: Course, regimen: Regimen, *, short: bool = False) -> str:
    """Say when and how often: `every 8 weeks ± 1 week, 4 times`.

    Args:
        course: of the regimen.
        short: leave out hours, open ends and what is not stated, for which a box has no room.
    """
    if course.rhythm:
        return course.rhythm
    interval, times = _interval(course, regimen, short), _times(course)
    if course.after is not None and course.follows == "each":
        parts = [interval, times if course.at_most and not short else ""]
    elif course.at_most == 1:
        parts = [times, interval]
    elif course.interval is None:
        # Said last, what is not stated is not taken for a part of the number.
        parts = [times, "" if short else NO_INTERVAL]
    else:
        parts = [interval, "" if short and is_open_ended(course) else times]
    return ", ".join(filter(None, parts))


def _interval(course: Course, regimen: Regimen, short: bool) -> str:
    after = next((item.drug for item in regimen.courses if item.key == course.after), "")
    days = course.weeks_after * DAYS_IN_WEEK + course.days_after
    since = {0: "with", 1: "the day after"}.get(days, f"{days_text(days)} after")
    if after and course.follows == "each":
        hours = None if short else course.hours_after
        wait = f", at least {hours:g} hours after its end" if hours else ""
        return f"{since} each {after}{wait}"
    if course.at_most == 1:
        return f"{since} the last {after}" if after else ""
    if course.interval is None:
        return ""
    every = days_text(course.interval).removeprefix("1 ")
    window = f" ± {days_text(course.window_days)}" if course.window_days else ""
    return f"{'then ' if after else ''}every {every}{window}"


def _times(course: Course) -> str:
    if course.at_most is None:
        return f"until {course.until}" if _end_is_stated(course) else f"end {NOT_STATED}"
    if course.at_least == course.at_most:
        return f"{course.at_most} times" if course.at_most > 1 else "once"
    if course.at_least == 1:
        return f"at most {course.at_most} times"
    return f"{course.at_least} to {course.at_most} times"


def _end_is_stated(course: Course) -> bool:
    return course.until not in (None, NOT_STATED)


def administration_text(item: Administration, total: Sequence[str] = ()) -> str:
    """Say one administration: `Lutathera 2: 7.4 GBq (200 mCi), week 8, window: weeks 7 to 9`.

    Args:
        item: what is given.
        total: what it adds up to, in each unit (`total_texts`).
    """
    parts = [f"{item.name}: {dose_text(item.course)}"]
    parts.append(NO_INTERVAL if item.day is None else day_text(item.day))
    if item.earliest is not None:
        parts.append(f"window: weeks {window_text(item.earliest, item.latest)}")
    if item.optional:
        parts.append(MAY_BE_LEFT_OUT)
    if total:
        parts.append(f"in all {' = '.join(total)} (computed)")
    return ", ".join(parts)


def total_texts(item: Administration, items: Sequence[Administration]) -> tuple[str, ...]:
    """The activity up to and with an administration, in each unit; none for drugs without any.

    Args:
        item: one of the items.
        items: all that one regimen gives, in order.
    """
    dose, also = item.course.dose, item.course.also
    if dose is None or not gives_activity(item.course):
        return ()
    number = sum(
        1 for other in items if other.course is item.course and other.number <= item.number
    )
    amounts = [dose] if also is None else [dose, also]
    return tuple(
        str(Amount(value=round(number * amount.value, 6), unit=amount.unit)) for amount in amounts
    )


def window_text(earliest: int | None, latest: int | None) -> str:
    """The weeks of a window, given in days: `7 to 9`; empty where the record states none."""
    return "" if latest is None else f"{weeks_text(earliest)} to {weeks_text(latest)}"


def weeks_text(day: int | None) -> str:
    """Write a day in weeks: `8`, `8.14`; empty for a day that is not known."""
    return "" if day is None else f"{day / DAYS_IN_WEEK:.2f}".rstrip("0").rstrip(".")


def day_text(day: int) -> str:
    """Say a day of a phase: `week 8`, `week 8 + 1 day`."""
    weeks, rest = divmod(day, DAYS_IN_WEEK)
    return f"week {weeks} + {days_text(rest)}" if rest else f"week {weeks}"


def days_text(days: int) -> str:
    """Write a number of days, in weeks where it is whole weeks."""
    weeks, rest = divmod(days, DAYS_IN_WEEK)
    if rest:
        return tally(days, "day")
    return tally(weeks, "week")
