"""Events of two groups as dumbbells: one end for each group, under the event and its counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from data.pictures.axis import LEFT, RIGHT, ValueScale
from data.pictures.scene import (
    Frame,
    Marker,
    Paragraph,
    RuledLine,
    Scene,
    SceneGroup,
    ScenePart,
    Text,
)
from data.pictures.typeset import set_paragraph, text_height
from data.typography.signs import Sign
from data.views.results_events import Dumbbell, EventsInfo, events_alt
from data.views.results_marks import Axis

_SIZE: Final = 14.0
_DUMBBELL: Final = 16.0
_AFTER: Final = 10.0
_MOST_LINES: Final = 6  # so that terms alike at their beginning stay apart on a phone
# The second is drawn over the first, and smaller: where both are the same, both are seen.
_ENDS: Final[tuple[tuple[Sign, float], ...]] = (("circle", 7.0), ("diamond", 5.0))


def events_scene(info: EventsInfo, width: float) -> Scene:
    """Draw events.

    Args:
        info: what is drawn.
        width: of the picture, in pixels.
    """
    axis = Axis(title=info.axis, low=0, high=info.most * 100)
    scale = ValueScale(axis=axis, start=LEFT, end=width - RIGHT, size=_SIZE - 1)
    rows: list[ScenePart] = []
    y = 0.0
    for place, item in enumerate(info.events):
        words = _words(item, y, width)
        y = words.frame.bottom + _DUMBBELL
        drawn = _dumbbell(info, item, y - _DUMBBELL / 2, scale)
        alt = f"{item.name}: {item.text}"
        rows.append(SceneGroup(key=f"{place}", parts=(words, *drawn), alt=alt))
        y += _AFTER
    behind = scale.behind(0, y)
    below, bottom = scale.below(y, width)
    frame = Frame(x=0, y=0, width=width, height=bottom)
    return Scene(frame=frame, parts=(*behind, *rows, *below), alt=events_alt(info))


def _words(item: Dumbbell, y: float, width: float) -> Text:
    told = tuple(
        set_paragraph(Paragraph(lines=(text,), size=_SIZE, bold=bold), width, most=_MOST_LINES)
        for text, bold in ((item.name, True), (item.text, False))
    )
    frame = Frame(x=0, y=y, width=width, height=text_height(told, 0))
    return Text(frame=frame, paragraphs=told, gap=0)


def _dumbbell(info: EventsInfo, item: Dumbbell, y: float, scale: ValueScale) -> Iterator[ScenePart]:
    shares = (item.first, item.second)
    if item.first is not None and item.second is not None:
        one, other = scale.x(item.first * 100), scale.x(item.second * 100)
        yield RuledLine(x1=one, y1=y, x2=other, y2=y, width=3)
    for share, group, position, (sign, radius) in zip(
        shares, info.groups, info.positions, _ENDS, strict=True
    ):
        if share is None or not group:
            continue
        role = "muted" if position is None else f"arm {position}"
        yield Marker(
            x=scale.x(share * 100),
            y=y,
            radius=radius,
            shape=sign,
            fill="background" if item.is_open else role,
            # Without a line of its own a filled end stands apart from the one below it.
            outline=role if item.is_open else "background",
            alt=f"{group}: {item.name}, {item.text}",
        )
