"""Tables as files: no text of a record is run, and numbers and dates are what they are."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from xml.sax.saxutils import escape

import pytest

from components.exports.archive import data_zip
from data.annotations import Annotations
from data.spreadsheet import harmless, table_xlsx
from tests.export_records import record

_RUN = '=HYPERLINK("http://example.org")'


@pytest.mark.parametrize(
    "before",
    [
        *("", " ", "\u00a0", "\u200b", "\ufeff", "\n", "\r\n", "\t", "\u2028", " \u200b"),
        # Fillers of Hangul, braille without a dot, marks of a variant, what no font knows.
        *(
            "\u3164",
            "\u115f",
            "\u1160",
            "\uffa0",
            "\u2800",
            "\ufe0f",
            "\u20dd",
            "\ue000",
            "\u2800 ",
        ),
    ],
)
@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_no_cell_is_run_whatever_stands_before_its_sign(before: str, sign: str) -> None:
    cell = f"{before}{sign}SUM(A1)"
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-3.5", "+2", "a=b", " plain", "", "≥ 60", "1 - 2"])
def test_numbers_and_plain_text_stay_as_they_are(cell: str) -> None:
    assert harmless(cell) == cell


def test_xlsx_cells_have_types_and_text_is_never_a_formula() -> None:
    row = {"n": "1,234.5", "day": "2024-02-29", "no day": "2023-02-29", "zip": "01234", "run": _RUN}
    with zipfile.ZipFile(io.BytesIO(table_xlsx([row]))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        texts = book.read("xl/sharedStrings.xml").decode()
    assert '<c r="A2"><v>1234.5</v></c>' in sheet
    assert re.search(r'<c r="B2" s="\d+"><v>45351</v></c>', sheet)
    assert all(f'<c r="{cell}" t="s">' in sheet for cell in ("C2", "D2", "E2"))
    assert "<f>" not in sheet
    assert escape(_RUN) in texts


def test_no_table_of_a_record_that_attacks_runs_anything() -> None:
    """Every text of the record is a formula: none is one in a file, in any table of the archive."""
    run = "=cmd|' /C calc'!A1"
    sites = [{"facility": run, "city": run, "country": run, "zip": "-2+3", "status": run}]
    arms = [{"label": run, "type": "OTHER", "description": run, "interventionNames": [run]}]
    study = record(
        identificationModule={"briefTitle": run, "acronym": run},
        armsInterventionsModule={"armGroups": arms},
        eligibilityModule={"eligibilityCriteria": f"Inclusion Criteria:\n\n* {run}\n* @SUM(1)"},
        contactsLocationsModule={"locations": sites},
        statusModule={"startDateStruct": {"date": "2020-01-02"}},
    )
    archive = zipfile.ZipFile(io.BytesIO(data_zip(study, Annotations())))
    names = [name for name in archive.namelist() if name.endswith((".csv", ".xlsx"))]
    assert {"arms", "criteria", "sites", "milestones"} <= {name.split(".")[0] for name in names}
    for name in names:
        if name.endswith(".csv"):
            rows = csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig")))
            cells = [cell for row in rows for cell in row]
            assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "@"))], name
        else:
            book = zipfile.ZipFile(io.BytesIO(archive.read(name)))
            assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode(), name


def test_the_same_table_becomes_the_same_bytes() -> None:
    assert table_xlsx([{"a": "1"}]) == table_xlsx([{"a": "1"}])
