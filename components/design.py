"""The flow part of the study design page: the picture, its controls and what stands beside it."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

import streamlit as st

from components import design_detail, session
from components.exports.flow_svg import flow_svg
from components.exports.names import file_name
from components.exports.svg import PNG_MIME, SVG_MIME, png
from components.figures.flow import flow_figure
from components.literal import literal
from components.palette import LIGHT
from components.screen import look_at_screen
from data.flow.layout import Spacing
from data.flow.participant import Way
from data.flow.registry_counts import registry_count_remarks
from data.views.flow import (
    WIDE,
    FlowInfo,
    flow_alt,
    flow_info,
    flow_table,
    has_more_counts,
    reading_help,
    spacing_for,
)

_CHART: Final = "flow_chart"
_LOOKING_AT: Final = "flow_looking_at"
_PLANNED, _PUBLISHED = "Planned", "Published"
_STEP, _PARTICIPANT = "One step", "One participant"
_BESIDE: Final = 270
"""The least width, in pixels, in which a step can be read beside the picture."""
_GAP: Final = 32


def flow() -> None:
    """Show the flow with its controls, one step or one participant, and the same as a table."""
    _flow(look_at_screen().width)


@st.fragment
def _flow(width: int) -> None:
    # A click redraws this part of the page alone.
    with st.container(horizontal=True, gap="large"):
        published = _which_counts()
        looking_at = _what_to_look_at()
    spacing = spacing_for(width)
    plain = _info(published, spacing)
    picture_place, beside = _places(plain, width)
    key, taken = None, None
    with beside:
        if looking_at == _PARTICIPANT:
            taken = design_detail.participant(plain)
        else:
            key = design_detail.step_choice(plain)
    info = _info(published, spacing, key, taken)
    with picture_place:
        _picture(info)
    with beside:
        if taken is not None:
            design_detail.way(info, taken)
        elif key is not None:
            design_detail.step(info, key)
    _reading_help(info)
    _downloads(published=published)
    with st.expander("The flow as a table"):
        st.dataframe(flow_table(info), hide_index=True, alt="Each step, its condition and sentence")


def _info(
    published: bool, spacing: Spacing, key: str | None = None, taken: Way | None = None
) -> FlowInfo:
    return flow_info(
        session.study(),
        session.annotations(),
        published=published,
        spacing=spacing,
        selected=taken.steps[-1] if taken else key,
        way=taken.steps if taken else (),
    )


def _which_counts() -> bool:
    if not has_more_counts(session.study(), session.annotations()):
        return False
    chosen = st.segmented_control(
        "Numbers of participants",
        (_PLANNED, _PUBLISHED),
        default=_PLANNED,
        required=True,
        format_func=_counts_name,
        key="flow_counts",
        bind="query-params",
        help="Published: from the publications named beside the figures, or from the results "
        "posted in the registry.",
    )
    return chosen == _PUBLISHED


def _counts_name(option: str) -> str:
    """What an option is called: a record whose enrolment is actual holds no plan."""
    enrolment = session.study().protocol_section.design_module.enrollment_info
    if option == _PLANNED:
        return "Record" if enrolment.type == "ACTUAL" else "Planned (record)"
    return option


def _what_to_look_at() -> str | None:
    # Set here and not as a default: a click on a box sets it too.
    st.session_state.setdefault(_LOOKING_AT, _STEP)
    chosen: str | None = st.segmented_control(
        "Look at",
        (_STEP, _PARTICIPANT),
        required=True,
        key=_LOOKING_AT,
        persist_state="session",
    )
    return chosen


def _places(info: FlowInfo, screen_width: int) -> tuple[Any, Any]:
    """Where the picture and the detail go: side by side where the picture leaves room."""
    room = screen_width - info.width - _GAP
    if room < _BESIDE:
        beside = st.container(border=True)
        return st.container(), beside
    # The width is known to some ten pixels; what the picture does not need is white.
    left, right = st.columns([info.width + 24, room - 24], gap="medium")
    return left, right.container(border=True)


def _picture(info: FlowInfo) -> None:
    """Draw the flow at its natural size; where that is wider than the page, it scrolls sideways."""
    with st.grid(1, min_column_width=int(info.width) + 1, wrap=False, gap=None):
        st.plotly_chart(
            flow_figure(info, session.palette()),
            width=int(info.width) + 1,
            height=int(info.height) + 1,
            theme=None,
            key=_CHART,
            on_select=_box_clicked,
            selection_mode="points",
            config={"displayModeBar": False},
            alt=flow_alt(info),
        )


def _box_clicked() -> None:
    points = st.session_state[_CHART].selection.points
    if points:
        st.session_state[design_detail.STEP] = points[0]["customdata"][0]
        st.session_state[_LOOKING_AT] = _STEP


def _reading_help(info: FlowInfo) -> None:
    if len(info.flow.steps) > 1:
        st.caption(reading_help(info))
    for remark in info.flow.remarks:
        st.caption(literal(remark))
    for remark in registry_count_remarks(session.study()):
        st.caption(f":material/flag: {literal(remark)}")


def _downloads(*, published: bool) -> None:
    """Offer the picture for slides and print: laid out wide, on white, whatever the screen is."""
    wide = flow_info(
        session.study(),
        session.annotations(),
        published=published,
        spacing=WIDE,
    )
    draw = partial(flow_svg, wide, LIGHT)
    with st.container(horizontal=True):
        st.download_button(
            "SVG",
            data=draw,
            file_name=file_name(session.study(), "flow", "svg"),
            mime=SVG_MIME,
            icon=":material/download:",
            on_click="ignore",
            key="flow_svg",
        )
        st.download_button(
            "PNG",
            data=lambda: png(draw()),
            file_name=file_name(session.study(), "flow", "png"),
            mime=PNG_MIME,
            icon=":material/download:",
            on_click="ignore",
            key="flow_png",
        )
