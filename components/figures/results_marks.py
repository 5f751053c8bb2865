"""Draw values per group as bars, or as points with their intervals."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Final

from components.figures.chart import ChartPart, PlotlyFigure
from components.figures.verbatim import FONT, verbatim
from components.palette import Palette
from data.typography.signs import Sign, group_sign
from data.typography.wrap import wrap
from data.views.results_marks import (
    MARK,
    TEXT_SIZE,
    Axis,
    MarksInfo,
    MarksLayout,
    ResultMark,
    marks_layout,
    ticks,
)

SIDE: Final = 8
"""Left free left of a picture, in pixels."""
RIGHT: Final = 16
"""And right of it: half of a number on the scale stands beyond its end."""
AXIS: Final = 50
"""Room for the scale and a title of one line."""
_SMALL: Final = TEXT_SIZE - 1
_SMALL_LINE: Final = 17
_SYMBOLS: Final[dict[Sign, str]] = {"triangle": "triangle-up", "cross": "x"}
"""What Plotly calls a sign, where it has another name."""


def results_marks_figure(
    info: MarksInfo, palette: Palette, width: float, least_height: float = 0
) -> PlotlyFigure:
    """Draw values.

    Args:
        info: what is drawn.
        palette: its colours.
        width: the pixels that the picture will have, for breaking lines.
        least_height: in pixels, for a picture that must not be smaller than its neighbour.
    """
    plan = marks_layout(info, width - SIDE - RIGHT)
    layout = _frame(info, plan, palette, width - SIDE - RIGHT, least_height)
    # All at once: adding them one by one takes Plotly many times as long.
    layout["annotations"] = [
        text_line(line.text, line.y, palette, bold=line.bold) for line in plan.lines
    ]
    if info.axis is None:
        return {"data": [], "layout": layout}
    layout["shapes"] = [*_reference(info.axis, plan, palette)]
    drawn = (_interval(mark, y, info.axis, info.bars, palette) for mark, y in plan.at)
    return {"data": [*filter(None, drawn), _values(info, plan, palette)], "layout": layout}


def text_line(text: str, y: float, palette: Palette, *, bold: bool) -> dict[str, Any]:
    """Write a line of text from the left edge of a picture; y is its middle."""
    written = verbatim(text)
    return {
        "text": f"<b>{written}</b>" if bold else written,
        "xref": "paper",
        "x": 0,
        "xanchor": "left",
        "y": y,
        "yanchor": "middle",
        "showarrow": False,
        "align": "left",
        "borderpad": 0,
        "bgcolor": palette.background,
    }


def _frame(
    info: MarksInfo, plan: MarksLayout, palette: Palette, width: float, least_height: float
) -> dict[str, Any]:
    titles = wrap(info.axis.title, width, _SMALL) if info.axis else ()
    bottom = AXIS + _SMALL_LINE * (len(titles) - 1) if titles else 0
    # Pixels of the plot stay pixels of the layout: what is to spare goes above and below.
    spare = max(0.0, least_height - plan.height - bottom) / 2
    return {
        **plain_layout(plan.height + 2 * spare, bottom, palette),
        "bargap": 0,
        "xaxis": _scale(info.axis, titles, palette),
        "yaxis": {"range": [plan.height + spare, -spare], "visible": False, "fixedrange": True},
    }


def plain_layout(height: float, bottom: float, palette: Palette) -> dict[str, Any]:
    """Give a picture its size, in pixels, and nothing that moves.

    Args:
        height: of the plot, with an axis of these pixels from the top down.
        bottom: of what stands below it.
        palette: its colours.
    """
    text = {"family": FONT, "size": TEXT_SIZE, "color": palette.text}
    return {
        "height": height + bottom,
        "margin": {"l": SIDE, "r": RIGHT, "t": 0, "b": bottom, "pad": 0, "autoexpand": False},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": text,
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {"font": text, "bgcolor": palette.surface, "bordercolor": palette.line},
        "yaxis": {"range": [height, 0], "visible": False, "fixedrange": True},
    }


def _scale(axis: Axis | None, titles: tuple[str, ...], palette: Palette) -> dict[str, Any]:
    if axis is None:
        return {"visible": False, "fixedrange": True}
    ends = (math.log10(axis.low), math.log10(axis.high)) if axis.is_log else (axis.low, axis.high)
    scale = number_scale(*ends, titles, palette)
    return scale | {"type": "log", "tickvals": list(ticks(axis))} if axis.is_log else scale


def number_scale(
    low: float, high: float, titles: tuple[str, ...], palette: Palette
) -> dict[str, Any]:
    """Draw a scale of numbers below a picture.

    Args:
        low, high: its ends.
        titles: what it counts, in lines.
        palette: its colours.
    """
    small = {"color": palette.muted, "size": _SMALL}
    return {
        "type": "linear",
        "range": [low, high],
        "fixedrange": True,
        "title": {"text": "<br>".join(map(verbatim, titles)), "standoff": 4, "font": small},
        "gridcolor": palette.surface,
        "linecolor": palette.line,
        "showline": True,
        "zeroline": False,
        "ticks": "outside",
        "tickcolor": palette.line,
        "tickfont": small,
        "tickangle": 0,
        "ticklabeloverflow": "allow",
        "nticks": 6,
    }


def _place(axis: Axis, value: float) -> float:
    """Where a value stands: shapes on a logarithmic scale want the value itself too."""
    return min(max(value, axis.low), axis.high)


def _reference(axis: Axis, plan: MarksLayout, palette: Palette) -> Iterator[ChartPart]:
    if axis.reference is None or not axis.low <= axis.reference <= axis.high:
        return
    yield {
        "type": "line",
        "x0": axis.reference,
        "x1": axis.reference,
        "y0": 0,
        "y1": plan.height,
        "line": {"color": palette.muted, "width": 1.5, "dash": "dash"},
        "layer": "below",
    }


def _interval(
    mark: ResultMark, y: float, axis: Axis, bars: bool, palette: Palette
) -> ChartPart | None:
    """Draw an interval with a stop at each end that is known and an arrow where there is none."""
    assert mark.value is not None
    low = axis.low if mark.low_open else mark.low
    high = axis.high if mark.high_open else mark.high
    if low is None and high is None:
        return None
    left = _place(axis, mark.value if low is None else low)
    right = _place(axis, mark.value if high is None else high)
    colour = palette.text if bars else _colour(mark, palette)
    ends = [
        "triangle-left" if mark.low_open else "line-ns",
        "triangle-right" if mark.high_open else "line-ns",
    ]
    dash = "dot" if mark.low_open or mark.high_open else "solid"
    return {
        "type": "scatter",
        "x": [left, right],
        "y": [y, y],
        "mode": "lines+markers",
        "line": {"color": colour, "width": 2, "dash": dash},
        "marker": {
            "symbol": ends,
            "size": 9,
            "color": colour,
            "opacity": 1,
            "line": {"width": 2, "color": colour},
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _values(info: MarksInfo, plan: MarksLayout, palette: Palette) -> ChartPart:
    marks = [mark for mark, _ in plan.at]
    common: dict[str, Any] = {
        "x": [mark.value for mark in marks],
        "y": [y for _, y in plan.at],
        "hovertext": [verbatim(mark.text) for mark in marks],
        "hoverinfo": "text",
        "cliponaxis": False,
    }
    colours = [_colour(mark, palette) for mark in marks]
    if info.bars:
        outline = {"color": colours, "line": {"width": 1, "color": palette.line}}
        return {"type": "bar", "orientation": "h", "width": MARK, "marker": outline, **common}
    marker = {
        "symbol": [_symbol(mark) for mark in marks],
        "size": MARK - 2,
        "color": colours,
        "opacity": 1,
        "line": {"width": 1, "color": palette.background},
    }
    return {"type": "scatter", "mode": "markers", "marker": marker, **common}


def _symbol(mark: ResultMark) -> str:
    if mark.position is None:
        return "circle-open-dot"
    sign = group_sign(mark.position)
    return _SYMBOLS.get(sign, sign)


def _colour(mark: ResultMark, palette: Palette) -> str:
    return palette.muted if mark.position is None else palette.arm(mark.position)
