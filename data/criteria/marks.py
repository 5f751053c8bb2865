"""The marks of lists: bullets, numbers and letters, and which of them follow one another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

SIGNS: Final = "*•·▪◦●■□▫◆❖►▶➢➤‣○✓✔–-"
BULLET = re.compile(
    rf"\A(?:[{SIGNS}]|o(?=\s+[A-Z])|\(?\d{{1,3}}[.)]|\(?[A-Za-z]\)|\(?[ivx]{{2,4}}\))\s+"
)
ROMAN: Final = (
    "i",
    "ii",
    "iii",
    "iv",
    "v",
    "vi",
    "vii",
    "viii",
    "ix",
    "x",
    "xi",
    "xii",
    "xiii",
    "xiv",
    "xv",
)


def places(mark: str) -> Iterator[tuple[str, int]]:
    """Tell where a mark stands in the lists it may be of: `i` is the first, or the ninth letter."""
    mark = mark.strip("().")
    style = mark.isupper()
    if mark.isdecimal():
        yield "number", int(mark)
    elif len(mark) == 1:
        yield f"letter {style}", ord(mark.lower()) - ord("a") + 1
    if mark.lower() in ROMAN:
        yield f"roman {style}", ROMAN.index(mark.lower()) + 1


def follows(mark: str, first: str, *, by: int = 1) -> bool:
    """Whether a mark stands so many places behind another in one list."""
    wanted = {(style, place + by) for style, place in places(first)}
    return not wanted.isdisjoint(places(mark))
