"""The dosing schedule on the study design page: in weeks, and the infusion day in hours."""

from __future__ import annotations

import streamlit as st

from components import session
from components.figures.schedule import infusion_day_figure, schedule_figure
from components.literal import literal
from components.provenance import quote_line, reckoned_line, record_says
from data.views.schedule import (
    Computed,
    ScheduleInfo,
    infusion_day_alt,
    infusion_day_info,
    infusion_day_table,
    schedule_alt,
    schedule_info,
    schedule_notes,
    schedule_table,
)


def schedule() -> None:
    """Show when what is given, for every arm group."""
    info = schedule_info(session.study(), session.annotations())
    st.header("Dosing schedule", anchor="schedule")
    if not info.rows:
        st.text(_no_schedule())
        return
    st.plotly_chart(
        schedule_figure(info, session.palette()),
        theme=None,
        key="schedule_chart",
        config={"displayModeBar": False},
        alt=schedule_alt(info),
    )
    st.caption(
        "● activity, and what it adds up to (computed) · ◆ other drugs · hollow: may be left out · "
        "whiskers: the window around the planned day · dotted: open-ended. "
        "Weeks count from the first administration of each phase."
    )
    _notes(info)
    with st.expander("The schedule as a table"):
        st.dataframe(
            schedule_table(info), hide_index=True, alt="Every administration that is drawn"
        )


def _no_schedule() -> str:
    study = session.study()
    if not study.arm_groups and not study.interventions:
        return "The record lists no arm groups and no interventions: there is nothing to schedule."
    return (
        "Nobody has read a schedule out of this record. What it says about dosing stands in the "
        "descriptions of its arm groups and interventions, above and on the overview."
    )


def _notes(info: ScheduleInfo) -> None:
    notes = schedule_notes(session.annotations())
    with st.expander("Sentences of the record, and what a careful reader must know"):
        for heading, text, quote in notes:
            with st.container(gap=None):
                st.markdown(f"**{literal(heading)}**")
                st.text(text)
                if quote:
                    quote_line(quote)
        for group in info.without:
            st.text(f"{group}: no schedule has been read.")


def infusion_day() -> None:
    """Show the infusion day and what is computed from it; nothing for a record without one."""
    info = infusion_day_info(session.annotations())
    if info is None:
        return
    st.header("Infusion day", anchor="infusion-day")
    for column, item in zip(st.columns(len(info.computed) or 1), info.computed, strict=False):
        with column:
            _computed(item)
    st.plotly_chart(
        infusion_day_figure(info, session.palette()),
        theme=None,
        key="infusion_day_chart",
        config={"displayModeBar": False},
        alt=infusion_day_alt(info),
    )
    with st.expander("The infusion day as a table"):
        st.dataframe(infusion_day_table(info), hide_index=True, alt="Each infusion and its hours")


def _computed(item: Computed) -> None:
    with st.container(gap=None):
        st.caption(literal(f"{item.label}, computed"))
        st.subheader(literal(item.value), anchor=False)
        reckoned_line(f"Computed from {item.sum}")
        record_says(*item.quotes)
