"""The full record as one HTML file that opens offline and needs nothing else: no script, no font.

By its own rule (Content-Security-Policy) it loads nothing from anywhere.

Everything from a record is escaped, and stands in elements, never in attributes that do something.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from markupsafe import Markup

from components.exports.html import html
from components.exports.pictures import Drawn, Pictures
from components.palette import DARK, LIGHT, Palette, colours
from data.document.model import (
    Details,
    Document,
    DocumentBlock,
    Grid,
    Heading,
    Image,
    Items,
    Verbatim,
    Words,
)
from data.plain.glossary import Term, find_terms
from data.views.overview import registry_address

_MANY_ROWS: Final = 60
_SCREEN: Final = 1.8  # pixels for each point that a picture needs on paper


def document_html(document: Document, pictures: Pictures) -> bytes:
    """Write the file.

    Args:
        document: the record as a document.
        pictures: by the keys that its images name, drawn with `components.palette.VARIABLES`.
    """
    return html(
        "document.html",
        document=document,
        colours=_colours(),
        terms=_terms(document),
        pictures={
            block.key: [
                (Markup(part.svg), f"{_least(part):.0f}") for part in pictures.get(block.key, ())
            ]
            for section in document.sections
            for block in section.blocks
            if isinstance(block, Image)
        },
        many_rows=_MANY_ROWS,
        address=registry_address(document.nct_id),
    ).encode("utf-8")


def _colours() -> Markup:
    dark = f"@media (prefers-color-scheme: dark) {{ {_variables(DARK)} }}"
    # Paper is white, whatever the screen is.
    return Markup(f"{_variables(LIGHT)}\n{dark}\n@media print {{ {_variables(LIGHT)} }}")


def _variables(palette: Palette) -> str:
    values = "; ".join(f"{name}: {value}" for name, value in colours(palette).items())
    return f":root {{ {values} }}"


def _least(part: Drawn) -> float:
    """How wide a picture must be on a screen, in pixels, for its text to be read."""
    return part.width * part.least_scale * _SCREEN


def _terms(document: Document) -> tuple[Term, ...]:
    """The terms of the glossary that occur in the document, by name."""
    found = {
        span.term.name: span.term
        for section in document.sections
        for block in section.blocks
        for text in _texts(block)
        for span in find_terms(text, document.fields)
    }
    return tuple(found[name] for name in sorted(found, key=str.casefold))


def _texts(block: DocumentBlock) -> Iterator[str]:
    match block:
        case Words() | Verbatim() | Heading():
            yield block.text
        case Details():
            yield from (detail.value for detail in block.details)
        case Items():
            for item in block.items:
                yield from (item.title, item.line, item.plain, item.text)
        case Grid():
            yield block.caption
        case Image():
            yield from (block.finding, block.caption)
