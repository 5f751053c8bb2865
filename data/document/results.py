"""What was found, as a part of the full record: what is published, and what is posted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from data.annotations import Annotations
from data.details import Detail, stated
from data.document.model import Details, DocumentBlock, Heading, Image, Verbatim, Words, grid
from data.results.adverse_events import CountedEvent, EventCount, events, totals
from data.results.analyses import estimates
from data.results.measures import Measure, baseline, outcome
from data.results.participant_flow import (
    ParticipantFlow,
    column_names,
    group_name,
    participant_flow,
)
from data.results.words import ASSESSMENT
from data.results_section import (
    AdverseEventsModule,
    EventGroup,
    OutcomeMeasure,
    ResultGroup,
    ResultsSection,
)
from data.study import Study
from data.views.results import about_groups, about_results, results_standing
from data.views.results_events import about_events
from data.views.results_flow import flow_table, people_finding
from data.views.results_measures import (
    about_baseline,
    about_characteristic,
    about_measure,
    estimates_table,
    group_columns,
    measure_table,
    reported_as,
)
from data.views.results_published import SIDES, PublishedInfo, PublishedLine, published_info
from data.vocabulary import in_words

# A table with more groups than these would have columns too narrow to read: it gets a row for each.
_MOST_COLUMNS: Final = 4
PARTICIPANTS: Final = "participants"
"""The key of the picture of who took part."""
_HOW: Final = "Vocabulary, collected"

Rows = list[dict[str, str]]


def results(study: Study, annotations: Annotations) -> Iterator[DocumentBlock]:
    """Tell what was found: what is published first, then every value that is posted."""
    standing = results_standing(study, annotations)
    yield Words(text=standing.told("What stands here is"))
    for told in annotations.plain.results:
        cited = _cited(annotations, told.citations)
        yield Words(text=f"{told.name}: {told.plain}{cited}")
    if standing.published:
        yield from _published(published_info(study, annotations))
    if study.results_section is not None:
        yield from _posted(study.results_section)


def _cited(annotations: Annotations, keys: Sequence[str]) -> str:
    names = ", ".join(annotations.citations[key].short for key in keys)
    return f" ({names})" if names else ""


# What is published


def _published(info: PublishedInfo) -> Iterator[DocumentBlock]:
    for side, heading in SIDES.items():
        measures = (*info.of(side, leading=True), *info.of(side, leading=False))
        for item in measures:
            yield Heading(text=f"{heading}: {item.title}")
            for sentence in filter(None, (item.about, *item.sentences)):
                yield Words(text=sentence)
            if item.leaves_out:
                yield Words(text=f"What this leaves out: {item.leaves_out}")
            yield from grid(f"{item.technical}, as published", _lines(item.exact))
    for heading, lines in info.groups:
        yield Heading(text=heading)
        yield from grid("As published", _lines(lines))
    if info.not_reported:
        yield Heading(text="What is not reported")
        yield from grid("And who says so", _lines(info.not_reported))
    if info.caveats:
        yield Heading(text="What to keep in mind")
        yield from (Words(text=sentence) for sentence in info.caveats)


def _lines(lines: Sequence[PublishedLine]) -> Rows:
    return [
        {
            "Figure": line.label,
            "Value": line.value,
            "Published in": "; ".join(source.short for source in line.sources),
        }
        for line in lines
    ]


# What is posted in the record


def _posted(results: ResultsSection) -> Iterator[DocumentBlock]:
    told: set[Detail] = set()
    flow = participant_flow(results.participant_flow_module)
    if flow.groups or flow.periods or flow.texts:
        yield Heading(text="Who took part, as posted")
        yield from _groups(flow.groups, told)
        yield Image(
            key=PARTICIPANTS,
            caption="Each group, from start to end, as posted.",
            finding=people_finding(flow),
        )
        yield from _flow(flow)
    module = results.baseline_characteristics_module
    if module.measures or module.groups or about_baseline(module):
        yield Heading(text="Baseline characteristics, as posted")
        yield from _details(about_baseline(module))
        yield from _groups(module.groups, told)
        for item in module.measures:
            measure = baseline(item, module.groups, module.denoms)
            yield from _table(measure)
            yield from _details(about_characteristic(measure))
    for measured in results.outcome_measures_module.outcome_measures:
        yield from _outcome(measured, told)
    yield from _events(results.adverse_events_module, told)
    about = about_results(results)
    if about:
        yield Heading(text="About the results")
        yield Details(details=about)


def _details(details: tuple[Detail, ...]) -> Iterator[DocumentBlock]:
    if details:
        yield Details(details=details)


def _groups(groups: Sequence[ResultGroup], told: set[Detail]) -> Iterator[DocumentBlock]:
    """Say what the groups are; a group that was described before, in the same words, only once."""
    new = tuple(detail for detail in about_groups(groups) if detail not in told)
    told.update(new)
    yield from _details(new)


def _flow(flow: ParticipantFlow) -> Iterator[DocumentBlock]:
    yield from (Verbatim(text=text, label=label) for label, text in flow.texts)
    if not flow.has_numbers:
        yield Words(text=flow.unnumbered)
    yield from (Words(text=f"Does not add up: {problem}") for problem in flow.problems)
    if len(flow.groups) <= _MOST_COLUMNS:
        yield from grid("Numbers of participants", flow_table(flow))
        return
    names = [group_name(group) for group in flow.groups]
    for period in flow.periods:
        rows = [
            {
                "Group": name,
                **{
                    label: line.texts[place] if line else ""
                    for label, line in (
                        ("Started", period.started),
                        ("Completed", period.completed),
                        ("Not completed", period.not_completed),
                    )
                },
                "Milestones and reasons": "; ".join(
                    f"{line.name}: {line.texts[place]}"
                    for line in (*period.milestones, *period.reasons)
                    if line.texts[place] not in ("", "0")
                ),
            }
            for place, name in enumerate(names)
        ]
        yield from grid(f"Numbers of participants: {period.title}", rows)
        lines = (period.started, *period.milestones, period.completed, period.not_completed)
        commented = tuple(line for line in (*lines, *period.reasons) if line and line.comment)
        yield from _details(
            tuple(Detail(label=line.name, value=line.comment) for line in commented)
        )


def _outcome(item: OutcomeMeasure, told: set[Detail]) -> Iterator[DocumentBlock]:
    measure = outcome(item)
    yield Heading(text=f"{measure.role or 'Outcome'}: {measure.title}")
    yield from _details(about_measure(measure))
    yield from _groups(measure.groups, told)
    if measure.description:
        yield Verbatim(text=measure.description, label="How it was measured", folded=True)
    if not measure.rows:
        yield Words(text="No values are posted for this outcome.")
    yield from _table(measure)
    yield from grid("Statistical analyses", estimates_table(estimates(item)))


def _table(measure: Measure) -> Iterator[DocumentBlock]:
    about = reported_as(measure)
    caption = f"{measure.title} [{about}]" if about else measure.title
    if len(measure.groups) <= _MOST_COLUMNS:
        rows = measure_table(measure)
        named = any(row.name for row in measure.rows)
        yield from grid(caption, [row if named else _without(row, "Line") for row in rows])
        return
    names = group_columns(measure)
    yield from grid(
        caption,
        [
            {
                "Line": row.name,
                "Group": names[cell.position],
                "Value": f"{cell.text}. {cell.comment}" if cell.comment else cell.text,
            }
            for row in measure.rows
            for cell in row.cells
        ],
    )


def _without(row: dict[str, str], column: str) -> dict[str, str]:
    return {name: value for name, value in row.items() if name != column}


def _events(module: AdverseEventsModule, told: set[Detail]) -> Iterator[DocumentBlock]:
    groups, listed = module.event_groups, events(module)
    if not (groups or listed or stated(about_events(module))):
        return
    yield Heading(text="Adverse events, as posted")
    yield Details(details=about_events(module))
    yield from _groups(groups, told)
    totalled = [
        {"Group": group_name(group), **{name: count.text for name, count in totals(group).items()}}
        for group in groups
    ]
    yield from grid("Deaths, serious and other events: people affected", totalled)
    ways = {_collected(item) for item in listed}
    alike = len(ways) == 1
    if alike:
        yield from _details(stated((Detail(label=_HOW, value=ways.pop()),)))
    for serious, caption in ((True, "Serious events"), (False, "Other events")):
        rows = [
            {**_event(item, groups), _HOW: "" if alike else _collected(item), "Notes": item.notes}
            for item in listed
            if item.serious is serious
        ]
        yield from grid(f"{caption}: people affected of those at risk", rows)


def _collected(item: CountedEvent) -> str:
    """In which vocabulary an event is named, and how it came to be known."""
    asked = in_words(ASSESSMENT, item.assessment) if item.assessment else ""
    return "; ".join(filter(None, (item.vocabulary, asked)))


def _event(item: CountedEvent, groups: Sequence[EventGroup]) -> dict[str, str]:
    named = {"Event": item.term, "Organ system": item.organ_system}
    columns = column_names(groups)
    if len(groups) > _MOST_COLUMNS:
        return {**named, "People affected": _affected(columns, item.counts)}
    texts = (count.text for count in item.counts)
    return {**named, **dict(zip(columns, texts, strict=True))}


def _affected(columns: Sequence[str], counts: Sequence[EventCount]) -> str:
    """Name the groups in which somebody had an event; say what holds for the others."""
    told = [
        f"{name}: {count.text}"
        for name, count in zip(columns, counts, strict=True)
        if count.affected != 0 or count.events
    ]
    rest = len(counts) - len(told)
    if rest:
        told.append("nobody in the other groups" if told else "nobody in any group")
    return "; ".join(told)
