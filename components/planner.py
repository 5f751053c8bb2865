"""The planner: the dates that follow from a first dose. What is entered stays in the session."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Final

import streamlit as st

from components import session
from components.downloads import Download, download_row
from components.exports.personal.calendar import (
    calendar_ics,
    calendar_page,
    plan_code,
    plan_name,
    read_plan_code,
)
from components.exports.personal.unguessable import calendar_file, csv_file, html_file, nonce
from components.literal import READING_WIDTH, literal
from components.months import months
from components.plain import is_plain
from data.dates import day_in_words
from data.schedule import Regimen
from data.schedule.calendar import (
    FIRST_DAY,
    LAST_DAY,
    NOT_A_PLAN,
    Appointment,
    TumourAssessment,
    appointment_title,
    assessments_of,
    calendar_of,
    first_day_remarks,
    weekday,
)
from data.schedule.months import months_of, signs_key
from data.schedule.signs import signs_of
from data.schedule.table import calendar_rows, calendar_table
from data.spreadsheet import SEPARATOR, table_csv, table_xlsx
from data.views.infusion_day import infusion_day_info
from data.views.schedule import is_assessed

_DATE_WIDTH: Final = 104  # pixels, for a date as long as 30 Nov 2026
_WEEKS: Final = 52
_MOST_WEEKS: Final = 260
_MOST_CHOICES: Final = 9  # side by side
_MONTHS: Final = "planner_months"
_NOTHING_TO_PLAN: Final = (
    "Nobody has reviewed a dosing schedule of this record. What a program drafts from its words is "
    "not turned into dates: a wrong dose date harms. Once a person has reviewed every draft of an "
    "arm group, on Study design, its dates are planned here."
)
_key: Final = partial(session.key, "calendar")


@st.fragment
def planner() -> None:
    """Show the dates that follow from a first dose, to be moved, and offer them as files."""
    regimens = session.annotations().schedule.regimens
    if not regimens:
        st.text(_NOTHING_TO_PLAN, width=READING_WIDTH)
        st.page_link("pages/design.py", label="Review what was drafted, on Study design")
        return
    st.info(NOT_A_PLAN, icon=":material/info:")
    st.caption(
        "What is entered here stays in this visit: it is in no address, no log and no file of ours."
    )
    # Each field has a place of its own: a remark that comes up before one would have the browser
    # make the field again, and what is being typed in it would be lost.
    with st.container(horizontal=True):
        regimen = _regimen(regimens)
        first = _day(f"Day of the {regimen.start}", _key("first"))
    if first is None:
        st.text("Enter the day of the first dose to see the dates that follow.")
        return
    with st.container():
        _first_remarks(first)
    with st.container():
        cycles = _cycles(regimen)
    with st.container():
        weeks = _weeks(regimen)
    with st.container():
        planned = _changed(regimen, first, weeks, cycles)
    assessed = _assessments(regimen, first, planned)
    for appointment in planned:
        _remark(appointment)
    _months(planned, assessed, regimen)
    _table(planned)
    _infusion_clock(planned)
    _downloads(planned, assessed, regimen, _code(first))


def _changed(
    regimen: Regimen, first: date, weeks: int, cycles: int | None
) -> tuple[Appointment, ...]:
    """Lay out the plan with what was moved, missed and stopped; ask for each of these."""

    def laid_out(missed: Collection[str], stopped: date | None) -> tuple[Appointment, ...]:
        return calendar_of(
            regimen,
            first,
            weeks=weeks,
            cycles=cycles,
            actual=_actual_days(regimen),
            missed=missed,
            stopped=stopped,
        )

    everything = laid_out((), None)
    titles = {item.item.key: f"{appointment_title(item)}: {item.when}" for item in everything}
    move, leave_out, stop = st.columns(3)
    with move:
        is_moving = _move(regimen, everything)
    with leave_out:
        missed = st.multiselect(
            "Missed: not given",
            list(titles),
            format_func=lambda key: titles.get(key, key),
            key=_key(f"missed_{_slot(regimen)}"),
            placeholder="Choose administrations",
            persist_state="session",
        )
    with stop:
        key = _key(f"stopped_{_slot(regimen)}")
        stopped = _day("Stopped early: last day of treatment", key, earliest=first)
    planned = laid_out(missed, stopped)
    left = len(laid_out((), None)) - len(planned) if is_moving or stopped else 0
    if stopped is not None:
        st.caption(
            f"Stopped on {day_in_words(stopped)}: {left} administrations after it are left out."
        )
    return planned


def _assessments(
    regimen: Regimen, first: date, planned: tuple[Appointment, ...]
) -> tuple[TumourAssessment, ...]:
    """The published assessments of a randomised arm, as far as the plan goes."""
    study, annotations = session.study(), session.annotations()
    days = [item.day for item in planned if item.day]
    if not days or not is_assessed(regimen, study, annotations):
        return ()
    return assessments_of(annotations, first, until=max(days))


def _months(
    planned: tuple[Appointment, ...], assessed: tuple[TumourAssessment, ...], regimen: Regimen
) -> None:
    st.header("Month by month", anchor="months")
    st.caption(
        "Drag a dose to another day; or click or tap it, and then the day; or choose it with Tab "
        "and move it with the arrow keys (a day left and right, a week up and down). Those after "
        "it follow by the record's interval. A framed day lies in a window; numbers on the left "
        "are weeks of the year (ISO). Weekends are shaded, holidays are nobody's."
    )

    def moved() -> None:
        change = st.session_state[_MONTHS].moved
        keys = {item.item.key for item in planned[1:]}
        if change and change.get("key") in keys:
            day = date.fromisoformat(change["day"])
            if FIRST_DAY <= day <= LAST_DAY:
                st.session_state[_actual_key(regimen, change["key"])] = day

    signs = signs_of(session.annotations())
    st.caption(literal(signs_key(planned, assessed, signs)))
    months(months_of(planned, assessed), signs, planned[0].item.key, key=_MONTHS, on_move=moved)


def _table(planned: tuple[Appointment, ...]) -> None:
    with st.expander("The dates as a table"):
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


def _infusion_clock(planned: tuple[Appointment, ...]) -> None:
    """Tell the infusion day by the clock, from the hour the radioactive infusion begins."""
    info = infusion_day_info(session.annotations())
    main = session.annotations().schedule.infusion_day
    drugs = {item.item.course.drug for item in planned}
    if info is None or main is None or main.main.drug not in drugs:
        return
    st.header("Infusion day by the clock", anchor="infusion-clock")
    begins = literal(f"{main.main.drug} infusion begins at")
    start: time = st.time_input(begins, value=time(10), key=_key("starts"), persist_state="session")
    zero = datetime.combine(date(2000, 1, 2), start)
    for bar in sorted(info.bars, key=lambda bar: bar.start):
        begin, end = (zero + timedelta(hours=hours) for hours in (bar.start, bar.end))
        st.text(f"{begin:%H:%M} to {end:%H:%M}  {bar.label}")
    for moment in info.moments:
        st.text(f"{zero + timedelta(hours=moment.hour):%H:%M}  {moment.label}")


def _code(first: date) -> str | None:
    """Show the plan's code, drawn for this first day; take another one to go on with that plan."""
    key = _key(f"code_{first:%Y%m%d}")
    st.session_state.setdefault(key, plan_code())
    with st.container(horizontal=True, vertical_alignment="bottom"):
        code = st.text_input(
            "Code of this plan",
            key=key,
            help="Opened in a calendar again, a file with this code moves its events rather than "
            "adding them; files of two codes never touch each other's. The code is drawn at "
            "random for every first day, says nothing of anybody, and stands in the calendar "
            "file. To go on with a plan of another visit, or to move its first day, type its code.",
            persist_state="session",
        )
        # Nothing that was entered stays, and the next plan has a code of its own.
        begin = partial(session.forget, _key(""))
        st.button("Another person", on_click=begin, key=_key("another"))
    if read_plan_code(code or "") is None:
        st.error(
            "Code of this plan: expected 12 letters and digits as in the calendar file, such as "
            "K7QM-2XRT-9HBD. Until then there is no calendar file.",
            icon=":material/error:",
        )
        return None
    return code


def _regimen(regimens: tuple[Regimen, ...]) -> Regimen:
    names = {place: item.short for place, item in enumerate(regimens)}
    chosen = st.selectbox(
        "Group or part of the study" if is_plain() else "Arm or phase",
        list(names),
        format_func=names.__getitem__,
        key=_key("regimen"),
        persist_state="session",
    )
    return regimens[chosen]


def _day(label: str, key: str, *, earliest: date = FIRST_DAY, told: str = "") -> date | None:
    """Ask for a day; it is kept for the visit."""
    day: date | None = st.date_input(
        literal(label),
        value=None,
        min_value=earliest,
        max_value=LAST_DAY,
        format="YYYY-MM-DD",
        key=key,
        help=told or None,
        persist_state="session",
    )
    return day


def _first_remarks(day: date) -> None:
    st.caption(f"{day_in_words(day)}, a {weekday(day)}")
    for remark in first_day_remarks(day, session.study(), session.as_of()):
        st.warning(literal(remark), icon=":material/warning:")


def _cycles(regimen: Regimen) -> int | None:
    ranges = [
        (course.drug, course.at_least, course.at_most)
        for course in regimen.courses
        if course.at_most is not None and course.at_least < course.at_most and not course.days
    ]
    if not ranges:
        return None
    drug, least, most = ranges[0]
    label, key = literal(f"How many {drug} cycles"), _key(f"cycles_{_slot(regimen)}")
    told = "Without a choice the most are shown; those that may be left out say so."
    if most - least < _MOST_CHOICES:
        numbers = list(range(least, most + 1))
        return st.segmented_control(label, numbers, key=key, help=told, persist_state="session")
    return st.number_input(
        label, least, most, value=None, key=key, help=told, persist_state="session"
    )


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
        "Delayed or early: move one administration",
        list(titles),
        index=None,
        format_func=lambda key: titles.get(key, ""),
        key=_key(f"move_{_slot(regimen)}"),
        placeholder="Choose an administration",
    )
    if chosen is None:
        return False
    told = "Later dates move along. Empty the field to go back to the planned day."
    _day("Given on", _actual_key(regimen, chosen), told=told)
    return True


def _remark(appointment: Appointment) -> None:
    if appointment.remark:
        name = f"{appointment.item.name}, {appointment.when}"
        st.warning(literal(f"{name}: {appointment.remark}."), icon=":material/warning:")


def _downloads(
    planned: tuple[Appointment, ...],
    assessed: tuple[TumourAssessment, ...],
    regimen: Regimen,
    code: str | None,
) -> None:
    study, signs = session.study(), signs_of(session.annotations())

    def calendar() -> bytes:
        plan = plan_name(study, regimen, code or "")
        now = datetime.now(UTC)
        return calendar_file(
            calendar_ics(
                planned, regimen, study, now, plan=plan, code=code or "", assessments=assessed
            )
        )

    def page() -> str:
        return html_file(calendar_page(planned, regimen, study, assessed, signs=signs))

    table = partial(calendar_rows, planned, assessed)
    no_code = "" if code else "There is no calendar file without the plan\u2019s code."
    download_row(
        (
            Download("Calendar file", "dates", "ics", calendar, unavailable=no_code),
            Download("CSV", "dates", "csv", lambda: csv_file(table_csv(table())), about=SEPARATOR),
            Download("XLSX", "dates", "xlsx", lambda: table_xlsx(table(), comment=nonce())),
            Download("Page to print", "dates", "html", page, to_print=True),
        )
    )
