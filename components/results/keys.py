"""Names of the widgets of the results page: those of one record are not those of another."""

from __future__ import annotations

from components import session
from data.details import last_update


def key(name: str) -> str:
    """Name a widget for the open record: a choice made for one is not applied to another."""
    return session.key("results", f"{last_update(session.study())}:{name}")
