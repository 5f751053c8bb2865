"""Screened people as a file, one batch after the other, and the tables about them.

A cell of a list is anybody's text: none is ever run as a formula (`data.spreadsheet.harmless`).
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import Final

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
        ahead = iter(batches)
        first = next(ahead, None)
        if first is None:
            raise ScreeningError("the list has no people: expected at least one row")
        if out.suffix == ".csv":
            _write_csv(first, ahead, part)
        else:
            _write_parquet(first, ahead, part)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def _write_csv(first: pa.Table, ahead: Iterable[pa.Table], out: Path) -> None:
    schema = _plain(first.schema)
    named = pa.schema([(harmless(one.name), one.type) for one in schema])
    with out.open("wb") as file:
        file.write(codecs.BOM_UTF8)  # spreadsheet programs see by it that this is UTF-8
        with pa.csv.CSVWriter(file, named) as writer:
            for batch in chain((first,), ahead):
                cells = [_harmless(column) for column in batch.cast(schema).columns]
                writer.write_table(pa.table(cells, schema=named))


def _write_parquet(first: pa.Table, ahead: Iterable[pa.Table], out: Path) -> None:
    schema = _plain(first.schema)
    with pa.parquet.ParquetWriter(out, schema) as writer:
        for batch in chain((first,), ahead):
            writer.write_table(batch.cast(schema))


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


def _plain(schema: pa.Schema) -> pa.Schema:
    """The types in which every engine's batches are written alike."""
    return pa.schema([(one.name, _plain_type(one.type)) for one in schema])


def _plain_type(kind: pa.DataType) -> pa.DataType:
    inner = kind.value_type if pa.types.is_dictionary(kind) else kind
    text = pa.types.is_large_string(inner) or pa.types.is_string_view(inner)
    return pa.string() if text else inner
