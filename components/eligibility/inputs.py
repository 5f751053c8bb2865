"""The input of a fact, what is wrong with the answer in it, and the calculator beside it."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from typing import Final

import streamlit as st

from components.eligibility import session
from components.literal import literal
from components.plain import is_plain
from components.saying import read_aloud
from data.annotations.eligibility import Fact
from data.eligibility import Assessment, Checklist
from data.eligibility.answers import NOT_YET, answer_in_words
from data.eligibility.calculators import calculator_of
from data.eligibility.units_in_use import units_in_use

_LONG: Final = 44  # characters, as many as a card has room for at 1280 pixels


def fact_input(checklist: Checklist, fact: Fact, redraws: str, about: str = "") -> None:
    """Ask for a fact; say in one sentence if the answer cannot be right.

    To be called in a container of its own: where a message came or went among several fields, the
    browser would make the next field anew, and lose what is being typed into it.

    Questions, units and choices are the vocabulary of our own annotations, never text of a record.
    They are labels as they stand: escaped, they would be read aloud with their backslashes. What
    names a criterion may be a record's own words, and is escaped.

    Args:
        checklist: it belongs to.
        fact: what is asked.
        redraws: the id of the fact on which hangs what is drawn again.
        about: the criterion, where its text is not in the question.
    """
    changed = partial(session.redraw, checklist, redraws)
    fact = _as_asked(fact)
    if fact.kind in session.TYPED:
        _number(checklist, fact, changed)
    else:
        _choice(checklist, fact, changed, about)
    refused = session.refused(checklist, fact)
    if refused:
        _problem(fact.id, refused)


def _as_asked(fact: Fact) -> Fact:
    """Ask patients in plain words, if somebody has written them; the others are its help."""
    if not (is_plain() and fact.plain):
        return fact
    helps = " ".join(filter(None, (f"For a doctor: {fact.question}", fact.help)))
    return fact.model_copy(update={"question": fact.plain, "help": helps})


def _number(checklist: Checklist, fact: Fact, changed: partial[None]) -> None:
    several = fact.asks_unit
    unit = (
        ""
        if several or not fact.units or fact.units[0].unit in fact.question
        else fact.units[0].unit
    )
    beside = partial(st.container, horizontal=True, vertical_alignment="bottom", gap="small")
    with beside() if several else nullcontext():  # each container is drawn again with each answer
        # Not a number field of the browser's: it drops a decimal comma, and 5,5 becomes 55.
        st.text_input(
            f"{fact.question} ({unit})" if unit else fact.question,
            value=None,
            max_chars=40,
            key=session.key(checklist, fact.id),
            help=fact.help
            or "; ".join(dict.fromkeys(one.source for one in units_in_use(fact)))
            or None,
            placeholder=placeholder(fact),
            on_change=changed,
            persist_state="session",
            width=260 if several else "stretch",
        )
        if several:
            st.segmented_control(
                f"Unit of {fact.label.lower()}",
                [item.unit for item in fact.units],
                key=session.key(checklist, fact.id, "unit"),
                on_change=changed,
                persist_state="session",
                label_visibility="collapsed",
            )


def placeholder(fact: Fact) -> str | None:
    """Say what the field of a fact takes besides a bare number; None for nothing."""
    if fact.kind == "date":
        return "such as 2026-09-03 or 3 Sep 2026"
    units = [item.unit for item in fact.units if item.converted and not fact.asks_unit]
    units += [one.unit for one in units_in_use(fact)]
    first = [one.unit for one in fact.units[:1] if not fact.asks_unit]
    said = [*first, f"or with {' or '.join(units)}"] if units else []
    if fact.counted_to:
        said.append("or the date")
    if fact.instead:
        said.append(f"or: {fact.instead}")
    return ", ".join(said) or None


def _choice(checklist: Checklist, fact: Fact, changed: partial[None], about: str) -> None:
    words = {choice.value: choice.label for choice in fact.choices} or {"yes": "yes", "no": "no"}
    if fact.not_yet:
        words[NOT_YET] = fact.not_yet
    words[session.UNKNOWN] = session.UNKNOWN
    name = session.key(checklist, fact.id)
    st.session_state.setdefault(name, session.UNKNOWN)
    # A pill would cut a long answer off; a list breaks it.
    long = max(map(len, words.values())) > _LONG
    choose = st.radio if long else partial(st.pills, required=True, wrap=True)
    choose(
        f"{literal(about)}: {fact.question}" if about else fact.question,
        list(words),
        format_func=words.__getitem__,
        key=name,
        help=fact.help,
        on_change=changed,
        persist_state="session",
    )


def calculator(checklist: Checklist, fact: Fact, assessment: Assessment) -> None:
    """Offer the calculator of a fact; its result counts until a value is entered in its place."""
    tool = calculator_of(fact)
    if tool is None:
        return
    with st.popover(f"Calculate: {tool.name}", icon=":material/calculate:"):
        st.caption(literal(tool.formula))
        st.caption(literal(f"Source: {tool.source}"))
        for one in tool.uses:
            _used(checklist, one, assessment)
        for own_fact in tool.facts:
            with st.container():
                fact_input(checklist, own_fact, redraws=fact.id)
    result = assessment.derived.get(fact.id)
    entered = (st.session_state.get(session.key(checklist, fact.id)) or "").strip()
    if result is not None and not entered:
        st.markdown(literal(f"Calculated: {result}. It follows what it is worked out from."))
    elif result is not None and assessment.values.get(fact.id) != result:
        st.markdown(
            f":orange[:material/edit: {literal(f'Entered in place of the calculated {result}.')}]"
        )
    elif not entered and fact.id in assessment.problems:
        _problem(f"{fact.id}-calculated", assessment.problems[fact.id])


def _problem(name: str, told: str) -> None:
    read_aloud(name, at_once=True).markdown(f":red[:material/error: {literal(told)}]")


def _used(checklist: Checklist, fact_id: str, assessment: Assessment) -> None:
    fact = next((fact for fact in checklist.facts if fact.id == fact_id), None)
    if fact:
        said = answer_in_words(fact, assessment.values)
        st.markdown(literal(f"{fact.label}: {said} (asked in the checklist)"))
