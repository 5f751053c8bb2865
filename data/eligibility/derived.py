"""What follows from other answers: read with them, never kept as an answer of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from data.annotations.eligibility import Fact
from data.eligibility.answers import AnswerError, Quantity, Value, read_answer
from data.eligibility.calculators import CALCULATORS, asked_with_calculators
from data.eligibility.in_units import converted


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known of a person.

    Args:
        values: by fact id, what was derived among them.
        problems: one sentence for each answer that cannot be used, by its key.
        derived: what the calculators give, by the id of the fact they are for, also where an
            answer that was entered takes its place.
    """

    values: Mapping[str, Value]
    problems: Mapping[str, str]
    derived: Mapping[str, Quantity]


def derive(facts: Iterable[Fact], given: Mapping[str, Value], refused: Mapping[str, str]) -> Known:
    """Work out what follows from answers.

    Args:
        facts: of a checklist; what their calculators ask for is known from them.
        given: the values that were read, also of what only calculators ask for.
        refused: one sentence for each answer that cannot be used. An answer to a fact that a
            calculator could fill counts in place of its result, also one that is refused.
    """
    own = tuple(facts)
    asked = asked_with_calculators(own)
    values, problems = dict(given), dict(refused)
    in_first = {fact.id: _in_first_unit(fact, values.get(fact.id)) for fact in asked}
    known = {key: value for key, value in in_first.items() if value is not None}
    derived = {}
    for fact in own:
        number = CALCULATORS[fact.calculator].compute(known) if fact.calculator else None
        if number is None:
            continue
        try:
            value = read_answer(fact, number)
        except AnswerError as error:
            if fact.id not in values:
                problems.setdefault(fact.id, f"Calculated: {error}")
            continue
        if isinstance(value, Quantity):
            derived[fact.id] = value
            if fact.id not in problems:
                values.setdefault(fact.id, value)
    return Known(values=values, problems=problems, derived=derived)


def _in_first_unit(fact: Fact, value: Value | None) -> Value | None:
    """An answer as calculators take it; those in units of calculators' own are left to them."""
    entered = fact.unit(value.unit) if isinstance(value, Quantity) else None
    if not isinstance(value, Quantity) or entered is None or not entered.converted:
        return value
    number = converted(fact, value, fact.units[0])
    return None if number is None else Quantity(number=number, unit=fact.units[0].unit)
