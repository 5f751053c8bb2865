"""Places and countries are found by the names that registries and people give them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from geopy.distance import geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from data.places import (
    Place,
    country_code,
    country_names,
    locate,
    located,
    search,
    split_countries,
)
from data.places.build_gazetteer import compressed, gazetteer_text
from data.places.countries import country_codes
from data.places.names import fold
from tests.records import SAMPLES

ROOT = Path(__file__).parents[1]
WASHINGTON = "Washington, District of Columbia, United States"

# The sites of NCT03972488 as its page spells them, with the region each one truly is in.
NETTER_2_SITES = [
    ("New Haven", "Connecticut", "United States", "Connecticut"),
    ("Tampa", "Florida", "United States", "Florida"),
    ("Iowa City", "Iowa", "United States", "Iowa"),
    ("Lexington", "Kentucky", "United States", "Kentucky"),
    ("Rochester", "Minnesota", "United States", "Minnesota"),
    ("Houston", "Texas", "United States", "Texas"),
    ("London", "", "Canada", "Ontario"),
    ("Québec", "", "Canada", "Quebec"),
    ("Toronto", "", "Canada", "Ontario"),
    ("Vancouver", "", "Canada", "British Columbia"),
    ("Clichy", "", "France", "Île-de-France"),
    ("Lyon", "", "France", "Auvergne-Rhône-Alpes"),
    ("Montpellier", "", "France", "Occitanie"),
    ("Nantes", "", "France", "Pays de la Loire"),
    ("Villejuif", "", "France", "Île-de-France"),
    ("Erlangen", "", "Germany", "Bavaria"),
    ("Essen", "", "Germany", "North Rhine-Westphalia"),
    ("Bologna", "", "Italy", "Emilia-Romagna"),
    ("Genova", "", "Italy", "Liguria"),
    ("Meldola", "", "Italy", "Emilia-Romagna"),
    ("Milan", "", "Italy", "Lombardy"),
    ("Napoli", "", "Italy", "Campania"),
    ("Reggio Emilia", "", "Italy", "Emilia-Romagna"),
    ("Roma", "", "Italy", "Lazio"),
    ("Rotterdam", "", "Netherlands", "South Holland"),
    ("Utrecht", "", "Netherlands", "Utrecht"),
    ("Seongnam-si", "", "South Korea", "Gyeonggi-do"),
    ("Seoul", "", "South Korea", "Seoul"),
    ("Barcelona", "", "Spain", "Catalonia"),
    ("Madrid", "", "Spain", "Madrid"),
    ("Valencia", "", "Spain", "Valencia"),
    ("Bristol", "", "United Kingdom", "England"),
    ("London", "", "United Kingdom", "England"),
    ("Sheffield", "", "United Kingdom", "England"),
]


def found(city: str, country: str, state: str | None = None) -> str | None:
    """Label the place that is located, or None."""
    place = locate(city=city, state=state, country=country)
    return place.label if place else None


def labels(text: str, limit: int = 10) -> list[str]:
    """Label what a search finds, in its order."""
    return [place.label for place in search(text, limit=limit)]


def test_london_canada_is_in_ontario():
    assert found("London", "Canada") == "London, Ontario, Canada"
    assert found("London", "United Kingdom") == "London, England, United Kingdom"


@pytest.mark.parametrize(("city", "state", "country", "region"), NETTER_2_SITES)
def test_every_site_of_netter_2_is_on_the_map(city: str, state: str, country: str, region: str):
    place = locate(city=city, state=state or None, country=country)
    assert place is not None
    assert (place.region, place.country) == (region, country)


@pytest.mark.parametrize(
    ("city", "country", "label"),
    [
        ("Saint Louis", "United States", "St. Louis, Missouri, United States"),
        ("ST. LOUIS", "United States", "St. Louis, Missouri, United States"),
        ("New York", "United States", "New York City, New York, United States"),
        ("Washington D.C.", "United States", "Washington, District of Columbia, United States"),
        ("Frankfurt", "Germany", "Frankfurt am Main, Hesse, Germany"),
        ("Frankfurt/Main", "Germany", "Frankfurt am Main, Hesse, Germany"),
        ("Frankfurt (Oder)", "Germany", "Frankfurt (Oder), Brandenburg, Germany"),
        ("Halle", "Germany", "Halle (Saale), Saxony-Anhalt, Germany"),
        ("Koeln", "Germany", "Köln, North Rhine-Westphalia, Germany"),
        ("Cologne", "Germany", "Köln, North Rhine-Westphalia, Germany"),
        ("Goettingen", "Germany", "Göttingen, Lower Saxony, Germany"),
        ("Newcastle", "United Kingdom", "Newcastle upon Tyne, England, United Kingdom"),
        ("Kiev", "Ukraine", "Kyiv, Ukraine"),
        ("Moscow", "Russian Federation", "Moscow, Russia"),
        ("서울", "Korea, Republic of", "Seoul, South Korea"),
        ("Vandœuvre-lès-Nancy", "France", "Vandœuvre-lès-Nancy, Grand Est, France"),
        ("Bunkyo-ku", "Japan", "Bunkyo, Tokyo, Japan"),
        ("CABA", "Argentina", "Buenos Aires, Argentina"),
        ("Bruxelles - Brussel", "Belgium", "Brussels, Belgium"),
    ],
)
def test_a_city_is_found_under_the_name_a_registry_gives_it(city: str, country: str, label: str):
    assert found(city, country) == label


@pytest.mark.parametrize(
    ("city", "country", "label"),
    [
        ("Praha 2", "Czechia", "Prague, Czechia"),
        ("Praha 10 - Vinohrady", "Czech Republic", "Prague, Czechia"),
        ("Budapest XII", "Hungary", "Budapest, Hungary"),
        ("Aarhus N", "Denmark", "Århus, Central Jutland, Denmark"),
        ("København NV", "Denmark", "Copenhagen, Capital Region, Denmark"),
        ("Lyon Cedex 08", "France", "Lyon, Auvergne-Rhône-Alpes, France"),
        ("75013 Paris", "France", "Paris, Île-de-France, France"),
        ("I-20133 Milano", "Italy", "Milan, Lombardy, Italy"),
        ("D-69120 Heidelberg", "Germany", "Heidelberg, Baden-Württemberg, Germany"),
        ("CZ 128 08 Praha 2", "Czechia", "Prague, Czechia"),
        ("SE-413 45 Göteborg", "Sweden", "Gothenburg, Västra Götaland, Sweden"),
        ("3584 CX Utrecht", "Netherlands", "Utrecht, Netherlands"),
        ("Brasília DF", "Brazil", "Brasília, Federal District, Brazil"),
        ("Köln-Lindenthal", "Germany", "Köln, North Rhine-Westphalia, Germany"),
        ("Sapporo–Maruyama", "Japan", "Sapporo, Hokkaido, Japan"),
    ],
)
def test_a_postal_district_does_not_hide_its_city(city: str, country: str, label: str):
    assert found(city, country) == label


def test_a_state_tells_namesakes_apart():
    assert found("Rochester", "United States", "Minnesota") == (
        "Rochester, Minnesota, United States"
    )
    assert found("Rochester", "United States", "New York") == "Rochester, New York, United States"
    assert found("Rochester, MN", "United States") == "Rochester, Minnesota, United States"
    assert found("London", "Canada", "Ontario") == "London, Ontario, Canada"


def test_a_place_that_the_state_does_not_have_is_not_guessed():
    assert found("Houston", "United States", "Vermont") is None
    assert found("London", "Canada", "British Columbia") is None


def test_a_capital_is_found_under_the_land_around_it():
    assert found("Bogotá", "Colombia", "Cundinamarca") == "Bogotá, Colombia"
    assert found("Saint-Petersburg", "Russia", "Leningradskaya Oblast") == (
        "Saint Petersburg, Russia"
    )


@pytest.mark.parametrize(
    ("city", "state", "country", "name"),
    [
        ("Gangnam-gu", "Seoul", "South Korea", "Seoul"),
        ("Chaoyang District", "Beijing", "China", "Beijing"),
        ("Haidian", "Beijing", "China", "Haidian"),
        ("Unknownville", "New York", "United States", None),
    ],
)
def test_a_quarter_of_a_state_that_is_one_city_is_in_that_city(city, state, country, name):
    found = locate(city=city, state=state, country=country)
    assert (found and found.name) == name


@pytest.mark.parametrize(
    ("city", "state", "country", "names"),
    [
        ("Toshima-ku", "", "Japan", ["Toshima, Tokyo, Japan"]),
        ("Nakamura-ku", "", "Japan", []),  # in Nagoya, not the town in Kochi
        ("Nusquam, " * 300, "", "Japan", []),
        ("Kita-ku, Sapporo", "", "Japan", ["Sapporo, Hokkaido, Japan"]),
        ("Ranchi", "Bihar", "India", ["Ranchi, Jharkhand, India"]),
        ("Warangal, Andhra Pradesh", "", "India", ["Warangal, Telangana, India"]),
        ("Kerch", "", "Russian Federation", ["Kerch, Crimea, Ukraine"]),
        ("Yalta, Crimea", "", "Russia", ["Yalta, Crimea, Ukraine"]),
        ("Bogotá", "Cundinamarca", "Colombia", ["Bogotá, Colombia"]),
        ("Washington", "Maryland", "United States", [WASHINGTON]),
        ("Yulin", "", "China", ["Yulin, Guangxi, China", "Yulinshi, Shaanxi, China"]),
        ("Yulin", "Shaanxi", "China", ["Yulinshi, Shaanxi, China"]),
        ("Salamanca, Madrid", "", "Spain", ["Salamanca, Madrid, Spain"]),
    ],
)
def test_what_stands_beside_a_name_says_which_place_is_meant(city, state, country, names):
    labels = [place.label for place in located(city=city, state=state, country=country)]
    assert labels == names


def test_a_state_the_gazetteer_does_not_know_changes_nothing():
    assert found("Seoul", "South Korea", "Seodaemun-gu") == "Seoul, South Korea"


@pytest.mark.parametrize("city", ["", " ", "?", "Atlantis", "2", "Cedex"])
def test_a_city_that_is_not_known_is_not_guessed(city: str):
    assert locate(city=city, state=None, country="France") is None


def test_a_city_is_not_looked_for_abroad():
    assert found("Ouagadougou", "France") is None
    assert found("Paris", "Nowhere") is None
    assert found("Paris", "") is None


def test_a_site_of_a_country_that_is_gone_is_found_where_it_is_today():
    assert found("Belgrade", "Former Serbia and Montenegro") == "Belgrade, Central Serbia, Serbia"


# The first lookup of a process reads the file, which is slower than Hypothesis lets one example be.
unhurried = settings(deadline=None)

NAMES = st.one_of(
    st.text(max_size=30),
    st.sampled_from([site[0] for site in NETTER_2_SITES]),
    st.sampled_from(["Paris 13", "Springfield", "San José, CA", "St. John's", "D.C.", "x - y / z"]),
)


@unhurried
@given(city=NAMES, state=st.none() | NAMES, country=st.sampled_from(country_names()) | st.text())
def test_no_place_is_ever_in_another_country(city: str, state: str | None, country: str):
    place = locate(city=city, state=state, country=country)
    assert place is None or place.country_code in country_codes(country)


@unhurried
@given(text=st.text(max_size=40) | NAMES, limit=st.integers(0, 12))
def test_any_text_can_be_searched(text: str, limit: int):
    places = search(text, limit=limit)
    assert len(places) <= limit
    assert len({place.geoname_id for place in places}) == len(places)


@given(text=st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str):
    assert fold(fold(text)) == fold(text)


def test_typing_london_offers_england_before_ontario_before_the_rest():
    assert labels("London", limit=3) == [
        "London, England, United Kingdom",
        "London, Ontario, Canada",
        "London, Ohio, United States",
    ]


@pytest.mark.parametrize(
    "text",
    ["London, Ontario", "London, Canada", "London Canada", "london ontario canada", "London, Ont"],
)
def test_typing_an_area_leaves_only_its_places(text: str):
    assert labels(text)[0] == "London, Ontario, Canada"
    assert "London, England, United Kingdom" not in labels(text)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Napoli", "Naples, Campania, Italy"),
        ("서울", "Seoul, South Korea"),
        ("東京", "Tokyo, Japan"),
        ("Москва", "Moscow, Russia"),
        ("München", "Munich, Bavaria, Germany"),
        ("quebec", "Québec, Canada"),
        ("Villej", "Villejuif, Île-de-France, France"),
        ("NYC", "New York City, New York, United States"),
        ("Springfield, Ill", "Springfield, Illinois, United States"),
    ],
)
def test_people_find_a_place_in_their_own_words(text: str, label: str):
    assert labels(text)[0] == label


def test_a_whole_name_comes_before_the_beginning_of_a_bigger_place():
    found_labels = labels("Lund", limit=10)
    assert found_labels[0] == "Lund, Skåne, Sweden"
    assert len(found_labels) == 10


@pytest.mark.parametrize("site", NETTER_2_SITES, ids=lambda site: site[0])
def test_a_label_leads_back_to_its_place(site: tuple[str, str, str, str]):
    city, state, country, _ = site
    place = locate(city=city, state=state or None, country=country)
    assert place is not None
    assert search(place.label, limit=1) == (place,)


def test_a_label_says_nothing_twice():
    place = Place(
        geoname_id=1,
        name="Kyiv",
        region="Kyiv City",
        country="Ukraine",
        country_code="UA",
        latitude=50.45,
        longitude=30.52,
        population=2_952_301,
    )
    assert place.label == "Kyiv, Ukraine"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Korea, Republic of", "KR"),
        ("South Korea", "KR"),
        ("Korea, Democratic People's Republic of", "KP"),
        ("Russian Federation", "RU"),
        ("Russia", "RU"),
        ("Turkey", "TR"),
        ("Turkey (Türkiye)", "TR"),
        ("Türkiye", "TR"),
        ("Czech Republic", "CZ"),
        ("Czechia", "CZ"),
        ("Iran, Islamic Republic of", "IR"),
        ("Taiwan", "TW"),
        ("Hong Kong", "HK"),
        ("Puerto Rico", "PR"),
        ("Moldova, Republic of", "MD"),
        ("Macedonia, The Former Yugoslav Republic of", "MK"),
        ("North Macedonia", "MK"),
        ("Viet Nam", "VN"),
        ("Côte D'Ivoire", "CI"),
        ("COTE D’IVOIRE", "CI"),
        ("Bosnia and Herzegovina", "BA"),
        ("Serbia", "RS"),
        ("Congo, The Democratic Republic of the", "CD"),
        ("Congo", "CG"),
        ("Former Yugoslavia", None),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_a_country_is_known_by_each_of_its_names(name: str, code: str | None):
    assert country_code(name) == code


def test_the_countries_of_netter_2_are_read_from_a_line_without_separators():
    line = "United States Canada France Germany Italy Netherlands South Korea Spain United Kingdom"
    names, left_over = split_countries(line)
    assert names == (
        "United States",
        "Canada",
        "France",
        "Germany",
        "Italy",
        "Netherlands",
        "South Korea",
        "Spain",
        "United Kingdom",
    )
    assert left_over == ""


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Hong Kong China", ("Hong Kong", "China")),
        ("Korea, Republic of Kosovo", ("Korea, Republic of", "Kosovo")),
        ("Guinea Guinea-Bissau", ("Guinea", "Guinea-Bissau")),
        ("United States Virgin Islands (U.S.)", ("United States", "Virgin Islands (U.S.)")),
        ("Niger Nigeria Dominica", ("Niger", "Nigeria", "Dominica")),
    ],
)
def test_countries_that_look_alike_are_kept_apart(line: str, names: tuple[str, ...]):
    assert split_countries(line) == (names, "")


def test_what_is_not_a_country_is_handed_back():
    assert split_countries("Atlantis France Middle Earth") == (("France",), "Atlantis Middle Earth")


ONE_WORD = tuple(name for name in country_names() if name.isalpha())


@given(names=st.lists(st.sampled_from(ONE_WORD), max_size=8))
def test_names_of_one_word_are_always_read_back(names: list[str]):
    assert split_countries(" ".join(names))[1] == ""


def test_each_country_name_is_read_whole():
    for name in country_names():
        assert split_countries(name) == ((name,), "")


@given(line=st.text(max_size=60))
def test_no_word_of_a_line_of_countries_is_lost(line: str):
    names, left_over = split_countries(line)
    kept = " ".join((*names, left_over))
    assert len(kept.split()) == len(line.split())


def registry_sites() -> list[dict[str, Any]]:
    """List every location of the sample records."""
    records = [json.loads(path.read_text(encoding="utf-8")) for path in SAMPLES]
    return [
        site
        for record in records
        for site in record["protocolSection"]
        .get("contactsLocationsModule", {})
        .get("locations", [])
    ]


def test_sites_of_other_trials_are_where_the_registry_puts_them():
    sites = registry_sites()
    distances = []
    located = 0
    for site in sites:
        place = locate(city=site["city"], state=site.get("state"), country=site["country"])
        located += place is not None
        if place and "geoPoint" in site:
            point = (site["geoPoint"]["lat"], site["geoPoint"]["lon"])
            distances.append(geodesic(point, (place.latitude, place.longitude)).km)
    assert located / len(sites) >= 0.97
    assert sum(distance <= 30 for distance in distances) / len(distances) >= 0.99


def test_nothing_is_read_before_the_first_lookup():
    """Opening the app does not wait for places: half a second would be felt on every page."""
    code = (
        "import data.places.store as store, data.places\n"
        "assert store._sections.cache_info().currsize == 0\n"
        "data.places.locate(city='Lyon', state=None, country='France')\n"
        "assert store._sections.cache_info().currsize == 1\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_the_gazetteer_stays_small():
    assert (ROOT / "data" / "places" / "gazetteer.txt.gz").stat().st_size <= 9_000_000


def city(number: int, name: str, population: int, *others: str) -> dict[str, Any]:
    """Make a row of the source."""
    return {
        "geonameid": number,
        "name": name,
        "latitude": 48.123456,
        "longitude": 2.0,
        "countrycode": "FR",
        "population": population,
        "admin1code": "11",
        "alternatenames": list(others),
    }


def test_rebuilding_keeps_names_and_drops_codes_and_romanisations():
    cities = [
        city(1, "Petit", 1_000, "PTI", "petito", "Le Petit", "Пети"),
        city(2, "Grand", 200_000, "Гранд", "Grand, France"),
    ]
    text = gazetteer_text(cities, [{"code": "FR.11", "name": "Île-de-France"}])
    assert text == (
        "FR.11\tÎle-de-France\n\n"
        "2\tGrand\tFR.11\t48.1235\t2.0\t200000\n"
        "1\tPetit\tFR.11\t48.1235\t2.0\t1000\n\n"
        "grand\t1\nle petit\t-2\npetit\t2\nгранд\t-1\n"
    )


def test_rebuilding_gives_the_same_bytes():
    assert compressed("a\n") == compressed("a\n")
    assert compressed("a\n")[4:8] == bytes(4), "the time in the gzip header"
