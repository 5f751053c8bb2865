"""Draw a picture of a slide as an SVG document of its own; its text stays text, and is escaped."""

from __future__ import annotations

import math
from html import escape
from typing import Final

from components.exports.html import number as _number
from components.exports.html import without_controls
from components.palette import Palette
from data.deck.model import (
    LINE_HEIGHT,
    PARAGRAPH_GAP,
    STRIPE,
    Align,
    Box,
    Connector,
    Frame,
    Marker,
    Outline,
    Paragraph,
    Part,
    Picture,
    Rule,
    Text,
)

# From the top of a line to its baseline, as a share of the type: what browsers make of the line
# height with the fonts that the style sheet names.
_BASELINE: Final = 0.96
# Where no style sheet names one: the app's own font, else what every office program has.
_FAMILY: Final = "'Source Sans 3', Arial, Helvetica, sans-serif"
_RADIUS: Final = 10.0
_STROKE: Final = 2.0
_DASH: Final = "8 6"
_HEAD: Final = (16.0, 7.0)  # an arrow's head: how long, and how wide on each side
# Corners of the small signs, on a circle of radius 1; a little larger, so that they weigh the same.
_CORNERS: Final = {
    "diamond": ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
    "triangle": ((0, -1.2), (1.15, 0.9), (-1.15, 0.9)),
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
}


def picture_svg(picture: Picture, palette: Palette) -> str:
    """Draw a picture as an SVG document of its own; its text stays text.

    Args:
        picture: of a slide.
        palette: makes colours of roles; anything that CSS takes for a colour.
    """
    frame = picture.frame
    size = f'width="{_number(frame.width)}" height="{_number(frame.height)}"'
    view = " ".join(_number(value) for value in (frame.x, frame.y, frame.width, frame.height))
    shapes = "\n".join(_part(part, palette) for part in picture.parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="{view}" role="img" '
        f'font-family="{_FAMILY}" aria-label="{_escaped(picture.alt)}">\n'
        f"<desc>{_escaped(picture.alt)}</desc>\n{shapes}\n</svg>"
    )


def _part(part: Part, palette: Palette) -> str:
    match part:
        case Box():
            return _named(part.alt, _box(part, palette))
        case Connector():
            return _named(part.alt, _connector(part, palette))
        case Outline():
            return _named(part.alt, _outline(part, palette))
        case Marker():
            return _named(part.alt, _marker(part, palette))
        case Rule():
            return _rule(part, palette)
        case Text():
            return _picture_text(part, palette)


def _named(alt: str, shapes: str) -> str:
    """Say what a shape stands for; browsers show it to a pointer that rests on it."""
    return f"<g><title>{_escaped(alt)}</title>{shapes}</g>" if alt else shapes


def _box(box: Box, palette: Palette) -> str:
    frame = box.frame
    radius = f' rx="{_number(_RADIUS)}"' if box.rounded else ""
    shape = (
        f"<rect {_corner(frame)} {_extent(frame)}{radius} "
        f"{_paint(palette.role(box.fill), palette.role(box.outline), dashed=box.dashed)}/>"
    )
    stripe = _stripe(frame, palette.role(box.stripe)) if box.stripe else ""
    height = sum(len(item.lines) * item.size * LINE_HEIGHT for item in box.paragraphs)
    middle = frame.x + frame.width / 2 + (STRIPE / 2 if box.stripe else 0)
    top = frame.y + (frame.height - height) / 2
    words = _written(box.paragraphs, middle, top, align="middle", gap=0, palette=palette)
    return shape + stripe + words


def _stripe(frame: Frame, colour: str) -> str:
    inner = Frame(x=frame.x + 2, y=frame.y + 6, width=STRIPE - 2, height=frame.height - 12)
    return f'<rect {_corner(inner)} {_extent(inner)} rx="3" style="fill:{colour}"/>'


def _written(
    paragraphs: tuple[Paragraph, ...],
    x: float,
    top: float,
    *,
    align: Align,
    gap: float,
    palette: Palette,
) -> str:
    parts = []
    for paragraph in paragraphs:
        for position, line in enumerate(paragraph.lines):
            signed = f"• {line}" if paragraph.bullet and position == 0 else line
            parts.append(_line(signed, paragraph, x, top, align, palette))
            top += paragraph.size * LINE_HEIGHT
        top += paragraph.size * gap
    return "\n".join(parts)


def _line(
    line: str, paragraph: Paragraph, x: float, top: float, align: Align, palette: Palette
) -> str:
    weight = ' font-weight="700"' if paragraph.bold else ""
    return (
        f'<text x="{_number(x)}" y="{_number(top + paragraph.size * _BASELINE)}" '
        f'text-anchor="{align}" font-size="{_number(paragraph.size)}"{weight} '
        f'style="fill:{palette.role(paragraph.colour)}">{_escaped(line)}</text>'
    )


def _picture_text(text: Text, palette: Palette) -> str:
    frame = text.frame
    x = {"start": frame.x, "middle": frame.x + frame.width / 2, "end": frame.right}[text.align]
    words = _written(
        text.paragraphs, x, frame.y, align=text.align, gap=PARAGRAPH_GAP, palette=palette
    )
    # A rim in the colour behind, so that no outline or line runs through the words.
    rim = (
        f"stroke:{palette.role('background')};stroke-width:5px;"
        "paint-order:stroke;stroke-linejoin:round"
    )
    return f'<g class="rimmed" style="{rim}">{words}</g>'


def _connector(connector: Connector, palette: Palette) -> str:
    *way, before, end = connector.points
    tip, left, right = _arrow_head(before, end)
    neck = ((left[0] + right[0]) / 2, (left[1] + right[1]) / 2)
    line = "M " + " L ".join(_point(point) for point in (*way, before, neck))
    head = "M " + " L ".join(_point(point) for point in (tip, left, right)) + " Z"
    colour = palette.role(connector.colour)
    return (
        f'<path d="{line}" {_paint("none", colour, dashed=connector.dashed)}/>'
        f'<path d="{head}" style="fill:{colour}"/>'
    )


def _arrow_head(
    before: tuple[float, float], end: tuple[float, float]
) -> tuple[tuple[float, float], tuple[float, float], tuple[float, float]]:
    """The head of an arrow, which points along its last stretch: the tip and two corners."""
    length, half = _HEAD
    dx, dy = end[0] - before[0], end[1] - before[1]
    far = math.hypot(dx, dy) or 1.0
    ux, uy = dx / far, dy / far
    x, y = end[0] - ux * length, end[1] - uy * length
    return end, (x - uy * half, y + ux * half), (x + uy * half, y - ux * half)


def _outline(outline: Outline, palette: Palette) -> str:
    rings = " ".join(
        "M " + " L ".join(_point(point) for point in ring) + " Z" for ring in outline.rings if ring
    )
    paint = _paint(palette.role(outline.fill), palette.role(outline.outline), stroke_width=1)
    return f'<path fill-rule="evenodd" d="{rings}" {paint}/>'


def _marker(marker: Marker, palette: Palette) -> str:
    paint = _paint(palette.role(marker.fill), palette.role(marker.outline))
    x, y, radius = marker.x, marker.y, marker.radius
    if marker.shape == "circle":
        return f'<circle cx="{_number(x)}" cy="{_number(y)}" r="{_number(radius)}" {paint}/>'
    corners = ((x + dx * radius, y + dy * radius) for dx, dy in _CORNERS[marker.shape])
    return f'<path d="M {" L ".join(_point(corner) for corner in corners)} Z" {paint}/>'


def _rule(rule: Rule, palette: Palette) -> str:
    paint = _paint("none", palette.role(rule.colour), stroke_width=rule.width, dashed=rule.dashed)
    return f'<path d="M {_point((rule.x1, rule.y1))} L {_point((rule.x2, rule.y2))}" {paint}/>'


def _paint(fill: str, stroke: str, *, stroke_width: float = _STROKE, dashed: bool = False) -> str:
    """Colour a shape by style, where colours may be variables: attributes know only real ones."""
    dash = f";stroke-dasharray:{_DASH}" if dashed else ""
    return f'style="fill:{fill};stroke:{stroke};stroke-width:{_number(stroke_width)}{dash}"'


def _corner(frame: Frame) -> str:
    return f'x="{_number(frame.x)}" y="{_number(frame.y)}"'


def _extent(frame: Frame) -> str:
    return f'width="{_number(frame.width)}" height="{_number(frame.height)}"'


def _point(point: tuple[float, float]) -> str:
    return f"{_number(point[0])} {_number(point[1])}"


def _escaped(text: str) -> str:
    return escape(str(without_controls(text)))
