"""Write a calendar for other programs: iCalendar, rows for a spreadsheet, and a page to print."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from html import escape
from typing import Final

import pandas as pd
from icalendar import Calendar, Event

from data.annotations.schedule import Regimen
from data.dates import day_in_words
from data.schedule.calendar import NOT_A_PLAN, Appointment, appointment_title
from data.schedule.plan import dose_text
from data.spreadsheet import Row
from data.study import Study

ICS_MIME: Final = "text/calendar"
_COLUMNS: Final = ("Date", "Weekday", "What", "Dose", "Earliest", "Latest", "Remarks")


def calendar_table(appointments: Sequence[Appointment]) -> pd.DataFrame:
    """Write the calendar as a table, one row for each administration."""
    rows = [
        {
            "Date": day_in_words(item.day),
            "Weekday": item.weekday,
            "What": item.item.name,
            "Dose": dose_text(item.item.course),
            "Earliest": day_in_words(item.earliest) if item.earliest else "",
            "Latest": day_in_words(item.latest) if item.latest else "",
            "Remarks": "; ".join(remarks(item)),
        }
        for item in appointments
    ]
    return pd.DataFrame(rows, columns=list(_COLUMNS), dtype=str)


def remarks(appointment: Appointment) -> list[str]:
    """What a reader must know about one appointment."""
    item = appointment.item
    found = []
    if appointment.is_actual:
        found.append("date as entered")
    if appointment.remark:
        found.append(appointment.remark)
    if item.optional:
        found.append("may be left out: the record gives a range")
    if not item.interval_stated:
        found.append("the record does not state this interval")
    if item.course.hours_after and item.course.after:
        found.append(f"not earlier than {item.course.hours_after:g} hours after the infusion ended")
    return found


def calendar_rows(appointments: Sequence[Appointment]) -> list[Row]:
    """Write the calendar as rows for a spreadsheet, whose days are dates."""
    rows = calendar_table(appointments).to_dict("records")
    return [
        {str(name): cell for name, cell in row.items()}
        | {"Date": item.day, "Earliest": item.earliest, "Latest": item.latest}
        for item, row in zip(appointments, rows, strict=True)
    ]


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
) -> bytes:
    """Write the calendar as an iCalendar file (RFC 5545) of all-day events.

    Args:
        appointments: what is in it.
        regimen: whose schedule it is.
        study: the record.
        written: when the file is written, with its time zone.
        plan: what tells this plan from all others (`plan_name`): events of two plans never take
            each other's place, and those of a plan written again do.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Trial Explorer//Dosing schedule//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{study.nct_id}: {regimen.short}")
    for appointment in appointments:
        calendar.add_component(_event(appointment, study, written, plan))
    return bytes(calendar.to_ical())


def _event(appointment: Appointment, study: Study, written: datetime, plan: str) -> Event:
    event = Event()
    position = appointment.item.key
    # The same administration keeps its number, so that a program that opens the file again updates
    # it.
    event.add("uid", f"{study.nct_id}-{plan}-{position}@trial-explorer")
    event.add("dtstamp", written)
    event.add("dtstart", appointment.day)
    event.add("dtend", appointment.day + timedelta(days=1))
    event.add("summary", appointment_title(appointment))
    event.add("transp", "TRANSPARENT")
    lines = [f"Window: {appointment.window}"] if appointment.window else []
    lines += [*remarks(appointment), f"The record: {appointment.item.course.quote}", NOT_A_PLAN]
    event.add("description", "\n".join(lines))
    return event


def calendar_page(appointments: Sequence[Appointment], regimen: Regimen, study: Study) -> bytes:
    """Write the calendar as an HTML page to print; what comes from the record is escaped."""
    table = calendar_table(appointments)
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in table.columns)
    body = "\n".join(
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>"
        for row in table.itertuples(index=False)
    )
    title = escape(f"{regimen.short}: planned dates")
    page = f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>{title}</title>
<style>
body {{ font: 11pt/1.4 Arial, Helvetica, sans-serif; margin: 15mm; color: #111 }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ border: 1px solid #999; padding: 4px 6px; text-align: left; vertical-align: top }}
thead {{ display: table-header-group }}
tr {{ break-inside: avoid }}
</style>
<h1>{title}</h1>
<p>{escape(study.nct_id)} · {escape(study.title)}</p>
<p><strong>{escape(NOT_A_PLAN)}</strong></p>
<table><thead><tr>{head}</tr></thead><tbody>
{body}
</tbody></table>
</html>
"""
    return page.encode("utf-8")
