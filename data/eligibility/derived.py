"""What follows from other answers: read with them, never kept as an answer of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from data.annotations.eligibility import Fact
from data.dates import day_in_words
from data.eligibility.answers import AnswerError, Quantity, Value, read_answer
from data.eligibility.calculators import asked_with_calculators, calculator_of
from data.eligibility.in_units import converted
from data.eligibility.windows import PLANNED, elapsed


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known of a person.

    Args:
        values: by fact id, what was derived among them.
        problems: one sentence for each answer that cannot be used, by its key.
        derived: what the calculators give, by the id of the fact they are for, also where an
            answer that was entered takes its place.
        days: the dates from which times are counted, by the id of the time.
    """

    values: Mapping[str, Value]
    problems: Mapping[str, str]
    derived: Mapping[str, Quantity]
    days: Mapping[str, date]


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
    days = {fact.id: day for fact in own if isinstance(day := values.get(fact.id), date)}
    for fact in own:
        if fact.id in days:
            del values[fact.id]
            try:
                values[fact.id] = _counted(fact, days[fact.id], given)
            except AnswerError as error:
                problems[fact.id] = str(error)
    in_first = {fact.id: _in_first_unit(fact, values.get(fact.id)) for fact in asked}
    known = {key: value for key, value in in_first.items() if value is not None}
    derived = {}
    for fact in own:
        number = tool.compute(known) if (tool := calculator_of(fact)) else None
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
    return Known(values=values, problems=problems, derived=derived, days=days)


def _counted(fact: Fact, day: date, values: Mapping[str, Value]) -> Quantity:
    """The time from a day to the one it is counted to."""
    planned = PLANNED[fact.counted_to or "screening"]
    until = values.get(planned.id)
    if not isinstance(until, date):
        raise AnswerError(f"{fact.label}: counted to {fact.counted_to}; its planned day is open.")
    if day > until:
        raise AnswerError(
            f"{fact.label}: {day_in_words(day)} lies after the planned day of {fact.counted_to}, "
            f"{day_in_words(until)}."
        )
    # In days where the time is taken in them: 54 days, not 7.714286 weeks.
    unit = "days" if fact.unit("days") else fact.units[0].unit
    counted = read_answer(fact, f"{elapsed(day, until, unit):.6f} {unit}")
    assert isinstance(counted, Quantity)  # a number of the fact
    return counted


def _in_first_unit(fact: Fact, value: Value | None) -> Value | None:
    """An answer as calculators take it; those in units of calculators' own are left to them."""
    entered = fact.unit(value.unit) if isinstance(value, Quantity) else None
    if not isinstance(value, Quantity) or entered is None or not entered.converted:
        return value
    number = converted(fact, value, fact.units[0])
    return None if number is None else Quantity(number=number, unit=fact.units[0].unit)
