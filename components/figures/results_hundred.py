"""Draw one hundred people per group as dots, filled for those to whom something happened."""

from __future__ import annotations

from typing import Any, Final

import plotly.graph_objects as go

from components.figures.timeline import FONT
from components.figures.verbatim import verbatim
from components.palette import Palette
from data.views.results_hundred import HUNDRED, Hundred, HundredInfo

_ACROSS: Final = 10
_GAP: Final = 1.4  # between the groups, in dots
_STEP: Final = 17.0  # from row to row, in pixels
_DOT: Final = 11
_HEAD: Final = 46.0  # room for the group's name and its number
_TEXT: Final = 14
HEIGHT: Final = _HEAD + HUNDRED // _ACROSS * _STEP


def results_hundred_figure(info: HundredInfo, palette: Palette) -> go.Figure:
    """Draw one hundred people per group."""
    across = len(info.groups) * _ACROSS + (len(info.groups) - 1) * _GAP
    figure = go.Figure(layout=_frame(across, palette))
    for place, item in enumerate(info.groups):
        left = place * (_ACROSS + _GAP)
        _draw_head(figure, item, left)
        if item.affected is not None:
            figure.add_trace(_dots(info, item, left, palette))
    return figure


def _frame(across: float, palette: Palette) -> dict[str, Any]:
    text = {"family": FONT, "size": _TEXT, "color": palette.text}
    hidden = {"visible": False, "fixedrange": True}
    return {
        "height": HEIGHT,
        "margin": {"l": 8, "r": 8, "t": 0, "b": 0, "pad": 0, "autoexpand": False},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": text,
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {"font": text, "bgcolor": palette.surface, "bordercolor": palette.line},
        "xaxis": {**hidden, "range": [-0.5, across - 0.5]},
        "yaxis": {**hidden, "range": [HEIGHT, 0]},
    }


def _draw_head(figure: go.Figure, item: Hundred, left: float) -> None:
    known = item.affected is not None
    number = f"about {item.affected} of {HUNDRED}" if known else "not reported"
    name = verbatim(item.group[:1].upper() + item.group[1:])
    figure.add_annotation(
        text=f"{name}<br><b>{number}</b>",
        x=left - 0.5,
        xanchor="left",
        y=_HEAD / 2 - 4,
        yanchor="middle",
        showarrow=False,
        align="left",
        borderpad=0,
    )


def _dots(info: HundredInfo, item: Hundred, left: float, palette: Palette) -> go.Scatter:
    affected = item.affected or 0
    colour = palette.arm(item.position)
    places = range(HUNDRED)
    colours = [colour if place < affected else palette.line for place in places]
    return go.Scatter(
        x=[left + place % _ACROSS for place in places],
        y=[_HEAD + (place // _ACROSS + 0.5) * _STEP for place in places],
        mode="markers",
        marker={
            "symbol": ["circle" if place < affected else "circle-open" for place in places],
            "size": _DOT,
            "color": colours,
            "opacity": 1,
            "line": {"width": 1.5, "color": colours},
        },
        hovertext=verbatim(f"{item.group}: {item.exact} {info.event}"),
        hoverinfo="text",
        cliponaxis=False,
    )
