"""A row of tiles: a figure in large type, and below it what it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from data.deck.typeset import say
from data.pictures.scene import Box, Frame, Paragraph, Scene
from data.pictures.typeset import box_height, box_room, set_paragraph

_FIGURE_SIZES: Final = (56.0, 48.0, 40.0, 32.0, 28.0, 24.0)
_FIGURE_ALONE: Final = (88.0, 72.0)
_LEAST_HEIGHT: Final = 148.0
_GAP: Final = 24.0


@dataclass(frozen=True, kw_only=True)
class FigureTile:
    """One figure.

    Args:
        figure: in large type.
        label: what it counts.
        alt: both in full, with how it is known.
    """

    figure: str
    label: str
    alt: str


def tiles(items: Sequence[FigureTile], room: Frame, *, alt: str) -> Scene:
    """Set tiles side by side, all figures in the same type.

    Args:
        items: at least one.
        room: where they may stand; they are as high as they need to be.
        alt: names the row; what each tile says follows.
    """
    width = (room.width - _GAP * (len(items) - 1)) / len(items)
    inside = box_room(width, stripe=False)
    sizes = _FIGURE_SIZES if len(items) > 1 else (*_FIGURE_ALONE, *_FIGURE_SIZES)
    size = next(
        size
        for size in sizes
        if size == _FIGURE_SIZES[-1]
        or all(len(_figure(item, inside, size).lines) == 1 for item in items)
    )
    broken = [(_figure(item, inside, size), _label(item, inside)) for item in items]
    height = max([_LEAST_HEIGHT, *(box_height(paragraphs) for paragraphs in broken)])
    boxes = tuple(
        Box(
            key=f"tile-{place + 1}",
            frame=Frame(x=room.x + place * (width + _GAP), y=room.y, width=width, height=height),
            paragraphs=paragraphs,
            outline="surface",
            alt=item.alt,
        )
        for place, (item, paragraphs) in enumerate(zip(items, broken, strict=True))
    )
    told = "; ".join(item.alt for item in items)
    frame = Frame(x=room.x, y=room.y, width=room.width, height=height)
    return Scene(frame=frame, parts=boxes, alt=f"{alt}: {told}.")


def _figure(item: FigureTile, width: float, size: float) -> Paragraph:
    figure = say(item.figure, bold=True, size=size, colour="accent")
    return set_paragraph(figure, width, most=2)


def _label(item: FigureTile, width: float) -> Paragraph:
    return set_paragraph(say(item.label, colour="muted"), width, most=2)
