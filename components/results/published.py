"""Published results: benefit and harm beside each other, in the same size."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

import streamlit as st

from components import plain_parts, session
from components.against import record_against_publication
from components.audience import in_detail, is_sponsor
from components.figures.chart import show_chart
from components.figures.results_events import results_events_figure
from components.figures.results_marks import results_marks_figure
from components.literal import READING_WIDTH, literal, small
from components.plain import is_plain, running_text
from components.provenance import publications, published_in, published_says
from components.results.keys import key
from components.results.tables import twin
from components.scenes import drawing, scene
from components.screen import screen
from data.annotations.results import ResultSide
from data.pictures.hundred import hundred_scene
from data.views.against import against
from data.views.results_events import EventsInfo, events_alt, events_finding
from data.views.results_marks import marks_alt
from data.views.results_published import (
    SIDES,
    PublishedInfo,
    PublishedLine,
    PublishedMeasure,
    compared,
    in_plain_words,
    published_table,
)

# Below this, Streamlit puts columns below each other.
_ONE_COLUMN: Final = 640
_LINE_WIDTH: Final = 300
_FRAME: Final = 34  # the border and padding of a container
_WIDEST: Final = 860
_HEIGHT: Final = 216  # pixels
_HUNDRED_WIDTHS: Final = (250.0, 340.0)


def published(info: PublishedInfo) -> None:
    """Show all that was published."""
    plain = session.once(
        ("published", "plain"), lambda _, annotations: in_plain_words(info, annotations)
    )
    plain_parts.results(partial(_leading_picture, plain))
    if in_detail("Show the published figures and pictures, with their sources"):
        _in_full(info)


def _leading_picture(info: PublishedInfo, side: ResultSide) -> None:
    drawn = [item for item in info.of(side, leading=True) if item.is_drawn]
    if drawn:
        with st.container(border=True):
            st.markdown(f"**{literal(drawn[0].finding)}**")
            _picture(drawn[0], "leading")


def _in_full(info: PublishedInfo) -> None:
    if is_sponsor():
        _against()
    for short, title in info.arms:
        running_text(f"{short}: {title}", f"results-arm-{short}")
    _balance(info, leading=True)
    _in_words(info)
    _balance(info, leading=False)
    together = compared(info)
    if together is not None:
        _side_by_side(together)
    if info.not_reported:
        st.header("What is not reported", anchor="not-reported")
        _lines(info.not_reported)
    if info.caveats:
        st.header("What to keep in mind", anchor=False)
        st.markdown("\n".join(f"- {literal(sentence)}" for sentence in info.caveats))
    for heading, lines in info.groups:
        st.header(literal(heading), anchor=False)
        _lines(lines, _LINE_WIDTH)
    if not is_sponsor():
        _against()
    publications(info.citations)
    twin(published_table(info), "published-results", "All published figures as a table")


def _against() -> None:
    """Hold the record against the publication, with room for what a meeting notes."""
    if session.once(("against",), against):
        st.header("The record against the publication", anchor="against")
        record_against_publication()


def _in_words(info: PublishedInfo) -> None:
    """Tell what is not known of every arm: nothing is drawn of one alone."""
    if not info.in_words:
        return
    st.header("In words, since it is not reported for every arm", anchor="in-words")
    for item in info.in_words:
        with st.container(gap="xsmall"):
            st.markdown(f"**{literal(SIDES[item.side])}: {literal(_name(item))}**")
            if is_plain():
                if item.about:
                    st.caption(literal(item.about))
                st.text(" ".join(item.sentences), width=READING_WIDTH)
            else:
                _as_published(item)
            if item.leaves_out:
                st.text(f"What this leaves out: {item.leaves_out}", width=READING_WIDTH)
            _published_in(item.exact)


def _side_by_side(info: EventsInfo) -> None:
    st.header(literal(info.title), anchor="side-by-side")
    st.markdown(f"**{literal(events_finding(info))}**")
    first, second = info.groups
    st.caption(
        literal(
            f"● {first}   ◆ {second}. Hollow: harm of any grade, or of a grade not given. Filled: "
            "harm of grade 3 or more, and benefit. Sorted by the difference between the arms."
        )
    )
    with st.container(width=_WIDEST):
        show_chart(
            results_events_figure(info, session.palette(), min(screen().width, _WIDEST)),
            key=key("side_by_side"),
            alt=events_alt(info),
        )


def _balance(info: PublishedInfo, *, leading: bool) -> None:
    """Show benefit and harm side by side, both under their heading, both with the same room."""
    columns = st.columns(2, gap="medium")
    for column, side in zip(columns, ResultSide, strict=True):
        measures = [item for item in info.of(side, leading=leading) if item.is_drawn]
        with column:
            if leading:
                st.header(SIDES[side], anchor=side.value)
            if measures:
                with st.container(border=True, height="stretch"):
                    _measure(_chosen(measures, side, leading=leading))


def _chosen(
    measures: Sequence[PublishedMeasure], side: ResultSide, *, leading: bool
) -> PublishedMeasure:
    if len(measures) == 1:
        return measures[0]
    place = st.segmented_control(
        f"{SIDES[side]}: show",
        range(len(measures)),
        default=0,
        required=True,
        format_func=lambda place: literal(_name(measures[place])),
        key=key(f"{side.value}_{leading}"),
        persist_state="session",
    )
    return measures[place]


def _name(item: PublishedMeasure) -> str:
    return item.title if is_plain() else item.technical


def _measure(item: PublishedMeasure) -> None:
    """Show a measure: to patients in plain words, to others as published."""
    if is_plain():
        st.subheader(literal(item.finding), anchor=False)
        if item.about:
            st.caption(literal(item.about))
        st.markdown(f"**{literal(item.sentences[0])}**")
        _picture(item)
        for sentence in item.sentences[1:]:
            st.text(sentence, width=READING_WIDTH)
    else:
        st.subheader(literal(item.technical_finding), anchor=False)
        _picture(item)
        if item.difference:
            st.text(item.difference, width=READING_WIDTH)
    if item.leaves_out:
        st.text(f"What this leaves out: {item.leaves_out}", width=READING_WIDTH)
    with st.container(gap="xsmall"):
        st.caption(literal(item.technical))
        _as_published(item)
        _published_in(item.exact)


def _as_published(item: PublishedMeasure) -> None:
    told = "\n".join(f"{line.label}: {line.value}" for line in item.exact)
    st.text(told, width=READING_WIDTH)


def _picture(item: PublishedMeasure, place: str = "picture") -> None:
    """Draw shares as one hundred people per arm, everything else on its scale."""
    name = key(f"{place}_{item.technical}")
    if (people := item.hundred) is not None:
        drawn = session.once(
            ("hundred", people),
            lambda *_: drawing(hundred_scene(people, width) for width in _HUNDRED_WIDTHS),
        )
        scene(drawn, key=name)
    else:
        show_chart(
            results_marks_figure(item.picture, session.palette(), _half(), _HEIGHT),
            key=name,
            alt=marks_alt(item.picture),
        )


def _half() -> float:
    width = screen().width
    return (width if width < _ONE_COLUMN else width / 2) - _FRAME


def _lines(lines: Sequence[PublishedLine], width: int | None = None) -> None:
    """Show figures, each with its publications; a click tells what these state of all of them.

    Args:
        lines: the figures.
        width: of each, in pixels, where they stand beside each other.
    """
    told = [
        "  \n".join(filter(None, (small(line.label), literal(line.value), _named([line]))))
        for line in lines
    ]
    if width is None:
        st.markdown("\n\n".join(told))
    else:
        with st.container(horizontal=True):
            for one in told:
                st.markdown(one, width=width)
    _stated(lines)


def _published_in(lines: Sequence[PublishedLine]) -> None:
    """Name the publications of some figures; a click tells what they state, and where."""
    if any(line.sources for line in lines):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(_named(lines), width="content")
            _stated(lines)


def _named(lines: Sequence[PublishedLine]) -> str:
    sources = dict.fromkeys(source for line in lines for source in line.sources)
    return published_in((source.short, source.address) for source in sources) if sources else ""


def _stated(lines: Sequence[PublishedLine]) -> None:
    stated = [line for line in lines if line.statement and line.sources]
    if stated:
        published_says(
            (line.statement, [(source.where, source.address) for source in line.sources])
            for line in stated
        )
