"""The milestones of a study: what happened or is planned, when, how sure, and where written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from data.annotations import Annotations, PublishedFigure
from data.dates import PartialDate
from data.details import date_detail, is_planned, last_update
from data.study import DateStruct, Reference, Study
from data.timeline.citations import DateSpan, appearance
from data.typography.signs import Sign

ENROLMENT: Final = "enrolment_period"
_BACKGROUND: Final = "BACKGROUND"


class Certainty(StrEnum):
    """How sure a date is, in the word that stands beside it.

    `ACTUAL` and `ESTIMATED` are the record's own words. Where it has none, a date after the last
    update is `PLANNED`, any other is `PAST`: both are derived, and say so. Seen from a day before
    it, such a past date is `LATER`. `PUBLISHED` comes from a citation.
    """

    ACTUAL = "actual"
    ESTIMATED = "estimated"
    PLANNED = "planned"
    PAST = "past"
    LATER = "later"
    PUBLISHED = "published"
    UNKNOWN = "type not stated"

    @property
    def in_full(self) -> str:
        """The word with what it means, for a legend."""
        return f"{self}{_IN_FULL.get(self, '')}"

    @property
    def sign(self) -> Sign:
        """Its sign wherever it is drawn; `is_filled` tells those of one shape apart."""
        return _SIGNS[self]

    @property
    def is_filled(self) -> bool:
        """Whether its sign is filled: not where the date was to come, or is of no stated type."""
        return not (self.is_expected or self is Certainty.UNKNOWN)

    @property
    def in_plain(self) -> str:
        """The word for people who are no experts."""
        return _IN_PLAIN.get(self, str(self))

    @property
    def is_expected(self) -> bool:
        """Whether the date was still to come when it was written down."""
        return self in (Certainty.ESTIMATED, Certainty.PLANNED)


_SIGNS: Final[dict[Certainty, Sign]] = {
    Certainty.ACTUAL: "circle",
    Certainty.ESTIMATED: "circle",
    Certainty.PLANNED: "diamond",
    Certainty.PAST: "square",
    Certainty.LATER: "diamond",
    Certainty.PUBLISHED: "triangle",
    Certainty.UNKNOWN: "square",
}
_IN_FULL: Final = {
    Certainty.PLANNED: " (after the last update; type not stated)",
    Certainty.PAST: " (before the last update; type not stated)",
    Certainty.LATER: " (after the as-of date, before the last update; type not stated)",
    Certainty.PUBLISHED: " (outlined: online ahead of the issue)",
}
_IN_PLAIN: Final = {Certainty.ESTIMATED: "planned", Certainty.UNKNOWN: "not sure"}


class MilestoneGroup(StrEnum):
    """The part of the story a milestone belongs to."""

    CONDUCT = "Study"
    REGISTRY = "Registry"
    PUBLICATIONS = "Publications"


@dataclass(frozen=True, kw_only=True)
class DateSource:
    """Where a date is written.

    Args:
        place: what says it, in words.
        text: the record's own words, verbatim, or the citation.
        note: how the date or its certainty was come by, when the source does not say it outright.
        links: where to read more: a name and an address each.
    """

    place: str
    text: str
    note: str = ""
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One date of a milestone: when, and what happened then if the milestone has several."""

    span: DateSpan
    word: str = ""

    def __str__(self) -> str:
        """Write it: `online 5 Jun 2024`."""
        return f"{self.word} {self.span}".strip()


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """Something that happened in a study's life, or is to happen.

    Args:
        key: names it in addresses and files.
        name: short, for the picture.
        about: what it is, in a sentence.
        moments: its dates in order; none when the record does not say when.
        is_period: whether the span is a stretch of time rather than an inexact date.
    """

    key: str
    name: str
    about: str
    group: MilestoneGroup
    certainty: Certainty
    moments: tuple[Moment, ...]
    source: DateSource
    is_period: bool = False

    @property
    def first_day(self) -> date:
        """The first day it can mean; only for a milestone that has a date."""
        return min(moment.span.first.first_day for moment in self.moments)

    @property
    def last_day(self) -> date:
        """The last day it can mean; only for a milestone that has a date."""
        return max(moment.span.last.last_day for moment in self.moments)

    @property
    def order(self) -> tuple[date, date]:
        """Sorts milestones in time: a month comes after the days it may have begun with."""
        return (self.moments[0].span.first.last_day, self.last_day)

    @property
    def when(self) -> str:
        """Its dates in words."""
        return ", ".join(str(moment) for moment in self.moments)

    def is_filled(self, moment: Moment) -> bool:
        """Whether the sign of one of its moments is filled: not what was online ahead of print."""
        return self.certainty.is_filled and moment.word != "online"

    @property
    def plain_certainty(self) -> str:
        """How sure its date is, for people who are no experts."""
        # What the registry estimates is when it posted something: that was no plan.
        of_registry = self.group is MilestoneGroup.REGISTRY
        return str(self.certainty) if of_registry else self.certainty.in_plain


_ABOUT: Final = {
    "start": "The day the first participant was enrolled, or is expected to be.",
    "primary-completion": "The day the last participant is examined for the primary outcome.",
    "completion": "The day the last participant is examined or treated for the last time.",
    "first-posted": "The day the record became public.",
    "first-submitted": "The day the record was first sent to the registry.",
    "disposition-posted": "The day the registry posted that submitting the results is delayed: a "
    "certification by the sponsor, or an extension.",
    "results-posted": "The day the results became public in the registry.",
    "results-submitted": "The day the results were first sent to the registry.",
    "last-update": "The day the latest version of the record became public.",
    "last-update-submitted": "The day the latest version of the record was sent to the registry.",
}


def milestones(study: Study, annotations: Annotations) -> tuple[Milestone, ...]:
    """Gather the milestones of a study: conduct, registry, publications.

    Those without a date are among them: start, completion and what the record says exists are
    always listed. Background literature is not part of a study's life and is left out.
    """
    return (*_conduct(study, annotations), *_registry(study), *_publications(study))


def _conduct(study: Study, annotations: Annotations) -> Iterator[Milestone]:
    status = study.protocol_section.status_module
    yield _dated(study, "start", "Start", "Study start", status.start_date_struct)
    if published := annotations.published.get(ENROLMENT):
        yield _enrolment(published, annotations)
    if status.primary_completion_date_struct.date:
        struct = status.primary_completion_date_struct
        yield _dated(
            study, "primary-completion", "Primary completion", "Primary completion", struct
        )
    struct = status.completion_date_struct
    yield _dated(study, "completion", "Completion", "Study completion", struct)


def _registry(study: Study) -> Iterator[Milestone]:
    status = study.protocol_section.status_module
    posted, submitted = status.study_first_post_date_struct, status.study_first_submit_date
    if posted.date:
        yield _of_registry(study, "first-posted", "First posted", posted)
    elif submitted:
        yield _of_registry(study, "first-submitted", "First submitted", _submitted(submitted))
    if status.disp_first_post_date_struct.date:
        struct = status.disp_first_post_date_struct
        yield _of_registry(study, "disposition-posted", "Results delay posted", struct)
    yield from _results(study)
    posted, submitted = status.last_update_post_date_struct, status.last_update_submit_date
    if posted.date or not submitted:
        yield _of_registry(study, "last-update", "Last update", posted)
    else:
        struct = _submitted(submitted)
        yield _of_registry(study, "last-update-submitted", "Last update submitted", struct)


def _results(study: Study) -> Iterator[Milestone]:
    """Yield the results: posted, submitted, or existing without a date."""
    status = study.protocol_section.status_module
    posted, submitted = status.results_first_post_date_struct, status.results_first_submit_date
    if posted.date:
        yield _of_registry(study, "results-posted", "Results posted", posted)
    elif submitted:
        yield _of_registry(study, "results-submitted", "Results submitted", _submitted(submitted))
    elif study.has_results:
        text = "The record says that results exist; it does not say when they were posted."
        yield Milestone(
            key="results-posted",
            name="Results posted",
            about=_ABOUT["results-posted"],
            group=MilestoneGroup.REGISTRY,
            certainty=Certainty.UNKNOWN,
            moments=(),
            source=DateSource(place="Record, results", text=text),
        )


def _of_registry(study: Study, key: str, name: str, struct: DateStruct) -> Milestone:
    return _dated(study, key, name, name, struct, group=MilestoneGroup.REGISTRY)


def _submitted(day: PartialDate) -> DateStruct:
    """A date of submission is always actual: the registry writes it down when it happens."""
    return DateStruct(date=day, type="ACTUAL")


def _dated(
    study: Study,
    key: str,
    name: str,
    field: str,
    struct: DateStruct,
    group: MilestoneGroup = MilestoneGroup.CONDUCT,
) -> Milestone:
    detail = date_detail(field, struct, study)
    return Milestone(
        key=key,
        name=name,
        about=_ABOUT[key],
        group=group,
        certainty=_certainty(struct, study),
        moments=(Moment(span=DateSpan.at(struct.date)),) if struct.date else (),
        source=DateSource(
            place=f"Record, {field.lower()} date",
            text=struct.date.isoformat() if struct.date else detail.value,
            note=detail.note or "",
        ),
    )


def _certainty(struct: DateStruct, study: Study) -> Certainty:
    own = {"ACTUAL": Certainty.ACTUAL, "ESTIMATED": Certainty.ESTIMATED}.get(struct.type or "")
    if own:
        return own
    updated = last_update(study)
    if struct.type is not None or struct.date is None or updated is None:
        return Certainty.UNKNOWN
    if is_planned(struct, study):
        return Certainty.PLANNED
    # A month that holds the last update may have been ahead of it or behind it.
    return Certainty.PAST if struct.date.last_day <= updated else Certainty.UNKNOWN


def _enrolment(published: PublishedFigure, annotations: Annotations) -> Milestone:
    period = published.period
    citations = [annotations.citations[key] for key in published.citations]
    return Milestone(
        key="enrolment",
        name=published.label,
        about="From the first participant enrolled to the last, as published; not in the record.",
        group=MilestoneGroup.CONDUCT,
        certainty=Certainty.PUBLISHED,
        moments=(Moment(span=DateSpan(first=period.start, last=period.end)),) if period else (),
        source=DateSource(
            place="Published",
            text="\n".join(citation.text for citation in citations),
            note=f"As published: {published.value}",
            links=tuple(link for citation in citations for link in citation.links.items()),
        ),
        is_period=True,
    )


def _publications(study: Study) -> list[Milestone]:
    """List the publications about the study, those with a date first, in order of appearance."""
    listed = [
        _publication(position, reference)
        for position, reference in enumerate(study.references, start=1)
        if reference.type != _BACKGROUND
    ]
    return sorted(listed, key=lambda item: item.order if item.moments else (date.max, date.max))


def _publication(position: int, reference: Reference) -> Milestone:
    citation = reference.citation or ""
    read = appearance(citation)
    online = (Moment(span=read.online, word="online"),) if read.online else ()
    issue = (Moment(span=read.issue, word="issue of" if online else ""),) if read.issue else ()
    moments = (*online, *issue)
    return Milestone(
        key=f"publication-{position}",
        name=read.journal or f"Publication {position}",
        about=_PUBLICATION.get(reference.type or "", "A publication that the record cites."),
        group=MilestoneGroup.PUBLICATIONS,
        certainty=Certainty.PUBLISHED if moments else Certainty.UNKNOWN,
        moments=moments,
        source=DateSource(
            place="Record, references",
            text=citation or "Citation not stated",
            note=_read_from(read.matched),
            links=tuple(reference.links.items()),
        ),
    )


_PUBLICATION: Final = {
    "RESULT": "A publication that the record cites as results of this study.",
    "DERIVED": "A publication that the registry found because it names this study's number.",
}


def _read_from(matched: tuple[str, ...]) -> str:
    if not matched:
        return "No date could be read from this citation."
    return "Date read from the citation: " + " and ".join(f"“{words}”" for words in matched)


def background_publications(study: Study) -> int:
    """Count the references that are background literature, which the timeline leaves out."""
    return sum(reference.type == _BACKGROUND for reference in study.references)


def future_milestones(milestones: Sequence[Milestone], as_of: date) -> tuple[Milestone, ...]:
    """Choose the milestones that lie wholly after a day."""
    return tuple(item for item in milestones if item.moments and item.first_day > as_of)
