"""What a check is given, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from data.annotations import Annotations
from data.study import Study

MISSING: Final = "not stated"


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A record to be checked.

    Args:
        study: the record.
        annotations: what has been read out of it, and what has been published about it.
        as_of: the day it is looked at.
    """

    study: Study
    annotations: Annotations
    as_of: date


@dataclass(frozen=True, kw_only=True)
class FindingSide:
    """One side of a contradiction.

    Args:
        place: where it stands.
        said: what is said there.
        sources: the publications that say it, where it is not the record: the short name of each,
            and its address where it is known.
    """

    place: str
    said: str
    sources: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A contradiction within a record, or a gap in it.

    Args:
        title: what does not fit, in a few words.
        sides: what the record says, each with its place; a gap has one.
        why: why a reader should care.
    """

    title: str
    sides: tuple[FindingSide, ...]
    why: str

    @property
    def in_brief(self) -> str:
        """Its title, and what is missing where something is."""
        missing = [side.place for side in self.sides if side.said == MISSING]
        return f"{self.title}: {', '.join(missing)}" if missing else self.title


Check = Callable[[Subject], Iterator[Finding]]
