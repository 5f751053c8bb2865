"""Where a map looks: fitting points into a picture of a given size, in Web Mercator.

Zoom is MapLibre's: at zoom 0 the world is 512 pixels wide, and each step doubles it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

TILE: Final = 512
# Beyond this latitude Web Mercator shows nothing.
_EDGE: Final = 85.05
PADDING: Final = 48  # pixels on each side, so that no circle is cut
_LEAST_HEIGHT: Final = 0.65  # of the height there is room for
# Towns of one region are told apart.
CLOSEST: Final = 6.5

LatLon = tuple[float, float]  # degrees
Pixel = tuple[float, float]  # to the right of and below the middle of a picture

_INHABITED: Final[tuple[LatLon, ...]] = ((65.0, -150.0), (0.0, 0.0), (-45.0, 150.0))


@dataclass(frozen=True, kw_only=True)
class Camera:
    """What a map shows: its middle in degrees, its zoom, and the size in pixels it is made for."""

    latitude: float
    longitude: float
    zoom: float
    width: int
    height: int

    def pixel(self, point: LatLon) -> Pixel:
        """Where a point is drawn, in pixels to the right of and below the middle."""
        scale = TILE * 2**self.zoom
        x, y = _projected(point)
        middle_x, middle_y = _projected((self.latitude, self.longitude))
        return (x - middle_x) * scale, (y - middle_y) * scale

    def point(self, pixel: Pixel) -> LatLon:
        """The latitude and longitude that are drawn at a pixel; the inverse of `pixel`."""
        scale = TILE * 2**self.zoom
        middle_x, middle_y = _projected((self.latitude, self.longitude))
        return _unprojected((pixel[0] / scale + middle_x, pixel[1] / scale + middle_y))

    @property
    def edges(self) -> tuple[float, float, float, float]:
        """The west, east, south and north of what it shows, in degrees."""
        north, west = self.point((-self.width / 2, -self.height / 2))
        south, east = self.point((self.width / 2, self.height / 2))
        return west, east, south, north


def great_circle(start: LatLon, end: LatLon, steps: int = 32) -> list[LatLon]:
    """List points on the shortest way between two points of a sphere, both ends among them.

    Longitudes run on past ±180°, so that a line through them takes no turn round the world.
    """
    (phi1, lam1), (phi2, lam2) = (tuple(map(math.radians, point)) for point in (start, end))
    angle = math.acos(
        max(
            -1.0,
            min(
                1.0,
                math.sin(phi1) * math.sin(phi2)
                + math.cos(phi1) * math.cos(phi2) * math.cos(lam2 - lam1),
            ),
        )
    )
    if math.sin(angle) < 1e-9:  # the same point, or its antipode, to which every way is as short
        return [start, end]
    points: list[LatLon] = []
    for step in range(steps + 1):
        # Ed Williams, Aviation Formulary: intermediate points on a great circle.
        a = math.sin((1 - step / steps) * angle) / math.sin(angle)
        b = math.sin(step / steps * angle) / math.sin(angle)
        x = a * math.cos(phi1) * math.cos(lam1) + b * math.cos(phi2) * math.cos(lam2)
        y = a * math.cos(phi1) * math.sin(lam1) + b * math.cos(phi2) * math.sin(lam2)
        z = a * math.sin(phi1) + b * math.sin(phi2)
        longitude = math.degrees(math.atan2(y, x))
        if points:
            longitude += 360 * round((points[-1][1] - longitude) / 360)
        points.append((math.degrees(math.atan2(z, math.hypot(x, y))), longitude))
    return points


def fit(
    points: Sequence[LatLon],
    *,
    width: int,
    height: int,
    closest: float = CLOSEST,
    padding: int = PADDING,
) -> Camera:
    """Fit points into a picture, as large as they can be with room around them.

    Args:
        points: latitude and longitude; none stand for the inhabited world.
        width, height: of the picture, in pixels; where the points need less, it is less high.
        closest: the largest zoom.
        padding: kept free on each side, in pixels.

    Returns:
        A camera that never shows the world twice side by side.
    """
    projected = [_projected(point) for point in points or _INHABITED]
    left, right = _span([x for x, _ in projected])
    ys = [y for _, y in projected]
    top, bottom = min(ys), max(ys)
    room = max(width - 2 * padding, 1), max(height - 2 * padding, 1)
    spans = right - left, bottom - top
    scales = [size / span for size, span in zip(room, spans, strict=True) if span > 0]
    zoom = min([closest, *(math.log2(scale / TILE) for scale in scales)])
    zoom = max(zoom, math.log2(max(width, height) / TILE))
    needed = (bottom - top) * TILE * 2**zoom + 4 * padding
    latitude, longitude = _unprojected(((left + right) / 2, (top + bottom) / 2))
    return Camera(
        latitude=latitude,
        longitude=(longitude + 180) % 360 - 180,
        zoom=zoom,
        width=width,
        height=round(min(height, max(_LEAST_HEIGHT * height, needed))),
    )


def _span(xs: Sequence[float]) -> tuple[float, float]:
    """The narrower of two spans that hold all of them: as they are, or across the antimeridian."""
    turned = [x + 1 if x < 0.5 else x for x in xs]
    spans = (min(xs), max(xs)), (min(turned), max(turned))
    # Only when it saves much: a world map has the Atlantic in its middle.
    return spans[1] if spans[1][1] - spans[1][0] < (spans[0][1] - spans[0][0]) / 2 else spans[0]


def _projected(point: LatLon) -> tuple[float, float]:
    """Project to a square of side 1 whose top left corner is 85° N, 180° W."""
    latitude, longitude = point
    bounded = math.radians(max(-_EDGE, min(_EDGE, latitude)))
    y = 0.5 - math.asinh(math.tan(bounded)) / (2 * math.pi)
    return longitude / 360 + 0.5, y


def _unprojected(position: tuple[float, float]) -> LatLon:
    x, y = position
    return math.degrees(math.atan(math.sinh((0.5 - y) * 2 * math.pi))), (x - 0.5) * 360
