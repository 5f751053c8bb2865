"""Files that a visitor kept and opens again: one field for all of them, and why one was refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from components.literal import literal
from data.errors import KeptFileError, StudyError


def kept_file(
    label: str, kinds: Sequence[str], most: int, key: str, take: Callable[[bytes], Any]
) -> None:
    """Offer to open a file that was kept.

    Args:
        label: says what it takes the place of.
        kinds: how the names of such files end.
        most: how large such a file may be, in bytes.
        key: of the field, one of the open record.
        take: opens the content, before the page is drawn; what it gives is kept for `opened_file`.
    """
    told = _told(key)

    def opened() -> None:
        st.session_state.pop(told, None)
        file = st.session_state[key]
        if file is None:
            return
        try:
            st.session_state[told] = take(file.getvalue())
        except (KeptFileError, StudyError) as error:
            st.session_state[told] = str(error)

    st.file_uploader(
        label, type=list(kinds), max_upload_size=most // 10**6, key=key, on_change=opened
    )


def opened_file(key: str) -> Any | None:
    """What a file gave that was opened in a field, as long as it stands there; says why it was
    refused, if it was."""
    told = st.session_state.get(_told(key))
    if isinstance(told, str):
        st.error(literal(told), icon=":material/error:")
        return None
    return told


def _told(key: str) -> str:
    return f"{key}_told"
