"""What went wrong: adverse events per group, and the difference between two groups."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from data.results.numbers import percent, share
from data.results.participant_flow import group_name, is_total
from data.results_section import AdverseEvent, AdverseEventsModule, EventGroup, EventStats
from data.study import Study
from data.words import tally

# Newcombe's hybrid score interval (Statistics in Medicine 1998;17:873-890, method 10) holds its
# level with few events and none, which is what adverse events mostly are.
METHOD: Final = "newcomb"
METHOD_IN_WORDS: Final = (
    "Share in the first group minus share in the second, in percentage points; "
    "95% interval by Newcombe's hybrid score method (1998, method 10), computed with statsmodels "
    "(confint_proportions_2indep). Not adjusted for the number of events compared."
)


# What a group is called that is of one part of a study, which people of others can come to.
_PART: Final = re.compile(
    r"cross[ -]?over|follow[ -]?up|extension|re-?treatment|run-?in|open[ -]?label|double[ -]?blind"
    r"|\bperiod(?: +\w+)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class EventCount:
    """How many of a group had an event.

    Args:
        affected, at_risk, events: as posted; None where the record does not say.
    """

    affected: int | None = None
    at_risk: int | None = None
    events: int | None = None

    @property
    def share(self) -> float | None:
        """The share of those at risk who had it, from 0 to 1; None where nobody was."""
        return share(self.affected, self.at_risk)

    @property
    def text(self) -> str:
        """`12 of 147 (8.2%), 15 events`; `0 of 0` where nobody was at risk."""
        if not self.events:
            return self.people
        events = tally(self.events, "event")
        return f"{self.people}, {events}" if self.affected is not None else events

    @property
    def people(self) -> str:
        """The same without the number of events."""
        if self.affected is None:
            return "not stated"
        if self.at_risk is None:
            return f"{self.affected} (at risk: not stated)"
        told = percent(self.share)
        return f"{self.affected} of {self.at_risk}" + (f" ({told})" if told else "")


@dataclass(frozen=True, kw_only=True)
class CountedEvent:
    """One adverse event, counted for each group in order."""

    term: str
    organ_system: str
    serious: bool
    vocabulary: str
    assessment: str | None
    notes: str
    counts: tuple[EventCount, ...]


@dataclass(frozen=True, kw_only=True)
class Difference:
    """The risk difference between two groups, first minus second, as shares from -1 to 1."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class EventChoice:
    """Which events are meant, and in which order.

    Args:
        first, second: the places of the two groups that are compared.
        serious: only serious ones, only others, or, with None, both.
        organ_systems: only these; with none, all.
        threshold: the least share, from 0 to 1, that one of the two groups must reach.
        words: all of them must occur in the event's term or organ system.
        by: `frequency`, `difference` or `term`.
    """

    first: int = 0
    second: int = 0
    serious: bool | None = None
    organ_systems: tuple[str, ...] = ()
    threshold: float = 0.0
    words: str = ""
    by: str = "frequency"


def events(module: AdverseEventsModule) -> tuple[CountedEvent, ...]:
    """Read all adverse events: the serious ones, then the others, each in the record's order."""
    ids = tuple(group.id for group in module.event_groups)
    return (
        *(_event(item, ids, serious=True) for item in module.serious_events),
        *(_event(item, ids, serious=False) for item in module.other_events),
    )


def _event(item: AdverseEvent, ids: tuple[str | None, ...], *, serious: bool) -> CountedEvent:
    by_id = {stats.group_id: stats for stats in item.stats}
    return CountedEvent(
        term=item.term or "Without a name",
        organ_system=item.organ_system or "Organ system not stated",
        serious=serious,
        vocabulary=item.source_vocabulary or "",
        assessment=item.assessment_type,
        notes=item.notes or "",
        counts=tuple(_count(by_id.get(group)) for group in ids),
    )


def _count(stats: EventStats | None) -> EventCount:
    if stats is None:
        return EventCount()
    return EventCount(
        affected=stats.num_affected, at_risk=stats.num_at_risk, events=stats.num_events
    )


class Total(StrEnum):
    """What a group is counted for as a whole."""

    DEATHS = "Deaths from any cause"
    SERIOUS = "Any serious adverse event"
    OTHER = "Any other adverse event"


def totals(group: EventGroup) -> dict[Total, EventCount]:
    """What the record says of a group as a whole: deaths, any serious event, any other event."""
    return {
        Total.DEATHS: EventCount(
            affected=group.deaths_num_affected, at_risk=group.deaths_num_at_risk
        ),
        Total.SERIOUS: EventCount(
            affected=group.serious_num_affected, at_risk=group.serious_num_at_risk
        ),
        Total.OTHER: EventCount(affected=group.other_num_affected, at_risk=group.other_num_at_risk),
    }


def organ_systems(items: Iterable[CountedEvent]) -> tuple[str, ...]:
    """The organ systems that occur, by name."""
    return tuple(sorted({item.organ_system for item in items}))


def chosen_events(items: Sequence[CountedEvent], choice: EventChoice) -> tuple[CountedEvent, ...]:
    """Pick and order events.

    An event of which no share is known stays in while no threshold is asked for, and comes last.
    """
    words = choice.words.casefold().split()
    found = [
        item
        for item in items
        if choice.serious in (None, item.serious)
        and (not choice.organ_systems or item.organ_system in choice.organ_systems)
        and all(word in f"{item.term} {item.organ_system}".casefold() for word in words)
        and (choice.threshold <= 0 or _highest(item, choice) >= choice.threshold)
    ]
    if choice.by == "term":
        return tuple(sorted(found, key=lambda item: item.term.casefold()))
    key = _apart if choice.by == "difference" else _highest
    return tuple(sorted(found, key=lambda item: -key(item, choice)))


def _pair(item: CountedEvent, choice: EventChoice) -> tuple[float | None, float | None]:
    return item.counts[choice.first].share, item.counts[choice.second].share


def _highest(item: CountedEvent, choice: EventChoice) -> float:
    return max((share for share in _pair(item, choice) if share is not None), default=-1.0)


def _apart(item: CountedEvent, choice: EventChoice) -> float:
    first, second = _pair(item, choice)
    return -1.0 if first is None or second is None else abs(second - first)


def differences(
    items: Sequence[CountedEvent], first: int, second: int
) -> tuple[Difference | None, ...]:
    """Compute the risk difference of each event between two groups, first minus second.

    Args:
        items: the events.
        first, second: places of the groups.

    Returns:
        For each event its difference with the 95% interval named by `METHOD`; None where a share is
        not known, nobody was at risk, or both are the same group.
    """
    if first == second:
        return (None,) * len(items)
    usable = [
        place
        for place, item in enumerate(items)
        if item.counts[first].share is not None and item.counts[second].share is not None
    ]
    found = _newcombe(
        [(items[place].counts[first], items[place].counts[second]) for place in usable]
    )
    by_place = dict(zip(usable, found, strict=True))
    return tuple(by_place.get(place) for place in range(len(items)))


def why_not_compared(study: Study, groups: Sequence[EventGroup]) -> str:
    """Say why a difference between two groups would not be one between different people.

    The interval of a difference holds only where nobody is in both groups. That is known where no
    group is made of others, the study is no cross-over, both groups name the same part of it, and
    the groups together hold no more people than took part.

    Args:
        study: the record.
        groups: the two that are compared.

    Returns:
        The reason; empty where the difference may be computed.
    """
    total = next((group for group in groups if is_total(group)), None)
    if total:
        return f"“{group_name(total)}” holds people of other groups too."
    section = study.protocol_section.design_module
    if section.design_info.intervention_model == "CROSSOVER":
        return "In a cross-over study the same people can be in both groups."
    if _part_named(groups[0]) != _part_named(groups[-1]):
        return "The two groups name different parts of the study: the same people can be in both."
    results = study.results_section
    posted = results.adverse_events_module.event_groups if results else ()
    counted = sum(_at_risk(group) for group in posted if not is_total(group))
    enrolled = section.enrollment_info
    took_part = None if enrolled.type == "ESTIMATED" else enrolled.count
    if took_part is not None and counted > took_part:
        return (
            f"The groups together count {counted:,} people, but {took_part:,} took part: some "
            "are in more than one group."
        )
    return ""


def _part_named(group: EventGroup) -> set[str]:
    """The words by which a group's name says of which part of the study it is."""
    return {" ".join(word.casefold().split()) for word in _PART.findall(group_name(group))}


def _at_risk(group: EventGroup) -> int:
    numbers = (group.serious_num_at_risk, group.other_num_at_risk, group.deaths_num_at_risk)
    return max((number for number in numbers if number is not None), default=0)


def _newcombe(pairs: Sequence[tuple[EventCount, EventCount]]) -> list[Difference]:
    if not pairs:
        return []
    # Here and not above: it takes a second to import, which only those who compare should wait for.
    import numpy as np
    from statsmodels.stats.proportion import confint_proportions_2indep

    one, other = zip(*pairs, strict=True)
    low, high = confint_proportions_2indep(
        np.array([item.affected for item in one], dtype=float),
        np.array([item.at_risk for item in one], dtype=float),
        np.array([item.affected for item in other], dtype=float),
        np.array([item.at_risk for item in other], dtype=float),
        method=METHOD,
        compare="diff",
        alpha=0.05,
    )
    shares = [((a.share or 0.0) - (b.share or 0.0)) for a, b in pairs]
    return [
        Difference(value=value, low=float(left), high=float(right))
        for value, left, right in zip(shares, low, high, strict=True)
    ]


def default_choice(groups: Sequence[EventGroup]) -> EventChoice:
    """Compare the first two groups; with one group, that one alone."""
    return replace(EventChoice(), second=1 if len(groups) > 1 else 0)
