"""What slides with results are made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from data.deck import typeset
from data.deck.brief import Brief
from data.deck.charts import spread
from data.deck.model import LEAST_TYPE, Chart, Slide, SlideBlock
from data.deck.split import split_slides
from data.deck.typeset import say
from data.pictures.scene import LINE_HEIGHT, Frame, Paragraph, Scene, Text
from data.topics import Topic

KEY: Final = Topic.RESULTS
BELOW_CHART: Final = 24.0
"""From a chart to the words below it, in pixels."""
_BELOW_LEAD_IN: Final = 16.0


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
    room = typeset.body_of_parts(name, brief.size)
    pages = typeset.texts(map(say, texts), room)
    yield from split_slides(brief, KEY, name, pages, name=address, notes=notes, sources=sources)


def lead_in(text: str, room: Frame) -> Text:
    """What is measured, in a few lines above its picture."""
    return typeset.set_or_cut((say(text, bold=True),), replace(room, height=3 * 28.0 * LINE_HEIGHT))


def below(block: Text, room: Frame) -> Frame:
    """What is left of a room below a text at its top."""
    top = block.frame.bottom + _BELOW_LEAD_IN
    return replace(room, y=top, height=room.bottom - top)


def chart_slide(
    brief: Brief,
    name: str,
    drawn: Chart | Scene,
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
    top = drawn.frame.bottom + BELOW_CHART
    left = replace(room, y=top, height=room.bottom - top)
    words = fitted(told, left) if told and left.height >= LEAST_TYPE * LINE_HEIGHT else None
    return Slide(
        key=KEY,
        name=address,
        title=typeset.title(name, brief.size),
        part_of=part_of,
        blocks=(
            *((above,) if above else ()),
            drawn,
            *((words,) if words else ()),
        ),
        notes=tuple(notes),
        sources=(brief.record, *sources),
    )


def enlarged(brief: Brief, slides: Sequence[Slide]) -> tuple[Slide, ...]:
    """Let charts take the room of their slides, down to the words below them.

    Benefit and harm are drawn alike: so are all charts that stand alone, and all that do not.
    """
    found = list(slides)
    for alone in (True, False):
        places = [n for n, slide in enumerate(slides) if _is_alone(slide) is alone]
        pages = [(_charts(slides[n]), _room_of_charts(brief, slides[n])) for n in places]
        for n, charts in zip(places, spread(pages), strict=True):
            found[n] = replace(slides[n], blocks=tuple(_in_place(slides[n], charts)))
    return tuple(found)


def _charts(slide: Slide) -> list[Chart]:
    return [block for block in slide.blocks if isinstance(block, Chart)]


def _is_alone(slide: Slide) -> bool | None:
    """Whether there is but one chart; None where there is none."""
    return len(_charts(slide)) == 1 if _charts(slide) else None


def _room_of_charts(brief: Brief, slide: Slide) -> Frame:
    first = _charts(slide)[0].frame
    words = [BELOW_CHART + text.frame.height for text in _words(slide) if text.frame.y > first.y]
    return replace(first, height=brief.size.body_bottom - sum(words) - first.y)


def _words(slide: Slide) -> list[Text]:
    return [block for block in slide.blocks if isinstance(block, Text)]


def _in_place(slide: Slide, charts: Sequence[Chart]) -> Iterator[SlideBlock]:
    """What stood above the charts, the charts, and what stood below them."""
    below = charts[-1].frame.bottom + BELOW_CHART
    above = [text for text in _words(slide) if text.frame.y < charts[0].frame.y]
    yield from above
    yield from charts
    for text in _words(slide):
        if text not in above:
            yield replace(text, frame=replace(text.frame, y=below))


def fitted(paragraphs: Sequence[Paragraph], room: Frame) -> Text:
    """Set paragraphs; where there is no room, those before the last are left out or cut.

    The last one says what the others do not tell: it stays. The notes have all.
    """
    *others, last = paragraphs
    for count in range(len(others), -1, -1):
        told = (*others[:count], last)
        text = typeset.set_text(told, room, sizes=typeset.READING_SIZES)
        if text:
            return text
    return typeset.set_or_cut((last,), room)
