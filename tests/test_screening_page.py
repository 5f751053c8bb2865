"""The page *Screen a list*: a file dropped, its columns chosen, the attrition, one checklist."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from components.exports.personal.screened import log_csv, log_xlsx
from components.session import _Opened
from data.annotations import Annotations
from data.loading import load_study
from data.screening.mapping import MappingFile, mapping_yaml, read_mapping
from tests.browser import ROOT
from tests.test_eligibility_page import verdict

EXAMPLE = (ROOT / "data" / "screening" / "example.csv").read_bytes()


def opened(content: bytes, name: str = "people.csv") -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.run()
    app.switch_page("pages/screen.py").run()
    uploader: Any = app.get("file_uploader")[0]
    uploader.set_value((name, content, "text/csv")).run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    shown = [*app.text, *app.caption, *app.error, *app.markdown, *app.header]
    return "\n".join(str(one.value) for one in shown)


def test_a_dropped_list_is_screened_and_one_person_opens_as_a_checklist():
    app = opened(EXAMPLE)
    metrics = {one.label: one.value for one in app.metric}
    assert metrics["People"] == "200"
    assert sum(int(one.replace(",", "")) for one in metrics.values()) == 400
    told = app.session_state["screening_result"]
    rows = list(csv.DictReader(io.StringIO(log_csv(told.batches).decode("utf-8-sig"))))
    assert len(rows) == 201  # the last line makes the file's address one nobody can reckon
    assert log_xlsx(told.batches)[:2] == b"PK"
    excluded = next(row for row in rows if row["verdict"] == "excluded")
    app.text_input(key="screening_id").set_value(excluded["person"]).run()
    assert f"{excluded['person']}: excluded" in said(app)
    next(one for one in app.button if one.label.startswith("Open this person")).click().run()
    app.switch_page("pages/eligibility.py").run()
    assert verdict(app).startswith("Excluded by")


def test_columns_are_mapped_by_choosing_and_the_mapping_can_be_taken_away():
    people = b"pid,K,S\na,5,M\nb,20,F\nc,,F\n"
    app = opened(people)
    assert {one.label: one.value for one in app.metric}["Cannot tell yet"] == "3"
    app.selectbox[0].set_value("pid").run()

    def choose(label: str, value: str) -> None:
        asked = (one for one in app.selectbox if one.label.replace("\\", "") == label)
        next(asked).set_value(value).run()

    choose("Fact", "ki67")
    choose("Column with: Ki-67", "K")
    assert {one.label: one.value for one in app.metric}["Excluded"] == "1"
    assert "Ki-67 ≥ 10% excludes 1; 1 of them between 5% and 10%" in said(app)
    choose("Fact", "sex")
    choose("Column with: Sex", "S")
    choose("“F” stands for", "female")
    choose("“M” stands for", "male")
    assert not app.error
    assert app.session_state["screening_result"].found.open["age_weight"] == 3


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'person,ki67\nP1,5\n"P2,6\n', "mark that opens in line 3 is never closed"),
        (b"person,ki67\nP1,5\nP1,6\n", "stands in 2 rows"),
    ],
)
def test_what_is_wrong_with_a_list_is_one_sentence_on_the_page(content: bytes, sentence: str):
    app = opened(content)
    (error,) = app.error
    assert sentence in str(error.value).replace("\\", "")
    assert not app.metric


def test_what_a_fact_is_calculated_from_is_mapped_in_its_place():
    app = opened(b"pid,age,weight,sex,Krea\na,60,70,male,4\nb,60,70,male,1\n")
    for label, value in (("Fact", "serum_creatinine"), ("Column with: Serum creatinine", "Krea")):
        asked = (one for one in app.selectbox if one.label.replace("\\", "") == label)
        next(asked).set_value(value).run()
    found = app.session_state["screening_result"].found
    assert (found.alone["kidney"], found.open["kidney"]) == (1, 0)


def drafts_in_log(app: AppTest) -> bool:
    log = log_csv(app.session_state["screening_result"].batches).decode("utf-8-sig")
    return "draft, not reviewed: " in log.splitlines()[0]


def test_drafts_are_switched_on_and_named_as_drafts_in_the_log():
    study = load_study(ROOT / "tests" / "records" / "NCT01169493.json")
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.session_state["chosen_record"] = "NCT01169493-opened"
    app.session_state["opened_studies"] = {
        "NCT01169493-opened": _Opened(study=study, annotations=Annotations())
    }
    app.switch_page("pages/screen.py").run()
    uploader: Any = app.get("file_uploader")[0]
    uploader.set_value(("people.csv", b"person,age\nP1,5\nP2,40\n", "text/csv")).run()
    assert not drafts_in_log(app)
    verdicts = {one.label: one.value for one in app.metric}
    app.toggle(key="screening_drafts").set_value(True).run()
    assert not app.exception
    assert (
        "draft, not reviewed: " in log_csv(app.session_state["screening_result"].batches).decode()
    )
    assert {one.label: one.value for one in app.metric} == verdicts


def test_the_rules_are_taken_away_where_another_form_can_say_one_of_them():
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.switch_page("pages/screen.py").run()
    buttons: list[Any] = list(app.get("download_button"))
    offered = {one.label: not one.proto.disabled for one in buttons}
    assert offered == {"FHIR Group (JSON)": True, "OHDSI Circe (JSON)": False}
    assert any(one.label == "Not in OHDSI Circe: 33 of 33 criteria" for one in app.expander)


def test_a_spreadsheet_is_refused_with_what_to_do():
    app = opened(b"PK", "people.xlsx")
    (error,) = app.error
    assert "a spreadsheet is saved as “CSV UTF-8”" in str(error.value).replace("\\", "")


def test_the_page_writes_nothing_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    opened(EXAMPLE)
    assert not list(tmp_path.rglob("*"))


def test_a_mapping_that_was_taken_away_is_the_same_when_it_comes_back():
    mapping = MappingFile.model_validate(
        {
            "person": "pid",
            "decimal": ",",
            "facts": {
                "sex": {"column": "S", "values": {"M": "male", "x": None, "no": "female"}},
                "pregnant": {"column": "p", "values": {"0": "no", "1": "yes"}},
                "ki67": {"column": "K", "unit": "%"},
            },
        }
    )
    assert read_mapping(mapping_yaml(mapping), "mapping") == mapping
