"""The dosing schedule on the study design page: in weeks, and the infusion day in hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd
import streamlit as st

from components import dose_review, flow_review, session
from components.downloads import take_away
from components.folded import folded
from components.literal import READING_WIDTH, literal
from components.plain import is_plain
from components.provenance import quoted, reckoned_line, record_says
from components.scenes import drawing, scene
from data.pictures.infusion_day import infusion_day_scene
from data.pictures.schedule import schedule_scene
from data.views.infusion_day import (
    Computed,
    infusion_day_finding,
    infusion_day_info,
    infusion_day_table,
)
from data.views.schedule import (
    TOTALS_KEY,
    Schedule,
    schedule_finding,
    schedule_key,
    schedule_notes,
    schedule_of,
    schedule_table,
)

_DRAFTED: Final = (
    "Drafted by a program from the record's own words, and reviewed by nobody. Each line stands "
    "below with the sentence it was read from; what a program did not understand is not drawn."
)
WIDTHS: Final = (340.0, 560.0, 800.0, 1160.0)
"""For which the pictures are laid out, in pixels: a phone, a tablet, a desk, a wide desk."""


def _told() -> Schedule:
    return session.once(("schedule",), schedule_of)


def is_there() -> bool:
    """Whether there is a schedule to show: to patients, one that a person has reviewed."""
    return not is_plain() or (bool(_told().phases) and not _told().drafted)


def schedule() -> None:
    """Show when what is given, for every arm group."""
    told = _told()
    st.header("Dosing schedule", anchor="schedule")
    dose_review.dose_review((flow_review.open_key(),))
    if not told.phases:
        st.text(_no_schedule(), width=READING_WIDTH)
        return
    drawn = session.once(
        ("schedule", "drawn"),
        lambda *_: drawing(schedule_scene(told, width, totals=True) for width in WIDTHS),
    )
    if told.drafted:
        st.warning(_DRAFTED, icon=":material/edit_note:")
    key = schedule_key(told) if told.drafted else f"{schedule_key(told)} · {TOTALS_KEY}"
    finding = schedule_finding(told)
    if finding:
        st.markdown(f"**{literal(finding)}**")
    scene(drawn, key="schedule_picture")
    st.caption(literal(key))
    _notes(told)
    alt = "Every administration that is drawn"
    folded("The schedule as a table", lambda: _table(schedule_table(told), alt), "schedule")
    take_away(
        lambda: schedule_scene(told, WIDTHS[-1], totals=True),
        "dosing schedule",
        name="schedule",
        label="Schedule",
        rows=schedule_table(told),
        finding=finding,
        notes=(key,),
    )


def _no_schedule() -> str:
    study = session.study()
    if not study.arm_groups and not study.interventions:
        return "The record lists no arm groups and no interventions: there is nothing to schedule."
    return (
        "Nobody has read a schedule out of this record, and no dose could be drafted from its "
        "words without doubt. What it says about dosing stands in the "
        "descriptions of its arm groups and interventions, above and on the overview."
    )


def _notes(told: Schedule) -> None:
    notes = schedule_notes(session.annotations(), told)
    heading = "Sentences of the record, and what a careful reader must know"
    with st.expander(heading, expanded=told.drafted):
        # In one piece of text: some twenty notes of three texts each would take long to draw.
        st.markdown("\n\n".join(_note(*note) for note in notes))
        for group in told.without:
            st.text(f"{group}: no schedule has been read.")


def _note(heading: str, text: str, quote: str | None) -> str:
    lines = [f"**{literal(heading)}**", literal(text)]
    if quote:
        lines.append(f":small[:gray[{quoted(quote)}]]")
    return "  \n".join(lines)


def infusion_day() -> None:
    """Show the infusion day and what is computed from it; nothing for a record without one."""
    info = infusion_day_info(session.annotations())
    if info is None:
        return
    st.header("Infusion day", anchor="infusion-day")
    for column, item in zip(st.columns(len(info.computed) or 1), info.computed, strict=False):
        with column:
            _computed(item)
    drawn = session.once(
        ("infusion day", "drawn"),
        lambda *_: drawing(infusion_day_scene(info, width) for width in WIDTHS),
    )
    finding = infusion_day_finding(info)
    st.markdown(f"**{literal(finding)}**")
    scene(drawn, key="infusion_day_picture")
    rows, alt = infusion_day_table(info), "Each infusion and its hours"
    folded("The infusion day as a table", lambda: _table(rows, alt), "infusion_day")
    take_away(
        lambda: infusion_day_scene(info, WIDTHS[-1]),
        f"infusion day. {info.axis}",
        name="infusion-day",
        label="Infusion day",
        rows=rows,
        finding=finding,
    )


def _table(rows: Sequence[Mapping[str, str]], alt: str) -> None:
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt=alt)


def _computed(item: Computed) -> None:
    with st.container(gap=None):
        st.caption(literal(f"{item.label}, computed"))
        st.subheader(literal(item.value), anchor=False)
        reckoned_line(f"Computed from {item.sum}")
        record_says(*item.quotes)
