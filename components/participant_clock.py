"""The part of the timeline page that shows the time of one participant."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from components import session
from components.design_schedule import WIDTHS
from components.downloads import take_away
from components.folded import folded
from components.literal import READING_WIDTH, literal
from components.scenes import drawing, scene
from data.pictures.schedule import schedule_scene
from data.views.schedule import (
    schedule_alt,
    schedule_finding,
    schedule_key,
    schedule_of,
    schedule_remarks,
    schedule_table,
)


def section() -> None:
    """Show the participant's clock, with its text twin and downloads."""
    st.header("One participant, week by week", anchor="participant")
    schedule = session.once(("clock",), partial(schedule_of, whole=True))
    if not schedule.phases:
        st.text(schedule_alt(schedule), width=READING_WIDTH)
        return
    drawn = session.once(
        ("clock", "drawn"),
        lambda *_: drawing(schedule_scene(schedule, width) for width in WIDTHS),
    )
    if finding := schedule_finding(schedule):
        st.markdown(f"**{literal(finding)}**")
    scene(drawn, key="clock_picture")
    st.caption(literal(schedule_key(schedule)))
    with st.expander("What the record leaves open, and how it is drawn", icon=":material/info:"):
        remarks = "\n\n".join(map(literal, schedule_remarks(schedule)))
        st.markdown(remarks, width=READING_WIDTH)
    folded(
        "The weeks as a table, with their sources",
        lambda: st.dataframe(pd.DataFrame(schedule_table(schedule)), hide_index=True),
        "weeks",
    )
    take_away(
        lambda: schedule_scene(schedule, WIDTHS[-1]),
        "one participant, week by week",
        name="participant",
        label="Weeks",
        rows=schedule_table(schedule),
        finding=finding,
        notes=(schedule_key(schedule), *schedule_remarks(schedule)),
    )
