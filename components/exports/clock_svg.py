"""Draw the clock of one participant as vector graphics, for slides and paper."""

from __future__ import annotations

from typing import Final

from components.exports.svg import Drawing
from components.palette import Palette
from data.timeline.layout import LINE, MARK, NAME_SIZE, TEXT_SIZE
from data.timeline.participant import Track
from data.typography.width import wrapped
from data.views.participant_clock import (
    SCALE,
    WINDOW,
    ClockInfo,
    ClockText,
    ClockTrack,
    clock_alt,
    clock_notes,
)

_WIDTH: Final = 1200.0
_MARGIN: Final = 40.0
_TOP: Final = 70.0


def clock_svg(info: ClockInfo, palette: Palette) -> str:
    """Draw the clock as an SVG document; `info` must be laid out for `print_width()`."""
    notes = [line for note in clock_notes(info) for line in wrapped(note, info.width, TEXT_SIZE)]
    drawing = Drawing(
        width=_WIDTH,
        height=_TOP + info.height + LINE * (len(notes) + 2),
        title=f"Clock of one participant of {info.nct_id}",
        description=clock_alt(info),
        background=palette.background,
    )
    title = f"{info.nct_id}: one participant, week by week"
    drawing.text(_MARGIN, 42, title, size=19, fill=palette.text, bold=True)
    for week in SCALE:
        x = _x(week, info)
        drawing.line(x, _TOP, x, _TOP + info.height, stroke=palette.surface)
    for text in info.texts:
        _write_print(drawing, text, palette)
    for y in info.scales:
        for week in SCALE:
            drawing.text(
                _x(week, info),
                _TOP + y + TEXT_SIZE / 3,
                str(week),
                size=TEXT_SIZE,
                fill=palette.muted,
                anchor="middle",
            )
    for placed in info.tracks:
        _draw_track_print(drawing, placed, info, palette)
    for position, line in enumerate(notes):
        y = _TOP + info.height + LINE * (position + 1)
        drawing.text(_MARGIN, y, line, size=TEXT_SIZE, fill=palette.muted)
    return drawing.svg()


def print_width() -> float:
    """The width of the plot in the exported picture, in pixels."""
    return _WIDTH - 2 * _MARGIN


def _x(week: float, info: ClockInfo) -> float:
    share = (week - info.first_week) / (info.last_week - info.first_week)
    return _MARGIN + share * info.width


def _write_print(drawing: Drawing, text: ClockText, palette: Palette) -> None:
    size = NAME_SIZE if text.bold else TEXT_SIZE
    left, top, right, bottom = text.box
    drawing.rect(_MARGIN, _TOP + top, right - left, bottom - top, fill=palette.background)
    for position, line in enumerate(text.lines):
        y = _TOP + top + position * LINE + size
        drawing.text(_MARGIN, y, line, size=size, fill=palette.text, bold=text.bold)


def _draw_track_print(
    drawing: Drawing, placed: ClockTrack, info: ClockInfo, palette: Palette
) -> None:
    track, y, colour = placed.track, _TOP + placed.y, palette.role(placed.role)
    end = info.last_week if track.goes_on else max(event.week for event in track.events)
    last = _x(end, info)
    drawing.line(_x(track.events[0].week, info), y, last, y, stroke=palette.line)
    if track.goes_on:
        arrow = f"M {last:.2f} {y:.2f} L {last - 9:.2f} {y - 5:.2f} L {last - 9:.2f} {y + 5:.2f} Z"
        drawing.path(arrow, fill=palette.line)
    for event in track.events:
        if event.earliest is not None and event.latest is not None:
            left, right = _x(event.earliest, info), _x(event.latest, info)
            drawing.rect(
                left, y - WINDOW, right - left, 2 * WINDOW, fill=palette.surface, stroke=colour
            )
    for event in track.events:
        fill = palette.background if event.optional else colour
        _draw_event(drawing, track, _x(event.week, info), y, fill, colour)


def _draw_event(drawing: Drawing, track: Track, x: float, y: float, fill: str, colour: str) -> None:
    half = MARK - 2
    if track.kind == "assessment":
        side = 2 * half
        corner = f"M {x - half:.2f} {y - half:.2f}"
        cross = f"{corner} l {side:g} {side:g} m 0 {-side:g} l {-side:g} {side:g}"
        drawing.path(cross, stroke=colour, stroke_width=2)
    elif track.order == 0:
        drawing.circle(x, y, half + 0.5, fill=fill, stroke=colour, stroke_width=2)
    else:
        drawing.rect(
            x - half, y - half, 2 * half, 2 * half, fill=fill, stroke=colour, stroke_width=2
        )
