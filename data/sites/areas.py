"""The areas a visitor can look at, and the sites that are meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from data.places.continents import continent
from data.places.names import fold
from data.sites.site import Site

WORLD: Final = "World"
NO_COUNTRY: Final = "Country not stated"


def areas(sites: Iterable[Site]) -> tuple[str, ...]:
    """List the areas that hold sites: the world, continents, countries, each by its name.

    Continents come with the most sites first, countries in alphabetical order.
    """
    continents: dict[str, int] = {}
    countries = set()
    for site in sites:
        countries.add(country_of(site))
        if name := continent(site.country_code):
            continents[name] = continents.get(name, 0) + 1
    ranked = sorted(continents, key=lambda name: (-continents[name], name))
    return WORLD, *ranked, *sorted(countries)


def country_of(site: Site) -> str:
    """The country as the record spells it."""
    return site.country or NO_COUNTRY


def in_area(site: Site, area: str) -> bool:
    """Tell whether a site lies in an area of `areas`."""
    return area in (WORLD, country_of(site), continent(site.country_code))


def matching(sites: Sequence[Site], *, area: str = WORLD, text: str = "") -> tuple[Site, ...]:
    """Keep the sites in an area whose name or place holds every word that was typed.

    Accents, case and punctuation do not count; a word may be the beginning or middle of another.
    """
    words = fold(text).split()
    return tuple(
        site
        for site in sites
        if in_area(site, area) and all(word in _searched(site) for word in words)
    )


def _searched(site: Site) -> str:
    return fold(f"{site.facility} {site.city} {site.state} {site.country}")
