"""Rules drafted from sentences: what is understood, what is asked, and where nothing is said."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest
import yaml

from data.annotations.eligibility import (
    AllOf,
    AnyOf,
    AtLeast,
    Compare,
    CriterionReading,
    EligibilityReading,
    Is,
    Not,
    Rule,
)
from data.criteria.kind import CriterionKind
from data.drafting import Draft, DraftClass, draft_criterion
from data.drafting.lexicon import lexicon
from data.drafting.normalise import normalise
from data.drafting.tokens import tokenise
from data.eligibility.answers import Quantity
from data.eligibility.evaluate import evaluate

INCLUSION: Final = CriterionKind.INCLUSION
EXCLUSION: Final = CriterionKind.EXCLUSION
LEXICON = Path(__file__).parents[1] / "data" / "drafting" / "lexicon.yaml"
SIGNS = {"at_least": "≥", "above": ">", "at_most": "≤", "below": "<"}


def shown(rule: Rule | None) -> str:
    """A rule in few signs; a limit in the first unit of its fact, `?` for a question."""
    if isinstance(rule, AllOf):
        return f"({' & '.join(shown(part) for part in rule.all)})"
    if isinstance(rule, AnyOf):
        return f"({' | '.join(shown(part) for part in rule.any)})"
    if isinstance(rule, AtLeast):
        points = ", ".join(shown(part) for part in rule.at_least.of)
        return f"{rule.at_least.n} of ({points})"
    if isinstance(rule, Not):
        return f"!{shown(rule.negated)}"
    if isinstance(rule, Compare):
        limit = getattr(rule, rule.operator)
        number = limit if isinstance(limit, float) else next(iter(limit.values()))
        return f"{rule.fact}{SIGNS[rule.operator]}{number:g}"
    if isinstance(rule, Is):
        if rule.fact.startswith("rest-"):
            return "?"
        return (
            rule.fact if rule.wanted is True else f"{rule.fact}={'/'.join(map(str, rule.values))}"
        )
    return "-"


def drafted(text: str, kind: str = "inclusion") -> str:
    return shown(draft_criterion(text, CriterionKind(kind)).rule)


def asked(draft: Draft) -> list[str]:
    return [span.of(draft.text) for span in draft.not_understood]


# One fact and its limit, in the many ways of writing them.


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("BMI ≥ 22 kg/m2", "bmi≥22"),
        ("BMI >/= 22 kg/m²", "bmi≥22"),
        ("BMI ≧ 22", "bmi≥22"),
        ("BMI ⩾ 22", "bmi≥22"),
        ("Body mass index (BMI) > or = 22 kg/m^2", "bmi≥22"),
        ("BMI greater than or equal to 22", "bmi≥22"),
        ("BMI of at least 22 kg/m2", "bmi≥22"),
        ("BMI greater than or equal to (>=) 22 kg/m2", "bmi≥22"),
        ("BMI ≥ 22 kg/m2 at the run-in visit or the screening visit", "bmi≥22"),
        ("BMI 22 or higher", "bmi≥22"),
        ("BMI not less than 22", "bmi≥22"),
        ("BMI > 22", "bmi>22"),
        ("BMI over 22 kg/m2", "bmi>22"),
        ("BMI =< 31", "bmi≤31"),
        ("BMI ≦ 31", "bmi≤31"),
        ("BMI not exceeding 31", "bmi≤31"),
        ("BMI no more than 31 kg/m2", "bmi≤31"),
        ("BMI ˂ 31", "bmi<31"),
        ("BMI less than 31", "bmi<31"),
        ("BMI 31 kg/m2 or less", "bmi≤31"),
        ("BMI between 22 and 31 kg/m2", "(bmi≥22 & bmi≤31)"),
        ("BMI 22-31 kg/m2", "(bmi≥22 & bmi≤31)"),
        ("BMI: 22 – 31", "(bmi≥22 & bmi≤31)"),
        ("BMI 22 to < 31", "(bmi≥22 & bmi<31)"),
        ("22 ≤ BMI < 31 kg/m2", "(bmi≥22 & bmi<31)"),
        ("BMI > 22 and ≤ 31 kg/m2", "(bmi>22 & bmi≤31)"),
        ("BMI < 22 or > 31", "(bmi<22 | bmi>31)"),
        ("Minimum BMI of 22", "bmi≥22"),
        ("Maximum BMI: 31 kg/m2", "bmi≤31"),
    ],
)
def test_a_limit_is_read_in_every_way_of_writing_it(text: str, rule: str) -> None:
    assert drafted(text) == rule


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Age 21 to 64 years", "(age≥21 & age≤64)"),
        ("21 years of age or older", "age≥21"),
        ("At least 21 years old", "age≥21"),
        ("Men and women over the age of 21", "age>21"),
        ("Between the ages of 21 and 64", "(age≥21 & age≤64)"),
        ("Patients older than 21 years and younger than 64 years", "(age>21 & age<64)"),
        ("Aged 21+", "age≥21"),
        ("From 21 up to 64 years of age", "(age≥21 & age≤64)"),
        ("Infants from 3 to 9 months of age", "((age_months≥3 & age_months≤9) & ?)"),
        ("Older than 6 months and younger than 9 years", "(age_months>6 & age<9)"),
        ("Women aged 21 to 40 years", "(sex=female & (age≥21 & age≤40))"),
        ("Gestational age of at least 34 weeks", "gestational_age≥34"),
        ("More than 34 weeks' gestation", "gestational_age>34"),
        ("Life expectancy of at least 12 weeks", "life_expectancy_weeks≥12"),
    ],
)
def test_ages_are_read_with_and_without_their_name(text: str, rule: str) -> None:
    assert drafted(text) == rule


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Platelets ≥ 90,000/mm3", "platelets≥90"),
        ("Platelets ≥ 90.000/mm3", "platelets≥90"),
        ("Platelet count (PLT) ≥ 90 x 10^9/L", "platelets≥90"),
        ("Platelets ≥ 90 × 10⁹/L", "platelets≥90"),
        ("Platelets ≥ 90 000/mm3", "platelets≥90"),
        ("Platelets ≥ 90 109/L", "platelets≥90"),
        ("White blood cells > 2 500 per mm3", "white_cells>2.5"),
        ("Blood pressure of at least 95/55 mmHg", "(systolic≥95 & diastolic≥55)"),
        ("Blood pressure of at least 145/95 mmHg", "(systolic≥145 | diastolic≥95)"),
        (
            "Bilirubin ≤ 2 x ULN (or direct bilirubin ≤ ULN)",
            "(bilirubin_uln≤2 | direct_bilirubin_uln≤1)",
        ),
        ("Platelets ≥ 90x10E9/L", "platelets≥90"),
        ("Platelets ≥ 90 x 109/L", "platelets≥90"),
        ("Platelets ≥ 90 K/uL", "platelets≥90"),
        ("Creatinine ≤ 1,5 mg/dL", "creatinine≤1.5"),
        ("Creatinine ≤ 130 µmol/L", "creatinine_umol_l≤130"),
        ("Creatinine ≤ 1.5 x ULN", "creatinine_uln≤1.5"),
        (
            "Creatinine ≤ 1.5 times the institutional upper limit of normal (ULN)",
            "creatinine_uln≤1.5",
        ),
        ("Haemoglobin ≥ lower limit of normal", "haemoglobin_lln≥1"),
        ("AST and ALT ≤ 3 x ULN", "(ast_uln≤3 & alt_uln≤3)"),
        ("SGOT (AST) / SGPT (ALT) ≤ 3 x ULN", "(ast_uln≤3 & alt_uln≤3)"),
        ("Haemoglobin ≥ 9 g/dL (5.6 mmol/L)", "haemoglobin≥9"),
        ("HIV RNA < 2 x 10^3 copies/mL", "hiv_rna<2000"),
        ("HBV DNA > 30,000 IU/mL", "hbv_dna>30000"),
        ("Blood pressure below 150/95 mmHg", "(systolic<150 & diastolic<95)"),
        (
            "Creatinine clearance > 45 mL/min by the Cockcroft-Gault formula",
            "creatinine_clearance>45",
        ),
        (
            "QTcF < 470 ms for women and < 450 ms for men",
            "((sex=female & qtcf<470) | (sex=male & qtcf<450))",
        ),
    ],
)
def test_units_and_powers_are_read_exactly(text: str, rule: str) -> None:
    assert drafted(text) == rule


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("ECOG performance status 0-2", "ecog=0/1/2"),
        ("ECOG PS: 0,1", "ecog=0/1"),
        ("ECOG ≤ 1", "ecog=0/1"),
        ("ECOG = 0-1", "ecog=0/1"),
        ("ECOG performance status of zero to two", "ecog=0/1/2"),
        ("ECOG 0-1, or ECOG 2 with a Karnofsky of at least 65", "(ecog=0/1 | (ecog=2 & kps≥65))"),
        ("NYHA class III or higher", "nyha=III/IV"),
        ("NYHA class 2 or 3", "nyha=II/III"),
        ("American Society of Anesthesiologists (ASA) class I to III", "asa=I/II/III"),
        ("Child-Pugh class B or C", "child_pugh=B/C"),
        ("Karnofsky ≥ 70%", "kps≥70"),
        ("MMSE between 18 and 26 points", "(mmse≥18 & mmse≤26)"),
        ("MMSE ≤ 24/30", "mmse≤24"),
        ("A score of more than 12 points on the Beck Depression Inventory", "bdi>12"),
        ("Quality of neighbourhood score ≥ 7", "score_quality_of_neighbourhood_score≥7"),
    ],
)
def test_scales_and_scores(text: str, rule: str) -> None:
    assert drafted(text) == rule


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Pregnant or breast-feeding women", "(pregnant | (lactating & sex=female))"),
        ("Known HIV infection", "hiv"),
        ("Inability or unwillingness to give informed consent", "!consent"),
        ("Known allergy to walnut oil", "allergy_walnut_oil"),
        ("History of hypersensitivity to iodine", "allergy_iodine"),
        ("Intolerance to iodine", "intolerance_iodine"),
        ("History of stroke or transient ischaemic attack", "(stroke | tia)"),
        (
            "Myocardial infarction within 3 months before enrolment",
            "(myocardial_infarction & time_since_myocardial_infarction_months≤3)",
        ),
        (
            "Surgery < 4 weeks before the first dose",
            "(prior_surgery & time_since_prior_surgery_weeks<4)",
        ),
        ("Stroke less than or equal to (<=) 6 months ago", "(stroke & time_since_stroke_months≤6)"),
        ("Type 2 diabetes or HbA1c above 6.4%", "(diabetes_2 | hba1c>6.4)"),
        ("Heart failure (NYHA III or IV)", "(heart_failure & nyha=III/IV)"),
        ("Heart failure, that is NYHA class III", "(heart_failure & nyha=III)"),
        (
            "Potassium < 3.4 or > 5.4 mmol/L; sodium < 130 mmol/L",
            "((potassium<3.4 | potassium>5.4) | sodium<130)",
        ),
        (
            "A sick liver (ALT > 3 x ULN or bilirubin > 2 x ULN)",
            "((alt_uln>3 | bilirubin_uln>2) & ?)",
        ),
        (
            "A sick liver defined as ALT > 3 x ULN or bilirubin > 2 x ULN",
            "((alt_uln>3 | bilirubin_uln>2) & ?)",
        ),
        ("BMI > 40 kg/m2 will be excluded", "bmi>40"),
        ("Patients with a BMI > 40 kg/m2 must be excluded", "bmi>40"),
        ("Age < 21 and > 64 years", "(age<21 | age>64)"),
        ("AST, ALT > 3 x ULN", "(ast_uln>3 | alt_uln>3)"),
        ("Albumin < 28 g/L unless corrected by infusion", "(albumin<2.8 & !?)"),
    ],
)
def test_what_excludes(text: str, rule: str) -> None:
    assert drafted(text, "exclusion") == rule


def test_lists_below_a_line_that_says_how_many() -> None:
    points = "\n- BMI > 27 kg/m2\n- HbA1c ≥ 6%\n- LDL cholesterol > 130 mg/dL"
    assert drafted(f"Any of the following:{points}") == "(bmi>27 | hba1c≥6 | ldl>130)"
    assert drafted(f"All of the following:{points}") == "(bmi>27 & hba1c≥6 & ldl>130)"
    two = drafted(f"At least two of the following:{points}")
    assert two == "2 of (bmi>27, hba1c≥6, ldl>130)"
    assert drafted("BMI > 27 kg/m2, or\n- HbA1c ≥ 6%") == "(bmi>27 | hba1c≥6)"
    assert drafted("BMI > 27 kg/m2\nor\nHbA1c ≥ 6%") == "(bmi>27 | hba1c≥6)"
    assert drafted("- BMI > 27 kg/m2\n- HbA1c ≥ 6%") == "(bmi>27 & hba1c≥6)"
    unknown = f"Any of the following:{points}\n- a zebra at home"
    assert draft_criterion(unknown, INCLUSION).draft_class is DraftClass.NOT_UNDERSTOOD


@pytest.mark.parametrize(
    ("text", "kind", "rule"),
    [
        ("Any 2 of: HbA1c > 7%, BMI > 31, smoking", "inclusion", "2 of"),
        ("At least two of the following: HbA1c > 7%; BMI > 31; smoking", "inclusion", "2 of"),
        ("≥ 2 of these: HbA1c > 7%, BMI > 31 or smoking", "inclusion", "2 of"),
        ("Minimum of 2 of the following: HbA1c > 7%, BMI > 31, smoking", "exclusion", "2 of"),
        ("Two or more of the following: HbA1c > 7%, BMI > 31, smoking", "exclusion", "2 of"),
        ("Any of: HbA1c > 7%, BMI > 31, smoking", "inclusion", "any"),
        ("Either of the following: HbA1c > 7%, BMI > 31, smoking", "exclusion", "any"),
        ("All of the following: HbA1c > 7%, BMI > 31, smoking", "exclusion", "all"),
    ],
)
def test_a_list_in_one_line_is_of_as_many_as_it_says(text: str, kind: str, rule: str) -> None:
    items = ["hba1c>7", "bmi>31", "smoker_now"]
    shapes = {"2 of": f"2 of ({', '.join(items)})", "any": f"({' | '.join(items)})"}
    assert drafted(text, kind) == shapes.get(rule, f"({' & '.join(items)})")


@pytest.mark.parametrize(
    "text",
    [
        "At least one risk factor: HbA1c > 7%, BMI > 31, smoking",
        "One or more of the following risk factors: HbA1c > 7%, BMI > 31",
        "At least 2 warning signs (temperature > 38.5 °C, heart rate > 95 bpm)",
        "At least 2 warning signs: temperature > 38.5 °C; heart rate > 95 bpm",
        "Three risk factors (HbA1c > 7%, BMI > 31, smoking)",
        "Temperature > 38.5 °C, heart rate > 95 bpm, INR > 2 (at least 2)",
        "Diabetes shown by any: HbA1c > 7%, BMI > 31",
        "3 out of 5 of: HbA1c > 7%, BMI > 31",
    ],
)
@pytest.mark.parametrize("kind", ["inclusion", "exclusion"])
def test_items_of_which_some_are_enough_are_never_all_asked_for(text: str, kind: str) -> None:
    if drafted(text, kind) != "-":  # one of them excludes, whichever it is
        assert kind == "exclusion"
        assert "&" not in drafted(text, kind).replace("& ?", "")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Men ≥ 47 years and women ≥ 57 years", (47, 57)),
        ("Men aged 47 or older, women aged 57 or older", (47, 57)),
        ("Male ≥ 47 years or female ≥ 57 years", (47, 57)),
    ],
)
def test_each_sex_has_its_own_age(text: str, rule: tuple[int, int]) -> None:
    assert drafted(text) == f"((sex=male & age≥{rule[0]}) | (sex=female & age≥{rule[1]}))"
    both = drafted("Healthy male volunteers aged 19 to 44")
    assert both == "(healthy_volunteer & sex=male & (age≥19 & age≤44))"


def test_a_limit_ends_where_the_next_begins() -> None:
    assert drafted("LVEF > 31%, age > 61") == "(lvef>31 & age>61)"
    assert drafted("BMI > 31, aged over 61", "exclusion") == "(bmi>31 | age>61)"
    assert drafted("TBUT > 6 sec. and < 11 sec.") == "(tbut>6 & tbut<11)"
    assert drafted("Older than 19 yrs. and younger than 66 yrs.") == "(age>19 & age<66)"


@pytest.mark.parametrize(
    ("text", "kind", "rule"),
    [
        (
            "Uncontrolled hypertension with SBP > 165 mmHg or DBP > 97 mmHg",
            "exclusion",
            "(uncontrolled_hypertension & (systolic>165 | diastolic>97))",
        ),
        (
            "Chronic kidney failure, creatinine > 1.6 mg/dL or GFR < 55 mL/min",
            "inclusion",
            "(ckd & (creatinine>1.6 | gfr_ml_min<55))",
        ),
        (
            "Prediabetes (HbA1c ≥ 5.8%, 2-hour glucose > 145 mg/dL, or FPG > 105 mg/dL)",
            "inclusion",
            "(prediabetes & (hba1c≥5.8 | ogtt_2h>145 | fasting_glucose>105))",
        ),
        (
            "Age 21 to 64 years, SBP > 145 mmHg or DBP > 95 mmHg",
            "inclusion",
            "((age≥21 & age≤64) & (systolic>145 | diastolic>95))",
        ),
        ("ALT > 2.5 x ULN, AST > 2.5 x ULN", "inclusion", "(alt_uln>2.5 & ast_uln>2.5)"),
    ],
)
def test_measures_of_one_thing_are_one_condition(text: str, kind: str, rule: str) -> None:
    assert drafted(text, kind) == rule


@pytest.mark.parametrize(
    ("text", "kind", "rule"),
    [
        ("Weight between 52 kg (inclusive) and 93 kg (exclusive)", "inclusion", "weight≥52 <93"),
        ("BMI 22 (exclusive) to 31 (exclusive)", "inclusion", "bmi>22 <31"),
        ("BMI ≥ 22 (inclusive) and ≤ 31 (inclusive)", "inclusion", "bmi≥22 ≤31"),
        ("Modified Rankin Scale 3 or 4", "exclusion", "mrs≥3 ≤4"),
        ("A score of 2 or 3 on the Clinical Frailty Scale", "inclusion", "frailty≥2 ≤3"),
        ("Participants 19 to 66", "inclusion", "age≥19 ≤66"),
        ("Tremulous women who are not pregnant, aged 19 to 41", "inclusion", "age≥19 ≤41"),
    ],
)
def test_both_ends_of_a_range(text: str, kind: str, rule: str) -> None:
    low, high = rule.split(" ")
    fact = re.split("[<>≤≥]", low)[0]
    assert f"({low} & {fact}{high})" in drafted(text, kind)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("LVEF ≥ 52% by echo or MRI", "lvef≥52"),
        ("LVEF ≥ 52%, measured by echocardiogram (ECHO)", "lvef≥52"),
        ("Creatinine clearance ≥ 55 mL/min, Cockcroft-Gault", "creatinine_clearance≥55"),
        ("Serum creatinine level(s) < 1.6 mg/dL", "creatinine<1.6"),
        ("INR less than < 1.6;", "inr<1.6"),
        ("Creatinine clearance (CrCl), i.e. > 55 mL/min", "creatinine_clearance>55"),
        ("BMI > 31 with or without hypertension", "bmi>31"),
        ("Asthma, whether or not pregnant", "asthma"),
        ("BMI > 31 with or without a limp", "(bmi>31 & ?)"),
        ("HIV negative", "!hiv"),
        ("Gender: female", "sex=female"),
        ("Patients under 66", "age<66"),
    ],
)
def test_what_says_nothing_more_is_read_over(text: str, rule: str) -> None:
    assert drafted(text) == rule


def test_when_a_value_was_measured_is_asked() -> None:
    draft = draft_criterion("HbA1c ≥ 7% within 3 months before screening", INCLUSION)
    assert shown(draft.rule) == "(hba1c≥7 & ?)"
    assert asked(draft) == ["within 3 months before screening"]
    assert draft_criterion("HbA1c ≥ 7% at screening", INCLUSION).draft_class is DraftClass.COMPLETE


# What is not understood is asked, or stops the draft.


def test_what_is_left_over_becomes_a_question_in_the_record_s_words() -> None:
    draft = draft_criterion("Age ≥ 21 years with a persistent tremor of the hand", INCLUSION)
    assert draft.draft_class is DraftClass.PARTIAL
    assert shown(draft.rule) == "(age≥21 & ?)"
    assert asked(draft) == ["persistent tremor of the hand"]
    question = draft.facts[-1]
    assert question.kind == "yes_no"
    assert "persistent tremor of the hand" in question.question
    around = draft_criterion("Obstinate patients aged 21 or older, left alone", INCLUSION)
    assert around.facts[-1].label == "Obstinate … left alone"
    assert draft.rule is not None
    old_enough = {"age": Quantity(number=40, unit="years")}
    assert evaluate(draft.rule, old_enough).truth is None
    assert evaluate(draft.rule, old_enough | {question.id: True}).truth is True
    assert evaluate(draft.rule, {"age": Quantity(number=20, unit="years")}).truth is False


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ferritin > 40 zorks", "inclusion"),  # an unknown unit
        ("Creatinine > 2 g/dL", "exclusion"),  # a known unit that is not the fact's
        ("Haemoglobin > 9", "inclusion"),  # two units fit
        ("Platelets > 90 mg/dL", "inclusion"),
        ("Ferritin ≥ 1,500 ng/mL or mg", "inclusion"),
        ("Age = 21 years", "inclusion"),  # a lost sign: ≥ or ≤
        ("Creatinine = 2 mg/dL", "inclusion"),
        ("ECOG performance status = 2", "inclusion"),
        ("Creatinine twice the baseline value", "exclusion"),  # a relative change
        ("Weight loss of more than 5 kg", "exclusion"),
        ("Increase in creatinine > 0.5 mg/dL", "exclusion"),
        ("Haemoglobin decrease > 2 g/dL", "exclusion"),
        ("BMI > 30 kg/m2 or a waist like a wasp", "inclusion"),  # one side is not understood
        ("Epileptic aura or BMI > 30 kg/m2", "exclusion"),
        ("Tattoos, moles, BMI > 30 kg/m2", "exclusion"),
        ("No BMI > 30 kg/m2 in the family", "inclusion"),  # a negation whose reach is not closed
        ("Platelets ≥ 90 x 10^9/L, if not transfused", "inclusion"),
        ("Platelets ≥ 90 x 10^9/L for subjects in the first cohort", "inclusion"),
        ("BMI > 30 kg/m2 is not an exclusion", "exclusion"),
        ("Those with a BMI > 30 kg/m2 remain eligible", "exclusion"),
        ("BMI > 30 kg/m2 is acceptable", "exclusion"),
        ("BMI > 30 kg/m2 is prohibited", "inclusion"),
        ("BMI > 30 kg/m2 rules out participation", "inclusion"),
        ("BMI > 30 kg/m2 will be excluded", "inclusion"),
        ("BMI > 30 kg/m2, and/or", "inclusion"),  # the other side is another criterion
        ("or HbA1c > 7%", "inclusion"),
        ("BMI > 30 kg/m2 or\nthe hand of a giant", "inclusion"),
        ("Mothers aged less than 21 years", "exclusion"),  # another person's age
        ("Have a child younger than 6 years of age", "inclusion"),
        ("Age at diagnosis of at least 21 years", "inclusion"),
        ("Bone age above 12 years", "exclusion"),
        ("Patients older than 1 year after a transplant", "inclusion"),
        ("Urinary albumin > 3 g/dL", "exclusion"),  # another fact
        ("Corrected (for albumin) total calcium > 11 mg/dL", "exclusion"),
        ("Foobar/creatinine > 2 mg/dL", "exclusion"),
        ("Creatinine > 1.5-2.0 mg/dL", "exclusion"),
        ("No alcohol abuse within 6 months", "inclusion"),  # that fact has no time
        ("BMI 35-30 kg/m2", "exclusion"),
        ("BMI > 30 and < 22 kg/m2", "inclusion"),  # never fulfilled
        ("BMI > 22 or < 30 kg/m2", "inclusion"),  # always fulfilled
        ("Gestational age ≥ 24 0/7 weeks", "inclusion"),
        ("BMI approximately 30 kg/m2", "inclusion"),
        ("Systolic blood pressure < 90 or 100 mmHg", "exclusion"),
        ("BMI ≥ 31 or BMI ≥ 28 with hypertension", "inclusion"),  # of the second only
        ("BMI ≥ 31 or BMI ≥ 28 with gout", "inclusion"),
        ("LDL > 110 mg/dL or LDL > 75 mg/dL and coronary heart disease", "inclusion"),
        ("HIV, HBV and HCV negative", "inclusion"),  # all of them
        ("Donor: age > 61, BMI > 31", "inclusion"),
        ("Blood pressure ≥ 120/80 mmHg", "inclusion"),  # high enough, or too high?
        ("Karnofsky ≥ 55 for patients > 17 years of age", "inclusion"),  # of some only
        ("Direct bilirubin ≤ ULN for those with bilirubin > 2 x ULN", "inclusion"),
        ("Maximum weight of 155 kg", "exclusion"),
        ("Stout (BMI > 31) and slender (BMI < 24) people", "inclusion"),  # of different people
        ("Adults: ≥ 19 years; adolescents: 13-18 years", "inclusion"),
        ("Adult patients 19 years or older and children 7 to 12 years", "inclusion"),
        ("Allergy to walnuts unless mild", "exclusion"),
        ("Allergy to walnuts, almonds or figs", "exclusion"),
        ("Allergy to walnuts within 4 years", "exclusion"),
        ("Family history of allergy to walnuts", "exclusion"),
        ("BMI > 31 with or without asthma or a limp", "inclusion"),
        ("Number of patients > 47", "inclusion"),  # no age
        ("Not aged 21 to 64 years", "inclusion"),
        ("Who are not lactating aged 21 to 64", "inclusion"),
        ("No LVEF < 41%", "inclusion"),
        ("Not drinking more than 3 drinks per day", "inclusion"),
        ("Patients ≥ 4", "inclusion"),
        ("Non-diabetic kidney disease", "exclusion"),  # a diabetic can have one too
        ("HIV negative", "exclusion"),  # under the wrong heading?
        ("Under 80 years old (≤)", "inclusion"),
        ("Women of childbearing potential must use contraception", "inclusion"),
        ("Pregnancy and stroke", "exclusion"),  # and, or or?
        ("Heart failure, NYHA class III", "exclusion"),  # one of them, or both?
        ("Kidney disease with creatinine > 2 mg/dL or INR > 2", "exclusion"),
        ("Not pregnant", "exclusion"),  # under the wrong heading?
        ("Informed consent", "exclusion"),
        ("Platelets must be ≥ 90 x 10^9/L", "exclusion"),
        ("BMI ≥ 22 kg/m2 is required", "exclusion"),
        ("Unable to give consent or to comply with the protocol", "exclusion"),
        ("Family history of diabetes", "exclusion"),
        ("Dysglycaemia or diabetes (HbA1c ≥ 6.5% or LDL > 190 mg/dL)", "exclusion"),
        ("Heart failure or diabetes (HbA1c ≥ 6.5% or LDL > 190 mg/dL)", "exclusion"),
        ("AST and ALT > 3 x ULN", "exclusion"),  # both of them, or either?
        ("MMSE 18 to 24; those with a tutor MMSE 18 to 26", "inclusion"),
        ("HBV DNA > 105 copies/mL", "inclusion"),  # or ten to the fifth
        ("HIV-1 RNA above 103 copies/mL", "exclusion"),
        ("mRS 0-1 prior to stroke", "inclusion"),  # values of another time
        ("mRS ≤ 2 before the index stroke", "inclusion"),
        ("Pre-pregnancy BMI > 31 kg/m2", "inclusion"),
        ("Weight > 49 kg prior to pregnancy", "inclusion"),
        ("History of LVEF < 39%", "exclusion"),
        ("Maximum heart rate > 155 bpm", "exclusion"),
        ("24-hour mean systolic blood pressure ≥ 135 mmHg", "inclusion"),
        ("Stroke after heart surgery", "exclusion"),
        ("HbA1c > 9.5% at diagnosis", "inclusion"),
        ("Aged 19 to 41 years at the time of diagnosis", "inclusion"),
        ("Older than 47 years old at onset", "inclusion"),
        ("Expected to have an HbA1c < 7.5%", "inclusion"),
        ("Change in body mass index (BMI) of 4 kg/m2 or more", "exclusion"),
        ("Change in body mass index (BMI) of 34 kg/m2 or more", "exclusion"),
        ("Rise in systolic blood pressure (SBP) > 55 mmHg", "exclusion"),
        ("Increase in blood pressure (BP) > 145/95", "exclusion"),
        ("At least one of AST and ALT > 2.5 x ULN", "inclusion"),
        ("Ascites albumin < 1.1 g/dL", "inclusion"),  # of another fluid
        ("Urinary total protein > 2 g/dL", "exclusion"),
        ("Cord blood haemoglobin < 12 g/dL", "exclusion"),
        ("Creatinine > 2.2 mg/dL in the donor", "exclusion"),  # of other people
        ("Haemoglobin < 11 g/dL of the mother", "exclusion"),
        ("BMI > 41 kg/m2 of either parent", "exclusion"),
        ("Donor serum creatinine > 1.4 mg/dL", "exclusion"),
        ("Mother's estimated glomerular filtration rate < 55 mL/min", "exclusion"),
        ("Donor body mass index (BMI) > 31", "exclusion"),
        ("Glucose 75-185 mg/dL > 65% of the time", "inclusion"),  # a third number
        ("Immunodeficiency (e.g. HIV infection)", "exclusion"),  # an example restricts nothing
        ("Contraindication to MRI (e.g., pacemaker)", "exclusion"),
        ("Women who are 19 years or older and smoke, or men", "inclusion"),
        # Alternatives of which it is not plain how far each of them reaches.
        ("BMI > 31 kg/m2 or wheezing and a limp", "exclusion"),
        ("BMI > 31 kg/m2 or a limp in patients with wheezing", "inclusion"),
        ("Limping, wheezing or BMI > 31 kg/m2", "exclusion"),
        ("Wheezing with a limp or BMI > 31 kg/m2", "inclusion"),
        ("A history of wheezing disease or LVEF < 39%", "exclusion"),
        ("No wheezing disease or BMI > 31 kg/m2", "inclusion"),
        ("Foobarase or ALT > 3 x ULN", "exclusion"),  # one limit for both
        ("LVEF < 39% or bilirubin", "exclusion"),
        ("Haemoglobin ≥ 12 g/dL (≥ 13 g/dL if tall)", "inclusion"),  # not wider, but another
        ("ALT > 2 x ULN (> 5 x ULN for patients with liver lesions)", "exclusion"),
        ("ALT > 2 x ULN unless the liver is involved, then > 5 x ULN", "exclusion"),
        ("Platelets < 90 x 10^9/L unless tall, in which case < 50 x 10^9/L", "inclusion"),
        ("Age ≥ 21 years or wheezing volunteers", "inclusion"),  # how old are these?
        ("Age ≥ 21 years unless wheezing", "inclusion"),  # are they let in, or kept out?
        ("BMI < 31 kg/m2 except for wheezing patients", "inclusion"),
        ("ALT ≤ 3 x ULN and bilirubin ≤ 2 x ULN (or wheezing)", "inclusion"),
        ("ALT ≤ 3 x ULN and AST ≤ 3 x ULN (≤ 5 x ULN if tall)", "inclusion"),
        ("Haemoglobin ≥ 9 g/dL (or transfused) of the donor", "inclusion"),
        ("Obesity, defined as BMI > 31 kg/m2 or wheezing", "exclusion"),
        ("Wheezing or limping (LVEF < 39%)", "exclusion"),  # of which?
        ("SBP < 91 mmHg or foobar > 3 without tablets", "exclusion"),  # said of both?
        ("ALT > 12 and 13 U/L at the two sites, respectively", "exclusion"),
        ("(1) age ≥ 21 years, (2) BMI < 31 kg/m2 or (3) wheezing", "inclusion"),
        ("VAS ≥ 4 on a 100 mm scale", "inclusion"),  # of another scale than the one to ten
        ("Age > 71 years and < 36 %", "exclusion"),
    ],
)
def test_it_says_nothing_where_it_could_be_meant_otherwise(text: str, kind: str) -> None:
    draft = draft_criterion(text, CriterionKind(kind))
    assert draft.rule is None, shown(draft.rule)
    assert draft.draft_class is DraftClass.NOT_UNDERSTOOD
    assert asked(draft) == [text]


# Alternatives: one whole clause is understood, the other is asked.


@pytest.mark.parametrize(
    ("text", "kind", "rule", "words"),
    [
        (
            "AST and ALT ≤ 2 x ULN (≤ 5 x ULN for patients with liver lesions)",
            "inclusion",
            "((ast_uln≤2 & alt_uln≤2) | ?)",
            ["≤ 5 x ULN for patients with liver lesions"],
        ),
        (
            "ALT ≤ 2 x ULN, or ≤ 5 x ULN if the liver is involved",
            "inclusion",
            "(alt_uln≤2 | ?)",
            ["≤ 5 x ULN if the liver is involved"],
        ),
        ("Age ≥ 21 years (≥ 16 years for twins)", "inclusion", "(age≥21 | ?)", None),
        ("Tall patients ≥ 21 years old or of legal age", "inclusion", "((age≥21 | ?) & ?)", None),
        ("LVEF < 36 % or on the list for a heart", "exclusion", "(lvef<36 | ?)", None),
        ("Wheezing disease or BMI > 31 kg/m2", "exclusion", "(? | bmi>31)", ["Wheezing disease"]),
        ("Foobarase > 3 x ULN or ALT > 3 x ULN", "exclusion", "(? | alt_uln>3)", None),
        ("Limping people or patients with LVEF < 36 %", "exclusion", "(? | lvef<36)", None),
        ("LVEF < 36 %, BMI > 31 kg/m2, or limping", "inclusion", "(lvef<36 | bmi>31 | ?)", None),
        ("Haemoglobin ≥ 9 g/dL (or transfused)", "inclusion", "(haemoglobin≥9 | ?)", None),
        (
            "Haemoglobin ≥ 9 g/dL (or transfused) and BMI > 21",
            "inclusion",
            "((haemoglobin≥9 | ?) & bmi>21)",
            ["transfused"],
        ),
        (
            "Platelets ≥ 90 x 10^9/L unless the marrow is involved",
            "inclusion",
            "(platelets≥90 | ?)",
            None,
        ),
        ("ALT > 3 x ULN, except in liver foobar", "exclusion", "(alt_uln>3 & !?)", None),
        ("ALT > 3 x ULN (unless liver foobar)", "exclusion", "(alt_uln>3 & !?)", None),
        (
            "Neutropenia (neutrophils < 1 x 10^9/L) or palsy (of any nerve)",
            "exclusion",
            "((? & neutrophils<1) | ?)",
            ["Neutropenia", "palsy (of any nerve)"],
        ),
        (
            "Slender: BMI < 21 kg/m2 or stout: BMI > 31 kg/m2",
            "inclusion",
            "((? & bmi<21) | (? & bmi>31))",
            ["Slender", "stout"],
        ),
        (
            "TBI (> 5 Gy (single) or > 8 Gy (fractionated))",
            "inclusion",
            "((tbi_dose>500 & ?) | (tbi_dose>800 & ?))",
            ["single", "fractionated"],
        ),
        (
            "Haemoglobin < 11 or < 12 g/dL in women and men, respectively",
            "exclusion",
            "((sex=female & haemoglobin<11) | (sex=male & haemoglobin<12))",
            [],
        ),
        ("Class II-III of the NYHA", "inclusion", "nyha=II/III", []),
        ("Pain ≥ 4 on a 10-point scale", "inclusion", "pain_nrs≥4", []),
        ("SBP persistently > 161 mmHg", "exclusion", "(systolic>161 & ?)", ["persistently"]),
        (
            "(i) aged 21 to 64 years (ii) able to juggle",
            "inclusion",
            "((age≥21 & age≤64) & ?)",
            None,
        ),
    ],
)
def test_an_alternative_that_is_not_understood_is_asked_beside_the_one_that_is(
    text: str, kind: str, rule: str, words: list[str] | None
) -> None:
    draft = draft_criterion(text, CriterionKind(kind))
    assert shown(draft.rule) == rule
    if words is not None:
        assert asked(draft) == words
    whole = DraftClass.COMPLETE if words == [] else DraftClass.PARTIAL
    assert draft.draft_class is whole


def test_an_open_alternative_leaves_open_whoever_the_limit_does_not_settle() -> None:
    draft = draft_criterion("LVEF < 36 % or on the list for a heart", EXCLUSION)
    assert draft.rule is not None
    lvef = [{"lvef": Quantity(number=number, unit="%")} for number in (35, 36)]
    assert [evaluate(draft.rule, known).truth for known in lvef] == [True, None]
    assert evaluate(draft.rule, {**lvef[1], draft.facts[-1].id: True}).truth is True
    assert draft.facts[-1].label == "on the list for a heart"


def test_nothing_is_drafted_under_no_heading() -> None:
    assert draft_criterion("BMI > 30 kg/m2", CriterionKind.UNSTATED).rule is None
    assert draft_criterion("", INCLUSION).rule is None


# Numbers are exact.


@pytest.mark.parametrize(("number", "holds"), [(1.49, True), (1.5, True), (1.51, False)])
def test_a_limit_includes_exactly_what_its_sign_includes(number: float, holds: bool) -> None:
    rule = draft_criterion("Bilirubin ≤ 1.5 mg/dL", INCLUSION).rule
    assert rule is not None
    assert evaluate(rule, {"bilirubin": Quantity(number=number, unit="mg/dL")}).truth is holds


def test_other_units_are_converted_exactly_and_said_to_be() -> None:
    draft = draft_criterion("Platelets < 75,500/mm³", EXCLUSION)
    assert draft.node is not None
    assert draft.node.stated is not None
    assert draft.node.stated.number == 75500
    assert draft.node.stated.unit == "/mm³"
    assert draft.node.stated.converted == ("10⁹/L",)
    assert isinstance(draft.rule, Compare)
    assert draft.rule.below == {"10⁹/L": 75.5, "/mm³": 75500}


# A draft can take the place of what a person reads.

SENTENCES = (
    "Age 21 to 64 years",
    "Platelets ≥ 90,000/mm3 and ECOG 0-1",
    "BMI > 30 kg/m2 with an old scar",
    "Stroke within 6 months before screening",
    "QTcF < 470 ms for women",
    "Pregnancy or lactation",
    "Any of the following:\n- NYHA class III\n- Potassium > 5.5 mmol/L",
    "A zebra at home",
)


@pytest.mark.parametrize("text", SENTENCES)
def test_a_draft_is_a_rule_of_the_annotations_with_its_facts(text: str) -> None:
    draft = draft_criterion(text, INCLUSION)
    if draft.rule is None:
        assert draft.facts == ()
        return
    criterion = CriterionReading(
        id="drafted",
        kind=INCLUSION,
        quote=text,
        label=text,
        plain=text,
        category="patient",
        rule=draft.rule,
    )
    reading = EligibilityReading(facts=draft.facts, criteria=(criterion,))
    assert reading.criteria[0].rule == draft.rule


@pytest.mark.parametrize("text", SENTENCES)
def test_inclusion_and_exclusion_of_a_sentence_are_each_other_s_negation(text: str) -> None:
    """Their rules are one: what must hold for the one is what excludes for the other."""
    included, excluded = draft_criterion(text, INCLUSION), draft_criterion(text, EXCLUSION)
    if included.draft_class is excluded.draft_class is DraftClass.COMPLETE and "women" not in text:
        assert included.rule == excluded.rule


# The vocabulary.


def test_the_lexicon_knows_many_facts_and_every_unit_it_uses() -> None:
    entries = lexicon().entries.values()
    assert len(entries) >= 90
    used = {measure.unit for entry in entries for measure in entry.measures} - {""}
    known = yaml.load(LEXICON.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["units"]
    assert used <= set(known)


def test_every_fact_can_be_made_in_each_of_its_units() -> None:
    ids: dict[str, str] = {}
    for entry in lexicon().entries.values():
        for head in dict.fromkeys(measure.family for measure in entry.measures):
            fact = entry.fact(head)
            assert ids.setdefault(fact.id, entry.id) == entry.id, fact.id
            assert fact.units[0].unit == head
        if entry.kind != "number":
            assert entry.fact().id == entry.id


def test_no_word_of_the_lexicon_names_two_facts_or_two_units() -> None:
    """A key or a name that stands there twice would silently hide the other."""
    owners: dict[tuple[str, ...], str] = {}
    for entry in lexicon().entries.values():
        for name in entry.names:
            words = [token.text for token in tokenise(normalise(name).text)]
            # `smoking` is both: a number only where a limit follows.
            key = ("condition" if entry.kind == "condition" else "measured", *words)
            assert owners.setdefault(key, entry.id) == entry.id, name
    text = LEXICON.read_text(encoding="utf-8")
    keys = re.findall(r"^  ([a-z0-9_]+):", text, re.MULTILINE)
    assert len(keys) == len(set(keys))


def test_every_loinc_code_has_its_form() -> None:
    codes = [entry.loinc for entry in lexicon().entries.values() if entry.loinc]
    assert len(codes) > 20
    for code in codes:
        digits = [int(sign) for sign in code.split("-")[0]][::-1]
        doubled = [sum(divmod(2 * digit, 10)) for digit in digits[::2]]
        check = -(sum(doubled) + sum(digits[1::2])) % 10
        assert code.endswith(f"-{check}"), code
