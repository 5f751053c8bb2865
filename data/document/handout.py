"""A record on two pages for anybody: what is asked, who could join, what is given, what was found.

Where a person has put the record into plain words, those are used; else the record's own, and the
handout says so. What there is no room for is counted, never silently dropped. A criterion, a
treatment and a finding stand whole or not at all: without its last sentence it may say another
thing. The criteria that decide most are named first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import repeat
from operator import itemgetter
from typing import Final

from data.annotations import Annotations
from data.annotations.results import ResultSide
from data.criteria.kind import CriterionKind
from data.criteria.splitting import in_one_line
from data.details import stated
from data.document.full import document_of
from data.document.model import Document
from data.eligibility import Checklist, Criterion, load_checklist
from data.results.adverse_events import totals
from data.results.measures import Measure, outcome
from data.results.participant_flow import group_name
from data.results_section import AdverseEventsModule, ResultsSection
from data.sites import sites_of
from data.study import Reference, Study
from data.timeline.milestones import Milestone, MilestoneGroup
from data.topics import Topic
from data.views.eligibility import deciding_first, eligibility_notice, entry_fields
from data.views.overview import Entry, OverviewInfo, OverviewPart, overview_info
from data.views.results import results_standing
from data.views.results_measures import group_columns, reported_as
from data.views.results_published import PublishedMeasure, published_info
from data.views.sites import SitesInfo, sites_info, sites_summary
from data.views.timeline import TimelineInfo, timeline_info
from data.vocabulary import (
    ALLOCATION,
    MASKING,
    NOT_STATED,
    STUDY_TYPE,
    in_words,
    participants_in_words,
    phase_in_words,
)
from data.words import tally

OWN_WORDS: Final = (
    "Nobody has put this record into plain words: what stands here is the record's own wording."
)
_QUESTIONS: Final = (
    "What would taking part mean for me: visits, tests, time, travel?",
    "What else could be done for me?",
    "What harm can the treatment do, and how often?",
    "What happens if I want to stop?",
)
_TITLE: Final = 300
_MOST_PARAGRAPHS: Final = 7
_QUESTION: Final = 320
_LEAST_BESIDE_PICTURE: Final = 4  # criteria of each kind
_NAME: Final = 60  # of something in a list
_MOST_GROUPS: Final = 3  # that are told one by one
# A text is cut at the end of a sentence where that leaves at least this much of its room used.
_SENTENCE: Final = 0.4


@dataclass(frozen=True, kw_only=True)
class Points:
    """A short list.

    Args:
        title: what it lists; empty where the heading above says so.
        points: its items.
        more: how much was left out, in words; empty when nothing was.
    """

    title: str = ""
    points: tuple[str, ...] = ()
    more: str = ""


@dataclass(frozen=True, kw_only=True)
class HandoutPart:
    """A part of the handout.

    Args:
        key: `asks`, `who`, `built`, `given`, `where`, `when`, `found`, `more`.
        title: its heading.
        lead: paragraphs.
        lists: beside each other.
        table: rows of two: what, and how many.
        more: how many rows were left out, in words.
    """

    key: str
    title: str
    lead: tuple[str, ...] = ()
    lists: tuple[Points, ...] = ()
    table: tuple[tuple[str, str], ...] = ()
    more: str = ""


@dataclass(frozen=True, kw_only=True)
class HandoutPage:
    """A page in one of its lengths."""

    parts: tuple[HandoutPart, ...]


@dataclass(frozen=True, kw_only=True)
class Handout:
    """The handout: each of its two pages in several lengths, the longest first.

    Args:
        document: what it says of the record.
        title: in plain words where there are any.
        note: whose words these are, when they are the record's own; else empty.
        first, second: the pages.
        pictured: with how many lengths of the first page a picture may stand: the others tell too
            little beside it.
    """

    document: Document
    title: str
    note: str
    first: tuple[HandoutPage, ...]
    second: tuple[HandoutPage, ...]
    pictured: int


@dataclass(frozen=True, kw_only=True)
class _Room:
    """How much of everything there is room for.

    Args:
        paragraphs: of what the study asks.
        joins, excludes: criteria.
        given, countries, dates, found: items of each list.
        questions, papers: likewise.
        text: the most signs of one of them that is cut: what is asked, and publications.
        whole: the most signs of one that is never cut.
    """

    paragraphs: int
    joins: int
    excludes: int
    given: int
    countries: int
    dates: int
    found: int
    questions: int
    papers: int
    text: int
    whole: int


def _room(share: float, text: int, whole: int) -> _Room:
    def part(most: int, least: int) -> int:
        return max(least, round(most * share))

    return _Room(
        paragraphs=max(1, round(_MOST_PARAGRAPHS * share**0.5)),
        joins=part(30, 1),
        excludes=part(30, 1),
        given=part(12, 1),
        countries=part(60, 3),
        dates=part(8, 4),
        found=part(20, 1),
        questions=part(8, 3),
        papers=part(12, 1),
        text=text,
        whole=whole,
    )


# From all that two pages can ever hold to what they always can.
_STEPS: Final = 24
_MOST_TEXT, _LEAST_TEXT = 420, 60
_MOST_WHOLE, _LEAST_WHOLE = 1200, 420
_ROOMS: Final = tuple(
    # Items go before words do: a few that can be understood say more than many that break off.
    _room(
        (left := 1 - step / _STEPS),
        round(_LEAST_TEXT + left**0.7 * (_MOST_TEXT - _LEAST_TEXT)),
        round(_LEAST_WHOLE + left * (_MOST_WHOLE - _LEAST_WHOLE)),
    )
    for step in range(_STEPS + 1)
)


@dataclass(frozen=True, kw_only=True)
class _Content:
    """What the handout is made of, worked out once for all its lengths."""

    study: Study
    annotations: Annotations
    info: OverviewInfo
    checklist: Checklist
    sites: SitesInfo
    timeline: TimelineInfo


def handout(study: Study, annotations: Annotations, as_of: date) -> Handout:
    """Write the handout.

    Args:
        study: the record.
        annotations: what has been read out of it.
        as_of: the day the study is seen from.
    """
    info = overview_info(study, annotations, as_of)
    told = _Content(
        study=study,
        annotations=annotations,
        info=info,
        checklist=load_checklist(study, annotations),
        sites=sites_info(sites_of(study)),
        timeline=timeline_info(study, annotations, as_of),
    )
    plain = annotations.plain
    title = plain.title.plain if plain.title else study.title
    return Handout(
        document=document_of(study, info, as_of),
        title=_cut(title, _TITLE),
        note=OWN_WORDS if plain.is_empty else "",
        first=tuple(
            HandoutPage(
                parts=(
                    _overview(told, room),
                    _eligibility(told, room),
                    _flow(told),
                )
            )
            for room in _ROOMS
        ),
        second=tuple(
            HandoutPage(
                parts=(
                    _schedule(told, room),
                    _sites(told, room),
                    _timeline(told, room),
                    _results(told, room),
                    _more(told, room),
                )
            )
            for room in _ROOMS
        ),
        pictured=sum(room.joins >= _LEAST_BESIDE_PICTURE for room in _ROOMS),
    )


# The first page


def _overview(told: _Content, room: _Room) -> HandoutPart:
    plain = [text.plain for text in told.annotations.plain.summary]
    texts = plain or [told.info.summary or told.info.title]
    kept = texts[: room.paragraphs]
    # What is asked comes first: as long as there is room for anything, it is told in full.
    limit = max(2 * room.text, _QUESTION) if room.joins > 1 else room.text
    return HandoutPart(
        key=Topic.OVERVIEW,
        title=Topic.OVERVIEW.heading,
        lead=(*(_cut(text, limit) for text in kept), *_left_out(texts, kept, "part")),
    )


def _eligibility(told: _Content, room: _Room) -> HandoutPart:
    checklist = told.checklist
    notice = eligibility_notice(told.study, checklist)
    fields = (f"{item.label}: {item.value}" for item in stated(entry_fields(told.study)))
    must, ruled = ("had", "ruled") if notice.is_past else ("has", "rules")
    of_groups = {item.kind for item in checklist.criteria if item.cohort}
    wanted = (
        "what is for everybody and for their own group"
        if CriterionKind.INCLUSION in of_groups
        else "all of this"
    )
    if CriterionKind.EXCLUSION in of_groups:
        ruled = f"that is for everybody or for their own group {ruled}"
    lists = (
        _criteria(
            checklist,
            CriterionKind.INCLUSION,
            f"To join, a person {must} to fit {wanted}",
            room.joins,
            room.whole,
        ),
        _criteria(
            checklist,
            CriterionKind.EXCLUSION,
            f"Any of this {ruled} a person out",
            room.excludes,
            room.whole,
        ),
        _criteria(
            checklist,
            CriterionKind.UNSTATED,
            "Named, without saying for or against",
            room.joins,
            room.whole,
        ),
    )
    lead = notice.told("This is about")
    return HandoutPart(
        key=Topic.ELIGIBILITY,
        title=notice.heading,
        lead=(lead, _cut(" · ".join(fields), _TITLE) or f"Ages and sex: {NOT_STATED}."),
        lists=tuple(item for item in lists if item.points or item.more),
    )


def _criteria(
    checklist: Checklist, kind: CriterionKind, title: str, most: int, whole: int
) -> Points:
    texts = [
        _of_its_group(item)
        for item in deciding_first(checklist)
        if item.number and item.kind == kind
    ]
    return _points(texts, most, title, whole=whole)


def _of_its_group(item: Criterion) -> str:
    """Tell a criterion, and first whose it is and what leads in to it: it says less without."""
    led = item.cohort if item.plain else item.led_by
    text = item.plain or in_one_line(item.text)
    return f"{_one_line(led).rstrip(' :')}: {text}" if led else text


def _flow(told: _Content) -> HandoutPart:
    design = told.study.protocol_section.design_module
    allocation = design.design_info.allocation
    texts = [participants_in_words(design.enrollment_info.count)]
    if design.study_type:
        texts.append(in_words(STUDY_TYPE, design.study_type))
    if design.study_type != "OBSERVATIONAL":
        if design.phases and design.phases != ("NA",):
            texts.append(phase_in_words(design.phases))
        if allocation not in (None, "NA"):
            texts.append(in_words(ALLOCATION, allocation))
        texts.append(
            f"masking: {in_words(MASKING, design.design_info.masking_info.masking).lower()}"
        )
    return HandoutPart(key=Topic.FLOW, title=Topic.FLOW.heading, lead=(" · ".join(texts),))


# The second page


def _schedule(told: _Content, room: _Room) -> HandoutPart:
    plain = told.annotations.plain.groups
    groups = [plain.get(group.label or "") for group in told.study.arm_groups]
    listed = told.info.list_of
    entries = listed(OverviewPart.ARMS) or listed(OverviewPart.INTERVENTIONS)
    texts = [
        f"{item.name}: {item.plain}" if item else _entry(entry, room.whole)
        for entry, item in zip(entries, groups or repeat(None), strict=False)
    ]
    if not texts:
        return HandoutPart(
            key=Topic.SCHEDULE,
            title=Topic.SCHEDULE.heading,
            lead=("The record lists no treatment.",),
        )
    points = _points(texts, room.given, whole=room.whole)
    return HandoutPart(key=Topic.SCHEDULE, title=Topic.SCHEDULE.heading, lists=(points,))


def _entry(entry: Entry, whole: int) -> str:
    """Name a group or an intervention with what is said of it, or say where that stands."""
    name = _cut(entry.title, 2 * _NAME)
    text = f"{name}: {_one_line(entry.text or entry.line)}".rstrip(": ")
    return text if len(text) <= whole else f"{name}: described in the full record"


def _sites(told: _Content, room: _Room) -> HandoutPart:
    sites = told.sites
    if not sites.sites:
        countries = ", ".join(told.study.countries)
        named = _cut(f"Countries: {countries}.", room.text) if countries else ""
        lead = ("The record lists no sites.", named)
        return HandoutPart(
            key=Topic.SITES, title=Topic.SITES.heading, lead=tuple(filter(None, lead))
        )
    shown, rest = sites.countries[: room.countries], sites.countries[room.countries :]
    counted = sum(number for _, number in rest)
    return HandoutPart(
        key=Topic.SITES,
        title=Topic.SITES.heading,
        lead=(f"{sites_summary(sites)}.",),
        table=tuple((_cut(name, _NAME), f"{number:,}") for name, number in shown),
        more=f"… and {counted:,} in {tally(len(rest), 'more country', 'more countries')}"
        if rest
        else "",
    )


def _timeline(told: _Content, room: _Room) -> HandoutPart:
    plain = told.annotations.plain.milestones
    texts = [
        f"{plain[item.key].name if item.key in plain else item.name}: {_dated(item)}"
        for item in sorted(told.timeline.dated, key=lambda item: item.order)
        if item.group is MilestoneGroup.CONDUCT
    ]
    if not texts:
        return HandoutPart(
            key=Topic.TIMELINE,
            title=Topic.TIMELINE.heading,
            lead=("The record states no dates of the study.",),
        )
    return HandoutPart(
        key=Topic.TIMELINE, title=Topic.TIMELINE.heading, lists=(_points(texts, room.dates),)
    )


def _dated(item: Milestone) -> str:
    """Say when; that it is only expected, and who says so where it is not the record."""
    if item.certainty.is_expected:
        return f"{item.when} ({item.plain_certainty})"
    return f"{item.when} (as published)" if item.is_period else item.when


def _results(told: _Content, room: _Room) -> HandoutPart:
    study, annotations = told.study, told.annotations
    standing = results_standing(study, annotations)
    lead, benefit, harm = [standing.told("These are")], [], []
    titles = ("Benefit", "Harm")
    if annotations.plain.results:
        texts = {side: list(_plain_results(annotations, side)) for side in (*ResultSide, None)}
        lead += texts[None][: max(1, room.found // 4)]
        benefit, harm = texts[ResultSide.BENEFIT], texts[ResultSide.HARM]
    elif standing.published:
        measures = published_info(study, annotations).measures
        benefit = [_published(item) for item in measures if item.side is ResultSide.BENEFIT]
        harm = [_published(item) for item in measures if item.side is ResultSide.HARM]
    elif study.results_section is not None:
        titles = ("What was measured", "Unwanted events")
        module = study.results_section.adverse_events_module
        benefit = list(_measured(study.results_section))
        harm = list(_events(module))
    lists = (
        _points(benefit, room.found, titles[0], whole=room.whole),
        _points(harm, room.found, titles[1], whole=room.whole),
    )
    return HandoutPart(
        key=Topic.RESULTS,
        title=Topic.RESULTS.heading,
        lead=tuple(lead),
        lists=tuple(item for item in lists if item.points or item.more),
    )


def _plain_results(annotations: Annotations, side: ResultSide | None) -> Iterator[str]:
    for item in annotations.plain.results:
        if item.side is side:
            names = ", ".join(annotations.citations[key].short for key in item.citations)
            yield _with_source(f"{item.name}: {item.plain}", names)


def _published(item: PublishedMeasure) -> str:
    names = ", ".join(source.short for source in item.sources)
    told = item.sentences[:1] if item.is_drawn else item.sentences
    return _with_source(f"{item.title}: {' '.join(told)}", names)


def _with_source(text: str, names: str) -> str:
    return f"{text} ({names})" if names else text


def _measured(results: ResultsSection) -> Iterator[str]:
    """Tell the outcomes, each with its first line, the primary ones first; no value is cut."""
    items = results.outcome_measures_module.outcome_measures
    for item in sorted(items, key=lambda item: item.type != "PRIMARY"):
        measure = outcome(item)
        if measure.rows:
            yield f"{measure.role}: {_one_line(measure.title).rstrip('.')}. {_values(measure)}"


def _values(measure: Measure) -> str:
    row = measure.rows[0]
    names = group_columns(measure)
    kept = _by_group(
        [
            (
                cell.value if cell.share is None else cell.share,
                f"{_cut(names[cell.position], _NAME)}: {cell.text}",
            )
            for cell in row.cells
        ]
    )
    lines = len(measure.rows) - 1
    more = f"; … and {tally(lines, 'more line')}" if lines else ""
    about = reported_as(measure)
    named = f", {row.name}" if row.name else ""
    return f"{about}{named}: {kept}{more}" if about or named else f"{kept}{more}"


def _events(module: AdverseEventsModule) -> Iterator[str]:
    """Tell for how many something unwanted is posted: deaths, serious events, other events."""
    groups = module.event_groups
    for name in totals(groups[0]) if groups else ():
        counts = [(totals(group)[name], group_name(group)) for group in groups]
        told = [(count.share, f"{_cut(group, _NAME)}: {count.text}") for count, group in counts]
        yield f"{name}, {_by_group(told)}"


def _by_group(told: Sequence[tuple[float | None, str]]) -> str:
    """Tell the value of each group; of many the least and the most, so that none that is left out
    is beyond them; those without a number are counted apart.

    Args:
        told: the number of each group, None where there is none, and what is said of it.
    """
    known = sorted((item for item in told if item[0] is not None), key=itemgetter(0))
    if len(told) <= _MOST_GROUPS or not known[1:]:
        shown = [text for _, text in told[:_MOST_GROUPS]]
        return "; ".join([*shown, *_more_groups(len(told) - len(shown), "more")])
    (_, lowest), *between, (_, highest) = (known[0], *known[1:-1], known[-1])
    rest = _more_groups(len(between), "more")
    rest += _more_groups(len(told) - len(known), "without a number")
    return "; ".join([f"lowest in {lowest}", f"highest in {highest}", *rest])


def _more_groups(number: int, which: str) -> list[str]:
    told = tally(number, "more group") if which == "more" else f"{tally(number, 'group')} {which}"
    return [f"… and {told}"] if number > 0 else []


def _more(told: _Content, room: _Room) -> HandoutPart:
    asks = [item.ask for item in told.checklist.criteria if item.ask]
    questions = (*_QUESTIONS, *asks)
    cited = told.annotations.citations.values()
    papers = [f"{item.short}: {item.text}" for item in cited] or [
        _paper(item) for item in told.study.references if item.type in ("RESULT", "DERIVED")
    ]
    sources = papers or ["The record alone: it names no publication of results."]
    return HandoutPart(
        key="more",
        title="Ask, and read more",
        lists=(
            Points(title="Questions for a doctor", points=questions[: room.questions]),
            _shortened(_points(sources, room.papers, "Where this is from"), max(room.text, 110)),
        ),
    )


def _paper(item: Reference) -> str:
    """Name a publication by its first author and its title: `Authors. Title. Journal. Year`."""
    authors, _, rest = _one_line(item.citation or "").partition(". ")
    title = rest.partition(". ")[0]
    number = f" PubMed {item.pmid}" if item.pmid else ""
    if not title:
        return f"{item.citation or 'Publication'}{number}"
    first, comma, _ = authors.partition(",")
    return f"{first}{' et al' if comma else ''}. {title}.{number}"


# How things are made to fit


def _points(
    texts: Sequence[str], most: int, title: str = "", *, whole: int | None = None
) -> Points:
    """Take the first texts; those that are longer than `whole` signs are left out, and counted."""
    fitting = [text for text in map(_one_line, texts) if whole is None or len(text) <= whole]
    kept = tuple(fitting[:most])
    left = len(texts) - len(kept)
    if not left:
        return Points(title=title, points=kept)
    more = f"… and {left} more in the full record"
    return Points(
        title=title,
        points=kept,
        more=more if kept else f"Too long for this page: {left} in the full record",
    )


def _shortened(item: Points, limit: int) -> Points:
    points = tuple(_cut(text, limit) for text in item.points)
    return Points(title=item.title, points=points, more=item.more)


def _left_out(all_of_them: Sequence[str], kept: Sequence[str], what: str) -> Iterable[str]:
    left = len(all_of_them) - len(kept)
    return (
        (f"… and {left} more {what if left == 1 else f'{what}s'} in the full record",)
        if left
        else ()
    )


def _cut(text: str, limit: int) -> str:
    """Cut a text: after a sentence if that leaves enough, else between words; `…` says so."""
    line = _one_line(text)
    if len(line) <= limit:
        return line
    head = line[: limit - 1]
    sentence = head.rfind(". ")
    if sentence >= _SENTENCE * limit:
        return f"{head[: sentence + 1]} …"
    word = head.rfind(" ")
    return f"{head[: word if word > _SENTENCE * limit else len(head)].rstrip(' ,;:')} …"


def _one_line(text: str) -> str:
    return " ".join(text.split())
