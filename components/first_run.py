"""Lead a page that Streamlit runs alone back through app.py."""

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager


def through_app() -> None:
    """Start the run again where Streamlit has left out app.py; every page calls this first.

    Until st.navigation has run once, Streamlit takes a folder called pages/ for its older kind of
    app: a visitor whose first address is /sites would get the bare page and a raw menu. Nothing
    public turns that off.
    """
    if PagesManager.uses_pages_directory:
        PagesManager.uses_pages_directory = False
        st.rerun()
