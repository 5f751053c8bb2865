"""How far a study has come: the time that has passed and that remains, seen from one day."""

from __future__ import annotations

import calendar
import math
from dataclasses import dataclass
from datetime import date

from data.details import ended_before_its_completion, is_planned, is_withdrawn
from data.study import Study
from data.words import tally


@dataclass(frozen=True, kw_only=True)
class Progress:
    """The time from start to completion, as it stands on one day.

    Args:
        share: the part that has passed, from 0 to 1; computed in days.
        total, elapsed, remaining: in years and months, in words.
        inexact: whether a date is known only to the month or year; it counts from its first day
            then.
        planned: whether completion was still to come when the record was last updated.
        over: whether completion has passed, whichever day of its month or year it was.
    """

    share: float
    total: str
    elapsed: str
    remaining: str
    inexact: bool
    planned: bool
    over: bool


def elapsed_share(study: Study, as_of: date) -> float | None:
    """The share of the time from start to completion that has passed, from 0 to 1.

    None when a date is missing or completion does not lie after the start, and for a study that
    ended before its completion.
    """
    ends = _ends(study, as_of)
    if ends is None:
        return None
    first, last = ends
    return (min(max(as_of, first), last) - first) / (last - first)


def _ends(study: Study, as_of: date) -> tuple[date, date] | None:
    """The first days of start and completion, where the one lies before the other.

    A study that was withdrawn before anybody joined has neither, and of one that has ended nobody
    knows when, if its completion is still to come.
    """
    if is_withdrawn(study) or ended_before_its_completion(study, as_of):
        return None
    status = study.protocol_section.status_module
    start, end = status.start_date_struct.date, status.completion_date_struct.date
    if start is None or end is None or end.first_day <= start.first_day:
        return None
    return start.first_day, end.first_day


def whole_percent(share: float) -> str:
    """Write a share as what has wholly passed: 100% only when all has."""
    return f"{math.floor(share * 100)}%"


def progress(study: Study, as_of: date) -> Progress | None:
    """Tell how far a study has come.

    Args:
        study: the record.
        as_of: the day from which it is seen; before the start nothing has passed, after completion
            all.

    Returns:
        None when a date is missing or completion does not lie after the start, and for a study that
        ended before its completion.
    """
    share, ends = elapsed_share(study, as_of), _ends(study, as_of)
    status = study.protocol_section.status_module
    completion = status.completion_date_struct.date
    if share is None or ends is None or completion is None:
        return None
    first, last = ends
    now = min(max(as_of, first), last)
    structs = (status.start_date_struct, status.completion_date_struct)
    return Progress(
        share=share,
        total=duration_in_words(first, last),
        elapsed=duration_in_words(first, now),
        remaining=duration_in_words(now, last),
        inexact=any(struct.date and struct.date.day is None for struct in structs),
        planned=is_planned(status.completion_date_struct, study),
        over=as_of >= completion.last_day,
    )


def months_between(first: date, last: date) -> int:
    """Count the whole months from one day to a later one: 8 January to 7 February is none."""
    months = (last.year - first.year) * 12 + last.month - first.month
    last_of_month = calendar.monthrange(last.year, last.month)[1]
    return months - (last.day < min(first.day, last_of_month))


def duration_in_words(first: date, last: date) -> str:
    """Say how long it is from one day to a later one: `6 years 10 months`, `12 days`."""
    months = months_between(first, last)
    if months < 1:
        return tally((last - first).days, "day")
    years, months = divmod(months, 12)
    parts = (tally(years, "year") if years else "", tally(months, "month") if months else "")
    return " ".join(filter(None, parts))
