"""The answers about a person: in this visitor's session, and nowhere else.

What is entered stands in the visit under a key of its own, as it was entered, also while other
pages are open. Nothing here is bound to the address, cached for others, logged or written to disk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from components import session
from components.plain import is_plain
from data.annotations.eligibility import Fact
from data.eligibility import (
    Assessment,
    ByHand,
    Checklist,
    Criterion,
    State,
    assess,
    dependence,
    load_checklist,
    settable,
)
from data.eligibility.answers import NOT_YET, Quantity, read_answers
from data.eligibility.answers_file import MAX_REASON, SavedAnswers, split_number
from data.eligibility.asking import Question, ask_next
from data.eligibility.calculators import asked_with_calculators
from data.eligibility.entered import read_entered
from data.eligibility.people import Person
from data.eligibility.typed import write_number
from data.views.eligibility import eligibility_notice

UNKNOWN: Final = "unknown"
TYPED: Final = ("number", "date")
PEOPLE_FRAGMENT: Final = "eligibility-people"
SEVERAL: Final = ("people", "several")
CRITERIA_FRAGMENT: Final = "eligibility-criteria"
_ROUNDED: Final = 0.01


@dataclass
class Standing:
    """What has been entered about a person, and where that person stands.

    Kept up to date in the visit, so that a file that is made outside its runs is made of it.
    """

    checklist: Checklist
    answers: Mapping[str, Any]
    by_hand: Mapping[str, ByHand]
    assessment: Assessment
    questions: tuple[Question, ...]
    """What to ask next."""


def checklist() -> Checklist:
    """The checklist of the open record."""
    return session.once("checklist", load_checklist)


def told_on_by(checklist: Checklist) -> Mapping[str, frozenset[str]]:
    """The facts whose answers can tell on what is said of a criterion, by the criterion's id."""
    return session.once("told on by", lambda *_: dependence.told_on_by(checklist))


def is_past(checklist: Checklist) -> bool:
    """Whether nobody can join the open study any more."""
    return eligibility_notice(session.study(), checklist).is_past


def key(checklist: Checklist, *names: str) -> str:
    """The key of a widget of this page: answers for one record never meet those for another."""
    return ":".join(("eligibility", checklist.nct_id, *names))


def take(checklist: Checklist, given: Mapping[str, Any]) -> None:
    """Take what was entered with a criterion: an answer, or a state set by hand.

    What the checklist does not have is not taken: what a browser sends is not trusted.
    """
    name, value = given.get("key"), str(given.get("value") or "")
    facts = {fact.id: fact for fact in asked_with_calculators(checklist.facts)}
    criterion = next((one for one in checklist.criteria if one.id == name), None)
    if given.get("what") == "hand" and criterion:
        st.session_state[key(checklist, criterion.id, "state")] = value or None
        reason = str(given.get("reason") or "")[:MAX_REASON]
        st.session_state[key(checklist, criterion.id, "reason")] = reason
    fact = facts.get(name or "")
    if fact and given.get("what") == "answer":
        _enter(checklist, fact, value, str(given.get("unit") or ""))


def _enter(checklist: Checklist, fact: Fact, value: str, unit: str) -> None:
    """Put what was entered into the place of a fact's input, as it was entered."""
    name = key(checklist, fact.id)
    if fact.kind in TYPED:
        st.session_state[name] = value or None
        if fact.asks_unit:
            known = fact.unit(unit)
            st.session_state[key(checklist, fact.id, "unit")] = unit if known else None
        return
    words = [choice.value for choice in fact.choices] or ["yes", "no"]
    words += [NOT_YET] if fact.not_yet else []
    st.session_state[name] = value if value in words else UNKNOWN


def inputs() -> Mapping[str, Any]:
    """All that is entered in the visit, by key: a look at each single one takes far longer."""
    entered: dict[str, Any] = st.session_state.to_dict()
    return entered


def plain_answer(checklist: Checklist, fact: Fact, entered: Mapping[str, Any]) -> Any:
    """The answer to a fact as it stands in its input, as a plain value; None for none.

    Args:
        checklist: it belongs to.
        fact: what is asked.
        entered: the `inputs`.
    """
    value = entered.get(key(checklist, fact.id))
    if value is None or value == UNKNOWN:
        return None
    if fact.kind in ("yes_no", "judgement") and value != NOT_YET:
        return value == "yes"
    if fact.kind in TYPED:
        read = read_entered(fact, value, entered.get(key(checklist, fact.id, "unit")) or "")
        return value if read.refused else read.answer
    return value


def refused(checklist: Checklist, fact: Fact) -> str | None:
    """Why what was typed into a field is not taken, in one sentence; None if it is."""
    if fact.kind not in TYPED:
        return None
    text, unit = (
        st.session_state.get(key(checklist, *names)) or ""
        for names in ((fact.id,), (fact.id, "unit"))
    )
    return read_entered(fact, text, unit).refused


def plain_answers(checklist: Checklist) -> dict[str, Any]:
    """All answers that stand in inputs, as plain values by fact id."""
    asked, entered = asked_with_calculators(checklist.facts), inputs()
    given = ((fact.id, plain_answer(checklist, fact, entered)) for fact in asked)
    return {fact: answer for fact, answer in given if answer is not None}


def answers_to_keep(checklist: Checklist, given: Mapping[str, Any]) -> dict[str, Any]:
    """All answers but refused ones, also those that only a calculator asks for, by fact id."""
    _, problems = read_answers(asked_with_calculators(checklist.facts), given)
    return {fact: answer for fact, answer in given.items() if fact not in problems}


def by_hand(checklist: Checklist) -> dict[str, ByHand]:
    """The states set by hand that have a reason, by criterion id."""
    found, entered = {}, inputs()
    for criterion in checklist.criteria:
        state = entered.get(key(checklist, criterion.id, "state"))
        if state is None:
            continue
        reason = (entered.get(key(checklist, criterion.id, "reason")) or "").strip()
        if state in settable(criterion.kind) and reason:
            found[criterion.id] = ByHand(state=State(state), reason=reason)
    return found


def is_answered(known: Standing) -> bool:
    """Whether anything has been entered or set by hand for this record."""
    checklist = known.checklist
    return bool(people(checklist) or known.by_hand or answers_to_keep(checklist, known.answers))


def people(checklist: Checklist) -> dict[str, Person]:
    """The people of the visit for this record, by code, as they were when last put aside."""
    found: dict[str, Person] = st.session_state.setdefault(key(checklist, "people", "log"), {})
    return found


def shows_several(checklist: Checklist) -> bool:
    """Whether the log of several people is open."""
    return not is_plain() and bool(st.session_state.get(key(checklist, *SEVERAL)))


def shown_person(checklist: Checklist) -> str | None:
    """The code of the person whose answers stand in the inputs; None while there is none."""
    code: str | None = st.session_state.get(key(checklist, "people", "shown"))
    return code


def assessment(checklist: Checklist) -> Assessment:
    """Where the person stands with the answers in the inputs."""
    return standing(checklist).assessment


def standing(checklist: Checklist) -> Standing:
    """What is known of the person; the same object in all of a visit, brought up to date."""
    answers, set_states = plain_answers(checklist), by_hand(checklist)
    name = key(checklist, "standing")
    known: Standing | None = st.session_state.get(name)
    if (
        known is None
        or known.checklist is not checklist
        or (known.answers, known.by_hand) != (answers, set_states)
    ):
        stands = assess(checklist, answers, set_states)
        questions = ask_next(checklist, stands)
        now = Standing(checklist, answers, set_states, stands, questions)
        known = st.session_state.setdefault(name, now)
        vars(known).update(vars(now))
    return known


def fill(checklist: Checklist, fact: Fact, answer: Any) -> None:
    """Put an answer into the input of a fact; None empties it."""
    name = key(checklist, fact.id)
    if fact.kind in TYPED and isinstance(answer, str) and not split_number(fact, answer):
        st.session_state[name] = answer  # a day, or what stands in place of a number
    elif fact.kind in TYPED:
        number, unit = (answer is not None and split_number(fact, answer)) or (None, None)
        written = None if number is None else write_number(number)
        if fact.asks_unit:
            st.session_state[key(checklist, fact.id, "unit")] = unit
        elif written and unit != fact.units[0].unit:
            written = f"{written} {unit}"
        st.session_state[name] = written
    elif fact.kind == "choice":
        st.session_state[name] = answer or UNKNOWN
    else:
        words = {True: "yes", "yes": "yes", False: "no", "no": "no", NOT_YET: NOT_YET}
        st.session_state[name] = UNKNOWN if answer is None else words[answer]


def set_by_hand(checklist: Checklist, criterion: Criterion, hand: ByHand | None) -> None:
    """Put a state set by hand into its inputs; None empties them."""
    st.session_state[key(checklist, criterion.id, "state")] = hand.state.value if hand else None
    st.session_state[key(checklist, criterion.id, "reason")] = hand.reason if hand else ""


def clear(checklist: Checklist) -> None:
    """Forget every answer for this record, and every state set by hand."""
    for fact in asked_with_calculators(checklist.facts):
        fill(checklist, fact, None)
    for criterion in checklist.criteria:
        set_by_hand(checklist, criterion, None)


def restore(checklist: Checklist, saved: SavedAnswers) -> None:
    """Put saved answers in the place of those in the inputs.

    A file of an earlier version of this app holds what was calculated as an answer, rounded to two
    decimals: where it is what the calculator gives, it is left to follow from the others. A whole
    number is somebody's own: it may stand on a limit.
    """
    clear(checklist)
    known = assess(checklist, saved.answers)
    for fact in asked_with_calculators(checklist.facts):
        derived, value = known.derived.get(fact.id), known.values.get(fact.id)
        follows = derived == value or (
            derived is not None
            and isinstance(value, Quantity)
            and not value.number.is_integer()
            and abs(value.number - derived.number) < _ROUNDED
        )
        if derived is None or not follows:
            fill(checklist, fact, saved.answers.get(fact.id))
    for criterion in checklist.criteria:
        set_by_hand(checklist, criterion, saved.by_hand.get(criterion.id))
