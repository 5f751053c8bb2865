"""A sentence's tokens, and the kinds of elements it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from data.criteria.kind import CriterionKind
from data.drafting.lexicon import Lexicon, LexiconEntry
from data.drafting.limits import Bounds, Limits
from data.drafting.nodes import Node, Span
from data.drafting.normalise import Normalised
from data.drafting.tokens import Token

ElementKind = Literal[
    "atom",
    "condition",
    "sex",
    "time",
    "and",
    "or",
    "comma",
    "semicolon",
    "open",
    "close",
    "not",
    "wanting",
    "ever",
    "having",
    "choosing",
    "filler",
    "rest",
    "stop",
]

JOINS: Final[frozenset[ElementKind]] = frozenset({"and", "or", "comma", "semicolon"})
PEOPLE: Final = frozenset(
    {
        *("patients", "subjects", "participants", "those", "case", "cases", "children", "adults"),
        "people",
    }
)


@dataclass(frozen=True, kw_only=True)
class SentencePart:
    """A part of a sentence.

    Args:
        start, end: the tokens it takes.
        node: what it means, of an atom, a condition, a sex.
        entry: of a condition: what it is about.
        bounds: of a time: how long ago at most.
        stop: of a word left over: what may turn the sentence round (`unless`, `if`).
    """

    kind: ElementKind
    start: int
    end: int
    node: Node | None = None
    entry: LexiconEntry | None = None
    bounds: Bounds | None = None


class Sentence:
    """The tokens of one sentence, and what stands at a place.

    Args:
        tokens: of the sentence.
        normalised: the text they stand in, for the places in the original.
        lexicon: the words.
        kind: the heading it stands under.
    """

    def __init__(
        self, tokens: Sequence[Token], normalised: Normalised, lexicon: Lexicon, kind: CriterionKind
    ) -> None:
        self.tokens = tokens
        self.kind = kind
        self.normalised = normalised
        self.lexicon = lexicon
        self.limits = Limits(tokens, lexicon)
        self._words = lexicon.words

    @cached_property
    def scored(self) -> bool:
        """Whether it speaks of any score."""
        return any(self.has("scored", place) for place in range(len(self.tokens)))

    @cached_property
    def scales(self) -> tuple[int, ...]:
        """Where the names of ordered scales begin."""
        places = range(len(self.tokens))
        return tuple(one for one in places if self.lexicon.choices.has(self.tokens, one))

    @property
    def excludes(self) -> bool:
        """Whether what it says excludes; else it must hold."""
        return self.kind == CriterionKind.EXCLUSION

    def span(self, start: int, end: int) -> Span:
        """Where tokens stand in the original."""
        first, last = self.tokens[start], self.tokens[max(start, end - 1)]
        begin, close = self.normalised.original(first.start, last.end)
        return Span(start=begin, end=close)

    def text(self, place: int) -> str:
        """The token at a place; empty outside."""
        return self.tokens[place].text if 0 <= place < len(self.tokens) else ""

    def has(self, name: str, place: int) -> bool:
        """Whether a phrase of a list begins at a place."""
        return self._words[name].at(self.tokens, place) is not None

    def ends(self, name: str, place: int) -> int | None:
        """Where a phrase of a list that begins at a place ends."""
        found = self._words[name].at(self.tokens, place)
        return found[1] if found else None
