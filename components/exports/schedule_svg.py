"""Draw the schedule as vector graphics, for slides and paper."""

from __future__ import annotations

from typing import Final

from components.exports.svg import Drawing
from components.palette import Palette
from data.schedule import DAYS_IN_WEEK
from data.timeline.layout import LINE, MARK, NAME_SIZE, TEXT_SIZE
from data.typography.width import wrapped
from data.views.schedule import Schedule, schedule_alt, schedule_key, schedule_remarks
from data.views.schedule_layout import (
    TOTAL_LINE,
    TOTAL_SIZE,
    WINDOW,
    PlacedText,
    PlacedTrack,
    ScheduleLayout,
    schedule_layout,
)

_WIDTH: Final = 1200.0
_MARGIN: Final = 40.0
_TOP: Final = 70.0


def schedule_svg(schedule: Schedule, palette: Palette) -> str:
    """Draw the whole time of one participant as an SVG document."""
    layout = schedule_layout(schedule, _WIDTH - 2 * _MARGIN)
    told = (schedule_key(schedule), *schedule_remarks(schedule))
    notes = [line for note in told for line in wrapped(note, layout.width, TEXT_SIZE)]
    drawing = Drawing(
        width=_WIDTH,
        height=_TOP + layout.height + LINE * (len(notes) + 2),
        title=f"Clock of one participant of {schedule.nct_id}",
        description=schedule_alt(schedule),
        background=palette.background,
    )
    title = f"{schedule.nct_id}: one participant, week by week"
    drawing.text(_MARGIN, 42, title, size=19, fill=palette.text, bold=True)
    for week in schedule.ticks:
        x = _x(week, layout)
        drawing.line(x, _TOP, x, _TOP + layout.height, stroke=palette.surface)
    for top, bottom in layout.gaps:
        drawing.rect(_MARGIN, _TOP + top, layout.width, bottom - top, fill=palette.background)
    for text in layout.texts:
        _write(drawing, text, palette)
    for y in layout.scales:
        for week in schedule.ticks:
            _note(drawing, str(week), _x(week, layout), y, TEXT_SIZE, palette)
    for placed in layout.tracks:
        _draw_line(drawing, placed, layout, palette)
        _draw_marks(drawing, placed, layout, palette)
    for position, line in enumerate(notes):
        y = _TOP + layout.height + LINE * (position + 1)
        drawing.text(_MARGIN, y, line, size=TEXT_SIZE, fill=palette.muted)
    return drawing.svg()


def _x(week: float, layout: ScheduleLayout) -> float:
    share = (week - layout.first_week) / (layout.last_week - layout.first_week)
    return _MARGIN + share * layout.width


def _note(
    drawing: Drawing, text: str, x: float, middle: float, size: float, palette: Palette
) -> None:
    y = _TOP + middle + size / 3
    drawing.text(x, y, text, size=size, fill=palette.muted, anchor="middle")


def _write(drawing: Drawing, text: PlacedText, palette: Palette) -> None:
    size = NAME_SIZE if text.bold else TEXT_SIZE
    left, top, right, bottom = text.box
    drawing.rect(_MARGIN, _TOP + top, right - left, bottom - top, fill=palette.background)
    for position, line in enumerate(text.lines):
        y = _TOP + top + position * LINE + size
        drawing.text(_MARGIN, y, line, size=size, fill=palette.text, bold=text.bold)


def _draw_line(
    drawing: Drawing, placed: PlacedTrack, layout: ScheduleLayout, palette: Palette
) -> None:
    if not placed.on:
        return
    y = _TOP + placed.on[0].y
    first, last = _x(placed.on[0].x, layout), _x(placed.on[-1].x, layout)
    drawing.line(first, y, last, y, stroke=palette.line)
    if placed.track.goes_on:
        end = _x(layout.last_week, layout)
        drawing.line(last, y, end, y, stroke=palette.line, dash="3 3")
        arrow = f"M {end:.2f} {y:.2f} L {end - 9:.2f} {y - 5:.2f} L {end - 9:.2f} {y + 5:.2f} Z"
        drawing.path(arrow, fill=palette.line)


def _draw_marks(
    drawing: Drawing, placed: PlacedTrack, layout: ScheduleLayout, palette: Palette
) -> None:
    colour = palette.role(placed.role)
    for item in placed.on:
        early, late = item.event.earliest, item.event.latest
        if early is not None and late is not None:
            left, right = (_x(day / DAYS_IN_WEEK, layout) for day in (early, late))
            top = _TOP + item.y - WINDOW
            drawing.rect(left, top, right - left, 2 * WINDOW, fill=palette.surface, stroke=colour)
    here = [(item, _x(item.x, layout)) for item in placed.on]
    for item, x in (*here, *((item, _MARGIN + item.x) for item in placed.off)):
        fill = palette.background if item.event.optional else colour
        drawing.sign(placed.track.sign, x, _TOP + item.y, MARK - 1, fill=fill, stroke=colour)
        for number, line in enumerate(item.below):
            middle = item.y + LINE / 2 + (number + 0.5) * TOTAL_LINE
            _note(drawing, line, x, middle, TOTAL_SIZE, palette)
