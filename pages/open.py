"""Open another record."""

import streamlit as st

from components import opening
from components.first_run import through_app
from components.frame import page_title

through_app()
page_title("open")
st.text("What you open stays in your session: nobody else sees it, and it is gone when you leave.")
opening.open_a_record()
