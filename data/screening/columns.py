"""Columns of a list as answers: what `read_answer` does with one, as expressions on all.

Of each fact three columns follow: whether it is known, its value, and for a number its unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import narwhals as nw

from data.annotations.eligibility import Fact
from data.eligibility.answers import NOT_YET

UNIT: Final = ".unit"  # the unit of `albumin` stands in `albumin.unit`
Frame = nw.DataFrame[Any] | nw.LazyFrame[Any]
_NOTHING: Final = -1.0  # in the place of a number that is not known: whether it is stands beside it
_MILLIONTHS: Final = 1e6  # numbers count up to the sixth decimal, as in `read_answer`
_NEAR_A_TIE: Final = 1e-3  # of the sixth decimal: there the binary number decides how it is rounded


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


def check_columns(frame: Frame, facts: Iterable[Fact]) -> None:
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


def read_columns(frame: Frame, facts: Iterable[Fact]) -> Iterator[nw.Expr]:
    """Yield the expressions that read the answers of a list whose columns fit."""
    schema = frame.collect_schema()
    for fact in facts:
        if fact.id not in schema or not _fits(fact, schema[fact.id]):
            yield from _named(fact, nw.lit(False), nw.lit(_EMPTY.get(fact.kind, False)))
        elif fact.kind == "number":
            yield from _numbers(fact, f"{fact.id}{UNIT}" in schema)
        elif schema[fact.id] == nw.Boolean:
            cell = nw.col(fact.id)
            yield from _named(fact, ~cell.is_null(), cell.fill_null(False))
        else:
            choice = fact.kind == "choice"
            cell = nw.col(fact.id).cast(nw.String)
            answers = [one.value for one in fact.choices] if choice else ["yes", "no"]
            there = cell.is_in(answers).fill_null(False)
            told = cell.fill_null("") if choice else (cell == "yes").fill_null(False)
            yield from _named(fact, there, told, (cell == NOT_YET).fill_null(False))


_TEXTS: Final = (nw.String, nw.Categorical, nw.Enum)


def _fits(fact: Fact, dtype: Any) -> bool:
    if fact.kind == "number":
        return bool(dtype.is_numeric())
    return isinstance(dtype, _TEXTS) or (fact.kind != "choice" and dtype == nw.Boolean)


_EMPTY: Final[dict[str, Any]] = {"number": _NOTHING, "choice": ""}


def _named(
    fact: Fact, there: nw.Expr, cell: nw.Expr, to_come: nw.Expr | None = None
) -> Iterator[nw.Expr]:
    yield there.alias(f"~known {fact.id}")
    yield cell.alias(f"~value {fact.id}")
    if fact.not_yet:
        yield (nw.lit(False) if to_come is None else to_come).alias(f"~later {fact.id}")
    if fact.kind == "number":
        yield nw.lit(0).cast(nw.Int32).alias(f"~unit {fact.id}")
        yield nw.lit(False).alias(f"~unused {fact.id}")


def _numbers(fact: Fact, with_units: bool) -> Iterator[nw.Expr]:
    cell = nw.col(fact.id).cast(nw.Float64)
    number = (cell * _MILLIONTHS + 0.5).floor() / _MILLIONTHS
    place: nw.Expr = nw.lit(0)  # a bare number is in the first unit
    instead = nw.lit(False)
    if with_units:
        written = nw.col(f"{fact.id}{UNIT}").cast(nw.String)
        place = nw.when(written.is_null()).then(nw.lit(0)).otherwise(nw.lit(-1))
        for index, one in enumerate(fact.units):
            place = nw.when((written == one.unit).fill_null(False)).then(index).otherwise(place)
        if fact.instead is not None:  # known, and on no side of any limit
            instead = (written == fact.instead).fill_null(False)
    plausible = nw.any_horizontal(
        *(
            (place == index) & (number >= one.low) & (number <= one.high)
            for index, one in enumerate(fact.units)
        ),
        ignore_nulls=False,
    )
    if fact.multiple_of:
        step = fact.multiple_of
        plausible = plausible & ((number / step).floor() * step == number)
    there = plausible.fill_null(False) | instead
    yield there.alias(f"~known {fact.id}")
    yield number.fill_null(_NOTHING).alias(f"~value {fact.id}")
    yield place.cast(nw.Int32).alias(f"~unit {fact.id}")
    yield (~cell.is_null() & ~there).alias(f"~unused {fact.id}")


def near_a_tie(fact: Fact) -> nw.Expr:
    """Whose number has its seventh decimal so near to 5 that its rounding needs care; null for
    whoever has none."""
    scaled = nw.col(fact.id).cast(nw.Float64) * _MILLIONTHS
    part = scaled - scaled.floor()
    return (part > 0.5 - _NEAR_A_TIE) & (part < 0.5 + _NEAR_A_TIE)
