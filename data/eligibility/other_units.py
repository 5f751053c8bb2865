"""An answer in the other units of its fact, and whether the record's limits in them agree.

A record may give one limit in two units that are no exact conversions of each other. The limit in
the unit that was entered counts; where the other would read otherwise, that is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from data.annotations.eligibility import Compare, Fact, Unit
from data.eligibility.answers import Quantity, Value, with_unit
from data.eligibility.calculators import calculator_of
from data.eligibility.checklist import Criterion
from data.eligibility.evaluate import COMPARE
from data.eligibility.in_units import converted
from data.eligibility.reasons import compared

_FEWEST: Final = 3  # significant digits, as laboratories report
_MOST: Final = 12


@dataclass(frozen=True, kw_only=True)
class InOtherUnit:
    """An answer said in another unit.

    Args:
        text: the sentence.
        disagrees: whether the limit in that unit reads otherwise than the one that counts.
        source: of the conversion.
    """

    text: str
    disagrees: bool = False
    source: str | None = None


def in_other_units(
    criterion: Criterion, fact: Fact, values: Mapping[str, Value]
) -> Iterator[InOtherUnit]:
    """Say an answer in the units it was not entered in, as far as that tells anything.

    That is wherever a limit of the record in another unit reads otherwise, and always in the unit
    of the record that it was converted to, or else in the first one of the fact, in which most
    people know the number.
    """
    value = values.get(fact.id)
    entered = fact.unit(value.unit) if isinstance(value, Quantity) else None
    if not isinstance(value, Quantity) or entered is None:
        return
    limits = _limits(criterion, fact)
    # A converted unit's limit is that of the record's unit it is converted to.
    own = entered.converted.to if entered.converted else entered.unit
    for unit in fact.record_units:
        number = converted(fact, value, unit)
        if unit == entered or number is None:
            continue
        other = Quantity(number=_rounded(number, unit, limits), unit=unit.unit)
        same = f"{fact.label} {value} is {other}"
        source = unit.source if entered == fact.units[0] else entered.source
        against = [leaf for leaf in limits if _holds(leaf, value) != _holds(leaf, other)]
        for leaf in against:
            limit = with_unit(leaf.limit(unit.unit), unit.unit)
            yield InOtherUnit(
                text=f"{same}, which is {compared(leaf, _holds(leaf, other))} the record’s other "
                f"limit of {limit}. The record’s limits are not exact conversions of each other; "
                f"the one in {own} counts here, as entered.",
                disagrees=True,
                source=source,
            )
        if not against and unit.unit == (own if entered.converted else fact.units[0].unit):
            yield InOtherUnit(text=f"{same}.", source=source)


def unit_questions(criterion: Criterion, fact: Fact, values: Mapping[str, Value]) -> Iterator[str]:
    """Ask whether another unit was meant, where that is likely: of a fact, and of what was entered
    for its calculator.

    It is where the number would be usual in the other unit, and in the one entered is not usual, or
    decides otherwise.
    """
    tool = calculator_of(fact)
    measured = tool.facts if tool else ()
    calculated = bool(measured) and all(one.id in values for one in measured)
    to_calculate = () if calculated or not measured else measured[0].units
    yield from _unit_question(fact, values, _limits(criterion, fact), to_calculate)
    for one in measured:
        yield from _unit_question(one, values, [], ())


def _unit_question(
    fact: Fact, values: Mapping[str, Value], limits: list[Compare], measured: tuple[Unit, ...]
) -> Iterator[str]:
    value = values.get(fact.id)
    entered = fact.unit(value.unit) if isinstance(value, Quantity) else None
    if not isinstance(value, Quantity) or entered is None:
        return
    unusual = entered.usual is not None and not _is_usual(value.number, entered)
    likely = [unit for unit in fact.units if unit != entered and _is_usual(value.number, unit)]
    others = [unit.unit for unit in likely if unusual or _decides_otherwise(limits, value, unit)]
    to_calculate = [unit.unit for unit in measured if unusual and _is_usual(value.number, unit)]
    meant = " or ".join(with_unit(value.number, name) for name in (*others, *to_calculate))
    if meant:
        where = " That is entered under Calculate." if to_calculate else ""
        yield f"Is it {value}, and not {meant}?{where}"


def _is_usual(number: float, unit: Unit) -> bool:
    """Whether a number is known to be usual in a unit."""
    return unit.usual is not None and unit.usual[0] <= number <= unit.usual[1]


def _decides_otherwise(limits: list[Compare], value: Quantity, unit: Unit) -> bool:
    other = Quantity(number=value.number, unit=unit.unit)
    return any(_holds(leaf, value) != _holds(leaf, other) for leaf in limits)


def _limits(criterion: Criterion, fact: Fact) -> list[Compare]:
    return [leaf for leaf in criterion.leaves if isinstance(leaf, Compare) and leaf.fact == fact.id]


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
