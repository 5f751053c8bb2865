"""What would need to change, for a person who is excluded."""

from __future__ import annotations

import streamlit as st

from components.literal import literal
from data.eligibility import Assessment, Checklist
from data.eligibility.outlook import WORDS, Change, what_would_change


def change(checklist: Checklist, assessment: Assessment) -> None:
    """List what would need to change; nothing where nobody is excluded by an answer."""
    found = what_would_change(checklist, assessment)
    if found:
        st.markdown("**What would need to change**")
        st.markdown("\n".join(map(_line, found)))


def _line(one: Change) -> str:
    name, said = one.item.criterion.name, "; ".join(one.what)
    windows = " ".join(one.windows)
    text = f"{name}, {WORDS[one.outlook]}: {said}. {windows}".strip()
    return f"- {literal(text)}"
