"""Places of a page that are read aloud when their words change.

Streamlit has none. Each has a name that begins as `components/bar/bar.js` looks for, which makes it
one for screen readers.
"""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator


def read_aloud(name: str, *, at_once: bool = False) -> DeltaGenerator:
    """Make a place whose words are read aloud whenever they change.

    Args:
        name: tells it from others of its page.
        at_once: whether what is being read is broken off: for what was refused.
    """
    return st.container(key=f"{'alert' if at_once else 'said'}-{name}")
