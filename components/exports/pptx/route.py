"""The way of an arrow, as one of the connectors that PowerPoint knows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from data.pictures.scene import Frame, Point, corners_of

_NEAR: Final = 2.0  # pixels
_SMALLEST: Final = 1.0  # pixel: corners are given as a share of the width, which must not be none
_WHOLE: Final = 100_000  # as the file counts shares
_MOST_PARTS: Final = 5


@dataclass(frozen=True, kw_only=True)
class Route:
    """A connector before it is drawn.

    Args:
        preset: its name in the file.
        x, y, width, height: of the frame, before it is turned around its middle.
        turned: a quarter of a turn to the right.
        flip_x, flip_y: mirrored left to right, top to bottom; before it is turned.
        corners: where it bends, as shares of the width, the height, the width … of the frame.
    """

    preset: str
    x: float
    y: float
    width: float
    height: float
    turned: bool = False
    flip_x: bool = False
    flip_y: bool = False
    corners: tuple[int, ...] = ()


def route(points: Sequence[Point]) -> Route:
    """Find the connector that goes through these corners.

    PowerPoint's elbows set out along their width. One that sets out along the height is the same
    turned by a quarter. A way that no connector takes (slanted parts, more than five) becomes the
    straight one.
    """
    corners = corners_of((round(x, 2), round(y, 2)) for x, y in points)
    if len(corners) < 2:
        return _straight(points[0], points[-1])
    if len(corners) - 1 not in range(2, _MOST_PARTS + 1) or not _is_square(corners):
        return _straight(corners[0], corners[-1])
    return _elbow(corners)


def site(frame: Frame, point: Point) -> int | None:
    """Say in the middle of which side of a box a point is: 0 top, 1 left, 2 bottom, 3 right.

    None for a point elsewhere: an arrow that were glued there would be drawn to the middle.
    """
    middles = (
        (frame.x + frame.width / 2, frame.y),
        (frame.x, frame.y + frame.height / 2),
        (frame.x + frame.width / 2, frame.bottom),
        (frame.right, frame.y + frame.height / 2),
    )
    return next(
        (side for side, middle in enumerate(middles) if math.dist(middle, point) < _NEAR), None
    )


def _straight(start: Point, end: Point) -> Route:
    return Route(
        preset="straightConnector1",
        x=min(start[0], end[0]),
        y=min(start[1], end[1]),
        width=abs(end[0] - start[0]),
        height=abs(end[1] - start[1]),
        flip_x=end[0] < start[0],
        flip_y=end[1] < start[1],
    )


def _elbow(corners: Sequence[Point]) -> Route:
    turned = corners[0][0] == corners[1][0]
    # As if it set out to the right: along the first part, then across it.
    along = [y if turned else x for x, y in corners]
    across = [-x if turned else y for x, y in corners]
    width = max(abs(along[-1] - along[0]), _SMALLEST)
    height = max(abs(across[-1] - across[0]), _SMALLEST)
    back, up = along[-1] < along[0], across[-1] < across[0]
    middle_x = (corners[0][0] + corners[-1][0]) / 2
    middle_y = (corners[0][1] + corners[-1][1]) / 2
    return Route(
        preset=f"bentConnector{len(corners) - 1}",
        x=middle_x - width / 2,
        y=middle_y - height / 2,
        width=width,
        height=height,
        turned=turned,
        flip_x=back,
        flip_y=up,
        corners=tuple(
            _share(across, number, height, up)
            if number % 2 == 0
            else _share(along, number, width, back)
            for number in range(1, len(corners) - 2)
        ),
    )


def _share(places: Sequence[float], number: int, length: float, backwards: bool) -> int:
    way = places[number] - places[0]
    return round((-way if backwards else way) / length * _WHOLE)


def _is_square(corners: Sequence[Point]) -> bool:
    """Whether every part runs along or across, each the other way than the one before."""
    upright = [a[0] == b[0] for a, b in pairwise(corners)]
    level = [a[1] == b[1] for a, b in pairwise(corners)]
    return all(x != y for x, y in zip(upright, level, strict=True)) and all(
        a != b for a, b in pairwise(upright)
    )
