"""The page of questions for a doctor: what is left open, to read, to print, to take along."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from components import session
from components.downloads import Download, download_row
from components.eligibility import session as eligibility
from components.exports.personal.questions import questions_html
from components.exports.personal.unguessable import html_file
from components.literal import READING_WIDTH, literal
from components.plain import is_plain, name_of_entry, record_says, running_text, texts_below
from data.views.questions import QuestionsInfo, about_the_study, more_in_words, questions_info


def link() -> None:
    """Lead to the page of questions."""
    st.page_link(
        "pages/questions.py",
        label="Questions for my doctor, on one page",
        icon=":material/live_help:",
    )


def gathered() -> QuestionsInfo:
    """Gather the questions for the open record and what this visitor has left open."""
    checklist = eligibility.checklist()
    return questions_info(
        session.study(),
        session.annotations(),
        checklist,
        eligibility.assessment(checklist),
        session.once(("questions about the study",), about_the_study),
    )


def download(info: QuestionsInfo) -> None:
    """Offer the questions on one sheet of paper."""
    st.text(
        "To take along when you see your doctor. The page holds no answer that you gave, only what "
        "is left to ask.",
        width=READING_WIDTH,
    )

    def page() -> str:
        # The day it is made, whatever day the record is seen from.
        return html_file(questions_html(info, day=datetime.now(UTC).date()))

    label = "Download to print (one A4 page)"
    download_row([Download(label, "questions", "html", page, to_print=True)])


def questions(info: QuestionsInfo) -> None:
    """Show the questions, each with why it is asked and the record's own words one click away."""
    number = 0
    with st.container(width=READING_WIDTH):
        for place, group in enumerate(info.groups):
            st.header(literal(group.heading), anchor=f"questions-{place}")
            for question in group.questions:
                number += 1
                with st.container(gap="xxsmall"):
                    _asked(f"{number}. {question.ask}", question.because, f"question-{number}")
                    if question.says:
                        record_says(question.says, f"question-says-{number}")
        if info.more:
            st.text(more_in_words(info.more))
        st.page_link(
            "pages/eligibility.py",
            label="Answer more, to leave fewer questions",
            icon=":material/checklist:",
        )


def _asked(ask: str, because: str, key: str) -> None:
    if is_plain():
        with st.container(gap=None):
            name_of_entry(ask, f"{key}-ask")
            running_text(because, key)
    else:
        texts_below([(f"**{literal(ask)}**", because)], key)
