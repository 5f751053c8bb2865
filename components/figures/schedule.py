"""Draw the schedule in weeks: of every arm group, and the whole time of one participant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import plotly.graph_objects as go

from components.figures.timeline import frame
from components.figures.verbatim import FONT, verbatim
from components.palette import Palette
from components.signs import SYMBOLS
from data.schedule import DAYS_IN_WEEK
from data.timeline.layout import LINE, MARK, NAME_SIZE, TEXT_SIZE
from data.views.schedule_layout import (
    TOTAL_LINE,
    TOTAL_SIZE,
    WINDOW,
    PlacedEvent,
    PlacedText,
    PlacedTrack,
    ScheduleLayout,
)

Part = dict[str, Any]


def schedule_figure(
    layout: ScheduleLayout, palette: Palette, *, zoomable: bool = False
) -> go.Figure:
    """Draw the schedule; what has no week stands on an axis of its own, which counts pixels.

    Args:
        layout: the places.
        palette: the colours.
        zoomable: leave room for the tools of the picture, and let it be moved.
    """
    shapes = [
        *(_gap(top, bottom, palette) for top, bottom in layout.gaps),
        *(shape for placed in layout.tracks for shape in _shapes(placed, layout, palette)),
    ]
    annotations = [
        *(_text(text, palette) for text in layout.texts),
        *_weeks(layout, palette),
        *(note for placed in layout.tracks for note in _notes(placed, layout, palette)),
    ]
    traces = [
        _marks(placed, events, axis, palette)
        for placed in layout.tracks
        for events, axis in ((placed.on, "x"), (placed.off, "x2"))
        if events
    ]
    pixels = {"range": [0, layout.width], "overlaying": "x", "visible": False, "fixedrange": True}
    return go.Figure(
        data=traces,
        layout={
            **frame(layout.height, _weeks_axis(layout, palette), palette, zoomable=zoomable),
            "xaxis2": pixels,
            "shapes": shapes,
            "annotations": annotations,
        },
    )


def _weeks_axis(layout: ScheduleLayout, palette: Palette) -> Part:
    title = {
        "text": "weeks from week 0 of the phase",
        "font": {"color": palette.muted, "size": TEXT_SIZE},
        "standoff": 6,
    }
    ends = [layout.first_week, layout.last_week]
    return {"range": ends, "tickvals": layout.schedule.ticks, "title": title}


def _written(x: float, y: float, text: str, size: float, colour: str, **place: object) -> Part:
    font = {"family": FONT, "size": size, "color": colour}
    return {"text": text, "x": x, "y": y, "showarrow": False, "font": font, "borderpad": 0, **place}


def _text(text: PlacedText, palette: Palette) -> Part:
    lines = [verbatim(line) for line in text.lines]
    return _written(
        0,
        (text.box.top + text.box.bottom) / 2,
        "<br>".join(f"<b>{line}</b>" if text.bold else line for line in lines),
        NAME_SIZE if text.bold else TEXT_SIZE,
        palette.text,
        xref="paper",
        xanchor="left",
        yanchor="middle",
        align="left",
        bgcolor=palette.background,
    )


def _weeks(layout: ScheduleLayout, palette: Palette) -> Iterator[Part]:
    for y in layout.scales:
        for week in layout.schedule.ticks:
            yield _written(week, y, str(week), TEXT_SIZE, palette.muted)


def _gap(top: float, bottom: float, palette: Palette) -> Part:
    """The scale does not run through the row of what has no week."""
    return {
        "type": "rect",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": top,
        "y1": bottom,
        "fillcolor": palette.background,
        "line": {"width": 0},
        "layer": "between",
    }


def _shapes(placed: PlacedTrack, layout: ScheduleLayout, palette: Palette) -> Iterator[Part]:
    if not placed.on:
        return
    yield _line(placed.on[0].x, placed.on[-1].x, placed.on[0].y, palette)
    if placed.track.goes_on:
        yield _line(placed.on[-1].x, layout.last_week, placed.on[0].y, palette, dash="dot")
    for item in placed.on:
        event = item.event
        if event.earliest is not None and event.latest is not None:
            yield {
                "type": "rect",
                "x0": event.earliest / DAYS_IN_WEEK,
                "x1": event.latest / DAYS_IN_WEEK,
                "y0": placed.on[0].y - WINDOW,
                "y1": placed.on[0].y + WINDOW,
                "fillcolor": palette.surface,
                "line": {"color": palette.role(placed.role), "width": 1},
                "layer": "between",
            }


def _line(start: float, end: float, y: float, palette: Palette, dash: str = "solid") -> Part:
    line = {"color": palette.line, "width": 1.5, "dash": dash}
    ends = {"x0": start, "x1": end, "y0": y, "y1": y}
    return {"type": "line", **ends, "line": line, "layer": "between"}


def _notes(placed: PlacedTrack, layout: ScheduleLayout, palette: Palette) -> Iterator[Part]:
    if placed.track.goes_on and placed.on:
        end = layout.last_week
        yield _written(end, placed.on[0].y, "▶", TEXT_SIZE, palette.line, xanchor="right")
    for events, axis in ((placed.on, "x"), (placed.off, "x2")):
        for item in events:
            for number, line in enumerate(item.below):
                y = item.y + LINE / 2 + number * TOTAL_LINE
                yield _written(
                    item.x, y, verbatim(line), TOTAL_SIZE, palette.muted, xref=axis, yanchor="top"
                )


def _marks(
    placed: PlacedTrack, events: Sequence[PlacedEvent], axis: str, palette: Palette
) -> go.Scatter:
    colour = palette.role(placed.role)
    fills = [palette.background if item.event.optional else colour for item in events]
    return go.Scatter(
        x=[item.x for item in events],
        y=[item.y for item in events],
        xaxis=axis,
        mode="markers",
        marker={
            "symbol": SYMBOLS[placed.track.sign],
            "size": 2 * MARK - 4,
            "color": fills,
            "line": {"width": 2, "color": colour},
        },
        hovertext=[f"<b>{verbatim(item.event.text)}</b>" for item in events],
        hoverinfo="text",
        cliponaxis=False,
    )
