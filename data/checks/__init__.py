"""Contradictions within a record, and gaps in it: each check a small pure function in one list.

To add one, write a function that takes a `Subject` and yields what it finds, and put it in
`CHECKS`, with the page it concerns.
A check speaks only when both sides stand in the record (or one of them is published, and cited):
it never compares the record with what somebody might expect.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Final

from data.annotations import Annotations
from data.checks.dates import dates_in_order, status_and_dates
from data.checks.design import (
    cross_over_model,
    enrolment,
    gaps,
    interventions_of_arms,
    posted_enrolment,
    randomised_single_group,
    sites_in_the_paper,
)
from data.checks.finding import Check, Finding, FindingSide, Subject
from data.checks.people import criteria_headings, minimum_age, sex_and_pregnancy
from data.checks.places import countries, points
from data.checks.results import results_exist
from data.study import Study

CHECKS: Final[Mapping[str, tuple[Check, ...]]] = {
    "eligibility": (minimum_age, sex_and_pregnancy, criteria_headings),
    "design": (cross_over_model, randomised_single_group, interventions_of_arms, enrolment),
    "sites": (sites_in_the_paper, countries, points),
    "timeline": (dates_in_order, status_and_dates),
    "results": (posted_enrolment, results_exist),
    "overview": (gaps,),
}
"""By the name of the page that shows what does not fit."""


def check_record(
    study: Study, annotations: Annotations, as_of: date, *, page: str = ""
) -> tuple[Finding, ...]:
    """Run every check on a record, or those that concern one page.

    Args:
        study: the record.
        annotations: what has been read out of it, and what has been published about it.
        as_of: the day it is looked at: some contradictions only time brings out.
        page: the name of a page; empty for all.
    """
    subject = Subject(study=study, annotations=annotations, as_of=as_of)
    checks = CHECKS.get(page, ()) if page else chain.from_iterable(CHECKS.values())
    return tuple(finding for check in checks for finding in check(subject))


def counted(findings: Sequence[Finding]) -> str:
    """Say how much was found: `5 things do not fit or are missing`."""
    if not findings:
        return "Nothing in this record contradicts itself"
    if len(findings) == 1:
        return "One thing does not fit or is missing"
    return f"{len(findings)} things do not fit or are missing"


__all__ = ["CHECKS", "Check", "Finding", "FindingSide", "Subject", "check_record", "counted"]
