"""Load annotations and hold each quote and citation against the record.

The file stands beside the record (`NCT03972488.annotations.yaml`). Loading checks that every quote
occurs verbatim in the record, so that a reading cannot outlive its sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import Field, ValidationError

from data.annotations.base import Annotation, Citation, PublishedFigure, QuotedText
from data.annotations.eligibility import EligibilityReading
from data.annotations.flow import FlowAnnotation, check_flow
from data.annotations.plain import PlainAnnotation, check_plain
from data.annotations.results import ResultsAnnotation, check_results
from data.annotations.schedule import ScheduleAnnotation, check_schedule
from data.criteria.splitting import split_criteria
from data.errors import StudyError
from data.study import Study


class Annotations(Annotation):
    """All that has been read out of one record; empty for a record nobody has annotated."""

    nct_id: str | None = None
    acronym: QuotedText | None = None
    citations: Mapping[str, Citation] = Field(default_factory=dict)
    published: Mapping[str, PublishedFigure] = Field(default_factory=dict)
    flow: FlowAnnotation = Field(default_factory=FlowAnnotation)
    schedule: ScheduleAnnotation = Field(default_factory=ScheduleAnnotation)
    eligibility: EligibilityReading = Field(default_factory=EligibilityReading)
    results: ResultsAnnotation = Field(default_factory=ResultsAnnotation)
    plain: PlainAnnotation = Field(default_factory=PlainAnnotation)


def load_annotations(study: Study, path: Path) -> Annotations:
    """Load the annotations beside a record and hold each of their quotes against it.

    Args:
        study: the record they were read from.
        path: the YAML file; one that does not exist stands for no annotations.

    Raises:
        StudyError: the file cannot be read, belongs to another record, or quotes what the record
            does not say.
    """
    annotations = read_annotations(path)
    try:
        check_annotations(study, annotations)
    except StudyError as error:
        raise error.within(path.name) from None
    return annotations


def read_annotations(path: Path) -> Annotations:
    """Read an annotation file without holding it against a record.

    Args:
        path: the YAML file; one that does not exist stands for no annotations.

    Raises:
        StudyError: the file cannot be read.
    """
    if not path.exists():
        return Annotations()
    try:
        return annotations_from(path.read_bytes(), path.name)
    except OSError as error:
        raise StudyError(f"{path.name} cannot be read: {error}") from None


def annotations_from(content: bytes, name: str) -> Annotations:
    """Read the content of an annotation file without holding it against a record.

    Args:
        content: the bytes of a YAML file.
        name: how to call it in an error.

    Raises:
        StudyError: it cannot be read.
    """
    try:
        text = content.decode("utf-8-sig")
        return Annotations.model_validate(yaml.safe_load(text) or {})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(step) for step in first["loc"]) or "the file"
        raise StudyError(f"{name}: {place}: {first['msg']}") from None
    except RecursionError:
        raise StudyError(f"{name} cannot be read: it is nested too deeply") from None
    except (ValueError, yaml.YAMLError) as error:
        raise StudyError(f"{name} cannot be read: {' '.join(str(error).split())}") from None


def check_annotations(study: Study, annotations: Annotations) -> None:
    """Hold annotations against their record.

    Raises:
        StudyError: names the annotation that belongs to another record or quotes what is not there.
    """
    if annotations.nct_id not in (None, study.nct_id):
        raise StudyError(f"nct_id: expected {study.nct_id}, got {annotations.nct_id}")
    texts = tuple(record_strings(study))
    for place, quote in _quotes(annotations.model_dump()):
        if not any(quote in text for text in texts):
            raise StudyError(f"{place}: the record does not say {quote!r}")
    _check_citations(study, annotations)
    labels = {group.label for group in study.arm_groups if group.label}
    check_flow(annotations.flow, labels, annotations.published)
    names = {item.name for item in study.interventions if item.name}
    check_schedule(annotations.schedule, labels, names, annotations.published)
    check_results(annotations.results, labels, annotations.published, annotations.citations)
    check_plain(
        annotations.plain,
        labels=labels,
        names=names,
        steps=annotations.flow.steps,
        published=annotations.published,
        citations=annotations.citations,
    )


def _check_citations(study: Study, annotations: Annotations) -> None:
    """Every figure names publications that are listed; a listed PMID is one the record cites."""
    for key, figure in annotations.published.items():
        for citation in figure.citations:
            if citation not in annotations.citations:
                raise StudyError(f"published.{key}: there is no citation {citation!r}")
    for item in annotations.eligibility.criteria:
        for note in item.notes:
            if note.citation is not None and note.citation not in annotations.citations:
                raise StudyError(f"eligibility.{item.id}: there is no citation {note.citation!r}")
    cited = {reference.pmid for reference in study.references}
    for key, publication in annotations.citations.items():
        if publication.pmid is not None and publication.pmid not in cited:
            raise StudyError(f"citations.{key}: the record does not cite PMID {publication.pmid}")


def record_strings(study: Study) -> Iterator[str]:
    """Yield every text of a record that can be quoted."""
    yield from _texts(study.model_dump())
    # A criterion that was put together from nested points stands nowhere as one.
    for criterion in split_criteria(study.protocol_section.eligibility_module.eligibility_criteria):
        yield criterion.text


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)


def _quotes(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Yield every quote with the place of the annotation that carries it."""
    if isinstance(value, dict):
        if isinstance(value.get("quote"), str):
            yield place, value["quote"]
        for key, item in value.items():
            yield from _quotes(item, f"{place}.{key}".lstrip("."))
    elif isinstance(value, list | tuple):
        for position, item in enumerate(value):
            yield from _quotes(item, f"{place}[{position}]")
