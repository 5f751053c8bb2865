"""Who took part: the CONSORT flow, the flow of people between periods, the table."""

from __future__ import annotations

from typing import Final

import streamlit as st

from components import session
from components.downloads import take_away
from components.literal import READING_WIDTH, literal
from components.results.keys import key
from components.results.pictures import positions
from components.results.tables import group_list, table, twin
from components.scenes import drawing, scene
from data.pictures.results_flow import consort_scene, periods_scene
from data.results.participant_flow import participant_flow
from data.results_section import ResultsSection
from data.views.results_flow import (
    consort_info,
    flow_table,
    people_finding,
    periods_info,
    periods_table,
)

_WIDTHS: Final = (340.0, 500.0, 860.0)
"""For which the pictures are laid out, in pixels."""


def flow(results: ResultsSection) -> None:
    """Show who took part."""
    found = participant_flow(results.participant_flow_module)
    if not (found.groups or found.periods or found.texts):
        st.text("The record posts no participant flow.")
        return
    _numbers_that_do_not_add_up(found.problems)
    for label, text in found.texts:
        st.caption(label)
        st.text(text, width=READING_WIDTH)
    group_list(found.groups, "flow")
    if not found.has_numbers:
        st.text(found.unnumbered, width=READING_WIDTH)
        if found.periods:
            table(flow_table(found), "participant-flow")
        return
    st.header("Each group, from start to end", anchor="consort")
    finding = people_finding(found)
    if finding:
        st.markdown(f"**{literal(finding)}**")
    colours = positions(found.groups)
    ways = consort_info(found, colours)
    drawn = session.once(
        ("consort", "drawn"), lambda *_: drawing(consort_scene(ways, width) for width in _WIDTHS)
    )
    scene(drawn, key=key("consort"))
    take_away(
        lambda: consort_scene(ways, _WIDTHS[-1]),
        "each group, from start to end, as posted",
        name="consort",
        label="Flow of participants",
        finding=finding,
    )
    between = periods_info(found, colours)
    if between.stages:
        st.header("People between periods", anchor="periods")
        st.caption(
            "Each band is as wide as the number of people in it. Grey: those who went no further."
        )
        drawn = session.once(
            ("periods", "drawn"),
            lambda *_: drawing(periods_scene(between, width) for width in _WIDTHS),
        )
        scene(drawn, key=key("periods"))
        take_away(
            lambda: periods_scene(between, _WIDTHS[-1]),
            "people between periods",
            name="people-between-periods",
            label="People between periods",
        )
        twin(periods_table(between), "people-between-periods")
    st.header("All numbers, as posted", anchor=False)
    table(flow_table(found), "participant-flow")


def _numbers_that_do_not_add_up(problems: tuple[str, ...]) -> None:
    if not problems:
        return
    with st.container(border=True):
        said = (
            ":material/warning: **Numbers that do not add up.** "
            "They are shown as posted; there may be a reason the record gives.\n"
        )
        st.markdown("\n".join((said, *(f"- {literal(sentence)}" for sentence in problems))))
