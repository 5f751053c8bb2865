"""The checklist on one page, to print or keep: verdict, every criterion, state, answers, date."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Final

from data.dates import day_in_words
from data.eligibility.assess import AssessedCriterion, Assessment
from data.eligibility.checklist import Checklist
from data.eligibility.other_units import in_other_units
from data.eligibility.reasons import answers_in_short, headline, in_short
from data.eligibility.states import FAILS, OPEN, State

# Small enough that 33 criteria fit on A4; the marks tell the states apart without colour.
_STYLE: Final = """
@page { size: A4; margin: 9mm }
body { font: 6.8pt/1.2 system-ui, sans-serif; color: #0e1922; margin: 0 auto; max-width: 192mm }
h1 { font-size: 12pt; margin: 0 }
p { margin: 1mm 0 }
.verdict { font-size: 11pt; font-weight: bold; border: 1pt solid; padding: 1mm 2mm }
table { border-collapse: collapse; width: 100%; margin-top: 2mm }
th, td { text-align: left; vertical-align: top; padding: .25mm 1.5mm .25mm 0;
  border-bottom: .25pt solid #8796a3 }
th { border-bottom: .75pt solid }
td:first-child, td:nth-child(3) { white-space: nowrap }
tr { break-inside: avoid }
.fails td { font-weight: bold }
@media screen { body { padding: 8mm; font-size: 11pt } }
"""
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
    rows = "\n".join(_row(checklist, item, assessment) for item in assessment.criteria)
    dated = checklist.record_date
    of_day = day_in_words(date.fromisoformat(dated)) if dated else "unknown date"
    record = f"{checklist.nct_id}, record of {of_day}"
    review = "" if checklist.reviewed else "<p>Criteria not reviewed: answered by hand.</p>"
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Eligibility {escape(checklist.nct_id)}</title>
<style>{_STYLE}</style>
</head>
<body>
<h1>{escape(title)}</h1>
<p>{escape(record)} · made on {escape(day_in_words(day))} · Trial Explorer {escape(app_version)}</p>
<p class="verdict">{escape(headline(assessment))}</p>
<p>{escape(status)} Not medical advice.</p>
{review}
<table>
<thead><tr><th>Criterion</th><th>In short</th><th>State</th><th>Answers</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>
</body>
</html>
"""


def _row(checklist: Checklist, item: AssessedCriterion, assessment: Assessment) -> str:
    criterion = item.criterion
    mark = _MARKS.get(item.state, "✓" if item.state is not State.NOT_APPLICABLE else "–")
    said = answers_in_short(checklist, criterion, assessment)
    if item.by_hand:
        said = in_short(checklist, item, assessment)
    facts = (checklist.fact(fact) for fact in criterion.facts)
    others = (one for fact in facts for one in in_other_units(criterion, fact, assessment.values))
    said = " ".join([said, *(other.text for other in others if other.disagrees)])
    cells = (criterion.name, criterion.label, f"{mark} {item.state}", said)
    row_class = ' class="fails"' if item.state in FAILS else ""
    return f"<tr{row_class}>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
