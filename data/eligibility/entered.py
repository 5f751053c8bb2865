"""What a person typed into the field of a number: an answer, or one sentence of refusal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data.annotations.eligibility import Fact
from data.eligibility.answers import AnswerError, Quantity, read_answer
from data.eligibility.calculators import calculator_of
from data.eligibility.typed import take_number, write_number
from data.eligibility.typed_days import looks_like_day
from data.eligibility.unit_names import unit_named


@dataclass(frozen=True, kw_only=True)
class Entered:
    """What was typed.

    Args:
        answer: as `assess` takes it: a number in the fact's first unit, or a text with its unit;
            None for an empty field, and for one that is refused.
        refused: why it is no answer.
    """

    answer: float | str | None = None
    refused: str | None = None


def read_entered(fact: Fact, text: str, unit: str = "") -> Entered:
    """Read what was typed into the field of a number or a date.

    Args:
        fact: of kind `number` or `date`.
        text: with a point or a comma for decimals, in any digits, with or without the unit.
        unit: the one that is chosen beside the field, if there is such a choice.
    """
    if not text.strip():
        return Entered()
    if fact.kind == "date" or (fact.counted_to and looks_like_day(text)):
        return _day(fact, text)
    number, written = take_number(text)
    named = unit_named(fact, written) if written else None
    if unit and written and (named is None or named.unit != unit):
        return Entered(
            refused=f"{fact.label}: {written} is written in the field, but {unit} is chosen."
        )
    answer = text if written or not number else f"{text.strip()} {unit}"
    try:
        read = read_answer(fact, answer)
    except AnswerError as error:
        tool = calculator_of(fact)
        if tool and written and not named and unit_named(tool.facts[0], written):
            how = f": {tool.name}"
            if tool.id == "times_limit":
                how = f", with the {tool.facts[1].label.lower()} of the laboratory"
            return Entered(refused=f"{fact.label}: enter {text.strip()} under Calculate{how}.")
        return Entered(refused=str(error))
    if not isinstance(read, Quantity):
        return Entered(answer=fact.instead)
    if written and named is None:
        return Entered(answer=text.strip())  # as it was entered, in a unit that is converted
    if not fact.asks_unit and read.unit == fact.units[0].unit:
        return Entered(answer=read.number)
    return Entered(answer=f"{write_number(read.number)} {read.unit}")


def _day(fact: Fact, text: str) -> Entered:
    try:
        read = read_answer(fact, text)
    except AnswerError as error:
        return Entered(refused=str(error))
    return Entered(answer=read.isoformat() if isinstance(read, date) else None)
