"""How the study is built: who goes where on what condition, and what is given when."""

import streamlit as st

from components import design, design_schedule, plain_parts
from components.audience import in_detail
from components.first_run import through_app
from components.frame import page_title

through_app()
page_title("design")
plain_parts.steps()

st.header("Flow of participants", anchor="flow")
design.review()
design.flow()

if design_schedule.is_there() and in_detail("Show when each treatment is given, week by week"):
    design_schedule.schedule()
    design_schedule.infusion_day()
