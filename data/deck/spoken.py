"""How long it takes to say a slide."""

from __future__ import annotations

from typing import Final

from data.deck.model import Slide
from data.pictures.scene import Text

PACE: Final = 110
"""Words a minute: the middle of what `PACE_SOURCE` says."""
PACE_SOURCE: Final = "100 to 125 are comfortable with slides: Wong, Essential Study Skills, 2014"
# Nobody reads out a map or eighteen bars: what a picture shows is told in so many words.
_MOST_OF_A_PICTURE: Final = 45
_TURN: Final = 10  # words that could be said while a slide is turned and looked at


def spoken_words(slide: Slide) -> int:
    """Count the words that a speaker says: the title and the texts, and of pictures, charts and
    tables what they show, in a few sentences. The notes are for questions, and not read out."""
    words = _TURN + _spoken(slide.title.text)
    for block in slide.blocks:
        if isinstance(block, Text):
            words += sum(_spoken(item.text) for item in block.paragraphs)
        else:
            words += min(_spoken(block.alt), _MOST_OF_A_PICTURE)
    return words


def _spoken(text: str) -> int:
    """The words of a text; a number takes about one for each digit, an abbreviation for each
    letter.

    Held against a synthetic voice at this pace, slide by slide, for the lay talks of eight records.
    """
    return sum(max(1, _digits(word) + _letters(word)) for word in text.split())


def _digits(word: str) -> int:
    return sum(sign.isdigit() for sign in word)


def _letters(word: str) -> int:
    capitals = sum(sign.isupper() for sign in word)
    return capitals if capitals > 1 else 0
