"""Which drug has which sign: on every page, slide and paper."""

from __future__ import annotations

from typing import Final

from data.annotations import Annotations
from data.typography.signs import Sign

ASSESSMENT: Final[Sign] = "cross"
OF_DRUGS: Final[tuple[Sign, ...]] = ("circle", "diamond", "square", "triangle")


def signs_of(annotations: Annotations) -> dict[str, Sign]:
    """Give each drug of a record its sign, in the order in which its schedule names them.

    A record with more drugs than signs uses them again: what stands beside them tells them apart.
    """
    courses = (course for regimen in annotations.schedule.regimens for course in regimen.courses)
    drugs = dict.fromkeys(course.drug for course in courses)
    return {drug: OF_DRUGS[place % len(OF_DRUGS)] for place, drug in enumerate(drugs)}
