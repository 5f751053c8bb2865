"""What was measured: find an outcome, see its values and analyses; several on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from components.details import detail_list
from components.downloads import download_row, table_files
from components.literal import literal
from components.plain import running_text
from components.results.keys import key
from components.results.pictures import marks, positions, rows_choice
from components.results.tables import group_list, table, twin
from components.saying import read_aloud
from data.results.analyses import Estimate, estimates, shared_measures
from data.results.measures import Measure, outcome
from data.results_section import OutcomeMeasure, ResultsSection
from data.views.results_measures import (
    about_measure,
    estimates_marks,
    estimates_table,
    group_columns,
    matching,
    measure_finding,
    measure_marks,
    measure_table,
    outcomes_list,
    outcomes_long,
)

_MOST_ESTIMATES: Final = 30


def outcomes(results: ResultsSection) -> None:
    """Show the outcomes: one in full, several on one scale, and the list of all."""
    items = results.outcome_measures_module.outcome_measures
    if not items:
        st.text("The record posts no outcomes.")
        return
    measures = tuple(outcome(item) for item in items)
    _one(items, measures)
    _several(items)
    st.header("All outcomes", anchor="all-outcomes")
    table(outcomes_list(measures), "outcomes-list")
    download_row(table_files(outcomes_long(measures), "outcome-values", "All values"))


@st.fragment
def _one(items: Sequence[OutcomeMeasure], measures: tuple[Measure, ...]) -> None:
    words, roles = _search(measures)
    found = matching(measures, words, roles)
    with read_aloud("outcomes"):
        if not found:
            st.text("No outcome has all of these words.")
        elif len(found) < len(measures):
            st.caption(f"{len(found)} of {len(measures)} outcomes")
    if not found:
        return
    place: int = st.selectbox(
        "Outcome",
        found,
        format_func=lambda place: f"{measures[place].role}: {measures[place].title}",
        # A box of its own for each search: one that went on would still show what it held before.
        key=key(f"outcome_{' '.join((words, *roles))}"),
    )
    _shown(measures[place], place)
    _analyses(estimates(items[place]), place)


def _search(measures: tuple[Measure, ...]) -> tuple[str, tuple[str, ...]]:
    """Which words and which kinds of outcome are asked for."""
    roles = tuple(dict.fromkeys(item.role for item in measures))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = st.text_input(
            "Search the outcomes",
            key=key("outcome_words"),
            placeholder="for example: survival",
            icon=":material/search:",
            width=320,
        )
        chosen = (
            st.pills(
                "Kind",
                roles,
                selection_mode="multi",
                format_func=literal,
                key=key("outcome_roles"),
            )
            if len(roles) > 1
            else []
        )
    return words or "", tuple(chosen or ())


def _shown(item: Measure, place: int) -> None:
    st.header(literal(item.title), anchor=False)
    detail_list(about_measure(item), f"outcome-{place}")
    group_list(item.groups, f"outcome-{place}")
    if item.description:
        with st.expander("How it was measured"):
            running_text(item.description, f"outcome-{place}-description")
    if not item.rows:
        st.text("No values are posted for this outcome.")
        return
    st.caption(literal(" · ".join(group_columns(item))))
    start, end = rows_choice(item, f"outcome_{place}")
    if finding := measure_finding(item):
        st.markdown(f"**{literal(finding)}**")
    picture = measure_marks(item, positions(item.groups), item.rows[start:end])
    marks(picture, f"outcome_{place}_{start}")
    twin(measure_table(item), f"outcome-{place + 1}", groups=group_columns(item))


def _analyses(found: tuple[Estimate, ...], place: int) -> None:
    if not found:
        return
    st.subheader("Statistical analyses", anchor=False)
    by_effect: dict[str, list[Estimate]] = {}
    for item in found:
        if item.value is not None:
            by_effect.setdefault(item.measure, []).append(item)
    for number, same in enumerate(by_effect.values()):
        name = same[0].scale or "Estimate"
        picture = estimates_marks(name, same[:_MOST_ESTIMATES], by_outcome=False)
        marks(picture, f"analysis_{place}_{number}")
    # On a touch screen the table's own buttons lie over what stands above it.
    st.caption("As posted")
    table(estimates_table(found), f"outcome-{place + 1}-analyses")


@st.fragment
def _several(items: Sequence[OutcomeMeasure]) -> None:
    """Draw the estimates of one effect measure that several outcomes share."""
    shared = shared_measures(tuple(found for item in items for found in estimates(item)))
    if not shared:
        return
    st.header("Several outcomes on one scale", anchor="forest")
    effect: str = st.selectbox("Effect measure", list(shared), key=key("effect"))
    same = shared[effect]
    marks(estimates_marks(effect, same[:_MOST_ESTIMATES], by_outcome=True), "forest")
    if len(same) > _MOST_ESTIMATES:
        st.caption(f"The first {_MOST_ESTIMATES} of {len(same)} estimates are drawn.")
    twin(estimates_table(same), "estimates")
