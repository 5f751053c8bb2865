"""Published results on slides: benefit, then harm, each measure with its words and its source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from data.annotations.plain import PlainResult
from data.annotations.results import ResultArm, ResultMeasure, Scale, Side
from data.deck import typeset
from data.deck.brief import Brief
from data.deck.charts import Bar, chart
from data.deck.found_parts import KEY, chart_slide, room_of, words_slides
from data.deck.model import Chart, Frame, Paragraph, Slide
from data.deck.notes import plain_notes
from data.deck.typeset import say
from data.results.numbers import plain as as_written
from data.views.results_published import (
    NOT_REPORTED,
    PublishedInfo,
    PublishedLine,
    PublishedMeasure,
    published_info,
)

_SIDES: Final = {Side.BENEFIT: "Benefit", Side.HARM: "Harm"}
_BETWEEN: Final = 22.0
_PERCENT: Final = 100.0


def published_slides(brief: Brief) -> Iterator[Slide]:
    """Tell the leading benefit and the leading harm, the others, and what is not known."""
    info = published_info(brief.study, brief.annotations)
    given = dict(zip(info.measures, brief.annotations.results.measures, strict=True))
    for leading in (True, False):
        for side in Side:
            measures = info.of(side, leading=leading)
            if leading:
                for measure in measures:
                    yield _one(brief, measure, given[measure])
            else:
                yield from _several(brief, side, measures, given)
    yield from _not_known(brief, info)


def _name(brief: Brief, measure: PublishedMeasure) -> str:
    return measure.title if brief.lay else measure.technical


def _one(brief: Brief, measure: PublishedMeasure, given: ResultMeasure) -> Slide:
    name = f"{_SIDES[measure.side]}: {_lower_first(_name(brief, measure))}"
    drawn = _chart(brief, measure, given, room_of(brief, name))
    return chart_slide(
        brief,
        name,
        drawn,
        tuple(_told(brief, measure, given)),
        notes=tuple(_notes(brief, measure, given)),
        sources=_sources((measure,)),
    )


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _told(brief: Brief, measure: PublishedMeasure, given: ResultMeasure) -> Iterator[Paragraph]:
    """What was found in words: plain ones for a lay audience, as published for a sponsor."""
    if brief.lay:
        plain = _plain(brief, given)
        texts = [item.plain for item in plain] or list(measure.sentences)
        yield from (say(text) for text in texts)
        arms = brief.annotations.results.arms
        missing = (arm for key, arm in arms.items() if key not in given.figures)
        yield from (say(f"{_arm_name(brief, arm)}: {NOT_REPORTED}.", bold=True) for arm in missing)
    else:
        yield from (say(_written(line)) for line in measure.exact)
    if measure.leaves_out:
        yield say(f"This does not say {measure.leaves_out}", colour="muted")


def _written(line: PublishedLine) -> str:
    return f"{line.label}: {line.value}"


def _plain(brief: Brief, given: ResultMeasure) -> tuple[PlainResult, ...]:
    """What plain words tell of the figures of a measure."""
    figures = {*given.figures.values(), *given.effects}
    return tuple(item for item in brief.annotations.plain.results if figures & set(item.figures))


def _chart(brief: Brief, measure: PublishedMeasure, given: ResultMeasure, room: Frame) -> Chart:
    by_key = brief.annotations.published
    arms = brief.annotations.results.arms
    labels = [group.label for group in brief.study.arm_groups]
    bars = []
    for key, arm in arms.items():
        figure = by_key.get(given.figures.get(key, ""))
        if figure is None or figure.number is None:
            continue
        place = labels.index(arm.group) if arm.group in labels else None
        number = f"{as_written(figure.number)} {figure.unit or ''}".strip().replace(" %", "%")
        bars.append(
            Bar(
                name=_arm_name(brief, arm),
                value=figure.number,
                text=figure.value,
                brief=number,
                colour="accent" if place is None else f"arm {place}",
            )
        )
    is_share = given.scale is Scale.SHARE
    told = "; ".join(_written(line) for line in measure.exact)
    what = _scale(brief, given)
    return chart(
        what if measure.leading else f"{_name(brief, measure)} ({_lower_first(what)})",
        bars,
        room,
        maximum=_PERCENT if is_share else None,
        alt=f"Bars: {_lower_first(what)}. {measure.technical}: {told}. "
        "Published, not in the record.",
    )


def _arm_name(brief: Brief, arm: ResultArm) -> str:
    """What an arm is called: as on the other slides, for a lay audience."""
    plain = brief.annotations.plain.groups.get(arm.group)
    return plain.name if brief.lay and plain else arm.short[:1].upper() + arm.short[1:]


def _scale(brief: Brief, given: ResultMeasure) -> str:
    """What the bars measure."""
    if given.scale is Scale.SHARE:
        return "Share of people"
    figures = (brief.annotations.published[key] for key in given.figures.values())
    units = dict.fromkeys(figure.unit for figure in figures if figure.unit)
    return ", ".join(("Median time", *units))


def _several(
    brief: Brief,
    side: Side,
    measures: Sequence[PublishedMeasure],
    given: dict[PublishedMeasure, ResultMeasure],
) -> Iterator[Slide]:
    """Charts of the same size, one below the other."""
    name = f"{_SIDES[side]}: also measured"
    room = room_of(brief, name)
    pages: list[list[tuple[PublishedMeasure, Chart]]] = []
    top = room.y
    for measure in measures:
        drawn = _chart(brief, measure, given[measure], replace(room, y=top))
        if not pages or drawn.frame.bottom > room.bottom:
            drawn = _chart(brief, measure, given[measure], room)
            pages.append([])
        pages[-1].append((measure, drawn))
        top = drawn.frame.bottom + _BETWEEN
    for number, page in enumerate(pages, start=1):
        yield Slide(
            key=KEY,
            title=typeset.title(typeset.numbered(name, number, len(pages)), brief.size),
            blocks=tuple(drawn for _, drawn in page),
            notes=tuple(
                note for measure, _ in page for note in _notes(brief, measure, given[measure])
            ),
            sources=(brief.record, *_sources([measure for measure, _ in page])),
        )


def _sources(measures: Sequence[PublishedMeasure]) -> tuple[str, ...]:
    names = dict.fromkeys(source.short for item in measures for source in item.sources)
    return (f"published: {', '.join(names)}",) if names else ()


def _notes(brief: Brief, measure: PublishedMeasure, given: ResultMeasure) -> Iterator[str]:
    yield f"{measure.title} ({measure.technical}). {measure.about}".strip()
    cited = brief.annotations.citations
    for line in measure.exact:
        names = ", ".join(source.short for source in line.sources)
        yield f"{_written(line)}{f' (published: {names})' if names else ''}"
    yield from measure.sentences
    if measure.leaves_out:
        yield f"This does not say {measure.leaves_out}"
    used = {source.short for source in measure.sources}
    yield from (item.text for item in cited.values() if item.short in used)
    if brief.lay:
        yield from plain_notes(_plain(brief, given), brief.annotations)


def _not_known(brief: Brief, info: PublishedInfo) -> Iterator[Slide]:
    lines = [f"{line.label}: {_lower_first(line.value)}" for line in info.not_reported]
    for name, texts in (("What is not known", lines), ("What to keep in mind", info.caveats)):
        if texts:
            yield from words_slides(brief, name, texts, notes=texts, sources=_known_from(info))


def _known_from(info: PublishedInfo) -> tuple[str, ...]:
    names = dict.fromkeys(source.short for line in info.not_reported for source in line.sources)
    return (f"published: {', '.join(names)}",) if names else ()
