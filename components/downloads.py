"""Buttons that hand out files; each file is made only when its button is clicked."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from data.results.numbers import number

CSV_MIME: Final = "text/csv"
# A cell that begins like this is a formula to a spreadsheet program, and a record is anybody's
# text.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, kw_only=True)
class Download:
    """A file that is offered.

    Args:
        label: what the button says.
        file_name: what the file is called.
        mime: its media type.
        make: makes its content.
        unavailable: why it cannot be had, shown beside a button that does nothing; empty when it
            can.
    """

    label: str
    file_name: str
    mime: str
    make: Callable[[], bytes]
    unavailable: str = ""


def download_row(downloads: Sequence[Download]) -> None:
    """Offer files side by side."""
    with st.container(horizontal=True):
        for item in downloads:
            st.download_button(
                item.label,
                item.make,
                file_name=item.file_name,
                mime=item.mime,
                key=f"download_{item.file_name}",
                icon=":material/download:",
                on_click="ignore",
                disabled=bool(item.unavailable),
                help=item.unavailable or None,
            )


def table_csv(rows: Sequence[Mapping[str, str]]) -> bytes:
    """Write rows as CSV in UTF-8, marked so that spreadsheet programs see that it is.

    Args:
        rows: each with the same columns; text that a program would run gets an apostrophe in front.
    """
    if not rows:
        return b""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    for row in rows:
        writer.writerow({column: _harmless(cell) for column, cell in row.items()})
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    formula = cell.startswith(_FORMULA) and number(cell) is None
    return f"'{cell}" if formula else cell
