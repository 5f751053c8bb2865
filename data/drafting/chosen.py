"""Lists of which some are enough: `any 2 of`, `at least one risk factor: …`, `… (at least two)`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from data.drafting.sentence import JOINS, Sentence, SentencePart
from data.drafting.tokens import Token, numbers

ALL: Final = 0  # every item of a list is asked for
_MOST: Final = 9  # of a list; a larger number counts something else
_ANY: Final = frozenset({"any", "either", "some", "several", "one"})
_ALL: Final = frozenset({"all", "both", "each", "every"})
_NUMBERED: Final = frozenset(
    {"group", "cohort", "arm", "part", "phase", "type", "stage", "grade", "class", "cycle", "day"}
)
_OPENS: Final = frozenset({":", "(", "[", "of", "from", "among", "-"})
_BEHIND: Final = frozenset({")", "]", "of", "criteria", "criterion", "", "are", "must", "required"})
_THESE: Final = frozenset({"the", "these", "those", "following", "below", "listed", "criteria"})


def choosing_at(sentence: Sentence, place: int) -> SentencePart | None:
    """`any of the following`, `at least two of`, `all of these`: how many of a list are meant."""
    named = sentence.ends("choosing", place)
    if named is not None:
        return SentencePart(kind="choosing", start=place, end=_past(sentence, named))
    end = place
    sign = sentence.lexicon.comparators.at(sentence.tokens, place)
    if sign is not None and sign[0] == "at_least":
        end = sign[1]
    if sentence.text(end) in ("any", "a", "minimum") and sentence.text(end + 1) != "of":
        end += 1
    word = sentence.text(end)
    if word not in _ANY | _ALL and not (end < len(sentence.tokens) and _counted(sentence, end)):
        return None
    more = sentence.lexicon.after.at(sentence.tokens, end + 1)
    end = more[1] if more and more[0] == "at_least" else end + 1
    if sentence.text(end) != "of" or not (
        sentence.text(end + 1) in _THESE or sentence.text(end + 1) == ":"
    ):
        return None
    return SentencePart(kind="choosing", start=place, end=_past(sentence, end + 1))


def _past(sentence: Sentence, place: int) -> int:
    while sentence.text(place) in _THESE:
        place += 1
    return place


def least_of(sentence: Sentence, choosing: SentencePart) -> int | None:
    """How many of a list a phrase asks for; `ALL` for all of them, None where that is unclear."""
    places = range(choosing.start, choosing.end)
    found = {int(number) for place in places for number in numbers(sentence.tokens[place])}
    texts = {sentence.text(place) for place in places}
    if texts & _ALL:
        return None if found else ALL
    if found:
        return found.pop() if len(found) == 1 else None
    return 1 if texts & _ANY else None


def may_count(tokens: Sequence[Token]) -> bool:
    """Whether a line may say how many of its items are enough, so that they belong together."""
    opened = [place for place, token in enumerate(tokens) if token.text in _OPENS]
    last = opened[-1] if opened else 0
    return any(token.text in _ANY or _is_count(token, 1) for token in tokens[:last])


def some_are_enough(sentence: Sentence, elements: Sequence[SentencePart]) -> bool:
    """Whether a list stands behind, or before, a number of its items that nothing else explains."""
    items = [element for element in elements if element.kind in ("atom", "condition")]
    joins = {element.kind for element in elements} & JOINS
    if len(items) < 2 or not joins:
        return False
    free = [
        place
        for element in elements
        if element.kind in ("rest", "filler", "ever")
        for place in range(element.start, element.end)
    ]
    # `Either A or B` is one of them anyway, and so is every item of a list that excludes.
    plain = joins == {"or"} or (sentence.excludes and "and" not in joins)
    start = 0
    for item in items[:-1]:
        if _before(sentence, item.start) in _OPENS:
            head = [place for place in free if start <= place < item.start]
            if any(_counts(sentence, place, 2) for place in head):
                return True
            if not plain and any(_is_any(sentence, place) for place in head):
                return True
        start = item.end
    return any(
        place >= items[-1].end
        and _counts(sentence, place, 1)
        and sentence.text(place + 1) in _BEHIND
        for place in free
    )


def _before(sentence: Sentence, place: int) -> str:
    """What stands before a place, past articles and quotation marks."""
    place -= 1
    while sentence.text(place) in ("a", "an", "the", '"', "'"):
        place -= 1
    return sentence.text(place)


def _is_any(sentence: Sentence, place: int) -> bool:
    return sentence.text(place) in _ANY or _counts(sentence, place, 1)


def _counts(sentence: Sentence, place: int, least: int) -> bool:
    """Whether a number stands there that counts items, and is no amount and no name."""
    named = sentence.text(place - 1) in _NUMBERED
    return _is_count(sentence.tokens[place], least) and not named and _counted(sentence, place)


def _counted(sentence: Sentence, place: int) -> bool:
    counts = _is_count(sentence.tokens[place], 1)
    return counts and sentence.lexicon.unit(sentence.tokens, place + 1) is None


def _is_count(token: Token, least: int) -> bool:
    found = numbers(token)
    return len(found) == 1 and least <= found[0] <= _MOST and found[0] == int(found[0])
