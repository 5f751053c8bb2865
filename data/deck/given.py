"""What is given: the dosing schedule as a picture where somebody has read it, else in words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
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
    Paragraph,
    Part,
    Picture,
    Rule,
    Shape,
    Slide,
    Text,
)
from data.deck.notes import plain_notes
from data.deck.split import split_slides
from data.deck.typeset import say
from data.schedule import dose_text, when_text
from data.study import ArmGroup
from data.views.schedule import ScheduleInfo, ScheduleRow, schedule_info, schedule_notes
from data.vocabulary import ARM_TYPE, INTERVENTION_TYPE, NOT_STATED, bare_name, in_words

KEY: Final = "given"
_NAME: Final = "What is given"
_NAMES_SHARE: Final = 0.36  # of the width, for the names of the drugs
_BETWEEN: Final = 28.0  # from the names to the axis
_AXIS: Final = 54.0  # below the rows: the weeks and what they count
_HEADING: Final = 36.0
_ROW_GAP: Final = 12.0
_GROUP_GAP: Final = 8.0
_RADIUS: Final = 10.0
_TICK_WEEKS: Final = 8
_SHAPES: Final[tuple[Shape, ...]] = ("diamond", "circle", "square", "triangle")
_CAPTION: Final = 16.0
_MOST_ENTRIES: Final = 3  # of plain words on a slide
_READABLE: Final = 26.0
_LEAST_ROW: Final = 50.0
_MOST_MORE: Final = 24.0  # by which a row grows where there is room
_FEW_ROWS: Final = 6  # so many may have longer texts


def slides(brief: Brief) -> tuple[Slide, ...]:
    """Tell what each group is given."""
    info = schedule_info(brief.study, brief.annotations)
    plain = tuple(_plain_slides(brief)) if brief.lay else ()
    if info.rows:
        return (*plain, *_pictures(brief, info), *(() if brief.lay else _courses(brief)))
    return plain or tuple(_groups(brief))


# In plain words


def _plain_slides(brief: Brief) -> Iterator[Slide]:
    entries = tuple(brief.annotations.plain.groups.values())
    if not entries:
        return
    heading = typeset.title(_NAME, brief.size)
    room = typeset.body(heading, brief.size)
    pages = _entry_pages(entries, room)
    for number, page in enumerate(pages, start=1):
        paragraphs = [item for entry in page for item in _entry(entry)]
        text = typeset.set_text(paragraphs, room, sizes=(28.0, 26.0, LEAST_TYPE))
        yield Slide(
            key=KEY,
            title=typeset.title(typeset.numbered(_NAME, number, len(pages)), brief.size),
            part_of=_NAME,
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
    """A row of the picture: what stands beside it, and how high it is."""

    row: ScheduleRow
    heading: Paragraph | None
    name: tuple[Paragraph, ...]
    height: float


def _pictures(brief: Brief, info: ScheduleInfo) -> Iterator[Slide]:
    heading = typeset.title(_NAME, brief.size)
    room = typeset.body(heading, brief.size)
    names = room.width * _NAMES_SHARE
    names_of = _group_names(brief)
    rows = [
        _row(brief, replace(row, group=names_of.get(row.group, row.group)), names, room.width)
        for row in info.rows
    ]
    pages = _pages(rows, room)
    shapes = _shapes(info)
    for number, page in enumerate(pages, start=1):
        name = "Week by week" if brief.lay else "Dosing schedule"
        told = _caption(page, room)
        picture = _picture(info, _spread(page, room), shapes, room)
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
            notes=_reading_notes(brief, names_of, {item.row.group for item in page}),
            sources=(brief.record, "read by a person"),
        )


def _row(brief: Brief, row: ScheduleRow, width: float, whole: float) -> _Row:
    # A lay audience is told when in plain words, on the slides before.
    when = () if brief.lay and brief.annotations.plain.groups else (" ".join(row.when),)
    name = (
        typeset.set_paragraph(say(row.label), width, most=2),
        *(
            typeset.set_paragraph(say(_upper_first(text), colour="muted"), width, most=2)
            for text in when
        ),
    )
    heading = typeset.set_paragraph(say(row.group, bold=True), whole, most=1) if row.heads else None
    height = max(_LEAST_ROW, sum(map(typeset.paragraph_height, name)) + _ROW_GAP)
    return _Row(row=row, heading=heading, name=name, height=height)


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def _pages(rows: Sequence[_Row], room: Frame) -> list[list[_Row]]:
    """Keep the rows of a group together, and as many groups on a slide as it holds."""
    groups: list[list[_Row]] = []
    for item in rows:
        if item.heading or not groups:
            groups.append([])
        groups[-1].append(item)
    pages: list[list[_Row]] = []
    for group in groups:
        if pages and _fits([*pages[-1], *group], room):
            pages[-1] += group
        else:
            pages.append(group)
    return pages


def _fits(rows: Sequence[_Row], room: Frame) -> bool:
    below = _AXIS + _CAPTION + typeset.text_height(_caption(rows, room))
    return _height(rows) + below <= room.height


def _caption(rows: Sequence[_Row], room: Frame) -> tuple[Paragraph, ...]:
    text = say(_told([item.row for item in rows]), colour="muted")
    return (typeset.set_paragraph(text, room.width),)


def _spread(rows: Sequence[_Row], room: Frame) -> list[_Row]:
    """Give rows some of the height that is left."""
    used = _height(rows) + _AXIS + _CAPTION + typeset.text_height(_caption(rows, room))
    more = min(_MOST_MORE, max(0.0, room.height - used) / len(rows))
    return [replace(item, height=item.height + more) for item in rows]


def _height(rows: Sequence[_Row]) -> float:
    headings = sum(1 for item in rows if item.heading)
    return sum(item.height for item in rows) + headings * (_HEADING + _GROUP_GAP)


def _shapes(info: ScheduleInfo) -> dict[str, Shape]:
    """A sign for each drug and dose, in order of appearance."""
    labels = dict.fromkeys(row.label for row in info.rows)
    return {label: _SHAPES[place % len(_SHAPES)] for place, label in enumerate(labels)}


def _told(rows: Sequence[ScheduleRow]) -> str:
    marks = [mark for row in rows for mark in row.marks]
    told = ["Weeks count from the first dose of each group."]
    if any(mark.optional for mark in marks):
        told.append("Open signs: doses that may be left out.")
    if any(row.goes_on for row in rows):
        told.append("Dashed: goes on.")
    drawn = {
        f"{mark.week - before.week:g}"
        for row in rows
        for before, mark in pairwise(row.marks)
        if not mark.interval_stated
    }
    if drawn:
        weeks = " or ".join(sorted(drawn))
        told.append(f"Where no interval is stated, doses are drawn {weeks} weeks apart.")
    return " ".join(told)


def _picture(
    info: ScheduleInfo, rows: Sequence[_Row], shapes: dict[str, Shape], room: Frame
) -> Picture:
    names = room.width * _NAMES_SHARE
    plot = Frame(
        x=room.x + names + _BETWEEN,
        y=room.y,
        width=room.width - names - _BETWEEN - 24,
        height=_height(rows),
    )
    parts: list[Part] = list(_axis(info.weeks, plot))
    y = room.y
    for item in rows:
        if item.heading:
            frame = Frame(x=room.x, y=y, width=room.width, height=_HEADING)
            heading = replace(item.heading, colour="text")
            parts.append(Text(frame=frame, paragraphs=(heading,)))
            y += _HEADING
        parts += _drawn_row(item, info.weeks, shapes, plot, room.x, y)
        y += item.height + (_GROUP_GAP if _ends_group(item, rows) else 0)
    return Picture(
        frame=Frame(x=room.x, y=room.y, width=room.width, height=plot.height + _AXIS),
        parts=tuple(parts),
        alt=_alt([item.row for item in rows]),
    )


def _ends_group(item: _Row, rows: Sequence[_Row]) -> bool:
    place = rows.index(item)
    return place + 1 == len(rows) or rows[place + 1].heading is not None


def _alt(rows: Sequence[ScheduleRow]) -> str:
    told = (
        f"{row.group}: {row.label}, {' '.join(row.when)}; "
        f"drawn in weeks {', '.join(f'{mark.week:.0f}' for mark in row.marks)}."
        for row in rows
    )
    return f"Dosing schedule in weeks. {' '.join(told)}"


def _axis(weeks: int, plot: Frame) -> Iterator[Part]:
    bottom = plot.bottom
    yield Rule(x1=plot.x, y1=bottom, x2=plot.right, y2=bottom)
    for week in range(0, weeks + 1, _TICK_WEEKS):
        x = _x(week, weeks, plot)
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


def _x(week: float, weeks: int, plot: Frame) -> float:
    return plot.x + plot.width * week / weeks


def _drawn_row(
    item: _Row, weeks: int, shapes: dict[str, Shape], plot: Frame, left: float, top: float
) -> Iterator[Part]:
    row, y = item.row, top + (item.height - _ROW_GAP) / 2
    colour = "accent" if row.root is None else f"arm {row.root}"
    marks = [mark for mark in row.marks if mark.week <= weeks]
    place = top
    for paragraph in item.name:
        height = typeset.paragraph_height(paragraph)
        frame = Frame(x=left, y=place, width=plot.x - _BETWEEN - left, height=height)
        yield Text(frame=frame, paragraphs=(paragraph,))
        place += height
    if marks:
        first, last = _x(marks[0].week, weeks, plot), _x(marks[-1].week, weeks, plot)
        yield Rule(x1=first, y1=y, x2=last, y2=y, colour=colour, width=3)
        if row.goes_on:
            yield Rule(x1=last, y1=y, x2=plot.right + 20, y2=y, colour=colour, width=3, dashed=True)
    for mark in marks:
        yield Marker(
            x=_x(mark.week, weeks, plot),
            y=y,
            radius=_RADIUS,
            shape=shapes[row.label],
            fill="background" if mark.optional else colour,
            outline=colour,
            alt=mark.text,
        )


def _group_names(brief: Brief) -> dict[str, str]:
    """What a lay audience calls a group, by its short name in the schedule."""
    if not brief.lay:
        return {}
    plain = brief.annotations.plain.groups
    regimens = brief.annotations.schedule.regimens
    return {item.short: plain[item.group].name for item in regimens if item.group in plain}


def _reading_notes(
    brief: Brief, names: Mapping[str, str], groups: Collection[str]
) -> tuple[str, ...]:
    return tuple(
        f"{group}: {words}" + (f" In the record: “{quote}”" if quote else "")
        for group, words, quote in schedule_notes(brief.annotations)
        if names.get(group, group) in groups
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
            f"{course.drug} {dose_text(course)}",
            _upper_first(when_text(course, regimen)),
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
    notes = _reading_notes(brief, {}, {regimen.short for regimen in regimens})
    yield from split_slides(brief, KEY, name, tables, notes=notes, sources=("read by a person",))


def _groups(brief: Brief) -> Iterator[Slide]:
    """List the arm groups with what they get; without groups, the interventions."""
    groups = brief.study.arm_groups
    heading = typeset.title(_NAME, brief.size)
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
    yield from split_slides(brief, KEY, _NAME, tables, notes=tuple(_in_full(brief)), sources=())


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
