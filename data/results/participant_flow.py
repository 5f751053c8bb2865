"""Who took part: how many of each group started and completed each period, and why not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, repeat

from data.results.numbers import count
from data.results.words import COMPLETED, NOT_COMPLETED, STARTED
from data.results_section import FlowCount, FlowPeriod, ParticipantFlowModule, ResultGroup
from data.study import Study
from data.words import phrases

# "All-trans retinoic acid" and "overall survival cohort" are no totals.
_TOTAL = phrases(
    r"^\W*(grand )?(total|overall|all|any)\b(?!-)|\b(total|overall|combined|pooled)\W*$",
)


_OTHER_PEOPLE = phrases(r"\b(part|cohort|stage|follow-?\s?up|extension)\b")


@dataclass(frozen=True, kw_only=True)
class FlowRow:
    """One line of a period: a milestone or a reason, for each group in order.

    Args:
        name: what is counted, as the record writes it.
        texts: the counts as written, empty where there is none; with units where those count too.
        numbers: the same as numbers, None where it is none.
        comment: what the record adds.
    """

    name: str
    texts: tuple[str, ...]
    numbers: tuple[int | None, ...]
    comment: str = ""


@dataclass(frozen=True, kw_only=True)
class Period:
    """A period of the study.

    Args:
        started, completed, not_completed: the three lines every period has; None where it has not.
        milestones: the study's own milestones between start and completion.
        reasons: why participants did not complete it.
    """

    title: str
    started: FlowRow | None
    completed: FlowRow | None
    not_completed: FlowRow | None
    milestones: tuple[FlowRow, ...]
    reasons: tuple[FlowRow, ...]


@dataclass(frozen=True, kw_only=True)
class ParticipantFlow:
    """The groups and the periods they went through; `problems` are numbers that do not add up,
    `units` what is counted beside people."""

    groups: tuple[ResultGroup, ...]
    periods: tuple[Period, ...]
    problems: tuple[str, ...]
    recruitment: str
    before_assignment: str
    units: str

    @property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """What is told of it in words, each with its name."""
        named = (
            ("Recruitment", self.recruitment),
            ("Before assignment to a group", self.before_assignment),
            ("Counted besides participants", self.units),
        )
        return tuple((name, text) for name, text in named if text)

    @property
    def unnumbered(self) -> str:
        """Say that no numbers are posted, and of which groups."""
        names = "; ".join(group_name(group) for group in self.groups)
        of_groups = f" Groups: {names}." if names else ""
        return f"The record posts no numbers of participants in periods.{of_groups}"

    @property
    def has_numbers(self) -> bool:
        """Whether there is anything to draw: groups, and periods that they went through."""
        return bool(self.groups and self.periods)


def participant_flow(module: ParticipantFlowModule) -> ParticipantFlow:
    """Read the participant flow, and check whether its numbers add up."""
    ids = tuple(group.id for group in module.groups)
    unit = module.type_units_analyzed or "units"
    periods = tuple(_period(item, ids, unit) for item in module.periods)
    names = tuple(group_name(group) for group in module.groups)
    return ParticipantFlow(
        groups=module.groups,
        periods=periods,
        problems=tuple(_problems(periods, names)),
        recruitment=module.recruitment_details or "",
        before_assignment=module.pre_assignment_details or "",
        units=module.type_units_analyzed or "",
    )


def group_name(group: ResultGroup) -> str:
    """The title of a group; where it has none, its number within the record."""
    return group.title or group.id or "Group without a name"


def column_names(groups: Iterable[ResultGroup], sizes: Sequence[str] = ()) -> tuple[str, ...]:
    """A name for each group's column, with its size where that is told; no two alike."""
    columns: list[str] = []
    for group, size in zip(groups, sizes or repeat(""), strict=False):
        name = f"{group_name(group)} (n = {size})" if size else group_name(group)
        columns.append(f"{name} [{group.id}]" if name in columns else name)
    return tuple(columns)


def is_total(group: ResultGroup) -> bool:
    """Whether a group is made of others, by its name: `Total`, `All patients`, `Doses pooled`."""
    return bool(_TOTAL.search(group_name(group)))


def posted_started(study: Study) -> dict[str, int]:
    """How many of each group started, as posted, by the group's title.

    A group starts in the first period in which anybody of it is counted. Only whole numbers; empty
    for a record without posted results.
    """
    if study.results_section is None:
        return {}
    flow = participant_flow(study.results_section.participant_flow_module)
    starts = (_start(flow, position) for position in range(len(flow.groups)))
    return {
        group_name(group): start[1]
        for group, start in zip(flow.groups, starts, strict=True)
        if start is not None
    }


def posted_totals(study: Study) -> tuple[int, ...]:
    """How many may have started in all: in the first period, and with groups that start later.

    People of a later group may be new or may have been in another group before: both sums are
    right readings, and so is what a group of all counts. Empty for a record without posted numbers.
    """
    if study.results_section is None:
        return ()
    flow = participant_flow(study.results_section.participant_flow_module)
    # Whoever is counted in a total is counted in another group too.
    starts = {place: _start(flow, place) for place in range(len(flow.groups))}
    totals = [start for place, start in starts.items() if start and is_total(flow.groups[place])]
    own = [start for place, start in starts.items() if start and not is_total(flow.groups[place])]
    counted = own or totals
    if not counted:
        return ()
    first = min(place for place, _ in counted)
    sums = (sum(n for place, n in counted if place == first), sum(n for _, n in counted))
    return tuple(dict.fromkeys((*sums, *(n for _, n in totals if own))))


def first_period(flow: ParticipantFlow, position: int) -> int:
    """The place of the first period in which anybody of a group is counted; 0 where nobody is."""
    for place, period in enumerate(flow.periods):
        rows = (period.started, period.completed, period.not_completed)
        if any(at(row, position) for row in rows):
            return place
    return 0


def _start(flow: ParticipantFlow, position: int) -> tuple[int, int] | None:
    """The period in which a group starts, and how many; None where no number is posted."""
    numbers = [(place, at(period.started, position)) for place, period in enumerate(flow.periods)]
    known = [(place, number) for place, number in numbers if number is not None]
    return next((start for start in known if start[1]), known[0] if known else None)


def _period(period: FlowPeriod, ids: tuple[str | None, ...], unit: str) -> Period:
    fixed: dict[str, FlowRow] = {}
    own: list[FlowRow] = []
    for item in period.milestones:
        row = _row(item.type, item.achievements, ids, unit, item.comment)
        if item.type in (STARTED, COMPLETED, NOT_COMPLETED) and item.type not in fixed:
            fixed[item.type] = row
        else:
            own.append(row)
    return Period(
        title=period.title or "Period without a name",
        started=fixed.get(STARTED),
        completed=fixed.get(COMPLETED),
        not_completed=fixed.get(NOT_COMPLETED),
        milestones=tuple(own),
        reasons=tuple(
            _row(item.type, item.reasons, ids, unit, item.comment) for item in period.drop_withdraws
        ),
    )


def _row(
    name: str | None,
    counts: tuple[FlowCount, ...],
    ids: tuple[str | None, ...],
    unit: str,
    comment: str | None,
) -> FlowRow:
    by_id = {item.group_id: item for item in counts}
    found = [by_id.get(group, FlowCount()) for group in ids]
    comments = dict.fromkeys(filter(None, (comment, *(item.comment for item in found))))
    return FlowRow(
        name=name or "Without a name",
        texts=tuple(_written(item, unit) for item in found),
        numbers=tuple(count(item.num_subjects) for item in found),
        comment=" ".join(comments),
    )


def _written(item: FlowCount, unit: str) -> str:
    units = f"{item.num_units} {unit}" if item.num_units else ""
    if item.num_subjects and units:
        return f"{item.num_subjects} ({units})"
    return item.num_subjects or units


def _problems(periods: tuple[Period, ...], names: tuple[str, ...]) -> Iterator[str]:
    for position, name in enumerate(names):
        for period in periods:
            yield from _within(period, position, f"{period.title}, {name}")
    for before, period in pairwise(periods):
        yield from _between(before, period, names)


def _within(period: Period, position: int, where: str) -> Iterator[str]:
    started, completed = at(period.started, position), at(period.completed, position)
    left = at(period.not_completed, position)
    ended = None if completed is None or left is None else completed + left
    if None not in (started, ended) and started != ended:
        yield (
            f"{where}: {completed} completed and {left} did not, which makes {ended}, "
            f"but {started} started."
        )
    reasons = [row.numbers[position] for row in period.reasons if row.texts[position]]
    told = [number for number in reasons if number is not None]
    if left is not None and reasons and len(told) == len(reasons) and sum(told) != left:
        yield f"{where}: the reasons add up to {sum(told)}, but {left} did not complete."


def _between(before: Period, period: Period, names: tuple[str, ...]) -> Iterator[str]:
    """Whether more people of a group started a period than completed the one before.

    Not where people may have changed groups (then as many start in all as completed), go on without
    having completed (a follow-up), or are new (the parts of a study).
    """
    if _OTHER_PEOPLE.search(period.title) or before.completed is None or period.started is None:
        return
    pairs = zip(before.completed.numbers, period.started.numbers, strict=True)
    told = [
        (place, then, now) for place, (then, now) in enumerate(pairs) if at(before.started, place)
    ]
    had = sum(then or 0 for _, then, _ in told)
    if not had or sum(now or 0 for *_, now in told) <= had:
        return
    for place, then, now in told:
        if then is not None and now is not None and now > then:
            yield (
                f"{period.title}, {names[place]}: {now} started, but only {then} completed "
                f"“{before.title}” before."
            )


def at(row: FlowRow | None, position: int) -> int | None:
    """The number of one group in a line; None where the line is absent or it is no number."""
    return row.numbers[position] if row else None
