"""Trial Explorer: which page is shown, of which record."""

import streamlit as st

from components.audience import audience_from_address
from components.frame import nothing_around, record_footer, record_sidebar, stop_on_error
from components.opening import open_first
from components.session import choose_record, come_back_to, missing_record

# Before the pages are named: without an icon of its own the tab would take the page's, and the
# browser would fetch that from another host.
st.set_page_config(page_icon="static/icon.png", layout="wide")
opening = st.Page("pages/open.py", title="Open a record", icon=":material/folder_open:")
present = st.Page("pages/present.py", title="Present", icon=":material/slideshow:")
pages = {
    "The study": [
        st.Page("pages/overview.py", title="Overview", icon=":material/description:", default=True),
        st.Page("pages/design.py", title="Study design", icon=":material/account_tree:"),
        st.Page("pages/sites.py", title="Sites", icon=":material/location_on:"),
        st.Page("pages/eligibility.py", title="Eligibility", icon=":material/checklist:"),
        st.Page("pages/timeline.py", title="Timeline", icon=":material/timeline:"),
        st.Page("pages/results.py", title="Results", icon=":material/query_stats:"),
    ],
    "For a person": [
        st.Page("pages/questions.py", title="Questions for my doctor", icon=":material/live_help:"),
        st.Page("pages/planner.py", title="Planner", icon=":material/calendar_month:"),
    ],
    "For a list of people": [
        st.Page("pages/screen.py", title="Screen a list", icon=":material/groups:"),
    ],
    "To show and take away": [
        present,
        st.Page("pages/export.py", title="Export", icon=":material/download:"),
    ],
    "Records": [
        opening,
        st.Page("pages/compare.py", title="Compare versions", icon=":material/difference:"),
    ],
}
page = st.navigation(pages, position="hidden")
st.set_page_config(page_title=f"{page.title} · Trial Explorer")
with stop_on_error():
    choose_record()
    audience_from_address()
    missing = missing_record()
    if missing is not None and page is not opening:
        record_sidebar(pages, page)
        open_first(page.title, missing)
    elif page is present:
        nothing_around()
        page.run()
    else:
        come_back_to(page)
        record_sidebar(pages, page)
        page.run()
        record_footer(page.title)
