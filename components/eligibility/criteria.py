"""The criteria, in the way the reader has chosen."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from components.criteria_view import ROWS, view
from components.eligibility import session
from components.eligibility.cards import asked_first, groups
from components.eligibility.next import ask_next_in_cards
from components.eligibility.rows import rows
from data.eligibility import Checklist


def criteria(checklist: Checklist, verdict: Callable[[session.Standing], None]) -> None:
    """Show the verdict in its places, and the criteria in rows, or a card each.

    Args:
        checklist: of the record.
        verdict: draws it.
    """
    if view() == ROWS:
        rows(checklist, verdict)
    else:

        @st.fragment(key=session.VERDICT_FRAGMENT)
        def draw() -> None:
            known = session.standing(checklist)
            verdict(known)
            ask_next_in_cards(checklist, known.questions)

        draw()
        asked_first(checklist)
        groups(checklist)
