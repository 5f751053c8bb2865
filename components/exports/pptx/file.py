"""A deck as the bytes of a PowerPoint file."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any, Final

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR

from components.exports.pptx import drawing
from components.exports.pptx.chart import draw_chart
from components.exports.pptx.drawing import LANGUAGE, emu
from components.exports.pptx.master import empty_presentation, number_slide
from components.exports.pptx.picture import draw_picture, draw_text
from components.exports.pptx.table import draw_table
from components.palette import Palette
from data.deck.model import FOOTER_TYPE, Chart, Deck, Slide, SlideBlock, Table
from data.deck.typeset import footer_lines
from data.pictures.scene import Paragraph, Text

PPTX_MIME: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_AUTHOR: Final = "Trial Explorer"
_UNDATED: Final = datetime(2000, 1, 1)  # noqa: DTZ001  (the file knows no time zones)
_MOST_SIGNS: Final = 255  # that a property of the document can hold
_ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP file knows
_UNIX: Final = 3


def deck_pptx(deck: Deck, palette: Palette) -> bytes:
    """Make the PowerPoint file of a deck; the same deck always becomes the same bytes.

    Args:
        palette: the colours, which become those of the file's theme.
    """
    presentation = empty_presentation(deck.size, palette)
    made = datetime.fromisoformat(deck.last_update) if deck.last_update else _UNDATED
    _set_properties(presentation.core_properties, deck, made)
    for number, slide in enumerate(deck.slides, 1):
        _add_slide(presentation, deck, slide, number, palette, made)
    file = io.BytesIO()
    presentation.save(file)
    return _steady(file)


def _set_properties(properties: Any, deck: Deck, made: datetime) -> None:
    properties.title = drawing.plain(deck.title)[:_MOST_SIGNS]
    properties.subject = drawing.plain(f"{deck.nct_id}, for a {deck.audience} audience")
    properties.keywords = drawing.plain(deck.nct_id)
    properties.author = properties.last_modified_by = _AUTHOR
    properties.language = LANGUAGE
    properties.created = properties.modified = made
    properties.revision = 1


def _add_slide(
    presentation: Any, deck: Deck, slide: Slide, number: int, palette: Palette, made: datetime
) -> None:
    """Add a slide; screen readers tell it in this order: title, blocks, footer, number."""
    native = presentation.slides.add_slide(presentation.slide_layouts[0])
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


def _write_footer(native: Any, deck: Deck, slide: Slide, number: int, palette: Palette) -> None:
    for holder in native.slide_layout.placeholders:
        if holder.placeholder_format.type is not PP_PLACEHOLDER.TITLE:
            native.shapes.clone_placeholder(holder)
    for holder in native.placeholders:
        kind = holder.placeholder_format.type
        if kind is PP_PLACEHOLDER.FOOTER:
            lines = footer_lines(deck, slide)
            said = Paragraph(lines=lines, size=FOOTER_TYPE, colour="muted")
            drawing.write(holder.text_frame, (said,), palette)
            holder.text_frame.vertical_anchor = MSO_ANCHOR.TOP
        elif kind is PP_PLACEHOLDER.SLIDE_NUMBER:
            number_slide(holder.text_frame.paragraphs[0], number)


def _write_notes(frame: Any, slide: Slide) -> None:
    for number, note in enumerate(slide.notes):
        line = frame.add_paragraph() if number else frame.paragraphs[0]
        run = line.add_run()
        run.text = drawing.plain(note)
        drawing.speak(run.font)


def _steady(file: io.BytesIO) -> bytes:
    """Write a ZIP file anew, in order and without the time of day."""
    steady = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(steady, "w") as new:
        for name in sorted(old.namelist()):
            entry = zipfile.ZipInfo(name, date_time=_ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = _UNIX  # else it names the system of the machine
            new.writestr(entry, old.read(name))
    return steady.getvalue()
