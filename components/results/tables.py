"""The text twin of a picture: a table, and the same as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from components import session
from components.details import detail_list
from components.downloads import download_row, table_files
from data.results_section import ResultGroup
from data.views.results import about_groups


def twin(rows: Sequence[Mapping[str, str]], name: str, label: str = "The same as a table") -> None:
    """Offer a picture's table, folded away, with its file."""
    with st.expander(label, icon=":material/table:"):
        table(rows, name)


def group_list(groups: Sequence[ResultGroup], name: str) -> None:
    """Offer what the record says the groups are, folded away."""
    details = about_groups(groups)
    if details:
        with st.expander("What the groups are", icon=":material/group:"):
            detail_list(details, f"groups-{name}")


def table(rows: Sequence[Mapping[str, str]], name: str, label: str = "Table") -> None:
    """Show a table, and offer it as a file.

    Args:
        rows: each with the same columns.
        name: what the file is about: `outcomes`.
        label: what its buttons say before the format.
    """
    st.dataframe(pd.DataFrame(rows), hide_index=True)
    download_row(table_files(session.study(), rows, name, label))
