"""The questions on one sheet of paper, with lines to write the answers on."""

from __future__ import annotations

from datetime import date
from typing import Final

from components.exports.html import html
from data.dates import day_in_words
from data.version import VERSION
from data.views.questions import QuestionsInfo, more_in_words

# A line of small print across the page.
_WHY_LENGTH: Final = 125
_ASK_LENGTH: Final = 230  # a sentence of the record; all still stand on one page
_TITLE_LENGTH: Final = 220


def questions_html(info: QuestionsInfo, *, day: date) -> str:
    """Write the questions as a page of HTML that needs nothing else and prints on one A4.

    Args:
        info: the questions.
        day: on which the page is made.
    """
    of_day = (
        day_in_words(date.fromisoformat(info.record_date)) if info.record_date else "unknown date"
    )
    start, groups = 1, []
    for group in info.groups:
        told = [
            (shortened(one.ask, _ASK_LENGTH), shortened(one.because, _WHY_LENGTH))
            for one in group.questions
        ]
        groups.append((group.heading, start, told))
        start += len(told)
    return html(
        "questions.html",
        info=info,
        title=shortened(info.title, _TITLE_LENGTH),
        groups=groups,
        more=more_in_words(info.more),
        made=f"{info.nct_id}, record of {of_day} · made on {day_in_words(day)} · Trial Explorer "
        f"{VERSION} · This page holds no answers. Not medical advice.",
    )


def shortened(text: str, length: int) -> str:
    """Cut a text after a whole sentence, or after a whole word where the first is too long.

    Args:
        text: the text; white space is made even.
        length: the most characters to keep, the sign for what is left out included.
    """
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    sentence = line.rfind(". ", 0, length - 1)
    if sentence > length // 3:
        return f"{line[: sentence + 1]} …"
    word = line.rfind(" ", 0, length)
    return f"{line[: word if word > 0 else length - 1]}…"
