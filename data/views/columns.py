"""Which columns of a table are shown: what every row says the same is said once, above it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from data.words import uncapitalised


def columns_told(
    rows: Sequence[Mapping[str, Any]],
    *,
    first: Sequence[str] = (),
    keep: Collection[str] = (),
    of: str = "row",
) -> tuple[str, list[str]]:
    """Choose the columns that are shown.

    Args:
        rows: of the table, each with the same columns.
        first: columns that come first, as far as there are.
        keep: columns that are shown although every row says the same, such as those of groups
            that are compared.
        of: what a row is.

    Returns:
        What is the same in every row, in a sentence; and the names of the other columns. One in
        which no row has anything would only push the others out of sight.
    """
    if not rows:
        return "", []
    names = [
        name
        for name in dict.fromkeys((*(name for name in first if name in rows[0]), *rows[0]))
        if name in keep or any(row[name] not in (None, "") for row in rows)
    ]
    same = [
        name
        for name in names
        if len(rows) > 1 and name not in (*first, *keep) and len({row[name] for row in rows}) == 1
    ]
    # A sentence of the record ends with a stop of its own.
    told = "; ".join(
        f"{uncapitalised(name)} {str(rows[0][name]).removesuffix('.')}" for name in same
    )
    shown = [name for name in names if name not in same]
    return f"The same for every {of}: {told}." if told else "", shown
