"""The outlines of countries in a picture: projected as the map of the sites is, cut at its edges,
and thinned to what can be seen."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from data.pictures.scene import Frame, Point
from data.sites.camera import TILE, Camera

Ring = tuple[Point, ...]

_SHAPES: Final = Path(__file__).parents[2] / "static" / "land.geojson"
_TOLERANCE: Final = 0.9  # pixels by which a thinned outline may be off
_SMALLEST: Final = 5.0  # pixels: an island that is smaller both ways is left out
_MOST_CORNERS: Final = 4_000
# Projected once, in pixels from its middle; every other camera only shifts and stretches that.
_WORLD: Final = Camera(latitude=0, longitude=0, zoom=0, width=TILE, height=TILE)


@dataclass(frozen=True, kw_only=True)
class CountryOutline:
    """A country: its code (ISO alpha-2), its name, its rings as a map of the whole world has
    them, `_WORLD`."""

    code: str
    name: str
    rings: tuple[Ring, ...]


Lands = tuple[tuple[CountryOutline, tuple[Ring, ...]], ...]


@cache
def _countries() -> tuple[CountryOutline, ...]:
    content = json.loads(_SHAPES.read_text(encoding="utf-8"))
    return tuple(_country(feature) for feature in content["features"])


def _country(feature: dict[str, Any]) -> CountryOutline:
    geometry, about = feature["geometry"], feature["properties"]
    is_one = geometry["type"] == "Polygon"
    polygons = [geometry["coordinates"]] if is_one else geometry["coordinates"]
    # Only the outer rings: lakes and enclaves are drawn by whoever lies in them.
    rings = tuple(
        tuple(_WORLD.pixel((lat, lon)) for lon, lat in polygon[0]) for polygon in polygons
    )
    return CountryOutline(code=about.get("iso") or "", name=about.get("name") or "", rings=rings)


@lru_cache(maxsize=16)
def outlines(camera: Camera, frame: Frame) -> Lands:
    """Draw the countries that a camera sees, in pixels.

    Args:
        camera: made for the width and height of the frame.
        frame: where the picture stands.

    Returns:
        Each country with its rings; together a few thousand corners at most.
    """
    tolerance = _TOLERANCE
    drawn = _thinner(_seen(camera, frame), tolerance)
    while sum(len(ring) for _, rings in drawn for ring in rings) > _MOST_CORNERS:
        tolerance *= 1.4
        drawn = _thinner(drawn, tolerance)
    return drawn


def _thinner(lands: Sequence[tuple[CountryOutline, tuple[Ring, ...]]], tolerance: float) -> Lands:
    found = []
    for country, rings in lands:
        thinned = (_thinned(ring, tolerance) for ring in rings)
        kept = tuple(ring for ring in thinned if len(ring) > 2)
        if kept:
            found.append((country, kept))
    return tuple(found)


@lru_cache(maxsize=4)
def _seen(camera: Camera, frame: Frame) -> Lands:
    """The parts of countries that lie in the frame, with all their corners."""
    scale = 2**camera.zoom
    middle_x, middle_y = _WORLD.pixel((camera.latitude, camera.longitude))
    left = frame.x + frame.width / 2 - middle_x * scale
    top = frame.y + frame.height / 2 - middle_y * scale
    found = []
    for country in _countries():
        rings = []
        for ring in country.rings:
            for turn in (-TILE * scale, 0.0, TILE * scale):
                placed = [(left + turn + x * scale, top + y * scale) for x, y in ring]
                if _is_near(placed, frame):
                    cut = _cut(placed, frame)
                    if len(cut) > 2 and _is_large(cut):
                        rings.append(_spaced(cut))
        if rings:
            found.append((country, tuple(rings)))
    return tuple(found)


def _is_near(ring: Sequence[Point], frame: Frame) -> bool:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    across = min(xs) < frame.right and max(xs) > frame.x
    return across and min(ys) < frame.bottom and max(ys) > frame.y


def _is_large(ring: Sequence[Point]) -> bool:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return max(xs) - min(xs) >= _SMALLEST or max(ys) - min(ys) >= _SMALLEST


def _cut(ring: Sequence[Point], frame: Frame) -> list[Point]:
    """Cut a ring at the edges of a frame (Sutherland and Hodgman 1974)."""
    points = list(ring)
    for axis, limit, keeps_less in (
        (0, frame.x, False),
        (0, frame.right, True),
        (1, frame.y, False),
        (1, frame.bottom, True),
    ):
        points = list(_cut_once(points, axis, limit, keeps_less))
    return points


def _cut_once(
    points: Sequence[Point], axis: int, limit: float, keeps_less: bool
) -> Iterator[Point]:
    for place, point in enumerate(points):
        before = points[place - 1]
        inside = point[axis] <= limit if keeps_less else point[axis] >= limit
        was_inside = before[axis] <= limit if keeps_less else before[axis] >= limit
        if inside != was_inside:
            share = (limit - before[axis]) / (point[axis] - before[axis])
            other = before[1 - axis] + share * (point[1 - axis] - before[1 - axis])
            yield (limit, other) if axis == 0 else (other, limit)
        if inside:
            yield point


def _thinned(ring: Sequence[Point], tolerance: float) -> Ring:
    """Leave out the corners that change a ring by less than this (Douglas and Peucker 1973)."""
    if len(ring) < 4:
        return _rounded(ring)
    # A ring has no ends: it is taken apart at its first corner and the one farthest from it.
    first = ring[0]
    far = max(
        range(len(ring)), key=lambda i: (ring[i][0] - first[0]) ** 2 + (ring[i][1] - first[1]) ** 2
    )
    one = _thinned_line(ring[: far + 1], tolerance)
    two = _thinned_line([*ring[far:], first], tolerance)
    return _rounded([*one[:-1], *two[:-1]])


def _spaced(ring: Sequence[Point]) -> Ring:
    """Leave out the corners that lie less than a pixel from the one before."""
    corners = [ring[0]]
    for x, y in ring[1:]:
        if abs(x - corners[-1][0]) >= 1 or abs(y - corners[-1][1]) >= 1:
            corners.append((x, y))
    return tuple(corners)


def _rounded(ring: Sequence[Point]) -> Ring:
    """Write corners to a tenth of a pixel, none twice in a row."""
    corners: list[Point] = []
    for x, y in ring:
        corner = (round(x, 1), round(y, 1))
        if not corners or corners[-1] != corner:
            corners.append(corner)
    return tuple(corners[:-1] if len(corners) > 1 and corners[0] == corners[-1] else corners)


def _thinned_line(line: Sequence[Point], tolerance: float) -> list[Point]:
    kept = {0, len(line) - 1}
    open_ = [(0, len(line) - 1)]
    while open_:
        start, end = open_.pop()
        farthest, place = 0.0, 0
        for i in range(start + 1, end):
            distance = _distance(line[i], line[start], line[end])
            if distance > farthest:
                farthest, place = distance, i
        if farthest > tolerance:
            kept.add(place)
            open_ += [(start, place), (place, end)]
    return [line[i] for i in sorted(kept)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """How far a point lies from a straight line between two others."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    if length == 0:
        return float(((point[0] - start[0]) ** 2 + (point[1] - start[1]) ** 2) ** 0.5)
    share = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length
    share = max(0.0, min(1.0, share))
    x, y = start[0] + share * dx - point[0], start[1] + share * dy - point[1]
    return float((x * x + y * y) ** 0.5)
