"""Numbers as people write them, in any language: read as they were meant, or refused."""

from __future__ import annotations

import re
from typing import Final
from unicodedata import decimal

from data.errors import quoted

# Signs that stand for others: full-width and typographic ones, as keyboards and pasted texts have.
_SIGNS: Final = str.maketrans({"，": ",", "．": ".", "٫": ".", "−": "-", "－": "-", "＋": "+"})
_DIGIT: Final = re.compile(r"\d")  # of any script
_NUMBER: Final = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,6})?")
# `1,234` is 1234 to some and 1.234 to others. No thousands begin with 0, so `0,125` is clear.
_AMBIGUOUS: Final = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
# What looks like one number is taken whole, so that no part of it passes for the number.
_START: Final = re.compile(
    r"\s*([+\-−－＋]?\d(?:[\d.,，．'’٫٬]|\s(?=\d{3}(?!\d))|[eE][+\-−]?(?=\d))*)"
)
_DECIMALS: Final = 6
_REFUSED: Final = (
    (re.compile(r"[+-]?[\d.,]+e[+-]?\d+", re.IGNORECASE), "write {} out, without an exponent"),
    (
        re.compile(r"[+-]?\d{1,3}(?:(?:[\s'’.,٬]\d{3}){2,}|[\s'’]\d{3})(?:[.,]\d+)?"),
        "write {} without signs or spaces between the thousands",
    ),
    (re.compile(r"[+-]?\d+[.,]\d{7,}"), "expected at most 6 decimals, got {}"),
)
TOO_LONG: Final = 10**15  # from here on a number has more digits than are read


class NumberError(ValueError):
    """A text that is no clear number; the message says why, without a full stop."""


def take_number(text: str) -> tuple[str, str]:
    """Take a text apart: the number it begins with as it is written, and what stands behind it.

    Returns:
        The number is empty where the text begins with none.
    """
    found = _START.match(text)
    return (found[1], text[found.end() :].strip()) if found else ("", text.strip())


def read_number(written: str) -> float:
    """Read a number with a decimal point or a decimal comma.

    Raises:
        NumberError: it is no number, or one that people read in two ways.
    """
    plain = _DIGIT.sub(lambda digit: str(decimal(digit[0])), written.strip().translate(_SIGNS))
    for form, reason in _REFUSED:
        if form.fullmatch(plain):
            raise NumberError(reason.format(quoted(written.strip())))
    if not _NUMBER.fullmatch(plain):
        raise NumberError(f"expected a number such as 5.5 or 5,5, got {quoted(written)}")
    if _AMBIGUOUS.fullmatch(plain):
        whole, decimals = re.split("[.,]", plain)
        raise NumberError(
            f"{written.strip()} can be read in two ways; write {whole}{decimals} or "
            f"{whole}.{decimals}0"
        )
    return float(plain.replace(",", "."))


def write_number(number: float) -> str:
    """Write a number so that `read_number` reads the same one, up to the sixth decimal."""
    written = f"{round(number, _DECIMALS):.{_DECIMALS}f}".rstrip("0").rstrip(".")
    return f"{written}0" if _AMBIGUOUS.fullmatch(written) else written
