"""The parts of the timeline page that show the study."""

from __future__ import annotations

from datetime import date
from typing import Final

import pandas as pd
import streamlit as st

from components import session
from components.details import figures_row
from components.downloads import Download, download_row, picture_files, table_files
from components.exports.ics import milestone_calendar
from components.folded import folded
from components.literal import literal
from components.plain import is_plain, running_text
from components.provenance import published_line, quote_line, reckoned_line
from components.scenes import Drawing, chosen_part, drawing, scene
from data import StudyError
from data.details import Detail
from data.pictures.scene import Scene
from data.pictures.sheet import sheet
from data.pictures.timeline import timeline_scene
from data.timeline.milestones import DateSource, Milestone
from data.timeline.progress import whole_percent
from data.views.timeline import (
    TimelineInfo,
    in_plain_words,
    progress_in_words,
    timeline_info,
    timeline_notes,
    timeline_table,
)

_DAY: Final = "as_of_day"
_CHOSEN: Final = "milestone"
_PICTURE: Final = "timeline_picture"
_EARLIEST, _LATEST = date(1900, 1, 1), date(2199, 12, 31)
_WIDTHS: Final = (340.0, 560.0, 820.0, 1200.0)
"""For which the picture is laid out, in pixels: a phone, a tablet, a desk, a wide desk."""


def info() -> TimelineInfo:
    """Gather the timeline of the open record, seen from the chosen day."""
    as_of, is_today = session.as_of(), session.AS_OF not in st.query_params
    told = session.once(
        ("timeline", as_of, is_today),
        lambda study, annotations: timeline_info(study, annotations, as_of, is_today=is_today),
    )
    return in_plain_words(told, session.annotations()) if is_plain() else told


def _drawn(info: TimelineInfo) -> Drawing:
    return session.once(
        ("timeline", "drawn", info.as_of, info.is_today, info.in_plain),
        lambda *_: drawing(timeline_scene(info, width) for width in _WIDTHS),
    )


def as_of_input() -> None:
    """Let the visitor choose the day from which the study is seen; it stays in the address.

    A patient sees it from today, or from the day that the address names.

    Raises:
        StudyError: the address names no day, or an absurd one.
    """
    as_of = session.as_of()
    if not _EARLIEST <= as_of <= _LATEST:
        expected = f"expected a day from {_EARLIEST.year} to {_LATEST.year}"
        raise StudyError(f"as_of in the address: {expected}, got {as_of.isoformat()}")
    if is_plain():
        return
    if st.session_state.get(_DAY) != as_of:  # another page, or a link, has chosen another day
        st.session_state[_DAY] = as_of
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.date_input(
            "As-of date",
            min_value=_EARLIEST,
            max_value=_LATEST,
            key=_DAY,
            format="YYYY-MM-DD",
            width=180,
            on_change=_choose_day,
            help="The day from which elapsed and remaining time are counted. It stays in the "
            "address, so that a picture made today can be made again.",
        )
        if session.AS_OF in st.query_params:
            st.button("Back to today", icon=":material/today:", on_click=_choose_today)


def _choose_day() -> None:
    chosen = st.session_state[_DAY]
    if chosen is None:  # the field was emptied
        _choose_today()
    else:
        st.query_params[session.AS_OF] = chosen.isoformat()


def _choose_today() -> None:
    session.forget_as_of()


def contradictions(info: TimelineInfo) -> None:
    """Show what does not fit together, before anything is counted from it."""
    for sentence in info.contradictions:
        st.warning(literal(sentence), icon=":material/warning:")


def figures(info: TimelineInfo) -> None:
    """Show elapsed and remaining time large; for patients the title of the picture says it."""
    passed = info.progress
    if passed is None:
        st.info(literal(f"{progress_in_words(info)}."), icon=":material/info:")
    if passed is None or is_plain():
        return
    kind = "about" if passed.inexact else None
    not_started = info.start is not None and info.as_of < info.start
    share = None if passed.over else kind
    remaining = "from the start on" if not_started else share
    with st.container(border=True):
        figures_row(
            (
                Detail(label="Elapsed", value=whole_percent(passed.share), kind=share),
                Detail(label="Time elapsed", value=passed.elapsed, kind=kind),
                Detail(label="Time remaining", value=passed.remaining, kind=remaining),
                Detail(
                    label="Planned in all" if passed.planned else "In all",
                    value=passed.total,
                    kind=kind,
                ),
            )
        )
        first = ", each taken as the first day of its month or year" if passed.inexact else ""
        reckoned_line(
            f"Computed from the dates of start and completion{first}, and the as-of date."
        )


@st.fragment
def picture(info: TimelineInfo) -> None:
    """Draw the timeline; a click on a milestone, or a choice below it, explains that milestone."""
    keys = [item.key for item in info.milestones]
    names = {item.key: f"{item.name}: {item.when or 'no date'}" for item in info.milestones}
    if st.session_state.get(_CHOSEN) not in (*keys, None):  # of the record that was open before
        del st.session_state[_CHOSEN]
    if info.progress is not None:  # else it has been said above
        st.markdown(f"**{literal(progress_in_words(info))}**")
    scene(
        _drawn(info),
        key=_PICTURE,
        chosen=st.session_state.get(_CHOSEN),
        on_choice=_choose_clicked,
    )
    st.selectbox(
        "Explain a milestone",
        keys,
        index=None,
        format_func=lambda key: names.get(key, key),
        key=_CHOSEN,
        placeholder="Choose one here, or click it in the picture",
    )
    item = info.milestone(st.session_state.get(_CHOSEN) or "")
    if item:
        _detail(info, item)


def _choose_clicked() -> None:
    st.session_state[_CHOSEN], _ = chosen_part(_PICTURE)


def _detail(info: TimelineInfo, item: Milestone) -> None:
    with st.container(border=True):
        st.markdown(f"**{literal(item.name)}**")
        certainty = f" · {info.word(item)}" if item.moments else ""
        st.text(f"{item.when or 'Date not stated in the record'}{certainty}")
        words = session.annotations().plain.milestones.get(item.key) if is_plain() else None
        running_text(words.plain if words else item.about, "milestone-chosen")
        _source(item.source)


def _source(source: DateSource) -> None:
    """Show the citation of what is published, the record's own words for everything else."""
    st.caption(literal(source.place))
    if source.links:
        published_line([(source.text, None), *source.links])
    else:
        quote_line(source.text)
    if source.note:
        reckoned_line(source.note)


def table(info: TimelineInfo) -> None:
    """Tell the timeline as a table."""
    folded(
        "The timeline as a table",
        lambda: st.dataframe(pd.DataFrame(timeline_table(info)), hide_index=True),
        "timeline",
    )
    if info.left_out:
        verb = "publication is" if info.left_out == 1 else "publications are"
        st.caption(
            f"{info.left_out} cited {verb} background literature and not drawn; the overview "
            "lists all."
        )


def downloads(info: TimelineInfo) -> None:
    """Offer the timeline as a picture, a table and a calendar."""
    name = f"timeline-seen-{info.as_of.isoformat()}"
    acronym = session.annotations().acronym
    study_name = acronym.value if acronym else info.nct_id
    to_come = info.to_come

    def calendar() -> bytes:
        return milestone_calendar(to_come, nct_id=info.nct_id, name=study_name, as_of=info.as_of)

    download_row(
        (
            *picture_files(lambda: on_paper(info), name, "Timeline"),
            *table_files(timeline_table(info), name, "Timeline"),
            Download(
                *("Milestones to come (calendar)", name, "ics", calendar),
                unavailable="" if to_come else "No milestone lies after the as-of date.",
            ),
        )
    )


def on_paper(info: TimelineInfo) -> Scene:
    """The timeline as a picture of its own, for slides and print."""
    return sheet(
        timeline_scene(info, _WIDTHS[-1]),
        f"{info.title} · {info.nct_id} · {info.as_of_in_words}",
        finding=progress_in_words(info),
        notes=timeline_notes(info),
    )
