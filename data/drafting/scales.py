"""A step of an ordered scale: `ECOG 0-2`, `NYHA class III or higher`."""

from __future__ import annotations

from typing import Final

from data.drafting.lexicon import LexiconEntry
from data.drafting.nodes import choice_node
from data.drafting.sentence import Sentence, SentencePart
from data.drafting.subjects import LIMIT_AHEAD, same_again
from data.drafting.times import time_at
from data.drafting.tokens import numbers

_BESIDE_STEPS: Final = frozenset(
    {
        *("(", "[", ":", "-", ",", ")", "]", "=", "grade", "type", "stage", "level", "levels"),
        *("types", "ps", "grades", "classes", "scale", "system", "stages"),
    }
)
_BY: Final = frozenset({"of", "according", "by", "on", "per", "(", "in"})


def choice_at(sentence: Sentence, place: int) -> SentencePart | None:
    """A scale and its steps: `NYHA class II or III`."""
    found = sentence.lexicon.choices.at(sentence.tokens, place)
    if found is None:
        return None
    entry, end = found
    end = same_again(sentence, entry, sentence.lexicon.choices, place, end)
    if end <= place:
        return None
    values_at = _to_values(sentence, end)
    if values_at is None:
        return None
    chosen = _values(sentence, values_at, entry)
    if chosen is None:
        return None
    values, behind = chosen
    if len(values) == 1 and sentence.text(values_at - 1) == "=":
        return None  # a lost sign, as in numbers: `= 2` may have been at most 2
    opened = any(sentence.text(one) in ("(", "[") for one in range(end, values_at))
    if opened and sentence.text(behind) in (")", "]"):
        behind += 1
    node = choice_node(entry, values, sentence.span(place, behind))
    return SentencePart(kind="atom", start=place, end=behind, node=node)


def choice_before(sentence: Sentence, place: int) -> SentencePart | None:
    """Steps before the name of their scale: `class II-III of the NYHA`, `0-1 according to ECOG`."""
    name = next((one for one in sentence.scales if one > place), None)
    if name is None or name > place + LIMIT_AHEAD:
        return None
    if not sentence.has("steps", place) and sentence.tokens[place].kind != "number":
        return None
    found = sentence.lexicon.choices.at(sentence.tokens, name)
    if found is None:
        return None
    entry, end = found
    chosen = _values(sentence, place, entry)
    if chosen is None or not chosen[1] < name:
        return None
    between = {sentence.text(one) for one in range(chosen[1], name)}
    if not between & _BY or between - _BY - {"the", "to"}:
        return None
    end = same_again(sentence, entry, sentence.lexicon.choices, name, end)
    if "(" in between and sentence.text(end) == ")":
        end += 1
    elif "(" in between or (_to_values(sentence, end) is not None and _step(sentence, end, entry)):
        return None
    while sentence.text(end) in ("class", "classification", "scale", "score", "criteria", "system"):
        end += 1
    node = choice_node(entry, chosen[0], sentence.span(place, end))
    return SentencePart(kind="atom", start=place, end=end, node=node)


def _to_values(sentence: Sentence, place: int) -> int | None:
    start = place
    while place < min(len(sentence.tokens), start + LIMIT_AHEAD):
        if sentence.lexicon.comparators.at(sentence.tokens, place) or sentence.has(
            "between", place
        ):
            return place
        step = sentence.ends("fillers", place)
        if step is None or (len(sentence.text(place)) == 1 and sentence.text(place) != "a"):
            time = time_at(sentence, place)
            if time is not None:
                place = time.end
            elif sentence.text(place) in _BESIDE_STEPS:
                place += 1
            else:
                return place
        elif sentence.text(place) == "a" and sentence.text(place - 1) in (
            "class",
            "grade",
            "pugh",
            "stage",
            "score",
        ):
            return place
        else:
            place = step
    return None


def _values(
    sentence: Sentence, place: int, entry: LexiconEntry
) -> tuple[tuple[str, ...], int] | None:
    """The steps named at a place: a list, a range, or all from one on."""
    steps = tuple(entry.values)
    found = sentence.lexicon.comparators.at(sentence.tokens, place)
    if found:
        operator, number = found
        while sentence.text(number) in (
            "of",
            "to",
            "class",
            "grade",
            "or",
            "the",
            "a",
            "score",
            "stage",
        ):
            number += 1
        one = _step(sentence, number, entry)
        if one is None or _runs_on(sentence, one[1]):
            return None
        index, end = one
        bounded = _steps(operator, index, len(steps))
        second = sentence.lexicon.comparators.at(sentence.tokens, end + 1)
        if sentence.text(end) in ("and", "but", "or", "to", "-") and second:
            return None
        behind = sentence.lexicon.after.at(sentence.tokens, end)
        if behind:
            if behind[0] != operator:
                return None
            end = behind[1]
        if _another(sentence, end, entry):
            return None
        return (tuple(steps[place] for place in bounded), end) if bounded else None
    between = sentence.ends("between", place)
    place = between if between is not None else place
    chosen: list[int] = []
    end = place
    ranged = False
    for _ in range(2 * len(steps)):
        one = _step(sentence, place, entry, split=True)
        if one is None:
            break
        index, end = one
        listed = _split(sentence, place, entry)
        if ranged:
            if not chosen or index <= chosen[-1]:
                return None
            chosen.extend(range(chosen[-1] + 1, index + 1))
            ranged = False
        else:
            chosen.extend(listed or [index])
        behind = sentence.lexicon.after.at(sentence.tokens, end)
        if behind:
            if len(chosen) != 1:
                return None
            kept = _steps(behind[0], chosen[0], len(steps))
            return tuple(steps[one] for one in kept), behind[1]
        separator = _separator(sentence, end, entry)
        if separator is None:
            break
        ranged, place = (
            separator[0] or (between is not None and sentence.text(end) == "and"),
            separator[1],
        )
    if not chosen or ranged or _runs_on(sentence, end) or len(set(chosen)) != len(chosen):
        return None
    return tuple(steps[one] for one in sorted(chosen)), end


def _another(sentence: Sentence, place: int, entry: LexiconEntry) -> bool:
    """Whether a further bare step follows."""
    return (
        sentence.text(place) in ("or", "and", ",") and _step(sentence, place + 1, entry) is not None
    )


def _split(sentence: Sentence, place: int, entry: LexiconEntry) -> list[int]:
    """The steps of `0,1`, which reads like one number."""
    steps = tuple(entry.values)
    parts = sentence.text(place).split(",")
    known = all(part in steps for part in parts)
    return [steps.index(part) for part in parts] if known and len(parts) > 1 else []


def _step(
    sentence: Sentence, place: int, entry: LexiconEntry, *, split: bool = False
) -> tuple[int, int] | None:
    while sentence.text(place) in ("class", "grade", "stage", "level", "type", "score", "a") and (
        sentence.text(place) != "a" or "A" not in entry.values
    ):
        place += 1
    again = sentence.lexicon.choices.at(sentence.tokens, place)
    if again and again[0] == entry:
        place = again[1]
    text = sentence.text(place)
    if place < len(sentence.tokens) and sentence.tokens[place].kind == "word":
        text = next((str(number) for number in numbers(sentence.tokens[place])), text)
    for index, (value, spellings) in enumerate(entry.values.items()):
        if text == value.lower() or text in spellings:
            return index, place + 1
    if split and (listed := _split(sentence, place, entry)):
        return listed[-1], place + 1
    return None


def _separator(sentence: Sentence, place: int, entry: LexiconEntry) -> tuple[bool, int] | None:
    """What stands between two steps: whether it spans those between, and the next place."""
    text = sentence.text(place)
    if text in ("-", "to", "~", "through"):
        after = place + 1
        return (True, after) if _step(sentence, after, entry) else None
    after = place
    for _ in range(3):
        if sentence.text(after) in (",", "or", "and", "/", "&"):
            after += 1
    again = sentence.lexicon.choices.at(sentence.tokens, after)
    if again and again[0] == entry:
        return None  # `ECOG 0-1 or ECOG 2 with …`: the second has conditions of its own
    if after == place or _step(sentence, after, entry, split=True) is None:
        return None
    return False, after


def _runs_on(sentence: Sentence, place: int) -> bool:
    """Whether a step is only the beginning of something longer: `IIIB`, `1.5`, `2-`."""
    if place >= len(sentence.tokens):
        return False
    token = sentence.tokens[place]
    if token.kind in ("word", "number"):
        return not token.spaced or token.kind == "number"
    return token.text in ("/", "-", "%", "+") and not token.spaced


def _steps(operator: str, index: int, count: int) -> range:
    if operator == "at_least":
        return range(index, count)
    if operator == "above":
        return range(index + 1, count)
    if operator == "at_most":
        return range(index + 1)
    return range(index)
