"""Screened people as a file, one batch after the other, and the tables about them.

A cell of a list is anybody's text: none is ever run as a formula (`data.spreadsheet.harmless`).
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import IO, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from data.screening.columns import ScreeningError
from data.spreadsheet import harmless

OUT: Final = (".csv", ".parquet")
_BEGINS_PLAIN: Final = r"^[0-9A-Za-z]"  # most cells: such a one is no formula


def write_people(batches: Iterable[pa.Table], out: Path) -> None:
    """Write a file that is there whole or not at all.

    Args:
        batches: as `settled` yields them, at least one.
        out: where to, CSV or Parquet.

    Raises:
        ScreeningError: there is nobody to write.
    """
    part = out.with_name(f"{out.name}.part")
    try:
        with part.open("wb") as file:
            (write_csv if out.suffix == ".csv" else _write_parquet)(batches, file)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def write_csv(batches: Iterable[pa.Table], file: IO[bytes]) -> None:
    """Write people as CSV in UTF-8, marked so that spreadsheet programs see that it is.

    Args:
        batches: tables of the same columns, at least one.
        file: where to.
    """
    first, rest = _begun(batches)
    schema = _plain(first.schema)
    named = pa.schema([(harmless(one.name), one.type) for one in schema])
    file.write(codecs.BOM_UTF8)
    with pa.csv.CSVWriter(file, named) as writer:
        for batch in rest:
            cells = [_harmless(column) for column in batch.cast(schema).columns]
            writer.write_table(pa.table(cells, schema=named))


def _write_parquet(batches: Iterable[pa.Table], file: IO[bytes]) -> None:
    first, rest = _begun(batches)
    schema = _plain(first.schema)
    with pa.parquet.ParquetWriter(file, schema) as writer:
        for batch in rest:
            writer.write_table(batch.cast(schema))


def _begun(batches: Iterable[pa.Table]) -> tuple[pa.Table, Iterable[pa.Table]]:
    """The first of some batches, and all of them."""
    ahead = iter(batches)
    first = next(ahead, None)
    if first is None:
        raise ScreeningError("the list has no people: expected at least one row")
    return first, chain((first,), ahead)


def _harmless(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Put an apostrophe before what a spreadsheet program would run."""
    if not pa.types.is_string(column.type):
        return column
    doubtful = pc.invert(pc.match_substring_regex(column, _BEGINS_PLAIN))
    doubtful = pc.and_(pc.fill_null(doubtful, False), pc.not_equal(pc.binary_length(column), 0))
    if not pc.any(doubtful).as_py():
        return column
    cells = [None if cell is None else harmless(cell) for cell in column.to_pylist()]
    return pa.chunked_array([pa.array(cells, pa.string())])


def plain_table(batch: pa.Table) -> pa.Table:
    """The same table in the types in which it is written."""
    return batch.cast(_plain(batch.schema))


def _plain(schema: pa.Schema) -> pa.Schema:
    """The types in which every engine's batches are written alike."""
    return pa.schema([(one.name, _plain_type(one.type)) for one in schema])


def _plain_type(kind: pa.DataType) -> pa.DataType:
    inner = kind.value_type if pa.types.is_dictionary(kind) else kind
    text = pa.types.is_large_string(inner) or pa.types.is_string_view(inner)
    return pa.string() if text else inner
