"""Whether the criteria of Eligibility are rows or cards: how they look, and nothing of the answers.

It stays in the address, and so stands apart from everything that knows an answer.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

from components.plain import is_plain

ROWS: Final = "rows"
CARDS: Final = "cards"
_VIEW: Final = "view"


def view() -> str:
    """How the criteria are shown: as chosen, and in plain language always in cards."""
    chosen: str = st.session_state.get(_VIEW) or ROWS
    return CARDS if is_plain() else chosen


def choose_view() -> None:
    """Let the reader choose between rows and cards, where there is a choice."""
    if is_plain():
        return
    st.session_state.setdefault(_VIEW, view())
    st.segmented_control(
        "Criteria as",
        (ROWS, CARDS),
        key=_VIEW,
        bind="query-params",
        label_visibility="collapsed",
        required=True,
    )


def show_cards() -> None:
    """Show cards from the next run on: for a sentence that is pointed out, which stands on one."""
    st.session_state[_VIEW] = CARDS
