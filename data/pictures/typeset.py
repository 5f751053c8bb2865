"""Set text in pictures: break it into lines, and measure it.

Everything is measured with `data.typography.width`, which never takes a text for narrower than
it is in Arial or Source Sans: a line that fits here fits in PowerPoint and in a browser.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Final, Self

from data.pictures.scene import (
    BOX_PADDING,
    BULLET_ROOM,
    LINE_HEIGHT,
    PARAGRAPH_GAP,
    STRIPE,
    Box,
    Frame,
    Paragraph,
)
from data.typography.width import text_width
from data.typography.wrap import wrap

NO_LIMIT: Final = 10_000


@dataclass(frozen=True, kw_only=True)
class Spacing:
    """How large a picture is, in pixels: its type, and with it all else that is a length.

    Args:
        name, text: the type of what heads a part, and of all else.
    """

    name: float
    text: float

    def times(self, factor: float) -> Self:
        """All lengths so many times as large; what is counted stays."""
        lengths = [field.name for field in fields(self) if field.type == "float"]
        return replace(self, **{name: factor * getattr(self, name) for name in lengths})

    @property
    def line(self) -> float:
        """The height of a line."""
        return self.text * LINE_HEIGHT


def set_paragraph(paragraph: Paragraph, width: float, *, most: int = NO_LIMIT) -> Paragraph:
    """Break a paragraph into lines no wider than this, in pixels; what is over is cut with `…`."""
    room = width - (BULLET_ROOM * paragraph.size if paragraph.bullet else 0)
    lines = _lines(paragraph.text, room, paragraph.size, paragraph.bold, most)
    return replace(paragraph, lines=lines)


@lru_cache(maxsize=4096)
def _lines(text: str, width: float, size: float, bold: bool, most: int) -> tuple[str, ...]:
    """Break a text, once for all the layouts that are tried with it."""
    return wrap(text, width, size, bold=bold, most=most)


def paragraph_height(paragraph: Paragraph) -> float:
    """The height of its lines, in pixels."""
    return len(paragraph.lines) * paragraph.size * LINE_HEIGHT


def text_height(paragraphs: Sequence[Paragraph], gap: float = PARAGRAPH_GAP) -> float:
    """The height of paragraphs one below the other, with the gaps between them, in pixels.

    Args:
        gap: between two paragraphs, in type sizes of the upper one.
    """
    gaps = sum(item.size * gap for item in paragraphs[:-1])
    return sum(map(paragraph_height, paragraphs)) + gaps


def width_of(paragraph: Paragraph) -> float:
    """The width of the widest line, its bullet with it, in pixels."""
    room = BULLET_ROOM * paragraph.size if paragraph.bullet else 0.0
    lines = (text_width(line, paragraph.size, bold=paragraph.bold) for line in paragraph.lines)
    return room + max(lines, default=0.0)


def box_width(*, stripe: bool) -> float:
    """How much wider than its lines a box is, in pixels."""
    return 2 * BOX_PADDING + (STRIPE if stripe else 0)


def box_room(width: float, *, stripe: bool) -> float:
    """How wide the lines in a box of this width may be, in pixels."""
    return width - box_width(stripe=stripe)


def box_height(paragraphs: Sequence[Paragraph]) -> float:
    """How high a box must be for its paragraphs, in pixels."""
    return sum(map(paragraph_height, paragraphs)) + 2 * BOX_PADDING


def text_frame(box: Box) -> Frame:
    """Where the text of a box may stand: within its padding, right of its stripe."""
    left = box.frame.x + BOX_PADDING + (STRIPE if box.stripe else 0)
    return Frame(
        x=left,
        y=box.frame.y + BOX_PADDING,
        width=box.frame.right - BOX_PADDING - left,
        height=box.frame.height - 2 * BOX_PADDING,
    )
