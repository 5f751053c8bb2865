"""Checks of the countries against the sites."""

from __future__ import annotations

from collections.abc import Iterator

from data.checks.finding import Finding, FindingSide, Subject
from data.places import country_code
from data.sites.site import FAR_KM, Precision, sites_of


def countries(subject: Subject) -> Iterator[Finding]:
    """The record's list of countries against the countries of its sites."""
    page = subject.study.registry_page
    sites = [site.country for site in subject.study.locations if site.country]
    if page is None or not page.countries or not sites:
        return
    listed, used = _by_code(page.countries), _by_code(sites)
    if listed.keys() != used.keys():
        yield Finding(
            title="Countries and sites do not match",
            sides=(
                FindingSide(place="countries without a site", said=_names(listed, used)),
                FindingSide(
                    place="countries of sites that are not listed", said=_names(used, listed)
                ),
            ),
            why="Sites may be missing from the list, or countries be left in that took no part.",
        )


_FAR = {
    Precision.MOVED: (
        "Coordinates far from the city",
        f"They lie more than {FAR_KM} km from every place of that name, and would make "
        "the nearest site another one. The map and the distances use the city.",
    ),
    Precision.OUTSIDE: (
        "Coordinates outside the country",
        f"They lie more than {FAR_KM} km from every place of that country, and the city is not "
        "known. The map and the distances leave these sites out.",
    ),
}


def points(subject: Subject) -> Iterator[Finding]:
    """The record's coordinates against the cities and countries of its sites."""
    sites = list(zip(sites_of(subject.study), subject.study.locations, strict=True))
    for precision, (title, why) in _FAR.items():
        lines: dict[str, str] = {}
        for site, location in sites:
            point = location.geo_point
            if site.precision is precision and point:
                lines.setdefault(site.place, f"{_degrees(point.lat)}, {_degrees(point.lon)}")
        if lines:
            yield Finding(
                title=title,
                sides=tuple(
                    FindingSide(place=f"coordinates of the site in {place}", said=said)
                    for place, said in lines.items()
                ),
                why=why,
            )


def _degrees(value: float) -> str:
    """Write degrees with a minus that no line ends in."""
    return f"{value:.2f}°".replace("-", "\N{MINUS SIGN}")


def _by_code(names: tuple[str, ...] | list[str]) -> dict[str, str]:
    """Countries by their code, so that two names of one country are one."""
    return {country_code(name) or name: name for name in names}


def _names(some: dict[str, str], others: dict[str, str]) -> str:
    return ", ".join(name for code, name in some.items() if code not in others) or "none"
