"""The full record as a document: everything it says, in the order in which a reader asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from data.annotations import Annotations
from data.annotations.plain import PlainEntry
from data.checks import check_record
from data.criteria.kind import CriterionKind
from data.dates import day_in_words
from data.details import Detail, last_update, source_of
from data.document.model import (
    Details,
    Document,
    DocumentBlock,
    Heading,
    Image,
    Item,
    Items,
    Section,
    Verbatim,
    Words,
    grid,
)
from data.document.results import results
from data.eligibility import Criterion, load_checklist
from data.flow import Step
from data.plain.glossary import fields_of
from data.sites import sites_of
from data.sites.areas import country_of
from data.study import Study
from data.topics import Topic
from data.views.eligibility import eligibility_notice
from data.views.flow import FlowInfo, flow_finding, flow_info, flow_ways, reading_help
from data.views.infusion_day import infusion_day_finding, infusion_day_info, infusion_day_table
from data.views.overview import Entry, OverviewInfo, OverviewPart, overview_info
from data.views.schedule import (
    TOTALS_KEY,
    schedule_finding,
    schedule_key,
    schedule_notes,
    schedule_of,
    schedule_table,
)
from data.views.sites import (
    countries_table,
    precision_note,
    sites_info,
    sites_summary,
)
from data.views.timeline import progress_in_words, timeline_info
from data.vocabulary import NOT_STATED

INFUSION_DAY: Final = "infusion-day"
"""The key of its picture."""
# Of the table of the schedule: how often and from what is told below it.
_DOSE_COLUMNS: Final = (
    *("Phase", "What", "Week", "Window (weeks)"),
    *("In all (computed)", "Optional"),
)


def full_document(study: Study, annotations: Annotations, as_of: date) -> Document:
    """Write the full record.

    Args:
        study: the record.
        annotations: what has been read out of it.
        as_of: the day the study is seen from.
    """
    info = overview_info(study, annotations, as_of)
    parts: tuple[tuple[str, str, Iterator[DocumentBlock]], ...] = (
        ("glance", "At a glance", _glance(info)),
        (Topic.OVERVIEW, Topic.OVERVIEW.heading, _summary(info, annotations)),
        (Topic.FLOW, Topic.FLOW.heading, _design(info, study, annotations)),
        (Topic.SCHEDULE, Topic.SCHEDULE.heading, _schedule(info, study, annotations)),
        (Topic.ELIGIBILITY, Topic.ELIGIBILITY.heading, _eligibility(info, study, annotations)),
        ("measured", "What is measured", _measured(info, annotations)),
        (Topic.TIMELINE, Topic.TIMELINE.heading, _timeline(info, study, annotations, as_of)),
        (Topic.SITES, Topic.SITES.heading, _sites(info, study)),
        (Topic.RESULTS, Topic.RESULTS.heading, results(study, annotations)),
        ("people", "Who is responsible", _people(info)),
        ("sources", "Publications and documents", _sources(info)),
        ("check", "Record check", _check(study, annotations, as_of)),
        ("rest", OverviewPart.EVERYTHING_ELSE, _rest(info)),
    )
    sections = (Section(key=key, title=title, blocks=tuple(blocks)) for key, title, blocks in parts)
    return replace(
        document_of(study, info, as_of),
        sections=tuple(section for section in sections if section.blocks),
    )


def document_of(study: Study, info: OverviewInfo, as_of: date) -> Document:
    """Say what a document of a record says of itself, without sections yet."""
    updated = last_update(study)
    status = study.protocol_section.status_module
    written = status.last_update_post_date_struct.date or status.last_update_submit_date
    return Document(
        nct_id=study.nct_id,
        title=study.title,
        name=info.acronym.value if info.acronym else "",
        status=info.status,
        updated=str(written or NOT_STATED),
        updated_on=updated.isoformat() if updated else "",
        source=source_of(study),
        seen_from=day_in_words(as_of),
        fields=fields_of(study),
        sections=(),
    )


# What stands in a section of its own; the others are about people, or sources.
_PLACED: Final = {
    OverviewPart.DATES,
    OverviewPart.DESIGN,
    OverviewPart.CONDITIONS,
    OverviewPart.WHO,
    OverviewPart.PLACES,
    OverviewPart.ARMS,
    OverviewPart.INTERVENTIONS,
    OverviewPart.OUTCOMES,
    OverviewPart.UNREAD,
    OverviewPart.EVERYTHING_ELSE,
}


def _glance(info: OverviewInfo) -> Iterator[DocumentBlock]:
    status = Detail(label="Status", value=info.status, note=info.status_meaning or None)
    yield Details(details=(status, *info.key_figures))
    yield from _section(info, OverviewPart.CONDITIONS)


def _section(info: OverviewInfo, part: OverviewPart) -> Iterator[DocumentBlock]:
    """The details of a part of the overview, under the same heading."""
    details = info.section(part)
    if details:
        yield Heading(text=part)
        yield Details(details=details)


def _summary(info: OverviewInfo, annotations: Annotations) -> Iterator[DocumentBlock]:
    plain = annotations.plain
    for text in (*((plain.title,) if plain.title else ()), *plain.summary):
        yield Words(text=text.plain)
    if info.summary:
        yield Verbatim(text=info.summary, label="Brief summary", folded=bool(plain.summary))
    if info.description:
        label = "Detailed description"
        yield Verbatim(text=info.description, label=label, folded=bool(plain.summary))


def _design(info: OverviewInfo, study: Study, annotations: Annotations) -> Iterator[DocumentBlock]:
    if info.section(OverviewPart.DESIGN):
        yield Details(details=info.section(OverviewPart.DESIGN))
    flow = flow_info(study, annotations, published=True)
    yield Heading(text="Flow of participants")
    for step in flow.flow.steps if annotations.plain.steps else ():
        told = annotations.plain.steps.get(step.key)
        if told:
            yield Words(text=f"{told.name}: {told.plain}")
    yield Image(key=Topic.FLOW, caption=reading_help(flow), finding=flow_finding(flow))
    yield from (Words(text=remark, small=True) for remark in flow.flow.remarks)
    yield Heading(text="The flow in words")
    yield from (Items(items=(_step(flow, step),)) for step in flow.flow.steps)


def _step(info: FlowInfo, step: Step) -> Item:
    """One step: where people come from, on what condition, how many, and how it is known."""
    ways = flow_ways(info, step)
    came = " or ".join(dict.fromkeys(way.source for way in ways if way.source))
    conditions = "; ".join(dict.fromkeys(way.condition for way in ways if way.condition))
    details = (
        step.phase,
        f"from {came}" if came else "",
        f"condition: {conditions}" if conditions else "",
        "optional" if step.optional else "",
        str(info.counts.get(step.key, "")),
        "; ".join(dict.fromkeys(way.known for way in ways)),
    )
    quotes = dict.fromkeys(way.quote for way in ways if way.quote)
    return Item(title=step.title, line=" · ".join(filter(None, details)), text="\n".join(quotes))


def _schedule(
    info: OverviewInfo, study: Study, annotations: Annotations
) -> Iterator[DocumentBlock]:
    plain = annotations.plain
    groups = [plain.groups.get(group.label or "") for group in study.arm_groups]
    treatments = [plain.treatments.get(item.name or "") for item in study.interventions]
    for heading, told in ((OverviewPart.ARMS, groups), (OverviewPart.INTERVENTIONS, treatments)):
        entries = info.list_of(heading)
        if entries:
            yield Heading(text=heading)
            yield Items(items=tuple(map(_item, entries, told)))
    yield from _doses(study, annotations)
    yield from _infusion_day(annotations)


def _item(entry: Entry, plain: PlainEntry | None = None) -> Item:
    return Item(
        title=entry.title,
        line=entry.line,
        plain=plain.plain if plain else "",
        text=entry.text,
        links=entry.links,
    )


def _doses(study: Study, annotations: Annotations) -> Iterator[DocumentBlock]:
    schedule = schedule_of(study, annotations)
    if not schedule.phases:
        return
    key = schedule_key(schedule)
    key = key if schedule.drafted else f"{key} · {TOTALS_KEY}"
    yield Heading(text="Dosing schedule, drafted" if schedule.drafted else "Dosing schedule")
    yield Image(key=Topic.SCHEDULE, caption=key, finding=schedule_finding(schedule))
    rows = [
        {name: cell for name, cell in row.items() if name in _DOSE_COLUMNS}
        for row in schedule_table(schedule)
    ]
    yield from grid(
        f"Every administration; what has no set end, to week {schedule.weeks}", rows, folded=True
    )
    readings = [
        {"Arm group": group, "Reading": text, "In the record": quote}
        for group, text, quote in dict.fromkeys(schedule_notes(annotations, schedule))
    ]
    yield from grid("How the schedule was read, and from what", readings)
    for group in schedule.without:
        yield Words(text=f"{group}: no schedule has been read.", small=True)


def _infusion_day(annotations: Annotations) -> Iterator[DocumentBlock]:
    info = infusion_day_info(annotations)
    if info is None:
        return
    yield Heading(text="Infusion day")
    yield Image(key=INFUSION_DAY, caption=info.axis, finding=infusion_day_finding(info))
    yield from grid(info.axis, infusion_day_table(info))
    yield Details(
        details=tuple(
            Detail(label=item.label, value=item.value, kind="computed", note=item.sum)
            for item in info.computed
        )
    )


def _eligibility(
    info: OverviewInfo, study: Study, annotations: Annotations
) -> Iterator[DocumentBlock]:
    checklist = load_checklist(study, annotations)
    notice = eligibility_notice(study, checklist)
    yield Words(text=notice.told("The criteria show"))
    if info.section(OverviewPart.WHO):
        yield Details(details=info.section(OverviewPart.WHO))
    for kind in CriterionKind:
        criteria = [item for item in checklist.criteria if item.number and item.kind == kind]
        if criteria:
            yield Heading(text=kind.named(2).capitalize())
            yield Items(items=tuple(_criterion(item) for item in criteria))


def _criterion(item: Criterion) -> Item:
    return Item(
        title=item.name,
        line=item.lead_in or "",
        plain=item.plain or "",
        text=item.text,
        notes=tuple(note.text for note in item.notes),
    )


def _measured(info: OverviewInfo, annotations: Annotations) -> Iterator[DocumentBlock]:
    plain = annotations.plain.outcomes
    if plain:
        yield Heading(text="In plain words")
        yield Items(items=tuple(Item(title=item.name, plain=item.plain) for item in plain))
    listed = info.list_of(OverviewPart.OUTCOMES)
    if listed:
        if plain:
            yield Heading(text="In the record")
        yield Items(items=tuple(map(_item, listed)))
    else:
        yield Words(text="The record lists no outcome measures.")


def _timeline(
    info: OverviewInfo, study: Study, annotations: Annotations, as_of: date
) -> Iterator[DocumentBlock]:
    timeline = timeline_info(study, annotations, as_of)
    if timeline.dated:
        yield Image(
            key=Topic.TIMELINE,
            caption=f"The study's milestones, seen from {day_in_words(as_of)}.",
            finding=f"{progress_in_words(timeline)} (seen from {day_in_words(as_of)}).",
        )
    for sentence in timeline.contradictions:
        yield Words(text=sentence)
    for milestone in timeline.milestones if annotations.plain.milestones else ():
        told = annotations.plain.milestones.get(milestone.key)
        if told:
            yield Words(text=f"{told.name}: {told.plain}")
    rows = [
        {
            "Milestone": item.name,
            "Date": f"{item.when}, {item.certainty}" if item.moments else NOT_STATED,
            "Where it is written": item.source.place,
            "In its words": item.source.text,
            "Note": item.source.note,
        }
        for item in timeline.in_order
    ]
    yield from grid("Milestones, each with where it is written", rows)
    yield from _section(info, OverviewPart.DATES)


def _sites(info: OverviewInfo, study: Study) -> Iterator[DocumentBlock]:
    sites = sites_info(sites_of(study))
    if not sites.sites:
        yield Words(text="The record lists no sites.")
        yield from _section(info, OverviewPart.PLACES)
        return
    yield Image(key=Topic.SITES, caption=precision_note(sites), finding=f"{sites_summary(sites)}.")
    if len(sites.countries) > 1:
        yield from grid("Sites by country", countries_table(sites))
    statuses = {site.status for site in sites.sites}
    if len(statuses) == 1:
        yield Words(text=f"Status of every site: {', '.join(statuses).lower()}.")
    rows = [
        {
            "Country": country_of(site),
            "Site": site.name,
            "City": site.city,
            "State": site.state,
            "Postcode": site.zip,
            "Status": site.status if len(statuses) > 1 else "",
            "Contact": "; ".join(site.contacts),
        }
        for site in sorted(sites.sites, key=country_of)
    ]
    yield from grid("All sites", rows)


def _people(info: OverviewInfo) -> Iterator[DocumentBlock]:
    for part, _ in info.sections:
        if part not in _PLACED:
            yield from _section(info, part)


def _sources(info: OverviewInfo) -> Iterator[DocumentBlock]:
    for part, entries in info.entries:
        if part not in _PLACED:
            yield Heading(text=part)
            yield Items(items=tuple(map(_item, entries)))


def _check(study: Study, annotations: Annotations, as_of: date) -> Iterator[DocumentBlock]:
    findings = check_record(study, annotations, as_of)
    if not findings:
        yield Words(text="Nothing in this record contradicts itself.")
        return
    yield Words(text="What does not fit together in the record, or is missing from it.")
    for finding in findings:
        yield Heading(text=finding.title)
        yield Items(items=tuple(Item(title=side.place, text=side.said) for side in finding.sides))
        yield Words(text=f"Why it matters: {finding.why}")


def _rest(info: OverviewInfo) -> Iterator[DocumentBlock]:
    unplaced = info.list_of(OverviewPart.UNREAD)
    if unplaced:
        yield Heading(text=OverviewPart.UNREAD)
        yield Items(items=tuple(map(_item, unplaced)))
    besides = info.list_of(OverviewPart.EVERYTHING_ELSE)
    if besides:
        yield Items(items=tuple(map(_item, besides)))
