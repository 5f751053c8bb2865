"""Split the eligibility criteria of a record into single criteria, word for word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["inclusion", "exclusion", "not stated"]

_HEADING = re.compile(
    r"[\s*#\d.)-]*(?:key|main|major|general)?\s*(inclusion|exclusion)(?:\s+criteria)?\s*[:.]?\s*",
    re.IGNORECASE,
)
_BULLET = re.compile(r"(?:[*•·-]|\d{1,3}[.)])\s+")


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """One criterion in the record's own words.

    Args:
        number: its place among those of its kind, from 1.
        kind: what heading it stands under.
        text: verbatim, without its bullet; nested points stay inside, on lines of their own.
    """

    number: int
    kind: Kind
    text: str


def split_criteria(text: str | None) -> tuple[Criterion, ...]:
    """Split criteria at their headings, bullets and paragraphs; nothing is dropped.

    Args:
        text: the record's `eligibilityCriteria`, escapes undone.
    """
    kind: Kind = "not stated"
    blocks: list[tuple[Kind, str]] = []
    for line in (text or "").splitlines():
        heading = _HEADING.fullmatch(line)
        if heading:
            kind = "inclusion" if heading[1].lower() == "inclusion" else "exclusion"
            blocks.append((kind, ""))
        elif _BULLET.match(line):
            blocks.append((kind, _BULLET.sub("", line, count=1)))
        elif blocks and line.startswith((" ", "\t")):
            blocks[-1] = (kind, f"{blocks[-1][1]}\n{line}")
        else:
            blocks.append((kind, line))
    return _numbered(blocks)


def _numbered(blocks: list[tuple[Kind, str]]) -> tuple[Criterion, ...]:
    counts: dict[Kind, int] = {}
    criteria = []
    for kind, text in blocks:
        if text.strip():
            counts[kind] = counts.get(kind, 0) + 1
            criteria.append(Criterion(number=counts[kind], kind=kind, text=text.strip()))
    return tuple(criteria)
