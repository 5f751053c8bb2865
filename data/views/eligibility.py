"""What stands above the checklist: whether anybody can enrol, and how far the reading goes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from data.details import Detail
from data.eligibility import Checklist, Criterion, assess
from data.eligibility.asking import ask_next
from data.study import Study
from data.vocabulary import NOT_STATED, SEX, STATUS, STATUS_MEANING, in_words, yes_or_no


class Joining(StrEnum):
    """Whether anybody can join now, as far as the status of a record says."""

    NOW = "now"
    NOT_YET = "not yet"
    PAUSED = "paused"
    OVER = "over"
    UNKNOWN = "not known"


# By ClinicalTrials.gov's own definitions of its statuses, those of expanded access among them. Of
# one that is not in the table it is not known whether anybody can join.
_STANDING: Final = {
    "RECRUITING": (
        Joining.NOW,
        "The study takes in participants now; only its own team can say who takes part",
    ),
    "ENROLLING_BY_INVITATION": (
        Joining.NOW,
        "Only people whom the researchers have invited can take part",
    ),
    "NOT_YET_RECRUITING": (
        Joining.NOT_YET,
        "Nobody can enrol yet: the study has not started to look for participants",
    ),
    "AVAILABLE": (
        Joining.NOW,
        "Patients who are in no study may be able to get the treatment; only the team that gives "
        "it can say who gets it",
    ),
    "ACTIVE_NOT_RECRUITING": (
        Joining.OVER,
        "Nobody can enrol now: the study is going on, and no longer recruits",
    ),
    "COMPLETED": (
        Joining.OVER,
        "Nobody can enrol now: the study has ended, and no longer recruits",
    ),
    "TERMINATED": (
        Joining.OVER,
        "Nobody can enrol now: the study has stopped early, and no longer recruits",
    ),
    "SUSPENDED": (
        Joining.PAUSED,
        "Nobody can enrol now: the study is suspended, and may start again",
    ),
    "WITHDRAWN": (
        Joining.OVER,
        "Nobody can enrol now: the study was withdrawn before anybody joined",
    ),
    "TEMPORARILY_NOT_AVAILABLE": (
        Joining.PAUSED,
        "Nobody can enrol now: expanded access is paused, and may be offered again",
    ),
    "NO_LONGER_AVAILABLE": (
        Joining.OVER,
        "Nobody can enrol now: expanded access was offered, and has ended",
    ),
    "APPROVED_FOR_MARKETING": (
        Joining.OVER,
        "Nobody can enrol now: the US Food and Drug Administration has approved the treatment, "
        "and it is given outside studies",
    ),
    "WITHHELD": (
        Joining.UNKNOWN,
        "Whether anybody can enrol is not known: the record does not tell its status",
    ),
}
_NOT_KNOWN: Final = (Joining.UNKNOWN, "Whether the study takes in anybody is not known")


@dataclass(frozen=True, kw_only=True)
class EligibilityNotice:
    """What a reader must know before working through the checklist.

    Args:
        joining: whether anybody can join now.
        status: that in a sentence; beside it whether there is expanded access.
        for_whom: what the criteria then tell: `who the study was for`; empty if people can join.
        not_reviewed: how many sentences no person has read.
        gone: criteria that were read, and whose sentence the record no longer has.
    """

    joining: Joining
    status: str
    for_whom: str
    not_reviewed: int
    gone: tuple[str, ...]

    @property
    def can_enrol(self) -> bool | None:
        """Whether anybody can join now; None if the record does not say."""
        return None if self.joining is Joining.UNKNOWN else self.joining is Joining.NOW

    @property
    def is_past(self) -> bool:
        """Whether nobody can join any more; of a status that is not known nobody knows."""
        return self.joining is Joining.OVER

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
    joining = _joining(study)
    return EligibilityNotice(
        joining=joining,
        status=" ".join(filter(None, (_enrolment(study), expanded_access(study)))),
        for_whom=_for_whom(joining),
        not_reviewed=sum(
            bool(criterion.number) and not criterion.reviewed for criterion in checklist.criteria
        ),
        gone=checklist.gone,
    )


def is_past(study: Study) -> bool:
    """Whether nobody can join any more; of a status that is not known nobody knows."""
    return _joining(study) is Joining.OVER


def _joining(study: Study) -> Joining:
    status = study.protocol_section.status_module.overall_status
    joining, _ = _STANDING.get(status or "", _NOT_KNOWN)
    return joining


def entry_fields(study: Study) -> tuple[Detail, ...]:
    """Tell the record's own fields of age, sex and health, which stand beside the criteria."""
    module = study.protocol_section.eligibility_module
    return (
        Detail(label="Minimum age", value=module.minimum_age or NOT_STATED),
        Detail(label="Maximum age", value=module.maximum_age or NOT_STATED),
        Detail(label="Sex", value=in_words(SEX, module.sex)),
        Detail(label="Accepts healthy volunteers", value=yes_or_no(module.healthy_volunteers)),
    )


def expanded_access(study: Study) -> str:
    """Say whether the treatment is to be had outside the study; nothing where there is no such
    access."""
    access = study.protocol_section.status_module.expanded_access_info
    if not access.has_expanded_access:
        return ""
    status = access.status_for_nct_id
    number = f" ({access.nct_id})" if access.nct_id else ""
    said = f"The record names expanded access{number}, status: {in_words(STATUS, status).lower()}."
    return f"{said} {STATUS_MEANING[status]}" if status in STATUS_MEANING else said


def _enrolment(study: Study) -> str:
    module = study.protocol_section.status_module
    _, said = _STANDING.get(module.overall_status or "", _NOT_KNOWN)
    last = module.last_known_status
    before = f"; last known as {in_words(STATUS, last).lower()}" if last else ""
    return f"{said} (status: {in_words(STATUS, module.overall_status).lower()}{before})."


def _for_whom(joining: Joining) -> str:
    if joining in (Joining.NOW, Joining.UNKNOWN):
        return ""
    return f"who the study {'was' if joining is Joining.OVER else 'is'} for"


def deciding_first(checklist: Checklist) -> tuple[Criterion, ...]:
    """Order criteria by how much they decide, of a person of whom nothing is known yet.

    What would be asked first (`ask_next`) names its first criterion; those that no such question
    names keep the record's order, and so do all where nobody has reviewed them.
    """
    if not checklist.reviewed:
        return checklist.criteria
    questions = ask_next(checklist, assess(checklist, {}))
    first = [question.criteria[0].id for question in questions]
    by_id = {item.id: item for item in checklist.criteria}
    return tuple(by_id[key] for key in dict.fromkeys((*first, *by_id)))
