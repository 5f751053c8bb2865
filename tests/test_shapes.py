"""The shapes of the countries are fit to be drawn by MapLibre."""

import gzip
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from data.places.countries import countries

FILE = Path(__file__).parents[1] / "static" / "land.geojson"

Point = list[float]
Ring = list[Point]


@pytest.fixture(scope="module")
def features() -> list[dict[str, Any]]:
    """The shipped features."""
    land = json.loads(FILE.read_text(encoding="utf-8"))
    assert land["type"] == "FeatureCollection"
    return land["features"]


def polygons(feature: dict[str, Any]) -> list[list[Ring]]:
    """List a feature's polygons, each an outer ring and its holes."""
    assert feature["geometry"]["type"] == "MultiPolygon"
    return feature["geometry"]["coordinates"]


def rings(features: list[dict[str, Any]]) -> Iterator[tuple[str, Ring]]:
    """Yield every ring with the name of its country."""
    for feature in features:
        for polygon in polygons(feature):
            for ring in polygon:
                yield feature["properties"]["name"], ring


def is_inside(longitude: float, latitude: float, ring: Ring) -> bool:
    """Count the edges a ray to the east crosses: an odd number means inside."""
    inside = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > latitude) != (y2 > latitude):
            crossing = x1 + (latitude - y1) * (x2 - x1) / (y2 - y1)
            inside ^= longitude < crossing
    return inside


def country_at(features: list[dict[str, Any]], longitude: float, latitude: float) -> list[str]:
    """Return the names of the countries drawn at a point."""
    return [
        feature["properties"]["name"]
        for feature in features
        for outer, *holes in polygons(feature)
        if is_inside(longitude, latitude, outer)
        and not any(is_inside(longitude, latitude, hole) for hole in holes)
    ]


def doubled_area(ring: Ring) -> float:
    """Sum the cross products along a ring: positive when it runs counter-clockwise."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))


def test_the_shapes_travel_light():
    assert len(gzip.compress(FILE.read_bytes(), mtime=0)) <= 300_000


@pytest.mark.parametrize("code", ["US", "CA", "FR", "DE", "IT", "NL", "KR", "ES", "GB"])
def test_every_country_of_netter_2_can_be_tinted(features: list[dict[str, Any]], code: str):
    assert [feature["properties"]["iso"] for feature in features].count(code) == 1


def test_a_country_is_one_feature_named_as_everywhere_else(features: list[dict[str, Any]]):
    codes = [feature["properties"]["iso"] for feature in features if feature["properties"]["iso"]]
    assert len(codes) == len(set(codes)) > 220
    for feature in features:
        code, name = feature["properties"]["iso"], feature["properties"]["name"]
        assert name
        assert not code or countries()[code].name == name


def test_land_without_a_code_is_still_drawn(features: list[dict[str, Any]]):
    nameless = {f["properties"]["name"] for f in features if not f["properties"]["iso"]}
    assert nameless == {"Indian Ocean Ter.", "N. Cyprus", "Siachen Glacier", "Somaliland"}


def test_rings_are_closed_and_wound_as_the_standard_asks(features: list[dict[str, Any]]):
    for feature in features:
        for outer, *holes in polygons(feature):
            assert outer[0] == outer[-1]
            assert len(outer) >= 4
            assert doubled_area(outer) > 0, feature["properties"]["name"]
            assert all(hole[0] == hole[-1] and doubled_area(hole) < 0 for hole in holes)


def test_every_point_is_on_the_map(features: list[dict[str, Any]]):
    for name, ring in rings(features):
        assert all(-180 <= x <= 180 and -60 <= y <= 85 for x, y in ring), name


def test_no_line_runs_across_the_map(features: list[dict[str, Any]]):
    # The longest straight border is the 49th parallel: 27.6 degrees.
    for name, ring in rings(features):
        assert max(abs(x2 - x1) for (x1, _), (x2, _) in pairwise(ring)) < 28, name


def test_countries_at_the_antimeridian_are_on_both_sides(features: list[dict[str, Any]]):
    for code in ("RU", "FJ", "US"):
        (feature,) = (f for f in features if f["properties"]["iso"] == code)
        centres = [polygon[0][0][0] for polygon in polygons(feature)]
        assert min(centres) < -170, code
        assert max(centres) > 170, code


@pytest.mark.parametrize(
    ("longitude", "latitude", "name"),
    [
        (-92.46, 44.02, "United States"),  # Rochester, Minnesota
        (-81.23, 42.98, "Canada"),  # London, Ontario
        (-0.2, 51.5, "United Kingdom"),
        (2.35, 48.85, "France"),
        (11.0, 49.6, "Germany"),  # Erlangen
        (12.06, 44.13, "Italy"),  # Meldola
        (5.12, 52.09, "Netherlands"),  # Utrecht
        (127.14, 37.44, "South Korea"),  # Seongnam
        (-3.7, 40.42, "Spain"),
        (-175.0, 66.5, "Russia"),  # east of the antimeridian
        (177.0, 67.0, "Russia"),  # west of it
        (178.0, -17.9, "Fiji"),
        (-150.0, 64.0, "United States"),  # Alaska
        (28.2, -29.5, "Lesotho"),  # a hole in South Africa
        (24.0, -29.0, "South Africa"),
        (20.9, 42.6, "Kosovo"),
        (-53.0, 4.0, "French Guiana"),
        (55.5, -21.1, "Réunion"),
    ],
)
def test_a_city_is_drawn_in_its_country(
    features: list[dict[str, Any]], longitude: float, latitude: float, name: str
):
    assert country_at(features, longitude, latitude) == [name]


@pytest.mark.parametrize(("longitude", "latitude"), [(-40.0, 30.0), (-150.0, 10.0), (0.0, -80.0)])
def test_the_sea_and_antarctica_stay_empty(
    features: list[dict[str, Any]], longitude: float, latitude: float
):
    assert country_at(features, longitude, latitude) == []


SQUARE_ACROSS_THE_ANTIMERIDIAN = {
    "transform": {"scale": [1, 1], "translate": [-180, 0]},
    # In whole degrees from 180° west: from 170° E to 170° W and back.
    "arcs": [[[350, 0], [-340, 0], [0, 10], [340, 0], [0, -10]]],
    "objects": {
        "countries": {
            "geometries": [
                {
                    "type": "Polygon",
                    "id": "242",
                    "properties": {"name": "Fiji"},
                    "arcs": [[0]],
                }
            ]
        }
    },
}


def test_rebuilding_cuts_a_country_at_the_antimeridian():
    pytest.importorskip("shapely", reason="only rebuilding the shapes needs it")
    from data.places.build_shapes import land

    (feature,) = land(SQUARE_ACROSS_THE_ANTIMERIDIAN)["features"]
    assert feature["properties"] == {"iso": "FJ", "name": "Fiji"}
    bounds = sorted(
        (min(p[0] for p in ring), max(p[0] for p in ring)) for _, ring in rings([feature])
    )
    assert bounds == [(-180.0, -170.0), (170.0, 180.0)]
    assert all(doubled_area(ring) == 2 * 100 for _, ring in rings([feature]))


def test_the_coarse_outlines_travel_light():
    outlines = FILE.with_name("world_110m.json").read_bytes()
    assert len(gzip.compress(outlines, mtime=0)) <= 60_000


def test_overseas_parts_of_france_are_countries_of_their_own_in_the_outlines():
    from data.places.build_outlines import outlines

    # One arc begins in French Guiana, one in France, one in Kosovo, which has no number.
    arcs = [[[5200, 500], [1, 1]], [[6000, 5000], [1, 1]], [[7500, 4500], [1, 1]]]
    france = {"type": "MultiPolygon", "arcs": [[[0]], [[~1]]], "id": "250"}
    kosovo = {"type": "Polygon", "arcs": [[2]]}
    topology = {
        "type": "Topology",
        "transform": {"scale": [0.01, 0.01], "translate": [-105.0, 0.0]},
        "arcs": arcs,
        "objects": {
            "countries": {
                "geometries": [
                    {**france, "properties": {"name": "France"}},
                    {**kosovo, "properties": {"name": "Kosovo"}},
                ]
            },
            "land": {"geometries": []},
        },
    }
    countries_layer = outlines(topology)["objects"]["countries"]
    assert countries_layer["geometries"] == [
        {"type": "MultiPolygon", "arcs": [[[0]]], "id": "GF"},
        {"type": "MultiPolygon", "arcs": [[[~1]]], "id": "FR"},
        {"type": "Polygon", "arcs": [[2]], "id": "XK"},
    ]


@pytest.mark.parametrize("point", [(34.1, 44.5), (33.5, 44.6), (36.4, 45.35)])
def test_crimea_is_striped_between_the_two_that_claim_it(
    features: list[dict[str, Any]], point: tuple[float, float]
) -> None:
    """Near Yalta, Sevastopol and Kerch lies land drawn with either."""
    for feature in features:
        if feature["properties"]["iso"] in ("RU", "UA"):
            near = (
                spot
                for polygon in polygons(feature)
                if all(32.4 < x < 36.7 and 44.3 < y < 46.3 for x, y in polygon[0])
                for spot in polygon[0]
            )
            assert any(abs(x - point[0]) < 0.4 and abs(y - point[1]) < 0.4 for x, y in near)


def test_land_striped_by_the_build_is_shared_and_none_is_lost() -> None:
    shapely = pytest.importorskip("shapely")
    from data.places.build_shapes import _striped

    part = shapely.box(33, 44.6, 36, 46)
    stripes = _striped(part)
    shared = {code: sum(piece.area for piece in pieces) for code, pieces in stripes.items()}
    assert sum(shared.values()) == pytest.approx(part.area)
    assert shared["RU"] == pytest.approx(shared["UA"], rel=0.1)
