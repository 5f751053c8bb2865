"""The text twin of a picture: a table, and the same as a file."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pandas as pd
import streamlit as st

from components.details import detail_list
from components.downloads import download_row, table_files
from components.folded import folded
from components.literal import READING_WIDTH
from data.results_section import ResultGroup
from data.views.columns import columns_told
from data.views.results import about_groups


def twin(
    rows: Sequence[Mapping[str, str]],
    name: str,
    label: str = "The same as a table",
    *,
    groups: Collection[str] = (),
) -> None:
    """Offer a picture's table, folded away, with its file; see `table`."""
    folded(label, lambda: table(rows, name, groups=groups), name)


def group_list(groups: Sequence[ResultGroup], name: str) -> None:
    """Offer what the record says the groups are, folded away."""
    details = about_groups(groups)
    if details:
        with st.expander("What the groups are", icon=":material/group:"):
            detail_list(details, f"groups-{name}")


def table(
    rows: Sequence[Mapping[str, str]],
    name: str,
    label: str = "Table",
    *,
    groups: Collection[str] = (),
) -> None:
    """Show a table, and offer it as a file, which has every column.

    Args:
        rows: each with the same columns.
        name: what the file is about: `outcomes`.
        label: what its buttons say before the format.
        groups: the columns of groups that are compared, which are always shown.
    """
    told, columns = columns_told(rows, keep=groups)
    if told:
        st.text(told, width=READING_WIDTH)
    st.dataframe(pd.DataFrame(rows), hide_index=True, column_order=columns or None)
    download_row(table_files(rows, name, label))
