"""Which slides were chosen to be presented: honoured wherever slides are taken away.

The presentation keeps the choice in its own address and tells it when it is left; the page on which
slides are taken away keeps it in the address too, so that a reload or a link makes the same file.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

from components import session

SLIDES: Final = "slides"
"""The name of the choice in the address: names of slides, in their order, with commas between."""
_KEPT: Final = "chosen_slides"


def keep_chosen(names: list[str]) -> None:
    """Keep a choice from the open record's slides for the rest of the visit; none means all."""
    st.session_state[_KEPT] = (session.record_key(), tuple(map(str, names)))


def chosen_slides() -> tuple[str, ...]:
    """The names of the slides that were chosen, in their order; none where all are meant."""
    if _KEPT not in st.session_state:
        keep_chosen(list(filter(None, st.query_params.get(SLIDES, "").split(","))))
    record, names = st.session_state[_KEPT]
    return names if record == session.record_key() else ()


def chosen_in_address() -> None:
    """Let the address of this page name what was chosen."""
    if names := chosen_slides():
        st.query_params[SLIDES] = ",".join(names)
    else:
        st.query_params.pop(SLIDES, None)
