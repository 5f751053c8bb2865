"""The study design page through the app, without a browser: what is asked, shown and kept."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.session import Shelf, _Opened
from data import load_study
from data.annotations import Annotations

ROOT = Path(__file__).parents[1]


def opened(page: str = "design") -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    app.query_params["as_of"] = "2026-01-21"
    app.run()
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    return app


def texts(app: AppTest) -> str:
    """All that is written on the page, without the signs that keep markdown from reading it."""
    elements = (*app.text, *app.caption, *app.markdown, *app.subheader, *app.warning, *app.info)
    return "\n".join(element.value.replace("\\", "") for element in elements)


def test_a_step_chosen_by_keyboard_opens_its_detail() -> None:
    app = opened()
    app.selectbox(key="flow_step").set_value("cross_over").run()
    assert not app.exception
    shown = texts(app)
    assert "Cross-over to Lutathera" in shown
    assert "if progressed, and cross-over eligibility criteria met" in shown
    assert "received maximum 4 cycles of Lutaathera (7.4 GBq/200 mCi x 4 cycles)" in shown
    assert "Screening → Randomised → Octreotide LAR 60 mg (control)" in shown


def test_one_participant_is_followed_by_answers_that_stay_out_of_the_address() -> None:
    app = opened()
    app.segmented_control(key="flow_looking_at").set_value("One participant").run()
    app.selectbox(key="participant_arm").set_value("lutathera").run()
    assert "What comes next depends on: Did the disease progress?" in texts(app)
    app.segmented_control(key="participant_re_treatment-1").set_value("Yes").run()
    app.segmented_control(key="participant_re_treatment-2").set_value("Yes").run()
    assert not app.exception
    assert app.metric[-1].value.replace("\\", "") == "44.4 to 59.2 GBq"
    assert set(app.query_params) <= {"as_of", "record", "flow_counts"}


def test_the_calendar_says_beside_the_field_what_is_odd() -> None:
    app = opened("planner")
    assert "Enter the day of the first dose" in texts(app)
    app.date_input(key="calendar:NCT03972488:first").set_value(date(2019, 5, 1)).run()
    assert "This is before the study started (8 Jan 2020)." in texts(app)
    app.date_input(key="calendar:NCT03972488:first").set_value(date(2026, 3, 2)).run()
    assert "2 Mar 2026, a Monday" in texts(app)
    app.selectbox(key="calendar:NCT03972488:move_0").set_value("lutathera-2").run()
    app.date_input(key="calendar:NCT03972488:actual_0_lutathera-2").set_value(
        date(2026, 4, 6)
    ).run()
    assert not app.exception
    assert "too early: 35 days after the one before" in texts(app)
    table = app.dataframe[-1].value
    assert list(table["Date"][:3]) == ["2 Mar 2026", "3 Mar 2026", "6 Apr 2026"]
    assert set(app.query_params) <= {"as_of", "record", "flow_counts"}


def test_two_people_who_start_on_the_same_day_have_plans_of_their_own() -> None:
    first, code = "calendar:NCT03972488:first", "calendar:NCT03972488:code_20260302"
    codes = []
    for _ in range(2):
        app = opened("planner")
        app.date_input(key=first).set_value(date(2026, 3, 2)).run()
        codes.append(app.text_input(key=code).value)
    # The same plan keeps its code, also after another first day was looked at.
    app.date_input(key=first).set_value(date(2026, 3, 9)).run()
    codes.append(app.text_input(key="calendar:NCT03972488:code_20260309").value)
    app.date_input(key=first).set_value(date(2026, 3, 2)).run()
    assert app.text_input(key=code).value == codes[1]
    # Another person of the same visit, on the same day, has another; nothing of the first stays.
    app.button(key="calendar:NCT03972488:another").click().run()
    assert app.date_input(key=first).value is None
    app.date_input(key=first).set_value(date(2026, 3, 2)).run()
    codes.append(app.text_input(key=code).value)
    assert len(set(codes)) == 4
    app.text_input(key=code).set_value("person A").run()
    assert "expected 12 letters and digits" in str(app.error[0].value)
    assert not any(str(codes[0]) in str(value) for value in app.query_params.values())


def test_another_arm_has_its_own_dates() -> None:
    app = opened("planner")
    app.date_input(key="calendar:NCT03972488:first").set_value(date(2026, 3, 2)).run()
    app.selectbox(key="calendar:NCT03972488:regimen").set_value(2).run()
    app.segmented_control(key="calendar:NCT03972488:cycles_2").set_value(3).run()
    assert not app.exception
    assert len(app.dataframe[-1].value) == 3


def test_a_missed_dose_keeps_its_day_and_what_lies_after_the_stop_goes() -> None:
    app = opened("planner")
    app.date_input(key="calendar:NCT03972488:first").set_value(date(2026, 3, 2)).run()
    app.multiselect(key="calendar:NCT03972488:missed_0").set_value(["lutathera-2"]).run()
    app.date_input(key="calendar:NCT03972488:stopped_0").set_value(date(2026, 7, 1)).run()
    assert not app.exception
    rows = app.dataframe[-1].value.set_index("What")
    assert rows.loc["Lutathera 2", "Date"] == "27 Apr 2026"
    assert "missed: not given" in str(rows.loc["Lutathera 2", "Remarks"])
    assert "Lutathera 3" in rows.index
    assert "Lutathera 4" not in rows.index
    assert "administrations after it are left out" in texts(app)
    assert "10:00 to 10:30" in texts(app)
    assert set(app.query_params) <= {"as_of", "record", "flow_counts"}


ARM = {"label": "Cohort *1* <b>A</b>", "type": "EXPERIMENTAL", "description": "Drug | daily"}


@pytest.mark.parametrize("arms", [[], [ARM], [ARM] * 18], ids=["none", "one", "eighteen"])
def test_any_other_record_has_its_flow_and_says_that_no_schedule_was_read(
    arms: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    section = {
        "identificationModule": {"nctId": "NCT00000001"},
        "armsInterventionsModule": {"armGroups": arms},
    }
    study = load_study(json.dumps({"protocolSection": section}))
    monkeypatch.setattr("components.session.study", lambda: study)
    monkeypatch.setattr("components.session.annotations", Annotations)
    # What was worked out of the record that this one stands in for.
    monkeypatch.setattr("components.session._shipped_shelf", lambda _: Shelf())
    app = opened()
    none = "no arm groups and no interventions: there is nothing to schedule"
    said = "Nobody has read a schedule out of this record" if arms else none
    assert said in texts(app)
    assert not app.dataframe
    app.session_state["folded:flow"] = True
    table = app.run().dataframe[0].value
    assert list(table["Step"]).count("Cohort *1* <b>A</b>") == len(arms)
    if arms:
        app.selectbox(key="flow_step").set_value("group-0").run()
        assert not app.exception
        assert "Drug | daily" in texts(app)


def test_a_drafted_dose_is_judged_in_the_app_and_then_planned() -> None:
    arm = {"label": "Arm A", "description": "Zelumab 200 mg IV every 3 weeks for 3 doses."}
    sections = {
        "identificationModule": {"nctId": "NCT00000001"},
        "armsInterventionsModule": {"armGroups": [arm]},
    }
    study = load_study(json.dumps({"protocolSection": sections}))
    app = opened()
    key = "NCT00000001-opened"
    app.session_state["chosen_record"] = key
    app.session_state["opened_studies"] = {key: _Opened(study=study, annotations=Annotations())}
    app.session_state[f"dose-review:{key}:open"] = True
    app.run()
    assert next(one for one in app.button if one.label == "Accept").disabled
    app.text_input(f"readings:{key}:by").set_value("A. Reader").run()
    next(one for one in app.button if one.label == "Change").click().run()
    written = next(one for one in app.text_input if one.label == "The dose in words")
    assert written.value == "Zelumab 200 mg, intravenous, every 3 weeks, 3 times"
    written.set_value("as the label says").run()
    assert "no dose is understood" in app.error[0].value
    written = next(one for one in app.text_input if one.label == "The dose in words")
    written.set_value("Zelumab 300 mg IV every 2 weeks for 3 doses").run()
    next(one for one in app.button if one.label == "Accept as changed").click().run()
    assert not app.exception
    assert "reviewed by nobody" not in texts(app)
    app.switch_page("pages/planner.py").run()
    app.date_input(key=f"calendar:{key}:first").set_value(date(2026, 3, 2)).run()
    assert not app.exception
    assert list(app.dataframe[-1].value["Date"]) == ["2 Mar 2026", "16 Mar 2026", "30 Mar 2026"]


GROWN = "Those whose disease had grown could cross over to zelumab."


def beside(key: str) -> AppTest:
    groups = [{"label": "Zelumab", "description": "Zelumab."}, {"label": "Placebo"}]
    sections = {
        "identificationModule": {"nctId": "NCT00000001"},
        "descriptionModule": {"briefSummary": f"A comparison.\n{GROWN}"},
        "designModule": {"designInfo": {"allocation": "RANDOMIZED"}},
        "armsInterventionsModule": {"armGroups": groups},
    }
    study = load_study(json.dumps({"protocolSection": sections}))
    app = opened()
    app.session_state["chosen_record"] = key
    app.session_state["opened_studies"] = {key: _Opened(study=study, annotations=Annotations())}
    return app


def press(app: AppTest, label: str) -> AppTest:
    next(one for one in app.button if one.label == label).click().run()
    assert not app.exception
    return app


def fill(app: AppTest, label: str, value: str) -> None:
    fields = [*app.text_input, *app.text_area]
    next(one for one in fields if one.label.startswith(label)).set_value(value).run()


def test_a_step_that_the_record_tells_of_is_entered_in_the_app_and_asked_about() -> None:
    key = "NCT00000001-opened"
    app = beside(key)
    app.session_state[f"flow-review:{key}:open"] = True
    app.run()
    assert next(one for one in app.button if one.label == "Accept").disabled
    fill(app, "Reviewed by", "A. Reader")
    press(press(app, "Accept"), "Accept")
    assert "0 derived by the program and to review, 2 reviewed." in texts(app)
    app.selectbox(key=f"flow-review:{key}:step").set_value("").run()
    fill(app, "Name in the picture", "Cross-over <b>")
    fill(app, "Phase", "Cross-over")
    fill(app, "Sentence of the record that tells", GROWN.upper())
    app.multiselect[0].set_value(["group-1"]).run()
    fill(app, "If, in a few words", "the disease has grown")
    fill(app, "Sentence of the record it rests on", GROWN)
    press(app, "Enter the step")
    assert "the record does not say" in app.error[0].value
    # What was typed elsewhere waits; nothing was lost.
    app.switch_page("pages/timeline.py").run().switch_page("pages/design.py")
    app.session_state[f"flow-review:{key}:open"] = True
    app.run()
    fill(app, "Sentence of the record that tells", GROWN.replace(" ", "\n"))
    press(app, "Enter the step")
    assert not app.error
    app.selectbox(key="flow_step").set_value("added-1").run()
    assert "if the disease has grown" in texts(app)
    before = texts(app)
    press(app, "Take back")
    assert ("3 reviewed" in before, "2 reviewed" in texts(app)) == (True, True)


def test_plain_words_are_written_in_the_app_and_patients_read_them() -> None:
    key = "NCT00000001-opened"
    app = beside(key).switch_page("pages/overview.py")
    app.session_state[f"wording:{key}:open"] = True
    app.run()
    fill(app, "Reviewed by", "A. Reader")
    app.selectbox(key=f"wording:{key}:part").set_value("Arm groups").run()
    fill(app, "Name in plain words", "The drug <b>")
    fill(app, "In plain words", "People get the drug 3 times.")
    assert "Not in the record's words beside it: 3." in texts(app)
    fill(app, "Words of the record", "It is said nowhere")
    press(app, "Enter the words")
    assert "the record does not say" in app.error[0].value
    fill(app, "Words of the record", "")
    press(app, "Enter the words")
    assert not app.error
    assert app.selectbox(key=f"wording:{key}:GROUPS:place").value == "Placebo"
    app.session_state["audience_of_visit"] = "patient"
    shown = texts(app.run())
    assert "Not all in plain words yet" in shown
    assert "People get the drug 3 times." in shown
    assert "The drug <b>" in shown
    assert "Write plain words" not in [one.label for one in app.expander]
