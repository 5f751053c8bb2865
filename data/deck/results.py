"""What was found: published figures, or the results posted in the record; else that there are none.

Benefit and harm are told in the same way and drawn in the same size.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from data.deck import typeset
from data.deck.brief import Brief
from data.deck.model import Slide
from data.deck.results_parts import KEY, enlarged, room_of
from data.deck.results_posted import posted_slides
from data.deck.results_published import published_slides
from data.deck.timeline import line_of_time
from data.deck.typeset import say
from data.views.results import results_standing

_BETWEEN: Final = 36.0


def slides(brief: Brief) -> tuple[Slide, ...]:
    """Tell the results, each with where it is from."""
    standing = results_standing(brief.study, brief.annotations)
    found: list[Slide] = []
    if standing.published:
        found += published_slides(brief)
    if standing.posted:
        found += posted_slides(brief)
    return enlarged(brief, found) or tuple(_nothing(brief))


def _nothing(brief: Brief) -> Iterator[Slide]:
    """Say that there is nothing to show, what the record says about it, and when the study ends."""
    said = results_standing(brief.study, brief.annotations).record
    name = "No results to show"
    texts = (said, "That says nothing about whether what was studied works.")
    room = room_of(brief, name)
    words = typeset.set_or_cut(map(say, texts), room)
    top = words.frame.bottom + _BETWEEN
    below = replace(room, y=top, height=room.bottom - top)
    picture = line_of_time(brief, below) if brief.lay else None
    yield Slide(
        key=KEY,
        name="no-results",
        title=typeset.title(name, brief.size),
        blocks=(words, picture) if picture else (words,),
        notes=(said,),
        sources=(brief.record,),
    )
