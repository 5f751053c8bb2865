"""Numbers as people write them, and answers files as they come back: read right, or refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.exports.personal.unguessable import json_file
from data.annotations.eligibility import Compare
from data.drafting.lexicon import lexicon_facts
from data.eligibility import ByHand, settable
from data.eligibility.answers import read_answer
from data.eligibility.answers_file import (
    SavedAnswers,
    answers_content,
    read_saved_answers,
    split_number,
)
from data.eligibility.entered import Entered, read_entered
from data.eligibility.evaluate import evaluate
from data.eligibility.typed import NumberError, read_number, take_number, write_number
from data.errors import KeptFileError
from tests.eligibility_people import FIT, netter_2

CHECKLIST = netter_2()
SCRIPTS = ("0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९")


@given(
    st.integers(0, 10**9),
    st.integers(0, 10**6 - 1),
    st.sampled_from(".,．，"),
    st.sampled_from(SCRIPTS),
)
def test_a_number_is_read_as_it_was_meant_or_refused_in_every_script(whole, part, sign, digits):
    plain = f"{whole}.{part}"
    written = plain.translate(str.maketrans("0123456789.", f"{digits}{sign}"))
    if 1 <= whole <= 999 and len(str(part)) == 3:
        with pytest.raises(NumberError, match="two ways"):
            read_number(written)
    else:
        assert read_number(written) == float(plain)


@pytest.mark.parametrize("written", ["７５．０００", "７５,０００", "٧٥.٠٠٠", "999,999", "+1.000"])
def test_what_may_be_thousands_is_refused_in_any_digits(written):
    with pytest.raises(NumberError, match="two ways"):
        read_number(written)


@given(st.text(alphabet="0123456789０９٣.,．，+-−'’ e%/\u00a0\u202f⁹x", max_size=12))
def test_a_text_that_was_typed_is_the_number_it_shows_or_none(text):
    written, behind = take_number(text)
    assert "".join(text.split()) == "".join((written + behind).split())
    try:
        read = read_number(written)
    except NumberError:
        return
    assert read_number(write_number(read)) == pytest.approx(read, abs=1e-6)


@given(st.floats(0, 10**8))
def test_a_number_written_into_a_field_is_read_as_the_same(number):
    assert read_number(write_number(number)) == pytest.approx(number, abs=5.1e-7)


ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([10**400, -(10**400), 1e300, float("inf"), float("nan"), "8 g/dL", "1,234"])
    | st.floats()
    | st.text(st.characters(codec=None, exclude_categories=()), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


def opened(content: bytes) -> SavedAnswers | str:
    """What the page gets: the answers, or one sentence."""
    try:
        return read_saved_answers(CHECKLIST, content)
    except KeptFileError as error:
        return str(error)


def assert_can_be_kept_again(saved: SavedAnswers) -> None:
    """Everything fits its field, and is written and read again as it is."""
    for fact in CHECKLIST.facts:
        if fact.kind == "number" and fact.id in saved.answers:
            number, _ = split_number(fact, saved.answers[fact.id]) or (None, None)
            assert number is not None
            assert len(write_number(number)) <= 40
            read_number(write_number(number))
    again = json_file(answers_content(CHECKLIST, saved.answers, saved.by_hand)).encode()
    assert opened(again) == SavedAnswers(answers=saved.answers, by_hand=saved.by_hand)
    assert all(line.strip() for line in saved.left_out)


def entry_of(place: str, value: Any, inside: str | None) -> dict[str, Any]:
    """A file as written, one thing in it replaced."""
    criterion = CHECKLIST.criteria[0]
    hand = {criterion.id: ByHand(state=settable(criterion.kind)[0], reason="seen")}
    content: dict[str, Any] = answers_content(CHECKLIST, FIT, hand)
    if inside is None:
        content[place] = value
    elif place in ("answers", "by_hand"):
        entries = content[place]
        key = criterion.id if place == "by_hand" else "ki67"
        entries[key] = {**entries[key], inside: value} if inside != "entry" else value
    return content


@given(
    st.sampled_from(
        ["answers", "by_hand", "criteria", "record_date", "record", "format", "version"]
    ),
    st.sampled_from([None, "entry", "answer", "question", "state", "reason", "criterion"]),
    ANYTHING,
)
@settings(max_examples=200, deadline=None)
def test_a_damaged_file_gives_a_sentence_or_answers_that_can_be_kept_again(place, inside, value):
    saved = opened(json.dumps(entry_of(place, value, inside)).encode())
    if isinstance(saved, str):
        assert saved.endswith(".")
    else:
        assert_can_be_kept_again(saved)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_file_of_which_bytes_are_lost_or_changed_gives_a_sentence_or_answers(data):
    content = bytearray(json_file(answers_content(CHECKLIST, FIT, {})).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    saved = opened(bytes(content))
    if isinstance(saved, SavedAnswers):
        assert_can_be_kept_again(saved)


@pytest.mark.parametrize("number", [10**400, 1e300, -1e300, 10**15])
def test_a_number_that_no_field_can_hold_is_left_out_with_a_sentence(number):
    saved = opened(json.dumps(entry_of("answers", number, "answer")).encode())
    assert isinstance(saved, SavedAnswers)
    assert "ki67" not in saved.answers
    assert [line for line in saved.left_out if line.startswith("Ki-67")]


@pytest.mark.parametrize("state", [[], {}, None, 1, "excluded", "unknown"])
def test_a_state_that_is_none_is_left_out_with_a_sentence(state):
    saved = opened(json.dumps(entry_of("by_hand", state, "state")).encode())
    assert isinstance(saved, SavedAnswers)
    assert saved.by_hand == {}
    assert saved.left_out == ("Inclusion 1, set by hand: the state or the reason is missing.",)


@pytest.mark.parametrize(
    ("fact", "text", "unit", "answer"),
    [
        ("ki67", "5,5", "", 5.5),
        ("ki67", "５,５％", "", 5.5),
        ("weight", "70,5 KG", "", 70.5),
        ("weight", "７０", "", 70),
        ("bilirubin", "0,7 x ULN", "", 0.7),
        ("kps", "80", "", 80),
        ("months_since_diagnosis", "3 month", "", 3),
        ("haemoglobin", "8,02 g/dl", "", "8.02 g/dL"),
        ("haemoglobin", "8.02", "g/dL", "8.02 g/dL"),
        ("haemoglobin", "8.02 g/dL", "g/dL", "8.02 g/dL"),
        ("platelets", "74,6 x10^9/l", "", "74.6 10⁹/L"),
        ("white_cells", "1,9", "10⁹/L", "1.9 10⁹/L"),
        ("platelets", "75000/mm3", "", "75000 /mm³"),
        ("weight", "154 lbs", "", "154 lb"),
        ("weight", "154 pounds", "", "154 lb"),
        ("weight", "70 kilograms", "", 70),
        ("platelets", "150 G/L", "", "150 10⁹/L"),
        ("platelets", "150 Gpt/l", "", "150 10⁹/L"),
        ("platelets", "150 x10^3/µL", "", "150 K/µL"),
        ("platelets", "150000 cells/mm3", "", "150000 /mm³"),
        ("white_cells", "5000 cells/uL", "", "5000 /µL"),
        ("haemoglobin", "120 G/L", "", "120 g/L"),
        ("haemoglobin", "12 gm/dl", "", "12 g/dL"),
        ("hba1c", "7.5 percent", "", 7.5),
        ("weight", " ", "", None),
        ("haemoglobin", "", "g/dL", None),
    ],
)
def test_what_was_typed_is_the_answer_that_was_meant(fact, text, unit, answer):
    assert read_entered(CHECKLIST.fact(fact), text, unit) == Entered(answer=answer)


@pytest.mark.parametrize(
    ("fact", "text", "unit", "says"),
    [
        ("platelets", "75.000", "10⁹/L", "75.000 can be read in two ways"),
        ("platelets", "75 000", "/mm³", "without signs or spaces between the thousands"),
        ("platelets", "75\u202f000 /mm³", "", "without signs or spaces between the thousands"),
        ("platelets", "1.234.567", "/mm³", "without signs or spaces between the thousands"),
        ("weight", "1e2", "", "write '1e2' out, without an exponent"),
        ("bilirubin", "21 µmol/L", "", "enter 21 µmol/L under Calculate, with the upper limit"),
        ("creatinine_clearance", "88 µmol/L", "", "enter 88 µmol/L under Calculate: Cockcroft"),
        ("bilirubin", "1,2 mg/dl", "", "enter 1,2 mg/dl under Calculate, with the upper limit"),
        ("weight", "1E+2 kg", "", "without an exponent"),
        ("hba1c", "-7", "", "HbA1c of -7% is not plausible"),
        ("hba1c", "−7", "", "HbA1c of -7% is not plausible"),
        ("haemoglobin", "8 g/dL", "mmol/L", "g/dL is written in the field, but mmol/L is chosen"),
        ("haemoglobin", "12", "", "expected the unit g/dL or mmol/L or g/L, got none"),
        ("kps", "80 %", "", "expected a number without a unit, got '%'"),
        ("ki67", "<5", "", "expected a number such as 5.5 or 5,5, got '<5'"),
        ("ki67", "5-6", "", "expected the unit %, got '-6'"),
        ("ki67", "5 6", "", "expected the unit %, got '6'"),
        ("ki67", "7.50000001", "", "expected at most 6 decimals"),
    ],
)
def test_what_is_not_clear_is_refused_in_a_sentence_and_is_no_answer(fact, text, unit, says):
    entered = read_entered(CHECKLIST.fact(fact), text, unit)
    assert entered.answer is None
    assert says in (entered.refused or "")
    assert (entered.refused or "").endswith(".")


DRAFTED = {fact.id: fact for fact in lexicon_facts()}


@pytest.mark.parametrize(
    ("fact", "limit", "below", "at", "above"),
    [
        ("weight", {"kg": 45.359237}, "99.9 lb", "100 lb", "100.1 lbs"),
        ("weight_lb", {"lb": 110}, "49 kg", None, "50 kg"),
        ("hba1c", {"%": 7.5}, "58.46 mmol/mol", None, "58.47 mmol/mol"),
        ("hba1c_mmol_mol", {"mmol/mol": 58}, "7.4 %", None, "7.5 percent"),
        ("haemoglobin", {"g/dL": 10, "g/L": 100}, "6.20 mmol/L", "6.2060 mmol/L", "6.21 mmol/L"),
        ("haemoglobin_mmol_l", {"mmol/L": 6.206}, "9.9 g/dL", "10 g/dL", "10.1 gm/dL"),
        ("haemoglobin_mmol_l", {"mmol/L": 6.206}, "99 g/L", "100 g/L", "101 g/L"),
        ("creatinine", {"mg/dL": 1.5}, "132.5 umol/L", "132.6 µmol/L", "132.7 µmol/L"),
        ("creatinine_umol_l", {"µmol/L": 132.6}, "1.49 mg/dL", "1.5 mg/dL", "1.51 mg/dL"),
        ("bilirubin", {"mg/dL": 2}, "34.2 µmol/L", "34.2080 µmol/L", "34.3 µmol/L"),
        ("bilirubin_umol_l", {"µmol/L": 34.208}, "1.9 mg/dL", "2 mg/dL", "2,1 mg/dl"),
        ("fasting_glucose_mmol_l", {"mmol/L": 7}, "126 mg/dL", "126.1120 mg/dL", "127 mg/dL"),
        ("platelets", {"10⁹/L": 100, "/mm³": 100_000}, "99 K/µL", "100 x10^3/uL", "101 k/ul"),
        ("neutrophils", {"10⁹/L": 1.5, "/mm³": 1500}, "1499 cells/µL", "1500 /uL", "1501 /µL"),
    ],
)
def test_a_fact_of_any_record_takes_the_units_in_use_at_its_limit(fact, limit, below, at, above):
    """What a record's limit is not given in is converted exactly, just below, at and just above."""
    (one,) = [DRAFTED[fact]]
    for operator, expected in (("below", (True, False, False)), ("above", (False, False, True))):
        rule = Compare.model_validate({"fact": fact, operator: limit})
        for text, holds in zip((below, at, above), expected, strict=True):
            if text is not None:
                entered = read_entered(one, text)
                assert entered.refused is None
                value = read_answer(one, entered.answer)
                assert value is not None
                assert evaluate(rule, {fact: value}).truth is holds, text


def test_a_unit_that_cannot_be_converted_is_refused_with_all_that_can():
    refused = read_entered(DRAFTED["creatinine"], "1.2 g/L").refused or ""
    assert refused.endswith("expected the unit mg/dL or µmol/L, got 'g/L'.")
    refused = read_entered(DRAFTED["haemoglobin"], "7.5 mmol/L", "g/L").refused or ""
    assert "mmol/L is written in the field, but g/L is chosen" in refused
