"""Which part of the results is shown, and where they come from."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import streamlit as st

from components import session
from components.results.about import about
from components.results.baseline import baseline_characteristics
from components.results.events import adverse_events
from components.results.flow import flow
from components.results.outcomes import outcomes
from components.results.published import published
from data.views.results import ResultsStanding, results_standing
from data.views.results_published import published_info

_PART: Final = "part"


class ResultsPart(StrEnum):
    """A part of the results."""

    FLOW = "Participant flow"
    BASELINE = "Baseline"
    OUTCOMES = "Outcomes"
    EVENTS = "Adverse events"
    ABOUT = "About the results"
    PUBLISHED = "Published"


_POSTED: Final = {
    ResultsPart.FLOW: flow,
    ResultsPart.BASELINE: baseline_characteristics,
    ResultsPart.OUTCOMES: outcomes,
    ResultsPart.EVENTS: adverse_events,
    ResultsPart.ABOUT: about,
}


def standing() -> ResultsStanding:
    """Say whether there are results, and where they come from."""
    info = results_standing(session.study(), session.annotations())
    more = ""
    if info.posted and info.published:
        more = " Published figures are shown apart from them."
    elif not info.posted and not info.published:
        more = " There is nothing to draw here."
    st.info(f"{info.told('What this page shows is')}{more}", icon=":material/info:")
    return info


def choose_part(info: ResultsStanding) -> ResultsPart | None:
    """Let the visitor choose one part; only that one is built."""
    if not info.posted:
        return ResultsPart.PUBLISHED if info.published else None
    parts = [*_POSTED, *([ResultsPart.PUBLISHED] if info.published else [])]
    chosen = st.segmented_control(
        "Part of the results",
        [part.value for part in parts],
        default=ResultsPart.OUTCOMES.value,
        required=True,
        key=_PART,
        bind="query-params",
        label_visibility="collapsed",
    )
    return ResultsPart(chosen)


def show(part: ResultsPart | None) -> None:
    """Show the chosen part."""
    results = session.study().results_section
    if part is ResultsPart.PUBLISHED:
        published(published_info(session.study(), session.annotations()))
    elif part is not None and results is not None:
        _POSTED[part](results)
