"""What a sentence is made of: comparisons, conditions, times, connectives, and words left over.

The tokens are read once, from left to right. At each place the first of a few readers that
understands what begins there takes it, with a bounded look ahead; what none of them understands is
a word that is left over. What these elements add up to is `tree`'s to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from data.criteria.whom import Sex
from data.drafting.ages import age_at
from data.drafting.chosen import choosing_at
from data.drafting.comparisons import (
    before_name_at,
    comparison_at,
    enclosed_at,
    pressures_at,
    score_at,
)
from data.drafting.lexicon import LexiconEntry, own_condition, time_since
from data.drafting.limits import Bounds, resolve
from data.drafting.nodes import (
    Node,
    Span,
    condition_node,
    every,
    limit_node,
    opposite,
    sex_node,
)
from data.drafting.scales import choice_at, choice_before
from data.drafting.sentence import ElementKind, Sentence, SentencePart
from data.drafting.subjects import at_another_time, same_again
from data.drafting.times import time_at


def elements_of(sentence: Sentence) -> Iterator[SentencePart]:
    """Yield what the sentence is made of."""
    place = 0
    while place < len(sentence.tokens):
        element = _element(sentence, place)
        yield element
        place = element.end


def _element(sentence: Sentence, place: int) -> SentencePart:
    token = sentence.tokens[place]
    if token.kind == "word" and token.text not in sentence.lexicon.openers:
        # Nothing that the lexicon knows begins here: at most the name of a score.
        scored = score_at(sentence, place) if sentence.scored else None
        return scored or SentencePart(kind="rest", start=place, end=place + 1)
    for read in _READERS:
        element = read(sentence, place)
        if element is not None:
            return element
    return SentencePart(kind="rest", start=place, end=place + 1)


def _condition(sentence: Sentence, place: int) -> SentencePart | None:
    name = place
    if sentence.text(place) == "non":
        name += 2 if sentence.text(place + 1) == "-" else 1
    found = sentence.lexicon.conditions.at(sentence.tokens, name)
    if found is None:
        return None
    entry, end = found
    end = same_again(sentence, entry, sentence.lexicon.conditions, name, end)
    if end <= name or at_another_time(sentence, place):
        return None
    if name > place and sentence.lexicon.conditions.has(sentence.tokens, end):
        return None  # a non-diabetic kidney disease: diabetics can have one too
    node = condition_node(entry, sentence.span(name, end))
    if entry.id in _TESTED and sentence.text(end) in _NEGATIVE and not sentence.excludes:
        if sentence.text(place - 1) in _LISTING and sentence.text(place - 2) not in _NEGATIVE:
            return None  # `HIV and HBV negative`: both of them
        end += 1
        node = opposite(node, sentence.span(name, end).start)
        return SentencePart(kind="condition", start=place, end=end, node=node, entry=entry)
    if name > place:
        node = opposite(node, sentence.span(place, end).start)  # non-pregnant
    return SentencePart(kind="condition", start=place, end=end, node=node, entry=entry)


def _allergy(sentence: Sentence, place: int) -> SentencePart | None:
    """`allergy to penicillin`: in the record's own words for what it is to."""
    to = sentence.ends("allergic_to", place)
    if to is None:
        return None
    end = to
    while end < len(sentence.tokens) and _names_on(sentence, end):
        end += 1
    if not to < end <= to + _LONGEST_NAME or sentence.text(end) not in ("", ".", ")", ";"):
        return None
    said = sentence.span(place, end).of(sentence.normalised.source)
    kind = "intolerance" if sentence.text(place).startswith("intoler") else "allergy"
    entry = own_condition(kind, sentence.span(to, end).of(sentence.normalised.source), said)
    node = condition_node(entry, sentence.span(place, end))
    return SentencePart(kind="condition", start=place, end=end, node=node, entry=entry)


def _names_on(sentence: Sentence, place: int) -> bool:
    """Whether a word may belong to a name: no connective, no turn, no time, no number."""
    token = sentence.tokens[place]
    lists = ("excepted", "negations", "within", "at_time", "around", "having", "opening", "before")
    word = token.kind == "word" and token.text not in ("or", "and", "that", "which", "who")
    inner = token.text in ("of", "the", "-")
    return inner or (word and not any(sentence.has(name, place) for name in lists))


def _people(sentence: Sentence, place: int) -> SentencePart | None:
    everybody = sentence.ends("everybody", place)
    if everybody is not None:
        return SentencePart(kind="filler", start=place, end=everybody)
    sexes: tuple[Sex, Sex] = ("female", "male")
    for sex in sexes:
        end = sentence.ends(sex, place)
        if end is not None:
            node = sex_node(sex, sentence.span(place, end))
            return SentencePart(kind="sex", start=place, end=end, node=node)
    return None


def _connective(sentence: Sentence, place: int) -> SentencePart | None:
    text = sentence.text(place)
    if text == "non" and sentence.text(place + 1) == "-":
        return SentencePart(kind="rest", start=place, end=min(place + 3, len(sentence.tokens)))
    following = sentence.text(place + 1), sentence.text(place + 2)
    if (text, *following) in (("and", "/", "or"), ("or", "/", "and")):
        return SentencePart(kind="or", start=place, end=place + 3)
    if text in _SIGNS:
        return SentencePart(kind=_SIGNS[text], start=place, end=place + 1)
    either = sentence.ends("either_way", place)
    if either is not None:
        return _either_way(sentence, place, either)
    method = _method(sentence, place)
    if method is not None:
        return SentencePart(kind="filler", start=place, end=method)
    filler = sentence.ends("fillers", place)
    if filler is not None and filler > place + 2:  # `unless otherwise stated`
        return SentencePart(kind="filler", start=place, end=filler)
    again = sentence.ends("excluded", place) if sentence.excludes else None
    if again is not None:
        return SentencePart(kind="filler", start=place, end=again)
    welcome = sentence.ends("welcoming", place) if sentence.excludes else None
    if welcome is not None:
        return SentencePart(kind="stop", start=place, end=welcome)
    for kind, name in _LISTS:
        end = sentence.ends(name, place)
        if end is not None:
            return SentencePart(kind=kind, start=place, end=end)
    if text == "/" and _conditions_around(sentence, place):
        return SentencePart(kind="or", start=place, end=place + 1)
    if sentence.tokens[place].kind == "sign" and text not in _MEANING:
        return SentencePart(kind="filler", start=place, end=place + 1)
    return None


_SIGNS: Final[dict[str, ElementKind]] = {
    "or": "or",
    "and": "and",
    "&": "and",
    ",": "comma",
    ";": "semicolon",
    "\n": "semicolon",
    **dict.fromkeys("([", "open"),
    **dict.fromkeys(")]", "close"),
}
_LISTS: Final[tuple[tuple[ElementKind, str], ...]] = (
    ("not", "unable"),
    ("not", "negations"),
    ("stop", "excepted"),
    ("ever", "ever"),
    ("having", "having"),
    ("wanting", "wanting"),
    ("filler", "fillers"),
)
_MEANING: Final = frozenset({"<", ">", "=", "%", "+", "/", "±"})  # signs that are no furniture


def _either_way(sentence: Sentence, start: int, place: int) -> SentencePart:
    """`With or without diabetes` asks for nothing; what is not understood is asked as it is."""
    while sentence.has("having", place) or sentence.has("fillers", place):
        place += 1
    found = sentence.lexicon.conditions.at(sentence.tokens, place)
    if found and sentence.text(found[1]) in ("", ".", ",", ";", ")"):
        return SentencePart(kind="filler", start=start, end=found[1])
    return SentencePart(kind="rest", start=start, end=place)


def _method(sentence: Sentence, place: int) -> int | None:
    """Where it ends how a value is measured: `by echocardiography or MRI`."""
    end = sentence.ends("by_method", place)
    while end is not None:
        while sentence.text(end) in ("the", "a", "an", "either"):
            end += 1
        method = sentence.ends("methods", end)
        if method is None:
            return None
        if sentence.text(method) == "(" and sentence.text(method + 2) == ")":
            method += 3  # its abbreviation
        following = method
        while sentence.text(following) in ("or", "and", ",", "/"):
            following += 1
        if following == method or not sentence.has("methods", following):
            return method
        end = following
    return None


def _conditions_around(sentence: Sentence, place: int) -> bool:
    """Whether a stroke stands between two things that are so: `a study/an agent`."""
    words = sentence.lexicon.conditions
    behind = range(place + 1, place + 3)
    return any(words.has(sentence.tokens, one) for one in behind) and any(
        (found := words.at(sentence.tokens, one)) and found[1] == place
        for one in range(max(0, place - 6), place)
    )


_LONGEST_NAME: Final = 6  # words of what somebody is allergic to
_NEGATIVE: Final = frozenset({"negative", "seronegative"})
_LISTING: Final = frozenset({"and", "or", ",", "/", "&"})
_TESTED: Final = frozenset({"hiv", "hepatitis_b", "hepatitis_c"})


def since(entry: LexiconEntry, node: Node, bounds: Bounds, span: Span) -> Node | None:
    """An event, and how long ago it was."""
    resolved = resolve(bounds, time_since(entry))
    if resolved is None:
        return None
    operator = bounds.limits[0].operator
    limit = limit_node(time_since(entry), operator, resolved.numbers[0], resolved.measure, span)
    return every((node, limit))


_READERS: Final[tuple[Callable[[Sentence, int], SentencePart | None], ...]] = (
    *(pressures_at, enclosed_at, comparison_at, before_name_at, choice_at, choice_before),
    *(score_at, age_at, time_at, choosing_at, _condition, _allergy, _people, _connective),
)
