"""What is drawn on the map for the sites: circles that never cover one another.

Seen from far, a circle for every country, moved aside where countries are small. Seen closer, a
circle for every city; cities that would cover each other share one circle.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from data.sites.areas import country_of
from data.sites.camera import Camera, LatLon, Pixel
from data.sites.site import Site

# Pixels. The smallest circle holds one digit; a single huge country does not cover its neighbours.
_SMALLEST, _LARGEST, _GROWTH = 18.0, 52.0, 4.5
# Smaller where there is little room: on pictures narrower than so many pixels, or for many circles.
_PHONE, _MANY, _SMALLER = 500, 16, 0.8
_GAP: Final = 2.0
_FARTHEST: Final = _LARGEST + _GAP  # no two circles farther apart touch
_ROUNDS: Final = 200
# Cities to a circle, on average, from which on the circles of a continent say too little.
_CROWDED: Final = 2
# Degrees: what lies this close is one place, however the record spells it.
_SAME_PLACE: Final = 2  # decimals


@dataclass(frozen=True, kw_only=True)
class SiteMark:
    """One circle on the map.

    Args:
        name: the country, the city, or the largest of several cities.
        sites: the sites it stands for.
        latitude, longitude: where it is drawn.
        anchor: where it belongs: the same, unless it was moved aside.
        places: how many cities it stands for.
        country: the country that it opens; None for cities.
        scale: how large it is drawn; smaller on a phone, where Europe is a thumb wide.
    """

    name: str
    sites: tuple[Site, ...]
    latitude: float
    longitude: float
    anchor: LatLon
    places: int = 1
    country: str | None = None
    scale: float = 1.0

    @property
    def diameter(self) -> float:
        """The size of the circle in pixels: its area grows with the number of sites."""
        return self.scale * diameter(len(self.sites))

    @property
    def title(self) -> str:
        """The name, and how many cities share the circle."""
        more = self.places - 1
        return f"{self.name} and {more} more nearby" if more else self.name


def diameter(number: int) -> float:
    """The size in pixels of the circle for a number of sites."""
    return min(_SMALLEST + _GROWTH * math.sqrt(number - 1), _LARGEST)


def marks_of(sites: Sequence[Site], camera: Camera, *, from_far: bool) -> tuple[SiteMark, ...]:
    """Draw circles for countries from far, else for cities, unless most of those would merge."""
    cities = () if from_far else city_marks(sites, camera)
    several = len({site.country for site in sites}) > 1
    is_crowded = several and sum(mark.places for mark in cities) > _CROWDED * len(cities)
    return country_marks(sites, camera) if from_far or is_crowded else cities


def country_marks(sites: Iterable[Site], camera: Camera) -> tuple[SiteMark, ...]:
    """Draw a circle for every country in the middle of its sites, moved aside if need be."""
    groups: dict[str, list[Site]] = {}
    for site in sites:
        if site.point:
            groups.setdefault(country_of(site), []).append(site)
    scale = (_SMALLER if camera.width < _PHONE else 1) * (_SMALLER if len(groups) > _MANY else 1)
    marks = [_country_mark(name, tuple(members), scale) for name, members in groups.items()]
    return _moved_apart(_largest_first(marks), camera)


def city_marks(sites: Iterable[Site], camera: Camera) -> tuple[SiteMark, ...]:
    """Draw a circle for every city; those that would cover each other become one."""
    groups: dict[tuple[str, float, float], list[Site]] = {}
    for site in sites:
        if site.point:
            latitude, longitude = (round(degrees, _SAME_PLACE) for degrees in site.point)
            groups.setdefault((site.country, latitude, longitude), []).append(site)
    marks = _largest_first(_city_mark(tuple(members)) for members in groups.values())
    while True:
        merged = _merged(marks, camera)
        if len(merged) == len(marks):
            return tuple(merged)
        marks = _largest_first(merged)


def _country_mark(name: str, sites: tuple[Site, ...], scale: float) -> SiteMark:
    middle = _middle(sites)
    return SiteMark(
        name=name,
        sites=sites,
        latitude=middle[0],
        longitude=middle[1],
        anchor=middle,
        country=name,
        scale=scale,
    )


def _city_mark(sites: tuple[Site, ...]) -> SiteMark:
    names = Counter(site.city for site in sites)
    middle = _middle(sites)
    return SiteMark(
        name=names.most_common(1)[0][0] or sites[0].place,
        sites=sites,
        latitude=middle[0],
        longitude=middle[1],
        anchor=middle,
    )


def _middle(sites: Sequence[Site]) -> LatLon:
    """The middle of some sites: of their directions from the centre of the earth, so that those on
    both sides of the antimeridian meet there."""
    x = y = z = 0.0
    for latitude, longitude in (site.point for site in sites if site.point):
        phi, lam = math.radians(latitude), math.radians(longitude)
        x += math.cos(phi) * math.cos(lam)
        y += math.cos(phi) * math.sin(lam)
        z += math.sin(phi)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def _largest_first(marks: Iterable[SiteMark]) -> list[SiteMark]:
    return sorted(marks, key=lambda mark: (-len(mark.sites), mark.name))


def _reach(one: float, other: float) -> float:
    """The least distance between the middles of two circles of some sizes that do not touch."""
    return (one + other) / 2 + _GAP


def _merged(marks: Iterable[SiteMark], camera: Camera) -> list[SiteMark]:
    """Let each circle join the first, so the largest, that it would cover."""
    kept: list[tuple[SiteMark, Pixel]] = []
    for mark in marks:
        x, y = camera.pixel((mark.latitude, mark.longitude))
        for position, (host, (host_x, host_y)) in enumerate(kept):
            # Most are far apart, which is quickly told: a thousand sites make half a million pairs.
            if abs(x - host_x) > _FARTHEST or abs(y - host_y) > _FARTHEST:
                continue
            if math.hypot(x - host_x, y - host_y) < _reach(mark.diameter, host.diameter):
                kept[position] = (_joined(host, mark), (host_x, host_y))
                break
        else:
            kept.append((mark, (x, y)))
    return [mark for mark, _ in kept]


def _joined(host: SiteMark, guest: SiteMark) -> SiteMark:
    """Let one circle stand for two, where the larger is: in a town, not in a field between two."""
    return replace(host, sites=(*host.sites, *guest.sites), places=host.places + guest.places)


def _moved_apart(marks: Sequence[SiteMark], camera: Camera) -> tuple[SiteMark, ...]:
    """Push circles that cover each other apart until none do; the smaller one gives way more."""
    spots = [list(camera.pixel(mark.anchor)) for mark in marks]
    sizes = [mark.diameter for mark in marks]
    for _ in range(_ROUNDS):
        if not _pushed(sizes, spots):
            break
    moved = (camera.point((x, y)) for x, y in spots)
    return tuple(
        replace(mark, latitude=latitude, longitude=longitude)
        for mark, (latitude, longitude) in zip(marks, moved, strict=True)
    )


def _pushed(sizes: Sequence[float], spots: list[list[float]]) -> bool:
    """Push every two circles that touch apart once; tell whether any did."""
    any_pushed = False
    for i, size in enumerate(sizes):
        for j in range(i + 1, len(sizes)):
            dx, dy = spots[j][0] - spots[i][0], spots[j][1] - spots[i][1]
            distance = math.hypot(dx, dy)
            missing = _reach(size, sizes[j]) - distance
            if missing <= 0.01:
                continue
            # On the very same spot, any direction does; it only has to be the same every time.
            unit = (dx / distance, dy / distance) if distance else (math.cos(j), math.sin(j))
            share = size / (size + sizes[j])
            for axis in (0, 1):
                spots[j][axis] += unit[axis] * missing * share
                spots[i][axis] -= unit[axis] * missing * (1 - share)
            any_pushed = True
    return any_pushed
