"""How a draft looks: a dashed edge, what was understood and what was not, and what it would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from components.eligibility.words import MARKS
from components.literal import literal
from data.drafting.nodes import Span
from data.eligibility import Criterion, State
from data.eligibility.answers import Value
from data.eligibility.reasons import Reason
from data.views.drafts import DRAFTED, WOULD, draft_info
from data.words import capitalised

_STYLE: Final = """
.drafted { border: 2px dashed var(--st-border-color); border-radius: var(--st-base-radius);
  padding: .5rem .75rem; white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.6 }
.drafted u { text-decoration: underline solid 2px; text-underline-offset: .22em;
  text-decoration-color: var(--st-link-color) }
.drafted footer { font-size: .875em; white-space: normal; margin-top: .25rem }
"""

# What is told apart by a line is told to those who cannot see it too, in the foot.
_DRAW: Final = """
export default function ({ data, parentElement }) {
  const block = document.createElement("div");
  block.className = "drafted";
  for (const { text, understood } of data.parts) {
    if (!understood) { block.append(text); continue; }
    const word = document.createElement("u");
    word.textContent = text;
    block.append(word);
  }
  const foot = document.createElement("footer");
  foot.textContent = data.foot;
  block.append(foot);
  const old = parentElement.querySelector(".drafted");
  if (old) old.replaceWith(block); else parentElement.append(block);
}
"""


@cache
def _component() -> ComponentRenderer:
    # Not isolated: a search must find the words, and the words must look like all others.
    return st.components.v2.component("drafted", css=_STYLE, js=_DRAW, isolate_styles=False)


def drafted_sentence(criterion: Criterion, state: State | None) -> None:
    """Show a drafted criterion: its words, those understood underlined, and what follows.

    Args:
        criterion: with a draft.
        state: see `draft_foot`.
    """
    if draft := criterion.draft:
        foot = draft_foot(criterion, state)
        underlined_sentence(draft.text, draft.not_understood, foot, f"review:{criterion.id}")


def draft_foot(criterion: Criterion, state: State | None) -> str:
    """Tell what a draft would do, and what its lines mean.

    Args:
        criterion: with a draft.
        state: where the draft would put it with the answers given; None while they do not tell.
    """
    left = criterion.draft and criterion.draft.not_understood
    would = f"{capitalised(WOULD[state])}: {DRAFTED}." if state else f"{capitalised(DRAFTED)}."
    return f"{would} Underlined: understood.{' Without a line: not understood.' if left else ''}"


def underlined_sentence(text: str, left_out: Sequence[Span], foot: str, key: str) -> None:
    """Show words of the record with all but some of them underlined, and a foot below."""
    data = {"parts": sentence_parts(text, left_out), "foot": foot}
    _component()(key=f"drafted:{key}", data=data)


def sentence_parts(text: str, left_out: Sequence[Span]) -> list[dict[str, str | bool]]:
    """Words of the record in their order, each stretch with whether it was understood."""
    parts: list[dict[str, str | bool]] = []
    done = 0
    for span in left_out:
        parts.append({"text": text[done : span.start], "understood": True})
        parts.append({"text": span.of(text), "understood": False})
        done = span.end
    parts.append({"text": text[done:], "understood": True})
    return [part for part in parts if part["text"]]


def asked_with_it(not_understood: Sequence[str]) -> str:
    """Quote what was not understood; empty where that is nothing."""
    words = " · ".join(f"“{words}”" for words in not_understood)
    return f"Not understood, and so asked with it: {words}" if words else ""


def draft_card(criterion: Criterion, values: Mapping[str, Value]) -> None:
    """Show the rule that the program has drafted of a criterion nobody has reviewed."""
    draft = draft_info(criterion, values)
    if draft is None:
        return
    st.markdown(f":gray-badge[:material/edit_note: {capitalised(DRAFTED)}]")
    st.markdown("\n".join((f"{draft.heading}:", "", *bullets(draft.lines))))
    if draft.not_understood:
        st.caption(literal(asked_with_it(draft.not_understood)))
    st.caption(literal(draft.outcome or "With the answers given it cannot be told."))
    st.caption("It decides nothing: the state is what you answer, until somebody reviews it.")


def bullets(lines: Sequence[Reason]) -> list[str]:
    """Write the lines of a rule as a nested list."""
    return [f"{'    ' * line.level}- {MARKS[line.mark]} {literal(line.text)}" for line in lines]
