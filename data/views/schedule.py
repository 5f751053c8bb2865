"""The dosing schedule as a picture: when what is given, what it adds up to, the infusion day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from data.annotations import Annotations
from data.annotations.schedule import Amount, InfusionDay
from data.flow import flow_of
from data.schedule import (
    Administration,
    Course,
    Regimen,
    administrations,
    dose_text,
    is_open_ended,
    when_text,
)
from data.schedule.plan import DAYS_IN_WEEK
from data.study import Study
from data.typography.wrap import wrap

SHOWN_WEEKS: Final = 40
"""How far open-ended courses are drawn; an arrow says that they go on."""


# Pixels: the heading of a group, the name of a drug, from there to its line, and what stands below
# it.
_HEADING, _NAME, _ABOVE, _BELOW = 26.0, 18.0, 12.0, 40.0
# What is said about times: its size, its line, and how wide it may be on a telephone.
WHEN_SIZE: Final = 12.0
_WHEN_LINE, _WHEN_WIDTH = 16.0, 345.0


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One administration in the picture; weeks count from the regimen's first administration."""

    week: float
    earliest: float | None
    latest: float | None
    optional: bool
    interval_stated: bool
    total: tuple[str, ...]
    text: str


@dataclass(frozen=True, kw_only=True)
class ScheduleRow:
    """One drug and dose of one arm group.

    Args:
        group: the short name of the arm group.
        heads: whether it is the first of its group, and the group's name stands above it.
        y: where its line is, in pixels from the top of the picture.
        root: the place of the arm its participants were first in, for the colour.
        label: drug and dose.
        when: how often and when, in words, broken into lines.
        marks: its administrations, earliest first.
        goes_on: what ends it, where no number is set; empty otherwise.
    """

    group: str
    heads: bool
    y: float
    root: int | None
    label: str
    when: tuple[str, ...]
    marks: tuple[Mark, ...]
    goes_on: str


@dataclass(frozen=True, kw_only=True)
class ScheduleInfo:
    """The picture of the schedule.

    Args:
        rows: one for each drug and dose, group by group in the record's order.
        height: of all rows, in pixels.
        weeks: how far the axis goes.
        without: arm groups whose schedule nobody has read out of the record.
    """

    rows: tuple[ScheduleRow, ...]
    height: float
    weeks: int
    without: tuple[str, ...]


def schedule_info(study: Study, annotations: Annotations) -> ScheduleInfo:
    """Shape the schedule of every arm group that has one."""
    roots = {step.position: step.root for step in flow_of(study, annotations).steps}
    regimens = {item.group: item for item in annotations.schedule.regimens}
    rows: list[ScheduleRow] = []
    for position, group in enumerate(study.arm_groups):
        regimen = regimens.get(group.label or "")
        if regimen is not None:
            rows += _rows(regimen, roots.get(position), rows[-1].y + _BELOW if rows else 0.0)
    return ScheduleInfo(
        rows=tuple(rows),
        height=rows[-1].y + _BELOW if rows else 0.0,
        weeks=SHOWN_WEEKS,
        without=tuple(
            group.label or "an arm group without a name"
            for group in study.arm_groups
            if group.label not in regimens
        ),
    )


def _rows(regimen: Regimen, root: int | None, top: float) -> list[ScheduleRow]:
    items = administrations(regimen, until_day=SHOWN_WEEKS * DAYS_IN_WEEK)
    together: dict[str, list[Course]] = {}
    for course in regimen.courses:
        together.setdefault(f"{course.drug} {dose_text(course)}", []).append(course)
    rows: list[ScheduleRow] = []
    y = top + _HEADING - _BELOW
    for label, courses in together.items():
        times = "; ".join(when_text(course, regimen) for course in courses)
        when = wrap(times, _WHEN_WIDTH, WHEN_SIZE)
        y += _BELOW + _NAME + len(when) * _WHEN_LINE + _ABOVE
        keys = {course.key for course in courses}
        own = [item for item in items if item.course.key in keys]
        ends = [course.until or "" for course in courses if is_open_ended(course)]
        rows.append(
            ScheduleRow(
                group=regimen.short,
                heads=not rows,
                y=y,
                root=root,
                label=label,
                when=when,
                marks=tuple(_mark(item, own) for item in own),
                goes_on=ends[0] if ends else "",
            )
        )
    return rows


def _mark(item: Administration, own: list[Administration]) -> Mark:
    total = total_texts(item, own)
    window = _window_text(item)
    day = "" if item.day % DAYS_IN_WEEK == 0 else f" + {item.day % DAYS_IN_WEEK} day"
    parts = [
        f"{item.name}: {dose_text(item.course)}",
        f"week {item.day // DAYS_IN_WEEK}{day}{window}",
    ]
    if item.optional:
        parts.append("may be left out: the record gives a range")
    if not item.interval_stated:
        parts.append("interval not stated in the record")
    if total:
        parts.append(f"in all {' = '.join(total)} (computed)")
    return Mark(
        week=item.week,
        earliest=None if item.earliest is None else item.earliest / DAYS_IN_WEEK,
        latest=None if item.latest is None else item.latest / DAYS_IN_WEEK,
        optional=item.optional,
        interval_stated=item.interval_stated,
        total=total,
        text=", ".join(parts),
    )


def _window_text(item: Administration) -> str:
    if item.earliest is None or item.latest is None:
        return ""
    return f", window: weeks {item.earliest / DAYS_IN_WEEK:g} to {item.latest / DAYS_IN_WEEK:g}"


def total_texts(item: Administration, own: list[Administration]) -> tuple[str, ...]:
    """The activity up to and with an administration, in each unit; none for drugs without any."""
    dose, also = item.course.dose, item.course.also
    if not dose.unit.endswith("Bq"):
        return ()
    number = sum(
        1 for other in own if other.course.key == item.course.key and other.day <= item.day
    )
    amounts = [dose] if also is None else [dose, also]
    return tuple(
        str(Amount(value=round(number * amount.value, 6), unit=amount.unit)) for amount in amounts
    )


def schedule_table(info: ScheduleInfo) -> pd.DataFrame:
    """Write the schedule as a table: one row for each administration that is drawn."""
    rows = [
        {
            "Arm group": row.group,
            "Drug and dose": row.label,
            "Week": f"{mark.week:.2f}".rstrip("0").rstrip("."),
            "Window (weeks)": ""
            if mark.earliest is None or mark.latest is None
            else f"{mark.earliest:g} to {mark.latest:g}",
            "In all (computed)": " = ".join(mark.total),
            "Optional": "may be left out" if mark.optional else "",
            "Goes on until": row.goes_on if mark is row.marks[-1] else "",
            "Reading": mark.text,
        }
        for row in info.rows
        for mark in row.marks
    ]
    columns = ["Arm group", "Drug and dose", "Week", "Window (weeks)", "In all (computed)"]
    return pd.DataFrame(rows, columns=[*columns, "Optional", "Goes on until", "Reading"], dtype=str)


def schedule_alt(info: ScheduleInfo) -> str:
    """Say in a few sentences what the picture shows."""
    if not info.rows:
        return "Dosing schedule: none has been read out of this record."
    told = [f"{row.group}: {row.label}, {' '.join(row.when)}." for row in info.rows]
    return f"Dosing schedule in weeks. {' '.join(told)}"


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One infusion: when it starts and ends, in hours from the start of the radioactive one."""

    label: str
    start: float
    end: float
    is_main: bool
    quote: str


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A moment of the infusion day, in hours, and what may begin then."""

    hour: float
    label: str
    quote: str


@dataclass(frozen=True, kw_only=True)
class Computed:
    """A value that the record does not state but that follows from it: shown with its sum."""

    label: str
    value: str
    sum: str
    quotes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class InfusionDayInfo:
    """The infusion day: what its hours count from, bars, moments and computed values."""

    axis: str
    bars: tuple[Bar, ...]
    moments: tuple[Moment, ...]
    computed: tuple[Computed, ...]


def infusion_day_info(annotations: Annotations) -> InfusionDayInfo | None:
    """Shape the infusion day; None for a record without one."""
    day = annotations.schedule.infusion_day
    if day is None:
        return None
    bars = [
        Bar(
            label=item.drug,
            start=item.starts_at / 60,
            end=(item.starts_at + item.minutes) / 60,
            is_main=item is day.main,
            quote=item.quote,
        )
        for item in (*day.around, day.main)
    ]
    ended = (day.main.starts_at + day.main.minutes) / 60
    following = {
        (course.hours_after, course.drug, course.dose, course.days_after): course.quote
        for regimen in annotations.schedule.regimens
        for course in regimen.courses
        if course.hours_after is not None
    }
    moments = [
        Moment(
            hour=ended + (hours or 0),
            label=f"{drug} {dose}: the day after, and not before this"
            if days
            else f"{drug} {dose}: not before this",
            quote=quote,
        )
        for (hours, drug, dose, days), quote in following.items()
    ]
    return InfusionDayInfo(
        axis=f"Hours from the start of the {day.main.drug} infusion",
        bars=tuple(bars),
        moments=tuple(moments),
        computed=(*_volumes(day), *_ends(day)),
    )


def _volumes(day: InfusionDay) -> list[Computed]:
    dose, strength = day.dose.amount, day.concentration.amount
    found = []
    if dose.unit == "GBq" and strength.unit == "MBq/mL":
        volume = dose.value * 1000 / strength.value
        found.append(
            Computed(
                label=f"Volume of {day.main.drug} at calibration time",
                value=f"{volume:g} mL",
                sum=f"{dose} × 1000 MBq/GBq ÷ {strength} = {volume:g} mL",
                quotes=(day.dose.quote, day.concentration.quote),
            )
        )
    for item in day.around:
        if item.rate_ml_per_hour is not None:
            volume = item.rate_ml_per_hour * item.minutes / 60
            litres = f" ({volume / 1000:g} litre)" if volume >= 1000 else ""
            found.append(
                Computed(
                    label=f"Volume of {item.drug}",
                    value=f"{volume:g} mL{litres}",
                    sum=f"{item.rate_ml_per_hour:g} mL/h × {item.minutes / 60:g} h = {volume:g} mL",
                    quotes=(item.quote,),
                )
            )
    return found


def _ends(day: InfusionDay) -> list[Computed]:
    """How long each infusion goes on after the radioactive one, and whether that is long enough."""
    ended = day.main.starts_at + day.main.minutes
    found = []
    for item in day.around:
        after = item.starts_at + item.minutes - ended
        if item.at_least_after is not None:
            fits = (
                "as the record asks"
                if after >= item.at_least_after
                else "less than the record asks"
            )
            found.append(
                Computed(
                    label=f"{item.drug} after the end of {day.main.drug}",
                    value=f"{after / 60:g} h",
                    sum=f"{item.minutes / 60:g} h − {-item.starts_at} min before "
                    f"− {day.main.minutes} min during = {after / 60:g} h; "
                    f"{fits}: at least {item.at_least_after / 60:g} h",
                    quotes=(item.quote,),
                )
            )
    return found


def infusion_day_table(info: InfusionDayInfo) -> pd.DataFrame:
    """Write the infusion day as a table."""
    rows = [
        {
            "What": bar.label,
            "From (h)": f"{bar.start:g}",
            "To (h)": f"{bar.end:g}",
            "In the record": bar.quote,
        }
        for bar in info.bars
    ] + [
        {
            "What": item.label,
            "From (h)": f"{item.hour:g}",
            "To (h)": "",
            "In the record": item.quote,
        }
        for item in info.moments
    ]
    return pd.DataFrame(rows, columns=["What", "From (h)", "To (h)", "In the record"], dtype=str)


def infusion_day_alt(info: InfusionDayInfo) -> str:
    """Say what the picture of the infusion day shows."""
    told = [f"{bar.label} from {bar.start:g} to {bar.end:g} hours." for bar in info.bars]
    told += [f"From {item.hour:g} hours: {item.label}." for item in info.moments]
    return f"Infusion day. {info.axis}: {' '.join(told)}"


def schedule_notes(annotations: Annotations) -> tuple[tuple[str, str, str], ...]:
    """Every reading and remark of the schedule: about what, the words, the record's sentence."""
    found: list[tuple[str, str, str]] = []
    for regimen in annotations.schedule.regimens:
        if regimen.total is not None:
            amount = f"{regimen.total.amount}" + (
                f" ({regimen.total.also})" if regimen.total.also else ""
            )
            found.append((regimen.short, f"cumulative: {amount}", regimen.total.quote))
        for course in regimen.courses:
            what = f"{course.drug} {dose_text(course)}: {when_text(course, regimen)}"
            found.append((regimen.short, what, course.quote))
            found += [(regimen.short, f"with {x.value}", x.quote) for x in course.together_with]
            found += [(regimen.short, note.text, note.quote or "") for note in course.notes]
        found += [(regimen.short, note.text, note.quote or "") for note in regimen.notes]
    return tuple(found)
