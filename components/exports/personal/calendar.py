"""One person's planned dates: as a calendar file (RFC 5545), and as a page to print."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from icalendar import Event

from components.exports.html import html
from components.exports.ics import all_day, new_calendar
from data.annotations.schedule import Regimen
from data.dates import day_in_words
from data.schedule.calendar import (
    NOT_A_PLAN,
    Appointment,
    TumourAssessment,
    appointment_title,
    weekday,
)
from data.schedule.months import item_text, months_of, signs_key
from data.schedule.signs import ASSESSMENT
from data.schedule.table import calendar_table, remarks
from data.study import Study
from data.typography.signs import IN_TEXT, Sign

_SIGNS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no two that look alike
_CODE: Final = 12  # of them: 58 random bits
_GROUP: Final = 4


def calendar_page(
    appointments: Sequence[Appointment],
    regimen: Regimen,
    study: Study,
    assessments: Sequence[TumourAssessment] = (),
    *,
    signs: Mapping[str, Sign],
) -> str:
    """Write the calendar as an HTML page to print: the dates, the assessments, and the months."""
    table = calendar_table(appointments)
    rows = list(table.itertuples(index=False, name=None))
    rows += [
        (day_in_words(item.day), weekday(item.day), item.text, "", "", "", "")
        for item in assessments
    ]
    return html(
        "calendar.html",
        title=f"{regimen.short}: planned dates",
        study=study,
        not_a_plan=NOT_A_PLAN,
        head=list(table.columns),
        rows=rows,
        key=signs_key(appointments, assessments, signs),
        months=months_of(appointments, assessments),
        item=lambda appointment: item_text(appointment, signs),
        assessment=IN_TEXT[ASSESSMENT][0],
    )


def plan_code() -> str:
    """Draw a code for a plan, `K7QM-2XRT-9HBD`: no other has it, and it says nothing of anybody."""
    signs = "".join(secrets.choice(_SIGNS) for _ in range(_CODE))
    return "-".join(signs[at : at + _GROUP] for at in range(0, _CODE, _GROUP))


def read_plan_code(typed: str) -> str | None:
    """Read a code as people type it, small, with or without its strokes; None if it is none."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    return signs if len(signs) == _CODE and set(signs) <= set(_SIGNS) else None


def plan_name(study: Study, regimen: Regimen, code: str) -> str:
    """Name a person's plan by its code: the same in every visit, and no other plan's.

    Args:
        study: the record.
        regimen: whose schedule it is.
        code: of the plan; only a digest of it is in the name.
    """
    told = "\0".join((study.nct_id, regimen.short, read_plan_code(code) or code))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def calendar_ics(
    appointments: Sequence[Appointment],
    regimen: Regimen,
    study: Study,
    written: datetime,
    *,
    plan: str,
    code: str = "",
    assessments: Sequence[TumourAssessment] = (),
) -> bytes:
    """Write the calendar as an iCalendar file (RFC 5545) of all-day events.

    Args:
        appointments: what is in it; those without a day are left out.
        regimen: whose schedule it is.
        study: the record.
        written: when the file is written, with its time zone.
        plan: what tells this plan from all others (`plan_name`): events of two plans never take
            each other's place, and those of a plan written again do.
        code: of the plan, written into the file, so that it can be gone on with in another visit.
        assessments: of tumours, as published.
    """
    calendar = new_calendar("Dosing schedule")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{study.nct_id}: {regimen.short}")
    if code:
        calendar.add("x-wr-caldesc", f"Plan code: {code}")
    prefix = f"{study.nct_id}-{plan}"
    for appointment in appointments:
        if appointment.day:
            calendar.add_component(_appointment(appointment, appointment.day, prefix, written))
    for item in assessments:
        key, said = f"{prefix}-assessment-{item.text}", f"{item.source}\n{NOT_A_PLAN}"
        calendar.add_component(_event(key, item.text, item.day, said, written))
    return bytes(calendar.to_ical())


def _appointment(appointment: Appointment, day: date, prefix: str, written: datetime) -> Event:
    title = appointment_title(appointment)
    title = f"Missed: {title}" if appointment.is_missed else title
    lines = [f"Window: {appointment.window}"] if appointment.window else []
    lines += [*remarks(appointment), f"The record: {appointment.item.course.quote}", NOT_A_PLAN]
    return _event(f"{prefix}-{appointment.item.key}", title, day, "\n".join(lines), written)


def _event(key: str, title: str, day: date, said: str, written: datetime) -> Event:
    return all_day(key.replace(" ", "-"), title, day, day, said=said, written=written)
