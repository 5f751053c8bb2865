"""Find places by name, offline."""

import heapq
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import chain, takewhile

from geopy.distance import geodesic

from data.places.countries import (
    REGIONS_LISTED_UNDER,
    TERRITORIES,
    country_code,
    country_codes,
    territory,
)
from data.places.names import fold, name_key, without_postcode
from data.places.regions import RegionsByKey, region_key, regions_by_key
from data.places.store import (
    Place,
    bearers,
    bearers_beginning,
    place_at,
    places_of,
    positions,
    region_names,
)

# How many times more people a place known by an alternative name must have than one whose main
# name it is. Newcastle in England is "Newcastle upon Tyne" to GeoNames, and the one meant.
_OUTWEIGHS = 10

# Degrees of latitude, about 40 km: how far from a state a city may be that is said to be in it.
_CLOSE = 0.36

# A degree of latitude is shortest at the equator.
_LEAST_KM_PER_DEGREE = 110.5

# A place is a quarter where a city of half a million or more, five times as large, has its centre
# within a tenth of a degree (about 11 km, the radius of such a city).
_LARGE = 500_000
_QUARTER_OF = 5
_WITHIN = 0.1
_MOST_LARGE = 3_000
# From how many people on a place is a city that nobody takes for a quarter of its name.
_CITY = 100_000

# Degrees from its centre within which all places of a region lie that is one city: Beijing's do.
_CITY_REGION = 1.0

# Quarters that the source lacks while it has a village of that name: code, name and the city.
_QUARTERS = {("TR", "sariyer"): "istanbul"}

# How many of the places whose names begin as typed are looked at more closely.
_MOST_BEGINNINGS = 200

# Where nothing has the typed name as its main one: how many times less likely than the likeliest a
# place is that is not asked about.
_MUCH_LESS = 20

# "Cheras, Kuala Lumpur", "Bruxelles - Brussel", "Donostia / San Sebastian".
_SEPARATOR = re.compile(r"[,;/]|\s-\s")
# "Aarhus N", "København NV": the Danish post office's quarters.
_POSTAL_LETTERS = re.compile(r"(?<=\w)\s+[A-ZÆØÅ]{1,2}$")
# "Praha 2", "Lyon Cedex 08", "75013 Paris", "Paris 13e", "Budapest XII".
_DISTRICT = re.compile(r"\w*\d\w*|cedex|[ivx]+")
_UMLAUT = re.compile("([aou])e")
_KIND_BEFORE = re.compile(r"^(?:city of|ciudad de|puerto de|municipality of|greater) ")
_KIND_AFTER = re.compile(r" (?:city|municipality|si|shi|ku|gu|d c|dc|d f|df)$")
# Chinese and Japanese cities as one word: "Yulinshi".
_CITY_IN_NAME = re.compile(r" city$|(?: |(?<=[a-z]{3}))shi$")
# A ward of a large Japanese or Korean city.
_WARD = re.compile(r" (?:ku|gu)$")


@dataclass(frozen=True, kw_only=True)
class _Hit:
    """Pair a place with its region's code and with whether it was found by its main name."""

    place: Place
    region_code: str
    is_main: bool


# Many sites of a trial share a city, and all of them are placed again with every record opened.
@lru_cache(maxsize=10_000)
def located(*, city: str, state: str | None, country: str) -> tuple[Place, ...]:
    """Find the places a registry may mean by a site's city, state and country.

    Args:
        city: As the record spells it; accents, case and punctuation do not count.
        state: Narrows the choice when it is a region of the country known to the gazetteer, and
            is the country where it is one of its territories (`Puerto Rico`). Where it is neither
            (a county, a postal code), a city is only found if no namesake may be meant.
        country: Any name `country_code` knows. The places are always within it or, where it has
            no such city, within its territories.

    Returns:
        The best match first, and after it the others of which it is not clearly the likeliest; none
        rather than a guess.
    """
    # "Rochester, MN": the state is in the city where it is not in its own field.
    state = state or city.partition(",")[2]
    codes = country_codes(country)
    territories = tuple(t for code in codes for t in TERRITORIES.get(code, ()))
    if stated := territory(state, codes):
        listed = _listed_under(codes)
        codes, regions, state = (stated,), _regions_named(state, (stated,)) & listed, ""
    else:
        regions = _regions_named(state, codes)
    if not regions and (found := _beside(city, country)):
        return found
    is_ward = _WARD.search(fold(city.partition(",")[0])) is not None
    for within in (codes, territories):
        for key in _city_keys(city):
            hits = _bearing(key, within)
            if is_ward:
                hits = [hit for hit in hits if _is_quarter(hit.place, _CLOSE)]
            ranked = sorted(_within_state(hits, regions), key=_rank, reverse=True)
            if ranked:
                return _likely(ranked, is_vague=_is_unknown(state, country, city) and not regions)
    return _city_before_dash(city, state, country) or _city_that_is(regions, state)


def _beside(city: str, country: str) -> tuple[Place, ...]:
    """Find `Bandar Tun Razak, Cheras`: the place that is near the other, else the larger one."""
    name, comma, rest = city.partition(",")
    beside = rest.partition(",")[0]
    if not comma or fold(beside) == fold(country):
        return ()
    places, others = (located(city=text, state=None, country=country) for text in (name, beside))
    if not places or not others:
        return ()
    close = tuple(one for one in places if any(_is_near(one, other) for other in others))
    if close:
        return close
    return others if others[0].population > places[0].population else (*places, *others)


def _city_before_dash(city: str, state: str, country: str) -> tuple[Place, ...]:
    """Find the large city of `Hamburg-Eppendorf`, whose quarter is not known."""
    name, dash, _ = re.sub("[\u2010-\u2014]", "-", city).partition("-")
    found = located(city=name, state=state, country=country) if dash and len(name) > 3 else ()
    return found if found and found[0].population >= _CITY else ()


def _bearing(key: str, codes: tuple[str, ...]) -> list[_Hit]:
    """Find what bears a name in these countries; `Yulinshi` is called Yulin, a city (shi)."""
    listed = _listed_under(codes)
    return [
        replace(hit, is_main=hit.is_main or _CITY_IN_NAME.sub("", name_key(hit.place.name)) == key)
        for hit in _hits(_meant(key, codes))
        if hit.place.country_code in codes or hit.region_code in listed
    ]


def _city_that_is(regions: frozenset[str], state: str) -> tuple[Place, ...]:
    """Find the city that a region consists of: whatever quarter is named, it is in Seoul."""
    hits = _hits(bearers(name_key(state))) if len(regions) == 1 else []
    cities = [hit for hit in hits if hit.region_code in regions and hit.place.population >= _CITY]
    if not cities:
        return ()
    city = max(cities, key=_weight).place
    whole = all(
        abs(north - city.latitude) < _CITY_REGION and abs(east - city.longitude) < _CITY_REGION
        for north, east in positions(regions)
    )
    return (city,) if whole else ()


def locate(*, city: str, state: str | None, country: str) -> Place | None:
    """Find the likeliest of the places of `located`, None where there is none."""
    return next(iter(located(city=city, state=state, country=country)), None)


@lru_cache(maxsize=10_000)
def namesakes(*, city: str, state: str | None, country: str) -> tuple[Place, ...]:
    """Find every place, likely or not, that bears a site's city's name in its state and country."""
    state = state or city.partition(",")[2]
    codes = country_codes(country)
    stated = territory(state, codes)
    if stated:
        codes = (stated,)
    else:
        codes += tuple(t for code in codes for t in TERRITORIES.get(code, ()))
    regions = frozenset() if stated else _regions_named(state, codes)
    found = {
        hit.place.geoname_id: hit for key in set(_city_keys(city)) for hit in _bearing(key, codes)
    }
    named = (hit.place for hit in _within_state(list(found.values()), regions))
    return tuple(dict.fromkeys((*named, *located(city=city, state=state, country=country))))


def is_in_country(latitude: float, longitude: float, country: str, *, within_km: float) -> bool:
    """Tell whether a point lies near any place of a country, or of its territories.

    Args:
        latitude, longitude: in degrees (WGS 84).
        country: any name `country_code` knows; in one that is not known, every point may lie.
        within_km: how far from the nearest place a point still counts.
    """
    codes = country_codes(country)
    codes += tuple(t for code in codes for t in TERRITORIES.get(code, ()))
    here = (latitude, longitude)
    reach = within_km / _LEAST_KM_PER_DEGREE
    shrink = math.cos(math.radians(min(abs(latitude) + reach, 90)))
    of_codes = (place for code in codes for place in places_of(code))
    return not codes or any(
        abs(place[0] - latitude) <= reach
        and abs((place[1] - longitude + 180) % 360 - 180) * shrink <= reach
        and geodesic(here, place).km <= within_km
        for place in chain(of_codes, positions(_listed_under(codes)))
    )


def _meant(key: str, codes: tuple[str, ...]) -> list[int]:
    """Number the places that a name stands for, a quarter by the city it belongs to."""
    city = next((_QUARTERS[code, key] for code in codes if (code, key) in _QUARTERS), key)
    return bearers(city)


def _likely(ranked: list[_Hit], *, is_vague: bool) -> tuple[Place, ...]:
    """Keep the best and those it does not clearly outweigh; none where only a guess could tell."""
    best, *others = ranked
    rivals = [
        hit
        for hit in others
        if _rank(hit)[0] * _MUCH_LESS >= _rank(best)[0]
        and not _is_near(hit.place, best.place)
        and not (best.place.population >= _CITY and _is_quarter(hit.place))
    ]
    return () if rivals and is_vague else tuple(hit.place for hit in (best, *rivals))


def _is_unknown(state: str, country: str, city: str) -> bool:
    """Tell a state that names a place elsewhere from none, a code, the country or the city."""
    said = fold(state)
    return (
        bool(said) and not any(c.isdigit() for c in said) and said not in map(fold, (country, city))
    )


def _is_near(one: Place, other: Place) -> bool:
    """Tell whether two places are within a short drive: one town, as far as a map shows."""
    shrink = math.cos(math.radians(one.latitude))
    east = (one.longitude - other.longitude) * shrink
    return math.hypot(one.latitude - other.latitude, east) < _CLOSE


def _rank(hit: _Hit) -> tuple[float, bool]:
    """Rank as `_weight` does, but a quarter of a large city as half as large."""
    people, is_main = _weight(hit)
    return (people / 2 if _is_quarter(hit.place) else people), is_main


@lru_cache(maxsize=10_000)
def _is_quarter(place: Place, within: float = _WITHIN) -> bool:
    """Tell whether a place lies in a city many times as large, of its own region.

    Args:
        place: that may be a quarter.
        within: how far from the city's centre, in degrees.
    """
    return any(
        city.population >= _QUARTER_OF * place.population
        and (city.country_code, city.region) == (place.country_code, place.region)
        and math.hypot(city.latitude - place.latitude, city.longitude - place.longitude) < within
        for city in _large_cities()
    )


@cache
def _large_cities() -> tuple[Place, ...]:
    """List the cities large enough to have quarters that are places; places come by population."""
    numbers = (place_at(number)[0] for number in range(1, _MOST_LARGE))
    return tuple(takewhile(lambda place: place.population >= _LARGE, numbers))


def search(text: str, *, limit: int = 10) -> tuple[Place, ...]:
    """Find the places a person may mean by what they typed, the likeliest first.

    Args:
        text: A name or the beginning of one, alone or followed by a region, a country or both:
            `London`, `London, Ontario`, `London Canada`, `Napo`.
        limit: The most places to return.

    Returns:
        Places so named before places whose name begins so; of each, the most populous first.
    """
    found: dict[int, Place] = {}
    for place in _candidates(text):
        if len(found) >= limit:
            break
        found.setdefault(place.geoname_id, place)
    return tuple(found.values())


def named(text: str) -> tuple[Place, ...]:
    """Find the places that bear the whole name a person typed, the likeliest first.

    Args:
        text: A name, alone or followed by a region, a country or both, as for `search`.

    Returns:
        More than one where it takes a person to say which is meant. A place that has this name
        beside its main one only counts if it is likelier than all whose main name it is
        (`Cologne` in Germany, not that in Lombardy), or if its main name goes on where this one
        ends (`Newcastle upon Tyne`).
    """
    found: dict[int, tuple[_Hit, bool]] = {}
    for name, area in _readings(text):
        key = name_key(name)
        for hit in _hits(bearers(key)):
            known = found.get(hit.place.geoname_id)
            if _is_within(hit, area) and (known is None or _weight(hit) > _weight(known[0])):
                goes_on = name_key(hit.place.name).startswith(key)
                found[hit.place.geoname_id] = hit, goes_on
    hits = sorted(found.values(), key=lambda item: _weight(item[0]), reverse=True)
    main = max((_weight(hit) for hit, _ in hits if hit.is_main), default=None)
    least = main or (_weight(hits[0][0])[0] / _MUCH_LESS, False) if hits else (0, False)
    return tuple(
        hit.place for hit, goes_on in hits if hit.is_main or goes_on or _weight(hit) >= least
    )


def _hits(numbers: Iterable[int]) -> list[_Hit]:
    """Read the places with these numbers; negative ones were found by an alternative name."""
    hits = []
    for number in numbers:
        place, region_code = place_at(abs(number))
        hits.append(_Hit(place=place, region_code=region_code, is_main=number > 0))
    return hits


def _weight(hit: _Hit) -> tuple[int, bool]:
    """Rank by population, where a main name weighs ten times an alternative one."""
    return hit.place.population * (_OUTWEIGHS if hit.is_main else 1), hit.is_main


def _within_state(hits: list[_Hit], regions: frozenset[str]) -> list[_Hit]:
    """Keep the places of the state, or all when the gazetteer knows no such region.

    Registries write the land around a city for the region it forms by itself (Bogotá in
    Cundinamarca), so where no place is inside, those close to a place of the state are kept.
    """
    if not regions:
        return hits
    inside = [hit for hit in hits if hit.region_code in regions]
    if any(hit.is_main for hit in inside):
        return inside
    # Nor does a village that also bears the name keep the city beside the state away.
    cities = [hit for hit in hits if hit.is_main and hit.place.population >= _CITY]
    beside = [hit for hit in (cities if inside else hits) if _is_close(hit.place, regions)]
    return [*inside, *(hit for hit in beside if hit not in inside)]


def _is_close(place: Place, regions: frozenset[str]) -> bool:
    """Tell whether a place lies within a short drive of any place of these regions."""
    # A degree of longitude is shorter than one of latitude; flat is exact enough for 40 km.
    shrink = math.cos(math.radians(place.latitude))
    return any(
        math.hypot(latitude - place.latitude, (longitude - place.longitude) * shrink) < _CLOSE
        for latitude, longitude in positions(regions)
    )


def _listed_under(codes: tuple[str, ...]) -> frozenset[str]:
    """Return the codes of the regions of others that records list under these countries."""
    return frozenset().union(*(REGIONS_LISTED_UNDER.get(code, frozenset()) for code in codes))


@cache
def _all_regions() -> RegionsByKey:
    """Index the regions by their names, once per process."""
    return regions_by_key(region_names())


def _regions_named(state: str, codes: tuple[str, ...]) -> frozenset[str]:
    """Return the codes of the regions of these countries that `state` may mean."""
    keys = {region_key(state), fold(state)} - {""}
    return frozenset(
        region for code in codes for key in keys for region in _all_regions().get((code, key), ())
    )


def _city_keys(city: str) -> Iterator[str]:
    """Yield the folded names to try for a registry's city: as written first, then simpler ones."""
    for spelling in (city, city.partition("(")[0], *_SEPARATOR.split(city)):
        plain = _without_districts(spelling)
        town = name_key(without_postcode(spelling))
        yield from (name_key(spelling), plain, _without_kind(plain), town, _without_kind(town))
        # Goettingen: umlauts as they are written without the letter.
        yield _UMLAUT.sub(r"\1", plain)


def _without_districts(city: str) -> str:
    """Fold a city without the postal or district codes round it: `Praha 2`, `Aarhus N`."""
    words = fold(_POSTAL_LETTERS.sub("", city)).split()
    while words and _DISTRICT.fullmatch(words[-1]):
        words.pop()
    while words and _DISTRICT.fullmatch(words[0]):
        words.pop(0)
    return name_key(" ".join(words))


def _without_kind(key: str) -> str:
    """Drop the words that say that a place is a city, a ward or a port."""
    return _KIND_AFTER.sub("", _KIND_BEFORE.sub("", key))


def _candidates(text: str) -> Iterator[Place]:
    """Yield what a text may mean, whole names first; places may come more than once."""
    readings = list(_readings(text))
    for name, area in readings:
        hits = _hits(bearers(name_key(name)))
        yield from _ranked(hit for hit in hits if _is_within(hit, area))
    for name, area in readings:
        if not area:
            yield from _ranked(_hits(_likeliest_beginnings(name_key(name))))


def _ranked(hits: Iterable[_Hit]) -> list[Place]:
    """List the places of the hits, the likeliest first."""
    return [hit.place for hit in sorted(hits, key=_weight, reverse=True)]


def _likeliest_beginnings(key: str) -> list[int]:
    """Pick the most populous of the places with a name that begins so, before reading any."""
    # Places are numbered by population.
    return heapq.nsmallest(_MOST_BEGINNINGS, bearers_beginning(key), key=abs)


def _readings(text: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to take typed text apart into a name and the area around it."""
    yield text, ""
    for separator in (",", " "):
        parts = text.split(separator)
        for length in range(len(parts) - 1, 0, -1):
            yield separator.join(parts[:length]), separator.join(parts[length:])


def _is_within(hit: _Hit, area: str) -> bool:
    """Tell whether every part of the area names where the place is, or begins to."""
    return all(_is_in(hit, part) for part in area.split(",") if fold(part))


def _is_in(hit: _Hit, area: str) -> bool:
    """Tell whether the area, or what is typed of it so far, names where the place is."""
    region, country, code = hit.place.region, hit.place.country, hit.place.country_code
    return (
        country_code(area) == code
        or hit.region_code in _regions_named(area, (code,))
        or any(
            fold(name).startswith(fold(area)) for name in (region, country, f"{region} {country}")
        )
    )
