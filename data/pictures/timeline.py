"""The study in time, as a scene: a row for each milestone, the bar of elapsed time, the day it is
seen from.

A milestone's marks stand at its dates; its label stands beside them in the same row, to the right
where there is room, else to the left, else above. Rows are filled from the top: a milestone goes
into the first row where it touches nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Final

from data.pictures.move import part_moved
from data.pictures.scene import (
    SLIDE_TYPE,
    Align,
    Box,
    Frame,
    Marker,
    Paragraph,
    RuledLine,
    Scene,
    SceneGroup,
    ScenePart,
    Text,
)
from data.pictures.typeset import Spacing, set_paragraph, text_height, width_of
from data.timeline.milestones import Certainty, Milestone, MilestoneGroup, Moment
from data.timeline.ticks import ticks
from data.typography.width import shortened, text_width
from data.views.timeline import TimelineInfo, progress_in_brief, progress_in_words, timeline_alt
from data.vocabulary import NOT_STATED

_MANY: Final = 8  # more publications than this get a label of one line each


@dataclass(frozen=True, kw_only=True)
class TimelineSpacing(Spacing):
    """How large everything is, in pixels.

    Args:
        name, text: the type of what heads a label, and of all else.
        mark: half the width of a mark.
        in_full: whether the parts of the story have headings, the bar of elapsed time has words,
            and what signs mean is told in full: else that stands elsewhere.
        legend: whether it is told at all; labels tell it too.
    """

    mark: float
    in_full: bool
    legend: bool = True

    @property
    def gap(self) -> float:
        """Between a mark and its label, and half of what is between two rows."""
        return 0.3 * self.text

    @property
    def between(self) -> float:
        """Between two things in one row, at least."""
        return self.text

    @property
    def bar(self) -> float:
        """The height of the bar of elapsed time."""
        return 0.9 * self.text


PAGE: Final = TimelineSpacing(name=14, text=13, mark=7, in_full=True)
SLIDE: Final = TimelineSpacing(name=SLIDE_TYPE, text=SLIDE_TYPE, mark=11, in_full=False)
"""To be read from the back row."""
TILE: Final = TimelineSpacing(name=12, text=12, mark=6, in_full=False, legend=False)
"""One small picture among others."""


def timeline_scene(info: TimelineInfo, width: float, spacing: TimelineSpacing = PAGE) -> Scene:
    """Draw the timeline.

    Args:
        info: what is drawn.
        width: of the picture, in pixels.
        spacing: how large everything is.
    """
    return _TimelineDrawing(info, width, spacing).scene()


def milestone_mark(item: Milestone, moment: Moment, x: float, y: float, radius: float) -> Marker:
    """The sign of one date of a milestone: its shape and filling say how sure it is."""
    colour = "accent" if item.group is MilestoneGroup.CONDUCT else "text"
    return Marker(
        x=x,
        y=y,
        radius=radius,
        shape=item.certainty.sign,
        fill=colour if item.is_filled(moment) else "background",
        outline=colour,
    )


@dataclass(frozen=True, kw_only=True)
class _Placed:
    """A milestone as it stands in a row that begins at 0: its parts, and the room they take."""

    group: SceneGroup
    left: float
    right: float
    height: float


class _TimelineDrawing:
    """Draws from the top down; `y` is where the next thing may stand."""

    def __init__(self, info: TimelineInfo, width: float, spacing: TimelineSpacing) -> None:
        self.info, self.spacing = info, spacing
        self.side = spacing.mark + 2  # left and right, for a mark at the very edge
        self.width = width - 2 * self.side
        self.y = 0.0
        self.parts: list[ScenePart] = []
        self.milestones: dict[str, SceneGroup] = {}

    def scene(self) -> Scene:
        line = self.spacing.line
        x = self.x(self.info.as_of.toordinal() + 0.5)
        told = self.bold(self.info.as_of_in_words)
        left = max(0.0, min(x, self.width - width_of(told)))
        as_of = self.text((told,), left, 0)
        self.y = as_of.frame.bottom + self.spacing.gap
        self.groups()
        bottom = self.y
        axis = [*self.axis(line, bottom)]
        axis.append(RuledLine(x1=x, y1=line, x2=x, y2=bottom, colour="accent", dashed=True))
        self.y = bottom + 1.5 * line
        legend = [*self.legend()] if self.spacing.legend else []
        in_order = (self.milestones[item.key] for item in self.info.in_order)
        return Scene(
            frame=Frame(x=-self.side, y=0, width=self.width + 2 * self.side, height=self.y),
            parts=(*axis, as_of, *self.parts, *in_order, *legend),
            alt=timeline_alt(self.info),
        )

    def x(self, day: float) -> float:
        """The place of a moment, an ordinal, from the left edge."""
        first, last = self.info.first.toordinal(), self.info.last.toordinal() + 1
        return (day - first) / (last - first) * self.width

    # Type

    def bold(self, text: str) -> Paragraph:
        return Paragraph(lines=(text,), size=self.spacing.name, bold=True)

    def plain(self, text: str, colour: str = "text") -> Paragraph:
        return Paragraph(lines=(text,), size=self.spacing.text, colour=colour)

    def text(
        self, told: Sequence[Paragraph], left: float, top: float, align: Align = "start"
    ) -> Text:
        wide = max(map(width_of, told), default=0.0)
        frame = Frame(x=left, y=top, width=wide, height=text_height(told, gap=0))
        return Text(frame=frame, paragraphs=tuple(told), align=align, gap=0)

    # The axis

    def axis(self, top: float, bottom: float) -> Iterator[ScenePart]:
        yield RuledLine(x1=0, y1=bottom, x2=self.width, y2=bottom)
        room = 6 * self.spacing.text
        for tick in ticks(self.info.first, self.info.last, most=int(self.width / room)):
            x = self.x(tick.day.toordinal())
            yield RuledLine(x1=x, y1=top, x2=x, y2=bottom + 5, width=0.5, dashed=True)
            told = self.plain(tick.text, "muted")
            left = x - width_of(told) / 2
            if -self.side <= left and left + width_of(told) <= self.width + self.side:
                yield self.text((told,), left, bottom + 7)

    def elapsed(self) -> Iterator[ScenePart]:
        """The bar from start to completion, filled up to the day it is seen from."""
        info, told = self.info, progress_in_brief(self.info)
        if info.start is None or info.completion is None or not told:
            return
        start, end = info.start.toordinal(), info.completion.toordinal() + 1
        now = min(max(info.as_of.toordinal(), start), end)
        words: tuple[Text, ...] = ()
        if self.spacing.in_full:
            words = (self.text((self.plain(told),), 0, self.y),)
            self.y = words[0].frame.bottom + self.spacing.gap
        whole = Frame(
            x=self.x(start), y=self.y, width=self.x(end) - self.x(start), height=self.spacing.bar
        )
        passed = replace(whole, width=self.x(now) - self.x(start))
        self.y = whole.bottom + 2 * self.spacing.gap
        yield SceneGroup(
            key="",  # nothing is chosen by it
            alt=f"{progress_in_words(info)}.",
            parts=(
                *words,
                _block(whole, "surface", "line"),
                _block(passed, "accent", "accent"),
            ),
        )

    # Milestones

    def groups(self) -> None:
        """Draw the parts of the story one below the other; in brief they share rows."""
        if not self.spacing.in_full:
            self.parts += self.elapsed()
            self.rows(self.info.milestones)
            return
        for group in MilestoneGroup:
            members = [item for item in self.info.milestones if item.group is group]
            if members:
                heading = self.text((self.bold(group),), 0, self.y)
                self.parts.append(heading)
                self.y = heading.frame.bottom + self.spacing.gap
                if group is MilestoneGroup.CONDUCT:
                    self.parts += self.elapsed()
                self.rows(members)
                self.y += self.spacing.between

    def rows(self, members: Sequence[Milestone]) -> None:
        """Put milestones into rows, those without a date each into one of its own."""
        dated = sorted((item for item in members if item.moments), key=lambda item: item.order)
        in_one_line = sum(item.group is MilestoneGroup.PUBLICATIONS for item in dated) > _MANY
        rows: list[list[_Placed]] = []
        for item in dated:
            places = tuple(self.places(item, in_one_line=in_one_line))
            free = ((row, one) for row in rows for one in places if not self.touches(one, row))
            row, placed = next(free, ([], places[0]))
            if not row:
                rows.append(row)
            row.append(placed)
        rows += [[self.undated(item)] for item in members if not item.moments]
        for row in rows:
            height = max(placed.height for placed in row)
            for placed in row:
                down = self.y + (height - placed.height) / 2
                parts = tuple(part_moved(part, 0, down) for part in placed.group.parts)
                self.milestones[placed.group.key] = replace(placed.group, parts=parts)
            self.y += height + 2 * self.spacing.gap

    def touches(self, placed: _Placed, row: Sequence[_Placed]) -> bool:
        between = self.spacing.between
        return any(
            placed.left < other.right + between and other.left < placed.right + between
            for other in row
        )

    def places(self, item: Milestone, *, in_one_line: bool) -> Iterator[_Placed]:
        """Set a milestone with its label on the right, and on the left, as far as there is room;
        else above."""
        told = self.label(item, in_one_line=in_one_line)
        wide, high = max(map(width_of, told)), text_height(told, gap=0)
        spans = [
            (self.x(_ordinal(moment.span.first.first_day)), self.x(_end(moment.span.last.last_day)))
            for moment in item.moments
        ]
        first, last = min(left for left, _ in spans), max(right for _, right in spans)
        aside = self.spacing.mark + self.spacing.gap
        left, right = first - aside - wide, last + aside
        if right + wide <= self.width:
            yield self.placed(item, spans, self.text(told, right, 0), high / 2)
        if left >= 0:
            yield self.placed(item, spans, self.text(told, left, 0, "end"), high / 2)
        if right + wide > self.width and left < 0:
            label = self.text(told, max(0.0, min(first, self.width - wide)), 0)
            y = high + self.spacing.gap / 2 + self.spacing.mark
            yield self.placed(item, spans, label, y)

    def placed(
        self, item: Milestone, spans: Sequence[tuple[float, float]], label: Text, y: float
    ) -> _Placed:
        mark = self.spacing.mark
        # A period has its sign where it begins.
        marks = [left if item.is_period else (left + right) / 2 for left, right in spans]
        signs = zip(item.moments, marks, strict=True)
        parts = (
            *self.extents(item, spans, marks, y),
            # Lines stop at a label instead of striking it through.
            _block(label.frame, "background", "background"),
            label,
            *(milestone_mark(item, moment, x, y, mark - 1) for moment, x in signs),
        )
        edges = [edge for span in spans for edge in span]
        return _Placed(
            group=SceneGroup(key=item.key, alt=self.alt(item), parts=parts),
            left=min(label.frame.x, *edges, min(marks) - mark),
            right=max(label.frame.right, *edges, max(marks) + mark),
            height=max(label.frame.bottom, y + mark),
        )

    def undated(self, item: Milestone) -> _Placed:
        told = (self.bold(item.name), self.plain(f"date {NOT_STATED}"))
        label = self.text([set_paragraph(line, self.width) for line in told], 0, 0)
        parts = (_block(label.frame, "background", "background"), label)
        return _Placed(
            group=SceneGroup(key=item.key, alt=self.alt(item), parts=parts),
            left=0,
            right=label.frame.right,
            height=label.frame.bottom,
        )

    def alt(self, item: Milestone) -> str:
        certainty = f" · {self.info.word(item)}" if item.moments else ""
        return f"{item.name}: {item.when or 'no date stated'}{certainty}"

    def label(self, item: Milestone, *, in_one_line: bool) -> tuple[Paragraph, ...]:
        """The name, then a line for each date, in brief for the first; the last of them says how
        sure it is."""
        size = self.spacing.text
        dates = [str(moment) for moment in item.moments]
        dates = dates if self.spacing.in_full else dates[:1]
        if in_one_line:
            return (self.plain(f"{shortened(item.name, 11.5 * size, size)} · {dates[0]}"),)
        if item.group is not MilestoneGroup.PUBLICATIONS:
            dates[-1] = f"{dates[-1]} · {self.info.word(item)}"
        room = max(20 * size, *(text_width(line, size) for line in dates))
        name = shortened(item.name, room, self.spacing.name, bold=True)
        return (self.bold(name), *map(self.plain, dates))

    def extents(
        self,
        item: Milestone,
        spans: Sequence[tuple[float, float]],
        marks: Sequence[float],
        y: float,
    ) -> Iterator[ScenePart]:
        """Show a month as a month, a period as a period, and join the dates of one milestone."""
        half = self.spacing.mark if item.is_period else self.spacing.mark / 2
        for moment, (left, right) in zip(item.moments, spans, strict=True):
            if not moment.span.is_day:
                extent = Frame(x=left, y=y - half, width=right - left, height=2 * half)
                yield _block(extent, "surface", "line")
        for one, following in pairwise(marks):
            yield RuledLine(x1=one, y1=y, x2=following, y2=y, width=2)

    def meaning(self, certainty: Certainty) -> str:
        """Say what a sign stands for: in plain words, all that stand beside it."""
        if self.info.in_plain:
            alike = (item for item in self.info.dated if item.certainty is certainty)
            return ", ".join(dict.fromkeys(item.plain_certainty for item in alike))
        return certainty.in_full if self.spacing.in_full else str(certainty)

    def legend(self) -> Iterator[ScenePart]:
        """Say what the signs mean, as far as they are used, in as many rows as it takes."""
        used = {item.certainty for item in self.info.dated}
        mark, top, x = self.spacing.mark, self.y, 0.0
        for certainty in (item for item in Certainty if item in used):
            said = self.plain(self.meaning(certainty), "muted")
            told = self.text((set_paragraph(said, self.width - 3 * mark),), x + 3 * mark, top)
            if x and told.frame.right > self.width:
                x, top = 0.0, self.y + self.spacing.gap
                told = self.text(told.paragraphs, 3 * mark, top)
            yield Marker(
                x=x + mark,
                y=top + self.spacing.line / 2,
                radius=mark - 1,
                shape=certainty.sign,
                fill="muted" if certainty.is_filled else "background",
                outline="muted",
            )
            yield told
            x, self.y = told.frame.right + 3 * mark, max(self.y, told.frame.bottom)


def _ordinal(day: date) -> float:
    return float(day.toordinal())


def _end(day: date) -> float:
    """The end of a day."""
    return day.toordinal() + 1.0


def _block(frame: Frame, fill: str, outline: str) -> Box:
    return Box(key="", frame=frame, fill=fill, outline=outline, weight=1, rounded=False)
