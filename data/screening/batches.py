"""Screened people, one Arrow batch after the other; whom the plan leaves to `assess`, it settles.

Only one batch is held in memory, however long the list is. `assess` is asked once for all people
whose open criteria hang on the same things.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import narwhals as nw
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from data.annotations.eligibility import Compare, Fact, facts_of, leaves
from data.eligibility.answers import AnswerError, Quantity, Value, read_answer
from data.eligibility.assess import Assessment, assess
from data.eligibility.calculators import asked_with_calculators
from data.eligibility.checklist import Checklist
from data.eligibility.evaluate import evaluate
from data.eligibility.states import FAILS, OPEN, Verdict
from data.screening.columns import UNIT
from data.screening.expressions import (
    BY_PERSON,
    CONTRADICTS,
    FAR,
    NARROWLY,
    NEAR,
    NO,
    STATES,
    Plan,
    Threshold,
    open_column,
    state_column,
    thresholds,
    unused_column,
)

BATCH: Final = 100_000  # people
VERDICT, DECIDING, OPEN_FACTS = "verdict", "deciding", "open_facts"
VERDICTS: Final = tuple(Verdict)
Flags = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int8]
_FAILS: Final = np.array([state in FAILS for state in STATES])
_OPEN: Final = np.array([state in OPEN for state in STATES])


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Some people of a list, each with where they stand.

    Args:
        kept: the columns of the list that are no fact.
        answers: those that are.
        states: of each person, the place of each criterion's state in `STATES`.
        verdicts: of each person, the place of the verdict in `VERDICTS`.
        open: of each person, which facts are open; none of whoever is excluded.
        misses: of each person, which thresholds are missed by whoever their criterion excludes.
        unused: for each fact, how many answers cannot be right and count as none.
        contradict: how many people's answers contradict each other.
    """

    checklist: Checklist
    kept: pa.Table
    answers: pa.Table
    states: Codes
    verdicts: Codes
    open: Flags
    misses: Codes
    unused: Mapping[str, int]
    contradict: int

    @property
    def fails(self) -> Flags:
        """Of each person, the criteria that exclude."""
        found: Flags = _FAILS[self.states]
        return found

    @property
    def undecided(self) -> Flags:
        """Of whom nothing can be told yet."""
        found: Flags = self.verdicts == VERDICTS.index(Verdict.CANNOT_TELL)
        return found

    @cached_property
    def table(self) -> pa.Table:
        """One row a person: what is kept, the verdict, the first criterion that excludes, the open
        facts (separated by spaces) and each criterion's state."""
        ids = np.array(["", *(one.id for one in self.checklist.criteria)], dtype=object)
        first = np.where(self.fails.any(axis=1), self.fails.argmax(axis=1) + 1, 0)
        columns = {name: self.kept[name] for name in self.kept.schema.names}
        columns[VERDICT] = _words(self.verdicts, [one.value for one in VERDICTS])
        columns[DECIDING] = _words(first, list(ids))
        columns[OPEN_FACTS] = self._open_facts()
        for place, one in enumerate(self.checklist.criteria):
            words = [state.value for state in STATES]
            columns[criterion_column(one.id)] = _words(self.states[:, place], words)
        return pa.table(columns)

    def _open_facts(self) -> pa.Array:
        patterns, inverse = _alike(np.packbits(self.open, axis=1))
        facts = [fact.id for fact in self.checklist.facts]
        listed = [
            " ".join(fact for fact, flag in zip(facts, self.open[row], strict=True) if flag)
            for row in patterns
        ]
        return _words(inverse, listed)


def written_columns(checklist: Checklist) -> tuple[str, ...]:
    """The columns that stand beside those that are kept."""
    criteria = (criterion_column(one.id) for one in checklist.criteria)
    return (VERDICT, DECIDING, OPEN_FACTS, *criteria)


def criterion_column(criterion: str) -> str:
    """The column in which the state of a criterion is written."""
    return f"criterion {criterion}"


def settled(checklist: Checklist, frame: Any, size: int = BATCH) -> Iterator[Batch]:
    """Yield the people of a screened list with every verdict settled.

    Args:
        checklist: the study's checklist.
        frame: what `screened` gives.
        size: people a batch.
    """
    settling = _Settling(checklist)
    for batch in _batches(frame, size):
        yield settling.settled(batch)


def _batches(frame: Any, size: int) -> Iterator[pa.Table]:
    if isinstance(frame, nw.LazyFrame) and frame.implementation.is_duckdb():
        for batch in nw.to_native(frame).to_arrow_reader(size):
            yield pa.Table.from_batches([batch])
        return
    whole = frame.collect("pyarrow") if isinstance(frame, nw.LazyFrame) else frame
    table = whole.to_arrow()
    for start in range(0, max(table.num_rows, 1), size):
        yield table.slice(start, size)


@dataclass
class _Settling:
    """Settles batches; what has been worked out for one person is told of all who are alike."""

    checklist: Checklist
    _persons: dict[str, _Told] = field(default_factory=dict)
    _agreed: dict[bytes, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.plan = Plan(self.checklist)
        self.asked = asked_with_calculators(self.checklist.facts)
        self.limits = thresholds(self.checklist)
        self.facts = [fact.id for fact in self.checklist.facts]
        self.masks = list(self._masks())

    def settled(self, batch: pa.Table) -> Batch:
        checklist = self.checklist
        rows = batch.num_rows
        states = _matrix(batch, [state_column(one) for one in checklist.criteria], np.int8)
        is_open = _matrix(batch, [open_column(fact) for fact in self.facts], np.bool_)
        misses = _matrix(batch, [one.column for one in self.limits], np.int8)
        cells = {one for fact in self.asked for one in (fact.id, f"{fact.id}{UNIT}")}
        told = {name for name in batch.schema.names if name.startswith("~")}
        answers = [name for name in batch.schema.names if name in cells]
        kept = [name for name in batch.schema.names if name not in cells | told]
        by_person = np.flatnonzero(_column(batch, BY_PERSON))
        for row, person in zip(by_person, _rows(batch, answers, by_person), strict=True):
            one = self._of_person(person)
            states[row], is_open[row], misses[row] = one.states, one.open, one.misses
        verdicts = _verdicts(states)
        for row, person in zip(by_person, _rows(batch, answers, by_person), strict=True):
            verdicts[row] = self._of_person(person).verdict
        undecided = verdicts == VERDICTS.index(Verdict.CANNOT_TELL)
        asked = np.zeros(rows, np.bool_)
        asked[by_person] = True
        marked = np.flatnonzero(undecided & ~asked & self._share(batch, states))
        if len(marked):
            verdicts[marked] = self._in_every_case(batch, states, answers, marked)
        is_open &= (verdicts == VERDICTS.index(Verdict.CANNOT_TELL))[:, None]
        failing = {one.id: _FAILS[states[:, at]] for at, one in enumerate(checklist.criteria)}
        for place, limit in enumerate(self.limits):
            misses[:, place] *= failing[limit.criterion.id]
        return Batch(
            checklist=checklist,
            kept=batch.select(kept),
            answers=batch.select(answers),
            states=states,
            verdicts=verdicts,
            open=is_open,
            misses=misses,
            unused={
                fact.id: int(_column(batch, unused_column(fact)).sum())
                for fact in checklist.facts
                if fact.kind == "number"
            },
            contradict=int(_column(batch, CONTRADICTS).sum()),
        )

    def _of_person(self, row: Mapping[str, Any]) -> _Told:
        key = json.dumps(row, default=str)
        if key not in self._persons:
            found = assess(self.checklist, answers_of(self.asked, row))
            self._persons[key] = _told(self.checklist, self.limits, found)
        return self._persons[key]

    def _share(self, batch: pa.Table, states: Codes) -> Flags:
        """Whose open criteria ask about one open fact in several places."""
        shares = np.zeros(len(states), np.bool_)
        at = {one.id: place for place, one in enumerate(self.checklist.criteria)}
        for fact, places in self.plan.places().items():
            counts = sum(
                count * _OPEN[states[:, at[one]]].astype(np.int8) for one, count in places.items()
            )
            known = _column(batch, f"~known {fact}")
            if self.plan.facts[fact].not_yet:
                known = known | _column(batch, f"~later {fact}")
            shares |= ~known & (counts > 1)
        return shares

    def _in_every_case(
        self, batch: pa.Table, states: Codes, answers: list[str], marked: npt.NDArray[np.intp]
    ) -> Codes:
        """The verdicts of people, worked out once for all on whom it depends on the same signs."""
        some = batch.select([*answers, *self.plan.signs()]).take(pa.array(marked))
        is_open = _OPEN[states[marked]]
        signs = _matrix(some, list(self.plan.signs()), np.bool_)
        for place, mask in enumerate(self.masks):
            signs[:, place] &= (is_open & mask).any(axis=1)
        alike = np.packbits(np.hstack([is_open, signs]), axis=1)
        first, inverse = _alike(alike)
        verdicts = np.zeros(len(first), np.int8)
        for place, row in enumerate(first):
            key = alike[row].tobytes()
            if key not in self._agreed:
                person = next(_rows(some, answers, np.array([row])))
                found = assess(self.checklist, answers_of(self.asked, person))
                self._agreed[key] = VERDICTS.index(found.verdict)
            verdicts[place] = self._agreed[key]
        return verdicts[inverse]

    def _masks(self) -> Iterator[Flags]:
        """For each sign, the criteria that make it matter where they are open.

        Facts hang together through what their answers presuppose: whatever one of a group is, may
        settle another.
        """
        plan, criteria = self.plan, self.checklist.criteria
        groups = {fact: {fact} for fact in self.facts}
        for fact in plan.needing:
            for other in facts_of(fact.asked_if) if fact.asked_if else ():
                if other in groups and groups[other] is not groups[fact.id]:
                    groups[fact.id] |= groups[other]
                    for one in groups[other]:
                        groups[one] = groups[fact.id]
        of_leaf = {
            plan.name(leaf): facts_of(leaf)[0]
            for rule in (
                *(one.rule for one in criteria),
                *(one.applies for one in criteria),
                *(fact.asked_if for fact in plan.needing),
            )
            if rule is not None
            for leaf in leaves(rule)
        }
        for sign in plan.signs():
            kind, name = sign.split(" ", 1)
            group = groups.get(of_leaf[name] if kind in ("~true", "~false") else name, set())
            yield np.array([not group.isdisjoint(one.facts) for one in criteria])


def _verdicts(states: Codes) -> Codes:
    meets, excluded, open_ = (
        VERDICTS.index(one) for one in (Verdict.MEETS, Verdict.EXCLUDED, Verdict.CANNOT_TELL)
    )
    if not states.shape[1]:
        return np.full(len(states), open_, np.int8)
    undecided = np.where(_OPEN[states].any(axis=1), open_, meets)
    return np.where(_FAILS[states].any(axis=1), excluded, undecided).astype(np.int8)


@dataclass(frozen=True, kw_only=True)
class _Told:
    states: Codes
    open: Flags
    misses: Codes
    verdict: int


def _told(checklist: Checklist, limits: Iterable[Threshold], found: Assessment) -> _Told:
    hanging = {fact for item in found.open for fact in item.open}
    return _Told(
        states=np.array([STATES.index(item.state) for item in found.criteria], np.int8),
        open=np.array([fact.id in hanging for fact in checklist.facts], np.bool_),
        misses=np.array([_missed(one, found.values) for one in limits], np.int8),
        verdict=VERDICTS.index(found.verdict),
    )


def _missed(threshold: Threshold, values: Mapping[str, Value]) -> int:
    leaf: Compare = threshold.leaf
    value = values.get(leaf.fact)
    truth = evaluate(leaf, values).truth
    if truth is None or truth is threshold.holds:
        return NO
    if not isinstance(value, Quantity):
        return FAR
    limit = leaf.limit(value.unit)
    return NARROWLY if abs(value.number - limit) <= NEAR * abs(limit) else FAR


def answers_of(facts: Iterable[Fact], row: Mapping[str, Any]) -> dict[str, Any]:
    """Take a row of a list as answers to `assess`; what cannot be read is no answer."""
    answers = {}
    for fact in facts:
        cell = row.get(fact.id)
        written = row.get(f"{fact.id}{UNIT}")
        if cell != cell:  # NaN
            continue
        value = _in_unit(fact, cell, written) if written is not None else _read(fact, cell)
        if value is not None:
            answers[fact.id] = cell if written is None else value
    return answers


def _in_unit(fact: Fact, cell: float | None, written: str) -> str | None:
    if written == fact.instead:
        return written
    if cell is None or fact.unit(written) is None:
        return None
    return f"{round(float(cell), 6) + 0.0:.6f} {written}"


def _read(fact: Fact, cell: Any) -> Value | None:
    try:
        return read_answer(fact, cell)
    except AnswerError:
        return None


def _rows(
    batch: pa.Table, columns: list[str], rows: npt.NDArray[np.intp]
) -> Iterator[dict[str, Any]]:
    if not columns:  # a table without columns has no rows either
        yield from ({} for _ in rows)
        return
    yield from batch.select(columns).take(pa.array(rows)).to_pylist()


def _matrix(batch: pa.Table, columns: list[str], dtype: Any) -> npt.NDArray[Any]:
    """Columns side by side, one row a person."""
    found = np.zeros((batch.num_rows, len(columns)), dtype, order="F")
    for place, name in enumerate(columns):
        found[:, place] = _column(batch, name)
    return found


def _column(batch: pa.Table, name: str) -> npt.NDArray[Any]:
    found: npt.NDArray[Any] = batch[name].to_numpy()
    return found


def _alike(rows: npt.NDArray[np.uint8]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The first of each kind of row, and of which kind each row is."""
    whole = np.ascontiguousarray(rows)
    if not whole.size:
        return np.arange(min(len(rows), 1)), np.zeros(len(rows), np.intp)
    _, first, inverse = np.unique(
        whole.view(np.dtype((np.void, whole.shape[1]))).ravel(),
        return_index=True,
        return_inverse=True,
    )
    return first, inverse.ravel()


def _words(codes: npt.NDArray[Any], words: list[str]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array(words))
