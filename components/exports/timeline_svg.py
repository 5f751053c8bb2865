"""Draw the study timeline for slides and print, as vector graphics."""

from __future__ import annotations

from typing import Final

from components.exports.svg import Drawing
from components.palette import Palette
from data.timeline.layout import (
    LINE,
    MARK,
    NAME_SIZE,
    TEXT_SIZE,
    Label,
    Placed,
    TimelineLayout,
)
from data.timeline.milestones import Certainty, Group
from data.timeline.ticks import ticks
from data.typography.width import shortened, text_width, wrapped
from data.views.timeline import (
    TimelineInfo,
    layout,
    progress_in_words,
    timeline_alt,
    timeline_notes,
)

_WIDTH: Final = 1200.0
_SIDE: Final = 40.0
_TOP: Final = 84.0  # the title and the line below it
_AXIS: Final = 34.0
_LEGEND: Final = 30.0
_TITLE_SIZE: Final = 19.0
_TICK_ROOM: Final = 80.0  # a tick needs this much of the axis
_BAR: Final = 7.0
# From the top of a line of text to its baseline, in parts of its type size.
_BASELINE: Final = 1.0


def timeline_svg(info: TimelineInfo, palette: Palette) -> str:
    """Draw the timeline as an SVG document; its text stays text."""
    plan = layout(info, _WIDTH - 2 * _SIDE)
    notes = [line for note in timeline_notes(info) for line in wrapped(note, plan.width, TEXT_SIZE)]
    height = _TOP + plan.height + _AXIS + 1.5 * _LEGEND + LINE * len(notes) + _SIDE / 2
    drawing = Drawing(
        width=_WIDTH,
        height=height,
        title=f"Timeline of {info.nct_id}: {info.title}",
        description=timeline_alt(info),
        background=palette.background,
    )
    _draw_title(drawing, info, palette)
    _draw_axis(drawing, info, plan, palette)
    _draw_bar(drawing, info, plan, palette)
    for placed in plan.placed:
        _draw_extents(drawing, placed, plan, palette)
    for label in plan.labels:
        _draw_label(drawing, label, palette)
    for placed in plan.placed:
        _draw_marks(drawing, placed, plan, palette)
    _draw_foot(drawing, plan, notes, palette)
    return drawing.svg()


def _draw_title(drawing: Drawing, info: TimelineInfo, palette: Palette) -> None:
    room = _WIDTH - 2 * _SIDE
    title = shortened(info.title, room, _TITLE_SIZE, bold=True)
    drawing.text(_SIDE, 40, title, size=_TITLE_SIZE, fill=palette.text, bold=True)
    about = f"{info.nct_id} · {info.as_of_in_words} · {progress_in_words(info)}"
    subtitle = shortened(about, room, NAME_SIZE)
    drawing.text(_SIDE, 64, subtitle, size=NAME_SIZE, fill=palette.muted)


def _draw_axis(
    drawing: Drawing, info: TimelineInfo, plan: TimelineLayout, palette: Palette
) -> None:
    bottom = _TOP + plan.height
    drawing.line(_SIDE, bottom, _WIDTH - _SIDE, bottom, stroke=palette.line)
    for tick in ticks(info.first, info.last, most=int(plan.width / _TICK_ROOM)):
        x = _SIDE + plan.x(tick.day.toordinal())
        drawing.line(
            x, _TOP + LINE, x, bottom + 5, stroke=palette.line, stroke_width=0.5, dash="2 3"
        )
        drawing.text(x, bottom + 20, tick.text, size=TEXT_SIZE, fill=palette.muted, anchor="middle")
    x = _SIDE + plan.x(info.as_of.toordinal() + 0.5)
    drawing.line(x, _TOP + LINE, x, bottom, stroke=palette.accent, stroke_width=1.5, dash="6 4")


def _draw_bar(drawing: Drawing, info: TimelineInfo, plan: TimelineLayout, palette: Palette) -> None:
    if plan.bar_y is None or info.start is None or info.completion is None:
        return
    start, end = info.start.toordinal(), info.completion.toordinal() + 1
    now = min(max(info.as_of.toordinal(), start), end)
    left, middle, right = (_SIDE + plan.x(day) for day in (start, now, end))
    top, high = _TOP + plan.bar_y - _BAR, 2 * _BAR
    drawing.rect(left, top, right - left, high, fill=palette.surface, stroke=palette.line)
    drawing.rect(left, top, middle - left, high, fill=palette.accent)


def _draw_extents(drawing: Drawing, placed: Placed, plan: TimelineLayout, palette: Palette) -> None:
    for mark, part in zip(placed.marks, placed.milestone.moments, strict=True):
        if not part.span.is_day:
            half = MARK if placed.milestone.is_period else MARK / 2
            left, right = _SIDE + plan.x(mark.first), _SIDE + plan.x(mark.last)
            drawing.rect(
                left,
                _TOP + mark.y - half,
                right - left,
                2 * half,
                fill=palette.surface,
                stroke=palette.line,
            )
    for one, next_one in zip(placed.marks, placed.marks[1:], strict=False):
        left, right = _SIDE + plan.x(one.middle), _SIDE + plan.x(next_one.middle)
        y = _TOP + one.y
        drawing.line(left, y, right, y, stroke=palette.line, stroke_width=2)


def _draw_label(drawing: Drawing, label: Label, palette: Palette) -> None:
    left, top, right, bottom = label.box
    left, top = left + _SIDE, top + _TOP
    # Grid lines stop at a label instead of striking it through.
    drawing.rect(left, top, right + _SIDE - left, bottom + _TOP - top, fill=palette.background)
    x = right + _SIDE if label.is_left_of_mark else left
    y = top
    for line, size in ((label.name, NAME_SIZE), *((line, TEXT_SIZE) for line in label.lines)):
        if not line:
            continue
        drawing.text(
            x,
            y + _BASELINE * size,
            line,
            size=size,
            fill=palette.text,
            bold=line is label.name,
            anchor="end" if label.is_left_of_mark else "start",
        )
        y += LINE


def _draw_marks(drawing: Drawing, placed: Placed, plan: TimelineLayout, palette: Palette) -> None:
    if placed.milestone.is_period:
        return
    colour = palette.accent if placed.milestone.group is Group.CONDUCT else palette.text
    sign = placed.milestone.certainty.sign
    for mark, moment in zip(placed.marks, placed.milestone.moments, strict=True):
        fill = colour if placed.milestone.is_filled(moment) else palette.background
        x, y = _SIDE + plan.x(mark.middle), _TOP + mark.y
        drawing.sign(sign, x, y, MARK - 1, fill=fill, stroke=colour)


def _draw_foot(
    drawing: Drawing,
    plan: TimelineLayout,
    notes: list[str],
    palette: Palette,
) -> None:
    """Say what the shapes mean and where the dates come from."""
    y = _TOP + plan.height + _AXIS + _LEGEND / 2
    x = _SIDE + MARK
    used = {placed.milestone.certainty for placed in plan.placed if placed.marks}
    for certainty in (item for item in Certainty if item in used):
        fill = palette.muted if certainty.is_filled else palette.background
        drawing.sign(certainty.sign, x, y, MARK - 1, fill=fill, stroke=palette.muted)
        word = certainty.in_full
        drawing.text(x + 2 * MARK, y + TEXT_SIZE / 3, word, size=TEXT_SIZE, fill=palette.muted)
        x += 6 * MARK + text_width(word, TEXT_SIZE)
    y += _LEGEND
    for line in notes:
        drawing.text(_SIDE, y, line, size=TEXT_SIZE, fill=palette.muted)
        y += LINE
