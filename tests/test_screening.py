"""A whole list is screened like each of its people: the same states, verdicts, open facts."""

from __future__ import annotations

import csv
import io
import itertools
import math
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.annotations.eligibility import AtLeast
from data.annotations.shipped import annotations_of
from data.eligibility import OPEN, Checklist, Verdict, assess, load_checklist
from data.eligibility.states import FAILS
from data.loading import load_study
from data.pictures.attrition import attrition_scene
from data.pictures.scene import SceneGroup
from data.screening import Attrition, ScreeningError, screened, settled
from data.screening.__main__ import main, screen
from data.screening.attrition import DRAFT
from data.screening.batches import Batch, answers_of
from data.screening.files import table_of
from data.screening.reading import plain_sources, read_held
from data.screening.writing import plain_table, write_people
from tests.browser import ROOT
from tests.eligibility_people import FIT, netter_2
from tests.invented_people import invented

CHECKLIST = netter_2()
EXAMPLE = ROOT / "data" / "screening" / "example.csv"
SCHEMA = invented(CHECKLIST, 1, seed=5).schema
ENGINES = {
    "pandas": lambda table: table.to_pandas(),
    "polars": pl.from_arrow,
    "duckdb": duckdb.from_arrow,
    "pyarrow": lambda table: table,
}


def on(engine: str, people: pa.Table, **options: Any) -> list[dict[str, Any]]:
    frame = screened(CHECKLIST, ENGINES[engine](people))
    rows = [
        row for batch in settled(CHECKLIST, frame, **options) for row in batch.table.to_pylist()
    ]
    return sorted(rows, key=lambda row: str(row.get("person")))  # DuckDB may order them anew


def one_by_one(people: pa.Table) -> Iterator[dict[str, Any]]:
    """What `assess` says, person by person, criterion by criterion."""
    for row in people.to_pylist():
        found = assess(CHECKLIST, answers_of(CHECKLIST.facts, row))
        undecided = found.verdict is Verdict.CANNOT_TELL
        hanging = {fact for item in found.criteria if item.state in OPEN for fact in item.open}
        listed = (one.id for one in CHECKLIST.facts if undecided and one.id in hanging)
        yield {
            "person": row["person"],
            "verdict": found.verdict.value,
            "deciding": next((item.criterion.id for item in found.deciding), ""),
            "open_facts": " ".join(listed),
            **{f"criterion {item.criterion.id}": item.state.value for item in found.criteria},
        }


def awkward() -> pa.Table:
    """People with answers that are missing, out of reach, contradictory or at a rounding."""
    people = invented(CHECKLIST, 60, seed=5).to_pylist()
    changes: list[dict[str, Any]] = [
        {"ki67": 140.0},
        {"ki67": math.nan},
        {"ki67": 9.9999999},
        {"ki67": 9.9999995},
        {"ki67": 7.1 + 0.1 + 0.1},
        {"ki67": -0.0},
        {"kps": 65.0},
        {"sex": "x"},
        {"sex": None, "pregnant": True},
        {"sex": "male", "pregnant": True},
        {"sex": None, "qtcf": 475.0},
        {"sex": None, "qtcf": 460.0, "pregnant": None},
        {"haemoglobin": 5.0, "haemoglobin.unit": "mmol/l"},
        {"haemoglobin": 80.0, "haemoglobin.unit": "mg/L"},
        {"haemoglobin": 8.0, "haemoglobin.unit": None},
        {"heart_failure": None, "nyha": "III"},
        {"heart_failure": False, "nyha": "III"},
        {"brain_metastases": None, "brain_stable_weeks": 30.0, "brain_treated": None},
        dict.fromkeys(FIT),
        {key: None for key in FIT if key != "age"} | {"age": 16.0},
    ]
    rows = [
        {**person, "person": f"A{place:06}", **changes[place % len(changes)]}
        for place, person in enumerate(people)
    ]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


@cache
def people_one_by_one() -> tuple[pa.Table, list[dict[str, Any]]]:
    """Some people and what `assess` says of each, asked once for all engines; of 100,000, by
    `make bench-screen N=100000`."""
    people = pa.concat_tables([invented(CHECKLIST, 2_000, seed=11), awkward()])
    return people, list(one_by_one(people))


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_says_of_each_person_what_the_checklist_says(engine):
    people, told_one_by_one = people_one_by_one()
    expected = sorted(told_one_by_one, key=lambda row: row["person"])
    assert {row["verdict"] for row in expected} == {one.value for one in Verdict}
    for told, wanted in zip(on(engine, people), expected, strict=True):
        assert told == wanted


DRAWN = invented(CHECKLIST, 30, seed=7)
CELLS = {fact.id: st.sampled_from(DRAWN[fact.id].to_pylist()) for fact in CHECKLIST.facts}


@given(st.lists(st.fixed_dictionaries({}, optional=CELLS), min_size=1, max_size=30))
@settings(max_examples=3, deadline=None)
def test_whatever_is_known_of_people_each_is_screened_as_if_alone(rows):
    people = pa.Table.from_pylist(
        [{"person": f"P{place:03}", **row} for place, row in enumerate(rows)], schema=SCHEMA
    )
    assert on("duckdb", people) == list(one_by_one(people))


@pytest.mark.parametrize("engine", ENGINES)
def test_at_least_two_of_three_is_counted_on_every_engine(engine):
    asked = ("prior_prrt", "incontinence", "hypersensitivity")
    rule = AtLeast.model_validate(
        {"at_least": {"n": 2, "of": [{"fact": fact, "is": True} for fact in asked]}}
    )
    criterion = replace(CHECKLIST.criteria[0], rule=rule, applies=None, facts=asked)
    facts = tuple(fact for fact in CHECKLIST.facts if fact.id in asked)
    checklist = replace(CHECKLIST, criteria=(criterion,), facts=facts)
    cells = list(itertools.product((True, False, None), repeat=3))
    people = pa.table(
        {fact: pa.array([row[place] for row in cells]) for place, fact in enumerate(asked)}
    )
    frame = screened(checklist, ENGINES[engine](people))
    told = [state for batch in settled(checklist, frame) for state in batch.table[3].to_pylist()]
    wanted = [
        assess(checklist, dict(zip(asked, row, strict=True))).criteria[0].state for row in cells
    ]
    assert told == wanted


def of_a_drafted_record() -> tuple[Checklist, pa.Table]:
    """A record with drafts that nobody has reviewed, and people with any answers to it."""
    study = load_study(ROOT / "tests" / "records" / "NCT01169493.json")
    checklist = load_checklist(study, annotations_of(study))
    chance = random.Random(20)
    cells = {
        fact.id: [
            None
            if chance.random() < 0.2
            else chance.uniform(fact.units[0].low, fact.units[0].high)
            if fact.kind == "number"
            else chance.choice([one.value for one in fact.choices] or [True, False])
            for _ in range(60)
        ]
        for fact in checklist.facts
    }
    return checklist, pa.table({"person": [f"P{place:02}" for place in range(60)], **cells})


@pytest.mark.parametrize("engine", ENGINES)
def test_drafts_are_told_on_request_as_drafts_and_decide_nothing(engine):
    checklist, people = of_a_drafted_record()
    frame = screened(checklist, ENGINES[engine](people), drafts=True)
    (batch,) = settled(checklist, frame)
    found = Attrition(checklist=checklist)
    found.add(batch)
    asked = {one.criterion.id for one in assess(checklist, {}).criteria if one.criterion.draft}
    told: Counter[str] = Counter()
    rows = sorted(batch.table.to_pylist(), key=lambda row: row["person"])
    for row, person in zip(rows, people.to_pylist(), strict=True):
        wanted = assess(checklist, answers_of(checklist.facts, person))
        assert row["verdict"] == wanted.verdict.value
        for item in wanted.criteria:
            said = row.get(f"draft, not reviewed: {item.criterion.id}")
            assert said == ((item.drafted or "") if item.criterion.id in asked else None)
            told[item.criterion.id] += item.drafted in FAILS
    assert sum(told.values()), "no draft would exclude anybody"
    for line in found.rows():
        assert line[DRAFT] == (told[str(line["criterion"])] if line["criterion"] in asked else None)
    (plain,) = settled(checklist, screened(checklist, ENGINES[engine](people)))
    assert not [name for name in plain.table.schema.names if "draft" in name]
    assert (plain.verdicts == batch.verdicts).all()


def test_nobody_is_dropped_for_a_missing_value_and_nothing_known_is_cannot_tell():
    people = pd.DataFrame({"person": ["a", "b"], "ki67": [None, 5.0]})
    unknown, low = on("pandas", pa.Table.from_pandas(people))
    assert unknown["verdict"] == "cannot tell yet"
    assert "ki67" in unknown["open_facts"].split()
    assert (low["verdict"], low["deciding"]) == ("excluded", "ki67")


@pytest.mark.parametrize(
    ("number", "state"),
    [
        (9.999999, "not met"),
        (10.0, "met"),
        (10.000001, "met"),
        (None, "unknown"),
        (101.0, "unknown"),
    ],
)
@pytest.mark.parametrize("engine", ENGINES)
def test_a_threshold_is_exact_on_every_engine(engine, number, state):
    people = pa.table({"person": ["a"], "ki67": pa.array([number], pa.float64())})
    assert on(engine, people)[0]["criterion ki67"] == state


def test_a_column_that_cannot_be_its_fact_is_named():
    people = pa.table({"ki67": ["high"]})
    with pytest.raises(ScreeningError, match=r"column ki67: expected numbers"):
        on("duckdb", people)
    with pytest.raises(ScreeningError, match="column pregnant: expected yes or no"):
        on("polars", pa.table({"pregnant": [1.0]}))


def test_attrition_adds_up_and_does_not_depend_on_batches():
    people, expected = people_one_by_one()
    tables = []
    for size in (37, 1_000):
        found = Attrition(checklist=CHECKLIST)
        for batch in settled(CHECKLIST, screened(CHECKLIST, ENGINES["polars"](people)), size):
            found.add(batch)
        tables.append(found.rows())
        assert found.people == sum(found.verdicts.values()) == len(expected)
    assert tables[0] == tables[1]
    for row in tables[0]:
        states = [one[f"criterion {row['criterion']}"] for one in expected]
        assert row["excludes"] == states.count("not met") + states.count("excludes")
        first = sum(one["deciding"] == row["criterion"] for one in expected)
        assert row["excludes first, in order"] == first
    nobody_first = sum(one["deciding"] == "" for one in expected)
    assert tables[0][-1]["left after it"] == nobody_first


def test_a_part_of_the_people_stands_as_it_does_in_the_whole():
    people = awkward()
    (batch,) = settled(CHECKLIST, screened(CHECKLIST, duckdb.from_arrow(people)))
    for rows in ([], [2, 40, 5]):
        some = batch.some(np.array(rows, np.intp))
        assert plain_table(some.table) == plain_table(batch.table).take(pa.array(rows, pa.int64()))


def test_what_a_threshold_costs_and_which_missing_fact_would_settle_most_is_told():
    numbers = [None, 4.0, 5.0, 9.0, 9.999999, 10.0, 55.0, 60.0]
    person = next(
        row
        for row in invented(CHECKLIST, 300, seed=2).to_pylist()
        if assess(CHECKLIST, answers_of(CHECKLIST.facts, {**row, "ki67": 10.0})).verdict
        is Verdict.MEETS
    )
    people = pa.Table.from_pylist(
        [{**person, "person": f"P{at}", "ki67": one} for at, one in enumerate(numbers)], SCHEMA
    )
    found = Attrition(checklist=CHECKLIST)
    for batch in settled(CHECKLIST, screened(CHECKLIST, ENGINES["polars"](people))):
        found.add(batch)
    assert [cost.sentence(CHECKLIST) for cost in found.costs()] == [
        "Ki-67 ≥ 10% excludes 4; 3 of them between 5% and 10%",
        "Ki-67 ≤ 55% excludes 1; 1 of them between 55% and 82.5%",
    ]
    assert found.missing() == [{"fact": "ki67", "label": "Ki-67", "would settle": 1}]
    row = next(one for one in found.rows() if one["criterion"] == "ki67")
    assert str(row["thresholds"]).startswith("Ki-67 ≥ 10% excludes 4; 3 of them")
    drawn = attrition_scene(found, 800)
    alts = {part.key: part.alt for part in drawn.parts if isinstance(part, SceneGroup)}
    assert list(alts) == [one.id for one in CHECKLIST.criteria]
    assert "excludes 5, 5 of them first; open for 1; 5 whom no other criterion" in alts["ki67"]


def test_the_command_of_the_readme_screens_the_example(tmp_path, capsys):
    out = tmp_path / "screened.csv"
    main(["--record", "NCT03972488", "--people", str(EXAMPLE), "--out", str(out)])
    assert "200 people" in capsys.readouterr().out
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    assert len(rows) == 200
    assert {row["verdict"] for row in rows} == {one.value for one in Verdict}
    attrition = (tmp_path / "screened-attrition.csv").read_text(encoding="utf-8-sig")
    lost = list(csv.DictReader(io.StringIO(attrition)))
    assert [row["criterion"] for row in lost] == [one.id for one in CHECKLIST.criteria]
    assert (tmp_path / "screened-attrition.xlsx").stat().st_size
    assert "would settle" in (tmp_path / "screened-missing.csv").read_text(encoding="utf-8-sig")


def of_a_held_list(path: Path) -> Iterator[Batch]:
    """Screen a list as the page does, in memory."""
    listed = table_of(path.read_bytes(), path.name)
    read = read_held(CHECKLIST, listed, plain_sources(CHECKLIST, listed.schema.names))
    return settled(CHECKLIST, screened(CHECKLIST, read.answers))


def test_every_engine_and_every_kind_of_list_gives_the_same_file(tmp_path: Path):
    """Ids and notes of anybody's making come out as they went in, only never as formulas."""
    people = awkward().slice(0, 20).to_pylist()
    ids = ["007", "12345678901234567890123", "=1+1", "@SUM(A1)", " x ", 'a"b', "a\nb", "−5", "NA"]
    for place, (row, person) in enumerate(itertools.zip_longest(people, ids)):
        row |= {key: None for key in ("sex", "ki67") if row[key] in ("x", math.nan) or place == 1}
        row["haemoglobin.unit"] = "g/L" if row["haemoglobin.unit"] == "mg/L" else "g/dL"
        row |= {"person": person or f"P{place}", "note": "=HYPERLINK()" if place == 4 else ""}
    table = pa.Table.from_pylist(people, SCHEMA.append(pa.field("note", pa.string())))
    pa.csv.write_csv(table, tmp_path / "people.csv")
    pa.parquet.write_table(table, tmp_path / "people.parquet")
    with duckdb.connect(tmp_path / "people.duckdb") as connection:
        connection.from_arrow(table).create("people")
    written = set()
    out = tmp_path / "out.csv"

    def remember() -> None:
        written.add("\n".join(sorted(out.read_text(encoding="utf-8-sig").split("\n"))))

    for name, engine in (
        ("people.csv", "duckdb"),
        ("people.parquet", "duckdb"),
        ("people.duckdb", "duckdb"),
        ("people.csv", "pandas"),
        ("people.csv", "polars"),
    ):
        screen(CHECKLIST, tmp_path / name, out, io.StringIO(), engine=engine, table="people")
        remember()
    for name in ("people.csv", "people.parquet"):
        write_people((batch.table for batch in of_a_held_list(tmp_path / name)), out)
        remember()
    (text,) = written
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    kept = [row["person"] for row in rows]
    assert sorted(kept) == sorted(
        {"=1+1": "'=1+1", "@SUM(A1)": "'@SUM(A1)"}.get(one, one)
        for one in (row["person"] for row in people)
    )
    assert "'=HYPERLINK()" in text


def assert_refused(capsys, said: str, people: Path, out: Path, *more: str) -> None:
    """One line, the code 2, and nothing is written."""
    with pytest.raises(SystemExit) as ended:
        main(["--record", "NCT03972488", "--people", str(people), "--out", str(out), *more])
    told = capsys.readouterr().err.splitlines()[-1]
    assert ended.value.code == 2
    assert said in told
    assert not list(out.parent.glob("out*"))


def test_what_is_no_list_is_said_in_one_sentence(tmp_path, capsys):
    out = tmp_path / "out.csv"
    assert_refused(capsys, "people.txt: expected a file that ends in", tmp_path / "people.txt", out)
    assert_refused(capsys, "gone.csv: there is no such file", tmp_path / "gone.csv", out)
    people = tmp_path / "people.parquet"
    people.write_bytes(b"person,ki67")
    assert_refused(capsys, "people.parquet: ", people, out)
    people = tmp_path / "people.csv"
    people.write_text("person,ki67,verdict\nP1,5,x\n", encoding="utf-8")
    assert_refused(capsys, "verdict: the screening writes one of that name", people, out)
    people.write_text("person,ki67\nP1,5,6\n", encoding="utf-8")
    assert_refused(capsys, "people.csv: line 2 has 3 cells", people, out)
    assert_refused(capsys, "'dask' (choose from", people, out, "--engine", "dask")
    assert_refused(capsys, "expected a file that ends in .csv or .parquet", people, tmp_path / "o")


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"person": [1.5, 2.0]}, "column person: expected words or whole numbers, got DOUBLE"),
        ({"person": [1, 2], "sex": [1, 2]}, "column sex: expected words, got BIGINT; a mapping"),
        ({"person": [1, 2], "ki67": [True, False]}, "column ki67: expected numbers, got BOOLEAN"),
        ({"person": [1, None]}, "column person: 1 of 2 rows have no id"),
        ({"person": [7, 7]}, "column person: '7' stands in 2 rows"),
    ],
)
def test_a_column_of_another_type_is_named(tmp_path, capsys, columns, said):
    pa.parquet.write_table(pa.table(columns), tmp_path / "people.parquet")
    assert_refused(capsys, said, tmp_path / "people.parquet", tmp_path / "out.csv")


def test_a_misspelt_column_and_a_fact_without_one_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = tmp_path / "people.csv"
    people.write_text("person,ki-67,kps\nP1,20,70\n", encoding="utf-8")
    main(["--record", "NCT03972488", "--people", str(people), "--out", str(tmp_path / "out.csv")])
    told = capsys.readouterr().err
    assert "Kept, but read as no fact: ki-67 (did you mean ki67?)\n" in told
    (lacking,) = (line for line in told.splitlines() if line.startswith("Unknown for everybody"))
    assert "ki67" in lacking
    assert "kps" not in lacking
