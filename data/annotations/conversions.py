"""Limits in units that the record does not use: converted exactly from the unit that it does."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from pydantic import Field

from data.annotations.base import Annotation

_LIMITS: Final = ("at_least", "above", "at_most", "below")


class Conversion(Annotation):
    """How a number becomes one in another unit: number × `times` + `plus`.

    Args:
        to: the other unit of the fact, one in which the record gives its limits.
        times, plus: exact, as their source writes them.
    """

    to: str
    times: float = Field(gt=0)
    plus: float = 0

    def applied(self, number: float) -> float:
        """Convert a number into the unit `to`."""
        return float(_exact(number) * _exact(self.times) + _exact(self.plus))

    def undone(self, number: float) -> float:
        """Convert a number back from the unit `to`."""
        return float((_exact(number) - _exact(self.plus)) / _exact(self.times))


def _exact(number: float) -> Fraction:
    """A number as its decimals are written, free of the noise of binary arithmetic."""
    return Fraction(repr(float(number)))


def with_converted_limits(content: dict[str, Any]) -> dict[str, Any]:
    """Give each limit of an annotation file's rules in the converted units of its fact too.

    Args:
        content: the section `eligibility` as it stands in the file; not yet known to be sound.
    """
    facts = content.get("facts")
    units = {
        fact["id"]: fact["units"]
        for fact in (facts if isinstance(facts, list | tuple) else ())
        if isinstance(fact, dict) and isinstance(fact.get("units"), list) and "id" in fact
    }
    widened: dict[str, Any] = _widened(content, units)
    return widened


def _widened(value: Any, units: Mapping[str, list[Any]]) -> Any:
    if isinstance(value, list):
        return [_widened(item, units) for item in value]
    if not isinstance(value, dict):
        return value
    inner = {key: _widened(item, units) for key, item in value.items()}
    of_fact = units.get(str(inner.get("fact")), [])
    converted = [unit for unit in of_fact if isinstance(unit, dict) and unit.get("converted")]
    for name in _LIMITS:
        if converted and name in inner:
            inner[name] = _in_all_units(inner[name], of_fact[0], converted)
    return inner


def _in_all_units(limit: Any, first: Any, converted: list[dict[str, Any]]) -> dict[str, float]:
    limits = dict(limit) if isinstance(limit, Mapping) else {first["unit"]: limit}
    for unit in converted:
        conversion = Conversion.model_validate(unit["converted"])
        if conversion.to not in limits:
            raise ValueError(f"there is no limit in {conversion.to!r} for {unit['unit']!r}")
        limits[unit["unit"]] = conversion.undone(limits[conversion.to])
    return limits
