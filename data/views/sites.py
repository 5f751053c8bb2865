"""Where a study is carried out: what the map, the bars and the tables of the sites page show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from data.sites.areas import NO_COUNTRY, WORLD, country_of, matching
from data.sites.camera import CLOSEST, PADDING, Camera, LatLon, fit
from data.sites.labels import SiteLabel, Spot, placed
from data.sites.marks import SiteMark, marks_of
from data.sites.nearest import Distance, distances, nearest
from data.sites.origin import Origin
from data.sites.site import FAR_KM, Precision, Site
from data.words import tally

# Pixels: the map on a desk's screen beside the sidebar.
WIDTH: Final = 900
HEIGHT: Final = 460
# The dot where somebody asks from, and the ring round what is nearest.
ORIGIN_SIZE: Final = 20.0
RING: Final = 12.0
_MOST_BARS: Final = 15
_MOST_NAMED: Final = 12  # countries, in a description that is read out
# A map round a place may come closer than a map of a country: to the streets, were there any.
_CLOSEST_TO_PLACE: Final = 9.0
# Where all sites are in one place: nearer, a town of a large country is a dot on a plain ground.
_CLOSEST_TO_ONE: Final = 4.6
# A picture that nobody can move shows a single town with the countries round it.
_CLOSEST_STILL: Final = 4.0


@dataclass(frozen=True, kw_only=True)
class SitesInfo:
    """What the map shows.

    Args:
        area: the part of the world.
        sites: those that are meant, in the record's order.
        total: how many the record has.
        marks: the circles.
        tints: the number of sites of each country, by its code.
        camera: where the map looks.
        labels: the names beside circles.
        focus: the sites it was asked to come closer to.
        origin: where somebody asks from.
        measured: how far every site of the record is from there, the nearest first.
    """

    area: str
    sites: tuple[Site, ...]
    total: int
    marks: tuple[SiteMark, ...]
    tints: tuple[tuple[str, int], ...]
    camera: Camera
    labels: tuple[SiteLabel, ...] = ()
    focus: tuple[Site, ...] = ()
    origin: Origin | None = None
    measured: tuple[Distance, ...] = ()

    @property
    def nearest(self) -> tuple[Distance, ...]:
        """The three nearest sites of the record, and those just as far as the third."""
        return nearest(self.measured)

    @property
    def near_marks(self) -> tuple[tuple[SiteMark, Distance], ...]:
        """The circles that hold one of the nearest sites, each with the nearest in it."""
        return tuple(
            (mark, next(iter(inside)))
            for mark in self.marks
            if (inside := [item for item in self.nearest if item.site in mark.sites])
        )

    @cached_property
    def unplaced(self) -> tuple[Site, ...]:
        """The sites that are not on the map, because nobody knows where they are."""
        return tuple(site for site in self.sites if site.point is None)

    @cached_property
    def countries(self) -> tuple[tuple[str, int], ...]:
        """The countries with their numbers of sites, the most first."""
        counts = Counter(country_of(site) for site in self.sites)
        return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    @property
    def bars(self) -> tuple[tuple[str, int], ...]:
        """The countries with the most sites, and all others together: they add up to `sites`."""
        most, rest = self.countries[:_MOST_BARS], self.countries[_MOST_BARS:]
        if len(rest) < 2:
            return self.countries
        return (*most, (f"{len(rest)} more countries", sum(number for _, number in rest)))


def _closest(points: Sequence[LatLon], closer: bool) -> float:
    if closer:
        return _CLOSEST_TO_PLACE
    together = {(round(latitude), round(longitude)) for latitude, longitude in points}
    return _CLOSEST_TO_ONE if len(together) == 1 else CLOSEST


def sites_info(
    sites: Sequence[Site],
    *,
    area: str = WORLD,
    text: str = "",
    focus: Sequence[Site] = (),
    origin: Origin | None = None,
    near: bool = True,
    width: int = WIDTH,
    height: int = HEIGHT,
) -> SitesInfo:
    """Gather what the map of the sites shows.

    Args:
        sites: all sites of a study.
        area: one of `areas(sites)`.
        text: words that a site's name or place must hold.
        focus: sites to come closer to.
        origin: where somebody asks from.
        near: let the map show the origin with the sites nearest to it, instead of the area.
        width, height: of the map, in pixels.
    """
    shown = matching(sites, area=area, text=text)
    measured = distances(origin, sites) if origin else ()
    closest = nearest(measured) if near else ()
    closer = _closer(focus, origin if near else None, closest)
    points = closer or [site.point for site in shown if site.point]
    camera = fit(points, width=width, height=height, closest=_closest(points, bool(closer)))
    # What is nearest is drawn even where it is not among the sites that are meant.
    others = tuple(item.site for item in closest if item.site not in shown)
    info = SitesInfo(
        area=area,
        sites=shown,
        total=len(sites),
        marks=marks_of((*shown, *others), camera, from_far=area == WORLD and not closer),
        tints=tuple(Counter(site.country_code for site in shown if site.country_code).items()),
        camera=camera,
        focus=tuple(focus),
        origin=origin,
        measured=measured,
    )
    return replace(info, labels=placed(_spots(info), camera))


def for_picture(
    sites: Sequence[Site], width: float, height: float, *, padding: int = PADDING
) -> SitesInfo:
    """Gather what a map that nobody can move shows: all sites, in a frame of this size.

    Args:
        sites: all sites of a study.
        width, height: of the picture, in pixels.
        padding: kept free round the sites, in pixels.
    """
    across, down = int(width), int(height)
    countries = {country_of(site) for site in sites}
    area = next(iter(countries)) if len(countries) == 1 else WORLD
    points = [site.point for site in sites if site.point]
    camera = fit(points, width=across, height=down, closest=_CLOSEST_STILL, padding=padding)
    info = sites_info(sites, area=area, width=across, height=down)
    # The whole frame, even where the sites need less of it.
    return replace(info, camera=replace(camera, height=down))


def _spots(info: SitesInfo) -> list[Spot]:
    """List the circles with what to write beside them, the most important first."""
    near = {mark.anchor: distance for mark, distance in info.near_marks}
    spots = []
    if info.origin:
        name = info.origin.name or info.origin.label
        here = info.origin
        spots.append(
            Spot(latitude=here.latitude, longitude=here.longitude, diameter=ORIGIN_SIZE, text=name)
        )
    for mark in sorted(info.marks, key=lambda mark: mark.anchor not in near):
        distance = near.get(mark.anchor)
        spots.append(
            Spot(
                latitude=mark.latitude,
                longitude=mark.longitude,
                diameter=mark.diameter + (RING if distance else 0),
                text=_written(mark, distance),
            )
        )
    return spots


def _written(mark: SiteMark, distance: Distance | None) -> str:
    """What to write beside a circle: its city, and how far it is where it is among the nearest."""
    if distance:
        return f"{distance.site.city or mark.name}, {distance.km:,.0f} km"
    return "" if mark.country else mark.name


def _closer(
    focus: Sequence[Site], origin: Origin | None, near: Sequence[Distance]
) -> list[tuple[float, float]]:
    """What the map is to come closer to; nothing to show the area."""
    if focus:
        return [site.point for site in focus if site.point]
    if origin is None:
        return []
    around = [distance.site.point for distance in near if distance.site.point]
    return [(origin.latitude, origin.longitude), *around]


def sites_summary(info: SitesInfo) -> str:
    """Count the sites in a sentence: `8 of 40 sites, in 1 country`."""
    number = len(info.sites)
    of_all = f"{number:,}" if number == info.total else f"{number:,} of {info.total:,}"
    counts = dict(info.countries)
    nowhere = counts.pop(NO_COUNTRY, 0)
    parts = [f"{of_all} {'site' if info.total == 1 else 'sites'}"]
    if counts:
        parts.append(f"in {tally(len(counts), 'country', 'countries')}")
    if nowhere:
        parts.append(f"{nowhere:,} without a country")
    return ", ".join(parts)


def precision_note(info: SitesInfo) -> str:
    """Say how exactly the sites are placed; nothing where the record places them all itself."""
    derived = sum(site.precision is Precision.CITY for site in info.sites)
    several = sum(site.precision is Precision.SEVERAL for site in info.sites)
    moved = sum(site.precision is Precision.MOVED for site in info.sites)
    missing = len(info.unplaced)
    if not (derived or several or moved or missing):
        return ""
    every = derived == len(info.sites)
    parts = []
    if derived:
        who = "Every site is" if every else f"{derived:,} {'is' if derived == 1 else 'are'}"
        parts.append(f"{who} placed at the city centre: the record gives no coordinates.")
    if missing:
        parts.append(f"{missing:,} {'is' if missing == 1 else 'are'} not on the map.")
    if several:
        verb = "is" if several == 1 else "are"
        parts.append(f"{several:,} {verb} placed at the largest of several towns of its name.")
    if moved:
        verb = "is" if moved == 1 else "are"
        parts.append(
            f"{moved:,} {verb} placed at the city: the record’s point is more than {FAR_KM} km off."
        )
    return " ".join(parts)


SiteRow = dict[str, str | float | None]


def sites_table(info: SitesInfo) -> tuple[SiteRow, ...]:
    """List the sites that are meant, one row each: what the map shows, in words."""
    measured = {distance.site.number: distance for distance in info.measured}
    return tuple(
        {**_row(site), **(_away(measured.get(site.number)) if info.origin else {})}
        for site in info.sites
    )


def _row(site: Site) -> SiteRow:
    return {
        "Site": site.name,
        "City": site.city,
        "State": site.state,
        "Postcode": site.zip,
        "Country": country_of(site),
        "Status": site.status,
        "Contact": "; ".join(site.contacts),
        "Latitude": site.latitude,
        "Longitude": site.longitude,
        "Position": site.precision.value,
    }


def _away(distance: Distance | None) -> SiteRow:
    return {
        "Distance (km)": round(distance.km, 1) if distance else None,
        "Distance (miles)": round(distance.miles, 1) if distance else None,
    }


def distance_in_words(distance: Distance) -> str:
    """Say a distance as exactly as the site's place is known: `137 km (85 miles)`.

    A site that stands at its city's centre may be some kilometres from there.
    """
    if distance.km < 1:
        exact = distance.site.precision is Precision.STATED
        return "under 1 km" if exact else "in the same town; under 1 km apart on the map"
    decimals = 0 if distance.km >= 10 or distance.site.precision is not Precision.STATED else 1
    miles = f"{distance.miles:,.{decimals}f}"
    return f"{distance.km:,.{decimals}f} km ({miles} {'mile' if miles == '1' else 'miles'})"


def sites_alt(info: SitesInfo) -> str:
    """Describe the map to somebody who does not see it."""
    where = "the world" if info.area == WORLD else info.area
    parts = [f"Map of {where}: {sites_summary(info)}.", _listed(info)]
    if info.origin:
        near = "; ".join(
            f"{distance.site.name}, {distance.site.city}, {distance_in_words(distance)}"
            for distance in info.nearest
        )
        parts.append(f"Nearest to {info.origin.label}: {near}.")
    return " ".join(filter(None, parts))


def countries_table(info: SitesInfo) -> tuple[dict[str, str | int], ...]:
    """List the countries with their numbers of sites: what the bars show, in words."""
    return tuple({"Country": name, "Sites": number} for name, number in info.countries)


def countries_finding(info: SitesInfo) -> str:
    """Say what the bars show: `Italy has the most sites, 8 of 40.`"""
    sites = len(info.sites)
    if len(info.countries) == 1:
        name = info.countries[0][0]
        where = "without a country" if name == NO_COUNTRY else f"in {name}"
        if info.total == 1:
            return f"The site is {where}."
        if sites == info.total:
            return f"All {sites:,} sites are {where}."
        return f"{sites:,} of {info.total:,} sites {'is' if sites == 1 else 'are'} {where}."
    named = [item for item in info.countries if item[0] != NO_COUNTRY]
    most = named[0][1]
    first = [name for name, number in named if number == most]
    if len(first) == 1:
        return f"{first[0]} has the most sites, {most:,} of {sites:,}."
    return f"{len(first)} countries have the most sites, {most:,} of {sites:,} each."


def countries_alt(info: SitesInfo) -> str:
    """Describe the bars to somebody who does not see them."""
    return f"Bars, sites by country: {sites_summary(info)}. {_listed(info)}".strip()


def _listed(info: SitesInfo) -> str:
    """Name the countries with the most sites."""
    named = ", ".join(f"{name} {number}" for name, number in info.countries[:_MOST_NAMED])
    more = len(info.countries) - _MOST_NAMED
    return f"{named} and {more} more." if more > 0 else named and f"{named}."
