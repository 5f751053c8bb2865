"""The planned dates as a table, for a page and for files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import pandas as pd

from data.dates import day_in_words
from data.schedule.calendar import NOT_A_PLAN, Appointment, TumourAssessment, weekday
from data.schedule.words import MAY_BE_LEFT_OUT, NO_INTERVAL, dose_text

_COLUMNS: Final = ("Date", "Weekday", "What", "Dose", "Earliest", "Latest", "Remarks")


def calendar_table(appointments: Sequence[Appointment]) -> pd.DataFrame:
    """Write the calendar as a table, one row for each administration."""
    rows = [
        {
            "Date": item.when,
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
        found.append(MAY_BE_LEFT_OUT)
    if item.planned is None:
        found.append(NO_INTERVAL)
    if item.course.hours_after and item.course.after:
        found.append(f"not earlier than {item.course.hours_after:g} hours after the infusion ended")
    return found


def calendar_rows(
    appointments: Sequence[Appointment], assessments: Sequence[TumourAssessment] = ()
) -> list[dict[str, str | date | None]]:
    """Write the calendar as rows for a spreadsheet, whose days are dates; each says who decides."""
    rows = calendar_table(appointments).to_dict("records")
    found: list[dict[str, str | date | None]] = [
        {str(name): cell for name, cell in row.items()}
        | {"Date": item.day, "Earliest": item.earliest, "Latest": item.latest}
        for item, row in zip(appointments, rows, strict=True)
    ]
    blank: dict[str, str | date | None] = dict.fromkeys(_COLUMNS, "")
    found += [
        blank
        | {"Date": item.day, "Weekday": weekday(item.day), "What": item.text}
        | {"Earliest": None, "Latest": None, "Remarks": item.source}
        for item in assessments
    ]
    return [
        row | {"Who decides": NOT_A_PLAN}
        for row in sorted(found, key=lambda row: (row["Date"] is None, str(row["Date"])))
    ]
