"""People made up for the tests of eligibility, for the checklist of NETTER-2."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from typing import Any, Final

from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.testing.v1 import AppTest

from data import load_study
from data.annotations.shipped import annotations_of
from data.eligibility import Checklist, load_checklist
from data.study import Study
from tests.browser import ROOT

NETTER_2: Final = ROOT / "data" / "records" / "NCT03972488.json"

# Every fact answered, every criterion passed.
FIT: Final[dict[str, Any]] = {
    "age": 54,
    "weight": 70.5,
    "kps": 90,
    "sex": "female",
    "pregnant": False,
    "lactating": False,
    "childbearing_potential": True,
    "contraception": True,
    "gep_net": True,
    "differentiation": "well",
    "grade": "G2",
    "extent": "metastasised",
    "inoperable": True,
    "months_since_diagnosis": 3,
    "ki67": 20,
    "measurable_sites": 4,
    "receptors_on_all_targets": True,
    "receptor_imaging": "ga68_dota_tate",
    "months_since_receptor_imaging": 1,
    "target_uptake": "higher",
    "ct_contrast_incompatible": True,
    "mri_possible": True,
    "creatinine_clearance": 80,
    "haemoglobin": "12.5 g/dL",
    "white_cells": "6 10⁹/L",
    "platelets": "250000 /mm³",
    "bilirubin": 0.8,
    "albumin": "41 g/L",
    "prothrombin_normal": True,
    "hba1c": 5.6,
    "potassium": 4.2,
    "potassium_corrected": False,
    "heart_failure": True,
    "nyha": "I",
    "lvef": 55,
    "qtcf": 420,
    "congenital_long_qt": False,
    "prior_prrt": False,
    "recist_progression": False,
    "prior_systemic": True,
    "systemic_duration": 0.5,
    "weeks_since_systemic": 30,
    "prior_locoregional": False,
    "prior_surgery": True,
    "weeks_since_surgery": 20,
    "short_acting_octreotide": "interruptible",
    "ssa_treatment": "none",
    "marrow_irradiated": 0,
    "other_study": True,
    "days_since_other_study": 400,
    "better_options": False,
    "brain_metastases": True,
    "brain_treated": True,
    "brain_stable_weeks": 30,
    "brain_imaging": True,
    "uncontrolled_condition": False,
    "incontinence": False,
    "other_malignancy": "other",
    "malignancy_treated": True,
    "recurrence_free_years": 8,
    "hypersensitivity": False,
    "consent": "before",
}


def netter_2() -> Checklist:
    """The checklist of the shipped record."""
    return checklist_of(load_study(NETTER_2))


def checklist_of(study: Study) -> Checklist:
    """The checklist of a record, with what ships for its number."""
    return load_checklist(study, annotations_of(study))


def told(app: AppTest) -> dict[str, Any]:
    """What the page of eligibility tells those of its parts that an answer changes."""
    protos = (element.proto for element in app.get("bidi_component"))
    found: dict[str, Any] = next(
        json.loads(one.json) for one in protos if one.component_name == "standing"
    )
    return found


def criteria(app: AppTest) -> dict[str, Any]:
    """What the criteria are told; in a test the browser has none of it yet, and gets all."""
    found: dict[str, Any] = told(app)["criteria"]
    return found


def asked(app: AppTest) -> dict[str, dict[str, Any]]:
    """All that the criteria ask and show, by the id of the fact."""
    shown = criteria(app)
    facts = [*shown["dates"], *(fact for row in shown["rows"].values() for fact in row["facts"])]
    tools = [fact["tool"]["facts"] for fact in facts if fact["tool"]]
    return {fact["key"]: fact for fact in (*facts, *(fact for tool in tools for fact in tool))}


def words_in(shown: Any) -> Iterator[str]:
    """Every text in what a part of the page is told."""
    if isinstance(shown, str):
        yield shown
    elif isinstance(shown, dict | list):
        for part in shown.values() if isinstance(shown, dict) else shown:
            yield from words_in(part)


_NUMBERS: Final = count(1)


def give(app: AppTest, what: str, key: str, **values: str) -> AppTest:
    """Enter something as the browser does: an `answer`, a state by `hand`, or a `review`."""
    component = next(
        element.proto
        for element in app.get("bidi_component")
        if element.proto.component_name == "standing"
    )
    entry = {"number": next(_NUMBERS), "what": what, "key": key, **values}
    event = [{"event": "given", "value": {"has": 0, "entries": [entry]}}]
    states = app._tree.get_widget_states()
    trigger = _make_trigger_id(component.id, "events")
    states.widgets.add(id=trigger, json_trigger_value=json.dumps(event))
    return app._run(states)
