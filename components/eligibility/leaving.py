"""Answers live in the visit alone: ask before a visitor leaves with some, and say when they are
lost with the server."""

from __future__ import annotations

import secrets
from typing import Final

import streamlit as st

from data.eligibility import Checklist

_KEY: Final = "ask_before_leaving"
_VISIT: Final = "visit"
_LOST: Final = "answers_lost"

# The browser asks, in its own words. Which records have answers is kept in the window, whatever
# page or record is shown; a way from page to page within the app does not leave. A server that
# has started anew, or another that stands in for it, knows nothing of the visit: its name differs.
_ASK: Final = """
export default function ({ data, setTriggerValue }) {
  const kept = (globalThis.trialExplorerAnswers ??= { visit: data.visit, records: new Map() });
  const any = () => [...kept.records.values()].some(Boolean);
  if (!kept.asks) {
    kept.asks = (event) => any() && event.preventDefault();
    addEventListener("beforeunload", kept.asks);
  }
  if (kept.visit !== data.visit) {
    const lost = any();
    kept.visit = data.visit;
    kept.records.clear();
    if (lost) setTriggerValue("lost", true);
  }
  kept.records.set(data.record, data.answered);
}
"""


def ask_before_leaving(checklist: Checklist, *, answered: bool) -> None:
    """Have the browser ask before the visit ends, as long as a record has answers; say when the
    visit was cut off and they are gone.

    Args:
        checklist: of the record.
        answered: whether anything has been entered or set by hand for it. The answers themselves
            are not sent.
    """
    mount = st.components.v2.component(_KEY, js=_ASK)
    visit = st.session_state.setdefault(_VISIT, secrets.token_hex(8))
    mount(
        key=_KEY,
        data={"record": checklist.nct_id, "answered": answered, "visit": visit},
        on_lost_change=_note_loss,
    )
    if st.session_state.get(_LOST) and not answered:
        st.warning(
            "The server was started anew, and the answers entered before are gone: they were kept "
            "in your visit alone. If you have downloaded them, open the file under "
            "*Keep, resume, print, reset*.",
            icon=":material/cloud_off:",
        )


def _note_loss() -> None:
    st.session_state[_LOST] = True
