"""Handouts as PDF, set with typst: tagged (PDF/UA-1), with vector pictures, the same everywhere.

The templates beside this module hold no word of any record. What a record says is handed over as
data, and typst sets data as text: `#`, `$` or `*` in it are signs like any other.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, Final, Literal

from components.exports.glyphs import breakable, drawable, what_is_missing
from components.exports.pictures import Drawn, Pictures, for_print
from components.exports.typesetting import typeset
from components.fonts import FAMILIES
from components.palette import LIGHT
from data.details import Detail
from data.document.handout import Handout, HandoutPart
from data.document.model import Document, Grid, Image, Item, Verbatim
from data.views.overview import registry_address

Paper = Literal["A4", "Letter"]
PAPERS: Final[Mapping[Paper, str]] = {"A4": "a4", "Letter": "us-letter"}
CAUTION: Final = "Not medical advice. Only the study's own team can say who takes part."
_WITHOUT_PICTURE: Final = (
    "The picture of how the study is built is too large for this page; the full record has it."
)
_FIRST_DAY: Final = date(1980, 1, 1)  # for a record that does not say when it was last updated
_TAB: Final = 4
# The signs that stand side by side in a table as wide as the page; a column is never narrower than
# its longest word, as long as that is none of these.
_TABLE: Final = 112.0
_PADDING: Final = 2.5
_LONGEST_WORD: Final = 16


def full_pdf(document: Document, pictures: Pictures, paper: Paper) -> bytes:
    """Set the full record.

    Args:
        document: the record as a document.
        pictures: by the keys that its images name.
        paper: the size of the pages.
    """
    blocks = (block for section in document.sections for block in section.blocks)
    used = {block.key for block in blocks if isinstance(block, Image) and block.key in pictures}
    content = {
        **_frame(document, paper),
        "subtitle": _text(" · ".join(filter(None, (document.name, document.nct_id)))),
        "about": _told(document.about),
        "caution": CAUTION,
        "missing": what_is_missing(_texts(document)),
        "sections": _told(document.sections),
        "pictures": {key: [_picture(part) for part in pictures[key]] for key in sorted(used)},
    }
    return _set("full.typ", content, document)


def lay_pdf(handout: Handout, flow: Sequence[Drawn], paper: Paper) -> bytes:
    """Set the handout: two pages, whatever the record.

    Args:
        handout: what it says, in several lengths: on each page, the longest is set that fits.
        flow: how the study is built, as pictures that stand below each other; where they would be
            too small to read, the page does without and says so.
        paper: the size of the pages.
    """
    document = handout.document
    subtitle = (document.name, document.nct_id, document.status)
    said = (handout.title, document, handout.first[:1], handout.second[:1])
    content = {
        **_frame(document, paper),
        "heading": _text(handout.title),
        "subtitle": _text(" · ".join(filter(None, subtitle))),
        "note": " ".join(filter(None, (handout.note, what_is_missing(_texts(said))))),
        "caution": CAUTION,
        "address": registry_address(document.nct_id),
        "without-picture": _WITHOUT_PICTURE,
        "first": _told(handout.first),
        "second": _told(handout.second),
        "pictured": handout.pictured,
        "pictures": [_picture(drawn) for drawn in flow],
        "least-scale": max((drawn.least_scale for drawn in flow), default=0),
    }
    return _set("lay.typ", content, document)


def _texts(value: object) -> Iterator[str]:
    """Every text within a document or a part of one."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))


def _set(template: str, content: Mapping[str, Any], document: Document) -> bytes:
    day = date.fromisoformat(document.updated_on) if document.updated_on else _FIRST_DAY
    return typeset(template, json.dumps(content), day)


def _frame(document: Document, paper: Paper) -> dict[str, Any]:
    """What stands on every page, and what the file says of itself."""
    return {
        "title": _text(document.title),
        "description": _text(f"{document.nct_id}, record of {document.updated}"),
        "keywords": [document.nct_id, *filter(None, (_text(document.name),))],
        "paper": PAPERS[paper],
        "fonts": FAMILIES,
        "footer": _text(
            f"{document.nct_id} · record last updated {document.updated} · source: "
            f"{document.source} · Trial Explorer · not medical advice"
        ),
        "colours": {
            "text": LIGHT.text,
            "muted": LIGHT.muted,
            "line": LIGHT.line,
            "surface": LIGHT.surface,
            "accent": LIGHT.accent,
        },
    }


def _told(value: object) -> Any:
    """Write a document, or a part of one, as JSON can: each part with its kind and its fields."""
    match value:
        case None:
            return ""
        case str():
            return _text(value)
        case tuple():
            return [_told(part) for part in value]
        case Grid():
            return _grid(value)
        case Verbatim():
            label = f"In the record: {value.label}" if value.label else "In the record"
            return {"kind": "verbatim", "label": label, "text": _lines(value.text)}
        case Item():
            links = [{"name": _text(name), "address": address} for name, address in value.links]
            return {**_fields(value), "text": _lines(value.text), "links": links}
        case HandoutPart():
            table = [[_cell(name), number] for name, number in value.table]
            return {**_fields(value), "table": table}
        case Detail():
            return _fields(value)
        case _ if is_dataclass(value):
            return {"kind": type(value).__name__.lower(), **_fields(value)}
    return value


def _fields(value: Any) -> dict[str, Any]:
    return {field.name: _told(getattr(value, field.name)) for field in fields(value)}


def _grid(block: Grid) -> dict[str, Any]:
    columns = zip(block.head, *block.rows, strict=True)
    return {
        "kind": "grid",
        "caption": _text(block.caption),
        "head": [_cell(cell) for cell in block.head],
        "rows": [[_cell(cell) for cell in row] for row in block.rows],
        "widths": _widths(tuple(columns)),
    }


def _widths(columns: tuple[tuple[str, ...], ...]) -> list[float]:
    """Share the width of a table: room for its longest word to each column, then by its length."""
    least = [_longest_word(column) + _PADDING for column in columns]
    wanted = [max(0.0, _usual(column) - own) for column, own in zip(columns, least, strict=True)]
    over = max(0.0, _TABLE - sum(least))
    whole = sum(wanted) or 1.0
    return [own + over * more / whole for own, more in zip(least, wanted, strict=True)]


def _longest_word(column: tuple[str, ...]) -> int:
    words = (word for cell in column for word in cell.replace("-", " ").split())
    return min(max(map(len, words), default=0), _LONGEST_WORD)


def _usual(column: tuple[str, ...]) -> float:
    """How long the texts of a column are, but for the longest few."""
    lengths = sorted(map(len, column))
    return float(lengths[math.ceil(0.9 * (len(lengths) - 1))])


def _picture(drawn: Drawn) -> dict[str, Any]:
    printed = for_print(drawn)
    return {
        "svg": printed.svg,
        "width": printed.width,
        "height": printed.height,
        "alt": _text(printed.alt),
    }


def _text(text: str) -> str:
    return breakable(drawable(text)).strip()


def _cell(text: str) -> str:
    return breakable(drawable(text), _LONGEST_WORD).strip()


def _lines(text: str) -> list[dict[str, Any]]:
    """Take text apart into lines, each with how far it is indented."""
    if not text.strip():
        return []
    return [
        {"text": line.strip(), "indent": len(line) - len(line.lstrip())}
        for line in _text(text.expandtabs(_TAB)).split("\n")
    ]
