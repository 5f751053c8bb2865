"""The facts that a limit is of, and whether it is theirs alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from data.drafting.lexicon import LexiconEntry, Phrases
from data.drafting.limits import Bounds
from data.drafting.sentence import Sentence
from data.drafting.times import time_at

LIMIT_AHEAD: Final = 14  # tokens between a fact and its limit; what stands further off is not its
_NAMES: Final = 6  # facts that share one limit
_ENDS: Final = frozenset({".", ";", "\n", "?", "!"})
_NEAR: Final = 4
_FLUIDS: Final = frozenset(
    {"ascites", "pleural_effusion"}
)  # what is measured in them is no blood value
_ARTICLES: Final = frozenset({"the", "a", "an", "any", "either", "both", "their", "index", "first"})
_THEIRS: Final = 8
_FREE_BEFORE: Final = (
    "own_modifiers",
    *("fillers", "everybody", "people", "young", "at_time", "anchors"),
)
_RANGES: Final = frozenset({"range", "scale", "possible"})  # `score (range 0-42) ≥ 16`
_LINKS: Final = frozenset({"at", "of", "the", "time", "for", "in", "their", "first", "when", "a"})


Connective = Literal["and", "or", "slash", "comma"]


@dataclass(frozen=True, kw_only=True)
class LimitSubject:
    """The facts that a limit is of."""

    entries: tuple[LexiconEntry, ...]
    join: Connective
    start: int
    end: int


def subject_at(sentence: Sentence, place: int) -> LimitSubject | None:
    """The facts named at a place, if no word before them makes others of them."""
    first = name_at(sentence, place)
    if first is None or not stands_free(sentence, place):
        return None
    entry, end = first
    entries = [entry]
    joints: set[str] = set()
    while len(entries) < _NAMES:
        joint, following = _joint(sentence, end)
        found = name_at(sentence, following) if joint else None
        if found is None:
            break
        if found[0] != entries[-1]:
            entries.append(found[0])
            joints.add(joint)
        end = found[1]
    join = _join_of(joints)
    return LimitSubject(entries=tuple(entries), join=join, start=place, end=end) if join else None


def name_at(sentence: Sentence, place: int) -> tuple[LexiconEntry, int] | None:
    """The fact named at a place, with its abbreviation in brackets and its other names."""
    found = sentence.lexicon.numbers.at(sentence.tokens, place)
    if found is None:
        return None
    entry, end = found
    return entry, same_again(sentence, entry, sentence.lexicon.numbers, place, end)


def same_again(
    sentence: Sentence, entry: LexiconEntry, phrases: Phrases, start: int, end: int
) -> int:
    """Skip what only names the same fact again: an abbreviation in brackets, a synonym."""
    for _ in range(_NAMES):
        text = sentence.text(end)
        inside = end + 1 if text in ("(", "[", "/", "-", ",", "=", ":") else end
        again = phrases.at(sentence.tokens, inside)
        if again and again[0] == entry:
            end = again[1]
            if text in ("(", "["):
                end = _to_close(sentence, entry, phrases, end)
        elif text in ("(", "[") and _abbreviates(sentence, start, end):
            end += 3
        elif text in (")", "]") and sentence.text(start - 1) in ("(", "["):
            return end
        else:
            break
    return end


def _to_close(sentence: Sentence, entry: LexiconEntry, phrases: Phrases, end: int) -> int:
    """Skip further names of a fact up to the bracket that closes: `(AST/SGOT)`."""
    place = end
    for _ in range(2 * _NAMES):
        again = phrases.at(sentence.tokens, place)
        if again and again[0] == entry:
            place = again[1]
        elif sentence.text(place) == "/":
            place += 1
        else:
            break
    return place + 1 if sentence.text(place) in (")", "]") else end


def _abbreviates(sentence: Sentence, start: int, place: int) -> bool:
    """Whether one word in brackets is the short form of the name before it."""
    word = sentence.text(place + 1)
    if sentence.text(place + 2) not in (")", "]") or not 2 <= len(word) <= 8:
        return False
    letters = iter("".join(token.text for token in sentence.tokens[start:place]))
    return word.isalnum() and all(sign in letters for sign in word if sign.isalpha())


def _joint(sentence: Sentence, place: int) -> tuple[str, int]:
    """The connective between two names, and where the next one begins."""
    join = ""
    for _ in range(4):
        text = sentence.text(place)
        if text in ("and", "&"):
            join = "or" if join == "or" else "and"
        elif text == ",":
            join = join or "comma"
        elif text == "or":
            join = "or"
        elif text == "/":
            join = join or "slash"
        elif not (join and text in ("serum", "the", "total", "either", "both", "plasma")):
            break
        place += 1
    return join, place


def _join_of(joints: set[str]) -> Connective | None:
    if "slash" in joints:
        return "slash" if len(joints) == 1 else None
    if "or" in joints:
        return "or"
    return "comma" if joints == {"comma"} else "and"


def stands_free(sentence: Sentence, place: int) -> bool:
    """Whether no word before a name makes another fact of it: `urinary albumin`."""
    before = place - 1
    if any(sentence.has("corrected", one) for one in range(max(0, place - LIMIT_AHEAD), place)):
        return False
    if sentence.text(before) in ("(", "["):
        named = _named_before(sentence, place)
        return named is None or stands_free(sentence, named)
    if before < 0 or sentence.tokens[before].kind != "word":
        return sentence.text(before) != "/"
    if sentence.text(place) in ("aged", "ages", "weighing"):
        return True  # who is aged so are people; whose age it is, `is_theirs` says
    words = sentence.lexicon.words
    for start in range(max(0, place - 4), place):
        for name in _FREE_BEFORE:
            found = words[name].at(sentence.tokens, start)
            if found and found[1] == place and not _relates(sentence, place):
                return not _foreign(sentence, start)
        condition = sentence.lexicon.conditions.at(sentence.tokens, start)
        if condition and condition[1] == place:
            return condition[0].id not in _FLUIDS and not at_another_time(sentence, start)
    return sentence.text(before) in ("and", "or", "but", "than", "if", "not", "no", "without")


def _named_before(sentence: Sentence, place: int) -> int | None:
    """Where the name begins that a name in brackets repeats: `change in body mass index (BMI)`."""
    numbers = sentence.lexicon.numbers
    own = numbers.at(sentence.tokens, place)
    if own is None or own[1] > place + 1:
        return None  # no short form
    for start in range(max(0, place - 1 - _THEIRS), place - 1):
        found = numbers.at(sentence.tokens, start)
        if found and found[1] == place - 1 and found[0] == own[0]:
            return start
    return None


def _foreign(sentence: Sentence, place: int) -> bool:
    """Whether a word before its modifiers makes another fact of a name: `donor serum iron`."""
    for _ in range(_NEAR):
        if sentence.text(place - 1) == "-":
            place -= 1
        if any(sentence.ends("foreign", start) == place for start in (place - 2, place - 1)):
            return True
        step = next(
            (
                start
                for start in (place - 2, place - 1)
                if sentence.ends("own_modifiers", start) == place
            ),
            None,
        )
        if step is None:
            return False
        place = step
    return False


def at_another_time(sentence: Sentence, place: int) -> bool:
    """Whether an event is only what something is before or after: `prior to a stroke`."""
    before = place - 1
    while sentence.text(before) in _ARTICLES:
        before -= 1
    if sentence.text(before) == "-":
        return sentence.text(before - 1) in ("pre", "post", "peri")
    if sentence.text(before) == "following" and sentence.text(before - 1) == "the":
        return False
    return any(sentence.ends("around", start) == before + 1 for start in (before - 1, before))


def of_others(sentence: Sentence, place: int) -> bool:
    """Whether a limit is followed by whose it is, and that is somebody else: `of the donor`."""
    if sentence.text(place) not in ("of", "in", "for"):
        return False
    place += 1
    while sentence.text(place) in _ARTICLES:
        place += 1
    return sentence.has("of_others", place)


def _relates(sentence: Sentence, place: int) -> bool:
    """Whether a name is only what something else is of: `loss of weight`."""
    if sentence.text(place - 1) not in ("of", "in", "the"):
        return False
    before = range(max(0, place - 4), place - 1)
    return any(sentence.has("changing", start) for start in before)


def to_limit(sentence: Sentence, place: int) -> int | None:
    """Skip what may stand between a fact and its limit."""
    start = place
    while place < min(len(sentence.tokens), start + LIMIT_AHEAD):
        if _begins_limit(sentence, place):
            return place
        time = time_at(sentence, place)
        if time is not None:
            place = time.end
            continue
        filler = sentence.ends("fillers", place) or sentence.ends("lastingly", place)
        if filler is not None:
            place = filler
            continue
        if sentence.text(place) == "(" and sentence.text(place + 1) in _RANGES:
            close = [ahead for ahead in range(place, place + 9) if sentence.text(ahead) == ")"]
            if not close:
                return None
            place = close[0] + 1
            continue
        if sentence.text(place) in ("(", "[", ":", "-", ",", ")", "]", '"', "*", "="):
            place += 1
            continue
        return None
    return None


def _begins_limit(sentence: Sentence, place: int) -> bool:
    if sentence.text(place) == "-" or place >= len(sentence.tokens):
        return False
    if sentence.lexicon.comparators.at(sentence.tokens, place) or sentence.has("between", place):
        return sentence.limits.at(place) is not None or sentence.text(place) not in ("of", "from")
    return sentence.tokens[place].kind == "number"


def is_relative(sentence: Sentence, start: int, end: int, bounds: Bounds) -> bool:
    """Whether a change is meant, or a multiple of something, and no value."""
    places = [
        *range(max(0, start - _NEAR), start),
        *range(end, bounds.start),
        *range(bounds.end, min(len(sentence.tokens), bounds.end + _NEAR)),
    ]
    for place in _same_clause(sentence, places, start, bounds.end):
        if sentence.has("changing", place) or sentence.has("nearly", place):
            return True
    return False


def _same_clause(sentence: Sentence, places: Sequence[int], start: int, end: int) -> Iterator[int]:
    """Those of some places between which and a comparison no clause ends."""
    for place in places:
        between = range(place, start) if place < start else range(end, place)
        if not any(sentence.text(one) in (*_ENDS, ",", "(", ")", "and", "or") for one in between):
            yield place


def is_theirs(sentence: Sentence, start: int, end: int) -> bool:
    """Whether an age is the participant's, and not that of a mother, a donor, an onset."""
    for place in range(max(0, start - _THEIRS), start):
        if sentence.has("not_theirs", place) and not any(
            sentence.text(one) in _ENDS for one in range(place, start)
        ):
            return False
    for place in range(start, min(len(sentence.tokens), end + _THEIRS)):
        if (
            place >= end
            and sentence.text(place) not in _LINKS
            and not sentence.has("not_theirs", place)
        ):
            return True
        if sentence.has("not_theirs", place):
            return False
    return True


def with_age_words(sentence: Sentence, bounds: Bounds) -> Bounds:
    """Take the words that only say that it is an age: `years old`, `of age`."""
    end = bounds.end
    for _ in range(4):
        text = sentence.text(end)
        place = end + 1 if text in ("-", ",", "'", "(") else end
        of_age = sentence.ends("of_age", place)
        if of_age is not None:
            closes = text == "(" and sentence.text(of_age) == ")"
            if text == "(" and not closes:
                break
            end = of_age + closes
            continue
        after = sentence.lexicon.after.at(sentence.tokens, end)
        if after and len(bounds.limits) == 1 and after[0] == bounds.limits[0].operator:
            end = after[1]
            continue
        break
    return replace(bounds, end=end)
