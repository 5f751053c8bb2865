"""Whom the study is for: every criterion, worked through for one person."""

import streamlit as st

from components import eligibility, questions, session
from components.first_run import through_app
from components.frame import page_title
from data.views.eligibility import eligibility_notice

through_app()
checklist = eligibility.checklist()
notice = eligibility_notice(session.study(), checklist)

page_title("eligibility")
with st.container(gap="xsmall"):
    eligibility.notice(notice)
    verdict = eligibility.verdict(checklist)
    eligibility.review(checklist)
    eligibility.keep_and_resume(checklist, notice)
    with st.container(horizontal=True, vertical_alignment="center"):
        eligibility.choose_view()
        eligibility.choose_several(checklist)
        questions.link()
eligibility.people(checklist, notice)
eligibility.criteria(checklist, verdict)
