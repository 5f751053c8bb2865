"""Who the participants were: a table as in a paper, and age, sex and region drawn."""

from __future__ import annotations

import re
from typing import Final

import streamlit as st

from components.details import detail_list
from components.literal import literal
from components.results.keys import key
from components.results.pictures import marks, positions, rows_choice
from components.results.tables import group_list, table
from data.results.measures import Measure, baseline
from data.results_section import ResultsSection
from data.views.results_measures import (
    about_baseline,
    about_characteristic,
    baseline_table,
    measure_marks,
    reported_as,
)

_FIRST: Final = re.compile(r"(age|sex|gender|region)\b", re.IGNORECASE)


def baseline_characteristics(results: ResultsSection) -> None:
    """Show the baseline characteristics."""
    module = results.baseline_characteristics_module
    if not module.measures:
        st.text("The record posts no baseline characteristics.")
        detail_list(about_baseline(module), "baseline")
        group_list(module.groups, "baseline")
        return
    measures = [baseline(item, module.groups, module.denoms) for item in module.measures]
    detail_list(about_baseline(module), "baseline")
    group_list(module.groups, "baseline")
    drawable = {place: item for place, item in enumerate(measures) if item.rows}
    first = [place for place, item in drawable.items() if _FIRST.match(item.title)]
    _drawn(drawable, first or list(drawable)[:1])
    st.header("All characteristics, as posted", anchor=False)
    table(baseline_table(measures), "baseline")
    described = [item for item in measures if about_characteristic(item)]
    if described:
        with st.expander("How the characteristics were measured"):
            for place, item in enumerate(described):
                st.subheader(literal(item.title), anchor=False)
                detail_list(about_characteristic(item), f"characteristic-{place}")


def _drawn(measures: dict[int, Measure], first: list[int]) -> None:
    chosen = st.multiselect(
        "Characteristics that are drawn",
        list(measures),
        default=first,
        format_func=lambda place: measures[place].title if place in measures else "",
        key=key("baseline"),
    )
    for place in chosen:
        item = measures[place]
        st.header(literal(item.title), anchor=False)
        if reported_as(item):
            st.caption(literal(reported_as(item)))
        start, end = rows_choice(item, f"baseline_{place}")
        picture = measure_marks(item, positions(item.groups), item.rows[start:end])
        marks(picture, f"baseline_{place}_{start}")
