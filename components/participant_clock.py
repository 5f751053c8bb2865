"""The part of the timeline page that shows the time of one participant."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components import session
from components.downloads import Download, download_row, table_files
from components.exports.clock_svg import clock_svg, print_width
from components.exports.names import file_name
from components.exports.svg import PNG_MIME, SVG_MIME, png
from components.figures.participant_clock import clock_figure
from components.figures.timeline import plot_width
from components.literal import literal
from components.palette import LIGHT
from components.timeline import PICTURE_TOOLS
from data.views.participant_clock import (
    ClockInfo,
    clock_alt,
    clock_info,
    clock_notes,
    clock_table,
)


def section(width: int) -> None:
    """Show the participant's clock, with its text twin and downloads.

    Args:
        width: of the place for the picture, in pixels.
    """
    st.header("One participant, week by week", anchor="participant")
    info = clock_info(session.study(), session.annotations(), plot_width(width))
    if not info.phases:
        st.text(clock_alt(info))
        return
    st.plotly_chart(
        clock_figure(info, session.palette()),
        key="clock_picture",
        theme=None,
        alt=clock_alt(info),
        config=PICTURE_TOOLS,
    )
    key, *notes = clock_notes(info)
    st.caption(literal(key))
    with st.expander("What the record leaves open, and how it is drawn", icon=":material/info:"):
        for note in notes:
            st.text(note)
    with st.expander("The weeks as a table, with their sources", icon=":material/table:"):
        st.dataframe(pd.DataFrame(clock_table(info)), hide_index=True)
    _downloads(info)


def _downloads(info: ClockInfo) -> None:
    study = session.study()

    def svg() -> str:
        wide = clock_info(study, session.annotations(), print_width())
        return clock_svg(wide, LIGHT)

    download_row(
        (
            Download(
                label="Weeks (SVG)",
                file_name=file_name(study, "participant", "svg"),
                mime=SVG_MIME,
                make=lambda: svg().encode(),
            ),
            Download(
                label="Weeks (PNG)",
                file_name=file_name(study, "participant", "png"),
                mime=PNG_MIME,
                make=lambda: png(svg()),
            ),
            *table_files(study, clock_table(info), "participant", "Weeks"),
        )
    )
