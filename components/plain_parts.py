"""The parts of pages that only plain language has: they come first, and the rest stays below."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from components import session
from components.explained import explained_text
from components.literal import READING_WIDTH, literal
from components.plain import is_plain, plain_entry, plain_sources
from data.annotations.plain import PlainResult
from data.annotations.results import ResultSide
from data.flow import flow_of
from data.study import ArmGroup
from data.views.timeline import TimelineInfo

_SIDES: Final = {
    ResultSide.BENEFIT: "Benefit, in plain words",
    ResultSide.HARM: "Harm, in plain words",
}


def steps() -> None:
    """Tell what happens in the study, step by step."""
    study, plain = session.study(), session.annotations().plain
    if not (is_plain() and plain.steps):
        return
    st.header("What happens, in plain words", anchor="plain-steps")
    with st.container(width=READING_WIDTH):
        for step in session.once(("flow of",), flow_of).steps:
            group = ArmGroup() if step.position is None else study.arm_groups[step.position]
            words = plain.of_step(step.key, group.label)
            if words:
                own = [text for text in (group.label, group.description) if text]
                plain_entry(words, f"step-{step.key}", own if group.description else ())


def milestones(info: TimelineInfo) -> None:
    """Tell the dates of the study, each with what it means, and from what they were read."""
    plain = session.annotations().plain.milestones
    if not (is_plain() and plain):
        return
    st.header("The dates, in plain words", anchor="plain-dates")
    with st.container(width=READING_WIDTH):
        told = [(item, plain[item.key]) for item in info.milestones if item.key in plain]
        for item, words in told:
            with st.container(gap="xxsmall"):
                expected = f", {item.plain_certainty}" if item.certainty.is_expected else ""
                when = f"{item.when or 'date not stated'}{expected}"
                st.markdown(f"**{literal(words.name)}** · {literal(when)}")
                explained_text(words.plain, f"milestone-{item.key}")
        plain_sources([(words, [item.source.text]) for item, words in told], "milestones")


def results(picture: Callable[[ResultSide], None]) -> None:
    """Tell what was found: benefit and harm beside each other, in the same voice and size.

    Args:
        picture: draws what leads on one side.
    """
    found = session.annotations().plain.results
    if not (is_plain() and found):
        return
    for column, (side, heading) in zip(st.columns(2, gap="large"), _SIDES.items(), strict=True):
        with column:
            st.header(heading, anchor=f"plain-{side.value}")
            picture(side)
            _entries([item for item in found if item.side is side], side.value)
    st.header("The study itself, in plain words", anchor="plain-study")
    _entries([item for item in found if item.side is None], "study")


def _entries(found: list[PlainResult], name: str) -> None:
    for position, item in enumerate(found):
        plain_entry(item, f"result-{name}-{position}")
