"""How a search reads what is typed: case, accents, hyphens and small slips do not count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

# A hyphen beside a letter, and signs of no width: `Ki-67` is `Ki67`, but `10-20` stays two numbers.
_JOINS: Final = re.compile(r"[\u00ad\u200b\u2060]|(?<=[^\W\d_])-(?=\w)|(?<=\w)-(?=[^\W\d_])")
_HYPHENS: Final = "\u2010\u2011\u2012\u2013\u2212"
_LETTERS_MEET_DIGITS: Final = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_NUMBER_AND_WORD: Final = re.compile(r"(?<=[^\W\d_])\s+(?=\d)|(?<=\d)\s+(?=[^\W\d_])")
_DECIMAL_SIGN: Final = re.compile(r"(?<=\d)(?:\\\.|[,·])(?=\d)")
_WORD: Final = re.compile(r"[^\W\d_]{4,}")
# British and American spelling, each as the pattern that finds it and the one that is looked for.
_EITHER_WAY: Final = (
    *("ha?em", "a?emi", "pa?ed", "gyna?ec", "fa?ec", "diarrho?ea", "o?edem", "o?estr", "o?esoph"),
    *("i[sz]at", "i[sz]e", "i[sz]ing", "tumou?r", "colou?r", "behaviou?r", "favou?r", "labou?r"),
)
# So short a word, or number, counts only where it stands alone: `iv` is not in `give`.
_SHORT_WORD, _SHORT_NUMBER = 2, 3
# Slips that are forgiven: none in a word of up to three letters, two from eight on.
_FORGIVEN: Final = ((8, 2), (4, 1))
_MOST_SPELLINGS: Final = 3
# Of one word in several forms, `breast-feed` and `breastfeeding`, so many letters are the same.
_ENDING: Final = re.compile(r"(?:ings?|ies|e?s|ed|y)$")
_LEAST_STEM: Final = 5
# What a question has besides what it asks for, and what stands for any place or person.
_SMALL_WORDS: Final = frozenset(
    re.findall(
        r"\w+",
        "a an and any are at be by can could do does did for from get had has have how i in is "
        "it its me my of on or that the there these they this those to was were what when where "
        "which who why will with would you your",
    )
)
_ANY: Final = frozenset(
    re.findall(
        r"\w+",
        "center centers centre centres clinic clinics hospital hospitals location locations "
        "patient patients people person place places site sites study trial",
    )
)


class _Letters(dict[int, str]):
    """Takes case and accents off, sign by sign, so that positions stay what they are."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        bare = [
            one for one in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(one)
        ]
        plain = bare[0].lower() if len(bare) == 1 else sign.lower()
        folded = "-" if sign in _HYPHENS else " " if sign.isspace() else plain
        self[code] = folded if len(folded) == 1 else sign
        return self[code]


_LETTERS: Final = _Letters()


def fold(text: str) -> str:
    """Write a text as it is compared."""
    return _JOINS.sub("", text.translate(_LETTERS))


def unfolded(text: str, start: int, end: int) -> tuple[int, int]:
    """Find the place in a text of a stretch of what it is folded to."""
    joins = [match.start() for match in _JOINS.finditer(text.translate(_LETTERS))]
    first, last = start, end - 1
    for join in joins:
        first += join <= first
        last += join <= last
    return first, last + 1


WordPatterns = tuple[re.Pattern[str], ...]
"""What must be found, each somewhere in a text."""


def readings(query: str) -> Iterator[WordPatterns]:
    """Yield the ways to read what is typed, the strictest first.

    A number goes with the words beside it, `ki 67`; then each is looked for on its own. What stands
    in quotation marks is looked for as it stands.
    """
    quoted = re.fullmatch(r'\s*["“](.+)["”]\s*', query)
    if quoted:
        words = fold(quoted[1]).split()
        yield (re.compile(r"\s+".join(map(_written, words))),) if words else ()
        return
    folded = fold(query).strip()
    joined = tuple(_sought(word) for word in _NUMBER_AND_WORD.sub("", folded).split())
    yield joined
    apart = tuple(_sought(word) for word in folded.split())
    if apart != joined:
        yield apart


def less_said(query: str) -> Iterator[str]:
    """Yield what is left of a question without its small words, and without those that stand for
    any place or person; where nothing else is left, with these."""
    words = query.split()
    for left_out in (_SMALL_WORDS | _ANY, _SMALL_WORDS):
        left = [word for word in words if fold(word).strip(".,?!") not in left_out]
        if left and len(left) < len(words):
            yield " ".join(left).rstrip("?!.")
            return


def _written(word: str) -> str:
    """Write the pattern of a word: between letters and digits one sign may stand, or none."""
    loose = _DECIMAL_SIGN.sub("[.,·]", re.escape(word))
    for either in _EITHER_WAY:
        loose = re.sub(either, either, loose)
    return _LETTERS_MEET_DIGITS.sub(r"[\\W_]?", loose)


def _sought(word: str) -> re.Pattern[str]:
    runs = re.findall(r"[^\W\d_]+|\d+", word)
    if not runs:
        return re.compile(re.escape(word))
    first, last = runs[0], runs[-1]
    before = after = ""
    if word.startswith(first):
        before = r"(?<!\d)(?<!\d[.,·])" if first.isdigit() else _alone(first, r"(?<![^\W\d_])")
    if word.endswith(last):
        after = _alone(last, r"(?!\d)" if last.isdigit() else r"(?![^\W\d_])")
    return re.compile(before + _written(word) + after)


def _alone(run: str, border: str) -> str:
    return border if len(run) <= (_SHORT_NUMBER if run.isdigit() else _SHORT_WORD) else ""


@dataclass(frozen=True, kw_only=True)
class Folded:
    """Texts as they are compared.

    Args:
        texts: each folded.
    """

    texts: tuple[str, ...]

    def found(self, reading: WordPatterns) -> Iterator[tuple[int, int, int]]:
        """Yield the place of each text that has all of a reading, and where in it the first is."""
        for place, text in enumerate(self.texts):
            matches = [pattern.search(text) for pattern in reading]
            if matches and all(matches):
                first = matches[0]
                assert first is not None
                yield place, *first.span()

    def near(self, query: str) -> tuple[WordPatterns, str] | None:
        """Read what is typed with its slips mended, and say how it was read.

        Numbers are never mended: another is another limit.

        Returns:
            None where nothing is to mend, or nothing is near.
        """
        said, patterns, mended = [], [], False
        for word in fold(query).split():
            exact = _sought(word)
            if any(exact.search(text) for text in self.texts):
                spellings: Sequence[str] = ()
            else:
                spellings = self._spelt_like(word)
                if not spellings:
                    return None
                mended = True
            either = "|".join(map(re.escape, spellings))
            patterns.append(re.compile(rf"\b(?:{either})") if spellings else exact)
            said.append(" or ".join(spellings) or word)
        return (tuple(patterns), " ".join(said)) if mended else None

    def _spelt_like(self, word: str) -> Sequence[str]:
        slips = next((most for length, most in _FORGIVEN if len(word) >= length), 0)
        if not slips or not _WORD.fullmatch(word):
            return ()
        stem = _ENDING.sub("", word)
        if len(stem) >= _LEAST_STEM:
            forms = [one for one in self._vocabulary if one.startswith(stem)]
            if forms:
                return sorted(forms, key=len)[:_MOST_SPELLINGS]
        # The first letter is hardly ever the wrong one: of `Spain` nobody makes `pain`.
        alike = [one for one in self._vocabulary if one[0] == word[0]]
        near = process.extract(
            word, alike, scorer=OSA.distance, score_cutoff=slips, limit=_MOST_SPELLINGS
        )
        return [spelling for spelling, distance, _ in near if distance == near[0][1]]

    @cached_property
    def _vocabulary(self) -> Sequence[str]:
        words: Iterable[str] = (word for text in self.texts for word in _WORD.findall(text))
        return sorted(set(words))
