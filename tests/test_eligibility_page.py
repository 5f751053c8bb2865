"""The eligibility page through the whole app, without a browser."""

from __future__ import annotations

import json
import logging
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from components.exports.personal.unguessable import json_file
from components.session import _Opened
from data import load_study
from data.annotations import Annotations
from data.eligibility.answers_file import answers_content
from data.eligibility.log_file import log_rows
from data.eligibility.people import Person
from data.spreadsheet import table_xlsx
from tests.browser import ROOT
from tests.eligibility_people import FIT, asked, criteria, give, netter_2, told, words_in

PAGE = "pages/eligibility.py"
KEY = "eligibility:NCT03972488:"
OURS = ("data", "components", "pages", "static", ".streamlit")


def opened() -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
    app.session_state["view"] = "cards"
    return app.switch_page(PAGE).run()


def verdict(app: AppTest) -> str:
    """The headline at the top."""
    headline: str = told(app)["verdict"]["head"]["headline"]
    return headline


def press(app: AppTest, fact: str, answer: str) -> AppTest:
    """Choose an answer."""
    return give(app, "answer", fact, value=answer)


def enter(app: AppTest, fact: str, number: float | str, unit: str = "") -> AppTest:
    """Type into the field of a fact."""
    return give(app, "answer", fact, value=str(number), unit=unit)


def said(app: AppTest) -> str:
    """All that stands on the page as text, without escapes."""
    above = [one.value.replace("\\", "") for one in (*app.markdown, *app.caption)]
    return "\n".join([*above, *words_in(told(app))])


def test_every_criterion_is_there_word_for_word_with_its_state_and_an_input():
    app = opened()
    rows = criteria(app)["rows"]
    for criterion in netter_2().criteria:
        shown = rows[criterion.id]
        assert "".join(part["text"] for part in shown["text"]["parts"]) == criterion.text
        assert shown["state"] in ("Unknown", "Needs judgement")
    assert len(rows) == 33
    assert set(asked(app)) >= {fact.id for fact in netter_2().facts}
    assert verdict(app) == "Cannot tell yet: 33 of 33 criteria open"
    assert "Nobody can enrol now" in app.warning[0].value.replace("\\", "")
    assert "not medical advice" in app.warning[0].value.replace("\\", "")


def test_nothing_is_answered_before_anybody_answers():
    facts = asked(opened()).values()
    assert {fact["value"] for fact in facts} == {""}
    assert {fact["chosen"] for fact in facts} == {""}


def test_what_a_browser_sends_is_taken_only_where_the_checklist_has_it():
    app = give(opened(), "answer", "grade", value="G9")
    app = give(app, "answer", "no such fact", value="yes")
    app = give(app, "hand", "ki67", value="excludes", reason="not a state of an inclusion")
    app = give(app, "answer", "haemoglobin", value="7.9", unit="stone")
    facts = asked(app)
    assert (facts["grade"]["value"], facts["haemoglobin"]["chosen"]) == ("", "")
    assert verdict(app) == "Cannot tell yet: 33 of 33 criteria open"


def test_an_answer_decides_at_once_and_says_why():
    app = enter(opened(), "ki67", 8)
    assert verdict(app) == "Excluded by inclusion 2"
    reason, sentence = told(app)["verdict"]["reasons"][:2]
    assert "Ki-67 8% is below 10%" in reason["text"]
    assert sentence["text"] == "“Ki67 index ≥10 and ≤ 55%”"
    app = enter(app, "ki67", 10)
    assert verdict(app) == "Cannot tell yet: 32 of 33 criteria open"
    app = enter(app, "ki67", "")
    assert verdict(app) == "Cannot tell yet: 33 of 33 criteria open"


def test_implausible_values_are_told_beside_the_field_and_not_used():
    app = opened()
    for fact, number, says in (
        ("ki67", 140, "Ki-67 of 140% is not plausible"),
        ("age", -3, "Age of -3 years is not plausible"),
        ("kps", 65, "Karnofsky score of 65 does not exist"),
    ):
        app = enter(app, fact, number)
        assert says in asked(app)[fact]["problem"]
        assert asked(app)[fact]["value"] == str(number)
    assert verdict(app) == "Cannot tell yet: 33 of 33 criteria open"


def test_a_number_with_several_units_needs_its_unit():
    app = enter(opened(), "haemoglobin", 7.9)
    assert "expected the unit g/dL or mmol/L" in asked(app)["haemoglobin"]["problem"]
    app = enter(app, "haemoglobin", 7.9, "g/dL")
    assert asked(app)["haemoglobin"]["chosen"] == "g/dL"
    assert verdict(app) == "Excluded by exclusion 2"


def test_a_limit_that_reads_otherwise_in_the_other_unit_is_said_on_the_card():
    app = enter(opened(), "haemoglobin", "8,02 g/dL")
    said_of = [line for row in criteria(app)["rows"].values() for line in row["said"]]
    (warning,) = (line for line, warns in said_of if warns and "Haemoglobin" in line)
    assert "8.02 g/dL is 4.98 mmol/L, which is below the record’s other limit" in warning
    app = enter(app, "haemoglobin", "7,5 mmol/L")
    assert "7.5 mmol/L is 12.1 g/dL." in said(app)


def test_for_a_man_pregnancy_is_not_asked():
    app = press(opened(), "sex", "male")
    assert asked(app)["pregnant"]["hidden"]
    states = [row["state"] for row in criteria(app)["rows"].values()]
    assert states.count("Not applicable") == 2
    app = press(app, "sex", "female")
    assert not asked(app)["pregnant"]["hidden"]


def test_answers_stay_while_other_pages_are_open_and_never_reach_the_address():
    app = enter(opened(), "ki67", 8)
    app = press(app, "prior_prrt", "yes")
    app.switch_page("pages/overview.py").run()
    app.switch_page(PAGE).run()
    assert verdict(app) == "Excluded by inclusion 2 and exclusion 7"
    assert dict(app.query_params) == {"view": "cards"}


def test_another_session_knows_nothing_of_the_answers():
    one = enter(opened(), "ki67", 8)
    assert verdict(one).startswith("Excluded")
    assert verdict(opened()) == "Cannot tell yet: 33 of 33 criteria open"


def test_a_state_set_by_hand_needs_a_reason_and_stays_marked():
    app = give(opened(), "hand", "kidney", value="excludes", reason=" ")
    assert verdict(app).startswith("Cannot tell")
    app = give(app, "hand", "kidney", value="excludes", reason="falling fast")
    assert verdict(app) == "Excluded by exclusion 1"
    shown = criteria(app)["rows"]["kidney"]
    assert shown["hand"] == "set by hand"
    assert (shown["card"]["state"], shown["card"]["reason"]) == ("excludes", "falling fast")
    app = give(app, "hand", "kidney", value="", reason="falling fast")
    assert verdict(app).startswith("Cannot tell")


def test_what_a_calculator_gives_counts_and_follows_until_a_value_is_entered_in_its_place():
    app = press(opened(), "sex", "female")
    app = enter(enter(app, "age", 60), "weight", 72)
    app = enter(app, "serum_creatinine", "1,9 mg/dL")
    # (140 - 60) x 72 / (72 x 1.9) x 0.85 = 35.789…
    assert asked(app)["creatinine_clearance"]["follows"] == "calculated: 35.789 mL/min"
    assert verdict(app) == "Excluded by exclusion 1"
    assert asked(app)["creatinine_clearance"]["value"] == ""
    app = enter(app, "weight", "73,5")
    assert asked(app)["creatinine_clearance"]["follows"] == "calculated: 36.535 mL/min"
    app = enter(app, "weight", "180 lb")
    assert asked(app)["creatinine_clearance"]["follows"] == "calculated: 40.585 mL/min"
    assert verdict(app).startswith("Cannot tell yet")
    app = enter(app, "weight", "")
    assert asked(app)["creatinine_clearance"]["follows"] == ""
    app = enter(enter(app, "weight", 72), "creatinine_clearance", 41)
    assert verdict(app).startswith("Cannot tell yet")
    assert "entered in place of the calculated 35.789 mL/min" in said(app)
    # What is refused counts for nothing, and the calculated value does not slip into its place.
    app = enter(app, "creatinine_clearance", "41.000")
    assert verdict(app).startswith("Cannot tell yet")
    assert verdict(enter(app, "creatinine_clearance", "")) == "Excluded by exclusion 1"


def open_saved(app: AppTest, answers: dict[str, Any]) -> AppTest:
    saved = json_file(answers_content(netter_2(), answers, {})).encode()
    file = ("answers.json", saved, "application/json")
    app.file_uploader(key=KEY + "saved").set_value(file).run()
    return app.run()


def test_what_was_calculated_follows_again_when_saved_answers_are_opened():
    given = {**FIT, "sex": "female", "age": 60, "weight": 72, "creatinine_clearance": 35.78}
    given |= {"serum_creatinine": "1.9 mg/dL"}
    app = open_saved(opened(), given)
    assert asked(app)["serum_creatinine"]["value"] == "1.9"
    app = enter(app, "weight", "73.5")
    assert asked(app)["creatinine_clearance"]["follows"] == "calculated: 36.535 mL/min"
    # A value that no calculator gives is somebody's own, and stays.
    app = open_saved(app, given | {"creatinine_clearance": 41})
    app = enter(app, "weight", "73.5")
    assert asked(app)["creatinine_clearance"]["value"] == "41"
    assert "entered in place of the calculated 36.535 mL/min" in said(app)


def test_a_unit_behind_the_number_is_kept_with_it():
    app = open_saved(opened(), {"weight": "154.5 lb", "hba1c": "58 mmol/mol"})
    assert asked(app)["weight"]["value"] == "154.5 lb"
    assert "Body weight 154.5 lb is 70.1 kg. (1 lb is 0.45359237 kg exactly" in said(app)
    assert "HbA1c 58 mmol/mol is 7.46%. (NGSP" in said(app)


@pytest.mark.parametrize("typed", ["5,5", "5.5", " 5,5 ", "５，５", "5,5 %"])
def test_a_decimal_comma_is_the_number_that_was_meant(typed):
    app = enter(opened(), "ki67", typed)
    assert verdict(app) == "Excluded by inclusion 2"


@pytest.mark.parametrize("typed", ["1,234", "75.000", "1e2", "5,5,5", "ten", "-7", "5 5", "1'000"])
def test_a_number_that_is_not_clear_is_refused_beside_its_field_and_stays_there(typed):
    app = enter(opened(), "ki67", typed)
    assert asked(app)["ki67"]["problem"].startswith("Ki-67")
    assert asked(app)["ki67"]["value"] == typed
    assert verdict(app) == "Cannot tell yet: 33 of 33 criteria open"


def test_saved_answers_are_opened_and_what_does_not_fit_is_listed():
    checklist = netter_2()
    content = answers_content(checklist, {**FIT, "ki67": 140}, {})
    content["answers"]["gone"] = {"question": "An old *question*", "answer": 1}
    app = opened()
    app.file_uploader(key=KEY + "saved").set_value(
        ("answers.json", json.dumps(content).encode(), "application/json")
    ).run()
    app.run()
    assert "62 saved answers opened" in app.success[0].value
    listed = "\n".join(one.value for one in app.warning)
    assert "An old \\*question\\*" in listed
    assert asked(app)["ki67"]["value"] == "140"
    assert verdict(app) == "Cannot tell yet: 1 of 33 criteria open"
    assert verdict(enter(app, "ki67", 20)) == "Meets every criterion as answered"


def test_a_file_that_is_no_answers_file_changes_nothing():
    app = enter(opened(), "ki67", 8)
    app.file_uploader(key=KEY + "saved").set_value(("x.json", b"{}", "application/json")).run()
    app.run()
    assert "not a file of answers" in app.error[0].value.replace("\\", "")
    assert asked(app)["ki67"]["value"] == "8"


def test_nothing_a_person_answers_is_on_the_disk_or_in_the_log(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
):
    """Looked for in what is there afterwards, whatever way it might have been written."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    caplog.set_level(logging.DEBUG)
    started = time.time() - 1
    enter(opened(), "ki67", 8.4371)
    left = [path for path in tmp_path.rglob("*") if path.is_file()]
    ours = [path for name in OURS for path in (ROOT / name).rglob("*") if path.is_file()]
    for path in (*left, *(one for one in ours if one.stat().st_mtime >= started)):
        assert b"8.4371" not in path.read_bytes(), path
    printed = capfd.readouterr()
    assert "8.4371" not in caplog.text + printed.out + printed.err


def test_the_shared_caches_hold_no_answers():
    """What the page caches is made of the record alone."""
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in ("components/eligibility", "data/eligibility")
        for path in (ROOT / folder).glob("*.py")
    )
    for shared in ("cache_data", "cache_resource", "query_params", "bind=", "logging", "print("):
        assert shared not in source, shared


def test_not_yet_and_no_diabetes_are_answers_that_can_be_kept_and_opened_again():
    app = open_saved(opened(), {**FIT, "consent": "not yet", "hba1c": "no diabetes"})
    assert verdict(app) == "Cannot tell yet: 1 of 33 criteria open"
    assert asked(app)["consent"]["value"] == "not yet"
    assert asked(app)["hba1c"]["value"] == "no diabetes"
    assert verdict(press(app, "consent", "before")) == "Meets every criterion as answered"


def test_a_draft_is_accepted_in_the_app_and_decides_from_then_on() -> None:
    criteria = "Inclusion Criteria:\n\n* Age of at least 21 years\n\nExclusion Criteria:\n\n* Gout"
    sections = {
        "identificationModule": {"nctId": "NCT00000001"},
        "eligibilityModule": {"eligibilityCriteria": criteria},
    }
    study = load_study(json.dumps({"protocolSection": sections}))
    app = opened()
    app.session_state["chosen_record"] = "NCT00000001-opened"
    app.session_state["opened_studies"] = {
        "NCT00000001-opened": _Opened(study=study, annotations=Annotations())
    }
    key = "eligibility:NCT00000001:"
    app.session_state[f"{key}age"] = "20"
    app.session_state[f"{key}review"] = True
    app.run()
    assert "cannot tell" in verdict(app).lower()
    assert next(one for one in app.button if one.label == "Accept").disabled
    app.text_input("readings:NCT00000001-opened:by").set_value("A. Reader").run()
    name = [one.label for one in app.expander]
    next(one for one in app.button if one.label == "Accept").click().run()
    assert not app.exception
    assert verdict(app) == "Excluded by inclusion 1"
    # Under another name the browser would take it for another part of the page, and fold it.
    assert [one.label for one in app.expander] == name
    assert any("0 to review, 1 reviewed" in one.value for one in app.caption)
    next(one for one in app.button if one.label == "Take back").click().run()
    assert "cannot tell" in verdict(app).lower()


def several() -> AppTest:
    app = opened()
    app.toggle(key=f"{KEY}people:several").set_value(True)
    return app.run()


def typed(app: AppTest, name: str, text: str) -> AppTest:
    app.text_input(key=f"{KEY}people:{name}").set_value(text).run()
    return app.run()


def shown_people(app: AppTest) -> list[list[str]]:
    """The log on the page: code and state of each person."""
    table = app.dataframe[0].value
    return table[["code", "state"]].to_numpy().tolist()


def test_several_people_keep_their_answers_apart_and_are_logged():
    # An answer draws the log and the criteria alone: draw the whole page again.
    app = enter(several(), "ki67", 8).run()
    app = typed(app, "code", "Anna Smith")
    assert "holds a space, as names do" in said(app)
    app = typed(app, "code", "P-01")
    # The first gets what was entered before anybody had a code.
    assert shown_people(app) == [["P-01", "Excluded by inclusion 2"]]
    app = typed(app, "code", "P-02")
    assert asked(app)["ki67"]["value"] == ""
    app = press(enter(app, "ki67", "20,5").run(), "prior_prrt", "yes").run()
    assert shown_people(app)[1] == ["P-02", "Excluded by exclusion 7"]
    chosen = next(one for one in app.button_group if one.key == f"{KEY}people:chosen")
    chosen.set_value("P-01").run()
    app.run()
    assert asked(app)["ki67"]["value"] == "8"
    assert verdict(app) == "Excluded by inclusion 2"
    assert [code for code, _ in shown_people(app)] == ["P-01", "P-02"]
    app = typed(app, "on", "yesterday")
    assert "Date screened: " in said(app)


def test_a_log_is_opened_again_on_the_page_or_refused_in_a_sentence():
    people = (Person(code="P-01", answers={"ki67": 8}), Person(code="P-02", answers=FIT))
    table = table_xlsx(log_rows(netter_2(), people))
    app = several()
    app.file_uploader(key=f"{KEY}people:saved").set_value(("log.xlsx", table, "")).run()
    app.run()
    assert "2 people opened" in app.success[0].value
    assert [code for code, _ in shown_people(app)] == ["P-01", "P-02"]
    assert verdict(app) == "Excluded by inclusion 2"
    file = ("log.csv", b"a,b", "text/csv")
    app.file_uploader(key=f"{KEY}people:saved").set_value(file).run()
    app.run()
    assert "This is no log" in app.error[0].value
    assert [code for code, _ in shown_people(app)] == ["P-01", "P-02"]


def test_what_a_field_and_a_sentence_say_apart_is_flagged_before_anybody_answers():
    text = "Inclusion Criteria:\n\n* Aged 21 to 65 years\n\n"
    text += "Exclusion Criteria:\n\n* Healthy volunteers"
    module = {"eligibilityCriteria": text, "minimumAge": "18 Years", "healthyVolunteers": True}
    record = {"identificationModule": {"nctId": "NCT00000001"}, "eligibilityModule": module}
    study = load_study(json.dumps({"protocolSection": record}))
    app = opened()
    app.session_state["chosen_record"] = "NCT00000001-opened"
    app.session_state["opened_studies"] = {
        "NCT00000001-opened": _Opened(study=study, annotations=Annotations())
    }
    app.run()
    assert said(app).count("The record disagrees with itself: the record’s fields say") == 2


def test_the_published_age_stands_beside_the_two_statements_of_the_record():
    told = said(enter(opened(), "age", 16))
    assert "“Patients ≥ 15 years of age”" in told
    assert "“18 Years”" in told
    assert "The age limit as published is" in told
    assert "Published: " in told


def test_patients_see_no_log_and_answer_all_the_same():
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    app.query_params["audience"] = "patient"
    app = app.run().switch_page(PAGE).run()
    assert "Several people" not in [one.label for one in app.toggle]
    app = press(app, "prior_prrt", "yes")
    assert not app.exception
    assert verdict(app) == "Excluded by exclusion 7"
    # In words of their own, and nothing to review.
    assert asked(app)["prior_prrt"]["label"].startswith("Have you had PRRT")
    assert all(row["card"]["reviewer"] is None for row in criteria(app)["rows"].values())


def test_the_group_is_asked_once_above_the_criteria_and_those_of_others_do_not_count():
    text = "Inclusion Criteria:\n\n* Part A: healthy\n* Part B: asthma\n\n"
    text += "Exclusion Criteria:\n\n* Part B only: COPD"
    sections = {
        "identificationModule": {"nctId": "NCT00000001"},
        "eligibilityModule": {"eligibilityCriteria": text},
    }
    study = load_study(json.dumps({"protocolSection": sections}))
    app = opened()
    app.session_state["chosen_record"] = "NCT00000001-opened"
    app.session_state["opened_studies"] = {
        "NCT00000001-opened": _Opened(study=study, annotations=Annotations())
    }
    app.session_state["view"] = "rows"
    assert not app.run().exception
    app.session_state["view"] = "cards"
    app.run()
    assert [fact["key"] for fact in criteria(app)["dates"]] == ["cohort"]
    assert said(app).count("asked above all criteria") == 3
    app = press(app, "cohort", "Part A")
    assert verdict(app) == "Cannot tell yet: 1 of 3 criteria open"
    (first, *_), *_ = (row["facts"] for row in criteria(app)["rows"].values() if row["facts"])
    app = press(app, first["key"], "not applicable")
    assert verdict(app) == "Meets every criterion as answered"
