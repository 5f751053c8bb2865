"""The log of a screened list: one row a person, as CSV and XLSX."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pyarrow as pa

from components.exports.personal.unguessable import csv_file, nonce
from data.screening.batches import Batch
from data.screening.writing import plain_table, write_csv
from data.spreadsheet import table_xlsx


def log_csv(batches: Sequence[Batch]) -> bytes:
    """Write everybody with the verdict, the deciding criterion, what is open and every state."""
    content = io.BytesIO()
    write_csv((batch.table for batch in batches), content)
    return csv_file(content.getvalue())


def log_xlsx(batches: Sequence[Batch]) -> bytes:
    """Write the same as XLSX."""
    rows = pa.concat_tables(plain_table(batch.table) for batch in batches).to_pylist()
    return table_xlsx(rows, comment=nonce())
