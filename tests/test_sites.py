"""Which sites a study has, where they are, which are meant, and what can be taken away."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from geopy.distance import geodesic

from components.exports.geojson import sites_geojson
from data import Study, load_study
from data.annotations.shipped import annotations_of
from data.checks import check_record
from data.places.continents import continent
from data.places.countries import countries
from data.sites import FAR_KM, WORLD, Precision, Site, areas, matching, sites_of
from data.sites.origin import Origin, look_up
from data.spreadsheet import table_csv
from data.views.columns import columns_told
from data.views.sites import (
    SiteRow,
    countries_alt,
    countries_finding,
    countries_table,
    precision_note,
    sites_alt,
    sites_info,
    sites_summary,
    sites_table,
)
from tests.records import SAMPLE_FOLDER

ROOT = Path(__file__).parents[1]
IN_EACH = {
    "Italy": 8,
    "United States": 6,
    "France": 5,
    "United Kingdom": 5,
    "Canada": 4,
    "South Korea": 4,
    "Spain": 4,
    "Germany": 2,
    "Netherlands": 2,
}


@pytest.fixture(scope="module")
def netter() -> tuple[Site, ...]:
    """The 40 sites of the shipped record."""
    return sites_of(load_study(ROOT / "data" / "records" / "NCT03972488.json"))


def study(*locations: dict[str, Any]) -> Study:
    """A record with these locations and nothing else."""
    content = {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT00000001"},
            "contactsLocationsModule": {"locations": list(locations)},
        }
    }
    return load_study(json.dumps(content))


def test_all_sites_of_the_shipped_record_are_listed_and_placed(netter: tuple[Site, ...]) -> None:
    assert len(netter) == 40
    assert Counter(site.country for site in netter) == IN_EACH
    assert [site.number for site in netter] == list(range(1, 41))
    # Its page has no coordinates and no statuses.
    assert {site.precision for site in netter} == {Precision.CITY}
    assert {site.status for site in netter} == {"not stated in the record"}


def test_london_in_ontario_is_not_london_in_england(netter: tuple[Site, ...]) -> None:
    londons = {site.country: site.point for site in netter if site.city == "London"}
    assert londons["Canada"] == pytest.approx((42.98, -81.23), abs=0.01)
    assert londons["United Kingdom"] == pytest.approx((51.51, -0.13), abs=0.01)


def test_a_records_own_coordinates_status_and_contacts_are_used() -> None:
    (site,) = sites_of(
        study(
            {
                "facility": "Ward 7",
                "status": "NOT_YET_RECRUITING",
                "city": "Aalborg",
                "zip": "9000",
                "country": "Denmark",
                "contacts": [{"name": "A. B.", "phone": "1", "phoneExt": "2", "email": "a@b.dk"}],
                "geoPoint": {"lat": 57.0, "lon": 9.9},
            }
        )
    )
    assert site.point == (57.0, 9.9)
    assert site.precision is Precision.STATED
    assert site.status == "Not yet recruiting"
    assert site.contacts == ("A. B. · 1 ext. 2 · a@b.dk",)


def test_a_site_without_coordinates_is_placed_at_its_city_and_says_so() -> None:
    (site,) = sites_of(study({"facility": "A", "city": "Meldola", "country": "Italy"}))
    assert site.point == pytest.approx((44.13, 12.06), abs=0.01)
    assert site.precision is Precision.CITY


def test_null_island_is_no_place() -> None:
    """0°, 0° is how databases write "unknown"."""
    nowhere = {"lat": 0, "lon": 0}
    known, unknown = sites_of(
        study(
            {"city": "Lyon", "country": "France", "geoPoint": nowhere},
            {"city": "Atlantis", "country": "France", "geoPoint": nowhere},
        )
    )
    assert known.point == pytest.approx((45.75, 4.85), abs=0.01)
    assert unknown.point is None
    # On the equator or the meridian alone, a site may well be.
    (greenwich,) = sites_of(study({"geoPoint": {"lat": 51.48, "lon": 0}}))
    assert greenwich.point == (51.48, 0)


def test_a_site_nobody_can_place_is_counted_and_listed_but_not_drawn() -> None:
    sites = sites_of(
        study(
            {"facility": "Here", "city": "Lyon", "country": "France"},
            {"facility": "Where?", "city": "Kelantan", "country": "Malaysia"},
            {},
        )
    )
    info = sites_info(sites)
    assert len(info.sites) == sum(number for _, number in info.countries) == 3
    assert [site.name for site in info.unplaced] == ["Where?", "Site without a name"]
    assert sum(len(mark.sites) for mark in info.marks) == 1
    assert precision_note(info) == (
        "1 is placed at the city centre: the record gives no coordinates. 2 are not on the map."
    )


def test_areas_are_the_world_the_continents_with_sites_and_their_countries(
    netter: tuple[Site, ...],
) -> None:
    assert areas(netter) == (WORLD, "Europe", "North America", "Asia", *sorted(IN_EACH))


@pytest.mark.parametrize(
    ("area", "text", "number"),
    [
        (WORLD, "", 40),
        ("Europe", "", 26),
        ("North America", "", 10),
        ("Asia", "", 4),
        ("Italy", "", 8),
        ("Italy", "milan", 2),
        (WORLD, "london", 4),
        (WORLD, "london canada", 1),
        (WORLD, "quebec", 1),
        (WORLD, "HÔPITAL", 1),
        (WORLD, "marañon", 1),
        (WORLD, "ontario", 1),  # in the name of the site; the record states no province
        (WORLD, "no such site", 0),
        ("Italy", "london", 0),
    ],
)
def test_the_filter_keeps_what_it_says_and_every_number_adds_up(
    netter: tuple[Site, ...], area: str, text: str, number: int
) -> None:
    info = sites_info(netter, area=area, text=text)
    assert len(info.sites) == len(sites_table(info)) == number
    assert sum(count for _, count in info.countries) == number
    assert sum(count for _, count in info.bars) == number
    assert sum(int(row["Sites"]) for row in countries_table(info)) == number
    assert sum(count for _, count in info.tints) == number
    assert sum(len(mark.sites) for mark in info.marks) == number
    assert info.sites == matching(netter, area=area, text=text)


def test_the_numbers_are_said_in_words(netter: tuple[Site, ...]) -> None:
    assert sites_summary(sites_info(netter)) == "40 sites, in 9 countries"
    assert sites_summary(sites_info(netter, area="Italy")) == "8 of 40 sites, in 1 country"
    assert sites_summary(sites_info(netter, text="qqq")) == "0 of 40 sites"
    assert "Italy 8, United States 6" in sites_alt(sites_info(netter))
    assert countries_alt(sites_info(netter, area="Asia")).endswith("South Korea 4.")


@pytest.mark.parametrize(
    ("places", "says"),
    [
        (["Italy"], "The site is in Italy."),
        (["Italy"] * 3, "All 3 sites are in Italy."),
        ([""], "The site is without a country."),
        (["Italy", "Italy", "France"], "Italy has the most sites, 2 of 3."),
        (["Italy", "France"], "2 countries have the most sites, 1 of 2 each."),
        (["", "", "France"], "France has the most sites, 1 of 3."),
        (
            ["Italy", "Italy", "France", "France", "Spain"],
            "2 countries have the most sites, 2 of 5 each.",
        ),
    ],
)
def test_the_bars_say_what_is_seen(places: list[str], says: str) -> None:
    named = ({"country": place} if place else {"facility": "Somewhere"} for place in places)
    assert countries_finding(sites_info(sites_of(study(*named)))) == says


def told_of_sites(rows: Sequence[SiteRow]) -> tuple[str, list[str]]:
    return columns_told(rows, first=("City", "Country", "Site"), of="site")


def test_what_is_the_same_of_every_site_is_said_once(netter: tuple[Site, ...]) -> None:
    told, columns = told_of_sites(sites_table(sites_info(netter)))
    assert told.startswith("The same for every site: status not stated in the record")
    assert columns[:3] == ["City", "Country", "Site"]
    assert "Status" not in columns
    one, shown = told_of_sites(sites_table(sites_info(netter[:1])))
    assert one == ""
    assert "Status" in shown
    # The place is a place even where it is the same of all.
    italy = sites_table(sites_info(netter, area="Italy"))
    assert "Country" in told_of_sites(italy)[1]
    mixed: list[SiteRow] = [
        {"City": "a", "Status": "Recruiting", "Contact": None},
        {"City": "b", "Status": "Completed", "Contact": ""},
    ]
    assert told_of_sites(mixed) == ("", ["City", "Status"])


def test_a_study_without_sites_has_a_map_and_tables_without_rows() -> None:
    info = sites_info(sites_of(study()))
    for nothing in (info.marks, info.sites, info.countries, info.labels):
        assert nothing == ()
    assert sites_table(info) == ()
    assert countries_table(info) == ()
    assert sites_alt(info) == "Map of the world: 0 sites."
    assert table_csv(sites_table(info)).decode("utf-8-sig").strip() == ""


def test_the_bars_of_many_countries_still_add_up() -> None:
    names = [country.name for country in list(countries().values())[:40]]
    info = sites_info(sites_of(study(*({"country": name} for name in names))))
    assert len(info.bars) == 16
    assert info.bars[-1] == ("25 more countries", 25)
    assert sum(number for _, number in info.bars) == 40


def test_every_country_lies_on_a_continent() -> None:
    assert [code for code in countries() if continent(code) is None] == []
    assert continent("KR") == "Asia"
    assert continent("") is None


def test_the_csv_opens_with_every_site_its_accents_and_its_numbers(
    netter: tuple[Site, ...],
) -> None:
    info = sites_info(netter, origin=Origin(label="x", latitude=45.78, longitude=3.08))
    content = table_csv(sites_table(info))
    frame = pd.read_csv(io.BytesIO(content), encoding="utf-8-sig")
    assert len(frame) == 40
    assert "Hospital Universitario Vall d'Hebrón" in set(frame["Site"])
    assert frame["Latitude"].between(27, 54).all()
    assert frame["Distance (km)"].notna().all()
    assert set(frame["Position"]) == {"placed at the city centre"}
    # For Excel, which reads UTF-8 only if told.
    assert content.startswith("\ufeff".encode())


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_spreadsheet_runs_no_formula_out_of_a_record(start: str) -> None:
    sites = sites_of(study({"facility": f"{start}HYPERLINK(1)", "city": 'A "B", C'}))
    (row,) = csv.DictReader(
        io.StringIO(table_csv(sites_table(sites_info(sites))).decode("utf-8-sig"))
    )
    assert row["Site"] == f"'{start}HYPERLINK(1)"
    assert row["City"] == 'A "B", C'


def test_the_geojson_has_the_longitude_first_and_no_false_places() -> None:
    sites = sites_of(
        study(
            {"facility": "A", "geoPoint": {"lat": 57.0, "lon": 9.9}},
            {"facility": "B", "city": "Atlantis", "country": "Greece"},
        )
    )
    content = json.loads(sites_geojson(sites, sites_table(sites_info(sites))))
    here, nowhere = content["features"]
    assert content["type"] == "FeatureCollection"
    assert here["geometry"] == {"type": "Point", "coordinates": [9.9, 57.0]}
    assert here["properties"]["Site"] == "A"
    assert nowhere["geometry"] is None
    assert nowhere["properties"]["Position"].startswith("not on the map")


def test_a_large_study_is_filtered_and_laid_out_without_losing_a_site() -> None:
    sites = sites_of(load_study(SAMPLE_FOLDER / "NCT02545049.json"))
    assert len(sites) == 975
    for area in areas(sites):
        info = sites_info(sites, area=area)
        drawn = [site.number for mark in info.marks for site in mark.sites]
        assert len(drawn) == len(set(drawn)) == len(info.sites) - len(info.unplaced)
        assert sum(count for _, count in info.countries) == len(info.sites)
    everywhere = sites_info(sites)
    assert len(everywhere.countries) == 48
    assert all(site.point != (0, 0) for site in sites)
    assert {site.city for site in everywhere.unplaced} >= {"Lenasia South", "Hawkes Bay"}


@pytest.mark.parametrize(("km", "kept"), [(149, True), (150, True), (151, False)])
def test_a_point_counts_up_to_150_km_from_its_city(km: int, kept: bool) -> None:
    rome = (41.8919, 12.5113)
    point = geodesic(kilometers=km - (1e-6 if km == 150 else 0)).destination(rome, 0)
    (site,) = sites_of(
        study(
            {
                "city": "Roma",
                "country": "Italy",
                "geoPoint": {"lat": point.latitude, "lon": point.longitude},
            }
        )
    )
    assert FAR_KM == 150
    assert (site.precision is Precision.STATED) is kept
    assert (site.point == pytest.approx(rome, abs=0.001)) is not kept


@pytest.mark.parametrize(
    ("city", "country", "point"),
    [
        ("Torino", "Italy", (42.6, 13.4)),
        ("Genova", "Italy", (41.1, 15.0)),
        ("México", "Mexico", (26.9, -101.4)),
        ("München", "Germany", (51.6, 13.3)),
    ],
)
def test_a_point_at_a_namesake_is_replaced_by_the_city_and_said_so(
    city: str, country: str, point: tuple[float, float]
) -> None:
    found = study(
        {"city": city, "country": country, "geoPoint": {"lat": point[0], "lon": point[1]}}
    )
    (site,) = sites_of(found)
    assert site.precision is Precision.MOVED
    info = sites_info((site,))
    assert "far from every place" in str(sites_table(info)[0]["Position"])
    assert "more than 150 km" in precision_note(info)


@pytest.mark.parametrize(
    ("city", "country", "point", "kept"),
    [
        ("Nusquam", "Spain", (-34.6, -58.4), False),
        ("Nusquam", "Spain", (40.4, -3.7), True),
        ("Nusquam", "Spain", (28.1, -15.4), True),
        (None, "Canada", (48.9, 2.3), False),
        ("Nusquam", "United States", (64.8, -147.7), True),
        ("Nusquam", "United States", (13.47, 144.75), True),
        ("Nusquam", "France", (-20.9, 55.5), True),
        ("Nusquam", "Fiji", (-16.8, -179.9), True),
        ("Nusquam", "Atlantis", (10.0, 10.0), True),
    ],
)
def test_where_the_city_is_not_known_a_point_is_held_against_the_country(
    city: str | None, country: str, point: tuple[float, float], *, kept: bool
) -> None:
    found = study(
        {"city": city, "country": country, "geoPoint": {"lat": point[0], "lon": point[1]}}
    )
    (site,) = sites_of(found)
    assert (site.point, site.precision) == (
        (point, Precision.STATED) if kept else (None, Precision.OUTSIDE)
    )
    titles = [
        finding.title
        for finding in check_record(found, annotations_of(found), as_of=date(2026, 1, 1))
    ]
    assert ("Coordinates outside the country" in titles) is not kept
    assert len(sites_info((site,)).unplaced) == (not kept)


def test_a_point_at_either_of_two_towns_of_one_name_is_kept() -> None:
    """Springfield in Massachusetts is no error where no state is given."""
    (site,) = sites_of(
        study(
            {
                "city": "Springfield",
                "country": "United States",
                "geoPoint": {"lat": 42.1, "lon": -72.59},
            }
        )
    )
    assert site.precision is Precision.STATED


@pytest.mark.parametrize(
    ("city", "state", "country", "code"),
    [
        ("San Juan", "Puerto Rico", "United States", "PR"),
        ("Ponce", "Puerto Rico", "Puerto Rico", "PR"),
        ("Saint-Denis", "La Réunion", "France", "RE"),
        ("Saint-Denis", "Ile de la Réunion", "France", "RE"),
        ("Saint-Pierre", "Reunion Island", "France", "RE"),
        ("Fort-de-France", None, "France", "MQ"),
        ("Cayenne", "Guyane", "France", "GF"),
        ("Hong Kong", None, "China", "HK"),
        ("Macao", None, "China", "MO"),
        ("Tamuning", "Guam", "United States", "GU"),
        ("Simferopol", "Crimea", "Russia", "UA"),
        ("Taipei", "Taiwan", "China", "TW"),
        ("Atlanta", "Georgia", "United States", "US"),
    ],
)
def test_a_territory_is_placed_whichever_way_it_is_named(
    city: str, state: str | None, country: str, code: str
) -> None:
    (site,) = sites_of(study({"city": city, "state": state, "country": country}))
    assert (site.country_code, site.precision) == (code, Precision.CITY)


def test_a_city_comes_before_a_quarter_of_its_name() -> None:
    (site,) = sites_of(study({"city": "Salamanca", "country": "Spain"}))
    assert site.point == pytest.approx((40.97, -5.66), abs=0.01)
    assert site.precision is Precision.CITY


def test_towns_of_one_name_are_said_to_be_several_and_an_unknown_state_picks_none() -> None:
    unstated, unknown = sites_of(
        study(
            {"city": "Springfield", "country": "United States"},
            {"city": "Springfield", "state": "Atlantis", "country": "United States"},
        )
    )
    assert unstated.precision is Precision.SEVERAL
    assert "several towns" in precision_note(sites_info((unstated,)))
    assert unknown.precision is Precision.NONE


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("69008 Lyon", "Lyon, Auvergne-Rhône-Alpes, France"),
        ("Heidelberg D-69120, Germany", "Heidelberg, Baden-Württemberg, Germany"),
        ("Ottawa, ON K1A 0B1", "Ottawa, Ontario, Canada"),
        ("1012 AB Amsterdam, Netherlands", "Amsterdam, North Holland, Netherlands"),
        ("110 00 Praha", "Prague, Czechia"),
        ("Praha 2", "Prague, Czechia"),
        ("00-909 Warszawa", "Warsaw, Mazovia, Poland"),
        ("2100 København Ø", "Copenhagen, Capital Region, Denmark"),
        ("31059 Toulouse Cedex 9", "Toulouse, Occitanie, France"),
    ],
)
def test_a_postcode_beside_a_town_finds_the_town(text: str, label: str) -> None:
    assert label in {origin.label for origin in look_up(text).origins}
