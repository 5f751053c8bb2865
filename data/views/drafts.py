"""What a program has drafted of a criterion that nobody has reviewed, with the answers put in.

It is told beside the criterion and decides nothing: the state is what a person answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from data.criteria.kind import CriterionKind
from data.eligibility.answers import Value
from data.eligibility.assess import Assessment
from data.eligibility.checklist import Criterion
from data.eligibility.evaluate import evaluate
from data.eligibility.reasons import Reason, rule_lines
from data.eligibility.states import State

DRAFTED: Final = "drafted by the program, not reviewed"

WOULD: Final = {
    State.EXCLUDES: "would exclude",
    State.NOT_MET: "would not be met",
    State.MET: "would be met",
    State.DOES_NOT_EXCLUDE: "would not exclude",
}
_SETTLED: Final = {
    (CriterionKind.INCLUSION, True): State.MET,
    (CriterionKind.INCLUSION, False): State.NOT_MET,
    (CriterionKind.EXCLUSION, True): State.EXCLUDES,
    (CriterionKind.EXCLUSION, False): State.DOES_NOT_EXCLUDE,
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
    """Tell the draft of a criterion; None where there is none, or a person has read it."""
    draft = criterion.draft
    if draft is None or draft.rule is None:
        return None
    facts = {fact.id: fact for fact in draft.facts}
    excludes = criterion.kind == CriterionKind.EXCLUSION
    known = {fact: value for fact, value in values.items() if fact in facts}
    truth = evaluate(draft.rule, known).truth
    found = "" if truth is None else WOULD[_SETTLED[criterion.kind, truth]]
    return DraftInfo(
        heading="Excludes if" if excludes else "Must hold",
        lines=tuple(rule_lines(draft.rule, facts, known, 0, good=not excludes)),
        outcome=f"With the answers given it {found}: {DRAFTED}." if found else "",
        not_understood=tuple(draft.text[s.start : s.end] for s in draft.not_understood),
    )


def hangs_on_drafts(assessment: Assessment) -> tuple[str, ...]:
    """Say what the drafts of the open criteria would do, the grave ones first."""
    found = []
    for state, would in WOULD.items():
        names = [i.criterion.name.lower() for i in assessment.criteria if i.drafted is state]
        if names:
            found.append(f"{would}: {', '.join(names)}")
    if not found:
        return ()
    return (*found, f"These are {DRAFTED}: the verdict stays open until somebody confirms them.")
