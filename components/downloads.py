"""Buttons that hand out files; each file is made only when its button is clicked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass
from functools import partial
from typing import Final

import streamlit as st

from components import session
from components.exports.names import file_name
from components.exports.scene_svg import scene_png, scene_svg
from components.palette import LIGHT
from data.pictures.scene import Scene
from data.pictures.sheet import sheet
from data.spreadsheet import SEPARATOR, SheetRow, table_csv, table_xlsx

# The media type of each file, by its ending.
_MIME: Final = {
    "csv": "text/csv",
    "geojson": "application/geo+json",
    "html": "text/html",
    "ics": "text/calendar",
    "json": "application/json",
    "pdf": "application/pdf",
    "png": "image/png",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "svg": "image/svg+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "yaml": "application/yaml",
    "zip": "application/zip",
}


@dataclass(frozen=True)
class Download:
    """A file about the open record that is offered.

    Args:
        label: what the button says.
        name: what the file is about: `outcomes`.
        ending: of the file, without its dot: what it is.
        make: makes its content.
        unavailable: why it cannot be had, shown beside a button that does nothing; empty when it
            can.
        about: what a visitor may want to know of the file, shown beside its button.
        to_print: whether it is made for paper.
        taken: called once the file has been taken.
    """

    label: str
    name: str
    ending: str
    make: Callable[[], bytes | str]
    _: KW_ONLY
    unavailable: str = ""
    about: str = ""
    to_print: bool = False
    taken: Callable[[], None] | None = None

    @property
    def file_name(self) -> str:
        """What the file is called."""
        return file_name(session.study(), self.name, self.ending)


def download_row(downloads: Sequence[Download]) -> None:
    """Offer files side by side."""
    with st.container(horizontal=True):
        for item in downloads:
            st.download_button(
                item.label,
                item.make,
                file_name=item.file_name,
                mime=_MIME[item.ending],
                key=f"download_{item.file_name}",
                icon=":material/print:" if item.to_print else ":material/download:",
                on_click=item.taken or "ignore",
                disabled=bool(item.unavailable),
                help=item.unavailable or item.about or None,
            )


def take_away(
    draw: Callable[[], Scene],
    about: str,
    *,
    name: str,
    label: str,
    rows: Sequence[SheetRow] = (),
    finding: str = "",
    notes: tuple[str, ...] = (),
) -> None:
    """Offer a picture of the open record on a sheet of its own, and its table where it has one.

    Args:
        draw: lays it out.
        about: what the sheet is headed with, behind the number of the record.
        name, label: see `picture_files`.
        rows: the table.
        finding, notes: what the sheet says above the picture and below it.
    """
    nct_id = session.study().nct_id

    def paper() -> Scene:
        return sheet(draw(), f"{nct_id}: {about}", finding=finding, notes=notes)

    files = picture_files(paper, name, label)
    download_row((*files, *(table_files(rows, name, label) if rows else ())))


def table_files(rows: Sequence[SheetRow], name: str, label: str) -> list[Download]:
    """The same table as CSV and as XLSX.

    Args:
        rows: each with the same columns.
        name: what the file is about: `outcomes`.
        label: what the buttons say before the format.
    """
    return [
        Download(f"{label} ({kind.upper()})", name, kind, partial(write, rows), about=about)
        for kind, write, about in (
            ("csv", table_csv, SEPARATOR),
            ("xlsx", table_xlsx, "For Excel: numbers and dates are typed."),
        )
    ]


def picture_files(draw: Callable[[], Scene], name: str, label: str) -> list[Download]:
    """The same picture as vector graphics and as PNG, on white, whatever the screen is.

    Args:
        draw: lays it out, on a sheet of its own.
        name: what the file is about: `schedule`.
        label: what the buttons say before the format.
    """
    return [
        Download(f"{label} (SVG)", name, "svg", lambda: scene_svg(draw(), LIGHT, background=True)),
        Download(f"{label} (PNG)", name, "png", lambda: scene_png(draw(), LIGHT)),
    ]
