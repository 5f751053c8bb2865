"""What a meeting noted on the record against the publication: a file to keep and to open again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from data.errors import KeptFileError
from data.version import VERSION
from data.views.against import AgainstLine, Remark

FORMAT: Final = "Trial Explorer meeting"
MAX_BYTES: Final = 1_000_000
MOST_SIGNS: Final = 2_000
"""Of an owner or a remark."""


def remarks_content(
    nct_id: str, lines: Sequence[AgainstLine], remarks: Mapping[str, Remark]
) -> dict[str, Any]:
    """Gather what a file of remarks says: each with what its line said then.

    Args:
        nct_id: the number of the record.
        lines: of the record against the publication.
        remarks: by the keys of lines; empty ones are left out.
    """
    noted = [
        (line, remarks[line.key]) for line in lines if remarks.get(line.key, Remark()) != Remark()
    ]
    return {
        "format": FORMAT,
        "app_version": VERSION,
        "record": nct_id,
        "lines": {
            line.key: {
                "record": line.record,
                "published": line.published.value,
                "owner": remark.owner,
                "remark": remark.remark,
            }
            for line, remark in noted
        },
    }


def read_remarks(
    content: bytes, nct_id: str, lines: Sequence[AgainstLine]
) -> tuple[dict[str, Remark], tuple[str, ...]]:
    """Read remarks again.

    Returns:
        The remarks by the keys of lines; and a sentence for each that no longer fits, or whose line
        says something else now.

    Raises:
        KeptFileError: it is no such file, or of another record.
    """
    given = _lines(content, nct_id)
    by_key = {line.key: line for line in lines}
    remarks: dict[str, Remark] = {}
    told: list[str] = []
    for key, item in given.items():
        owner, remark = (str(item.get(name, ""))[:MOST_SIGNS] for name in ("owner", "remark"))
        line = by_key.get(key)
        if line is None:
            told.append(f"{key}: there is no such line any more ({owner}: {remark})")
            continue
        remarks[key] = Remark(owner=owner, remark=remark)
        if (item.get("record"), item.get("published")) != (line.record, line.published.value):
            told.append(f"{line.what}: what the record or the publication states has changed since")
    return remarks, tuple(told)


def _lines(content: bytes, nct_id: str) -> dict[str, dict[str, Any]]:
    what = f'expected a meeting\'s file of {nct_id} with "format": "{FORMAT}"'
    if len(content) > MAX_BYTES:
        raise KeptFileError(f"{what}, got a file of more than {MAX_BYTES // 1_000_000} MB")
    try:
        given = json.loads(content)
    except (ValueError, RecursionError):
        raise KeptFileError(f"{what}, got something that is no JSON") from None
    if not isinstance(given, dict) or given.get("format") != FORMAT:
        raise KeptFileError(f"{what}, got another file")
    if given.get("record") != nct_id:
        raise KeptFileError(f"{what}, got one of {str(given.get('record'))[:20]!r}")
    lines = given.get("lines")
    if not isinstance(lines, dict) or not all(isinstance(item, dict) for item in lines.values()):
        raise KeptFileError(f'{what}, got "lines" that are no lines')
    return lines
