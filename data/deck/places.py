"""Which slide of one format says what a slide of the other says, and what both are called.

A narrow slide holds less, so that one and the same text can be on slides of different numbers. A
name leads to the same text in both: `sites-3` is the third wide slide about the places, `sites-3b`
the narrow slide after the one that begins like it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from string import ascii_lowercase

from data.deck.model import Cell, Slide, Table
from data.pictures.scene import Paragraph


def wide_names(wide: Sequence[Slide]) -> tuple[str, ...]:
    """Name each wide slide by its key and its place among those of that key."""
    keys = [slide.key for slide in wide]
    return tuple(f"{key}-{keys[: place + 1].count(key)}" for place, key in enumerate(keys))


def narrow_names(wide: Sequence[Slide], narrow: Sequence[Slide]) -> tuple[str, ...]:
    """Name each narrow slide after the wide one that it begins; what goes on gets a letter."""
    begun: dict[int, str] = {}
    for name, place in zip(wide_names(wide), same_slides(wide, narrow), strict=True):
        begun.setdefault(place, name)
    names: list[str] = []
    last, more = "", 0
    for place, slide in enumerate(narrow):
        if place in begun:
            last, more = begun[place], 0
        else:
            last, more = last or f"{slide.key}-0", more + 1
        names.append(f"{last}{_letters(more)}")
    return tuple(names)


def same_slides(slides: Sequence[Slide], others: Sequence[Slide]) -> tuple[int, ...]:
    """Find, for each slide, the place of the one in the other format that begins like it."""
    said = [frozenset(_said(other)) for other in others]
    return tuple(_same(slides, place, others, said) for place in range(len(slides)))


def _same(
    slides: Sequence[Slide], place: int, others: Sequence[Slide], said: Sequence[frozenset[str]]
) -> int:
    slide = slides[place]
    own = list(_said(slide))
    before = sum(one.key == slide.key for one in slides[:place])
    among = [number for number, other in enumerate(others) if other.key == slide.key]
    alike = [number for number in among if _heading(others[number]) == _heading(slide)]
    if not among:
        return min(place, len(others) - 1)
    # The one that begins like it; of several, the one that says more of it, then the nearest.
    return max(
        alike or among,
        key=lambda number: (
            own[0] in said[number],
            sum(text in said[number] for text in own),
            -abs(among.index(number) - before),
        ),
    )


def _heading(slide: Slide) -> str:
    return slide.part_of or slide.title.text


def _letters(number: int) -> str:
    """`` for 0, `b` for 1, `c` for 2 … `zb` where the alphabet ends."""
    return "z" * (number // 25) + (ascii_lowercase[number % 25] if number % 25 else "")


def _said(part: object) -> Iterator[str]:
    """Every text of a slide, whatever its lines are broken into; heads of tables come again."""
    match part:
        case Slide():
            yield from _said((*part.blocks, part.title))
        case Table():
            yield from _said(part.rows)
        case Paragraph() | Cell():
            yield " ".join(part.lines)
        case tuple():
            for item in part:
                yield from _said(item)
        case _ if is_dataclass(part):
            for field in fields(part):
                yield from _said(getattr(part, field.name))
        case _:
            return
