"""The substance beside an amount: the words around it that are not words of dosing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from data.drafting.doses.lexicon import any_of, words
from data.drafting.normalise import Normalised

NAMELESS: Final = words("nameless")
"""Words that are beside amounts and name no substance."""
_MOST_WORDS: Final = 4
_WORD: Final = re.compile(r"[a-z0-9α-ω][\w®™-]*(?:'s)?(?:\.\d+)?")
_LAST: Final = re.compile(r"[a-z0-9α-ω][\w®™-]*(?:'s)?$")
_JOINS: Final = re.compile(
    rf"(?<!\w)[\s,:(=-]*"
    rf"(?:(?:{any_of('joins')}|an?(?= [a-z])|\d+(?:\.\d+)?\s*%)(?=[\s,:(])[\s,:(]*)*$"
)
_BEHIND: Final = re.compile(r"[ -]*(?:(?:dose )?of )?(?:the )?(?:\d+(?:\.\d+)?\s*% )?")
_NO_NAME: Final = re.compile(
    r"[a-z]|[dk]\d{1,2}|(?:auc)?\d+[a-z]{0,2}|[qbt]\.?i\.?d|[bt]iw|q[dw]|q\d+\w*|c\d+d\d+|qod|eow|od|bd|m[lg]|mcg|m2|gy|nbsp|"
    r"intra\w+(?:al|ar|ic|ous|ary)(?:ly)?|\w*-(?:based|dose|release|label|blind|week|day|hour|minute)|\w+(?:ly|ing)"
)
_VERB: Final = re.compile(r"(?<!trex)(?<!pr)ed$")


@dataclass(frozen=True, kw_only=True)
class Name:
    """A substance as the text writes it, and its place in the normalised text."""

    text: str
    start: int
    end: int


def name_at(
    normalised: Normalised, start: int, before: int, after: int, *, before_only: bool = False
) -> Name | None:
    """Name the substance of what stands between two places of a sentence.

    Args:
        normalised: the text.
        start: where the sentence begins.
        before, after: where the amount begins and ends.
        before_only: do not look behind it.
    """
    text = normalised.text
    named = None if before_only else _name(normalised, name_behind(text, after))
    if named is not None:
        return named
    joined = _JOINS.search(text[start:before])
    return _name(normalised, _backward(text, start, start + joined.start() if joined else before))


def _name(normalised: Normalised, found: tuple[int, int] | None) -> Name | None:
    if found is None:
        return None
    start, end = found
    first, last = normalised.original(start, end)
    text = normalised.source[first:last].strip(" ®™,-")
    named = re.search(r"[^\W\d]{3}|[A-Za-z]+-?\d{2}|\d-[A-Z]{2}", text)
    return Name(text=text, start=start, end=end) if named else None


def _is_name(word: str) -> bool:
    bare = word.strip("®™-")
    return bool(
        re.search(r"[a-zα-ω]", bare) and bare not in NAMELESS and not _NO_NAME.fullmatch(bare)
    )


def _is_letter(word: str) -> bool:
    """Whether it is no name, but may be a part of one: the B of `hepatitis B vaccine`."""
    return bool(re.fullmatch(r"[^\W\d_]|[dk]\d{1,2}", word))


def name_behind(text: str, place: int) -> tuple[int, int] | None:
    """Where a name stands right behind a place: `10 mg of zelovir`."""
    behind = _BEHIND.match(text, place)
    start = end = behind.end() if behind else place
    for count in range(_MOST_WORDS):
        match = _WORD.match(text, end + bool(count))
        if match is None or (count and text[end] != " ") or _VERB.search(match[0]):
            break
        if not (_is_name(match[0]) or (count and _is_letter(match[0]))):
            break
        end = match.end()
    return (start, end) if end > start else None


def _backward(text: str, start: int, place: int) -> tuple[int, int] | None:
    end = place
    while end > start and text[end - 1] in " ,:(=-®™)":
        end = text.rfind("(", start, end) if text[end - 1] == ")" else end - 1
    first, letters = end, 0
    for count in range(_MOST_WORDS):
        match = _LAST.search(text, start, max(start, first - bool(count)))
        if match is None or (count and text[first - 1] != " "):
            break
        if _is_letter(match[0]):
            letters += 1
        elif _is_name(match[0]) and not (first == end and _VERB.search(match[0])):
            letters = 0
        else:
            break
        first = match.start()
    # Letters that no name stands before are none: `arm B 50 mg`.
    for _ in range(letters):
        first = text.find(" ", first) % len(text) + 1
    return (first, end) if first < end else None


def stands_alone(sentence: str) -> bool:
    """Whether a sentence is a bare instruction, `Single dose intravenous (IV) infusion`."""
    found = re.findall(r"[a-z]+", sentence)
    return 0 < len(found) <= 14 and all(word in NAMELESS or len(word) < 4 for word in found)
