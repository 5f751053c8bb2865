"""Show text from a record as it stands, wherever Streamlit would read it as markdown.

Running text goes through `st.text`, which interprets nothing. Titles and labels know only
markdown; for them there is `literal`. So are short texts that stand with a label or a title, as
long as nothing of them is lost: a page with hundreds of pieces would take long to draw.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

# Pixels, about 75 letters: a line of running text that is longer is hard to read.
READING_WIDTH: Final = 600
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_WHITE_SPACE = re.compile(r"\s+")
# Some things Streamlit makes of text after markdown is parsed, so that no escape reaches them:
# arrows and dashes (`->`, `--`, `>=`, `~=`), addresses (`http://`, `www.`, `a@b`) and its own
# icon. A word joiner, which has no width, keeps their parts from touching.
_LATE = re.compile(
    r"(?<=[<>~-])(?=[=>-])|(?<=[a-z]:)(?=//)|(?<=www)(?=\.)|(?=@)|(?<=:)(?=streamlit:)",
    re.IGNORECASE,
)
_WORD_JOINER = "\u2060"


def literal(text: str) -> str:
    """Write text so that markdown shows it as it stands, on one line.

    Args:
        text: any text of a record.

    Returns:
        Markdown for titles, labels and table cells.
    """
    one_line = _WHITE_SPACE.sub(" ", text).strip()
    return _PUNCTUATION.sub(r"\\\1", _LATE.sub(_WORD_JOINER, one_line))


def literal_lines(text: str) -> str:
    """Write text as markdown that shows each of its lines as it stands."""
    return "  \n".join(map(literal, text.splitlines()))


def is_kept(text: str) -> bool:
    """Whether `literal` keeps a text to the letter: its lines, and nothing unseen put in it."""
    return "\n" not in text and not _LATE.search(text)


def link(name: str, address: str) -> str:
    """Write a link; brackets in the address (a DOI may have them) would end it too early."""
    return f"[{name}]({quote(address, safe=':/')})"


def small(text: str) -> str:
    """Write text as markdown that shows it as it stands, as small and pale as a caption."""
    return f":small[:gray[{literal(text)}]]"
