"""What a program has drafted of a criterion that nobody has reviewed, with the answers put in.

It is told beside the criterion and decides nothing: the state is what a person answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from data.criteria.headings import read_heading
from data.criteria.kind import CriterionKind
from data.drafting import draft_criterion
from data.eligibility.answers import Value
from data.eligibility.checklist import Criterion
from data.eligibility.evaluate import evaluate
from data.eligibility.reasons import Reason, rule_lines

DRAFTED: Final = "drafted by the program, not reviewed"

_OUTCOMES: Final = {
    (CriterionKind.INCLUSION, True): "would be met",
    (CriterionKind.INCLUSION, False): "would not be met",
    (CriterionKind.EXCLUSION, True): "would exclude",
    (CriterionKind.EXCLUSION, False): "would not exclude",
}


@dataclass(frozen=True, kw_only=True)
class DraftInfo:
    """A draft with the answers put in.

    Args:
        heading: how the rule counts: `Must hold`, `Excludes if`.
        lines: the rule.
        outcome: what follows from the answers given, and that nobody has reviewed it; empty where
            they do not tell.
        not_understood: the words of the criterion that are not in the rule.
    """

    heading: str
    lines: tuple[Reason, ...]
    outcome: str
    not_understood: tuple[str, ...]


def draft_info(criterion: Criterion, values: Mapping[str, Value]) -> DraftInfo | None:
    """Tell the draft of a criterion; None where there is none, or a person has read it.

    A criterion of one group, or led in to by a line of its own, is not drafted: what stands around
    it may change what it says.
    """
    if criterion.reviewed or not criterion.number or criterion.cohort:
        return None
    if criterion.lead_in and not _is_heading(criterion.lead_in):
        return None
    draft = draft_criterion(criterion.text, criterion.kind)
    if draft.rule is None:
        return None
    facts = {fact.id: fact for fact in draft.facts}
    excludes = criterion.kind == CriterionKind.EXCLUSION
    known = {fact: value for fact, value in values.items() if fact in facts}
    truth = evaluate(draft.rule, known).truth
    found = _OUTCOMES.get((criterion.kind, truth)) if truth is not None else None
    return DraftInfo(
        heading="Excludes if" if excludes else "Must hold",
        lines=tuple(rule_lines(draft.rule, facts, known, 0, good=not excludes)),
        outcome=f"With the answers given it {found}: {DRAFTED}." if found else "",
        not_understood=tuple(draft.text[s.start : s.end] for s in draft.not_understood),
    )


def _is_heading(lead_in: str) -> bool:
    """Whether a line only names the kind of what stands below it: `Key Inclusion Criteria`."""
    heading = read_heading(lead_in, CriterionKind.UNSTATED)
    return heading is not None and not heading.sentence and not heading.rest
