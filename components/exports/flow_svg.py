"""Draw the flow for slides and print, as vector graphics."""

from __future__ import annotations

from typing import Final

from components.exports.svg import Drawing
from components.palette import Palette
from data.views.flow import (
    LINE_HEIGHT,
    FlowArrow,
    FlowBox,
    FlowInfo,
    FlowLabel,
    flow_alt,
)

_HEAD: Final = 5.0
_TITLE: Final = 44.0  # room for the title above the picture
_DASH: Final = "5 4"


def flow_svg(info: FlowInfo, palette: Palette) -> str:
    """Draw the flow as an SVG document; its text stays text."""
    width = max(info.width, 420.0)
    drawing = Drawing(
        width=width,
        height=info.height + _TITLE,
        title=info.title,
        description=flow_alt(info),
        background=palette.background,
    )
    drawing.text(10, 26, info.title, size=15, fill=palette.text, bold=True)
    left = (width - info.width) / 2
    led_to = {arrow.target for arrow in info.arrows}
    for arrow in info.arrows:
        _arrow(drawing, arrow, palette, left)
    for label in info.labels:
        _label(drawing, label, palette, left, is_led_to=label.target in led_to)
    for box in info.boxes:
        _box(drawing, box, palette, left)
    return drawing.svg()


def _arrow(drawing: Drawing, arrow: FlowArrow, palette: Palette, left: float) -> None:
    colour = palette.accent if arrow.on_the_way else palette.line
    *way, (x, y) = [(x + left, y + _TITLE) for x, y in arrow.points]
    drawing.path(
        "M " + " L ".join(f"{a:.1f} {b:.1f}" for a, b in [*way, (x, y - _HEAD)]),
        stroke=colour,
        stroke_width=3 if arrow.on_the_way else 1.5,
        dash=_DASH if arrow.optional else "",
    )
    _head(drawing, x, y, colour)


def _head(drawing: Drawing, x: float, y: float, colour: str) -> None:
    corners = f"M {x:.1f} {y:.1f} L {x - _HEAD:.1f} {y - 9:.1f} L {x + _HEAD:.1f} {y - 9:.1f} Z"
    drawing.path(corners, fill=colour)


def _label(
    drawing: Drawing, label: FlowLabel, palette: Palette, left: float, *, is_led_to: bool
) -> None:
    rect, y = label.rect, label.rect.y + _TITLE
    drawing.rect(rect.x + left, y, rect.width, rect.height, fill=palette.background)
    for line in label.lines:
        y += label.size * LINE_HEIGHT
        drawing.text(
            rect.middle + left, y - 3, line, size=label.size, fill=palette.muted, anchor="middle"
        )
    if not is_led_to:
        drawing.line(
            rect.middle + left, y, rect.middle + left, y + 9, stroke=palette.line, dash="1 3"
        )
        _head(drawing, rect.middle + left, y + 14, palette.line)


def _box(drawing: Drawing, box: FlowBox, palette: Palette, left: float) -> None:
    rect, x, y = box.rect, box.rect.x + left, box.rect.y + _TITLE
    drawing.rect(
        x,
        y,
        rect.width,
        rect.height,
        fill=palette.surface,
        stroke=palette.accent if box.state != "plain" else palette.line,
        stroke_width={"selected": 3.5, "on the way": 2.5, "plain": 1.5}[box.state],
        dash=_DASH if box.optional else "",
        radius=8,
    )
    if box.root is not None:
        for top, bottom in palette.pieces(box.root, y + 8, y + rect.height - 8):
            drawing.rect(x + 3, top, 5, bottom - top, fill=palette.arm(box.root))
    text_height = sum(line.size * LINE_HEIGHT for line in box.lines)
    base = y + (rect.height - text_height) / 2
    for line in box.lines:
        size = line.size
        base += size * LINE_HEIGHT
        drawing.text(
            x + rect.width / 2 + 2,
            base - size * 0.32,
            line.text,
            size=size,
            fill=palette.muted if line.style in ("phase", "source") else palette.text,
            bold=line.style in ("title", "count"),
            anchor="middle",
        )
