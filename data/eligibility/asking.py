"""What to ask next: the open facts whose answers can still change the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from data.annotations.eligibility import Fact, Rule, facts_of
from data.eligibility.answers import Value
from data.eligibility.assess import Assessment, passing
from data.eligibility.checklist import Checklist, Criterion
from data.eligibility.evaluate import evaluate, shortest_way
from data.eligibility.states import State, Verdict

_OFTEN: Final = 4


@dataclass(frozen=True, kw_only=True)
class Question:
    """An open fact, and what hangs on it.

    Args:
        fact: what is asked.
        criteria: the open criteria that hang on it, in the record's order.
        needed: the fewest answers, this one included, with which one of them can exclude.
    """

    fact: Fact
    criteria: tuple[Criterion, ...]
    needed: int

    @property
    def weight(self) -> float:
        """How much it promises: criteria that hang on it, by the answers it takes to decide.

        One whose answer often ends the matter counts four times, so that it comes before one that
        seldom does, also where it takes a second answer. The factor is a choice, not a rate: no
        record says how often a criterion excludes.
        """
        return len(self.criteria) / self.needed * (_OFTEN if self.fact.often else 1)

    @property
    def reason(self) -> str:
        """Why it is asked now, in a few words."""
        many = len(self.criteria)
        said = [f"{many} criteria hang on it"] if many > 1 else []
        alone = self.needed == 1
        said.append("one answer can exclude" if alone else f"{self.needed} answers can exclude")
        return "; ".join([*said, *([self.fact.often] if self.fact.often else [])])


def ask_next(checklist: Checklist, assessment: Assessment) -> tuple[Question, ...]:
    """List the open facts that can still change the verdict.

    First which group of the study, or which sex, criteria that are answered by hand are of: that
    tells which of them count at all. Then those
    that weigh most (`Question.weight`), then in the order of the checklist. A fact that only
    matters after another answer (`Fact.asked_if`) waits for that answer.

    Returns:
        The questions; none once the verdict stands.
    """
    if assessment.verdict is not Verdict.CANNOT_TELL:
        return ()
    questions = []
    open_still = assessment.open
    disputed = [item for item in open_still if item.state is State.DISPUTED]
    for fact in checklist.facts:
        if not is_asked(fact, assessment.values):
            continue
        hanging = [item for item in open_still if fact.id in item.open]
        if any(fact.id not in item.open for item in disputed):
            # No answer can lead to "meets": only what some answers make exclude matters.
            hanging = [item for item in hanging if _can_fail(item.criterion, assessment.values)]
        if hanging:
            ways = [_ways_to_exclude(item.criterion, fact.id, assessment) for item in hanging]
            criteria = tuple(item.criterion for item in hanging)
            questions.append(Question(fact=fact, criteria=criteria, needed=min(ways)))
    first = {
        fact
        for one in checklist.criteria
        if one.applies and not one.reviewed
        for fact in facts_of(one.applies)
    }
    return tuple(sorted(questions, key=lambda one: (one.fact.id not in first, -one.weight)))


def is_asked(fact: Fact, values: Mapping[str, Value]) -> bool:
    """Whether it is known that a fact matters, given the answers it depends on."""
    return fact.asked_if is None or evaluate(fact.asked_if, values).truth is True


def is_ruled_out(fact: Fact, assessment: Assessment) -> bool:
    """Whether it is known that a fact does not matter, given the answers it depends on."""
    return fact.asked_if is not None and evaluate(fact.asked_if, assessment.values).truth is False


def _can_fail(criterion: Criterion, values: Mapping[str, Value]) -> bool:
    """Whether some answers make a criterion exclude."""
    return evaluate(criterion.rule, values).truth is not passing(criterion.kind)


def _ways_to_exclude(criterion: Criterion, fact_id: str, assessment: Assessment) -> int:
    """The fewest answers, that to a fact among them, with which a criterion can exclude."""
    rules: list[tuple[Rule, bool]] = [(criterion.rule, not passing(criterion.kind))]
    if criterion.applies is not None:
        rules.append((criterion.applies, True))
    needed = {fact_id}
    for rule, target in rules:
        way = shortest_way(rule, target, assessment.values, through=fact_id)
        needed |= way or set()
    return len(needed)
