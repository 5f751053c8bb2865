"""Open another record."""

import streamlit as st

from components import opening
from components.first_run import through_app

through_app()
st.title("Open a record", anchor=False)
st.text("What you open stays in your session: nobody else sees it, and it is gone when you leave.")
opening.open_a_record()
