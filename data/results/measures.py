"""What was measured, at baseline and as outcomes: values per group, as written and as numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from data.dates import in_words_if_date
from data.results.numbers import Measured, number, percent, share
from data.results.words import (
    AVERAGES,
    OUTCOME_TYPE,
    PARAM_TYPE,
    dispersion,
    dispersion_sign,
    short_dispersion,
)
from data.results_section import (
    BaselineMeasure,
    Denom,
    MeasureClass,
    Measurement,
    OutcomeMeasure,
    PostedMeasure,
    ResultGroup,
)
from data.vocabulary import in_words
from data.words import phrases

_PEOPLE: Final = phrases(
    r"(number of )?(participants?|subjects?|patients?|people|persons?|individuals)"
)
_PERCENT: Final = phrases(r"(percent(age)?\b|%)(?!.*change)")
# What is told in one number: a standard deviation or error, a coefficient of variation.
_ONE_NUMBER: Final = phrases(r"deviation|error|coefficient")
_SYMMETRIC: Final = frozenset({"standard deviation", "standard error"})


class MeasureKind(StrEnum):
    """How a measure is drawn."""

    SHARE = "share"  # counts of people, as shares of those analysed
    PERCENT = "percent"  # per cent as the record gives it
    NUMBER = "number"  # any other number, from zero
    AVERAGE = "average"  # a mean or median, with what surrounds it


@dataclass(frozen=True, kw_only=True)
class MeasureCell(Measured):
    """One value of one group.

    Args:
        position: the group's place among the groups of the measure.
        text: the value as written, with its dispersion or share: `12.3 (4.5)`, `12 of 80 (15.0%)`.
        written: the value alone, as written.
        denominator: how many were analysed for it.
        share: of them, from 0 to 1, where the measure counts people.
        comment: what the record adds.
    """

    position: int
    text: str
    written: str = ""
    denominator: int | None = None
    share: float | None = None
    comment: str = ""


@dataclass(frozen=True, kw_only=True)
class MeasureRow:
    """One line of a measure, for each group that has a value; an only line may have no name."""

    name: str
    cells: tuple[MeasureCell, ...]


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A baseline characteristic or an outcome.

    Args:
        role: of an outcome: primary, secondary, …; empty at baseline.
        parameter: what the values are: `Mean (SD)`.
        spread: what surrounds them, in full words.
        unit: of the values.
        sizes: how many of each group were analysed, as written.
        analysed: every other number of analysed people or units: of what, and for each group.
        expected: when results are to be posted; empty where they are.
        rows: empty for an outcome that is not posted yet.
    """

    title: str
    role: str
    description: str
    population: str
    time_frame: str
    parameter: str
    spread: str
    unit: str
    kind: MeasureKind
    groups: tuple[ResultGroup, ...]
    sizes: tuple[str, ...]
    analysed: tuple[tuple[str, str], ...]
    expected: str
    rows: tuple[MeasureRow, ...]


def outcome(item: OutcomeMeasure) -> Measure:
    """Read an outcome measure."""
    return _measure(item, item.groups, item.denoms)


def baseline(
    item: BaselineMeasure, groups: tuple[ResultGroup, ...], denoms: tuple[Denom, ...]
) -> Measure:
    """Read a baseline measure; without denominators of its own, those of the module count."""
    return _measure(item, groups, item.denoms or denoms)


def _measure(
    item: PostedMeasure,
    groups: tuple[ResultGroup, ...],
    denoms: tuple[Denom, ...],
) -> Measure:
    unit = item.unit_of_measure or ""
    kind = _kind(item)
    counted = _counted_units(item)
    spread = dispersion(item.dispersion_type)
    short = ", ".join(
        filter(
            None, (short_dispersion(item.dispersion_type), dispersion_sign(item.dispersion_type))
        )
    )
    parameter = in_words(PARAM_TYPE, item.param_type) if item.param_type else ""
    rows = tuple(
        _row(name, measurements, groups, _sizes(groups, item_denoms or denoms, counted), kind, item)
        for name, measurements, item_denoms in _lines(item.classes)
    )
    return Measure(
        title=item.title or "Without a title",
        role=in_words(OUTCOME_TYPE, item.type) if isinstance(item, OutcomeMeasure) else "",
        description=item.description or "",
        population=item.population_description or "",
        time_frame=(item.time_frame or "") if isinstance(item, OutcomeMeasure) else "",
        parameter=f"{parameter} ({short})" if parameter and short else parameter,
        spread=spread,
        unit=unit,
        kind=kind,
        groups=groups,
        sizes=_sizes(groups, denoms, counted),
        analysed=tuple(_analysed(item, groups, denoms, counted)),
        expected=in_words_if_date(item.anticipated_posting_date or "")
        if isinstance(item, OutcomeMeasure)
        else "",
        rows=rows,
    )


def _kind(item: PostedMeasure) -> MeasureKind:
    unit = item.unit_of_measure or ""
    if item.param_type in AVERAGES:
        return MeasureKind.AVERAGE
    people = item.param_type == "NUMBER" and _PEOPLE.fullmatch(unit.strip())
    if item.param_type in ("COUNT_OF_PARTICIPANTS", "COUNT_OF_UNITS") or people:
        return MeasureKind.SHARE
    values = [number(cell.value) for _, cells, _ in _lines(item.classes) for cell in cells]
    within = all(value is None or 0 <= value <= 100 for value in values)
    return MeasureKind.PERCENT if _PERCENT.match(unit.strip()) and within else MeasureKind.NUMBER


def _counted_units(item: PostedMeasure) -> str:
    """The kind of thing a denominator counts: participants, unless the measure says otherwise."""
    selected = item.denom_units_selected
    if item.param_type == "COUNT_OF_UNITS" and isinstance(item, OutcomeMeasure):
        selected = selected or item.type_units_analyzed
    return selected or "Participants"


def _lines(
    classes: Sequence[MeasureClass],
) -> Iterator[tuple[str, tuple[Measurement, ...], tuple[Denom, ...]]]:
    """Yield each line of a measure: its name, its values, and its own denominators if any."""
    for item in classes:
        for category in item.categories:
            name = " · ".join(filter(None, (item.title, category.title)))
            yield name, category.measurements, item.denoms


def _sizes(
    groups: tuple[ResultGroup, ...], denoms: tuple[Denom, ...], counted: str
) -> tuple[str, ...]:
    matching = [item for item in denoms if (item.units or "").casefold() == counted.casefold()]
    chosen = (matching or list(denoms) or [Denom()])[0]
    by_id = {item.group_id: item.value or "" for item in chosen.counts}
    return tuple(by_id.get(group.id, "") for group in groups)


def _analysed(
    item: PostedMeasure,
    groups: tuple[ResultGroup, ...],
    denoms: tuple[Denom, ...],
    counted: str,
) -> Iterator[tuple[str, str]]:
    """Yield the denominators that the head of a table has no room for, each with its unit."""
    of_lines = [(line.title or "", denom) for line in item.classes for denom in line.denoms]
    # The head says how many; that they are people needs no word.
    beside = [denom for denom in denoms if not denom.units == counted == "Participants"]
    for line, denom in [*(("", denom) for denom in beside), *of_lines]:
        units, numbers = analysed(denom, groups)
        yield " · ".join(filter(None, (line, units))), numbers
    named = {denom.units for denom in denoms} | {denom.units for _, denom in of_lines}
    also = item.type_units_analyzed if isinstance(item, OutcomeMeasure) else None
    for kind in dict.fromkeys((item.denom_units_selected, also)):
        if kind and kind not in named:
            yield kind, "numbers not stated"


def analysed(denom: Denom, groups: Sequence[ResultGroup]) -> tuple[str, str]:
    """Tell a denominator: what is counted, and how many of it each group has."""
    by_id = {part.group_id: part.value for part in denom.counts}
    sizes = (
        f"{group.title or group.id}: {by_id.get(group.id) or 'not stated'}" for group in groups
    )
    return denom.units or "units not stated", "; ".join(sizes)


def _row(
    name: str,
    measurements: tuple[Measurement, ...],
    groups: tuple[ResultGroup, ...],
    sizes: tuple[str, ...],
    kind: MeasureKind,
    item: PostedMeasure,
) -> MeasureRow:
    by_id = {cell.group_id: cell for cell in measurements}
    cells = (
        _cell(position, by_id[group.id], sizes[position], kind, item)
        for position, group in enumerate(groups)
        if group.id in by_id
    )
    return MeasureRow(name=name, cells=tuple(cells))


def _cell(
    position: int,
    found: Measurement,
    size: str,
    kind: MeasureKind,
    item: PostedMeasure,
) -> MeasureCell:
    value, whole = number(found.value), number(size)
    part = share(value, whole) if kind is MeasureKind.SHARE else None
    low, high = _interval(found, value, item)
    return MeasureCell(
        position=position,
        text=_text(found, part, size, item),
        written=found.value or "",
        value=value,
        low=low,
        high=high,
        low_open=high is not None and bool(found.lower_limit) and low is None,
        high_open=low is not None and bool(found.upper_limit) and high is None,
        denominator=None if whole is None else int(whole),
        share=part,
        comment=found.comment or "",
    )


def _interval(
    found: Measurement, value: float | None, item: PostedMeasure
) -> tuple[float | None, float | None]:
    """The ends of what surrounds a value: as given, else value ± spread of a mean.

    Nothing surrounds a median by a standard deviation, or a geometric mean by its coefficient; and
    two limits that do not hold the value between them are told, but are no line to draw.
    """
    if _shows_limits(found, item):
        low, high = number(found.lower_limit), number(found.upper_limit)
        return (low, high) if holds(low, value, high) else (None, None)
    spread = number(found.spread)
    symmetric = (
        item.param_type in ("MEAN", "LEAST_SQUARES_MEAN")
        and dispersion(item.dispersion_type) in _SYMMETRIC
    )
    if symmetric and spread is not None and value is not None:
        return value - spread, value + spread
    return None, None


def holds(low: float | None, value: float | None, high: float | None) -> bool:
    """Whether limits lie around their value, as far as they are numbers."""
    if value is None:
        return True
    return (low is None or low <= value) and (high is None or value <= high)


def _shows_limits(found: Measurement, item: PostedMeasure) -> bool:
    """Whether two limits surround a value; those of a kind told in one number are left-overs."""
    if not (found.lower_limit or found.upper_limit):
        return False
    return not _ONE_NUMBER.search(dispersion(item.dispersion_type))


def _text(
    found: Measurement,
    part: float | None,
    size: str,
    item: PostedMeasure,
) -> str:
    if not found.value:
        return "not stated"
    around = ""
    if _shows_limits(found, item):
        around = f"{found.lower_limit or '…'} to {found.upper_limit or '…'}"
        if found.spread and not item.dispersion_type:
            around = f"{around}; {found.spread}: of what kind is not stated"
    elif found.spread:
        # Beside a share it is named anyway, below.
        left_over = part is None and (found.lower_limit or found.upper_limit)
        around = _named(found.spread, item) if left_over else found.spread
    if part is None:
        return f"{found.value} ({around})" if around else found.value
    share_of = f"{found.value} of {size} ({percent(part)})"
    return f"{share_of}, {_named(around, item)}" if around else share_of


def _named(around: str, item: PostedMeasure) -> str:
    """Say with its kind what surrounds a value: `SD 9.1`, `95% CI 2 to 4`, `geometric CV 31%`."""
    kind, sign = short_dispersion(item.dispersion_type), dispersion_sign(item.dispersion_type)
    return f"{kind} {around}{sign}".strip()
