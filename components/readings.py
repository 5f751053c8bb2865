"""Readings of the open record: who makes them, and the file that keeps them."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any

import streamlit as st

from components import session
from components.downloads import Download, download_row
from components.literal import literal
from data import StudyError
from data.eligibility.reviewing import read_readings, readings_file
from data.version import VERSION


def _key(name: str) -> str:
    return f"readings:{session.record_key()}:{name}"


def reviewer() -> str:
    """Ask who reviews."""
    by = st.text_input(
        "Reviewed by (your name or initials; it is written into the file)",
        key=_key("by"),
        max_chars=100,
        persist_state="session",
    )
    return (by or "").strip()


def known_reviewer() -> str:
    """Who has last reviewed in this visit; empty as long as nobody has."""
    by: str | None = st.session_state.get(_key("by"))
    return by or ""


def remember_reviewer(by: str) -> None:
    """Keep who reviews for the next draft."""
    st.session_state[_key("by")] = by


def signed(by: str) -> dict[str, Any]:
    """Say who made a review, when, and with which program."""
    return {
        "reviewed_by": by,
        "reviewed_on": datetime.now(UTC).date(),
        "program": f"Trial Explorer {VERSION}",
    }


def refused() -> None:
    """Say why a file of readings was not opened, where one was refused."""
    if said := st.session_state.get(_key("told")):
        st.error(literal(said), icon=":material/error:")


def keep() -> None:
    """Offer the annotation file, and to open one."""
    study, annotations = session.study(), session.annotations()
    st.caption(
        "Your readings live in this visit. The file keeps them: open it here beside the record, or "
        "put it into data/records/."
    )
    file = partial(readings_file, study, annotations)
    download_row([Download("Save my readings", "annotations", "yaml", file)])
    name, told = _key("file"), _key("told")

    def opened() -> None:
        uploaded = st.session_state[name]
        st.session_state.pop(told, None)
        if uploaded is None:
            return
        try:
            session.read_again(read_readings(session.study(), uploaded.getvalue()))
        except StudyError as error:
            st.session_state[told] = str(error)

    st.file_uploader(
        "Open saved readings (they replace those of this visit)",
        type=["yaml", "yml"],
        key=name,
        on_change=opened,
    )
