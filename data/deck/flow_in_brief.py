"""Many groups on one slide: what comes before them in a box, and below it a box for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from typing import Final

from data.deck import typeset
from data.deck.model import LEAST_TYPE, SlideBlock
from data.deck.typeset import say
from data.flow.model import Step
from data.pictures.scene import Box, Frame, Paragraph, Scene
from data.pictures.typeset import box_height, box_room, set_paragraph, text_height
from data.views.flow import FlowInfo

_TYPE: Final = (30.0, 27.0, LEAST_TYPE)
_COLUMNS: Final = (2, 3, 4, 1)
_IN_BOXES: Final = (("title", "count"), ("title",))  # the styles of their texts
_GAP: Final = 12.0
_BEFORE_GROUPS: Final = ("enrolled", "allocation")
_BEHIND: Final = "How each group is reached is on the slides behind the talk."


def flow_in_brief(info: FlowInfo, room: Frame, count: int) -> tuple[SlideBlock, ...]:
    """Draw a flow whose groups are too many for one slide.

    Args:
        info: the flow, in the words of the audience, with as many groups as are drawn at all.
        room: where it stands.
        count: how many groups there are, drawn or not.
    """
    arms = [step for step in info.flow.steps if step.kind == "arm"]
    head = _head(info, count, room)
    note = set_paragraph(say(_BEHIND, colour="muted"), room.width)
    top = head.frame.bottom + _GAP
    bottom = room.bottom - text_height([note]) - _GAP
    left = replace(room, y=top, height=bottom - top)
    groups = _grid(info, arms, left) if len(arms) == count else ()
    if not groups:
        listed = _listed([step.title for step in arms], count, left)
        picture = Scene(frame=head.frame, parts=(head,), alt=head.alt)
        return (picture, typeset.placed((*listed, note), left))
    end = max(box.frame.bottom for box in groups)
    alt = "; ".join((head.alt, *(box.alt for box in groups)))
    frame = replace(room, height=end - room.y)
    return (
        Scene(frame=frame, parts=(head, *groups), alt=f"{alt}."),
        typeset.placed((note,), room, top=end + _GAP),
    )


def _head(info: FlowInfo, count: int, room: Frame) -> Box:
    """What comes before the groups, and how many they are."""
    steps = [step for step in info.flow.steps if step.kind in _BEFORE_GROUPS]
    before = " · ".join(_in_one_line(info, step) for step in steps)
    width = box_room(room.width, stripe=False)
    said = [set_paragraph(say(f"{count:,} groups", bold=True, size=_TYPE[0]), width)]
    said += [set_paragraph(say(before), width, most=2)] if before else []
    return Box(
        key="groups",
        frame=replace(room, height=box_height(said)),
        paragraphs=tuple(said),
        alt=": ".join(filter(None, (before, f"{count:,} groups"))),
    )


def _in_one_line(info: FlowInfo, step: Step) -> str:
    count = info.counts.get(step.key)
    told = f"{count.written} people" if count is not None and count.written else ""
    return ": ".join(filter(None, (step.title, told)))


def _grid(info: FlowInfo, arms: Sequence[Step], room: Frame) -> tuple[Box, ...]:
    """Boxes in rows, in the largest type in which all fit whole; none where there is none."""
    for named, size, columns in product(_IN_BOXES, _TYPE, _COLUMNS):
        boxes = _boxes(info, arms, named, room, columns, size)
        if boxes and boxes[-1].frame.bottom <= room.bottom:
            return boxes
    return ()


def _boxes(
    info: FlowInfo,
    arms: Sequence[Step],
    named: Sequence[str],
    room: Frame,
    columns: int,
    size: float,
) -> tuple[Box, ...]:
    width = (room.width - _GAP * (columns - 1)) / columns
    told = [_told(info, arm, named, box_room(width, stripe=True), size) for arm in arms]
    if not all(told):
        return ()
    height = max(map(box_height, told), default=0.0)
    return tuple(
        Box(
            key=arm.key,
            frame=Frame(
                x=room.x + place % columns * (width + _GAP),
                y=room.y + place // columns * (height + _GAP),
                width=width,
                height=height,
            ),
            paragraphs=paragraphs,
            stripe=f"arm {arm.position or 0}",
            alt=", ".join(item.text for item in paragraphs),
        )
        for place, (arm, paragraphs) in enumerate(zip(arms, told, strict=True))
    )


def _told(
    info: FlowInfo, arm: Step, named: Sequence[str], width: float, size: float
) -> tuple[Paragraph, ...]:
    """What stands in the box of a group; nothing where a word would be broken."""
    texts = [text for text in info.texts[arm.key] if text.style in named]
    told = tuple(
        set_paragraph(say(text.text, bold=text.style == "title", size=size), width)
        for text in texts
    )
    whole = all(item.text == text.text for item, text in zip(told, texts, strict=True))
    return told if whole else ()


def _listed(names: Sequence[str], count: int, room: Frame) -> tuple[Paragraph, ...]:
    """Name the groups one after the other, as many as there is room for."""
    for shown in range(len(names), 0, -1):
        more = count - shown
        rest = f" · and {more:,} more, all of them behind the talk" if more else ""
        listed = set_paragraph(say(f"{' · '.join(names[:shown])}{rest}"), room.width)
        if text_height([listed]) <= room.height:
            return (listed,)
    return ()
