"""A fact as a page shows it: its name, its value in words, and where a reading is not the record's
own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from data.dates import day_in_words
from data.study import DateStruct, Study
from data.vocabulary import DATE_TYPE, NOT_STATED, in_words


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One thing the record says.

    Args:
        label: what it is called.
        value: what the record says, in words.
        note: how the value was come by, when it is not the record's own word.
    """

    label: str
    value: str
    note: str | None = None


def stated(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Keep the facts that the record states."""
    return tuple(fact for fact in facts if fact.value not in ("", NOT_STATED))


def last_update(study: Study) -> date | None:
    """The last day the record was updated, as far as it says."""
    status = study.protocol_section.status_module
    updated = status.last_update_post_date_struct.date or status.last_update_submit_date
    return updated.last_day if updated else None


def is_planned(struct: DateStruct, study: Study) -> bool:
    """Whether a date was still to come when the record was last updated.

    The record's own word counts; where it says neither actual nor estimated, a date after the last
    update can only be a plan.
    """
    if struct.type is not None:
        return struct.type == "ESTIMATED"
    updated = last_update(study)
    return bool(struct.date and updated and struct.date.first_day > updated)


def date_fact(label: str, struct: DateStruct, study: Study) -> Fact:
    """Tell a date, and whether it is actual, estimated or, by our own reading, planned."""
    if struct.date is None:
        return Fact(label=label, value=NOT_STATED)
    return Fact(label=label, value=str(struct.date), note=_date_note(struct, study))


def _date_note(struct: DateStruct, study: Study) -> str:
    if struct.type is not None:
        return in_words(DATE_TYPE, struct.type)
    updated = last_update(study)
    if updated and is_planned(struct, study):
        return f"planned (derived: it lies after the last update, {day_in_words(updated)})"
    return "actual or estimated: not stated"
