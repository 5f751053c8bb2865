"""When: the milestones of the study along a line of time, and how far it has come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from data.dates import day_in_words
from data.deck import typeset
from data.deck.brief import Brief
from data.deck.model import LEAST_TYPE, Slide
from data.deck.notes import plain_notes
from data.deck.split import split_slides
from data.deck.typeset import say
from data.pictures.scene import (
    LINE_HEIGHT,
    Align,
    Colour,
    Frame,
    Marker,
    Paragraph,
    Part,
    Rule,
    Scene,
    Text,
)
from data.pictures.typeset import paragraph_height, set_paragraph, text_height, width_of
from data.timeline.milestones import Certainty, Milestone, MilestoneGroup
from data.timeline.ticks import ticks
from data.topics import Topic
from data.typography.signs import IN_TEXT
from data.typography.width import text_width
from data.views.timeline import (
    TimelineInfo,
    progress_in_words,
    timeline_alt,
    timeline_info,
)
from data.vocabulary import NOT_STATED

KEY: Final = Topic.TIMELINE
_LINE: Final = LEAST_TYPE * LINE_HEIGHT
_LEVELS: Final = 2  # of labels above the axis, and as many below
_LEVEL_GAP: Final = 14.0
_STEM: Final = 36.0  # from the axis to the first label
_BELOW_AXIS: Final = 44.0  # the years
_RADIUS: Final = 10.0
_AIR: Final = 12.0  # between two labels
_ABOVE_CAPTION: Final = 20.0
_MOST_PUBLICATIONS: Final = 3
_TICK_ROOM: Final = 110.0  # pixels for one year at least
# What a talk needs most, first; publications and the rest come after these.
_IMPORTANCE: Final = (
    "start",
    "completion",
    "primary-completion",
    "results-posted",
    "enrolment",
    "last-update",
    "first-posted",
)


def slides(brief: Brief) -> tuple[Slide, ...]:
    """Draw the timeline; list every milestone where the picture leaves some out."""
    info = timeline_info(brief.study, brief.annotations, brief.as_of)
    heading = typeset.title(KEY.heading, brief.size)
    room = typeset.body(heading, brief.size)
    caption = _caption(info, room, lay=brief.lay)
    below = text_height(caption) + _ABOVE_CAPTION
    picture, left_out = _picture(brief, info, replace(room, height=room.height - below))
    bottom = picture.frame.bottom + _ABOVE_CAPTION if picture else room.y
    text = Text(frame=replace(room, y=bottom, height=text_height(caption)), paragraphs=caption)
    first = Slide(
        key=KEY,
        name="milestones",
        title=heading,
        blocks=(picture, text) if picture else (text,),
        notes=tuple(_notes(brief, info)),
        sources=(brief.record, *_cited(info)),
    )
    wanted = info.milestones and (left_out or info.undated or not brief.lay)
    return (first, *(_tables(brief, info) if wanted else ()))


def _caption(info: TimelineInfo, room: Frame, *, lay: bool) -> tuple[Paragraph, ...]:
    told = [f"{progress_in_words(info)}."]
    if info.contradictions:
        told.append(info.contradictions[0])
    told.append(" · ".join(_signs_in_words(info.dated, lay)))
    return tuple(
        set_paragraph(say(text, colour="text" if place == 0 else "muted"), room.width, most=2)
        for place, text in enumerate(filter(None, told))
    )


def _signs_in_words(dated: Sequence[Milestone], lay: bool) -> Iterator[str]:
    for certainty in Certainty:
        filled = {item.is_filled(item.moments[0]) for item in dated if item.certainty is certainty}
        if filled:
            full, hollow = IN_TEXT[certainty.sign]
            signs = f"{full if True in filled else ''}{hollow if False in filled else ''}"
            yield f"{signs} {certainty.in_plain if lay else certainty}"


def _cited(info: TimelineInfo) -> tuple[str, ...]:
    return (
        ("publications it cites",)
        if any(i.group is MilestoneGroup.PUBLICATIONS for i in info.dated)
        else ()
    )


def _notes(brief: Brief, info: TimelineInfo) -> Iterator[str]:
    yield from info.contradictions
    for item in sorted(info.dated, key=lambda item: item.order):
        note = f" {item.source.note}" if item.source.note else ""
        told = f"{item.name}, {item.when} ({item.certainty.in_full})"
        yield f"{told}. {item.source.place}: “{item.source.text}”{note}"
    for item in info.undated:
        yield f"{item.name}: date {NOT_STATED}. {item.source.place}: “{item.source.text}”"
    if brief.lay:
        yield from plain_notes(brief.annotations.plain.milestones.values(), brief.annotations)


def _name(brief: Brief, item: Milestone) -> str:
    plain = brief.annotations.plain.milestones.get(item.key)
    return plain.name if brief.lay and plain else item.name


# The picture


@dataclass(frozen=True, kw_only=True)
class _Scale:
    """Days to pixels."""

    first: date
    last: date
    left: float
    right: float

    def x(self, day: date) -> float:
        share = (day - self.first) / (self.last - self.first)
        return self.left + (self.right - self.left) * share


@dataclass(frozen=True, kw_only=True)
class _Label:
    """What stands beside a moment: its lines, and the rectangle they fill."""

    paragraphs: tuple[Paragraph, ...]
    frame: Frame
    x: float
    align: Align

    def parts(self) -> Iterator[Text]:
        """Yield its paragraphs, close below one another."""
        top = self.frame.y
        for item in self.paragraphs:
            height = paragraph_height(item)
            frame = replace(self.frame, y=top, height=height)
            yield Text(frame=frame, paragraphs=(item,), align=self.align)
            top += height


def _picture(brief: Brief, info: TimelineInfo, room: Frame) -> tuple[Scene | None, list[Milestone]]:
    """Draw what there is room for; gives the milestones that are left out too."""
    if not info.dated:
        return None, []
    scale = _Scale(first=info.first, last=info.last, left=room.x, right=room.right)
    axis = room.y + (room.height - _BELOW_AXIS) / 2
    labels: list[_Label] = []
    now = _now_label(info, scale, axis, room)
    if now:
        labels.append(now)
    shown: list[Milestone] = []
    left_out: list[Milestone] = []
    published = 0
    for item in sorted(info.dated, key=_rank):
        published += item.group is MilestoneGroup.PUBLICATIONS
        most = 1 if brief.lay else _MOST_PUBLICATIONS
        enough = item.group is MilestoneGroup.PUBLICATIONS and published > most
        label = None if enough else _placed(brief, item, scale, axis, room, labels)
        if label is None:
            left_out.append(item)
        else:
            labels.append(label)
            shown.append(item)
    parts = (
        *_drawn_axis(info, scale, axis, [item.x for item in labels if item.frame.y > axis]),
        *(_stem(label, axis) for label in labels),
        *(part for item in shown for part in _sign(item, scale, axis)),
        *(text for item in labels for text in item.parts()),
    )
    return _fitted(parts, room, timeline_alt(info)), left_out


def _rank(item: Milestone) -> tuple[int, int]:
    """What is written in first: by importance, and publications in the order of the record."""
    if item.key in _IMPORTANCE:
        return (_IMPORTANCE.index(item.key), 0)
    number = item.key.rpartition("-")[2]
    return (len(_IMPORTANCE), int(number) if number.isdigit() else 0)


def _fitted(parts: Sequence[Part], room: Frame, alt: str) -> Scene:
    """Begin at the top of the room, and end where the lowest part does."""
    top = min(_extent(part)[0] for part in parts)
    bottom = max(_extent(part)[1] for part in parts)
    moved = tuple(_moved(part, room.y - top) for part in parts)
    return Scene(frame=replace(room, height=bottom - top), parts=moved, alt=alt)


def _extent(part: Part) -> tuple[float, float]:
    match part:
        case Rule():
            return min(part.y1, part.y2), max(part.y1, part.y2)
        case Marker():
            return part.y - part.radius, part.y + part.radius
        case Text():
            return part.frame.y, part.frame.bottom
        case _:
            raise TypeError(f"no {type(part).__name__} on a timeline")


def _moved(part: Part, down: float) -> Part:
    match part:
        case Rule():
            return replace(part, y1=part.y1 + down, y2=part.y2 + down)
        case Marker():
            return replace(part, y=part.y + down)
        case Text():
            return replace(part, frame=replace(part.frame, y=part.frame.y + down))
        case _:
            raise TypeError(f"no {type(part).__name__} on a timeline")


def _drawn_axis(
    info: TimelineInfo, scale: _Scale, axis: float, stems: Sequence[float]
) -> Iterator[Part]:
    """The line of time; a year is not written where a stem goes down."""
    yield Rule(x1=scale.left, y1=axis, x2=scale.right, y2=axis, width=3)
    if info.start and info.progress:
        now = min(max(info.as_of, info.start), info.completion or info.as_of)
        if now > info.start:
            yield Rule(
                x1=scale.x(info.start),
                y1=axis,
                x2=scale.x(now),
                y2=axis,
                colour="accent",
                width=8,
            )
    most = int((scale.right - scale.left) / _TICK_ROOM)
    for tick in ticks(info.first, info.last, most=most):
        x = scale.x(tick.day)
        width = text_width(tick.text, LEAST_TYPE) + 2
        outside = x - width / 2 < scale.left or x + width / 2 > scale.right
        yield Rule(x1=x, y1=axis, x2=x, y2=axis + 14)
        if outside or any(abs(x - stem) < width / 2 + 4 for stem in stems):
            continue
        yield Text(
            frame=Frame(x=x - width / 2, y=axis + 14, width=width, height=_LINE),
            paragraphs=(Paragraph(lines=(tick.text,), colour="muted"),),
            align="middle",
        )


def _stem(label: _Label, axis: float) -> Rule:
    above = label.frame.y < axis
    end = label.frame.bottom if above else label.frame.y
    return Rule(x1=label.x, y1=axis, x2=label.x, y2=end)


def _sign(item: Milestone, scale: _Scale, axis: float) -> Iterator[Part]:
    colour = "muted" if item.group is MilestoneGroup.REGISTRY else "text"
    if item.is_period:
        yield Rule(
            x1=scale.x(item.first_day),
            y1=axis - 12,
            x2=scale.x(item.last_day),
            y2=axis - 12,
            colour=colour,
            width=5,
        )
    yield Marker(
        x=scale.x(item.first_day),
        y=axis,
        radius=_RADIUS,
        shape=item.certainty.sign,
        fill=colour if item.is_filled(item.moments[0]) else "background",
        outline=colour,
        alt=f"{item.name}: {item.when}, {item.certainty}",
    )


def _now_label(info: TimelineInfo, scale: _Scale, axis: float, room: Frame) -> _Label | None:
    said = (say(f"As of {day_in_words(info.as_of)}", colour="accent", bold=True),)
    return _free(said, scale.x(info.as_of), axis, room, [])


def _placed(
    brief: Brief,
    item: Milestone,
    scale: _Scale,
    axis: float,
    room: Frame,
    taken: Sequence[_Label],
) -> _Label | None:
    word = item.plain_certainty if brief.lay else item.certainty
    when = item.moments[0].span if not item.is_period else item.when
    colour: Colour = "muted"
    paragraphs = (say(_name(brief, item), bold=True), say(f"{when}, {word}", colour=colour))
    return _free(paragraphs, scale.x(item.first_day), axis, room, taken)


def _free(
    paragraphs: Sequence[Paragraph],
    x: float,
    axis: float,
    room: Frame,
    taken: Sequence[_Label],
) -> _Label | None:
    """Find the first place, from the axis outwards, where a label covers no other and no stem."""
    for narrow in (False, True):
        wide = 240.0 if narrow else 420.0
        broken = tuple(set_paragraph(item, wide, most=2) for item in paragraphs)
        width = max(width_of(item) for item in broken) + 1
        height = sum(map(paragraph_height, broken))
        for frame, align in _spots(x, axis, width, height, room):
            label = _Label(paragraphs=broken, frame=frame, x=x, align=align)
            if all(_apart(label, other, axis) for other in taken):
                return label
    return None


def _spots(
    x: float, axis: float, width: float, height: float, room: Frame
) -> Iterator[tuple[Frame, Align]]:
    """Yield places for a label, over its mark first; text keeps to the side of the mark."""
    sides: tuple[tuple[float, Align], ...] = (
        (x - width / 2, "middle"),
        (x - 8, "start"),
        (x - width + 8, "end"),
    )
    for level in range(_LEVELS):
        away = _STEM + level * (2 * _LINE + _LEVEL_GAP)
        for top in (axis - away - height, axis + _BELOW_AXIS + away - _STEM):
            if top < room.y or top + height > room.bottom:
                continue
            for left, align in sides:
                if left >= room.x and left + width <= room.right:
                    yield Frame(x=left, y=top, width=width, height=height), align


def _apart(one: _Label, other: _Label, axis: float) -> bool:
    """Whether two labels, and the stems of both, keep away from each other."""
    if _near(one.frame, other.frame):
        return False
    return not (_meets(one, other, axis) or _meets(other, one, axis))


def _near(one: Frame, other: Frame) -> bool:
    return (
        one.x < other.right + _AIR
        and other.x < one.right + _AIR
        and one.y < other.bottom + 6
        and other.y < one.bottom + 6
    )


def _meets(label: _Label, other: _Label, axis: float) -> bool:
    """Whether the stem of a label passes through another label."""
    rule = _stem(label, axis)
    low, high = sorted((rule.y1, rule.y2))
    frame = other.frame
    return frame.x - 4 < label.x < frame.right + 4 and low < frame.bottom and frame.y < high


# The table


def _tables(brief: Brief, info: TimelineInfo) -> Iterator[Slide]:
    name = "The dates" if brief.lay else "All dates"
    room = typeset.body(typeset.title(name, brief.size), brief.size)
    papers = [item for item in info.in_order if item.group is MilestoneGroup.PUBLICATIONS]
    # A lay audience is not read a list of publications; the notes have them.
    left_out = papers[_MOST_PUBLICATIONS:] if brief.lay else []
    rows = [
        (
            _name(brief, item),
            item.when or NOT_STATED,
            str(item.certainty) if item.moments else "",
            *(() if brief.lay else (item.source.place,)),
        )
        for item in info.in_order
        if item not in left_out
    ]
    if left_out:
        rows.append((f"and {len(left_out)} more publications", "", ""))
    head = ("Milestone", "Date", "Certainty", *(() if brief.lay else ("Source",)))
    tables = typeset.tables(
        head,
        rows,
        typeset.natural_shares(head, rows, room.width),
        room,
        alt=f"All dates of {brief.study.nct_id}, in order of time.",
        most_lines=2,
    )
    notes = tuple(_notes(brief, info))
    yield from split_slides(
        brief, KEY, name, tables, name="dates", notes=notes, sources=tuple(_cited(info))
    )
