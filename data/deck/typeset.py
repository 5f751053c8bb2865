"""Set text on slides: break it, measure it, shrink it, and split what does not fit.

Everything is measured with `data.typography.width`, which never takes a text for narrower than
it is in Arial or Source Sans: a line that fits here fits in PowerPoint and in a browser.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from data.deck.model import (
    CELL_PADDING,
    CELL_SPACE,
    FOOTER_TYPE,
    LEAST_TYPE,
    TITLE_TOP,
    Deck,
    Slide,
    SlideSize,
    Table,
    TableCell,
)
from data.pictures.scene import LINE_HEIGHT, PARAGRAPH_GAP, Frame, Paragraph, Text
from data.pictures.typeset import (
    NO_LIMIT,
    paragraph_height,
    set_paragraph,
    text_height,
)
from data.typography.width import text_width
from data.typography.wrap import wrap

TITLE_SIZES: Final = (44.0, 40.0, 36.0, 32.0)
COVER_SIZES: Final = (88.0, 76.0, 64.0, 54.0, *TITLE_SIZES)
_ONE_LINE: Final = 36.0  # titles in larger type keep to one line
TEXT_SIZES: Final = (32.0, 30.0, 28.0, 26.0, LEAST_TYPE)
READING_SIZES: Final = TEXT_SIZES[2:]
_MOST_CUT: Final = 6  # lines of each paragraph, where they are cut
_UNDER_TITLE: Final = 26.0  # from the title to what is below, in pixels
_NUMBER_ROOM: Final = 64.0  # at the end of the footer


def title(
    text: str, size: SlideSize, *, most: int = 2, sizes: Sequence[float] = TITLE_SIZES
) -> Paragraph:
    """Set a title in the largest type in which it keeps to one line, else to so many; then it is
    cut."""
    width = size.width - 2 * size.margin
    longer = [(one, most) for one in sizes if one <= _ONE_LINE]
    for type_size, allowed in (*((one, 1) for one in sizes), *longer):
        if len(wrap(text, width, type_size, bold=True, most=allowed + 1)) <= allowed:
            break
    return Paragraph(
        lines=wrap(text, width, type_size, bold=True, most=most), size=type_size, bold=True
    )


def headline(finding: str, name: str, size: SlideSize) -> Paragraph:
    """Set what a picture shows as its title, if it keeps to a line; else the name of the slide."""
    found = title(finding, size)
    return found if finding and len(found.lines) == 1 else title(name, size)


def body_of_parts(name: str, size: SlideSize) -> Frame:
    """The room for blocks below the title of what may take several slides."""
    return body(title(numbered(name, 2, 2), size), size)


def body(heading: Paragraph, size: SlideSize, top: float = TITLE_TOP) -> Frame:
    """The room for blocks below a title."""
    top = size.title_frame(heading, top).bottom + _UNDER_TITLE
    width = size.width - 2 * size.margin
    return Frame(x=size.margin, y=top, width=width, height=size.body_bottom - top)


def footer_lines(deck: Deck, slide: Slide) -> tuple[str, ...]:
    """Break a footer, which names the record and the sources, into at most two lines."""
    text = " · ".join(dict.fromkeys((deck.footer, *slide.sources)))
    return wrap(text, deck.size.footer.width - _NUMBER_ROOM, FOOTER_TYPE, most=2)


def say(
    text: str,
    *,
    bold: bool = False,
    colour: str = "text",
    bullet: bool = False,
    size: float = LEAST_TYPE,
) -> Paragraph:
    """A paragraph that is still to be broken."""
    return Paragraph(lines=(text,), bold=bold, colour=colour, bullet=bullet, size=size)


def set_text(
    paragraphs: Iterable[Paragraph], frame: Frame, *, sizes: Sequence[float] = TEXT_SIZES
) -> Text | None:
    """Set paragraphs in the largest type in which they fit a frame; None where there is none.

    Paragraphs whose size is another than `LEAST_TYPE` keep their size in proportion.
    """
    given = tuple(paragraphs)
    for size in sizes:
        scaled = (replace(item, size=item.size * size / LEAST_TYPE) for item in given)
        # One line more than there is room for tells that a paragraph does not fit.
        found = tuple(
            set_paragraph(
                item, frame.width, most=max(1, 2 + int(frame.height / (item.size * LINE_HEIGHT)))
            )
            for item in scaled
        )
        if text_height(found) <= frame.height:
            return placed(found, frame)
    return None


def placed(paragraphs: Sequence[Paragraph], room: Frame, *, top: float | None = None) -> Text:
    """Put broken paragraphs at the top of a room, or as far down as told, in pixels."""
    y = room.y if top is None else top
    height = text_height(paragraphs)
    return Text(frame=replace(room, y=y, height=height), paragraphs=tuple(paragraphs))


def set_or_cut(
    paragraphs: Iterable[Paragraph], room: Frame, *, sizes: Sequence[float] = READING_SIZES
) -> Text:
    """Set paragraphs in the largest type in which they fit; else cut them, all alike."""
    given = tuple(paragraphs)
    found = set_text(given, room, sizes=sizes)
    for most in range(_MOST_CUT, 0, -1):
        if found is None or found.frame.height > room.height:
            found = placed([set_paragraph(item, room.width, most=most) for item in given], room)
    assert found is not None
    return found


def texts(paragraphs: Iterable[Paragraph], room: Frame) -> tuple[Text, ...]:
    """Set paragraphs on one slide, if they fit; else on as many as they take."""
    given = tuple(paragraphs)
    whole = set_text(given, room)
    pages = () if whole else text_pages(given, room.width, room.height)
    return (whole,) if whole else tuple(placed(page, room) for page in pages)


def text_pages(
    paragraphs: Iterable[Paragraph], width: float, height: float, *, most: int = NO_LIMIT
) -> tuple[tuple[Paragraph, ...], ...]:
    """Split paragraphs over several slides, each about as full as the others.

    Args:
        width, height: of the room on each slide, in pixels.
        most: how many paragraphs a slide takes at most, however short they are.
    """
    lines = int((height - 1) // (LEAST_TYPE * LINE_HEIGHT))
    given = [set_paragraph(item, width, most=lines) for item in paragraphs]
    heights = [paragraph_height(item) for item in given]
    pages = evenly(heights, height, gap=LEAST_TYPE * PARAGRAPH_GAP, most=most)
    return tuple(tuple(given[page]) for page in pages)


def evenly(
    heights: Sequence[float], room: float, *, gap: float = 0.0, most: int = NO_LIMIT
) -> list[slice]:
    """Split things that stand below one another into the fewest pages, evenly full.

    Args:
        heights: of the things; one that is higher than the room has a page of its own.
        room: the height of a page.
        gap: between two of them.
        most: how many a page takes at most.
    """
    fewest = _filled(heights, room, gap, most)
    if len(fewest) < 2:
        return fewest
    # The least height with which there are no more pages.
    low, high = 0.0, room
    while high - low > 1:
        middle = (low + high) / 2
        fits = len(_filled(heights, middle, gap, most)) <= len(fewest)
        low, high = (low, middle) if fits else (middle, high)
    return _filled(heights, high, gap, most)


def _filled(heights: Sequence[float], room: float, gap: float, most: int) -> list[slice]:
    """Fill page after page."""
    pages: list[slice] = []
    left = 0.0
    for place, height in enumerate(heights):
        count = place - pages[-1].start if pages else most
        if count < most and height + gap <= left:
            pages[-1] = slice(pages[-1].start, place + 1)
            left -= height + gap
        else:
            pages.append(slice(place, place + 1))
            left = room - height
    return pages


def cut(text: str, width: float, size: float = LEAST_TYPE, *, bold: bool = False) -> str:
    """Cut a text to one line."""
    return " ".join(wrap(text, width, size, bold=bold, most=1))


def tables(
    head: Sequence[str],
    rows: Sequence[Sequence[str | TableCell]],
    shares: Sequence[float],
    frame: Frame,
    *,
    alt: str,
    most_lines: int = 3,
    most_rows: int = NO_LIMIT,
) -> tuple[Table, ...]:
    """Set a table, split over as many slides as it takes, each with the head.

    Args:
        head: of the columns.
        rows: their cells; a text alone is an ordinary cell.
        shares: of the columns in the width of the frame; they need not add up to one.
        frame: the room on each slide.
        alt: what the table shows; where it is split, the rows are named too.
        most_lines: to which a cell is cut, with `…`; a slide's height is always the end of it.
        most_rows: how many rows a slide takes at most.
    """
    widths = tuple(frame.width * share / sum(shares) for share in shares)
    top = tuple(_cell(text, width, 2, bold=True) for text, width in zip(head, widths, strict=True))
    left = frame.height - row_height(top) - 2 * CELL_SPACE
    most = min(most_lines, max(1, int(left // (LEAST_TYPE * LINE_HEIGHT))))
    broken = [
        tuple(_cell(text, width, most) for text, width in zip(row, widths, strict=True))
        for row in rows
    ]
    heights = [row_height(row) for row in broken]
    cuts = evenly(heights, frame.height - row_height(top), most=most_rows)
    pages = [tuple(broken[cut]) for cut in cuts]
    return tuple(
        _table(top, page, widths, frame, _alt_of_page(alt, number, len(pages)))
        for number, page in enumerate(pages, start=1)
    )


def in_parts(text: str, width: float, most: int = 6) -> list[str]:
    """Split what takes many lines of a column into parts of about the same length: so many rows.

    Args:
        width: of the column, in pixels.
        most: lines of a part.
    """
    lines = wrap(text, width - 2 * CELL_PADDING, LEAST_TYPE, most=NO_LIMIT)
    count = -(-len(lines) // most) or 1
    size = -(-len(lines) // count) or 1
    return [" ".join(lines[start : start + size]) for start in range(0, len(lines), size)]


def natural_shares(
    head: Sequence[str], rows: Sequence[Sequence[str | TableCell]], width: float
) -> tuple[float, ...]:
    """Share a width among columns by what stands in them: short ones get what they need.

    Args:
        width: of the table, in pixels.
    """
    needed = [0.0] * len(head)
    for bold, row in ((True, head), *((False, row) for row in rows)):
        for place, given in enumerate(row):
            text, is_bold = (given, bold) if isinstance(given, str) else (given.text, given.bold)
            wide = text_width(text, LEAST_TYPE, bold=is_bold) + 2 * CELL_PADDING + 1
            needed[place] = max(needed[place], wide)
    return shared(width, needed)


def shared(width: float, needed: Sequence[float]) -> tuple[float, ...]:
    """Share a width: those that need less than an even part get it, the others what is left."""
    open_ = list(range(len(needed)))
    left = width
    while True:
        even = left / len(open_)
        short = [place for place in open_ if needed[place] < even]
        if not short or len(short) == len(open_):
            break
        open_ = [place for place in open_ if place not in short]
        left -= sum(needed[place] for place in short)
    if sum(needed) <= width:
        more = (width - sum(needed)) / len(needed)
        return tuple(part + more for part in needed)
    return tuple(
        left / len(open_) if place in open_ else needed[place] for place in range(len(needed))
    )


def _alt_of_page(alt: str, number: int, pages: int) -> str:
    return alt if pages == 1 else f"{alt} Part {number} of {pages}."


def _cell(given: str | TableCell, width: float, most: int, *, bold: bool = False) -> TableCell:
    cell = TableCell(lines=(given,), bold=bold) if isinstance(given, str) else given
    room = width - 2 * CELL_PADDING
    return replace(cell, lines=wrap(cell.text, room, LEAST_TYPE, bold=cell.bold, most=most))


def row_height(row: Sequence[TableCell]) -> float:
    """The height of a row of a table, in pixels."""
    lines = max((len(cell.lines) for cell in row), default=1) or 1
    return lines * LEAST_TYPE * LINE_HEIGHT + 2 * CELL_SPACE


def _table(
    head: tuple[TableCell, ...],
    rows: tuple[tuple[TableCell, ...], ...],
    widths: tuple[float, ...],
    frame: Frame,
    alt: str,
) -> Table:
    heights = tuple(row_height(row) for row in (head, *rows))
    return Table(
        frame=replace(frame, height=sum(heights)),
        head=head,
        rows=rows,
        widths=widths,
        heights=heights,
        alt=alt,
    )


def numbered(name: str, number: int, pages: int) -> str:
    """Name one of several slides: `Who could join (2 of 3)`."""
    return name if pages == 1 else f"{name} ({number} of {pages})"
