"""Draw a slide as HTML: text as text, tables as tables, pictures as vector graphics.

Every text of a slide is escaped. What is drawn needs `SLIDE_CSS` beside it, and nothing else: each
block stands where the deck puts it. Below 600 pixels there is no room for a slide, and the same
HTML flows from top to bottom.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Final

from components.palette import Palette
from data.deck.charts import TEXTS_SHARE, names_width
from data.deck.model import (
    BULLET_ROOM,
    CELL_PADDING,
    CELL_SPACE,
    FOOTER_TYPE,
    LINE_HEIGHT,
    PARAGRAPH_GAP,
    STRIPE,
    Align,
    Block,
    Box,
    Cell,
    Chart,
    ChartBar,
    Connector,
    Deck,
    Frame,
    Marker,
    Outline,
    Paragraph,
    Part,
    Picture,
    Rule,
    Slide,
    Table,
    Text,
)
from data.deck.typeset import footer_lines
from data.timeline.text_width import text_width

SLIDE_CSS: Final = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")

# From the top of a line to its baseline, as a share of the type: what browsers make of the line
# height with the fonts that the style sheet names.
_BASELINE: Final = 0.96
# Where no style sheet names one: the app's own font, else what every office program has.
_FAMILY: Final = "'Source Sans 3', Arial, Helvetica, sans-serif"
_RADIUS: Final = 10.0
_STROKE: Final = 2.0
_DASH: Final = "8 6"
_HEAD: Final = (16.0, 7.0)  # an arrow's head: how long, and how wide on each side
_ALIGN: Final = {"start": "start", "middle": "center", "end": "end"}
# Signs that no document may hold; tabs and line breaks are white space.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Corners of the small signs, on a circle of radius 1; a little larger, so that they weigh the same.
_CORNERS: Final = {
    "diamond": ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
    "triangle": ((0, -1.2), (1.15, 0.9), (-1.15, 0.9)),
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
}


def slide_html(slide: Slide, deck: Deck, palette: Palette, number: int) -> str:
    """Draw one slide.

    Args:
        slide: one of the deck's.
        deck: says how large the slide is, and what stands at its foot.
        palette: makes colours of roles; anything that CSS takes for a colour.
        number: of the slide, from 1; also tells its `id` from those of the others.

    Returns:
        A `<section class="slide" data-key="…">` with an `<h2>` and the blocks.
    """
    name = f"slide-{number}"
    size = ";".join(
        f"--{name}:{_number(value)}"
        for name, value in (
            ("width", deck.size.width),
            ("height", deck.size.height),
            ("line-height", LINE_HEIGHT),
            ("gap", PARAGRAPH_GAP),
            ("bullet", BULLET_ROOM),
        )
    )
    colours = f"background:{palette.role('background')};color:{palette.role('text')}"
    parts = [
        f'<section class="slide" id="{name}" data-key="{_escaped(slide.key)}" '
        f'aria-labelledby="{name}-title" style="{size};{colours}">',
        _title(slide, deck, palette, name),
        *(_block(block, palette) for block in slide.blocks),
        _footer(slide, deck, palette, number),
        "</section>",
    ]
    return "\n".join(parts)


def _title(slide: Slide, deck: Deck, palette: Palette, name: str) -> str:
    style = f"{_place(deck.size.title_frame(slide.title))};{_type(slide.title, palette)}"
    return f'<h2 class="block" id="{name}-title" style="{style}">{_lines(slide.title.lines)}</h2>'


def _footer(slide: Slide, deck: Deck, palette: Palette, number: int) -> str:
    style = f"{_place(deck.size.footer)};--size:{_number(FOOTER_TYPE)}"
    return (
        f'<footer class="block" style="{style};color:{palette.role("muted")}">'
        f"<p>{_lines(footer_lines(deck, slide))}</p>"
        f'<p class="number">{number} / {len(deck.slides)}</p></footer>'
    )


def _block(block: Block, palette: Palette) -> str:
    match block:
        case Text():
            return _text(block, palette)
        case Table():
            return _table(block, palette)
        case Chart():
            return _chart(block, palette)
        case Picture():
            return _picture(block, palette)


# Text


def _text(text: Text, palette: Palette) -> str:
    style = f"{_place(text.frame)};text-align:{_ALIGN[text.align]}"
    runs = groupby(text.paragraphs, key=lambda paragraph: paragraph.bullet)
    parts = "".join((_list if bullet else _paragraphs)(run, palette) for bullet, run in runs)
    return f'<div class="block text" style="{style}">{parts}</div>'


def _list(paragraphs: Iterable[Paragraph], palette: Palette) -> str:
    items = (f'<li style="{_type(item, palette)}">{_lines(item.lines)}</li>' for item in paragraphs)
    return f"<ul>{''.join(items)}</ul>"


def _paragraphs(paragraphs: Iterable[Paragraph], palette: Palette) -> str:
    return "".join(
        f'<p style="{_type(item, palette)}">{_lines(item.lines)}</p>' for item in paragraphs
    )


def _type(paragraph: Paragraph, palette: Palette) -> str:
    weight = 700 if paragraph.bold else 400
    return (
        f"--size:{_number(paragraph.size)};font-weight:{weight};"
        f"color:{palette.role(paragraph.colour)}"
    )


def _lines(lines: Iterable[str]) -> str:
    """Keep the lines of a text apart, and the space between them for whoever reads it as one."""
    return " ".join(f"<span>{_escaped(line)}</span>" for line in lines)


# Tables and charts


def _table(table: Table, palette: Palette) -> str:
    columns = "".join(f'<col style="--share:{_share(w, table)}">' for w in table.widths)
    head = "".join(_head_cell(cell, palette) for cell in table.head)
    rows = "".join(
        f'<tr style="--row:{_number(height)}">{_row(cells, palette)}</tr>'
        for cells, height in zip(table.rows, table.heights[1:], strict=True)
    )
    padding = f"--padding:{_number(CELL_PADDING)};--space:{_number(CELL_SPACE)}"
    style = f"{_place(table.frame)};--size:{_number(table.size)};--line:{palette.role('line')}"
    return (
        f'<div class="block table" style="{style};{padding}">'
        f'<table><caption class="unseen">{_escaped(table.alt)}</caption>'
        f"<colgroup>{columns}</colgroup>"
        f'<thead style="background:{palette.role("surface")}">'
        f'<tr style="--row:{_number(table.heights[0])}">{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _share(width: float, table: Table) -> str:
    return _number(100 * width / table.frame.width)


def _head_cell(cell: Cell, palette: Palette) -> str:
    return _cell(cell, palette, 'th scope="col"' if cell.text.strip() else "td")


def _row(cells: tuple[Cell, ...], palette: Palette) -> str:
    first, *others = cells
    head = _cell(first, palette, 'th scope="row"' if first.text.strip() else "td")
    return head + "".join(_cell(cell, palette, "td") for cell in others)


def _cell(cell: Cell, palette: Palette, tag: str) -> str:
    style = f"font-weight:{700 if cell.bold else 400};color:{palette.role(cell.colour)}"
    return f'<{tag} style="{style}">{_lines(cell.lines)}</{tag[:2]}>'


def _chart(chart: Chart, palette: Palette) -> str:
    """Draw bars as rows of a table: what each stands for, its bar, what is written at its end."""
    values = max((text_width(bar.text, chart.size, bold=True) for bar in chart.bars), default=0.0)
    style = (
        f"{_place(chart.frame)};--size:{_number(chart.size)};"
        f"--names:{_number(names_width(chart.frame.width, chart.bars))}px;"
        f"--values:{_number(min(values + 16, TEXTS_SHARE * chart.frame.width))}px"
    )
    rows = "".join(_bar(bar, chart.maximum, palette) for bar in chart.bars)
    return (
        f'<figure class="block chart" style="{style}" aria-label="{_escaped(chart.alt)}">'
        f"<figcaption>{_escaped(chart.title)}</figcaption><table><tbody>{rows}</tbody></table>"
        "</figure>"
    )


def _bar(bar: ChartBar, maximum: float, palette: Palette) -> str:
    share = _number(100 * max(0.0, min(1.0, bar.value / maximum))) if maximum > 0 else "0"
    return (
        f'<tr><th scope="row">{_escaped(bar.label)}</th><td><div>'
        f'<svg aria-hidden="true" viewBox="0 0 1 1" preserveAspectRatio="none" '
        f'style="--share:{share}"><rect width="1" height="1" '
        f'style="fill:{palette.role(bar.colour)}"/></svg>'
        f"<strong>{_escaped(bar.text)}</strong></div></td></tr>"
    )


# Pictures


def _picture(picture: Picture, palette: Palette) -> str:
    svg = picture_svg(picture, palette)
    return f'<figure class="block picture" style="{_place(picture.frame)}">{svg}</figure>'


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


# Numbers and words


def _place(frame: Frame) -> str:
    return ";".join(
        f"--{name}:{_number(value)}"
        for name, value in (("x", frame.x), ("y", frame.y), ("w", frame.width), ("h", frame.height))
    )


def _corner(frame: Frame) -> str:
    return f'x="{_number(frame.x)}" y="{_number(frame.y)}"'


def _extent(frame: Frame) -> str:
    return f'width="{_number(frame.width)}" height="{_number(frame.height)}"'


def _point(point: tuple[float, float]) -> str:
    return f"{_number(point[0])} {_number(point[1])}"


def _number(value: float) -> str:
    """Write a length to a hundredth of a pixel: more is noise."""
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def _escaped(text: str) -> str:
    return escape(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", text))
