"""Who could join: age, sex and health, then the criteria, split over several slides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from data.checks.finding import Finding, Subject
from data.checks.people import minimum_age
from data.criteria.kind import CriterionKind
from data.criteria.splitting import in_one_line
from data.deck import typeset
from data.deck.brief import Brief
from data.deck.model import Slide
from data.deck.tiles import FigureTile, tiles
from data.deck.typeset import say
from data.eligibility import Checklist, Criterion, load_checklist
from data.eligibility.fields import stated_age
from data.pictures.scene import Paragraph
from data.pictures.typeset import NO_LIMIT, set_paragraph, text_height
from data.topics import Topic
from data.views.eligibility import EligibilityNotice, eligibility_notice, entry_fields
from data.vocabulary import NOT_STATED, SEX, yes_or_no

KEY: Final = Topic.ELIGIBILITY
_UNDER_TILES: Final = 32.0
_MOST_BULLETS: Final = 6
_MOST_UNREAD: Final = 12  # of a kind, for a lay audience, where nobody has put them plainly
_GOES_ON: Final = "goes on"  # of a criterion that takes several rows
_UNREAD_LINES: Final = 9  # nearly a slide: what is longer is cut, and whole in the notes
# Limits of tests are for the study's team to check; a lay audience is told that there are some.
_TESTS: Final = ("laboratory", "heart")
_WHOLE_LIST: Final = (
    "The whole list is in the notes, and on the page Eligibility of Trial Explorer."
)
_HEADING: Final[dict[CriterionKind, str]] = {
    CriterionKind.INCLUSION: "What was asked for",
    CriterionKind.EXCLUSION: "What kept people out",
    CriterionKind.UNSTATED: "Criteria under no heading",
}
_ADDRESS: Final[dict[CriterionKind, str]] = {
    CriterionKind.INCLUSION: "asked-for",
    CriterionKind.EXCLUSION: "kept-out",
    CriterionKind.UNSTATED: "criteria",
}
_NOW: Final[dict[CriterionKind, str]] = {
    CriterionKind.INCLUSION: "What is asked for",
    CriterionKind.EXCLUSION: "What keeps people out",
    CriterionKind.UNSTATED: "Criteria under no heading",
}


def slides(brief: Brief) -> tuple[Slide, ...]:
    """Tell who could join: at a glance, then criterion by criterion."""
    checklist = load_checklist(brief.study, brief.annotations)
    criteria = tuple(item for item in checklist.criteria if item.number)
    listed = _lay(brief, checklist, criteria) if brief.lay else _table(brief, criteria)
    return (_at_a_glance(brief, checklist, criteria), *listed)


def _notice(brief: Brief, checklist: Checklist) -> EligibilityNotice:
    return eligibility_notice(brief.study, checklist)


def _at_a_glance(brief: Brief, checklist: Checklist, criteria: Sequence[Criterion]) -> Slide:
    notice = _notice(brief, checklist)
    heading = typeset.title(notice.heading, brief.size)
    room = typeset.body(heading, brief.size)
    figures = tiles(_tiles(brief), room, alt=f"{notice.heading}, by the record's own fields")
    disagreements = tuple(
        minimum_age(Subject(study=brief.study, annotations=brief.annotations, as_of=brief.as_of))
    )
    top = figures.frame.bottom + _UNDER_TILES
    below = replace(room, y=top, height=room.bottom - top)
    paragraphs = (
        *(item for finding in disagreements for item in _disagreement(finding)),
        say(_standing(notice.can_enrol)),
        say(_counted(criteria)),
    )
    text = typeset.set_or_cut(paragraphs, below)
    return Slide(
        key=KEY,
        name="people",
        title=heading,
        blocks=(figures, text),
        notes=(
            *(f"{item.label}: {item.value}" for item in entry_fields(brief.study)),
            *(note for finding in disagreements for note in _finding_notes(finding)),
            *_population(brief),
        ),
        sources=(brief.record,),
    )


def _tiles(brief: Brief) -> tuple[FigureTile, ...]:
    module = brief.study.protocol_section.eligibility_module
    age = _age(stated_age(module.minimum_age), stated_age(module.maximum_age))
    sex = {**SEX, "ALL": "Any"}.get(module.sex, module.sex) if module.sex else ""
    volunteers = module.healthy_volunteers
    healthy = "" if volunteers is None else yes_or_no(volunteers)
    return tuple(
        FigureTile(
            figure=figure or "not stated", label=label, alt=f"{label}: {figure or NOT_STATED}"
        )
        for figure, label in ((age, "age"), (sex, "sex"), (healthy, "healthy volunteers"))
    )


def _age(least: str | None, most: str | None) -> str:
    """Say the limits as the record writes them: `18 years and over`; nothing without any."""
    low, high = (least or "").lower(), (most or "").lower()
    if low and high:
        number, _, unit = low.partition(" ")
        return f"{number if high.endswith(unit) else low} to {high}"
    if low:
        return f"{low} and over"
    return f"up to {high}" if high else ""


def _population(brief: Brief) -> tuple[str, ...]:
    module = brief.study.protocol_section.eligibility_module
    return (f"Study population: “{module.study_population}”",) if module.study_population else ()


def _disagreement(finding: Finding) -> tuple[Paragraph, ...]:
    """Both sides of what the record says."""
    sides = "; ".join(f"the {side.place}: “{side.said}”" for side in finding.sides)
    return (
        say(f"The record contradicts itself: {finding.title.lower()}.", bold=True),
        say(f"It says in {sides}. {finding.why}"),
    )


def _finding_notes(finding: Finding) -> Iterator[str]:
    for side in finding.sides:
        yield f"{finding.title}, {side.place}: “{side.said}”"


def _standing(can_enrol: bool | None) -> str:
    if can_enrol is None:
        return "Whether the study takes in anybody now is not known."
    if can_enrol:
        return "Only the study's own team can say who takes part."
    return "Nobody new can join now. This is whom the study is about."


def _counted(criteria: Sequence[Criterion]) -> str:
    counts = Counter(item.kind for item in criteria)
    kinds = [f"{counts[kind]} {kind.named(counts[kind])}" for kind in CriterionKind if counts[kind]]
    if not kinds:
        return f"Eligibility criteria: {NOT_STATED}."
    return f"The record lists {' and '.join(kinds)}."


def _note(item: Criterion) -> str:
    lead_in = f"{item.lead_in} " if item.lead_in else ""
    read = "".join(f" Reading: {note.text}" for note in item.notes)
    return f"{item.name}: “{lead_in}{item.text}”{read}"


def _table(brief: Brief, criteria: Sequence[Criterion]) -> Iterator[Slide]:
    """List every criterion: its kind, its number, and what it asks in a few words."""
    room = typeset.body(typeset.title("Eligibility", brief.size), brief.size)
    widths = (150.0, 80.0, room.width - 230)
    parts = [
        (item, part) for item in criteria for part in typeset.in_parts(_short(item), widths[2])
    ]
    rows = [
        (
            _GOES_ON if place and parts[place - 1][0] is item else item.kind.capitalize(),
            str(item.number),
            part,
        )
        for place, (item, part) in enumerate(parts)
    ]
    if not rows:
        return
    reviewed = all(item.reviewed for item in criteria)
    what = "in a few words" if reviewed else "as the record words them"
    pages = typeset.tables(
        ("Kind", "No.", "Criterion"),
        rows,
        widths,
        room,
        alt=f"Eligibility criteria of {brief.study.nct_id}, {what}.",
        most_lines=NO_LIMIT,
    )
    start = 0
    for number, table in enumerate(pages, start=1):
        own = [item for item, _ in parts[start : start + len(table.rows)]]
        shown = [item for place, item in enumerate(own) if place == 0 or own[place - 1] is not item]
        start += len(table.rows)
        yield Slide(
            key=KEY,
            name="criteria",
            title=typeset.title(
                typeset.numbered("Eligibility criteria", number, len(pages)), brief.size
            ),
            part_of="Eligibility criteria",
            blocks=(table,),
            notes=tuple(_note(item) for item in shown),
            sources=(brief.record, *(("wording: reviewed",) if reviewed else ())),
        )


def _short(item: Criterion) -> str:
    led = f"{item.led_by} " if item.led_by else ""
    return item.label if item.reviewed else f"{led}{in_one_line(item.text)}"


def _lay(brief: Brief, checklist: Checklist, criteria: Sequence[Criterion]) -> Iterator[Slide]:
    """Tell the criteria in plain words, a few on each slide."""
    headings = _HEADING if _notice(brief, checklist).is_past else _NOW
    for kind, name in headings.items():
        own = [item for item in criteria if item.kind == kind]
        if own:
            yield from _lay_kind(brief, name, own)


def _lay_kind(brief: Brief, name: str, criteria: Sequence[Criterion]) -> Iterator[Slide]:
    heading = typeset.title(name, brief.size)
    room = typeset.body(heading, brief.size)
    shown, rest = _key_criteria(criteria)
    bullets = [
        set_paragraph(
            say(_plainly(item), bullet=True),
            room.width,
            most=_UNREAD_LINES if item.plain is None else NO_LIMIT,
        )
        for item in shown
    ]
    are_whole = all(
        item.plain is None and bullet.text == _plainly(item)
        for item, bullet in zip(shown, bullets, strict=True)
    )
    last = [*(_rest(rest) if rest or not are_whole else ()), *_words_of_record(shown)]
    below = sum(text_height([set_paragraph(say(t), room.width), say("")]) for t in last)
    pages = typeset.text_pages(bullets, room.width, room.height - below, most=_MOST_BULLETS)
    for number, page in enumerate(pages, start=1):
        end = last if number == len(pages) else _words_of_record(shown)
        told = tuple(set_paragraph(say(text, colour="muted"), room.width) for text in end)
        paragraphs = (*page, *told)
        larger = typeset.set_text(paragraphs, room, sizes=typeset.READING_SIZES)
        text = larger or typeset.placed(paragraphs, room)
        yield Slide(
            key=KEY,
            name=_ADDRESS[criteria[0].kind],
            title=typeset.title(typeset.numbered(name, number, len(pages)), brief.size),
            part_of=name,
            blocks=(text,),
            notes=tuple(_note(item) for item in (criteria if number == len(pages) else shown)),
            sources=(
                brief.record,
                *(("plain words: reviewed",) if shown[0].plain else ()),
            ),
        )


def _key_criteria(
    criteria: Sequence[Criterion],
) -> tuple[list[Criterion], list[Criterion]]:
    """Those that are shown to a lay audience, and the others."""
    if any(item.plain is None for item in criteria):
        return list(criteria[:_MOST_UNREAD]), list(criteria[_MOST_UNREAD:])
    tests = [item for item in criteria if item.group in _TESTS]
    return [item for item in criteria if item not in tests], tests


def _plainly(item: Criterion) -> str:
    return item.plain or _short(item)


def _rest(rest: Sequence[Criterion]) -> list[str]:
    if not rest:
        return [_WHOLE_LIST]
    if rest[0].plain is None:
        return [f"And {len(rest)} more. {_WHOLE_LIST}"]
    return [f"And {len(rest)} limits for blood tests and the heart. {_WHOLE_LIST}"]


def _words_of_record(shown: Sequence[Criterion]) -> list[str]:
    unread = any(item.plain is None for item in shown)
    return ["These are the record's own words: nobody has put them plainly yet."] if unread else []
