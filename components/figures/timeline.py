"""Draw the study timeline on screen."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import plotly.graph_objects as go

from components.figures.verbatim import verbatim
from components.palette import Palette
from components.signs import SYMBOLS
from data.timeline.layout import LINE, MARK, NAME_SIZE, TEXT_SIZE, Label, Placed, TimelineLayout
from data.timeline.milestones import Group
from data.views.timeline import TimelineInfo, layout

FONT: Final = '"Source Sans", "Source Sans 3", Arial, sans-serif'
# A phone 360 px wide, without the page's margins: nothing is laid out for less.
_NARROWEST: Final = 310.0
# The picture may turn out this much narrower than was thought; see `components.screen`.
_LEEWAY: Final = 80
SIDE: Final = 9  # room left and right for a mark at the very edge
TOOLS: Final = 34  # room for the picture's buttons above
_AXIS: Final = 44  # room for the dates below
_BAR: Final = 7.0  # half the height of the bar of elapsed time


def plot_width(width: float) -> float:
    """The width to lay a plot out for in a picture of this width, in pixels."""
    return max(_NARROWEST, width - _LEEWAY - 2 * SIDE)


def timeline_figure(
    info: TimelineInfo, palette: Palette, width: float, chosen: str | None = None
) -> go.Figure:
    """Draw the timeline.

    Args:
        info: what is drawn.
        palette: its colours.
        width: of the picture, in pixels; what is laid out for it is good for any greater one.
        chosen: the key of the milestone to point out.
    """
    plan = layout(info, plot_width(width))
    figure = go.Figure(layout=frame(plan.height, _time_axis(plan, palette), palette))
    _draw_as_of(figure, info, plan, palette)
    _draw_bar(figure, info, plan, palette)
    for placed in plan.placed:
        _draw_extents(figure, placed, palette)
    for label in plan.labels:
        _draw_label(figure, label, palette)
    _draw_ring(figure, plan, palette, chosen)
    figure.add_trace(_marks(plan, palette, of_periods=True))
    figure.add_trace(_marks(plan, palette, of_periods=False))
    return figure


def frame(
    height: float, time: dict[str, Any], palette: Palette, *, zoomable: bool = True
) -> dict[str, Any]:
    """The layout of a picture in time, whose y counts pixels from the top.

    Args:
        height: of the plot, in pixels.
        time: the axis of time, without its colours.
        palette: the colours.
        zoomable: leave room for the tools of the picture, and let it be moved.
    """
    text = {"family": FONT, "size": TEXT_SIZE, "color": palette.text}
    top = TOOLS if zoomable else 0
    return {
        "height": top + height + _AXIS,
        "margin": {"l": SIDE, "r": SIDE, "t": top, "b": _AXIS, "pad": 0, "autoexpand": False},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": text,
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {"font": text, "bgcolor": palette.surface, "bordercolor": palette.line},
        "dragmode": "pan" if zoomable else False,
        "uirevision": "time",
        "xaxis": {
            "fixedrange": not zoomable,
            "gridcolor": palette.surface,
            "linecolor": palette.line,
            "showline": True,
            "zeroline": False,
            "tickfont": {"color": palette.muted, "size": TEXT_SIZE},
            # Nothing lies outside, and zoomed out labels would collide.
            "minallowed": time["range"][0],
            "maxallowed": time["range"][1],
            **time,
        },
        "yaxis": {"range": [height, 0], "visible": False, "fixedrange": True},
        "modebar": {
            "bgcolor": "rgba(0,0,0,0)",
            "color": palette.muted,
            "activecolor": palette.accent,
        },
    }


def _time_axis(plan: TimelineLayout, palette: Palette) -> dict[str, Any]:
    return {
        "type": "date",
        "range": [_instant(plan.first), _instant(plan.last)],
        "ticks": "outside",
        "tickcolor": palette.line,
        "tickangle": 0,
        "tickformatstops": [
            {"dtickrange": [None, "M1"], "value": "%-d %b\n%Y"},
            {"dtickrange": ["M1", "M6"], "value": "%b\n%Y"},
            {"dtickrange": ["M12", None], "value": "%Y"},
        ],
    }


def _instant(day: float) -> str:
    """Write an ordinal as Plotly reads moments, up to the end of the calendar's last day."""
    whole = min(int(day), date.max.toordinal())
    minutes = min(round((day - whole) * 24 * 60), 24 * 60 - 1)
    return f"{date.fromordinal(whole).isoformat()} {minutes // 60:02d}:{minutes % 60:02d}"


def _draw_as_of(
    figure: go.Figure, info: TimelineInfo, plan: TimelineLayout, palette: Palette
) -> None:
    x = _instant(info.as_of.toordinal() + 0.5)
    line = {"color": palette.accent, "width": 1.5, "dash": "dash"}
    figure.add_shape(type="line", x0=x, x1=x, y0=LINE, y1=plan.height, line=line, layer="between")


def _draw_bar(
    figure: go.Figure, info: TimelineInfo, plan: TimelineLayout, palette: Palette
) -> None:
    if plan.bar_y is None or info.start is None or info.completion is None:
        return
    start, end = info.start.toordinal(), info.completion.toordinal() + 1
    now = min(max(info.as_of.toordinal(), start), end)
    _draw_box(figure, start, end, plan.bar_y, _BAR, palette.surface, palette.line)
    _draw_box(figure, start, now, plan.bar_y, _BAR, palette.accent, palette.accent)


def _draw_box(
    figure: go.Figure, x0: float, x1: float, y: float, half: float, fill: str, line: str
) -> None:
    figure.add_shape(
        type="rect",
        x0=_instant(x0),
        x1=_instant(x1),
        y0=y - half,
        y1=y + half,
        fillcolor=fill,
        line={"color": line, "width": 1},
        layer="between",
    )


def _draw_extents(figure: go.Figure, placed: Placed, palette: Palette) -> None:
    """Show a month as a month, a period as a period, and join the dates of one milestone."""
    for mark, part in zip(placed.marks, placed.milestone.moments, strict=True):
        if not part.span.is_day:
            half = MARK if placed.milestone.is_period else MARK / 2
            _draw_box(figure, mark.first, mark.last, mark.y, half, palette.surface, palette.line)
    if len(placed.marks) > 1:
        first, last = placed.marks[0], placed.marks[-1]
        figure.add_shape(
            type="line",
            x0=_instant(first.middle),
            x1=_instant(last.middle),
            y0=first.y,
            y1=last.y,
            line={"color": palette.line, "width": 2},
            layer="between",
        )


def _draw_label(figure: go.Figure, label: Label, palette: Palette) -> None:
    """Write a label; the picture's pixels are those of the layout, whatever its width."""
    name = [f"<b>{verbatim(label.name)}</b>"] if label.name else []
    lines = [*name, *(_sized(line) for line in label.lines)]
    to_left = label.is_left_of_mark
    figure.add_annotation(
        text="<br>".join(lines),
        showarrow=False,
        xref="paper" if label.day is None else "x",
        x=0 if label.day is None else _instant(label.day),
        # A label left of its mark ends there, however narrow the font turns out.
        xanchor="right" if to_left else "left",
        xshift=label.offset + (label.box.right - label.box.left if to_left else 0),
        yref="y",
        y=(label.box.top + label.box.bottom) / 2,
        yanchor="middle",
        align="right" if to_left else "left",
        borderpad=0,
        bgcolor=palette.background,
        font={"family": FONT, "size": NAME_SIZE, "color": palette.text},
    )


def _sized(line: str) -> str:
    return f'<span style="font-size:{TEXT_SIZE:g}px">{verbatim(line)}</span>'


def _marks(plan: TimelineLayout, palette: Palette, *, of_periods: bool) -> go.Scatter:
    """Set the marks; a period has an unseen one in its middle, to be clicked."""
    points = [
        (placed, position)
        for placed in plan.placed
        for position in range(len(placed.marks))
        if placed.milestone.is_period == of_periods
    ]
    colours = [
        palette.accent if placed.milestone.group is Group.CONDUCT else palette.text
        for placed, _ in points
    ]
    seen = {"marker": {"opacity": 0 if of_periods else 1}}
    style = {
        "symbol": [_symbol(placed, position) for placed, position in points],
        "size": 2 * MARK - 1,
        "color": colours,
        "line": {"width": 2, "color": colours},
    }
    return go.Scatter(
        x=[_instant(placed.marks[position].middle) for placed, position in points],
        y=[placed.marks[position].y for placed, position in points],
        mode="markers",
        marker={**style, **seen["marker"]},
        # What is clicked is enlarged; what is not clicked is not dimmed.
        selected={"marker": {**seen["marker"], "size": 3 * MARK}},
        unselected=seen,
        customdata=[placed.milestone.key for placed, _ in points],
        hovertext=[_hover(placed, position) for placed, position in points],
        hoverinfo="text",
        cliponaxis=False,
    )


def _symbol(placed: Placed, position: int) -> str:
    item = placed.milestone
    is_filled = item.is_filled(item.moments[position])
    return f"{SYMBOLS[item.certainty.sign]}{'' if is_filled else '-open'}"


def _hover(placed: Placed, position: int) -> str:
    item = placed.milestone
    when = verbatim(str(item.moments[position]))
    return f"<b>{verbatim(item.name)}</b><br>{when} · {item.certainty}"


def _draw_ring(
    figure: go.Figure, plan: TimelineLayout, palette: Palette, chosen: str | None
) -> None:
    for placed in plan.placed:
        if placed.milestone.key != chosen:
            continue
        figure.add_trace(
            go.Scatter(
                x=[_instant(mark.middle) for mark in placed.marks],
                y=[mark.y for mark in placed.marks],
                mode="markers",
                marker={
                    "symbol": "circle-open",
                    "size": 4 * MARK - 4,
                    "color": palette.accent,
                    "line": {"width": 2},
                },
                hoverinfo="skip",
                cliponaxis=False,
            )
        )
