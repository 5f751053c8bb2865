"""The study at a glance: one tile for each question a reader asks, in the order they ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import islice
from typing import Final

from data.annotations import Annotations
from data.annotations.results import ResultSide, Scale, Severity
from data.checks import check_record, counted
from data.criteria.kind import CriterionKind
from data.dates import day_in_words
from data.details import Detail, detail_at, stated
from data.eligibility.checklist import Checklist, Criterion
from data.flow.model import Step
from data.results.adverse_events import Total, totals
from data.results.measures import Measure, MeasureCell, MeasureKind, MeasureRow, outcome
from data.results.participant_flow import group_name, is_total
from data.results_section import EventGroup, ResultsSection
from data.sites import sites_of
from data.study import Study
from data.views.against import Agreement, against
from data.views.eligibility import deciding_first, eligibility_notice, entry_fields
from data.views.flow import Count, FlowInfo, flow_info
from data.views.flow import in_plain_words as flow_in_plain_words
from data.views.results import results_standing
from data.views.results_events import MOST_NAMED, totals_finding, totals_marks
from data.views.results_hundred import HundredInfo
from data.views.results_marks import MarksInfo
from data.views.results_measures import (
    group_positions,
    measure_marks,
    reported_as,
    values_found,
)
from data.views.results_published import SIDES, PublishedMeasure, published_info
from data.views.results_published import in_plain_words as published_in_plain_words
from data.views.sites import SitesInfo, sites_info, sites_summary
from data.views.timeline import TimelineInfo, progress_in_brief, timeline_info
from data.views.timeline import in_plain_words as timeline_in_plain_words
from data.vocabulary import NOT_APPLICABLE
from data.words import tally

_MOST_CRITERIA: Final = 4
_MOST_SENTENCES: Final = 3  # of criteria in plain words, which are longer
_MOST_COUNTRIES: Final = 3
_MOST_OUTCOMES: Final = 2
_MOST_LINES: Final = 2
# For those who know the words of the trade, and for everybody.
_DIED: Final = ("Fatal", "Died of an unwanted event")
_HOW_SURE: Final = ("Interval: not reported", "How sure this is: not reported")
_IN_PLAIN_WORDS: Final = {
    CriterionKind.INCLUSION: ("thing to meet", "things to meet"),
    CriterionKind.EXCLUSION: ("that rules people out", "that rule people out"),
    CriterionKind.UNSTATED: ("of which the record does not say",) * 2,
}


@dataclass(frozen=True, kw_only=True)
class Tile:
    """One thing about the study, and where there is more of it.

    Args:
        key: names it.
        heading: what it is about.
        finding: what there is to say, in one line.
        about: of what that is said, where the heading does not tell.
        lines: what belongs to it; the picture beside them shows the same.
        source: where it is from.
        page: the page it leads to, by the name in its address; or a place below, with a hash.
        picture: what its picture is drawn from, if it has one.
    """

    key: str
    heading: str
    finding: str
    about: str = ""
    lines: tuple[str, ...] = ()
    source: str
    page: str
    picture: FlowInfo | HundredInfo | MarksInfo | SitesInfo | TimelineInfo | None = None


def glance(
    study: Study,
    annotations: Annotations,
    checklist: Checklist,
    as_of: date,
    *,
    discrepancies_first: bool = False,
    plain: bool = False,
) -> tuple[Tile, ...]:
    """Gather the tiles of a study; what a record lacks has none.

    Args:
        study: the record.
        annotations: what has been read out of it.
        checklist: of the record.
        as_of: the day it is seen from.
        discrepancies_first: begin with what does not fit, within the record and against what is
            published; else the record check comes last.
        plain: in words for everybody.
    """
    tiles = (
        *_flow(study, annotations, plain=plain),
        *_results(study, annotations, plain=plain),
        *_sites(study),
        *_time(study, annotations, as_of, plain=plain),
        *_who(study, checklist, plain=plain),
    )
    check = _check(study, annotations, as_of, plain=plain)
    if discrepancies_first:
        return (check, *_against(study, annotations), *tiles)
    return (*tiles, check)


def _flow(study: Study, annotations: Annotations, *, plain: bool) -> Iterator[Tile]:
    info = flow_info(study, annotations, published=True)
    if plain:
        info = flow_in_plain_words(info, study, annotations)
    arms = [step for step in info.flow.steps if step.kind == "arm"]
    if not all(arm.key in info.counts and info.counts[arm.key].written for arm in arms):
        # No group's number alone: the other would look empty.
        known = {key: count for key, count in info.counts.items() if key not in _keys(arms)}
        info = replace(info, counts=known)
    head = next((step for step in info.flow.steps if step.kind in ("allocation", "enrolled")), None)
    count = info.counts.get(head.key) if head else None
    groups = tally(len(arms), "group")
    built = tuple(
        f"{item.label}: {item.value}"
        for item in stated(_design(study))
        if item.value != NOT_APPLICABLE
    )
    is_drawn = head is not None and bool(arms)
    if not is_drawn and not built:
        return
    yield Tile(
        key="flow",
        heading="How it is built",
        finding=_how_many_people(count, plain=plain) + (f", in {groups}" if is_drawn else ""),
        lines=tuple(_counted(step, info) for step in arms[:_MOST_CRITERIA]) if is_drawn else built,
        source=f"From {count.source}" if count and count.source else "From the record",
        page="design",
        picture=info if is_drawn else None,
    )


def _how_many_people(count: Count | None, *, plain: bool) -> str:
    is_one = count is not None and count.written == "1"
    many = "people" if plain else "participants"
    if count is None or not count.written:
        return f"Number of {many} not stated"
    who = ("person" if plain else "participant") if is_one else many
    return f"{count.written} {who}{' planned' if count.is_planned else ''}"


def _keys(steps: Iterable[Step]) -> set[str]:
    return {step.key for step in steps}


def _design(study: Study) -> tuple[Detail, ...]:
    detail = partial(detail_at, study, "protocol_section.design_module")
    return (
        detail("Study type", "study_type"),
        detail("Phase", "phases"),
        detail("Allocation", "design_info.allocation"),
        detail("Purpose", "design_info.primary_purpose"),
        detail("Observational model", "design_info.observational_model"),
        detail("Time perspective", "design_info.time_perspective"),
    )


def _counted(step: Step, info: FlowInfo) -> str:
    count = info.counts.get(step.key)
    return f"{step.title}: {count.written}" if count and count.written else step.title


def _results(study: Study, annotations: Annotations, *, plain: bool) -> Iterator[Tile]:
    published = published_info(study, annotations)
    if plain:
        published = published_in_plain_words(published, annotations)
    for side in ResultSide:
        measures = (*published.of(side, leading=True), *published.of(side, leading=False))
        if not measures:
            continue
        deaths = (one for one in measures if one.severity is Severity.FATAL)
        fatal = [line for one in deaths for line in one.together]
        # Nothing is drawn of one arm alone.
        measure = next((one for one in measures if one.is_drawn), measures[0])
        sources = dict.fromkeys((*(s for line in fatal for s in line.sources), *measure.sources))
        yield Tile(
            key=side.value,
            # One does not stand for all of them.
            heading=f"{SIDES[side]} · one of {len(measures)} measures"
            if len(measures) > 1
            else SIDES[side],
            finding=". ".join(
                (
                    *(f"{_DIED[plain]}: {line.figure.value}" for line in fatal if line.figure),
                    measure.finding if plain else measure.technical_finding,
                )
            ),
            about=_how_sure(measure, plain=plain),
            lines=tuple(f"{line.label}: {line.value}" for line in measure.by_arm),
            source="Published: " + ", ".join(source.short for source in sources),
            page="results",
            picture=(measure.hundred or measure.picture) if measure.is_drawn else None,
        )
    if published.measures:
        return
    posted = tuple(_posted(study, study.results_section)) if study.results_section else ()
    if posted:
        yield from posted
        return
    standing = results_standing(study, annotations)
    outcomes = study.protocol_section.outcomes_module.primary_outcomes
    yield Tile(
        key="results",
        heading="What is measured" if outcomes and not standing.posted else "What came out",
        finding=standing.record,
        lines=tuple(item.measure or "" for item in outcomes[:_MOST_OUTCOMES]),
        source="The record’s primary outcomes" if outcomes else "The record",
        page="results",
    )


def _how_sure(measure: PublishedMeasure, *, plain: bool) -> str:
    """What is measured, where the finding does not name it, and whether an interval is known."""
    name = measure.technical if measure.scale is Scale.TIME and not plain else ""
    sure = "" if measure.has_intervals else _HOW_SURE[plain]
    return "; ".join(filter(None, (name, sure)))


def _posted(study: Study, results: ResultsSection) -> Iterator[Tile]:
    """What came out and what went wrong, as the record posts it: in equal size."""
    items = results.outcome_measures_module.outcome_measures
    measures = [outcome(item) for item in items if item.type == "PRIMARY"]
    if measures:
        yield _outcome(measures, study)
    groups = [item for item in results.adverse_events_module.event_groups if not is_total(item)]
    if any(totals(group)[Total.SERIOUS].affected is not None for group in groups):
        yield _events(groups, study)


def _outcome(measures: Sequence[Measure], study: Study) -> Tile:
    """The first primary outcome whose values are one line for a few groups; else the first."""
    item = next((one for one in measures if _values(one)), measures[0])
    cells = _values(item)
    places = group_positions(item.groups, study)
    # Nothing is drawn of one group alone.
    row = MeasureRow(name="", cells=cells)
    picture = measure_marks(item, places, (row,)) if len(cells) > 1 else None
    if picture and picture.axis and item.kind in (MeasureKind.SHARE, MeasureKind.PERCENT):
        # As long as the shares of the tile beside it.
        picture = replace(picture, axis=replace(picture.axis, low=0.0, high=100.0))
    return Tile(
        key="outcome",
        heading="Primary outcome"
        + (f" · one of {len(measures)} measures" if len(measures) > 1 else ""),
        finding=values_found(item, cells) if cells else item.title,
        about=f"{item.title} ({reported_as(item)})" if cells else _how_much(item),
        lines=_first(
            f"{group_name(item.groups[cell.position])}: {cell.text}"
            for cell in (item.rows[0].cells if len(item.rows) == 1 else ())
        ),
        source="Posted in the record",
        page="results",
        picture=picture,
    )


def _values(item: Measure) -> tuple[MeasureCell, ...]:
    """The values of a measure that has one line of numbers, for a few groups; else none."""
    if len(item.rows) != 1:
        return ()
    cells = tuple(c for c in item.rows[0].cells if not is_total(item.groups[c.position]))
    known = all(cell.value is not None for cell in cells)
    return cells if known and len(cells) <= MOST_NAMED else ()


def _how_much(item: Measure) -> str:
    if not item.rows:
        return "No values are posted."
    lines = tally(len(item.rows), "line")
    return f"Posted: {lines} of values for {tally(len(item.groups), 'group')}"


def _first(lines: Iterable[str]) -> tuple[str, ...]:
    """The first lines, as many as have room, and how many more there are."""
    told = tuple(lines)
    more = len(told) - _MOST_LINES
    return told if more <= 0 else (*told[:_MOST_LINES], f"and {more} more")


def _events(groups: Sequence[EventGroup], study: Study) -> Tile:
    """Deaths and serious events; of many groups the range, since nobody may add them up."""
    few = 1 < len(groups) <= MOST_NAMED
    places = group_positions(groups, study)
    return Tile(
        key="events",
        heading="Harm · deaths and serious events",
        finding=totals_finding(groups),
        lines=_first(
            f"{group_name(group)}: {totals(group)[Total.SERIOUS].people}" for group in groups
        ),
        source="Posted in the record",
        page="results",
        picture=totals_marks((Total.SERIOUS,), groups, places) if few else None,
    )


def _sites(study: Study) -> Iterator[Tile]:
    sites = sites_of(study)
    if not sites:
        return
    info = sites_info(sites)
    countries = [f"{name}: {number:,}" for name, number in info.countries]
    rest = len(countries) - _MOST_COUNTRIES
    more = (f"and {tally(rest, 'more country', 'more countries')}",) if rest > 0 else ()
    yield Tile(
        key="sites",
        heading="Where",
        finding=sites_summary(info),
        lines=(*countries[:_MOST_COUNTRIES], *more),
        source="The record’s locations",
        page="sites",
        picture=info,
    )


def _time(study: Study, annotations: Annotations, as_of: date, *, plain: bool) -> Iterator[Tile]:
    info = timeline_info(study, annotations, as_of)
    if plain:
        info = timeline_in_plain_words(info, annotations)
    ends = [item for key in ("start", "completion") if (item := info.milestone(key)) is not None]
    dated = [item for item in ends if item.moments]
    if not dated:
        return
    yield Tile(
        key="timeline",
        heading="When",
        finding=progress_in_brief(info) or "The record does not state a start and a later end",
        lines=tuple(f"{item.name}: {item.when} ({info.word(item)})" for item in dated),
        source=f"The record’s dates, seen from {day_in_words(as_of)}",
        page="timeline",
        picture=info,
    )


def _who(study: Study, checklist: Checklist, *, plain: bool) -> Iterator[Tile]:
    counts = {
        kind: sum(item.kind == kind and item.number > 0 for item in checklist.criteria)
        for kind in CriterionKind
    }
    if not checklist.criteria:
        return
    told = tuple(_deciding(checklist, plain=plain)) if checklist.reviewed else ()
    conditions = detail_at(study, "protocol_section.conditions_module", "Conditions", "conditions")
    fields = tuple(
        f"{item.label}: {item.value}" for item in stated((conditions, *entry_fields(study)))
    )
    yield Tile(
        key="who",
        heading=eligibility_notice(study, checklist).heading,
        finding=_how_many(counts, plain=plain) or "The record lists no criteria",
        lines=told or fields,
        source="The record’s criteria" + (": those that decide most" if told else ""),
        page="eligibility",
    )


def _how_many(counts: Mapping[CriterionKind, int], *, plain: bool) -> str:
    kinds = {kind: count for kind, count in counts.items() if count}
    if plain:
        return ", ".join(
            f"{count} {_IN_PLAIN_WORDS[kind][count != 1]}" for kind, count in kinds.items()
        )
    if len(kinds) == 1 or CriterionKind.UNSTATED in kinds:
        return ", ".join(f"{count} {kind.named(count)}" for kind, count in kinds.items())
    told = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
    return f"{told} criteria" if told else ""


def _deciding(checklist: Checklist, *, plain: bool) -> Iterator[str]:
    """The criteria that decide most, of a person of whom nothing is known yet."""
    labels = dict.fromkeys(
        f"{item.plain.partition('. ')[0].rstrip('.')}." if plain and item.plain else _labelled(item)
        for item in deciding_first(checklist)
    )
    return islice(labels, _MOST_SENTENCES if plain else _MOST_CRITERIA)


def _labelled(item: Criterion) -> str:
    return f"{'Excluded: ' if item.kind is CriterionKind.EXCLUSION else ''}{item.label}"


def _check(study: Study, annotations: Annotations, as_of: date, *, plain: bool) -> Tile:
    findings = check_record(study, annotations, as_of)
    return Tile(
        key="check",
        heading="Record check",
        finding=counted(findings),
        lines=() if plain else tuple(one.in_brief for one in findings[:_MOST_OUTCOMES]),
        source="Found in the record by Trial Explorer",
        page="#record-check",
    )


def _against(study: Study, annotations: Annotations) -> Iterator[Tile]:
    lines = against(study, annotations)
    differing = [line for line in lines if line.agreement is Agreement.DIFFERS]
    if lines:
        yield Tile(
            key="against",
            heading="Record against publication",
            finding=f"{len(differing) or 'None'} of {len(lines)} facts differ",
            lines=tuple(
                f"{line.what}: {line.record} against {line.published.figure.value}"
                for line in differing[:_MOST_OUTCOMES]
                if line.published.figure
            ),
            source="Held against each other by Trial Explorer",
            page="#planned",
        )
