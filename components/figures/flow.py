"""Draw the flow with Plotly: boxes, arrows, and unseen markers that make the boxes clickable."""

from __future__ import annotations

from statistics import fmean
from typing import Final

import plotly.graph_objects as go

from components.figures.verbatim import verbatim
from components.palette import Palette
from data.views.flow import FlowArrow, FlowBox, FlowInfo, FlowLabel, Line

FONT: Final = "Source Sans, Helvetica, Arial, Liberation Sans, sans-serif"
_RADIUS: Final = 8.0
_STRIPE: Final = 5.0
_HEAD: Final = 5.0
# Markers this far apart, this large, cover a box without a gap.
_NET: Final = 26.0
_MARKER: Final = 24


def flow_figure(info: FlowInfo, palette: Palette) -> go.Figure:
    """Draw the flow at its natural size: one unit is one pixel, counted from the top left."""
    shapes = [shape for arrow in info.arrows for shape in _arrow(arrow, palette)]
    shapes += [
        shape
        for label in info.labels
        if not _is_led_to(info, label)
        for shape in _stub(label, palette)
    ]
    shapes += [_label_ground(label, palette) for label in info.labels]
    shapes += [shape for box in info.boxes for shape in _box(box, palette)]
    figure = go.Figure(_clickable(info))
    figure.update_layout(
        width=info.width,
        height=info.height,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        showlegend=False,
        hovermode="closest",
        dragmode=False,
        font={"family": FONT, "color": palette.text},
        xaxis={"range": [0, info.width], "visible": False, "fixedrange": True},
        yaxis={"range": [info.height, 0], "visible": False, "fixedrange": True},
        shapes=shapes,
        annotations=[_text(box, palette) for box in info.boxes]
        + [_label(label, palette) for label in info.labels],
    )
    return figure


def _is_led_to(info: FlowInfo, label: FlowLabel) -> bool:
    return any(arrow.target == label.target for arrow in info.arrows)


def _arrow(arrow: FlowArrow, palette: Palette) -> list[dict[str, object]]:
    colour = palette.accent if arrow.on_the_way else palette.line
    line = {
        "color": colour,
        "width": 3 if arrow.on_the_way else 1.5,
        "dash": "5px,4px" if arrow.optional else "solid",
    }
    *way, (x, y) = arrow.points
    path = "M" + " L".join(f"{a:.1f},{b:.1f}" for a, b in [*way, (x, y - _HEAD)])
    return [
        {"type": "path", "path": path, "line": line, "layer": "below"},
        _arrow_head(x, y, colour),
    ]


def _arrow_head(x: float, y: float, colour: str) -> dict[str, object]:
    return {
        "type": "path",
        "path": f"M{x:.1f},{y:.1f} L{x - _HEAD:.1f},{y - 9:.1f} L{x + _HEAD:.1f},{y - 9:.1f} Z",
        "fillcolor": colour,
        "line": {"width": 0},
        "layer": "below",
    }


def _stub(label: FlowLabel, palette: Palette) -> list[dict[str, object]]:
    """A short dotted arrow that comes from nowhere: the record does not tell from where."""
    x, top = label.rect.middle, label.rect.bottom
    line = {"color": palette.line, "width": 1.5, "dash": "dot"}
    return [
        {"type": "path", "path": f"M{x},{top} L{x},{top + 10}", "line": line, "layer": "below"},
        _arrow_head(x, top + 14, palette.line),
    ]


def _label_ground(label: FlowLabel, palette: Palette) -> dict[str, object]:
    rect = label.rect
    return {
        "type": "rect",
        "x0": rect.x,
        "x1": rect.right,
        "y0": rect.y,
        "y1": rect.bottom,
        "fillcolor": palette.background,
        "line": {"width": 0},
        "layer": "below",
    }


def _box(box: FlowBox, palette: Palette) -> list[dict[str, object]]:
    rect = box.rect
    marked = box.state != "plain"
    outline = palette.accent if marked else palette.line
    shapes: list[dict[str, object]] = [
        {
            "type": "path",
            "path": _rounded(rect.x, rect.y, rect.right, rect.bottom),
            "fillcolor": palette.surface,
            "line": {
                "color": outline,
                "width": {"selected": 3.5, "on the way": 2.5, "plain": 1.5}[box.state],
                "dash": "5px,4px" if box.optional else "solid",
            },
            "layer": "below",
        }
    ]
    if box.root is not None:
        shapes += [
            {
                "type": "rect",
                "x0": rect.x + 3,
                "x1": rect.x + 3 + _STRIPE,
                "y0": top,
                "y1": bottom,
                "fillcolor": palette.arm(box.root),
                "line": {"width": 0},
                "layer": "below",
            }
            for top, bottom in palette.pieces(box.root, rect.y + _RADIUS, rect.bottom - _RADIUS)
        ]
    return shapes


def _rounded(x0: float, y0: float, x1: float, y1: float) -> str:
    r = _RADIUS
    return (
        f"M{x0 + r},{y0} L{x1 - r},{y0} Q{x1},{y0} {x1},{y0 + r} "
        f"L{x1},{y1 - r} Q{x1},{y1} {x1 - r},{y1} "
        f"L{x0 + r},{y1} Q{x0},{y1} {x0},{y1 - r} L{x0},{y0 + r} Q{x0},{y0} {x0 + r},{y0} Z"
    )


def _text(box: FlowBox, palette: Palette) -> dict[str, object]:
    return {
        "x": box.rect.middle + 2,
        "y": box.rect.y + box.rect.height / 2,
        "text": "<br>".join(_line(line, palette) for line in box.lines),
        "showarrow": False,
        "align": "center",
        # Plotly gives each line the height that belongs to this size: the mean makes them fit.
        "font": {"size": fmean(line.size for line in box.lines)},
    }


def _line(line: Line, palette: Palette) -> str:
    """One line as the pseudo-HTML Plotly reads; what the record says stays text."""
    colour = palette.muted if line.style in ("phase", "source") else palette.text
    look = f"font-size:{line.size:g}px;color:{colour}"
    sized = f'<span style="{look}">{verbatim(line.text)}</span>'
    return f"<b>{sized}</b>" if line.style in ("title", "count") else sized


def _label(label: FlowLabel, palette: Palette) -> dict[str, object]:
    return {
        "x": label.rect.middle,
        "y": label.rect.y + label.rect.height / 2,
        "text": "<br>".join(f"<i>{verbatim(line)}</i>" for line in label.lines),
        "showarrow": False,
        "align": "center",
        "font": {"size": label.size, "color": palette.muted},
    }


def _clickable(info: FlowInfo) -> go.Scatter:
    points = [(x, y, box) for box in info.boxes for x, y in _net(box)]
    return go.Scatter(
        x=[x for x, _, _ in points],
        y=[y for _, y, _ in points],
        customdata=[[box.key] for _, _, box in points],
        hovertext=[verbatim(box.name) for _, _, box in points],
        hoverinfo="text",
        mode="markers",
        marker={"size": _MARKER, "opacity": 0, "symbol": "square"},
        selected={"marker": {"opacity": 0}},
        unselected={"marker": {"opacity": 0}},
    )


def _net(box: FlowBox) -> list[tuple[float, float]]:
    rect = box.rect
    across, down = int(rect.width // _NET) or 1, int(rect.height // _NET) or 1
    return [
        (rect.x + rect.width * (i + 0.5) / across, rect.y + rect.height * (j + 0.5) / down)
        for i in range(across)
        for j in range(down)
    ]
