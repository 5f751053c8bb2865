"""Where people of a list are lost, as a scene: a bar for each criterion, in the record's order."""

from __future__ import annotations

from typing import Final

from data.eligibility.checklist import Criterion
from data.pictures.scene import Box, Frame, Paragraph, Scene, SceneGroup, ScenePart, Text
from data.pictures.typeset import set_paragraph, text_height
from data.screening.attrition import Attrition

_SIZE: Final = 13.0
_BAR: Final = 16.0
_BETWEEN: Final = 12.0  # from row to row
_COLUMN: Final = 0.4  # of the width, for the words, where they stand beside the bars
_BESIDE: Final = 600.0  # from this width on they do
_GAP: Final = 14.0
_LEAST: Final = 2.0  # pixels of whoever is there at all


def attrition_scene(found: Attrition, width: float) -> Scene:
    """Draw who is left after each criterion, and whom it is the first to exclude.

    Args:
        found: the counts.
        width: of the picture, in pixels.
    """
    beside = width >= _BESIDE
    left = width * _COLUMN + _GAP if beside else 0.0
    y = 0.0
    parts: list[ScenePart] = []
    before = found.people
    for one in found.checklist.criteria:
        words = _words(found, one, left - _GAP if beside else width)
        height = text_height(words, gap=0)
        parts.append(_row(found, one, words, (y, height, left, width), before))
        y += max(height, _BAR) if beside else height + 2 + _BAR
        y += _BETWEEN
        before -= found.first[one.id]
    frame = Frame(x=-1, y=-1, width=width + 2, height=max(y, _SIZE) + 1)
    return Scene(frame=frame, parts=tuple(parts), alt=attrition_alt(found))


def _row(
    found: Attrition,
    one: Criterion,
    words: tuple[Paragraph, ...],
    place: tuple[float, float, float, float],
    before: int,
) -> SceneGroup:
    y, height, left, width = place
    top = y if left else y + height + 2
    scale = (width - left) / found.people if found.people else 0.0
    lost = found.first[one.id]
    stays = before - lost
    parts: list[ScenePart] = [
        Text(
            frame=Frame(x=0, y=y, width=(left - _GAP if left else width), height=height),
            paragraphs=words,
            gap=0,
            rimmed=False,
        )
    ]
    x = left
    for name, count, fill, dashed in (
        ("left", stays, "surface", False),
        ("lost", lost, "accent", False),
        ("before", found.people - before, "background", True),
    ):
        if count:
            size = max(count * scale, _LEAST)
            bar = Frame(x=min(x, width - size), y=top, width=size, height=_BAR)
            parts.append(
                Box(
                    key=f"{one.id} {name}",
                    frame=bar,
                    fill=fill,
                    outline="accent" if name == "lost" else "line",
                    weight=1,
                    dashed=dashed,
                    rounded=False,
                )
            )
            x += count * scale
    return SceneGroup(key=one.id, parts=tuple(parts), alt=criterion_alt(found, one))


def _words(found: Attrition, one: Criterion, width: float) -> tuple[Paragraph, ...]:
    name = Paragraph(lines=(f"{one.name}: {one.label}",), size=_SIZE)
    counts = Paragraph(lines=(_counts(found, one),), size=_SIZE, colour="muted")
    return set_paragraph(name, width, most=2), set_paragraph(counts, width, most=2)


def _counts(found: Attrition, one: Criterion) -> str:
    alone, first, open_ = (
        f"{counts[one.id]:,}".replace(",", " ") for counts in (found.alone, found.first, found.open)
    )
    return f"excludes {alone}, {first} of them first; open for {open_}"


def criterion_alt(found: Attrition, one: Criterion) -> str:
    """Say whom a criterion excludes, alone and in order, and for how many it is open."""
    return (
        f"{one.label}: {_counts(found, one)}; {found.only[one.id]} whom no other criterion excludes"
    )


def attrition_alt(found: Attrition) -> str:
    """Say the whole: how many people there are, and how many of each verdict."""
    verdicts = ", ".join(f"{count} {verdict}" for verdict, count in found.verdicts.most_common())
    return f"Where {found.people} people are lost, criterion by criterion: {verdicts}"
