"""How far the sites are from a place, and which are nearest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from geopy.distance import geodesic

from data.sites.camera import LatLon
from data.sites.origin import Origin
from data.sites.site import Site

HIGHLIGHTED: Final = 3
KM_PER_MILE: Final = 1.609344  # the international mile, by definition


@dataclass(frozen=True, kw_only=True)
class Distance:
    """How far a site is, in km, along the shortest way on the ellipsoid (WGS 84)."""

    site: Site
    km: float

    @property
    def miles(self) -> float:
        """The same in international miles."""
        return self.km / KM_PER_MILE


def distances(origin: Origin, sites: Iterable[Site]) -> tuple[Distance, ...]:
    """Measure to every site that is on the map, the nearest first; equally far, by the record."""
    known: dict[LatLon, float] = {}
    measured = []
    for site in sites:
        if site.point is None:
            continue
        if site.point not in known:
            here = (origin.latitude, origin.longitude)
            known[site.point] = geodesic(here, site.point).km
        measured.append(Distance(site=site, km=known[site.point]))
    return tuple(sorted(measured, key=lambda distance: (distance.km, distance.site.number)))


def nearest(measured: Sequence[Distance], count: int = HIGHLIGHTED) -> tuple[Distance, ...]:
    """Take the nearest sites, and every other that is just as far as the last of them.

    Sites of one city share its centre, so that nothing says which of them is nearer.
    """
    if len(measured) <= count:
        return tuple(measured)
    limit = measured[count - 1].km
    return tuple(distance for distance in measured if distance.km <= limit)
