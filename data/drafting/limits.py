"""Limits as sentences state them: comparator, number, unit; and what they mean for a fact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import takewhile
from typing import Final, Literal

from data.annotations.eligibility import Operator
from data.drafting.lexicon import LLN, ULN, EntryUnit, Lexicon, LexiconEntry
from data.drafting.tokens import Token, numbers

_BETWEEN_NUMBERS: Final = frozenset({"-", "to", "~", "through", "until", "till"})
_SMALL: Final = frozenset({"to", "of", "the", "a", "an", "or", "is", "than", "be"})
_AND: Final = frozenset({"and", "but", "&", "to", "-", ",", "yet"})
_TIMES: Final = frozenset({"x", "times", "*", "fold", "·"})
_WITH_END: Final = frozenset({"at_least", "at_most"})
_INCLUDES: Final = {"inclusive": True, "included": True, "exclusive": False, "excluded": False}
_OF_TIME: Final = frozenset({"years", "months", "weeks", "days", "hours"})
_LOWER: Final = frozenset({"at_least", "above"})
# What may say for whom alone a limit in brackets is.
FOR_SOME: Final = frozenset(
    {"if", "for", "in", "with", "when", "where", "who", "case", "unless", "except", "provided"}
)
_LONGEST_TURN: Final = 16  # tokens up to `respectively`
_LONGEST_ASIDE: Final = 40  # tokens in brackets
Join = Literal["all", "any"]


@dataclass(frozen=True, kw_only=True)
class Limit:
    """One limit as it is written.

    Args:
        operator: how a value is compared.
        numbers: what the number can mean.
        unit: as the lexicon names it; None where none is written.
    """

    operator: Operator
    numbers: tuple[Fraction, ...]
    unit: str | None


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """One limit, or two of the same fact.

    Args:
        join: whether both must hold or one is enough.
        start, end: the tokens it takes.
        about_age: it speaks of older and younger.
        out_of: the best score, where it is written `24/30`.
        ranged: it is written as a range, from one number to another.
        closed: a comparator stands behind the last number, so that no unit can follow.
    """

    limits: tuple[Limit, ...]
    join: Join
    start: int
    end: int
    about_age: bool = False
    out_of: Fraction | None = None
    closed: bool = False
    ranged: bool = False


@dataclass(frozen=True, kw_only=True)
class _Amount:
    numbers: tuple[Fraction, ...]
    unit: str | None
    end: int
    out_of: Fraction | None = None
    plus: bool = False


@dataclass(frozen=True, kw_only=True)
class _Side:
    """A comparator and an amount; the operator is None where none is written."""

    operator: Operator | None
    amount: _Amount
    end: int
    closed: bool = False  # a comparator stands behind the number: no unit can follow
    includes: bool | None = None  # whether a bracket says that the number is included itself

    @property
    def lower(self) -> Operator:
        """The operator as the lower limit of a range."""
        return self.operator or ("above" if self.includes is False else "at_least")

    @property
    def upper(self) -> Operator:
        """The operator as the upper limit of a range."""
        return self.operator or ("below" if self.includes is False else "at_most")


class Limits:
    """Finds limits in the tokens of a text."""

    def __init__(self, tokens: Sequence[Token], lexicon: Lexicon) -> None:
        self._tokens = tokens
        self._lexicon = lexicon
        self._respectively = [
            place for place, token in enumerate(tokens) if token.text == "respectively"
        ]
        self._read: dict[int, Bounds | None] = {}  # several readers ask about one place

    def text(self, place: int) -> str:
        """The token at a place; empty behind the end."""
        return self._tokens[place].text if 0 <= place < len(self._tokens) else ""

    def at(self, start: int) -> Bounds | None:
        """The limits that begin at a place; None where there are none, or more than one reading."""
        if start not in self._read:
            self._read[start] = self._at(start)
        return self._read[start]

    def _at(self, start: int) -> Bounds | None:
        place = start
        between = self._lexicon.is_any("between", self._tokens, place)
        if between is not None:
            place = between
            place = self._past(place, ("the",), ("age", "ages"), ("of",))
        first = self._side(place)
        if first is None:
            return None
        bounds = self._range(first, start, and_joins=between is not None)
        if bounds is None and between is None and first.operator:
            bounds = self._one_or_two(first, start)
        if bounds is None or self._goes_on(bounds):
            return None
        about_age = any(
            self._lexicon.words["about_age"].has(self._tokens, place)
            or self.text(place) in ("age", "ages")
            for place in range(start, bounds.end)
        )
        return replace(bounds, about_age=about_age)

    def bare(self, start: int, operator: Operator) -> Bounds | None:
        """An amount without a comparator of its own, which stands before the name."""
        amount = self._amount(start, compared=False)
        if amount is None or amount.out_of is not None:
            return None
        limit = _limit(operator, amount)
        bounds = Bounds(limits=(limit,), join="all", start=start, end=amount.end)
        return None if self._goes_on(bounds) else bounds

    def steps(self, start: int) -> Bounds | None:
        """Two neighbouring steps of a score: `3 or 4` is from 3 to 4."""
        first, second = self._amount(start, compared=False), None
        if first is not None and self.text(first.end) == "or":
            second = self._amount(first.end + 1, compared=False)
        if first is None or second is None or first.unit or second.unit:
            return None
        if len(first.numbers) != 1 or second.numbers != (first.numbers[0] + 1,):
            return None
        low, high = _limit("at_least", first), _limit("at_most", second)
        bounds = Bounds(limits=(low, high), join="all", start=start, end=second.end, ranged=True)
        return None if self._goes_on(bounds) else bounds

    def _past(self, place: int, *words: tuple[str, ...]) -> int:
        """Skip some words, each if it is there."""
        for choice in words:
            place += self.text(place) in choice
        return place

    def time(self, start: int) -> Bounds | None:
        """An amount of time that begins at a place, as the longest that something may be ago."""
        amount = self._amount(start, compared=False)
        if amount is None or amount.unit is None or amount.out_of is not None:
            return None
        limit = Limit(operator="at_most", numbers=amount.numbers, unit=amount.unit)
        return Bounds(limits=(limit,), join="all", start=start, end=amount.end)

    def turned(self, start: int) -> tuple[Limit, int] | None:
        """A number before its comparator, as in `18 ≤ BMI`: the limit turned round, and its end."""
        amount = self._amount(start, compared=False)
        sign = self._lexicon.comparators.at(self._tokens, amount.end) if amount else None
        if amount is None or sign is None or self._tokens[amount.end].kind != "sign":
            return None
        turned: dict[str, Operator] = {"at_most": "at_least", "below": "above"}
        operator = turned.get(sign[0])
        return (_limit(operator, amount), sign[1]) if operator else None

    def _side(self, start: int) -> _Side | None:
        operator: Operator | None = None
        place = start
        found = self._lexicon.comparators.at(self._tokens, place)
        if found:
            operator, place = found
            place = self._past_its_sign(place, found[0])
            for _ in range(3):
                if self.text(place) in _SMALL:
                    place += 1
        elif self.text(place) == "within":
            operator, place = "at_most", place + 1
        amount = self._amount(place, compared=operator is not None)
        if amount is None or (self.text(start) == "within" and amount.unit != ULN):
            return None
        end = amount.end
        behind = self._behind(end) or self._behind(self._past_age_words(end))
        if behind:
            if operator not in (None, behind[0]):
                return None
            operator, end = behind
        elif amount.plus:
            operator = "at_least"
        closed = behind is not None or amount.plus
        includes = None
        if self.text(end) == "(" and self.text(end + 2) == ")":
            includes = _INCLUDES.get(self.text(end + 1))  # 50 kg (exclusive)
            said = includes is not None if operator is None else includes and operator in _WITH_END
            end += 3 if said else 0
        amount = replace(amount, end=end)
        return _Side(operator=operator, amount=amount, end=end, closed=closed, includes=includes)

    def _past_its_sign(self, place: int, operator: Operator) -> int:
        """Skip the same comparator as a sign: `less than or equal to (<=) 4`, `under < 4`."""
        again = self._lexicon.comparators.at(self._tokens, place)
        if again and again[0] == operator and self._tokens[place].kind == "sign":
            return again[1]
        sign = self._lexicon.comparators.at(self._tokens, place + 1)
        closes = sign and sign[0] == operator and self.text(sign[1]) == ")"
        return sign[1] + 1 if sign and closes and self.text(place) == "(" else place

    def _past_age_words(self, place: int) -> int:
        for _ in range(2):
            if self.text(place) == "," and self.text(place + 1) in ("age", "aged", "ages"):
                break  # `BMI > 30, age > 60` begins another limit
            place += self.text(place) in ("-", ",")
            place = self._lexicon.is_any("of_age", self._tokens, place) or place
        return place

    def _behind(self, place: int) -> tuple[Operator, int] | None:
        found = self._lexicon.after.at(self._tokens, place)
        if found:
            # `below 18 or older than 65` begins another limit.
            begins = self.text(found[1]) in ("than", "then", "or", "to") or self._starts_number(
                found[1]
            )
            return None if begins else found
        alone = not self._starts_number(place + 1)  # no sum: 3+4
        if self.text(place) == "+" and not self._tokens[place].spaced and alone:
            return "at_least", place + 1
        if self.text(place) == "(":  # 18 years (or older)
            inner = self._lexicon.after.at(self._tokens, place + 1)
            if inner and self.text(inner[1]) == ")":
                return inner[0], inner[1] + 1
        return None

    def _amount(self, start: int, *, compared: bool) -> _Amount | None:
        """A number and its unit."""
        place = start
        if place >= len(self._tokens):
            return None
        sign = 1
        if self.text(place) == "-" and compared:
            sign, place = -1, place + 1
        if place >= len(self._tokens):
            return None
        if self.text(place) == "twice" and compared:
            unit = self._lexicon.unit(self._tokens, place + 1)
            one = unit and unit[0] == ULN and (Fraction(2),)
            return _Amount(numbers=one, unit=ULN, end=unit[1]) if unit and one else None
        token = self._tokens[place]
        if token.kind == "power" and token.text[1:].isdigit() and compared:
            found: tuple[Fraction, ...] = (Fraction(10) ** int(token.text[1:]),)
        else:
            found = tuple(sign * Fraction(number) for number in numbers(token))
        if not found:
            unit = self._lexicon.unit(self._tokens, place)
            if compared and unit and unit[0] in (ULN, LLN) and token.text not in _TIMES:
                return _Amount(numbers=(Fraction(1),), unit=unit[0], end=unit[1])
            return None
        place += 1
        plus = self.text(place) == "+" and not compared
        unit = self._lexicon.unit(self._tokens, place + plus)  # 18+ years
        if unit is None and self.text(place) == "-":
            joined = self._lexicon.unit(self._tokens, place + 1)  # 18-year
            unit = joined if joined and joined[0] in _OF_TIME else None
        plus = plus and unit is not None
        power = self._tokens[place] if place < len(self._tokens) else None
        if unit is None and power is not None and power.kind == "power":
            found = tuple(number * Fraction(10) ** int(power.text[1:]) for number in found)
            place += 1
            unit = self._lexicon.unit(self._tokens, place)
        out_of = self._out_of(place) if unit is None else None
        if out_of is not None:
            unit = self._lexicon.unit(self._tokens, place + 2)
            name, end = unit or (None, place + 2)
            return _Amount(numbers=found, unit=name, end=end, out_of=out_of)
        if unit is None:
            return _Amount(numbers=found, unit=None, end=place)
        end = unit[1]
        again = self._lexicon.unit(self._tokens, end + 1) if self.text(end) == "(" else None
        if again and again[0] == unit[0] and self.text(again[1]) == ")":
            end = again[1] + 1
        end = self._past_equivalent(end, unit[0], [token.text])
        return _Amount(numbers=found, unit=unit[0], end=end, plus=plus)

    def _past_equivalent(self, place: int, unit: str, amounts: Sequence[str]) -> int:
        """Skip the same amount in another unit, in brackets: `10 g/dL (100 g/L)`."""
        if self.text(place) != "(":
            return place
        inside = place + 1
        sign = self._lexicon.comparators.at(self._tokens, inside)
        inside = sign[1] if sign else self._past(inside, ("or", "="))
        if not self._starts_number(inside):
            return place
        inside += 1
        if self.text(inside) in ("-", "to") and self._starts_number(inside + 1):
            inside += 2
        other = self._lexicon.unit(self._tokens, inside)
        same = other and other[0] == unit and self._tokens[inside - 1].text not in amounts
        closes = other and not same and self.text(other[1]) == ")"
        return other[1] + 1 if other and closes else place

    def _out_of(self, place: int) -> Fraction | None:
        if self.text(place) != "/" or place + 1 >= len(self._tokens):
            return None
        token = self._tokens[place + 1]
        return Fraction(token.text) if token.kind == "number" and token.text.isdigit() else None

    def _range(self, first: _Side, start: int, *, and_joins: bool) -> Bounds | None:
        """`18 to 65`, `between 18 and 65`, `≥ 18 - 65`: from the first to the second."""
        place = first.end
        joining = _BETWEEN_NUMBERS | ({"and", "&"} if and_joins else set())
        up_to = self._past_age_words(place)
        if first.operator is None and self.text(up_to) == "up":
            place = up_to  # 18 up to 65: the second has its comparator
        elif self.text(place) not in joining:
            return None
        else:
            place += 1
        if self.text(place) in ("the", "age"):
            place += 1
        second = self._side(place)
        if second is None or (first.operator or "at_least") not in _LOWER:
            return None
        if second.upper in _LOWER or (first.operator and not second.operator):
            return None  # `> 1.5-2.0`: from which of them on?
        limits = (_limit(first.lower, first.amount), _limit(second.upper, second.amount))
        return replace(self._bounds(limits, "all", start, second, first), ranged=True)

    def _one_or_two(self, first: _Side, start: int) -> Bounds | None:
        if first.operator is None:
            return None
        one = _limit(first.operator, first.amount)
        single = Bounds(
            limits=(one,),
            join="all",
            start=start,
            end=first.end,
            out_of=first.amount.out_of,
            closed=first.closed,
        )
        place, join = self._joined(self._past_age_words(first.end))
        if self._lexicon.comparators.at(self._tokens, place) is None:
            return single
        second = self._side(place)
        if second is None or second.operator is None or self._names_follow(second.end):
            return single if self._names_follow(place) else None
        same_way = (first.operator in _LOWER) == (second.operator in _LOWER)
        if same_way and self.in_turn(second.end):
            return single
        if same_way and join == "any" and self.text(second.end) in FOR_SOME:
            return single  # `≤ 3 x ULN or ≤ 5 x ULN if …`: what stands behind is for some only
        limits = (one, _limit(second.operator, second.amount))
        return self._bounds(limits, join, start, second, first)

    def _names_follow(self, place: int) -> bool:
        """Whether the limit is of another fact, whose name stands behind it."""
        found = self._lexicon.numbers.at(self._tokens, place)
        return found is not None and "asked_after" not in found[0].flags

    def _joined(self, place: int) -> tuple[int, Join]:
        join: Join = "all"
        for _ in range(3):
            text = self.text(place)
            if text == "or" or (text == "/" and self.text(place - 1) == "and"):
                join = "any"
            elif text not in _AND and not (text == "/" and self.text(place + 1) == "or"):
                break
            place += 1
        while self.text(place) in ("is", "are"):
            place += 1
        return place, join

    def _bounds(
        self, limits: tuple[Limit, Limit], join: Join, start: int, last: _Side, first: _Side
    ) -> Bounds:
        one, other = limits
        if one.unit is None:
            one = replace(one, unit=other.unit)
        elif other.unit is None:
            other = replace(other, unit=one.unit)
        outs = {out for out in (first.amount.out_of, last.amount.out_of) if out is not None}
        return Bounds(
            limits=(one, other),
            join=join,
            start=start,
            end=last.end,
            closed=last.closed,
            out_of=outs.pop() if len(outs) == 1 else None,
        )

    def _goes_on(self, bounds: Bounds) -> bool:
        """Whether what follows shows that the amount was not understood whole."""
        place = bounds.end
        text, following = self.text(place), self.text(place + 1)
        if text == "*" and not following[:1].isdigit():
            return False  # a footnote
        sign = self._lexicon.comparators.at(self._tokens, place)
        if sign and self._tokens[place].kind == "sign" and self._starts_number(sign[1]):
            return True  # a third number
        if text in ("/", "^", "x", "*", "times", "per", "+", "±", "fold", "th", "st", "nd", "rd"):
            return True
        if text in ("to", "-", "~") and (following[:1].isdigit() or following in ("<", ">")):
            return True
        if text in ("or", "and") and self._starts_number(place + 1):
            return not self.in_turn(place)
        if bounds.limits[-1].unit == "%" and text == "of":
            return True
        if text == "(" and self._other_limit(place + 1, bounds):
            return True
        if text == "exclusive" or (text == "(" and following == "exclusive"):
            return True
        bare = bounds.limits[-1].unit is None and not bounds.closed
        if bare and self._starts_number(place):
            return True  # 24 0/7 weeks
        return bare and self._unknown_word(place)

    def begins(self, place: int) -> bool:
        """Whether a limit begins at a place, with or without its comparator."""
        sign = self._lexicon.comparators.at(self._tokens, place)
        return self._starts_number(sign[1] if sign else place)

    def in_turn(self, place: int) -> bool:
        """Whether what follows says whose each limit is: `> 12 and 13 g/dL in … respectively`."""
        return any(place <= one < place + _LONGEST_TURN for one in self._respectively)

    def for_some(self, place: int) -> bool:
        """Whether what stands in brackets at a place says for whom it is: `(5 x ULN if …)`."""
        if self.text(place) != "(":
            return False
        inside = range(place + 1, min(len(self._tokens), place + _LONGEST_ASIDE))
        words = takewhile(lambda text: text != ")", map(self.text, inside))
        return any(word in FOR_SOME for word in words)

    def _other_limit(self, place: int, bounds: Bounds) -> bool:
        """Whether brackets hold a further limit for everybody: `1.5 x ULN (3 x ULN)`."""
        if self.for_some(place - 1):
            return False  # whether it is understood is the tree's to say
        sign = self._lexicon.comparators.at(self._tokens, place)
        if sign and self.text(sign[1]) == ")":
            return bool(sign[0] != bounds.limits[-1].operator)  # `under 80 (≤)`
        return self._starts_number(sign[1] if sign else place)

    def other_limit_behind(self, bounds: Bounds) -> bool:
        """Whether a further limit stands in brackets behind what was read."""
        return self.text(bounds.end) == "(" and self._other_limit(bounds.end + 1, bounds)

    def _starts_number(self, place: int) -> bool:
        """Whether a bare number follows: a third one, whose part is unclear."""
        if place >= len(self._tokens) or not numbers(self._tokens[place]):
            return False
        return self._tokens[place].kind == "number"

    def _unknown_word(self, place: int) -> bool:
        """Whether a word follows that could be a unit nobody knows."""
        if place >= len(self._tokens) or self._tokens[place].kind not in ("word", "power"):
            return False
        known = ("fillers", "everybody", "anchors", "within", "at_time", "of_age", "female", "male")
        if any(self._lexicon.words[name].has(self._tokens, place) for name in known):
            return False
        if self.text(place) in ("and", "or", "but", "within", "during", "if", "without", "when"):
            return False
        lexicon = self._lexicon
        names = (lexicon.numbers, lexicon.choices)
        return not any(phrases.has(self._tokens, place) for phrases in names)


def _limit(operator: Operator, amount: _Amount) -> Limit:
    return Limit(operator=operator, numbers=amount.numbers, unit=amount.unit)


@dataclass(frozen=True, kw_only=True)
class Resolved:
    """Limits as they are meant for one fact."""

    measure: EntryUnit
    numbers: tuple[Fraction, ...]


def resolve(bounds: Bounds, entry: LexiconEntry) -> Resolved | None:
    """What limits mean for a fact: the one unit, and the one reading of each number, that fit.

    Returns:
        None where the fact has no such unit, the numbers are not plausible in it, or more than one
        unit or reading is.
    """
    if bounds.out_of is not None and bounds.out_of != entry.highest:
        return None
    units = {limit.unit for limit in bounds.limits}
    if len(units) != 1:
        return None
    unit = units.pop()
    if unit is not None:
        measure = entry.measure(unit)
        return _plausible(bounds, measure) if measure else None
    found = [
        resolved
        for measure in entry.measures
        if (resolved := _plausible(bounds, measure)) is not None
    ]
    if len(found) > 1 and entry.id in _BARE:
        found = [one for one in found if one.measure.unit == _BARE[entry.id]]
    values = {
        (one.measure.family, tuple(number / one.measure.per_first for number in one.numbers))
        for one in found
    }
    return found[0] if len(values) == 1 else None


# Numbers that everybody states without a unit, and the unit they mean.
_BARE: Final = {
    "age": "years",
    "gestational_age": "weeks",
    "gfr": "mL/min/1.73 m²",
    "creatinine_clearance": "mL/min",
}


def _plausible(bounds: Bounds, measure: EntryUnit) -> Resolved | None:
    chosen = []
    for limit in bounds.limits:
        fits = [number for number in limit.numbers if measure.low <= number <= measure.high]
        if len(fits) != 1:
            return None
        chosen.append(fits[0])
    if len(chosen) == 2 and not _hangs_together(bounds, chosen):
        return None
    return Resolved(measure=measure, numbers=tuple(chosen))


def _hangs_together(bounds: Bounds, numbers: Sequence[Fraction]) -> bool:
    """Whether two limits say something: neither never nor always fulfilled."""
    one, other = bounds.limits
    if (one.operator in _LOWER) == (other.operator in _LOWER):
        return False
    low, high = numbers if one.operator in _LOWER else reversed(numbers)
    return low < high if bounds.join == "all" else high < low
