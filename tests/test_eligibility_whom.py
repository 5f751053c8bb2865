"""A criterion decides for those it is of; not applicable is a choice; denied fields are flagged."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest

from data import load_study
from data.eligibility import Checklist, State, Verdict, assess
from data.eligibility.asking import ask_next
from data.eligibility.checklist import ANOTHER_GROUP, GROUP_FACT, SEVERAL_GROUPS
from data.eligibility.reasons import in_short, why
from data.screening import screened, settled
from tests.eligibility_people import checklist_of

LISTS = """Inclusion Criteria:

* Signed consent
{included}

Exclusion Criteria:

* Allergy
{excluded}"""


def made(included: str = "", excluded: str = "", **module: Any) -> Checklist:
    text = LISTS.format(included=included, excluded=excluded)
    section = {
        "identificationModule": {"nctId": "NCT00000001"},
        "eligibilityModule": {"sex": "ALL", "eligibilityCriteria": text, **module},
    }
    return checklist_of(load_study(json.dumps({"protocolSection": section})))


def failing(checklist: Checklist, *texts: str, **whose: str) -> dict[str, str]:
    """Answers by hand of a person who fails some criteria, and passes all others."""
    answers = dict(whose)
    for item in checklist.criteria:
        good, bad = (
            ("met", "not met") if item.kind == "inclusion" else ("does not exclude", "excludes")
        )
        answers[item.id] = bad if item.text in texts else good
    return answers


@pytest.mark.parametrize(
    ("sentence", "group"),
    [
        ("Part B: COPD", "Part B"),
        ("Part B only: COPD", "Part B"),
        ("(Part B) COPD", "Part B"),
        ("[Part B only] COPD", "Part B"),
        ("Part B - COPD", "Part B"),
        ("For Part B, COPD", "Part B"),
        ("In part B only: COPD", "Part B"),
        ("Participants in Part B: COPD", "Part B"),
        ("Part B participants only: COPD", "Part B"),
        ("COPD (Part B)", "Part B"),
        ("COPD (for Part B only).", "Part B"),
        ("COPD, Part B only", "Part B"),
        ("Group 2: COPD", "Group 2"),
        ("For Group 2 patients, COPD", "Group 2"),
        ("COPD (Group 2 only)", "Group 2"),
        ("Cohort 1b: COPD", "Cohort 1B"),
        ("Arm II: COPD", "Arm II"),
        ("part b: COPD", "Part B"),
        ("Applies to Part B only: COPD", "Part B"),
        ("In Part B of the study, COPD", "Part B"),
        ("Patients in Arm B must have no COPD", "Arm B"),
        ("Cohort 2 participants should have no COPD", "Cohort 2"),
    ],
)
def test_a_criterion_that_names_its_group_decides_for_nobody_else(sentence, group):
    checklist = made(excluded=f"* {sentence}")
    assert ask_next(checklist, assess(checklist, {}))[0].fact.id == GROUP_FACT
    assert [one.value for one in checklist.fact(GROUP_FACT).choices] == [group, ANOTHER_GROUP]
    out = failing(checklist, sentence)
    assert assess(checklist, out).verdict is Verdict.CANNOT_TELL
    assert assess(checklist, {**out, GROUP_FACT: group}).verdict is Verdict.EXCLUDED
    assert assess(checklist, {**out, GROUP_FACT: ANOTHER_GROUP}).verdict is Verdict.MEETS


@pytest.mark.parametrize(
    "heading",
    [
        "Exclusion Criteria ({}):",
        "Exclusion Criteria for {}:",
        "Exclusion Criteria - {}",
        "{} Exclusion Criteria:",
        "Additional exclusion criteria for {} only:",
    ],
)
def test_parts_that_headings_name_are_chosen_between_and_both_can_be(heading):
    checklist = made(
        excluded=f"\n{heading.format('Part A')}\n\n* COPD\n\n{heading.format('Part B')}\n\n* Asthma"
    )
    values = [one.value for one in checklist.fact(GROUP_FACT).choices]
    assert values[:3] == ["Part A", "Part B", SEVERAL_GROUPS]
    verdicts = {
        part: assess(checklist, failing(checklist, "Asthma", cohort=part)).verdict
        for part in values
    }
    assert verdicts.pop("Part B") is verdicts.pop(SEVERAL_GROUPS) is Verdict.EXCLUDED
    assert set(verdicts.values()) == {Verdict.MEETS}


@pytest.mark.parametrize(
    ("named", "parts"),
    [
        ("Parts A and C", "AC"),
        ("Part A, B and D", "ABD"),
        ("Parts A-C", "ABC"),
        ("Part A or Part D", "AD"),
        ("Parts A/B", "AB"),
    ],
)
def test_several_groups_named_at_once_are_each_of_them(named, parts):
    checklist = made(included="* Part D: can walk", excluded=f"* {named}: COPD")
    for part in "ABCD":
        person = failing(checklist, f"{named}: COPD", cohort=f"Part {part}")
        if f"Part {part}" not in {one.value for one in checklist.fact(GROUP_FACT).choices}:
            assert part not in parts
            continue
        excluded = assess(checklist, person).verdict is Verdict.EXCLUDED
        assert excluded is (part in parts), part


@pytest.mark.parametrize(
    ("sentence", "sex"),
    [
        ("For males: uses no condom", "male"),
        ("Males: uses no condom", "male"),
        ("Male participants only: no condom", "male"),
        ("Female participants only: breastfeeding", "female"),
        ("Breastfeeding (female participants only)", "female"),
        ("QTcF > 450 ms (males)", "male"),
        ("QTcF > 470 ms (for women)", "female"),
        ("Positive pregnancy test, for women of childbearing potential", "female"),
        ("If female, breastfeeding", "female"),
        ("If the participant is a woman, breastfeeding", "female"),
        ("WOCBP: positive pregnancy test", "female"),
        ("Postmenopausal women only: hormone therapy", "female"),
    ],
)
def test_a_criterion_for_one_sex_decides_for_nobody_else(sentence, sex):
    checklist = made(excluded=f"* {sentence}")
    other = "male" if sex == "female" else "female"
    out = failing(checklist, sentence)
    assert assess(checklist, out).verdict is Verdict.CANNOT_TELL
    assert ask_next(checklist, assess(checklist, {}))[0].fact.id == "sex"
    assert assess(checklist, {**out, "sex": sex}).verdict is Verdict.EXCLUDED
    fits = assess(checklist, {**out, "sex": other})
    assert fits.verdict is Verdict.MEETS
    assert State.NOT_APPLICABLE in {item.state for item in fits.criteria}


@pytest.mark.parametrize(
    ("sentence", "sex"),
    [
        ("Women of childbearing potential must have a negative pregnancy test", "female"),
        ("Males must be surgically sterile", "male"),
        ("Sexually active men must use a condom", "male"),
        ("WOCBP must have a negative pregnancy test", "female"),
        ("Female subjects with childbearing potential: a negative test", "female"),
        ("Men with a female partner have to use a condom", "male"),
        ("For women of childbearing potential: a negative test", "female"),
    ],
)
def test_what_is_asked_of_one_sex_is_not_asked_of_the_other(sentence, sex):
    checklist = made(included=f"* {sentence}")
    other = "male" if sex == "female" else "female"
    assert assess(checklist, failing(checklist, sentence, sex=other)).verdict is Verdict.MEETS
    assert assess(checklist, failing(checklist, sentence, sex=sex)).verdict is Verdict.EXCLUDED


@pytest.mark.parametrize(
    ("sentence", "module"),
    [
        ("Women must be at least 18", {"sex": None}),  # it may ask everybody to be a woman
        ("Males only: 18 to 45 years", {"sex": None}),
        ("Healthy adults (males only)", {}),
        ("Men only, 18 to 45 years", {}),
        ("Women aged 18 to 45 years", {}),
        ("Males and females: use of contraception", {}),
        ("For men, a condom; for women, the pill", {}),
        ("Group 1 pulmonary hypertension", {}),
        ("Pulmonary hypertension (Group 1)", {}),
        ("Phase 2 trial of another drug", {}),
        ("Participants must be men", {}),
        ("Adults must weigh 50 kg", {}),
        ("In part a disease of the liver", {}),
        ("Part A: 18 to 45 years; Part B: 18 to 75 years", {}),
        ("Hemoglobin above 12 (females) or 13 (males)", {}),
    ],
)
def test_what_is_not_clearly_of_one_group_is_asked_of_everybody(sentence, module):
    checklist = made(included=f"* {sentence}", **module)
    item = next(one for one in checklist.criteria if one.text == sentence)
    assert item.applies is None


def test_a_draft_of_one_sex_s_limit_is_not_shown_as_everybody_s():
    checklist = made(excluded="* QTcF > 450 ms (males)\n* Potassium > 6.0 mmol/L")
    drafted = {item.text: item.draft is not None for item in checklist.criteria}
    assert not drafted["QTcF > 450 ms (males)"]
    assert drafted["Potassium > 6.0 mmol/L"]


@pytest.mark.parametrize("kind", ["inclusion", "exclusion", "not stated"])
def test_not_applicable_is_a_plain_choice_and_passes(kind):
    lines = "* A rare thing\n* Potassium > 6.0 mmol/L"
    text = lines if kind == "not stated" else f"{kind.capitalize()} Criteria:\n\n{lines}"
    checklist = made(eligibilityCriteria=text)
    plain, drafted = checklist.criteria
    assert plain.kind == kind
    assert bool(drafted.draft) == (kind != "not stated")
    aside = dict.fromkeys((plain.id, drafted.id), "not applicable")
    assessment = assess(checklist, aside)
    assert assessment.verdict is Verdict.MEETS
    assert {item.state for item in assessment.criteria} == {State.NOT_APPLICABLE}
    told = "answered by hand: not applicable"
    assert in_short(checklist, assessment.criteria[0], assessment) == told
    assert [one.text.lower() for one in why(checklist, assessment.criteria[1], assessment)] == [
        told
    ]
    (batch,) = settled(checklist, screened(checklist, pd.DataFrame([aside, {plain.id: None}])))
    told_of_both = [assessment.verdict.value, Verdict.CANNOT_TELL.value]
    assert batch.table["verdict"].to_pylist() == told_of_both


ALL = {"minimumAge": "18 Years", "maximumAge": "75 Years", "sex": "ALL", "healthyVolunteers": True}


@pytest.mark.parametrize(
    ("included", "excluded", "module", "flagged"),
    [
        ("Aged 21 years or older", "", {}, {"minimum-age"}),
        ("Aged 21 to 65 years", "", {}, {"minimum-age", "maximum-age"}),
        ("Aged 18 to 75 years", "Age < 18 years", {}, set()),
        ("", "Age under 21 years", {}, {"minimum-age"}),
        ("", "Age > 70 years", {}, {"maximum-age"}),
        ("", "Age < 12 years", {}, set()),  # an exclusion may be of fewer
        ("", "Age > 90 years", {}, set()),
        ("Women only", "", {}, {"sex-field"}),
        ("Male patients with prostate cancer", "", {}, {"sex-field"}),
        ("", "Male sex", {}, {"sex-field"}),
        ("Male patients", "", {"sex": "FEMALE"}, {"sex-field"}),
        ("", "Males", {"sex": "FEMALE"}, set()),
        ("Male or female patients", "", {}, set()),
        ("Men aged 18 or older\n* Women aged 18 or older", "", {}, set()),
        ("", "Healthy volunteers", {}, {"healthy-volunteers"}),
        ("Healthy volunteers", "", {}, set()),
        ("Healthy volunteers", "", {"healthyVolunteers": False}, {"healthy-volunteers"}),
        ("Patients with gout", "", {}, set()),
    ],
)
def test_fields_that_the_sentences_deny_are_flagged_with_both(included, excluded, module, flagged):
    said = (f"* {included}" if included else "", f"* {excluded}" if excluded else "")
    checklist = made(*said, **{**ALL, **module})
    people: tuple[dict[str, Any], ...] = ({"age": 20}, {"age": 72}, {"sex": "male"})
    people += ({"sex": "female"}, {"healthy_volunteer": True}, {"healthy_volunteer": False})
    found = {
        item.criterion.id: in_short(checklist, item, assessment)
        for person in people
        for assessment in [assess(checklist, person)]
        for item in assessment.criteria
        if item.state is State.DISPUTED
    }
    assert set(found) == flagged
    assert all("the record disagrees with itself" in told for told in found.values())
