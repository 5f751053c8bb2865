"""A deck as the bytes of a PowerPoint file."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any, Final

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn

from components.exports.pptx import drawing
from components.exports.pptx.chart import draw_chart
from components.exports.pptx.drawing import LANGUAGE, emu
from components.exports.pptx.master import NUMBER_WIDTH, empty_presentation, number_slide
from components.exports.pptx.picture import draw_picture, draw_text
from components.exports.pptx.table import draw_table
from components.exports.pptx.template import presentation_on
from components.exports.zipped import zipped
from components.palette import Palette
from data.deck.model import FOOTER_TYPE, Chart, Deck, Slide, SlideBlock, Table
from data.deck.typeset import footer_lines
from data.pictures.scene import Frame, Paragraph, Text

_AUTHOR: Final = "Trial Explorer"
_UNDATED: Final = datetime(2000, 1, 1)  # noqa: DTZ001  (the file knows no time zones)
_MOST_SIGNS: Final = 255  # that a property of the document can hold


def deck_pptx(deck: Deck, palette: Palette, template: bytes | None = None) -> bytes:
    """Make the PowerPoint file of a deck; the same deck always becomes the same bytes.

    Args:
        palette: the colours, which become those of the file's theme.
        template: somebody's own presentation or template, which gives master, fonts and colours.

    Raises:
        TemplateError: it is none that slides can stand on.
    """
    if template is None:
        presentation = empty_presentation(deck.size, palette)
        layout = presentation.slide_layouts[0]
    else:
        presentation, layout = presentation_on(template, deck.size)
    made = datetime.fromisoformat(deck.last_update) if deck.last_update else _UNDATED
    _set_properties(presentation.core_properties, deck, made)
    for number, slide in enumerate(deck.slides, 1):
        native = presentation.slides.add_slide(layout)
        _fill_slide(native, deck, slide, number, palette, made)
        if template is not None:
            _leave_to_master(native.shapes.title)
    file = io.BytesIO()
    presentation.save(file)
    with zipfile.ZipFile(file) as saved:
        return zipped({name: saved.read(name) for name in saved.namelist()})


def _set_properties(properties: Any, deck: Deck, made: datetime) -> None:
    properties.title = drawing.plain(deck.title)[:_MOST_SIGNS]
    properties.subject = drawing.plain(f"{deck.nct_id}, for a {deck.audience} audience")
    properties.keywords = drawing.plain(deck.nct_id)
    properties.author = properties.last_modified_by = _AUTHOR
    properties.language = LANGUAGE
    properties.created = properties.modified = made
    properties.revision = 1


def _fill_slide(
    native: Any, deck: Deck, slide: Slide, number: int, palette: Palette, made: datetime
) -> None:
    """Fill a slide; screen readers tell it in this order: title, blocks, footer, number."""
    for holder in list(native.placeholders):
        if holder.shape_id != native.shapes.title.shape_id:
            holder.element.getparent().remove(holder.element)  # what the layout asks for besides
    _write_title(native.shapes.title, deck, slide, palette)
    for block in slide.blocks:
        _draw(native.shapes, block, palette, made)
    _write_footer(native, deck, slide, number, palette)
    _write_notes(native.notes_slide.notes_text_frame, slide)


def _write_title(title: Any, deck: Deck, slide: Slide, palette: Palette) -> None:
    frame = deck.size.title_frame(slide.title, slide.top)
    title.left, title.top = emu(frame.x), emu(frame.y)
    title.width, title.height = emu(frame.width), emu(frame.height)
    drawing.write(title.text_frame, (slide.title,), palette)


def _draw(shapes: Any, block: SlideBlock, palette: Palette, made: datetime) -> None:
    if isinstance(block, Text):
        draw_text(shapes, block, palette)
    elif isinstance(block, Table):
        draw_table(shapes, block, palette)
    elif isinstance(block, Chart):
        draw_chart(shapes, block, palette, made)
    else:
        draw_picture(shapes, block, palette)


def _leave_to_master(title: Any) -> None:
    """Let a template say what colour titles have; their letters stay as they were measured."""
    for properties in title.element.iter(qn("a:rPr")):
        for colour in properties.findall(qn("a:solidFill")):
            properties.remove(colour)
        properties.set("cap", "none")


def _write_footer(native: Any, deck: Deck, slide: Slide, number: int, palette: Palette) -> None:
    """Write the footer and the number into their placeholders, or where the layout has none into
    boxes; both stand where the deck keeps room for them."""
    frame = deck.size.footer
    at = frame.right - NUMBER_WIDTH
    footer = _at_foot(native, PP_PLACEHOLDER.FOOTER, frame.x, frame, at - frame.x)
    said = Paragraph(lines=footer_lines(deck, slide), size=FOOTER_TYPE, colour="muted")
    drawing.write(footer.text_frame, (said,), palette)
    footer.text_frame.vertical_anchor = MSO_ANCHOR.TOP
    counted = _at_foot(native, PP_PLACEHOLDER.SLIDE_NUMBER, at, frame, NUMBER_WIDTH)
    number_slide(counted.text_frame.paragraphs[0], number)


def _at_foot(native: Any, kind: PP_PLACEHOLDER, x: float, frame: Frame, width: float) -> Any:
    for holder in native.slide_layout.placeholders:
        if holder.placeholder_format.type is kind:
            native.shapes.clone_placeholder(holder)
            found = list(native.placeholders)[-1]
            break
    else:
        found = native.shapes.add_textbox(0, 0, 0, 0)
    found.left, found.top = emu(x), emu(frame.y)
    found.width, found.height = emu(width), emu(frame.height)
    return found


def _write_notes(frame: Any, slide: Slide) -> None:
    for number, note in enumerate(slide.notes):
        line = frame.add_paragraph() if number else frame.paragraphs[0]
        run = line.add_run()
        run.text = drawing.plain(note)
        drawing.speak(run.font)
