"""What slides with results are made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from data.deck import typeset
from data.deck.brief import Brief
from data.deck.model import LEAST_TYPE, Chart, Slide
from data.deck.split import split_slides
from data.deck.typeset import say
from data.pictures.scene import LINE_HEIGHT, Frame, Paragraph, Text
from data.pictures.typeset import set_paragraph, text_height
from data.topics import Topic

KEY: Final = Topic.RESULTS
_BELOW_CHART: Final = 24.0
_BELOW_LEAD_IN: Final = 16.0
_SIZES: Final = (28.0, 26.0, LEAST_TYPE)


def room_of(brief: Brief, name: str) -> Frame:
    """The room below a title."""
    return typeset.body(typeset.title(name, brief.size), brief.size)


def words_slides(
    brief: Brief,
    name: str,
    texts: Sequence[str],
    *,
    address: str,
    notes: Sequence[str],
    sources: Sequence[str] = (),
) -> Iterator[Slide]:
    """Slides of a few sentences each."""
    room = room_of(brief, name)
    paragraphs = tuple(say(text) for text in texts)
    whole = typeset.set_text(paragraphs, room, sizes=_SIZES)
    pages = (
        (whole,)
        if whole
        else tuple(
            Text(frame=replace(room, height=text_height(page)), paragraphs=page)
            for page in typeset.text_pages(paragraphs, room.width, room.height)
        )
    )
    yield from split_slides(brief, KEY, name, pages, name=address, notes=notes, sources=sources)


def lead_in(text: str, room: Frame) -> Text:
    """A line or two of what is measured, above its picture."""
    bold = say(text, bold=True)
    lines = replace(room, height=2 * 28.0 * LINE_HEIGHT)
    found = typeset.set_text((bold,), lines, sizes=(28.0, 26.0, LEAST_TYPE))
    if found:
        return found
    cut = (set_paragraph(bold, room.width, most=2),)
    return Text(frame=replace(room, height=text_height(cut)), paragraphs=cut)


def below(block: Text, room: Frame) -> Frame:
    """What is left of a room below a text at its top."""
    top = block.frame.bottom + _BELOW_LEAD_IN
    return replace(room, y=top, height=room.bottom - top)


def chart_slide(
    brief: Brief,
    name: str,
    drawn: Chart,
    told: Sequence[Paragraph],
    *,
    address: str,
    part_of: str = "",
    above: Text | None = None,
    notes: Sequence[str],
    sources: Sequence[str] = (),
) -> Slide:
    """A slide with a chart, and below it what it says in words."""
    room = room_of(brief, name)
    top = drawn.frame.bottom + _BELOW_CHART
    left = replace(room, y=top, height=room.bottom - top)
    return Slide(
        key=KEY,
        name=address,
        title=typeset.title(name, brief.size),
        part_of=part_of,
        blocks=(
            *((above,) if above else ()),
            drawn,
            *((fitted(told, left),) if told else ()),
        ),
        notes=tuple(notes),
        sources=(brief.record, *sources),
    )


def fitted(paragraphs: Sequence[Paragraph], room: Frame) -> Text:
    """Set paragraphs; where there is no room, those before the last are left out or cut.

    The last one says what the others do not tell: it stays. The notes have all.
    """
    *others, last = paragraphs
    for count in range(len(others), -1, -1):
        text = typeset.set_text((*others[:count], last), room, sizes=_SIZES)
        if text:
            return text
    lines = max(1, int(room.height // (LEAST_TYPE * LINE_HEIGHT)))
    found = (set_paragraph(last, room.width, most=lines),)
    return Text(frame=replace(room, height=text_height(found)), paragraphs=found)
