"""Draw who took part: the CONSORT flow, and the flow of people between periods."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import plotly.graph_objects as go

from components.figures.results_marks import text_line
from components.figures.timeline import FONT
from components.figures.verbatim import verbatim
from components.palette import Palette
from data.views.results_flow import (
    BAND,
    FALL,
    LINE,
    TEXT_SIZE,
    Band,
    Box,
    ConsortInfo,
    PeriodsInfo,
    PeriodsLayout,
    periods_layout,
)

_PAD: Final = 8
_EDGE: Final = 2


def results_consort_figure(info: ConsortInfo, palette: Palette) -> go.Figure:
    """Draw the CONSORT flow, at its own size in pixels."""
    arrows = [
        {
            "x": x1,
            "y": y1,
            "ax": x0,
            "ay": y0,
            "xref": "x",
            "yref": "y",
            "axref": "x",
            "ayref": "y",
            "text": "",
            "arrowhead": 2,
            "arrowwidth": 1.5,
            "arrowcolor": palette.line,
        }
        for x0, y0, x1, y1 in info.arrows
    ]
    texts = [text for box in info.boxes for text in _texts(box)]
    layout = _frame(info.width, info.height, palette)
    layout["annotations"] = [*arrows, *texts]
    layout["shapes"] = [_outline(box, palette) for box in info.boxes]
    return go.Figure(layout=layout)


def _frame(width: float, height: float, palette: Palette) -> dict[str, Any]:
    text = {"family": FONT, "size": TEXT_SIZE, "color": palette.text}
    fixed = {"visible": False, "fixedrange": True}
    return {
        "width": width + 2 * _EDGE,
        "height": height + 2 * _EDGE,
        "margin": dict.fromkeys(("l", "r", "t", "b"), _EDGE) | {"pad": 0, "autoexpand": False},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": text,
        "showlegend": False,
        "dragmode": False,
        "xaxis": {**fixed, "range": [0, width]},
        "yaxis": {**fixed, "range": [height, 0]},
    }


def _outline(box: Box, palette: Palette) -> dict[str, Any]:
    colour = palette.muted if box.position is None else palette.arm(box.position)
    return {
        "type": "rect",
        "x0": box.left,
        "x1": box.left + box.width,
        "y0": box.top,
        "y1": box.bottom,
        "fillcolor": palette.background if box.aside else palette.surface,
        "line": {
            "color": palette.line if box.aside else colour,
            "width": 2.5 if box.is_name else 1.5,
            "dash": "dot" if box.aside else "solid",
        },
    }


def _texts(box: Box) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(box.lines):
        text = verbatim(line)
        yield {
            "text": f"<b>{text}</b>" if box.is_name else text,
            "x": box.left + _PAD,
            "xanchor": "left",
            "y": box.top + _PAD + (number + 0.5) * LINE,
            "yanchor": "middle",
            "showarrow": False,
            "align": "left",
            "borderpad": 0,
        }


def results_periods_figure(info: PeriodsInfo, palette: Palette, width: float) -> go.Figure:
    """Draw the flow of people between periods, from top to bottom; each group keeps its colour.

    Args:
        info: what is drawn.
        palette: its colours.
        width: the pixels that the picture will have, for breaking lines.
    """
    plan = periods_layout(info, width - 2 * _EDGE)
    layout = _frame(width, plan.height, palette)
    del layout["width"]
    layout["xaxis"]["range"] = [0, info.width]
    layout["annotations"] = [
        text_line(line.text, line.y, palette, bold=line.bold) for line in plan.lines
    ]
    shapes: list[dict[str, Any]] = []
    for step, stage in enumerate(info.stages):
        following = plan.tops[step + 1] if step + 1 < len(plan.tops) else None
        for band in stage.bands:
            shapes += _band(band, plan.tops[step], following, palette)
    layout["shapes"] = shapes
    return go.Figure(data=[_hover(info, plan)], layout=layout)


def _hover(info: PeriodsInfo, plan: PeriodsLayout) -> go.Scatter:
    bands = [
        (band, top)
        for stage, top in zip(info.stages, plan.tops, strict=True)
        for band in stage.bands
    ]
    return go.Scatter(
        x=[band.left + band.people / 2 for band, _ in bands],
        y=[top + BAND / 2 for _, top in bands],
        mode="markers",
        marker={"size": BAND, "opacity": 0},
        hovertext=[verbatim(band.text) for band, _ in bands],
        hoverinfo="text",
    )


def _band(
    band: Band, top: float, following: float | None, palette: Palette
) -> list[dict[str, Any]]:
    """The people of a group, the way of those who go on, and, tapering off, of those who do not."""
    colour = palette.muted if band.position is None else palette.arm(band.position)
    left, right, bottom = band.left, band.left + band.people, top + BAND
    shapes = []
    if following is not None and band.people:
        onward = left + band.onward
        stays = min(onward, right)
        shapes.append(
            _area(((left, bottom), (stays, bottom), (onward, following), (left, following)), colour)
        )
        if right > stays:
            end = bottom + FALL / 2
            shapes.append(_area(((stays, bottom), (right, bottom), (stays, end)), palette.line))
    shapes.append(
        {
            "type": "rect",
            "x0": left,
            "x1": right,
            "y0": top,
            "y1": bottom,
            "fillcolor": colour,
            "line": {"width": 0},
        }
    )
    return shapes


def _area(corners: tuple[tuple[float, float], ...], colour: str) -> dict[str, Any]:
    path = " L ".join(f"{x:g} {y:g}" for x, y in corners)
    return {
        "type": "path",
        "path": f"M {path} Z",
        "fillcolor": colour,
        "opacity": 0.35,
        "line": {"width": 0},
        "layer": "below",
    }
