"""Draw the clock of one participant on screen."""

from __future__ import annotations

from typing import Any, Final

import plotly.graph_objects as go

from components.figures.timeline import FONT, SIDE, TOOLS
from components.figures.verbatim import verbatim
from components.palette import Palette
from data.timeline.layout import MARK, NAME_SIZE, TEXT_SIZE
from data.timeline.participant import Track
from data.views.participant_clock import (
    SCALE,
    WINDOW,
    ClockInfo,
    ClockText,
    ClockTrack,
)

_AXIS: Final = 50
# By the place of the drug in its phase; an assessment is a cross.
_SYMBOLS: Final = ("circle", "square", "diamond")
_ASSESSMENT: Final = "x-thin"


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
    colour = palette.role(placed.role)
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
                y0=y - WINDOW,
                y1=y + WINDOW,
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
