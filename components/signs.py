"""How the signs of `data.typography.signs` are drawn on screen, in vector graphics and on paper."""

from __future__ import annotations

from typing import Final

from data.typography.signs import Sign

SYMBOLS: Final[dict[Sign, str]] = {
    "circle": "circle",
    "diamond": "diamond",
    "square": "square",
    "triangle": "triangle-up",
    "cross": "x-thin",
}
"""What Plotly calls them."""

CORNERS: Final[dict[Sign, tuple[tuple[float, float], ...]]] = {
    "diamond": ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
    "triangle": ((0, -1.2), (1.15, 0.9), (-1.15, 0.9)),
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    # There and back along each stroke.
    "cross": ((-0.8, -0.8), (0.8, 0.8), (0, 0), (-0.8, 0.8), (0.8, -0.8), (0, 0)),
}
"""Their corners, by a circle of radius 1; a little larger, so that they weigh the same."""
