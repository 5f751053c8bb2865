"""Find words in a record."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from data.record_paths import bare
from data.record_texts import CRITERIA, RecordText, record_texts
from data.study import Study
from data.views.overview import Part, told_on_overview
from data.vocabulary import bare_name

# Characters of context on each side of what was found.
_CONTEXT: Final = 160
# Where a sentence ends: before white space and what can begin another, or with its line.
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9“\"(\[*•])|\s*\n\s*")


_STEP: Final = re.compile(r"[.\[]|$")


@dataclass(frozen=True, kw_only=True)
class Shown:
    """Where a page shows a text.

    Args:
        page: the name of the page's script.
        text: what stands there.
        after: what stands above it, each on its own and in this order: a heading, the name of an
            arm group, the label of a detail.
        site: the number of the site to open there, from 1.
    """

    page: str
    text: str
    after: tuple[str, ...] = ()
    site: int | None = None


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A place of a record in which all the words occur.

    Args:
        place: where in the record it stands, in words.
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
    for item, shown in shown_texts(study):
        folded = _folded(item.text)
        positions = [folded.find(word) for word in wanted]
        if min(positions) >= 0:
            place = " · ".join(dict.fromkeys(filter(None, (item.section, item.place))))
            yield _hit(place, item.text, positions[0], len(wanted[0]), shown)


def shown_texts(study: Study) -> Iterator[tuple[RecordText, Shown | None]]:
    """Yield each text of a record, and where a page shows it; None where none does as it stands."""
    on_overview = told_on_overview(study)
    for item in record_texts(study):
        yield item, _shown(item, on_overview)


def _shown(item: RecordText, on_overview: dict[str, tuple[str, ...]]) -> Shown | None:
    field = bare(item.path).rpartition(".")[2]
    if item.path == CRITERIA:
        return Shown(page="eligibility", text=item.text)
    if field == "locations":
        return Shown(page="sites", text=item.key, site=int(item.item))
    if not item.path:
        return Shown(page="overview", text=item.text, after=(Part.EVERYTHING_ELSE, item.place))
    if field == "arm_group_labels":
        return Shown(page="overview", text=item.text, after=("Arm groups",))
    text = bare_name(item.text) if field == "intervention_names" else item.key or item.text
    holders = (item.path[: step.start()] for step in _STEP.finditer(item.path))
    above = [on_overview[path] for path in holders if path in on_overview]
    return Shown(page="overview", text=text, after=above[-1]) if above else None


def _wanted(query: str) -> list[str]:
    quoted = re.fullmatch(r'\s*["“](.+)["”]\s*', query)
    return [_folded(quoted[1])] if quoted else _folded(query).split()


def _folded(text: str) -> str:
    """Take case and accents off, letter by letter, so that positions stay what they are."""
    return "".join(_plain_letter(letter) for letter in text)


def _plain_letter(letter: str) -> str:
    base = unicodedata.normalize("NFD", letter)[0].lower()
    return base if len(base) == 1 else letter


def _hit(place: str, text: str, start: int, length: int, shown: Shown | None) -> Hit:
    end = start + length
    first, last = max(0, start - _CONTEXT), min(len(text), end + _CONTEXT)
    return Hit(
        place=place,
        before=("…" if first else "") + text[first:start],
        found=text[start:end],
        after=text[end:last] + ("…" if last < len(text) else ""),
        text=text,
        sentence=_sentence(text, start),
        shown=shown,
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
