"""What every native shape needs: lengths, colours, text, and words for who cannot see it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE, MSO_THEME_COLOR
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Pt

from components.palette import Palette
from data.pictures.scene import BULLET_ROOM, Align, ColourRole, Paragraph
from data.typography.wrap import with_units

FONT: Final = "Arial"
LANGUAGE: Final = "en-GB"
ACCENTS: Final = (
    MSO_THEME_COLOR.ACCENT_1,
    MSO_THEME_COLOR.ACCENT_2,
    MSO_THEME_COLOR.ACCENT_3,
    MSO_THEME_COLOR.ACCENT_4,
    MSO_THEME_COLOR.ACCENT_5,
    MSO_THEME_COLOR.ACCENT_6,
)
_EMU: Final = 9525  # to a pixel, 96 of which make an inch
_POINTS: Final = 0.75  # to a pixel
_THEME: Final = {
    "background": MSO_THEME_COLOR.BACKGROUND_1,
    "text": MSO_THEME_COLOR.TEXT_1,
    "surface": MSO_THEME_COLOR.BACKGROUND_2,
    "muted": MSO_THEME_COLOR.TEXT_2,
}
_ALIGN: Final = {"start": PP_ALIGN.LEFT, "middle": PP_ALIGN.CENTER, "end": PP_ALIGN.RIGHT}
_BREAKS: Final = re.compile(r"[\t\n\r]+")
# What XML cannot hold, not even escaped.
_NOT_XML: Final = re.compile(r"[^\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
# As PowerPoint itself marks what a screen reader need not tell.
_DECORATIVE: Final = (
    f"<a:extLst {nsdecls('a')}>"
    '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
    '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative"'
    ' val="1"/></a:ext></a:extLst>'
)


def emu(pixels: float) -> Emu:
    """Turn slide pixels into the unit of the file, of which there are 914400 to the inch."""
    return Emu(round(pixels * _EMU))


def points(pixels: float) -> Pt:
    """Turn slide pixels into points."""
    return Pt(pixels * _POINTS)


def plain(text: str) -> str:
    """Keep of a text what XML can hold, on one line; the rest becomes the sign for "no sign"."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", _BREAKS.sub(" ", text))


def paint(colour: Any, role: ColourRole, palette: Palette) -> None:
    """Give a colour of python-pptx its role: a colour of the theme, where the theme has it.

    Then the whole deck changes with its theme, and takes that of the deck it is copied into.
    """
    slot = _slot(role, palette)
    if slot is None:
        colour.rgb = rgb(palette.role(role))
    else:
        colour.theme_color = slot


def rgb(code: str) -> RGBColor:
    """Read a colour such as `#0072B2`."""
    colour: RGBColor = RGBColor.from_string(code.removeprefix("#"))
    return colour


def fill(shape: Any, role: ColourRole, palette: Palette) -> None:
    """Fill a shape, a bar or a cell."""
    shape.fill.solid()
    paint(shape.fill.fore_color, role, palette)


def stroke(shape: Any, role: ColourRole, palette: Palette, width: float, *, dashed: bool) -> None:
    """Draw the line of a shape, `width` pixels wide."""
    paint(shape.line.color, role, palette)
    shape.line.width = emu(width)
    if dashed:
        shape.line.dash_style = MSO_LINE.DASH


def bare(shape: Any) -> Any:
    """Take the style of the theme (shadow, gradient, accent) off a new shape."""
    for style in shape.element.findall(qn("p:style")):
        shape.element.remove(style)
    return shape


def describe(shape: Any, name: str, alt: str) -> None:
    """Name a shape, and say what it shows; without words it is marked as decorative."""
    shape.name = plain(name)
    properties = shape.element[0][0]
    if alt:
        properties.set("descr", plain(alt))
    else:
        properties.append(parse_xml(_DECORATIVE))


def name(shape: Any, words: str) -> None:
    """Name a shape whose own text says what it is."""
    shape.name = plain(words)


def write(
    frame: Any,
    paragraphs: Sequence[Paragraph],
    palette: Palette,
    align: Align = "start",
    gap: float = 0.0,
) -> None:
    """Write paragraphs into a text frame, without margins.

    PowerPoint breaks the lines, and breaks them anew when the text is edited or the shape made
    wider. The deck's own breaks are not written: it measured with widths that are never less than
    those of Arial, so that no text takes more lines here than it has room for. Lines are single
    spaced, which is a little less than the deck's: whoever edits them finds nothing unusual.

    Args:
        frame: of python-pptx.
        gap: between two paragraphs, as a multiple of the type of the upper one.
    """
    frame.word_wrap = True
    frame.auto_size = MSO_AUTO_SIZE.NONE
    margins(frame, 0, 0)
    for number, paragraph in enumerate(paragraphs):
        line = frame.add_paragraph() if number else frame.paragraphs[0]
        write_paragraph(line, paragraph, palette, align)
        if number + 1 < len(paragraphs):
            line.space_after = points(gap * paragraph.size)


def write_paragraph(
    line: Any, paragraph: Paragraph, palette: Palette, align: Align = "start"
) -> None:
    """Write one paragraph into an empty one of python-pptx."""
    line.alignment = _ALIGN[align]
    if paragraph.bullet:
        _bullet(line, BULLET_ROOM * paragraph.size)
    run = line.add_run()
    run.text = with_units(plain(paragraph.text))
    style(run.font, paragraph.size, paragraph.colour, palette, bold=paragraph.bold)


def speak(font: Any) -> None:
    """Say what language a run is in, for whoever reads it aloud or checks its spelling."""
    font.language_id = MSO_LANGUAGE_ID.ENGLISH_UK


def speak_british(element: Any) -> None:
    """Say the same of all that python-pptx has written by itself."""
    for properties in element.iter():
        if "lang" in properties.attrib:
            properties.set("lang", LANGUAGE)


def style(
    font: Any, size: float, colour: ColourRole, palette: Palette, *, bold: bool | None = None
) -> None:
    """Set the type of a run or of a part of a chart."""
    font.size = points(size)
    font.bold = bold
    speak(font)
    paint(font.color, colour, palette)


def margins(frame: Any, x: float, y: float, left: float | None = None) -> None:
    """Set what stays free around the text of a shape or a cell, in pixels."""
    frame.margin_left = emu(x if left is None else left)
    frame.margin_right = emu(x)
    frame.margin_top = frame.margin_bottom = emu(y)


def _bullet(line: Any, room: float) -> None:
    properties = line._p.get_or_add_pPr()
    properties.set("marL", str(emu(room)))
    properties.set("indent", str(-emu(room)))
    properties.append(parse_xml(f'<a:buFont {nsdecls("a")} typeface="{FONT}"/>'))
    properties.append(parse_xml(f'<a:buChar {nsdecls("a")} char="•"/>'))


def _slot(role: ColourRole, palette: Palette) -> MSO_THEME_COLOR | None:
    if role in _THEME:
        return _THEME[role]
    code = palette.role(role)
    accents = dict(zip(palette.arms, ACCENTS, strict=False))
    return None if role == "line" else accents.get(code)
