"""What stands beside the flow: one step in detail, or the way of one participant."""

from __future__ import annotations

from typing import Final

import streamlit as st

from components import session
from components.explained import explained_text
from components.literal import literal
from components.plain import is_plain, running_text
from components.provenance import quote_line, reckoned
from data.flow.participant import Answer, Asked, Way, follow, starts
from data.views.flow import FlowInfo, Given, step_detail
from data.views.flow_way import WayInfo, WayStep, way_info

STEP: Final = "flow_step"
"""Where the session keeps which step is shown in detail."""

_ARM: Final = "participant_arm"
_YES, _NO = "Yes", "No"


def step_choice(info: FlowInfo) -> str | None:
    """Let the visitor choose a step: by keyboard here, or by a click on its box."""
    titles = {step.key: step.title for step in info.flow.steps}
    if st.session_state.get(STEP) not in titles:
        st.session_state.pop(STEP, None)
    chosen: str | None = st.selectbox(
        "Step",
        list(titles),
        index=None,
        format_func=titles.__getitem__,
        key=STEP,
        placeholder="Choose a step, or click a box",
        persist_state="session",
    )
    return chosen


def step(info: FlowInfo, key: str) -> None:
    """Show all there is to say about a step, each reading with its sentence."""
    detail = step_detail(info, key, session.study(), session.annotations())
    st.subheader(literal(detail.title), anchor=False)
    st.caption(literal(" · ".join(filter(None, (detail.phase, detail.type, detail.count)))))
    words = session.annotations().plain.of_step(key, detail.label or None) if is_plain() else None
    if words:
        explained_text(words.plain, "step-chosen")
    if detail.condition:
        _fact("On what condition", f"if {detail.condition}")
    if len(detail.way) > 1:
        _fact("The way there", " → ".join(detail.way))
    if detail.label and detail.label != detail.title:
        _fact("Name in the record", detail.label)
    if detail.description:
        _description(detail.description, "step")
    for given in detail.given:
        _given(given)
    for text, quote in detail.notes:
        _fact("Note", text, quote)
    repeated = detail.quote in (detail.description, detail.label)
    _fact("How this step is known", detail.known, "" if repeated else detail.quote)


def _given(given: Given) -> None:
    with st.expander(literal(given.name)):
        if given.kind:
            st.caption(literal(given.kind))
        for value, quote in given.facts:
            _fact("Read in the record", value, quote)
        if given.description:
            _description(given.description, given.name)


def _description(text: str, key: str) -> None:
    with st.container(gap=None):
        st.caption("Description in the record, word for word")
        running_text(text, f"description-{key}")


def _fact(name: str, value: str, quote: str = "") -> None:
    with st.container(gap=None):
        st.caption(literal(name))
        st.text(value)
        if quote:
            quote_line(quote)


def participant(info: FlowInfo) -> Way | None:
    """Ask about one participant, question by question, and give the way as far as it is known.

    The answers stay in the session: no address and no file holds them.
    """
    arms = {key: info.flow.step(key).title for key in starts(info.flow)}
    if not arms:
        st.caption("The record lists no arm groups to follow a participant through.")
        return None
    if st.session_state.get(_ARM) not in arms:
        st.session_state.pop(_ARM, None)
    arm = st.selectbox(
        "Arm the participant starts in",
        list(arms),
        index=None,
        format_func=arms.__getitem__,
        key=_ARM,
        placeholder="Choose an arm",
        persist_state="session",
    )
    if arm is None:
        return None
    answers: dict[str, Answer] = {}
    way = follow(info.flow, arm, answers)
    # Each answer may bring the next question.
    while way.open is not None and way.open.key not in answers:
        answers[way.open.key] = _answer(way.open)
        way = follow(info.flow, arm, answers)
    return way


def _answer(asked: Asked) -> Answer:
    chosen = st.segmented_control(
        literal(asked.text),
        (_YES, _NO),
        key=f"participant_{asked.key}",
        help=f"The record: {literal(asked.quote)}" if asked.quote else None,
        persist_state="session",
    )
    return None if chosen is None else chosen == _YES


def way(info: FlowInfo, taken: Way) -> None:
    """Show what the participant receives at each step, and how much activity in all."""
    told = way_info(taken, info, session.study(), session.annotations())
    for number, item in enumerate(told.steps, start=1):
        _way_step(number, item)
    _way_end(told)


def _way_step(number: int, item: WayStep) -> None:
    with st.container(gap=None):
        st.markdown(f"**{number}. {literal(item.title)}**")
        for line in item.receives:
            st.text(line)
        if item.here:
            st.caption(literal(f"Activity, computed: {item.here}"))
            st.caption(literal(f"So far, computed: {item.so_far}"))


def _way_end(told: WayInfo) -> None:
    if told.open:
        st.info(literal(f"What comes next depends on: {told.open}"), icon=":material/help:")
    if told.total:
        with st.container(gap=None):
            st.metric("Cumulative activity, computed", told.total)
            reckoned(
                [
                    (
                        "Cumulative activity",
                        "Computed from one dose and the most doses of each step, added up.",
                    )
                ],
                *told.quotes,
            )
