"""What can be found in a record and what goes with it, and where a page shows each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from data.annotations import Annotations
from data.plain.glossary import fields_of, glossary
from data.record_paths import bare
from data.record_texts import CRITERIA, RecordText, record_texts
from data.results_section import AdverseEvent, OutcomeMeasure, ResultGroup, ResultsSection
from data.study import Study
from data.views.overview import OverviewPart, told_on_overview
from data.vocabulary import bare_name
from data.words import capitalised

PAGES: Final = {
    "overview": "Overview",
    "design": "Study design",
    "sites": "Sites",
    "eligibility": "Eligibility",
    "timeline": "Timeline",
    "results": "Results",
    "questions": "Questions for my doctor",
    "planner": "Planner",
    "screen": "Screen a list",
    "present": "Present",
    "export": "Export",
    "open": "Open a record",
    "compare": "Compare versions",
}
"""The title of each page, by the name of its script."""

# What readers ask for in words that no record has; each page is found by them too.
_ASKED_OF: Final = {
    "overview": "the study in brief: what it asks, how many people took part, whether it is still "
    "going on, who runs it, sponsor, contact",
    "design": "how it works: groups, treatments, placebo, dose, how often and how long it is given",
    "sites": "where it takes place: map, hospitals, clinics, centres, cities, countries, the "
    "nearest",
    "eligibility": "who can join, can I join, who can take part, requirements, inclusion and "
    "exclusion criteria, age limit",
    "timeline": "when it starts, when it ends, how long it takes: dates, duration, end date",
    "results": "what was found: does it work, did it work, how well, benefit, harm, side effects, "
    "adverse events, risks, safety, deaths, who died",
    "questions": "what to ask a doctor: cost, insurance, who pays, travel, is it for me",
    "planner": "when the next dose is: visits, appointments, calendar",
    "screen": "many people at once: a list, a cohort, who is excluded by what, attrition",
    "present": "slides for a talk",
    "export": "download, print, save: PDF, PowerPoint, web page, data",
    "open": "another study, a file",
    "compare": "what has changed, what is new, history",
}
_STEP: Final = re.compile(r"[.\[]|$")
# One thing of a list, by the heading of the list.
_ONE_OF: Final = {
    OverviewPart.ARMS: "Arm group",
    OverviewPart.INTERVENTIONS: "Intervention",
    OverviewPart.OUTCOMES: "Outcome measure",
    OverviewPart.REFERENCES: "Reference",
    OverviewPart.LINKS: "Link",
    OverviewPart.DOCUMENTS: "Document",
    OverviewPart.RELATED: "Related trial",
}
_SHARING: Final = "protocol_section.ipd_sharing_statement_module"
_SAID_OF: Final = {"title": "what the study asks"}
# Where plain words are read, by their section of the annotations.
_PLAIN_ON: Final = {"steps": "design", "milestones": "timeline", "results": "results"}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """Where a page shows a text.

    Args:
        page: the name of the page's script.
        text: what stands there; empty for the page as a whole.
        after: what stands above it, each on its own and in this order: a heading, the name of an
            arm group, the label of a detail.
        site: the number of the site to open there, from 1.
        part: the part of the posted results.
        plain: whether it is shown in plain language; otherwise these are the record's own words.
    """

    page: str
    text: str = ""
    after: tuple[str, ...] = ()
    site: int | None = None
    part: str = ""
    plain: bool = False


@dataclass(frozen=True, kw_only=True)
class Findable:
    """A text that can be found.

    Args:
        place: where it stands, as a reader would say it: `Arm group: Placebo`.
        text: the whole of it.
        shown: where a page shows it; None where none does as it stands.
        named: how much of the text is searched, from its beginning; None for all.
    """

    place: str
    text: str
    shown: Shown | None = None
    named: int | None = None

    @property
    def searched(self) -> str:
        """What of the text is searched."""
        return self.text[: self.named]


def findable(study: Study, annotations: Annotations) -> Iterator[Findable]:
    """Yield all that can be found: pages, the record, what was published, posted, put plainly."""
    for page, title in PAGES.items():
        yield Findable(place="Page", text=f"{title}: {_ASKED_OF[page]}", shown=Shown(page=page))
    yield from _glossary(study)
    for item, shown in shown_texts(study):
        yield Findable(place=_place(item, shown), text=item.text, shown=shown)
    yield from _published(annotations)
    if study.results_section is not None:
        yield from _posted(study.results_section)
    yield from _plain(annotations)


def _place(item: RecordText, shown: Shown | None) -> str:
    """Say where a text of the record stands, as a reader would."""
    if shown is None or shown.page == "eligibility" or not item.path:
        return capitalised(item.place or item.section)
    if shown.page == "sites":
        return "Site"
    if item.path.startswith(_SHARING):
        return f"Sharing of data: {shown.after[-1] if shown.after else item.place}"
    if not shown.after:
        return capitalised(item.place.removeprefix("brief "))
    heading, *name = shown.after
    one = _ONE_OF.get(heading, heading) if isinstance(heading, OverviewPart) else heading
    # A name that is itself what was found is not said twice.
    return ": ".join((one, *(part for part in name if part != item.text)))


def _glossary(study: Study) -> Iterator[Findable]:
    """The terms: found by their names, for what they mean has words of every day."""
    fields = fields_of(study)
    for term in glossary():
        if term.field is None or term.field in fields:
            names = ", ".join(dict.fromkeys(term.written))
            yield Findable(place="Glossary", text=f"{names}: {term.plain}", named=len(names))


def _published(annotations: Annotations) -> Iterator[Findable]:
    for figure in annotations.published.values():
        sources = ", ".join(annotations.citations[name].short for name in figure.citations)
        said = ". ".join(filter(None, (f"{figure.label}: {figure.value}", figure.note)))
        yield Findable(
            place=f"Published: {sources}",
            text=said,
            shown=Shown(page="results", text=figure.value, part="Published"),
        )


def _plain(annotations: Annotations) -> Iterator[Findable]:
    for section, texts in annotations.plain.sections.items():
        page = _PLAIN_ON.get(section, "overview")
        for text in texts:
            name = getattr(text, "name", "")
            yield Findable(
                place=f"In plain words: {name or _SAID_OF.get(section, section)}",
                text=f"{name}: {text.plain}" if name else text.plain,
                shown=Shown(
                    page=page,
                    text=text.plain,
                    part="Published" if page == "results" else "",
                    plain=True,
                ),
            )
    for criterion in (item for item in annotations.eligibility.told if item.plain):
        yield Findable(
            place=f"In plain words: {criterion.kind} criterion",
            text=criterion.plain,
            shown=Shown(page="eligibility", text=criterion.plain, plain=True),
        )


def _posted(results: ResultsSection) -> Iterator[Findable]:
    """What was posted as results, by the part of their page on which it stands."""
    flow = results.participant_flow_module
    details = (flow.pre_assignment_details, flow.recruitment_details)
    reasons = (leaving.type for period in flow.periods for leaving in period.drop_withdraws)
    for text in dict.fromkeys(filter(None, (*details, *reasons, *_groups(flow.groups)))):
        yield _result("Participant flow", "", text)
    baseline = results.baseline_characteristics_module
    for measure in baseline.measures:
        yield _result("Baseline", "", measure.title or "")
    for outcome in results.outcome_measures_module.outcome_measures:
        for text in _outcome(outcome):
            yield _result("Outcomes", outcome.title or "", text)
    events = results.adverse_events_module
    for kind, found in (("serious", events.serious_events), ("other", events.other_events)):
        for event in found:
            yield _result("Adverse events", event.term or "", _event(event, kind))
    caveats = results.more_info_module.limitations_and_caveats.description
    yield _result("About the results", "", caveats or "")


def _result(part: str, name: str, text: str) -> Findable:
    told = f"Posted results: {part}"
    return Findable(
        place=told if not name or name in text else f"{told}, {name}",
        text=text,
        shown=Shown(page="results", text=name or text, part=part),
    )


def _groups(groups: tuple[ResultGroup, ...]) -> Iterator[str]:
    for group in groups:
        yield ": ".join(filter(None, (group.title, group.description)))


def _outcome(outcome: OutcomeMeasure) -> Iterator[str]:
    yield from filter(None, (outcome.title, outcome.description, outcome.time_frame))
    names = {group.id: group.title for group in outcome.groups}
    values = (
        " ".join(filter(None, (names.get(one.group_id), str(one.value))))
        for one_class in outcome.classes
        for category in one_class.categories
        for one in category.measurements
        if one.value is not None
    )
    unit = f" ({outcome.unit_of_measure})" if outcome.unit_of_measure else ""
    told = "; ".join(values)
    if told:
        yield f"{told}{unit}"


def _event(event: AdverseEvent, kind: str) -> str:
    return f"{event.term} ({', '.join(filter(None, (kind, event.organ_system)))})"


def shown_texts(study: Study) -> Iterator[tuple[RecordText, Shown | None]]:
    """Yield each text of a record, and where a page shows it; None where none does as it stands."""
    on_overview = told_on_overview(study)
    for item in record_texts(study):
        yield item, _shown(item, on_overview)


def _shown(item: RecordText, on_overview: dict[str, tuple[str, ...]]) -> Shown | None:
    field = bare(item.path).rpartition(".")[2]
    if item.path == CRITERIA:
        return Shown(page="eligibility", text=item.text)
    if field == "locations":
        return Shown(page="sites", text=item.key, site=int(item.item))
    if not item.path:
        return Shown(
            page="overview", text=item.text, after=(OverviewPart.EVERYTHING_ELSE, item.place)
        )
    if field == "arm_group_labels":
        return Shown(page="overview", text=item.text, after=("Arm groups",))
    text = bare_name(item.text) if field == "intervention_names" else item.key or item.text
    holders = (item.path[: step.start()] for step in _STEP.finditer(item.path))
    above = [on_overview[path] for path in holders if path in on_overview]
    return Shown(page="overview", text=text, after=above[-1]) if above else None
