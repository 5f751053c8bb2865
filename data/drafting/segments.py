"""A criterion's text, parted into lists, points and sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from data.drafting.tokens import Token

_QUANTITIES: Final = {
    "any": 1,
    "either": 1,
    "one": 1,
    "1": 1,
    "two": 2,
    "2": 2,
    "three": 3,
    "3": 3,
    "all": None,
    "both": None,
    "each": None,
    "every": None,
}
_LIST_WORDS: Final = frozenset(
    {
        *("at", "least", "of", "the", "following", "criteria", "conditions", "or", "more", "below"),
        *("patient", "patients", "subjects", "participants", "meet", "meets", "fulfil", "fulfill"),
        *("satisfy", "have", "has", "must", "with", "these", "defined", "as", "by", "(", "s", ")"),
    }
)
_ABBREVIATIONS: Final = frozenset(
    {"e", "g", "i", "eg", "ie", "vs", "approx", "incl", "dr", "no", "hg", "min", "max", "resp", "a"}
)
_SHORT_UNITS: Final = frozenset(
    {"yrs", "yr", "mos", "mo", "wks", "wk", "hrs", "hr", "secs", "sec", "mins", "min", "cm", "kg"}
)
_COUNTING: Final = (
    ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"),
    tuple("abcdefghij"),
    tuple("123456789"),
)
_GOES_ON: Final = frozenset({"and", "or", "to", "but", "<", ">", "=", ",", "-"})


@dataclass(frozen=True, kw_only=True)
class PointList:
    """Points below a line that says how many of them are meant.

    Args:
        least: how many must hold; None for all of them.
        points: the tokens of each.
    """

    least: int | None
    points: tuple[tuple[Token, ...], ...]


def lines(tokens: Sequence[Token]) -> list[tuple[Token, ...]]:
    """The lines of a criterion, each without its bullet or number."""
    found: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind == "break":
            found.append([])
        else:
            found[-1].append(token)
    found = [point for line in found for point in _points(line)]
    return _alternatives([line for raw in found if (line := _ended(_without_bullet(raw)))])


def _points(line: Sequence[Token]) -> list[list[Token]]:
    """Part a line that numbers its own points: `(i) aged 18 to 65 (ii) fluent in Norwegian`."""
    for counting in _COUNTING:
        if [token.text for token in line[:3]] != ["(", counting[0], ")"]:
            continue
        found: list[list[Token]] = [[]]
        for place, token in enumerate(line):
            following = [one.text for one in line[place : place + 3]]
            if following == ["(", (*counting, "")[len(found) - 1], ")"]:
                if place and line[place - 1].text == "or":
                    return [list(line)]  # `(1) A, (2) B or (3) C`: one of all, or of two?
                found.append([])
            found[-1].append(token)
        return found[1:]
    return [list(line)]


def _ended(line: tuple[Token, ...]) -> tuple[Token, ...]:
    """A line without the comma or semicolon that it ends with."""
    while line and line[-1].text in (";", ","):
        line = line[:-1]
    return line


def _alternatives(parts: Sequence[tuple[Token, ...]]) -> list[tuple[Token, ...]]:
    """Make one line of those with an `or` between them."""
    joined: list[tuple[Token, ...]] = []
    for part in parts:
        before = joined[-1] if joined else ()
        if before and "or" in (before[-1].text, part[0].text):
            joined[-1] = (*before, *part)
        else:
            joined.append(part)
    return joined


def _without_bullet(line: Sequence[Token]) -> tuple[Token, ...]:
    place = 0
    for _ in range(2):
        rest = line[place:]
        if len(rest) > 1 and rest[0].text in ("-", "*", "·", "o") and rest[1].spaced:
            place += 1
        elif (
            len(rest) > 2
            and (rest[0].kind == "number" or len(rest[0].text) == 1)
            and rest[1].text in (".", ")")
            and not rest[1].spaced
            and (rest[2].spaced or rest[2].kind == "word")
            and rest[0].text.isalnum()
        ):
            place += 2
        elif (
            len(rest) > 3 and rest[0].text == "(" and len(rest[1].text) < 4 and rest[2].text == ")"
        ):
            place += 3
        else:
            break
    return tuple(line[place:])


def listed(parts: Sequence[tuple[Token, ...]]) -> PointList | None:
    """A list that its first line announces: `at least two of the following:`; else None."""
    if len(parts) < 3 or not parts[0] or parts[0][-1].text != ":":
        return None
    head = [token.text for token in parts[0][:-1]]
    words = [word for word in head if word in _QUANTITIES]
    if len(words) != 1 or any(word not in _LIST_WORDS and word not in _QUANTITIES for word in head):
        return None
    return PointList(least=_QUANTITIES[words[0]], points=tuple(parts[1:]))


def sentences(line: Sequence[Token], *, at_semicolons: bool) -> Iterator[tuple[Token, ...]]:
    """Part a line into sentences.

    Args:
        line: its tokens.
        at_semicolons: whether a semicolon ends a sentence too, unless an `or` stands beside it.
    """
    start = 0
    for place, token in enumerate(line):
        before = line[place - 1].text if place else ""
        after = line[place + 1] if place + 1 < len(line) else None
        ends = token.text == "." and (after is None or after.spaced)
        ends = ends and before not in _ABBREVIATIONS
        if at_semicolons and token.text == ";":
            ends = before != "or" and (after is None or after.text != "or")
        if token.text == "." and before in _SHORT_UNITS and after and after.text in _GOES_ON:
            continue  # `5 sec. and < 10 sec.`
        if ends:
            if place > start:
                yield _unpointed(line[start:place])
            start = place + 1
    if start < len(line):
        yield _unpointed(line[start:])


def _unpointed(line: Sequence[Token]) -> tuple[Token, ...]:
    """A sentence without the points of its short units."""
    return tuple(
        token
        for place, token in enumerate(line)
        if token.text != "." or not place or line[place - 1].text not in _SHORT_UNITS
    )
