"""Which of the registry's values are numbers. "NA", "<1" and "12.3%" are text, and stay text."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

_NUMBER: Final = re.compile(
    r"[+-]?(?:\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII
)
_MINUS: Final = "\N{MINUS SIGN}"


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A number and what surrounds it, as far as they can be drawn.

    Args:
        value: None where it is no number.
        low, high: the ends of its interval; None where there is none, or it is no number.
        low_open, high_open: an end is given, but not as a number ("NA"): it was not estimable.
            Where neither is a number, there is no interval.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    low_open: bool = False
    high_open: bool = False


def number(text: str | None) -> float | None:
    """Read a value as a number: `12`, `.9`, `1,234.5`, `-3e-4`; None where it is none.

    Anything but a bare number is none: of "<1" and "12.3%" a computer would make what they are not.
    """
    written = (text or "").strip().replace(_MINUS, "-")
    if not _NUMBER.fullmatch(written):
        return None
    value = float(written.replace(",", ""))
    return value if math.isfinite(value) else None


def count(text: str | None) -> int | None:
    """Read a value as a whole number of people; None where it is none."""
    value = number(text)
    if value is None or value < 0 or not value.is_integer():
        return None
    return int(value)


def share(part: float | None, whole: float | None) -> float | None:
    """The share that a part is of a whole, from 0 to 1.

    None where either is unknown, the whole is zero, or the part is larger than it: then one of the
    two does not mean what it seems to.
    """
    if part is None or whole is None or whole <= 0 or not 0 <= part <= whole:
        return None
    return part / whole


def percent(value: float | None) -> str:
    """Write a share: `4.3%`; nothing where it is unknown. Only none is 0%, and only all is 100%."""
    if value is None:
        return ""
    if 0 < value < 0.0005:
        return "<0.1%"
    if 0.9995 <= value < 1:
        return ">99.9%"
    # Half is rounded up, as in a paper: 17 of 80 is 21.3%.
    points = Decimal(repr(round(value * 100, 9))).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{points}%"


def plain(value: float) -> str:
    """Write a number without needless zeros: `28`, `29.6`, `0.276`."""
    return f"{value:.6g}"
