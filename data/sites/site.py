"""One site of a study, and how well its place is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Final

from geopy.distance import geodesic

from data.places import country_code, is_in_country, located, namesakes
from data.places.countries import territory
from data.statuses import status_of
from data.study import Contact, Location, Study
from data.vocabulary import OFFICIAL_ROLE, in_words

# From how many km on a record's point is not in the city that it names. The largest cities reach
# some 100 km from their middle, and a registry's points are the middles; at namesakes they are
# mostly hundreds of km away.
FAR_KM: Final = 150


class Precision(Enum):
    """How a site came by its coordinates; the value says it in words."""

    STATED = "coordinates from the record"
    CITY = "placed at the city centre"
    SEVERAL = "placed at the largest of several towns of this name: the record does not say which"
    MOVED = "placed at the city centre: the record’s point lies far from every place of this name"
    OUTSIDE = (
        "not on the map: the record’s point lies far outside the country, and the gazetteer does "
        "not know the place"
    )
    NONE = "not on the map: the gazetteer does not know the place"


@dataclass(frozen=True, kw_only=True)
class Site:
    """A place where a study is carried out; texts are empty where the record says nothing.

    Args:
        number: its position in the record, from 1.
        status: in words.
        contacts: whom to ask, one line each.
        country_code: ISO alpha-2; empty for a country that is not known, or no longer exists.
        latitude, longitude: degrees (WGS 84); both None where the place is not known.
        precision: where the coordinates come from.
    """

    number: int
    facility: str
    city: str
    state: str
    zip: str
    country: str
    status: str
    contacts: tuple[str, ...]
    country_code: str
    latitude: float | None
    longitude: float | None
    precision: Precision

    @property
    def name(self) -> str:
        """What to call it."""
        return self.facility or "Site without a name"

    @property
    def place(self) -> str:
        """Where it is, in words: `New Haven, Connecticut, United States`."""
        return ", ".join(filter(None, (self.city, self.state, self.country))) or "Place not stated"

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude


def sites_of(study: Study) -> tuple[Site, ...]:
    """List the sites of a study in the record's order, placing those without coordinates.

    Coordinates of a record that was read from a registry page are derived (the page has none), and
    so are those of a site whose record gives none: the gazetteer is asked for its city.
    """
    derived = study.registry_page is not None
    return tuple(
        _site(number, location, derived) for number, location in enumerate(study.locations, start=1)
    )


def _site(number: int, location: Location, derived: bool) -> Site:
    code, point, precision = _placed(location, derived)
    return Site(
        number=number,
        facility=location.facility or "",
        city=location.city or "",
        state=location.state or "",
        zip=location.zip or "",
        country=location.country or "",
        status=status_of(location.status).name,
        contacts=tuple(_contact_lines(location.contacts)),
        country_code=code,
        latitude=point[0] if point else None,
        longitude=point[1] if point else None,
        precision=precision,
    )


def _placed(location: Location, derived: bool) -> tuple[str, tuple[float, float] | None, Precision]:
    """Return the country's code, latitude and longitude, and where these come from."""
    code = country_code(location.country or "") or ""
    code = territory(location.state or "", (code,)) or code
    point = location.geo_point
    said = location.city or "", location.state, location.country or ""
    # 0°, 0° lies in the sea off Ghana: it is how databases write "unknown".
    stated = (point.lat, point.lon) if point and (point.lat, point.lon) != (0, 0) else None
    if stated and derived:
        return code, stated, Precision.CITY
    if stated and _is_credible(*said, *stated):
        return code, stated, Precision.STATED
    city, state, country = said
    places = located(city=city, state=state, country=country)
    if not places:
        return code, None, Precision.OUTSIDE if stated else Precision.NONE
    where = Precision.SEVERAL if len(places) > 1 else Precision.CITY
    if stated:
        where = Precision.MOVED
    return places[0].country_code, (places[0].latitude, places[0].longitude), where


@lru_cache(maxsize=10_000)
def _is_credible(
    city: str, state: str | None, country: str, latitude: float, longitude: float
) -> bool:
    """Hold a point against its city, and where that is not known against its country."""
    off = km_off(city, state, country, latitude, longitude)
    if off is None:
        return is_in_country(latitude, longitude, country, within_km=FAR_KM)
    return off <= FAR_KM


def km_off(
    city: str, state: str | None, country: str, latitude: float, longitude: float
) -> float | None:
    """Measure how far a point lies from the nearest place of a city's name, in km.

    Args:
        city, state, country: as the record says them.
        latitude, longitude: of the record's point, in degrees.

    Returns:
        None where the gazetteer knows no such place.
    """
    places = namesakes(city=city, state=state, country=country)
    here = (latitude, longitude)
    return min(
        (geodesic(here, (place.latitude, place.longitude)).km for place in places), default=None
    )


def _contact_lines(contacts: Iterable[Contact]) -> Iterable[str]:
    for person in contacts:
        phone = f"{person.phone} ext. {person.phone_ext}" if person.phone_ext else person.phone
        known = person.role if person.role != "CONTACT" else None
        role = in_words(OFFICIAL_ROLE, known) if known else ""
        line = " · ".join(filter(None, (person.name, role, phone, person.email)))
        if line:
            yield line
