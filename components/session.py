"""What one visit has open: the record, its annotations and the day it is seen from."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from components.palette import DARK, LIGHT, Palette
from data import Study, StudyError, load_study
from data.annotations import Annotations, load_annotations

SHIPPED: Final = Path(__file__).parents[1] / "data" / "records" / "NCT03972488.json"
_OPENED: Final = "opened_study"


@st.cache_resource(max_entries=20, show_spinner=False)
def _shipped_study(path: Path) -> Study:
    return load_study(path)


@st.cache_resource(max_entries=20, show_spinner=False)
def _shipped_annotations(path: Path) -> Annotations:
    return load_annotations(_shipped_study(path), path.with_suffix(".annotations.yaml"))


def _start_at_app() -> None:
    """Start the run again through app.py where Streamlit has left it out.

    Until st.navigation has run once, Streamlit takes a folder called pages/ for its older kind of
    app: a visitor whose first address is /sites would get the bare page and a raw menu.
    """
    if PagesManager.uses_pages_directory:
        PagesManager.uses_pages_directory = False
        st.rerun()


def study() -> Study:
    """The record that is open: the one this visitor opened, else the one shipped.

    A record a visitor opens stays in that visitor's session and is in no cache shared with others.
    """
    _start_at_app()
    opened: Study | None = st.session_state.get(_OPENED)
    return opened or _shipped_study(SHIPPED)


def annotations() -> Annotations:
    """What has been read out of the open record by a person; nothing for a record without any."""
    return Annotations() if _OPENED in st.session_state else _shipped_annotations(SHIPPED)


def open_content(content: bytes) -> None:
    """Open a record from a file's content, for this visitor alone.

    Raises:
        StudyError: the content is no record.
    """
    st.session_state[_OPENED] = load_study(content)


def open_shipped() -> None:
    """Go back to the record that is shipped."""
    st.session_state.pop(_OPENED, None)


def is_shipped() -> bool:
    """Whether the open record is the one that is shipped."""
    return _OPENED not in st.session_state


def as_of() -> date:
    """The day the record is seen from: `?as_of=2026-01-21` in the address, else today.

    Raises:
        StudyError: the address names no day.
    """
    written = st.query_params.get("as_of")
    if written is None:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise StudyError(f"as_of in the address: expected YYYY-MM-DD, got {written!r}") from None


def palette() -> Palette:
    """The colours that go with the appearance the visitor has chosen."""
    return DARK if st.context.theme.type == "dark" else LIGHT
