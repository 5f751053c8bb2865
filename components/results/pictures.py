"""The pictures of the results, each with its description, drawn as wide as the page is."""

from __future__ import annotations

from typing import Final

import streamlit as st

from components import session
from components.figures.chart import show_chart
from components.figures.results_marks import results_marks_figure
from components.results.keys import key
from components.screen import screen
from data.results.measures import Measure
from data.results_section import ResultGroup
from data.views.results_marks import MarksInfo, marks_alt
from data.views.results_measures import group_positions, row_pages

# Bars longer than this are no easier to compare.
_WIDEST: Final = 860


def marks(info: MarksInfo, name: str) -> None:
    """Draw values; one alone is a sentence.

    Args:
        info: what is drawn.
        name: tells the picture from others on the page.
    """
    told = [(block.heading, mark.text) for block in info.blocks for mark in block.marks]
    if len(told) == 1:
        st.text(": ".join(filter(None, (info.title, *told[0]))))
        return
    width = min(screen().width, _WIDEST)
    with st.container(width=_WIDEST):
        show_chart(
            results_marks_figure(info, session.palette(), width),
            key=key(name),
            alt=marks_alt(info),
        )


def positions(groups: tuple[ResultGroup, ...]) -> tuple[int | None, ...]:
    """The place of each group that gives its colour, in the open record."""
    return group_positions(groups, session.study())


def rows_choice(item: Measure, name: str) -> tuple[int, int]:
    """Which lines of a measure are drawn, from, to (not with): all where they make one picture."""
    pages = row_pages(item)
    if len(pages) == 1:
        return pages[0]
    chosen: tuple[int, int] = st.selectbox(
        "Lines that are drawn",
        pages,
        format_func=lambda page: (
            f"{page[0] + 1} to {page[1]} of {len(item.rows)}: {item.rows[page[0]].name} …"
        ),
        key=key(f"lines_{name}"),
    )
    return chosen
