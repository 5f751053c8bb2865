"""Why a criterion stands where it stands: its rule as sentences, with the answers put in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from data.annotations.eligibility import (
    AllOf,
    AnyOf,
    AtLeast,
    Compare,
    Fact,
    Is,
    Judgement,
    Not,
    Operator,
    RecordDisagrees,
    Rule,
    fact_of,
    nodes,
    parts,
)
from data.criteria.kind import CriterionKind
from data.eligibility.answers import Quantity, Value, answer_in_words, with_unit
from data.eligibility.assess import AssessedCriterion, Assessment, ByHand, is_set_aside
from data.eligibility.checklist import Checklist, Criterion
from data.eligibility.evaluate import evaluate
from data.eligibility.states import State, Verdict
from data.words import capitalised

_WORDS: Final[Mapping[Operator, tuple[str, str]]] = {
    "at_least": ("at least", "below"),
    "above": ("above", "not above"),
    "at_most": ("at most", "above"),
    "below": ("below", "not below"),
}
_SET_ASIDE: Final = "answered by hand: not applicable"
ReasonMark = Literal["for", "against", "open", ""]


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One line of a rule with the answers put in.

    Args:
        level: how deep it is nested, from 0.
        text: the sentence.
        mark: whether it speaks for or against taking part, or is open; empty for what only heads
            other lines.
    """

    level: int
    text: str
    mark: ReasonMark = ""


def why(
    checklist: Checklist, assessed: AssessedCriterion, assessment: Assessment
) -> tuple[Reason, ...]:
    """Tell the whole rule of a criterion with the answers put in."""
    criterion = assessed.criterion
    if assessed.by_hand:
        return (Reason(level=0, text=capitalised(_by_hand(assessed, assessed.by_hand))),)
    facts = {fact.id: fact for fact in checklist.facts}
    values = assessment.values
    lines: list[Reason] = []
    if criterion.applies is not None:
        applies = rule_lines(criterion.applies, facts, values, 1, good=True)
        neutral = (replace(line, mark="open" if line.mark == "open" else "") for line in applies)
        lines += _headed("Applies only if:", neutral)
    if is_set_aside(criterion, values):
        lines.append(Reason(level=0, text=_SET_ASIDE.capitalize()))
    elif assessed.state is not State.NOT_APPLICABLE:
        excludes = criterion.kind != CriterionKind.INCLUSION
        rule = rule_lines(criterion.rule, facts, values, 1, good=not excludes)
        lines += _headed("Excludes if:" if excludes else "Must hold:", rule)
    return tuple(lines)


def _headed(head: str, lines: Iterable[Reason]) -> Iterator[Reason]:
    """Put a head above lines; where they have one of their own, make it one."""
    first, *rest = lines
    if rest and rest[0].level > first.level:
        yield Reason(level=0, text=f"{head} {first.text}")
        yield from (replace(line, level=line.level - 1) for line in rest)
    else:
        yield Reason(level=0, text=head)
        yield from (first, *rest)


def in_short(checklist: Checklist, assessed: AssessedCriterion, assessment: Assessment) -> str:
    """Tell in one sentence what decides a state, or what it hangs on."""
    if assessed.by_hand:
        return _by_hand(assessed, assessed.by_hand)
    facts = {fact.id: fact for fact in checklist.facts}
    values = assessment.values
    criterion = assessed.criterion
    if assessed.state is State.DISPUTED:
        return dispute(criterion) or ""
    if is_set_aside(criterion, values):
        return _SET_ASIDE
    if assessed.open:
        return "open: " + "; ".join(_open(facts[fact], values) for fact in assessed.open)
    rule = criterion.rule
    if assessed.state is State.NOT_APPLICABLE and criterion.applies is not None:
        rule = criterion.applies
    sentences = (sentence(leaf, facts, values) for leaf in _decisive(rule, values))
    return "; ".join(dict.fromkeys(sentences))


def _open(fact: Fact, values: Mapping[str, Value]) -> str:
    known = fact.id in values
    return f"{fact.label}: {answer_in_words(fact, values)}" if known else fact.label


def answers_in_short(checklist: Checklist, criterion: Criterion, assessment: Assessment) -> str:
    """Tell the answers that a criterion asks about, as far as there are any."""
    known = (checklist.fact(fact) for fact in criterion.facts if fact in assessment.values)
    return "; ".join(f"{fact.label}: {answer_in_words(fact, assessment.values)}" for fact in known)


def cases_in_words(checklist: Checklist, assessment: Assessment) -> tuple[str, ...]:
    """Tell for each answer to what is open which criterion excludes: `Sex: male: exclusion 15`."""
    facts = {fact.id: fact for fact in checklist.facts}
    told = []
    for case in assessment.cases:
        if case.criterion:
            answers = (
                f"{facts[key].label}: {answer_in_words(facts[key], case.answers)}"
                for key in case.answers
            )
            told.append(f"{'; '.join(answers)}: {case.criterion.name.lower()}")
    return tuple(told)


def headline(assessment: Assessment) -> str:
    """Say the verdict in one sentence, and how many criteria were set against their answers."""
    against = len(assessment.against_answers)
    if not against:
        return _verdict(assessment)
    its = "its answer" if against == 1 else "their answers"
    return f"{_verdict(assessment)} ({against} set by hand, against {its})"


def _verdict(assessment: Assessment) -> str:
    total = len(assessment.criteria)
    if assessment.deciding:
        names = [item.criterion.name.lower() for item in assessment.deciding]
        return f"Excluded by {_listed(names)}"
    if assessment.cases and assessment.verdict is Verdict.EXCLUDED:
        return "Excluded, whatever the open answers are"
    if assessment.cases:
        return "Meets every criterion, whatever the open answers are"
    if not total:
        return "Cannot tell: the record states no criteria"
    if not assessment.open:
        return "Meets every criterion as answered"
    if all(item.state is State.DISPUTED and not item.open for item in assessment.open):
        return "Cannot tell: the record disagrees with itself"
    return f"Cannot tell yet: {len(assessment.open)} of {total} criteria open"


def _by_hand(assessed: AssessedCriterion, hand: ByHand) -> str:
    if not assessed.against_answer:
        return f"set by hand: {hand.reason}"
    return (
        f"set by hand to “{assessed.state}”, although its answer gives “{assessed.answered}”: "
        f"{hand.reason}"
    )


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def compared(leaf: Compare, holds: bool) -> str:
    """Say how a number stands to a limit: `below`, `not below`."""
    return _WORDS[leaf.operator][0 if holds else 1]


def sentence(
    leaf: Compare | Is | Judgement, facts: Mapping[str, Fact], values: Mapping[str, Value]
) -> str:
    """Say a leaf of a rule with the answer put in: `Ki-67 8% is below 10%`."""
    fact = facts[fact_of(leaf)]
    value = values.get(fact.id)
    said = answer_in_words(fact, values)
    if isinstance(leaf, Judgement):
        return f"{fact.label}: {'needs a clinician’s judgement' if value is None else said}"
    if isinstance(leaf, Compare):
        if isinstance(value, str):
            return f"{fact.label}: {said}"
        if not isinstance(value, Quantity):
            limits = (with_unit(leaf.limit(unit.unit), unit.unit) for unit in fact.record_units)
            return f"{fact.label} {compared(leaf, True)} {' or '.join(limits)}: not answered"
        holds = evaluate(leaf, values).truth is True
        limit = with_unit(leaf.limit(value.unit), value.unit)
        return f"{fact.label} {value} is {compared(leaf, holds)} {limit}"
    if fact.kind == "yes_no" or value is None:
        return f"{fact.label}: {said}"
    if value in leaf.values:
        return f"{fact.label}: {said}"
    wanted = " or ".join(c.label for c in fact.choices if c.value in leaf.values)
    return f"{fact.label}: {said}, not {wanted}"


def rule_lines(
    rule: Rule, facts: Mapping[str, Fact], values: Mapping[str, Value], level: int, *, good: bool
) -> Iterator[Reason]:
    """Yield the lines of a rule; `good` says whether it speaks for taking part when it holds."""
    if isinstance(rule, Compare | Is | Judgement):
        yield Reason(
            level=level, text=sentence(rule, facts, values), mark=_mark(rule, values, good)
        )
    elif isinstance(rule, Not) and isinstance(rule.negated, Is):
        yield from rule_lines(rule.negated, facts, values, level, good=not good)
    elif isinstance(rule, Not):
        head, *inner = rule_lines(rule.negated, facts, values, level, good=not good)
        yield replace(head, text=f"unless {head.text}")
        yield from inner
    elif isinstance(rule, RecordDisagrees):
        yield Reason(level=level, text="the record says two things:")
        for part in (rule.record_disagrees.says, rule.record_disagrees.but):
            first, *rest = rule_lines(part.rule, facts, values, level + 1, good=good)
            yield replace(first, text=f"{part.where}, “{part.quote}”: {first.text}")
            yield from rest
    else:
        yield Reason(level=level, text=f"{_how_many(rule)} of these:")
        for part_rule in parts(rule):
            yield from rule_lines(part_rule, facts, values, level + 1, good=good)


def _how_many(rule: AllOf | AnyOf | AtLeast) -> str:
    if isinstance(rule, AllOf):
        return "all"
    return f"at least {'one' if isinstance(rule, AnyOf) else rule.at_least.n}"


def _mark(leaf: Rule, values: Mapping[str, Value], good: bool) -> ReasonMark:
    truth = evaluate(leaf, values).truth
    if truth is None:
        return "open"
    return "for" if truth is good else "against"


def _decisive(rule: Rule, values: Mapping[str, Value]) -> Iterator[Compare | Is | Judgement]:
    """Yield the leaves that make a settled rule true or false."""
    truth = evaluate(rule, values).truth
    if isinstance(rule, Compare | Is | Judgement):
        yield rule
    for part in parts(rule):
        if isinstance(rule, Not) or evaluate(part, values).truth is truth:
            yield from _decisive(part, values)


def dispute(criterion: Criterion) -> str | None:
    """Tell the two statements on which the record disagrees about a criterion; None for none."""
    for rule in nodes(criterion.rule):
        if isinstance(rule, RecordDisagrees):
            one, other = rule.record_disagrees.says, rule.record_disagrees.but
            return (
                f"the record disagrees with itself: {one.where} say “{one.quote}”, "
                f"{other.where} says “{other.quote}”"
            )
    return None
