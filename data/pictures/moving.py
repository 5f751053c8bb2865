"""Participants as dots that go through the flow: the flow's scene, and where each dot is when."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from data.pictures.flow import PADDING, flow_scene, flow_scene_across, room_for
from data.pictures.scene import (
    LINE_HEIGHT,
    STRIPE,
    Box,
    Frame,
    Marker,
    Paragraph,
    Scene,
    ScenePart,
    Text,
)
from data.views.flow import BoxText
from data.views.moving import MovingInfo, MovingStage

MOST_DOTS: Final = 300
"""Of larger studies a dot stands for several people."""
_STEP: Final = 6.0  # pixels: from dot to dot
_DOT: Final = 0.36  # its radius, in steps
_MARK: Final = 22.0  # a question mark
_TYPE: Final = 14.0  # in the boxes of a picture that goes across


@dataclass(frozen=True, kw_only=True)
class Moving:
    """A picture that moves: what stands still, and the dots and signs of each stage.

    Args:
        scene: the flow, with room in its boxes.
        dots: by stage, the place of each person; the same person is at the same place of each.
        unknown: by stage, the question marks.
    """

    scene: Scene
    dots: tuple[tuple[Marker, ...], ...]
    unknown: tuple[tuple[Text, ...], ...]


def people_per_dot(info: MovingInfo) -> int:
    """How many people a dot stands for."""
    return math.ceil(sum(info.stages[0].holding.values()) / MOST_DOTS)


def moving_picture(info: MovingInfo, width: float) -> Moving:
    """Lay out the flow down the page, with room for dots, and place each dot at every stage.

    Args:
        info: who is where.
        width: the pixels it can take.
    """
    short = replace(info.flow, texts=_in_short(info))
    moving = _moving(info, lambda free: flow_scene(short, room_for(width), free=free))
    assert moving is not None  # a page is as long as it needs to be
    return moving


def moving_across(info: MovingInfo, frame: Frame) -> Moving | None:
    """Lay it out from left to right, as on a slide; None where it does not fit.

    Args:
        info: who is where.
        frame: the room there is.
    """
    short = replace(info.flow, texts=_in_short(info))
    return _moving(info, lambda free: flow_scene_across(short, frame, _TYPE, free=free))


def _moving(
    info: MovingInfo, lay_out: Callable[[Mapping[str, float]], Scene | None]
) -> Moving | None:
    """Give each dot its place at every stage.

    Args:
        info: who is where.
        lay_out: draws the flow with so much room free in its boxes, by the key of their step.

    Returns:
        None where it does not fit.
    """
    paths = _paths(info, people_per_dot(info))
    stages = [[path[place] for path in paths] for place in range(len(info.stages))]
    most = _most(stages)
    signs = {key: _MARK * LINE_HEIGHT for stage in info.stages for key in stage.unknown}

    def room_in(scene: Scene) -> dict[str, float]:
        rows = {key: math.ceil(most[key] / _across(scene.box(key))) for key in most}
        return {key: count * _STEP for key, count in rows.items()} | signs

    # How wide boxes are hangs on how high they are only where room is short.
    still = lay_out({})
    free = room_in(still) if still else signs
    scene = lay_out(free) if still else None
    if scene is None or any(free[key] < least for key, least in room_in(scene).items()):
        return None
    return Moving(
        scene=replace(scene, parts=tuple(_on_top(scene.parts, free))),
        dots=tuple(_placed(info, steps, scene, free) for steps in stages),
        unknown=tuple(
            tuple(_question_mark(_free(scene.box(key), free[key])) for key in stage.unknown)
            for stage in info.stages
        ),
    )


def _most(stages: Sequence[Sequence[str]]) -> Counter[str]:
    """How many dots are in each step when most are."""
    most: Counter[str] = Counter()
    for steps in stages:
        most |= Counter(steps)
    return most


def _in_short(info: MovingInfo) -> Mapping[str, tuple[BoxText, ...]]:
    """Leave the name in each box, and the number where there is one."""
    unknown = {key for stage in info.stages for key in stage.unknown}
    return {
        key: tuple(
            text
            for text in texts
            if text.style == "title" or (text.style == "count" and key not in unknown)
        )
        for key, texts in info.flow.texts.items()
    }


def _on_top(parts: Iterable[ScenePart], free: Mapping[str, float]) -> Iterator[ScenePart]:
    """Put the text of a box with free room above it; else it stands halfway down."""
    for part in parts:
        if isinstance(part, Box) and part.key in free:
            frame, words = part.frame, part.paragraphs
            room = Frame(
                x=frame.x + STRIPE,
                y=frame.y + PADDING,
                width=frame.width - STRIPE,
                height=frame.height - PADDING,
            )
            yield replace(part, paragraphs=())
            yield Text(frame=room, paragraphs=words, align="middle", gap=0, rimmed=False)
        else:
            yield part


def _paths(info: MovingInfo, whole: int) -> list[list[str]]:
    """Give each dot the step it is in at every stage; who goes where is spread evenly."""
    (start, number), *_ = info.stages[0].holding.items()
    paths = [[start] for _ in range(round(number / whole))]
    for before, after in zip(info.stages, info.stages[1:], strict=False):
        for key, held in before.holding.items():
            here = [path for path in paths if path[-1] == key]
            to = _leaving(info, key, before, after)
            stay = held - sum(to.values())
            for path, target in zip(here, _spread({**to, key: stay}, len(here)), strict=True):
                path.append(target)
    return paths


def _leaving(info: MovingInfo, key: str, before: MovingStage, after: MovingStage) -> dict[str, int]:
    """Where the people of a step go between two stages."""
    new = {target: n for target, n in after.holding.items() if target not in before.holding}
    return {target: n for target, n in new.items() if key in info.flow.flow.before(target)}


def _spread(sizes: Mapping[str, int], count: int) -> list[str]:
    """Deal a number of dots out to groups in the ratio of their sizes, evenly mixed."""
    total = sum(sizes.values()) or 1
    due = {key: number * count / total for key, number in sizes.items()}
    dealt = {key: int(share) for key, share in due.items()}
    nearest_to_another = sorted(due, key=lambda key: dealt[key] - due[key])
    for key in nearest_to_another[: count - sum(dealt.values())]:
        dealt[key] += 1
    turns = ((turn + 0.5, number, key) for key, number in dealt.items() for turn in range(number))
    return [key for turn, number, key in sorted(turns, key=lambda item: item[0] / item[1])]


def _placed(
    info: MovingInfo, steps: Sequence[str], scene: Scene, free: Mapping[str, float]
) -> tuple[Marker, ...]:
    """Put each dot into the free room of its step's box, row by row."""
    taken: Counter[str] = Counter()
    markers = []
    for key in steps:
        box, root = scene.box(key), info.flow.flow.step(key).root
        frame = _free(box, free[key])
        row, column = divmod(taken[key], _across(box))
        taken[key] += 1
        role = "muted" if root is None else f"arm {root}"
        markers.append(
            Marker(
                x=frame.x + (column + 0.5) * _STEP,
                y=frame.y + (row + 0.5) * _STEP,
                radius=_DOT * _STEP,
                fill=role,
                outline=role,
            )
        )
    return tuple(markers)


def _across(box: Box) -> int:
    """How many dots stand side by side in a box."""
    return int(_free(box, 0).width // _STEP)


def _free(box: Box, height: float) -> Frame:
    """The room kept free at the lower end of a box, right of its stripe."""
    left, right = box.frame.x + STRIPE + PADDING, box.frame.right - PADDING
    top = box.frame.bottom - PADDING - height
    return Frame(x=left, y=top, width=right - left, height=height)


def _question_mark(frame: Frame) -> Text:
    mark = Paragraph(lines=("?",), size=_MARK, bold=True, colour="accent")
    return Text(frame=frame, paragraphs=(mark,), align="middle", rimmed=False)
