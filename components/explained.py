"""Text whose terms open in place: each term of the glossary is a button that says what it means.

Streamlit has no such text, so a component draws it, one for each block of text. What it is given it
writes as text and never as markup. A text without a term is shown by Streamlit itself.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from components import session
from components.literal import READING_WIDTH
from data.plain.glossary import TermSpan, find_terms

_FOLDER: Final = Path(__file__).parent
# Both are for any component that shows such texts: `explained(name, parts)` makes an element.
EXPLAINED_CSS: Final = (_FOLDER / "explained.css").read_text("utf-8")
EXPLAINED_JS: Final = (_FOLDER / "explained.js").read_text("utf-8")

_DRAW: Final = """
export default function ({ data, parentElement }) {
  const said = JSON.stringify(data), old = parentElement.querySelector(".explained");
  if (old?.said === said) return;
  const block = explained("div", data.parts);
  block.classList.toggle("strong", data.strong);
  block.said = said;
  if (old) old.replaceWith(block);
  else parentElement.append(block);
}
"""


def has_terms(text: str) -> bool:
    """Whether the glossary explains anything in a text."""
    return bool(_terms(text))


def _terms(text: str) -> tuple[TermSpan, ...]:
    return find_terms(text, session.fields())


def explained_text(text: str, key: str, *, strong: bool = False) -> None:
    """Show text as it stands, with its terms explained in place.

    Args:
        text: any text, a record's too.
        key: tells this block from the others of the page.
        strong: in bold, for a name.
    """
    if has_terms(text):
        data = {"parts": explained_parts(text), "strong": strong}
        _component()(key=f"explained:{key}", data=data)
    else:
        st.text(text, width=READING_WIDTH)


@cache
def _component() -> ComponentRenderer:
    # Not isolated: a search must find the words, and the words must look like all others.
    return st.components.v2.component(
        "explained_text", css=EXPLAINED_CSS, js=_DRAW + EXPLAINED_JS, isolate_styles=False
    )


def explained_parts(text: str) -> list[dict[str, Any]]:
    """Cut a text at its terms, for the element `explained` of the script."""
    parts: list[dict[str, Any]] = []
    done = 0
    for start, end, term in _terms(text):
        parts.append({"text": text[done:start]})
        parts.append({"text": text[start:end], "name": term.name, "plain": term.plain})
        done = end
    return [part for part in (*parts, {"text": text[done:]}) if part["text"]]
