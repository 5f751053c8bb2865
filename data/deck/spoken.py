"""How long it takes to say a slide."""

from __future__ import annotations

import re
from typing import Final

from data.deck.model import Slide
from data.pictures.scene import Text
from data.topics import Topic

PACE: Final = 110
"""Words a minute: the middle of what `PACE_SOURCE` says."""
PACE_SOURCE: Final = "100 to 125 are comfortable with slides: Wong, Essential Study Skills, 2014"
# Nobody reads out a map, eighteen bars or volumes and pages: what a picture shows, and what all is
# from, is told in so many words.
_MOST_IN_BRIEF: Final = 45
_TURN: Final = 10  # words that could be said while a slide is turned and looked at

# In words of ordinary prose, of about four letters: the names of diseases and drugs take as many as
# they are longer. Fitted to a synthetic voice (eSpeak NG, English) slowed to read “The North Wind
# and the Sun” at `PACE`: the lay talks of the shipped record and of the twenty samples came within
# 7 % of it, each of their 158 slides within 14 % (4 % in the mean). No person was timed.
_LETTER: Final = 0.25
_DIGIT: Final = 1.5
_STOP: Final = 1.0
_STOPS: Final = re.compile(r"[.?!:;](?=\s)|$")


def spoken_words(slide: Slide) -> int:
    """Count the words that a speaker says: the title and the texts, and of pictures, charts, tables
    and references what they show, in a few sentences. The notes are for questions, and not read
    out."""
    words = _TURN + spoken(slide.title.text)
    for block in slide.blocks:
        if isinstance(block, Text):
            told = sum(spoken(item.text) for item in block.paragraphs)
            words += min(told, _MOST_IN_BRIEF) if slide.key == Topic.SOURCES else told
        else:
            words += min(spoken(block.alt), _MOST_IN_BRIEF)
    return round(words)


def spoken(text: str) -> float:
    """How many words of ordinary prose a text takes as long as, pauses included."""
    letters = sum(sign.isalpha() for sign in text)
    digits = sum(sign.isdigit() for sign in text)
    return _LETTER * letters + _DIGIT * digits + _STOP * len(_STOPS.findall(text))
