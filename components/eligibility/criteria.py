"""The checklist to work through: every criterion and its inputs, in rows or on a card each.

One component of our own holds them all. It sends what was entered, and gets states back, which it
puts in place: no field is made anew, so that none loses the focus or what is being typed, and an
answer costs the same however many criteria there are. Rows and cards are two densities of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any, Final

import streamlit as st

from components import session as record
from components.audience import all_unfolded
from components.criteria_view import CARDS, view
from components.eligibility import session
from components.eligibility.described import Describer, plan_of
from components.eligibility.review import decide
from components.eligibility.telling import hearing, styled, tell
from components.eligibility.words import group_heading
from components.plain import is_plain
from components.scenes import variables
from data.eligibility import OPEN, AssessedCriterion, Assessment, Checklist
from data.eligibility.asking import Question
from data.eligibility.checklist import group_facts
from data.eligibility.windows import planned_facts

_SHOWN_NEXT: Final = 5


def criteria(checklist: Checklist, verdict: Callable[[session.Standing], dict[str, Any]]) -> None:
    """Show every criterion; what an answer changes is told to them, and to the verdict.

    Args:
        checklist: of the record.
        verdict: what its places are told, in one run with the criteria: a second one would take as
            long again.
    """
    mount = st.components.v2.component(
        "criteria",
        html='<div class="criteria"></div>',
        css=_style(),
        js=hearing("criteria.js"),
        # Not isolated: a search must find the words, and the groups are sections of the page.
        isolate_styles=False,
    )
    mount(key=session.key(checklist, "criteria"))

    @st.fragment(key=session.CRITERIA_FRAGMENT)
    def draw() -> None:
        known = session.standing(checklist)
        name = session.key(checklist, "standing-in-criteria")
        told = {"verdict": verdict(known), "criteria": _data(known)}
        tell(name, told, on_given=partial(_take, checklist, name))

    draw()


def _take(checklist: Checklist, name: str) -> None:
    """Put what was entered into the session, in the order in which it was."""
    given = st.session_state[name].get("given") or {}
    sent = _sent(checklist)
    sent.has = given.get("has", 0)
    seen = session.key(checklist, "seen")
    for one in given.get("entries", ()):
        if one["number"] <= st.session_state.get(seen, 0):
            continue
        st.session_state[seen] = one["number"]
        if one["what"] == "review":
            decide(checklist, one["key"], one["value"], str(one.get("reason") or ""))
            st.rerun()
        session.take(checklist, one)
    if session.shows_several(checklist):
        st.rerun([session.CRITERIA_FRAGMENT, session.PEOPLE_FRAGMENT])


@dataclass
class _Row:
    """A criterion as it was last sent: what it was made of, and in which version it came."""

    made_of: Any
    content: dict[str, Any]
    version: int


@dataclass
class _Sent:
    """What the browser of a visit was sent; the browser says which version of it it has."""

    rows: dict[str, _Row] = field(default_factory=dict)
    version: int = 0
    has: int = 0

    def bring_up_to_date(self, item: AssessedCriterion, describer: Describer) -> None:
        """Describe a criterion anew if anything has changed that it shows, and note the version
        if so."""
        made_of = describer.made_of(item)
        before = self.rows.get(item.criterion.id)
        if before and before.made_of == made_of:
            return
        content = describer.row(item)
        version = before.version if before and before.content == content else self.version
        self.rows[item.criterion.id] = _Row(made_of, content, version)


def _sent(checklist: Checklist) -> _Sent:
    known: _Sent = st.session_state.setdefault(session.key(checklist, "sent"), _Sent())
    return known


def _data(known: session.Standing) -> dict[str, Any]:
    """All that the criteria show; of themselves those that the browser does not have yet."""
    checklist = known.checklist
    plan = record.once("criteria", lambda *_: plan_of(checklist))
    cards = view() == CARDS
    describer = Describer(plan, known, cards=cards)
    sent = _sent(checklist)
    # What the browser has is said with what is entered: another run does not know it.
    has, sent.has = sent.has, 0
    if has > sent.version:
        has = 0
    sent.version += 1
    for item in known.assessment.criteria:
        sent.bring_up_to_date(item, describer)
    # What many criteria hang on is asked once, above all of them.
    dates = (*group_facts(checklist), *planned_facts(checklist.facts))
    return {
        "record": checklist.nct_id,
        "cards": cards,
        "seen": st.session_state.get(session.key(checklist, "seen"), 0),
        "version": sent.version,
        "since": has,
        "next": _next(known.questions),
        "dates": [describer.fact(fact) for fact in dates],
        "groups": [_group(name, known.assessment, cards=cards) for name in checklist.groups],
        "rows": {
            item.id: sent.rows[item.id].content
            for item in checklist.criteria
            if sent.rows[item.id].version > has
        },
    }


def _next(questions: tuple[Question, ...]) -> dict[str, Any]:
    """What to ask next, with the reason and the sentence it decides on; for patients the question
    alone."""
    plain = is_plain()
    return {
        "head": f"{'Best answered next' if plain else 'Ask next'} ({len(questions)} open)",
        "lines": [
            {
                "fact": one.fact.id,
                "label": (plain and one.fact.plain) or one.fact.label,
                "said": "" if plain else f" {_names(one)}: {one.reason}.",
                "sentence": "" if plain else one.criteria[0].text,
            }
            for one in questions[:_SHOWN_NEXT]
        ],
    }


def _names(question: Question) -> str:
    return ", ".join(item.name.lower() for item in question.criteria)


def _group(name: str, assessment: Assessment, *, cards: bool) -> dict[str, Any]:
    """A group of criteria: in rows it folds once it is settled; for patients it is folded until
    they ask for it."""
    items = [item for item in assessment.criteria if item.criterion.group == name]
    settled = sum(item.state not in OPEN for item in items)
    return {
        "key": name,
        "name": group_heading(name),
        "said": f"{settled} of {len(items)} settled",
        "folds": is_plain() and not all_unfolded() if cards else settled == len(items),
        "rows": [item.criterion.id for item in items],
    }


@cache
def _style() -> str:
    return variables(".criteria") + styled("criteria.css")
