"""Answers live in the visit alone: ask before a visitor leaves with some, and say when they are
lost with the server."""

from __future__ import annotations

import secrets
from typing import Final

import streamlit as st

from components.eligibility.telling import read_part

_KEY: Final = "ask_before_leaving"
_VISIT: Final = "visit"
_LOST: Final = "answers_lost"

# The browser asks, in its own words. Which records have answers is kept in the window, whatever
# page or record is shown; a way from page to page within the app does not leave. A server that
# has started anew, or another that stands in for it, knows nothing of the visit: its name differs.
_ASK: Final = """
export default function ({ parentElement, setTriggerValue }) {
  const kept = (globalThis.trialExplorerAnswers ??= { records: new Map() });
  const any = () => [...kept.records.values()].some(Boolean);
  if (!kept.asks) {
    kept.asks = (event) => any() && event.preventDefault();
    addEventListener("beforeunload", kept.asks);
  }
  const place = parentElement.querySelector("span");
  return (place.stop ??= hear(({ visit: { name, record, answered } }) => {
    const lost = kept.visit !== name && any();
    if (kept.visit !== name) kept.records.clear();
    kept.visit = name;
    kept.records.set(record, answered);
    if (lost) setTriggerValue("lost", true);
  }));
}
"""


def ask_before_leaving() -> None:
    """Have the browser ask before the visit ends, as long as it is told that a record has answers,
    and tell when the visit was cut off."""
    script = _ASK + read_part("hear.js")
    mount = st.components.v2.component(_KEY, html="<span hidden></span>", js=script)
    mount(key=_KEY, on_lost_change=_note_loss)


def visit(record: str, *, answered: bool) -> dict[str, str | bool]:
    """What the browser is told of the visit: its name, and whether a record has answers. The
    answers themselves are not told."""
    name = st.session_state.setdefault(_VISIT, secrets.token_hex(8))
    return {"name": name, "record": record, "answered": answered}


def say_if_lost(*, answered: bool) -> None:
    """Say when the visit was cut off and its answers are gone.

    Args:
        answered: whether anything has been entered or set by hand since.
    """
    if st.session_state.get(_LOST) and not answered:
        st.warning(
            "The server was started anew, and the answers entered before are gone: they were kept "
            "in your visit alone. If you have downloaded them, open the file under "
            "*Keep, resume, print, reset*.",
            icon=":material/cloud_off:",
        )


def _note_loss() -> None:
    st.session_state[_LOST] = True
