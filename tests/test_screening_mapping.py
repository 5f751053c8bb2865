"""A list as it is kept becomes answers by a small YAML file, checked before anything runs."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet
import pytest

from data.eligibility.windows import elapsed
from data.screening import ScreeningError
from data.screening.__main__ import main
from data.screening.files import open_list
from data.screening.mapping import Mapped, mapped, read_mapping, skeleton
from data.screening.reading import People, read_people
from tests.eligibility_people import netter_2

CHECKLIST = netter_2()
LIST = """pid;seen;KI;gender;op;dx;hba;note
a;2026-01-15;5,5;M;2026-01-01;30.11.2025;No Diabetes;x
b;2026-01-15;;U;;;6,5;y
c;;10;F;2026-01-01;;;
"""


def read(
    folder: Path, mapping: str, people: str = LIST
) -> tuple[list[dict[str, Any]], Mapped, People]:
    """The answers of a list, person by person."""
    (folder / "list.csv").write_text(people, encoding="utf-8")
    with duckdb.connect() as connection:
        listed = open_list(folder / "list.csv", connection)
        given = read_mapping(f"person: pid\n{mapping}", "mapping.yaml")
        found = mapped(given, CHECKLIST, listed, connection, folder)
        told = read_people(CHECKLIST, found.listed, found.sources, found.person)
        rows = told.answers.order("pid").to_arrow_table().to_pylist()
    return rows, found, told


def test_columns_become_facts_by_name_value_unit_and_decimal_comma(tmp_path):
    rows, _, told = read(
        tmp_path,
        """decimal: ","
facts:
  ki67: {column: KI, unit: "%"}
  sex: {column: gender, values: {M: male, F: female, U: null}}
  hba1c: {column: hba}
  age:
""",
    )
    assert [row["ki67"] for row in rows] == [5.5, None, 10.0]
    assert [row["sex"] for row in rows] == ["male", None, "female"]
    assert [(row["hba1c"], row["hba1c.unit"]) for row in rows] == [
        (None, "no diabetes"),
        (6.5, None),
        (None, None),
    ]
    kept, lacking = told.remarks
    assert kept == "Kept, but read as no fact: seen, op, dx, note"
    assert "age" in lacking
    assert "ki67" not in lacking


def test_a_day_becomes_the_time_to_the_index_day_and_no_day_stays_unknown(tmp_path):
    rows, _, _ = read(
        tmp_path,
        """index: seen
facts:
  weeks_since_surgery: {date: op}
  months_since_diagnosis: {date: dx, date_format: "%d.%m.%Y"}
""",
    )
    assert [row["weeks_since_surgery"] for row in rows] == [14, None, None]
    assert rows[0]["weeks_since_surgery.unit"] == "days"
    months = elapsed(date(2025, 11, 30), date(2026, 1, 15), "months")
    assert rows[0]["months_since_diagnosis"] == pytest.approx(months, abs=1e-9)
    rows, _, _ = read(tmp_path, "index: 2026-01-08\nfacts: {weeks_since_surgery: {date: op}}")
    assert [row["weeks_since_surgery"] for row in rows] == [7, None, 7]


LONG = """person_id,cid,v,u,d
a,3024929,100,8848,2025-12-18
a,3024929,90,8848,2026-01-12
a,3024929,,8848,2026-01-14
a,3024929,80,8848,2026-01-20
b,3024929,70,8848,2025-12-17
a,1,8.5,,2025-01-01
b,2,9,,2026-01-01
b,1,8,,2026-01-01
c,1,8,,2026-01-01
c,3024929,60,8848,
z,1,8,,2026-01-01
a,77,8,,2026-01-01
"""


def test_of_a_long_table_the_latest_value_in_the_window_counts_and_nobody_is_dropped(tmp_path):
    """Not one after the index day, not one before the window, not one of two that differ."""
    (tmp_path / "long.csv").write_text(LONG, encoding="utf-8")
    (tmp_path / "condition.csv").write_text("person_id,cid,d\na,9,2020-01-01\n", encoding="utf-8")
    rows, found, _ = read(
        tmp_path,
        """index: 2026-01-15
tables:
  lab: {file: long.csv, person: person_id, concept: cid, value: v, unit: u, date: d}
  condition: {file: condition.csv, person: person_id, concept: cid, date: d}
facts:
  platelets: {table: lab, concept: 3024929, within: 28, units: {8848: K/µL}}
  haemoglobin: {table: lab, concept: [1, 2], unit: g/dL}
  prior_prrt: {table: condition, concept: 9, present: yes}
""",
    )
    assert [row["pid"] for row in rows] == ["a", "b", "c"]
    assert [row["platelets"] for row in rows] == [90, None, None]
    assert rows[0]["platelets.unit"] == "K/µL"
    assert [row["haemoglobin"] for row in rows] == [8.5, None, 8]
    assert [row["prior_prrt"] for row in rows] == [True, None, None]  # no row is no answer
    assert found.remarks == (
        "Table lab: 1 other concepts are mapped to no fact",
        "Table lab: 1 rows have no day such as 2026-01-15, and are not read",
    )


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ("facts: {ki67: {colum: x}}", "mapping.yaml: facts.ki67.colum: there is no such key"),
        (
            "facts: {ki76: {column: KI}}",
            "facts.ki76: the record asks no such fact; did you",
        ),
        ("facts: {ki67: {column: KJI}}", "ki67: there is no column KJI; did you mean KI?"),
        ("facts: {ki67: {column: KI, unit: kg}}", "facts.ki67: expected %, got 'kg'"),
        (
            "facts: {sex: {column: gender, values: {M: man}}}",
            "expected female, male or null, got",
        ),
        (
            "facts: {sex: {column: gender, values: {M: male}}}",
            "expected female or male, got 'U'",
        ),
        ("facts: {ki67: {column: KI}, ki67: {column: hba}}", "mapping.yaml: ki67 is there twice"),
        ("facts: {weeks_since_surgery: {date: op}}", "to count, expected an index day"),
        ("index: 2026-01-01\nfacts: {ki67: {date: op}}", "facts.ki67.date: Ki-67 is no time"),
        (
            "index: 2026-01-01\nfacts: {months_since_diagnosis: {date: dx}}",
            "column dx: expected a day such as 2026-01-15, got '30.11.2025' (person a); other",
        ),
        ("index: gender", "index: column gender: expected a day such as 2026-01-15, got 'M'"),
        ("index: 2026-02-30", "index: expected a day that exists, got '2026-02-30'"),
        ("facts: {ki67: {table: lab, concept: 1}}", "there is no table lab under tables"),
        ("facts: {ki67: {column: KI, date: op}}", "expected one of column, date and table"),
        ("facts: [1]", "mapping.yaml: facts: expected keys and values"),
        ("decimal: ;", "decimal: expected . or ,"),
        ("tables: {lab: {file: gone.csv}}", "gone.csv: there is no such file"),
        ("a: b: c", "mapping.yaml cannot be read: "),
        ("facts: {ki67: {column: KI}}", "expected a number such as 5.5, got '5,5'"),
    ],
)
def test_a_mapping_is_checked_before_anything_runs(tmp_path, mapping, said):
    with pytest.raises(ScreeningError) as error:
        read(tmp_path, mapping)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_a_skeleton_names_every_fact_and_maps_what_is_named_like_one(tmp_path, capsys):
    empty = read_mapping(skeleton(CHECKLIST), "skeleton")
    assert empty.facts.keys() >= {fact.id for fact in CHECKLIST.facts}
    assert not any(one.mapped for one in empty.facts.values())
    pa.parquet.write_table(
        pa.table({"person": ["a"], "ki67": [5.0], "albumin": [3.0], "albumin.unit": ["g/dL"]}),
        tmp_path / "people.parquet",
    )
    main(["--record", "NCT03972488", "--skeleton", "--people", str(tmp_path / "people.parquet")])
    filled = read_mapping(capsys.readouterr().out, "skeleton")
    columns = {
        key: (one.column, one.unit_column) for key, one in filled.facts.items() if one.mapped
    }
    assert columns == {"ki67": ("ki67", None), "albumin": ("albumin", "albumin.unit")}
    assert filled.facts["ki67"].unit == "%"


def test_the_command_screens_by_a_mapping(tmp_path, capsys):
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    (tmp_path / "mapping.yaml").write_text(
        'person: pid\ndecimal: ","\nfacts: {ki67: {column: KI}}\n', encoding="utf-8"
    )
    out = tmp_path / "out.csv"
    paths = ["--people", str(tmp_path / "list.csv"), "--mapping", str(tmp_path / "mapping.yaml")]
    main(["--record", "NCT03972488", *paths, "--out", str(out)])
    assert "Ki-67 ≥ 10% excludes 1; 1 of them between 5% and 10%" in capsys.readouterr().out
    rows = out.read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) == 4
    assert rows[1].startswith('"a",')
    assert '"excluded","ki67"' in rows[1]
