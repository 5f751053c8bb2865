"""What to ask next, above the cards: each leads to the very question, which gets the focus."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from components.audience import detail_key
from components.eligibility import session
from components.eligibility.cards import fold_label
from components.plain import is_plain
from data.eligibility import Checklist
from data.eligibility.asking import Question

_SHOWN: Final = 6

_STYLE: Final = """
h2 { margin: 0; font-size: 1rem; font-weight: 600; }
ol { margin: 0; padding-inline-start: 1.6em; line-height: 1.6; }
button { padding: 0; border: 0; background: none; font: inherit; text-align: start;
  vertical-align: top; color: var(--st-link-color); text-decoration: underline; cursor: pointer; }
button:focus-visible { outline: 2px solid var(--st-link-color); outline-offset: 2px; }
q { opacity: .8; }
"""

# An element of Streamlit's is known by its key, which it bears as a class. A question that is
# folded away for patients is unfolded first, and comes with a run of the script.
_DRAW: Final = """
const LOOK_FOR = 5000, LOOK_EVERY = 50;  // milliseconds

export default function ({ data, parentElement }) {
  const place = parentElement.querySelector("section");
  const written = JSON.stringify(data);
  if (place.written === written) return;
  place.written = written;
  const list = document.createElement("ol");
  list.append(...data.questions.map(({ label, said, sentence, at, fold }) => {
    const line = document.createElement("li"), go = document.createElement("button");
    go.type = "button";
    go.textContent = label;
    go.onclick = () => goTo(at, fold);
    const quote = document.createElement("q");
    quote.textContent = sentence;
    line.append(go, `${said} `, ...(sentence ? [quote] : []));
    return line;
  }));
  const head = document.createElement("h2");
  head.textContent = data.head;
  place.replaceChildren(...(data.questions.length ? [head, list] : []));
}

const element = (key) => document.querySelector(`.st-key-${key.replace(/[^\\w-]/g, "-")}`);

function goTo(at, fold) {
  if (!element(at)) element(fold)?.querySelector("input")?.click();
  look(at, performance.now() + LOOK_FOR);
}

function look(at, until) {
  const question = element(at);
  const field = question?.querySelector("[aria-checked=true], :checked, [type=text]");
  if (!field) {
    if (performance.now() < until) setTimeout(look, LOOK_EVERY, at, until);
    return;
  }
  question.scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
}
"""


@cache
def _component() -> ComponentRenderer:
    return st.components.v2.component("ask_next", html="<section></section>", css=_STYLE, js=_DRAW)


def ask_next_in_cards(checklist: Checklist, questions: Sequence[Question]) -> None:
    """List what to ask next, with the reason and the sentence it decides on."""
    lines = [_line(checklist, one) for one in questions[:_SHOWN]]
    head = "Best answered next" if is_plain() else "Ask next"
    _component()(
        key="ask_next", data={"head": f"{head} ({len(questions)} open)", "questions": lines}
    )


def _line(checklist: Checklist, question: Question) -> dict[str, str]:
    criterion = question.criteria[0]
    home = next(
        name
        for name in checklist.groups
        if any(question.fact.id in one.facts for one in checklist.in_group(name))
    )
    names = ", ".join(item.name.lower() for item in question.criteria)
    asked = question.fact.plain if is_plain() else None
    return {
        "label": asked or question.fact.label,
        # Patients read plain words.
        "said": "" if is_plain() else f": {names}; {question.reason}.",
        "sentence": "" if is_plain() else criterion.text,
        "at": session.key(checklist, question.fact.id),
        "fold": detail_key(fold_label(checklist, home), home),
    }
