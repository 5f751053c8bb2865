"""Start the first run of the server again where Streamlit has left out app.py.

Until st.navigation has run once, Streamlit takes a folder called pages/ for its older kind of app:
a visitor whose first address is /sites would get the bare page and a raw menu. Nothing public turns
that off. Whatever page comes first imports this, once, in that first run.
"""

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

if PagesManager.uses_pages_directory:
    PagesManager.uses_pages_directory = False
    st.rerun()
