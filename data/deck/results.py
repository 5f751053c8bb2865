"""What was found: published figures, or the results posted in the record; else that there are none.

Benefit and harm are told in the same way and drawn in the same size.
"""

from __future__ import annotations

from collections.abc import Iterator

from data.deck.brief import Brief
from data.deck.model import Slide
from data.deck.results_parts import enlarged, words_slides
from data.deck.results_posted import posted_slides
from data.deck.results_published import published_slides
from data.views.results import results_standing


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
    """Say that there is nothing to show, and what the record says about it."""
    said = results_standing(brief.study, brief.annotations).record
    more = "That says nothing about whether what was studied works."
    name = "No results to show"
    return words_slides(brief, name, (said, more), address="no-results", notes=(said,))
