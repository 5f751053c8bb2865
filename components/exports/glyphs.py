"""Which signs the shipped fonts have, so that a PDF holds no sign that it cannot draw.

A machine's own fonts are never asked: the same record gives the same bytes everywhere.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

FONTS: Final = Path(__file__).parents[1] / "fonts"
FAMILY: Final = "Trial Explorer Sans"
MISSING: Final = "□"
"""Stands for a sign that the fonts do not have."""
_CUTS: Final = ("Regular", "Bold")
# What CJK sponsors write between Latin words, where Unicode itself names no simpler sign.
_SIMPLER: Final = str.maketrans({"、": ", ", "。": ". ", "「": "“", "」": "”", "\t": " "})
# Where a long word may break: after a sign that ends a part of it.
_ENDS: Final = "/_.,;:?&=@-"
_BREAK: Final = "\u200b"


def font_folders() -> tuple[Path, ...]:
    """The folders of the fonts that a PDF is set with."""
    return (FONTS,)


def drawable(text: str) -> str:
    """Write a text with signs that the fonts have: simpler ones where there are, else `□`.

    Signs that are not seen go, such as those that turn the direction of writing; line breaks stay.
    """
    known, composed = _signs(), unicodedata.normalize("NFC", text)
    if _plain(known).issuperset(composed):
        return composed
    return "".join(_drawable(sign, known) for sign in composed)


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
    if sign == "\r" or unicodedata.category(sign) == "Cf":
        return ""
    if sign in known or sign == "\n":
        return sign
    if sign in "\u2028\u2029\x0b\x0c\x85":
        return "\n"
    simpler = unicodedata.normalize("NFKC", sign.translate(_SIMPLER))
    if all(part in known for part in simpler):
        return simpler
    bare = "".join(part for part in unicodedata.normalize("NFD", sign) if part in known)
    return bare if bare and unicodedata.category(sign).startswith("L") else MISSING


@cache
def _plain(known: frozenset[str]) -> frozenset[str]:
    """The signs that stay as they are."""
    seen = (sign for sign in known if sign != "\r" and unicodedata.category(sign) != "Cf")
    return frozenset((*seen, "\n"))


@cache
def _signs() -> frozenset[str]:
    """The signs that every cut of the font has."""
    cuts = [frozenset(_in_font(FONTS / f"TrialExplorerSans-{cut}.ttf")) for cut in _CUTS]
    return frozenset.intersection(*cuts)


def _in_font(path: Path) -> Iterator[str]:
    """Read the signs of a TrueType font from its table `cmap`, format 4 (OpenType 1.9, "cmap")."""
    font = path.read_bytes()
    tables = struct.unpack_from(">H", font, 4)[0]
    entries = (struct.unpack_from(">4sLLL", font, 12 + 16 * place) for place in range(tables))
    start = next(offset for tag, _, offset, _ in entries if tag == b"cmap")
    count = struct.unpack_from(">H", font, start + 2)[0]
    for place in range(count):
        offset = start + struct.unpack_from(">HHL", font, start + 4 + 8 * place)[2]
        if struct.unpack_from(">H", font, offset)[0] == 4:
            yield from _in_format_4(font, offset)


def _in_format_4(font: bytes, offset: int) -> Iterator[str]:
    twice = struct.unpack_from(">H", font, offset + 6)[0]
    count = twice // 2

    def column(place: int) -> tuple[int, ...]:
        return struct.unpack_from(f">{count}H", font, offset + place)

    ends, starts = column(14), column(16 + twice)
    deltas, ranges = column(16 + 2 * twice), column(16 + 3 * twice)
    for place in range(count):
        for sign in range(starts[place], min(ends[place], 0xFFFE) + 1):
            glyph = sign
            if ranges[place]:
                at = offset + 16 + 3 * twice + 2 * place
                at += ranges[place] + 2 * (sign - starts[place])
                glyph = struct.unpack_from(">H", font, at)[0]
                if glyph == 0:
                    continue
            if (glyph + deltas[place]) & 0xFFFF:
                yield chr(sign)
