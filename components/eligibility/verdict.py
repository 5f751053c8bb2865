"""The verdict: at the top with its reasons and what to ask next, and in view at the bottom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Final

import streamlit as st

from components.eligibility import session
from components.eligibility.change import change
from components.eligibility.words import COUNTED, VERDICTS
from components.explained import explained_text
from components.leaving import ask_before_leaving
from components.literal import READING_WIDTH, literal
from components.plain import is_plain, record_says
from components.saying import read_aloud
from data.eligibility import OPEN, Assessment, Checklist, State
from data.eligibility.asking import Question
from data.eligibility.reasons import cases_in_words, headline, in_short
from data.views.drafts import hangs_on_drafts
from data.views.eligibility import EligibilityNotice
from data.words import capitalised

_SHOWN_WHY = 2
_LOST: Final = (
    "The server was started anew, and the answers entered before are gone: they were kept in your "
    "visit alone. If you have downloaded them, open the file under *Keep, resume, print, reset*."
)


def notice(info: EligibilityNotice) -> None:
    """Say who can enrol, that this is no advice, and how far the criteria have been reviewed."""
    said = f"{info.told('This page shows')} This is not medical advice."
    if info.can_enrol:
        st.info(literal(said), icon=":material/info:")
    else:
        st.warning(literal(said), icon=":material/event_busy:")
    if info.not_reviewed:
        one = info.not_reviewed == 1
        st.info(
            f"{info.not_reviewed} {'criterion is' if one else 'criteria are'} not reviewed: nobody "
            f"has turned {'its sentence into a rule' if one else 'their sentences into rules'}. "
            "Read each sentence as it stands, and answer by hand"
            + ("." if is_plain() else "; what the program has drafted can be reviewed below."),
            icon=":material/visibility_off:",
        )
    if info.gone:
        labels = "; ".join(info.gone)
        st.warning(
            literal(f"The record no longer says what these readings were made from: {labels}."),
            icon=":material/difference:",
        )


def verdict(checklist: Checklist) -> Callable[[session.Standing], None]:
    """Make the places of the verdict: at the top, and in view at the bottom.

    Returns:
        What draws it there, to be called in the fragment that an answer draws again.
    """
    bottom = st.bottom.container()
    top = st.container(border=True)

    def draw(known: session.Standing) -> None:
        with top:
            _in_full(checklist, known.assessment)
        with bottom:
            _in_short(checklist, known.assessment, known.questions)
        if ask_before_leaving("answers", checklist.nct_id, entered=session.is_answered(known)):
            st.warning(_LOST, icon=":material/cloud_off:")

    return draw


def _in_full(checklist: Checklist, assessment: Assessment) -> None:
    look = VERDICTS[assessment.verdict]
    st.header(f":{look.colour}[{look.icon}] {literal(headline(assessment))}", anchor=False)
    _progress(assessment)
    for item in assessment.deciding:
        reason = in_short(checklist, item, assessment)
        st.markdown(f"**{literal(item.criterion.name)}**: {literal(reason)}")
        if is_plain() and item.criterion.plain:
            explained_text(item.criterion.plain, f"deciding-{item.criterion.id}")
            record_says([item.criterion.text], f"deciding-says-{item.criterion.id}")
        else:
            st.text(f"“{item.criterion.text}”", width=READING_WIDTH)
    for item in assessment.criteria:
        if item.state is State.DISPUTED:
            reason = in_short(checklist, item, assessment)
            st.markdown(f"**{literal(item.criterion.name)}**: {literal(reason)}")
    change(checklist, assessment)
    if drafts := hangs_on_drafts(assessment):
        st.markdown("\n".join(f"- {literal(capitalised(line))}" for line in drafts))
    for told in cases_in_words(checklist, assessment):
        st.markdown(literal(told))
    for problem in dict.fromkeys(assessment.contradictions.values()):
        st.markdown(f":orange[:material/call_split: {literal(problem)}]")


def _progress(assessment: Assessment) -> None:
    total = len(assessment.criteria)
    settled = total - len(assessment.open)
    counts = Counter(item.state for item in assessment.criteria)
    said = " · ".join(f"{counts[state]} {COUNTED[state]}" for state in State if counts[state])
    st.progress(
        settled / total if total else 0.0, text=f"{settled} of {total} settled: :gray[{said}]"
    )


def _in_short(
    checklist: Checklist, assessment: Assessment, questions: tuple[Question, ...]
) -> None:
    look = VERDICTS[assessment.verdict]
    settled = sum(item.state not in OPEN for item in assessment.criteria)
    row = read_aloud("verdict").container(
        horizontal=True, vertical_alignment="center", gap="xsmall"
    )
    with row:
        if person := session.shown_person(checklist):
            st.badge(literal(person), icon=":material/person:", color="gray")
        st.badge(literal(headline(assessment)), icon=look.icon, color=look.colour)
        said = [f"{settled} of {len(assessment.criteria)} settled"]
        said += [in_short(checklist, item, assessment) for item in assessment.deciding[:_SHOWN_WHY]]
        if questions:
            fact = questions[0].fact
            said.append(f"ask next: {(is_plain() and fact.plain) or fact.label}")
        st.caption(literal(" · ".join(said)), width="content")
