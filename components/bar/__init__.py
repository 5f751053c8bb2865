"""The line above every page, which stays in sight: what this is, of which study, for whom; the
sections of the page, and search.

Streamlit keeps nothing in sight at the top, so a component of ours stands where its header is
empty. It is drawn once and asks the server only for another audience, and to search.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import streamlit as st

from components import session
from components.audience import Audience, audience, choose_audience
from components.plain import is_plain
from data.statuses import status_of

_KEY: Final = "bar"
_PARTS: Final = Path(__file__).parent


def top_bar() -> bool:
    """Show the bar; tell whether the visitor asks to search.

    Where the record is not at hand there is nothing to name and to search.
    """
    mount = st.components.v2.component(
        "bar", html=_part("bar.html"), css=_part("bar.css"), js=_part("bar.js")
    )
    found = mount(
        key=_KEY,
        data={
            **(_study() if session.missing_record() is None else {"searchable": False}),
            "audience": audience(),
            "audiences": [{"key": one, "name": one.capitalize()} for one in Audience],
        },
        on_audience_change=_choose,
        on_search_change=lambda: None,
    )
    return bool(found.search)


def sections_that_follow(page: str) -> None:
    """List the sections of the page where this is called; the bar, which knows them, fills it.

    Args:
        page: its title; with another one, a sidebar that lies over the page folds.
    """
    mount = st.components.v2.component(
        "follow",
        html='<nav aria-label="Sections of this page" hidden></nav>',
        css=_part("follow.css"),
        js=_part("follow.js"),
    )
    mount(key="follow", data={"page": page})


def _study() -> dict[str, str | bool]:
    study, acronym = session.study(), session.annotations().acronym
    named = acronym.value if acronym else study.protocol_section.identification_module.acronym
    status = status_of(study.protocol_section.status_module.overall_status)
    return {
        "searchable": True,
        "study": named or study.nct_id,
        "status": status.short if is_plain() else status.name,
        "meaning": status.meaning,
    }


def _choose() -> None:
    chosen = st.session_state[_KEY].audience
    if chosen in set(Audience):
        choose_audience(chosen)


@cache
def _part(name: str) -> str:
    return (_PARTS / name).read_text("utf-8")
