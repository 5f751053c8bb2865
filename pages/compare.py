"""What changed between two versions of a record."""

import streamlit as st

from components.comparison import comparison
from components.first_run import through_app
from components.frame import page_title

through_app()
page_title("compare")
st.text("What was added, removed and changed between two versions of a record.")
comparison()
