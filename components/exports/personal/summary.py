"""The checklist to print or keep, a page for each person: verdict, every criterion, answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from components.exports.html import html
from data.dates import day_in_words
from data.eligibility.assess import AssessedCriterion, Assessment, assess
from data.eligibility.checklist import Checklist
from data.eligibility.other_units import in_other_units
from data.eligibility.people import Person
from data.eligibility.reasons import answers_in_short, headline, in_short
from data.eligibility.states import FAILS, OPEN, State
from data.version import VERSION

_MARKS: Final = {**dict.fromkeys(FAILS, "✗"), **dict.fromkeys(OPEN, "?")}
_IN_SHORT: Final = {State.DISPUTED: "disputed", State.NEEDS_JUDGEMENT: "to be judged"}


def summary_html(
    checklist: Checklist,
    people: Iterable[Person],
    *,
    title: str,
    day: date,
    status: str,
) -> str:
    """Write a page of HTML that needs nothing else; of each person, a sheet to sign.

    Args:
        checklist: what was asked.
        people: with their answers; one who has no code is not named.
        title: of the study.
        day: on which the page is made.
        status: one sentence on whether anybody can enrol.
    """
    dated = checklist.record_date
    of_day = day_in_words(date.fromisoformat(dated)) if dated else "unknown date"
    return html(
        "summary.html",
        nct_id=checklist.nct_id,
        title=title,
        record=f"{checklist.nct_id}, record of {of_day}",
        day=day_in_words(day),
        app_version=VERSION,
        status=status,
        reviewed=checklist.reviewed,
        people=[_sheet(checklist, person) for person in people],
    )


def _sheet(checklist: Checklist, person: Person) -> dict[str, Any]:
    assessment = assess(checklist, person.answers, person.by_hand)
    screened = [day_in_words(person.screened_on)] if person.screened_on else []
    screened += [f"by {person.screened_by}"] if person.screened_by else []
    who = [person.code] if person.code else []
    who += [f"screened {' '.join(screened)}"] if screened else []
    return {
        "who": " · ".join(who),
        "headline": headline(assessment),
        "rows": [_row(checklist, item, assessment) for item in assessment.criteria],
    }


def _row(
    checklist: Checklist, item: AssessedCriterion, assessment: Assessment
) -> tuple[bool, str, str, str, str]:
    """Whether a criterion fails, its name, its state, its words, and the answers."""
    criterion = item.criterion
    mark = _MARKS.get(item.state, "✓" if item.state is not State.NOT_APPLICABLE else "–")
    said = answers_in_short(checklist, criterion, assessment)
    if item.by_hand:
        said = in_short(checklist, item, assessment)
    facts = (checklist.fact(fact) for fact in criterion.facts)
    others = (one for fact in facts for one in in_other_units(criterion, fact, assessment.values))
    said = " ".join([said, *(other.text for other in others if other.disagrees)])
    state = _IN_SHORT.get(item.state, item.state.value)
    return item.state in FAILS, criterion.name, f"{mark} {state}", criterion.text, said
