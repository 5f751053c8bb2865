"""The timeline page through the whole app: the day it is seen from, flags, explanations."""

import json
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[1]


def opened(as_of: str | None = None) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
    app.switch_page("pages/timeline.py")
    if as_of is not None:
        app.query_params["as_of"] = as_of
    return app.run()


def shown(app: AppTest) -> str:
    parts = [*app.text, *app.caption, *app.markdown, *app.warning, *app.metric]
    return "\n".join(str(part.value) for part in parts).replace("\\", "")


def test_the_page_counts_from_the_day_in_the_address() -> None:
    app = opened("2026-01-21")
    assert not app.exception
    assert app.date_input[0].value == date(2026, 1, 21)
    assert app.metric[0].value.replace("\\", "") == "77%"
    assert "1 year 9 months" in shown(app)
    assert not app.warning


@pytest.mark.parametrize(
    ("as_of", "said"),
    [("2020-01-08", "the record lies in the future"), ("2030-01-01", "does not say whether it")],
)
def test_what_does_not_fit_is_flagged(as_of: str, said: str) -> None:
    (warning,) = opened(as_of).warning
    assert said in warning.value.replace("\\", "")


def test_choosing_a_day_puts_it_into_the_address_and_back_to_today_takes_it_out() -> None:
    app = opened()
    app.date_input[0].set_value(date(2027, 10, 29)).run()
    assert app.query_params["as_of"] == "2027-10-29"
    assert app.metric[0].value.replace("\\", "") == "100%"
    next(button for button in app.button if button.label == "Back to today").click().run()
    assert "as_of" not in app.query_params
    assert not app.exception


@pytest.mark.parametrize(
    ("as_of", "said"),
    [
        ("tomorrow", "as_of in the address: expected YYYY-MM-DD, got 'tomorrow'"),
        ("0001-01-01", "as_of in the address: expected a day from 1900 to 2199, got 0001-01-01"),
    ],
)
def test_a_day_that_makes_no_sense_is_one_sentence(as_of: str, said: str) -> None:
    app = opened(as_of)
    assert not app.exception
    assert [error.value.replace("\\", "") for error in app.error] == [said]


def test_a_milestone_chosen_by_keyboard_shows_its_source() -> None:
    app = opened("2026-01-21")
    chooser = app.selectbox(key="milestone")
    assert [option.split(":")[0] for option in chooser.options][:3] == [
        "Start",
        "Enrolment period",
        "Completion",
    ]
    chooser.set_value("publication-1").run()
    assert "Epub 2024 Jun 5." in shown(app)
    assert "https://pubmed.ncbi.nlm.nih.gov/38851203/" in shown(app)
    app.selectbox(key="milestone").set_value("results-posted").run()
    assert "it does not say when they were posted" in shown(app)


def test_a_record_without_dates_or_annotations_says_so() -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
    app.switch_page("pages/open.py").run()
    record = json.dumps({"protocolSection": {"identificationModule": {"nctId": "NCT00000001"}}})
    app.file_uploader[0].set_value(("bare.json", record.encode(), "application/json")).run()
    app.switch_page("pages/timeline.py").run()
    assert not app.exception
    assert "NCT00000001" in shown(app)
    assert "Nobody has read the dosing schedule" in shown(app)
    assert any("cannot be told" in box.value for box in app.info)
