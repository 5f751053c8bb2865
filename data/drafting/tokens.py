"""Words, numbers and signs of a normalised text, with their places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, Literal

TokenKind = Literal["word", "number", "power", "sign", "break"]

# Each alternative begins with another sign, and none contains another: linear in the text.
_TOKEN: Final = re.compile(
    r"(?P<break>\n)|(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?P<times>(?:x|age|aged|ages|than|within|least|to|of|and|between|above|below|over|under)(?=\d)|x(?=uln|lln|unl))|(?P<word>[^\W\d_][^\W_]*(?:'[^\W\d_]+)?)|(?P<sign>\S)"
)
_TIMES: Final = frozenset({"x", "*", "·"})
_POWERS: Final = frozenset({"3", "5", "6", "9", "12"})
_TEN_TO_THE: Final = {f"10{power}": power for power in _POWERS}
_E_POWER: Final = re.compile(r"e(\d{1,2})")
_COUNTED: Final = frozenset({"/", "per", "cells", "copies"})
_LONGEST_NUMBER: Final = 24
_NUMBERS: Final = {
    word: number
    for number, word in enumerate(
        (
            *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
            *("ten", "eleven", "twelve"),
        )
    )
} | {"eighteen": 18, "twenty": 20, "thirty": 30, "sixty": 60}
NUMBER_WORDS: Final = frozenset(_NUMBERS)


@dataclass(frozen=True, kw_only=True)
class Token:
    """One word, number or sign.

    Args:
        kind: `power` is a power of ten as a unit has it, its text `e9`.
        text: as normalised.
        start, end: its place in the normalised text.
        spaced: whether a space or the text's beginning stands before it.
    """

    kind: TokenKind
    text: str
    start: int
    end: int
    spaced: bool


def tokenise(text: str) -> tuple[Token, ...]:
    """Take a normalised text apart."""
    tokens: list[Token] = []
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or "sign"
        spaced = not tokens or tokens[-1].end < found.start()
        known: TokenKind = "word" if kind == "times" else kind  # type: ignore[assignment]
        tokens.append(
            Token(kind=known, text=found[0], start=found.start(), end=found.end(), spaced=spaced)
        )
    return tuple(_with_powers(_plural(_thousands(tokens))))


def _thousands(tokens: Sequence[Token]) -> list[Token]:
    """Make one number of `75 000/mm3`."""
    made: list[Token] = []
    for place, token in enumerate(tokens):
        before = made[-1] if made else None
        counted = place + 1 < len(tokens) and tokens[place + 1].text in _COUNTED
        thousand = token.kind == "number" and len(token.text) == 3 and token.text.isdigit()
        thousand = thousand and token.text not in _TEN_TO_THE  # 100 109/L
        first = before is not None and before.kind == "number" and before.text.isdigit()
        if before is not None and first and thousand and counted and len(before.text) < 4:
            apart = token.start - before.end == 1 and before.text[0] != "0"
            if apart:
                made[-1] = replace(before, text=before.text + token.text, end=token.end)
                continue
        made.append(token)
    return made


def _plural(tokens: Sequence[Token]) -> list[Token]:
    """Make one word of `level(s)`."""
    made: list[Token] = []
    place = 0
    while place < len(tokens):
        texts = [token.text for token in tokens[place + 1 : place + 4]]
        closed = texts[:1] == ["("] and texts[1:2] in (["s"], ["es"]) and texts[2:] == [")"]
        if closed and tokens[place].kind == "word" and not tokens[place + 1].spaced:
            made.append(replace(tokens[place], end=tokens[place + 3].end))
            place += 4
        else:
            made.append(tokens[place])
            place += 1
    return made


def _with_powers(tokens: Sequence[Token]) -> list[Token]:
    """Make one token of `x 10^9`, `10E9`, `10(9)`, `x109/L`: a power of ten."""
    merged: list[Token] = []
    position = 0
    while position < len(tokens):
        found = _power(tokens, position)
        if found is None:
            merged.append(tokens[position])
            position += 1
            continue
        power, end = found
        first = tokens[position]
        merged.append(replace(first, kind="power", text=f"e{power}", end=tokens[end - 1].end))
        position = end
    return merged


def _power(tokens: Sequence[Token], position: int) -> tuple[str, int] | None:
    """A power of ten at a place: its exponent and where it ends."""
    texts = [token.text for token in tokens[position : position + 6]]
    times = 1 if texts[0] in _TIMES else 0
    texts = [*texts[times:], "", "", "", ""]
    start = position + times
    before = tokens[position - 1] if position else None
    multiplies = times == 1 or (before is not None and before.kind == "number")
    if texts[0] == "10":
        if texts[1] in ("^", "*") and texts[2].isdigit() and len(texts[2]) < 3:
            return texts[2], start + 3
        if texts[1] == "(" and texts[2] in _POWERS and texts[3] == ")":
            return texts[2], start + 4
        if (match := _E_POWER.fullmatch(texts[1])) and not tokens[start + 1].spaced:
            return match[1], start + 2
        if multiplies and texts[1] in _POWERS and texts[2] == "/":
            return texts[1], start + 2
        if texts[1] == "e" and texts[2] in _POWERS:
            return texts[2], start + 3
    if multiplies and texts[0] in _TEN_TO_THE and (texts[1] == "/" or texts[1].isalpha()):
        return _TEN_TO_THE[texts[0]], start + 1
    return None


def numbers(token: Token) -> tuple[Decimal, ...]:
    """What a token can mean as a number: more than one where people read it in two ways."""
    if token.kind == "word":
        number = _NUMBERS.get(token.text)
        return () if number is None else (Decimal(number),)
    if token.kind != "number" or len(token.text) > _LONGEST_NUMBER:
        return ()
    parts = re.split("[.,]", token.text)
    signs = {sign for sign in token.text if not sign.isdigit()}
    if not signs:
        return (Decimal(token.text),)
    thousands = len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:])
    thousands = thousands and len(signs) == 1 and parts[0] not in ("", "0")
    found = [Decimal("".join(parts))] if thousands else []
    # Nobody writes a decimal comma and three noughts behind it.
    if len(parts) == 2 and not (thousands and token.text.endswith(",000")):
        found.append(Decimal(".".join(parts)))
    elif len(signs) == 2 and len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:-1]):
        last = next(sign for sign in reversed(token.text) if not sign.isdigit())
        if token.text.count(last) == 1:  # 1,234.5
            found.append(Decimal(f"{''.join(parts[:-1])}.{parts[-1]}"))
    return tuple(found)
