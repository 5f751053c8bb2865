"""Who took part, as scenes: the CONSORT flow of each group, and the bands of people from period to
period."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from data.pictures.scene import (
    Box,
    Connector,
    Frame,
    Outline,
    Paragraph,
    Scene,
    SceneGroup,
    ScenePart,
    Text,
)
from data.pictures.typeset import box_height, box_room, set_paragraph, text_height
from data.views.results_flow import Band, ConsortInfo, GroupWay, PeriodsInfo, Stage, Stop

_SIZE: Final = 13.0
_COLUMN: Final = 260.0
_ALONE: Final = 360.0
_NARROWEST: Final = 200.0
_GAP: Final = 24.0
_INDENT: Final = 34.0
_BETWEEN: Final = 18.0  # from box to box
_BAND: Final = 14.0  # the height of a band of people
_FALL: Final = 46.0  # from band to band
_WEIGHT: Final = 1.5
_HEAD: Final = 9.0


def consort_scene(info: ConsortInfo, width: float) -> Scene:
    """Draw the CONSORT flow: each group goes down in a column of its own.

    Args:
        info: what is told of each group.
        width: the pixels it can take; groups for which there is no room go below.
    """
    count = len(info.ways)
    across = max(1, min(count, int((width + _GAP) // (_NARROWEST + _GAP))))
    column = min(_COLUMN if across > 1 else _ALONE, (width - (across - 1) * _GAP) / across)
    parts: list[ScenePart] = []
    top = bottom = 0.0
    for place, way in enumerate(info.ways):
        if place and place % across == 0:
            top = bottom + 2 * _BETWEEN
        left = place % across * (column + _GAP)
        drawn, end = _way(way, place, left, top, column)
        parts += drawn
        bottom = max(bottom, end)
    whole = across * column + (across - 1) * _GAP
    frame = Frame(x=-2, y=-2, width=whole + 4, height=max(bottom, _SIZE) + 4)
    return Scene(frame=frame, parts=tuple(parts), alt=info.alt)


def _way(
    way: GroupWay, place: int, left: float, top: float, width: float
) -> tuple[list[ScenePart], float]:
    """The boxes of a group, one below the other, and where the last ends."""
    name = _box(way, f"{place}", Stop(texts=(way.name,)), left, top, width, is_name=True)
    boxes, arrows = [name], list[ScenePart]()
    above = name  # the last one on the way down
    for number, stop in enumerate(way.stops):
        indent = _INDENT if stop.aside else 0.0
        y = boxes[-1].frame.bottom + _BETWEEN
        box = _box(way, f"{place}-{number}", stop, left + indent, y, width - indent)
        spine = left + _INDENT / 2
        if stop.aside:
            points = ((spine, box.frame.centre), (box.frame.x, box.frame.centre))
        else:
            points = ((spine, above.frame.bottom), (spine, box.frame.y))
        arrows.append(
            Connector(source=above.key, target=box.key, points=points, weight=_WEIGHT, head=_HEAD)
        )
        boxes.append(box)
        above = above if stop.aside else box
    return [*arrows, *boxes], boxes[-1].frame.bottom


def _box(
    way: GroupWay,
    key: str,
    stop: Stop,
    left: float,
    top: float,
    width: float,
    *,
    is_name: bool = False,
) -> Box:
    room = box_room(width, stripe=not stop.aside)
    paragraphs = tuple(
        set_paragraph(Paragraph(lines=(text,), size=_SIZE, bold=is_name), room, most=4)
        for text in stop.texts
    )
    return Box(
        key=key,
        frame=Frame(x=left, y=top, width=width, height=box_height(paragraphs)),
        paragraphs=paragraphs,
        align="start",
        fill="background" if stop.aside else "surface",
        stripe="" if stop.aside else _role(way.position),
        weight=_WEIGHT,
        dashed=stop.aside,
        alt=" · ".join(stop.texts if is_name else (way.name, *stop.texts)),
    )


def _role(position: int | None) -> str:
    return "muted" if position is None else f"arm {position}"


def periods_scene(info: PeriodsInfo, width: float) -> Scene:
    """Draw the people of each group from period to period: a band as wide as they are many.

    Args:
        info: the stages, the first at the top.
        width: of the picture, in pixels.
    """
    tops, words = _stacked(info, width)
    scale = width / info.width if info.width else 0.0
    parts: list[ScenePart] = []
    for step, stage in enumerate(info.stages):
        following = tops[step + 1] if step + 1 < len(tops) else None
        for place, band in enumerate(stage.bands):
            shapes = tuple(_band(band, tops[step], following, scale))
            told = f"{stage.title}: {band.text}"
            parts.append(SceneGroup(key=f"{step}-{place}", parts=shapes, alt=told))
    height = tops[-1] + _BAND if tops else _SIZE
    return Scene(
        frame=Frame(x=0, y=0, width=width, height=height), parts=(*parts, *words), alt=info.alt
    )


def _stacked(info: PeriodsInfo, width: float) -> tuple[list[float], list[Text]]:
    """The top of the bands of each stage, and what is written above them."""
    y = 0.0
    tops: list[float] = []
    words: list[Text] = []
    for stage in info.stages:
        paragraphs = _told(stage, width)
        height = text_height(paragraphs)
        words.append(
            Text(
                frame=Frame(x=4, y=y, width=width, height=height),
                paragraphs=paragraphs,
                rimmed=False,
            )
        )
        tops.append(y + height + 4)
        y = tops[-1] + _BAND + _FALL
    return tops, words


def _told(stage: Stage, width: float) -> tuple[Paragraph, ...]:
    texts = ((stage.title, True), *((band.text, False) for band in stage.bands))
    return tuple(
        set_paragraph(Paragraph(lines=(text,), size=_SIZE, bold=bold), width, most=6)
        for text, bold in texts
    )


def _band(band: Band, top: float, following: float | None, scale: float) -> Iterator[ScenePart]:
    """The people of a group, the way of those who go on, and, tapering off, of those who do not."""
    left, right, bottom = band.left * scale, (band.left + band.people) * scale, top + _BAND
    if following is not None and band.people:
        onward = left + band.onward * scale
        stays = min(onward, right)
        way = ((left, bottom), (stays, bottom), (onward, following), (left, following))
        yield Outline(rings=(way,), outline="surface")
        if right > stays:
            rest = ((stays, bottom), (right, bottom), (stays, bottom + _FALL / 2))
            yield Outline(rings=(rest,), fill="line", outline="line")
    whole = ((left, top), (right, top), (right, bottom), (left, bottom))
    yield Outline(rings=(whole,), fill=_role(band.position), outline=_role(band.position))
