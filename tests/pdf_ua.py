"""What PDF/UA asks of a file (ISO 14289-1), as far as a program can tell: written with pypdf.

The numbers are those of the Matterhorn Protocol, which lists every way to fail.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject

# ISO 32000-1, 14.8.4.
STANDARD: Final = {
    *("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index"),
    *("NonStruct", "Private", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl"),
    *("LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Span", "Quote", "Note"),
    *("Reference", "BibEntry", "Code", "Link", "Annot", "Ruby", "RB", "RT", "RP", "Warichu"),
    *("WT", "WP", "Figure", "Formula", "Form"),
}
WITHIN: Final = {
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "LI": {"L"},
    "LBody": {"LI"},
    "TOCI": {"TOC"},
}
SHOWS: Final = {b"Tj", b"TJ", b"'", b'"', b"Do", b"sh", b"EI", b"INLINE IMAGE"}
PAINTS: Final = {b"f", b"F", b"f*", b"S", b"s", b"B", b"B*", b"b", b"b*"}


class Node(NamedTuple):
    """An element of the structure: its type, what it is in, and itself."""

    kind: str
    parent: str
    element: Any


def nodes(reader: PdfReader) -> list[Node]:
    """Every element of the structure, in reading order, each as the standard type it stands for."""
    root: Any = reader.root_object["/StructTreeRoot"]
    roles = root.get("/RoleMap", {})
    return [node for one in _elements(root) for node in _below(one, "", roles)]


def _below(element: Any, parent: str, roles: Any) -> Iterator[Node]:
    kind = str(roles.get(element["/S"], element["/S"])).removeprefix("/")
    yield Node(kind, parent, element)
    for one in _elements(element):
        yield from _below(one, kind, roles)


def _elements(element: Any) -> list[Any]:
    inside = element.get("/K", [])
    inside = inside if isinstance(inside, list) else [inside]
    found = [one.get_object() for one in inside]
    return [one for one in found if isinstance(one, DictionaryObject) and "/S" in one]


def failures(reader: PdfReader) -> list[str]:
    """Say in what the file fails; nothing where it passes."""
    found = nodes(reader)
    return [
        *_of_the_file(reader),
        *_of_the_structure(found),
        *_of_tables(found),
        *(told for page in reader.pages for told in _of_page(page)),
    ]


def _of_the_file(reader: PdfReader) -> Iterator[str]:
    root: Any = reader.root_object
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "01-007: it does not say that it is tagged"
    described = root["/Metadata"].get_object().get_data().decode()
    if "<pdfuaid:part>1</pdfuaid:part>" not in described:
        yield "06-002: it does not say that it is PDF/UA"
    if "<dc:title>" not in described or not (reader.metadata and reader.metadata.title):
        yield "06-003: it has no title"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "07-002: the window does not show its title"
    if not root.get("/Lang"):
        yield "11-006: it has no language"
    if "/ParentTree" not in root["/StructTreeRoot"]:
        yield "01: nothing leads from what is drawn to what it is"


def _of_the_structure(found: list[Node]) -> Iterator[str]:
    level = 0
    for node in found:
        if node.kind not in STANDARD:
            yield f"02-001: {node.kind} is no standard type"
        if node.kind in WITHIN and node.parent not in WITHIN[node.kind]:
            yield f"09-004: {node.kind} within {node.parent}"
        if node.kind in ("Figure", "Formula") and not str(node.element.get("/Alt", "")).strip():
            yield "13-004: a picture says nothing"
        if node.kind == "Link" and "/K" not in node.element:
            yield "28-011: a link without what it links"
        if node.kind[0] == "H" and node.kind[1:].isdigit():
            if int(node.kind[1:]) > level + 1:
                yield f"14-003: {node.kind} after level {level}"
            level = int(node.kind[1:])
    if not level:
        yield "14: there is no heading"


def _of_tables(found: list[Node]) -> Iterator[str]:
    tables = sum(node.kind == "Table" for node in found)
    heads = [node for node in found if node.kind == "TH"]
    if tables and not heads:
        yield "15-003: no table has a head"
    if any(_attribute(node.element, "/Scope") is None for node in heads):
        yield "15-003: the head of a table does not say of what"


def _attribute(element: Any, name: str) -> Any:
    given = element.get("/A", [])
    given = given if isinstance(given, list) else [given]
    return next((one.get_object()[name] for one in given if name in one.get_object()), None)


def _of_page(page: Any) -> Iterator[str]:
    number = page.page_number + 1
    if page.get("/Tabs") != "/S":
        yield f"28-009: page {number}: Tab does not follow the structure"
    for annotation in page.get("/Annots", []):
        told = annotation.get_object()
        if "/StructParent" not in told:
            yield f"28-002: page {number}: a link is not in the structure"
        if told["/Subtype"] == "/Link" and not str(told.get("/Contents", "")).strip():
            yield f"28-012: page {number}: a link says nothing"
    for font in page["/Resources"].get("/Font", {}).values():
        if "/ToUnicode" not in font.get_object():
            yield f"31-027: page {number}: the letters of a font cannot be read"
    if _is_drawn_unmarked(page):
        yield f"01-005: page {number}: something is drawn and neither tagged nor left out"


def _is_drawn_unmarked(page: Any) -> bool:
    marked = 0
    for _, operator in ContentStream(page.get_contents(), page.pdf).operations:
        if operator in (b"BMC", b"BDC"):
            marked += 1
        elif operator == b"EMC":
            marked -= 1
        elif operator in SHOWS | PAINTS and not marked:
            return True
    return False
