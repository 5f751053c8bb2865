"""From a place name to the nearest sites: asked back where unclear, measured right, offline."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from geopy.geocoders import Nominatim
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from hypothesis import given, settings
from hypothesis import strategies as st

from data import load_study
from data.sites import Precision, sites_of
from data.sites.geocoder import OfflineGeocoder
from data.sites.nearest import distances, nearest
from data.sites.origin import Lookup, Origin, look_up
from data.sites.street import USER_AGENT, AddressError, StreetSearch
from data.views.sites import distance_in_words, sites_info
from tests.geodesy import vincenty

ROOT = Path(__file__).parents[1]
SITES = sites_of(load_study(ROOT / "data" / "records" / "NCT03972488.json"))


def labels(lookup: Lookup) -> list[str]:
    return [origin.label for origin in lookup.origins]


def test_the_nearest_three_to_clermont_ferrand_are_lyon_montpellier_and_villejuif() -> None:
    # Coordinates as an atlas gives them, not those of the gazetteer.
    clermont = (45.783, 3.083)
    atlas = {"Lyon": (45.758, 4.842), "Montpellier": (43.611, 3.877), "Villejuif": (48.794, 2.360)}
    found = look_up("Clermont-Ferrand").origin
    assert found is not None
    three = nearest(distances(found, SITES))
    assert [distance.site.city for distance in three] == list(atlas)
    for distance in three:
        expected = vincenty(clermont, atlas[distance.site.city])
        # An atlas and GeoNames may put the middle of a town 2 km apart.
        assert distance.km == pytest.approx(expected, abs=2)
        assert distance.miles == pytest.approx(distance.km * 1000 / 1609.344)


@pytest.mark.parametrize("text", ["45.7797, 3.0868", "-33.87, 151.2", "64.1, -21.9"])
def test_every_distance_matches_another_formula_to_the_metre(text: str) -> None:
    origin = look_up(text).origin
    assert origin is not None
    measured = distances(origin, SITES)
    assert len(measured) == 40
    assert [d.km for d in measured] == sorted(d.km for d in measured)
    for distance in measured:
        assert distance.site.point is not None
        expected = vincenty((origin.latitude, origin.longitude), distance.site.point)
        assert distance.km == pytest.approx(expected, abs=0.001)


def test_sites_of_one_city_are_equally_near_and_none_is_left_out_by_chance() -> None:
    london = look_up("London, England").origin
    assert london is not None
    near = nearest(distances(london, SITES), count=2)
    assert [distance.site.city for distance in near] == ["London"] * 3
    assert {distance_in_words(distance) for distance in near} == {
        "in the same town; under 1 km apart on the map"
    }


def test_a_distance_is_said_as_exactly_as_the_site_is_placed() -> None:
    origin = Origin(label="here", latitude=45.4643, longitude=9.1295)
    milan = distances(origin, [site for site in SITES if site.city == "Milan"])[0]
    assert milan.site.precision is Precision.CITY
    assert distance_in_words(milan) == "5 km (3 miles)"


def test_one_mile_is_not_said_in_the_plural() -> None:
    origin = Origin(label="here", latitude=51.5, longitude=-0.12)
    assert distance_in_words(distances(origin, SITES)[0]) == "1 km (1 mile)"


def test_the_nearest_are_drawn_and_measured_whatever_the_filter_shows() -> None:
    info = sites_info(SITES, area="Italy", origin=look_up("Clermont-Ferrand").origin)
    assert {distance.site.country for distance in info.nearest} == {"France"}
    assert [mark.name for mark, _ in info.near_marks] == ["Lyon", "Montpellier", "Villejuif"]
    assert len(info.sites) == 8
    assert {label.text for label in info.labels} >= {"Clermont-Ferrand", "Lyon, 137 km"}


def test_london_is_asked_about_and_its_country_answers() -> None:
    found = labels(look_up("London"))
    assert found[:2] == ["London, England, United Kingdom", "London, Ontario, Canada"]
    assert look_up("London").origin is None
    assert labels(look_up("London, Ontario")) == ["London, Ontario, Canada"]
    assert labels(look_up("london canada")) == ["London, Ontario, Canada"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Clermont-Ferrand", "Clermont-Ferrand, Auvergne-Rhône-Alpes, France"),
        ("clermont ferrand", "Clermont-Ferrand, Auvergne-Rhône-Alpes, France"),
        ("Napoli", "Naples, Campania, Italy"),
        ("Köln", "Köln, North Rhine-Westphalia, Germany"),
        ("koln", "Köln, North Rhine-Westphalia, Germany"),
        ("Québec", "Québec, Canada"),
        ("서울", "Seoul, South Korea"),
        ("Meldola", "Meldola, Emilia-Romagna, Italy"),
        ("Luxembourg", "Luxembourg"),
        ("Singapore", "Singapore"),
        ("Cambridge, Massachusetts", "Cambridge, Massachusetts, United States"),
    ],
)
def test_accents_local_names_and_small_towns_are_found(typed: str, expected: str) -> None:
    assert labels(look_up(typed))[:1] == [expected]


@pytest.mark.parametrize(
    "typed", ["Clermont-Ferrand", "Napoli", "Köln", "Québec", "서울", "Singapore"]
)
def test_what_only_one_place_can_mean_is_not_asked_about(typed: str) -> None:
    assert look_up(typed).origin is not None


def test_a_famous_foreign_name_means_the_famous_city_first() -> None:
    assert labels(look_up("Cologne"))[0] == "Köln, North Rhine-Westphalia, Germany"
    assert "Newcastle upon Tyne, England, United Kingdom" in labels(look_up("Newcastle"))


def test_places_with_the_same_name_in_the_same_region_are_told_apart() -> None:
    ohio = labels(look_up("Geneva, Ohio"))
    assert len(ohio) == len(set(ohio)) == 2
    assert all("people)" in label for label in ohio)


@pytest.mark.parametrize(
    ("typed", "latitude", "longitude"),
    [
        ("45.78, 3.08", 45.78, 3.08),
        ("45.78 3.08", 45.78, 3.08),
        ("45.78;3.08", 45.78, 3.08),
        ("45,78 3,08", 45.78, 3.08),
        ("45,78; -3,08", 45.78, -3.08),
        ("45.78° N, 3.08° W", 45.78, -3.08),
        ("33.9s, 151.2e", -33.9, 151.2),
        ("−12.5, +4", -12.5, 4),
        ("90, 180", 90, 180),
        ("0, 0", 0, 0),
    ],
)
def test_coordinates_are_read_as_people_write_them(
    typed: str, latitude: float, longitude: float
) -> None:
    origin = look_up(typed).origin
    assert origin is not None
    assert (origin.latitude, origin.longitude) == pytest.approx((latitude, longitude))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("95, 0", "The latitude 95 lies beyond a pole: it goes from -90 to 90."),
        ("-90.5, 0", "The latitude -90.5 lies beyond a pole: it goes from -90 to 90."),
        ("0, 181", "The longitude 181 lies beyond the date line: it goes from -180 to 180."),
        ("63000", "A number alone is no place here: type a town, or a latitude and a longitude."),
        ("Italy", "Italy is a country. Type a town in it."),
        ("deutschland", "Germany is a country. Type a town in it."),
    ],
)
def test_what_is_wrong_with_an_input_is_said(typed: str, said: str) -> None:
    found = look_up(typed)
    assert (found.origins, found.problem) == ((), said)
    assert found.off_the_globe == ("beyond" in said)


def test_an_unknown_place_gives_the_nearest_spellings() -> None:
    lookup = look_up("Clermont-Ferand")
    assert lookup.origins == ()
    assert "“Clermont-Ferand”" in lookup.problem
    assert lookup.spellings[0].label == "Clermont-Ferrand, Auvergne-Rhône-Alpes, France"
    assert look_up("Xontpellier").spellings[0].label.startswith("Montpellier")
    assert look_up("qqqqqqqqq").spellings == ()


def test_a_spelling_that_is_taken_up_is_found() -> None:
    for spelling in look_up("Edinborough").spellings:
        assert spelling.label in labels(look_up(spelling.label))


@settings(max_examples=25, deadline=None)  # an unknown name is compared with half a million
@given(st.text(max_size=40))
def test_whatever_is_typed_there_is_an_answer_or_a_reason(typed: str) -> None:
    lookup = look_up(typed)
    assert bool(lookup.origins) + bool(lookup.problem) == (1 if typed.split() else 0)
    for origin in (*lookup.origins, *lookup.spellings):
        assert abs(origin.latitude) <= 90
        assert abs(origin.longitude) <= 180


def test_the_offline_geocoder_is_one_of_geopys() -> None:
    geocoder = OfflineGeocoder()
    assert isinstance(geocoder, Geocoder)
    likeliest = geocoder.geocode("London")
    assert isinstance(likeliest, Location)
    assert likeliest.address == "London, England, United Kingdom"
    assert likeliest.raw["population"] > 8_000_000
    both = geocoder.geocode("London", exactly_one=False, limit=2, timeout=3)
    assert [one.address for one in both] == [
        "London, England, United Kingdom",
        "London, Ontario, Canada",
    ]
    assert geocoder.geocode("qqqqqq") is None
    assert geocoder.geocode("qqqqqq", exactly_one=False) is None


ANSWER = [
    {
        "place_id": 1,
        "lat": "45.7592",
        "lon": "3.0881",
        "display_name": "58 Rue Montalembert, Clermont-Ferrand, France",
    }
]


class Service(HTTPServer):
    """A Nominatim of our own, on this machine."""

    status = 200
    body = json.dumps(ANSWER)
    asked: list[tuple[str, str]]


class _Handler(BaseHTTPRequestHandler):
    server: Service

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        self.server.asked.append((query["q"][0], self.headers["User-Agent"]))
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(self.server.body.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def service() -> Iterator[Service]:
    with Service(("127.0.0.1", 0), _Handler) as server:
        server.asked = []
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def nominatim(port: int, timeout: float = 5) -> Nominatim:
    return Nominatim(
        domain=f"127.0.0.1:{port}",
        scheme="http",
        user_agent=USER_AGENT,
        timeout=timeout,
        proxies={},
    )


def test_an_address_is_found_under_our_name_and_never_faster_than_allowed(
    service: Service,
) -> None:
    search = StreetSearch(nominatim(service.server_port), pause=0.3)
    start = time.monotonic()
    for _ in range(3):
        (origin,) = search.find("58 rue Montalembert, Clermont-Ferrand")
    assert time.monotonic() - start >= 0.6
    assert origin.label == "58 Rue Montalembert, Clermont-Ferrand, France"
    assert (origin.latitude, origin.longitude) == (45.7592, 3.0881)
    assert service.asked == [("58 rue Montalembert, Clermont-Ferrand", USER_AGENT)] * 3
    assert USER_AGENT.startswith("trial-explorer/")


def test_nominatim_can_stand_in_the_gazetteers_place(service: Service) -> None:
    lookup = look_up("58 rue Montalembert", nominatim(service.server_port))
    assert labels(lookup) == ["58 Rue Montalembert, Clermont-Ferrand, France"]


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (200, "[]", "OpenStreetMap knows no such address."),
        (429, "slow down", "asked too often"),
        (403, "no", "could not answer"),
        (500, "oops", "could not answer"),
        (503, "later", "did not answer in time"),
        (504, "late", "did not answer in time"),
        (200, "<html>", "could not answer|cannot be read"),
        (200, '{"error": "Unable to geocode"}', "could not answer|cannot be read|no such address"),
    ],
)
def test_why_an_address_is_not_found_is_said_in_a_sentence(
    service: Service, status: int, body: str, said: str
) -> None:
    service.status, service.body = status, body
    with pytest.raises(AddressError, match=said) as caught:
        StreetSearch(nominatim(service.server_port), pause=0).find("Secret Street 1")
    assert "Secret" not in str(caught.value)


def test_without_a_network_the_address_search_says_so(service: Service) -> None:
    service.server_close()
    with pytest.raises(AddressError, match="cannot be reached"):
        StreetSearch(nominatim(service.server_port), pause=0).find("Somewhere 1")


def test_the_gazetteer_is_read_only_when_somebody_asks() -> None:
    """In a process of its own, so that no other test has read it already."""
    code = (
        "import data.sites, data.sites.origin, data.views.sites\n"
        "from pathlib import Path\n"
        "from data import load_study\n"
        "from data.places import store\n"
        "data.sites.sites_of(load_study(Path('data/records/NCT03972488.json')))\n"
        "assert store._sections.cache_info().currsize == 0\n"
        "data.sites.origin.look_up('Clermont-Ferrand')\n"
        "assert store._sections.cache_info().currsize == 1\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
    assert (ROOT / "data" / "places" / "gazetteer.txt.gz").stat().st_size < 10_000_000
