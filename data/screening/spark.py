"""Tables of PySpark and SQLFrame: what a plan must mind there, and nowhere else.

A dot in the name of a column is a field of a struct there, a number that is none is rounded to 0,
and SQLFrame checks a whole query anew with every step of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import uuid4

import narwhals as nw
import pyarrow as pa

from data.annotations.eligibility import Fact
from data.eligibility.answers import NOT_YET
from data.errors import quoted
from data.screening.columns import UNIT, UNIT_IN_SPARK, ScreeningError, TableFrame

_SET_DOWN: Final = "screening_"
_FLOATS: Final = (nw.Float32, nw.Float64)


def is_spark(people: Any) -> bool:
    """Whether a table is one of PySpark or SQLFrame."""
    there = nw.dependencies
    return (
        there.is_pyspark_dataframe(people)
        or there.is_pyspark_connect_dataframe(people)
        or there.is_sqlframe_dataframe(people)
    )


def without_dots(people: Any, facts: Iterable[Fact]) -> nw.LazyFrame[Any]:
    """Name columns as a plan can, and take what is no number for no answer.

    Args:
        people: the table.
        facts: that are read of it.
    """
    kept = {one.id: one.id for one in facts}
    units = {f"{one}{UNIT}": f"{one}{UNIT_IN_SPARK}" for one in kept}
    names = {**kept, **units}
    given = enumerate(people.columns)
    frame: nw.LazyFrame[Any] = nw.from_native(
        people.toDF(*(names.get(name, f"__kept_{place}") for place, name in given))
    )
    numbers = [
        nw.when(~nw.col(name).is_nan()).then(nw.col(name)).alias(name)
        for name, dtype in frame.collect_schema().items()
        if name in kept and dtype in _FLOATS
    ]
    return frame.with_columns(*numbers) if numbers else frame


def with_names(frame: TableFrame, names: Sequence[str]) -> TableFrame:
    """Give columns the names that a list gave them."""
    named: TableFrame = nw.from_native(nw.to_native(frame).toDF(*names))
    return named


def spark_table(frame: nw.LazyFrame[Any]) -> pa.Table:
    """Fetch what a plan tells, once, by its own names: SQLFrame fetches them in small letters."""
    native = nw.to_native(frame)
    fetched = native.toArrow().rename_columns(native.columns)
    _drop_set_down(frame)
    return fetched


def set_down(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Make a table of SQLFrame of what a stage works out; PySpark goes on with its plan.

    The tables are named `screening_…` and stand beside the list; each is gone when the next has
    been made, the last when it has been fetched. Their names are never used again, since SQLFrame
    remembers what columns a name had.
    """
    if not frame.implementation.is_sqlframe():
        return frame
    made = nw.to_native(frame)
    beside: list[Any] = next((table.parts[:-1] for table in _tables(made)), [])
    name = ".".join((*(part.sql() for part in beside), f"{_SET_DOWN}{uuid4().hex}"))
    made.write.saveAsTable(name)
    _drop_set_down(frame)
    table: nw.LazyFrame[Any] = nw.from_native(made.sparkSession.table(name))
    return table


def _drop_set_down(frame: nw.LazyFrame[Any]) -> None:
    if frame.implementation.is_sqlframe():
        made = nw.to_native(frame)
        for table in _tables(made):
            if table.name.startswith(_SET_DOWN):
                made.sparkSession._execute(f"DROP TABLE {table.sql()}")  # there is no public way


def _tables(made: Any) -> list[Any]:
    """The tables that a query of SQLFrame reads."""
    from sqlglot import exp

    named = {one.alias for one in made.expression.find_all(exp.CTE)}
    return [one for one in made.expression.find_all(exp.Table) if one.name not in named]


def check_list(people: Any, facts: Sequence[Fact], person: str) -> None:
    """Hold a table of Spark to be a list, where the types of its columns do not say so.

    Args:
        people: the table.
        facts: that are read of it.
        person: the column that tells people apart.

    Raises:
        ScreeningError: it has no people, two rows of one, or a word that is no answer.
    """
    names = list(people.columns)
    if person not in names:
        raise ScreeningError(
            f"there is no column {person} that tells people apart; the columns are "
            f"{', '.join(names)} (another one: --person COLUMN)"
        )
    frame = without_dots(people, facts)
    who = nw.col(f"__kept_{names.index(person)}")
    told = frame.select(people=nw.len(), named=who.count(), different=who.n_unique())
    people, named, different = told.collect("pyarrow").row(0)
    if not people:
        raise ScreeningError("the list has no people: expected at least one row")
    if named < people:
        raise ScreeningError(
            f"column {person}: {people - named} of {people} rows have no id, expected one in each"
        )
    if different < people:
        raise ScreeningError(
            f"column {person}: {people} rows and {different} ids, expected one row a person"
        )
    schema = frame.collect_schema()
    for fact in facts:
        answers = [one.value for one in fact.choices] if fact.kind == "choice" else ["yes", "no"]
        units = [*(one.unit for one in fact.units), *([fact.instead] if fact.instead else [])]
        for column, name, expected in (
            (fact.id, fact.id, [*answers, *([NOT_YET] if fact.not_yet else [])]),
            (f"{fact.id}{UNIT_IN_SPARK}", f"{fact.id}{UNIT}", units),
        ):
            if schema.get(column) == nw.String:
                _check_words(frame, column, name, expected)


def _check_words(frame: nw.LazyFrame[Any], column: str, name: str, expected: Sequence[str]) -> None:
    wrong = frame.filter(~nw.col(column).is_in(expected)).select(column).head(1).collect("pyarrow")
    for cell in wrong[column].to_list():
        raise ScreeningError(
            f"column {name}: expected {' or '.join(expected)}, got {quoted(cell)}; in a view of "
            "Spark's own it can stand as what it means"
        )
