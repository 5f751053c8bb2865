"""The schedule of a record that nobody has read: drafted from the words of its arm groups.

Week 0 of a line is its first administration. What is given more often than once a week has a sign
on its first day and, where it is stated, on its last; what has no rhythm stands off the scale.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, count, islice, takewhile
from typing import Final

from data.drafting.doses import DraftDose, amount_words, dose_words, draft_doses
from data.drafting.doses.model import DAYS
from data.schedule import DAYS_IN_WEEK
from data.schedule.signs import OF_DRUGS
from data.schedule.words import day_text
from data.study import ArmGroup, Intervention, Study
from data.typography.signs import Sign
from data.views.schedule_model import DRAFTED, Event, Phase, Schedule, Track
from data.vocabulary import bare_name

_WEEKS: Final = 40
_MOST_WEEKS: Final = 112
_MOST_EVENTS: Final = 60
_UNNAMED: Final = "an arm group without a name"
_NO_PLACE: Final = "from when on is not drafted"
_NO_DRUGS: Final = frozenset(["DEVICE", "BEHAVIORAL", "PROCEDURE", "DIAGNOSTIC_TEST"])


def drafted_schedule(study: Study) -> Schedule:
    """Draft what every arm group is given from its own words and those of its interventions."""
    given = {item.name or "": item for item in study.interventions}
    groups = study.arm_groups or (_everybody(study),)
    read = [(group, tuple(_read(group, given))) for group in groups]
    names = dict.fromkeys(_name(dose) for _, found in read for dose, _ in found)
    signs = {name: OF_DRUGS[place % len(OF_DRUGS)] for place, name in enumerate(names)}
    days = [_last(dose) for _, found in read for dose, _ in found]
    weeks = max(_WEEKS, min(_MOST_WEEKS, int(max(days, default=0) / DAYS_IN_WEEK / 8 + 1) * 8))
    return Schedule(
        nct_id=study.nct_id,
        phases=tuple(
            Phase(
                name=group.label or _UNNAMED,
                about=f"{DRAFTED}; week 0: the first dose of each line",
                arm=place if study.arm_groups else None,
                tracks=tuple(_tracks(found, weeks, signs)),
                quote=group.description or "",
            )
            for place, (group, found) in enumerate(read)
            if found
        ),
        weeks=weeks,
        without=tuple(
            group.label or _UNNAMED for group, found in read if study.arm_groups and not found
        ),
        drafted=True,
    )


def _everybody(study: Study) -> ArmGroup:
    """Stand for the participants of a record that lists interventions but no arm groups."""
    names = tuple(item.name for item in study.interventions if item.name)
    return ArmGroup(label="All participants", intervention_names=names)


def _read(group: ArmGroup, given: Mapping[str, Intervention]) -> Iterator[tuple[DraftDose, str]]:
    """Each drafted dose of a group with the words it was read from: the group's own words first."""
    linked = [item for name in group.intervention_names if (item := given.get(bare_name(name)))]
    if linked and all(item.type in _NO_DRUGS for item in linked):
        return
    alone = linked[0].name if len(linked) == 1 else None
    found: dict[str, list[tuple[DraftDose, str]]] = {}
    texts = [(group.description, alone), *((item.description, item.name) for item in linked)]
    names = [(group.label, alone), *((item.name, item.name) for item in linked)]
    for text, name in (*texts, *names):
        told: dict[str, list[tuple[DraftDose, str]]] = {}
        for dose in draft_doses(text or "", name, group.label):
            words = _sentence(text or "", dose)
            told.setdefault(_key(dose, linked), []).append((dose, words))
        for key, doses in told.items():
            found.setdefault(key, doses)
    for doses in found.values():
        yield from doses


def _key(dose: DraftDose, linked: list[Intervention]) -> str:
    """The intervention a dose is of, so that what two texts say of it is told once."""
    name = _name(dose).casefold()
    if len(linked) == 1:
        return linked[0].name or name
    of = (
        item.name
        for item in linked
        if item.name and (name in item.name.casefold() or item.name.casefold() in name)
    )
    return next(of, name)


def _name(dose: DraftDose) -> str:
    return dose.substance or "a substance that is not named here"


def _sentence(text: str, dose: DraftDose) -> str:
    """The whole lines or sentence around a span."""
    start = max(text.rfind(". ", 0, dose.span.start) + 1, text.rfind("\n", 0, dose.span.start) + 1)
    ends = [end for sign in (". ", "\n") if (end := text.find(sign, dose.span.end)) >= 0]
    return text[start : min(ends, default=len(text))].strip()


def _last(dose: DraftDose) -> float:
    """The day up to which a dose is counted; 0 where no end is stated."""
    between = dose.days_between
    if dose.count is not None and between is not None and between >= DAYS_IN_WEEK:
        return (dose.count.high - 1) * between
    listed = dose.cycle is not None and dose.cycle.length is None
    return float(max(_days(dose), default=0)) if listed else 0.0


def _days(dose: DraftDose) -> tuple[int, ...]:
    """The listed days of a dose, from the first day of its cycle."""
    cycle = dose.cycle
    if cycle is None or not cycle.days or cycle.unit == "mo":
        return ()
    if cycle.unit == "wk":
        return tuple(week * DAYS_IN_WEEK for week in cycle.days)
    zero = 0 if 0 in cycle.days else 1
    return tuple(day - zero for day in cycle.days)


def _tracks(
    found: tuple[tuple[DraftDose, str], ...], weeks: int, signs: Mapping[str, Sign]
) -> Iterator[Track]:
    before: set[str] = set()
    for dose, words in found:
        follows, name = _name(dose) in before, _name(dose)
        before.add(name)
        amount = amount_words(dose)
        rhythm = ", ".join(part for part in dose_words(dose) if part != amount)
        if follows:
            rhythm = ", ".join(filter(None, (rhythm, _NO_PLACE)))
        title = f"{name} {amount}".strip()
        days = [] if follows else list(_on_days(dose, weeks))
        events = tuple(_events(dose, days, title, words))
        yield Track(
            name=title,
            rhythm=rhythm or "how often is not drafted",
            short=rhythm or "how often is not drafted",
            sign=signs[name],
            events=events or (Event(text=f"{title}: {rhythm}", day=None, source=words),),
            goes_on=bool(days) and _goes_on(dose),
        )


def _on_days(dose: DraftDose, weeks: int) -> Iterator[int]:
    """The days a dose is given on, as far as its rhythm is stated in weeks or by listed days."""
    between, days = dose.days_between, _days(dose)
    length = dose.cycle.length if dose.cycle else None
    last = weeks * DAYS_IN_WEEK
    if dose.duration is not None and dose.duration.unit in DAYS:
        last = min(last, round(dose.duration.high * DAYS[dose.duration.unit]) - 1)
    if dose.interval is not None and (between is None or between < DAYS_IN_WEEK):
        # Too close to be told apart in weeks: from its first day to its last.
        if length is None and between is not None:
            yield 0
            if dose.duration is not None and last > 0:
                yield last
        return
    if between is not None:
        times = int(dose.count.high) if dose.count else _MOST_EVENTS
        listed = days or (0,)
        later = (listed[-1] + round(number * between) for number in count(1))
        in_time = takewhile(lambda day: day <= last, chain(listed, later))
        yield from islice(in_time, min(times, _MOST_EVENTS))
    elif days and len(days) <= _MOST_EVENTS and not (length and days[-1] >= length):
        counted = dose.count if length else None
        in_each = len(days) if counted and counted.of_cycles else 1
        yield from islice(
            _rounds(days, length, last), int(counted.high) * in_each if counted else None
        )
    elif dose.count is not None and dose.count.high == 1 and dose.cycle is None:
        yield 0


def _rounds(days: tuple[int, ...], length: int | None, last: int) -> Iterator[int]:
    for number in count():
        if number and length is None:
            return
        for day in days:
            if day + number * (length or 0) > last:
                return
            yield day + number * (length or 0)


def _events(dose: DraftDose, days: list[int], title: str, words: str) -> Iterator[Event]:
    window = dose.window
    wide = round(window.high * DAYS[window.unit]) if window and window.unit in DAYS else None
    least = dose.count.low or 1 if dose.count else len(days)
    for number, day in enumerate(days, start=1):
        has_window = wide is not None and number > 1
        yield Event(
            text=f"{title}: {day_text(day)} ({DRAFTED})",
            day=day,
            source=words,
            earliest=day - wide if has_window and wide is not None else None,
            latest=day + wide if has_window and wide is not None else None,
            optional=number > least and dose.days_between is not None,
        )


def _goes_on(dose: DraftDose) -> bool:
    """Whether no number, duration or list of days ends it."""
    once = dose.cycle is not None and dose.cycle.length is None and dose.interval is None
    return dose.count is None and dose.duration is None and not once
