"""Take the answers home, open them again, print a summary, and start afresh."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import streamlit as st

from components import session as record
from components.downloads import Download, download_row
from components.eligibility import session
from components.exports.personal.summary import summary_html
from components.exports.personal.unguessable import html_file, json_file
from components.kept import kept_file, opened_file
from components.literal import literal
from data.eligibility import Checklist
from data.eligibility.answers_file import (
    MAX_BYTES,
    SavedAnswers,
    answers_content,
    read_saved_answers,
)
from data.eligibility.log_file import SavedLog
from data.eligibility.people import Person
from data.views.eligibility import EligibilityNotice


def keep_and_resume(checklist: Checklist, info: EligibilityNotice) -> None:
    """Offer to download the answers and a summary, to open saved answers, and to reset."""
    # A place of its own: without one, the news would push the expander down and fold it.
    with st.container():
        _told(checklist)
    with st.expander("Keep, resume, print, reset", icon=":material/save:"):
        st.caption(
            "Answers live in this browser tab and are gone when it is closed. To keep them, "
            "download them; the file holds the answers and the record's number, and no name."
        )
        _downloads(checklist, info)
        kept_file(
            "Open saved answers (they replace those on this page)",
            ["json"],
            MAX_BYTES,
            session.key(checklist, "saved"),
            partial(_open, checklist),
        )
        if st.button("Reset", icon=":material/restart_alt:", key="eligibility_reset"):
            _confirm_reset(checklist)


def _downloads(checklist: Checklist, info: EligibilityNotice) -> None:
    """Offer the files, made when they are asked for, of what then is entered."""
    known, code = session.standing(checklist), session.shown_person(checklist)
    title = record.study().title

    def answers() -> str:
        kept = session.answers_to_keep(checklist, known.answers)
        return json_file(answers_content(checklist, kept, known.by_hand))

    def summary() -> str:
        page = summary_html(
            checklist,
            [Person(code=code or "", answers=known.answers, by_hand=known.by_hand)],
            title=title,
            # The day it is made, whatever day the record is seen from.
            day=datetime.now(UTC).date(),
            status=info.told("This page shows"),
        )
        return html_file(page)

    download_row(
        (
            Download("Download answers", "answers", "json", answers),
            Download("Download summary to print", "eligibility", "html", summary, to_print=True),
        )
    )


@st.dialog("Remove all answers?", icon=":material/restart_alt:")
def _confirm_reset(checklist: Checklist) -> None:
    st.text("Every answer and every state set by hand for this record is removed from this page.")
    with st.container(horizontal=True):
        if st.button("Remove all answers"):
            session.clear(checklist)
            st.rerun()
        if st.button("Keep them"):
            st.rerun()


def _open(checklist: Checklist, content: bytes) -> SavedAnswers:
    saved = read_saved_answers(checklist, content)
    session.restore(checklist, saved)
    return saved


def _told(checklist: Checklist) -> None:
    """Say what came of opening saved answers."""
    told: SavedAnswers | None = opened_file(session.key(checklist, "saved"))
    if told:
        count = len(told.answers) + len(told.by_hand)
        st.success(f"{count} saved answers opened.", icon=":material/task_alt:")
        say_what_changed(told)


def say_what_changed(told: SavedAnswers | SavedLog) -> None:
    """Say what has changed in the record since something was kept, and what no longer fits."""
    if told.record_date:
        st.info(
            literal(f"They were given for the record of {told.record_date}; it has changed since."),
            icon=":material/update:",
        )
    if told.changes:
        lines = "\n".join(f"- {literal(line)}" for line in told.changes)
        st.warning(f"What has changed in the criteria since:\n\n{lines}")
    if told.left_out:
        lines = "\n".join(f"- {literal(line)}" for line in told.left_out)
        st.warning(f"Left out, because it no longer fits:\n\n{lines}")
