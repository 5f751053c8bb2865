"""Where somebody asks from: a place by its name, or a point by its coordinates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from geopy.geocoders.base import Geocoder
from geopy.location import Location

from data.places import country_code, search
from data.places.countries import countries
from data.places.names import without_postcode
from data.places.spelling import similar
from data.sites.geocoder import OfflineGeocoder
from data.words import cut_short

# More choices than these nobody reads; a region or a country behind the name narrows them down.
_MOST_CHOICES: Final = 10
_MOST_SPELLINGS: Final = 5
_SHOWN: Final = 60  # characters of what was typed

_NUMBER: Final = r"([+−-]?\d+(?:\.\d+)?)\s*°?\s*"
# "45.78, 3.08", "45.78 3.08", "45.78° N, 3.08° W".
_COORDINATES: Final = re.compile(rf"{_NUMBER}([NS]?)\s*[,;\s]\s*{_NUMBER}([EW]?)", re.IGNORECASE)
# "45,78 3,08": decimal commas, where another sign parts the two numbers.
_COMMAS: Final = re.compile(r"([+−-]?\d+),(\d+)(\s*[;\s]\s*)([+−-]?\d+),(\d+)")
_ONLY_DIGITS: Final = re.compile(r"[\d\s-]+")


@dataclass(frozen=True, kw_only=True)
class Origin:
    """A point on the globe, in degrees.

    Args:
        label: what to call it, so that it is told from its namesakes.
        name: the same in short, where that is known.
        country_code: of its country (ISO 3166), where that is known.
    """

    label: str
    latitude: float
    longitude: float
    name: str = ""
    country_code: str = ""


@dataclass(frozen=True, kw_only=True)
class Lookup:
    """What a typed text can mean.

    Args:
        origins: one place where it is clear, several where somebody has to say which; else none.
        spellings: places with names that look like it, where no place has that name.
        problem: what is wrong with it, or what to know; empty where it is clear.
        many: how many more places have that name.
        off_the_globe: coordinates were typed that no place has.
    """

    origins: tuple[Origin, ...] = ()
    spellings: tuple[Origin, ...] = ()
    problem: str = ""
    many: int = 0
    off_the_globe: bool = False

    @property
    def origin(self) -> Origin | None:
        """The place that is meant, where only one can be."""
        return self.origins[0] if len(self.origins) == 1 else None


def look_up(text: str, geocoder: Geocoder | None = None) -> Lookup:
    """Read a place name or `latitude, longitude`.

    Args:
        text: what a person typed.
        geocoder: knows the places; the shipped gazetteer where none is given.
    """
    text = " ".join(text.split())
    if not text:
        return Lookup()
    if match := _COORDINATES.fullmatch(_COMMAS.sub(r"\1.\2\3\4.\5", text)):
        return _at_coordinates(match)
    return _by_name(text, geocoder or OfflineGeocoder())


def origin_of(location: Location) -> Origin:
    """Take what a geopy geocoder found."""
    return Origin(
        label=location.address,
        latitude=location.latitude,
        longitude=location.longitude,
        name=location.raw.get("name") or location.address.partition(",")[0],
        country_code=location.raw.get("country_code", "").upper(),
    )


def _at_coordinates(match: re.Match[str]) -> Lookup:
    latitude, north_south, longitude, east_west = match.groups()
    degrees_north = _signed(latitude, north_south.upper() == "S")
    degrees_east = _signed(longitude, east_west.upper() == "W")
    if abs(degrees_north) > 90:
        return Lookup(
            problem=f"The latitude {degrees_north:g} lies beyond a pole: it goes from -90 to 90.",
            off_the_globe=True,
        )
    if abs(degrees_east) > 180:
        return Lookup(
            problem=f"The longitude {degrees_east:g} lies beyond the date line: "
            "it goes from -180 to 180.",
            off_the_globe=True,
        )
    label = f"{degrees_north:g}, {degrees_east:g}"
    return Lookup(origins=(Origin(label=label, latitude=degrees_north, longitude=degrees_east),))


def _signed(written: str, is_negative: bool) -> float:
    degrees = float(written.replace("−", "-"))
    return -degrees if is_negative else degrees


def _by_name(text: str, geocoder: Geocoder) -> Lookup:
    locations = geocoder.geocode(text, exactly_one=False)
    if not locations and (town := without_postcode(text)) != text:
        locations = geocoder.geocode(town, exactly_one=False)
    found = _told_apart(locations or ())
    if country := _only_a_country(text, found):
        return Lookup(problem=f"{country} is a country. Type a town in it.")
    if found:
        return Lookup(origins=found[:_MOST_CHOICES], many=max(len(found) - _MOST_CHOICES, 0))
    return Lookup(spellings=_spellings(text), problem=_unknown(text))


def _told_apart(locations: Sequence[Location]) -> tuple[Origin, ...]:
    """Add the number of people to names that several places share to the last letter."""
    labels = Counter(location.address for location in locations)
    return tuple(
        replace(origin_of(location), label=f"{location.address} ({people:,} people)")
        if labels[location.address] > 1 and (people := location.raw.get("population"))
        else origin_of(location)
        for location in locations
    )


def _only_a_country(text: str, found: tuple[Origin, ...]) -> str | None:
    """Return the country a text names, unless a town of that name lies in it (Luxembourg)."""
    code = country_code(text)
    # Two letters are the name of a town (Us, Au) rather than a code.
    if len(text) == 2 or code is None:
        return None
    inside = any(origin.country_code == code for origin in found)
    return None if inside else countries()[code].name


def _spellings(text: str) -> tuple[Origin, ...]:
    """Offer names that look like what was typed: first those that begin so."""
    places = {place.geoname_id: place for place in (*search(text, limit=3), *similar(text))}
    return tuple(
        Origin(label=place.label, latitude=place.latitude, longitude=place.longitude)
        for place in list(places.values())[:_MOST_SPELLINGS]
    )


def _unknown(text: str) -> str:
    if _ONLY_DIGITS.fullmatch(text):
        return "A number alone is no place here: type a town, or a latitude and a longitude."
    shown = cut_short(text, _SHOWN)
    return f"The gazetteer has no town of 1,000 people or more that is called “{shown}”."
