"""What stands above the checklist: whether anybody can enrol, and how far the reading goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from data.eligibility import Checklist
from data.study import Study
from data.vocabulary import STATUS, in_words

_OPEN: Final = {"RECRUITING", "ENROLLING_BY_INVITATION", "NOT_YET_RECRUITING", "AVAILABLE"}
_NOT_KNOWN: Final = {None, "UNKNOWN", "WITHHELD"}
# Why nobody can enrol: by ClinicalTrials.gov's own definitions of its statuses.
_CLOSED: Final = {
    "SUSPENDED": "the study is suspended, and may start again",
    "WITHDRAWN": "the study was withdrawn before anybody joined",
    "TEMPORARILY_NOT_AVAILABLE": "expanded access is paused, and may be offered again",
    "NO_LONGER_AVAILABLE": "expanded access was offered, and has ended",
    "APPROVED_FOR_MARKETING": "the treatment has been approved, and is given outside studies",
}
_PAUSED: Final = {"SUSPENDED", "TEMPORARILY_NOT_AVAILABLE"}


@dataclass(frozen=True, kw_only=True)
class EligibilityNotice:
    """What a reader must know before working through the checklist.

    Args:
        can_enrol: whether anybody may still join, as far as the record says; None if it does not.
        may_resume: nobody can join now, and that may change.
        status: that in one or two sentences.
        not_reviewed: how many sentences no person has read.
        gone: criteria that were read, and whose sentence the record no longer has.
    """

    can_enrol: bool | None
    may_resume: bool
    status: str
    not_reviewed: int
    gone: tuple[str, ...]


def eligibility_notice(study: Study, checklist: Checklist) -> EligibilityNotice:
    """Tell what a reader must know before working through the checklist."""
    status = study.protocol_section.status_module.overall_status
    can_enrol = None if status in _NOT_KNOWN or status not in STATUS else status in _OPEN
    return EligibilityNotice(
        can_enrol=can_enrol,
        may_resume=status in _PAUSED,
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
        why = _CLOSED.get(status or "", "the study no longer recruits")
        is_for = "is" if status in _PAUSED else "was"
        return (
            f"Nobody can enrol now: {why} (status: {said}). "
            f"This page shows who the study {is_for} for."
        )
    return f"Only the study's own team can say who takes part (status: {said})."
