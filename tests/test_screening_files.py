"""Lists as people have them: each is read as it is meant, or refused in one sentence that says what
is wrong, where, and what would be right; on the page and by the command alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet
import pytest

from data.screening import ScreeningError, screened, settled
from data.screening.files import open_list, readable, table_of
from data.screening.reading import Source, plain_sources, read_held, read_people
from data.spreadsheet import table_xlsx
from tests.eligibility_people import netter_2

CHECKLIST = netter_2()
Rows = list[dict[str, Any]]


def on_the_page(content: bytes, _: Path) -> pa.Table:
    listed = table_of(content, "people.csv")
    return read_held(CHECKLIST, listed, plain_sources(CHECKLIST, listed.schema.names)).answers


def by_the_command(content: bytes, folder: Path) -> pa.Table:
    path = folder / "people.csv"
    path.write_bytes(content)
    with duckdb.connect() as connection:
        listed = open_list(path, connection)
        with readable(path):
            sources = plain_sources(CHECKLIST, listed.columns)
            return read_people(CHECKLIST, listed, sources).answers.to_arrow_table()


ONE: Rows = [{"person": "P1", "ki67": 5.0}]
READ: dict[str, tuple[bytes, Rows]] = {
    "commas": (b"person,ki67\nP1,5\n", ONE),
    "semicolons": (b"person;ki67\r\nP1;5\r\n", ONE),
    "tabs": (b"person\tki67\nP1\t5\n", ONE),
    "bars": (b"person|ki67\nP1|5\n", ONE),
    "commas in a name": (b'person;"a, b, c"\nP1;x\n', [{"person": "P1", "a, b, c": "x"}]),
    "spaces around names and cells": (b"person, ki67 \nP1, 5 \n", ONE),
    "a byte-order mark": (b'\xef\xbb\xbf"person",ki67\nP1,5\n', ONE),
    "lines that end as on an old Mac": (b"person,ki67\rP1,5\r", ONE),
    "no end of the last line, an empty one": (b"person,ki67\n\nP1,5", ONE),
    "one column": (b"person\nP1\n", [{"person": "P1"}]),
    "a line break in a cell": (b'person,n\nP1,"a\nb"\n', [{"person": "P1", "n": "a\nb"}]),
    "quotation marks": (
        b'person,n\nP1,"5"" tall"\nP2,6" tall\nP3,""\n',
        [
            {"person": "P1", "n": '5" tall'},
            {"person": "P2", "n": '6" tall'},
            {"person": "P3", "n": None},
        ],
    ),
    "a formula": (b"person,n\n=1+1,@SUM(A1)\n", [{"person": "=1+1", "n": "@SUM(A1)"}]),
    "a zero byte": (b"person,n\nP1,a\0b\n", [{"person": "P1", "n": "a\0b"}]),
    "a long cell": (b"person,n\nP1," + b"x" * 500_000, [{"person": "P1", "n": "x" * 500_000}]),
}
REFUSED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "people.csv: the file is empty: expected a line that names its columns"),
    "empty lines": (b"\xef\xbb\xbf\n\n", "the file is empty"),
    "names alone": (b"person,ki67", "the list has no people: expected at least one row"),
    "no ids": (
        b"id,ki67\nP1,5\n",
        "no column person that tells people apart; the columns are id, ",
    ),
    "an id that is missing": (b"person,ki67\nP1,5\n,6\n", "column person: 1 of 2 rows have no id"),
    "an id of blanks": (b"person,ki67\nP1,5\n  ,6\n", "column person: 1 of 2 rows have no id"),
    "an id twice": (
        b"person,ki67\nP1,5\nP2,6\nP1,7\n",
        "person: 'P1' stands in 2 rows, expected one",
    ),
    "a name twice": (b"person,ki67,KI67\nP1,5,6\n", "the first line names the column ki67 twice"),
    "no name": (b"person,,ki67\nP1,5,6\n", "column 2 has no name"),
    "Excel's own line": (b"sep=;\nperson;ki67\nP1;5\n", "take out the line 'sep=;'"),
    "a cell too many": (b"person,ki67\nP1,5\nP2,5,6\n", "line 3 has 3 cells, the first line 2"),
    "a cell too few": (
        b"person,ki67,kps\nP1,5,6\n\nP2,5\n",
        "line 4 has 2 cells, the first line 3",
    ),
    "a comma in a cell": (
        b"person,n\nP1,'a,b'\n",
        "a cell that holds “,” stands in quotation marks",
    ),
    "a quotation mark that is not closed": (
        b'person,ki67\nP1,5\n"P2,5\nP3,6\n',
        "the quotation mark that opens in line 3 is never closed: a cell that begins with",
    ),
    "one that the next cell closes": (
        b'person,n,ki67\nP1,"a,5\nP2,b,6\nP3,"c",7\nP4,d,8\n',
        "the quotation mark that opens in line 2 closes in line 4 before the end of its cell",
    ),
    "one that swallows the file": (
        b'person,n\nP1,"a\n' + b"P2,b\n" * 50_000,
        "the quotation mark that opens in line 2 is never closed",
    ),
    "Latin-1": (
        "person,n\nP1,a\nP2,Müller\n".encode("latin-1"),
        "line 3 is not UTF-8: save it as “CSV UTF-8”",
    ),
    "UTF-16": ("person,ki67\nP1,5\n".encode("utf-16"), "the file is not UTF-8: save it as"),
    "UTF-16 without a mark": ("person,ki67\nP1,5\n".encode("utf-16-le"), "the file is not UTF-8"),
    "a spreadsheet": (
        table_xlsx([{"person": "P1"}]),
        "the file is a spreadsheet, whatever its name",
    ),
    "a page": (b"<table><tr><td>person</td></tr></table>\n", "there is no column person"),
    "decimal commas": (
        b"person;ki67\nP1;5,5\n",
        "column ki67: expected a number such as 5.5, got '5,5' (person P1); a mapping can",
    ),
    "a unit in the cell": (
        b"person,ki67\nP1,12 %\n",
        "got '12 %' (person P1); the unit stands in a column ki67.unit, or a mapping says it",
    ),
    "another unit in the cell": (b"person,platelets\nP1,90 10^9/L\n", "in a column platelets.unit"),
    "a unit that is none": (
        b"person,haemoglobin,haemoglobin.unit\nP1,8,stone\n",
        "column haemoglobin.unit: expected g/dL, mmol/L or g/L as the unit of Haemoglobin",
    ),
    "a formula for a number": (
        b"person,ki67\nP1,=5+5\n",
        "expected a number such as 5.5, got '=5+5'",
    ),
    "two that are none": (
        b"person,ki67\nP1,5\nP2,1_000\nP3,x\n",
        "got '1_000' (person P2, and 1 more); a cell of what is not known stays empty",
    ),
    "no end": (b"person,ki67\nP1,inf\n", "expected a number such as 5.5, got 'inf'"),
    "a zero byte in a number": (b"person,ki67\nP1,5\0\n", "got '5\\x00'"),
    "a long number": (b"person,ki67\nP1," + b"9" * 4_000, "99… (person P1)"),
    "what stands for a number": (
        b"person,hba1c\nP1,none\n",
        "a number such as 5.5 or no diabetes, got",
    ),
    "a word": (
        b"person,sex\nP1,M\n",
        "column sex: expected female or male, got 'M' (person P1); a mapping",
    ),
    "a number for a word": (
        b"person,pregnant\nP1,1\n",
        "column pregnant: expected yes or no, got '1'",
    ),
    **{
        f"the day {day}": (
            f"person,weeks_since_surgery\nP1,{day}\n".encode(),
            f"got '{day}' (person P1); for a day, a mapping counts the time (date)",
        )
        for day in ("2026-01-03", "03.01.2026", "1/3/26", "3 Jan 2026")
    },
}
WAYS = (on_the_page, by_the_command)


@pytest.mark.parametrize("mapped_from", ["K", None])
def test_a_column_named_like_a_fact_that_is_read_elsewhere_or_not_at_all_is_no_answer(
    mapped_from: str | None,
) -> None:
    listed = pa.table({"person": ["a"], "ki67": [5.0], "haemoglobin.unit": ["stone"], "K": [50.0]})
    (fact,) = (one for one in CHECKLIST.facts if one.id == "ki67")
    sources = [Source(fact=fact, column=mapped_from)] if mapped_from else []
    with duckdb.connect() as connection:
        there = read_people(CHECKLIST, connection.from_arrow(listed), sources)
        held = read_held(CHECKLIST, listed, sources)
        assert held.answers.equals(there.answers.to_arrow_table())
    assert held.remarks == there.remarks
    assert any("not read there: ki67, haemoglobin.unit" in said for said in held.remarks)
    (batch,) = settled(CHECKLIST, screened(CHECKLIST, held.answers))
    assert batch.table["criterion ki67"].to_pylist() == ["met" if mapped_from else "unknown"]


def test_columns_of_any_type_are_kept_alike(tmp_path: Path) -> None:
    columns = {
        "person": pa.array(["a", "b", "c"]),
        "lists": pa.array([[1, 2], None, [3]]),
        "structs": pa.array([{"x": 1}, None, {"x": 2}]),
        "decimals": pa.array([Decimal("1.50"), None, Decimal("2.25")]),
        "moments": pa.array([datetime(2026, 1, 1, 3), None, datetime(2026, 1, 2)]),  # noqa: DTZ001
        "categories": pa.array(["x", None, "x"]).dictionary_encode(),
        "bytes": pa.array([b"x", None, b"\xff"]),
        "halves": pa.array([1.5, None, 2.5], pa.float32()).cast(pa.float16()),
        "nothing": pa.nulls(3),
        "ki67": pa.array([Decimal("12.5"), None, Decimal("9.0")]),
        "sex": pa.array(["female", None, "male"]).dictionary_encode(),
    }
    path = tmp_path / "people.parquet"
    pa.parquet.write_table(pa.table(columns), path)
    held = table_of(path.read_bytes(), path.name)
    sources = plain_sources(CHECKLIST, held.schema.names)
    with duckdb.connect() as connection:
        read = read_people(CHECKLIST, open_list(path, connection), sources)
        assert read_held(CHECKLIST, held, sources).answers.equals(read.answers.to_arrow_table())


Way = Callable[[bytes, Path], pa.Table]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("content", "rows"), READ.values(), ids=READ)
def test_a_list_is_read_as_it_is_meant(
    way: Way, content: bytes, rows: Rows, tmp_path: Path
) -> None:
    assert way(content, tmp_path).to_pylist() == rows


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("content", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_wrong_with_a_list_is_one_sentence(
    way: Way, content: bytes, said: str, tmp_path: Path
) -> None:
    with pytest.raises(ScreeningError) as raised:
        way(content, tmp_path)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)
    assert len(str(raised.value)) < 500
