"""Screened people, one Arrow batch after the other; whom the plan leaves to `assess`, it settles.

Only one batch is held in memory, however long the list is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import narwhals as nw
import pyarrow as pa

from data.annotations.eligibility import Fact
from data.eligibility.answers import AnswerError, Value, read_answer
from data.eligibility.assess import Assessment, assess
from data.eligibility.calculators import asked_with_calculators
from data.eligibility.checklist import Checklist
from data.screening.columns import UNIT
from data.screening.expressions import (
    BY_PERSON,
    DECIDING,
    OPEN_FACTS,
    STATES,
    VERDICT,
    state_column,
)

BATCH: Final = 100_000  # people


def settled(checklist: Checklist, frame: Any, size: int = BATCH) -> Iterator[pa.Table]:
    """Yield the people of a screened list with every verdict settled.

    Args:
        checklist: the study's checklist.
        frame: what `screened` gives.
        size: people a batch.

    Returns:
        Tables with the columns of the list that are no fact, the verdict, the first criterion that
        excludes, the open facts (separated by spaces), and each criterion's state.
    """
    for batch in _batches(frame, size):
        yield _told(checklist, _settled(checklist, batch))


def _batches(frame: Any, size: int) -> Iterator[pa.Table]:
    if isinstance(frame, nw.LazyFrame) and frame.implementation.is_duckdb():
        for batch in nw.to_native(frame).to_arrow_reader(size):
            yield pa.Table.from_batches([batch])
        return
    whole = frame.collect("pyarrow") if isinstance(frame, nw.LazyFrame) else frame
    table = whole.to_arrow()
    for start in range(0, max(table.num_rows, 1), size):
        yield table.slice(start, size)


def _settled(checklist: Checklist, batch: pa.Table) -> pa.Table:
    """Put the verdicts of `assess` where the plan leaves them to it; alike people once."""
    marked = [row for row, flag in enumerate(batch[BY_PERSON].to_pylist()) if flag]
    if not marked:
        return batch
    asked = [
        fact for fact in asked_with_calculators(checklist.facts) if fact.id in batch.schema.names
    ]
    cells = [name for fact in asked for name in (fact.id, f"{fact.id}{UNIT}")]
    rows = batch.select([name for name in cells if name in batch.schema.names]).take(marked)
    seen: dict[str, dict[str, Any]] = {}
    results = []
    for row in rows.to_pylist():
        key = json.dumps(row, default=str)
        if key not in seen:
            seen[key] = _row(checklist, assess(checklist, answers_of(asked, row)))
        results.append(seen[key])
    for name in results[0]:
        column = batch[name].to_pylist()
        for row, result in zip(marked, results, strict=True):
            column[row] = result[name]
        place = batch.schema.get_field_index(name)
        batch = batch.set_column(place, name, pa.array(column, batch.schema.field(name).type))
    return batch


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


def _row(checklist: Checklist, assessment: Assessment) -> dict[str, Any]:
    undecided = assessment.verdict.name == "CANNOT_TELL"
    hanging = {fact for item in assessment.open for fact in item.open} if undecided else set()
    states = {
        state_column(item.criterion): STATES.index(item.state) for item in assessment.criteria
    }
    deciding = next((item.criterion.id for item in assessment.deciding), "")
    listed = "".join(f"{fact.id} " for fact in checklist.facts if fact.id in hanging)
    return {
        **states,
        VERDICT: assessment.verdict.value,
        DECIDING: deciding,
        OPEN_FACTS: listed,
    }


def _told(checklist: Checklist, batch: pa.Table) -> pa.Table:
    facts = {fact.id for fact in asked_with_calculators(checklist.facts)}
    cells = facts | {f"{fact}{UNIT}" for fact in facts}
    states = {state_column(one): one.id for one in checklist.criteria}
    told = (VERDICT, DECIDING, OPEN_FACTS)
    kept = [one for one in batch.schema.names if one not in {*cells, *states, *told, BY_PERSON}]
    words = pa.array([state.value for state in STATES])
    columns = {name: batch[name] for name in (*kept, *told)}
    for column, criterion in states.items():
        codes = batch[column].combine_chunks().cast(pa.int8())
        plain = codes.combine_chunks() if isinstance(codes, pa.ChunkedArray) else codes
        columns[f"criterion {criterion}"] = pa.DictionaryArray.from_arrays(plain, words)
    return pa.table(columns)
