"""Text whose terms open in place: each term of the glossary is a button that says what it means.

Streamlit has no such text, so a component draws it, one for each block of text. What it is given it
writes as text and never as markup. A text without a term is shown by Streamlit itself.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from components import session
from components.literal import READING_WIDTH
from data.plain.glossary import TermSpan, find_terms

_STYLE: Final = (
    f".explained {{ max-width: {READING_WIDTH}px }}"
    + """
.explained { white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.6 }
.explained > button { display: inline; font: inherit; color: inherit; background: none; border: 0;
  padding: 0; margin: 0; text-align: start; white-space: inherit; cursor: pointer;
  user-select: text; text-decoration: underline dotted; text-decoration-thickness: 2px;
  text-underline-offset: .22em; text-decoration-color: var(--st-link-color) }
.explained > button:hover, .explained > button[aria-expanded="true"] {
  background: var(--st-secondary-background-color); color: var(--st-text-color) }
.explained > button:focus-visible { outline: 2px solid var(--st-link-color); outline-offset: 2px;
  border-radius: 2px }
.explained > [popover] { position: fixed; inset: auto; margin: 0; box-sizing: border-box;
  width: max-content; max-width: min(22rem, calc(100vw - 1rem)); padding: .75rem 1rem;
  color: var(--st-text-color); background: var(--st-background-color);
  border: 1px solid var(--st-border-color); border-radius: var(--st-base-radius);
  box-shadow: 0 4px 16px rgb(0 0 0 / 25%); white-space: normal; overflow-wrap: anywhere }
.explained.strong { font-weight: 600 }
.explained strong { display: block; font-weight: 600 }
@media print { .explained > button { text-decoration: none } }
"""
)

# The popovers are the browser's own: it opens and closes them by mouse, Enter, Space and Escape,
# says so to a screen reader, and shows one at a time.
_DRAW: Final = """
const GAP = 6, EDGE = 8;  // pixels

export default function ({ data, parentElement }) {
  const said = JSON.stringify(data);
  const old = parentElement.querySelector(".explained");
  if (old?.said === said) return;
  const block = document.createElement("div");
  block.className = data.strong ? "explained strong" : "explained";
  block.said = said;
  for (const part of data.parts) {
    if (part.name === undefined) block.append(part.text);
    else block.append(...term(part));
  }
  if (old) old.replaceWith(block);
  else parentElement.append(block);
}

function term({ text, name, plain }) {
  const button = document.createElement("button"), note = document.createElement("span");
  button.type = "button";
  button.textContent = text;
  button.setAttribute("aria-expanded", "false");
  note.popover = "auto";
  note.setAttribute("role", "note");
  button.popoverTargetElement = note;
  const follow = () => place(note, button);
  note.addEventListener("beforetoggle", ({ newState }) => {
    if (newState !== "open" || note.firstChild) return;
    const title = document.createElement("strong");
    title.textContent = name;
    note.append(title, plain);
  });
  note.addEventListener("toggle", ({ newState }) => {
    const open = newState === "open";
    button.setAttribute("aria-expanded", String(open));
    const change = open ? addEventListener : removeEventListener;
    change("scroll", follow, true);
    change("resize", follow);
    if (open) follow();
    else note.replaceChildren();
  });
  return [button, note];
}

// Below the term where there is room, else above it; never beyond the edge of the window. It goes
// along when the page is scrolled, and away with its term.
function place(note, button) {
  const box = button.getClientRects()[0], { width, height } = note.getBoundingClientRect();
  if (!box || box.bottom < 0 || box.top > innerHeight) return note.hidePopover();
  const below = box.bottom + GAP, above = box.top - GAP - height;
  const fits = below + height <= innerHeight - EDGE || above < EDGE;
  note.style.top = `${Math.round(fits ? below : above)}px`;
  const left = Math.max(EDGE, Math.min(box.left, innerWidth - EDGE - width));
  note.style.left = `${Math.round(left)}px`;
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
        _component()(key=f"explained:{key}", data={"parts": _parts(text), "strong": strong})
    else:
        st.text(text, width=READING_WIDTH)


@cache
def _component() -> ComponentRenderer:
    # Not isolated: a search must find the words, and the words must look like all others.
    return st.components.v2.component("explained_text", css=_STYLE, js=_DRAW, isolate_styles=False)


def _parts(text: str) -> list[dict[str, Any]]:
    """Cut a text at its terms."""
    parts: list[dict[str, Any]] = []
    done = 0
    for start, end, term in _terms(text):
        parts.append({"text": text[done:start]})
        parts.append({"text": text[start:end], "name": term.name, "plain": term.plain})
        done = end
    return [part for part in (*parts, {"text": text[done:]}) if part["text"]]
