"""Break text into lines of a width in pixels, without a screen to measure on."""

from __future__ import annotations

import re
from typing import Final

from data.typography.width import text_width

ELLIPSIS: Final = "…"
_NO_BREAK: Final = "\N{NO-BREAK SPACE}"
# A number and its unit stay on one line.
_NUMBER_AND_UNIT: Final = re.compile(
    r"([\d±×]|\bevery|\byears?) "
    r"(?=(?:mg|g|kg|GBq|MBq|mCi|mL|years?|months?|weeks?|days?|hours?|times|\d+)\b)"
)


def wrap(
    text: str, width: float, size: float, *, bold: bool = False, most: int = 6
) -> tuple[str, ...]:
    """Break text into lines no wider than given; what is left over becomes an ellipsis.

    Args:
        text: any text; white space counts as one space.
        width: pixels.
        size: the font size in pixels.
        bold: whether it is bold.
        most: the largest number of lines.
    """
    lines: list[str] = []
    line = ""
    for word in _words(text):
        joined = f"{line} {word}" if line else word
        if text_width(joined, size, bold=bold) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        *pieces, line = _pieces(word, width, size, bold, most + 1)
        lines += pieces
        if len(lines) > most:
            break
    lines += [line] if line else []
    if len(lines) <= most:
        return tuple(lines)
    return (*lines[: most - 1], _shortened(lines[most - 1], width, size, bold))


def with_units(text: str) -> str:
    """Put a no-break space between a number and its unit, for a program that breaks the lines."""
    return _NUMBER_AND_UNIT.sub(f"\\1{_NO_BREAK}", text)


def _words(text: str) -> list[str]:
    """What stays on one line: words, a number with its unit, and a sign that more was left out."""
    together = with_units(" ".join(text.split())).replace(f" {ELLIPSIS}", f"{_NO_BREAK}{ELLIPSIS}")
    return [word.replace(_NO_BREAK, " ") for word in together.split(" ") if word]


def _pieces(word: str, width: float, size: float, bold: bool, most: int) -> list[str]:
    """Break a word that is wider than a line; at least one sign to a piece, at most so many."""
    pieces, piece = [], ""
    for sign in word:
        if piece and text_width(piece + sign, size, bold=bold) > width:
            pieces.append(piece)
            piece = ""
            if len(pieces) > most:
                break
        piece += sign
    return [*pieces, piece]


def _shortened(line: str, width: float, size: float, bold: bool) -> str:
    """Cut a line, between two words unless that leaves less than half of it."""
    cut = line
    while cut and text_width(cut + ELLIPSIS, size, bold=bold) > width:
        cut = cut[:-1]
    words, _, part = line[: len(cut) + 1].rpartition(" ")
    whole = words if cut != line and part else cut
    return (whole if len(whole) > len(cut) / 2 else cut).rstrip() + ELLIPSIS
