"""How a drafted dose is worded."""

from __future__ import annotations

from typing import Final

from data.drafting.doses.model import Cycle, DraftDose, Interval, Range, Timespan

_TIMES: Final = {
    "s": "second", "min": "minute", "h": "hour", "d": "day", "wk": "week", "mo": "month",
    "y": "year",
}  # fmt: skip
_OFTEN: Final = {1.0: "once", 2.0: "twice"}
_COUNTED: Final = ("{tablet}", "{capsule}", "{drop}", "{puff}", "{spray}")
_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SIGNS: Final = str.maketrans("", "", "{}[]")


def dose_words(dose: DraftDose) -> tuple[str, ...]:
    """Say each part of a drafted dose in a few words; what the text does not say is left out."""
    told_with_count = dose.count and dose.count.of_cycles and dose.cycle and not dose.cycle.days
    cycle = _cycle(dose.cycle) if dose.cycle and not told_with_count else ""
    interval = _interval(dose.interval, dose.window) if dose.interval else ""
    if interval and not dose.is_dense and dose.cycle and len(dose.cycle.days or ()) > 1:
        cycle, interval = f"{cycle}, then {interval}", ""
    if dose.interval and (dose.unit or "").endswith("/d"):
        interval = (
            f"in {_range(Range(low=dose.interval.low, high=dose.interval.high))} divided doses"
        )
    parts = (
        amount_words(dose),
        dose.route or "",
        interval,
        cycle,
        f"over {timespan_words(dose.infusion)}" if dose.infusion else "",
        _count(dose) if dose.count else "",
        f"for {timespan_words(dose.duration)}" if dose.duration else "",
        dose.until or "",
        "one step of a changing dose" if dose.titration else "",
        dose.only or "",
    )
    return tuple(part for part in parts if part)


def amount_words(dose: DraftDose) -> str:
    """Write the amount with its unit; empty where the text states none."""
    if dose.amount is None:
        return ""
    unit = (dose.unit or "").replace("/d", " a day").replace("ug", "µg").translate(_SIGNS)
    if unit == "AUC":
        return f"AUC {_range(dose.amount)}"
    many = "s" if dose.unit in _COUNTED and dose.amount.high > 1 else ""
    return f"{_range(dose.amount)} {unit}{many}".strip()


def timespan_words(span: Timespan) -> str:
    """Write a length of time: `30 minutes`, `2 to 4 weeks`."""
    number = _range(Range(low=span.low, high=span.high))
    return f"{number} {_TIMES[span.unit]}{'' if span.high == 1 else 's'}"


def _range(value: Range) -> str:
    high = _number(value.high)
    if value.low is None:
        return f"up to {high}"
    return high if value.low == value.high else f"{_number(value.low)} to {high}"


def _number(value: float) -> str:
    if value < 1e6:
        return f"{value:,.6g}"
    number, power = f"{value:.3e}".split("e")
    return f"{float(number):g} × 10{str(int(power)).translate(_RAISED)}"


def _interval(interval: Interval, window: Timespan | None) -> str:
    number = _range(Range(low=interval.low, high=interval.high))
    if interval.per:
        often = _OFTEN.get(interval.low) if interval.low == interval.high else None
        words = f"{often or f'{number} times'} a {_TIMES[interval.per]}"
    else:
        unit = _TIMES[interval.every or "d"]
        single = "once a day" if unit == "day" else f"every {unit}"
        words = single if interval.high == 1 else f"every {number} {unit}s"
    return f"{words} ± {timespan_words(window)}" if window else words


def _cycle(cycle: Cycle) -> str:
    unit = {"d": "day", "wk": "week", "mo": "month"}[cycle.unit]
    length = f"each {cycle.length}-day cycle" if cycle.length else ""
    if not cycle.days:
        return f"in {length}"
    first, last = cycle.days[0], cycle.days[-1]
    whole = len(cycle.days) > 2 and last - first == len(cycle.days) - 1
    listed = f"{first} to {last}" if whole else ", ".join(map(str, cycle.days))
    words = f"{unit}{'s' if len(cycle.days) > 1 else ''} {listed}"
    return f"{words} of {length}" if length else words


def _count(dose: DraftDose) -> str:
    """How many times, or how many cycles; `up to 6 cycles of 21 days`."""
    count, cycle = dose.count, dose.cycle
    if count is None or (count.high == 1 and not count.of_cycles):
        return "once"
    if not count.of_cycles:
        return f"{_range(count)} times"
    length = f" of {cycle.length} days" if cycle and cycle.length and not cycle.days else ""
    return f"{_range(count)} cycle{'' if count.high == 1 else 's'}{length}"
