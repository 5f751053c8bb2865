"""What a person typed into the field of a number: an answer, or one sentence of refusal."""

from __future__ import annotations

from dataclasses import dataclass

from data.annotations.eligibility import Fact
from data.eligibility.answers import AnswerError, Quantity, read_answer
from data.eligibility.typed import take_number, write_number
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
    """Read what was typed into the field of a number.

    Args:
        fact: of kind `number`.
        text: with a point or a comma for decimals, in any digits, with or without the unit.
        unit: the one that is chosen beside the field, if there is such a choice.
    """
    if not text.strip():
        return Entered()
    number, written = take_number(text)
    named = unit_named(fact, written) if written else None
    if unit and named and named.unit != unit:
        return Entered(
            refused=f"{fact.label}: {written} is written in the field, but {unit} is chosen."
        )
    answer = text if written or not number else f"{text.strip()} {unit}"
    try:
        read = read_answer(fact, answer)
    except AnswerError as error:
        return Entered(refused=str(error))
    if not isinstance(read, Quantity):
        return Entered()
    if not fact.asks_unit and read.unit == fact.units[0].unit:
        return Entered(answer=read.number)
    return Entered(answer=f"{write_number(read.number)} {read.unit}")
