"""Who took part, as scenes: the CONSORT flow of each group, and the bands of people from period to
period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
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
from data.results.participant_flow import ParticipantFlow, first_period
from data.views.results_flow import (
    Band,
    ConsortInfo,
    GroupWay,
    PeriodEdge,
    PeriodsInfo,
    Stop,
    consort_info,
)

_SIZE: Final = 13.0
_COLUMN: Final = 26.0  # in type sizes, as are all lengths of the CONSORT flow
_ALONE: Final = 28.0
_NARROWEST: Final = 15.0
_GAP: Final = 1.8
_INDENT: Final = 1.6
_MAIN: Final = 0.62  # of a column, for a box on the way down
_BETWEEN: Final = 1.4  # from box to box
_HEAD: Final = 0.7
_WEIGHT: Final = 1.5
_EDGE: Final = 2.0  # round it all, in pixels, for outlines
_REASONS: Final = (10_000, 3, 0)  # told one by one, where there is room
_BAND: Final = 14.0  # the height of a band of people
_FALL: Final = 46.0  # from band to band


def consort_pages(
    flow: ParticipantFlow,
    positions: Sequence[int | None],
    room: tuple[float, float],
    sizes: Sequence[float] = (_SIZE,),
) -> tuple[Scene, ...]:
    """Draw the CONSORT flow on a page or two, with as many periods and reasons as have room.

    Args:
        flow: who took part.
        positions: the place of each group, for its colour.
        room: the width and height of a page, in pixels.
        sizes: of the type; the first in which it fits is taken.

    Returns:
        The groups in portions of the same size; nothing where they do not fit.
    """
    width, height = room[0] - 2 * _EDGE, room[1]
    count = len(flow.groups)
    later = any(first_period(flow, place) for place in range(count))
    shown = (len(flow.periods), *(() if later else (1,)))
    for periods, pages, most, size in product(shown, (1, 2), _REASONS, sizes):
        each = -(-count // pages)
        if _across(each, width, size) < each:
            continue
        info = consort_info(flow, positions, most=most, periods=periods)
        parts = (info.ways[start : start + each] for start in range(0, count, each))
        drawn = tuple(consort_scene(replace(info, ways=part), width, size) for part in parts)
        if all(page.frame.height <= height for page in drawn):
            return drawn
    return ()


def consort_scene(info: ConsortInfo, width: float, size: float = _SIZE) -> Scene:
    """Draw the CONSORT flow: each group goes down in a column of its own.

    Args:
        info: what is told of each group.
        width: the pixels it can take; groups for which there is no room go below.
        size: of the type.
    """
    across = _across(len(info.ways), width, size)
    gap = _GAP * size
    most = size * (_COLUMN if across > 1 else _ALONE)
    column = min(most, (width - (across - 1) * gap) / across)
    parts: list[ScenePart] = []
    top = bottom = 0.0
    for place, way in enumerate(info.ways):
        if place and place % across == 0:
            top = bottom + 2 * _BETWEEN * size
        left = place % across * (column + gap)
        room = Frame(x=left, y=top, width=column, height=0)
        drawn, end = _way(way, f"{place}", room, size)
        parts += drawn
        bottom = max(bottom, end)
    whole = across * column + (across - 1) * gap
    frame = Frame(
        x=-_EDGE,
        y=-_EDGE,
        width=whole + 2 * _EDGE,
        height=max(bottom, size) + 2 * _EDGE,
    )
    return Scene(frame=frame, parts=tuple(parts), alt=info.alt)


def _across(count: int, width: float, size: float) -> int:
    """How many groups stand side by side."""
    gap = _GAP * size
    return max(1, min(count, int((width + gap) // (_NARROWEST * size + gap))))


def _way(way: GroupWay, key: str, room: Frame, size: float) -> tuple[list[ScenePart], float]:
    """The boxes of a group, one below the other, and where the last ends.

    Those who leave stand right of the way down, which goes from the middle of a box to the next.
    """
    main = replace(room, width=_MAIN * room.width)
    left = main.middle + _INDENT * size
    beside = replace(room, x=left, width=room.right - left)
    boxes, arrows = list[Box](), list[ScenePart]()
    above: Box | None = None  # the last one on the way down
    for number, stop in enumerate(way.stops):
        y = boxes[-1].frame.bottom + _BETWEEN * size if boxes else room.y
        place = replace(beside if stop.aside else main, y=y)
        name = "" if boxes else way.name
        box = _box(way, name, f"{key}-{number}", stop, place, size)
        if above is not None:
            start, end = (main.middle, above.frame.bottom), (main.middle, box.frame.y)
            if stop.aside:
                end = (box.frame.x, box.frame.centre)
            turn = (start[0], end[1])
            arrows.append(
                Connector(
                    source=above.key,
                    target=box.key,
                    points=(start, turn, end) if stop.aside else (start, end),
                    weight=_WEIGHT,
                    head=_HEAD * size,
                )
            )
        boxes.append(box)
        above = above if stop.aside else box
    return [*arrows, *boxes], boxes[-1].frame.bottom if boxes else room.y


def _box(way: GroupWay, name: str, key: str, stop: Stop, place: Frame, size: float) -> Box:
    room = box_room(place.width, stripe=not stop.aside)
    texts = ((name, True), *((text, False) for text in stop.texts))
    paragraphs = tuple(
        set_paragraph(Paragraph(lines=(text,), size=size, bold=bold), room, most=4)
        for text, bold in texts
        if text
    )
    return Box(
        key=key,
        frame=replace(place, height=box_height(paragraphs)),
        paragraphs=paragraphs,
        align="start",
        fill="background" if stop.aside else "surface",
        stripe="" if stop.aside else _role(way.position),
        weight=_WEIGHT,
        dashed=stop.aside,
        alt=" · ".join((way.name, *stop.texts)),
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


def _told(stage: PeriodEdge, width: float) -> tuple[Paragraph, ...]:
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
