"""Adverse events of two groups: a dumbbell picture, risk differences, and the table of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from data.details import Detail, stated
from data.results.adverse_events import (
    CountedEvent,
    Difference,
    EventChoice,
    EventCount,
    Total,
    totals,
)
from data.results.numbers import percent
from data.results.participant_flow import column_names, group_name, is_total
from data.results.words import ASSESSMENT
from data.results_section import AdverseEventsModule, EventGroup
from data.views.results_marks import (
    MarksInfo,
    ResultBlock,
    ResultMark,
    marks_info,
)
from data.vocabulary import NOT_STATED, in_words

EVENTS_PER_PICTURE: Final = 15
MOST_NAMED: Final = 3  # groups whose shares are told one by one
_ALT_EVENTS: Final = 20
_WHOLE_FROM: Final = 0.25


@dataclass(frozen=True, kw_only=True)
class Dumbbell:
    """One event: its name, and the share of each of the two groups, from 0 to 1.

    Args:
        name: the event, and whether it was serious.
        text: both counts as posted.
        first, second: where the two groups stand; None where there is no share.
        is_open: drawn hollow.
    """

    name: str
    text: str
    first: float | None
    second: float | None
    is_open: bool = False


@dataclass(frozen=True, kw_only=True)
class EventsInfo:
    """A picture of events in two groups.

    Args:
        title: what is drawn.
        axis: what the scale measures, with its unit.
        groups: the names of the two; the second is empty where only one is shown.
        positions: their places, for their colours.
        most: the end of the scale, a share.
    """

    title: str
    axis: str
    groups: tuple[str, str]
    positions: tuple[int | None, int | None]
    events: tuple[Dumbbell, ...]
    most: float


def events_info(
    events: Sequence[CountedEvent],
    groups: Sequence[EventGroup],
    positions: Sequence[int | None],
    choice: EventChoice,
) -> EventsInfo:
    """Gather the picture of some events in the two chosen groups.

    Args:
        events: those to draw, in order.
        groups: all groups of the record.
        positions: the place of each group, for its colour.
        choice: which two are compared.
    """
    one, two = choice.first, choice.second
    single = one == two
    drawn = tuple(
        Dumbbell(
            name=f"{item.term} (serious)" if item.serious else item.term,
            text=item.counts[one].text
            if single
            else f"{item.counts[one].text} · {item.counts[two].text}",
            first=item.counts[one].share,
            second=None if single else item.counts[two].share,
        )
        for item in events
    )
    return EventsInfo(
        title="Adverse events",
        axis="% of those at risk",
        groups=(group_name(groups[one]), "" if single else group_name(groups[two])),
        positions=(positions[one], positions[two]),
        events=drawn,
        most=scale_end(drawn),
    )


def scale_end(drawn: Sequence[Dumbbell]) -> float:
    """Where a scale of shares ends: at the whole, or soon after the largest of small ones."""
    found = [share for item in drawn for share in (item.first, item.second) if share is not None]
    largest = max(found, default=0.0)
    return 1.0 if largest >= _WHOLE_FROM else max(largest * 1.15, 0.01)


def events_alt(info: EventsInfo) -> str:
    """Describe the picture to those who cannot see it; the table has all."""
    names = " and ".join(filter(None, info.groups))
    told = "; ".join(f"{item.name}: {item.text}" for item in info.events[:_ALT_EVENTS])
    return f"{info.title}, {names}, {info.axis}. {told}."


def events_finding(info: EventsInfo) -> str:
    """Say what stands out among the events that are drawn: the largest difference, or of one group
    the most frequent; nothing where no share is known."""
    if not info.groups[1]:
        known = [item for item in info.events if item.first is not None]
        most = max(known, key=lambda item: item.first or 0, default=None)
        return f"Most frequent here: {most.name}, {most.text}" if most else ""
    pairs = [
        (abs(item.first - item.second), item)
        for item in info.events
        if item.first is not None and item.second is not None
    ]
    apart, most = max(pairs, key=lambda pair: pair[0], default=(0.0, None))
    if most is None:
        return ""
    return (
        f"Largest difference here: {most.name}, {most.text}"
        if apart
        else "No difference between the two groups here"
    )


def differences_info(
    events: Sequence[CountedEvent],
    differences: Sequence[Difference | None],
    groups: Sequence[EventGroup],
    choice: EventChoice,
) -> MarksInfo:
    """Gather the picture of risk differences with their intervals, first group minus second."""
    one, two = group_name(groups[choice.first]), group_name(groups[choice.second])
    marks = tuple(
        ResultMark(
            text=f"{item.term}{' (serious)' if item.serious else ''}: {difference_text(found)}",
            value=None if found is None else found.value * 100,
            low=None if found is None else found.low * 100,
            high=None if found is None else found.high * 100,
        )
        for item, found in zip(events, differences, strict=True)
    )
    return marks_info(
        title=f"Risk difference: {one} minus {two}",
        blocks=(ResultBlock(heading="", marks=marks),),
        bars=False,
        axis_title=f"percentage points (right of 0: more in {one})",
        reference=0.0,
    )


def difference_text(found: Difference | None) -> str:
    """Write a risk difference in percentage points: `+1.4 (95% CI -0.3 to +3.1)`."""
    if found is None:
        return "not computed"
    low, high = found.low * 100, found.high * 100
    return f"{_signed(found.value * 100)} (95% CI {_signed(low)} to {_signed(high)})"


def _signed(points: float) -> str:
    written = f"{points:+.1f}"
    return "0.0" if written in ("+0.0", "-0.0") else written


def events_table(
    events: Sequence[CountedEvent],
    groups: Sequence[EventGroup],
    differences: Sequence[Difference | None] | None = None,
) -> list[dict[str, str]]:
    """Tell events as rows of text: n of those at risk (%) for every group, as posted."""
    columns = column_names(groups)
    rows = []
    for place, item in enumerate(events):
        cells = {column: count.text for column, count in zip(columns, item.counts, strict=True)}
        compared = differences[place] if differences else None
        difference = (
            {"Risk difference, percentage points": difference_text(compared)} if differences else {}
        )
        rows.append(
            {
                "Event": item.term,
                "Organ system": item.organ_system,
                "Kind": "Serious" if item.serious else "Other",
                **difference,
                **cells,
                "Collected": in_words(ASSESSMENT, item.assessment) if item.assessment else "",
                "Vocabulary": item.vocabulary,
                "Notes": item.notes,
            }
        )
    return rows


def about_events(module: AdverseEventsModule) -> tuple[Detail, ...]:
    """Tell over what time, above what threshold and how adverse events were collected."""
    threshold = module.frequency_threshold
    return (
        Detail(label="Collected over", value=module.time_frame or NOT_STATED),
        Detail(
            label="Threshold for other events",
            value=f"posted when more than {threshold}% of a group had it"
            if threshold
            else NOT_STATED,
        ),
        *stated(
            (
                Detail(label="How they were collected", value=module.description or ""),
                Detail(label="About the deaths", value=module.all_cause_mortality_comment or ""),
            )
        ),
    )


def totals_marks(
    names: Sequence[Total], groups: Sequence[EventGroup], positions: Sequence[int | None]
) -> MarksInfo:
    """Gather the picture of some of `totals` for every group: deaths, serious, other."""
    blocks = tuple(
        ResultBlock(
            heading=name,
            marks=tuple(
                _total(totals(group)[name], group_name(group), position)
                for group, position in zip(groups, positions, strict=True)
            ),
        )
        for name in names
    )
    return marks_info(
        title=" · ".join(names),
        blocks=blocks,
        bars=True,
        axis_title="% of those at risk",
        whole=100.0,
    )


def _total(found: EventCount, name: str, position: int | None) -> ResultMark:
    return ResultMark(
        text=f"{name}: {found.text}",
        position=position,
        value=None if found.share is None else found.share * 100,
    )


_FEW_PEOPLE: Final = 10


def totals_finding(groups: Sequence[EventGroup]) -> str:
    """Say how many died and how many had a serious event, in shares of each group.

    Of many groups it is the range; nobody may add them up. Where some are so small that a share of
    them tells nothing, it is in how many groups it happened.
    """
    told = (f"{name}: {total_found(name, groups)}" for name in (Total.DEATHS, Total.SERIOUS))
    return ". ".join(told)


def total_found(name: Total, groups: Sequence[EventGroup]) -> str:
    """Say how many had it, in shares of each group: `9.2% against 10.4%`; of many the range.

    What is made of other groups does not count.
    """
    groups = [group for group in groups if not is_total(group)] or groups
    shares = [totals(group)[name].share for group in groups]
    known = [share for share in shares if share is not None]
    if not known:
        return "not stated"
    if len(groups) <= MOST_NAMED:
        return " against ".join(percent(share) or "not stated" for share in shares)
    counts = [totals(group)[name] for group in groups]
    if any(count.at_risk is not None and count.at_risk < _FEW_PEOPLE for count in counts):
        return f"in {sum(bool(count.affected) for count in counts)} of {len(groups)} groups"
    return f"{percent(min(known))} to {percent(max(known))}, by group"


def totals_table(groups: Sequence[EventGroup]) -> list[dict[str, str]]:
    """Tell deaths, serious and other events of every group as rows of text."""
    columns = column_names(groups)
    names = totals(groups[0]) if groups else {}
    return [
        {
            "Total": name,
            **{
                column: totals(group)[name].text
                for column, group in zip(columns, groups, strict=True)
            },
        }
        for name in names
    ]
