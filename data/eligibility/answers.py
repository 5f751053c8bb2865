"""Answers about a person: read, and refused in one sentence where they cannot be right."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from data.annotations.eligibility import Fact, Unit
from data.dates import day_in_words
from data.eligibility.typed import NumberError, read_number, take_number
from data.eligibility.typed_days import DayError, looks_like_day, read_day
from data.eligibility.unit_names import unit_named
from data.eligibility.units_in_use import in_own_unit, units_in_use
from data.words import cut_short

# Differences smaller than this are noise of binary arithmetic (7.1 + 0.1 + 0.1 + … ), not of a
# measurement.
_DECIMALS: Final = 6
_HUGE: Final = 10**300  # beyond every plausible range, within what a float holds
_YES_NO: Final = {"yes": True, "no": False}


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """A number in the unit in which it was entered."""

    number: float
    unit: str

    def __str__(self) -> str:
        """Write it: `8%`, `7.9 g/dL`, `60 points`."""
        return with_unit(self.number, self.unit)


Value = bool | str | Quantity | date
NOT_YET: Final = "not yet"
"""The value of an answer that is still to come: known to be open, so never yes and never no."""


class AnswerError(ValueError):
    """An answer that cannot be right; the message is one sentence for whoever entered it."""


def with_unit(number: float, unit: str) -> str:
    """Write a number with its unit: `8%`, `7.9 g/dL`, `75000 /mm³`."""
    written = f"{number:.12g}"
    if unit in ("", "%"):
        return f"{written}{unit}"
    return f"{written} × {unit}" if unit.startswith("10") else f"{written} {unit}"


def answer_in_words(fact: Fact, values: Mapping[str, Value]) -> str:
    """Say an answer: `8%`, `yes`, `Grade 2`; `not answered` where there is none."""
    value = values.get(fact.id)
    if value is None:
        return "not answered"
    if value == NOT_YET and fact.not_yet:
        return fact.not_yet
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return day_in_words(value)
    if isinstance(value, Quantity) or value == fact.instead:
        return str(value)
    return next(choice.label for choice in fact.choices if choice.value == value)


def read_answer(fact: Fact, answer: Any) -> Value | None:
    """Read one answer.

    Args:
        fact: what was asked.
        answer: for a number, a number in the fact's first unit or a text with the unit (`5.0
            mmol/L`); for yes or no, True, False, `yes` or `no`; for a choice, the value of one;
            `NOT_YET` where the fact can be still to come; the words of `Fact.instead` in place of a
            number; for a time that is `counted_to` a day, and for a date, a day; None for none.

    Returns:
        What the rules work with, or None for no answer.

    Raises:
        AnswerError: the answer cannot be right.
    """
    if answer is None:
        return None
    if fact.kind == "date" or (fact.counted_to and looks_like_day(str(answer))):
        return _read_date(fact, answer)
    if fact.kind == "number":
        return fact.instead if is_instead(fact, answer) else _read_quantity(fact, answer)
    if answer == NOT_YET and fact.not_yet:
        return NOT_YET
    if fact.kind == "choice":
        if isinstance(answer, str) and any(choice.value == answer for choice in fact.choices):
            return answer
        raise AnswerError(
            f"{fact.label}: {_shown(answer)} is not one of the answers to choose from."
        )
    if isinstance(answer, bool):
        return answer
    if isinstance(answer, str) and answer in _YES_NO:
        return _YES_NO[answer]
    raise AnswerError(f"{fact.label}: expected yes or no, got {_shown(answer)}.")


def is_instead(fact: Fact, answer: Any) -> bool:
    """Whether an answer is the one that stands in place of a number."""
    said = " ".join(answer.casefold().split()) if isinstance(answer, str) else None
    return fact.instead is not None and said == fact.instead.casefold()


def read_answers(
    facts: Iterable[Fact], answers: Mapping[str, Any]
) -> tuple[dict[str, Value], dict[str, str]]:
    """Read all answers of a person.

    Returns:
        The values by fact id, and for each answer that cannot be used one sentence, by fact id.
    """
    known = {fact.id: fact for fact in facts}
    values: dict[str, Value] = {}
    problems: dict[str, str] = {}
    for key, answer in answers.items():
        if key not in known:
            problems[key] = f"Nothing in this checklist asks for {_shown(key)}."
            continue
        try:
            value = read_answer(known[key], answer)
        except AnswerError as error:
            problems[key] = str(error)
        else:
            if value is not None:
                values[key] = value
    return values, problems


def _read_date(fact: Fact, answer: Any) -> date:
    try:
        return read_day(str(answer))
    except DayError as error:
        raise AnswerError(f"{fact.label}: {error}.") from None


def _read_quantity(fact: Fact, answer: Any) -> Quantity:
    number, unit = _number_and_unit(fact, answer)
    if not math.isfinite(number):
        raise AnswerError(f"{fact.label}: expected a number.")
    number = round(number, _DECIMALS) + 0.0  # no -0
    if not unit.low <= number <= unit.high:
        others = [one for one in fact.units if one.low <= number <= one.high]
        meant = " or ".join(with_unit(number, one.unit) for one in others)
        raise AnswerError(
            f"{fact.label} of {with_unit(number, unit.unit)} is not plausible: expected "
            f"{with_unit(unit.low, unit.unit)} to {with_unit(unit.high, unit.unit)}"
            f"{f'; is it {meant}?' if meant else '.'}"
        )
    if fact.multiple_of and number % fact.multiple_of:
        steps = "a whole number" if fact.multiple_of == 1 else f"a multiple of {fact.multiple_of:g}"
        raise AnswerError(
            f"{fact.label} of {with_unit(number, unit.unit)} does not exist: expected {steps}."
        )
    return Quantity(number=number, unit=unit.unit)


def _number_and_unit(fact: Fact, answer: Any) -> tuple[float, Unit]:
    if isinstance(answer, int | float) and not isinstance(answer, bool):
        return float(min(max(answer, -_HUGE), _HUGE)), fact.units[0]
    if not isinstance(answer, str):
        raise AnswerError(f"{fact.label}: expected a number, got {_shown(answer)}.")
    written, behind = take_number(answer)
    try:
        number = read_number(written or answer)
    except NumberError as error:
        raise AnswerError(f"{fact.label}: {error}.") from None
    unit = unit_named(fact, behind) if behind or fact.asks_unit else fact.units[0]
    if unit is None and (found := in_own_unit(fact, number, behind)):
        return found
    if unit is None:
        names = [unit.unit for unit in fact.units if unit.unit]
        names += [one.unit for one in units_in_use(fact)]
        expected = f"the unit {' or '.join(names)}" if names else "a number without a unit"
        raise AnswerError(f"{fact.label}: expected {expected}, got {_shown(behind)}.")
    return number, unit


def _shown(answer: Any) -> str:
    if answer == "":
        return "none"
    return cut_short(repr(answer), 40)
