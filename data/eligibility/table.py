"""Assess many people at once: the same rules as `assess`, worked out column by column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.annotations.eligibility import (
    AllOf,
    AnyOf,
    AtLeast,
    Compare,
    Fact,
    Is,
    Judgement,
    Not,
    Rule,
)
from data.annotations.eligibility import parts as parts_of
from data.criteria.kind import CriterionKind
from data.eligibility.answers import AnswerError, Quantity, Value, read_answer
from data.eligibility.assess import AssessedCriterion, agreed, passing
from data.eligibility.checklist import Checklist, Criterion
from data.eligibility.consistency import reconcile
from data.eligibility.evaluate import COMPARE
from data.eligibility.states import FAILS, PASSES, State, Verdict

VERDICT = "verdict"
_Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class _Column:
    """The answers of all people to one question.

    Args:
        known: who has answered.
        numbers, units: a number, and its unit; NaN and empty where there is none.
        values: any other answer.
    """

    fact: Fact
    known: _Flags
    numbers: npt.NDArray[np.float64]
    units: npt.NDArray[np.object_]
    values: npt.NDArray[np.object_]


@dataclass(frozen=True, kw_only=True)
class _Truths:
    """What a rule says of all people.

    Args:
        true, false: for whom it holds, for whom it does not; unknown for the others.
        asks: for whom it is unknown and hangs on a fact that anyone can tell.
        disputed: for whom it is unknown because the record disagrees with itself.
    """

    true: _Flags
    false: _Flags
    asks: _Flags
    disputed: _Flags


def assess_table(checklist: Checklist, table: pd.DataFrame) -> pd.DataFrame:
    """Work out where each person of a table stands.

    Args:
        checklist: the study's checklist.
        table: one person a row, one fact a column, named by its id; plain values as for `assess`,
            with None, NaN or NA where nothing is known. Other columns are ignored.

    Returns:
        One person a row, with the index of `table`: the state of each criterion in a column named
        by its id, and the verdict in the column `verdict`.
    """
    given = [
        [(fact.id, _value(fact, cell)) for cell in table[fact.id]]
        for fact in checklist.facts
        if fact.id in table
    ]
    people = [
        reconcile(checklist.facts, {key: value for key, value in row if value is not None})[0]
        for row in (zip(*given, strict=True) if given else ((),) * len(table))
    ]
    columns = {fact.id: _column(fact, people) for fact in checklist.facts}
    states = {item.id: _states(item, columns) for item in checklist.criteria}
    result = pd.DataFrame(states, index=table.index, dtype=object)
    verdicts = _verdicts(result)
    for row in np.flatnonzero(verdicts == Verdict.CANNOT_TELL):
        verdicts[row] = _in_every_case(checklist, result.iloc[row], people[row])
    result[VERDICT] = verdicts
    return result


def _in_every_case(
    checklist: Checklist, states: pd.Series[Any], values: Mapping[str, Value]
) -> Verdict:
    criteria = (
        AssessedCriterion(criterion=one, state=states[one.id]) for one in checklist.criteria
    )
    return agreed(checklist, criteria, values)[0]


def _column(fact: Fact, people: list[dict[str, Value]]) -> _Column:
    values = [person.get(fact.id) for person in people]
    quantities = [item if isinstance(item, Quantity) else None for item in values]
    plain = np.empty(len(values), dtype=object)
    plain[:] = values
    return _Column(
        fact=fact,
        known=np.array([value is not None for value in values], dtype=bool),
        numbers=np.array([item.number if item else np.nan for item in quantities], dtype=float),
        units=np.array([item.unit if item else None for item in quantities], dtype=object),
        values=plain,
    )


def _value(fact: Fact, cell: Any) -> Value | None:
    if pd.isna(cell):
        return None
    # A column of whole numbers or flags holds numpy's own; a column of flags with gaps holds
    # objects.
    plain = cell.item() if isinstance(cell, np.generic) else cell
    try:
        return read_answer(fact, plain)
    except AnswerError:
        return None


def _states(criterion: Criterion, columns: dict[str, _Column]) -> npt.NDArray[np.object_]:
    rule = _truths(criterion.rule, columns)
    everyone = np.ones_like(rule.true)
    nobody = ~everyone
    applies = _Truths(true=everyone, false=nobody, asks=nobody, disputed=nobody)
    if criterion.applies is not None:
        applies = _truths(criterion.applies, columns)
    holds, fails = (
        (State.EXCLUDES, State.DOES_NOT_EXCLUDE)
        if criterion.kind != CriterionKind.INCLUSION
        else (State.MET, State.NOT_MET)
    )
    states = np.full(len(everyone), State.NEEDS_JUDGEMENT, dtype=object)
    states[applies.asks | rule.asks] = State.UNKNOWN
    states[applies.disputed | rule.disputed] = State.DISPUTED
    passed = rule.true if passing(criterion.kind) else rule.false
    states[rule.true & (passed | applies.true)] = holds
    states[rule.false & (passed | applies.true)] = fails
    states[applies.false] = State.NOT_APPLICABLE
    return states


def _truths(rule: Rule, columns: dict[str, _Column]) -> _Truths:
    if isinstance(rule, Compare | Is):
        column = columns[rule.fact]
        true = _compared(rule, column) if isinstance(rule, Compare) else _is(rule, column)
        unknown = ~column.known
        none = np.zeros_like(unknown)
        return _Truths(true=true, false=column.known & ~true, asks=unknown, disputed=none)
    if isinstance(rule, Judgement):
        column = columns[rule.judgement]
        true = column.known & (column.values == True)  # noqa: E712 - element by element
        none = np.zeros_like(true)
        return _Truths(true=true, false=column.known & ~true, asks=none, disputed=none)
    return _combined(rule, [_truths(part, columns) for part in parts_of(rule)])


def _combined(rule: Rule, parts: list[_Truths]) -> _Truths:
    all_true = np.logical_and.reduce([part.true for part in parts])
    all_false = np.logical_and.reduce([part.false for part in parts])
    disputed = np.logical_or.reduce([part.disputed for part in parts])
    if isinstance(rule, AllOf):
        true, false = all_true, np.logical_or.reduce([part.false for part in parts])
    elif isinstance(rule, AnyOf):
        true, false = np.logical_or.reduce([part.true for part in parts]), all_false
    elif isinstance(rule, AtLeast):
        least = rule.at_least.n
        true = np.sum([part.true for part in parts], axis=0) >= least
        false = np.sum([part.false for part in parts], axis=0) > len(parts) - least
    elif isinstance(rule, Not):
        true, false = all_false, all_true
    else:
        true, false = all_true, all_false
        one, other = parts
        disputed = disputed | (one.true & other.false) | (one.false & other.true)
    unknown = ~true & ~false
    asks = np.logical_or.reduce([part.asks for part in parts])
    return _Truths(true=true, false=false, asks=asks & unknown, disputed=disputed & unknown)


def _compared(leaf: Compare, column: _Column) -> _Flags:
    compare = COMPARE[leaf.operator]
    true = np.zeros(len(column.known), dtype=bool)
    for unit in column.fact.units:
        here = column.units == unit.unit
        true[here] = [compare(number, leaf.limit(unit.unit)) for number in column.numbers[here]]
    return true


def _is(leaf: Is, column: _Column) -> _Flags:
    return np.array([value in leaf.values for value in column.values], dtype=bool) & column.known


def _verdicts(states: pd.DataFrame) -> npt.NDArray[np.object_]:
    if states.shape[1] == 0:
        return np.full(len(states), Verdict.CANNOT_TELL, dtype=object)
    excluded = states.isin([*FAILS]).any(axis=1).to_numpy()
    meets = states.isin([*PASSES]).all(axis=1).to_numpy()
    verdicts = np.full(len(states), Verdict.CANNOT_TELL, dtype=object)
    verdicts[meets] = Verdict.MEETS
    verdicts[excluded] = Verdict.EXCLUDED
    return verdicts
