"""Where the map looks, and that nothing on it piles up."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from itertools import combinations, pairwise
from pathlib import Path

import plotly.graph_objects as go
import pytest
from geopy.distance import geodesic
from hypothesis import assume, given
from hypothesis import strategies as st

from components.figures.chart import PlotlyFigure
from components.figures.sites import (
    countries_figure,
    simple_sites_figure,
    sites_figure,
    street_sites_figure,
)
from components.palette import DARK, LIGHT
from data import load_study
from data.sites import Precision, Site, areas, sites_of
from data.sites.camera import Camera, fit, great_circle
from data.sites.labels import Spot, overlap, placed, text_box
from data.sites.marks import SiteMark
from data.sites.origin import Origin
from data.views.sites import SitesInfo, sites_info
from tests.records import SAMPLE_FOLDER

ROOT = Path(__file__).parents[1]
SITES = sites_of(load_study(ROOT / "data" / "records" / "NCT03972488.json"))
CLERMONT = Origin(label="Clermont-Ferrand, France", latitude=45.7797, longitude=3.0868)
SIZES = [(820, 460), (358, 300)]

latitudes = st.floats(-80, 80)
longitudes = st.floats(-180, 180)
points = st.tuples(latitudes, longitudes)


def site(number: int, point: tuple[float, float], **changes: str) -> Site:
    """A site somewhere."""
    return Site(
        number=number,
        facility=changes.get("facility", "A"),
        city=changes.get("city", f"City {number}"),
        state="",
        zip="",
        country=changes.get("country", "France"),
        status="not stated in the record",
        contacts=(),
        country_code=changes.get("country_code", "FR"),
        latitude=point[0],
        longitude=point[1],
        precision=Precision.STATED,
    )


@given(st.lists(points, min_size=1, max_size=20), st.sampled_from(SIZES))
def test_the_camera_shows_every_point_unless_the_world_would_show_twice(
    some: list[tuple[float, float]], size: tuple[int, int]
) -> None:
    width, height = size
    camera = fit(some, width=width, height=height)
    widest = math.log2(max(size) / 512)
    assert camera.zoom >= widest
    assume(camera.zoom > widest + 1e-9)
    for point in some:
        x, y = camera.pixel(point)
        # Across the antimeridian a point is drawn a world further on.
        turn = 512 * 2**camera.zoom
        x = min((x, x - turn, x + turn), key=abs)
        assert abs(x) <= width / 2
        assert abs(y) <= height / 2


@pytest.mark.parametrize("size", SIZES)
def test_the_first_view_frames_the_sites_of_netter_2(size: tuple[int, int]) -> None:
    info = sites_info(SITES, width=size[0], height=size[1])
    placed_at = [info.camera.pixel(item.point) for item in SITES if item.point]
    xs, ys = zip(*placed_at, strict=True)
    assert max(map(abs, xs)) < info.camera.width / 2
    assert max(map(abs, ys)) < info.camera.height / 2
    is_whole_world = 512 * 2**info.camera.zoom <= max(size) + 1
    assert is_whole_world or max(xs) - min(xs) > 0.7 * info.camera.width


@pytest.mark.parametrize("draw", [sites_figure, simple_sites_figure, street_sites_figure])
def test_labels_of_the_map_are_set_in_the_apps_font(draw: Callable[..., PlotlyFigure]) -> None:
    italy = sites_info(SITES, area="Italy")
    written = [part for part in draw(italy, LIGHT)["data"] if part.get("text")]
    assert {text for part in written for text in part["text"]} > {"Milan"}
    assert {part["textfont"]["family"].partition(",")[0] for part in written} == {"Source Sans"}


@given(points, st.tuples(st.floats(-400, 400), st.floats(-200, 200)))
def test_pixels_and_points_are_inverse(
    middle: tuple[float, float], pixel: tuple[float, float]
) -> None:
    camera = Camera(latitude=middle[0], longitude=middle[1], zoom=3, width=820, height=460)
    assert camera.pixel(camera.point(pixel)) == pytest.approx(pixel, abs=1e-6)


def test_sites_on_both_sides_of_the_antimeridian_are_shown_together() -> None:
    camera = fit([(-18.1, 178.4), (-13.8, -171.8)], width=820, height=460)
    assert camera.longitude == pytest.approx(-176.7, abs=0.1)
    assert camera.zoom > 4


def test_without_points_the_inhabited_world_is_shown() -> None:
    camera = fit([], width=820, height=460)
    assert camera.longitude == pytest.approx(0)


def circles(info: SitesInfo) -> list[tuple[float, float, float]]:
    pixels = [info.camera.pixel((mark.latitude, mark.longitude)) for mark in info.marks]
    return [(x, y, mark.diameter) for (x, y), mark in zip(pixels, info.marks, strict=True)]


def assert_legible(info: SitesInfo) -> None:
    """No circle touches another; no name covers a circle or another name."""
    drawn = circles(info)
    for (x1, y1, d1), (x2, y2, d2) in combinations(drawn, 2):
        assert math.hypot(x1 - x2, y1 - y2) >= (d1 + d2) / 2
    boxes = [(x - d / 2, y - d / 2, x + d / 2, y + d / 2) for x, y, d in drawn]
    for label in info.labels:
        spot = Spot(
            latitude=label.latitude,
            longitude=label.longitude,
            diameter=label.diameter,
            text=label.text,
        )
        pixel = info.camera.pixel((label.latitude, label.longitude))
        box = text_box(spot, pixel, label.side)
        assert not any(overlap(box, other) for other in boxes)
        boxes.append(box)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("area", areas(SITES))
def test_nothing_piles_up_in_any_view_of_netter_2(area: str, size: tuple[int, int]) -> None:
    info = sites_info(SITES, area=area, width=size[0], height=size[1])
    assert_legible(info)
    # And nothing was pushed out of the picture.
    for x, y, diameter in circles(info):
        assert abs(x) + diameter / 2 <= size[0] / 2
        assert abs(y) + diameter / 2 <= size[1] / 2


@pytest.mark.parametrize("size", SIZES)
def test_nothing_piles_up_in_a_study_of_975_sites(size: tuple[int, int]) -> None:
    sites = sites_of(load_study(SAMPLE_FOLDER / "NCT02545049.json"))
    for area in areas(sites):
        assert_legible(sites_info(sites, area=area, width=size[0], height=size[1]))


def test_the_world_has_a_circle_for_each_country_which_opens_it() -> None:
    info = sites_info(SITES)
    assert {mark.country: len(mark.sites) for mark in info.marks} == dict(info.countries)
    assert {mark.name for mark in info.marks} == {mark.country for mark in info.marks}


def test_a_country_has_a_circle_for_each_city() -> None:
    info = sites_info(SITES, area="Italy")
    assert {mark.name: len(mark.sites) for mark in info.marks} == {
        "Milan": 2,
        "Bologna": 1,
        "Genova": 1,
        "Meldola": 1,
        "Napoli": 1,
        "Reggio Emilia": 1,
        "Roma": 1,
    }
    assert all(mark.country is None for mark in info.marks)
    assert {label.text for label in info.labels} == {mark.name for mark in info.marks}


def test_cities_too_close_to_tell_apart_share_a_circle_until_the_map_comes_closer() -> None:
    info = sites_info(SITES, area="Europe")
    paris = next(mark for mark in info.marks if mark.name == "Clichy")
    assert paris.title == "Clichy and 1 more nearby"
    assert {site.city for site in paris.sites} == {"Clichy", "Villejuif"}
    closer = sites_info(SITES, area="Europe", focus=paris.sites)
    assert {"Clichy", "Villejuif"} <= {mark.name for mark in closer.marks if mark.places == 1}


def test_many_small_countries_on_one_spot_are_moved_apart_the_same_way_every_time() -> None:
    crowd = tuple(
        site(number, (47.0, 8.0), country=f"Country {number}", country_code="")
        for number in range(1, 30)
    )
    far = site(30, (-30.0, 150.0), country="Elsewhere", country_code="")
    one, two = (sites_info((*crowd, far)) for _ in range(2))
    assert one == two
    assert len(one.marks) == 30
    assert_legible(one)


@given(st.lists(points, min_size=1, max_size=25))
def test_no_city_is_lost_wherever_the_cities_are(some: list[tuple[float, float]]) -> None:
    sites = tuple(site(number, point) for number, point in enumerate(some, start=1))
    info = sites_info(sites, area="France")
    drawn = sorted(one.number for mark in info.marks for one in mark.sites)
    assert drawn == [one.number for one in sites]
    assert_legible(info)


def test_names_that_do_not_fit_are_left_out_rather_than_piled_up() -> None:
    camera = Camera(latitude=0, longitude=0, zoom=5, width=400, height=300)
    spots = [Spot(latitude=0, longitude=0, diameter=18, text="Twelve letters")] * 6
    assert len(placed(spots, camera)) < 6
    outside = Spot(latitude=0, longitude=30, diameter=18, text="Far away")
    assert placed([outside], camera) == ()


def test_the_way_to_a_site_is_the_shortest_one() -> None:
    way = great_circle((52.5, 13.4), (37.6, 127.0))
    length = sum(geodesic(a, b).km for a, b in pairwise(way))
    assert length == pytest.approx(geodesic((52.5, 13.4), (37.6, 127.0)).km, rel=1e-3)
    assert max(latitude for latitude, _ in way) > 60  # over Siberia, not along the parallel


def test_the_way_across_the_antimeridian_takes_no_turn_round_the_world() -> None:
    way = great_circle((-36.8, 174.8), (37.8, -122.4))
    assert all(abs(a[1] - b[1]) < 20 for a, b in pairwise(way))


@given(points, points)
def test_a_way_begins_and_ends_where_it_should(
    start: tuple[float, float], end: tuple[float, float]
) -> None:
    way = great_circle(start, end)
    for given_point, drawn in ((start, way[0]), (end, way[-1])):
        assert geodesic(given_point, (drawn[0], (drawn[1] + 180) % 360 - 180)).km < 1


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("area", ["World", "Italy"])
@pytest.mark.parametrize("origin", [None, CLERMONT])
def test_every_map_shows_the_same_circles_and_numbers(
    palette: object, area: str, origin: Origin | None
) -> None:
    info = sites_info(SITES, area=area, origin=origin)
    for draw in (sites_figure, simple_sites_figure, street_sites_figure):
        figure = go.Figure(draw(info, palette))  # type: ignore[arg-type]
        (numbers,) = [trace for trace in figure.data if trace.customdata is not None]
        assert list(numbers.text) == [str(len(mark.sites)) for mark in info.marks]
        assert list(numbers.customdata) == list(range(len(info.marks)))
        assert json.loads(figure.to_json())


def test_maps_and_bars_can_be_drawn_of_nothing() -> None:
    for info in (sites_info(()), sites_info(SITES, text="no such site")):
        for draw in (sites_figure, simple_sites_figure, street_sites_figure, countries_figure):
            assert json.loads(go.Figure(draw(info, LIGHT)).to_json())


def style(figure: go.Figure) -> dict[str, object]:
    found: dict[str, object] = figure.to_dict()["layout"]["map"]["style"]
    return found


def test_the_offline_map_asks_no_other_host() -> None:
    drawn = json.dumps(style(go.Figure(sites_figure(sites_info(SITES), LIGHT))))
    assert "http" not in drawn
    assert "glyphs" not in drawn
    assert "/app/static/land.geojson" in drawn


def test_the_hover_names_the_sites_and_undoes_their_markup() -> None:
    info = sites_info((site(1, (45.0, 3.0), facility="<a href='x'>Clinic</a>"),), area="France")
    (circle,) = [
        trace for trace in go.Figure(sites_figure(info, LIGHT)).data if trace.customdata is not None
    ]
    assert "<a" not in circle.hovertext[0]
    assert "&lt;a href=" in circle.hovertext[0]
    milan = sites_info(SITES, area="Italy", text="milan")
    (circle,) = [
        trace
        for trace in go.Figure(sites_figure(milan, LIGHT)).data
        if trace.customdata is not None
    ]
    assert circle.hovertext[0].split("<br>") == [
        "<b>Milan</b>: 2 sites",
        "Fondazione Irccs Istituto Nazionale Tumori",
        "Ieo, Irccs",
    ]


def test_countries_with_more_sites_are_tinted_more() -> None:
    drawn = style(go.Figure(sites_figure(sites_info(SITES), LIGHT)))
    fill = drawn["layers"][1]["paint"]["fill-color"]  # type: ignore[index]
    tints = dict(zip(fill[2:-1:2], fill[3:-1:2], strict=True))
    assert set(tints) == {"US", "CA", "FR", "DE", "IT", "NL", "KR", "ES", "GB"}
    assert fill[-1] == LIGHT.surface
    red = {code: int(colour[1:3], 16) for code, colour in tints.items()}
    assert red["IT"] < red["US"] < red["FR"] < red["CA"] < red["NL"]


def test_the_simple_map_finds_every_country_it_tints_in_the_shipped_outlines() -> None:
    outlines = json.loads((ROOT / "static" / "world_110m.json").read_text(encoding="utf-8"))
    names = {shape["id"] for shape in outlines["objects"]["countries"]["geometries"]}
    choropleth = go.Figure(simple_sites_figure(sites_info(SITES), LIGHT)).data[0]
    assert set(choropleth.locations) <= names
    assert {"GF", "XK", "FR"} <= names
    assert len(outlines["objects"]["land"]["geometries"]) >= 1


def test_marks_are_told_apart_by_size_up_to_a_limit() -> None:
    def mark(number: int) -> SiteMark:
        sites = tuple(site(n, (0.0, 0.0)) for n in range(number))
        return SiteMark(name="A", sites=sites, latitude=0, longitude=0, anchor=(0, 0))

    sizes = [mark(number).diameter for number in (1, 2, 8, 40, 400)]
    assert sizes == sorted(set(sizes))
    assert sizes[-1] <= 52


def test_a_single_town_is_shown_with_what_lies_round_it() -> None:
    one = sites_info(SITES, area="Netherlands", text="Utrecht")
    west, east, _, _ = one.camera.edges
    assert len(one.sites) == 1
    assert east - west > 15
