"""What is given: the dosing schedule as a picture where somebody has read it, else in words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from data.annotations.plain import PlainEntry
from data.deck import typeset
from data.deck.brief import Brief
from data.deck.model import (
    LEAST_TYPE,
    LINE_HEIGHT,
    Cell,
    Frame,
    Marker,
    Outline,
    Paragraph,
    Part,
    Picture,
    Rule,
    Slide,
    Text,
)
from data.deck.notes import plain_notes
from data.deck.split import split_slides
from data.deck.typeset import say
from data.schedule import DAYS_IN_WEEK, rhythm_text, what_text
from data.study import ArmGroup
from data.topics import Topic
from data.views.schedule import (
    OFF_SCALE,
    Event,
    Phase,
    Schedule,
    Track,
    schedule_alt,
    schedule_key,
    schedule_notes,
    schedule_of,
)
from data.vocabulary import ARM_TYPE, INTERVENTION_TYPE, NOT_STATED, bare_name, in_words

KEY: Final = Topic.SCHEDULE
_NAMES_SHARE: Final = 0.36  # of the width, for the names of the drugs
_BETWEEN: Final = 28.0  # from the names to the axis
_AXIS: Final = 54.0  # below the rows: the weeks and what they count
_HEADING: Final = 36.0
_ROW_GAP: Final = 12.0
_GROUP_GAP: Final = 8.0
_RADIUS: Final = 10.0
_WINDOW: Final = 15.0  # half its height
_STEP: Final = 30.0  # from one sign off the scale to the next
_CAPTION: Final = 16.0
_MOST_ENTRIES: Final = 3  # of plain words on a slide
_READABLE: Final = 26.0
_LEAST_ROW: Final = 50.0
_MOST_MORE: Final = 24.0  # by which a row grows where there is room
_FEW_ROWS: Final = 6  # so many may have longer texts


def slides(brief: Brief) -> tuple[Slide, ...]:
    """Tell what each group is given."""
    schedule = schedule_of(brief.study, brief.annotations)
    plain = tuple(_plain_slides(brief)) if brief.lay else ()
    if schedule.phases:
        return (*plain, *_pictures(brief, schedule), *(() if brief.lay else _courses(brief)))
    return plain or tuple(_groups(brief))


# In plain words


def _plain_slides(brief: Brief) -> Iterator[Slide]:
    entries = tuple(brief.annotations.plain.groups.values())
    if not entries:
        return
    heading = typeset.title(KEY.heading, brief.size)
    room = typeset.body(heading, brief.size)
    pages = _entry_pages(entries, room)
    for number, page in enumerate(pages, start=1):
        paragraphs = [item for entry in page for item in _entry(entry)]
        text = typeset.set_text(paragraphs, room, sizes=(28.0, 26.0, LEAST_TYPE))
        yield Slide(
            key=KEY,
            title=typeset.title(typeset.numbered(KEY.heading, number, len(pages)), brief.size),
            part_of=KEY.heading,
            blocks=(text or _cut_text(paragraphs, room),),
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
        heights.append(
            typeset.text_height([typeset.set_paragraph(item, room.width) for item in larger])
        )
    pages = typeset.evenly(heights, room.height, gap=_READABLE / 2, most=_MOST_ENTRIES)
    return [entries[page] for page in pages]


def _cut_text(paragraphs: Sequence[Paragraph], room: Frame) -> Text:
    lines = int(room.height // (LEAST_TYPE * LINE_HEIGHT)) - len(paragraphs)
    found = tuple(
        typeset.set_paragraph(item, room.width, most=max(1, lines // len(paragraphs)))
        for item in paragraphs
    )
    return Text(frame=replace(room, height=typeset.text_height(found)), paragraphs=found)


# The picture


@dataclass(frozen=True, kw_only=True)
class _Row:
    """A row of the picture: what stands beside it, and how high it is.

    Args:
        off: the height of the signs below the name, which have no place on the scale.
    """

    phase: Phase
    track: Track
    heading: Paragraph | None
    name: tuple[Paragraph, ...]
    off: float
    height: float


def _pictures(brief: Brief, schedule: Schedule) -> Iterator[Slide]:
    heading = typeset.title(KEY.heading, brief.size)
    room = typeset.body(heading, brief.size)
    names_of = _group_names(brief)
    rows = [
        _row(brief, phase, track, names_of.get(phase.name, phase.name), room.width)
        for phase in schedule.phases
        for track in phase.tracks
    ]
    pages = _pages(rows, schedule, room)
    for number, page in enumerate(pages, start=1):
        name = "Week by week" if brief.lay else "Dosing schedule"
        told = _caption(page, schedule, room)
        picture = _picture(_part_of(schedule, page), _spread(page, told, room), room)
        frame = Frame(
            x=room.x,
            y=picture.frame.bottom + _CAPTION,
            width=room.width,
            height=typeset.text_height(told),
        )
        yield Slide(
            key=KEY,
            title=typeset.title(typeset.numbered(name, number, len(pages)), brief.size),
            part_of=name,
            blocks=(picture, Text(frame=frame, paragraphs=told)),
            notes=_reading_notes(brief, {item.phase.name for item in page}),
            sources=(brief.record, "read by a person"),
        )


def _row(brief: Brief, phase: Phase, track: Track, group: str, whole: float) -> _Row:
    width = whole * _NAMES_SHARE
    # A lay audience is told when in plain words, on the slides before; a sponsor in full, after.
    told = () if brief.lay and brief.annotations.plain.groups else (track.short,)
    when = ["; ".join((*told, OFF_SCALE))] if track.off_scale else told
    name = (
        typeset.set_paragraph(say(track.name), width, most=2),
        *(
            typeset.set_paragraph(say(_upper_first(text), colour="muted"), width, most=2)
            for text in when
        ),
    )
    first = track is phase.tracks[0]
    off = _STEP * -(-len(track.off_scale) // int(width / _STEP))
    return _Row(
        phase=phase,
        track=track,
        heading=typeset.set_paragraph(say(group, bold=True), whole, most=1) if first else None,
        name=name,
        off=off,
        height=max(_LEAST_ROW, sum(map(typeset.paragraph_height, name)) + off + _ROW_GAP),
    )


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def _pages(rows: Sequence[_Row], schedule: Schedule, room: Frame) -> list[list[_Row]]:
    """Keep the rows of a group together, and as many groups on a slide as it holds."""
    groups: list[list[_Row]] = []
    for item in rows:
        if item.heading or not groups:
            groups.append([])
        groups[-1].append(item)
    pages: list[list[_Row]] = []
    for group in groups:
        longer = [*pages[-1], *group] if pages else []
        if longer and _left(longer, _caption(longer, schedule, room), room) >= 0:
            pages[-1] = longer
        else:
            pages.append(group)
    return pages


def _part_of(schedule: Schedule, rows: Sequence[_Row]) -> Schedule:
    """The phases that a slide shows."""
    return replace(schedule, phases=tuple({item.phase.name: item.phase for item in rows}.values()))


def _caption(rows: Sequence[_Row], schedule: Schedule, room: Frame) -> tuple[Paragraph, ...]:
    text = say(schedule_key(_part_of(schedule, rows)), colour="muted")
    return (typeset.set_paragraph(text, room.width),)


def _left(rows: Sequence[_Row], caption: tuple[Paragraph, ...], room: Frame) -> float:
    return room.height - _height(rows) - _AXIS - _CAPTION - typeset.text_height(caption)


def _spread(rows: Sequence[_Row], caption: tuple[Paragraph, ...], room: Frame) -> list[_Row]:
    """Give rows some of the height that is left."""
    more = min(_MOST_MORE, max(0.0, _left(rows, caption, room)) / len(rows))
    return [replace(item, height=item.height + more) for item in rows]


def _height(rows: Sequence[_Row]) -> float:
    headings = sum(1 for item in rows if item.heading)
    return sum(item.height for item in rows) + headings * (_HEADING + _GROUP_GAP)


def _picture(schedule: Schedule, rows: Sequence[_Row], room: Frame) -> Picture:
    names = room.width * _NAMES_SHARE
    plot = Frame(
        x=room.x + names + _BETWEEN,
        y=room.y,
        width=room.width - names - _BETWEEN - 24,
        height=_height(rows),
    )
    parts: list[Part] = list(_axis(schedule, plot))
    y = room.y
    for item in rows:
        if item.heading:
            frame = Frame(x=room.x, y=y, width=room.width, height=_HEADING)
            parts.append(Text(frame=frame, paragraphs=(item.heading,)))
            y += _HEADING
        parts += _drawn_row(item, schedule.weeks, plot, room.x, y)
        y += item.height + (_GROUP_GAP if _ends_group(item, rows) else 0)
    return Picture(
        frame=Frame(x=room.x, y=room.y, width=room.width, height=plot.height + _AXIS),
        parts=tuple(parts),
        alt=schedule_alt(schedule),
    )


def _ends_group(item: _Row, rows: Sequence[_Row]) -> bool:
    place = rows.index(item)
    return place + 1 == len(rows) or rows[place + 1].heading is not None


def _axis(schedule: Schedule, plot: Frame) -> Iterator[Part]:
    bottom = plot.bottom
    yield Rule(x1=plot.x, y1=bottom, x2=plot.right, y2=bottom)
    for week in schedule.ticks:
        x = _x(week * DAYS_IN_WEEK, schedule.weeks, plot)
        yield Rule(x1=x, y1=plot.y + _HEADING, x2=x, y2=bottom + 8, width=1)
        yield Text(
            frame=Frame(x=x - 22, y=bottom + 10, width=44, height=LEAST_TYPE * LINE_HEIGHT),
            paragraphs=(Paragraph(lines=(f"{week}",), colour="muted"),),
            align="middle",
        )
    yield Text(
        frame=Frame(
            x=plot.x - _BETWEEN - 90, y=bottom + 10, width=84, height=LEAST_TYPE * LINE_HEIGHT
        ),
        paragraphs=(Paragraph(lines=("Week",), colour="muted"),),
        align="end",
    )


def _x(day: int, weeks: int, plot: Frame) -> float:
    return plot.x + plot.width * day / (weeks * DAYS_IN_WEEK)


def _drawn_row(item: _Row, weeks: int, plot: Frame, left: float, top: float) -> Iterator[Part]:
    track, y = item.track, top + (item.height - _ROW_GAP) / 2
    colour = "accent" if item.phase.arm is None else f"arm {item.phase.arm}"
    place = top
    for paragraph in item.name:
        height = typeset.paragraph_height(paragraph)
        frame = Frame(x=left, y=place, width=plot.x - _BETWEEN - left, height=height)
        yield Text(frame=frame, paragraphs=(paragraph,))
        place += height
    if track.on_scale:
        first, last = (_x(track.on_scale[end][0], weeks, plot) for end in (0, -1))
        yield Rule(x1=first, y1=y, x2=last, y2=y, colour=colour, width=3)
        if track.goes_on:
            yield Rule(x1=last, y1=y, x2=plot.right + 20, y2=y, colour=colour, width=3, dashed=True)
    for _, event in track.on_scale:
        yield from _window(event, weeks, plot, y, colour)
    for day, event in track.on_scale:
        yield _sign(track, event, _x(day, weeks, plot), y, colour)
    # Below the words that say so, left of the scale.
    in_row = int((plot.x - _BETWEEN - left) / _STEP)
    for number, event in enumerate(track.off_scale):
        x = left + (number % in_row + 0.5) * _STEP
        yield _sign(track, event, x, place + (number // in_row + 0.5) * _STEP, colour)


def _window(event: Event, weeks: int, plot: Frame, y: float, colour: str) -> Iterator[Outline]:
    if event.earliest is not None and event.latest is not None:
        left, right = _x(event.earliest, weeks, plot), _x(event.latest, weeks, plot)
        top, bottom = y - _WINDOW, y + _WINDOW
        ring = ((left, top), (right, top), (right, bottom), (left, bottom))
        yield Outline(rings=(ring,), fill="surface", outline=colour)


def _sign(track: Track, event: Event, x: float, y: float, colour: str) -> Marker:
    return Marker(
        x=x,
        y=y,
        radius=_RADIUS,
        shape=track.sign,
        fill="background" if event.optional else colour,
        outline=colour,
        alt=event.text,
    )


def _group_names(brief: Brief) -> dict[str, str]:
    """What a lay audience calls a group, by its short name in the schedule."""
    if not brief.lay:
        return {}
    plain = brief.annotations.plain.groups
    regimens = brief.annotations.schedule.regimens
    return {item.short: plain[item.group].name for item in regimens if item.group in plain}


def _reading_notes(brief: Brief, phases: Collection[str]) -> tuple[str, ...]:
    names = _group_names(brief)
    return tuple(
        f"{names.get(group, group)}: {words}" + (f" In the record: “{quote}”" if quote else "")
        for group, words, quote in schedule_notes(brief.annotations)
        if group in phases
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
            _upper_first(rhythm_text(course, regimen)),
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
    notes = _reading_notes(brief, {regimen.short for regimen in regimens})
    yield from split_slides(brief, KEY, name, tables, notes=notes, sources=("read by a person",))


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
            title=heading,
            blocks=(text,) if text else (),
            notes=(f"Arm groups and interventions: {NOT_STATED}.",),
            sources=(brief.record,),
        )
        return
    head, rows = (
        (("Group", "What it gets"), [_group_row(brief, group) for group in groups])
        if groups
        else (("Intervention", "In the record's words"), list(_intervention_rows(brief)))
    )
    tables = typeset.tables(
        head,
        rows,
        (0.36, 0.64),
        room,
        alt=f"What is given in {brief.study.nct_id}, by {head[0].lower()}.",
        most_lines=4 if len(rows) <= _FEW_ROWS else 2,
    )
    yield from split_slides(
        brief, KEY, KEY.heading, tables, notes=tuple(_in_full(brief)), sources=()
    )


def _group_row(brief: Brief, group: ArmGroup) -> tuple[str | Cell, ...]:
    names = ", ".join(bare_name(name) for name in group.intervention_names)
    kind = in_words(ARM_TYPE, group.type) if group.type and not brief.lay else ""
    label = group.label or "Arm group without a name"
    told = " · ".join(filter(None, (kind, names, group.description)))
    return (Cell(lines=(label,), bold=True), told or NOT_STATED)


def _intervention_rows(brief: Brief) -> Iterator[tuple[str | Cell, ...]]:
    for item in brief.study.interventions:
        kind = f" ({in_words(INTERVENTION_TYPE, item.type).lower()})" if item.type else ""
        name = f"{item.name or 'Intervention without a name'}{kind}"
        yield (Cell(lines=(name,), bold=True), item.description or NOT_STATED)


def _in_full(brief: Brief) -> Iterator[str]:
    for group in brief.study.arm_groups:
        names = ", ".join(group.intervention_names)
        yield f"{group.label}: {names}. “{group.description or NOT_STATED}”"
    for item in brief.study.interventions:
        yield f"{item.name}: “{item.description or NOT_STATED}”"
