"""The infusion day in hours: what is infused when, and what is computed from it."""

from __future__ import annotations

from dataclasses import dataclass

from data.annotations import Annotations
from data.annotations.schedule import InfusionDay


@dataclass(frozen=True, kw_only=True)
class TimedInfusion:
    """One infusion: when it starts and ends, in hours from the start of the radioactive one."""

    label: str
    start: float
    end: float
    is_main: bool
    quote: str


@dataclass(frozen=True, kw_only=True)
class InfusionMoment:
    """A moment of the infusion day.

    Args:
        hour: when, in hours.
        what: may begin then: a drug and its dose.
        rule: that it may not begin before.
        quote: the record's own words.
    """

    hour: float
    what: str
    rule: str
    quote: str

    @property
    def label(self) -> str:
        """What may begin, and that it may not before."""
        return f"{self.what}: {self.rule}"


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
    bars: tuple[TimedInfusion, ...]
    moments: tuple[InfusionMoment, ...]
    computed: tuple[Computed, ...]


def infusion_day_info(annotations: Annotations) -> InfusionDayInfo | None:
    """Shape the infusion day; None for a record without one."""
    day = annotations.schedule.infusion_day
    if day is None:
        return None
    bars = [
        TimedInfusion(
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
        InfusionMoment(
            hour=ended + (hours or 0),
            what=f"{drug} {dose}",
            rule="the day after, and not before this" if days else "not before this",
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


def infusion_day_finding(info: InfusionDayInfo) -> str:
    """Say how long each takes: `Infusions take 4 h (amino acids) and 0.5 h (Lutathera)`."""
    return "Infusions take " + " and ".join(
        f"{bar.end - bar.start:g} h ({bar.label})" for bar in info.bars
    )


def infusion_day_table(info: InfusionDayInfo) -> list[dict[str, str]]:
    """Write the infusion day as rows."""
    return [
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


def infusion_day_alt(info: InfusionDayInfo) -> str:
    """Say what the picture of the infusion day shows."""
    told = [f"{bar.label} from {bar.start:g} to {bar.end:g} hours." for bar in info.bars]
    told += [f"From {item.hour:g} hours: {item.label}." for item in info.moments]
    return f"Infusion day. {info.axis}: {' '.join(told)}"
