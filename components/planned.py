"""What was planned against what was published: for sponsors, below the tiles."""

from __future__ import annotations

import streamlit as st

from components import session
from components.against import record_against_publication
from components.results.tables import table
from data.views.against import against
from data.views.planned import planned_table


def planned_against_published() -> None:
    """Show what the record and a publication both state, then both numbers of participants."""
    st.header("Planned against published", anchor="planned")
    record_against_publication()
    rows = session.once(("planned",), planned_table)
    if rows:
        st.caption("Participants")
        table(rows, "planned-and-published", "Numbers")
    elif not session.once(("against",), against):
        st.text("No numbers of participants are published or posted beside those of the record.")
