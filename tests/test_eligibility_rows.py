"""What an answer sends to the rows: little, and with it they show what a fresh page shows."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from components.session import _Opened
from data import Study, load_study
from data.annotations.eligibility import Fact
from data.annotations.shipped import annotations_of
from data.eligibility import Checklist, load_checklist, settable
from data.eligibility.calculators import asked_with_calculators
from data.eligibility.dependence import told_on_by
from tests.browser import ROOT
from tests.eligibility_people import NETTER_2, netter_2, told
from tests.records import SAMPLE_FOLDER

TYPED = ("1", "8", "55", "12,5", "1,234", "many", "60 ms", "5 mmol/L", "40 µmol/L", "2026-09-03")
CHANGES, LOOKS = 48, 4


def opened(study: Study, entered: dict[str, str | None], view: str = "rows") -> AppTest:
    """The page of a visit that begins with all of this entered."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.session_state["opened_studies"] = {
        "NCT00000001-opened": _Opened(study=study, annotations=annotations_of(study))
    }
    app.session_state["chosen_record"] = "NCT00000001-opened"
    app.session_state["view"] = view
    for key, value in entered.items():
        app.session_state[key] = value
    return app.run().switch_page("pages/eligibility.py").run()


def sent(app: AppTest) -> dict[str, Any]:
    """What was sent to the rows."""
    rows: dict[str, Any] = told(app)["criteria"]
    return rows


def said(app: AppTest) -> list[str]:
    """What stands above and below the rows."""
    shown = [one.value for kind in (app.text, app.markdown, app.caption) for one in kind]
    return [*shown, json.dumps(told(app)["verdict"])]


def changes(checklist: Checklist, chance: random.Random) -> Iterator[tuple[str, str | None]]:
    """Inputs and what is entered into them, in the order in which that happens."""
    key = f"eligibility:{checklist.nct_id}:"
    asked = asked_with_calculators(checklist.facts)
    while True:
        fact = chance.choice(asked)
        yield key + fact.id, entered(fact, chance)
        if fact.asks_unit:
            yield f"{key}{fact.id}:unit", chance.choice([None, *(one.unit for one in fact.units)])
        if chance.random() < 0.1:
            criterion = chance.choice(checklist.criteria)
            yield f"{key}{criterion.id}:state", chance.choice([*settable(criterion.kind), None])
            yield f"{key}{criterion.id}:reason", chance.choice(["seen by me", ""])


def entered(fact: Fact, chance: random.Random) -> str:
    if fact.kind in ("number", "date"):
        return chance.choice((*TYPED, ""))
    words = [choice.value for choice in fact.choices] or ["yes", "no"]
    return chance.choice([*words, "unknown"])


@pytest.mark.parametrize(
    ("path", "view"), [(NETTER_2, "rows"), (SAMPLE_FOLDER / "NCT03071653.json", "cards")]
)
def test_what_is_sent_makes_of_any_older_rows_what_a_fresh_page_shows(path, view):
    chance = random.Random(path.stem)
    study = load_study(path.read_bytes())
    checklist = load_checklist(study, annotations_of(study))
    app, inputs = opened(study, {}, view), {}
    first = sent(app)
    had = [(first["version"], first["rows"])]
    for number, (key, value) in zip(range(CHANGES), changes(checklist, chance), strict=False):
        inputs[key] = app.session_state[key] = value
        # The browser may not have seen what was sent last.
        has, rows = chance.choice(had[-3:])
        app.session_state[f"eligibility:{checklist.nct_id}:sent"].has = has
        now = sent(app.run())
        assert now["since"] == has
        had.append((now["version"], {**rows, **now["rows"]}))
        if number % (CHANGES // LOOKS) == 0:
            fresh = opened(study, inputs, view)
            expected = {**sent(fresh), "version": now["version"], "since": has}
            assert {**now, "rows": had[-1][1]} == expected
            assert said(app) == said(fresh)


def test_an_answer_sends_only_the_rows_it_tells_on():
    app = opened(load_study(NETTER_2.read_bytes()), {})
    first = sent(app)
    assert len(first["rows"]) == 33
    app.session_state["eligibility:NCT03972488:sent"].has = first["version"]
    app.session_state["eligibility:NCT03972488:prior_prrt"] = "yes"
    now = sent(app.run())
    assert [row["name"] for row in now["rows"].values()] == ["Exclusion 7"]
    assert len(json.dumps(now)) < len(json.dumps(first)) / 8


def test_a_browser_that_knows_of_another_visit_gets_all_rows():
    app = opened(load_study(NETTER_2.read_bytes()), {})
    app.session_state["eligibility:NCT03972488:sent"].has = 99
    now = sent(app.run())
    assert (now["since"], len(now["rows"])) == (0, 33)


def test_a_criterion_is_told_on_by_what_its_facts_are_asked_after_and_worked_out_from():
    told_on = told_on_by(netter_2())
    by_fact = {
        fact: {key for key, facts in told_on.items() if fact in facts}
        for fact in ("sex", "serum_creatinine", "age", "prior_prrt")
    }
    assert len(by_fact["sex"]) > 1
    assert by_fact["serum_creatinine"] < by_fact["age"]
    assert len(by_fact["prior_prrt"]) == 1


def test_what_introduces_several_rows_is_said_once_above_them():
    app = opened(load_study((SAMPLE_FOLDER / "NCT03674112.json").read_bytes()), {})
    rows = [row for row in sent(app)["rows"].values() if row["short"]]
    led = [head for head, _ in groupby(row["head"] for row in rows)]
    general = "General criteria:"
    assert led == ["Disease-specific criteria:", general, "Cancer-specific criteria:", general]
    for row in rows:
        sentence = row["label"] + "".join(part["text"] for part in row["parts"])
        assert row["head"] not in sentence
        assert row["text"]["lead"] == [{"text": row["head"]}]


def test_what_introduces_one_row_stays_in_it():
    app = opened(load_study((SAMPLE_FOLDER / "NCT03370887.json").read_bytes()), {})
    first = next(row for row in sent(app)["rows"].values() if row["short"] == "I1")
    assert first["head"] == ""
    assert first["label"].startswith(f"{first['text']['lead'][0]['text']} ")
