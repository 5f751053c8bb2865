"""One thing the record says, as it is told: its name, its value in words, and a note where a
reading is not the record's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from data.dates import day_in_words
from data.record_paths import said, value_at
from data.statuses import status_of
from data.study import DateStruct, Study
from data.vocabulary import DATE_TYPE, NOT_STATED, in_words


@dataclass(frozen=True, kw_only=True)
class Detail:
    """One thing the record says.

    Args:
        label: what it is called.
        value: what the record says, in words.
        kind: a word or two that must stand beside the value: `actual`, `planned (derived)`.
        note: how the value was come by, when it is not the record's own word.
        paths: the record's fields it was read from: `protocol_section.status_module.why_stopped`.
            A field of what a path leads to is among them.
    """

    label: str
    value: str
    kind: str | None = None
    note: str | None = None
    paths: tuple[str, ...] = ()


def source_of(study: Study) -> str:
    """Where the record was read."""
    return "page of the registry, converted" if study.registry_page else "ClinicalTrials.gov API v2"


def stated(details: Iterable[Detail]) -> tuple[Detail, ...]:
    """Keep the details that the record states."""
    return tuple(detail for detail in details if detail.value not in ("", NOT_STATED))


def detail_at(study: Study, holder: str, label: str, *fields: str, joiner: str = ", ") -> Detail:
    """Tell what stands in fields of the record.

    Args:
        study: the record.
        holder: the path of what holds the fields.
        label: what they are called together.
        fields: their names.
        joiner: what stands between several values.
    """
    paths = tuple(f"{holder}.{field}" for field in fields)
    values = [value_at(study, path) for path in paths]
    if isinstance(values[0], DateStruct):
        return replace(date_detail(label, values[0], study), paths=paths)
    told = (said(path, value, joiner) for path, value in zip(paths, values, strict=True))
    return Detail(label=label, value=joiner.join(filter(None, told)) or NOT_STATED, paths=paths)


def last_update(study: Study) -> date | None:
    """The last day the record was updated, as far as it says."""
    status = study.protocol_section.status_module
    updated = status.last_update_post_date_struct.date or status.last_update_submit_date
    return updated.last_day if updated else None


def is_withdrawn(study: Study) -> bool:
    """Whether the study was stopped before anybody joined: then no plan of it is to come."""
    return study.protocol_section.status_module.overall_status == "WITHDRAWN"


def ended_before_its_completion(study: Study, as_of: date) -> bool:
    """Whether a study is over by its status, while its completion date lies after that was said.

    Args:
        study: the record.
        as_of: the day it is seen from; counts where the record does not say when it was updated.
    """
    status = study.protocol_section.status_module
    end = status.completion_date_struct.date
    said = last_update(study) or as_of
    return status_of(status.overall_status).has_ended and end is not None and end.first_day > said


def is_planned(struct: DateStruct, study: Study) -> bool:
    """Whether a date was still to come when the record was last updated.

    The record's own word counts; where it says neither actual nor estimated, a date after the last
    update can only be a plan.
    """
    if struct.type is not None:
        return struct.type == "ESTIMATED"
    updated = last_update(study)
    return bool(struct.date and updated and struct.date.first_day > updated)


def date_detail(label: str, struct: DateStruct, study: Study) -> Detail:
    """Tell a date, and whether it is actual, estimated or, by our own reading, planned."""
    if struct.date is None:
        return Detail(label=label, value=NOT_STATED)
    if struct.type is not None:
        return Detail(label=label, value=str(struct.date), kind=in_words(DATE_TYPE, struct.type))
    unstated = "The record does not say whether this date is actual or estimated."
    updated = last_update(study)
    if updated is None or not is_planned(struct, study):
        return Detail(label=label, value=str(struct.date), note=unstated)
    note = f"{unstated} It lies after the record's last update, {day_in_words(updated)}."
    return Detail(label=label, value=str(struct.date), kind="planned (derived)", note=note)
