"""Compare two versions of one record: what was added, removed and changed, by section."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final, Literal

from data.besides import ADDED
from data.dates import PartialDate
from data.details import last_update
from data.record_texts import RecordText, record_texts
from data.study import Study
from data.vocabulary import NOT_STATED

ChangeKind = Literal["added", "removed", "changed"]
ComparedValue = PartialDate | float | None

# From this likeness on, two texts are one that was edited; 1 is equal, 0 has nothing in common.
_ALIKE: Final = 0.6
# Beyond these, comparing word by word would take too long. Runs of more pairs of items that
# differ are aligned by equality alone; texts of more characters together are shown old and new.
_MOST_COMPARED: Final = 40_000
_LONGEST_COMPARED: Final = 60_000
# A date and a number are one word each, so that neither is half changed.
_WORD = re.compile(
    r"\s+|[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?(?![\w-])|[0-9]+(?:[.,][0-9]+)*(?!\w)|[^\s\w]|\w+"
)


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A run of words in a changed text: kept, or only in the old or the new version."""

    text: str
    kind: Literal["kept", "added", "removed"]


@dataclass(frozen=True, kw_only=True)
class Change:
    """One difference between two versions.

    Args:
        section: the part of the record: `Eligibility`.
        place: what it is within the section: `inclusion criterion`.
        kind: what happened to it.
        pieces: the text, word by word; one piece when it was added or removed as a whole.
        by: how much later a date is, or how much larger a number; empty for other texts.
    """

    section: str
    place: str
    kind: ChangeKind
    pieces: tuple[Piece, ...]
    by: str = ""

    @property
    def before(self) -> str:
        """The whole text in the old version; empty when it was added."""
        return "".join(piece.text for piece in self.pieces if piece.kind != "added")

    @property
    def after(self) -> str:
        """The whole text in the new version; empty when it was removed."""
        return "".join(piece.text for piece in self.pieces if piece.kind != "removed")


def compare_studies(old: Study, new: Study) -> tuple[Change, ...]:
    """List the differences between two versions of a record, in the record's order.

    Items of a list are aligned by order and by likeness, so that one inserted criterion does not
    mark all that follow; a changed one is compared word by word.
    """
    before, after = _by_place(record_texts(old)), _by_place(record_texts(new))
    places = list(dict.fromkeys([*before, *after]))
    sections = list(dict.fromkeys(section for section, _ in places))
    return tuple(
        change
        for section, place in sorted(places, key=lambda key: sections.index(key[0]))
        for change in _compare(
            section, place, before.get((section, place), []), after.get((section, place), [])
        )
    )


def in_order(versions: Iterable[Study]) -> list[Study]:
    """Put versions of a record in the order of their updates; one that says none stands first."""
    return sorted(versions, key=lambda study: last_update(study) or date.min)


def amendments(versions: Sequence[Study]) -> list[dict[str, str]]:
    """List what was amended from version to version, each with the update it came with.

    Args:
        versions: of one record, in any order.

    Returns:
        Rows for a table; dates are written as in the record, `2026-01-21`.
    """
    return [
        {
            "Section": change.section,
            "What": change.place,
            "Change": change.kind,
            "Before": change.before,
            "After": change.after,
            "By": change.by,
            "Since the update of": _day(new),
            "Not yet in that of": _day(old),
        }
        for old, new in pairwise(in_order(versions))
        for change in compare_studies(old, new)
    ]


def _day(study: Study) -> str:
    updated = last_update(study)
    return updated.isoformat() if updated else NOT_STATED


def _by_place(texts: Iterable[RecordText]) -> dict[tuple[str, str], list[RecordText]]:
    grouped: dict[tuple[str, str], list[RecordText]] = {}
    for item in texts:
        if item.place.startswith(ADDED):
            continue  # no version of the record: it changes with the registry's vocabularies
        grouped.setdefault((item.section, item.place), []).append(item)
    return grouped


def _compare(
    section: str, place: str, old: list[RecordText], new: list[RecordText]
) -> Iterator[Change]:
    values = {item.text: item.value for item in (*old, *new)}
    for before, after in aligned([item.text for item in old], [item.text for item in new]):
        if before is None or after is None:
            kind: Literal["added", "removed"] = "added" if before is None else "removed"
            whole = Piece(text=before or after or "", kind=kind)
            yield Change(section=section, place=place, kind=kind, pieces=(whole,))
        else:
            one, other = values[before], values[after]
            yield Change(
                section=section,
                place=place,
                kind="changed",
                pieces=words_changed(before, after)
                if one is None or other is None
                else _replaced(before, after),
                by=_by(one, other),
            )


def _by(old: ComparedValue, new: ComparedValue) -> str:
    """Say how much later a date is, as exactly as both are stated, or how much larger a number."""
    if isinstance(old, PartialDate) and isinstance(new, PartialDate):
        if old.day and new.day:
            return _more((new.first_day - old.first_day).days, "day", "later", "earlier")
        if old.month and new.month:
            months = 12 * (new.year - old.year) + new.month - old.month
            return _more(months, "month", "later", "earlier")
        return _more(new.year - old.year, "year", "later", "earlier")
    if isinstance(old, int | float) and isinstance(new, int | float):
        return _more(new - old, "", "more", "fewer")
    return ""


def _more(by: float, unit: str, up: str, down: str) -> str:
    if not by:
        return ""
    number = f"{abs(by):,g}" if isinstance(by, float) else f"{abs(by):,}"
    units = unit if not unit or abs(by) == 1 else f"{unit}s"
    return " ".join(filter(None, (number, units, up if by > 0 else down)))


def aligned(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str | None, str | None]]:
    """Pair the items that differ: edited ones with each other, the rest with nothing."""
    if len(old) == len(new) == 1:
        if old != new:
            yield old[0], new[0]
        return
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag != "equal":
            yield from _pairs(old[start:end], new[new_start:new_end])


def _pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str | None, str | None]]:
    """Pair each old item with the most alike of the new ones that are left, in order."""
    left = list(new)
    compared = len(old) * len(new) <= _MOST_COMPARED
    for before in old:
        position = _most_alike(before, left) if compared else None
        if position is None:
            yield before, None
            continue
        yield from ((None, skipped) for skipped in left[:position])
        yield before, left[position]
        del left[: position + 1]
    yield from ((None, after) for after in left)


def _most_alike(text: str, others: Sequence[str]) -> int | None:
    best, position = _ALIKE, None
    for candidate, other in enumerate(others):
        likeness = _likeness(text, other, best)
        if likeness > best:
            best, position = likeness, candidate
    return position


def _likeness(one: str, other: str, at_least: float) -> float:
    """How alike two texts are, from 0 to 1, word by word; 0 when it is less than asked for."""
    if len(one) + len(other) > _LONGEST_COMPARED:
        return 0.0
    matcher = SequenceMatcher(a=_words(one), b=_words(other), autojunk=False)
    if matcher.real_quick_ratio() <= at_least or matcher.quick_ratio() <= at_least:
        return 0.0
    return matcher.ratio()


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _replaced(old: str, new: str) -> tuple[Piece, ...]:
    return Piece(text=old, kind="removed"), Piece(text=new, kind="added")


def words_changed(old: str, new: str) -> tuple[Piece, ...]:
    """Compare two texts word by word."""
    if len(old) + len(new) > _LONGEST_COMPARED:
        return _replaced(old, new)
    before, after = _words(old), _words(new)
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    pieces: list[Piece] = []
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece(text="".join(before[start:end]), kind="kept"))
            continue
        if end > start:
            pieces.append(Piece(text="".join(before[start:end]), kind="removed"))
        if new_end > new_start:
            pieces.append(Piece(text="".join(after[new_start:new_end]), kind="added"))
    return tuple(pieces)
