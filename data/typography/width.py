"""How much room a text takes, without a font at hand: never less than it will really need.

The widths are in thousandths of the type size. Each is the greater of two: that of Arial (and of
Helvetica and Liberation Sans, made to match it), and that of Source Sans, the app's own font. A
label that fits by this measure fits in all of them.
"""

from __future__ import annotations

import unicodedata
from typing import Final

# From the space (32) to the tilde (126).
_ASCII: Final = (
    278, 310, 489, 556, 556, 889, 667, 273, 333, 333, 418, 584, 278, 333, 278, 350,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 313, 350, 313, 497, 556,
    542, 556, 556, 500, 556, 556, 310, 556, 556, 251, 253, 500, 260, 833, 556, 556,
    556, 556, 362, 500, 349, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
_OTHER: Final = 1000  # an em: wider than all letters but a few ligatures
_BOLD: Final = 1.1  # the bold cut is at most this much wider, measured over running text


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Measure a text.

    Args:
        text: one line.
        size: the type size in pixels.

    Returns:
        Its width in pixels, or a little more.
    """
    thousandths = sum(_width(sign) for sign in unicodedata.normalize("NFD", text))
    return thousandths / 1000 * size * (_BOLD if bold else 1.0)


def _width(sign: str) -> int:
    if " " <= sign <= "~":
        return _ASCII[ord(sign) - 32]
    return 0 if unicodedata.combining(sign) else _OTHER


def shortened(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Cut a text where it would be wider than there is room; an ellipsis says so."""
    if text_width(text, size, bold=bold) <= width:
        return text
    while text and text_width(f"{text}…", size, bold=bold) > width:
        text = text[:-1].rstrip()
    return f"{text}…"
