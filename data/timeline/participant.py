"""The clock of one participant: what is done in which week, phase by phase.

The doses are those of `data.schedule`, the phases those of `data.flow`; tumour assessments are
published. Nothing is counted or spaced here that one of them does not say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from data.annotations import Annotations, PublishedFigure
from data.flow import Flow, Step, flow_of
from data.schedule import (
    Administration,
    Course,
    Regimen,
    administrations,
    dose_text,
    interval_text,
    is_open_ended,
    regimen_of,
    times_text,
)
from data.study import Study

ASSESSMENT: Final = "tumour_assessment"
DAYS_IN_WEEK: Final = 7
# What goes on without an end is drawn up to this week: it holds every dose whose number is stated,
# and shows how
# often the rest recurs.
LAST_WEEK: Final = 60


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing done to a participant.

    Args:
        week: weeks from week 0 of its phase; a day is a seventh.
        earliest, latest: the window in which it may be done; None where none is stated.
        optional: the record asks for fewer; this one may be left out.
        text: what is done, in words.
    """

    week: float
    text: str
    earliest: float | None = None
    latest: float | None = None
    optional: bool = False


@dataclass(frozen=True, kw_only=True)
class Track:
    """One thing that is done again and again.

    Args:
        name: what is done.
        rhythm: how often, in words.
        kind: `dose`, or `assessment`.
        order: the place of its drug among all that are given, which gives it its shape.
        goes_on: whether it goes on beyond what is drawn.
        published: the citations it was read from, when it is not in the record.
        source: the sentence it was read from, or the citation.
        notes: what a careful reader must know.
    """

    name: str
    rhythm: str
    kind: str
    order: int
    events: tuple[Event, ...]
    goes_on: bool
    source: str
    published: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Phase:
    """A part of a participant's time in the study, with a week 0 of its own.

    Args:
        name: what it is called.
        about: when it begins and who gets there, in words.
        arm: the place in the record of the arm it belongs to, which gives it its colour; None for
            all.
        tracks: what is done, in weeks; none where the record says nothing that could be drawn.
        quote: the sentence of the record that names it.
    """

    name: str
    about: str
    arm: int | None
    tracks: tuple[Track, ...]
    quote: str
    notes: tuple[str, ...] = ()


def participant_phases(study: Study, annotations: Annotations) -> tuple[Phase, ...]:
    """Lay out a participant's time in the study, phase by phase, in the order of the flow.

    Returns:
        Nothing for a record whose schedule nobody has annotated.
    """
    if not annotations.schedule.regimens:
        return ()
    flow = flow_of(study, annotations)
    return tuple(
        phase
        for step in flow.steps
        if (phase := _phase(step, flow, study, annotations)) is not None
    )


def _phase(step: Step, flow: Flow, study: Study, annotations: Annotations) -> Phase | None:
    if step.kind == "screening":
        return _without_weeks(step, "before week 0; how long is not stated in the record")
    if step.kind == "follow_up":
        return _without_weeks(
            step, "after treatment; when and how long is not stated in the record"
        )
    group = study.arm_groups[step.position] if step.position is not None else None
    regimen = regimen_of(annotations, group.label) if group else None
    if regimen is None:
        return None
    is_later = step.kind == "later"
    drugs = _drugs(annotations)
    assessment = annotations.published.get(ASSESSMENT)
    return Phase(
        name=step.title,
        about=_about(step, flow, regimen),
        arm=step.root,
        tracks=(
            *_doses(regimen, drugs),
            *(() if is_later or assessment is None else _assessments(assessment, annotations)),
        ),
        quote=(group.description or "") if group else "",
        notes=tuple(note.text for note in regimen.notes),
    )


def _without_weeks(step: Step, about: str) -> Phase:
    return Phase(name=step.title, about=about, arm=None, tracks=(), quote=step.quote or "")


def _about(step: Step, flow: Flow, regimen: Regimen) -> str:
    """Say who gets there and what week 0 is."""
    leads = [item.condition for item in flow.transitions if item.target == step.key]
    condition = next((item for item in leads if item), None)
    optional = "optional" if step.optional else ""
    who = ", ".join(filter(None, (optional, f"if {condition}" if condition else "")))
    return "; ".join(filter(None, (who, f"week 0: {regimen.start}")))


def _doses(regimen: Regimen, drugs: tuple[str, ...]) -> Iterator[Track]:
    planned = administrations(regimen, until_day=LAST_WEEK * DAYS_IN_WEEK)
    for course in regimen.courses:
        given = tuple(_dose(item) for item in planned if item.course is course)
        yield Track(
            name=f"{course.drug} {dose_text(course)}",
            rhythm=_rhythm(course, regimen),
            kind="dose",
            order=drugs.index(course.drug),
            events=given,
            goes_on=is_open_ended(course),
            source=course.quote,
            notes=tuple(note.text for note in course.notes),
        )


def _drugs(annotations: Annotations) -> tuple[str, ...]:
    """List the drugs of all phases, each once, so that each has one shape everywhere."""
    courses = (course for regimen in annotations.schedule.regimens for course in regimen.courses)
    return tuple(dict.fromkeys(course.drug for course in courses))


def _rhythm(course: Course, regimen: Regimen) -> str:
    return f"{interval_text(course, regimen)}, {times_text(course)}"


def _dose(item: Administration) -> Event:
    window = ""
    if item.earliest is not None and item.latest is not None:
        window = (
            f", window week {_week(item.earliest / DAYS_IN_WEEK)} to "
            f"{_week(item.latest / DAYS_IN_WEEK)}"
        )
    optional = ", optional" if item.optional else ""
    spaced = "" if item.interval_stated else ", interval not stated in the record"
    return Event(
        week=item.week,
        text=f"{item.name}: {dose_text(item.course)}, {when(item.day)}{window}{optional}{spaced}",
        earliest=None if item.earliest is None else item.earliest / DAYS_IN_WEEK,
        latest=None if item.latest is None else item.latest / DAYS_IN_WEEK,
        optional=item.optional,
    )


def when(day: int) -> str:
    """Say a day of a phase: `week 8`, `week 8, day 1`."""
    weeks, rest = divmod(day, DAYS_IN_WEEK)
    return f"week {weeks}, day {rest}" if rest else f"week {weeks}"


def _week(week: float) -> str:
    return f"{week:.1f}".removesuffix(".0")


def _assessments(published: PublishedFigure, annotations: Annotations) -> Iterator[Track]:
    weeks = published.weeks
    if weeks is None:
        return
    at = list(weeks.at)
    while weeks.then_every and at[-1] + weeks.then_every <= LAST_WEEK:
        at.append(at[-1] + weeks.then_every)
    citations = (annotations.citations[key] for key in published.citations)
    yield Track(
        name=f"{published.label} (published)",
        rhythm=published.value,
        kind="assessment",
        order=0,
        events=tuple(
            Event(week=week, text=f"{published.label}: {_assessment_week(week)}") for week in at
        ),
        goes_on=weeks.then_every is not None,
        source="; ".join(citation.text for citation in citations),
        published=True,
    )


def _assessment_week(week: int) -> str:
    return "baseline" if week == 0 else f"week {week}"
