"""What was planned against what was published: for sponsors, before anything else."""

from __future__ import annotations

import streamlit as st

from components import session
from components.downloads import download_row, table_files
from data.views.planned import planned_table


def planned_against_published() -> None:
    """Show both numbers of participants, with who says so."""
    st.header("Planned against published", anchor="planned")
    rows = session.once(("planned",), planned_table)
    if rows:
        st.dataframe(rows, hide_index=True, alt="Participants planned and published, by step")
        download_row(table_files(session.study(), rows, "planned-and-published", "Numbers"))
    else:
        st.text("No numbers of participants are published or posted beside those of the record.")
