"""One person's planned dates: as a calendar file (RFC 5545), and as a page to print."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from components.exports.html import html
from data.annotations.schedule import Regimen
from data.dates import day_in_words
from data.schedule.calendar import NOT_A_PLAN, Appointment, Assessment, appointment_title, weekday
from data.schedule.table import calendar_table, remarks
from data.study import Study


def calendar_page(
    appointments: Sequence[Appointment],
    regimen: Regimen,
    study: Study,
    assessments: Sequence[Assessment] = (),
) -> str:
    """Write the calendar as an HTML page to print, with the assessments below the doses."""
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
    )


def plan_name(study: Study, regimen: Regimen, first: date, mark: str) -> str:
    """Name a person's plan so that the same plan has the same name in every visit.

    Args:
        study: the record.
        regimen: whose schedule it is.
        first: the day of the first dose; it tells plans apart that have no mark.
        mark: what the visitor calls the plan; only a digest of it is in the name.
    """
    told = mark.strip() or first.isoformat()
    return hashlib.sha256("\0".join((study.nct_id, regimen.short, told)).encode()).hexdigest()[:32]


def calendar_ics(
    appointments: Sequence[Appointment],
    regimen: Regimen,
    study: Study,
    written: datetime,
    *,
    plan: str,
    assessments: Sequence[Assessment] = (),
) -> bytes:
    """Write the calendar as an iCalendar file (RFC 5545) of all-day events.

    Args:
        appointments: what is in it; those without a day are left out.
        regimen: whose schedule it is.
        study: the record.
        written: when the file is written, with its time zone.
        plan: what tells this plan from all others (`plan_name`): events of two plans never take
            each other's place, and those of a plan written again do.
        assessments: of tumours, as published.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Trial Explorer//Dosing schedule//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{study.nct_id}: {regimen.short}")
    for appointment in appointments:
        if appointment.day:
            calendar.add_component(_appointment(appointment, appointment.day, study, written, plan))
    for item in assessments:
        name = f"assessment-{item.text}"
        event = _event(study, plan, name, item.day, item.text, written)
        event.add("description", f"{item.source}\n{NOT_A_PLAN}")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _appointment(
    appointment: Appointment, day: date, study: Study, written: datetime, plan: str
) -> Event:
    position, title = appointment.item.key, appointment_title(appointment)
    title = f"Missed: {title}" if appointment.is_missed else title
    event = _event(study, plan, position, day, title, written)
    lines = [f"Window: {appointment.window}"] if appointment.window else []
    lines += [*remarks(appointment), f"The record: {appointment.item.course.quote}", NOT_A_PLAN]
    event.add("description", "\n".join(lines))
    return event


def _event(
    study: Study, plan: str, position: str, day: date, title: str, written: datetime
) -> Event:
    event = Event()
    # The same administration keeps its number, so that a program that opens the file again updates
    # it.
    name = position.replace(" ", "-")
    event.add("uid", f"{study.nct_id}-{plan}-{name}@trial-explorer")
    event.add("dtstamp", written)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", title)
    event.add("transp", "TRANSPARENT")
    return event
