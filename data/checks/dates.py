"""Checks of the dates, against each other, the status and the day the record is looked at."""

from __future__ import annotations

from collections.abc import Iterator

from data.checks.finding import Finding, FindingSide, Subject
from data.dates import PartialDate, day_in_words
from data.details import date_detail, is_planned, is_withdrawn, last_update
from data.statuses import status_of
from data.study import DateStruct


def _is_after(one: PartialDate | None, other: PartialDate | None) -> bool:
    """Whether a date lies after another whichever days the two may mean."""
    return bool(one and other and one.first_day > other.last_day)


def dates_in_order(subject: Subject) -> Iterator[Finding]:
    """Dates of which the later one comes first."""
    status = subject.study.protocol_section.status_module
    start, end = status.start_date_struct, status.completion_date_struct
    primary, posted = status.primary_completion_date_struct, status.study_first_post_date_struct
    updated, results = status.last_update_post_date_struct, status.results_first_post_date_struct
    pairs = (
        ("start", start, "completion", end),
        ("start", start, "primary completion", primary),
        ("primary completion", primary, "completion", end),
        ("first posted", posted, "last update", updated),
        ("first posted", posted, "results first posted", results),
    )
    for earlier_name, earlier, later_name, later in pairs:
        if _is_after(earlier.date, later.date):
            yield Finding(
                title=f"{earlier_name.capitalize()} lies after {later_name}",
                sides=(
                    FindingSide(place=earlier_name, said=str(earlier.date)),
                    FindingSide(place=later_name, said=str(later.date)),
                ),
                why="One of the two dates is wrong, and all durations counted from it are too.",
            )


def status_and_dates(subject: Subject) -> Iterator[Finding]:
    """The status against the dates, and plans that time has overtaken."""
    status = subject.study.protocol_section.status_module
    completion, overall = status.completion_date_struct, status_of(status.overall_status)
    if completion.date is None or is_withdrawn(subject.study):
        return  # what was withdrawn before anybody joined has nothing left to complete
    stated = FindingSide(place="status", said=overall.name)
    said = _side(subject, "Completion", completion)
    updated = last_update(subject.study)
    if overall.still and updated and completion.date.last_day < updated:
        yield Finding(
            title=f"{overall.still} after completion",
            sides=(stated, said, FindingSide(place="last update", said=day_in_words(updated))),
            why="Either the study is over and nobody can join, or its completion was put off.",
        )
    elif overall.has_ended and is_planned(completion, subject.study):
        yield Finding(
            title="Ended, with a completion still to come",
            sides=(stated, said),
            why="The date was not brought up to date when the study ended.",
        )
    elif _is_overtaken(subject, completion):
        yield Finding(
            title="A planned completion that has passed",
            sides=(
                said,
                stated,
                FindingSide(place="looked at on", said=day_in_words(subject.as_of)),
            ),
            why="The record does not say whether the study was completed, or put off: its status "
            "may be out of date.",
        )


def _is_overtaken(subject: Subject, completion: DateStruct) -> bool:
    """Whether a plan has passed; the status "unknown" already says that nobody confirmed it."""
    status = subject.study.protocol_section.status_module.overall_status
    assert completion.date is not None
    passed = completion.date.last_day < subject.as_of
    return passed and is_planned(completion, subject.study) and status != "UNKNOWN"


def _side(subject: Subject, label: str, struct: DateStruct) -> FindingSide:
    detail = date_detail(label, struct, subject.study)
    said = f"{detail.value}, {detail.kind}" if detail.kind else detail.value
    return FindingSide(place=label.lower(), said=said)
