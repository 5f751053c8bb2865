"""What would need to change for an excluded person: for good, curable, or a matter of time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from data.annotations.eligibility import (
    AllOf,
    AnyOf,
    Compare,
    Fact,
    Is,
    Judgement,
    Outlook,
    Rule,
    fact_of,
    parts,
)
from data.eligibility.answers import Value
from data.eligibility.assess import AssessedCriterion, Assessment
from data.eligibility.checklist import Checklist
from data.eligibility.evaluate import evaluate
from data.eligibility.reasons import sentence
from data.eligibility.windows import window_sentences

# From what is soonest mended to what never is; where nobody has said, before the worst.
_WORSE: Final[tuple[Outlook | None, ...]] = ("curable", "time", None, "for good")
WORDS: Final[Mapping[Outlook | None, str]] = {
    "curable": "can be changed",
    "time": "a matter of time",
    "for good": "for good",
    None: "for a clinician to say whether it can change",
}


@dataclass(frozen=True, kw_only=True)
class NeededChange:
    """What stands between a person and one criterion.

    Args:
        item: the criterion.
        outlook: how lasting it is; None where nobody has said.
        what: what decides it now, of which all must change.
        windows: from or until when its windows are open.
    """

    item: AssessedCriterion
    outlook: Outlook | None
    what: tuple[str, ...]
    windows: tuple[str, ...] = ()


def what_would_change(checklist: Checklist, assessment: Assessment) -> tuple[NeededChange, ...]:
    """List what would need to change for the criteria that exclude by their answers.

    Where several ways lead out of a criterion, it is the one that is soonest mended. A state set by
    hand is not among them: its reason is a person's.
    """
    facts = {fact.id: fact for fact in checklist.facts}
    return tuple(
        _change(item, facts, assessment) for item in assessment.deciding if not item.by_hand
    )


def _change(
    item: AssessedCriterion, facts: Mapping[str, Fact], assessment: Assessment
) -> NeededChange:
    outlook, hangs_on = _way_out(item.criterion.rule, facts, assessment.values)
    said = dict.fromkeys(sentence(leaf, facts, assessment.values) for leaf in hangs_on)
    windows = [
        window
        for fact in dict.fromkeys(fact_of(leaf) for leaf in hangs_on)
        if fact in assessment.days
        for window in window_sentences(item.criterion, facts[fact], assessment.days[fact])
    ]
    return NeededChange(item=item, outlook=outlook, what=tuple(said), windows=tuple(windows))


def _way_out(
    rule: Rule, facts: Mapping[str, Fact], values: Mapping[str, Value]
) -> tuple[Outlook | None, tuple[Compare | Is | Judgement, ...]]:
    """The soonest mended way to turn a settled rule round: its outlook, and what it hangs on."""
    if isinstance(rule, Compare | Is | Judgement):
        return facts[fact_of(rule)].outlook, (rule,)
    truth = evaluate(rule, values).truth
    settling = [part for part in parts(rule) if evaluate(part, values).truth is not None]
    ways = [
        _way_out(part, facts, values)
        for part in settling
        if not isinstance(rule, AllOf | AnyOf) or evaluate(part, values).truth is truth
    ]
    # One part is enough to undo "all" that holds, and to make "any" hold; else all must turn.
    if truth is isinstance(rule, AllOf) and isinstance(rule, AllOf | AnyOf):
        # Of equal ones the last: rules go from the general to the particular.
        return min(reversed(ways), key=lambda way: _WORSE.index(way[0]))
    worst = max((way[0] for way in ways), key=_WORSE.index)
    return worst, tuple(leaf for _, hangs_on in ways for leaf in hangs_on)
