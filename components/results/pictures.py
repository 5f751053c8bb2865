"""The pictures of the results, each with its description, drawn as wide as the page is."""

from __future__ import annotations

from typing import Final

import streamlit as st

from components import session
from components.results.keys import key
from components.scenes import drawing, scene
from data.pictures.events import events_scene
from data.pictures.marks import marks_scene
from data.results.measures import Measure
from data.results_section import ResultGroup
from data.views.results_events import EventsInfo
from data.views.results_marks import MarksInfo
from data.views.results_measures import group_positions, row_pages

# Pixels. Bars longer than the last are no easier to compare.
_WIDTHS: Final = (340.0, 560.0, 800.0)
_GROWTH: Final = 1.1


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
    drawn = session.once(
        ("values", "drawn", info),
        lambda *_: drawing(marks_scene(info, width) for width in _WIDTHS),
    )
    scene(drawn, key=key(name), growth=_GROWTH)


def events(info: EventsInfo, name: str) -> None:
    """Draw events of two groups.

    Args:
        info: what is drawn.
        name: tells the picture from others on the page.
    """
    drawn = session.once(
        ("events", "drawn", info),
        lambda *_: drawing(events_scene(info, width) for width in _WIDTHS),
    )
    scene(drawn, key=key(name), growth=_GROWTH)


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
