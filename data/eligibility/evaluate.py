"""What a rule says about one person, under Kleene logic."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from data.annotations.eligibility import (
    AllOf,
    AnyOf,
    AtLeast,
    Compare,
    Is,
    Judgement,
    Not,
    Operator,
    RecordDisagrees,
    Rule,
    fact_of,
    facts_of,
    parts,
)
from data.eligibility.answers import Quantity, Value
from data.eligibility.kleene import NOT, Truth, all_of, any_of, at_least

COMPARE: Final[Mapping[Operator, Callable[[float, float], bool]]] = {
    "at_least": operator.ge,
    "above": operator.gt,
    "at_most": operator.le,
    "below": operator.lt,
}


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a rule says.

    Args:
        truth: whether it holds; None while unknown.
        open: the facts without an answer on which that hangs; none once the truth is known.
        disputed: unknown because the record disagrees with itself on this person.
    """

    truth: Truth
    open: frozenset[str] = frozenset()
    disputed: bool = False


def evaluate(rule: Rule, values: Mapping[str, Value]) -> Outcome:
    """Work out what a rule says about a person.

    Args:
        rule: the rule.
        values: what is known of the person, by fact id.
    """
    if isinstance(rule, Compare | Is | Judgement):
        return _leaf(rule, values)
    outcomes = [evaluate(part, values) for part in parts(rule)]
    truths = [outcome.truth for outcome in outcomes]
    disputed = any(outcome.disputed for outcome in outcomes)
    if isinstance(rule, AllOf):
        truth = all_of(truths)
    elif isinstance(rule, AnyOf):
        truth = any_of(truths)
    elif isinstance(rule, AtLeast):
        truth = at_least(rule.at_least.n, truths)
    elif isinstance(rule, Not):
        truth = NOT[truths[0]]
    else:
        truth = truths[0] if truths[0] == truths[1] else None
        disputed = disputed or set(truths) == {True, False}
    if truth is not None:
        return Outcome(truth=truth)
    hangs_on = frozenset(fact for outcome in outcomes for fact in outcome.open)
    return Outcome(truth=None, open=hangs_on, disputed=disputed)


def _leaf(leaf: Compare | Is | Judgement, values: Mapping[str, Value]) -> Outcome:
    value = values.get(fact_of(leaf))
    if value is None:
        return Outcome(truth=None, open=frozenset((fact_of(leaf),)))
    if isinstance(leaf, Judgement):
        return Outcome(truth=value is True)
    if isinstance(leaf, Is):
        return Outcome(truth=value in leaf.values)
    if not isinstance(value, Quantity):
        raise TypeError(f"{leaf.fact}: expected a quantity, got {value!r}")
    return Outcome(truth=COMPARE[leaf.operator](value.number, leaf.limit(value.unit)))


def shortest_way(
    rule: Rule, target: bool, values: Mapping[str, Value], through: str | None = None
) -> frozenset[str] | None:
    """The fewest further facts whose answers can make a rule true, or false.

    Args:
        rule: the rule.
        target: what it should become.
        values: what is known already.
        through: a fact that must be among them, where the rule asks about it.

    Returns:
        The ids of the facts; None if no answers lead there.
    """
    if isinstance(rule, Compare | Is | Judgement):
        outcome = _leaf(rule, values)
        return outcome.open if outcome.truth in (None, target) else None
    if isinstance(rule, Not):
        return shortest_way(rule.negated, not target, values, through)
    ways = [
        (part, way)
        for part in parts(rule)
        if (way := shortest_way(part, target, values, through)) is not None
    ]
    needed = _needed(rule, target)
    ways.sort(key=lambda one: len(one[1]))
    if through in facts_of(rule):
        first = next((one for one in ways if through in facts_of(one[0])), None)
        if first is None:
            return None
        ways = [first, *(one for one in ways if one is not first)]
    if len(ways) < needed:
        return None
    return frozenset[str]().union(*(way for _, way in ways[:needed]))


def _needed(rule: AllOf | AnyOf | AtLeast | RecordDisagrees, target: bool) -> int:
    """How many parts must be true, or false, to make a rule so."""
    count = len(parts(rule))
    if isinstance(rule, RecordDisagrees):
        return count
    if isinstance(rule, AtLeast):
        least = rule.at_least.n
    else:
        least = count if isinstance(rule, AllOf) else 1
    return least if target else count - least + 1
