"""Values per group as bars, or as points with their intervals; each under its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from data.pictures.axis import LEFT, RIGHT, ValueScale
from data.pictures.scene import (
    Box,
    Connector,
    Frame,
    Marker,
    Paragraph,
    RuledLine,
    Scene,
    SceneGroup,
    ScenePart,
    Text,
)
from data.pictures.typeset import NO_LIMIT, set_paragraph, text_height
from data.typography.signs import group_sign
from data.views.results_marks import MarksInfo, ResultMark, marks_alt

_RADIUS: Final = 6.0
_HEAD: Final = 9.0  # of an arrow
_LEAST_ARROW: Final = 12.0


@dataclass(frozen=True, kw_only=True)
class MarksSpacing:
    """How large a picture of values is, in pixels.

    Args:
        text: the type.
        bar: the room of a mark from top to bottom.
        above, below: left free above and below a mark.
        block: and below those of one heading.
        lines: the most that the words of a value take.
        has_axis: whether the scale stands below.
    """

    text: float = 14.0
    bar: float = 14.0
    above: float = 3.0
    below: float = 6.0
    block: float = 10.0
    lines: int = NO_LIMIT
    has_axis: bool = True


PAGE: Final = MarksSpacing()
TILE: Final = MarksSpacing(
    text=13.0, bar=12.0, above=4.0, below=10.0, block=0.0, lines=2, has_axis=False
)


def marks_scene(
    info: MarksInfo, width: float, spacing: MarksSpacing = PAGE, least_height: float = 0.0
) -> Scene:
    """Draw values.

    Args:
        info: what is drawn.
        width: of the picture, in pixels.
        spacing: its type and lengths.
        least_height: in pixels, for a picture that must not be smaller than its neighbour.
    """
    scale = (
        ValueScale(axis=info.axis, start=LEFT, end=width - RIGHT, size=spacing.text - 1)
        if info.axis
        else None
    )
    rows, bottom = _rows(info, width, spacing, scale)
    behind: tuple[ScenePart, ...] = ()
    below: tuple[ScenePart, ...] = ()
    if scale and spacing.has_axis:
        behind = tuple(scale.behind(0, bottom))
        below, bottom = scale.below(bottom, width)
    spare = max(0.0, least_height - bottom) / 2
    return Scene(
        frame=Frame(x=0, y=-spare, width=width, height=bottom + 2 * spare),
        parts=(*behind, *rows, *below),
        alt=marks_alt(info),
    )


def _rows(
    info: MarksInfo, width: float, spacing: MarksSpacing, scale: ValueScale | None
) -> tuple[list[ScenePart], float]:
    """Stack headings and values, and say where they end."""
    rows: list[ScenePart] = []
    y = 0.0
    for block in info.blocks:
        if block.heading:
            head = _words(block.heading, y, width, spacing, bold=True)
            rows.append(head)
            y = head.frame.bottom
        for mark in block.marks:
            words = _words(mark.text, y, width, spacing)
            y = words.frame.bottom
            drawn: tuple[ScenePart, ...] = ()
            if scale and mark.value is not None:
                y += spacing.above + spacing.bar
                drawn = tuple(_value(mark, y - spacing.bar / 2, info.bars, spacing, scale))
            alt = f"{block.heading}: {mark.text}" if block.heading else mark.text
            rows.append(SceneGroup(key=f"{len(rows)}", parts=(words, *drawn), alt=alt))
            y += spacing.below
        y += spacing.block
    return rows, y


def _words(text: str, y: float, width: float, spacing: MarksSpacing, *, bold: bool = False) -> Text:
    told = set_paragraph(
        Paragraph(lines=(text,), size=spacing.text, bold=bold), width, most=spacing.lines
    )
    frame = Frame(x=0, y=y, width=width, height=text_height([told]))
    return Text(frame=frame, paragraphs=(told,))


def _value(
    mark: ResultMark, y: float, bars: bool, spacing: MarksSpacing, scale: ValueScale
) -> Iterator[ScenePart]:
    assert mark.value is not None
    role = "muted" if mark.position is None else f"arm {mark.position}"
    start, at = scale.x(scale.axis.low if scale.axis.is_log else 0), scale.x(mark.value)
    if bars:
        top, wide = y - spacing.bar / 2, abs(at - start)
        frame = Frame(x=min(start, at), y=top, width=wide, height=spacing.bar)
        yield Box(key="", frame=frame, fill=role, weight=1, rounded=False)
        yield from _interval(mark, y, at, scale, "text")
        return
    if not spacing.has_axis:  # how far along the value is
        yield RuledLine(x1=start, y1=y + 8, x2=at, y2=y + 8, width=0.5, dashed=True)
    yield from _interval(mark, y, at, scale, role)
    sign = group_sign(mark.position)
    yield Marker(x=at, y=y, radius=_RADIUS, shape=sign, fill=role, outline=role)


def _interval(
    mark: ResultMark, y: float, at: float, scale: ValueScale, colour: str
) -> Iterator[ScenePart]:
    """The interval around a value: a stop at an end that is known, an arrow where there is none."""
    left = at if mark.low is None else scale.x(mark.low)
    right = at if mark.high is None else scale.x(mark.high)
    if right > left:
        yield RuledLine(x1=left, y1=y, x2=right, y2=y, colour=colour, width=2)
    for end, x in ((mark.low, left), (mark.high, right)):
        if end is not None:
            yield RuledLine(x1=x, y1=y - 5, x2=x, y2=y + 5, colour=colour, width=2)
    if mark.low_open:
        yield _arrow(left, min(scale.start, left - _LEAST_ARROW), y, colour)
    if mark.high_open:
        yield _arrow(right, max(scale.end, right + _LEAST_ARROW), y, colour)


def _arrow(start: float, end: float, y: float, colour: str) -> Connector:
    return Connector(
        source="", target="", points=((start, y), (end, y)), head=_HEAD, dashed=True, colour=colour
    )
