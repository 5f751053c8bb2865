"""What changed between two versions of a record."""

import streamlit as st

from components.comparison import comparison
from components.first_run import through_app

through_app()
st.title("Compare versions", anchor=False)
st.text("What was added, removed and changed between two versions of a record.")
comparison()
