"""Tables as files for spreadsheet programs: CSV, and XLSX whose cells have types.

A record is anybody's text: no cell of it is ever run as a formula.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Final

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from data.results.numbers import number

SEPARATOR: Final = "CSV files separate their columns by commas (UTF-8)."
# Letters by their category that are blank: fillers of Hangul, and braille without a dot.
_BLANKS: Final = "\u115f\u1160\u3164\uffa0\u2800"
# Controls, formats, marks on what stands before, spaces, and what no font knows.
_SHOW_NOTHING: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Me", "Mn", "Zs", "Zl", "Zp"})
Cell = str | float | date | None
SheetRow = Mapping[str, Cell]
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_FIRST_DAY: Final = date(1900, 3, 1)  # before it, Excel counts a day that never was
_MADE: Final = datetime(1980, 1, 1, tzinfo=UTC)  # the same table always becomes the same bytes
_MOST_SIGNS: Final = 32_767  # that a cell of XLSX can hold
_CUT: Final = " … (cut: a cell of XLSX can hold no more; the CSV has all of it)"
_EXACT: Final = 15  # digits that a number of XLSX keeps


def table_csv(rows: Sequence[SheetRow]) -> bytes:
    """Write rows as CSV in UTF-8, marked so that spreadsheet programs see that it is.

    Args:
        rows: each with the same columns; text that a program would run gets an apostrophe in front.
    """
    if not rows:
        return b""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([harmless(column) for column in rows[0]])
    for row in rows:
        writer.writerow(
            [harmless(cell) if isinstance(cell, str) else cell for cell in row.values()]
        )
    return text.getvalue().encode("utf-8-sig")


def table_xlsx(rows: Sequence[SheetRow], comment: str = "") -> bytes:
    """Write rows as XLSX: numbers as numbers, whole dates as dates, all else as text.

    Args:
        rows: each with the same columns.
        comment: stands in the properties of the file.
    """
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"created": _MADE, "comments": comment})
        sheet = book.add_worksheet("Table")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        bold = book.add_format({"bold": True})
        for place, column in enumerate(rows[0] if rows else ()):
            sheet.write_string(0, place, column, bold)
        sheet.freeze_panes(1, 0)
        for line, row in enumerate(rows, start=1):
            for place, cell in enumerate(row.values()):
                _write(sheet, (line, place), _typed(cell), day)
    return content.getvalue()


def harmless(cell: str) -> str:
    """Put an apostrophe before a text that a spreadsheet program would run as a formula.

    Programs pass over blanks and signs that are not seen, and take a full-width sign for a plain
    one.
    """
    begins = next((sign for sign in cell if not _unseen(sign)), "")
    runs = cell.startswith(("\t", "\r")) or unicodedata.normalize("NFKC", begins) in {*"=+-@"}
    return f"'{cell}" if runs and number(cell) is None else cell


def _unseen(sign: str) -> bool:
    return sign.isspace() or sign in _BLANKS or unicodedata.category(sign) in _SHOW_NOTHING


def _typed(cell: Cell) -> Cell:
    """Read what a text says: a whole date, a number that keeps its digits, else the text."""
    if not isinstance(cell, str):
        return cell
    if _DAY.fullmatch(cell):
        try:
            return date.fromisoformat(cell)
        except ValueError:
            return cell
    value = number(cell)
    digits = sum(sign.isdigit() for sign in cell)
    leading = re.match(r"\s*[+-]?0\d", cell)  # a code such as a postcode, not an amount
    return cell if value is None or digits > _EXACT or leading else value


def _write(sheet: Worksheet, at: tuple[int, int], cell: Cell, day: object) -> None:
    if isinstance(cell, date) and cell >= _FIRST_DAY:
        sheet.write_datetime(*at, cell, day)
    elif isinstance(cell, int | float):
        sheet.write_number(*at, cell)
    elif cell is not None:
        text = str(cell)
        if len(text) > _MOST_SIGNS:
            text = text[: _MOST_SIGNS - len(_CUT)] + _CUT
        sheet.write_string(*at, text)
