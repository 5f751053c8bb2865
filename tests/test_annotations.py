"""Annotations: a reading cannot outlive its sentence, a figure cannot lack its publication."""

from __future__ import annotations

from pathlib import Path

import pytest

from data import StudyError, load_study
from data.annotations import Annotations, load_annotations

RECORD = Path(__file__).parents[1] / "data" / "records" / "NCT03972488.json"
STUDY = load_study(RECORD)


def load(folder: Path, text: str) -> Annotations:
    path = folder / "NCT03972488.annotations.yaml"
    path.write_text(text, encoding="utf-8")
    return load_annotations(STUDY, path)


def test_the_shipped_annotations_hold() -> None:
    annotations = load_annotations(STUDY, RECORD.with_suffix(".annotations.yaml"))
    assert annotations.acronym is not None
    assert annotations.published["randomised"].number == 226


def test_a_record_without_annotations_still_opens(tmp_path: Path) -> None:
    assert load_annotations(STUDY, tmp_path / "none.yaml") == Annotations()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "acronym: {value: X, quote: the record never says this}",
            "acronym: the record does not say 'the record never says this'",
        ),
        ("nct_id: NCT00000001", "nct_id: expected NCT03972488, got NCT00000001"),
        ("acronym: {value: X}", "acronym.quote: Field required"),
        ("akronym: X", "akronym: Extra inputs are not permitted"),
        ("acronym: [", "cannot be read"),
        (
            "published: {a: {label: A, value: '1', citations: [nowhere]}}",
            "published.a: there is no citation 'nowhere'",
        ),
        ("published: {a: {label: A, value: '1', citations: []}}", "published.a.citations"),
        (
            "citations: {a: {short: A, text: A, pmid: '1'}}",
            "citations.a: the record does not cite PMID 1",
        ),
    ],
)
def test_what_does_not_hold_is_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(StudyError) as raised:
        load(tmp_path, text)
    assert message in str(raised.value)
    assert str(raised.value).startswith("NCT03972488.annotations.yaml")
    assert "\n" not in str(raised.value)


def test_a_quote_changed_by_one_letter_is_found(tmp_path: Path) -> None:
    text = (RECORD.with_suffix(".annotations.yaml")).read_text(encoding="utf-8")
    changed = text.replace(
        "The aim of NETTER-2 was to determine", "The aim of NETTER-2 is to determine"
    )
    with pytest.raises(StudyError, match="acronym: the record does not say"):
        load(tmp_path, changed)
