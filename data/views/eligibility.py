"""What stands above the checklist: whether anybody can enrol, and how far the reading goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from data.eligibility import Checklist
from data.study import Study
from data.vocabulary import STATUS, in_words

_OPEN: Final = {"RECRUITING", "ENROLLING_BY_INVITATION", "NOT_YET_RECRUITING", "AVAILABLE"}


@dataclass(frozen=True, kw_only=True)
class EligibilityNotice:
    """What a reader must know before working through the checklist.

    Args:
        can_enrol: whether anybody may still join, as far as the record says; None if it does not.
        status: that in one or two sentences.
        not_reviewed: how many sentences no person has read.
        gone: criteria that were read, and whose sentence the record no longer has.
    """

    can_enrol: bool | None
    status: str
    not_reviewed: int
    gone: tuple[str, ...]


def eligibility_notice(study: Study, checklist: Checklist) -> EligibilityNotice:
    """Tell what a reader must know before working through the checklist."""
    status = study.protocol_section.status_module.overall_status
    can_enrol = None if status in (None, "UNKNOWN") else status in _OPEN
    return EligibilityNotice(
        can_enrol=can_enrol,
        status=_enrolment(can_enrol, status),
        not_reviewed=sum(
            bool(criterion.number) and not criterion.reviewed for criterion in checklist.criteria
        ),
        gone=checklist.gone,
    )


def _enrolment(can_enrol: bool | None, status: str | None) -> str:
    said = in_words(STATUS, status).lower()
    if can_enrol is None:
        return f"Whether the study takes in anybody is not known (status: {said})."
    if not can_enrol:
        return (
            f"Nobody can enrol now: the study no longer recruits (status: {said}). "
            "This page shows who the study was for."
        )
    return f"Only the study's own team can say who takes part (status: {said})."
