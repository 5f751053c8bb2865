"""The study in time, as a scene: a row for each milestone, the bar of elapsed time, the day it is
seen from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from data.pictures.scene import (
    LINE_HEIGHT,
    Box,
    Frame,
    Marker,
    Paragraph,
    Part,
    Rule,
    Scene,
    SceneGroup,
    Text,
)
from data.timeline.layout import (
    LINE,
    MARK,
    NAME_SIZE,
    TEXT_SIZE,
    MilestoneLabel,
    Placed,
    TimelineLayout,
    timeline_layout,
)
from data.timeline.milestones import Certainty, MilestoneGroup
from data.timeline.ticks import ticks
from data.typography.width import text_width
from data.views.timeline import TimelineInfo, progress_in_brief, progress_in_words, timeline_alt

_SIDE: Final = 9.0  # left and right, for a mark at the very edge
_TICK_ROOM: Final = 80.0  # a tick needs this much of the axis
_BAR: Final = 7.0  # half the height of the bar of elapsed time
_LEGEND_ROW: Final = 24.0


def timeline_scene(info: TimelineInfo, width: float) -> Scene:
    """Draw the timeline.

    Args:
        info: what is drawn.
        width: of the picture, in pixels.
    """
    plan = timeline_plan(info, width - 2 * _SIDE)
    in_order = sorted(plan.placed, key=lambda placed: info.in_order.index(placed.milestone))
    legend = tuple(_legend(plan))
    bottom = max((_end(part) for part in legend), default=plan.height + 2 * LINE)
    return Scene(
        frame=Frame(x=-_SIDE, y=0, width=width, height=bottom),
        parts=(
            *_axis(info, plan),
            *(part for label in (plan.as_of, *plan.headings) for part in _label(label)),
            *_bar(info, plan),
            *(_milestone(placed, plan) for placed in in_order),
            *legend,
        ),
        alt=timeline_alt(info),
    )


def timeline_plan(info: TimelineInfo, width: float) -> TimelineLayout:
    """Give everything on the timeline its place in a plot of this width, in pixels."""
    return timeline_layout(
        info.milestones,
        first=info.first,
        last=info.last,
        as_of=info.as_of,
        as_of_label=info.as_of_in_words,
        bar_label=progress_in_brief(info),
        width=width,
    )


def _axis(info: TimelineInfo, plan: TimelineLayout) -> Iterator[Part]:
    bottom = plan.height
    yield Rule(x1=0, y1=bottom, x2=plan.width, y2=bottom)
    for tick in ticks(info.first, info.last, most=int(plan.width / _TICK_ROOM)):
        x = plan.x(tick.day.toordinal())
        yield Rule(x1=x, y1=LINE, x2=x, y2=bottom + 5, width=0.5, dashed=True)
        wide = text_width(tick.text, TEXT_SIZE)
        yield _words(tick.text, x - wide / 2, bottom + 7, wide, TEXT_SIZE, colour="muted")
    x = plan.x(info.as_of.toordinal() + 0.5)
    yield Rule(x1=x, y1=LINE, x2=x, y2=bottom, colour="accent", dashed=True)


def _bar(info: TimelineInfo, plan: TimelineLayout) -> Iterator[Part]:
    if plan.bar_y is None or info.start is None or info.completion is None or not plan.bar_label:
        return
    start, end = info.start.toordinal(), info.completion.toordinal() + 1
    now = min(max(info.as_of.toordinal(), start), end)
    yield SceneGroup(
        key="",  # nothing is chosen by it
        alt=f"{progress_in_words(info)}.",
        parts=(
            *_label(plan.bar_label),
            _block(plan.x(start), plan.x(end), plan.bar_y, _BAR, "surface", "line"),
            _block(plan.x(start), plan.x(now), plan.bar_y, _BAR, "accent", "accent"),
        ),
    )


def _milestone(placed: Placed, plan: TimelineLayout) -> Part:
    item = placed.milestone
    certainty = f" · {item.certainty}" if item.moments else ""
    return SceneGroup(
        key=item.key,
        alt=f"{item.name}: {item.when or 'no date stated'}{certainty}",
        parts=(*_extents(placed, plan), *_label(placed.label), *_marks(placed, plan)),
    )


def _extents(placed: Placed, plan: TimelineLayout) -> Iterator[Part]:
    """Show a month as a month, a period as a period, and join the dates of one milestone."""
    for mark, part in zip(placed.marks, placed.milestone.moments, strict=True):
        if not part.span.is_day:
            half = MARK if placed.milestone.is_period else MARK / 2
            yield _block(plan.x(mark.first), plan.x(mark.last), mark.y, half, "surface", "line")
    for one, following in zip(placed.marks, placed.marks[1:], strict=False):
        yield Rule(
            x1=plan.x(one.middle), y1=one.y, x2=plan.x(following.middle), y2=following.y, width=2
        )


def _marks(placed: Placed, plan: TimelineLayout) -> Iterator[Part]:
    item = placed.milestone
    colour = "accent" if item.group is MilestoneGroup.CONDUCT else "text"
    for mark, moment in zip(placed.marks, item.moments, strict=True):
        yield Marker(
            # A period has its sign where it begins.
            x=plan.x(mark.first if item.is_period else mark.middle),
            y=mark.y,
            radius=MARK - 1,
            shape=item.certainty.sign,
            fill=colour if item.is_filled(moment) else "background",
            outline=colour,
        )


def _label(label: MilestoneLabel) -> Iterator[Part]:
    """Write a label; one left of its mark ends there, however narrow the font turns out."""
    left, top, right, bottom = label.box
    told = ((label.name, NAME_SIZE, True), *((line, TEXT_SIZE, False) for line in label.lines))
    paragraphs = tuple(
        Paragraph(lines=(text,), size=size, bold=bold) for text, size, bold in told if text
    )
    height = sum(item.size * LINE_HEIGHT for item in paragraphs)
    # Lines stop at a label instead of striking it through.
    yield _block(left, right, (top + bottom) / 2, height / 2, "background", "background")
    yield Text(
        frame=Frame(x=left, y=(top + bottom - height) / 2, width=right - left, height=height),
        paragraphs=paragraphs,
        align="end" if label.is_left_of_mark else "start",
        gap=0.0,
    )


def _legend(plan: TimelineLayout) -> Iterator[Part]:
    """Say what the signs mean, as far as they are used, in as many rows as it takes."""
    used = {placed.milestone.certainty for placed in plan.placed if placed.marks}
    x, y = 0.0, plan.height + 2 * LINE
    for certainty in (item for item in Certainty if item in used):
        wide = 3 * MARK + text_width(certainty.in_full, TEXT_SIZE)
        if x and x + wide > plan.width:
            x, y = 0.0, y + _LEGEND_ROW
        yield Marker(
            x=x + MARK,
            y=y + _LEGEND_ROW / 2,
            radius=MARK - 1,
            shape=certainty.sign,
            fill="muted" if certainty.is_filled else "background",
            outline="muted",
        )
        top = y + (_LEGEND_ROW - TEXT_SIZE * LINE_HEIGHT) / 2
        yield _words(certainty.in_full, x + 3 * MARK, top, wide, TEXT_SIZE, colour="muted")
        x += wide + 3 * MARK


def _words(
    text: str, x: float, y: float, width: float, size: float, *, colour: str = "text"
) -> Text:
    return Text(
        frame=Frame(x=x, y=y, width=width, height=size * LINE_HEIGHT),
        paragraphs=(Paragraph(lines=(text,), size=size, colour=colour),),
    )


def _block(left: float, right: float, y: float, half: float, fill: str, outline: str) -> Box:
    return Box(
        key="",
        frame=Frame(x=left, y=y - half, width=right - left, height=2 * half),
        fill=fill,
        outline=outline,
        weight=1,
        rounded=False,
    )


def _end(part: Part) -> float:
    return part.frame.bottom + 6 if isinstance(part, Text) else 0.0
