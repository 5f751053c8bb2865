"""Which drug has which sign: on every page, slide and paper."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from data.annotations import Annotations
from data.annotations.schedule import Regimen
from data.typography.signs import Sign

ASSESSMENT: Final[Sign] = "cross"
OF_DRUGS: Final[tuple[Sign, ...]] = ("circle", "diamond", "square", "triangle")


def signs_of(annotations: Annotations) -> dict[str, Sign]:
    """Give each drug of a record its sign, in the order in which its schedule names them."""
    return signs_in(annotations.schedule.regimens)


def signs_in(regimens: Iterable[Regimen]) -> dict[str, Sign]:
    """Give each drug of some regimens its sign, in the order in which they name them.

    A record with more drugs than signs uses them again: what stands beside them tells them apart.
    """
    courses = (course for regimen in regimens for course in regimen.courses)
    drugs = dict.fromkeys(course.drug for course in courses)
    return {drug: OF_DRUGS[place % len(OF_DRUGS)] for place, drug in enumerate(drugs)}
