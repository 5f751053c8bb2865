"""A draft becomes a reading only by a person's review; the file keeps it, with who and when."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction

import pytest

from data import Study, StudyError, load_study
from data.annotations import Annotations, load_annotations
from data.annotations.eligibility import (
    AllOf,
    AnyOf,
    AtLeast,
    Compare,
    Fact,
    RuleReview,
    Unit,
    leaves,
)
from data.annotations.shipped import shipped_annotations
from data.eligibility import Checklist, State, Verdict, assess, load_checklist
from data.eligibility.reviewing import (
    changed_rule,
    how_many,
    limit_of,
    read_readings,
    readings_file,
    with_review,
    without_review,
)
from data.records import shipped_records

TEXT = (
    "Inclusion Criteria:\n\n* Age of at least 21 years\n\nExclusion Criteria:\n\n* BMI > 40 kg/m2"
)


def study(text: str = TEXT) -> Study:
    sections = {
        "identificationModule": {"nctId": "NCT00000001"},
        "eligibilityModule": {"eligibilityCriteria": text},
    }
    return load_study(json.dumps({"protocolSection": sections}))


def checklist(annotations: Annotations, text: str = TEXT) -> Checklist:
    return load_checklist(study(text), annotations)


def judged(
    decision: str, annotations: Annotations, place: int = 0, text: str = TEXT
) -> Annotations:
    item = checklist(annotations, text).criteria[place]
    assert item.draft is not None
    rule = item.draft.rule
    assert rule is not None
    review = RuleReview.model_validate(
        {
            "reviewed_by": "A. Reader",
            "reviewed_on": date(2026, 1, 2),
            "program": "Trial Explorer",
            "decision": decision,
            "draft": rule,
        }
    )
    return with_review(annotations, item, review, rule, item.draft.facts)


def test_an_accepted_draft_decides_and_one_that_is_taken_back_does_not() -> None:
    accepted = judged("accepted", Annotations())
    made = checklist(accepted)
    assert made.criteria[0].reviewed
    assert assess(made, {"age": 20}).verdict is Verdict.EXCLUDED
    assert assess(made, {"age": 21}).criteria[0].state is State.MET
    back = checklist(without_review(accepted, made.criteria[0]))
    assert assess(back, {"age": 20}).verdict is Verdict.CANNOT_TELL


def test_an_accepted_draft_below_a_line_that_only_leads_in_decides_too() -> None:
    line = "Patients should not enter the study if any of the following are met:"
    text = TEXT.replace("* BMI", f"{line}\n\n* BMI")
    accepted = judged("accepted", Annotations(), 1, text)
    assert checklist(accepted, text).criteria[1].reviewed
    assert checklist(accepted, text).gone == ()
    other = text.replace(line, "Twins may enter although they have:")
    made = checklist(accepted, other)
    assert not any(item.reviewed for item in made.criteria)
    assert made.gone == ("BMI > 40 kg/m2",)


def test_a_rejected_draft_is_shown_no_more_and_the_sentence_is_still_asked() -> None:
    item = checklist(judged("rejected", Annotations())).criteria[0]
    assert item.draft is None
    assert not item.reviewed
    assert item.facts == (item.id,)


def test_saved_readings_put_everything_back() -> None:
    both = judged("rejected", judged("accepted", Annotations()), 1)
    opened = read_readings(study(), readings_file(study(), both).encode())
    assert opened.eligibility == both.eligibility
    assert checklist(opened).criteria == checklist(both).criteria
    [reading] = opened.eligibility.criteria
    assert reading.review is not None
    assert reading.review.reviewed_by == "A. Reader"
    assert reading.review.reviewed_on == date(2026, 1, 2)


def test_a_changed_sentence_makes_its_review_lapse_and_is_named() -> None:
    saved = readings_file(study(), judged("accepted", Annotations())).encode()
    other = TEXT.replace("21", "22")
    made = checklist(read_readings(study(other), saved), other)
    assert made.gone == ("Age of at least 21 years",)
    assert not made.criteria[0].reviewed
    assert assess(made, {"age": 20}).verdict is Verdict.CANNOT_TELL


def test_the_shipped_annotations_survive_being_saved() -> None:
    path = shipped_records()["NCT03972488"]
    shipped = load_annotations(load_study(path), path.with_suffix(".annotations.yaml"))
    again = read_readings(load_study(path), readings_file(load_study(path), shipped).encode())
    assert again == shipped == shipped_annotations("NCT03972488")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"nct_id: NCT00000002", "not of NCT00000001"),
        (b"{}", "no record"),
        (b"a: &a [x]\nb: [*a, *a]", "references"),
        (b"\xff\xfe\x00", "cannot be read"),
        (b"[" * 5000, "cannot be read"),
        (b"x: 1", "x: "),
        (b"#" * 2_000_001, "too large"),
    ],
)
def test_what_is_no_file_of_readings_is_refused_in_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(StudyError, match=said):
        read_readings(study(), content)


def test_a_changed_limit_is_exact_in_every_unit() -> None:
    units = (Unit(unit="g/dL", low=0, high=30), Unit(unit="g/L", low=0, high=300, per_first=10))
    fact = Fact(id="hb", kind="number", label="Hb", question="Hb", units=units)
    limit = limit_of(fact, "below", Fraction("81"), "g/L")
    assert (limit.limit("g/L"), limit.limit("g/dL")) == (81, 8.1)


def test_and_becomes_or_with_other_limits() -> None:
    item = checklist(Annotations(), "Inclusion Criteria:\n\n* Age 21 to 60 years").criteria[0]
    assert item.draft is not None
    assert item.draft.rule is not None
    limits = [Compare(fact="age", at_least=30), Compare(fact="age", at_most=50)]
    assert changed_rule(item.draft.rule, limits, 1) == AnyOf(any=tuple(limits))


@pytest.mark.parametrize(("least", "kind"), [(1, AnyOf), (2, AtLeast), (3, AllOf), (None, AtLeast)])
def test_how_many_of_several_must_hold_can_be_changed(least: int | None, kind: type) -> None:
    said = "At least two of the following: HbA1c > 7.5%, BMI > 28, LVEF < 41%"
    item = checklist(Annotations(), f"Inclusion Criteria:\n\n* {said}").criteria[0]
    assert item.draft is not None
    rule = item.draft.rule
    assert rule is not None
    assert how_many(rule) == 2
    parts = [leaf for leaf in leaves(rule) if isinstance(leaf, Compare)]
    made = changed_rule(rule, parts, least)
    assert isinstance(made, kind)
    assert how_many(made) == (least or 2)
    assert list(leaves(made)) == parts
