"""A scene on a sheet of its own, for a file: its finding above it, notes below, white around."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from data.pictures.scene import Frame, Paragraph, Scene, Text
from data.pictures.typeset import set_paragraph, text_height

_MARGIN: Final = 24.0
_TITLE: Final = 16.0
_NOTE: Final = 12.0
_LEAST_WIDTH: Final = 420.0


def sheet(scene: Scene, about: str, *, finding: str = "", notes: tuple[str, ...] = ()) -> Scene:
    """Put a scene on a sheet.

    Args:
        scene: the picture.
        about: what it is about, and of which record.
        finding: what it shows, which is its title where anybody can say.
        notes: stand below it, each a paragraph.
    """
    width = max(scene.frame.width, _LEAST_WIDTH)
    left = scene.frame.middle - width / 2
    heads = (
        Paragraph(lines=(finding or about,), size=_TITLE, bold=True),
        *((_note(about),) if finding else ()),
    )
    above = _placed(heads, left, width)
    below = _placed(tuple(map(_note, notes)), left, width)
    top = scene.frame.y - above.frame.height - _MARGIN / 2
    end = scene.frame.bottom + (_MARGIN / 2 if notes else 0.0)
    frame = Frame(
        x=left - _MARGIN,
        y=top - _MARGIN,
        width=width + 2 * _MARGIN,
        height=end + below.frame.height - top + 2 * _MARGIN,
    )
    return Scene(
        frame=frame,
        parts=(_moved(above, top), *scene.parts, *((_moved(below, end),) if notes else ())),
        alt=f"{heads[0].text}. {scene.alt}",
    )


def _note(text: str) -> Paragraph:
    return Paragraph(lines=(text,), size=_NOTE, colour="muted")


def _placed(paragraphs: tuple[Paragraph, ...], left: float, width: float) -> Text:
    broken = tuple(set_paragraph(item, width) for item in paragraphs)
    frame = Frame(x=left, y=0, width=width, height=text_height(broken))
    return Text(frame=frame, paragraphs=broken)


def _moved(text: Text, top: float) -> Text:
    return replace(text, frame=replace(text.frame, y=top))
