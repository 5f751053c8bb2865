"""Where the dates of a record contradict each other, or the day they are seen from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from data.annotations import Annotations
from data.checks.dates import dates_in_order
from data.checks.finding import Subject
from data.dates import day_in_words
from data.details import is_withdrawn, last_update
from data.study import Study
from data.timeline.milestones import Milestone, MilestoneGroup


def contradictions(study: Study, milestones: tuple[Milestone, ...], as_of: date) -> tuple[str, ...]:
    """Say what does not fit together, each in one sentence with both sides.

    A date given to the month contradicts another only if no day of that month would fit.
    """
    return (*_order(study, as_of), *_said_too_early(study), *_seen_from(study, milestones, as_of))


def _order(study: Study, as_of: date) -> Iterator[str]:
    subject = Subject(study=study, annotations=Annotations(), as_of=as_of)
    for finding in dates_in_order(subject):
        sides = ", ".join(f"{side.place} {side.said}" for side in finding.sides)
        yield f"{finding.title}: {sides}."


def _said_too_early(study: Study) -> Iterator[str]:
    """A date that the record calls actual cannot lie after the record's last update."""
    status = study.protocol_section.status_module
    updated = last_update(study)
    for name, struct in (
        ("The start", status.start_date_struct),
        ("Primary completion", status.primary_completion_date_struct),
        ("Completion", status.completion_date_struct),
    ):
        if updated and struct.type == "ACTUAL" and struct.date and struct.date.first_day > updated:
            yield (
                f"{name}, {struct.date}, is called actual, but lies after the last update, "
                f"{day_in_words(updated)}."
            )


def _seen_from(study: Study, milestones: tuple[Milestone, ...], as_of: date) -> Iterator[str]:
    updated = last_update(study)
    if updated and updated > as_of:
        yield (
            f"Seen from {day_in_words(as_of)}, the record lies in the future: it was last updated "
            f"on {day_in_words(updated)} and tells things that nobody knew then."
        )
    known_until = f"on {day_in_words(updated)}" if updated else "on a day that it does not state"
    passed = [item for item in milestones if item.moments and _has_passed_unconfirmed(item, as_of)]
    if is_withdrawn(study) or not passed:
        return
    silent = f"the record, last updated {known_until}, does not say whether"
    if len(passed) == 1:
        item = passed[0]
        yield (
            f"{item.name} was {item.certainty} for {item.when}. By {day_in_words(as_of)} that "
            f"has passed, and {silent} it happened."
        )
    else:
        told = ", ".join(
            f"{item.name.lower()} ({item.certainty} for {item.when})" for item in passed
        )
        yield (f"By {day_in_words(as_of)} these have passed, and {silent} they happened: {told}.")


def _has_passed_unconfirmed(item: Milestone, as_of: date) -> bool:
    """Whether a date was still to come when last heard of, and is over now.

    Registry dates are left out: a posting that the registry calls estimated did happen, on about
    that day.
    """
    expected = item.certainty.is_expected and item.group is MilestoneGroup.CONDUCT
    return expected and item.last_day < as_of
