"""Checks of the countries against the sites."""

from __future__ import annotations

from collections.abc import Iterator

from data.checks.finding import Finding, Side, Subject
from data.places import country_code


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
                Side(place="countries without a site", said=_names(listed, used)),
                Side(place="countries of sites that are not listed", said=_names(used, listed)),
            ),
            why="Sites may be missing from the list, or countries be left in that took no part.",
        )


def _by_code(names: tuple[str, ...] | list[str]) -> dict[str, str]:
    """Countries by their code, so that two names of one country are one."""
    return {country_code(name) or name: name for name in names}


def _names(some: dict[str, str], others: dict[str, str]) -> str:
    return ", ".join(name for code, name in some.items() if code not in others) or "none"
