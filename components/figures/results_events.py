"""Draw adverse events of two groups as dumbbells: one end for each group."""

from __future__ import annotations

from typing import Any, Final

from components.figures.chart import ChartPart, PlotlyFigure
from components.figures.results_marks import (
    AXIS,
    RIGHT,
    SIDE,
    number_scale,
    plain_layout,
    text_line,
)
from components.figures.verbatim import verbatim
from components.palette import Palette
from data.views.results_events import EventsInfo, events_layout

_SYMBOLS: Final = ("circle", "diamond")


def results_events_figure(info: EventsInfo, palette: Palette, width: float) -> PlotlyFigure:
    """Draw events.

    Args:
        info: what is drawn.
        palette: its colours.
        width: the pixels that the picture will have, for breaking lines.
    """
    height, lines, places = events_layout(info, width - SIDE - RIGHT)
    layout = plain_layout(height, AXIS, palette)
    layout["xaxis"] = number_scale(0, info.most * 100, (info.axis,), palette)
    layout["annotations"] = [
        text_line(line.text, line.y, palette, bold=line.bold) for line in lines
    ]
    layout["shapes"] = [
        _bar(item.first, item.second, y, palette)
        for item, y in zip(info.events, places, strict=True)
        if item.first is not None and item.second is not None
    ]
    ends = [_ends(info, places, end, palette) for end in (0, 1) if info.groups[end]]
    return {"data": ends, "layout": layout}


def _bar(first: float, second: float, y: float, palette: Palette) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": first * 100,
        "x1": second * 100,
        "y0": y,
        "y1": y,
        "line": {"color": palette.line, "width": 3},
        "layer": "below",
    }


def _ends(info: EventsInfo, places: tuple[float, ...], end: int, palette: Palette) -> ChartPart:
    shares = [(item.first, item.second)[end] for item in info.events]
    position = info.positions[end]
    colour = palette.muted if position is None else palette.arm(position)
    return {
        "type": "scatter",
        "x": [None if share is None else share * 100 for share in shares],
        "y": list(places),
        "mode": "markers",
        "marker": {
            "symbol": [
                f"{_SYMBOLS[end]}-open" if item.is_open else _SYMBOLS[end] for item in info.events
            ],
            # The second is drawn over the first: where both are the same, both are seen.
            # A hollow one has its line around it.
            "size": [(14 if end == 0 else 9) - 2 * item.is_open for item in info.events],
            "color": colour,
            # The line of a hollow sign is all there is of it.
            "line": {
                "width": [2.5 if item.is_open else 1 for item in info.events],
                "color": [colour if item.is_open else palette.background for item in info.events],
            },
            "opacity": 1,
        },
        "hovertext": [
            verbatim(f"{info.groups[end]}: {item.name}, {item.text}") for item in info.events
        ],
        "hoverinfo": "text",
        "cliponaxis": False,
    }
