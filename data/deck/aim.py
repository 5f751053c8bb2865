"""What a study asks, for a lay audience: the question in a few sentences, and its parts drawn."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise, product
from typing import Final

from data.deck import typeset
from data.deck.brief import Brief
from data.deck.typeset import say
from data.flow import flow_of
from data.pictures.scene import Box, Connector, Frame, Paragraph, Scene, Text
from data.pictures.typeset import box_height, box_room, box_width, set_paragraph
from data.typography.width import text_width
from data.vocabulary import NOT_STATED, bare_name

_ARROW: Final = 44.0
_BETWEEN: Final = 28.0
_SIZES: Final = (28.0, 26.0, 24.0)
_MOST_LINES: Final = 9
_MOST_NAMES: Final = 3
_MOST_SIGNS: Final = 110  # of names in a box; then how many more there are
_MOST_PLAIN: Final = 2  # the question, and about whom it is asked
_READABLE: Final = (32.0, 30.0, 28.0)
_BULLET: Final = re.compile(r"(?:[*•·–-]|\d{1,2}[.)])\s+")
_SENTENCES: Final = re.compile(r"(?<=[.!?])(?<!\b\d\.)\s+(?=[A-Z0-9])")
"""Between two sentences; the number of an item of a list ends none."""
_OWN_WORDS: Final = "These are the record's own words."
_OWN_WORDS_FIRST: Final = "These are the record's own words; the notes have all of them."


def asked(brief: Brief, summary: str, room: Frame) -> tuple[Text, Scene]:
    """Tell the question, and draw of whom it is asked, of what, and how it is answered.

    What is told is whole, if that fits in any type.

    Args:
        brief: what is to be told.
        summary: of the record; told where nobody has put the question plainly.
        room: for both.
    """
    plain = brief.annotations.plain.summary[:_MOST_PLAIN]
    versions = [[say(item.plain) for item in plain]] if plain else own_words(summary)
    text, size = _whole(brief, versions, room)
    top = text.frame.bottom + _BETWEEN
    return text, _parts(brief, replace(room, y=top, height=room.bottom - top), size)


def _whole(
    brief: Brief, versions: Sequence[Sequence[Paragraph]], room: Frame
) -> tuple[Text, float]:
    """Set the first version that fits whole above the picture, in large type and beside a picture
    in large type, if any does; gives the type of the picture too."""
    for sizes, told in product((_READABLE, typeset.READING_SIZES), versions):
        for size in _SIZES:
            text = typeset.set_text(told, _above(brief, room, size), sizes=sizes)
            if text:
                return text, size
    least = _SIZES[-1]
    return typeset.set_or_cut(versions[-1], _above(brief, room, least)), least


def _above(brief: Brief, room: Frame, size: float) -> Frame:
    """What a picture in this type leaves of a room."""
    return replace(room, height=room.height - _parts(brief, room, size).frame.height - _BETWEEN)


def own_words(summary: str) -> tuple[tuple[Paragraph, ...], ...]:
    """Tell a summary in the record's words: all of it, then ever fewer of its first sentences, each
    of them whole."""
    if not summary:
        return ((say(f"Brief summary: {NOT_STATED}."),),)
    lines = list(_in_paragraphs(summary))
    own = [say(_BULLET.sub("", line), bullet=bool(_BULLET.match(line))) for line in lines]
    return ((*own, say(_OWN_WORDS, colour="muted")), *_fewer(own))


def _in_paragraphs(text: str) -> Iterator[str]:
    """Yield each paragraph, and each point of a list, on one line."""
    for block in re.split(r"\n\s*\n", text):
        lines: list[str] = []
        for line in filter(None, map(str.strip, block.splitlines())):
            if lines and not _BULLET.match(line):
                lines[-1] = f"{lines[-1]} {line}"
            else:
                lines.append(line)
        yield from lines


def _fewer(own: Sequence[Paragraph]) -> Iterator[tuple[Paragraph, ...]]:
    """Leave out the last sentences, one after the other."""
    more = say(_OWN_WORDS_FIRST, colour="muted")
    for place, item in reversed(list(enumerate(own))):
        sentences = _SENTENCES.split(item.text)
        whole = place == len(own) - 1
        for count in range(len(sentences) - whole, 0, -1):
            first = replace(item, lines=(" ".join(sentences[:count]),))
            if not first.text.endswith(":"):  # which leads in to what is left out
                yield (*own[:place], first, more)


def _parts(brief: Brief, room: Frame, size: float) -> Scene:
    """Of whom, of what, and how: boxes from left to right, in this type or a smaller one."""
    named = [(name, text) for name, text in _named(brief) if text]
    widths = _widths(named, room.width - _ARROW * (len(named) - 1))
    told = _told(named, [box_room(width, stripe=False) for width in widths], size)
    height = max(map(box_height, told))
    lefts = accumulate((width + _ARROW for width in widths), initial=room.x)
    boxes = tuple(
        Box(
            key=f"part-{place}",
            frame=Frame(x=left, y=room.y, width=width, height=height),
            paragraphs=paragraphs,
            alt=f"{name}: {text}",
        )
        for place, ((name, text), paragraphs, left, width) in enumerate(
            zip(named, told, lefts, widths, strict=False), start=1
        )
    )
    y = room.y + height / 2
    arrows = tuple(
        Connector(source=a.key, target=b.key, points=((a.frame.right, y), (b.frame.x, y)))
        for a, b in pairwise(boxes)
    )
    alt = "; ".join(box.alt for box in boxes)
    return Scene(frame=replace(room, height=height), parts=(*arrows, *boxes), alt=f"{alt}.")


def _widths(named: Sequence[tuple[str, str]], room: float) -> list[float]:
    """Share a width: more for a longer text, and for a longest word as much as it needs."""
    air = box_width(stripe=False) + 1
    least = [
        air + max(text_width(word, _SIZES[-1], bold=True) for word in text.split())
        for _, text in named
    ]
    left = max(0.0, room - sum(least))
    weights = [math.sqrt(len(text)) for _, text in named]
    shared = [width + left * own / sum(weights) for width, own in zip(least, weights, strict=True)]
    return [width * room / sum(shared) for width in shared]


def _told(
    named: Sequence[tuple[str, str]], widths: Sequence[float], largest: float
) -> list[tuple[Paragraph, ...]]:
    """Set what stands in the boxes, all alike, in the largest type that breaks and cuts no word."""
    for size in (size for size in _SIZES if size <= largest):
        found = [
            (
                set_paragraph(say(name, colour="muted"), width),
                set_paragraph(say(text, bold=True, size=size), width, most=_MOST_LINES),
            )
            for (name, text), width in zip(named, widths, strict=True)
        ]
        if all(item.text == text for (_, text), (_, item) in zip(named, found, strict=True)):
            break
    return list(found)


def _named(brief: Brief) -> Iterator[tuple[str, str]]:
    section = brief.study.protocol_section
    plain = brief.annotations.plain
    yield "What it is about", _listed(section.conditions_module.conditions)
    labels = [
        brief.study.arm_groups[step.position].label or ""
        for step in flow_of(brief.study, brief.annotations).steps
        if step.kind == "arm" and step.position is not None
    ]
    groups = [plain.groups[label].name for label in labels if label in plain.groups]
    if groups and len(groups) == len(labels):
        yield "What is compared", " or ".join(groups)
    else:
        names = [bare_name(item.name) for item in brief.study.interventions if item.name]
        yield "What is studied", _listed(list(dict.fromkeys(names)))
    first = [item.name for item in plain.outcomes]
    first += [item.measure or "" for item in section.outcomes_module.primary_outcomes]
    yield "What is measured first", next(filter(None, first), NOT_STATED)


def _listed(names: Sequence[str]) -> str:
    """The first names, as far as they are short, and how many more there are."""
    shown = [", ".join(names[:count]) for count in range(1, min(len(names), _MOST_NAMES) + 1)]
    count = max((n for n, text in enumerate(shown, 1) if len(text) <= _MOST_SIGNS), default=1)
    more = len(names) - count
    return ", ".join([*names[:count], *([f"and {more} more"] if more > 0 else [])])
