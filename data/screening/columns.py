"""Columns of a list as answers: what `read_answer` does with one, as expressions on all.

Of each fact three columns follow: whether it is known, its value, and for a number its unit.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Final

import narwhals as nw

from data.annotations.eligibility import Fact, Unit
from data.eligibility.answers import NOT_YET

TIES: Final = "~ties"
UNIT: Final = ".unit"  # the unit of `albumin` stands in `albumin.unit`
UNIT_IN_SPARK: Final = "__unit"  # where a dot would be a field of a struct
TableFrame = nw.DataFrame[Any] | nw.LazyFrame[Any]
_NOTHING: Final = -1.0  # in the place of a number that is not known: whether it is stands beside it
_MILLIONTHS: Final = 1e6  # numbers count up to the sixth decimal, as in `read_answer`
_NEAR_A_TIE: Final = 1e-3  # of the sixth decimal: there the binary number decides how it is rounded


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A step of a plan.

    Args:
        columns: what is worked out in it, all at once from the columns before.
        last: kinds of columns that nothing reads after it: a narrow plan is a short one.
    """

    columns: Mapping[str, nw.Expr]
    last: tuple[str, ...] = ()

    def drops(self, column: str) -> bool:
        """Whether nothing reads a column after it."""
        return column.split(" ")[0] in self.last


class ScreeningError(ValueError):
    """A list that cannot be screened; the message is one sentence that names the column."""


def value(fact: str) -> nw.Expr:
    """The answers to a fact, as read."""
    return nw.col(f"~value {fact}")


def known(fact: str) -> nw.Expr:
    """Who has answered; never null."""
    return nw.col(f"~known {fact}")


def unit(fact: str) -> nw.Expr:
    """The place, among the units of a fact, of that in which it was answered."""
    return nw.col(f"~unit {fact}")


def later(fact: Fact) -> nw.Expr:
    """Whose answer to a fact is still to come: it stays open, whatever else is answered."""
    return nw.col(f"~later {fact.id}") if fact.not_yet else nw.lit(False)


def check_columns(frame: TableFrame, facts: Iterable[Fact]) -> None:
    """Hold the columns of a list against their facts; what holds nothing is of any type.

    Raises:
        ScreeningError: a column holds another kind of thing than its fact.
    """
    schema = frame.collect_schema()
    for fact in facts:
        if fact.id in schema and not _fits(fact, schema[fact.id]):
            column = nw.col(fact.id)
            if int(frame.lazy().select(column.count()).collect()[fact.id][0]):
                expected = {"number": "numbers", "choice": "words"}.get(fact.kind, "yes or no")
                beside = f", their unit in a column {fact.id}{UNIT}" if fact.units else ""
                raise ScreeningError(
                    f"column {fact.id}: expected {expected}{beside}, got {schema[fact.id]}"
                )


def read_stages(frame: TableFrame, facts: Sequence[Fact]) -> Iterator[Stage]:
    """Yield the expressions that read the answers of a list whose columns fit, stage by stage."""
    schema = frame.collect_schema()
    there = {fact.id for fact in facts if fact.id in schema and _fits(fact, schema[fact.id])}
    numbers = [fact for fact in facts if fact.kind == "number" and fact.id in there]
    others = [fact for fact in facts if fact not in numbers]
    beside = with_units(schema.names(), facts)
    read = (column for fact in numbers for column in _number(fact, beside))
    words = (column for fact in others for column in _word(fact, schema.get(fact.id), there))
    yield Stage(columns=dict((*read, *words)))
    known_ = {f"~known {fact.id}": _plausible(fact, beside) for fact in numbers}
    known_ |= {f"~known {one.id}": value(one.id) >= 0 for one in others if one.kind == "choice"}
    # Near a rounding the binary number decides, and engines may differ.
    ties = any_of(nw.col(f"~off {fact.id}") > 0.5 - _NEAR_A_TIE for fact in numbers)
    yield Stage(columns={**known_, TIES: ties}, last=("~off",))
    yield Stage(columns={f"~unused {one.id}": _unused(one) for one in numbers})


def with_units(columns: Container[str], facts: Iterable[Fact]) -> Mapping[str, str]:
    """By fact, the column in which a list says its unit; a bare number is in the first."""
    names = ((one.id, f"{one.id}{end}") for one in facts for end in (UNIT, UNIT_IN_SPARK))
    return {fact: name for fact, name in names if name in columns}


def in_its_unit(fact: Fact, beside: Container[str], made: Callable[[Unit], nw.Expr]) -> nw.Expr:
    """What is made for whichever unit a number is in."""
    if fact.id not in beside:
        return made(fact.units[0])
    return any_of((unit(fact.id) == place) & made(one) for place, one in enumerate(fact.units))


def any_of(flags: Iterable[nw.Expr]) -> nw.Expr:
    """For whom one of some flags is set; nobody if there are none."""
    some = list(flags)
    return reduce(operator.or_, some) if some else nw.lit(False)


_TEXTS: Final = (nw.String, nw.Categorical, nw.Enum)


def _fits(fact: Fact, dtype: Any) -> bool:
    if fact.kind == "number":
        return dtype is not None and bool(dtype.is_numeric())
    return isinstance(dtype, _TEXTS) or (fact.kind != "choice" and dtype == nw.Boolean)


_NONE: Final = -1  # in the place of a word that is none of those expected
_Columns = Iterator[tuple[str, nw.Expr]]


def stands_for(fact: Fact, answer: bool | str) -> nw.Expr:
    """What stands for an answer: of a choice its place, which is compared quicker than a word."""
    if fact.kind != "choice":
        return nw.lit(answer)
    answers = [one.value for one in fact.choices]
    return nw.lit(answers.index(str(answer)) if answer in answers else len(answers))


def _word(fact: Fact, dtype: Any, there: Container[str]) -> _Columns:
    """The answers to a fact that is no number, or that no column holds."""
    cell = nw.col(fact.id)
    known_, told, to_come = nw.lit(False), nw.lit(False), nw.lit(False)
    if fact.id in there and dtype == nw.Boolean:
        known_, told = ~cell.is_null(), cell.fill_null(False)
    elif fact.id in there:
        cell = cell.cast(nw.String).fill_null("")
        known_, told = (cell == "yes") | (cell == "no"), cell == "yes"
        to_come = cell == NOT_YET
    if fact.kind == "number":
        told = nw.lit(_NOTHING)
        yield f"~unused {fact.id}", nw.lit(False)
    if fact.kind == "choice":
        told = nw.lit(_NONE)
        if fact.id in there:
            told = _place(cell, [one.value for one in fact.choices])
    else:
        yield f"~known {fact.id}", known_
    yield f"~value {fact.id}", told
    if fact.not_yet:
        yield f"~later {fact.id}", to_come


def _number(fact: Fact, beside: Mapping[str, str]) -> _Columns:
    """A number up to the sixth decimal, how much that leaves off, and the place of its unit."""
    scaled = nw.col(fact.id).cast(nw.Float64).fill_null(_NOTHING) * _MILLIONTHS
    whole = (scaled + 0.5).floor()
    yield f"~value {fact.id}", whole / _MILLIONTHS
    yield f"~off {fact.id}", (scaled - whole).abs()
    if fact.id in beside:
        units = [one.unit for one in fact.units]
        written = nw.col(beside[fact.id]).cast(nw.String).fill_null(units[0])
        yield f"~unit {fact.id}", _place(written, units)


def _place(cell: nw.Expr, words: Sequence[str]) -> nw.Expr:
    """The place of a cell among some words, all different; a sum is quicker than cases."""
    places = ((cell == word).cast(nw.Int8) * (place - _NONE) for place, word in enumerate(words))
    return reduce(operator.add, places) + _NONE


def _plausible(fact: Fact, beside: Mapping[str, str]) -> nw.Expr:
    """Whose number can be right."""
    number = value(fact.id)
    there = in_its_unit(fact, beside, lambda one: (number >= one.low) & (number <= one.high))
    if fact.multiple_of:
        step = fact.multiple_of
        there = there & ((number / step).floor() * step == number)
    there = there & ~nw.col(fact.id).is_null()
    if fact.id in beside and fact.instead is not None:  # known, and on no side of any limit
        instead = nw.col(beside[fact.id]).cast(nw.String) == fact.instead
        there = there | instead.fill_null(False)
    return there


def _unused(fact: Fact) -> nw.Expr:
    return ~nw.col(fact.id).is_null() & ~known(fact.id)
