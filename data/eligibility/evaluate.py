"""What a rule says about one person, under Kleene logic."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

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
    facts_of,
    parts,
)
from data.eligibility.answers import NOT_YET, Quantity, Value
from data.eligibility.kleene import NOT, Truth, all_of, any_of, at_least

COMPARE: Final[Mapping[Operator, Callable[[float, float], bool]]] = {
    "at_least": operator.ge,
    "above": operator.gt,
    "at_most": operator.le,
    "below": operator.lt,
}


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """What a rule says.

    Args:
        truth: whether it holds; None while unknown.
        open: the facts without an answer on which that hangs; none once the truth is known.
        disputed: unknown because the record disagrees with itself on this person.
    """

    truth: Truth
    open: frozenset[str] = frozenset()
    disputed: bool = False


_MANY: Final = 1_000  # facts of all records that are open
_HOLDS: Final = Evaluation(truth=True)
_FAILS: Final = Evaluation(truth=False)


def evaluate(rule: Rule, values: Mapping[str, Value]) -> Evaluation:
    """Work out what a rule says about a person.

    Args:
        rule: the rule.
        values: what is known of the person, by fact id.
    """
    return _BY_KIND[type(rule)](rule, values)


def _all(rule: AllOf, values: Mapping[str, Value]) -> Evaluation:
    outcomes = [evaluate(part, values) for part in rule.all]
    return _joined(all_of(one.truth for one in outcomes), outcomes)


def _any(rule: AnyOf, values: Mapping[str, Value]) -> Evaluation:
    outcomes = [evaluate(part, values) for part in rule.any]
    return _joined(any_of(one.truth for one in outcomes), outcomes)


def _at_least(rule: AtLeast, values: Mapping[str, Value]) -> Evaluation:
    outcomes = [evaluate(part, values) for part in rule.at_least.of]
    return _joined(at_least(rule.at_least.n, [one.truth for one in outcomes]), outcomes)


def _not(rule: Not, values: Mapping[str, Value]) -> Evaluation:
    outcome = evaluate(rule.negated, values)
    return _joined(NOT[outcome.truth], [outcome])


def _record_disagrees(rule: RecordDisagrees, values: Mapping[str, Value]) -> Evaluation:
    outcomes = [evaluate(part, values) for part in parts(rule)]
    says, but = (one.truth for one in outcomes)
    return _joined(says if says is but else None, outcomes, {says, but} == {True, False})


def _joined(truth: Truth, outcomes: Sequence[Evaluation], disputed: bool = False) -> Evaluation:
    """The outcome of a rule that is made of others; once it is settled, nothing hangs on any."""
    if truth is not None:
        return _settled(truth)
    return Evaluation(
        truth=None,
        open=frozenset().union(*(one.open for one in outcomes)),
        disputed=disputed or any(one.disputed for one in outcomes),
    )


def _settled(truth: bool) -> Evaluation:
    return _HOLDS if truth else _FAILS


def _compare(leaf: Compare, values: Mapping[str, Value]) -> Evaluation:
    value = values.get(leaf.fact)
    if isinstance(value, Quantity):
        return _settled(COMPARE[leaf.operator](value.number, leaf.limit(value.unit)))
    if value is None or value == NOT_YET:
        return _hangs_on(leaf.fact)
    if isinstance(value, str):  # in place of a number, so on no side of a limit
        return _FAILS
    raise TypeError(f"{leaf.fact}: expected a quantity, got {value!r}")


def _is(leaf: Is, values: Mapping[str, Value]) -> Evaluation:
    value = values.get(leaf.fact)
    if value is None or value == NOT_YET:
        return _hangs_on(leaf.fact)
    return _settled(value in leaf.values)


def _judgement(leaf: Judgement, values: Mapping[str, Value]) -> Evaluation:
    value = values.get(leaf.judgement)
    if value is None or value == NOT_YET:
        return _hangs_on(leaf.judgement)
    return _settled(value is True)


@lru_cache(maxsize=_MANY)
def _hangs_on(fact_id: str) -> Evaluation:
    return Evaluation(truth=None, open=frozenset((fact_id,)))


_BY_KIND: Final[Mapping[type[Rule], Callable[[Any, Mapping[str, Value]], Evaluation]]] = {
    AllOf: _all,
    AnyOf: _any,
    AtLeast: _at_least,
    Not: _not,
    RecordDisagrees: _record_disagrees,
    Compare: _compare,
    Is: _is,
    Judgement: _judgement,
}


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
    inner = parts(rule)
    if not inner:
        outcome = evaluate(rule, values)
        return outcome.open if outcome.truth in (None, target) else None
    if isinstance(rule, Not):
        return shortest_way(rule.negated, not target, values, through)
    ways = [
        (part, way)
        for part in inner
        if (way := shortest_way(part, target, values, through)) is not None
    ]
    needed = _needed(rule, len(inner), target)
    ways.sort(key=lambda one: len(one[1]))
    if through in facts_of(rule):
        first = next((one for one in ways if through in facts_of(one[0])), None)
        if first is None:
            return None
        ways = [first, *(one for one in ways if one is not first)]
    if len(ways) < needed:
        return None
    return frozenset[str]().union(*(way for _, way in ways[:needed]))


def _needed(rule: Rule, count: int, target: bool) -> int:
    """How many of so many parts must be true, or false, to make a rule so."""
    if isinstance(rule, RecordDisagrees):
        return count
    if isinstance(rule, AtLeast):
        least = rule.at_least.n
    else:
        least = count if isinstance(rule, AllOf) else 1
    return least if target else count - least + 1
