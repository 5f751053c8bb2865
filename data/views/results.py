"""Whether a study has results, and where those come from that can be shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from data.annotations import Annotations
from data.details import Detail, stated
from data.results.participant_flow import group_name
from data.results.words import RESTRICTION
from data.results_section import ResultGroup, ResultsSection
from data.study import Study
from data.vocabulary import yes_or_no


@dataclass(frozen=True, kw_only=True)
class ResultsStanding:
    """What can be shown.

    Args:
        posted: the record holds results.
        published: figures have been gathered from publications.
        record: what the record says of its results, in a sentence.
    """

    posted: bool
    published: bool
    record: str

    def told(self, what_is: str) -> str:
        """Say it all, with a subject for published figures: `What this page shows is`."""
        if self.posted or not self.published:
            return self.record
        return (
            f"{self.record} {what_is} published: each figure names the publication it was read "
            "from, and none of it is the record's own."
        )


def results_standing(study: Study, annotations: Annotations) -> ResultsStanding:
    """Say whether a study has results."""
    return ResultsStanding(
        posted=study.results_section is not None,
        published=bool(annotations.results.measures),
        record=_record(study),
    )


def _record(study: Study) -> str:
    if study.results_section is not None:
        return "These results are posted in the record itself, as the sponsor entered them."
    if study.has_results is None:
        return "The record does not say whether there are results, and holds none."
    if study.has_results:
        return "The record says that results exist, but holds none of their figures."
    return "The record says that no results have been posted."


def about_groups(groups: Iterable[ResultGroup]) -> tuple[Detail, ...]:
    """Tell what the record says each group is; those it does not describe are left out."""
    return stated(
        Detail(label=group_name(group), value=group.description or "") for group in groups
    )


def about_results(results: ResultsSection) -> tuple[Detail, ...]:
    """Tell what the sponsor says about the results as a whole."""
    info = results.more_info_module
    agreement, contact = info.certain_agreement, info.point_of_contact
    phone = f"{contact.phone} ext. {contact.phone_ext}" if contact.phone_ext else contact.phone
    person = (contact.title, contact.organization, phone, contact.email)
    return stated(
        (
            Detail(
                label="Limitations and caveats",
                value=info.limitations_and_caveats.description or "",
            ),
            Detail(label="Whom to ask about the results", value=" · ".join(filter(None, person))),
            Detail(
                label="Are all investigators employed by the sponsor?",
                value=yes_or_no(agreement.pi_sponsor_employee),
            ),
            Detail(
                label="Does an agreement restrict what they may publish?",
                value=yes_or_no(agreement.restrictive_agreement),
            ),
            Detail(
                label="How it restricts them",
                value=RESTRICTION.get(agreement.restriction_type or "", ""),
            ),
            Detail(label="In the sponsor's words", value=agreement.other_details or ""),
        )
    )
