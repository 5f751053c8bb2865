"""Each of NETTER-2's 33 criteria reaches each of its states, at the limits the record writes."""

from __future__ import annotations

from typing import Any

import pytest

from data.annotations.eligibility import AtLeast
from data.annotations.shipped import shipped_annotations
from data.eligibility import ByHand, State, Verdict, assess
from data.eligibility.answers import NOT_YET
from data.eligibility.evaluate import evaluate, shortest_way
from data.eligibility.kleene import AND, NOT, OR, all_of, any_of
from data.eligibility.reasons import in_short
from tests.eligibility_people import FIT, netter_2

CHECKLIST = netter_2()
MET, NOT_MET = State.MET, State.NOT_MET
CLEARS, EXCLUDES = State.DOES_NOT_EXCLUDE, State.EXCLUDES
UNKNOWN, JUDGE = State.UNKNOWN, State.NEEDS_JUDGEMENT
NOT_APPLICABLE, DISPUTED = State.NOT_APPLICABLE, State.DISPUTED


def state(criterion: str, answers: dict[str, Any]) -> State:
    return assess(CHECKLIST, answers).of(criterion).state


def test_all_33_criteria_are_read_each_once_by_their_whole_sentence():
    quotes = [item.quote for item in shipped_annotations("NCT03972488").eligibility.criteria]
    assert [item.text for item in CHECKLIST.criteria] == quotes
    assert len(quotes) == len(set(quotes)) == 33
    assert all(item.reviewed for item in CHECKLIST.criteria)
    assert not CHECKLIST.gone
    assert [item.name for item in CHECKLIST.criteria] == [
        *(f"Inclusion {number}" for number in range(1, 9)),
        *(f"Exclusion {number}" for number in range(1, 26)),
    ]


def test_a_fact_that_two_criteria_need_is_asked_once():
    names = [fact.id for fact in CHECKLIST.facts]
    assert len(names) == len(set(names))
    users = [item.id for item in CHECKLIST.criteria if "sex" in item.facts]
    assert users == ["pregnancy", "contraception", "qtcf"]


def test_who_passes_everything_meets_every_criterion_as_answered():
    assert set(FIT) == {fact.id for fact in CHECKLIST.facts}
    assessment = assess(CHECKLIST, FIT)
    assert assessment.problems == {}
    assert {item.state for item in assessment.criteria} == {MET, CLEARS}
    assert assessment.verdict is Verdict.MEETS


def test_of_whom_nothing_is_known_nothing_can_be_told():
    assessment = assess(CHECKLIST, {})
    assert {item.state for item in assessment.criteria} == {UNKNOWN, JUDGE}
    assert assessment.verdict is Verdict.CANNOT_TELL
    assert len(assessment.open) == 33


# Criterion, what else is answered, the fact, and its state just below, at and just above the limit.
LIMITS: list[tuple[str, dict[str, Any], str, list[tuple[Any, State]]]] = [
    ("ki67", {}, "ki67", [(9.9, NOT_MET), (10, MET), (10.1, MET)]),
    ("ki67", {}, "ki67", [(54.9, MET), (55, MET), (55.1, NOT_MET)]),
    ("age_weight", {"weight": 60}, "age", [(14, NOT_MET), (15, DISPUTED), (16, DISPUTED)]),
    ("age_weight", {"weight": 60}, "age", [(17, DISPUTED), (18, MET), (19, MET)]),
    ("age_weight", {"age": 40}, "weight", [(39.9, NOT_MET), (40, NOT_MET), (40.1, MET)]),
    ("karnofsky", {}, "kps", [(50, NOT_MET), (60, MET), (70, MET)]),
    ("measurable_disease", {}, "measurable_sites", [(0, NOT_MET), (1, MET), (2, MET)]),
    ("tumour", FIT, "months_since_diagnosis", [(5.9, MET), (6, MET), (6.1, NOT_MET)]),
    (
        "receptor_expression",
        FIT,
        "months_since_receptor_imaging",
        [(2.9, MET), (3, MET), (3.1, NOT_MET)],
    ),
    (
        "target_uptake",
        {},
        "target_uptake",
        [("lower", NOT_MET), ("equal", NOT_MET), ("higher", MET)],
    ),
    ("kidney", {}, "creatinine_clearance", [(39.99, EXCLUDES), (40, CLEARS), (40.01, CLEARS)]),
    (
        "blood_count",
        FIT,
        "haemoglobin",
        [("7.9 g/dL", EXCLUDES), ("8.0 g/dL", CLEARS), ("8.1 g/dL", CLEARS)],
    ),
    (
        "blood_count",
        FIT,
        "haemoglobin",
        [("4.9 mmol/L", EXCLUDES), ("5.0 mmol/L", CLEARS), ("5.1 mmol/L", CLEARS)],
    ),
    (
        "blood_count",
        FIT,
        "white_cells",
        [("1.99 10⁹/L", EXCLUDES), ("2 10⁹/L", CLEARS), ("2.01 10⁹/L", CLEARS)],
    ),
    (
        "blood_count",
        FIT,
        "white_cells",
        [("1999 /mm³", EXCLUDES), ("2000 /mm³", CLEARS), ("2001 /mm³", CLEARS)],
    ),
    (
        "blood_count",
        FIT,
        "platelets",
        [("74.9 10⁹/L", EXCLUDES), ("75 10⁹/L", CLEARS), ("75.1 10⁹/L", CLEARS)],
    ),
    (
        "blood_count",
        FIT,
        "platelets",
        [("74999 /mm³", EXCLUDES), ("75000 /mm³", CLEARS), ("75001 /mm³", CLEARS)],
    ),
    (
        "blood_count",
        FIT,
        "haemoglobin",
        [("79.9 g/L", EXCLUDES), ("80 g/L", CLEARS), ("80.1 g/L", CLEARS)],
    ),
    (
        "blood_count",
        FIT,
        "white_cells",
        [("1.99 K/µL", EXCLUDES), ("2 K/µL", CLEARS), ("2.01 K/µL", CLEARS)],
    ),
    (
        "blood_count",
        FIT,
        "white_cells",
        [("1999 /µL", EXCLUDES), ("2000 /uL", CLEARS), ("2001 /mcL", CLEARS)],
    ),
    (
        "blood_count",
        FIT,
        "platelets",
        [("74.9 K/µL", EXCLUDES), ("75 K/uL", CLEARS), ("75.1 K/µL", CLEARS)],
    ),
    (
        "blood_count",
        FIT,
        "platelets",
        [("74999 /µL", EXCLUDES), ("75000 /µL", CLEARS), ("75001 /µL", CLEARS)],
    ),
    # 40 kg are 88.1849… lb; 7.5% are 58.46… mmol/mol.
    ("age_weight", {"age": 40}, "weight", [("88.18 lb", NOT_MET), ("88.19 lb", MET)]),
    ("diabetes", {}, "hba1c", [("58.46 mmol/mol", CLEARS), ("58.47 mmol/mol", EXCLUDES)]),
    (
        "potassium",
        {"potassium_corrected": False},
        "potassium",
        [("5.9 mEq/L", CLEARS), ("6.0 mEq/L", CLEARS), ("6.1 mEq/L", EXCLUDES)],
    ),
    ("bilirubin", {}, "bilirubin", [(2.99, CLEARS), (3.0, CLEARS), (3.01, EXCLUDES)]),
    (
        "albumin",
        {"prothrombin_normal": False},
        "albumin",
        [("2.9 g/dL", EXCLUDES), ("3.0 g/dL", CLEARS), ("3.1 g/dL", CLEARS)],
    ),
    (
        "albumin",
        {"prothrombin_normal": False},
        "albumin",
        [("29.9 g/L", EXCLUDES), ("30 g/L", CLEARS), ("30.1 g/L", CLEARS)],
    ),
    ("diabetes", {}, "hba1c", [(7.4, CLEARS), (7.5, CLEARS), (7.6, EXCLUDES)]),
    (
        "potassium",
        {"potassium_corrected": False},
        "potassium",
        [(5.9, CLEARS), (6.0, CLEARS), (6.1, EXCLUDES)],
    ),
    (
        "qtcf",
        {"sex": "female", "congenital_long_qt": False},
        "qtcf",
        [(469, CLEARS), (470, CLEARS), (471, EXCLUDES)],
    ),
    (
        "qtcf",
        {"sex": "male", "congenital_long_qt": False},
        "qtcf",
        [(449, CLEARS), (450, CLEARS), (451, EXCLUDES)],
    ),
    (
        "qtcf",
        {"congenital_long_qt": False},
        "qtcf",
        [(450, CLEARS), (451, UNKNOWN), (471, EXCLUDES)],
    ),
    (
        "heart_failure",
        {"heart_failure": True, "nyha": "I"},
        "lvef",
        [(39.9, EXCLUDES), (40, CLEARS), (40.1, CLEARS)],
    ),
    (
        "systemic_therapy",
        {"prior_systemic": True, "weeks_since_systemic": 100},
        "systemic_duration",
        [(0.9, CLEARS), (1, CLEARS), (1.1, EXCLUDES)],
    ),
    (
        "systemic_therapy",
        {"prior_systemic": True, "systemic_duration": 0.5},
        "weeks_since_systemic",
        [(11.9, EXCLUDES), (12, EXCLUDES), (12.1, CLEARS)],
    ),
    (
        "surgery",
        {"prior_surgery": True},
        "weeks_since_surgery",
        [(11.9, EXCLUDES), (12, EXCLUDES), (12.1, CLEARS)],
    ),
    (
        "brain_metastases",
        {"brain_metastases": True, "brain_treated": True, "brain_imaging": True},
        "brain_stable_weeks",
        [(23.9, EXCLUDES), (24, CLEARS), (24.1, CLEARS)],
    ),
    ("marrow_radiation", {}, "marrow_irradiated", [(24.9, CLEARS), (25, CLEARS), (25.1, EXCLUDES)]),
    (
        "other_malignancy",
        {"other_malignancy": "other", "malignancy_treated": True},
        "recurrence_free_years",
        [(4.9, EXCLUDES), (5, CLEARS), (5.1, CLEARS)],
    ),
    (
        "other_study",
        {"other_study": True},
        "days_since_other_study",
        [(29, EXCLUDES), (30, EXCLUDES), (31, CLEARS)],
    ),
]


@pytest.mark.parametrize(("criterion", "others", "fact", "cases"), LIMITS)
def test_limits_hold_just_below_at_and_just_above(criterion, others, fact, cases):
    for value, expected in cases:
        assert state(criterion, {**others, fact: value}) is expected, (fact, value)


def test_every_limit_of_every_rule_is_among_those_tested():
    from data.annotations.eligibility import Compare, leaves

    tested = {(criterion, fact) for criterion, _, fact, _ in LIMITS}
    compared = {
        (item.id, leaf.fact)
        for item in CHECKLIST.criteria
        for leaf in leaves(item.rule)
        if isinstance(leaf, Compare)
    }
    assert compared <= tested


# Criterion, answers, state: what no limit decides.
STATES: list[tuple[str, dict[str, Any], State]] = [
    ("tumour", FIT, MET),
    ("tumour", {**FIT, "grade": "G3"}, MET),
    ("tumour", {**FIT, "extent": "locally_advanced"}, MET),
    ("tumour", {"gep_net": False}, NOT_MET),
    ("tumour", {"differentiation": "poorly"}, NOT_MET),
    ("tumour", {"grade": "G1"}, NOT_MET),
    ("tumour", {"extent": "localised"}, NOT_MET),
    ("tumour", {"inoperable": False}, NOT_MET),
    ("tumour", {**FIT, "inoperable": None}, UNKNOWN),
    ("age_weight", {"age": 16}, DISPUTED),
    ("age_weight", {"age": 16, "weight": 40}, NOT_MET),
    ("age_weight", {"age": 18}, UNKNOWN),
    ("age_weight", {"age": 14}, NOT_MET),
    ("receptor_expression", {"receptors_on_all_targets": False}, NOT_MET),
    ("receptor_expression", {"receptor_imaging": "other"}, NOT_MET),
    *(
        ("receptor_expression", {**FIT, "receptor_imaging": tracer}, MET)
        for tracer in (
            "ga68_dota_toc",
            "ga68_dota_tate",
            "in111_pentetreotide",
            "tc99m_tektrotyd",
            "cu64_dota_tate",
        )
    ),
    ("consent", {"consent": "before"}, MET),
    ("consent", {"consent": "after"}, NOT_MET),
    ("consent", {"consent": "none"}, NOT_MET),
    ("blood_count", {"white_cells": "1 10⁹/L"}, EXCLUDES),
    ("blood_count", {"haemoglobin": "12 g/dL", "white_cells": "6 10⁹/L"}, UNKNOWN),
    ("albumin", {"albumin": "2.5 g/dL", "prothrombin_normal": True}, CLEARS),
    ("albumin", {"albumin": "2.5 g/dL"}, UNKNOWN),
    ("albumin", {"prothrombin_normal": True}, CLEARS),
    ("albumin", {"albumin": "3.5 g/dL"}, CLEARS),
    ("potassium", {"potassium": 6.5, "potassium_corrected": True}, CLEARS),
    ("potassium", {"potassium": 6.5}, UNKNOWN),
    ("pregnancy", {"sex": "male"}, NOT_APPLICABLE),
    ("pregnancy", {"sex": "female", "pregnant": True}, EXCLUDES),
    ("pregnancy", {"sex": "female", "lactating": True}, EXCLUDES),
    ("pregnancy", {"sex": "female", "pregnant": False, "lactating": False}, CLEARS),
    ("pregnancy", {"sex": "female", "pregnant": False}, UNKNOWN),
    ("pregnancy", {"pregnant": False, "lactating": False}, CLEARS),
    ("contraception", {"sex": "male"}, NOT_APPLICABLE),
    ("contraception", {"sex": "female", "childbearing_potential": False}, CLEARS),
    ("contraception", {"sex": "female", "contraception": True}, CLEARS),
    (
        "contraception",
        {"sex": "female", "childbearing_potential": True, "contraception": False},
        EXCLUDES,
    ),
    ("contraception", {"sex": "female", "childbearing_potential": True}, UNKNOWN),
    *(
        case
        for criterion, fact in (
            ("prrt", "prior_prrt"),
            ("progression", "recist_progression"),
            ("locoregional_therapy", "prior_locoregional"),
            ("incontinence", "incontinence"),
            ("hypersensitivity", "hypersensitivity"),
            ("better_options", "better_options"),
            ("uncontrolled_condition", "uncontrolled_condition"),
        )
        for case in ((criterion, {fact: True}, EXCLUDES), (criterion, {fact: False}, CLEARS))
    ),
    ("better_options", {}, JUDGE),
    ("uncontrolled_condition", {}, JUDGE),
    ("systemic_therapy", {"prior_systemic": False}, CLEARS),
    ("systemic_therapy", {"prior_systemic": True}, UNKNOWN),
    ("surgery", {"prior_surgery": False}, CLEARS),
    ("brain_metastases", {"brain_metastases": False}, CLEARS),
    ("brain_metastases", {"brain_metastases": True}, UNKNOWN),
    ("brain_metastases", {"brain_metastases": True, "brain_treated": False}, EXCLUDES),
    ("brain_metastases", {"brain_metastases": True, "brain_imaging": False}, EXCLUDES),
    ("heart_failure", {"heart_failure": False}, CLEARS),
    ("heart_failure", {"heart_failure": True, "nyha": "I"}, UNKNOWN),
    *(("heart_failure", {"heart_failure": True, "nyha": n}, EXCLUDES) for n in ("II", "III", "IV")),
    ("heart_failure", {"heart_failure": True, "nyha": "over"}, UNKNOWN),
    ("heart_failure", {"heart_failure": True, "nyha": "over", "lvef": 39.9}, EXCLUDES),
    ("heart_failure", {"heart_failure": True, "nyha": "over", "lvef": 40}, CLEARS),
    ("diabetes", {"hba1c": "no diabetes"}, CLEARS),
    ("consent", {"consent": NOT_YET}, UNKNOWN),
    (
        "contraception",
        {"sex": "female", "childbearing_potential": True, "contraception": NOT_YET},
        UNKNOWN,
    ),
    ("receptor_expression", {**FIT, "receptor_imaging": NOT_YET}, UNKNOWN),
    ("receptor_expression", {**FIT, "receptors_on_all_targets": NOT_YET}, UNKNOWN),
    ("target_uptake", {"target_uptake": NOT_YET}, UNKNOWN),
    ("potassium", {"potassium": 6.1, "potassium_corrected": NOT_YET}, UNKNOWN),
    ("potassium", {"potassium": 6.0, "potassium_corrected": NOT_YET}, CLEARS),
    (
        "brain_metastases",
        {
            "brain_metastases": True,
            "brain_treated": True,
            "brain_stable_weeks": 30,
            "brain_imaging": NOT_YET,
        },
        UNKNOWN,
    ),
    ("qtcf", {"congenital_long_qt": True}, EXCLUDES),
    ("qtcf", {"qtcf": 400}, UNKNOWN),
    ("octreotide", {"short_acting_octreotide": "not_interruptible"}, EXCLUDES),
    ("octreotide", {"ssa_treatment": "not_interruptible"}, EXCLUDES),
    ("octreotide", {"short_acting_octreotide": "none"}, UNKNOWN),
    ("octreotide", {"short_acting_octreotide": "none", "ssa_treatment": "interruptible"}, CLEARS),
    ("other_malignancy", {"other_malignancy": "none"}, CLEARS),
    ("other_malignancy", {"other_malignancy": "excepted"}, CLEARS),
    ("other_malignancy", {"other_malignancy": "other", "malignancy_treated": False}, EXCLUDES),
    ("other_malignancy", {"other_malignancy": "other"}, UNKNOWN),
    ("ct_contrast", {"ct_contrast_incompatible": False}, CLEARS),
    ("ct_contrast", {"ct_contrast_incompatible": True, "mri_possible": True}, CLEARS),
    ("ct_contrast", {"ct_contrast_incompatible": True, "mri_possible": False}, EXCLUDES),
    ("ct_contrast", {"ct_contrast_incompatible": True}, UNKNOWN),
    ("other_study", {"other_study": False}, CLEARS),
]


@pytest.mark.parametrize(("criterion", "answers", "expected"), STATES)
def test_answers_lead_to_the_state_the_sentence_says(criterion, answers, expected):
    assert state(criterion, answers) is expected


def test_every_criterion_is_driven_into_every_state_it_has():
    reached: dict[str, set[State]] = {item.id: {state(item.id, {})} for item in CHECKLIST.criteria}
    for criterion, answers, _ in STATES:
        reached[criterion].add(state(criterion, answers))
    for criterion, others, fact, cases in LIMITS:
        for value, _ in cases:
            reached[criterion].add(state(criterion, {**others, fact: value}))
    for item in CHECKLIST.criteria:
        wanted = {MET, NOT_MET} if item.kind == "inclusion" else {CLEARS, EXCLUDES}
        wanted.add(JUDGE if item.judgements else UNKNOWN)
        if item.applies is not None:
            wanted.add(NOT_APPLICABLE)
        if item.id == "age_weight":
            wanted.add(DISPUTED)
        assert reached[item.id] == wanted, item.id


def test_one_failure_excludes_whatever_else_is_open():
    assessment = assess(CHECKLIST, {"ki67": 8})
    assert assessment.verdict is Verdict.EXCLUDED
    assert [item.criterion.name for item in assessment.deciding] == ["Inclusion 2"]


@pytest.mark.parametrize("age", [15, 16, 17])
def test_where_the_record_disagrees_with_itself_nobody_meets_every_criterion(age):
    assessment = assess(CHECKLIST, {**FIT, "age": age})
    assert assessment.verdict is Verdict.CANNOT_TELL
    assert [item.state for item in assessment.open] == [DISPUTED]


def test_a_state_set_by_hand_counts_and_stays_marked():
    hand = {"kidney": ByHand(state=EXCLUDES, reason="falling fast")}
    assessment = assess(CHECKLIST, FIT, hand)
    assert assessment.verdict is Verdict.EXCLUDED
    assert assessment.of("kidney").by_hand == hand["kidney"]
    hand = {"kidney": ByHand(state=CLEARS, reason="measured, not estimated")}
    assert assess(CHECKLIST, {**FIT, "creatinine_clearance": 30}, hand).verdict is Verdict.MEETS
    dispute = {"age_weight": ByHand(state=MET, reason="protocol says 15")}
    assert assess(CHECKLIST, {**FIT, "age": 16}, dispute).verdict is Verdict.MEETS


def test_a_state_that_a_criterion_cannot_have_is_not_set_by_hand():
    hand = {"kidney": ByHand(state=MET, reason="wrong word")}
    assert assess(CHECKLIST, {}, hand).of("kidney").state is UNKNOWN


@pytest.mark.parametrize(
    ("fact", "answer", "says"),
    [
        ("ki67", 140, "Ki-67 of 140% is not plausible: expected 0% to 100%."),
        ("age", -3, "Age of -3 years is not plausible: expected 0 years to 120 years."),
        ("age", 17.5, "Age of 17.5 years does not exist: expected a whole number."),
        ("kps", 65, "Karnofsky score of 65 does not exist: expected a multiple of 10."),
        ("ki67", float("nan"), "Ki-67: expected a number."),
        ("ki67", 10**400, "is not plausible"),
        ("ki67", True, "Ki-67: expected a number, got True."),
        ("ki67", "7,500", "can be read in two ways"),
        ("ki67", "7.5 mmol", "expected the unit %"),
        ("haemoglobin", "80 mg/L", "expected the unit g/dL or mmol/L or g/L, got 'mg/L'"),
        ("haemoglobin", "8", "expected the unit g/dL or mmol/L or g/L, got none"),
        ("haemoglobin", "80 g/dL", "not plausible"),
        ("albumin", "3.5 g/L", "not plausible"),
        ("white_cells", "6 /mm³", "not plausible"),
        ("white_cells", "6000 10⁹/L", "not plausible"),
        ("sex", "other", "is not one of the answers to choose from"),
        ("pregnant", "maybe", "expected yes or no"),
        ("pregnant", 1, "expected yes or no"),
        ("shoe_size", 42, "Nothing in this checklist asks for"),
    ],
)
def test_an_answer_that_cannot_be_right_is_told_in_a_sentence_and_counts_as_none(
    fact, answer, says
):
    assessment = assess(CHECKLIST, {**FIT, fact: answer})
    assert says in assessment.problems[fact]
    without = assess(CHECKLIST, {key: value for key, value in FIT.items() if key != fact})
    assert assessment.verdict is without.verdict
    assert assessment.values == without.values


def test_plain_values_may_name_their_unit_or_be_in_the_first():
    for answer in (8, 8.0, "8", "8%", "8 %", " 8.0 % "):
        assert state("ki67", {"ki67": answer}) is NOT_MET
    assert state("blood_count", {"haemoglobin": 7.9}) is EXCLUDES  # g/dL
    assert state("pregnancy", {"sex": "female", "pregnant": "yes"}) is EXCLUDES


def test_noise_of_binary_arithmetic_does_not_cross_a_limit():
    assert state("diabetes", {"hba1c": 7.1 + 0.1 + 0.1 + 0.1 + 0.1}) is CLEARS
    assert state("bilirubin", {"bilirubin": 0.1 + 0.2 + 2.7}) is CLEARS


def test_the_tables_of_three_valued_logic_have_nine_cells_and_agree_with_two_valued_logic():
    values = (True, None, False)
    for one in values:
        for other in values:
            both = [x and y for x in _means(one) for y in _means(other)]
            either = [x or y for x in _means(one) for y in _means(other)]
            assert AND[one, other] is (both[0] if len(set(both)) == 1 else None)
            assert OR[one, other] is (either[0] if len(set(either)) == 1 else None)
    assert len(AND) == len(OR) == 9
    assert NOT == {True: False, None: None, False: True}
    assert all_of(()) is True
    assert any_of(()) is False
    assert all_of((True, None, False)) is False
    assert any_of((False, None)) is None


def _means(truth: bool | None) -> tuple[bool, ...]:
    return (True, False) if truth is None else (truth,)


def test_what_is_not_yet_done_is_open_and_never_excludes_whatever_else_is_known():
    waiting = {fact.id: NOT_YET for fact in CHECKLIST.facts if fact.not_yet}
    assert {"consent", "contraception", "receptor_imaging", "potassium_corrected"} <= set(waiting)
    assessment = assess(CHECKLIST, {**FIT, "potassium": 6.5, **waiting})
    assert assessment.verdict is Verdict.CANNOT_TELL
    assert not assessment.deciding
    assert assessment.problems == {}
    said = in_short(CHECKLIST, assessment.of("consent"), assessment)
    assert said == "open: Informed consent form: not signed yet"


def test_only_what_can_be_to_come_takes_not_yet_for_an_answer():
    assessment = assess(CHECKLIST, {"prior_prrt": NOT_YET, "ki67": NOT_YET, "sex": NOT_YET})
    assert set(assessment.problems) == {"prior_prrt", "ki67", "sex"}


THREE = ("a", "b", "c")


@pytest.mark.parametrize(
    ("answers", "truth", "open_facts"),
    [
        ({"a": True, "b": True}, True, set()),
        ({"a": True}, None, {"b", "c"}),
        ({"a": False, "b": True}, None, {"c"}),
        ({"a": False, "b": False}, False, set()),
        ({}, None, {"a", "b", "c"}),
    ],
)
def test_at_least_two_of_three_hangs_on_what_is_still_open(
    answers: dict[str, bool], truth: bool | None, open_facts: set[str]
) -> None:
    rule = AtLeast.model_validate(
        {"at_least": {"n": 2, "of": [{"fact": one, "is": True} for one in THREE]}}
    )
    outcome = evaluate(rule, answers)
    assert outcome.truth is truth
    assert set(outcome.open) == open_facts


def test_the_shortest_way_to_at_least_two_takes_two_answers() -> None:
    rule = AtLeast.model_validate(
        {"at_least": {"n": 2, "of": [{"fact": one, "is": True} for one in THREE]}}
    )
    for target in (True, False):
        way = shortest_way(rule, target, {}, through="c")
        assert len(way or ()) == 2
        assert "c" in (way or ())
    assert shortest_way(rule, True, {"a": False, "b": False}) is None


def test_at_least_more_than_there_are_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 2 rules, got 1"):
        AtLeast.model_validate({"at_least": {"n": 2, "of": [{"fact": "a", "is": True}]}})


def test_each_sentence_is_asked_as_it_stands_and_no_wider():
    """What a reader could take too far is said where it is asked, or beside the rule."""
    asked = {fact.id: fact.question for fact in CHECKLIST.facts}
    criteria = {item.id: item for item in CHECKLIST.criteria}
    assert asked["contraception"].startswith("Will highly effective contraception be used")
    assert asked["nyha"].endswith("now")
    assert asked["incontinence"] == "Spontaneous urinary incontinence now?"
    assert asked["prior_locoregional"] == (
        "Any previous radioembolisation, chemoembolisation or radiofrequency ablation for GEP-NET?"
    )
    assert "microwave ablation are others" in (CHECKLIST.fact("prior_locoregional").help or "")
    assert "all courses of the same therapy together" in asked["systemic_duration"]
    systemic = criteria["systemic_therapy"]
    assert "takes in people who had such drugs" in (systemic.plain or "")
    quotes = [note.quote for note in systemic.notes if note.quote]
    assert any("patients previously treated with SSAs in the absence of prog" in q for q in quotes)
    (published,) = [note for note in criteria["age_weight"].notes if note.citation]
    assert "15 years and older" in published.text


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        # Somatostatin analogues alone are no systemic therapy of this criterion.
        ({"ssa_treatment": "interruptible", "prior_systemic": False}, CLEARS),
        ({"prior_systemic": True, "systemic_duration": 1, "weeks_since_systemic": 12.1}, CLEARS),
        ({"prior_systemic": True, "systemic_duration": 1, "weeks_since_systemic": 12}, EXCLUDES),
        ({"prior_systemic": True, "systemic_duration": 1.1}, EXCLUDES),
        ({"prior_systemic": True, "systemic_duration": 1}, UNKNOWN),
    ],
)
def test_systemic_therapy_excludes_by_its_length_or_its_time_alone(answers, state):
    assert assess(CHECKLIST, answers).of("systemic_therapy").state is state
