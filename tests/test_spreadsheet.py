"""Tables as files: no text of a record is run, and numbers and dates are what they are."""

from __future__ import annotations

import io
import re
import zipfile
from xml.sax.saxutils import escape

import pytest

from data.spreadsheet import harmless, table_xlsx

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


def test_the_same_table_becomes_the_same_bytes() -> None:
    assert table_xlsx([{"a": "1"}]) == table_xlsx([{"a": "1"}])
