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
from data.screening.columns import UNIT, UNIT_IN_SPARK, TableFrame

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
    """Fetch what a plan tells, named as it is there: SQLFrame fetches names in small letters."""
    native = nw.to_native(frame)
    return native.toArrow().rename_columns(native.columns)


def set_down(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Make a table of SQLFrame of what a stage works out; PySpark goes on with its plan.

    The tables are named `screening_…`, and stay in the database: their names are never used again,
    since SQLFrame remembers what columns a name had.
    """
    if not frame.implementation.is_sqlframe():
        return frame
    made = nw.to_native(frame)
    name = f"screening_{uuid4().hex}"
    made.write.saveAsTable(name)
    table: nw.LazyFrame[Any] = nw.from_native(made.sparkSession.table(name))
    return table
