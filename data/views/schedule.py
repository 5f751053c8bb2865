"""When what is given: the schedule of every arm group, and the whole time of one participant.

Both are one reading. The doses are those of `data.schedule`, the order of the phases and who gets
there those of `data.flow`; tumour assessments are published. Nothing is counted or spaced here that
one of them does not say: what has no stated week stands off the scale.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from data.annotations import Annotations, PublishedFigure
from data.dose_reviews import drafted_regimen
from data.drafting.doses import drafted_groups
from data.flow import Flow, Step, flow_of
from data.schedule import (
    DAYS_IN_WEEK,
    Administration,
    Course,
    Regimen,
    administration_text,
    administrations,
    course_text,
    dose_text,
    is_open_ended,
    regimen_of,
    rhythm_text,
    what_text,
)
from data.schedule.calendar import ASSESSMENT_FIGURE
from data.schedule.signs import ASSESSMENT, signs_in, signs_of
from data.schedule.words import MAY_BE_LEFT_OUT, total_texts, weeks_text, window_text
from data.study import Study
from data.typography.signs import Sign
from data.views.schedule_model import DRAFTED, TICK, Phase, Schedule, ScheduledEvent, Track
from data.vocabulary import NOT_STATED
from data.words import capitalised

__all__ = ["DRAFTED", "Phase", "Schedule", "ScheduledEvent", "Track"]

SHOWN_WEEKS: Final = 40
"""How far doses without a set end are laid out at least; further where others go on longer."""
TIME_WEEKS: Final = 60
"""The same for the whole time of a participant, where it shows how often assessments recur."""
_MOST_ARMS_TOLD: Final = 3
_MOST_WEEKS: Final = 112
REVIEWED: Final = "drafted by a program, reviewed by a person"
_HEADING: Final = "Dosing schedule in weeks."
OFF_SCALE: Final = "week not stated"
TOTALS_KEY: Final = "below activity: what it adds up to (computed)"
"""How the picture is to be read where totals stand below the doses."""


def schedule_of(study: Study, annotations: Annotations, *, whole: bool = False) -> Schedule:
    """Tell what every arm group is given, phase by phase in the order of the flow.

    Where nobody has read a schedule, it is drafted from the record's words and says so.

    Args:
        study: the record.
        annotations: what has been read out of it: schedule, flow and published figures.
        whole: tell the whole time of a participant: screening, assessments and follow-up too.
    """
    regimens = annotations.schedule.regimens
    if not regimens or annotations.schedule.reviews:
        return _with_drafts(study, annotations)
    weeks = _weeks(regimens, TIME_WEEKS if whole else SHOWN_WEEKS)
    flow = flow_of(study, annotations)
    told = (_phase(step, flow, study, annotations, weeks, whole=whole) for step in flow.steps)
    phases = tuple(filter(None, told))
    read = {item.group for item in regimens}
    return Schedule(
        nct_id=study.nct_id,
        phases=phases,
        weeks=weeks,
        without=tuple(
            group.label or "an arm group without a name"
            for group in study.arm_groups
            if group.label not in read
        ),
    )


def _with_drafts(study: Study, annotations: Annotations) -> Schedule:
    """Tell each arm group as reviewed, or as drafted where not all of its drafts are judged."""
    told: list[tuple[int | None, Regimen, str, bool]] = []
    without = []
    for place, (group, drafts) in enumerate(drafted_groups(study)):
        reviewed = regimen_of(annotations, group.label)
        regimen = reviewed or drafted_regimen(group, drafts)
        if regimen is not None:
            arm = place if study.arm_groups else None
            told.append((arm, regimen, group.description or "", reviewed is None))
        elif study.arm_groups:
            without.append(group.label or "an arm group without a name")
    regimens = tuple(regimen for _, regimen, _, _ in told)
    weeks, signs = min(_MOST_WEEKS, _weeks(regimens, SHOWN_WEEKS)), signs_in(regimens)
    return Schedule(
        nct_id=study.nct_id,
        phases=tuple(
            Phase(
                name=regimen.short,
                about=f"{DRAFTED if drafted else REVIEWED}; week 0: {regimen.start}",
                arm=arm,
                tracks=tuple(_doses(regimen, signs, weeks)),
                quote=quote,
                drafted=drafted,
            )
            for arm, regimen, quote, drafted in told
        ),
        weeks=weeks,
        without=tuple(without),
    )


def _weeks(regimens: tuple[Regimen, ...], least: int) -> int:
    """So far that the scale holds every dose whose number and week are stated."""
    counted = (item.day or 0 for one in regimens for item in administrations(one, until_day=0))
    return max(least, -(-max(counted, default=0) // (TICK * DAYS_IN_WEEK)) * TICK)


def _phase(
    step: Step, flow: Flow, study: Study, annotations: Annotations, weeks: int, *, whole: bool
) -> Phase | None:
    if whole and step.kind == "screening":
        return _without_weeks(step, f"before week 0; how long is {NOT_STATED}")
    if whole and step.kind == "follow_up":
        return _without_weeks(step, f"after treatment; when and how long is {NOT_STATED}")
    group = study.arm_groups[step.position] if step.position is not None else None
    regimen = regimen_of(annotations, group.label) if group else None
    if regimen is None or group is None:
        return None
    is_assessed = whole and step.kind != "later"
    assessment = annotations.published.get(ASSESSMENT_FIGURE) if is_assessed else None
    return Phase(
        name=regimen.short,
        about=_about(step, flow, regimen),
        arm=step.root,
        tracks=(
            *_doses(regimen, signs_of(annotations), weeks),
            *(_assessments(assessment, annotations, weeks) if assessment else ()),
        ),
        quote=group.description or "",
        notes=tuple(note.text for note in regimen.notes),
    )


def is_assessed(regimen: Regimen, study: Study, annotations: Annotations) -> bool:
    """Whether the published assessments are of this arm, not of one that is come to later."""
    steps = flow_of(study, annotations).steps
    groups = study.arm_groups
    return any(
        step.position is not None
        and groups[step.position].label == regimen.group
        and step.kind != "later"
        for step in steps
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


def _doses(regimen: Regimen, signs: Mapping[str, Sign], weeks: int) -> Iterator[Track]:
    """One track for each drug and dose, which may be given in several courses."""
    last = weeks * DAYS_IN_WEEK
    all_of_them = administrations(regimen, until_day=last)
    items = tuple(item for item in all_of_them if item.day is None or item.day <= last)
    together: dict[str, list[Course]] = {}
    for course in regimen.courses:
        together.setdefault(what_text(course), []).append(course)
    for name, courses in together.items():
        yield Track(
            name=name,
            rhythm="; ".join(rhythm_text(course, regimen) for course in courses),
            short="; ".join(rhythm_text(course, regimen, short=True) for course in courses),
            sign=signs[courses[0].drug],
            events=tuple(_dose(item, items) for item in items if item.course in courses),
            goes_on=any(
                (is_open_ended(course) and course.first_day is not None)
                or any(item.course is course and item not in items for item in all_of_them)
                for course in courses
            ),
            notes=tuple(note.text for course in courses for note in course.notes),
        )


def _dose(item: Administration, items: tuple[Administration, ...]) -> ScheduledEvent:
    total = total_texts(item, items)
    return ScheduledEvent(
        text=administration_text(item, total),
        day=item.day,
        earliest=item.earliest,
        latest=item.latest,
        optional=item.optional,
        total=total,
        source=item.course.quote,
    )


def _assessments(
    published: PublishedFigure, annotations: Annotations, last: int
) -> Iterator[Track]:
    weeks = published.weeks
    if weeks is None:
        return
    source = "; ".join(annotations.citations[key].text for key in published.citations)
    yield Track(
        name=f"{published.label} (published)",
        rhythm=published.value,
        short=published.value,
        sign=ASSESSMENT,
        events=tuple(
            ScheduledEvent(
                text=f"{published.label}: {f'week {week}' if week else 'baseline'}",
                day=week * DAYS_IN_WEEK,
                source=source,
            )
            for week in weeks.until(last)
        ),
        goes_on=weeks.then_every is not None,
        published=True,
    )


def schedule_finding(schedule: Schedule) -> str:
    """Say how often the first treatment of each arm is given: `Lutathera: every 8 weeks, 4 times`.

    Nothing of many arms: none stands for all.
    """
    first: dict[int, str] = {}
    for phase in schedule.phases:
        own = [track for track in phase.tracks if not track.published and track.short]
        if phase.arm is not None and own:
            first.setdefault(phase.arm, f"{own[0].name}: {own[0].short}")
    told = dict.fromkeys(first.values())
    return "; ".join(told) if len(told) <= _MOST_ARMS_TOLD else ""


def schedule_table(schedule: Schedule) -> list[dict[str, str]]:
    """Tell the schedule as rows: one for each thing done, in the order of phases and weeks."""
    return [
        {
            "Phase": phase.name,
            "What": track.name,
            "Week": NOT_STATED if event.day is None else weeks_text(event.day),
            "Window (weeks)": window_text(event.earliest, event.latest),
            "In all (computed)": " = ".join(event.total),
            "Optional": MAY_BE_LEFT_OUT if event.optional else "",
            "How often": track.rhythm,
            "From": _from(track, phase),
            "Source": event.source,
            "Note": " ".join((*track.notes, *phase.notes)),
        }
        for phase in schedule.phases
        for track in phase.tracks
        for event in track.events
    ] + [
        {
            "Phase": phase.name,
            "What": phase.about,
            **dict.fromkeys(("Week", "Window (weeks)", "In all (computed)", "Optional"), ""),
            "How often": "",
            "From": "record",
            "Source": phase.quote,
            "Note": "",
        }
        for phase in schedule.phases
        if not phase.tracks
    ]


def _from(track: Track, phase: Phase) -> str:
    if track.published:
        return "published"
    return f"record, {DRAFTED}" if phase.drafted else "record"


def schedule_alt(schedule: Schedule) -> str:
    """Describe the picture in a few sentences."""
    if not schedule.phases:
        return (
            "Nobody has read the dosing schedule of this record, and its words hold no dose that "
            "could be drafted without doubt: nothing is drawn."
        )
    told = []
    for phase in schedule.phases:
        rhythms = "; ".join(f"{track.name}, {track.rhythm}" for track in phase.tracks)
        told.append(f"{phase.name} ({phase.about}){': ' if rhythms else ''}{rhythms}.")
    heading = f"Dosing schedule in weeks, {DRAFTED}." if schedule.drafted else _HEADING
    return " ".join((heading, *told))


def schedule_key(schedule: Schedule) -> str:
    """Say how the picture is to be read; only what is in it."""
    events = [event for track in schedule.tracks for event in track.events]
    has_scale = any(event.day is not None for event in events)
    off_scale = has_scale and any(track.off_scale for track in schedule.tracks)
    told = [
        capitalised(DRAFTED) if schedule.drafted else "",
        "Each phase has a week 0 of its own" if has_scale else "",
        "open sign: may be left out" if any(event.optional for event in events) else "",
        "box: the window in which it may be given" if any(event.latest for event in events) else "",
        "dashed: goes on" if any(track.goes_on for track in schedule.tracks) else "",
        f"off the scale: {OFF_SCALE}" if off_scale else "",
    ]
    return " · ".join(filter(None, told))


def schedule_remarks(schedule: Schedule) -> tuple[str, ...]:
    """List what a careful reader must know, each once."""
    notes = [note for phase in schedule.phases for note in phase.notes]
    notes += [note for track in schedule.tracks for note in track.notes]
    published = [track for track in schedule.tracks if track.published]
    sources = [f"{track.name}: {track.events[0].source}" for track in published]
    drawn = (
        f"What goes on without a stated end is drawn up to week {schedule.weeks}."
        if any(track.goes_on for track in schedule.tracks)
        else ""
    )
    zero = (
        "The record counts from the first dose, not from randomisation, and does not say how long "
        "lies between the two; the published assessments are drawn on the same scale."
        if published
        else ""
    )
    return tuple(dict.fromkeys(filter(None, (zero, drawn, *notes, *sources))))


def schedule_notes(
    annotations: Annotations, schedule: Schedule
) -> tuple[tuple[str, str, str], ...]:
    """Every reading and remark of the schedule: about what, the words, the record's sentence."""
    found: list[tuple[str, str, str]] = [
        (phase.name, f"{track.name}: {track.rhythm} ({DRAFTED})", track.events[0].source)
        for phase in schedule.phases
        if phase.drafted
        for track in phase.tracks
    ]
    for regimen in annotations.schedule.regimens:
        if regimen.total is not None:
            told = f"cumulative: {dose_text(regimen.total)}"
            found.append((regimen.short, told, regimen.total.quote))
        for course in regimen.courses:
            found.append((regimen.short, course_text(course, regimen), course.quote))
            found += [(regimen.short, f"with {x.value}", x.quote) for x in course.together_with]
            found += [(regimen.short, note.text, note.quote or "") for note in course.notes]
        found += [(regimen.short, note.text, note.quote or "") for note in regimen.notes]
    return tuple(found)
