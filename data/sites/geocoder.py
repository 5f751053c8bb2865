"""A geopy geocoder that needs no network: the shipped gazetteer behind geopy's own interface."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from data.places import Place, named


class OfflineGeocoder(Geocoder):  # type: ignore[misc]  # geopy ships no types
    """Find towns and cities by name, as `geopy.geocoders.Nominatim` would, but offline.

    Either can stand in the other's place: `geocode` takes and gives the same. An address within a
    town is not found; there is no `reverse`.
    """

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,  # noqa: ARG002  # nothing to wait for
        limit: int | None = None,
    ) -> Location | list[Location] | None:
        """Find the places that bear a name.

        Args:
            query: a name, alone or followed by a region, a country or both.
            exactly_one: return the likeliest place instead of a list.
            timeout: accepted because geopy's geocoders do.
            limit: the most places to return.

        Returns:
            A location or a list of them, the likeliest first; None when no place bears the name.
        """
        locations = [_location(place) for place in named(query)[:limit]]
        if not locations:
            return None
        return locations[0] if exactly_one else locations


def _location(place: Place) -> Location:
    return Location(place.label, Point(place.latitude, place.longitude), asdict(place))
