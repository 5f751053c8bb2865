"""The flow as a scene: boxes, arrows, and the conditions on them.

It runs down the page; on slides, which are wider than high, from left to right.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from data.flow.model import Step, Transition
from data.pictures import flow_across, flow_down
from data.pictures.flow_down import FlowSpacing, Layout
from data.pictures.scene import (
    LINE_HEIGHT,
    STRIPE,
    Box,
    Connector,
    Frame,
    Paragraph,
    Scene,
    ScenePart,
)
from data.pictures.typeset import box_room, set_paragraph, text_height
from data.views.flow import BoxText, FlowInfo, TextStyle, flow_alt

PHONE: Final = FlowSpacing(column=164, gutter=8, margin=1, max_columns=2, room=350)
"""Two columns fit a telephone 390 pixels wide."""
PAGE: Final = FlowSpacing(column=206, gutter=18, margin=8, max_columns=4)
"""As many columns as arms usually have: for files and paper."""

_SIZE: Final[dict[TextStyle, float]] = {
    "phase": 11,
    "title": 13,
    "text": 12,
    "count": 12,
    "source": 11,
}
_LABEL_SIZE: Final = 11.5
PADDING: Final = 9.0
"""Round the text of a box, in pixels."""
AROUND: Final = 2 * PADDING + STRIPE
"""How much wider than its text a box is."""
NOTHING: Final[Mapping[str, float]] = {}
_NARROWEST: Final = 120.0  # pixels: some 16 letters of a title
_MARKED, _SELECTED = 5 / 3, 7 / 3  # how many times as heavy an outline is


@dataclass(frozen=True, kw_only=True)
class _Ink:
    """How lines are drawn: their weight, and how long the heads of arrows are, in pixels."""

    weight: float
    head: float


_ON_PAGE: Final = _Ink(weight=1.5, head=9.0)
_ON_SLIDE: Final = _Ink(weight=2.0, head=16.0)


def room_for(width: float) -> FlowSpacing:
    """As many boxes side by side as a place so wide holds, in pixels."""
    if width <= PHONE.room:
        return replace(PHONE, room=width)
    columns = int((width - 2 * PAGE.margin) // (PAGE.column + PAGE.gutter))
    return replace(PAGE, max_columns=max(2, columns), room=width)


def flow_scene(
    info: FlowInfo,
    spacing: FlowSpacing = PAGE,
    *,
    selected: str | None = None,
    way: tuple[str, ...] = (),
    free: Mapping[str, float] = NOTHING,
) -> Scene:
    """Draw a flow from top to bottom.

    Args:
        info: the flow, and what is written about it.
        spacing: how much room there is: what `room_for` says, or `PAGE`.
        selected: the key of the step to mark.
        way: steps to mark, one after another; by default all that lead to the selected one.
        free: how much higher than its text a box is, in pixels, by the key of its step.
    """
    texts, labels, layout = _written_and_placed(info, spacing, free)
    return _drawn(info, layout, texts, labels, _ON_PAGE, selected=selected, way=way)


def flow_scene_across(
    info: FlowInfo, room: Frame, size: float, *, free: Mapping[str, float] = NOTHING
) -> Scene | None:
    """Draw a flow from left to right.

    Args:
        info: the flow, and what is written about it; the conditions are not written on the arrows.
        room: there is; the picture is as high as it needs to be.
        size: of the type.
        free: how much higher than its text a box is, in pixels, by the key of its step.

    Returns:
        The picture; None where it does not fit.
    """

    def written(step: Step, width: float) -> tuple[Paragraph, ...]:
        inner = box_room(width, stripe=step.root is not None)
        return _broken(info.texts[step.key], inner, dict.fromkeys(_SIZE, size))

    found = flow_across.lay_out(info.flow, written, room, free)
    if found is None:
        return None
    layout, texts = found
    return _drawn(info, layout, texts, {}, _ON_SLIDE, x=room.x, y=room.y)


_Texts = Mapping[str, tuple[Paragraph, ...]]


def _written_and_placed(
    info: FlowInfo, spacing: FlowSpacing, free: Mapping[str, float]
) -> tuple[_Texts, _Texts, Layout]:
    """Break and place what is written, in narrower boxes or fewer columns where room is short."""
    alone = flow_down.alone(info.flow, spacing) if spacing.lone else ()
    room = {key: spacing.lone if key in alone else spacing.column for key in info.texts}
    texts = {key: _broken(lines, room[key] - AROUND, _SIZE) for key, lines in info.texts.items()}
    around = 2 * PADDING * spacing.air
    labels = {key: _label(text, spacing.column - 4) for key, text in info.labels.items()}
    layout = flow_down.lay_out(
        info.flow,
        {key: _height(lines) + around + free.get(key, 0) for key, lines in texts.items()},
        spacing,
        {key: text_height(lines) for key, lines in labels.items()},
    )
    too_wide = layout.width - spacing.room
    narrower = spacing.column - too_wide / spacing.max_columns
    if too_wide <= 0 or (narrower < _NARROWEST and spacing.max_columns == 1):
        return texts, labels, layout
    if narrower < _NARROWEST:
        spacing = replace(spacing, max_columns=spacing.max_columns - 1)
    else:
        spacing = replace(spacing, column=math.floor(narrower))
    return _written_and_placed(info, spacing, free)


def _broken(
    texts: tuple[BoxText, ...], room: float, sizes: Mapping[TextStyle, float]
) -> tuple[Paragraph, ...]:
    return tuple(
        set_paragraph(
            Paragraph(
                lines=(item.text,),
                size=sizes[item.style],
                bold=item.style == "title",
                colour="muted" if item.style in ("phase", "source") else "text",
            ),
            room,
            most=item.most,
        )
        for item in texts
    )


def _label(text: str, room: float) -> tuple[Paragraph, ...]:
    return (set_paragraph(Paragraph(lines=(text,), size=_LABEL_SIZE, colour="muted"), room),)


def _height(paragraphs: Iterable[Paragraph]) -> float:
    return sum(len(item.lines) * item.size * LINE_HEIGHT for item in paragraphs)


def _drawn(
    info: FlowInfo,
    layout: Layout,
    texts: _Texts,
    labels: _Texts,
    ink: _Ink,
    *,
    selected: str | None = None,
    way: tuple[str, ...] = (),
    x: float = 0.0,
    y: float = 0.0,
) -> Scene:
    """Draw boxes over labels over arrows, each where it was placed."""
    marked, walked = _marked(info, selected, way)
    arrows = [
        _arrow(info, item, layout, ink, on_the_way=(item.source, item.target) in walked)
        for item in info.flow.transitions
    ]
    boxes = [
        _box(info, step, texts[step.key], layout, ink, selected, marked)
        for step in info.flow.in_order()
    ]
    return Scene(
        frame=Frame(x=x, y=y, width=layout.width, height=layout.height),
        parts=(*arrows, *_labels(info, labels, layout, ink), *boxes),
        alt=flow_alt(info),
    )


def _marked(
    info: FlowInfo, selected: str | None, way: tuple[str, ...]
) -> tuple[frozenset[str], set[tuple[str, str]]]:
    """The steps and the transitions to mark."""
    if way:
        return frozenset(way), set(pairwise(way))
    if selected not in {step.key for step in info.flow.steps}:
        return frozenset(), set()
    before = info.flow.before(selected or "")
    ways = {(item.source, item.target) for item in info.flow.transitions if item.target in before}
    return before, ways


def _arrow(
    info: FlowInfo, item: Transition, layout: Layout, ink: _Ink, *, on_the_way: bool
) -> Connector:
    source, target = info.flow.step(item.source).title, info.flow.step(item.target).title
    condition = f", if {item.condition}" if item.condition else ""
    return Connector(
        source=item.source,
        target=item.target,
        points=layout.arrows[item.source, item.target],
        weight=2 * ink.weight if on_the_way else ink.weight,
        head=ink.head,
        dashed=item.optional,
        colour="accent" if on_the_way else "muted",
        alt=f"From {source} to {target}{' (optional)' if item.optional else ''}{condition}",
    )


def _labels(info: FlowInfo, labels: _Texts, layout: Layout, ink: _Ink) -> Iterable[ScenePart]:
    for key, frame in layout.labels.items():
        # A box without an outline: no arrow runs through the words.
        yield Box(
            key="",
            frame=frame,
            paragraphs=labels[key],
            fill="background",
            outline="background",
            rounded=False,
        )
        if not info.flow.into(key):
            # A short arrow that comes from nowhere: nobody says from where.
            x, top, end = frame.middle, frame.bottom, layout.boxes[key].y
            yield Connector(
                source="",
                target=key,
                points=((x, top), (x, end)),
                weight=ink.weight,
                head=ink.head,
                dashed=True,
                colour="muted",
            )


def _box(
    info: FlowInfo,
    step: Step,
    paragraphs: tuple[Paragraph, ...],
    layout: Layout,
    ink: _Ink,
    selected: str | None,
    marked: frozenset[str],
) -> Box:
    is_marked = step.key in marked or step.key == selected
    times = _SELECTED if step.key == selected else _MARKED if is_marked else 1
    told = (step.phase, "optional" if step.optional else "", str(info.counts.get(step.key, "")))
    return Box(
        key=step.key,
        frame=layout.boxes[step.key],
        paragraphs=paragraphs,
        outline="accent" if is_marked else "line",
        weight=times * ink.weight,
        stripe="" if step.root is None else f"arm {step.root}",
        dashed=step.optional,
        alt=" · ".join(filter(None, (step.title, *told))),
    )
