"""Trial Explorer: which page is shown, of which record."""

import streamlit as st
from streamlit.navigation.page import Page

from components.audience import audience_from_address
from components.frame import nothing_around, record_footer, record_sidebar, stop_on_error
from components.opening import open_first
from components.session import choose_record, come_back_to, missing_record
from data.search import PAGES

# Before the pages are named: without an icon of its own the tab would take the page's, and the
# browser would fetch that from another host.
st.set_page_config(page_icon="static/icon.png", layout="wide")


def _page(name: str, icon: str, *, default: bool = False) -> Page:
    path, sign = f"pages/{name}.py", f":material/{icon}:"
    return st.Page(path, title=PAGES[name], icon=sign, default=default)


opening = _page("open", "folder_open")
present = _page("present", "slideshow")
pages = {
    "The study": [
        _page("overview", "description", default=True),
        _page("design", "account_tree"),
        _page("sites", "location_on"),
        _page("eligibility", "checklist"),
        _page("timeline", "timeline"),
        _page("results", "query_stats"),
    ],
    "For a person": [_page("questions", "live_help"), _page("planner", "calendar_month")],
    "For a list of people": [_page("screen", "groups")],
    "To show and take away": [present, _page("export", "download")],
    "Records": [opening, _page("compare", "difference")],
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
