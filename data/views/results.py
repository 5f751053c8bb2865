"""Whether a study has results, and where those come from that can be shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from data.annotations import Annotations
from data.details import Detail, stated
from data.results.participant_flow import group_name
from data.results.words import RESTRICTION
from data.results_section import Group, ResultsSection
from data.study import Study
from data.vocabulary import yes_or_no


@dataclass(frozen=True, kw_only=True)
class ResultsStanding:
    """What can be shown.

    Args:
        posted: the record holds results.
        published: figures have been gathered from publications.
        sentence: the same in words.
    """

    posted: bool
    published: bool
    sentence: str


def results_standing(study: Study, annotations: Annotations) -> ResultsStanding:
    """Say whether a study has results."""
    posted = study.results_section is not None
    published = bool(annotations.results.measures)
    return ResultsStanding(
        posted=posted, published=published, sentence=_sentence(study, posted, published)
    )


def _sentence(study: Study, posted: bool, published: bool) -> str:
    if posted:
        figures = " Published figures are shown apart from them." if published else ""
        return (
            f"These results are posted in the record itself, as the sponsor entered them.{figures}"
        )
    if study.has_results is None:
        record = "The record does not say whether there are results, and holds none."
    elif study.has_results:
        record = "The record says that results exist, but holds none of their figures."
    else:
        record = "The record says that no results have been posted."
    if published:
        return (
            f"{record} What this page shows is published: each figure names the publication it was "
            "read from, and none of it is the record's own."
        )
    return f"{record} There is nothing to draw here."


def about_groups(groups: Iterable[Group]) -> tuple[Detail, ...]:
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
