"""Buttons that hand out files; each file is made only when its button is clicked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from components import session
from components.exports.names import file_name
from components.exports.scene_svg import PNG_MIME, SVG_MIME, scene_png, scene_svg
from components.palette import LIGHT
from data import Study
from data.pictures.scene import Scene
from data.pictures.sheet import sheet
from data.spreadsheet import (
    CSV_MIME,
    SEPARATOR,
    XLSX_MIME,
    SheetRow,
    table_csv,
    table_xlsx,
)


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
        about: what a visitor may want to know of the file, shown beside its button.
    """

    label: str
    file_name: str
    mime: str
    make: Callable[[], bytes]
    unavailable: str = ""
    about: str = ""


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
    study = session.study()

    def paper() -> Scene:
        return sheet(draw(), f"{study.nct_id}: {about}", finding=finding, notes=notes)

    files = picture_files(study, paper, name, label)
    download_row((*files, *(table_files(study, rows, name, label) if rows else ())))


def table_files(study: Study, rows: Sequence[SheetRow], name: str, label: str) -> list[Download]:
    """The same table as CSV and as XLSX.

    Args:
        study: the record that it is of.
        rows: each with the same columns.
        name: what the file is about: `outcomes`.
        label: what the buttons say before the format.
    """
    return [
        Download(
            label=f"{label} ({kind.upper()})",
            file_name=file_name(study, name, kind),
            mime=mime,
            make=partial(write, rows),
            about=about,
        )
        for kind, mime, write, about in (
            ("csv", CSV_MIME, table_csv, SEPARATOR),
            ("xlsx", XLSX_MIME, table_xlsx, "For Excel: numbers and dates are typed."),
        )
    ]


def picture_files(study: Study, draw: Callable[[], Scene], name: str, label: str) -> list[Download]:
    """The same picture as vector graphics and as PNG, on white, whatever the screen is.

    Args:
        study: the record that it is of.
        draw: lays it out, on a sheet of its own.
        name: what the file is about: `schedule`.
        label: what the buttons say before the format.
    """
    return [
        Download(
            label=f"{label} (SVG)",
            file_name=file_name(study, name, "svg"),
            mime=SVG_MIME,
            make=lambda: scene_svg(draw(), LIGHT, background=True).encode(),
        ),
        Download(
            label=f"{label} (PNG)",
            file_name=file_name(study, name, "png"),
            mime=PNG_MIME,
            make=lambda: scene_png(draw(), LIGHT),
        ),
    ]
