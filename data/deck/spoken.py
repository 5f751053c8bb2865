"""How long it takes to say a slide."""

from __future__ import annotations

from typing import Final

from data.deck.model import Slide
from data.pictures.scene import Text

PACE: Final = 110
"""Words a minute: the middle of what `PACE_SOURCE` says."""
PACE_SOURCE: Final = "100 to 125 are comfortable with slides: Wong, Essential Study Skills, 2014"


def spoken_words(slide: Slide) -> int:
    """Count the words that a speaker says: the title and the texts, and of pictures, charts and
    tables what they show. The notes are for questions, and not read out."""
    said = [slide.title.text]
    for block in slide.blocks:
        if isinstance(block, Text):
            said += [item.text for item in block.paragraphs]
        else:
            said.append(block.alt)
    return sum(len(text.split()) for text in said)
