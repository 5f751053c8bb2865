"""The criteria, in the way the reader has chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from components.criteria_view import ROWS, view
from components.eligibility import session
from components.eligibility.cards import asked_first, groups
from components.eligibility.next import ask_next_in_cards
from components.eligibility.rows import rows
from components.eligibility.telling import tell
from data.eligibility import Checklist


def criteria(checklist: Checklist, verdict: Callable[[session.Standing], dict[str, Any]]) -> None:
    """Show the verdict in its places, and the criteria in rows, or a card each.

    Args:
        checklist: of the record.
        verdict: what its places are told.
    """
    if view() == ROWS:
        rows(checklist, verdict)
    else:

        @st.fragment(key=session.VERDICT_FRAGMENT)
        def draw() -> None:
            known = session.standing(checklist)
            tell("standing", {"verdict": verdict(known)})
            ask_next_in_cards(checklist, known.questions)

        draw()
        asked_first(checklist)
        groups(checklist)
