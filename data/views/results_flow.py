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
    column_names,
    first_period,
    group_name,
    is_total,
)

_BETWEEN_GROUPS: Final = 0.06  # of all people
_EVERY: Final = 10_000


@dataclass(frozen=True, kw_only=True)
class Stop:
    """What a box of the CONSORT flow says; `aside` stands beside the way down: those who left."""

    texts: tuple[str, ...]
    aside: bool = False


@dataclass(frozen=True, kw_only=True)
class GroupWay:
    """The way of one group, from its start to its end.

    Args:
        name: of the group.
        position: its place, for its colour.
    """

    name: str
    position: int | None
    stops: tuple[Stop, ...]


@dataclass(frozen=True, kw_only=True)
class ConsortInfo:
    """A CONSORT flow: the way of each group."""

    ways: tuple[GroupWay, ...]
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
class PeriodEdge:
    """The start of a period, or the end of the last one."""

    title: str
    bands: tuple[Band, ...]


@dataclass(frozen=True, kw_only=True)
class PeriodsInfo:
    """The flow of people between periods, from the first at the top; `width` is in people.

    There are no stages where there is but one period, or numbers are missing.
    """

    stages: tuple[PeriodEdge, ...]
    width: float
    alt: str


def consort_info(
    flow: ParticipantFlow,
    positions: Sequence[int | None],
    *,
    most: int = _EVERY,
    periods: int = _EVERY,
) -> ConsortInfo:
    """Gather the CONSORT flow; a group is there from the first period that counts it.

    Args:
        flow: who took part.
        positions: the place of each group, for its colour.
        most: how many reasons for leaving are told one by one.
        periods: how many of the first are told.
    """
    return ConsortInfo(
        ways=tuple(
            GroupWay(
                name=group_name(group),
                position=positions[place],
                stops=tuple(
                    stop
                    for period in flow.periods[first_period(flow, place) : periods]
                    for stop in _stops(period, place, most, several=len(flow.periods) > 1)
                ),
            )
            for place, group in enumerate(flow.groups)
        ),
        alt=_consort_alt(flow),
    )


def people_finding(flow: ParticipantFlow) -> str:
    """Say how many started and completed: `7,437 started, 6,700 completed`.

    Nothing where a number is missing, or where a group starts later: its people may be those of
    another.
    """
    if not flow.has_numbers:
        return ""
    first, last = flow.periods[0], flow.periods[-1]
    places = [place for place, group in enumerate(flow.groups) if not is_total(group)]
    started = [at(first.started, place) for place in places]
    completed = [at(last.completed, place) for place in places]
    known = [n for n in started if n], [n for n in completed if n is not None]
    if not places or any(len(numbers) < len(places) for numbers in known):
        return ""
    of = ("", "") if first is last else (f" {first.title}", f" {last.title}")
    return f"{sum(known[0]):,} started{of[0]}, {sum(known[1]):,} completed{of[1]}"


def _stops(period: Period, place: int, most: int, *, several: bool) -> Iterator[Stop]:
    """What is told of one group in one period."""
    name = (period.title,) if several else ()
    own = tuple(f"{row.name}: {_text(row, place)}" for row in period.milestones)
    yield Stop(texts=(*name, f"Started: {_text(period.started, place)}", *own))
    if period.not_completed or period.reasons:
        reasons = [
            f"{row.name}: {row.texts[place]}"
            for row in period.reasons
            if row.texts[place] and row.numbers[place] != 0
        ]
        more = len(reasons) - most
        if more > 0:
            one = "more reason" if most else "reason"
            reasons[most:] = [f"for {more} {one}{'s' if more > 1 else ''}"]
        left = f"Did not complete: {_text(period.not_completed, place)}"
        yield Stop(texts=(left, *reasons), aside=True)
    yield Stop(texts=(f"Completed: {_text(period.completed, place)}",))


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
        PeriodEdge(
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


def _periods_alt(stages: Sequence[PeriodEdge]) -> str:
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
    columns = column_names(flow.groups)
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
