"""Where everything on the timeline goes, in pixels, so that no label lies on another.

Each group of milestones has its rows. A milestone's marks stand at its dates; its label stands
beside them in the same row, to the right where there is room, else to the left, else above. Rows
are filled from the top: a milestone goes into the first row where it touches nothing.

Across, only dates move when the picture is wider or zoomed in: what a label is set off from its
mark stays. Two things in a row that do not touch at one width therefore do not touch at any greater
one, and a layout for the narrowest screen is good for all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, NamedTuple

from data.timeline.milestones import Milestone, MilestoneGroup
from data.typography.width import shortened, text_width
from data.vocabulary import NOT_STATED

NAME_SIZE: Final = 14.0  # type sizes, in pixels
TEXT_SIZE: Final = 13.0
LINE: Final = 18.5  # from one line of a label to the next
MARK: Final = 7.0  # half the width of a mark
_GAP: Final = 6.0  # between a mark and its label
_BETWEEN: Final = 12.0  # between two things in one row, at least
_ROW_GAP: Final = 9.0
_HEADING: Final = 26.0
_GROUP_GAP: Final = 14.0
_BAR: Final = 26.0  # the row of the bar of elapsed time
_TOP: Final = 28.0  # the row of the as-of label
_LEAST_NAME: Final = 200.0  # names longer than this are cut
_SHORT_NAME: Final = 150.0  # and than this where a date stands in the same line
_MANY: Final = 8  # more publications than this get a label of one line each


class Box(NamedTuple):
    """A rectangle in pixels; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Whether two rectangles share more than an edge."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True, kw_only=True)
class MilestoneLabel:
    """A text in the picture.

    Args:
        name: the first line, in bold; empty when there is none.
        lines: the lines below it.
        day: the day (a proleptic ordinal) that it moves with; None for one at the left edge.
        offset: how far right of that day it begins, at any width; negative when it stands to the
            left.
        box: the room it takes, at the layout's own width.
    """

    name: str
    lines: tuple[str, ...]
    day: float | None
    offset: float
    box: Box

    @property
    def is_left_of_mark(self) -> bool:
        """Whether it ends before its day: then its end must not move, however narrow the font."""
        return self.day is not None and self.offset < -(self.box.right - self.box.left)


@dataclass(frozen=True, kw_only=True)
class MilestoneMark:
    """One date of a milestone.

    Args:
        first, last: the first and the last moment it can mean, as ordinals; the mark stands
            between.
        y: the middle.
    """

    first: float
    last: float
    y: float

    @property
    def middle(self) -> float:
        """Where the mark stands."""
        return (self.first + self.last) / 2


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A milestone with its place in the picture; one without a date has no marks."""

    milestone: Milestone
    marks: tuple[MilestoneMark, ...]
    label: MilestoneLabel


@dataclass(frozen=True, kw_only=True)
class TimelineLayout:
    """The picture: everything with its place.

    Args:
        width, height: in pixels; good for this width and every greater one.
        first, last: the ends of the axis, as ordinals.
        headings: the name of each group, with its place.
        bar_label, bar_y: what stands above the bar of elapsed time, and the bar's middle.
    """

    width: float
    height: float
    first: float
    last: float
    as_of: MilestoneLabel
    headings: tuple[MilestoneLabel, ...]
    placed: tuple[Placed, ...]
    bar_label: MilestoneLabel | None
    bar_y: float | None

    def x(self, day: float) -> float:
        """The place of a moment, in pixels from the left edge."""
        return (day - self.first) / (self.last - self.first) * self.width

    @property
    def labels(self) -> tuple[MilestoneLabel, ...]:
        """Every text in the picture."""
        bar = (self.bar_label,) if self.bar_label else ()
        return (self.as_of, *self.headings, *bar, *(item.label for item in self.placed))


def moment(day: date, *, end: bool = False) -> float:
    """The beginning of a day as an ordinal, or its end."""
    return day.toordinal() + (1.0 if end else 0.0)


def timeline_layout(
    milestones: Sequence[Milestone],
    *,
    first: date,
    last: date,
    as_of: date,
    as_of_label: str,
    bar_label: str,
    width: float,
) -> TimelineLayout:
    """Give everything its place.

    Args:
        milestones: what is drawn, in any order.
        first, last: the time the axis covers.
        as_of: the day that is marked by a line through the picture.
        as_of_label: what stands at that line.
        bar_label: what the bar of elapsed time says; empty when there is none.
        width: the least width of the plot, in pixels.
    """
    axis = _Axis(start=moment(first), end=moment(last, end=True), width=width)
    headings: list[MilestoneLabel] = []
    placed: list[Placed] = []
    y, bar, bar_y = _TOP, None, None
    for group in MilestoneGroup:
        members = [item for item in milestones if item.group is group]
        if not members:
            continue
        headings.append(_at_left_edge(str(group), (), y))
        y += _HEADING
        if group is MilestoneGroup.CONDUCT and bar_label:
            bar, bar_y = _at_left_edge("", (bar_label,), y), y + LINE + _BAR / 2
            y += LINE + _BAR + _ROW_GAP
        rows, y = _rows(members, axis, y)
        placed.extend(rows)
        y += _GROUP_GAP
    return TimelineLayout(
        width=width,
        height=y,
        first=axis.start,
        last=axis.end,
        as_of=_clamped(as_of_label, (), moment(as_of) + 0.5, axis),
        headings=tuple(headings),
        placed=tuple(placed),
        bar_label=bar,
        bar_y=bar_y,
    )


@dataclass(frozen=True, kw_only=True)
class _Axis:
    start: float
    end: float
    width: float

    def x(self, day: float) -> float:
        return (day - self.start) / (self.end - self.start) * self.width


def _rows(members: list[Milestone], axis: _Axis, y: float) -> tuple[list[Placed], float]:
    """Put a group's milestones into rows, and say where the next group may begin."""
    dated = sorted((item for item in members if item.moments), key=lambda item: item.order)
    is_short = len(dated) > _MANY
    rows: list[list[Placed]] = []
    for item in dated:
        placed = _place(item, axis, is_short=is_short)
        row = next((row for row in rows if not _touches(placed, row, axis)), None)
        if row is None:
            rows.append([placed])
        else:
            row.append(placed)
    rows += [[_without_date(item)] for item in members if not item.moments]
    found: list[Placed] = []
    for row in rows:
        height = max(_height(placed) for placed in row)
        found.extend(_moved_down(placed, y + (height - _height(placed)) / 2) for placed in row)
        y += height + _ROW_GAP
    return found, y


def _height(placed: Placed) -> float:
    return max(placed.label.box.bottom, *(mark.y + MARK for mark in placed.marks), 0.0)


def _moved_down(placed: Placed, by: float) -> Placed:
    return replace(
        placed,
        marks=tuple(replace(mark, y=mark.y + by) for mark in placed.marks),
        label=_label_at(placed.label, placed.label.box.top + by),
    )


def _label_at(label: MilestoneLabel, top: float) -> MilestoneLabel:
    box = label.box
    return replace(label, box=Box(box.left, top, box.right, top + box.bottom - box.top))


def _touches(placed: Placed, row: Iterable[Placed], axis: _Axis) -> bool:
    left, right = _extent(placed, axis)
    for other in row:
        other_left, other_right = _extent(other, axis)
        if left < other_right + _BETWEEN and other_left < right + _BETWEEN:
            return True
    return False


def _extent(placed: Placed, axis: _Axis) -> tuple[float, float]:
    """The room a milestone takes across: its label and all its marks."""
    box = placed.label.box
    first = min(axis.x(mark.first) for mark in placed.marks)
    last = max(axis.x(mark.last) for mark in placed.marks)
    middles = [axis.x(mark.middle) for mark in placed.marks]
    return (
        min(box.left, first, min(middles) - MARK),
        max(box.right, last, max(middles) + MARK),
    )


def _place(item: Milestone, axis: _Axis, *, is_short: bool) -> Placed:
    """Set a milestone at the top of the picture, with its label where there is room."""
    spans = [part.span for part in item.moments]
    first = moment(min(span.first.first_day for span in spans))
    last = moment(max(span.last.last_day for span in spans), end=True)
    name, lines = _short_text(item) if is_short else _text(item)
    wide, high = _size(name, lines)
    aside = MARK + _GAP
    if axis.x(last) + aside + wide <= axis.width:
        label, y = _label(name, lines, last, aside, axis), high / 2
    elif axis.x(first) - aside - wide >= 0:
        label, y = _label(name, lines, first, -aside - wide, axis), high / 2
    else:
        label, y = _clamped(name, lines, first, axis), high + MARK
    marks = tuple(
        MilestoneMark(
            first=moment(span.first.first_day), last=moment(span.last.last_day, end=True), y=y
        )
        for span in spans
    )
    return Placed(milestone=item, marks=marks, label=label)


def _text(item: Milestone) -> tuple[str, tuple[str, ...]]:
    """Write a label: the name, then a line for each date; the last of them says how sure it is."""
    dates = [str(part) for part in item.moments]
    if item.group is not MilestoneGroup.PUBLICATIONS:
        dates[-1] = f"{dates[-1]} · {item.certainty}"
    room = max(_LEAST_NAME, *(text_width(line, TEXT_SIZE) for line in dates))
    return shortened(item.name, room, NAME_SIZE, bold=True), tuple(dates)


def _short_text(item: Milestone) -> tuple[str, tuple[str, ...]]:
    """Write a label in one line: the name and the first date."""
    return "", (f"{shortened(item.name, _SHORT_NAME, TEXT_SIZE)} · {item.moments[0]}",)


def _without_date(item: Milestone) -> Placed:
    label = _at_left_edge(item.name, (f"date {NOT_STATED}",), 0)
    return Placed(milestone=item, marks=(), label=label)


def _size(name: str, lines: Sequence[str]) -> tuple[float, float]:
    widths = [text_width(name, NAME_SIZE, bold=True)]
    widths += [text_width(line, TEXT_SIZE) for line in lines]
    return max(widths), (bool(name) + len(lines)) * LINE


def _label(
    name: str, lines: tuple[str, ...], day: float, offset: float, axis: _Axis
) -> MilestoneLabel:
    wide, high = _size(name, lines)
    left = axis.x(day) + offset
    box = Box(left, 0, left + wide, high)
    return MilestoneLabel(name=name, lines=lines, day=day, offset=offset, box=box)


def _clamped(name: str, lines: tuple[str, ...], day: float, axis: _Axis) -> MilestoneLabel:
    """Begin a label at its day, or as much further left as it must to stay inside."""
    wide, _ = _size(name, lines)
    offset = min(0.0, axis.width - wide - axis.x(day))
    return _label(name, lines, day, max(offset, -axis.x(day)), axis)


def _at_left_edge(name: str, lines: tuple[str, ...], top: float) -> MilestoneLabel:
    wide, high = _size(name, lines)
    box = Box(0, top, wide, top + high)
    return MilestoneLabel(name=name, lines=lines, day=None, offset=0, box=box)
