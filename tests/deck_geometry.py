"""What is wrong with the places on a slide: told in sentences, none when all is well."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

from data.deck.model import (
    CELL_PADDING,
    CELL_SPACE,
    FOOTER_TYPE,
    LEAST_TYPE,
    Chart,
    Deck,
    Slide,
    SlideBlock,
    Table,
)
from data.deck.typeset import footer_lines
from data.pictures.scene import (
    BULLET_ROOM,
    LINE_HEIGHT,
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
from data.pictures.typeset import text_frame, text_height
from data.typography.width import text_width

Point = tuple[float, float]


def faults(deck: Deck) -> Iterator[str]:
    """Yield everything on the slides of a deck that stands where it should not."""
    for number, slide in enumerate(deck.slides, start=1):
        for fault in _slide(deck, slide):
            yield f"slide {number} ({slide.key}, {slide.title.text!r}): {fault}"


def _slide(deck: Deck, slide: Slide) -> Iterator[str]:
    size = deck.size
    title = size.title_frame(slide.title, slide.top)
    yield from _text(Text(frame=title, paragraphs=(slide.title,)), "the title")
    footer = footer_lines(deck, slide)
    if len(footer) > 2 or footer[-1].endswith("…"):
        yield f"the footer does not fit: {footer}"
    if any(text_width(line, FOOTER_TYPE) > size.footer.width - 64 for line in footer):
        yield "the footer runs into the number"
    room = Frame(
        x=size.margin,
        y=title.bottom,
        width=size.width - 2 * size.margin,
        height=size.body_bottom - title.bottom,
    )
    for block in slide.blocks:
        if not _within(block.frame, room):
            yield f"{type(block).__name__} {block.frame} leaves the room {room}"
        yield from _block(block)
    for one, other in combinations(slide.blocks, 2):
        if overlap(one.frame, other.frame):
            yield f"{type(one).__name__} {one.frame} lies on {type(other).__name__} {other.frame}"


def _block(block: SlideBlock) -> Iterator[str]:
    match block:
        case Text():
            yield from _text(block, "a text")
        case Table():
            yield from _table(block)
        case Chart():
            yield from _chart(block)
        case Scene():
            yield from _picture(block)


def _text(text: Text, what: str) -> Iterator[str]:
    height = text_height(text.paragraphs, text.gap)
    if height > text.frame.height + 0.01:
        yield f"{what} is {height:.0f} high in {text.frame.height:.0f}: {text.paragraphs[0].text}"
    for paragraph in text.paragraphs:
        yield from _paragraph(paragraph, text.frame.width, what)


def _paragraph(paragraph: Paragraph, width: float, what: str) -> Iterator[str]:
    if paragraph.size < LEAST_TYPE:
        yield f"{what} is set in {paragraph.size:g}: {paragraph.text}"
    room = width - (BULLET_ROOM * paragraph.size if paragraph.bullet else 0)
    for line in paragraph.lines:
        if text_width(line, paragraph.size, bold=paragraph.bold) > room + 0.01:
            yield f"a line of {what} is wider than {room:.0f}: {line!r}"


def _table(table: Table) -> Iterator[str]:
    if abs(sum(table.widths) - table.frame.width) > 0.01:
        yield "the columns are not as wide as the table"
    if abs(sum(table.heights) - table.frame.height) > 0.01:
        yield "the rows are not as high as the table"
    if len(table.heights) != len(table.rows) + 1:
        yield "not every row has a height"
    if table.size < LEAST_TYPE:
        yield f"the table is set in {table.size:g}"
    for row, height in zip((table.head, *table.rows), table.heights, strict=True):
        for cell, width in zip(row, table.widths, strict=True):
            needed = len(cell.lines) * table.size * LINE_HEIGHT + 2 * CELL_SPACE
            if needed > height + 0.01:
                yield f"a cell is higher than its row: {cell.text}"
            for line in cell.lines:
                if text_width(line, table.size, bold=cell.bold) > width - 2 * CELL_PADDING + 0.01:
                    yield f"a line is wider than its cell: {line!r}"


def _chart(chart: Chart) -> Iterator[str]:
    if not chart.bars or chart.size < LEAST_TYPE:
        yield "the chart has no bars, or its type is too small"
    if text_width(chart.title, chart.size, bold=True) > chart.frame.width:
        yield f"the title of the chart is too long: {chart.title}"
    for bar in chart.bars:
        if not 0 <= bar.value <= chart.maximum:
            yield f"a bar does not fit its axis: {bar}"
        if text_width(bar.text, chart.size, bold=True) > 0.4 * chart.frame.width:
            yield f"no room for {bar.text!r}"
        if text_width(bar.label, chart.size) > 2 * 0.45 * chart.frame.width:
            yield f"no room for {bar.label!r}"
    if (chart.frame.height - 42) / max(len(chart.bars), 1) < 46:
        yield "the bars are too thin"


def _picture(picture: Scene) -> Iterator[str]:
    boxes = [part for part in picture.parts if isinstance(part, Box)]
    texts = [part for part in picture.flat() if isinstance(part, Text)]
    for part in picture.parts:
        if not _within(extent(part), picture.frame):
            yield f"{type(part).__name__} {extent(part)} leaves its picture {picture.frame}"
    written: list[Box | Text] = [*boxes, *texts]
    for one, other in combinations(written, 2):
        if overlap(one.frame, other.frame):
            yield f"{_said(one)} lies on {_said(other)}"
    for box in boxes:
        yield from _text(Text(frame=text_frame(box), paragraphs=_ungapped(box)), f"box {box.key}")
    for text in texts:
        yield from _text(text, "a label")
    if len({box.key for box in boxes}) != len(boxes):
        yield "two boxes have the same name"
    for item in picture.parts:
        if isinstance(item, Connector):
            yield from _connector(item, picture, boxes)


def _said(part: Box | Text) -> str:
    return f"{type(part).__name__} {' '.join(item.text for item in part.paragraphs)!r}"


def _ungapped(box: Box) -> tuple[Paragraph, ...]:
    """The paragraphs of a box as one: they have no gaps between them, and are centred."""
    height = sum(len(item.lines) * item.size * LINE_HEIGHT for item in box.paragraphs)
    gaps = text_height(box.paragraphs) - height
    room = text_frame(box).height
    assert height <= room + 0.01, f"box {box.key}: {height:.0f} in {room:.0f}"
    return box.paragraphs if gaps == 0 else box.paragraphs[:1]


def _connector(item: Connector, picture: Scene, boxes: list[Box]) -> Iterator[str]:
    name = f"the arrow from {item.source} to {item.target}"
    ends = ((item.points[0], item.source), (item.points[-1], item.target))
    if not 2 <= len(item.points) <= 5:
        yield f"{name} has {len(item.points)} corners"
    for point, box in ((point, picture.box(key)) for point, key in ends if key):
        if not any(_same(point, middle) for middle in middles(box.frame)):
            yield f"{name} does not end in the middle of a side of {box.key}: {point} {box.frame}"
    for one, other in pairwise(item.points):
        if abs(one[0] - other[0]) > 0.01 and abs(one[1] - other[1]) > 0.01:
            yield f"{name} runs askew"
        for box in boxes:
            if passes(one, other, box.frame):
                yield f"{name} passes through {box.key}"


def middles(frame: Frame) -> tuple[Point, ...]:
    """The middles of the four sides."""
    x, y = frame.x + frame.width / 2, frame.y + frame.height / 2
    return (x, frame.y), (frame.right, y), (x, frame.bottom), (frame.x, y)


def _same(one: Point, other: Point) -> bool:
    return abs(one[0] - other[0]) < 1 and abs(one[1] - other[1]) < 1


def passes(one: Point, other: Point, frame: Frame) -> bool:
    """Whether a straight piece goes through the inside of a frame."""
    return (
        min(one[0], other[0]) < frame.right - 0.5
        and max(one[0], other[0]) > frame.x + 0.5
        and min(one[1], other[1]) < frame.bottom - 0.5
        and max(one[1], other[1]) > frame.y + 0.5
    )


def overlap(one: Frame, other: Frame) -> bool:
    """Whether two frames share more than a side."""
    return (
        one.x < other.right - 0.01
        and other.x < one.right - 0.01
        and one.y < other.bottom - 0.01
        and other.y < one.bottom - 0.01
    )


def _within(inner: Frame, outer: Frame) -> bool:
    return (
        inner.x >= outer.x - 0.1
        and inner.y >= outer.y - 0.1
        and inner.right <= outer.right + 0.1
        and inner.bottom <= outer.bottom + 0.1
    )


def extent(part: ScenePart) -> Frame:
    """The smallest frame that holds a part of a picture."""
    match part:
        case Box() | Text():
            return part.frame
        case Connector():
            return _around(part.points)
        case RuledLine():
            return _around(((part.x1, part.y1), (part.x2, part.y2)))
        case Outline():
            return _around([point for ring in part.rings for point in ring])
        case Marker():
            x, y, r = part.x, part.y, part.radius
            return _around(((x - r, y - r), (x + r, y + r)))
        case SceneGroup():
            frames = [extent(inner) for inner in part.parts]
            corners = [(frame.x, frame.y) for frame in frames]
            return _around([*corners, *((frame.right, frame.bottom) for frame in frames)])


def _around(points: list[Point] | tuple[Point, ...]) -> Frame:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Frame(x=min(xs), y=min(ys), width=max(xs) - min(xs), height=max(ys) - min(ys))
