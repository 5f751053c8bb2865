"""The rules as FHIR and OHDSI have them: valid there, and what they cannot say is listed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.screening.__main__ import main
from data.screening.mapping import MappingFile
from data.screening.standards import circe, fhir_group
from tests.eligibility_people import netter_2

CHECKLIST = netter_2()
MAPPING = MappingFile.model_validate(
    {
        "tables": {"lab": {"file": "lab.parquet"}},
        "facts": {
            "ki67": {"table": "lab", "concept": ["4111111"]},
            "creatinine_clearance": {"table": "lab", "concept": ["4222222", "4333333"]},
        },
    }
)


def told(names: tuple[str, ...]) -> set[str]:
    return {sentence.split(", ")[0] for sentence in names}


def test_a_fhir_group_holds_each_limit_and_lists_each_criterion_it_cannot_say():
    found = fhir_group(CHECKLIST)
    by_text = {
        (one["code"]["text"], one["exclude"]): one for one in found.content["characteristic"]
    }
    assert by_text["Creatinine clearance", True]["valueQuantity"] == {
        "value": 40,
        "comparator": "<",
        "unit": "mL/min",
    }
    limits = [
        one["valueQuantity"]
        for one in found.content["characteristic"]
        if one["code"]["text"] == "Ki-67"
    ]
    assert limits == [
        {"value": 10, "comparator": ">=", "unit": "%"},
        {"value": 55, "comparator": "<=", "unit": "%"},
    ]
    assert by_text["Previous PRRT", True]["valueBoolean"] is True
    said = {one.name for one in CHECKLIST.criteria} - told(found.left_out)
    assert {"Inclusion 2", "Exclusion 1", "Exclusion 7"} <= said
    assert "Exclusion 13" in told(found.left_out)  # brain metastases, unless treated and stable
    assert all(sentence in found.content["description"] for sentence in found.left_out)


def test_a_circe_cohort_has_no_concept_but_those_it_was_given():
    bare = circe(CHECKLIST)
    assert not bare.content["ConceptSets"]
    assert "Inclusion 2" in told(bare.left_out)
    found = circe(CHECKLIST, MAPPING)
    ids = [
        item["concept"]["CONCEPT_ID"]
        for one in found.content["ConceptSets"]
        for item in one["expression"]["items"]
    ]
    assert ids == [4111111, 4222222, 4333333]
    rules = {one["name"]: one["expression"] for one in found.content["InclusionRules"]}
    (low, high) = (
        one["Criteria"]["Measurement"]["ValueAsNumber"]
        for one in rules["Inclusion 2"]["CriteriaList"]
    )
    assert (low, high) == ({"Value": 10, "Op": "gte"}, {"Value": 55, "Op": "lte"})
    (kidney,) = rules["Exclusion 1"]["CriteriaList"]  # below 40 excludes: 40 or more is asked
    assert kidney["Criteria"]["Measurement"]["ValueAsNumber"] == {"Value": 40, "Op": "gte"}
    everything = {one.name for one in CHECKLIST.criteria}
    assert rules.keys() | told(found.left_out) == everything
    assert not rules.keys() & told(found.left_out)


def test_both_are_valid_where_they_are_at_home():
    cohorts = pytest.importorskip("ohdsi_cohort_schemas")
    groups = pytest.importorskip("fhir.resources.group")
    cohorts.CohortExpression.model_validate(circe(CHECKLIST, MAPPING).content)
    cohorts.CohortExpression.model_validate(circe(CHECKLIST).content)
    groups.Group.model_validate(fhir_group(CHECKLIST).content)


def test_the_command_writes_both_and_says_what_is_not_in_them(tmp_path: Path, capsys):
    main(["--record", "NCT03972488", "--standards", str(tmp_path)])
    assert "no concept id for Ki-67" in capsys.readouterr().out
    group = json.loads((tmp_path / "NCT03972488-group.json").read_text(encoding="utf-8"))
    assert group["resourceType"] == "Group"
    assert (tmp_path / "NCT03972488-cohort.json").stat().st_size
