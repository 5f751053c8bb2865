"""An answer in the other units of its fact, and whether the record's limits in them agree.

A record may give one limit in two units that are no exact conversions of each other. The limit in
the unit that was entered counts; where the other would read otherwise, that is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from data.annotations.eligibility import Compare, Fact, Unit, leaves
from data.eligibility.answers import Quantity, Value, with_unit
from data.eligibility.checklist import Criterion
from data.eligibility.evaluate import COMPARE
from data.eligibility.reasons import compared

_FEWEST: Final = 3  # significant digits, as laboratories report
_MOST: Final = 12


@dataclass(frozen=True, kw_only=True)
class InOtherUnit:
    """An answer said in another unit.

    Args:
        text: the sentence.
        disagrees: whether the limit in that unit reads otherwise than the one that counts.
    """

    text: str
    disagrees: bool = False


def in_other_units(
    criterion: Criterion, fact: Fact, values: Mapping[str, Value]
) -> Iterator[InOtherUnit]:
    """Say an answer in the units it was not entered in, as far as that tells anything.

    That is wherever a limit of the criterion in the other unit reads otherwise, and always in the
    first unit of the fact, in which most people know the number.
    """
    value = values.get(fact.id)
    entered = fact.unit(value.unit) if isinstance(value, Quantity) else None
    if not isinstance(value, Quantity) or entered is None:
        return
    rules = (criterion.rule,) if criterion.applies is None else (criterion.applies, criterion.rule)
    limits = [
        leaf
        for rule in rules
        for leaf in leaves(rule)
        if isinstance(leaf, Compare) and leaf.fact == fact.id
    ]
    for unit in fact.units:
        number = _converted(value.number, entered, unit, fact)
        if unit == entered or number is None:
            continue
        other = Quantity(number=_rounded(number, unit, limits), unit=unit.unit)
        same = f"{fact.label} {value} is {other}"
        against = [leaf for leaf in limits if _holds(leaf, value) != _holds(leaf, other)]
        for leaf in against:
            limit = with_unit(leaf.limit(unit.unit), unit.unit)
            yield InOtherUnit(
                text=f"{same}, which is {compared(leaf, _holds(leaf, other))} the record’s other "
                f"limit of {limit}. The record’s limits are not exact conversions of each other; "
                f"the one in {entered.unit} counts here, as entered.",
                disagrees=True,
            )
        if not against and unit == fact.units[0]:
            yield InOtherUnit(text=f"{same}.")


def _converted(number: float, entered: Unit, unit: Unit, fact: Fact) -> float | None:
    """Convert exactly; None where it is not known how."""
    first = fact.units[0]
    per_first = {first.unit: 1.0} | {one.unit: one.per_first for one in fact.units if one.per_first}
    if entered.unit not in per_first or unit.unit not in per_first:
        return None
    return number / per_first[entered.unit] * per_first[unit.unit]


def _rounded(number: float, unit: Unit, limits: list[Compare]) -> float:
    """Round as laboratories do, to more digits where that would cross a limit."""
    exact = Quantity(number=number, unit=unit.unit)
    for digits in range(_FEWEST, _MOST):
        rounded = Quantity(number=float(f"{number:.{digits}g}"), unit=unit.unit)
        if all(_holds(leaf, rounded) == _holds(leaf, exact) for leaf in limits):
            return rounded.number
    return number


def _holds(leaf: Compare, value: Quantity) -> bool:
    return COMPARE[leaf.operator](value.number, leaf.limit(value.unit))
