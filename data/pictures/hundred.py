"""One hundred people of each group as dots, filled for those to whom something happened."""

from __future__ import annotations

from typing import Final

from data.pictures.scene import Frame, Marker, Paragraph, Scene, SceneGroup, ScenePart, Text
from data.pictures.typeset import set_paragraph, text_height
from data.views.results_hundred import HUNDRED, Hundred, HundredInfo, hundred_alt, in_words
from data.words import capitalised

_ACROSS: Final = 10
_STEP: Final = 18.0  # from dot to dot, where there is room
_GAP: Final = 1.4  # between the groups, in dots
_DOT: Final = 0.32  # its radius, in steps
_SIZE: Final = 14.0
_UNDER_HEAD: Final = 8.0


def hundred_scene(info: HundredInfo, width: float) -> Scene:
    """Draw one hundred people per group, side by side.

    Args:
        info: how many of each hundred.
        width: the pixels it can take.
    """
    count = max(1, len(info.groups))
    step = min(_STEP, width / (count * _ACROSS + (count - 1) * _GAP))
    block = _ACROSS * step
    heads = [_head(item, block) for item in info.groups]
    top = max(map(text_height, heads), default=0.0) + _UNDER_HEAD
    lefts = [place * (block + _GAP * step) for place in range(count)]
    groups = tuple(
        SceneGroup(
            key=f"{place}",
            parts=(
                Text(frame=Frame(x=left, y=0, width=block, height=top), paragraphs=head),
                *_dots(item, left, top, step),
            ),
            alt=f"{item.group}: {item.exact} {info.event}",
        )
        for place, (item, left, head) in enumerate(zip(info.groups, lefts, heads, strict=False))
    )
    frame = Frame(x=0, y=0, width=lefts[-1] + block, height=top + HUNDRED / _ACROSS * step)
    return Scene(frame=frame, parts=groups, alt=hundred_alt(info))


def _head(item: Hundred, width: float) -> tuple[Paragraph, ...]:
    name = capitalised(item.group)
    return tuple(
        set_paragraph(Paragraph(lines=(text,), size=_SIZE, bold=bold), width)
        for text, bold in ((name, False), (in_words(item), True))
    )


def _dots(item: Hundred, left: float, top: float, step: float) -> tuple[ScenePart, ...]:
    if item.affected is None:
        return ()
    role = "muted" if item.position is None else f"arm {item.position}"
    return tuple(
        Marker(
            x=left + (place % _ACROSS + 0.5) * step,
            y=top + (place // _ACROSS + 0.5) * step,
            radius=_DOT * step,
            fill=role if place < item.affected else "background",
            outline=role if place < item.affected else "line",
        )
        for place in range(HUNDRED)
    )
