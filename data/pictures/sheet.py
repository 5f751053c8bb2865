"""A scene on a sheet of its own, for a file: its title above it, notes below, white around."""

from __future__ import annotations

from typing import Final

from data.pictures.scene import LINE_HEIGHT, Frame, Paragraph, Scene, Text
from data.pictures.typeset import set_paragraph, text_height

_MARGIN: Final = 24.0
_TITLE: Final = 16.0
_NOTE: Final = 12.0
_LEAST_WIDTH: Final = 420.0


def sheet(scene: Scene, title: str, notes: tuple[str, ...] = ()) -> Scene:
    """Put a scene on a sheet.

    Args:
        scene: the picture.
        title: stands above it.
        notes: stand below it, each a paragraph.
    """
    width = max(scene.frame.width, _LEAST_WIDTH)
    left = scene.frame.middle - width / 2
    heading = set_paragraph(Paragraph(lines=(title,), size=_TITLE, bold=True), width)
    above = len(heading.lines) * _TITLE * LINE_HEIGHT
    told = tuple(
        set_paragraph(Paragraph(lines=(note,), size=_NOTE, colour="muted"), width) for note in notes
    )
    below = text_height(told) + _MARGIN / 2 if told else 0.0
    top, bottom = scene.frame.y - above - _MARGIN / 2, scene.frame.bottom + below
    parts = (
        Text(frame=Frame(x=left, y=top, width=width, height=above), paragraphs=(heading,)),
        *scene.parts,
        *(
            [
                Text(
                    frame=Frame(
                        x=left, y=scene.frame.bottom + _MARGIN / 2, width=width, height=below
                    ),
                    paragraphs=told,
                )
            ]
            if told
            else []
        ),
    )
    frame = Frame(
        x=left - _MARGIN,
        y=top - _MARGIN,
        width=width + 2 * _MARGIN,
        height=bottom - top + 2 * _MARGIN,
    )
    return Scene(frame=frame, parts=parts, alt=f"{title}. {scene.alt}")
