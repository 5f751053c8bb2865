"""The scorer tells right, wrong and missed apart, on sentences of our own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests import score
from tests.score_notes import score_notes
from tests.score_records import score_records, score_reviewed
from tests.score_sets import ROOT, score_chia, score_interpreter, score_lct


def lct(criterion: str, head: str, operator: str, *values: str, **more: Any) -> dict[str, Any]:
    comparison = more.pop("comparison")
    return {
        "nct": "NCT09990001",
        "kind": "inclusion",
        "criterion": criterion,
        "head_type": "Observation",
        "head": head,
        "name": [head],
        "operators": [operator],
        "values": list(values),
        "unit": None,
        "temporal_unit": None,
        "comparison": comparison,
        "offset": criterion.index(comparison),
        **more,
    }


RIGHT = lct("BMI of at least 22 kg/m2", "BMI", "GTEQ", "22", comparison="at least 22", unit="kg")
MISSED = lct("Zebras > 3 stripes", "Zebras", "GT", "3", comparison="> 3 stripes")


@pytest.mark.parametrize(
    ("fault", "change"),
    [
        ("operator", {"operators": ["GT"]}),
        ("number", {"values": ["23"]}),
        ("unit", {"unit": "mmHg"}),
        ("fact", {"head": "weight", "name": ["weight"]}),
    ],
)
def test_a_draft_with_another_fact_operator_number_or_unit_is_wrong(
    fault: str, change: dict[str, Any]
) -> None:
    found = score_lct([RIGHT, MISSED, {**RIGHT, **change}])
    assert (found.right, found.missed) == (1, 1)
    assert [wrong.what for wrong in found.wrong] == [fault]
    assert "BMI" not in found.wrong[0].key  # nothing of the set's text


def test_a_range_that_the_gold_cuts_in_two_is_right_on_both_sides() -> None:
    text = "BMI > 22 and < 31"
    rows = [
        lct(text, "BMI", "GT", "22", comparison="> 22"),
        lct(text, "BMI", "LT", "31", comparison="< 31"),
        lct(text, "BMI", "GT", "31", comparison="< 31"),
    ]
    found = score_lct(rows[:2])
    assert (found.right, len(found.wrong)) == (2, 0)


def test_the_direction_of_a_value_phrase_counts() -> None:
    row = {
        "nct": "NCT09990002",
        "kind": "exclusion",
        "criterion": "Platelets < 75,000/mm3",
        "head_type": "Measurement",
        "head": "Platelets",
        "value": "< 75,000/mm3",
    }
    assert score_chia([row]).right == 1
    turned = {**row, "value": "> 75,000/mm3", "criterion": "Platelets < 75,000/mm3"}
    assert score_chia([turned]).right == 0


def test_relations_and_their_join_are_compared() -> None:
    bmi = {
        "name": "bmi",
        "unit": "kg/m2",
        "lower": {"incl": False, "value": "30"},
        "variableType": "numerical",
    }
    ecog = {"name": "ecog", "value": ["0", "1"], "variableType": "ordinal"}
    row = {"test": "Ours", "text": "BMI > 30 and ECOG 0-1", "join": "and", "relations": [bmi, ecog]}
    assert score_interpreter([row]).right == 1
    assert score_interpreter([{**row, "join": "or"}]).wrong[0].what == "join"
    assert (
        score_interpreter([{**row, "relations": [bmi]}]).wrong[0].what == "more than the gold has"
    )


@pytest.mark.parametrize(("expert", "agree"), [("included", 1), ("not included", 0)])
def test_states_are_held_against_the_expert_s(expert: str, agree: int) -> None:
    row = {
        "patient_id": "ours",
        "trial_id": "NCT09990003",
        "note": "A 40-year-old woman came with a cough.",
        "criterion_type": "inclusion",
        "criterion_text": "Age 21 to 60 years",
        "expert_eligibility": expert,
        "gpt4_eligibility": "included",
    }
    assert score_notes([row])[:2] == (1, agree)


def test_no_limit_of_the_reviewed_record_is_drafted_wrong() -> None:
    reviewed = score_reviewed(ROOT / "data" / "records" / "NCT03972488.json")
    assert reviewed.wrong == []
    assert reviewed.whole >= 20


def test_ages_and_sexes_agree_with_the_fields_or_are_named() -> None:
    found = score_records(sorted((ROOT / "tests" / "records").glob("*.json")))
    assert found.agree >= 5
    # A person has looked at these: the sentence says below 60, the field 60 years.
    assert [line.split(":")[0] for line in found.differ] == ["NCT05594173"]


def test_the_report_names_what_is_wrong_and_quotes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [RIGHT, {**RIGHT, "values": ["23"]}]
    path = tmp_path / "lct-numeric.ours.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    monkeypatch.setattr(score, "REPORT", tmp_path / "docs" / "drafting.md")
    monkeypatch.setattr("sys.argv", ["score", str(tmp_path)])
    score.main()
    text = (tmp_path / "docs" / "drafting.md").read_text(encoding="utf-8")
    assert "| LCT thresholds | 2 | 1 | 1 of 2 (50.0%) of those drafted | 0 |" in text
    assert "`LCT NCT09990001" in text
    assert "at least 22" not in text
    capsys.readouterr()


def test_without_a_folder_it_says_what_to_give(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["score", ""])
    monkeypatch.delenv("GOLD", raising=False)
    with pytest.raises(SystemExit, match="expected the folder of the gold sets"):
        score.main()
