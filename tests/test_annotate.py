"""The skeleton of an annotation file: it loads as it is, and changes nothing until completed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from data import StudyError, load_study
from data.annotations import Annotations, load_annotations
from data.criteria.splitting import split_criteria
from data.flow import flow_of
from data.records.annotate import skeleton, write_skeleton
from tests.records import SAMPLES

RECORD = Path(__file__).parents[1] / "data" / "records" / "NCT03972488.json"
STUDY = load_study(RECORD)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(RECORD, tmp_path)
    return tmp_path


def test_the_skeleton_holds_every_arm_and_every_criterion_and_loads(folder: Path) -> None:
    path = write_skeleton("NCT03972488", folder)
    annotations = load_annotations(STUDY, path)
    assert [step.group for step in annotations.flow.steps.values()] == [
        group.label for group in STUDY.arm_groups
    ]
    assert len(annotations.eligibility.unreviewed) == 33
    assert annotations.eligibility.criteria == ()


def test_the_skeleton_changes_no_picture(folder: Path) -> None:
    annotations = load_annotations(STUDY, write_skeleton("NCT03972488", folder))
    plain, prefilled = flow_of(STUDY, Annotations()), flow_of(STUDY, annotations)
    assert [(step.title, step.optional) for step in plain.in_order()] == [
        (step.title, step.optional) for step in prefilled.in_order()
    ]
    assert len(plain.transitions) == len(prefilled.transitions)


def test_a_file_that_is_there_is_never_written_over(folder: Path) -> None:
    write_skeleton("NCT03972488", folder)
    with pytest.raises(StudyError, match="is there already"):
        write_skeleton("NCT03972488", folder)


@pytest.mark.parametrize("number", ["", "NCT1", "../NCT03972488"])
def test_what_is_no_number_is_refused(number: str, folder: Path) -> None:
    with pytest.raises(StudyError, match="expected NCT and eight digits"):
        write_skeleton(number, folder)


def test_a_record_that_is_not_there_is_named(folder: Path) -> None:
    with pytest.raises(StudyError, match=r"NCT00000001\.json"):
        write_skeleton("NCT00000001", folder)


def test_the_skeleton_of_every_sample_loads(tmp_path: Path) -> None:
    for sample in SAMPLES:
        study = load_study(sample)
        path = tmp_path / f"{study.nct_id}.annotations.yaml"
        path.write_text(skeleton(study), encoding="utf-8")
        annotations = load_annotations(study, path)
        text = study.protocol_section.eligibility_module.eligibility_criteria
        assert len(annotations.eligibility.unreviewed) <= len(split_criteria(text))
