"""Any record gets a checklist; readings are used where the record still says what they read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from data import load_study
from data.annotations.eligibility import EligibilityReading, facts_of
from data.criteria.splitting import split_criteria
from data.eligibility import Checklist, State, Verdict, assess
from data.eligibility.asking import ask_next
from data.eligibility.checklist import GROUP_FACT, SEVERAL_GROUPS
from data.views.eligibility import eligibility_notice
from tests.eligibility_people import FIT, NETTER_2, checklist_of
from tests.records import SAMPLES

TEXT = "Inclusion Criteria:\n\n* Adult\n\nExclusion Criteria:\n\n* Pregnant\n* Pregnant"


def record(nct_id: str = "NCT00000001", status: str | None = None, **module: Any) -> str:
    section: dict[str, Any] = {
        "identificationModule": {"nctId": nct_id},
        "eligibilityModule": module,
    }
    if status:
        section["statusModule"] = {"overallStatus": status}
    return json.dumps({"protocolSection": section})


def checklist(**module: Any) -> Checklist:
    return checklist_of(load_study(record(**module)))


def changed_netter_2(old: str, new: str) -> Checklist:
    text = NETTER_2.read_text(encoding="utf-8")
    assert old in text
    return checklist_of(load_study(text.replace(old, new)))


def test_an_unread_criterion_is_a_question_answered_by_hand():
    made = checklist(eligibilityCriteria=TEXT)
    assert [item.text for item in made.criteria] == ["Adult", "Pregnant", "Pregnant"]
    assert not any(item.reviewed for item in made.criteria)
    assert len({item.id for item in made.criteria}) == 3
    adult, *pregnant = (fact.id for fact in made.facts)
    answers = {adult: "met", pregnant[0]: "does not exclude", pregnant[1]: "excludes"}
    assessment = assess(made, answers)
    assert [item.state for item in assessment.criteria] == [
        State.MET,
        State.DOES_NOT_EXCLUDE,
        State.EXCLUDES,
    ]
    assert assessment.verdict is Verdict.EXCLUDED
    assert assess(made, {**answers, pregnant[1]: "does not exclude"}).verdict is Verdict.MEETS
    assert len(ask_next(made, assess(made, {}))) == 3


def test_a_criterion_under_no_heading_is_never_something_that_must_be_met():
    """Nobody says which way it counts: "pregnancy: no" must not read as "not met"."""
    made = checklist(eligibilityCriteria="* Pregnancy")
    asked = made.facts[0]
    assert made.criteria[0].name == "Criterion 1"
    assert "does not say which way" in asked.question
    values = {choice.value for choice in asked.choices}
    assert values == {"does not exclude", "excludes", "not applicable"}
    assert assess(made, {}).verdict is Verdict.CANNOT_TELL
    assert assess(made, {asked.id: "excludes"}).verdict is Verdict.EXCLUDED
    assert assess(made, {asked.id: "does not exclude"}).verdict is Verdict.MEETS


@pytest.mark.parametrize(
    "words",
    ["N/A", "n.a.", "NA", "None.", "Not Applicable", "—", "No upper age limit", "Not stated", " "],
)
def test_a_field_that_says_there_is_no_age_limit_asks_for_no_age(words):
    assert checklist(minimumAge=words, maximumAge=words).criteria == ()


COHORTS = "".join(
    f"{name}\n\nInclusion Criteria:\n* {has}\n\nExclusion Criteria:\n* {out}\n\n"
    for name, has, out in (
        ("Group: with diabetes", "HbA1c above 7%", "Stroke"),
        ("Group: without diabetes", "HbA1c below 6%", "Gout"),
    )
)


def test_nobody_is_excluded_by_the_criteria_of_another_group():
    made = checklist(eligibilityCriteria=COHORTS)
    assert made.facts[0].id == "cohort"
    with_, _, without, gout = (item.facts[-1] for item in made.criteria)
    answers = {with_: "not met", without: "met", gout: "does not exclude"}
    assert assess(made, answers).verdict is Verdict.CANNOT_TELL
    of_second = {**answers, "cohort": "Group: without diabetes"}
    assert assess(made, of_second).verdict is Verdict.MEETS
    assert assess(made, {**of_second, gout: "excludes"}).verdict is Verdict.EXCLUDED
    assert assess(made, {**answers, "cohort": "Group: with diabetes"}).verdict is Verdict.EXCLUDED


IN_ONE_LIST = """Inclusion Criteria:

{one}
* Age 18 to 45
* Body mass index of 18 to 30

{other}
* Age 18 to 75
* Hypertension

Exclusion Criteria:
* Pregnancy

{one}
* Any medication
"""
APART = (
    ("HIV-positive participants:", "HIV-negative participants:"),
    ("Adults:", "Children:"),
    ("Cohort One:", "Cohort Two:"),
    ("First cohort:", "Second cohort:"),
    ("Type 1 diabetes:", "Type 2 diabetes:"),
    ("Mild hepatic impairment:", "Moderate hepatic impairment:"),
    ("Treatment-naive:", "Treatment-experienced:"),
    ("For HCV patients:", "For healthy volunteers:"),
    ("Population A", "Population B"),
    ("Kohorte 1", "Kohorte 2"),
    ("Patients :", "Volontaires sains :"),
    ("Patienten:", "Gesunde Probanden:"),
    ("Pacientes:", "Voluntarios sanos:"),
    ("Pazienti:", "Volontari sani:"),
    ("Pacientes:", "Voluntários saudáveis:"),
    ("Patiënten:", "Gezonde vrijwilligers:"),
    ("Non-smokers:", "Smokers:"),
    ("Vaccinated:", "Unvaccinated:"),
    ("Premenopausal women:", "Postmenopausal women:"),
    ("Severe renal impairment:", "Normal renal function:"),
    ("Healthy Volunteers:", "Patients:"),
    ("Healthy volunteers", "Patients"),
    ("Healthy Subjects:", "Subjects with hepatic impairment:"),
    ("Controls:", "Cases:"),
    ("Group 1: without heart failure", "Group 2: with heart failure"),
    ("Group A", "Group B"),
    ("Cohort 1 (healthy)", "Cohort 2 (patients)"),
    ("Patients without diabetes:", "Patients with diabetes:"),
    ("Arm A - controls", "Arm B - patients"),
    ("For healthy volunteers:", "For patients with asthma:"),
    ("Control group:", "Asthma group:"),
    ("Mothers:", "Infants:"),
    ("HIV-uninfected participants:", "HIV-infected participants:"),
    ("Non-pregnant women:", "Pregnant women:"),
    ("(Healthy controls)", "(Patients)"),
    ("Healthy Volunteers", "Subjects with hepatic impairment"),
)


@pytest.mark.parametrize(("one", "other"), APART)
def test_groups_named_within_a_list_are_chosen_between_first(one, other):
    made = checklist(eligibilityCriteria=IN_ONE_LIST.format(one=one, other=other))
    assert len(made.criteria) == 6
    assert ask_next(made, assess(made, {}))[0].fact.id == "cohort"
    own, others = (choice.value for choice in made.facts[0].choices)
    for_others = [item for item in made.criteria if item.cohort == others]
    assert [item.text for item in for_others] == ["Age 18 to 75", "Hypertension"]
    answers = {
        item.facts[-1]: "met" if item.kind == "inclusion" else "does not exclude"
        for item in made.criteria
        if item.cohort != others
    }
    assert assess(made, {**answers, "cohort": own}).verdict is Verdict.MEETS
    assert assess(made, {**answers, "cohort": others}).verdict is Verdict.CANNOT_TELL


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Participants:", "General:"),
        ("Step 1:", "Step 2:"),
        ("All patients:", "Healthy volunteers:"),
        ("Volunteers:", "Participants:"),
    ],
)
def test_people_who_may_be_in_both_groups_are_asked_everything(one, other):
    made = checklist(eligibilityCriteria=IN_ONE_LIST.format(one=one, other=other))
    assert "cohort" not in {fact.id for fact in made.facts}
    assert len(made.criteria) == 6


@pytest.mark.parametrize(
    "names",
    [
        ("Patients with diabetes:", "Patients with hypertension:"),
        ("Healthy volunteers:", "Patients with asthma:", "Patients with COPD:"),
        ("Adults with epilepsy:", "Children with epilepsy:", "Pregnant women:"),
        ("Cohort A:", "Arm 1:"),
    ],
)
def test_who_may_be_in_several_groups_can_say_so_and_is_asked_everything(names):
    lists = "".join(f"\n{name}\n* Trait {place}\n" for place, name in enumerate(names))
    made = checklist(eligibilityCriteria=f"Inclusion Criteria:\n{lists}")
    own, *others = made.criteria
    labels = [choice.label for choice in made.facts[0].choices]
    assert labels == [*(name.rstrip(":") for name in names), SEVERAL_GROUPS]
    of_others = {item.facts[-1]: "not met" for item in others}
    answers = {own.facts[-1]: "met", **of_others}
    assert assess(made, answers).verdict is Verdict.CANNOT_TELL
    assert assess(made, {**answers, GROUP_FACT: labels[0]}).verdict is Verdict.MEETS
    assert assess(made, {**answers, GROUP_FACT: SEVERAL_GROUPS}).verdict is Verdict.EXCLUDED


def test_what_stands_under_several_groups_or_a_wider_one_is_everybody_s():
    """Else whoever chose `Cohort 1` would not be asked what `Cohorts 1 and 2` must meet."""
    for wider in ("Both cohorts", "Part 2", "Cohort 1 (any age) and others"):
        text = "".join(
            f"Inclusion Criteria for {name}:\n* Trait {place}\n\n"
            for place, name in enumerate(("Cohort 1", "Cohort 2", wider))
        )
        made = checklist(eligibilityCriteria=text)
        assert [bool(item.applies) for item in made.criteria] == [True, True, False], wider


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Inclusion Criteria for Cases", "Inclusion Criteria for Controls"),
        ("Inclusion Criteria (Patients)", "Inclusion Criteria (Healthy Controls)"),
        ("Inclusion criteria, patients", "Inclusion criteria, healthy volunteers"),
        ("Inclusion Criteria - PATIENTS:", "Inclusion Criteria - CONTROLS:"),
        ("Inclusion Criteria for parents:", "Inclusion Criteria for children:"),
        ("Patient Inclusion Criteria:", "Caregiver Inclusion Criteria:"),
        ("Inclusion criteria for patients:", "Inclusion criteria for healthy controls:"),
        ("Family caregiver inclusion criteria", "Participant inclusion criteria"),
    ],
)
def test_groups_named_behind_a_heading_are_chosen_between_first(one, other):
    text = f"{one}\n* Age 18\n* Gout\n\n{other}\n* Weight\n\nExclusion Criteria:\n* HIV"
    made = checklist(eligibilityCriteria=text)
    assert made.facts[0].id == "cohort"
    first, again, second, everybody = (item.cohort for item in made.criteria)
    assert first == again != second
    assert everybody is None


def test_criteria_of_patients_alone_or_of_both_are_everybody_s():
    for heading in ("Patient Inclusion Criteria:", "Patient / Caregiver Inclusion Criteria:"):
        made = checklist(eligibilityCriteria=f"{heading}\n* Age 18\n\nExclusion Criteria:\n* HIV")
        assert [item.kind for item in made.criteria] == ["inclusion", "exclusion"]
        assert {item.cohort for item in made.criteria} == {None}


def test_one_group_written_in_two_ways_is_one():
    text = IN_ONE_LIST.format(one="Healthy Volunteers:", other="Patients:")
    made = checklist(eligibilityCriteria=text.replace("Healthy V", "Healthy v", 1))
    assert [choice.label for choice in made.facts[0].choices] == ["Healthy volunteers", "Patients"]


def test_a_criterion_that_begins_like_a_group_stays_one():
    text = "Group 1 pulmonary hypertension\n  * by catheter\n\nPatients with gout"
    made = checklist(eligibilityCriteria=f"Inclusion Criteria:\n\n{text}")
    assert len(made.criteria) == 2
    assert {item.cohort for item in made.criteria} == {None}


def test_points_of_a_criterion_are_parted_where_it_is_told_in_one_line():
    text = "Inclusion Criteria:\n\n* One of the following:\n  * Fever\n  * Cough - dry\n"
    assert checklist(eligibilityCriteria=text).criteria[0].label == (
        "One of the following: Fever; Cough - dry"
    )


def test_parts_that_may_follow_one_another_are_not_chosen_between():
    made = checklist(eligibilityCriteria=COHORTS.replace("Group: with", "Part 1: with", 1))
    assert "cohort" not in {fact.id for fact in made.facts}


def test_a_record_without_criteria_tells_nothing():
    made = checklist()
    assert made.criteria == ()
    assert assess(made, {}).verdict is Verdict.CANNOT_TELL


def states_by_age(made: Checklist, *ages: int) -> list[tuple[State, ...]]:
    fact = next(fact.id for fact in made.facts if fact.kind == "number")
    return [tuple(item.state for item in assess(made, {fact: age}).criteria) for age in ages]


def test_age_fields_become_criteria_at_their_limits():
    made = checklist(minimumAge="18 Years", maximumAge="75 Years")
    assert [item.text for item in made.criteria] == [
        "Minimum age: 18 Years",
        "Maximum age: 75 Years",
    ]
    met, not_met = State.MET, State.NOT_MET
    assert states_by_age(made, 17, 18, 75, 76) == [
        (not_met, met),
        (met, met),
        (met, met),
        (met, not_met),
    ]
    assert [fact.question for fact in made.facts] == ["Age in completed years"]


def test_ages_in_months_and_years_are_asked_once_and_compared_exactly():
    made = checklist(minimumAge="6 Months", maximumAge="5 Years")
    assert [fact.question for fact in made.facts] == ["Age in completed months"]
    met, not_met = State.MET, State.NOT_MET
    assert states_by_age(made, 5, 6, 71, 72) == [
        (not_met, met),
        (met, met),
        (met, met),
        (met, not_met),
    ]


def test_ages_that_do_not_convert_exactly_are_asked_each_in_its_own_unit():
    made = checklist(minimumAge="10 Days", maximumAge="2 Years")
    assert [fact.question for fact in made.facts] == [
        "Age in completed days",
        "Age in completed years",
    ]


def test_an_age_that_cannot_be_read_stays_a_question():
    made = checklist(minimumAge="about 18")
    assert made.criteria[0].text == "Minimum age: about 18"
    assert made.facts[0].kind == "yes_no"


def test_sex_and_healthy_volunteers_become_criteria():
    made = checklist(sex="FEMALE", healthyVolunteers=False, genderDescription="As assigned")
    assert [item.text for item in made.criteria] == [
        "Sex: Female",
        "Eligibility by gender: As assigned",
        "Accepts healthy volunteers: No",
    ]
    answers = {"sex": "female", "gender-description": True, "healthy_volunteer": False}
    assert assess(made, answers).verdict is Verdict.MEETS
    assert assess(made, {"sex": "male"}).verdict is Verdict.EXCLUDED
    assert assess(made, {"healthy_volunteer": True}).verdict is Verdict.EXCLUDED
    assert checklist(sex="ALL", healthyVolunteers=True).criteria == ()


def test_a_changed_sentence_loses_its_reading_and_keeps_its_place():
    made = changed_netter_2("Ki67 index ≥10 and ≤ 55%", "Ki67 index ≥20 and ≤ 55%")
    changed = made.criteria[1]
    assert changed.text == "Ki67 index ≥20 and ≤ 55%"
    assert not changed.reviewed
    assert made.gone == ("Ki-67 from 10% to 55%",)
    assert changed.draft is not None, "what takes its place is a draft, which decides nothing"
    assert sum(item.reviewed for item in made.criteria) == 32
    assert assess(made, FIT).verdict is Verdict.CANNOT_TELL


def test_a_sentence_that_moved_under_the_other_heading_loses_its_reading():
    text = "Inclusion Criteria:\\n\\n* Total bilirubin > 3 x ULN\\n\\nExclusion Criteria:"
    made = checklist_of(
        load_study(record("NCT03972488", eligibilityCriteria=text.replace("\\n", "\n")))
    )
    assert [item.reviewed for item in made.criteria] == [False]
    assert len(made.gone) == 33


def test_when_the_age_field_no_longer_disagrees_the_dispute_is_gone():
    made = changed_netter_2('"minimumAge": "18 Years"', '"minimumAge": "15 Years"')
    third = made.criteria[2]
    assert not third.reviewed
    assert made.criteria[-1].text == "Minimum age: 15 Years"
    states = {item.state for item in assess(made, {"age": 16}).criteria}
    assert State.DISPUTED not in states


def test_a_new_age_limit_beside_the_readings_asks_for_age_once():
    made = changed_netter_2(
        '"minimumAge": "18 Years"', '"minimumAge": "18 Years", "maximumAge": "80 Years"'
    )
    assert [fact.id for fact in made.facts].count("age") == 1
    assert assess(made, {"age": 81}).of("maximum-age").state is State.NOT_MET


def test_the_notice_says_who_can_enrol_and_what_nobody_has_read():
    study = load_study(NETTER_2)
    notice = eligibility_notice(study, checklist_of(study))
    assert notice.can_enrol is False
    assert "Nobody can enrol now" in notice.status
    assert (notice.not_reviewed, notice.gone) == (0, ())
    study = load_study(record(status="RECRUITING", eligibilityCriteria=TEXT))
    notice = eligibility_notice(study, checklist_of(study))
    assert notice.can_enrol is True
    assert notice.not_reviewed == 3
    for status in (None, "UNKNOWN"):
        study = load_study(record(status=status))
        assert eligibility_notice(study, checklist_of(study)).can_enrol is None


def test_every_sample_record_keeps_every_criterion():
    for path in SAMPLES:
        study = load_study(path)
        text = study.protocol_section.eligibility_module.eligibility_criteria
        made = checklist_of(study)
        texts = [item.text for item in made.criteria if item.number]
        assert texts == [item.text for item in split_criteria(text)], path.name
        assert assess(made, {}).verdict is Verdict.CANNOT_TELL
        assert {question.fact.id for question in ask_next(made, assess(made, {}))} == {
            # What only a draft asks about cannot change the verdict.
            fact
            for item in made.criteria
            for rule in (item.rule, item.applies)
            if rule is not None
            for fact in facts_of(rule)
        }


FACT = {"id": "x", "kind": "number", "label": "X", "question": "X?"}
UNITS = [{"unit": "g", "low": 0, "high": 9}, {"unit": "mg", "low": 0, "high": 9000}]
CRITERION = {
    "id": "c",
    "kind": "inclusion",
    "quote": "q",
    "label": "l",
    "plain": "p",
    "category": "patient",
}


@pytest.mark.parametrize(
    ("fact", "rule", "says"),
    [
        ({**FACT, "units": UNITS}, {"fact": "y", "above": 1}, "there is no fact 'y'"),
        ({**FACT, "units": UNITS}, {"fact": "x", "above": 1}, "does not fit"),
        ({**FACT, "units": UNITS}, {"fact": "x", "above": {"g": 1}}, "does not fit"),
        ({**FACT, "units": UNITS}, {"fact": "x", "is": True}, "does not fit"),
        ({**FACT, "units": UNITS}, {"judgement": "x"}, "does not fit"),
        ({**FACT, "units": UNITS[:1]}, {"fact": "x", "above": 1, "below": 2}, "expected one of"),
        ({**FACT, "units": UNITS[:1]}, {"fact": "x"}, "expected one of"),
        (FACT, {"fact": "x", "above": 1}, "a number has units"),
        ({**FACT, "kind": "yes_no"}, {"fact": "x", "is": "yes"}, "does not fit"),
        ({**FACT, "kind": "choice"}, {"fact": "x", "is": "a"}, "a choice has choices"),
    ],
)
def test_a_reading_that_does_not_hang_together_is_refused(fact, rule, says):
    with pytest.raises(ValueError, match=says):
        EligibilityReading.model_validate(
            {"facts": [fact], "criteria": [{**CRITERION, "rule": rule}]}
        )


def test_a_fact_that_no_criterion_asks_for_is_refused():
    facts = [{**FACT, "units": UNITS[:1]}]
    with pytest.raises(ValueError, match="no criterion asks about 'x'"):
        EligibilityReading.model_validate({"facts": facts})


@pytest.mark.parametrize(
    ("status", "can_enrol", "says"),
    [
        ("COMPLETED", False, "no longer recruits"),
        ("TERMINATED", False, "no longer recruits"),
        ("ACTIVE_NOT_RECRUITING", False, "no longer recruits"),
        ("SUSPENDED", False, "suspended, and may start again"),
        ("TEMPORARILY_NOT_AVAILABLE", False, "may be offered again"),
        ("WITHDRAWN", False, "withdrawn before anybody joined"),
        ("NO_LONGER_AVAILABLE", False, "has ended"),
        ("APPROVED_FOR_MARKETING", False, "US Food and Drug Administration has approved"),
        ("WITHHELD", None, "does not tell its status"),
        ("UNKNOWN", None, "is not known"),
        ("A_STATUS_OF_TOMORROW", None, "is not known"),
        ("RECRUITING", True, "only its own team can say"),
        ("ENROLLING_BY_INVITATION", True, "Only people whom the researchers have invited"),
        ("NOT_YET_RECRUITING", False, "Nobody can enrol yet"),
        ("AVAILABLE", True, "Patients who are in no study"),
        ("ON_HOLD_FOR_REVIEW", None, "is not known"),
    ],
)
def test_each_status_says_what_it_means_for_joining(status, can_enrol, says):
    study = load_study(record(status=status))
    notice = eligibility_notice(study, checklist_of(study))
    assert notice.can_enrol is can_enrol
    assert says in notice.status
    assert ("no longer recruits" in notice.status) == (says == "no longer recruits")
    goes_on = {"SUSPENDED", "TEMPORARILY_NOT_AVAILABLE", "NOT_YET_RECRUITING"}
    assert notice.is_past == (can_enrol is False and status not in goes_on)


@pytest.mark.parametrize(
    ("access", "says"),
    [
        ({"hasExpandedAccess": False}, ""),
        ({"hasExpandedAccess": True}, "status: not stated in the record."),
        (
            {"hasExpandedAccess": True, "nctId": "NCT00000002", "statusForNctId": "AVAILABLE"},
            "expanded access (NCT00000002), status: available. Patients who are in no study",
        ),
        ({"hasExpandedAccess": True, "statusForNctId": "NO_LONGER_AVAILABLE"}, "has ended"),
        ({"hasExpandedAccess": True, "statusForNctId": "TEMPORARILY_NOT_AVAILABLE"}, "is paused"),
        ({"hasExpandedAccess": True, "statusForNctId": "APPROVED_FOR_MARKETING"}, "has approved"),
        ({"hasExpandedAccess": True, "statusForNctId": "WITHHELD"}, "does not tell it"),
        ({"hasExpandedAccess": True, "statusForNctId": "NEW_ONE"}, "status: new_one."),
    ],
)
def test_a_closed_study_says_whether_its_treatment_is_to_be_had_outside_it(access, says):
    content = json.loads(record(status="COMPLETED"))
    content["protocolSection"]["statusModule"]["expandedAccessInfo"] = access
    study = load_study(json.dumps(content))
    told = eligibility_notice(study, checklist_of(study)).status
    assert told.startswith("Nobody can enrol now")
    assert ("expanded access" in told) == bool(says)
    assert says in told


def test_of_an_unknown_status_the_last_known_one_is_told():
    content = json.loads(record(status="UNKNOWN"))
    content["protocolSection"]["statusModule"]["lastKnownStatus"] = "RECRUITING"
    study = load_study(json.dumps(content))
    told = eligibility_notice(study, checklist_of(study)).status
    assert told.endswith("(status: unknown; last known as recruiting).")


@pytest.mark.parametrize(
    "words", ["18 Years", "Adults", "no younger than 18", "0 Days", "None older"]
)
def test_an_age_or_words_that_may_be_one_are_asked_about(words):
    assert len(checklist(minimumAge=words).criteria) == 1
