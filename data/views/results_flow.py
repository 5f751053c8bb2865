"""Who took part: a CONSORT flow of each group, and the flow of people between periods."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from data.results.participant_flow import (
    FlowRow,
    ParticipantFlow,
    Period,
    at,
    first_period,
    group_name,
)
from data.typography.wrap import wrap

TEXT_SIZE: Final = 13.0
LINE: Final = 17.0
_COLUMN: Final = 250.0
_ALONE: Final = 360.0
_NARROWEST: Final = 200.0
_GAP: Final = 24.0
_PAD: Final = 8.0
_INDENT: Final = 34.0
_BETWEEN: Final = 18.0  # from box to box
BAND: Final = 14.0  # the height of a band of people
FALL: Final = 46.0  # from band to band
_BETWEEN_GROUPS: Final = 0.06  # of all people


@dataclass(frozen=True, kw_only=True)
class Box:
    """A box with lines of text; `aside` stands beside the way down: those who left.

    Args:
        position: the place of the group, for its colour.
        left, top, width, height: in pixels.
    """

    lines: tuple[str, ...]
    position: int | None
    aside: bool
    is_name: bool
    left: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.top + self.height


@dataclass(frozen=True, kw_only=True)
class ConsortInfo:
    """A CONSORT flow: each group goes down in a column of its own."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    # From the bottom of one box to the next below it, or from the way down to one aside.
    arrows: tuple[tuple[float, float, float, float], ...]
    alt: str


@dataclass(frozen=True, kw_only=True)
class Band:
    """The people of one group at one stage.

    Args:
        group: its name.
        position: its place, for its colour.
        text: what the record says, in a line.
        left: where it begins, in people; the same at every stage.
        people: how many they are.
        onward: how many of them are at the next stage; 0 where there is none.
    """

    group: str
    position: int | None
    text: str
    left: float
    people: int
    onward: int


@dataclass(frozen=True, kw_only=True)
class Stage:
    """The start of a period, or the end of the last one."""

    title: str
    bands: tuple[Band, ...]


@dataclass(frozen=True, kw_only=True)
class PeriodsInfo:
    """The flow of people between periods, from the first at the top; `width` is in people.

    There are no stages where there is but one period, or numbers are missing.
    """

    stages: tuple[Stage, ...]
    width: float
    alt: str


@dataclass(frozen=True, kw_only=True)
class StageLine:
    """A line of text: the y of its middle in pixels."""

    text: str
    y: float
    bold: bool


@dataclass(frozen=True, kw_only=True)
class PeriodsLayout:
    """Where the lines of text stand, and the top of the bands of each stage, in pixels."""

    height: float
    lines: tuple[StageLine, ...]
    tops: tuple[float, ...]


def consort_info(
    flow: ParticipantFlow, positions: Sequence[int | None], width: float
) -> ConsortInfo:
    """Lay out the CONSORT flow.

    Args:
        flow: who took part.
        positions: the place of each group, for its colour.
        width: the pixels the picture can take; groups for which there is no room go below.
    """
    across = max(1, min(len(flow.groups), int((width + _GAP) // (_NARROWEST + _GAP))))
    column = min(_COLUMN if across > 1 else _ALONE, (width - (across - 1) * _GAP) / across)
    boxes: list[Box] = []
    arrows: list[tuple[float, float, float, float]] = []
    top = 0.0
    for first in range(0, len(flow.groups), across):
        bottoms = []
        for place in range(first, min(first + across, len(flow.groups))):
            left = (place - first) * (column + _GAP)
            made, drawn = _column(flow, place, positions[place], left, top, column)
            boxes += made
            arrows += drawn
            bottoms.append(made[-1].bottom)
        top = max(bottoms, default=top) + 2 * _BETWEEN
    return ConsortInfo(
        width=across * column + (across - 1) * _GAP,
        height=max(top - 2 * _BETWEEN, LINE),
        boxes=tuple(boxes),
        arrows=tuple(arrows),
        alt=_consort_alt(flow),
    )


def _column(
    flow: ParticipantFlow,
    place: int,
    position: int | None,
    left: float,
    top: float,
    width: float,
) -> tuple[list[Box], list[tuple[float, float, float, float]]]:
    boxes = [_box([group_name(flow.groups[place])], position, left, top, width, is_name=True)]
    arrows: list[tuple[float, float, float, float]] = []
    spine = left + _INDENT / 2
    for period in flow.periods[first_period(flow, place) :]:
        for lines, aside in _period_boxes(period, place, several=len(flow.periods) > 1):
            above = next((box for box in reversed(boxes) if not box.aside), boxes[0])
            indent = _INDENT if aside else 0.0
            box = _box(
                lines,
                position,
                left + indent,
                boxes[-1].bottom + _BETWEEN,
                width - indent,
                aside=aside,
            )
            boxes.append(box)
            if aside:
                middle = box.top + box.height / 2
                arrows.append((spine, middle, box.left, middle))
            else:
                arrows.append((spine, above.bottom, spine, box.top))
    return boxes, arrows


def _box(
    texts: Sequence[str],
    position: int | None,
    left: float,
    top: float,
    width: float,
    *,
    aside: bool = False,
    is_name: bool = False,
) -> Box:
    room = width - 2 * _PAD
    lines = tuple(
        line for text in texts for line in wrap(text, room, TEXT_SIZE, bold=is_name, most=4)
    )
    return Box(
        lines=lines,
        position=position,
        aside=aside,
        is_name=is_name,
        left=left,
        top=top,
        width=width,
        height=len(lines) * LINE + 2 * _PAD,
    )


def _period_boxes(period: Period, place: int, *, several: bool) -> list[tuple[list[str], bool]]:
    """The boxes of one group in one period: its texts, and whether the box stands aside."""
    name = [period.title] if several else []
    started = [f"Started: {_text(period.started, place)}"]
    own = [f"{row.name}: {_text(row, place)}" for row in period.milestones]
    boxes = [([*name, *started, *own], False)]
    if period.not_completed or period.reasons:
        reasons = [
            f"{row.name}: {row.texts[place]}"
            for row in period.reasons
            if row.texts[place] and row.numbers[place] != 0
        ]
        boxes.append(([f"Did not complete: {_text(period.not_completed, place)}", *reasons], True))
    boxes.append(([f"Completed: {_text(period.completed, place)}"], False))
    return boxes


def _text(row: FlowRow | None, place: int) -> str:
    return (row.texts[place] if row else "") or "not stated"


def _consort_alt(flow: ParticipantFlow) -> str:
    told = [
        f"{group_name(group)}, {period.title}: {_text(period.started, place)} started, "
        f"{_text(period.completed, place)} completed"
        for place, group in enumerate(flow.groups)
        for period in flow.periods[first_period(flow, place) :]
    ]
    rest = f"; and {len(told) - 8} more in the table" if len(told) > 8 else ""
    return "Flow of participants. " + "; ".join(told[:8]) + rest + "."


def periods_info(flow: ParticipantFlow, positions: Sequence[int | None]) -> PeriodsInfo:
    """Gather the flow of people between periods; a group is there from the first that counts it.

    Every group has room for the most people it ever has. Where more started a period than completed
    the one before (which `ParticipantFlow.problems` says), the flow grows.
    """
    if len(flow.periods) < 2 or not flow.groups:
        return PeriodsInfo(stages=(), width=0, alt="")
    counts = [_people(flow.periods, place) for place in range(len(flow.groups))]
    rooms = [max(people) for people in counts]
    gap = _BETWEEN_GROUPS * sum(rooms)
    lefts = [sum(rooms[:place]) + place * gap for place in range(len(rooms))]
    titles = [*(period.title for period in flow.periods), f"End of {flow.periods[-1].title}"]
    stages = tuple(
        Stage(
            title=title,
            bands=tuple(
                Band(
                    group=group_name(group),
                    position=positions[place],
                    text=f"{group_name(group)}: {_stage_text(flow.periods, step, place)}",
                    left=lefts[place],
                    people=counts[place][step],
                    onward=counts[place][step + 1] if step + 1 < len(titles) else 0,
                )
                for place, group in enumerate(flow.groups)
                if step >= first_period(flow, place)
            ),
        )
        for step, title in enumerate(titles)
    )
    width = sum(rooms) + gap * (len(rooms) - 1)
    return PeriodsInfo(stages=stages if width else (), width=width, alt=_periods_alt(stages))


def _people(periods: Sequence[Period], place: int) -> list[int]:
    """How many of a group start each period and complete the last one; 0 where unknown."""
    started = [at(period.started, place) or 0 for period in periods]
    return [*started, at(periods[-1].completed, place) or 0]


def _stage_text(periods: Sequence[Period], step: int, place: int) -> str:
    if step == len(periods):
        return f"{_text(periods[-1].completed, place)} completed"
    period = periods[step]
    left = (
        f", {_text(period.not_completed, place)} did not complete" if period.not_completed else ""
    )
    return f"{_text(period.started, place)} started{left}"


def periods_layout(info: PeriodsInfo, width: float) -> PeriodsLayout:
    """Stack the stages: a title, a line for each group, then their bands.

    Args:
        info: what is drawn.
        width: pixels that a line of text can take.
    """
    y = 0.0
    lines: list[StageLine] = []
    tops: list[float] = []
    for stage in info.stages:
        for text, bold in ((stage.title, True), *((band.text, False) for band in stage.bands)):
            for line in wrap(text, width, TEXT_SIZE, bold=bold, most=6):
                lines.append(StageLine(text=line, y=y + LINE / 2, bold=bold))
                y += LINE
        y += 4
        tops.append(y)
        y += BAND + FALL
    return PeriodsLayout(height=max(y - FALL, LINE), lines=tuple(lines), tops=tuple(tops))


def _periods_alt(stages: Sequence[Stage]) -> str:
    told = [f"{stage.title}: {band.text}" for stage in stages for band in stage.bands]
    rest = f"; and {len(told) - 12} more in the table" if len(told) > 12 else ""
    return "Flow of people between periods. " + "; ".join(told[:12]) + rest + "."


def periods_table(info: PeriodsInfo) -> list[dict[str, str]]:
    """Tell the flow of people between periods as rows of text."""
    return [
        {"Stage": stage.title, "Group": band.group, "People": str(band.people)}
        for stage in info.stages
        for band in stage.bands
    ]


def flow_table(flow: ParticipantFlow) -> list[dict[str, str]]:
    """Tell the participant flow as rows of text: a line per milestone and reason, as written."""
    columns: list[str] = []
    for group in flow.groups:
        name = group_name(group)
        columns.append(f"{name} [{group.id}]" if name in columns else name)
    return [
        {
            "Period": period.title,
            "Line": label,
            **{column: row.texts[place] or "" for place, column in enumerate(columns)},
            "Comment": row.comment,
        }
        for period in flow.periods
        for label, row in _table_rows(period)
    ]


def _table_rows(period: Period) -> Iterator[tuple[str, FlowRow]]:
    if period.started:
        yield "Started", period.started
    yield from ((row.name, row) for row in period.milestones)
    if period.completed:
        yield "Completed", period.completed
    if period.not_completed:
        yield "Not completed", period.not_completed
    yield from ((f"Reason: {row.name}", row) for row in period.reasons)
