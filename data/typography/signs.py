"""The small signs of pictures: their shape, and how they are written in a text."""

from __future__ import annotations

from typing import Final, Literal

Sign = Literal["circle", "diamond", "square", "triangle", "cross"]

_OF_GROUPS: Final[tuple[Sign, ...]] = ("circle", "square", "diamond", "triangle", "cross")


def group_sign(position: int | None) -> Sign:
    """The sign of a group's values, by its place in the record; a circle for no group of it."""
    return _OF_GROUPS[(position or 0) % len(_OF_GROUPS)]


IN_TEXT: Final[dict[Sign, tuple[str, str]]] = {
    "circle": ("●", "○"),
    "diamond": ("◆", "◇"),
    "square": ("■", "□"),
    "triangle": ("▲", "△"),
    "cross": ("×", "×"),
}
"""How a sign is written, filled and open."""

CORNERS: Final[dict[Sign, tuple[tuple[float, float], ...]]] = {
    "diamond": ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
    "triangle": ((0, -1.2), (1.15, 0.9), (-1.15, 0.9)),
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    # There and back along each stroke.
    "cross": ((-0.8, -0.8), (0.8, 0.8), (0, 0), (-0.8, 0.8), (0.8, -0.8), (0, 0)),
}
"""Their corners, by a circle of radius 1; a little larger, so that they weigh the same."""
