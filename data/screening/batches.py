"""Screened people, one Arrow batch after the other; whom the plan leaves to `assess`, it settles.

Only one batch is held in memory, however long the list is. `assess` is asked once for all people
whose open criteria hang on the same things.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
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
from data.eligibility.states import FAILS, OPEN, State, Verdict
from data.screening.columns import UNIT
from data.screening.expressions import (
    BY_PERSON,
    CONTRADICTS,
    FAR,
    NARROWLY,
    NO,
    STATES,
    RulePlan,
    Threshold,
    drafted,
    drafted_column,
    is_near,
    open_column,
    state_column,
    thresholds,
    unused_column,
)
from data.screening.spark import is_spark, spark_table

BATCH: Final = 100_000  # people
VERDICT, DECIDING, OPEN_FACTS = "verdict", "deciding", "open_facts"
VERDICTS: Final = tuple(Verdict)
Flags = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int8]


def among(codes: Codes, wanted: Collection[State]) -> Flags:
    """Which of some codes of states are of those wanted."""
    found = np.zeros(codes.shape, np.bool_, order="F")
    for state in wanted:
        found |= codes == STATES.index(state)
    return found


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
        drafted: by criterion, where its draft would put each person for whom it is open; empty
            unless that was asked for. Nobody has reviewed it, and no verdict hangs on it.
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
    drafted: Mapping[str, Codes]
    unused: Mapping[str, int]
    contradict: int

    @cached_property
    def fails(self) -> Flags:
        """Of each person, the criteria that exclude."""
        return among(self.states, FAILS)

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
        for key, codes in self.drafted.items():
            told = ["" if state in OPEN else state.value for state in STATES]
            columns[draft_column(key)] = _words(codes, told)
        return pa.table(columns)

    def some(self, rows: npt.NDArray[np.intp]) -> Batch:
        """Where some of its people stand, without their answers and without counts over all."""
        return replace(
            self,
            kept=self.kept.take(pa.array(rows)),
            answers=pa.table({}),
            states=self.states[rows],
            verdicts=self.verdicts[rows],
            open=self.open[rows],
            misses=self.misses[rows],
            drafted={key: codes[rows] for key, codes in self.drafted.items()},
            unused={},
            contradict=0,
        )

    def _open_facts(self) -> pa.Array:
        patterns, inverse = _alike(np.packbits(self.open, axis=1))
        facts = [fact.id for fact in self.checklist.facts]
        listed = [
            " ".join(fact for fact, flag in zip(facts, self.open[row], strict=True) if flag)
            for row in patterns
        ]
        return _words(inverse, listed)


def written_columns(checklist: Checklist) -> tuple[str, ...]:
    """The columns that stand, or with drafts would stand, beside those that are kept."""
    criteria = (criterion_column(one.id) for one in checklist.criteria)
    drafts = (draft_column(one.id) for one, _ in drafted(checklist))
    return (VERDICT, DECIDING, OPEN_FACTS, *criteria, *drafts)


def criterion_column(criterion: str) -> str:
    """The column in which the state of a criterion is written."""
    return f"criterion {criterion}"


def draft_column(criterion: str) -> str:
    """The column in which it is written where a draft would put an open criterion."""
    return f"draft, not reviewed: {criterion}"


def settled(
    checklist: Checklist, frame: Any, size: int = BATCH, settling: Settling | None = None
) -> Iterator[Batch]:
    """Yield the people of a screened list with every verdict settled.

    Args:
        checklist: the study's checklist.
        frame: what `screened` gives.
        size: people a batch.
        settling: what has settled others by the same checklist.
    """
    settling = settling or Settling(checklist)
    for batch in _batches(frame, size):
        yield settling.settled(batch)


def _batches(frame: Any, size: int) -> Iterator[pa.Table]:
    if isinstance(frame, nw.LazyFrame) and frame.implementation.is_duckdb():
        for batch in nw.to_native(frame).to_arrow_reader(size):
            yield pa.Table.from_batches([batch])
        return
    if is_spark(nw.to_native(frame)):
        table = spark_table(frame)
    else:
        whole = frame.collect("pyarrow") if isinstance(frame, nw.LazyFrame) else frame
        table = whole.to_arrow()
    for start in range(0, max(table.num_rows, 1), size):
        yield table.slice(start, size)


@dataclass
class Settling:
    """Settles batches; what has been worked out for one person is told of all who are alike.

    It remembers people: it is theirs who screens them.
    """

    checklist: Checklist
    _persons: dict[str, _Told] = field(default_factory=dict)
    _agreed: dict[bytes, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.plan = RulePlan(self.checklist)
        self.asked = asked_with_calculators(self.checklist.facts)
        self.limits = thresholds(self.checklist)
        self.facts = [fact.id for fact in self.checklist.facts]
        self.mattering = self._mattering()

    def settled(self, batch: pa.Table) -> Batch:
        checklist = self.checklist
        states = _matrix(batch, [state_column(one) for one in checklist.criteria], np.int8)
        is_open = _matrix(batch, [open_column(fact) for fact in self.facts], np.bool_)
        misses = _matrix(batch, [one.column for one in self.limits], np.int8)
        drafts = {
            one.id: _column(batch, drafted_column(one)).copy()
            for one, _ in drafted(checklist)
            if drafted_column(one) in batch.schema.names
        }
        cells = {one for fact in self.asked for one in (fact.id, f"{fact.id}{UNIT}")}
        told = {name for name in batch.schema.names if name.startswith("~")}
        answers = [name for name in batch.schema.names if name in cells]
        kept = [name for name in batch.schema.names if name not in cells | told]
        by_person = np.flatnonzero(_column(batch, BY_PERSON))
        for row, person in zip(by_person, _rows(batch, answers, by_person), strict=True):
            one = self._of_person(person)
            states[row], is_open[row], misses[row] = one.states, one.open, one.misses
            for key, codes in drafts.items():
                codes[row] = one.drafted[key]
        fails, unsettled = among(states, FAILS), among(states, OPEN)
        verdicts = _verdicts(fails, unsettled)
        for row, person in zip(by_person, _rows(batch, answers, by_person), strict=True):
            verdicts[row] = self._of_person(person).verdict
        undecided = verdicts == VERDICTS.index(Verdict.CANNOT_TELL)
        asked = np.zeros(batch.num_rows, np.bool_)
        asked[by_person] = True
        marked = np.flatnonzero(undecided & ~asked & self._share(batch, unsettled))
        if len(marked):
            verdicts[marked] = self._in_every_case(batch, unsettled, answers, marked)
        is_open &= (verdicts == VERDICTS.index(Verdict.CANNOT_TELL))[:, None]
        failing = {one.id: fails[:, at] for at, one in enumerate(checklist.criteria)}
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
            drafted=drafts,
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

    def _share(self, batch: pa.Table, unsettled: Flags) -> Flags:
        """Whose open criteria ask about one open fact in several places."""
        shares = np.zeros(len(unsettled), np.bool_)
        at = {one.id: place for place, one in enumerate(self.checklist.criteria)}
        for fact, places in self.plan.places().items():
            counts = np.zeros(len(unsettled), np.int8)
            for one, count in places.items():
                counts += count * unsettled[:, at[one]].view(np.int8)
            known = _column(batch, f"~known {fact}") != 0
            if self.plan.facts[fact].not_yet:
                known |= _column(batch, f"~later {fact}") != 0
            shares |= ~known & (counts > 1)
        return shares

    def _in_every_case(
        self, batch: pa.Table, unsettled: Flags, answers: list[str], marked: npt.NDArray[np.intp]
    ) -> Codes:
        """The verdicts of people, worked out once for all on whom it depends on the same signs."""
        is_open = unsettled[marked]
        signs = _matrix(batch, list(self.plan.signs()), np.bool_)[marked]
        for criteria, places in self.mattering.items():
            signs[:, places] &= is_open[:, criteria].any(axis=1).reshape(-1, 1)
        alike = np.packbits(np.hstack([is_open, signs]), axis=1)
        first, inverse = _alike(alike)
        keys = [alike[row].tobytes() for row in first]
        new = [place for place, key in enumerate(keys) if key not in self._agreed]
        every = np.array(self.checklist.criteria, dtype=object)
        for place, person in zip(new, _rows(batch, answers, marked[first[new]]), strict=True):
            some = replace(self.checklist, criteria=tuple(every[is_open[first[place]]]))
            found = assess(some, answers_of(self.asked, person))  # the others are passed
            self._agreed[keys[place]] = VERDICTS.index(found.verdict)
        return np.array([self._agreed[key] for key in keys], np.int8)[inverse]

    def _mattering(self) -> dict[tuple[int, ...], list[int]]:
        """The places of the signs by the places of the criteria that, open, make them matter.

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
        found: dict[tuple[int, ...], list[int]] = {}
        for place, sign in enumerate(plan.signs()):
            kind, name = sign.split(" ", 1)
            group = groups.get(of_leaf[name] if kind in ("~true", "~false") else name, set())
            asking = (at for at, one in enumerate(criteria) if not group.isdisjoint(one.facts))
            found.setdefault(tuple(asking), []).append(place)
        return found


def _verdicts(fails: Flags, unsettled: Flags) -> Codes:
    meets, excluded, open_ = (
        VERDICTS.index(one) for one in (Verdict.MEETS, Verdict.EXCLUDED, Verdict.CANNOT_TELL)
    )
    if not fails.shape[1]:
        return np.full(len(fails), open_, np.int8)
    undecided = np.where(unsettled.any(axis=1), open_, meets)
    return np.where(fails.any(axis=1), excluded, undecided).astype(np.int8)


@dataclass(frozen=True, kw_only=True)
class _Told:
    states: Codes
    open: Flags
    misses: Codes
    drafted: Mapping[str, int]
    verdict: int


def _told(checklist: Checklist, limits: Iterable[Threshold], found: Assessment) -> _Told:
    hanging = {fact for item in found.open for fact in item.open}
    return _Told(
        states=np.array([STATES.index(item.state) for item in found.criteria], np.int8),
        open=np.array([fact.id in hanging for fact in checklist.facts], np.bool_),
        misses=np.array([_missed(one, found.values) for one in limits], np.int8),
        drafted={
            item.criterion.id: STATES.index(item.drafted or State.UNKNOWN)
            for item in found.criteria
        },
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
    return NARROWLY if is_near(value.number, leaf.limit(value.unit)) else FAR


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
    if not rows.size:
        return np.arange(min(len(rows), 1)), np.zeros(len(rows), np.intp)
    kind = pa.binary(rows.shape[1])
    cells = pa.Array.from_buffers(kind, len(rows), [None, pa.py_buffer(rows.tobytes())])
    found = cells.dictionary_encode()
    inverse: npt.NDArray[np.intp] = found.indices.to_numpy().astype(np.intp)
    first = np.zeros(len(found.dictionary), np.intp)
    first[inverse[::-1]] = np.arange(len(rows))[::-1]  # the last that is written is the first row
    return first, inverse


def _words(codes: npt.NDArray[Any], words: list[str]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(
        pa.array(codes.astype(np.int32)), pa.array(words, pa.string())
    )
