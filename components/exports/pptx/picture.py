"""A picture as a group of native shapes, its arrows glued to its boxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from components.exports.pptx import drawing
from components.exports.pptx.drawing import emu
from components.exports.pptx.route import Route, route, site
from components.palette import Palette
from data.pictures.scene import (
    BOX_PADDING,
    STRIPE,
    Box,
    Connector,
    Frame,
    Marker,
    Outline,
    RuledLine,
    Scene,
    ScenePart,
    Text,
)

_SHAPES: Final = {
    "circle": MSO_SHAPE.OVAL,
    "diamond": MSO_SHAPE.DIAMOND,
    "triangle": MSO_SHAPE.ISOSCELES_TRIANGLE,
    "square": MSO_SHAPE.RECTANGLE,
    "cross": MSO_SHAPE.MATH_MULTIPLY,
}
_RADIUS: Final = 8.0
_STRIPE_INSET: Final = 2.0
# Half of what the deck keeps free: where a font is wider than measured, no line breaks for it.
_BOX_MARGIN: Final = BOX_PADDING / 2
_LINE: Final = 1.5
_ARROW: Final = 2.0
_ROUNDING: Final = 2.0
_COAST: Final = 0.75
_FINE: Final = 8  # points of an outline to the pixel
_QUARTER: Final = 90 * 60_000  # the file counts turns in 60000ths of a degree


def draw_picture(shapes: Any, picture: Scene, palette: Palette) -> None:
    """Draw a picture in its place and group its shapes.

    Args:
        shapes: of a slide.
    """
    boxes: dict[str, Any] = {}
    arrows: list[tuple[Any, Connector]] = []
    drawn = _drawn(shapes, picture.parts, palette, boxes, arrows)
    for arrow, connector in arrows:
        _glue(arrow, connector, picture, boxes)
    if drawn:
        drawing.describe(shapes.add_group_shape(drawn), "Picture", picture.alt)


def _drawn(
    shapes: Any,
    parts: Sequence[ScenePart],
    palette: Palette,
    boxes: dict[str, Any],
    arrows: list[tuple[Any, Connector]],
) -> list[Any]:
    drawn: list[Any] = []
    for part in parts:
        if isinstance(part, Box):
            boxes[part.key] = _box(shapes, part, palette)
            drawn.append(_with_stripe(shapes, boxes[part.key], part, palette))
        elif isinstance(part, Connector):
            arrows.append((_arrow(shapes, part, palette), part))
            drawn.append(arrows[-1][0])
        elif isinstance(part, RuledLine):
            drawn.append(_rule(shapes, part, palette))
        elif isinstance(part, Outline):
            drawn += _outline(shapes, part, palette)
        elif isinstance(part, Marker):
            drawn.append(_marker(shapes, part, palette))
        elif isinstance(part, Text):
            drawn.append(draw_text(shapes, part, palette))
        else:
            inner = _drawn(shapes, part.parts, palette, boxes, arrows)
            whole = inner[0] if len(inner) == 1 else shapes.add_group_shape(inner)
            drawing.describe(whole, whole.name, part.alt)
            drawn.append(whole)
    return drawn


def draw_text(shapes: Any, text: Text, palette: Palette) -> Any:
    """Write a text in its frame."""
    frame = text.frame
    # A text that fills its frame breaks where widths are rounded: it gets a little more.
    left = {"start": 0.0, "middle": _ROUNDING / 2, "end": _ROUNDING}[text.align]
    wider = replace(frame, x=frame.x - left, width=frame.width + _ROUNDING)
    box = shapes.add_textbox(*_place(wider))
    drawing.write(box.text_frame, text.paragraphs, palette, text.align, text.gap)
    drawing.name(box, "Text")
    return box


def _place(frame: Frame) -> tuple[int, int, int, int]:
    return emu(frame.x), emu(frame.y), emu(frame.width), emu(frame.height)


def _box(shapes: Any, box: Box, palette: Palette) -> Any:
    kind = MSO_SHAPE.ROUNDED_RECTANGLE if box.rounded else MSO_SHAPE.RECTANGLE
    shape = drawing.bare(shapes.add_shape(kind, *_place(box.frame)))
    if box.rounded:
        shape.adjustments[0] = min(0.5, _RADIUS / min(box.frame.width, box.frame.height))
    drawing.fill(shape, box.fill, palette)
    drawing.stroke(shape, box.outline, palette, _LINE, dashed=box.dashed)
    drawing.write(shape.text_frame, box.paragraphs, palette, box.align)
    shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    left = _BOX_MARGIN + (STRIPE if box.stripe else 0.0)
    drawing.margins(shape.text_frame, _BOX_MARGIN, 0, left)
    _describe_box(shape, f"Box: {box.key}", "" if box.stripe else box.alt, box)
    return shape


def _describe_box(shape: Any, name: str, alt: str, box: Box) -> None:
    """Say what a box stands for, unless its own words do, or the group that it is in."""
    if alt or not any(paragraph.text for paragraph in box.paragraphs):
        drawing.describe(shape, name, alt)
    else:
        drawing.name(shape, name)


def _with_stripe(shapes: Any, shape: Any, box: Box, palette: Palette) -> Any:
    """Group a box with its stripe, so that they move together."""
    if not box.stripe:
        return shape
    inset = _RADIUS if box.rounded else _STRIPE_INSET
    place = Frame(
        x=box.frame.x + _STRIPE_INSET,
        y=box.frame.y + inset,
        width=STRIPE - _STRIPE_INSET,
        height=max(1.0, box.frame.height - 2 * inset),
    )
    stripe = drawing.bare(shapes.add_shape(MSO_SHAPE.RECTANGLE, *_place(place)))
    drawing.fill(stripe, box.stripe, palette)
    stripe.line.fill.background()
    drawing.describe(stripe, "Stripe", "")
    group = shapes.add_group_shape([shape, stripe])
    _describe_box(group, f"Box with stripe: {box.key}", box.alt, box)
    return group


def _arrow(shapes: Any, connector: Connector, palette: Palette) -> Any:
    shape = _line(shapes, route(connector.points))
    drawing.stroke(shape, connector.colour, palette, _ARROW, dashed=connector.dashed)
    shape.line._get_or_add_ln().append(
        parse_xml(f'<a:tailEnd {nsdecls("a")} type="triangle" w="lg" len="lg"/>')
    )
    drawing.describe(shape, f"Arrow: {connector.source} to {connector.target}", connector.alt)
    return shape


def _rule(shapes: Any, rule: RuledLine, palette: Palette) -> Any:
    shape = _line(shapes, route(((rule.x1, rule.y1), (rule.x2, rule.y2))))
    drawing.stroke(shape, rule.colour, palette, rule.width, dashed=rule.dashed)
    drawing.describe(shape, "Line", "")
    return shape


def _line(shapes: Any, way: Route) -> Any:
    shape = drawing.bare(shapes.add_connector(MSO_CONNECTOR.STRAIGHT, 0, 0, 0, 0))
    shape.left, shape.top = emu(way.x), emu(way.y)
    shape.width, shape.height = emu(way.width), emu(way.height)
    frame = shape.element.spPr.find(qn("a:xfrm"))
    turns = {"rot": _QUARTER * way.turned, "flipH": int(way.flip_x), "flipV": int(way.flip_y)}
    for attribute, value in turns.items():
        if value:
            frame.set(attribute, str(value))
    geometry = shape.element.spPr.find(qn("a:prstGeom"))
    geometry.set("prst", way.preset)
    for number, share in enumerate(way.corners, 1):
        geometry.find(qn("a:avLst")).append(
            parse_xml(f'<a:gd {nsdecls("a")} name="adj{number}" fmla="val {share}"/>')
        )
    return shape


def _glue(arrow: Any, connector: Connector, picture: Scene, boxes: dict[str, Any]) -> None:
    """Tie the ends of an arrow to its boxes; it stays where the deck drew it until one is moved.

    Not with `begin_connect`, which would move the end at once, and knows no turned connector.
    """
    properties = arrow.element.nvCxnSpPr.cNvCxnSpPr
    ends = (
        (properties.get_or_add_stCxn, connector.source, connector.points[0]),
        (properties.get_or_add_endCxn, connector.target, connector.points[-1]),
    )
    for add, key, point in ends:
        side = site(picture.box(key).frame, point) if key else None
        if side is not None:
            end = add()
            end.id, end.idx = boxes[key].shape_id, side


def _outline(shapes: Any, outline: Outline, palette: Palette) -> list[Any]:
    """Draw all rings as one freeform: those inside others are holes."""
    rings = [
        [(round(x * _FINE), round(y * _FINE)) for x, y in ring]
        for ring in outline.rings
        if len(ring) > 2
    ]
    if not rings:
        return []
    corners = [corner for ring in rings for corner in ring]
    left, top = min(x for x, _ in corners), min(y for _, y in corners)
    right, bottom = max(x for x, _ in corners), max(y for _, y in corners)
    builder = shapes.build_freeform(left, top, scale=emu(1) / _FINE)
    builder.add_line_segments([(right, bottom)])
    shape = drawing.bare(builder.convert_to_shape())
    path = shape.element.find(f".//{qn('a:path')}")
    path.getparent().replace(path, _path(rings, left, top, right - left, bottom - top))
    drawing.fill(shape, outline.fill, palette)
    drawing.stroke(shape, outline.outline, palette, _COAST, dashed=False)
    drawing.describe(shape, "Outline", outline.alt)
    return [shape]


def _path(
    rings: Sequence[Sequence[tuple[int, int]]], left: int, top: int, width: int, height: int
) -> Any:
    """Write all rings at once; python-pptx takes a time that grows with the square of corners."""
    steps = []
    for ring in rings:
        for number, (x, y) in enumerate(ring):
            tag = "lnTo" if number else "moveTo"
            steps.append(f'<a:{tag}><a:pt x="{x - left}" y="{y - top}"/></a:{tag}>')
        steps.append("<a:close/>")
    return parse_xml(f'<a:path {nsdecls("a")} w="{width}" h="{height}">{"".join(steps)}</a:path>')


def _marker(shapes: Any, marker: Marker, palette: Palette) -> Any:
    side = 2 * marker.radius
    place = Frame(x=marker.x - marker.radius, y=marker.y - marker.radius, width=side, height=side)
    shape = drawing.bare(shapes.add_shape(_SHAPES[marker.shape], *_place(place)))
    drawing.fill(shape, marker.fill, palette)
    drawing.stroke(shape, marker.outline, palette, _LINE, dashed=False)
    drawing.describe(shape, f"Marker: {marker.shape}", marker.alt)
    return shape
