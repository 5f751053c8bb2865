"""Published results on slides: benefit, then harm, each measure with its words and its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from data.annotations.base import Citation
from data.annotations.plain import PlainResult
from data.annotations.results import ResultSide, Scale
from data.deck import typeset
from data.deck.brief import Brief
from data.deck.charts import BETWEEN, Bar, chart, title_fits
from data.deck.model import SIZES, Chart, Slide
from data.deck.notes import plain_notes
from data.deck.results_parts import KEY, chart_slide, room_of, words_slides
from data.deck.typeset import say
from data.pictures.scene import Frame, Paragraph
from data.views.results_published import (
    SIDES,
    PublishedInfo,
    PublishedLine,
    PublishedMeasure,
    published_info,
    with_interval,
)
from data.words import uncapitalised

_PERCENT: Final = 100.0
_MOST_LAY: Final = 2  # what was found and how sure that is; the notes have more


def published_slides(brief: Brief) -> Iterator[Slide]:
    """Tell what cannot be drawn, the leading benefit and harm, the others, what is not known."""
    info = published_info(brief.study, brief.annotations)
    for leading in (True, False):
        for side in ResultSide:
            measures = [item for item in info.of(side, leading=leading) if item.is_drawn]
            if leading and side is ResultSide.HARM:
                yield from _in_words(brief, info)
            if leading:
                for measure in measures:
                    yield _one(brief, measure)
            else:
                yield from _several(brief, side, measures)
    yield from _not_known(brief, info)


def _name(brief: Brief, measure: PublishedMeasure) -> str:
    return measure.title if brief.lay else measure.technical


def _one(brief: Brief, measure: PublishedMeasure) -> Slide:
    found = f": {measure.found}" if measure.found else ""
    name = f"{SIDES[measure.side]}: {uncapitalised(_name(brief, measure))}{found}"
    drawn = _chart(brief, measure, room_of(brief, name))
    return chart_slide(
        brief,
        name,
        drawn,
        tuple(_told(brief, measure)),
        address=measure.side.value,
        notes=tuple(_notes(brief, measure)),
        sources=_published(measure.sources),
    )


def _in_words(brief: Brief, info: PublishedInfo) -> Iterator[Slide]:
    """Tell what is not known of every arm, deaths first: nothing is drawn of one alone."""
    for side in ResultSide:
        measures = [item for item in info.in_words if item.side is side]
        texts = [
            f"{_name(brief, measure)}. {' '.join(_words(brief, measure))}" for measure in measures
        ]
        if texts:
            yield from words_slides(
                brief,
                f"{SIDES[side]}: {_named(brief, measures)}",
                texts,
                address=f"{side.value}-in-words",
                notes=[note for measure in measures for note in _notes(brief, measure)],
                sources=_published(s for measure in measures for s in measure.sources),
            )


def _named(brief: Brief, measures: Sequence[PublishedMeasure]) -> str:
    """What is told in words, by its names; how much it is, where they take more than a title."""
    names = [_name(brief, measure) for measure in measures]
    told = "; ".join(map(uncapitalised, names))
    narrowest = min(SIZES, key=lambda size: size.width)
    title = typeset.title(f"{SIDES[measures[0].side]}: {told}", narrowest)
    if not title.text.endswith("…"):
        return told
    return f"{uncapitalised(names[0])}, and {len(names) - 1} more, in words"


def _words(brief: Brief, measure: PublishedMeasure) -> list[str]:
    """What was found: in plain words for a lay audience, of every arm as published for a sponsor.

    What is known of all arms together, and not of each, is told once.
    """
    if brief.lay:
        plain = [item.plain for item in _plain(brief, measure)]
        return plain or list(measure.sentences)
    if any(line.figure for line in measure.by_arm):
        return [f"{_written(line)}." for line in (*measure.together, *measure.by_arm)]
    return list(measure.sentences)


def _told(brief: Brief, measure: PublishedMeasure) -> Iterator[Paragraph]:
    """What was found in words: plain ones for a lay audience, as published for a sponsor."""
    if brief.lay:
        yield from (say(text) for text in _words(brief, measure)[:_MOST_LAY])
    else:
        yield from (say(_written(line)) for line in measure.exact)
    if measure.leaves_out:
        yield say(f"This does not say {measure.leaves_out}", colour="muted")


def _written(line: PublishedLine) -> str:
    return f"{line.label}: {line.value}"


def _plain(brief: Brief, measure: PublishedMeasure) -> tuple[PlainResult, ...]:
    """What plain words tell of the figures of a measure."""
    figures = {line.key for line in measure.exact if line.figure}
    return tuple(item for item in brief.annotations.plain.results if figures & set(item.figures))


def _chart(brief: Brief, measure: PublishedMeasure, room: Frame) -> Chart:
    bars = [
        Bar(
            name=_arm_name(brief, line),
            value=figure.number,
            text=figure.value,
            brief=with_interval(figure),
            colour="accent" if line.position is None else f"arm {line.position}",
            low=figure.interval.low if figure.interval else None,
            high=figure.interval.high if figure.interval else None,
        )
        for line in measure.by_arm
        if (figure := line.figure) and figure.number is not None
    ]
    is_share = measure.scale is Scale.SHARE
    told = "; ".join(_written(line) for line in measure.exact)
    what = "Share of people" if is_share else ", ".join(filter(None, ("Median time", measure.unit)))
    name = _name(brief, measure)
    in_full = f"{name} ({uncapitalised(what)})"
    return chart(
        # The bars have their units: a name that leaves no room for more stands alone.
        what if measure.leading else in_full if title_fits(in_full, room.width) else name,
        bars,
        room,
        maximum=_PERCENT if is_share else None,
        alt=f"Bars: {uncapitalised(what)}. {measure.technical}: {told}. "
        "Published, not in the record.",
    )


def _arm_name(brief: Brief, line: PublishedLine) -> str:
    """What an arm is called: as on the other slides, for a lay audience."""
    plain = brief.annotations.plain.groups.get(line.arm.group) if line.arm else None
    return plain.name if brief.lay and plain else line.label


def _several(
    brief: Brief,
    side: ResultSide,
    measures: Sequence[PublishedMeasure],
) -> Iterator[Slide]:
    """Charts of the same size, one below the other."""
    name = f"{SIDES[side]}: also measured"
    room = room_of(brief, name)
    pages: list[list[tuple[PublishedMeasure, Chart]]] = []
    top = room.y
    for measure in measures:
        drawn = _chart(brief, measure, replace(room, y=top))
        if not pages or drawn.frame.bottom > room.bottom:
            drawn = _chart(brief, measure, room)
            pages.append([])
        pages[-1].append((measure, drawn))
        top = drawn.frame.bottom + BETWEEN
    for number, page in enumerate(pages, start=1):
        yield Slide(
            key=KEY,
            name=f"more-{side.value}",
            title=typeset.title(typeset.numbered(name, number, len(pages)), brief.size),
            part_of=name,
            blocks=tuple(drawn for _, drawn in page),
            notes=tuple(note for measure, _ in page for note in _notes(brief, measure)),
            sources=(brief.record, *_published(s for measure, _ in page for s in measure.sources)),
        )


def _published(sources: Iterable[Citation]) -> tuple[str, ...]:
    names = dict.fromkeys(source.short for source in sources)
    return (f"published: {', '.join(names)}",) if names else ()


def _notes(brief: Brief, measure: PublishedMeasure) -> Iterator[str]:
    yield f"{measure.title} ({measure.technical}). {measure.about}".strip()
    for line in measure.exact:
        names = ", ".join(source.short for source in line.sources)
        yield f"{_written(line)}{f' (published: {names})' if names else ''}"
    yield from measure.sentences
    if measure.leaves_out:
        yield f"This does not say {measure.leaves_out}"
    yield from (source.text for source in measure.sources)
    if brief.lay:
        yield from plain_notes(_plain(brief, measure), brief.annotations)


def _not_known(brief: Brief, info: PublishedInfo) -> Iterator[Slide]:
    lines = [f"{line.label}: {uncapitalised(line.why_not)}" for line in info.not_reported]
    sources = _published(source for line in info.not_reported for source in line.sources)
    for address, name, texts in (
        ("not-known", "What is not known", lines),
        ("keep-in-mind", "What to keep in mind", info.caveats),
    ):
        if texts:
            yield from words_slides(
                brief, name, texts, address=address, notes=texts, sources=sources
            )
