"""What a program has drafted is shown as a draft, with the answers put in, and decides nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from data import load_study
from data.annotations import Annotations
from data.eligibility import Checklist, State, Verdict, assess, load_checklist
from data.views.drafts import draft_info, hangs_on_drafts

CRITERIA = """Inclusion Criteria:

* Age of at least 21 years
* Body mass index between 18 and 30 kg/m2, as the protocol describes
* Motivated

Exclusion Criteria:

* Age above 75 years
"""


def checklist(criteria: str = CRITERIA, age: str = "18 Years", sex: str = "ALL") -> Checklist:
    module = {"eligibilityCriteria": criteria, "minimumAge": age, "sex": sex}
    sections = {
        "identificationModule": {"nctId": "NCT00000001"},
        "eligibilityModule": module,
    }
    return load_checklist(load_study(json.dumps({"protocolSection": sections})), Annotations())


def told(answers: dict[str, Any]) -> dict[str, str]:
    """The outcome of each draft, by the criterion's words."""
    made = checklist()
    values = assess(made, answers).values
    drafts = {item.text: draft_info(item, values) for item in made.criteria}
    return {text: draft.outcome for text, draft in drafts.items() if draft}


@pytest.mark.parametrize(
    ("age", "met"), [(20, "would not be met"), (21, "would be met"), (22, "would be met")]
)
def test_an_age_that_was_answered_is_put_into_the_drafts(age: int, met: str) -> None:
    outcome = told({"age": age})["Age of at least 21 years"]
    assert met in outcome
    assert "drafted by the program, not reviewed" in outcome


@pytest.mark.parametrize(("age", "excludes"), [(75, "would not exclude"), (76, "would exclude")])
def test_a_drafted_exclusion_says_what_it_would_do(age: int, excludes: str) -> None:
    assert excludes in told({"age": age})["Age above 75 years"]


def test_a_line_that_only_leads_in_changes_nothing() -> None:
    leads = {
        "Inclusion": (
            "General criteria:",
            "Disease-specific criteria:",
            "Patients must meet all of:",
        ),
        "Exclusion": (
            "General criteria:",
            "Patients should not enter the study if any of the following are met:",
            "Subjects with one or more of these conditions are not eligible:",
        ),
    }
    for heading, lines in leads.items():
        for line in lines:
            text = f"{heading} Criteria:\n\n{line}\n\n* BMI above 31 kg/m2\n* LVEF below 41%\n"
            assert all(item.draft for item in checklist(text, age="").criteria if item.text), line


def test_a_line_that_says_more_than_its_heading_leaves_what_stands_below_it_undrafted() -> None:
    leads = {
        "Inclusion": ("Any of the following:", "Patients must not meet:", "For twins:"),
        "Exclusion": (
            "They may participate if they have:",
            "All of the following:",
            "Before surgery:",
        ),
    }
    for heading, lines in leads.items():
        for line in lines:
            text = f"{heading} Criteria:\n\n{line}\n\n* BMI above 31 kg/m2\n* LVEF below 41%\n"
            leaves = [item.draft.facts for item in checklist(text, age="").criteria if item.draft]
            assert all(len(facts) > 1 for facts in leaves), line  # only as one list


def test_what_is_not_known_leaves_a_draft_open() -> None:
    assert set(told({}).values()) == {""}


def test_what_was_not_understood_is_told_and_keeps_the_draft_open() -> None:
    item = checklist().criteria[1]
    draft = draft_info(item, {})
    assert draft is not None
    assert "protocol describes" in " ".join(draft.not_understood)
    assert draft.lines[0].text == "all of these:"


def test_a_draft_never_decides_a_verdict() -> None:
    made = checklist()
    for age in (20, 30, 80):
        state = {item.criterion.text: item.state for item in assess(made, {"age": age}).criteria}
        assert state["Age of at least 21 years"].value == "unknown"
        assert state["Age above 75 years"].value == "unknown"


def test_a_criterion_of_one_group_is_not_drafted_as_if_it_were_everybody_s() -> None:
    groups = "Inclusion Criteria:\n\nHealthy volunteers:\n* Age 18 to 45 years\n\nPatients:\n* Gout"
    assert draft_info(checklist(groups).criteria[0], {}) is None


@pytest.mark.parametrize(
    ("lead_in", "drafted"), [("Key Inclusion Criteria", True), ("One of the following:", False)]
)
def test_a_line_that_says_more_than_its_kind_may_change_what_stands_below(
    lead_in: str, drafted: bool
) -> None:
    made = checklist(f"{lead_in}\n\n* Age of at least 21 years\n* Asthma")
    assert (draft_info(made.criteria[0], {}) is not None) is drafted


def test_what_a_draft_asks_is_asked_once_with_the_record_s_own_fields() -> None:
    made = checklist()
    ages = [item for item in made.criteria if "age" in item.facts]
    assert [item.name for item in ages] == ["Inclusion 1", "Exclusion 1", "Minimum age 18 years"]
    assert [fact.id for fact in made.facts].count("age") == 1


def test_a_draft_says_what_it_would_do_and_the_verdict_stays_open() -> None:
    for age, lower in ((20, State.NOT_MET), (21, State.MET), (76, State.MET)):
        assessment = assess(checklist(), {"age": age})
        assert assessment.criteria[0].drafted is lower
        assert assessment.verdict is Verdict.CANNOT_TELL
    everything = {"age": 40, "bmi": 25} | {
        item.id: "met" if item.kind == "inclusion" else "does not exclude"
        for item in checklist().criteria[1:]
        if item.number
    }
    assessment = assess(checklist(), everything)
    assert assessment.criteria[0].drafted is State.MET
    assert assessment.verdict is Verdict.CANNOT_TELL, "nobody has confirmed the draft"


def test_the_verdict_names_the_drafts_it_hangs_on() -> None:
    assert hangs_on_drafts(assess(checklist(), {})) == ()
    told = " ".join(hangs_on_drafts(assess(checklist(), {"age": 80})))
    assert "would exclude: exclusion 1" in told
    assert "would be met: inclusion 1" in told
    assert "not reviewed" in told


@pytest.mark.parametrize(
    ("field", "text", "age", "state"),
    [
        ("18 Years", "Age of at least 21 years", 17, State.NOT_MET),
        ("18 Years", "Age of at least 21 years", 18, State.DISPUTED),
        ("18 Years", "Age of at least 21 years", 20, State.DISPUTED),
        ("18 Years", "Age of at least 21 years", 21, State.MET),
        ("18 Years", "Older than 18 years", 18, State.MET),
        ("21 Years", "Age 21 to 60 years", 21, State.MET),
    ],
)
def test_a_sentence_against_a_field_is_a_record_that_disagrees_with_itself(
    field: str, text: str, age: int, state: State
) -> None:
    made = checklist(f"Inclusion Criteria:\n\n* {text}\n* Motivated", field)
    assert assess(made, {"age": age}).of("minimum-age").state is state


def test_a_sex_that_the_sentence_and_the_field_name_alike_is_no_dispute() -> None:
    made = checklist("Inclusion Criteria:\n\n* Female\n* Motivated", sex="FEMALE")
    assert assess(made, {"sex": "female"}).of("sex-field").state is State.MET
