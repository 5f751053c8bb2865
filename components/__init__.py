"""What appears on a screen or in an export."""

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

# Until st.navigation has run once, Streamlit takes a folder called pages/ for its older kind of
# app and runs a page without app.py: a visitor whose first address is /sites would get a bare page
# and a raw menu. Every page imports this package first, so that visit starts again through app.py.
if PagesManager.uses_pages_directory:
    PagesManager.uses_pages_directory = False
    st.rerun()
