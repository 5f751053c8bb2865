"""What was planned against what was published: for sponsors, below the tiles."""

from __future__ import annotations

import streamlit as st

from components import session
from components.results.tables import table
from data.views.against import against, against_table, agreements
from data.views.planned import planned_table


def planned_against_published() -> None:
    """Show what the record and a publication both state, then both numbers of participants."""
    st.header("Planned against published", anchor="planned")
    lines = session.once(("against",), against)
    if lines:
        st.text(f"{agreements(lines)}.")
        table(against_table(lines), "record-against-publication", "Record against publication")
    rows = session.once(("planned",), planned_table)
    if rows:
        st.caption("Participants")
        table(rows, "planned-and-published", "Numbers")
    elif not lines:
        st.text("No numbers of participants are published or posted beside those of the record.")
