"""Write text with signs that the shipped fonts have, so that a PDF holds none that it cannot draw.

A machine's own fonts are never asked: the same record gives the same bytes everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Final

from components.fonts import signs
from data.words import tally

MISSING: Final = "□"
"""Stands for a sign that the fonts do not have."""
_MOST_NAMED: Final = 3
# What says the same where the fonts lack a sign.
_EQUALS: Final = {
    "∼": "~",
    "⁓": "~",
    "≃": "≈",
    "≊": "≈",
    "≐": "≈",
    "∓": "-/+",
    "≲": "<~",
    "≳": ">~",
    "≰": "not ≤",
    "≱": "not ≥",
    "∅": "Ø",
    "⌀": "Ø",
    "⊘": "Ø",
    "⊕": "(+)",
    "⊖": "(-)",
    "⊗": "(x)",
    "∗": "*",
    "⋅": "·",
    "⟶": "→",
    "⟵": "←",
    "⟹": "=>",
}
# Where a long word may break: after a sign that ends a part of it.
_ENDS: Final = "/_.,;:?&=@-"
_BREAK: Final = "\u200b"


def drawable(text: str) -> str:
    """Write a text with signs that the fonts have: simpler ones where there are, else `□`.

    Signs that are not seen go, such as those that turn the direction of writing; line breaks stay.
    """
    known, composed = signs(), unicodedata.normalize("NFC", text)
    if _plain(known).issuperset(composed):
        return composed
    return "".join(_drawable(sign, known) for sign in composed)


def what_is_missing(texts: Iterable[str]) -> str:
    """Say in one sentence how many signs of some texts cannot be drawn, and which; else nothing."""
    known = signs()
    counts: Counter[str] = Counter()
    for text in texts:
        composed = unicodedata.normalize("NFC", text)
        if not _plain(known).issuperset(composed):
            counts.update(sign for sign in composed if _drawable(sign, known) == MISSING != sign)
    if not counts:
        return ""
    named = [f"U+{ord(sign):04X}" for sign in list(counts)[:_MOST_NAMED]]
    rest = f" and {len(counts) - len(named)} more" if len(counts) > len(named) else ""
    said = f"{tally(counts.total(), 'sign')} of the record cannot be drawn in this file"
    return f"{said}; {MISSING} stands for each ({', '.join(named)}{rest})."


def breakable(text: str, most: int = 28) -> str:
    """Let words too long for a line break; the signs for that are not seen.

    Args:
        text: any text.
        most: how many signs of a word may stand in a row.
    """
    if max(map(len, text.split()), default=0) <= most:
        return text
    return re.sub(rf"[^\s{_BREAK}]{{{most + 1},}}", lambda word: _broken(word[0], most), text)


def _broken(word: str, most: int) -> str:
    """Break after a part of a word, at the latest after so many signs."""
    parts = re.findall(rf"[^{_ENDS}]{{0,{most}}}[{_ENDS}]*", word)
    return _BREAK.join(filter(None, parts))


def _drawable(sign: str, known: frozenset[str]) -> str:
    if sign == "\r" or _is_unseen(sign):
        return ""
    if sign in known or sign == "\n":
        return sign
    if sign in "\u2028\u2029\x0b\x0c\x85":
        return "\n"
    simpler = _EQUALS.get(sign) or unicodedata.normalize("NFKC", " " if sign == "\t" else sign)
    if all(part in known for part in simpler):
        return simpler
    bare = "".join(part for part in unicodedata.normalize("NFD", sign) if part in known)
    return bare if bare and unicodedata.category(sign).startswith("L") else MISSING


@cache
def _plain(known: frozenset[str]) -> frozenset[str]:
    """The signs that stay as they are."""
    seen = (sign for sign in known if sign != "\r" and not _is_unseen(sign))
    return frozenset((*seen, "\n"))


def _is_unseen(sign: str) -> bool:
    """Whether a sign only says how others are drawn: a direction, a variant of a sign."""
    return (
        unicodedata.category(sign) == "Cf"
        or "\ufe00" <= sign <= "\ufe0f"
        or "\U000e0100" <= sign <= "\U000e01ef"
    )
