"""Somebody's own PowerPoint file or template to stand the slides on: its master, fonts and colours.

Its slides are left out, and what refers to them. It is read from bytes that anybody may have sent:
what cannot be used is refused in one sentence.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any, Final

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PythonPptxError
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn

from components.exports.pptx.drawing import emu
from data.deck.model import SIZES, SlideSize

_OFFICE_97: Final = bytes.fromhex("D0CF11E0A1B11AE1")  # also what is locked with a password
MAX_BYTES: Final = 20 * 2**20
_MOST_BYTES: Final = 300_000_000  # unpacked
_MOST_FILES: Final = 5_000
_TYPES: Final = "[Content_Types].xml"
_TEMPLATE: Final = b"presentationml.template.main+xml"
_PRESENTATION: Final = b"presentationml.presentation.main+xml"
_EXPECTED: Final = "expected a PowerPoint presentation or template (.pptx, .potx)"
_UNREADABLE: Final = (
    *(AssertionError, AttributeError, IndexError, KeyError, TypeError, ValueError),
    # lxml's errors of syntax are Python's; the ZIP reader's of what it does not know are runtime's.
    *(
        zipfile.BadZipFile,
        zlib.error,
        SyntaxError,
        PythonPptxError,
        RuntimeError,
        EOFError,
        OSError,
    ),
)


class TemplateError(ValueError):
    """A file that slides cannot stand on; the message is one sentence."""


def template_size(content: bytes) -> SlideSize:
    """The format of slides that is nearest to that of a template, which is tried out.

    Raises:
        TemplateError: it is none that slides can stand on.
    """
    presentation = _opened(content)
    shape = presentation.slide_width / presentation.slide_height
    nearest = min(SIZES, key=lambda size: abs(size.width / size.height - shape))
    presentation_on(content, nearest)
    return nearest


def presentation_on(content: bytes, size: SlideSize) -> tuple[Any, Any]:
    """Make a presentation without slides of a template, as large as the slides.

    Returns:
        The presentation, and the layout that the slides have.

    Raises:
        TemplateError: it is none that slides can stand on.
    """
    presentation = _opened(content)
    try:
        _without_slides(presentation)
        _resized(presentation, size)
        return presentation, _layout(presentation)
    except _UNREADABLE as error:
        raise TemplateError(f"{_EXPECTED}, got one that is damaged") from error


def _opened(content: bytes) -> Any:
    if len(content) > MAX_BYTES:
        raise TemplateError(f"{_EXPECTED} of at most {MAX_BYTES // 10**6} MB, got a larger one")
    if content.startswith(_OFFICE_97):
        raise TemplateError(
            f"{_EXPECTED}, got one of before 2007 or with a password: save it anew without"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            files = packed.infolist()
            if len(files) > _MOST_FILES or sum(item.file_size for item in files) > _MOST_BYTES:
                raise TemplateError(f"{_EXPECTED} of at most 300 MB unpacked, got more")
            types = packed.read(_TYPES)
        if b"macroEnabled" in types:
            raise TemplateError(f"{_EXPECTED}, got one with macros: save it without")
        if _TEMPLATE in types:
            content = _as_presentation(content, types)
        elif _PRESENTATION not in types:
            raise TemplateError(f"{_EXPECTED}, got another kind of file")
        presentation = Presentation(io.BytesIO(content))
        width, height = presentation.slide_width, presentation.slide_height
        layouts = [
            layout for master in presentation.slide_masters for layout in master.slide_layouts
        ]
    except TemplateError:
        raise
    except _UNREADABLE as error:
        what = "one that is damaged" if content[:2] == b"PK" else "another kind of file"
        raise TemplateError(f"{_EXPECTED}, got {what}") from error
    if not width or not height or width <= height:
        raise TemplateError(f"{_EXPECTED} with slides wider than high, got others")
    if not any(_title(layout) is not None for layout in layouts):
        raise TemplateError(f"{_EXPECTED} with a layout that has a title, got none")
    return presentation


def _as_presentation(content: bytes, types: bytes) -> bytes:
    """Call a template a presentation: that is all that tells them apart."""
    anew = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(anew, "w") as new:
        for name in dict.fromkeys(old.namelist()):
            new.writestr(
                name, types.replace(_TEMPLATE, _PRESENTATION) if name == _TYPES else old.read(name)
            )
    return anew.getvalue()


def _title(layout: Any) -> Any:
    kinds = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
    return next(
        (holder for holder in layout.placeholders if holder.placeholder_format.type in kinds), None
    )


def _layout(presentation: Any) -> Any:
    """The layout with a title and as little else as there is: called "Title Only" where it was not
    renamed."""
    layouts = [layout for master in presentation.slide_masters for layout in master.slide_layouts]
    with_title = [layout for layout in layouts if _title(layout) is not None]
    return min(
        with_title,
        key=lambda layout: (
            layout.element.get("type") != "titleOnly",
            _title(layout).placeholder_format.type is PP_PLACEHOLDER.CENTER_TITLE,
            len(list(layout.placeholders)),
            layouts.index(layout),
        ),
    )


def _without_slides(presentation: Any) -> None:
    """Leave out the slides, and the shows and sections that name them: a file that names slides it
    does not hold is one that PowerPoint offers to repair."""
    slides = presentation.slides._sldIdLst
    for slide in list(slides):
        presentation.part.drop_rel(slide.rId)
        slides.remove(slide)
    for element in presentation.element.findall(qn("p:custShowLst")):
        presentation.element.remove(element)
    for extension in list(presentation.element.iter(qn("p:ext"))):
        if any(child.tag.endswith("}sectionLst") for child in extension):
            extension.getparent().remove(extension)
    package = presentation.part.package
    for kind in (RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES):
        for key in [key for key, rel in package._rels.items() if rel.reltype == kind]:
            package._rels.pop(key)


def _resized(presentation: Any, size: SlideSize) -> None:
    """Make slides as large as ours, and what stands on masters and layouts along with them."""
    wide, high = emu(size.width), emu(size.height)
    across, down = wide / presentation.slide_width, high / presentation.slide_height
    presentation.slide_width, presentation.slide_height = wide, high
    presentation.element.sldSz.attrib.pop("type", None)
    if abs(across - 1) < 1e-3 and abs(down - 1) < 1e-3:
        return
    for master in presentation.slide_masters:
        for sheet in (master, *master.slide_layouts):
            for shape in sheet.shapes._spTree:
                _scale(shape, across, down)


def _scale(shape: Any, across: float, down: float) -> None:
    """Scale where a shape stands and how large it is; what is in a group follows its group."""
    for frame in shape.iterfind(f".//{qn('a:xfrm')}"):
        if frame.getparent().getparent() is shape:
            _scale_frame(frame, across, down)
    for frame in shape.findall(qn("p:xfrm")):
        _scale_frame(frame, across, down)


def _scale_frame(frame: Any, across: float, down: float) -> None:
    for tag, names in (("a:off", ("x", "y")), ("a:ext", ("cx", "cy"))):
        for element in frame.findall(qn(tag)):
            for name, by in zip(names, (across, down), strict=True):
                element.set(name, str(round(int(element.get(name, "0")) * by)))
