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

from data.screening import ScreeningError, screened, settled
from data.screening.__main__ import screen, spark_session
from data.screening.files import table_of
from data.screening.reading import plain_sources, read_held
from tests.browser import ROOT
from tests.eligibility_people import netter_2

pytestmark = pytest.mark.filterwarnings("ignore")  # of PySpark's own making
CHECKLIST = netter_2()
EXAMPLE = ROOT / "data" / "screening" / "example.csv"
HAS_JAVA = bool(shutil.which("java") or os.environ.get("JAVA_HOME"))
SPARK = "PySpark" if HAS_JAVA and importlib.util.find_spec("pyspark") else "SQLFrame"


class Spark:
    """A session of PySpark, or of SQLFrame on a DuckDB of its own."""

    def __init__(self) -> None:
        self.connection = duckdb.connect()
        if SPARK == "SQLFrame":
            sessions = pytest.importorskip("sqlframe.duckdb")
            sessions.DuckDBSession().stop()  # one at a time; it keeps its first connection
            self.session = sessions.DuckDBSession(conn=self.connection)
        else:
            self.session = spark_session()

    def table(self, name: str, people: pa.Table) -> Any:
        """Make a table of a list."""
        if SPARK == "PySpark":
            self.session.createDataFrame(people).createOrReplaceTempView(name)
        else:
            self.connection.register("given", people)
            if "." in name:
                self.connection.execute(f"create schema {name.partition('.')[0]}")
            self.connection.execute(f"create table {name} as from given")
        return self.session.table(name)

    def left(self) -> set[str]:
        """The tables of SQLFrame's that are there."""
        told = self.connection.execute("select table_name from duckdb_tables()").fetchall()
        return {name for (name,) in told}


@pytest.fixture(params=[SPARK])
def spark(monkeypatch: pytest.MonkeyPatch) -> Spark:
    """Let the engine be whichever is there."""
    made = Spark()
    monkeypatch.setattr("data.screening.__main__.spark_session", lambda: made.session)
    return made


def screened_table(name: str, out: Path) -> str:
    """Screen a table of Spark's by its name; give the lines of the file, sorted."""
    found = screen(CHECKLIST, None, out, io.StringIO(), engine="spark", table=name)
    assert found.people == 200
    return "\n".join(sorted(out.read_text(encoding="utf-8-sig").split("\n")))


def test_a_table_of_spark_gives_the_same_file_as_pandas(spark: Spark, tmp_path: Path):
    """The 200 of the example, and some with notes, gaps and units in columns of any name."""
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    notes = ['"no.te `x`"', '"=1+1"', *(f'"{place}.5"' for place in range(199))]
    people = tmp_path / "people.csv"
    people.write_text(
        "\n".join(f"{line},{note}" for line, note in zip(lines, notes, strict=True)),
        encoding="utf-8",
    )
    out = tmp_path / "out.csv"
    screen(CHECKLIST, people, out, io.StringIO(), engine="pandas")
    wanted = "\n".join(sorted(out.read_text(encoding="utf-8-sig").split("\n")))
    listed = table_of(people.read_bytes(), people.name)
    answers = read_held(CHECKLIST, listed, plain_sources(CHECKLIST, listed.schema.names)).answers
    name = "people" if SPARK == "PySpark" else "warehouse.people"
    spark.table(name, answers)
    assert screened_table(name, out) == wanted
    assert "no.te `x`" in wanted
    assert spark.left() <= {"people"}


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"id": ["a"]}, "there is no column person that tells people apart; the columns are id"),
        ({"person": ["a", None]}, "column person: 1 of 2 rows have no id"),
        ({"person": ["a", "a"]}, "column person: 2 rows and 1 ids, expected one row a person"),
        ({"person": ["a"], "sex": ["M"]}, "column sex: expected female or male, got 'M'"),
        ({"person": ["a"], "pregnant": ["1"]}, "column pregnant: expected yes or no, got '1'"),
        (
            {"person": ["a"], "haemoglobin": [8.0], "haemoglobin.unit": ["stone"]},
            "column haemoglobin.unit: expected g/dL",
        ),
    ],
)
def test_what_is_wrong_with_a_table_of_spark_is_one_sentence(
    spark: Spark, tmp_path: Path, columns: dict[str, list[Any]], said: str
):
    spark.table("people", pa.table(columns))
    out = tmp_path / "out.csv"
    with pytest.raises(ScreeningError) as raised:
        screen(CHECKLIST, None, out, io.StringIO(), engine="spark", table="people")
    assert said in str(raised.value)
    with pytest.raises(ScreeningError, match="there is no table nobody in Spark"):
        screen(CHECKLIST, None, out, io.StringIO(), engine="spark", table="nobody")
    assert not out.exists()


def test_what_is_no_number_is_no_answer_in_spark(spark: Spark):
    criterion = next(one for one in CHECKLIST.criteria if one.id == "ki67")
    facts = tuple(fact for fact in CHECKLIST.facts if fact.id == "ki67")
    checklist = replace(CHECKLIST, criteria=(criterion,), facts=facts)
    people = pa.table({"person": ["a", "b", "c"], "ki67": [math.nan, 9.999999, 10.0]})
    frame = screened(checklist, spark.table("people", people))
    rows = [row for batch in settled(checklist, frame) for row in batch.table.to_pylist()]
    states = {row["person"]: row["criterion ki67"] for row in rows}
    assert states == {"a": "unknown", "b": "not met", "c": "met"}
