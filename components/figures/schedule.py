"""Draw the dosing schedule in weeks and the infusion day in hours."""

from __future__ import annotations

from typing import Final

import plotly.graph_objects as go

from components.figures.verbatim import FONT, verbatim
from components.palette import Palette
from data.views.schedule import (
    WHEN_SIZE,
    Bar,
    InfusionDayInfo,
    Moment,
    ScheduleInfo,
    ScheduleRow,
)

_TOP, _BOTTOM = 6, 50
# Pixels, on the infusion day: from one bar to the next, and the bar itself.
_BAR_ROW, _BAR = 58.0, 22.0
_NAME: Final = 24.0


def schedule_figure(info: ScheduleInfo, palette: Palette) -> go.Figure:
    """Draw the schedule: a line for each drug and dose, a mark for each administration."""
    figure = go.Figure()
    for row in info.rows:
        _draw_row(figure, row, info, palette)
    figure.update_layout(
        **_layout(palette, info.height),
        xaxis={
            "range": [-2, info.weeks + 3],
            "tickvals": list(range(0, info.weeks + 1, 8)),
            "title": {"text": "Weeks from the first administration of the phase"},
            "gridcolor": palette.surface,
            "zeroline": False,
            "fixedrange": True,
            "color": palette.muted,
        },
        yaxis=_down(info.height),
    )
    return figure


def _layout(palette: Palette, height: float) -> dict[str, object]:
    return {
        "height": _TOP + height + _BOTTOM,
        "margin": {"l": 6, "r": 6, "t": _TOP, "b": _BOTTOM},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "font": {"family": FONT, "color": palette.text, "size": 13},
    }


def _down(height: float) -> dict[str, object]:
    """An axis that counts pixels from the top."""
    return {"range": [height, 0], "visible": False, "fixedrange": True}


def _draw_row(figure: go.Figure, row: ScheduleRow, info: ScheduleInfo, palette: Palette) -> None:
    name = f"<b>{verbatim(row.group)}</b><br>" if row.heads else ""
    size = f"font-size:{WHEN_SIZE:g}px;color:{palette.muted}"
    when = "".join(f'<br><span style="{size}">{verbatim(line)}</span>' for line in row.when)
    _write(
        figure, 0, row.y - 9, f"{name}{verbatim(row.label)}{when}", xref="paper", yanchor="bottom"
    )
    last = max((mark.week for mark in row.marks), default=0)
    end = info.weeks + 2 if row.goes_on else last
    figure.add_shape(
        type="line",
        x0=0,
        x1=end,
        y0=row.y,
        y1=row.y,
        line={"color": palette.line, "width": 1.5, "dash": "dot" if row.goes_on else "solid"},
        layer="below",
    )
    if row.goes_on:
        _goes_on(figure, row, end, palette)
    figure.add_trace(_marks(row, palette))
    small = {"size": 11, "color": palette.muted}
    for mark in row.marks:
        if mark.total:
            _write(
                figure,
                mark.week,
                row.y + 8,
                "<br>".join(verbatim(amount) for amount in mark.total),
                xanchor="center",
                yanchor="top",
                font=small,
            )


def _write(figure: go.Figure, x: float, y: float, text: str, **place: object) -> None:
    given = {"xanchor": "left", "align": "left", "showarrow": False, **place}
    figure.add_annotation(x=x, y=y, text=text, **given)


def _goes_on(figure: go.Figure, row: ScheduleRow, end: float, palette: Palette) -> None:
    """An open end: an arrow, and what ends it."""
    figure.add_annotation(
        x=end,
        ax=end - 1.5,
        y=row.y,
        ay=row.y,
        axref="x",
        ayref="y",
        showarrow=True,
        arrowhead=2,
        arrowsize=1.4,
        arrowwidth=1.5,
        arrowcolor=palette.line,
        text="",
    )
    stated = not row.goes_on.startswith("not stated")
    told = f"until {verbatim(row.goes_on)}" if stated else "the end is not stated"
    _write(
        figure,
        1,
        row.y + 8,
        f"<i>open-ended: {told}</i>",
        xref="paper",
        xanchor="right",
        yanchor="top",
        font={"size": 11, "color": palette.muted},
    )


def _marks(row: ScheduleRow, palette: Palette) -> go.Scatter:
    colour = palette.arm(row.root)
    return go.Scatter(
        x=[mark.week for mark in row.marks],
        y=[row.y] * len(row.marks),
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [0 if mark.latest is None else mark.latest - mark.week for mark in row.marks],
            "arrayminus": [
                0 if mark.earliest is None else mark.week - mark.earliest for mark in row.marks
            ],
            "color": palette.text,
            "thickness": 1.5,
            "width": 6,
        },
        mode="markers",
        hovertext=[verbatim(mark.text) for mark in row.marks],
        hoverinfo="text",
        marker={
            "size": 14,
            "symbol": ["circle" if mark.total else "diamond" for mark in row.marks],
            # Hollow: may be left out. The words say it too.
            "color": [palette.background if mark.optional else colour for mark in row.marks],
            "line": {"color": colour, "width": 2.5},
        },
    )


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
        **_layout(palette, height),
        xaxis={
            "range": [min(hours) - 0.2, max(hours) + 0.3],
            "dtick": 1,
            "title": {"text": info.axis},
            "gridcolor": palette.surface,
            "zeroline": False,
            "fixedrange": True,
            "color": palette.muted,
        },
        yaxis=_down(height),
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
    what, colon, rest = moment.label.partition(": ")
    text = f"<b>{verbatim(what)}</b>{colon}<br>{verbatim(rest)} ({moment.hour:g} h)"
    _write(figure, moment.hour, y + 10, f"{text} ", xanchor="right", yanchor="top", align="right")
