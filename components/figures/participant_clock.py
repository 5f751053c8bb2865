"""Draw the clock of one participant, on screen and for slides."""

from __future__ import annotations

from typing import Any, Final

import plotly.graph_objects as go

from components.figures.svg import Drawing
from components.figures.timeline import FONT, SIDE, TOOLS
from components.figures.verbatim import verbatim
from components.palette import Palette
from data.timeline.layout import LINE, MARK, NAME_SIZE, TEXT_SIZE
from data.timeline.participant import Track
from data.timeline.text_width import wrapped
from data.views.participant_clock import (
    SCALE,
    ClockInfo,
    ClockText,
    ClockTrack,
    clock_alt,
    clock_notes,
)

_AXIS: Final = 50
# By the place of the drug in its phase; an assessment is a cross.
_SYMBOLS: Final = ("circle", "square", "diamond")
_ASSESSMENT: Final = "x-thin"
_WINDOW: Final = 8.0  # half the height of a window: seen behind its mark, however narrow
_WIDTH: Final = 1200.0  # of the exported picture
_MARGIN: Final = 40.0
_TOP: Final = 70.0


def clock_figure(info: ClockInfo, palette: Palette) -> go.Figure:
    """Draw the clock for the screen."""
    figure = go.Figure(layout=_frame(info, palette))
    for text in info.texts:
        _write(figure, text, palette)
    for y in info.scales:
        _write_weeks(figure, y, palette)
    for placed in info.tracks:
        _draw_track(figure, placed, info, palette)
    return figure


def _frame(info: ClockInfo, palette: Palette) -> dict[str, Any]:
    text = {"family": FONT, "size": TEXT_SIZE, "color": palette.text}
    ends = [info.first_week, info.last_week]
    return {
        "height": TOOLS + info.height + _AXIS,
        "margin": {"l": SIDE, "r": SIDE, "t": TOOLS, "b": _AXIS, "pad": 0, "autoexpand": False},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": text,
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {"font": text, "bgcolor": palette.surface, "bordercolor": palette.line},
        "dragmode": "pan",
        "uirevision": "clock",
        "xaxis": {
            "range": ends,
            "minallowed": ends[0],
            "maxallowed": ends[1],
            "dtick": SCALE[1],
            "gridcolor": palette.surface,
            "zeroline": False,
            "showline": True,
            "linecolor": palette.line,
            "tickfont": {"color": palette.muted, "size": TEXT_SIZE},
            "title": {
                "text": "weeks from week 0 of the phase",
                "font": {"color": palette.muted, "size": TEXT_SIZE},
                "standoff": 6,
            },
        },
        "yaxis": {"range": [info.height, 0], "visible": False, "fixedrange": True},
        "modebar": {
            "bgcolor": "rgba(0,0,0,0)",
            "color": palette.muted,
            "activecolor": palette.accent,
        },
    }


def _write(figure: go.Figure, text: ClockText, palette: Palette) -> None:
    lines = [verbatim(line) for line in text.lines]
    figure.add_annotation(
        text="<br>".join(f"<b>{line}</b>" if text.bold else line for line in lines),
        showarrow=False,
        xref="paper",
        x=0,
        xanchor="left",
        y=(text.box.top + text.box.bottom) / 2,
        yanchor="middle",
        align="left",
        borderpad=0,
        bgcolor=palette.background,
        font={
            "family": FONT,
            "size": NAME_SIZE if text.bold else TEXT_SIZE,
            "color": palette.text,
        },
    )


def _write_weeks(figure: go.Figure, y: float, palette: Palette) -> None:
    for week in SCALE:
        figure.add_annotation(
            text=str(week),
            showarrow=False,
            x=week,
            y=y,
            font={"family": FONT, "size": TEXT_SIZE, "color": palette.muted},
        )


def _draw_track(figure: go.Figure, placed: ClockTrack, info: ClockInfo, palette: Palette) -> None:
    track, y = placed.track, placed.y
    colour = _colour(placed, palette)
    last = info.last_week if track.goes_on else max(event.week for event in track.events)
    figure.add_shape(
        type="line",
        x0=track.events[0].week,
        x1=last,
        y0=y,
        y1=y,
        line={"color": palette.line, "width": 1},
        layer="between",
    )
    for event in track.events:
        if event.earliest is not None and event.latest is not None:
            figure.add_shape(
                type="rect",
                x0=event.earliest,
                x1=event.latest,
                y0=y - _WINDOW,
                y1=y + _WINDOW,
                fillcolor=palette.surface,
                line={"color": colour, "width": 1},
                layer="between",
            )
    if track.goes_on:
        figure.add_annotation(
            text="▶",
            showarrow=False,
            x=last,
            y=y,
            xanchor="right",
            font={"size": TEXT_SIZE, "color": palette.line},
        )
    figure.add_trace(_events(track, y, colour))


def _colour(placed: ClockTrack, palette: Palette) -> str:
    return palette.text if placed.track.kind == "assessment" else palette.arm(placed.arm)


def _events(track: Track, y: float, colour: str) -> go.Scatter:
    symbol = (
        _ASSESSMENT if track.kind == "assessment" else _SYMBOLS[min(track.order, len(_SYMBOLS) - 1)]
    )
    return go.Scatter(
        x=[event.week for event in track.events],
        y=[y] * len(track.events),
        mode="markers",
        marker={
            "symbol": [f"{symbol}-open" if event.optional else symbol for event in track.events],
            "size": 2 * MARK - 4,
            "color": colour,
            "line": {"width": 2, "color": colour},
        },
        hovertext=[f"<b>{verbatim(event.text)}</b>" for event in track.events],
        hoverinfo="text",
        cliponaxis=False,
    )


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
    track, y, colour = placed.track, _TOP + placed.y, _colour(placed, palette)
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
                left, y - _WINDOW, right - left, 2 * _WINDOW, fill=palette.surface, stroke=colour
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
