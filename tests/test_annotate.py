"""The skeleton of an annotation file: it loads as it is, and changes nothing until completed."""

from __future__ import annotations

import re
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
    groups = [step.group for step in annotations.flow.steps.values() if step.group]
    assert groups == [group.label for group in STUDY.arm_groups]
    assert len(annotations.eligibility.unreviewed) == 33
    assert annotations.eligibility.criteria == ()


def test_the_skeleton_changes_no_picture(folder: Path) -> None:
    annotations = load_annotations(STUDY, write_skeleton("NCT03972488", folder))
    assert flow_of(STUDY, annotations) == flow_of(STUDY, Annotations())


def test_a_step_whose_drafted_line_is_taken_away_is_read_by_a_person(folder: Path) -> None:
    path = write_skeleton("NCT03972488", folder)
    path.write_text(path.read_text("utf-8").replace("      drafted: true\n", ""), "utf-8")
    with pytest.raises(StudyError, match=r"Enrolled: expected a quote"):
        load_annotations(STUDY, path)
    text = skeleton(STUDY).replace("      drafted: true\n", "")
    for key in ("enrolled", "allocated"):
        text = text.replace(f"    {key}:\n", f"    {key}:\n      drafted: true\n", 1)
    path.write_text(text, "utf-8")
    flow = flow_of(STUDY, load_annotations(STUDY, path))
    groups = [step for step in flow.steps if step.position is not None]
    assert {step.origin for step in groups} == {"annotated"}
    derived = flow_of(STUDY, Annotations())
    assert [item.condition for item in flow.transitions if item.condition] == [
        item.condition for item in derived.transitions if item.condition
    ]


def test_the_texts_to_put_into_plain_words_load_once_they_are_written(folder: Path) -> None:
    path = write_skeleton("NCT03972488", folder)
    head, offered = path.read_text("utf-8").split("# plain:\n")
    written = "plain:\n" + re.sub("^# ?", "", offered, flags=re.MULTILINE)
    path.write_text(head + written, "utf-8")
    with pytest.raises(StudyError, match=r"plain\.title"):
        load_annotations(STUDY, path)
    path.write_text(head + written.replace("plain: ''", "plain: So it is."), "utf-8")
    plain = load_annotations(STUDY, path).plain
    assert plain.groups.keys() == {group.label for group in STUDY.arm_groups}
    assert {text.plain for texts in plain.sections.values() for text in texts} == {"So it is."}


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
