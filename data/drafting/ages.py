"""Ages, which often go without their name: `18 years or older`."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from data.drafting.comparisons import made_comparison
from data.drafting.lexicon import LexiconEntry
from data.drafting.limits import Bounds, Limits
from data.drafting.sentence import Sentence, SentencePart
from data.drafting.subjects import (
    LIMIT_AHEAD,
    LimitSubject,
    is_relative,
    is_theirs,
    same_again,
    with_age_words,
)
from data.drafting.times import TIME_UNITS, time_at

_PEOPLE_BEFORE: Final = 30  # tokens before an age among which people are looked for
_ADULT: Final = range(12, 91)  # a bare number behind people that can only be their age
_OTHER_TIMES: Final = frozenset({"before", "since", "until", "after", "till", "by", "for", "from"})
_AFTER: Final = frozenset({"after", "since", "post", "following"})
_FREE: Final = frozenset({"and", "or", "is", "are", "be", "with", "at", "but", "who"})


def age_at(sentence: Sentence, place: int) -> SentencePart | None:
    """An age, or another fact whose name stands behind its limit."""
    age = sentence.lexicon.entries["age"]
    bounds, named = sentence.limits.at(place) or sentence.limits.steps(place), False
    if bounds is None:
        bounds, named = _over_the_age_of(sentence, place)
    within = sentence.text(place) == "within" and bounds is None
    if within:  # `within two hours of travel time`
        bounds = sentence.limits.time(place + 1)
    if bounds is None:
        return None
    entry, end = _named_behind(sentence, bounds)
    if entry is None and within:
        return None
    if entry is None:
        of_age = with_age_words(sentence, bounds)
        units = {limit.unit for limit in bounds.limits}
        if not units <= TIME_UNITS | {None}:
            return None
        spelt = sentence.text(bounds.end - 1) in ("o", "yo")
        is_age = named or spelt or bounds.about_age or of_age.end > bounds.end
        if not is_age and not _alone(sentence, place, bounds, units):
            return None
        if not named and not _of_people(sentence, place, bounds, of_age.end):
            return None
        entry, end, bounds = age, of_age.end, of_age
    if entry.id == "age" and not is_theirs(sentence, place, end):
        return None
    if is_relative(sentence, place, place, replace(bounds, end=end)):
        return None
    if sentence.text(end) in _AFTER:
        return None  # `more than 1 year after the transplant`
    lives = within and sentence.has("opening", place - 1)
    if "score" not in entry.flags and not lives and not _begins_freely(sentence, place):
        return None
    subject = LimitSubject(entries=(entry,), join="and", start=place, end=place)
    return made_comparison(sentence, subject, replace(bounds, end=end), place)


def _of_people(sentence: Sentence, place: int, bounds: Bounds, end: int) -> bool:
    """Whether it is people who are so old, and no lesion or document."""
    if any(sentence.text(one) in ("age", "ages", "aged") for one in range(bounds.start, end)):
        return True
    kinds = ("people", "everybody", "female", "male", "young")
    before = range(max(0, place - _PEOPLE_BEFORE), place)
    words = [one for one in before if sentence.tokens[one].kind == "word"]
    return all(sentence.ends("fillers", one) for one in words) or any(
        sentence.has(name, one) for one in before for name in kinds
    )


def _over_the_age_of(sentence: Sentence, place: int) -> tuple[Bounds | None, bool]:
    """`under the age of 18`: the name stands between the comparator and the number."""
    found = sentence.lexicon.comparators.at(sentence.tokens, place)
    if found is None:
        return None, False
    operator, name = found
    while sentence.text(name) == "the":
        name += 1
    if sentence.text(name) not in ("age", "ages"):
        return None, False
    number = name + (2 if sentence.text(name + 1) == "of" else 1)
    if number >= len(sentence.tokens) or sentence.tokens[number].kind != "number":
        return None, False
    # The same tokens without the name: what follows is read as it would be anyway.
    kept = (*sentence.tokens[:name], *sentence.tokens[number : number + LIMIT_AHEAD])
    bounds = Limits(kept, sentence.lexicon).at(place)
    if bounds is None:
        return None, False
    shifted = replace(bounds, end=bounds.end + number - name)
    return (None, False) if shifted.limits[0].operator != operator else (shifted, True)


def _named_behind(sentence: Sentence, bounds: Bounds) -> tuple[LexiconEntry | None, int]:
    """The fact whose name stands behind its limit: `at least 12 weeks of life expectancy`."""
    place = bounds.end
    while sentence.text(place) in ("on", "the", "by", "in", "using", "of", "a"):
        place += 1
    found = sentence.lexicon.numbers.at(sentence.tokens, place)
    if found and "score" in found[0].flags and sentence.text(bounds.end) in ("on", "in", "by"):
        entry, end = found
        return entry, same_again(sentence, entry, sentence.lexicon.numbers, place, end)
    place = bounds.end
    while sentence.text(place) in ("of", "in", "expected", "'"):
        place += 1
    found = sentence.lexicon.numbers.at(sentence.tokens, place)
    if found and found[0].flags & {"asked_after", "counted"} and found[0].id != "age":
        return found
    # `weeks gestation`: the unit belongs to the name.
    found = sentence.lexicon.numbers.at(sentence.tokens, bounds.end - 1)
    if found and "asked_after" in found[0].flags and found[1] > bounds.end:
        return found
    return None, place


def _alone(sentence: Sentence, place: int, bounds: Bounds, units: set[str | None]) -> bool:
    """Whether years stand there with people and nothing else that they could be of."""
    bare = units == {None} and all(
        number in _ADULT for limit in bounds.limits for number in limit.numbers
    )
    if units != {"years"} and not (bare and _only_people(sentence, place)):
        return False
    before = place - 1
    while (
        before >= 0
        and not bare
        and sentence.text(before) in ("(", ",", ":", "-", "who", "are", "must", "be")
    ):
        before -= 1
    free = before < 0 or any(
        sentence.ends(name, start) == before + 1
        for name in ("people", "everybody", "female", "male")
        for start in range(max(0, before - 3), before + 1)
    )
    behind = sentence.text(bounds.end)
    ends = behind in ("", ".", ";", ",", ")", "\n") or time_at(sentence, bounds.end) is not None
    ends = ends or sentence.has("opening", bounds.end)
    if behind in ("and", "or", ";", ","):
        ends = ends or any(sentence.has(sex, bounds.end + 1) for sex in ("female", "male"))
    return free and ends


def _only_people(sentence: Sentence, place: int) -> bool:
    """Whether nothing but people stands before a place: no number of them, nothing of theirs."""
    kinds = ("people", "everybody", "female", "male", "fillers")
    named = any(sentence.has(name, place - 1) for name in kinds[:-1])
    return named and all(
        sentence.tokens[one].kind != "word"
        or (sentence.text(one) != "of" and any(sentence.has(name, one) for name in kinds))
        for one in range(place)
    )


def _begins_freely(sentence: Sentence, place: int) -> bool:
    """Whether no word before a limit claims it for something else: `since 18 years of age`."""
    if place == 0 or sentence.tokens[place - 1].kind != "word":
        return True
    if sentence.text(place - 1) in _OTHER_TIMES:
        return False
    if sentence.text(place - 1) in _FREE:
        return True
    names = ("fillers", "people", "everybody", "female", "male", "own_modifiers")
    return any(
        sentence.ends(name, start) == place
        for name in names
        for start in range(max(0, place - 4), place)
    ) or any(
        (found := sentence.lexicon.conditions.at(sentence.tokens, start)) and found[1] == place
        for start in range(max(0, place - 5), place)
    )
