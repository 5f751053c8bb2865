"""Many groups on one slide: what comes before them in a box, and below it a box for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, product
from typing import Final

from data.deck import typeset
from data.deck.model import LEAST_TYPE, SlideBlock
from data.deck.typeset import say
from data.flow.model import Step
from data.pictures.scene import STRIPE, Box, Frame, Paragraph, RuledLine, Scene, Text
from data.pictures.typeset import box_height, box_room, set_paragraph, text_height
from data.views.flow import FlowInfo

_TYPE: Final = (30.0, 27.0, LEAST_TYPE)
_COLUMNS: Final = (2, 3, 4, 1)
_IN_BOXES: Final = (("title", "count"), ("title",))  # the styles of their texts
_GAP: Final = 12.0
_BETWEEN_NAMES: Final = 6.0  # that stand in no box, from row to row
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
    groups = (_grid(info, arms, left) or _names(info, arms, left)) if len(arms) == count else ()
    if not groups:
        listed = _listed([step.title for step in arms], count, left)
        picture = Scene(frame=head.frame, parts=(head,), alt=head.alt)
        return (picture, typeset.placed((*listed, note), left))
    end = max(part.frame.bottom for part in groups)
    alt = "; ".join((head.alt, *(", ".join(item.text for item in g.paragraphs) for g in groups)))
    frame = replace(room, height=end - room.y)
    return (
        Scene(frame=frame, parts=(head, *_stripes(arms, groups), *groups), alt=f"{alt}."),
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
        width = box_room(_column(room, columns), stripe=True)
        told = [_told(info, arm, named, width, size) for arm in arms]
        frames = _frames(list(map(box_height, told)), room, columns)
        if all(told) and frames[-1].bottom <= room.bottom:
            return tuple(
                Box(
                    key=arm.key,
                    frame=frame,
                    paragraphs=paragraphs,
                    stripe=_colour(arm),
                    alt=", ".join(item.text for item in paragraphs),
                )
                for arm, paragraphs, frame in zip(arms, told, frames, strict=True)
            )
    return ()


def _names(info: FlowInfo, arms: Sequence[Step], room: Frame) -> tuple[Text, ...]:
    """Names alone, in rows, each beside its colour; none where they do not fit whole."""
    for columns in _COLUMNS:
        width = _column(room, columns) - 2 * STRIPE
        told = [_told(info, arm, ("title",), width, LEAST_TYPE) for arm in arms]
        heights = [text_height(item) for item in told]
        frames = _frames(heights, room, columns, _BETWEEN_NAMES)
        if all(told) and frames[-1].bottom <= room.bottom:
            return tuple(
                Text(
                    frame=replace(frame, x=frame.x + 2 * STRIPE, width=width),
                    paragraphs=tuple(replace(item, bold=False) for item in paragraphs),
                )
                for paragraphs, frame in zip(told, frames, strict=True)
            )
    return ()


def _stripes(arms: Sequence[Step], groups: Sequence[Box | Text]) -> Iterator[RuledLine]:
    """The colours of groups that stand in no box."""
    for arm, group in zip(arms, groups, strict=True):
        if isinstance(group, Text):
            x, frame = group.frame.x - 1.5 * STRIPE, group.frame
            yield RuledLine(
                x1=x, y1=frame.y, x2=x, y2=frame.bottom, colour=_colour(arm), width=STRIPE
            )


def _colour(arm: Step) -> str:
    return f"arm {arm.position or 0}"


def _column(room: Frame, columns: int) -> float:
    return (room.width - _GAP * (columns - 1)) / columns


def _frames(heights: Sequence[float], room: Frame, columns: int, gap: float = _GAP) -> list[Frame]:
    """Places in rows, each row as high as what it holds."""
    rows = [max(heights[start : start + columns]) for start in range(0, len(heights), columns)]
    tops = list(accumulate((row + gap for row in rows), initial=room.y))
    width = _column(room, columns)
    return [
        Frame(
            x=room.x + place % columns * (width + _GAP),
            y=tops[place // columns],
            width=width,
            height=rows[place // columns],
        )
        for place in range(len(heights))
    ]


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
