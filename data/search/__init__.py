"""Find words in a record, and in what goes with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from data.annotations import Annotations
from data.search.findable import PAGES, Findable, Shown, findable, shown_texts
from data.search.words import Folded, fold, less_said, readings, unfolded
from data.study import Study

__all__ = [
    "PAGES",
    "Found",
    "Hit",
    "Index",
    "Shown",
    "search",
    "search_index",
    "shown_texts",
]

# Characters of context on each side of what was found.
_CONTEXT: Final = 160
# Where a sentence ends: before white space and what can begin another, or with its line.
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9“\"(\[*•])|\s*\n\s*")


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A place in which all the words occur.

    Args:
        place: where it stands, as a reader would say it.
        before, found, after: the text around the first word that was found.
        text: the whole text.
        sentence: the sentence of it in which the word was found.
        shown: where a page shows it; None where none does.
    """

    place: str
    before: str
    found: str
    after: str
    text: str
    sentence: str
    shown: Shown | None


@dataclass(frozen=True, kw_only=True)
class Index:
    """All that can be found in a record, made ready to be searched again and again."""

    items: tuple[Findable, ...]
    folded: Folded


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a search has found.

    Args:
        hits: in the order of the index; worked out as they are asked for.
        read_as: how the words were read, where no text has them as they were typed.
    """

    hits: Iterator[Hit]
    read_as: str = ""


def search_index(study: Study, annotations: Annotations) -> Index:
    """Make a record ready to be searched."""
    items = tuple(item for item in findable(study, annotations) if item.text)
    return Index(items=items, folded=Folded(texts=tuple(fold(item.searched) for item in items)))


def search(index: Index, query: str) -> Found:
    """Find the texts that hold every word of a query.

    Case, accents and hyphens do not count, a number may stand apart from its letters (`ki 67`), and
    words may be written in part. A query in quotation marks is looked for as it stands. Where
    nothing has all words, the small words of a question do not count: `hospital in Spain`. Slips
    of the keyboard are forgiven in words that stand nowhere, and never in numbers.

    Args:
        index: of the record.
        query: what a person types.
    """
    for asked in (query, *less_said(query)):
        for reading in readings(asked):
            found = list(index.folded.found(reading))
            if found:
                return Found(hits=_hits(index, found), read_as="" if asked == query else asked)
    for asked in (query, *less_said(query)):
        mended = index.folded.near(asked)
        found = list(index.folded.found(mended[0])) if mended else []
        if mended and found:
            return Found(hits=_hits(index, found), read_as=mended[1])
    return Found(hits=iter(()))


def _hits(index: Index, found: Iterable[tuple[int, int, int]]) -> Iterator[Hit]:
    for place, start, end in found:
        item = index.items[place]
        yield _hit(item, *unfolded(item.searched, start, end))


def _hit(item: Findable, start: int, end: int) -> Hit:
    text = item.text
    first, last = max(0, start - _CONTEXT), min(len(text), end + _CONTEXT)
    return Hit(
        place=item.place,
        before=("…" if first else "") + text[first:start],
        found=text[start:end],
        after=text[end:last] + ("…" if last < len(text) else ""),
        text=text,
        sentence=_sentence(text, start),
        shown=item.shown,
    )


def _sentence(text: str, position: int) -> str:
    """Cut out the sentence that stands at a position."""
    first, last = 0, len(text)
    for end in _SENTENCE_END.finditer(text):
        if end.end() <= position:
            first = end.end()
        elif end.start() >= position:
            last = end.start()
            break
    return text[first:last]
