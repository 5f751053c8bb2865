"""An answer in another unit of its fact."""

from __future__ import annotations

from data.annotations.eligibility import Fact, Unit
from data.eligibility.answers import Quantity


def converted(fact: Fact, value: Quantity, unit: Unit) -> float | None:
    """Convert an answer exactly into one of the record's units; None where it is not known how."""
    entered = fact.unit(value.unit)
    if entered is not None and entered.converted:
        number = entered.converted.applied(value.number)
        return converted(fact, Quantity(number=number, unit=entered.converted.to), unit)
    if value.unit == unit.unit:
        return value.number
    first = fact.units[0]
    per_first = {first.unit: 1.0} | {one.unit: one.per_first for one in fact.units if one.per_first}
    if value.unit not in per_first or unit.unit not in per_first:
        return None
    return value.number / per_first[value.unit] * per_first[unit.unit]
