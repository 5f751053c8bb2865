"""Draw the infusion day in hours."""

from __future__ import annotations

from typing import Final

import plotly.graph_objects as go

from components.figures.verbatim import FONT, verbatim
from components.palette import Palette
from data.views.infusion_day import Bar, InfusionDayInfo, Moment

_TOP, _BOTTOM = 6, 50
# Pixels: from one bar to the next, and the bar itself.
_BAR_ROW, _BAR = 58.0, 22.0
_NAME: Final = 24.0


def infusion_day_figure(info: InfusionDayInfo, palette: Palette) -> go.Figure:
    """Draw the infusion day: a bar for each infusion, a line for each moment."""
    figure = go.Figure()
    for place, bar in enumerate(info.bars):
        _draw_bar(figure, place * _BAR_ROW + _NAME, bar, palette)
    for number, moment in enumerate(info.moments):
        bottom = (len(info.bars) + number) * _BAR_ROW
        _draw_moment(figure, bottom, moment, palette)
    hours = [hour for bar in info.bars for hour in (bar.start, bar.end)]
    hours += [moment.hour for moment in info.moments]
    height = (len(info.bars) + len(info.moments)) * _BAR_ROW
    figure.update_layout(
        height=_TOP + height + _BOTTOM,
        margin={"l": 6, "r": 6, "t": _TOP, "b": _BOTTOM},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        showlegend=False,
        hovermode="closest",
        dragmode=False,
        font={"family": FONT, "color": palette.text, "size": 13},
        xaxis={
            "range": [min(hours) - 0.2, max(hours) + 0.3],
            "dtick": 1,
            "title": {"text": info.axis},
            "gridcolor": palette.surface,
            "zeroline": False,
            "fixedrange": True,
            "color": palette.muted,
        },
        # Counts pixels from the top.
        yaxis={"range": [height, 0], "visible": False, "fixedrange": True},
    )
    return figure


def _draw_bar(figure: go.Figure, y: float, bar: Bar, palette: Palette) -> None:
    figure.add_trace(
        go.Bar(
            x=[bar.end - bar.start],
            base=[bar.start],
            y=[y + _BAR / 2],
            orientation="h",
            width=_BAR,
            marker={
                "color": palette.arm(0) if bar.is_main else palette.surface,
                "line": {"color": palette.text, "width": 1.5},
                "pattern": {} if bar.is_main else {"shape": "/", "fgcolor": palette.line},
            },
            hovertext=f"{verbatim(bar.label)}: {bar.start:g} h to {bar.end:g} h",
            hoverinfo="text",
        )
    )
    text = f"<b>{verbatim(bar.label)}</b>: {bar.start:g} h to {bar.end:g} h"
    _write(figure, bar.start, y - 3, text, yanchor="bottom")


def _draw_moment(figure: go.Figure, y: float, moment: Moment, palette: Palette) -> None:
    figure.add_shape(
        type="line",
        x0=moment.hour,
        x1=moment.hour,
        y0=0,
        y1=y + _BAR_ROW,
        line={"color": palette.text, "width": 1.5, "dash": "dash"},
    )
    text = f"<b>{verbatim(moment.what)}</b>:<br>{verbatim(moment.rule)} ({moment.hour:g} h)"
    _write(figure, moment.hour, y + 10, f"{text} ", xanchor="right", yanchor="top", align="right")


def _write(figure: go.Figure, x: float, y: float, text: str, **place: object) -> None:
    given = {"xanchor": "left", "align": "left", "showarrow": False, **place}
    figure.add_annotation(x=x, y=y, text=text, **given)
