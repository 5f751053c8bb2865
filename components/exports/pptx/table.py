"""A table as a native table."""

from __future__ import annotations

from typing import Any, Final

from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from components.exports.pptx import drawing
from components.exports.pptx.drawing import emu
from components.palette import Palette
from data.deck.model import CELL_PADDING, CELL_SPACE, Table, TableCell
from data.pictures.scene import Paragraph

# "No style, no grid": every line and colour is then ours.
_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_LINE: Final = 1.5


def draw_table(shapes: Any, table: Table, palette: Palette) -> None:
    """Draw a table in its place, its first row marked as its head."""
    rows = (table.head, *table.rows)
    frame = table.frame
    shape = shapes.add_table(
        len(rows), len(table.head), emu(frame.x), emu(frame.y), emu(frame.width), emu(frame.height)
    )
    native = shape.table
    native.first_row, native.horz_banding = True, False
    shape.element.graphic.graphicData.tbl.tblPr.find(qn("a:tableStyleId")).text = _STYLE
    for column, width in zip(native.columns, table.widths, strict=True):
        column.width = emu(width)
    for row, height in zip(native.rows, table.heights, strict=True):
        row.height = emu(height)
    for number, cells in enumerate(rows):
        for column_number, cell in enumerate(cells):
            _write(native.cell(number, column_number), cell, table.size, palette, head=number == 0)
    drawing.describe(shape, "Table", table.alt)


def _write(native: Any, cell: TableCell, size: float, palette: Palette, *, head: bool) -> None:
    words = Paragraph(lines=cell.lines, size=size, bold=cell.bold, colour=cell.colour)
    native.text_frame.word_wrap = True
    drawing.write_paragraph(native.text_frame.paragraphs[0], words, palette)
    drawing.margins(native, CELL_PADDING, CELL_SPACE)
    native.vertical_anchor = MSO_ANCHOR.MIDDLE
    if head:
        drawing.fill(native, "surface", palette)
    else:
        native.fill.background()
    native._tc.tcPr.insert(
        0,
        parse_xml(
            f'<a:lnB {nsdecls("a")} w="{emu(_LINE)}"><a:solidFill>'
            f'<a:srgbClr val="{drawing.rgb(palette.line)}"/></a:solidFill></a:lnB>'
        ),
    )
