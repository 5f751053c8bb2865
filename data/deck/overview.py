"""What the study asks: its size at a glance, its question, and what is measured to answer it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from typing import Final

from data.checks import Finding, check_record
from data.deck import typeset
from data.deck.aim import asked, own_words
from data.deck.brief import Brief
from data.deck.model import CELL_PADDING, LEAST_TYPE, TITLE_TOP, Slide
from data.deck.notes import plain_notes
from data.deck.split import split_slides
from data.deck.tiles import FigureTile, tiles
from data.deck.typeset import say
from data.details import Detail
from data.pictures.scene import LINE_HEIGHT, Frame, Paragraph, RuledLine, Scene, Text
from data.pictures.typeset import NO_LIMIT, set_paragraph
from data.study import Outcome, Study
from data.topics import Topic
from data.typography.width import text_width
from data.views.against import Agreement, against, agreements
from data.views.overview import OverviewInfo, overview_info
from data.vocabulary import ENROLLMENT_TYPE, NOT_STATED, in_words, phase_number
from data.words import capitalised

KEY: Final = Topic.OVERVIEW
_COVER_TOP: Final = 64.0
_COVER_GAP: Final = 26.0
_MARK: Final = (96.0, 8.0)  # the stroke above the figures of a cover: its length and its width
_SUBTITLE: Final = (34.0, 32.0, 30.0, 28.0, 26.0)
_NOT_STATED: Final = "not stated"  # in a tile
_MOST_OUTCOMES: Final = 3
_READABLE: Final = (32.0, 30.0, 28.0, 26.0)
_MOST_PARAGRAPHS: Final = 4  # of a summary that does not fit


def slides(brief: Brief) -> tuple[Slide, ...]:
    """Tell what the study is, to a sponsor then the record beside what is published and what does
    not fit, then its question."""
    info = overview_info(brief.study, brief.annotations, brief.as_of)
    misfits = () if brief.lay else (*_against(brief), *_misfits(brief))
    return (_cover(brief, info), *misfits, _question(brief, info))


def _misfits(brief: Brief) -> Iterator[Slide]:
    """Tell where the record contradicts itself or what is published, both sides of each."""
    findings = check_record(brief.study, brief.annotations, brief.as_of)
    if not findings:
        return
    name = "What does not fit, or is missing"
    pages = typeset.tables(
        ("What", "It says"),
        [(item.title, _sides(item)) for item in findings],
        (0.32, 0.68),
        typeset.body(typeset.title(name, brief.size), brief.size),
        alt=f"{len(findings)} findings of the record check, each with what is said, and where",
    )
    notes = [f"{item.title}. {_sides(item)}. {item.why}" for item in findings]
    yield from split_slides(
        brief, KEY, name, pages, name="misfits", notes=notes, sources=_cited(findings)
    )


def _against(brief: Brief) -> Iterator[Slide]:
    """Set the record beside the publication: both statements of each fact that does not match; the
    notes have all."""
    lines = against(brief.study, brief.annotations)
    apart = [line for line in lines if line.agreement is not Agreement.MATCH]
    if not apart:
        return
    name = f"Record and publication: {agreements(lines)}"
    room = typeset.body_of_parts(name, brief.size)
    words = {word for line in apart for word in line.agreement.split()}
    word = max(text_width(word, LEAST_TYPE) for word in words) + 2 * CELL_PADDING + 1
    left = room.width - word
    pages = typeset.tables(
        ("Fact", "", "The record", "Published, in our words"),
        [(line.what, line.agreement, line.record, line.published.value) for line in apart],
        (0.2 * left, word, 0.48 * left, 0.32 * left),
        room,
        alt=f"Facts that the record and the publication do not state alike: {agreements(lines)}.",
        most_lines=NO_LIMIT,
    )
    notes = [
        f"{line.what}, {line.agreement}: the record: {line.record_in_full}; published: "
        f"{'; computed: '.join(filter(None, (line.published.value, line.computed)))}"
        for line in lines
    ]
    shorts = dict.fromkeys(s.short for line in apart for s in line.published.sources)
    sources = (f"published: {', '.join(shorts)}",) if shorts else ()
    yield from split_slides(brief, KEY, name, pages, name="against", notes=notes, sources=sources)


def _sides(finding: Finding) -> str:
    return "; ".join(f"{side.place}: {side.said}" for side in finding.sides)


def _cited(findings: Sequence[Finding]) -> tuple[str, ...]:
    sides = (side for item in findings for side in item.sides)
    names = dict.fromkeys(short for side in sides for short, _ in side.sources)
    return (f"published: {', '.join(names)}",) if names else ()


def _cover(brief: Brief, info: OverviewInfo) -> Slide:
    """Name the study in large type, say what it is, and how large."""
    plain = brief.annotations.plain.title
    title = plain.plain if brief.lay and plain else info.title
    name = info.acronym.value if info.acronym else title
    most = 4 if name == title else 2
    heading = typeset.title(name, brief.size, most=most, sizes=typeset.COVER_SIZES)
    top = _COVER_TOP if len(heading.lines) == 1 else TITLE_TOP
    room = typeset.body(heading, brief.size, top)
    subtitle = () if name == title else (_subtitle(title, room),)
    for text in subtitle:
        room = _under(text.frame, room)
    figures = _marked(tiles(_tiles(brief.study), _lower(room), alt="The study at a glance"))
    return Slide(
        key=KEY,
        name="cover",
        title=heading,
        top=top,
        blocks=(*subtitle, figures, *_about(brief, info, _under(figures.frame, room))),
        notes=(
            f"Title: {info.title}",
            f"Official title: {_official_title(brief)}",
            *(f"{detail.label}: {_with_kind(detail)}" for detail in info.key_figures),
            *_notes_on_cover(brief),
            *_own_words("Brief summary", info.summary),
        ),
        sources=(brief.record,),
    )


def _notes_on_cover(brief: Brief) -> Iterator[str]:
    section = brief.study.protocol_section
    conditions = ", ".join(section.conditions_module.conditions)
    enrolled = section.design_module.enrollment_info.type
    if enrolled:
        yield f"Number of participants: {_how_final(enrolled)}"
    yield f"Condition: {conditions or NOT_STATED}"
    yield f"Sponsor: {section.sponsor_collaborators_module.lead_sponsor.name or NOT_STATED}"


def _subtitle(title: str, room: Frame) -> Text:
    lines = replace(room, height=3 * _SUBTITLE[-1] * LINE_HEIGHT)
    return typeset.set_or_cut((say(title),), lines, sizes=_SUBTITLE)


def _under(frame: Frame, room: Frame) -> Frame:
    """What is left of a room below something in it."""
    top = frame.bottom + _COVER_GAP
    return replace(room, y=top, height=room.bottom - top)


def _lower(room: Frame) -> Frame:
    """A room without the place for the stroke at its top."""
    return replace(room, y=room.y + _MARK[1] + _COVER_GAP)


def _marked(figures: Scene) -> Scene:
    """Put a stroke of the accent colour above a picture."""
    length, width = _MARK
    frame = figures.frame
    y = frame.y - _COVER_GAP - width / 2
    rule = RuledLine(x1=frame.x, y1=y, x2=frame.x + length, y2=y, colour="accent", width=width)
    top = y - width / 2
    return replace(
        figures,
        frame=replace(frame, y=top, height=frame.bottom - top),
        parts=(rule, *figures.parts),
    )


def _official_title(brief: Brief) -> str:
    return brief.study.protocol_section.identification_module.official_title or NOT_STATED


def _with_kind(detail: Detail) -> str:
    told = f"{detail.value} ({detail.kind})" if detail.kind else detail.value
    return f"{told}. {detail.note}" if detail.note else told


def _own_words(what: str, text: str) -> tuple[str, ...]:
    return (f"{what}, in the record's own words: “{text}”",) if text else ()


def _tiles(study: Study) -> tuple[FigureTile, ...]:
    design = study.protocol_section.design_module
    enrolled = design.enrollment_info
    kind = in_words(ENROLLMENT_TYPE, enrolled.type) if enrolled.type else ""
    return (
        _counted(enrolled.count, "participant", "participants", kind),
        FigureTile(figure="Observational", label="study type", alt="Study type: Observational")
        if design.study_type == "OBSERVATIONAL"
        else FigureTile(
            figure=phase_number(design.phases) if design.phases else _NOT_STATED,
            label="phase",
            alt=f"Phase: {phase_number(design.phases)}",
        ),
        _counted(len(study.locations) or None, "site", "sites"),
        _counted(len(study.countries) or None, "country", "countries"),
    )


def _counted(number: int | None, one: str, many: str, kind: str = "") -> FigureTile:
    told = NOT_STATED if number is None else f"{number:,}"
    return FigureTile(
        figure=_NOT_STATED if number is None else told,
        label=", ".join(filter(None, (one if number == 1 else many, kind.lower()))),
        alt=f"{many.capitalize()}: {told}{f' ({kind})' if kind else ''}",
    )


def _about(brief: Brief, info: OverviewInfo, frame: Frame) -> Iterator[Text]:
    """Say where the study stands and who runs it, as far as there is room; the notes have all."""
    section = brief.study.protocol_section
    known = section.status_module.overall_status is not None
    status = " ".join(filter(None, (f"{info.status}.", info.status_meaning if brief.lay else "")))
    lead = section.sponsor_collaborators_module.lead_sponsor.name
    whole = say(f"Status: {status if known else NOT_STATED}")
    short = say(f"Status: {info.status if known else NOT_STATED}")
    sponsor = say(f"Sponsor: {lead or NOT_STATED}", colour="muted")
    for told in ((whole, sponsor), (short, sponsor), (short,)):
        text = typeset.set_text(told, frame, sizes=typeset.READING_SIZES)
        if text:
            yield text
            return
    if frame.height >= LEAST_TYPE * LINE_HEIGHT:
        yield typeset.set_or_cut((short,), frame)


def _how_final(kind: str) -> str:
    """What the record's word for an enrolment means."""
    return {"ACTUAL": "actual, those who took part", "ESTIMATED": "estimated, not final"}.get(
        kind, in_words(ENROLLMENT_TYPE, kind)
    )


def _question(brief: Brief, info: OverviewInfo) -> Slide:
    heading = typeset.title(KEY.heading, brief.size)
    room = typeset.body(heading, brief.size)
    outcomes = brief.study.protocol_section.outcomes_module.primary_outcomes
    plain = brief.annotations.plain
    blocks = asked(brief, info.summary, room) if brief.lay else (_in_words(info, outcomes, room),)
    return Slide(
        key=KEY,
        name="aim",
        title=heading,
        blocks=blocks,
        notes=(
            *plain_notes((*plain.summary, *plain.outcomes) if brief.lay else (), brief.annotations),
            *_own_words("Brief summary", info.summary),
            *(f"Primary outcome: {_in_full(item)}" for item in outcomes),
        ),
        sources=(brief.record,),
    )


def _in_words(info: OverviewInfo, outcomes: tuple[Outcome, ...], room: Frame) -> Text:
    versions, measured = own_words(info.summary), _measured(outcomes)
    for sizes, told in product((_READABLE, (LEAST_TYPE,)), versions):
        text = typeset.set_text((*told, *measured), room, sizes=sizes)
        if text:
            return text
    return _shortened(versions[0], measured, room)


def _measured(outcomes: tuple[Outcome, ...]) -> tuple[Paragraph, ...]:
    name = say("Primary outcome", bold=True)
    if not outcomes:
        return (name, say(f"{capitalised(NOT_STATED)}."))
    listed = [say(_in_brief(item), bullet=True) for item in outcomes[:_MOST_OUTCOMES]]
    more = len(outcomes) - len(listed)
    rest = (say(f"and {more} more, all in the notes", bullet=True),) if more else ()
    return (name, *listed, *rest)


def _in_brief(outcome: Outcome) -> str:
    return " · ".join(filter(None, (outcome.measure or "Measure not stated", outcome.time_frame)))


def _in_full(outcome: Outcome) -> str:
    return " · ".join(filter(None, (_in_brief(outcome), outcome.description)))


def _shortened(told: Sequence[Paragraph], measured: Sequence[Paragraph], room: Frame) -> Text:
    """Cut paragraphs, and leave out the last ones of a long summary; the notes have all."""
    *own, note = told
    for count in (len(own), *range(min(len(own), _MOST_PARAGRAPHS), 0, -1)):
        shown = own[:count]
        if count < len(own):
            shown[-1] = replace(shown[-1], lines=(f"{shown[-1].text} …",))
        for size, most in ((26.0, 7), (26.0, 5), (LEAST_TYPE, 6), (LEAST_TYPE, 4)):
            text = _cut((*shown, note, *measured), room, size, most)
            if text:
                return text
    first = typeset.text_pages((*own[:1], note, *measured), room.width, room.height)[0]
    return typeset.placed(first, room)


def _cut(paragraphs: Sequence[Paragraph], room: Frame, size: float, most: int) -> Text | None:
    set_in = (replace(item, size=size) for item in paragraphs)
    text = typeset.placed([set_paragraph(item, room.width, most=most) for item in set_in], room)
    return text if text.frame.height <= room.height else None
