"""The checklist on one page, to print or keep: verdict, every criterion, state, answers, date."""

from __future__ import annotations

from datetime import date
from typing import Final

from components.exports.html import html
from data.dates import day_in_words
from data.eligibility.assess import AssessedCriterion, Assessment
from data.eligibility.checklist import Checklist
from data.eligibility.other_units import in_other_units
from data.eligibility.reasons import answers_in_short, headline, in_short
from data.eligibility.states import FAILS, OPEN, State

_MARKS: Final = {**dict.fromkeys(FAILS, "✗"), **dict.fromkeys(OPEN, "?")}


def summary_html(
    checklist: Checklist,
    assessment: Assessment,
    *,
    title: str,
    day: date,
    status: str,
    app_version: str,
) -> str:
    """Write the summary as a page of HTML that needs nothing else.

    Args:
        checklist: what was asked.
        assessment: where the person stands.
        title: of the study.
        day: on which the summary is made.
        status: one sentence on whether anybody can enrol.
        app_version: of the app that writes.
    """
    dated = checklist.record_date
    of_day = day_in_words(date.fromisoformat(dated)) if dated else "unknown date"
    return html(
        "summary.html",
        nct_id=checklist.nct_id,
        title=title,
        record=f"{checklist.nct_id}, record of {of_day}",
        day=day_in_words(day),
        app_version=app_version,
        headline=headline(assessment),
        status=status,
        reviewed=checklist.reviewed,
        rows=[_row(checklist, item, assessment) for item in assessment.criteria],
    )


def _row(
    checklist: Checklist, item: AssessedCriterion, assessment: Assessment
) -> tuple[bool, tuple[str, ...]]:
    """Whether a criterion fails, and the cells of its row."""
    criterion = item.criterion
    mark = _MARKS.get(item.state, "✓" if item.state is not State.NOT_APPLICABLE else "–")
    said = answers_in_short(checklist, criterion, assessment)
    if item.by_hand:
        said = in_short(checklist, item, assessment)
    facts = (checklist.fact(fact) for fact in criterion.facts)
    others = (one for fact in facts for one in in_other_units(criterion, fact, assessment.values))
    said = " ".join([said, *(other.text for other in others if other.disagrees)])
    cells = (criterion.name, criterion.label, f"{mark} {item.state}", said)
    return item.state in FAILS, cells
