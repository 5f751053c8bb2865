"""Which slide of one format says what a slide of the other says, and what both are called.

A narrow slide holds less, so that one and the same text can be on slides of different numbers. A
name leads to the same text in both: `site-list-3` is the third wide slide with sites,
`site-list-3-b` the narrow slide after the one that begins like it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from string import ascii_lowercase
from typing import Final

from data.deck.model import TALK_ENDS, Slide, Table, TableCell
from data.pictures.scene import Paragraph

# Slides that there were none of then: those after them are not counted anew.
_IN_BRIEF: Final = ("design", "outcome", "harm", "deaths")
_LATER: Final = frozenset({"against", *(f"{name}-in-brief" for name in _IN_BRIEF)})


def wide_names(wide: Sequence[Slide]) -> tuple[str, ...]:
    """Name each wide slide: `harm`, and `harm-2` where another one has that name."""
    return tuple(
        slide.name if number == 1 else f"{slide.name}-{number}"
        for slide, number in zip(wide, _counted([slide.name for slide in wide]), strict=True)
    )


def narrow_names(wide: Sequence[Slide], narrow: Sequence[Slide]) -> tuple[str, ...]:
    """Name each narrow slide after the wide one that it begins; what goes on gets a letter."""
    return tuple(
        f"{name}-{_letters(more)}" if more else name
        for name, more in _begun(wide_names(wide), wide, narrow)
    )


def narrow_parts(wide: Sequence[Slide], narrow: Sequence[Slide]) -> tuple[str, ...]:
    """Name, for each narrow slide, the wide one that it begins or goes on with."""
    return tuple(name for name, _ in _begun(wide_names(wide), wide, narrow))


def chosen(names: Sequence[str], own: Sequence[Slide], wide: Sequence[Slide]) -> tuple[Slide, ...]:
    """Take the slides of a format that were chosen by names of wide ones, in the order of these.

    Args:
        names: of wide slides; one that there is not is passed over.
        own: all slides of the format.
        wide: all slides of the wide one.
    """
    known = wide_names(wide)
    parts = narrow_parts(wide, own)
    same = same_slides(wide, own)
    found = [
        slide
        for name in names
        if name in known
        for slide in (
            [slide for slide, part in zip(own, parts, strict=True) if part == name]
            or [own[same[known.index(name)]]]
        )
    ]
    once = [slide for place, slide in enumerate(found) if slide not in found[:place]]
    return tuple(map(_without_end, once))


def _without_end(slide: Slide) -> Slide:
    """Leave out where the whole talk ends: a choice of slides ends elsewhere."""
    return replace(slide, notes=tuple(note for note in slide.notes if note != TALK_ENDS))


def former_names(wide: Sequence[Slide], narrow: Sequence[Slide]) -> dict[str, str]:
    """Give what slides were called when their topic and their place in it made their names:
    `results-3`, `sites-5b`; the number alone of a wide one; and what each is called now."""
    keys = [slide.name if slide.name in _LATER else slide.key for slide in wide]
    counted = [f"{key}-{number}" for key, number in zip(keys, _counted(keys), strict=True)]
    lettered = [f"{name}{_letters(more)}" for name, more in _begun(counted, wide, narrow)]
    now = wide_names(wide)
    then = [name for name, key in zip(now, keys, strict=True) if key not in _LATER]
    return {
        **{str(number): name for number, name in enumerate(then, start=1)},
        **dict(zip(lettered, narrow_names(wide, narrow), strict=True)),
        **dict(zip(counted, now, strict=True)),
    }


def _counted(names: Sequence[str]) -> list[int]:
    """Number each among those of its name, from 1."""
    return [names[: place + 1].count(name) for place, name in enumerate(names)]


def _begun(
    names: Sequence[str], wide: Sequence[Slide], narrow: Sequence[Slide]
) -> list[tuple[str, int]]:
    """For each narrow slide the name of the wide one that it begins or goes on with, and how many
    stand between it and that beginning."""
    begins: dict[int, str] = {}
    for name, place in zip(names, same_slides(wide, narrow), strict=True):
        begins.setdefault(place, name)
    found: list[tuple[str, int]] = []
    for place in range(len(narrow)):
        last, more = found[-1] if found else (names[0], -1)
        found.append((begins[place], 0) if place in begins else (last, more + 1))
    return found


def same_slides(slides: Sequence[Slide], others: Sequence[Slide]) -> tuple[int, ...]:
    """Find, for each slide, the place of the one in the other format that begins like it."""
    said = [frozenset(_said(other)) for other in others]
    return tuple(_same(slides, place, others, said) for place in range(len(slides)))


def _same(
    slides: Sequence[Slide], place: int, others: Sequence[Slide], said: Sequence[frozenset[str]]
) -> int:
    slide = slides[place]
    own = list(_said(slide))
    before = sum(one.name == slide.name for one in slides[:place])
    among = [number for number, other in enumerate(others) if other.name == slide.name]
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
        case Paragraph() | TableCell():
            yield " ".join(part.lines)
        case tuple():
            for item in part:
                yield from _said(item)
        case _ if is_dataclass(part):
            for field in fields(part):
                yield from _said(getattr(part, field.name))
        case _:
            return
