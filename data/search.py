"""Find words in a record."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from data.record_texts import record_texts
from data.study import Study

# Characters of context on each side of what was found.
_CONTEXT: Final = 160
# Which page shows a part of the record; the overview shows all others.
_PAGES: Final = {"eligibility": "eligibility", "arms interventions": "design"}
_SITES: Final = "locations"


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A place of a record in which all the words occur.

    Args:
        page: the page that shows it: the name of its script.
        place: where in the record it stands, in words.
        before, found, after: the text around the first word that was found.
    """

    page: str
    place: str
    before: str
    found: str
    after: str


def search_record(study: Study, query: str) -> Iterator[Hit]:
    """Yield the texts of a record that hold every word of the query.

    Case and accents do not count, and words may be written in part. A query in quotation marks is
    looked for as it stands.

    Args:
        study: the record.
        query: what a person types.
    """
    wanted = _wanted(query)
    if not wanted:
        return
    for item in record_texts(study):
        folded = _folded(item.text)
        positions = [folded.find(word) for word in wanted]
        if min(positions) >= 0:
            page = "sites" if item.place == _SITES else _PAGES.get(item.section, "overview")
            place = " · ".join(dict.fromkeys((item.section, item.place)))
            yield _hit(page, place, item.text, positions[0], len(wanted[0]))


def _wanted(query: str) -> list[str]:
    quoted = re.fullmatch(r'\s*["“](.+)["”]\s*', query)
    return [_folded(quoted[1])] if quoted else _folded(query).split()


def _folded(text: str) -> str:
    """Take case and accents off, letter by letter, so that positions stay what they are."""
    return "".join(_plain_letter(letter) for letter in text)


def _plain_letter(letter: str) -> str:
    base = unicodedata.normalize("NFD", letter)[0].lower()
    return base if len(base) == 1 else letter


def _hit(page: str, place: str, text: str, start: int, length: int) -> Hit:
    end = start + length
    first, last = max(0, start - _CONTEXT), min(len(text), end + _CONTEXT)
    return Hit(
        page=page,
        place=place,
        before=("…" if first else "") + text[first:start],
        found=text[start:end],
        after=text[end:last] + ("…" if last < len(text) else ""),
    )
