"""The study timeline: what is drawn, its text twin and its description."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from data.annotations import Annotations
from data.dates import day_in_words
from data.details import ended_before_its_completion, is_withdrawn
from data.study import Study
from data.timeline.contradictions import contradictions
from data.timeline.milestones import (
    Certainty,
    Milestone,
    background_publications,
    future_milestones,
    milestones,
)
from data.timeline.progress import Progress, progress, whole_percent
from data.vocabulary import NOT_STATED

_PADDING: Final = 0.03  # of the time shown, on either side
_LEAST_PADDING: Final = timedelta(days=20)


@dataclass(frozen=True, kw_only=True)
class TimelineInfo:
    """What the study timeline shows.

    Args:
        as_of: the day the study is seen from.
        is_today: whether that day is simply today, or one that somebody chose.
        first, last: the time the axis covers.
        start, completion: the two ends of the bar of elapsed time; None when there is no such bar.
        contradictions: what does not fit together, in sentences.
        left_out: how many references are background literature, which is not drawn.
        last_update: the day of the record's last update, in words; empty when it does not say.
        is_withdrawn: whether the study ended before anybody joined: then nothing is to come.
        ended_early: whether the study has ended, while its completion date is still to come.
        in_plain: whether it is told in the words of people who are no experts.
    """

    nct_id: str
    title: str
    as_of: date
    is_today: bool
    milestones: tuple[Milestone, ...]
    progress: Progress | None
    first: date
    last: date
    start: date | None
    completion: date | None
    contradictions: tuple[str, ...]
    left_out: int
    last_update: str
    is_withdrawn: bool
    ended_early: bool
    in_plain: bool = False

    @property
    def to_come(self) -> tuple[Milestone, ...]:
        """The milestones that lie wholly after the day the study is seen from."""
        return (
            ()
            if self.is_withdrawn or self.ended_early
            else future_milestones(self.milestones, self.as_of)
        )

    @property
    def dated(self) -> tuple[Milestone, ...]:
        """The milestones that have a date."""
        return tuple(item for item in self.milestones if item.moments)

    @property
    def undated(self) -> tuple[Milestone, ...]:
        """The milestones of which the record does not say when."""
        return tuple(item for item in self.milestones if not item.moments)

    @property
    def in_order(self) -> tuple[Milestone, ...]:
        """All milestones in order of time; those without a date come last."""
        return (*sorted(self.dated, key=lambda item: item.order), *self.undated)

    @property
    def as_of_in_words(self) -> str:
        """The day the study is seen from, in words: `Today, 22 Nov 2026`, `As of 21 Jan 2026`."""
        return f"{'Today,' if self.is_today else 'As of'} {day_in_words(self.as_of)}"

    def word(self, item: Milestone) -> str:
        """How sure a date is, in the words of whom it is told to."""
        return item.plain_certainty if self.in_plain else str(item.certainty)

    def milestone(self, key: str) -> Milestone | None:
        """The milestone of that name."""
        return next((item for item in self.milestones if item.key == key), None)


def timeline_info(
    study: Study, annotations: Annotations, as_of: date, *, is_today: bool = False
) -> TimelineInfo:
    """Gather what the timeline shows.

    Args:
        study: the record.
        annotations: what has been read out of it; for published dates.
        as_of: the day from which it is seen.
        is_today: whether nobody chose that day.
    """
    found = tuple(_seen_from(as_of, item) for item in milestones(study, annotations))
    dated = [item for item in found if item.moments]
    first, last = _padded(
        min([as_of, *(item.first_day for item in dated)]),
        max([as_of, *(item.last_day for item in dated)]),
    )
    status = study.protocol_section.status_module
    passed = progress(study, as_of)
    start, completion = status.start_date_struct.date, status.completion_date_struct.date
    return TimelineInfo(
        nct_id=study.nct_id,
        title=study.title,
        as_of=as_of,
        is_today=is_today,
        milestones=found,
        progress=passed,
        first=first,
        last=last,
        start=start.first_day if start and passed else None,
        completion=completion.first_day if completion and passed else None,
        contradictions=contradictions(study, found, as_of),
        left_out=background_publications(study),
        last_update=str(status.last_update_post_date_struct.date or ""),
        is_withdrawn=is_withdrawn(study),
        ended_early=ended_before_its_completion(study, as_of),
    )


def in_plain_words(info: TimelineInfo, annotations: Annotations) -> TimelineInfo:
    """Tell a timeline in plain words, as far as somebody has written them."""
    plain = annotations.plain.milestones
    found = tuple(
        replace(item, name=plain[item.key].name) if item.key in plain else item
        for item in info.milestones
    )
    return replace(info, milestones=found, in_plain=True)


def _seen_from(as_of: date, item: Milestone) -> Milestone:
    """Call nothing past that still lies ahead of the day the study is seen from."""
    ahead = item.certainty is Certainty.PAST and bool(item.moments) and item.first_day > as_of
    return replace(item, certainty=Certainty.LATER) if ahead else item


def _padded(first: date, last: date) -> tuple[date, date]:
    """Leave some room on both sides, as far as the calendar goes."""
    room = max((last - first) * _PADDING, _LEAST_PADDING)
    return (
        first - min(room, first - date.min),
        last + min(room, date.max - last),
    )


def timeline_table(info: TimelineInfo) -> list[dict[str, str]]:
    """Tell the timeline as rows, in order of time; what has no date comes last."""
    return [_row(item, info.as_of) for item in info.in_order]


def _row(item: Milestone, as_of: date) -> dict[str, str]:
    return {
        "Milestone": item.name,
        "Part": str(item.group),
        "Date": item.when or NOT_STATED,
        "Certainty": str(item.certainty) if item.moments else "",
        "Seen from the as-of date": _relative(item, as_of),
        "Source": item.source.place,
        "Text": item.source.text,
        "Note": item.source.note,
    }


def _relative(item: Milestone, as_of: date) -> str:
    if not item.moments:
        return ""
    if item.last_day < as_of:
        return "before"
    return (
        "after"
        if item.first_day > as_of
        else "on that day"
        if item.first_day == item.last_day
        else "within"
    )


def timeline_alt(info: TimelineInfo) -> str:
    """Describe the timeline in a few sentences."""
    dated = sorted(info.dated, key=lambda item: item.order)
    told = "; ".join(f"{item.name}, {item.when} ({info.word(item)})" for item in dated)
    missing = ", ".join(item.name for item in info.undated)
    parts = [
        f"Timeline of {info.nct_id}, seen from {day_in_words(info.as_of)}.",
        f"{progress_in_words(info)}.",
        f"Milestones in order: {told}." if told else "The record states no dates.",
        f"Without a date: {missing}." if missing else "",
    ]
    return " ".join(filter(None, parts))


def progress_in_words(info: TimelineInfo) -> str:
    """Say how far the study has come, in one sentence without its full stop."""
    passed = info.progress
    if info.is_withdrawn:
        return "The study was withdrawn before anybody joined: nothing of it is to come"
    if info.ended_early:
        return (
            "The study has ended, by its status, before the completion date that the record gives: "
            "when is not stated"
        )
    if passed is None:
        return (
            "How much time has passed cannot be told: the record does not state a start and a "
            "later completion"
        )
    about = "about " if passed.inexact else ""
    kind = "planned time" if passed.planned else "time"
    if passed.over:
        return f"All the {kind} from start to completion has passed: {about}{passed.total}"
    return (
        f"{about}{whole_percent(passed.share)} of the {kind} from start to completion has passed: "
        f"{about}{passed.elapsed} of {passed.total}; {passed.remaining} remain"
    ).capitalize()


def progress_in_brief(info: TimelineInfo) -> str:
    """Say how far the study has come, in a few words; nothing when that cannot be told."""
    passed = info.progress
    if info.is_withdrawn:
        return "Withdrawn before anybody joined"
    if passed is None:
        return ""
    about = "about " if passed.inexact else ""
    if passed.over and passed.planned:
        return f"Planned for {about}{passed.total}, now over"
    if passed.over:
        return f"It took {about}{passed.total}"
    return f"{about}{whole_percent(passed.share)} of {passed.total} elapsed".capitalize()


def timeline_notes(info: TimelineInfo) -> tuple[str, ...]:
    """Say where the dates come from and what does not fit, for below an exported picture."""
    published = (
        f"{item.name} as published: {' '.join(item.source.text.split())}"
        for item in info.dated
        if item.is_period
    )
    updated = f"last update {info.last_update}" if info.last_update else "last update not stated"
    return (
        *info.contradictions,
        *published,
        f"Source: ClinicalTrials.gov, record {info.nct_id}, {updated}. Drawn with Trial Explorer.",
    )
