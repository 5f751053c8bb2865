"""What all slides stand on: theme, master and the one layout, made of python-pptx's own template.

The template's other layouts, its thumbnail and its printer settings are left out.
"""

from __future__ import annotations

from typing import Any, Final

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from components.exports.pptx import drawing
from components.exports.pptx.drawing import FONT, LANGUAGE, emu
from components.palette import Palette
from data.deck.model import FOOTER_TYPE, SlideSize
from data.pictures.scene import Frame, Paragraph

NUMBER_WIDTH: Final = 64.0
_LAYOUT: Final = "Title Only"
_TITLE_TYPE: Final = 40.0
_UNDER_TITLE: Final = 24.0
_NAME: Final = "Trial Explorer"
# Which field of the file this is: any number will do, but always the same.
_FIELD: Final = "{C1FF6DA9-008F-8B48-92A6-B652298478BF}"


def empty_presentation(size: SlideSize, palette: Palette) -> Any:
    """Make a presentation without slides, in the app's colours, with one layout."""
    presentation = Presentation()
    _drop(presentation.part, RELATIONSHIP_TYPE.PRINTER_SETTINGS)
    _drop(presentation.part.package, RELATIONSHIP_TYPE.THUMBNAIL)
    _drop(presentation.part.package, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)
    presentation.slide_width, presentation.slide_height = emu(size.width), emu(size.height)
    if size.width * 3 != size.height * 4:
        presentation.element.sldSz.attrib.pop("type", None)
    master = presentation.slide_master
    for layout in list(master.slide_layouts):
        if layout.name != _LAYOUT:
            master.slide_layouts.remove(layout)
    _arrange(master, size)
    _without_date(master.slide_layouts[0])
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme.blob = _own_theme(theme.blob, palette)
    notes_theme: Any = presentation.notes_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    _set_letters(notes_theme._element)
    for part in (presentation, master, master.slide_layouts[0], presentation.notes_master):
        drawing.speak_british(part.element)
    return presentation


def number_slide(paragraph: Any, number: int) -> None:
    """Write the slide's number as a field, which follows when slides are moved."""
    field = (
        f'<a:fld {nsdecls("a")} id="{_FIELD}" type="slidenum">'
        f'<a:rPr lang="{LANGUAGE}"/><a:t>{number}</a:t></a:fld>'
    )
    paragraph._p.insert(0, parse_xml(field))


def _drop(source: Any, kind: str) -> None:
    source.drop_rel(source.relate_to(source.part_related_by(kind), kind))


def _arrange(master: Any, size: SlideSize) -> None:
    _without_date(master)
    footer = size.footer
    title = size.title_frame(Paragraph(lines=("",), size=_TITLE_TYPE))
    body = Frame(
        x=title.x,
        y=title.bottom + _UNDER_TITLE,
        width=title.width,
        height=size.body_bottom - title.bottom - _UNDER_TITLE,
    )
    places = {
        PP_PLACEHOLDER.TITLE: title,
        PP_PLACEHOLDER.BODY: body,
        PP_PLACEHOLDER.FOOTER: Frame(
            x=footer.x, y=footer.y, width=footer.width - NUMBER_WIDTH, height=footer.height
        ),
        PP_PLACEHOLDER.SLIDE_NUMBER: Frame(
            x=footer.right - NUMBER_WIDTH, y=footer.y, width=NUMBER_WIDTH, height=footer.height
        ),
    }
    for holder in master.placeholders:
        kind = holder.placeholder_format.type
        frame = places[kind]
        holder.left, holder.top = emu(frame.x), emu(frame.y)
        holder.width, holder.height = emu(frame.width), emu(frame.height)
        drawing.margins(holder.text_frame, 0, 0)
        _plain_text(holder, kind)
    style = master.element.find(f"{qn('p:txStyles')}/{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    style.set("algn", "l")
    style.find(qn("a:defRPr")).set("sz", str(drawing.points(_TITLE_TYPE).centipoints))
    style.find(qn("a:defRPr")).set("b", "1")


def _plain_text(holder: Any, kind: PP_PLACEHOLDER) -> None:
    """Take away what makes text shrink or stand in the middle of its placeholder."""
    properties = holder.text_frame._txBody.bodyPr
    for shrink in properties.findall(qn("a:normAutofit")):
        properties.remove(shrink)
    if kind is not PP_PLACEHOLDER.BODY:
        properties.set("anchor", "t")
    for level in holder.element.iter(qn("a:lvl1pPr")):
        level.set("algn", "r" if kind is PP_PLACEHOLDER.SLIDE_NUMBER else "l")
        letters = level.find(qn("a:defRPr"))
        letters.set("sz", str(drawing.points(FOOTER_TYPE).centipoints))
        for colour in letters.iter(qn("a:schemeClr")):
            colour.set("val", "tx2")
            for tint in list(colour):
                colour.remove(tint)


def _without_date(sheet: Any) -> None:
    """Take the date away: the footer says the date that counts."""
    for holder in list(sheet.placeholders):
        if holder.placeholder_format.type is PP_PLACEHOLDER.DATE:
            holder.element.getparent().remove(holder.element)


def _own_theme(blob: bytes, palette: Palette) -> bytes:
    theme = parse_xml(blob)
    theme.set("name", _NAME)
    colours = theme.find(f".//{qn('a:clrScheme')}")
    colours.set("name", _NAME)
    codes = {
        "dk1": palette.text,
        "lt1": palette.background,
        "dk2": palette.muted,
        "lt2": palette.surface,
        **{f"accent{n + 1}": palette.arm(n) for n in range(len(drawing.ACCENTS))},
        "hlink": palette.accent,
        "folHlink": palette.muted,
    }
    for name, code in codes.items():
        slot = colours.find(qn(f"a:{name}"))
        slot.clear()
        slot.append(parse_xml(f'<a:srgbClr {nsdecls("a")} val="{drawing.rgb(code)}"/>'))
    _set_letters(theme)
    return serialize_part_xml(theme)


def _set_letters(theme: Any) -> None:
    fonts = theme.find(f".//{qn('a:fontScheme')}")
    fonts.set("name", _NAME)
    for latin in fonts.iter(qn("a:latin")):
        latin.set("typeface", FONT)
