"""The criteria, in the way the reader has chosen."""

from __future__ import annotations

from components.criteria_view import ROWS, view
from components.eligibility.cards import asked_first, groups
from components.eligibility.rows import rows
from data.eligibility import Checklist


def criteria(checklist: Checklist) -> None:
    """Show the criteria in rows, or a card each."""
    if view() == ROWS:
        rows(checklist)
    else:
        asked_first(checklist)
        groups(checklist)
