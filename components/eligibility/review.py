"""Review what the program has drafted, one sentence at a time, and keep the readings in a file."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache, partial

import streamlit as st

from components import readings
from components import session as record
from components.eligibility import session
from components.eligibility.drafts import draft_card, drafted_sentence
from components.literal import literal
from components.plain import is_plain
from data.annotations.eligibility import (
    OPERATORS,
    Compare,
    Fact,
    Is,
    Leaf,
    Rule,
    RuleReview,
    fact_of,
    leaves,
    parts,
)
from data.criteria.kind import CriterionKind
from data.drafting.lexicon import lexicon_facts
from data.eligibility import Checklist, Criterion
from data.eligibility.reviewing import (
    changed_rule,
    how_many,
    limit_of,
    with_review,
    without_review,
)
from data.eligibility.thresholds import SIGNS


def review(checklist: Checklist) -> None:
    """Offer to review the drafts of the open record; nothing where all was read long ago, and
    nothing to patients."""
    drafted = [item for item in checklist.criteria if item.draft]
    judged = _judged(checklist)
    readings.refused()
    if is_plain() or (checklist.reviewed and not judged):
        return
    place = session.key(checklist, "review")
    with readings.unfolded("Review drafts", place) as folded:
        if folded.open:
            st.caption(f"{len(drafted)} to review, {len(judged)} reviewed")
            by = readings.reviewer()
            if drafted:
                _one(checklist, drafted, by)
            _take_back(checklist)
            readings.keep()


def _judged(checklist: Checklist) -> dict[str, RuleReview]:
    """What has been reviewed of the sentences that the record has, by the id of its criterion."""
    reading = record.annotations().eligibility
    left = {item.id: item.review for item in reading.unreviewed if item.review}
    judged = left | {item.id: item.review for item in reading.criteria if item.review}
    there = {item.id for item in checklist.criteria}
    return {name: made for name, made in judged.items() if name in there}


def _one(checklist: Checklist, drafted: list[Criterion], by: str) -> None:
    """Show one draft, and what can be done with it."""
    at = session.key(checklist, "review-at")
    number = st.session_state.get(at, 0) % len(drafted)
    criterion = drafted[number]
    rule = criterion.draft and criterion.draft.rule
    if criterion.draft is None or rule is None:
        return
    assessment = session.assessment(checklist)
    st.markdown(f"**{literal(criterion.name)}** ({number + 1} of {len(drafted)})")
    drafted_sentence(criterion, assessment.of(criterion.id).drafted)
    draft_card(criterion, assessment.values)
    decide = partial(_decide, criterion, rule, by)

    def skip() -> None:
        st.session_state[at] = number + 1

    facts = criterion.draft.facts
    if readings.judging(
        by,
        changing=session.key(checklist, "changing"),
        shown=criterion.id,
        accept=partial(decide, "accepted", rule, facts),
        reject=partial(decide, "rejected", rule, facts),
        go_on=skip,
    ):
        _change(criterion, rule, by)


def decide(checklist: Checklist, criterion_id: str, decision: str, by: str) -> None:
    """Accept or reject the draft of a criterion as it stands; without a reviewer nothing is done.

    Args:
        checklist: of the record.
        criterion_id: whose draft.
        decision: `accepted` or `rejected`.
        by: who reviews.
    """
    criterion = next((one for one in checklist.criteria if one.id == criterion_id), None)
    draft = criterion and criterion.draft
    if criterion and draft and draft.rule and by.strip() and decision in ("accepted", "rejected"):
        readings.remember_reviewer(by)
        _decide(criterion, draft.rule, by.strip(), decision, draft.rule, draft.facts)


def _decide(
    criterion: Criterion,
    drafted: Rule,
    by: str,
    decision: str,
    rule: Rule,
    facts: tuple[Fact, ...],
) -> None:
    made = RuleReview.model_validate(
        {**readings.signed(by).model_dump(), "decision": decision, "draft": drafted}
    )
    readings.take(with_review(record.annotations(), criterion, made, rule, facts))


@cache
def _known() -> dict[str, Fact]:
    return {fact.id: fact for fact in lexicon_facts()}


def _change(criterion: Criterion, rule: Rule, by: str) -> None:
    """Let the limits of a draft, what they are of, and how they are joined be changed."""
    assert criterion.draft is not None
    facts = {**_known(), **{fact.id: fact for fact in criterion.draft.facts}}
    least, most = how_many(rule), len(parts(rule))
    with st.form(f"change-{criterion.id}"):
        if least is not None:
            excludes = criterion.kind == CriterionKind.EXCLUSION
            least = st.radio(
                "It excludes if these hold" if excludes else "Of these must hold",
                range(1, most + 1),
                index=least - 1,
                format_func=partial(_joined, most=most),
                horizontal=True,
            )
        made = [
            _leaf(leaf, facts, f"{criterion.id}-{place}") for place, leaf in enumerate(leaves(rule))
        ]
        if not st.form_submit_button("Accept as changed", type="primary"):
            return
    found = [leaf for leaf in made if leaf is not None]
    if len(found) < len(made):
        st.error("A threshold is not a number, or lies outside what is plausible for its unit.")
        return
    made_of = changed_rule(rule, found, least)
    _decide(criterion, rule, by, "changed", made_of, tuple(facts.values()))
    st.rerun()


def _joined(least: int, most: int) -> str:
    if least == most:
        return "all of them (and)"
    return "at least one of them (or)" if least == 1 else f"at least {least} of them"


def _leaf(leaf: Leaf, facts: dict[str, Fact], key: str) -> Leaf | None:
    """Ask for one part of a rule; None where what is entered cannot be right."""
    fact = facts[fact_of(leaf)]
    if isinstance(leaf, Is):
        return _answers(leaf, fact, key)
    if not isinstance(leaf, Compare):
        return leaf
    asked = {(one.id, unit.unit): one for one in facts.values() for unit in one.units}
    first = (fact.id, fact.units[0].unit)
    about, sign, limit = st.columns((3, 1, 1))  # below each other on a narrow screen
    chosen = about.selectbox(
        "Fact and unit",
        list(asked),
        index=list(asked).index(first),
        format_func=lambda one: f"{asked[one].label}, {one[1] or 'no unit'}",
        key=f"{key}-fact",
    )
    operator = sign.selectbox(
        "Comparator",
        OPERATORS,
        index=OPERATORS.index(leaf.operator),
        format_func=SIGNS.__getitem__,
        key=f"{key}-operator",
    )
    written = limit.text_input(
        "Threshold", f"{leaf.limit(first[1]):.12g}", key=f"{key}-limit", max_chars=20
    )
    try:
        number = Decimal(written.strip().replace(",", "."))
    except InvalidOperation:
        return None
    unit = asked[chosen].unit(chosen[1])
    if unit is None or not number.is_finite() or not unit.low <= number <= unit.high:
        return None
    return limit_of(asked[chosen], operator, Fraction(number), chosen[1])


def _answers(leaf: Is, fact: Fact, key: str) -> Leaf | None:
    """Ask which answers are meant."""
    label = literal(fact.label)
    if fact.kind == "yes_no":
        wanted = st.radio(label, ["yes", "no"], index=0 if leaf.wanted else 1, key=key)
        return Is.model_validate({"fact": fact.id, "is": wanted == "yes"})
    values = [choice.value for choice in fact.choices]
    chosen = st.multiselect(label, values, [one for one in leaf.values if one in values], key=key)
    return Is(fact=fact.id, one_of=tuple(chosen)) if chosen else None


def _take_back(checklist: Checklist) -> None:
    """List what has been reviewed, and let each be taken back."""
    judged = _judged(checklist)
    for criterion in (item for item in checklist.criteria if item.id in judged):
        made = judged[criterion.id]
        back = partial(without_review, record.annotations(), criterion)
        said = f"{criterion.name}: {made.decision}"
        readings.take_back(said, made, f"criterion-{criterion.id}", back)
