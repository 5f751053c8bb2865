"""Draw a scene as the elements of an SVG: for the page, for files, for paper.

An element is its name, its attributes, and what is in it: elements, or one text. Nothing here is
markup yet: the page makes nodes of it, a file is written with every text escaped.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Final

from components.exports.html import number as _number
from components.palette import Palette
from data.pictures.scene import (
    LINE_HEIGHT,
    STRIPE,
    Align,
    Box,
    Connector,
    Frame,
    Marker,
    Outline,
    Paragraph,
    RuledLine,
    Scene,
    SceneGroup,
    ScenePart,
    Text,
)
from data.pictures.typeset import text_frame
from data.typography.signs import CORNERS

Element = tuple[str, dict[str, str], "list[Any] | str"]
"""Its name, its attributes, and its children or its text."""

# From the top of a line to its baseline, as a share of the type: what browsers make of the line
# height with the fonts that the style sheet names.
_BASELINE: Final = 0.96
# Where no style sheet names one: the app's own font, else what every office program has.
FONTS: Final = "'Source Sans 3', Arial, Helvetica, sans-serif"
_RADIUS: Final = 10.0
_STROKE: Final = 2.0
_DASH, _FINE_DASH = "8 6", "2 3"
_RIM: Final = 5.0
_HEAD_HALF: Final = 0.4375  # of an arrow's head: half its width, by its length


def scene_elements(
    scene: Scene, palette: Palette, *, background: bool = False, fonts: str = FONTS
) -> Element:
    """Draw a scene.

    Args:
        scene: what to draw.
        palette: makes colours of roles; anything that CSS takes for a colour.
        background: whether the colour behind everything is drawn too: a file has no page under it.
        fonts: the families to set it in, as in CSS.
    """
    frame = scene.frame
    attributes = {
        "width": _number(frame.width),
        "height": _number(frame.height),
        "viewBox": " ".join(_number(n) for n in (frame.x, frame.y, frame.width, frame.height)),
        "role": "img",
        "font-family": fonts,
        "aria-label": scene.alt,
    }
    parts: list[Element] = [("desc", {}, scene.alt)]
    if background:
        parts.append(("rect", _place(frame) | _paint(palette.role("background"), "none"), []))
    return "svg", attributes, [*parts, *_drawn(scene.parts, palette)]


def _drawn(parts: tuple[ScenePart, ...], palette: Palette) -> list[Element]:
    return [element for part in parts for element in _named(part, _part(part, palette))]


def _part(part: ScenePart, palette: Palette) -> Iterator[Element]:
    match part:
        case Box():
            yield from _box(part, palette)
        case Connector():
            yield from _connector(part, palette)
        case Outline():
            yield _outline(part, palette)
        case Marker():
            yield _marker(part, palette)
        case RuledLine():
            yield _rule(part, palette)
        case Text():
            yield _text(part, palette)
        case SceneGroup():
            yield from _drawn(part.parts, palette)


def _named(part: ScenePart, shapes: Iterator[Element]) -> list[Element]:
    """Say what a shape stands for; browsers show it to a pointer that rests on it."""
    alt = "" if isinstance(part, RuledLine | Text) else part.alt
    if not alt:
        return list(shapes)
    key = {"data-key": part.key} if isinstance(part, Box | SceneGroup) and part.key else {}
    return [("g", key, [("title", {}, alt), *shapes])]


def _box(box: Box, palette: Palette) -> Iterator[Element]:
    frame = box.frame
    radius = {"rx": _number(_RADIUS)} if box.rounded else {}
    paint = _paint(palette.role(box.fill), palette.role(box.outline), box.weight, dashed=box.dashed)
    yield "rect", _place(frame) | radius | paint, []
    if box.stripe:
        yield from _stripe(frame, box.stripe, palette)
    height = sum(len(item.lines) * item.size * LINE_HEIGHT for item in box.paragraphs)
    inner = text_frame(box)
    x = {"start": inner.x, "middle": inner.middle, "end": inner.right}[box.align]
    top = frame.centre - height / 2
    yield from _written(box.paragraphs, x, top, align=box.align, gap=0, palette=palette)


def _stripe(frame: Frame, role: str, palette: Palette) -> Iterator[Element]:
    """A bar along the left side; it is in more pieces where the arm's colour comes again."""
    top, bottom = frame.y + 6, frame.bottom - 6
    for start, end in palette.pieces(role, top, bottom):
        piece = Frame(x=frame.x + 2, y=start, width=STRIPE - 2, height=end - start)
        yield "rect", _place(piece) | {"rx": "3", "style": f"fill:{palette.role(role)}"}, []


def _written(
    paragraphs: tuple[Paragraph, ...],
    x: float,
    top: float,
    *,
    align: Align,
    gap: float,
    palette: Palette,
) -> Iterator[Element]:
    for paragraph in paragraphs:
        for position, line in enumerate(paragraph.lines):
            signed = f"• {line}" if paragraph.bullet and position == 0 else line
            yield _line(signed, paragraph, x, top, align, palette)
            top += paragraph.size * LINE_HEIGHT
        top += paragraph.size * gap


def _line(
    line: str, paragraph: Paragraph, x: float, top: float, align: Align, palette: Palette
) -> Element:
    attributes = {
        "x": _number(x),
        "y": _number(top + paragraph.size * _BASELINE),
        "text-anchor": align,
        "font-size": _number(paragraph.size),
        "style": f"fill:{palette.role(paragraph.colour)}",
    }
    return "text", attributes | ({"font-weight": "700"} if paragraph.bold else {}), line


def _text(text: Text, palette: Palette) -> Element:
    frame = text.frame
    x = {"start": frame.x, "middle": frame.middle, "end": frame.right}[text.align]
    words = _written(text.paragraphs, x, frame.y, align=text.align, gap=text.gap, palette=palette)
    if not text.rimmed:
        return "g", {}, list(words)
    rim = (
        f"stroke:{palette.role('background')};stroke-width:{_number(_RIM)}px;"
        "paint-order:stroke;stroke-linejoin:round"
    )
    return "g", {"class": "rimmed", "style": rim}, list(words)


def _connector(connector: Connector, palette: Palette) -> Iterator[Element]:
    *way, before, end = connector.points
    tip, left, right = _arrow_head(before, end, connector.head)
    neck = ((left[0] + right[0]) / 2, (left[1] + right[1]) / 2)
    line = "M " + " L ".join(_point(point) for point in (*way, before, neck))
    head = "M " + " L ".join(_point(point) for point in (tip, left, right)) + " Z"
    colour = palette.role(connector.colour)
    yield (
        "path",
        {"d": line} | _paint("none", colour, connector.weight, dashed=connector.dashed),
        [],
    )
    yield "path", {"d": head, "style": f"fill:{colour}"}, []


def _arrow_head(
    before: tuple[float, float], end: tuple[float, float], length: float
) -> tuple[tuple[float, float], tuple[float, float], tuple[float, float]]:
    """The head of an arrow, which points along its last stretch: the tip and two corners."""
    half = length * _HEAD_HALF
    dx, dy = end[0] - before[0], end[1] - before[1]
    far = math.hypot(dx, dy) or 1.0
    ux, uy = dx / far, dy / far
    x, y = end[0] - ux * length, end[1] - uy * length
    return end, (x - uy * half, y + ux * half), (x + uy * half, y - ux * half)


def _outline(outline: Outline, palette: Palette) -> Element:
    rings = " ".join(
        "M " + " L ".join(_point(point) for point in ring) + " Z" for ring in outline.rings if ring
    )
    paint = _paint(palette.role(outline.fill), palette.role(outline.outline), 1)
    return "path", {"fill-rule": "evenodd", "d": rings} | paint, []


def _marker(marker: Marker, palette: Palette) -> Element:
    paint = {"class": "mark"} | _paint(palette.role(marker.fill), palette.role(marker.outline))
    x, y, radius = marker.x, marker.y, marker.radius
    if marker.shape == "circle":
        return "circle", {"cx": _number(x), "cy": _number(y), "r": _number(radius)} | paint, []
    corners = ((x + dx * radius, y + dy * radius) for dx, dy in CORNERS[marker.shape])
    return "path", {"d": f"M {' L '.join(_point(corner) for corner in corners)} Z"} | paint, []


def _rule(rule: RuledLine, palette: Palette) -> Element:
    way = f"M {_point((rule.x1, rule.y1))} L {_point((rule.x2, rule.y2))}"
    paint = _paint("none", palette.role(rule.colour), rule.width, dashed=rule.dashed)
    return "path", {"d": way} | paint, []


def _paint(
    fill: str, stroke: str, stroke_width: float = _STROKE, *, dashed: bool = False
) -> dict[str, str]:
    """Colour a shape by style, where colours may be variables: attributes know only real ones."""
    dash = f";stroke-dasharray:{_DASH if stroke_width >= 1 else _FINE_DASH}" if dashed else ""
    return {"style": f"fill:{fill};stroke:{stroke};stroke-width:{_number(stroke_width)}{dash}"}


def _place(frame: Frame) -> dict[str, str]:
    places = {"x": frame.x, "y": frame.y, "width": frame.width, "height": frame.height}
    return {name: _number(value) for name, value in places.items()}


def _point(point: tuple[float, float]) -> str:
    return f"{_number(point[0])} {_number(point[1])}"
