"""A plan as one query of DuckDB: each stage says what is new in it, and the rest is `*`.

narwhals names every column in every stage, and DuckDB's own interface then looks at each against
all others: for some hundred columns that takes seconds. Here it writes one stage at a time, on an
empty table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import duckdb
import narwhals as nw

from data.screening.columns import Stage
from data.screening.reading import named

LIST: Final = "people"
_ROW: Final = "~row"
_CREATED: Final = {'"NULL"': "INTEGER"}  # a column of nothing has a type of its own


def query_of(stages: Iterable[Stage], columns: Mapping[str, str], result: Sequence[nw.Expr]) -> str:
    """Write stages as a query.

    Args:
        stages: of a plan.
        columns: of the list, which is named `LIST`, with their types.
        result: what is selected in the end.
    """
    now, name, written = dict(columns), LIST, []
    with duckdb.connect() as connection:
        for number, stage in enumerate(stages):
            new = [one.alias(key) for key, one in stage.columns.items()]
            items, types = _selected(connection, name, now, new)
            gone = [one for one in now if one in types or stage.drops(one)]
            rest = f"* EXCLUDE ({', '.join(map(named, gone))})" if gone else "*"
            after = f"__screening_{number}"
            written.append(f'"{after}" AS NOT MATERIALIZED (SELECT {rest}, {items} FROM "{name}")')
            now = {key: dtype for key, dtype in now.items() if key not in gone} | types
            name = after
        items, _ = _selected(connection, name, now, result)
    return f'WITH {", ".join(written)} SELECT {items} FROM "{name}"'


def empty_table(
    connection: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, str]
) -> duckdb.DuckDBPyRelation:
    """Make a table of columns with their types, and no rows."""
    items = (f"{named(one)} {_CREATED.get(dtype, dtype)}" for one, dtype in columns.items())
    connection.execute(f'create or replace table "{name}" ({", ".join(items)})')
    return connection.table(name)


def _selected(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    columns: Mapping[str, str],
    items: Sequence[nw.Expr],
) -> tuple[str, dict[str, str]]:
    """Some expressions in SQL, and the types of the columns that they make."""
    # Literals alone would be taken for one row.
    source: nw.LazyFrame[Any] = nw.from_native(
        empty_table(connection, table, {**columns, _ROW: "INTEGER"})
    )
    made = nw.to_native(source.select(_ROW, *items))
    first, last = f'SELECT "{_ROW}" AS "{_ROW}", ', f' FROM "{table}"'
    query = str(made.sql_query()).removeprefix(first).removesuffix(last)
    types = dict(zip(made.columns, map(str, made.types), strict=True))
    return query, {name: dtype for name, dtype in types.items() if name != _ROW}
