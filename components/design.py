"""The flow part of the study design page: the picture, its controls and what stands beside it."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from components import design_detail, dose_review, flow_review, readings, session
from components.downloads import download_row, picture_files, table_files
from components.folded import folded
from components.literal import literal
from components.plain import is_plain
from components.scenes import Drawing, chosen_part, drawing, scene
from data.flow.registry_counts import registry_count_remarks
from data.pictures.flow import flow_scene, room_for
from data.pictures.sheet import sheet
from data.views.flow import (
    FlowInfo,
    flow_finding,
    flow_info,
    flow_table,
    has_more_counts,
    in_plain_words,
    reading_help,
)

_PICTURE: Final = "flow_picture"
_LOOKING_AT: Final = "flow_looking_at"
_DOWN: Final = "flow_down"
"""Where the session keeps how far down the details of a box are in view with it, in pixels."""
_PLANNED, _PUBLISHED = "Planned", "Published"
_STEP, _PARTICIPANT = "One step", "One participant"
_WIDTHS: Final = (350.0, 500.0, 740.0, 960.0)
"""For which the picture is laid out, in pixels: a phone, a desk, a wide desk, a wall."""


def review() -> None:
    """Offer to read the flow, and say why a file of readings was not opened."""
    readings.refused()
    flow_review.flow_review((dose_review.open_key(),))


@st.fragment
def flow() -> None:
    """Show the flow with its controls, one step or one participant, and the same as a table."""
    # A click redraws this part of the page alone.
    with st.container(horizontal=True, gap="large"):
        published = _which_counts()
        looking_at = _what_to_look_at()
    info = _info(published=published)
    picture_place, beside_place = st.columns([3, 2], gap="medium")
    key: str | None = None
    way: tuple[str, ...] = ()
    if down := st.session_state.get(_DOWN):
        beside_place.space(down)
    with beside_place.container(border=True):
        if looking_at == _PARTICIPANT:
            taken = design_detail.participant(info)
            if taken is not None:
                way = taken.steps
                design_detail.way(info, taken)
        else:
            key = design_detail.step_choice(info)
            if key is not None:
                design_detail.step(info, key)
    with picture_place:
        if finding := flow_finding(info):
            st.markdown(f"**{literal(finding)}**")
        _picture(info, key, way, published=published)
    _reading_help(info)
    _downloads(info)
    folded("The flow as a table", lambda: _table(info), "flow")


def _table(info: FlowInfo) -> None:
    st.dataframe(flow_table(info), hide_index=True, alt="Each step, its condition and sentence")


def _info(*, published: bool) -> FlowInfo:
    info = session.once(
        ("flow", published),
        lambda study, annotations: flow_info(study, annotations, published=published),
    )
    if not is_plain():
        return info
    return session.once(("flow", published, "plain"), partial(in_plain_words, info))


def _which_counts() -> bool:
    if is_plain():  # what was published is of every group
        return any(step.published for step in session.annotations().flow.steps.values())
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


def _picture(
    info: FlowInfo, selected: str | None, way: tuple[str, ...], *, published: bool
) -> None:
    # The way of one participant is in no cache.
    drawn = (
        _drawn(info, way[-1], way)
        if way
        else session.once(
            ("flow", "drawn", published, info.in_plain, selected),
            lambda *_: _drawn(info, selected),
        )
    )
    scene(drawn, key=_PICTURE, chosen=selected, on_choice=_box_chosen, growth=2.0)


def _drawn(info: FlowInfo, selected: str | None, way: tuple[str, ...] = ()) -> Drawing:
    return drawing(
        flow_scene(info, room_for(width), selected=selected, way=way) for width in _WIDTHS
    )


def _box_chosen() -> None:
    st.session_state[design_detail.STEP], st.session_state[_DOWN] = chosen_part(_PICTURE)
    st.session_state[_LOOKING_AT] = _STEP


def _reading_help(info: FlowInfo) -> None:
    if len(info.flow.steps) > 1:
        st.caption(reading_help(info))
    for remark in info.flow.remarks:
        st.caption(literal(remark))
    for remark in registry_count_remarks(session.study()):
        st.caption(f":material/flag: {literal(remark)}")


def _downloads(info: FlowInfo) -> None:
    """Offer the picture for slides and print, laid out wide, on white, whatever the screen is; and
    its table."""
    rows = [
        {str(name): cell for name, cell in row.items()} for _, row in flow_table(info).iterrows()
    ]
    download_row(
        (
            *picture_files(
                lambda: sheet(flow_scene(info), info.title, finding=flow_finding(info)),
                "flow",
                "Flow",
            ),
            *table_files(rows, "flow", "Flow"),
        )
    )
