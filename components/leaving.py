"""What is entered lives in the visit alone: ask before a visitor leaves with some of it, and notice
when it is lost with the server."""

from __future__ import annotations

import secrets
from typing import Final

import streamlit as st

_VISIT: Final = "visit"

# The browser asks, in its own words. Which records have something is kept in the window, whatever
# page or record is shown; a way from page to page within the app does not leave. A server that
# has started anew, or another that stands in for it, knows nothing of the visit: its name differs.
_ASK: Final = """
export default function ({ data, setTriggerValue }) {
  const all = (globalThis.trialExplorerEntered ??= {});
  const kept = (all[data.what] ??= { visit: data.visit, records: new Map() });
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
  kept.records.set(data.record, data.entered);
}
"""


def ask_before_leaving(what: str, record: str, *, entered: bool) -> bool:
    """Have the browser ask before the visit ends, as long as a record has something entered.

    Args:
        what: is entered: `answers`.
        record: for which it is.
        entered: whether there is any. What it is is not sent.

    Returns:
        Whether some was there before the visit was cut off, and is gone.
    """
    key, lost = f"ask_before_leaving:{what}", f"{what}_lost"

    def note_loss() -> None:
        st.session_state[lost] = True

    mount = st.components.v2.component("ask_before_leaving", js=_ASK)
    visit = st.session_state.setdefault(_VISIT, secrets.token_hex(8))
    mount(
        key=key,
        data={"what": what, "record": record, "entered": entered, "visit": visit},
        on_lost_change=note_loss,
    )
    return bool(st.session_state.get(lost)) and not entered
