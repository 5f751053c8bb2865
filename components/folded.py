"""Tables that stand folded away below their pictures: what is in them is sent once they are opened.

Streamlit builds what nobody has unfolded, and the code of its table alone is a megabyte.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from components.audience import all_unfolded


@st.fragment
def folded(label: str, show: Callable[[], object], key: str) -> None:
    """Offer a table, folded away.

    Args:
        label: what unfolds it.
        show: shows it.
        key: tells it from the others of the page.
    """
    place = st.expander(label, icon=":material/table:", key=f"folded:{key}", on_change="rerun")
    if place.open or all_unfolded():
        with place:
            show()
