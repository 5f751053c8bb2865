"""What stands above the checklist: whether anybody can enrol, and how far the reading goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from data.details import Detail
from data.eligibility import Checklist
from data.study import Study
from data.vocabulary import NOT_STATED, SEX, STATUS, in_words, yes_or_no

# By ClinicalTrials.gov's own definitions of its statuses. Of one that is in neither table, as
# `UNKNOWN` and `WITHHELD`, it is not known whether anybody can enrol.
_OPEN: Final = {
    "RECRUITING": "Only the study's own team can say who takes part",
    "ENROLLING_BY_INVITATION": "Only people whom the researchers have invited can take part",
    "NOT_YET_RECRUITING": "Nobody can enrol yet: the study has not started to look for "
    "participants",
    "AVAILABLE": "Patients can get the treatment outside a study; only the team that gives it can "
    "say who gets it",
}
_CLOSED: Final = {
    "ACTIVE_NOT_RECRUITING": "the study no longer recruits",
    "COMPLETED": "the study no longer recruits",
    "TERMINATED": "the study no longer recruits",
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
        status: that in a sentence.
        for_whom: what the criteria then tell: `who the study was for`; empty if people can join.
        not_reviewed: how many sentences no person has read.
        gone: criteria that were read, and whose sentence the record no longer has.
    """

    can_enrol: bool | None
    may_resume: bool
    status: str
    for_whom: str
    not_reviewed: int
    gone: tuple[str, ...]

    @property
    def is_past(self) -> bool:
        """Whether nobody can join any more; of a status that is not known nobody knows."""
        return self.can_enrol is False and not self.may_resume

    @property
    def heading(self) -> str:
        """What to call the criteria: who can join, could, or would."""
        if self.can_enrol:
            return "Who can join"
        return "Who could join" if self.is_past else "Whom the study is for"

    def told(self, what: str) -> str:
        """Say all of it, with a verb for what tells whom the study is for: `This page shows`."""
        return f"{self.status} {what} {self.for_whom}." if self.for_whom else self.status


def eligibility_notice(study: Study, checklist: Checklist) -> EligibilityNotice:
    """Tell what a reader must know before working through the checklist."""
    status = study.protocol_section.status_module.overall_status
    can_enrol = True if status in _OPEN else False if status in _CLOSED else None
    return EligibilityNotice(
        can_enrol=can_enrol,
        may_resume=status in _PAUSED,
        status=_enrolment(status),
        for_whom=_for_whom(status),
        not_reviewed=sum(
            bool(criterion.number) and not criterion.reviewed for criterion in checklist.criteria
        ),
        gone=checklist.gone,
    )


def entry_fields(study: Study) -> tuple[Detail, ...]:
    """Tell the record's own fields of age, sex and health, which stand beside the criteria."""
    module = study.protocol_section.eligibility_module
    return (
        Detail(label="Minimum age", value=module.minimum_age or NOT_STATED),
        Detail(label="Maximum age", value=module.maximum_age or NOT_STATED),
        Detail(label="Sex", value=in_words(SEX, module.sex)),
        Detail(label="Accepts healthy volunteers", value=yes_or_no(module.healthy_volunteers)),
    )


def _enrolment(status: str | None) -> str:
    said = in_words(STATUS, status).lower()
    if status in _OPEN:
        return f"{_OPEN[status]} (status: {said})."
    if status in _CLOSED:
        return f"Nobody can enrol now: {_CLOSED[status]} (status: {said})."
    return f"Whether the study takes in anybody is not known (status: {said})."


def _for_whom(status: str | None) -> str:
    if status not in _CLOSED:
        return ""
    return f"who the study {'is' if status in _PAUSED else 'was'} for"
