"""A list as a file: CSV, Parquet or a table of DuckDB, opened where it is or held in memory.

What cannot be read is said in one sentence that names the line and what would be right.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, TextIO

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from data.errors import quoted
from data.screening.columns import ScreeningError
from data.screening.reading import Relation, listed_words, named, text_of

ENDINGS: Final = (".csv", ".parquet", ".duckdb")
_HELD: Final = (".csv", ".parquet")  # what is read of a file that is held in memory
_BETWEEN: Final = ",;\t|"  # what may stand between the cells of a CSV file
_LONGEST_ROW: Final = 2**21  # bytes, as DuckDB has it
_SPREADSHEETS: Final = (b"PK\x03\x04", bytes.fromhex("D0CF11E0"))  # XLSX and other ZIPs, XLS
_SAVE: Final = "save it as “CSV UTF-8”"
_NOT_UTF8: Final = f"the file is not UTF-8: {_SAVE}"
_A_QUOTE: Final = (
    "a cell that begins with a quotation mark ends with one, and one within is written twice"
)


def open_list(path: Path, connection: duckdb.DuckDBPyConnection, table: str = "") -> Relation:
    """Open a list without reading it whole; cells of a CSV file stay as they are written.

    Args:
        path: a CSV, Parquet or DuckDB file.
        connection: what reads it.
        table: of a DuckDB file.

    Raises:
        ScreeningError: it is none of these, or cannot be read as one.
    """
    if path.suffix not in ENDINGS:
        raise ScreeningError(f"{path}: expected a file that ends in {listed_words(ENDINGS)}")
    if not path.is_file():
        raise ScreeningError(f"{path}: there is no such file")
    with readable(path):
        if path.suffix == ".csv":
            with _text(path.open("rb")) as file:
                comma, names = _head(file, str(path))
            return connection.read_csv(
                str(path),
                header=True,
                sep=comma,
                quotechar='"',
                escapechar='"',
                auto_detect=False,
                columns=dict.fromkeys(names, "VARCHAR"),
            )
        if path.suffix == ".parquet":
            return connection.read_parquet(str(path))
        if not table:
            raise ScreeningError(f"{path}: expected the name of one of its tables (--table)")
        connection.execute(f"attach {text_of(path)} as people_file (read_only)").fetchall()
        return connection.sql(f"select * from people_file.{named(table)}")


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Say in one sentence what is wrong with a list, where DuckDB cannot read it."""
    try:
        yield
    except duckdb.Error as error:
        said = None
        if path.suffix == ".csv":
            with _text(path.open("rb")) as file:
                said = _fault(file)
        raise ScreeningError(f"{path}: {said or str(error).splitlines()[0]}") from None


def table_of(content: bytes, name: str) -> pa.Table:
    """Read a list that is held in memory, as `open_list` reads a file.

    Args:
        content: of a CSV or Parquet file.
        name: of the file.

    Returns:
        The table; the words of a CSV file by their places among the different ones.

    Raises:
        ScreeningError: it cannot be read.
    """
    ending = Path(name).suffix.casefold()
    if ending not in _HELD:
        raise ScreeningError(
            f"{name}: expected a file that ends in {listed_words(_HELD)}; a spreadsheet is saved "
            "as “CSV UTF-8”"
        )
    try:
        if ending == ".csv":
            return _held_csv(content, name)
        table = _without_halves(pa.parquet.read_table(pa.BufferReader(content)))
    except pa.ArrowInvalid:
        said = _fault(_text(io.BytesIO(content))) if ending == ".csv" else None
        raise ScreeningError(
            f"{name}: {said or 'it cannot be read as the file that its name says it is'}"
        ) from None
    _check_names(name, table.schema.names)
    return table


def _without_halves(table: pa.Table) -> pa.Table:
    # DuckDB cannot take numbers of half precision from Arrow.
    fields = (
        one.with_type(pa.float32()) if one.type == pa.float16() else one for one in table.schema
    )
    return table.cast(pa.schema(fields))


def _held_csv(content: bytes, name: str) -> pa.Table:
    comma, names = _head(_text(io.BytesIO(content)), name)
    if not _quotes_pair_up(content, comma) and (said := _fault(_text(io.BytesIO(content)))):
        raise ScreeningError(f"{name}: {said}")
    return pa.csv.read_csv(
        pa.BufferReader(content if content.endswith(b"\n") else content + b"\n"),
        read_options=pa.csv.ReadOptions(
            column_names=names, skip_rows_after_names=1, block_size=_LONGEST_ROW
        ),
        parse_options=pa.csv.ParseOptions(delimiter=comma, newlines_in_values=True),
        convert_options=pa.csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.dictionary(pa.int32(), pa.string())),
            strings_can_be_null=False,
        ),
    )


def _quotes_pair_up(content: bytes, comma: str) -> bool:
    """Whether each quotation mark plainly opens a cell, closes it, or stands twice within.

    The reader takes what follows a cell that closes too early for a part of it, and people with it.
    """
    signs = np.frombuffer(b"\n" + content.removeprefix(codecs.BOM_UTF8) + b"\n", np.uint8)
    (marks,) = np.nonzero(signs == ord('"'))
    edge = np.zeros(256, np.bool_)
    edge[[ord(comma), ord("\n"), ord("\r"), ord('"')]] = True
    opening, closing = marks[::2], marks[1::2]
    return (
        len(marks) % 2 == 0
        and bool(edge[signs[opening - 1]].all())
        and bool(edge[signs[closing + 1]].all())
    )


def _text(file: BinaryIO) -> TextIO:
    """Read a file as UTF-8; what is none can be told from the rest. Closing it closes the file."""
    return io.TextIOWrapper(file, "utf-8-sig", "surrogateescape", newline="")


def _is_utf8(text: str) -> bool:
    return not re.search("[\ud800-\udfff]", text)


def _head(file: TextIO, name: str) -> tuple[str, list[str]]:
    """The sign between the columns of a CSV file, and their names."""
    line = file.readline()
    begins = line[:4].encode("utf-8", "surrogateescape")
    if begins.startswith(_SPREADSHEETS):
        raise ScreeningError(f"{name}: the file is a spreadsheet, whatever its name says: {_SAVE}")
    if "\0" in line or not _is_utf8(line):  # zeros and marks of UTF-16
        raise ScreeningError(f"{name}: {_NOT_UTF8}")
    bare = re.sub(r'"[^"]*"', "", line)
    comma = max(_BETWEEN, key=bare.count)
    file.seek(0)
    names = [one.strip() for one in next(csv.reader(file, delimiter=comma), [])]
    if names and names[0].casefold().startswith("sep="):
        raise ScreeningError(
            f"{name}: expected the names of the columns in the first line: take out the line "
            f"{quoted(line.strip())}"
        )
    _check_names(name, names)
    return comma, names


def _check_names(path: str, names: Sequence[str]) -> None:
    if not names:
        raise ScreeningError(f"{path}: the file is empty: expected a line that names its columns")
    if "" in names:
        raise ScreeningError(f"{path}: column {names.index('') + 1} has no name in the first line")
    folded = [name.casefold() for name in names]
    twice = next((name for name in names if folded.count(name.casefold()) > 1), None)
    if twice is not None:
        raise ScreeningError(f"{path}: the first line names the column {twice} twice")


def _fault(file: TextIO) -> str | None:
    """What is wrong with a CSV file that cannot be read, and in which line; None if that is hid."""
    comma, names = _head(file, "")
    file.seek(0)
    rows = csv.reader(_lines(file), delimiter=comma, strict=True)
    begins = 1
    try:
        for row in rows:
            if row and len(row) != len(names):
                return (
                    f"line {begins} has {len(row)} cells, the first line {len(names)}: expected "
                    f"one for each column; a cell that holds “{comma}” stands in quotation marks"
                )
            begins = rows.line_num + 1
    except csv.Error as error:
        ends = rows.line_num
        if "limit" in str(error) and ends == begins:
            return f"line {begins} has a cell of more than {csv.field_size_limit():,} signs"
        if "expected after" in str(error):
            return (
                f"the quotation mark that opens in line {begins} closes in line {ends} before the "
                f"end of its cell: {_A_QUOTE}"
            )
        return f"the quotation mark that opens in line {begins} is never closed: {_A_QUOTE}"
    except UnicodeError as error:
        return str(error)
    return None


def _lines(file: TextIO) -> Iterator[str]:
    """The lines of a file, each held to be UTF-8."""
    for number, line in enumerate(file, start=1):
        if not _is_utf8(line):
            raise UnicodeError(f"line {number} is not UTF-8: {_SAVE}")
        yield line
