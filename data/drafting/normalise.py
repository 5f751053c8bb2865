"""One spelling for the many signs of one meaning, with the way back to the record's own places."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_SUPERSCRIPTS: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_CHANGED: Final = frozenset("^`")  # the plain signs that are
_SIGNS: Final = {
    **dict.fromkeys("≥≧⩾≽⋝", ">="),
    **dict.fromkeys("≤≦⩽≼⋜", "<="),
    **dict.fromkeys("＞﹥›", ">"),
    **dict.fromkeys("＜﹤˂‹", "<"),
    **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
    **dict.fromkeys("~∼～˜", "~"),
    **dict.fromkeys("×✕✖⨯", " x "),
    **dict.fromkeys("µμ", "u"),
    **dict.fromkeys("’‘´`′", "'"),
    **dict.fromkeys("“”„", '"'),
    **dict.fromkeys("∕⁄", "/"),
    **dict.fromkeys("º˚", "°"),
    **dict.fromkeys("•·∙▪●", "·"),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\ufeff", ""),
    "½": "1/2",
    "⁺": "+",
}


@dataclass(frozen=True, kw_only=True)
class Normalised:
    """A text in one spelling.

    Args:
        source: the text as the record has it.
        text: lower case, compatibility forms undone, one sign for each meaning.
        places: for each of its signs the place in the original; one more for the end.
    """

    source: str
    text: str
    places: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that a span of the text was made from."""
        return self.places[start], self.places[end - 1] + 1 if end > start else self.places[start]


def normalise(text: str) -> Normalised:
    """Bring a text into one spelling, sign by sign.

    A raised digit behind a digit is a power: `10⁹` becomes `10^9`, `m²` becomes `m2`.
    """
    if text.isascii() and not _CHANGED & set(text):
        return Normalised(source=text, text=text.lower(), places=tuple(range(len(text) + 1)))
    made: list[str] = []
    places: list[int] = []
    raised = False
    for place, sign in enumerate(text):
        if "A" <= sign <= "z" and sign.isalpha():  # most signs: nothing to undo
            made.append(sign.lower())
            places.append(place)
            raised = False
            continue
        power = _SUPERSCRIPTS.find(sign)
        if power >= 0:
            follows_digit = bool(made) and made[-1].isdigit()
            new = f"^{power}" if follows_digit and not raised else str(power)
        elif sign == "^" and made and made[-1].isalpha():
            new = ""  # kg/m^2
        else:
            new = _plain(sign)
        raised = power >= 0
        made.extend(new)
        places.extend([place] * len(new))
    return Normalised(source=text, text="".join(made), places=(*places, len(text)))


@lru_cache(maxsize=4096)
def _plain(sign: str) -> str:
    if sign in _SIGNS:
        return _SIGNS[sign]
    if sign.isascii():
        return sign.lower()
    if (digit := unicodedata.decimal(sign, None)) is not None:
        return str(digit)
    form = unicodedata.normalize("NFKC", sign).casefold()
    return "".join(_SIGNS.get(one, one) for one in form)
