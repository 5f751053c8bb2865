"""What stands above the checklist: whether anybody can enrol, and how far the reading goes."""

from __future__ import annotations

from dataclasses import dataclass

from data.details import Detail
from data.eligibility import Checklist, Criterion, assess
from data.eligibility.asking import ask_next
from data.statuses import Joining, status_of
from data.study import Study
from data.vocabulary import NOT_STATED, SEX, in_words, yes_or_no


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
    return status_of(status).joining


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
    status = status_of(access.status_for_nct_id)
    number = f" ({access.nct_id})" if access.nct_id else ""
    said = f"The record names expanded access{number}, status: {status.name.lower()}."
    return f"{said} {status.meaning}".rstrip()


def _enrolment(study: Study) -> str:
    module = study.protocol_section.status_module
    status = status_of(module.overall_status)
    last = module.last_known_status
    before = f"; last known as {status_of(last).name.lower()}" if last else ""
    return f"{status.enrolment} (status: {status.name.lower()}{before})."


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
