"""Ask before a visitor leaves or reloads with answers entered: they live in the visit alone."""

from __future__ import annotations

from typing import Final

import streamlit as st

from data.eligibility import Checklist

# The browser asks, in its own words. Which records have answers is kept in the window, whatever
# page or record is shown; a way from page to page within the app does not leave.
_ASK: Final = """
export default function ({ data }) {
  const answered = (globalThis.trialExplorerAnswered ??= new Map());
  if (!answered.size) {
    addEventListener("beforeunload", (event) => {
      if ([...answered.values()].some(Boolean)) event.preventDefault();
    });
  }
  answered.set(data.record, data.answered);
}
"""


def ask_before_leaving(checklist: Checklist, *, answered: bool) -> None:
    """Have the browser ask before the visit ends, as long as a record has answers.

    Args:
        checklist: of the record.
        answered: whether anything has been entered or set by hand for it. The answers themselves
            are not sent.
    """
    mount = st.components.v2.component("ask_before_leaving", js=_ASK)
    mount(key="ask_before_leaving", data={"record": checklist.nct_id, "answered": answered})
