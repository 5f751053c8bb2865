"""Rebuild `static/land.geojson` from the TopoJSON of Natural Earth countries.

Run as `python -m data.places.build_shapes PATH_TO_countries-50m.json`. Needs shapely, which
the app itself does not use.
"""

import argparse
import json
import math
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import shapely  # type: ignore[import-untyped]

from data.places.countries import countries

OUTPUT = Path(__file__).parents[2] / "static" / "land.geojson"

# Degrees. The least that keeps the compressed file under 300 kB; one pixel at MapLibre's zoom 5.
TOLERANCE = 0.02
# Two decimals would save a quarter, but coasts turn into stairs from zoom 7 on.
DECIMALS = 3

# Antarctica has no trial site, and its ring round the pole cannot be drawn on a Mercator map.
LEFT_OUT = {"Antarctica"}
# Kosovo has no ISO numeric code in the source; GeoNames and others write it as XK.
CODES_BY_NAME = {"Kosovo": "XK"}
# Land far from France that the source joins with it, but that registries and GeoNames name as
# countries: a code and the box (west, south, east, north) it lies in.
OVERSEAS = {
    "GF": (-55.0, 2.0, -51.0, 6.0),
    "GP": (-62.0, 15.7, -60.9, 16.7),
    "MQ": (-61.4, 14.3, -60.7, 15.0),
    "RE": (55.0, -21.5, 56.0, -20.7),
    "YT": (44.9, -13.1, 45.4, -12.5),
}

# Held by Russia, claimed and listed by GeoNames under Ukraine: the box it lies in, and how wide
# the stripes are, in degrees, that go to either by turns.
CRIMEA = (32.4, 44.3, 36.7, 46.3)
STRIPE = 0.25

LonLat = tuple[float, float]
Arc = list[LonLat]


def main() -> None:
    """Read the TopoJSON named on the command line and write the GeoJSON."""
    build(land, OUTPUT, "countries-50m.json of world-atlas")


def build(make: Callable[[dict[str, Any]], dict[str, Any]], output: Path, source: str) -> None:
    """Read the TopoJSON named on the command line, and write what is made of it.

    Args:
        make: makes it.
        output: where it is written, if the command line does not say.
        source: what the command line names.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("source", type=Path, help=source)
    parser.add_argument("--output", type=Path, default=output)
    arguments = parser.parse_args()
    topology = json.loads(arguments.source.read_text(encoding="utf-8"))
    text = json.dumps(make(topology), ensure_ascii=False, separators=(",", ":"))
    arguments.output.write_text(text + "\n", encoding="utf-8")


def land(topology: dict[str, Any]) -> dict[str, Any]:
    """Turn the topology's countries into a GeoJSON feature collection, ordered by code, name."""
    arcs = [_simplified(arc) for arc in _decoded_arcs(topology)]
    shapes: dict[tuple[str, str], list[shapely.Polygon]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        if geometry["properties"]["name"] not in LEFT_OUT:
            code, name = identity(geometry)
            for part in _polygons(_shape(geometry, arcs)):
                if shapely.box(*CRIMEA).contains(part):
                    for owner, stripes in _striped(part).items():
                        shapes.setdefault((owner, countries()[owner].name), []).extend(stripes)
                    continue
                shapes.setdefault(_overseas(part) or (code, name), []).append(part)
    features = [_feature(*key, shapely.unary_union(parts)) for key, parts in sorted(shapes.items())]
    return {"type": "FeatureCollection", "features": features}


def _striped(part: shapely.Polygon) -> dict[str, list[shapely.Polygon]]:
    """Share out disputed land in slanting stripes, drawn as a hatching of both colours."""
    west, south, east, north = CRIMEA
    height = north - south
    stripes: dict[str, list[shapely.Polygon]] = {"RU": [], "UA": []}
    for number in range(math.ceil((east - west + height) / STRIPE)):
        left = west - height + number * STRIPE
        foot = [(left, south), (left + STRIPE, south)]
        top = [(x + height, north) for x, _ in reversed(foot)]
        piece = part.intersection(shapely.Polygon(foot + top))
        stripes["UA" if number % 2 else "RU"].extend(_polygons(piece))
    return stripes


def identity(geometry: dict[str, Any]) -> tuple[str, str]:
    """Return the ISO code and the name; the code is empty for land that has none."""
    name = geometry["properties"]["name"]
    by_number = {country.numeric: country.code for country in countries().values()}
    code = CODES_BY_NAME.get(name) or by_number.get(geometry.get("id", "none"), "")
    return (code, countries()[code].name) if code else (code, name)


def _overseas(part: shapely.Polygon) -> tuple[str, str] | None:
    """Return the code and name of an overseas part of France, None for any other land."""
    for code, bounds in OVERSEAS.items():
        if shapely.box(*bounds).contains(part):
            return code, countries()[code].name
    return None


def _decoded_arcs(topology: dict[str, Any]) -> list[Arc]:
    """Undo the topology's delta coding and quantisation: arcs in degrees, longitude first."""
    (scale_x, scale_y) = topology["transform"]["scale"]
    (left, bottom) = topology["transform"]["translate"]
    decoded = []
    for deltas in topology["arcs"]:
        x = y = 0
        arc = []
        for step_x, step_y in deltas:
            x, y = x + step_x, y + step_y
            arc.append((x * scale_x + left, y * scale_y + bottom))
        decoded.append(arc)
    return decoded


def _simplified(arc: Arc) -> Arc:
    """Drop points that hardly bend the arc.

    Done on arcs, not on rings, so that neighbours keep one common border.
    """
    if len(arc) < 8:
        return arc
    line = shapely.LineString(_unwrapped(arc)).simplify(TOLERANCE, preserve_topology=False)
    points = [(float(x), float(y)) for x, y in line.coords]
    return points if len(points) >= 4 else arc


def _shape(geometry: dict[str, Any], arcs: list[Arc]) -> shapely.Geometry:
    """Assemble a country from its arcs and cut it at the antimeridian."""
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    return shapely.unary_union([_cut(_polygon(rings, arcs)) for rings in polygons])


def _polygon(rings: list[list[int]], arcs: list[Arc]) -> shapely.Geometry:
    """Build one polygon, with its holes, on a plane that does not end at 180°."""
    shell, *holes = (_unwrapped(_ring(ring, arcs)) for ring in rings)
    middle = sum(x for x, _ in shell) / len(shell)
    return shapely.make_valid(shapely.Polygon(shell, [_near(hole, middle) for hole in holes]))


def _ring(indices: list[int], arcs: list[Arc]) -> Arc:
    """Join arcs into a ring; a negative index means the arc runs backwards."""
    points: Arc = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points.extend(arc[1:] if points else arc)
    return points


def _unwrapped(points: Arc) -> Arc:
    """Let longitudes run past ±180° instead of jumping to the other side."""
    turns = 0.0
    result = [points[0]]
    for (before, _), (x, y) in pairwise(points):
        turns += 360.0 * ((x - before < -180) - (x - before > 180))
        result.append((x + turns, y))
    return result


def _near(hole: Arc, middle: float) -> Arc:
    """Move a hole by whole turns until it lies on its polygon's side of the antimeridian."""
    turns = round((middle - sum(x for x, _ in hole) / len(hole)) / 360)
    return [(x + 360 * turns, y) for x, y in hole]


def _cut(shape: shapely.Geometry) -> shapely.Geometry:
    """Cut at the antimeridian and move every piece to longitudes from -180° to 180°."""
    pieces = []
    for turn in (-1, 0, 1):
        piece = shape.intersection(shapely.box(360 * turn - 180, -90, 360 * turn + 180, 90))
        pieces.append(shapely.transform(piece, lambda points, turn=turn: points - [360 * turn, 0]))
    return shapely.unary_union(pieces)


def _feature(code: str, name: str, shape: shapely.Geometry) -> dict[str, Any]:
    """Write one country as a GeoJSON feature, its rings wound as RFC 7946 asks."""
    # Rounds so that rings stay valid; what is smaller than the rounding goes.
    polygons = list(_polygons(shapely.set_precision(shape, 10**-DECIMALS)))
    polygons.sort(key=lambda polygon: (-polygon.area, polygon.bounds))
    coordinates = [_coordinates(polygon) for polygon in polygons]
    return {
        "type": "Feature",
        "properties": {"iso": code, "name": name},
        "geometry": {"type": "MultiPolygon", "coordinates": coordinates},
    }


def _polygons(shape: shapely.Geometry) -> Iterator[shapely.Polygon]:
    """Yield the polygons of a shape; lines and points left over by a cut are dropped."""
    if isinstance(shape, shapely.Polygon) and not shape.is_empty:
        yield shape
    for part in getattr(shape, "geoms", ()):
        yield from _polygons(part)


def _coordinates(polygon: shapely.Polygon) -> list[list[list[float]]]:
    """List the rings of a polygon: outer counter-clockwise, holes clockwise."""
    wound = shapely.orient_polygons(polygon.normalize())
    rings = [wound.exterior, *wound.interiors]
    return [[[round(x, DECIMALS), round(y, DECIMALS)] for x, y in ring.coords] for ring in rings]


if __name__ == "__main__":
    main()
