"""Nothing of a record is nowhere: each text of each field is on a page and in the full document."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import count
from typing import Any, get_args, get_origin

import pytest
from pydantic import BaseModel
from streamlit.testing.v1 import AppTest

from data import load_study
from data.annotations import Annotations
from data.dates import PartialDate
from data.document.full import full_document
from data.document.model import Details, Verbatim
from data.results.words import STARTED
from data.study import Study
from tests.test_any_record import opened
from tests.test_document import AS_OF, texts

PAGES = ("overview", "design", "eligibility", "sites", "timeline")
PARTS = ("Participant flow", "Baseline", "Outcomes", "Adverse events", "About the results")
# Told by what they lead to: which group is meant, and that there is a value.
LINKS = {"groupId": "G1", "groupIds": "G1"}
VALUES = {"numSubjects": "12", "numUnits": "24", "value": "12", "paramValue": "0.5", "spread": "2"}
CODES = {
    "overallStatus": "COMPLETED",
    "minimumAge": "18 Years",
    "maximumAge": "70 Years",
    "paramType": "MEAN",
    "dispersionType": "STANDARD_DEVIATION",
    "lowerLimit": "1",
    "upperLimit": "3",
    "ciPctValue": "95",
    "ciNumSides": "TWO_SIDED",
    "ciLowerLimit": "0.1",
    "ciUpperLimit": "0.9",
    "nonInferiorityType": "SUPERIORITY",
    "restrictionType": "OTHER",
    "reportingStatus": "POSTED",
    "typeAbbrev": "Prot",
    "filename": "Prot_000.pdf",
    "pmid": "12345678",
}


def filled(kind: Any, name: str, number: Iterator[int]) -> Any:
    """Fill in every field that a class, or a type, knows, each text with a word of its own."""
    if get_origin(kind) is tuple:
        return [filled(get_args(kind)[0], name, number)]
    if get_args(kind):  # the first of several, or what is annotated
        return filled(get_args(kind)[0], name, number)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return {
            field.alias or key: filled(field.annotation, field.alias or key, number)
            for key, field in kind.model_fields.items()
        }
    made = {bool: True, int: 7, float: 1.5, PartialDate: "2020-01-08"}
    known = {**LINKS, **VALUES, **CODES}.get(name)
    return made.get(kind) or known or f"heather{next(number):03d} and more"


def with_extras(value: Any, number: Iterator[int]) -> Any:
    """Put a field that nobody knows into every object."""
    if isinstance(value, list):
        return [with_extras(part, number) for part in value]
    if not isinstance(value, dict):
        return value
    within = {key: with_extras(part, number) for key, part in value.items()}
    if value.keys() <= {"date", "type"}:
        return within
    return {**within, "newField": f"clover{next(number):03d} and more"}


@pytest.fixture(scope="module")
def content() -> str:
    record = filled(Study, "", count())
    protocol, results = record["protocolSection"], record["resultsSection"]
    # Whether the day of an update is actual says nothing: it has happened.
    protocol["statusModule"]["lastUpdatePostDateStruct"]["type"] = "ACTUAL"
    protocol["identificationModule"]["nctId"] = "NCT00000001"
    arms = protocol["armsInterventionsModule"]
    arms["interventions"][0]["armGroupLabels"] = [arms["armGroups"][0]["label"]]
    criteria = protocol["eligibilityModule"]["eligibilityCriteria"]
    protocol["eligibilityModule"]["eligibilityCriteria"] = f"Inclusion Criteria:\n\n* {criteria}"
    for module, key in (
        ("participantFlowModule", "groups"),
        ("baselineCharacteristicsModule", "groups"),
        ("adverseEventsModule", "eventGroups"),
    ):
        results[module][key][0]["id"] = "G1"
    results["outcomeMeasuresModule"]["outcomeMeasures"][0]["groups"][0]["id"] = "G1"
    results["participantFlowModule"]["periods"][0]["milestones"][0]["type"] = STARTED
    return json.dumps(with_extras(record, count()))


def words(content: str) -> set[str]:
    return {
        part.split()[0]
        for part in content.split('"')
        if part[:7] in ("heather", "clover0", "clover1")
    }


@pytest.fixture(scope="module")
def half(content: str) -> str:
    """The same of an observational study, where groups, periods or measures were left out."""
    record = json.loads(content)
    design, results = record["protocolSection"]["designModule"], record["resultsSection"]
    design["studyType"] = "OBSERVATIONAL"
    design["phases"], design["designInfo"]["allocation"] = ["PHASE4"], "RANDOMIZED"
    del results["participantFlowModule"]["periods"]
    del results["adverseEventsModule"]["eventGroups"]
    del results["baselineCharacteristicsModule"]["measures"]
    return json.dumps(record)


def told_in_full(content: str) -> str:
    document = full_document(load_study(content), Annotations(), AS_OF)
    told = [document.title, *texts(document)]
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Verbatim):
                told.append(block.label)
            elif isinstance(block, Details):
                told += [f"{detail.label} {detail.kind}" for detail in block.details]
    return " ".join(told)


def test_every_text_is_in_the_full_document(content: str, half: str) -> None:
    for record in (content, half):
        said = told_in_full(record)
        assert sorted(word for word in words(record) if word not in said) == []
    assert {"Phase 4", "Randomised"} <= set(re.findall(r"Phase 4|Randomised", told_in_full(half)))


def shown(app: AppTest) -> str:
    """All that a page says: texts, choices and tables."""
    told: list[str] = []
    for kind in (
        "title",
        "header",
        "subheader",
        "text",
        "markdown",
        "caption",
        "metric",
        "selectbox",
    ):
        for element in getattr(app, kind):
            told += [str(element.value), str(element.label if hasattr(element, "label") else "")]
            told += [str(option) for option in getattr(element, "options", ())]
    told += [table.value.to_csv() for table in app.dataframe]
    return " ".join(told).replace("\\", "")


def test_every_text_is_on_a_page(content: str, half: str) -> None:
    for record in (content, half):
        said = told_on_pages(record)
        assert sorted(word for word in words(record) if word not in said) == []


def told_on_pages(content: str) -> str:
    app = opened(content.encode())
    app.session_state["details_unfolded"] = True
    said = ""
    for page in PAGES:
        app.switch_page(f"pages/{page}.py").run()
        said += shown(app)
    for part in PARTS:
        app.switch_page("pages/results.py").run()
        app.session_state["part"] = part
        app.run()
        assert not app.exception, part
        said += shown(app)
    return said
