"""My calendar: the dates that follow from a first dose. What is entered stays in the session."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

import streamlit as st

from components import session
from components.exports.ics import ICS_MIME
from components.exports.names import file_name
from components.exports.personal.calendar import calendar_ics, calendar_page, plan_name
from components.exports.personal.unguessable import calendar_file, csv_file, html_file, nonce
from components.exports.spreadsheet import CSV_MIME, SEPARATOR, XLSX_MIME, table_csv, table_xlsx
from components.literal import literal
from data.dates import day_in_words
from data.schedule import Regimen
from data.schedule.calendar import (
    FIRST_DAY,
    LAST_DAY,
    NOT_A_PLAN,
    Appointment,
    appointment_title,
    calendar_of,
    first_day_remarks,
)
from data.schedule.table import calendar_rows, calendar_table

_DATE_WIDTH: Final = 104  # pixels, for a date as long as 30 Nov 2026
_WEEKS: Final = 52
_MOST_WEEKS: Final = 260
_LONGEST_MARK: Final = 40


@st.fragment
def calendar() -> None:
    """Show the dates that follow from a first dose, and offer them to other programs."""
    regimens = session.annotations().schedule.regimens
    if not regimens:
        return
    st.header("My calendar", anchor="calendar")
    st.info(NOT_A_PLAN, icon=":material/info:")
    st.caption(
        "What is entered here stays in this visit: it is in no address, no log and no file of ours."
    )
    regimen = _regimen(regimens)
    # Each field has a place of its own: a remark that comes up before one would have the browser
    # make the field again, and what is being typed in it would be lost.
    with st.container():
        first = _first_day(regimen)
    if first is None:
        st.text("Enter the day of the first dose to see the dates that follow.")
        return
    with st.container():
        cycles = _cycles(regimen)
    with st.container():
        weeks = _weeks(regimen)
    actual = _actual_days(regimen)
    planned = calendar_of(regimen, first, weeks=weeks, cycles=cycles, actual=actual)
    if _move(regimen, planned):
        actual = _actual_days(regimen)
        planned = calendar_of(regimen, first, weeks=weeks, cycles=cycles, actual=actual)
    for appointment in planned:
        _remark(appointment)
    st.dataframe(
        calendar_table(planned),
        hide_index=True,
        height="content",
        column_config={
            # Left to itself, the table cuts the window's dates off.
            "Earliest": st.column_config.Column(width=_DATE_WIDTH),
            "Latest": st.column_config.Column(width=_DATE_WIDTH),
            "Remarks": st.column_config.Column(width="large"),
        },
        alt="The planned dates",
    )
    _downloads(planned, regimen, _plan(regimen, first))


def _key(name: str) -> str:
    """Name a widget for the open record: dates entered for one are not those of another."""
    return f"calendar_{session.record_key()}_{name}"


def _plan(regimen: Regimen, first: date) -> str:
    """Ask for a mark that tells this plan from others; give the name of the plan."""
    mark = st.text_input(
        "A mark for this plan (optional)",
        max_chars=_LONGEST_MARK,
        key=_key("mark"),
        placeholder="for example: A",
        help="Opened in a calendar again, the file of the same arm and first day moves its events "
        "rather than adding them. With a mark this holds when the first day changes, too, and "
        "the plans of two people stay apart. The mark is not written into the file.",
        persist_state="session",
    )
    return plan_name(session.study(), regimen, first, mark or "")


def _regimen(regimens: tuple[Regimen, ...]) -> Regimen:
    names = {place: item.short for place, item in enumerate(regimens)}
    chosen = st.selectbox(
        "Arm or phase",
        list(names),
        format_func=names.__getitem__,
        key=_key("regimen"),
        persist_state="session",
    )
    return regimens[chosen]


def _first_day(regimen: Regimen) -> date | None:
    """Ask for the first dose; what is odd about the day is said below the field."""
    day: date | None = st.date_input(
        literal(f"Day of the {regimen.start}"),
        value=None,
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        format="YYYY-MM-DD",
        key=_key("first"),
        persist_state="session",
    )
    if day is not None:
        st.caption(f"{day_in_words(day)}, a {day:%A}")
        for remark in first_day_remarks(day, session.study(), session.as_of()):
            st.warning(literal(remark), icon=":material/warning:")
    return day


def _cycles(regimen: Regimen) -> int | None:
    ranges = [c for c in regimen.courses if c.at_most is not None and c.at_least < c.at_most]
    if not ranges:
        return None
    course = ranges[0]
    chosen: int | None = st.segmented_control(
        literal(f"How many {course.drug} cycles"),
        list(range(course.at_least, (course.at_most or course.at_least) + 1)),
        key=_key(f"cycles_{_slot(regimen)}"),
        help="Without a choice the most are shown; those that may be left out say so.",
        persist_state="session",
    )
    return chosen


def _weeks(regimen: Regimen) -> int:
    if all(course.at_most is not None for course in regimen.courses):
        return _WEEKS
    return st.slider(
        "Open-ended doses: show this many weeks",
        min_value=4,
        max_value=_MOST_WEEKS,
        value=_WEEKS,
        step=4,
        key=_key("weeks"),
        persist_state="session",
    )


def _slot(regimen: Regimen) -> int:
    return session.annotations().schedule.regimens.index(regimen)


def _actual_key(regimen: Regimen, administration: str) -> str:
    return _key(f"actual_{_slot(regimen)}_{administration}")


def _actual_days(regimen: Regimen) -> dict[str, date]:
    """The days entered so far, by administration; also those whose field is not shown now."""
    prefix = _actual_key(regimen, "")
    return {
        str(key).removeprefix(prefix): day
        for key, day in st.session_state.items()
        if str(key).startswith(prefix) and isinstance(day, date)
    }


def _move(regimen: Regimen, planned: tuple[Appointment, ...]) -> bool:
    """Ask for the day on which one administration was really given; whether a field is shown."""
    titles = {item.item.key: f"{appointment_title(item)}: {item.when}" for item in planned[1:]}
    chosen = st.selectbox(
        "Move one administration to its actual date",
        list(titles),
        index=None,
        format_func=lambda key: titles.get(key, ""),
        key=_key(f"move_{_slot(regimen)}"),
        placeholder="Choose an administration",
    )
    if chosen is None:
        return False
    st.date_input(
        "Given on",
        value=None,
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        format="YYYY-MM-DD",
        key=_actual_key(regimen, chosen),
        help="Later dates move along. Empty the field to go back to the planned day.",
        persist_state="session",
    )
    return True


def _remark(appointment: Appointment) -> None:
    if appointment.remark:
        name = f"{appointment.item.name}, {appointment.when}"
        st.warning(literal(f"{name}: {appointment.remark}."), icon=":material/warning:")


def _downloads(planned: tuple[Appointment, ...], regimen: Regimen, plan: str) -> None:
    study = session.study()
    files = (
        (
            "Calendar file",
            "ics",
            ICS_MIME,
            lambda: calendar_file(
                calendar_ics(planned, regimen, study, datetime.now(UTC), plan=plan)
            ),
        ),
        ("CSV", "csv", CSV_MIME, lambda: csv_file(table_csv(calendar_rows(planned)))),
        (
            "XLSX",
            "xlsx",
            XLSX_MIME,
            lambda: table_xlsx(calendar_rows(planned), comment=nonce()),
        ),
        (
            "Page to print",
            "html",
            "text/html",
            lambda: html_file(calendar_page(planned, regimen, study)),
        ),
    )
    with st.container(horizontal=True):
        for label, ending, mime, write in files:
            st.download_button(
                label,
                data=write,
                file_name=file_name(study, "dates", ending),
                mime=mime,
                icon=":material/download:",
                on_click="ignore",
                key=f"calendar_{ending}",
                help=SEPARATOR if ending == "csv" else None,
            )
