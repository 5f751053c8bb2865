"""What went wrong: totals per group, two groups compared event by event, the table of all."""

from __future__ import annotations

from typing import Final

import streamlit as st

from components import session
from components.details import detail_list
from components.figures.chart import show_chart
from components.figures.results_events import results_events_figure
from components.literal import literal
from components.results.keys import key
from components.results.pictures import marks, positions
from components.results.tables import group_list, table, twin
from components.saying import read_aloud
from components.screen import screen
from data.details import stated
from data.results.adverse_events import (
    METHOD_IN_WORDS,
    CountedEvent,
    EventChoice,
    Total,
    chosen_events,
    default_choice,
    differences,
    events,
    organ_systems,
    totals,
    why_not_compared,
)
from data.results.participant_flow import column_names, group_name
from data.results_section import EventGroup, ResultsSection
from data.views.results_events import (
    EVENTS_PER_PICTURE,
    about_events,
    differences_info,
    events_alt,
    events_finding,
    events_info,
    events_table,
    totals_finding,
    totals_marks,
    totals_table,
)

_BOTH, _SERIOUS, _OTHER = "Serious and other", "Serious", "Other"
_SERIOUSNESS: Final = {_BOTH: None, _SERIOUS: True, _OTHER: False}
_ORDER: Final = {"Most frequent": "frequency", "Largest difference": "difference", "Name": "term"}
_SHARES, _DIFFERENCES = "Share of each group", "Risk difference"
_WIDEST: Final = 860
_MANY_GROUPS: Final = 6


def adverse_events(results: ResultsSection) -> None:
    """Show the adverse events."""
    module = results.adverse_events_module
    groups, found = module.event_groups, events(module)
    if not (groups or found or stated(about_events(module))):
        st.text("The record posts no adverse events.")
        return
    detail_list(about_events(module), "how-collected")
    if not groups:
        st.text("The record posts no groups in which events were counted.")
        if found:
            table(events_table(found, groups), "adverse-events", groups=column_names(groups))
        return
    group_list(groups, "events")
    st.header("Deaths, serious and other events", anchor="totals")
    st.markdown(f"**{literal(totals_finding(groups))}**")
    marks(totals_marks(_which_totals(groups), groups, positions(groups)), "totals")
    twin(totals_table(groups), "adverse-event-totals", groups=column_names(groups))
    if found:
        st.header("Event by event", anchor="events")
        _compared(found, groups)


def _which_totals(groups: tuple[EventGroup, ...]) -> list[Total]:
    """All totals in one picture; with many groups, one of them at a time."""
    names = list(totals(groups[0]))
    if len(groups) <= _MANY_GROUPS:
        return names
    return [
        st.segmented_control("Draw", names, default=names[0], required=True, key=key("event_total"))
    ]


@st.fragment
def _compared(found: tuple[CountedEvent, ...], groups: tuple[EventGroup, ...]) -> None:
    choice = _choice(found, groups)
    chosen = chosen_events(found, choice)
    with read_aloud("events"):
        st.caption(f"{len(chosen):,} of {len(found):,} events")
        if not chosen:
            st.text("No event fits all of this.")
    if not chosen:
        return
    both = choice.first != choice.second
    view = _SHARES
    reason = why_not_compared(session.study(), [groups[choice.first], groups[choice.second]])
    if both and reason:
        st.caption(literal(f"No difference is computed. {reason}"))
    elif both:
        view = st.segmented_control(
            "Show",
            (_SHARES, _DIFFERENCES),
            default=_SHARES,
            required=True,
            key=key("events_view"),
        )
    start, end = _page(len(chosen))
    computed = None
    if view == _DIFFERENCES:
        computed = differences(chosen, choice.first, choice.second)
        picture = differences_info(chosen[start:end], computed[start:end], groups, choice)
        st.caption(literal(f"{picture.title}. {METHOD_IN_WORDS}"))
        marks(picture, f"differences_{start}")
    else:
        _dumbbells(chosen[start:end], groups, choice)
    # On a touch screen the table's own buttons lie over what stands above it.
    st.caption("As posted" if computed is None else "As posted, and computed")
    table(events_table(chosen, groups, computed), "adverse-events", groups=column_names(groups))


def _choice(found: tuple[CountedEvent, ...], groups: tuple[EventGroup, ...]) -> EventChoice:
    first, second = _two_groups(groups)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = st.text_input(
            "Search the events", key=key("event_words"), icon=":material/search:", width=260
        )
        serious = st.selectbox(
            "Seriousness", list(_SERIOUSNESS), key=key("event_serious"), width=190
        )
        order = st.selectbox("Order", list(_ORDER), key=key("event_order"), width=190)
        threshold = st.slider(
            "At least this many % in a group",
            min_value=0,
            max_value=100,
            format="%d%%",
            key=key("event_threshold"),
            width=230,
        )
    systems = st.multiselect(
        "Organ systems",
        organ_systems(found),
        key=key("event_systems"),
        placeholder="All",
    )
    return EventChoice(
        first=first,
        second=second,
        serious=_SERIOUSNESS[serious],
        organ_systems=tuple(systems),
        threshold=threshold / 100,
        words=words or "",
        by=_ORDER[order],
    )


def _two_groups(groups: tuple[EventGroup, ...]) -> tuple[int, int]:
    usual = default_choice(groups)
    if len(groups) == 1:
        return usual.first, usual.second
    columns = st.columns(2)
    places = range(len(groups))
    chosen = []
    for column, label, place in zip(
        columns, ("Group", "Compared with"), (usual.first, usual.second), strict=True
    ):
        with column:
            chosen.append(
                st.selectbox(
                    label,
                    places,
                    index=place,
                    format_func=lambda place: group_name(groups[place]),
                    key=key(label),
                )
            )
    return chosen[0], chosen[1]


def _page(count: int) -> tuple[int, int]:
    """Which events are drawn; the table below has all."""
    if count <= EVENTS_PER_PICTURE:
        return 0, count
    starts = range(0, count, EVENTS_PER_PICTURE)
    start: int = st.selectbox(
        "Events that are drawn",
        starts,
        format_func=lambda start: f"{start + 1} to {min(start + EVENTS_PER_PICTURE, count)}",
        key=key(f"event_page_{count}"),
        width=190,
    )
    return start, min(start + EVENTS_PER_PICTURE, count)


def _dumbbells(
    chosen: tuple[CountedEvent, ...], groups: tuple[EventGroup, ...], choice: EventChoice
) -> None:
    info = events_info(chosen, groups, positions(groups), choice)
    st.markdown(f"**{literal(events_finding(info))}**")
    first, second = info.groups
    named = f"● {first}" + (f"   ◆ {second}" if second else "")
    st.caption(literal(f"{named}; the counts above each line stand in this order."))
    with st.container(width=_WIDEST):
        show_chart(
            results_events_figure(info, session.palette(), min(screen().width, _WIDEST)),
            key=key("events"),
            alt=events_alt(info),
        )
