"""A list is screened in Spark as it is elsewhere: on PySpark where it and a Java are, else on
SQLFrame, which has the same interface. The test's name says on which."""

from __future__ import annotations

import importlib.util
import io
import math
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from data.screening import screened, settled
from data.screening.__main__ import ENGINES, screen
from data.screening.reading import Relation
from tests.browser import ROOT
from tests.eligibility_people import netter_2

pytestmark = pytest.mark.filterwarnings("ignore")  # of PySpark's own making
CHECKLIST = netter_2()
EXAMPLE = ROOT / "data" / "screening" / "example.csv"
HAS_JAVA = bool(shutil.which("java") or os.environ.get("JAVA_HOME"))
SPARK = "PySpark" if HAS_JAVA and importlib.util.find_spec("pyspark") else "SQLFrame"


def as_sqlframe(people: Relation) -> Any:
    """A list as SQLFrame has it, on a DuckDB of its own."""
    sessions = pytest.importorskip("sqlframe.duckdb")
    connection = duckdb.connect()
    connection.register("given", people.to_arrow_table())
    connection.execute("create table people as from given")
    return sessions.DuckDBSession(conn=connection).table("people")


@pytest.fixture(params=[SPARK])
def spark(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the engine be whichever is there."""
    if SPARK == "SQLFrame":
        monkeypatch.setitem(ENGINES, "spark", as_sqlframe)


def test_spark_gives_the_same_file_as_pandas(spark: None, tmp_path: Path):
    """The 200 of the example, and some with notes, gaps and units in columns of any name."""
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    notes = ['"no.te `x`"', '"=1+1"', *(f'"{place}.5"' for place in range(199))]
    people = tmp_path / "people.csv"
    people.write_text(
        "\n".join(f"{line},{note}" for line, note in zip(lines, notes, strict=True)),
        encoding="utf-8",
    )
    written = set()
    for engine in ("pandas", "spark"):
        out = tmp_path / f"{engine}.csv"
        found = screen(CHECKLIST, people, out, io.StringIO(), engine=engine)
        assert found.people == 200
        written.add("\n".join(sorted(out.read_text(encoding="utf-8-sig").split("\n"))))
    assert len(written) == 1
    assert "no.te `x`" in written.pop()


def test_what_is_no_number_is_no_answer_in_spark(spark: None):
    criterion = next(one for one in CHECKLIST.criteria if one.id == "ki67")
    facts = tuple(fact for fact in CHECKLIST.facts if fact.id == "ki67")
    checklist = replace(CHECKLIST, criteria=(criterion,), facts=facts)
    people = pa.table({"person": ["a", "b", "c"], "ki67": [math.nan, 9.999999, 10.0]})
    frame = screened(checklist, ENGINES["spark"](duckdb.from_arrow(people)))
    rows = [row for batch in settled(checklist, frame) for row in batch.table.to_pylist()]
    states = {row["person"]: row["criterion ki67"] for row in rows}
    assert states == {"a": "unknown", "b": "not met", "c": "met"}
