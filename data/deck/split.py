"""One slide for each part of what was split."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data.deck import typeset
from data.deck.brief import Brief
from data.deck.model import Slide, SlideBlock


def split_slides(
    brief: Brief,
    key: str,
    title: str,
    blocks: Sequence[SlideBlock],
    *,
    name: str,
    notes: Sequence[str],
    sources: Sequence[str],
) -> Iterator[Slide]:
    """Give each block a slide of its own, numbered where there are several.

    Args:
        brief: what is to be told.
        key: the topic that they tell of.
        title: of all of them.
        blocks: the parts of what was split, such as a long table.
        name: what they are called in addresses.
        notes: of each of them.
        sources: of each of them, beside the record.
    """
    for number, block in enumerate(blocks, start=1):
        yield Slide(
            key=key,
            name=name,
            title=typeset.title(typeset.numbered(title, number, len(blocks)), brief.size),
            part_of=title,
            blocks=(block,),
            notes=tuple(notes),
            sources=(brief.record, *sources),
        )
