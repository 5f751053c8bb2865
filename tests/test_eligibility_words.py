"""What is said about a person: why, in short, on paper, in a file; and what calculators fill in."""

from __future__ import annotations

import json
import re
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from components.exports.personal.summary import summary_html
from data.annotations.eligibility import Fact, Unit
from data.eligibility import ByHand, State, Verdict, assess
from data.eligibility.answers import Quantity, Value
from data.eligibility.answers_file import (
    MAX_BYTES,
    answers_content,
    read_saved_answers,
    split_number,
)
from data.eligibility.calculators import (
    CALCULATORS,
    Calculator,
    asked_with_calculators,
    calculator_of,
    clear_of_limits,
    creatinine_clearance,
    qtcf,
    rr_of,
    times_limit,
)
from data.eligibility.other_units import InOtherUnit, in_other_units, unit_questions
from data.eligibility.people import Person
from data.eligibility.reasons import headline, in_short, why
from data.errors import KeptFileError
from data.version import VERSION
from tests.eligibility_people import FIT, netter_2

CHECKLIST = netter_2()


def short(criterion: str, answers: dict[str, Any]) -> str:
    assessment = assess(CHECKLIST, answers)
    return in_short(CHECKLIST, assessment.of(criterion), assessment)


def lines(criterion: str, answers: dict[str, Any]) -> list[tuple[str, str]]:
    assessment = assess(CHECKLIST, answers)
    return [(line.text, line.mark) for line in why(CHECKLIST, assessment.of(criterion), assessment)]


@pytest.mark.parametrize(
    ("criterion", "answers", "said"),
    [
        ("ki67", {"ki67": 8}, "Ki-67 8% is below 10%"),
        ("ki67", {"ki67": 60}, "Ki-67 60% is above 55%"),
        ("age_weight", {"weight": 40}, "Body weight 40 kg is not above 40 kg"),
        (
            "kidney",
            {"creatinine_clearance": 40},
            "Creatinine clearance 40 mL/min is not below 40 mL/min",
        ),
        (
            "blood_count",
            {"white_cells": "1.5 10⁹/L"},
            "White blood cells 1.5 × 10⁹/L is below 2 × 10⁹/L",
        ),
        ("pregnancy", {"sex": "male"}, "Sex: male, not female"),
        ("prrt", {"prior_prrt": True}, "Previous PRRT: yes"),
        ("tumour", {"grade": "G1"}, "Grade: Grade 1, not Grade 2 or Grade 3"),
        (
            "albumin",
            {"albumin": "2.5 g/dL", "prothrombin_normal": False},
            "Serum albumin 2.5 g/dL is below 3 g/dL; Prothrombin time within the normal range: no",
        ),
        ("albumin", {"albumin": "2.5 g/dL"}, "open: Prothrombin time within the normal range"),
    ],
)
def test_a_state_says_in_short_what_decides_it(criterion, answers, said):
    assert short(criterion, answers) == said


def test_a_dispute_shows_both_sentences():
    said = short("age_weight", {"age": 16})
    assert "“Patients ≥ 15 years of age”" in said
    assert "“18 Years”" in said


def test_why_tells_the_whole_rule_with_the_values_put_in():
    assert lines("ki67", {"ki67": 8}) == [
        ("Must hold: all of these:", ""),
        ("Ki-67 8% is below 10%", "against"),
        ("Ki-67 8% is at most 55%", "for"),
    ]
    assert lines("brain_metastases", {"brain_metastases": True, "brain_treated": True}) == [
        ("Excludes if: all of these:", ""),
        ("Brain metastases, known now or in the history: yes", "against"),
        ("unless all of these:", ""),
        ("Brain metastases treated: yes", "for"),
        ("Brain metastases stable before screening at least 24 weeks: not answered", "open"),
        ("Head CT or MRI with contrast documents stable disease: not answered", "open"),
    ]
    told = lines("age_weight", {"age": 16})
    assert (
        "the criteria, “Patients ≥ 15 years of age”: Age 16 years is at least 15 years",
        "for",
    ) in told
    assert (
        "the field for the minimum age, “18 Years”: Age 16 years is below 18 years",
        "against",
    ) in told


def test_why_of_a_single_condition_stands_below_its_head():
    assert lines("kidney", {"creatinine_clearance": 39}) == [
        ("Excludes if:", ""),
        ("Creatinine clearance 39 mL/min is below 40 mL/min", "against"),
    ]
    assert lines("pregnancy", {"sex": "male"}) == [
        ("Applies only if:", ""),
        ("Sex: male, not female", ""),
    ]


def test_why_can_be_told_of_everybody():
    for answers in ({}, FIT, {**FIT, "age": 16, "sex": "male"}):
        assessment = assess(CHECKLIST, answers)
        for item in assessment.criteria:
            assert why(CHECKLIST, item, assessment)
            assert in_short(CHECKLIST, item, assessment)


def test_the_headline_names_what_excludes():
    assert headline(assess(CHECKLIST, {"ki67": 8})) == "Excluded by inclusion 2"
    both = {"ki67": 8, "prior_prrt": True}
    assert headline(assess(CHECKLIST, both)) == "Excluded by inclusion 2 and exclusion 7"
    assert headline(assess(CHECKLIST, {})) == "Cannot tell yet: 33 of 33 criteria open"
    assert headline(assess(CHECKLIST, FIT)) == "Meets every criterion as answered"
    disputed = headline(assess(CHECKLIST, {**FIT, "age": 16}))
    assert disputed == "Cannot tell: the record disagrees with itself"


# --- calculators ---------------------------------------------------------------------------------


def test_creatinine_clearance_follows_cockcroft_and_gault():
    # (140 - 60) x 72 / (72 x 1) = 80
    told = creatinine_clearance(age=60, weight=72, sex="male", creatinine=1, unit="mg/dL")
    assert told == pytest.approx(80)
    told = creatinine_clearance(age=60, weight=72, sex="female", creatinine=1, unit="mg/dL")
    assert told == pytest.approx(68)
    told = creatinine_clearance(age=60, weight=72, sex="male", creatinine=88.4, unit="µmol/L")
    assert told == pytest.approx(80)


def test_qtcf_follows_fridericia():
    assert qtcf(qt=400, rr=1000) == pytest.approx(400)
    assert qtcf(qt=400, rr=rr_of(60)) == pytest.approx(400)
    assert qtcf(qt=400, rr=rr_of(90)) == pytest.approx(400 * 1.5 ** (1 / 3))


def test_times_limit_divides():
    assert times_limit(value=Fraction("51.3"), limit=Fraction("17.1")) == 3


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: creatinine_clearance(age=140, weight=70, sex="male", creatinine=1, unit="mg/dL"),
        lambda: creatinine_clearance(age=60, weight=0, sex="male", creatinine=1, unit="mg/dL"),
        lambda: creatinine_clearance(age=60, weight=70, sex="male", creatinine=0, unit="mg/dL"),
        lambda: qtcf(qt=0, rr=1000),
        lambda: qtcf(qt=400, rr=0),
        lambda: rr_of(0),
        lambda: times_limit(value=Fraction(1), limit=Fraction(0)),
        lambda: times_limit(value=Fraction(-1), limit=Fraction(1)),
    ],
)
def test_a_formula_refuses_what_it_means_nothing_for(wrong):
    with pytest.raises(ValueError, match="expected"):
        wrong()


@given(st.floats(0.1, 1000), st.integers(10, 100_000))
def test_rounding_crosses_no_limit_of_any_kind(number, hundredths):
    limit = hundredths / 100
    if abs(number - limit) > 1e-6:
        assert (clear_of_limits(number) < limit) == (number < limit)
        assert (clear_of_limits(number) > limit) == (number > limit)


def test_rounding_ignores_the_noise_of_arithmetic():
    assert clear_of_limits(51.3 / 17.1) == 3.0  # 3.0000000000000004 in binary
    assert clear_of_limits(39.996) == 39.996
    assert clear_of_limits(39.999_96) == 39.999_96
    assert clear_of_limits(40.000_4) == 40.000_4
    assert clear_of_limits(63.194_444_4) == 63.194


def test_a_calculator_tells_a_result_only_when_it_knows_everything():
    known: dict[str, Value] = {
        "age": Quantity(number=60, unit="years"),
        "weight": Quantity(number=72, unit="kg"),
        "sex": "female",
        "serum_creatinine": Quantity(number=1, unit="mg/dL"),
    }
    compute = CALCULATORS["cockcroft_gault"].compute
    assert compute(known) == 68
    for name in known:
        assert compute({key: value for key, value in known.items() if key != name}) is None
    qt = {"qt": Quantity(number=400, unit="ms")}
    compute = CALCULATORS["fridericia"].compute
    assert compute({**qt, "heart_rate_or_rr": Quantity(number=60, unit="/min")}) == 400
    assert compute({**qt, "heart_rate_or_rr": Quantity(number=1000, unit="ms (RR)")}) == 400
    assert compute(qt) is None
    compute = times_limit_of("bilirubin").compute
    value, limit = Quantity(number=51.3, unit="µmol/L"), Quantity(number=17.1, unit="µmol/L")
    assert compute({"bilirubin_value": value, "bilirubin_limit": limit}) == 3
    assert compute({"bilirubin_value": value}) is None


def test_bilirubin_and_its_limit_in_two_units_are_not_divided_as_if_they_were_one():
    compute = times_limit_of("bilirubin").compute
    limit = Quantity(number=17.104, unit="µmol/L")
    assert (
        compute({"bilirubin_value": Quantity(number=3, unit="mg/dL"), "bilirubin_limit": limit})
        == 3
    )
    two = Quantity(number=34.208, unit="µmol/L")
    one = Quantity(number=1, unit="mg/dL")
    assert compute({"bilirubin_value": two, "bilirubin_limit": one}) == 2


def times_limit_of(fact_id: str, label: str = "Total bilirubin", of: str = "ULN") -> Calculator:
    """The calculator of a fact that is a multiple of a limit of normal."""
    unit = Unit(unit=f"× {of}", low=0, high=200)
    fact = Fact(
        id=fact_id,
        kind="number",
        label=label,
        question=label,
        units=(unit,),
        calculator="times_limit",
    )
    found = calculator_of(fact)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("fact", "unit", "limit", "at", "just"),
    [
        ("alt_uln", "U/L", 40, 120, 1),
        ("alt_uln", "µkat/L", 0.7, 2.1, 0.01),
        ("ast_uln", "U/L", 35, 105, 0.5),
        ("alkaline_phosphatase_uln", "U/L", 129, 387, 1),
        ("creatinine_uln", "mg/dL", 1.2, 3.6, 0.01),
        ("creatinine_uln", "µmol/L", 106, 318, 1),
        ("bilirubin_uln", "mg/dL", 1.2, 3.6, 0.01),
        ("bilirubin_uln", "µmol/L", 21, 63, 0.1),
        ("inr_uln", "", 1.1, 3.3, 0.01),
        ("troponin_uln", "", 14, 42, 0.1),
    ],
)
def test_any_value_is_divided_by_its_own_limit_exactly_at_the_boundary(fact, unit, limit, at, just):
    tool = times_limit_of(fact, "X")
    value, normal = (one.id for one in tool.facts)
    assert all(one.unit(unit) for one in tool.facts)

    def times(number: float) -> float | None:
        normal_value = Quantity(number=limit, unit=unit)
        return tool.compute({value: Quantity(number=number, unit=unit), normal: normal_value})

    below, exactly, above = (times(number) for number in (at - just, at, at + just))
    assert exactly == 3
    assert below is not None
    assert above is not None
    assert below < 3 < above


def test_a_value_and_a_limit_in_different_units_are_converted_with_their_source():
    for fact, first, other, factor in (
        ("bilirubin_uln", "mg/dL", "µmol/L", 17.104),
        ("creatinine_uln", "mg/dL", "µmol/L", 88.4),
        ("ast_uln", "µkat/L", "U/L", 60),
    ):
        tool = times_limit_of(fact)
        value, normal = (one.id for one in tool.facts)
        measured = {value: Quantity(number=3 * factor, unit=other)}
        assert tool.compute({**measured, normal: Quantity(number=1, unit=first)}) == 3
        assert "1 " in tool.source


def test_the_bilirubin_of_one_criterion_is_never_the_alt_of_another():
    """Both are multiples of an upper limit, each of its own."""
    own = [
        {fact.id for fact in times_limit_of(fact_id).facts}
        for fact_id in ("bilirubin_uln", "alt_uln", "creatinine_uln", "haemoglobin_lln")
    ]
    assert len(set.union(*own)) == 8


def test_every_calculator_is_used_and_finds_the_facts_it_uses():
    used = {fact.calculator for fact in CHECKLIST.facts if fact.calculator}
    assert used == {*CALCULATORS, "times_limit"}
    ids = {fact.id for fact in CHECKLIST.facts}
    assert all(set(calculator.uses) <= ids for calculator in CALCULATORS.values())


# --- the answers file ----------------------------------------------------------------------------

HAND = {"kidney": ByHand(state=State.DOES_NOT_EXCLUDE, reason="measured <40> & fine")}


def saved(answers: dict[str, Any] = FIT, hand: dict[str, ByHand] = HAND) -> dict[str, Any]:
    content: dict[str, Any] = answers_content(CHECKLIST, answers, hand)
    return content


def read(content: Any) -> Any:
    return read_saved_answers(CHECKLIST, json.dumps(content).encode())


def test_saved_answers_come_back_as_they_were():
    told = read(saved())
    assert dict(told.answers) == FIT
    assert dict(told.by_hand) == HAND
    assert (told.left_out, told.record_date) == ((), None)


def test_the_file_says_for_which_record_and_by_which_app_and_names_nobody():
    content = saved()
    assert content["record"] == "NCT03972488"
    assert content["record_date"] == "2026-01-21"
    assert content["app_version"] == VERSION
    assert set(content) == {
        "format",
        "version",
        "record",
        "record_date",
        "app_version",
        "criteria",
        "answers",
        "by_hand",
    }


def test_an_implausible_answer_is_kept_to_be_corrected():
    assert read(saved({"ki67": 140, "haemoglobin": "8"})).answers == {
        "ki67": 140,
        "haemoglobin": "8",
    }


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"answers": {"gone": {"question": "Old question", "answer": 1}}}, "“Old question”"),
        ({"answers": {"gone": 1}}, "“gone”"),
        ({"answers": {"ki67": {"question": "Other", "answer": 20}}}, "asked differently"),
        ({"answers": {"sex": {"answer": "x"}}}, "not one of the answers"),
        ({"answers": {"ki67": {"answer": "many"}}}, "expected a number"),
        ({"answers": {"haemoglobin": {"answer": "80 mg/L"}}}, "expected the unit"),
        ({"answers": {"ki67": {"answer": {"a": 1}}}}, "expected a number"),
        ({"by_hand": {"gone": {"criterion": "Old", "state": "met", "reason": "r"}}}, "“Old”"),
        (
            {"by_hand": {"kidney": {"criterion": "Old", "state": "excludes", "reason": "r"}}},
            "“Old”",
        ),
        ({"by_hand": {"kidney": 3}}, "set by hand"),
    ],
)
def test_what_no_longer_fits_is_listed_and_the_rest_is_kept(change, says):
    content = saved({"age": 54}, {})
    for key, entries in change.items():
        content[key].update(entries)
    told = read(content)
    assert len(told.left_out) == 1
    assert says in told.left_out[0]
    assert dict(told.answers) == {"age": 54}
    assert dict(told.by_hand) == {}


def test_a_state_by_hand_without_a_reason_is_left_out():
    for wrong in ({"reason": " "}, {"reason": 5}, {"state": "met"}, {"reason": "x" * 501}):
        content = saved({})
        content["by_hand"]["kidney"].update(wrong)
        told = read(content)
        assert dict(told.by_hand) == {}
        assert "Exclusion 1" in told.left_out[0]


def test_answers_given_for_an_earlier_record_say_so():
    assert read({**saved(), "record_date": "2025-01-01"}).record_date == "“2025-01-01”"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "This file is empty"),
        (b" \n\t", "This file is empty"),
        (b"\xef\xbb\xbf", "This file is empty"),
        (b"\xff\xfe", "This file is empty"),
        (b"\xff\xfe\x00", "expected text in UTF-16"),
        (b"\x89PNG\r\n", "expected text in UTF-8"),
        (b"<!DOCTYPE html><html></html>", "This is a web page"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"answers": ' * 50_000, "nested too deeply"),
        (b'{"format": "Trial Explorer answers"', "line 1, column 36: expected JSON"),
        (b'{"version": 1, "version": 1}', "found 'version' twice"),
        (b'{"answers": {"age": NaN}}', "which knows no NaN"),
        (b'{"answers": {"age": -Infinity}}', "which knows no -Infinity"),
        (b'{"version": ' + b"9" * 5000 + b"}", "expected JSON, but"),
        (b'{"by_hand": "\\ud83d"}', "half a sign"),
        (b"[]", "expected one that “Download answers” has written"),
        (b"null", "expected one that “Download answers” has written"),
        (b"{}", "not a file of answers"),
        (b'{"protocolSection": {}}', "not a file of answers"),
        (b" " * (MAX_BYTES + 1), "too large"),
    ],
)
def test_what_is_no_answers_file_is_refused_in_a_sentence(content, says):
    with pytest.raises(KeptFileError, match=says) as refused:
        read_saved_answers(CHECKLIST, content)
    assert str(refused.value).endswith(".")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_a_file_saved_in_another_encoding_opens_all_the_same(encoding):
    content = json.dumps(saved(), ensure_ascii=False).encode(encoding)
    assert read_saved_answers(CHECKLIST, content).answers == read(saved()).answers


@pytest.mark.parametrize(
    ("version", "says"),
    [
        (2, "A later version of this app has written this file (version “2”)"),
        (10**30, "A later version of this app"),
        (0, "not a file of answers that this app has written"),
        (True, "not a file of answers that this app has written"),
        ("1", "not a file of answers that this app has written"),
        (1.0, "not a file of answers that this app has written"),
        (None, "not a file of answers that this app has written"),
    ],
)
def test_a_file_of_another_version_is_refused_and_says_why(version, says):
    with pytest.raises(KeptFileError, match=re.escape(says)):
        read({**saved(), "version": version})


def test_answers_of_an_older_record_open_with_what_changed():
    old = saved({"age": 54})
    texts = [one["text"] for one in old["criteria"]]
    ki67 = texts.index("Ki67 index ≥10 and ≤ 55%")
    old["criteria"][ki67]["text"] = "Ki67 index ≥20 and ≤ 55%"
    del old["criteria"][5]  # one that came since
    old["criteria"].append({"name": "Exclusion 26", "text": "Gout of either knee"})
    told = read({**old, "record_date": "2024-05-01"})
    assert told.record_date == "“2024-05-01”"
    assert told.changes == (
        "Inclusion 2 changed: “Ki67 index ≥10 and ≤ 55%”; before, it was "
        "“Ki67 index ≥20 and ≤ 55%”",
        f"Inclusion 6 came: “{texts[5]}”",
        "Exclusion 26 went: “Gout of either knee”",
    )
    assert read(saved()).changes == ()
    del old["criteria"]  # as earlier versions of the app wrote
    assert read(old).changes == ()


@pytest.mark.parametrize("criteria", [{}, None, "x", [1], [{}], [{"name": 1, "text": "x"}], [[]]])
def test_damaged_criteria_are_refused_in_a_sentence(criteria):
    with pytest.raises(KeptFileError, match="“criteria” in this file"):
        read({**saved(), "criteria": criteria})


def test_answers_for_another_record_are_refused():
    with pytest.raises(KeptFileError, match="“NCT00000001”, not to NCT03972488"):
        read({**saved(), "record": "NCT00000001"})
    with pytest.raises(KeptFileError, match="“answers” in this file"):
        read({**saved(), "answers": []})


NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


@given(st.recursive(st.none() | st.booleans() | NUMBERS | st.text(), st.lists, max_leaves=5))
def test_any_answer_in_a_file_is_read_or_listed(answer):
    content = saved({}, {})
    content["answers"] = {fact.id: {"answer": answer} for fact in CHECKLIST.facts}
    told = read(content)
    if answer is not None:
        assert len(told.answers) + len(told.left_out) == len(CHECKLIST.facts)
    for key, value in told.answers.items():
        fact = CHECKLIST.fact(key)
        assert fact.kind != "number" or split_number(fact, value) is not None


# --- the summary ---------------------------------------------------------------------------------


def summary(answers: dict[str, Any], hand: dict[str, ByHand] | None = None) -> str:
    return summary_html(
        CHECKLIST,
        [Person(code="", answers=answers, by_hand=hand or {})],
        title="A <b>study</b>",
        day=date(2026, 2, 3),
        status="Nobody can enrol now.",
    )


def test_the_summary_has_verdict_date_and_every_criterion_with_state_and_value():
    page = summary({**FIT, "ki67": 8}, HAND)
    assert "Excluded by inclusion 2" in page
    assert "3 Feb 2026" in page
    assert "record of 21 Jan 2026" in page
    assert page.count("<li") == 33
    for item in assess(CHECKLIST, {**FIT, "ki67": 8}).criteria:
        assert f"<strong>{item.criterion.name} · " in page
        assert f"</strong> {escape(item.criterion.text)}" in page
    assert "✗ not met" in page
    assert "Ki-67: 8%" in page
    assert "Nobody can enrol now. Not medical advice." in page


def test_nothing_in_the_summary_is_read_as_html_or_fetched():
    page = summary(FIT, HAND)
    assert "A &lt;b&gt;study&lt;/b&gt;" in page
    assert "measured &lt;40&gt; &amp; fine" in page
    assert "http" not in page
    assert "<script" not in page


def test_the_summary_has_no_place_for_a_name():
    body = summary(FIT).partition("<body>")[2]
    assert "name" not in body.lower()


def test_a_verdict_that_rests_on_a_state_set_against_its_answer_says_so_everywhere():
    checklist = netter_2()
    answers = {**FIT, "ki67": 5}
    ki67 = next(item for item in checklist.criteria if item.facts == ("ki67",))
    hand = {ki67.id: ByHand(state=State.MET, reason="second biopsy")}
    assessment = assess(checklist, answers, hand)
    assert assessment.verdict is Verdict.MEETS
    assert headline(assessment) == (
        "Meets every criterion as answered (1 set by hand, against its answer)"
    )
    said = "although its answer gives “not met”: second biopsy"
    assert said in in_short(checklist, assessment.of(ki67.id), assessment)
    page = summary_html(
        checklist,
        [Person(code="", answers=answers, by_hand=hand)],
        title="T",
        day=date(2026, 1, 1),
        status="",
    )
    assert "against its answer" in page
    assert said in page
    written = answers_content(checklist, answers, hand)
    assert written["by_hand"][ki67.id]["state"] == "met"
    assert written["by_hand"][ki67.id]["state_from_answers"] == "not met"


def test_a_state_set_by_hand_where_answers_leave_it_open_is_not_against_them():
    checklist = netter_2()
    ki67 = next(item for item in checklist.criteria if item.facts == ("ki67",))
    hand = {ki67.id: ByHand(state=State.MET, reason="seen")}
    assert assess(checklist, {}, hand).against_answers == ()


@pytest.mark.parametrize("place", ["by_hand", "answers", "record_date"])
def test_a_file_with_half_a_sign_in_it_is_refused_in_a_sentence(place):
    content = answers_content(netter_2(), {"ki67": 5}, {})
    content[place] = {"x": {"reason": "\ud800", "answer": "\ud800"}}
    with pytest.raises(KeptFileError, match="half a sign"):
        read_saved_answers(netter_2(), json.dumps(content).encode())


def haemoglobin(answer: str) -> tuple[State, list[InOtherUnit]]:
    checklist = netter_2()
    fact = checklist.fact("haemoglobin")
    item = next(item for item in checklist.criteria if "haemoglobin" in item.facts)
    assessment = assess(checklist, {**FIT, "haemoglobin": answer})
    return assessment.of(item.id).state, list(in_other_units(item, fact, assessment.values))


@pytest.mark.parametrize(
    ("answer", "state", "says"),
    [
        ("8.02 g/dL", State.DOES_NOT_EXCLUDE, "is 4.98 mmol/L, which is below the record’s other"),
        ("8.00 g/dL", State.DOES_NOT_EXCLUDE, "is 4.96 mmol/L, which is below"),
        # 4.9958 mmol/L: rounded as usual it would be the limit, and not below it.
        ("8.05 g/dL", State.DOES_NOT_EXCLUDE, "is 4.996 mmol/L, which is below"),
        (
            "4.98 mmol/L",
            State.EXCLUDES,
            "is 8.02 g/dL, which is not below the record’s other limit",
        ),
        ("4.97 mmol/L", State.EXCLUDES, "is 8.01 g/dL, which is not below"),
    ],
)
def test_where_the_limit_in_the_other_unit_reads_otherwise_it_is_said(answer, state, says):
    found, [other] = haemoglobin(answer)
    assert found is state
    assert other.disagrees
    assert says in other.text
    assert f"the one in {answer.split()[1]} counts" in other.text


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("7.5 mmol/L", ["Haemoglobin 7.5 mmol/L is 12.1 g/dL."]),
        ("5 mmol/L", ["Haemoglobin 5 mmol/L is 8.06 g/dL."]),
        ("4.96 mmol/L", ["Haemoglobin 4.96 mmol/L is 7.99 g/dL."]),
        ("7.99 g/dL", []),
        ("8.06 g/dL", []),
        ("12 g/dL", []),
    ],
)
def test_where_both_limits_agree_a_value_is_said_back_in_the_first_unit_alone(answer, says):
    _, others = haemoglobin(answer)
    assert [other.text for other in others] == says
    assert not any(other.disagrees for other in others)


def test_the_printed_summary_says_that_the_other_limit_reads_otherwise():
    other = "which is not below the record’s other limit of 8 g/dL"
    assert other in summary({**FIT, "haemoglobin": "4.98 mmol/L"})
    assert other not in summary(FIT)


@pytest.mark.parametrize(
    ("criterion", "fact", "answer", "says"),
    [
        ("bilirubin", "bilirubin", "17", "Is it 17 × ULN, and not 17 mg/dL or 17 µmol/L?"),
        ("blood_count", "haemoglobin", "7.5 mmol/L", "Is it 7.5 mmol/L, and not 7.5 g/dL?"),
        ("blood_count", "haemoglobin", "7.5 g/dL", "Is it 7.5 g/dL, and not 7.5 mmol/L?"),
        ("age_weight", "weight", "154", "Is it 154 kg, and not 154 lb?"),
        ("diabetes", "hba1c", "9.5 mmol/mol", "Is it 9.5 mmol/mol, and not 9.5%?"),
        ("albumin", "albumin", "6 g/L", "Is it 6 g/L, and not 6 g/dL?"),
        ("blood_count", "haemoglobin", "12 g/dL", None),
        ("bilirubin", "bilirubin", "2.9", None),
        ("bilirubin", "bilirubin", "3.1", None),
        ("diabetes", "hba1c", "9", None),
        ("age_weight", "weight", "70", None),
        ("blood_count", "platelets", "150 10⁹/L", None),
    ],
)
def test_where_another_unit_is_likely_it_is_asked(criterion, fact, answer, says):
    assessment = assess(CHECKLIST, {fact: answer})
    item = next(one for one in CHECKLIST.criteria if one.id == criterion)
    asked = list(unit_questions(item, CHECKLIST.fact(fact), assessment.values))
    assert [one[: len(says or "")] for one in asked] == ([says] if says else [])


def test_what_is_entered_for_a_calculator_is_asked_about_too():
    answers = {"bilirubin_value": "0.7 µmol/L", "bilirubin_limit": "17 µmol/L"}
    item = next(one for one in CHECKLIST.criteria if one.id == "bilirubin")
    values = assess(CHECKLIST, answers).values
    asked = list(unit_questions(item, CHECKLIST.fact("bilirubin"), values))
    assert asked == ["Is it 0.7 µmol/L, and not 0.7 mg/dL?"]


@pytest.mark.parametrize(
    ("fact", "answer", "says"),
    [
        ("hba1c", "58", "is it 58 mmol/mol?"),
        ("hba1c", "6.5 mmol/mol", "is it 6.5%?"),
        ("platelets", "150 /mm³", "is it 150 × 10⁹/L or 150 K/µL?"),
        ("albumin", "4 g/L", "is it 4 g/dL?"),
        ("serum_creatinine", "1.2 µmol/L", "is it 1.2 mg/dL?"),
        ("potassium", "40", "expected 1 mmol/L to 12 mmol/L."),
    ],
)
def test_a_number_that_is_only_plausible_in_another_unit_is_refused_with_it(fact, answer, says):
    assert assess(CHECKLIST, {fact: answer}).problems[fact].endswith(says)


def test_a_calculator_takes_a_weight_in_pounds_as_kilograms():
    known = {"age": 60, "sex": "male", "serum_creatinine": "1 mg/dL"}
    assert assess(CHECKLIST, {**known, "weight": 72}).derived == {
        "creatinine_clearance": Quantity(number=80, unit="mL/min")
    }
    pounds = assess(CHECKLIST, {**known, "weight": "158.73 lb"}).derived["creatinine_clearance"]
    assert pounds.number == pytest.approx(80, abs=0.02)


def test_the_clearance_of_a_decimal_comma_is_that_of_the_number():
    known = {"age": 60, "sex": "male", "weight": "74 kg", "serum_creatinine": "1,3 mg/dL"}
    derived = assess(CHECKLIST, known).derived["creatinine_clearance"]
    assert derived.number == pytest.approx(63.2, abs=0.1)


def test_every_conversion_names_its_source():
    for fact in asked_with_calculators(CHECKLIST.facts):
        for unit in fact.units:
            assert unit.source or not (unit.converted or unit.per_first), (fact.id, unit.unit)
