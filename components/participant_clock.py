"""The part of the timeline page that shows the time of one participant."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components import session
from components.downloads import Download, download_row, table_files
from components.exports.names import file_name
from components.exports.schedule_svg import schedule_svg
from components.exports.svg import PNG_MIME, SVG_MIME, png
from components.figures.schedule import schedule_figure
from components.figures.timeline import plot_width
from components.literal import literal
from components.palette import LIGHT
from data.views.schedule import (
    Schedule,
    schedule_alt,
    schedule_key,
    schedule_of,
    schedule_remarks,
    schedule_table,
)
from data.views.schedule_layout import schedule_layout


def section(width: int) -> None:
    """Show the participant's clock, with its text twin and downloads.

    Args:
        width: of the place for the picture, in pixels.
    """
    st.header("One participant, week by week", anchor="participant")
    schedule = schedule_of(session.study(), session.annotations(), whole=True)
    if not schedule.phases:
        st.text(schedule_alt(schedule))
        return
    st.plotly_chart(
        schedule_figure(schedule_layout(schedule, plot_width(width)), session.palette()),
        key="clock_picture",
        theme=None,
        alt=schedule_alt(schedule),
        config={"displayModeBar": False},
    )
    st.caption(literal(schedule_key(schedule)))
    with st.expander("What the record leaves open, and how it is drawn", icon=":material/info:"):
        for note in schedule_remarks(schedule):
            st.text(note)
    with st.expander("The weeks as a table, with their sources", icon=":material/table:"):
        st.dataframe(pd.DataFrame(schedule_table(schedule)), hide_index=True)
    _downloads(schedule)


def _downloads(schedule: Schedule) -> None:
    study = session.study()
    download_row(
        (
            Download(
                label="Weeks (SVG)",
                file_name=file_name(study, "participant", "svg"),
                mime=SVG_MIME,
                make=lambda: schedule_svg(schedule, LIGHT).encode(),
            ),
            Download(
                label="Weeks (PNG)",
                file_name=file_name(study, "participant", "png"),
                mime=PNG_MIME,
                make=lambda: png(schedule_svg(schedule, LIGHT)),
            ),
            *table_files(study, schedule_table(schedule), "participant", "Weeks"),
        )
    )
