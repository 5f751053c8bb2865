"""The checklist itself: a group of criteria at a time, each redrawn on its own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

import streamlit as st

from components import session as record
from components.audience import in_detail
from components.eligibility import session
from components.eligibility.drafts import bullets, draft_card, drafted_sentence
from components.eligibility.inputs import calculator, fact_input
from components.eligibility.words import STATES, group_heading
from components.explained import explained_text
from components.literal import READING_WIDTH, literal
from components.plain import is_plain, record_says
from data.annotations.eligibility import CitedNote
from data.criteria.kind import CriterionKind
from data.eligibility import (
    OPEN,
    AssessedCriterion,
    Assessment,
    Checklist,
    Criterion,
    settable,
)
from data.eligibility.answers import answer_in_words
from data.eligibility.answers_file import MAX_REASON
from data.eligibility.asking import is_ruled_out
from data.eligibility.checklist import GROUP_FACT, group_facts
from data.eligibility.other_units import in_other_units, unit_questions
from data.eligibility.reasons import dispute, why
from data.eligibility.windows import planned_facts, window_sentences
from data.words import capitalised, tally

_WANTED: Final[Mapping[CriterionKind, str]] = {
    CriterionKind.INCLUSION: "To join, this must be true:",
    CriterionKind.EXCLUSION: "This keeps people from joining:",
    CriterionKind.UNSTATED: "Named without saying whether it is required or rules out:",
}

_WAS_WANTED: Final[Mapping[CriterionKind, str]] = {
    **_WANTED,
    CriterionKind.INCLUSION: "To join, this had to be true:",
    CriterionKind.EXCLUSION: "This kept people from joining:",
}


def groups(checklist: Checklist) -> None:
    """Show every criterion in its group; an answer redraws the groups that hang on it."""
    asked_in = _asked_in(checklist)
    for name in checklist.groups:
        _group_on_its_own(checklist, name, asked_in)


def asked_first(checklist: Checklist) -> None:
    """Ask what many criteria hang on, once for all of them: which of the study's groups it is
    about, and the days that windows are counted to."""
    facts = (*group_facts(checklist), *planned_facts(checklist.facts))

    @st.fragment(key=session.DATES_FRAGMENT)
    def draw() -> None:
        with st.container(horizontal=True):
            for fact in facts:
                with st.container(width="stretch" if fact.id == GROUP_FACT else 300):
                    fact_input(checklist, fact, redraws=fact.id)

    if facts:
        draw()


def _group_on_its_own(checklist: Checklist, name: str, asked_in: dict[str, Criterion]) -> None:
    @st.fragment(key=session.group_fragment(name))
    def draw() -> None:
        _group(checklist, name, asked_in)

    draw()


def _asked_in(checklist: Checklist) -> dict[str, Criterion]:
    """Where each fact is asked: with the first criterion on the page that needs it."""
    asked_in: dict[str, Criterion] = {}
    for name in checklist.groups:
        for criterion in checklist.in_group(name):
            for fact in criterion.facts:
                asked_in.setdefault(fact, criterion)
    return asked_in


def _group(checklist: Checklist, name: str, asked_in: dict[str, Criterion]) -> None:
    assessment = session.assessment(checklist)
    items = [item for item in assessment.criteria if item.criterion.group == name]
    settled = sum(item.state not in OPEN for item in items)
    st.header(group_heading(name), anchor=session.group_fragment(name))
    st.caption(f"{settled} of {len(items)} settled")
    if in_detail(fold_label(checklist, name), key=name):
        for item in items:
            with st.container(border=True):
                _card(checklist, item, assessment, asked_in)


def fold_label(checklist: Checklist, group: str) -> str:
    """What the switch says that unfolds a group for patients."""
    count = len(checklist.in_group(group))
    return f"Show the {tally(count, 'criterion', 'criteria')}"


def _card(
    checklist: Checklist,
    item: AssessedCriterion,
    assessment: Assessment,
    asked_in: dict[str, Criterion],
) -> None:
    words, inputs = st.columns([3, 2], gap="medium")
    with words:
        _wording(checklist, item)
        if item.state in OPEN and (told := dispute(item.criterion)):
            # What was published stands beside the two statements of the record.
            published = [_note(note) for note in item.criterion.notes if note.citation]
            st.markdown("\n\n".join([f":orange[{literal(capitalised(told))}.]", *published]))
        _unfolded(checklist, item, assessment)
    with inputs:
        for fact_id in item.criterion.facts:
            with st.container():
                _fact(checklist, item.criterion, fact_id, assessment, asked_in)


def _wording(checklist: Checklist, item: AssessedCriterion) -> None:
    """Show the state and the record's own words; for patients, plain ones in their place."""
    criterion = item.criterion
    if is_plain():
        _wording_plain(checklist, item)
        return
    paragraphs = [_state(item)]
    if criterion.plain:
        paragraphs.append(f"**{literal(criterion.label)}**")
    if criterion.lead_in:
        paragraphs.append(f":small[:gray[{literal(criterion.lead_in)}]]")
    # One element where one is enough: there are 33 of these, and in other records more.
    st.markdown("\n\n".join(paragraphs))
    if criterion.draft:
        drafted_sentence(criterion, item.drafted)
    else:
        st.text(criterion.text, width=READING_WIDTH)


def _wording_plain(checklist: Checklist, item: AssessedCriterion) -> None:
    """Show the plain words, with the record's own one click away; where there are no plain words,
    the record's own with their terms explained."""
    criterion = item.criterion
    key = f"criterion-{criterion.id}"
    # In plain words, an exclusion criterion says itself that it excludes.
    wanted = (
        ""
        if criterion.plain and criterion.kind == CriterionKind.EXCLUSION
        else (_WAS_WANTED if session.is_past(checklist) else _WANTED)[criterion.kind]
    )
    st.markdown(f"{_state(item)}\n\n:small[:gray[{wanted}]]" if wanted else _state(item))
    if criterion.plain:
        explained_text(criterion.plain, key)
        record_says([criterion.text, *(note.quote for note in criterion.notes if note.quote)], key)
        return
    if criterion.lead_in:
        explained_text(criterion.lead_in, f"{key}-lead-in")
    explained_text(criterion.text, key)


def _state(item: AssessedCriterion) -> str:
    look = STATES[item.state]
    badges = [f":{look.colour}-badge[{look.icon} {capitalised(item.state)}]"]
    if item.by_hand:
        badges.append(":violet-badge[:material/edit: Set by hand]")
    if item.criterion.number and not item.criterion.reviewed:
        drafted = ":material/edit_note: Drafted, not reviewed"
        unread = ":material/visibility_off: Not reviewed"
        badges.append(f":gray-badge[{drafted if item.criterion.draft else unread}]")
    return f"{' '.join(badges)} :small[{literal(item.criterion.name)}]"


def _unfolded(checklist: Checklist, item: AssessedCriterion, assessment: Assessment) -> None:
    """Tell why, and let the state be set by hand; made only once it is unfolded."""
    criterion = item.criterion
    redraw = partial(session.redraw, checklist, group=criterion.group)
    name = session.key(checklist, criterion.id, "why")
    folded = st.expander("Why · set by hand", type="compact", key=name, on_change=redraw)
    if folded.open:
        with folded:
            st.markdown("\n".join(bullets(why(checklist, item, assessment))))
            draft_card(criterion, assessment.values)
            if criterion.notes:
                st.markdown("\n\n".join(map(_note, criterion.notes)))
            _by_hand(checklist, criterion, redraw)


def _note(note: CitedNote) -> str:
    support = f" The record says: “{note.quote}”" if note.quote else ""
    if note.citation:
        support += f" Published: {record.annotations().citations[note.citation].text}"
    return f":small[:material/info: {literal(note.text + support)}]"


def _fact(
    checklist: Checklist,
    criterion: Criterion,
    fact_id: str,
    assessment: Assessment,
    asked_in: dict[str, Criterion],
) -> None:
    fact = checklist.fact(fact_id)
    home = None if fact_id == GROUP_FACT else asked_in[fact_id]
    if home is None or home.id != criterion.id:
        said = answer_in_words(fact, assessment.values)
        where = f"asked with {home.name.lower()}" if home else "asked above all criteria"
        st.caption(literal(f"{fact.label}: {said} ({where})"))
    elif not is_ruled_out(fact, assessment):
        if not criterion.plain and fact.id != criterion.id:
            # What began as a draft may be known by the record's own words alone.
            fact = fact.model_copy(update={"question": literal(fact.question)})
        about = "" if criterion.reviewed else criterion.name
        fact_input(checklist, fact, redraws=fact.id, about=about)
        calculator(checklist, fact, assessment)
    for other in in_other_units(criterion, fact, assessment.values):
        said = literal(f"{other.text} ({other.source})" if other.source else other.text)
        if other.disagrees:
            st.markdown(f":orange[:material/call_split: {said}]")
        else:
            st.caption(said)
    if day := assessment.days.get(fact_id):
        if fact_id in assessment.problems:
            st.markdown(f":orange[:material/event: {literal(assessment.problems[fact_id])}]")
        for window in window_sentences(criterion, fact, day):
            st.markdown(f":material/event: {literal(window)}")
    for question in unit_questions(criterion, fact, assessment.values):
        st.markdown(f":orange[:material/help: {literal(question)}]")


def _by_hand(checklist: Checklist, criterion: Criterion, redraw: partial[None]) -> None:
    """Let an investigator set the state, with a reason."""
    state = st.pills(
        f"Set {criterion.name.lower()} by hand, as the investigator judges",
        [state.value for state in settable(criterion.kind)],
        key=session.key(checklist, criterion.id, "state"),
        help="It takes the place of the rule and stays marked. Press it again to take it back.",
        on_change=redraw,
        persist_state="session",
    )
    reason = st.text_input(
        "Reason (no names)",
        key=session.key(checklist, criterion.id, "reason"),
        max_chars=MAX_REASON,
        on_change=redraw,
        persist_state="session",
    )
    if state and not (reason or "").strip():
        st.markdown(":red[:material/error: Give the reason; until then the rule stands.]")
