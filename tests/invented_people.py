"""Invented people, seeded: for the example, the tests and the benchmark. They are nobody."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import pyarrow as pa

from data.annotations.eligibility import Compare, Fact, leaves
from data.eligibility.assess import assess
from data.eligibility.checklist import Checklist
from data.eligibility.states import FAILS, PASSES
from data.screening.batches import answers_of
from data.screening.columns import UNIT

_MISSING: Final = 0.01
_PASSING: Final = 0.98  # of answers; else nearly everybody would be excluded at once
_AGREEING: Final = 0.998  # of answers that another may contradict
_FAR: Final = (0.3, 0.6, 1.4, 2.0)  # of a limit


def invented(checklist: Checklist, count: int, *, seed: int) -> pa.Table:
    """Make people up: mostly with answers on the passing side of each limit, some missing.

    Args:
        checklist: the facts that are answered.
        count: how many people.
        seed: the same seed makes the same people.
    """
    chance = random.Random(seed)
    answers = {fact.id: _answers(checklist, fact) for fact in checklist.facts}
    fit = _fit(checklist, answers)
    columns: dict[str, pa.Array] = {
        "person": pa.array([f"P{number:06}" for number in range(1, count + 1)])
    }
    for fact in checklist.facts:
        passing = _AGREEING if fact.presupposes else _PASSING
        cells = [_drawn(chance, fit[fact.id], answers[fact.id], passing) for _ in range(count)]
        kind = _TYPES.get(fact.kind, pa.bool_())
        columns[fact.id] = pa.array([value for value, _ in cells], kind)
        if fact.asks_unit:
            columns[f"{fact.id}{UNIT}"] = pa.array([unit for _, unit in cells], pa.string())
    return pa.table(columns)


def _fit(
    checklist: Checklist, answers: Mapping[str, Sequence[_Answer]]
) -> dict[str, Sequence[_Answer]]:
    """Answers that pass most criteria, found fact by fact; of numbers all that do."""
    found: dict[str, _Answer] = {}
    fit: dict[str, Sequence[_Answer]] = {}
    asking = {
        fact.id: replace(
            checklist, criteria=tuple(one for one in checklist.criteria if fact.id in one.facts)
        )
        for fact in checklist.facts
    }
    for _ in range(2):  # the second time, what depends on later answers finds them
        for fact in checklist.facts:
            unasked = [(None, None)] if fact.presupposes else []
            tried = (*unasked, *answers[fact.id])
            passed = [_passed(asking[fact.id], {**found, fact.id: one}) for one in tried]
            best = [one for one, count in zip(tried, passed, strict=True) if count == max(passed)]
            found[fact.id] = best[0]
            fit[fact.id] = best if fact.kind == "number" and best[0][0] is not None else best[:1]
    return fit


def _passed(checklist: Checklist, person: Mapping[str, _Answer]) -> int:
    row = {f"{key}{UNIT}": unit for key, (_, unit) in person.items()}
    row |= {key: value for key, (value, _) in person.items()}
    assessment = assess(checklist, answers_of(checklist.facts, row))
    states = [item.state for item in assessment.criteria]
    good = sum(state in PASSES for state in states) - sum(state in FAILS for state in states)
    return good - len(assessment.problems)


_TYPES: Final = {"number": pa.float64(), "choice": pa.string()}
_Answer = tuple[Any, str | None]


def _drawn(
    chance: random.Random, fit: Sequence[_Answer], others: Sequence[_Answer], passing: float
) -> _Answer:
    if chance.random() < _MISSING:
        return None, None
    return chance.choice(fit if chance.random() < passing else others)


def _answers(checklist: Checklist, fact: Fact) -> Sequence[_Answer]:
    """Answers on every side of every limit."""
    if fact.kind == "choice":
        return [(choice.value, None) for choice in fact.choices]
    if fact.kind != "number":
        return [(False, None), (True, None)]
    found: list[_Answer] = []
    units = fact.record_units if fact.asks_unit else fact.units[:1]
    for unit in units:
        limits = {
            leaf.limit(unit.unit)
            for one in checklist.criteria
            for rule in (one.applies, one.rule)
            if rule is not None
            for leaf in leaves(rule)
            if isinstance(leaf, Compare) and leaf.fact == fact.id
        }
        step = fact.multiple_of or 0.5
        near = {limit + way * step for limit in limits for way in (-2, -1, 0, 1, 2)}
        near |= {round(limit * part / step) * step for limit in limits for part in _FAR}
        found += [(one, unit.unit) for one in sorted(near) if unit.low <= one <= unit.high]
    return found or [(units[0].low, units[0].unit)]
