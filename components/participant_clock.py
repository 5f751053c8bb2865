"""The part of the timeline page that shows the time of one participant."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from components import session
from components.design_schedule import WIDTHS
from components.downloads import download_row, picture_files, table_files
from components.folded import folded
from components.literal import READING_WIDTH, literal
from components.scenes import drawing, scene
from data.pictures.scene import Scene
from data.pictures.schedule import schedule_scene
from data.pictures.sheet import sheet
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
    study = session.study()

    def paper() -> Scene:
        return sheet(
            schedule_scene(schedule, WIDTHS[-1]),
            f"{study.nct_id}: one participant, week by week",
            finding=schedule_finding(schedule),
            notes=(schedule_key(schedule), *schedule_remarks(schedule)),
        )

    download_row(
        (
            *picture_files(study, paper, "participant", "Weeks"),
            *table_files(study, schedule_table(schedule), "participant", "Weeks"),
        )
    )
