"""The study at a glance: one tile for each question a reader asks, in the order they ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final

from data.annotations import Annotations
from data.annotations.results import Severity, Side
from data.checks import check_record
from data.criteria.kind import CriterionKind
from data.dates import day_in_words
from data.details import stated
from data.eligibility.checklist import Checklist
from data.flow.model import Step
from data.sites import sites_of
from data.study import Study
from data.views.eligibility import deciding_first, eligibility_notice, entry_fields
from data.views.flow import FlowInfo, flow_info
from data.views.results import results_standing
from data.views.results_published import SIDES, PublishedMeasure, published_info
from data.views.sites import SitesInfo, sites_info, sites_summary
from data.views.timeline import TimelineInfo, progress_in_brief, timeline_info

_MOST_CRITERIA: Final = 4
_MOST_OUTCOMES: Final = 2


@dataclass(frozen=True, kw_only=True)
class Tile:
    """One thing about the study, and where there is more of it.

    Args:
        key: names it.
        heading: what it is about.
        finding: what there is to say, in one line.
        lines: what belongs to it; the picture beside them shows the same.
        source: where it is from.
        page: the page it leads to, by the name in its address.
        picture: what its picture is drawn from, if it has one.
    """

    key: str
    heading: str
    finding: str
    lines: tuple[str, ...] = ()
    source: str
    page: str
    picture: FlowInfo | PublishedMeasure | SitesInfo | TimelineInfo | None = None


def glance(
    study: Study, annotations: Annotations, checklist: Checklist, as_of: date
) -> tuple[Tile, ...]:
    """Gather the tiles of a study; what a record lacks has none.

    Args:
        study: the record.
        annotations: what has been read out of it.
        checklist: of the record.
        as_of: the day it is seen from.
    """
    return (
        *_flow(study, annotations),
        *_results(study, annotations),
        *_sites(study),
        *_time(study, annotations, as_of),
        *_who(study, checklist),
        _check(study, annotations, as_of),
    )


def _flow(study: Study, annotations: Annotations) -> Iterator[Tile]:
    info = flow_info(study, annotations, published=True)
    arms = [step for step in info.flow.steps if step.kind == "arm"]
    head = next((step for step in info.flow.steps if step.kind in ("allocation", "enrolled")), None)
    if head is None or not arms:
        return
    count = info.counts.get(head.key)
    groups = "1 group" if len(arms) == 1 else f"{len(arms)} groups"
    number = count.written if count and count.written else "number not stated"
    yield Tile(
        key="flow",
        heading="How it is built",
        finding=f"{head.title}: {number}, {groups}",
        lines=tuple(_counted(step, info) for step in arms[:_MOST_CRITERIA]),
        source=f"From {count.source}" if count and count.source else "From the record",
        page="design",
        picture=info,
    )


def _counted(step: Step, info: FlowInfo) -> str:
    count = info.counts.get(step.key)
    return f"{step.title}: {count.written}" if count and count.written else step.title


def _results(study: Study, annotations: Annotations) -> Iterator[Tile]:
    published = published_info(study, annotations)
    for side in Side:
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
                (*(f"Fatal: {line.figure.value}" for line in fatal if line.figure), measure.finding)
            ),
            lines=tuple(f"{line.label}: {line.value}" for line in measure.by_arm),
            source="Published: " + ", ".join(source.short for source in sources),
            page="results",
            picture=measure if measure.is_drawn else None,
        )
    if published.measures:
        return
    standing = results_standing(study, annotations)
    outcomes = study.protocol_section.outcomes_module.primary_outcomes
    yield Tile(
        key="results",
        heading="What came out" if standing.posted else "What is measured",
        finding=standing.record,
        lines=tuple(item.measure or "" for item in outcomes[:_MOST_OUTCOMES]),
        source="The record’s primary outcomes" if outcomes else "The record",
        page="results",
    )


def _sites(study: Study) -> Iterator[Tile]:
    sites = sites_of(study)
    if not sites:
        return
    info = sites_info(sites)
    countries = [f"{name}: {number:,}" for name, number in info.countries]
    rest = len(countries) - _MOST_CRITERIA
    more = (f"and {rest} more {'country' if rest == 1 else 'countries'}",) if rest > 0 else ()
    yield Tile(
        key="sites",
        heading="Where",
        finding=sites_summary(info),
        lines=(*countries[:_MOST_CRITERIA], *more),
        source="The record’s locations",
        page="sites",
        picture=info,
    )


def _time(study: Study, annotations: Annotations, as_of: date) -> Iterator[Tile]:
    info = timeline_info(study, annotations, as_of)
    ends = [item for key in ("start", "completion") if (item := info.milestone(key)) is not None]
    dated = [item for item in ends if item.moments]
    if not dated:
        return
    yield Tile(
        key="timeline",
        heading="When",
        finding=progress_in_brief(info) or "The record does not state a start and a later end",
        lines=tuple(f"{item.name}: {item.when} ({item.certainty})" for item in dated),
        source=f"The record’s dates, seen from {day_in_words(as_of)}",
        page="timeline",
        picture=info,
    )


def _who(study: Study, checklist: Checklist) -> Iterator[Tile]:
    counts = {
        kind: sum(item.kind == kind and item.number > 0 for item in checklist.criteria)
        for kind in CriterionKind
    }
    if not checklist.criteria:
        return
    told = tuple(_deciding(checklist)) if checklist.reviewed else ()
    fields = tuple(f"{item.label}: {item.value}" for item in stated(entry_fields(study)))
    yield Tile(
        key="who",
        heading=eligibility_notice(study, checklist).heading,
        finding=", ".join(f"{count} {kind}" for kind, count in counts.items() if count)
        + (" criteria" if any(counts.values()) else "The record lists no criteria"),
        lines=told or fields,
        source="The record’s criteria" + (": those that decide most" if told else ""),
        page="eligibility",
    )


def _deciding(checklist: Checklist) -> Iterator[str]:
    """The criteria that decide most, of a person of whom nothing is known yet."""
    labels = dict.fromkeys(item.label for item in deciding_first(checklist))
    return islice(labels, _MOST_CRITERIA)


def _check(study: Study, annotations: Annotations, as_of: date) -> Tile:
    findings = check_record(study, annotations, as_of)
    count = "one thing does" if len(findings) == 1 else f"{len(findings)} things do"
    return Tile(
        key="check",
        heading="Record check",
        finding=f"{count} not fit or are missing" if findings else "Nothing contradicts itself",
        lines=tuple(finding.title for finding in findings[:_MOST_OUTCOMES]),
        source="Found in the record by Trial Explorer",
        page="",
    )
