"""One slide for each part of what was split."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data.deck import typeset
from data.deck.brief import Brief
from data.deck.model import Slide, SlideBlock


def split_slides(
    brief: Brief,
    key: str,
    name: str,
    blocks: Sequence[SlideBlock],
    *,
    notes: Sequence[str],
    sources: Sequence[str],
) -> Iterator[Slide]:
    """Give each block a slide of its own, numbered where there are several.

    Args:
        brief: what is to be told.
        key: which slide of the sequence they are.
        name: their title.
        blocks: the parts of what was split, such as a long table.
        notes: of each of them.
        sources: of each of them, beside the record.
    """
    for number, block in enumerate(blocks, start=1):
        yield Slide(
            key=key,
            title=typeset.title(typeset.numbered(name, number, len(blocks)), brief.size),
            part_of=name,
            blocks=(block,),
            notes=tuple(notes),
            sources=(brief.record, *sources),
        )
