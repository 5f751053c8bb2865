"""What is given: the dosing schedule as a picture where somebody has read it, else in words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from data.annotations.plain import PlainEntry
from data.deck import typeset
from data.deck.brief import Brief
from data.deck.model import LEAST_TYPE, Slide, TableCell
from data.deck.notes import plain_notes
from data.deck.split import split_slides
from data.deck.typeset import say
from data.pictures.infusion_day import infusion_day_scene
from data.pictures.move import moved
from data.pictures.scene import Frame, Paragraph, Scene
from data.pictures.schedule import SLIDE, ScheduleSpacing, in_parts, schedule_scene
from data.pictures.typeset import NO_LIMIT, set_paragraph, text_height
from data.schedule import rhythm_text, what_text
from data.study import ArmGroup
from data.topics import Topic
from data.views.infusion_day import (
    InfusionMoment,
    TimedInfusion,
    infusion_day_finding,
    infusion_day_info,
    infusion_day_table,
)
from data.views.schedule import (
    DRAFTED,
    Schedule,
    schedule_key,
    schedule_notes,
    schedule_of,
)
from data.vocabulary import ARM_TYPE, INTERVENTION_TYPE, NOT_STATED, bare_name, in_words
from data.words import capitalised

KEY: Final = Topic.SCHEDULE
_READ: Final = "read by a person"
_CAPTION: Final = 16.0
_SIZES: Final = (SLIDE.times(1.5), SLIDE.times(1.25), SLIDE)
_MOST_ENTRIES: Final = 3  # of plain words on a slide
_READABLE: Final = 26.0
_MOST_MORE: Final = 24.0  # between two rows, where there is room
_MOST_WITHOUT: Final = 3  # groups without a dose that are named; the next slides tell what all get


def slides(brief: Brief) -> tuple[Slide, ...]:
    """Tell what each group is given."""
    schedule = schedule_of(brief.study, brief.annotations)
    if schedule.phases and not schedule.drafted:
        words = _in_plain_words(brief)
        more = () if brief.lay else (*_courses(brief), *_infusion_day(brief))
        return (*words, *_pictures(brief, schedule), *more)
    words = _in_plain_words(brief) or tuple(_groups(brief))
    # What nobody has reviewed is not put before a lay audience.
    drafted = _pictures(brief, schedule) if schedule.phases and not brief.lay else ()
    return (*drafted, *words)


# In plain words


def _in_plain_words(brief: Brief) -> tuple[Slide, ...]:
    """What each group gets, for a lay audience; nothing where nobody has written of any."""
    worded = _worded(brief)
    if not (brief.lay and any(worded)):
        return ()
    return tuple(_plain_slides(brief, worded) if all(worded) else _groups(brief))


def _worded(brief: Brief) -> list[PlainEntry | None]:
    """The plain words of each arm group."""
    plain = brief.annotations.plain.groups
    return [plain.get(group.label or "") for group in brief.study.arm_groups]


def _plain_slides(brief: Brief, worded: Sequence[PlainEntry | None]) -> Iterator[Slide]:
    entries = [entry for entry in worded if entry]
    heading = typeset.title(KEY.heading, brief.size)
    room = typeset.body(heading, brief.size)
    pages = _entry_pages(entries, room)
    for number, page in enumerate(pages, start=1):
        paragraphs = [item for entry in page for item in _entry(entry)]
        yield Slide(
            key=KEY,
            name="treatment",
            title=typeset.title(typeset.numbered(KEY.heading, number, len(pages)), brief.size),
            part_of=KEY.heading,
            blocks=(typeset.set_or_cut(paragraphs, room),),
            notes=plain_notes(page, brief.annotations),
            sources=(brief.record, "plain words: reviewed"),
        )


def _entry(entry: PlainEntry) -> tuple[Paragraph, ...]:
    return (say(entry.name, bold=True), say(entry.plain))


def _entry_pages(entries: Sequence[PlainEntry], room: Frame) -> list[Sequence[PlainEntry]]:
    """As few slides as hold the groups in readable type, evenly full."""
    heights = []
    for entry in entries:
        larger = (replace(item, size=_READABLE) for item in _entry(entry))
        heights.append(text_height([set_paragraph(item, room.width) for item in larger]))
    pages = typeset.evenly(heights, room.height, gap=_READABLE / 2, most=_MOST_ENTRIES)
    return [entries[page] for page in pages]


# The pictures


def _pictures(brief: Brief, schedule: Schedule) -> Iterator[Slide]:
    name = "Week by week" if brief.lay else "Dosing schedule"
    room = typeset.body(typeset.title(name, brief.size), brief.size)
    pages = in_parts(_in_brief(brief, schedule), lambda part: _left(part, room) >= 0)
    fits = (size for size in _SIZES if all(_left(page, room, size) >= 0 for page in pages))
    size = next(fits, SLIDE)
    for number, page in enumerate(pages, start=1):
        told = _caption(page, room)
        picture = moved(_spread(page, room, size), room.x, room.y)
        caption = typeset.placed(told, room, top=picture.frame.bottom + _CAPTION)
        yield Slide(
            key=KEY,
            name="weeks",
            title=typeset.title(typeset.numbered(name, number, len(pages)), brief.size),
            part_of=name,
            blocks=(picture, caption),
            notes=_reading_notes(brief, {phase.name for phase in page.phases}, schedule),
            sources=(brief.record, DRAFTED if schedule.drafted else _READ),
        )


def _in_brief(brief: Brief, schedule: Schedule) -> Schedule:
    """Say it in the words there is room for on a slide.

    A lay audience is told when in plain words, on the slides before; a sponsor in full, after.
    """
    in_plain = brief.lay and brief.annotations.plain.groups
    names = _group_names(brief)
    return replace(
        schedule,
        phases=tuple(
            replace(
                phase,
                name=names.get(phase.name, phase.name),
                about="",
                tracks=tuple(
                    replace(track, rhythm="" if in_plain else track.short) for track in phase.tracks
                ),
            )
            for phase in schedule.phases
        ),
    )


def _caption(schedule: Schedule, room: Frame) -> tuple[Paragraph, ...]:
    told = [schedule_key(schedule)]
    if schedule.without:
        more = len(schedule.without) - _MOST_WITHOUT
        names = [*schedule.without[:_MOST_WITHOUT], *([f"and {more} more"] if more > 0 else [])]
        told.append(f"No dose was read for: {'; '.join(names)}.")
    return tuple(set_paragraph(say(text, colour="muted"), room.width, most=2) for text in told)


def _left(schedule: Schedule, room: Frame, size: ScheduleSpacing = SLIDE) -> float:
    below = _CAPTION + text_height(_caption(schedule, room))
    return room.height - schedule_scene(schedule, room.width, size).frame.height - below


def _spread(schedule: Schedule, room: Frame, size: ScheduleSpacing) -> Scene:
    """Draw it with some of the height that is left between the rows."""
    gaps = len(schedule.tracks) + 2 * len(schedule.phases)
    more = min(_MOST_MORE, max(0.0, _left(schedule, room, size)) / gaps)
    return schedule_scene(schedule, room.width, replace(size, gap=size.gap + more))


def _group_names(brief: Brief) -> dict[str, str]:
    """What a lay audience calls a group, by its short name in the schedule."""
    if not brief.lay:
        return {}
    plain = brief.annotations.plain.groups
    regimens = brief.annotations.schedule.regimens
    return {item.short: plain[item.group].name for item in regimens if item.group in plain}


def _reading_notes(brief: Brief, phases: Collection[str], schedule: Schedule) -> tuple[str, ...]:
    names = _group_names(brief)
    return tuple(
        f"{names.get(group, group)}: {words}" + (f" In the record: “{quote}”" if quote else "")
        for group, words, quote in schedule_notes(brief.annotations, schedule)
        if names.get(group, group) in phases
    )


def _infusion_day(brief: Brief) -> Iterator[Slide]:
    info = infusion_day_info(brief.annotations)
    if info is None:
        return
    name = "Infusion day"
    heading = typeset.headline(infusion_day_finding(info), name, brief.size)
    room = typeset.body(heading, brief.size)
    read: tuple[TimedInfusion | InfusionMoment, ...] = (*info.bars, *info.moments)
    notes = (
        *dict.fromkeys(f"In the record: “{item.quote}”" for item in read),
        *(f"{item.label}, computed: {item.sum}" for item in info.computed),
    )
    picture = moved(infusion_day_scene(info, room.width, LEAST_TYPE), room.x, room.y)
    if picture.frame.bottom > room.bottom:
        rows = [tuple(row.values())[:3] for row in infusion_day_table(info)]
        head = tuple(infusion_day_table(info)[0])[:3]
        tables = typeset.tables(head, rows, (0.6, 0.2, 0.2), room, alt=f"{name}. {info.axis}.")
        yield from split_slides(
            brief, KEY, name, tables, name="infusion-day", notes=notes, sources=(_READ,)
        )
        return
    top = picture.frame.bottom + _CAPTION
    below = replace(room, y=top, height=room.bottom - top)
    computed = [
        say(f"{item.label}: {item.value} (computed)", bullet=True) for item in info.computed
    ]
    told = typeset.set_text(computed, below, sizes=(LEAST_TYPE,)) if computed else None
    yield Slide(
        key=KEY,
        name="infusion-day",
        title=heading,
        blocks=(picture, told) if told else (picture,),
        notes=notes,
        sources=(brief.record, _READ),
    )


# Tables


def _courses(brief: Brief) -> Iterator[Slide]:
    """List every course: to whom, what, how much, how often and when."""
    name = "Doses and intervals"
    room = typeset.body(typeset.title(name, brief.size), brief.size)
    regimens = brief.annotations.schedule.regimens
    rows = [
        (
            regimen.short,
            what_text(course),
            capitalised(rhythm_text(course, regimen)),
        )
        for regimen in regimens
        for course in regimen.courses
    ]
    head = ("Arm group", "Drug and dose", "How often and when")
    tables = typeset.tables(
        head,
        rows,
        typeset.natural_shares(head, rows, room.width),
        room,
        alt=f"Doses and intervals of {brief.study.nct_id}.",
        most_lines=4,
    )
    names = {regimen.short for regimen in regimens}
    notes = _reading_notes(brief, names, schedule_of(brief.study, brief.annotations))
    yield from split_slides(brief, KEY, name, tables, name="doses", notes=notes, sources=(_READ,))


def _groups(brief: Brief) -> Iterator[Slide]:
    """List the arm groups with what they get; without groups, the interventions."""
    groups = brief.study.arm_groups
    heading = typeset.title(KEY.heading, brief.size)
    room = typeset.body(heading, brief.size)
    if not groups and not brief.study.interventions:
        told = "The record lists neither groups nor interventions."
        text = typeset.set_text((say(told),), room, sizes=(28.0, LEAST_TYPE))
        yield Slide(
            key=KEY,
            name="treatment",
            title=heading,
            blocks=(text,) if text else (),
            notes=(f"Arm groups and interventions: {NOT_STATED}.",),
            sources=(brief.record,),
        )
        return
    head, rows = (
        (("Group", "What it gets"), list(map(partial(_group_row, brief), groups, _worded(brief))))
        if groups
        else (("Intervention", "In the record's words"), list(_intervention_rows(brief)))
    )
    shares = (0.36, 0.64)
    tables = typeset.tables(
        head,
        [
            (name if place == 0 else f"{name.text} (goes on)", part)
            for name, told in rows
            for place, part in enumerate(typeset.in_parts(told, shares[1] * room.width))
        ],
        shares,
        room,
        alt=f"What is given in {brief.study.nct_id}, by {head[0].lower()}.",
        most_lines=NO_LIMIT,
    )
    worded = filter(None, _worded(brief) if brief.lay else ())
    notes = (*plain_notes(worded, brief.annotations), *_in_full(brief))
    yield from split_slides(
        brief, KEY, KEY.heading, tables, name="treatment", notes=notes, sources=()
    )


def _group_row(brief: Brief, group: ArmGroup, plain: PlainEntry | None) -> tuple[TableCell, str]:
    if brief.lay and plain:
        return (TableCell(lines=(plain.name,), bold=True), plain.plain)
    label = group.label or "Arm group without a name"
    given = [bare_name(name) for name in group.intervention_names]
    names = ", ".join(name for name in given if name.casefold() not in label.casefold())
    kind = in_words(ARM_TYPE, group.type) if group.type and not brief.lay else ""
    told = " · ".join(filter(None, (kind, names, group.description))) or ", ".join(given)
    return (TableCell(lines=(label,), bold=True), told or NOT_STATED)


def _intervention_rows(brief: Brief) -> Iterator[tuple[TableCell, str]]:
    for item in brief.study.interventions:
        kind = f" ({in_words(INTERVENTION_TYPE, item.type).lower()})" if item.type else ""
        name = f"{item.name or 'Intervention without a name'}{kind}"
        yield (TableCell(lines=(name,), bold=True), item.description or NOT_STATED)


def _in_full(brief: Brief) -> Iterator[str]:
    for group in brief.study.arm_groups:
        names = ", ".join(group.intervention_names)
        yield f"{group.label}: {names}. “{group.description or NOT_STATED}”"
    for item in brief.study.interventions:
        yield f"{item.name}: “{item.description or NOT_STATED}”"
