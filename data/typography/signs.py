"""The small signs of pictures, and how they are written in a text."""

from __future__ import annotations

from typing import Final, Literal

Sign = Literal["circle", "diamond", "square", "triangle", "cross"]

IN_TEXT: Final[dict[Sign, tuple[str, str]]] = {
    "circle": ("●", "○"),
    "diamond": ("◆", "◇"),
    "square": ("■", "□"),
    "triangle": ("▲", "△"),
    "cross": ("×", "×"),
}
"""How a sign is written, filled and open."""
