"""What holds for every person: unknown is never yes, and only what can decide is asked."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from data.annotations.eligibility import Compare, Fact, leaves
from data.eligibility import FAILS, OPEN, PASSES, Assessment, Checklist, State, Verdict, assess
from data.eligibility.asking import Question, ask_next, is_asked, is_ruled_out
from data.eligibility.dependence import told_on_by
from tests.eligibility_people import FIT, netter_2

CHECKLIST = netter_2()
FACTS = {fact.id: fact for fact in CHECKLIST.facts}


@cache
def only(criterion_id: str) -> Checklist:
    """The checklist without all that does not tell on a criterion: a search among answers to it is
    many times as quick, and what is found is held against the whole one."""
    told_on = told_on_by(CHECKLIST)[criterion_id]
    return replace(
        CHECKLIST,
        facts=tuple(fact for fact in CHECKLIST.facts if fact.id in told_on),
        criteria=tuple(one for one in CHECKLIST.criteria if one.id == criterion_id),
    )


def alone(criterion_id: str, answers: dict[str, Any]) -> Assessment:
    """Where a criterion stands, worked out by itself."""
    checklist = only(criterion_id)
    asked = {fact.id: answers[fact.id] for fact in checklist.facts if fact.id in answers}
    return assess(checklist, asked)


@cache
def candidates(fact_id: str) -> tuple[Any, ...]:
    """Answers on every side of every limit, in every unit; and that of a person who fits."""
    fact = FACTS[fact_id]
    if fact.kind == "choice":
        return tuple(choice.value for choice in fact.choices)
    if fact.kind != "number":
        return (True, False)
    found = {FIT[fact_id]: None}
    for item in CHECKLIST.criteria:
        for leaf in leaves(item.rule):
            if isinstance(leaf, Compare) and leaf.fact == fact_id:
                for unit in fact.units:
                    limit, step = leaf.limit(unit.unit), fact.multiple_of or 0.5
                    for value in (limit - step, limit, limit + step):
                        if unit.low <= value <= unit.high:
                            found[f"{value:g} {unit.unit}".strip()] = None
    return tuple(found)


def answered(fact: Fact) -> st.SearchStrategy[Any]:
    # The fitting answer more often: else nearly everybody is excluded at once.
    return st.one_of(st.just(FIT[fact.id]), st.sampled_from(candidates(fact.id)))


def without_contradictions(person: dict[str, Any]) -> dict[str, Any]:
    """Without the answers of a person to what cannot be asked of them."""
    told = assess(CHECKLIST, person).problems
    dependent = {fact.id for fact in CHECKLIST.facts if fact.presupposes}
    kept = {key: None if key in told and key in dependent else person[key] for key in person}
    return kept if not told else without_contradictions(kept)


COMPLETE = st.fixed_dictionaries({fact.id: answered(fact) for fact in CHECKLIST.facts}).map(
    without_contradictions
)
KEPT = st.sets(st.sampled_from(list(FACTS)))
# Mostly fitting answers, so that verdicts other than "excluded" are common.
NEARLY_FIT = st.builds(
    lambda changed: {**FIT, **changed},
    st.dictionaries(st.sampled_from(list(FACTS)), st.none(), max_size=4).flatmap(
        lambda keys: st.fixed_dictionaries({key: answered(FACTS[key]) for key in keys})
    ),
).map(without_contradictions)
PEOPLE = st.one_of(COMPLETE, NEARLY_FIT)


def part_of(person: dict[str, Any], kept: set[str]) -> dict[str, Any]:
    return {key: value for key, value in person.items() if key in kept}


@given(PEOPLE, KEPT, KEPT)
@settings(max_examples=150, deadline=None)
def test_a_definite_state_or_verdict_is_never_contradicted_by_further_answers(person, kept, more):
    early = assess(CHECKLIST, part_of(person, kept))
    late = assess(CHECKLIST, part_of(person, kept | more))
    for before, after in zip(early.criteria, late.criteria, strict=True):
        if before.state not in OPEN:
            # What passes whether or not it applies may turn out not to apply.
            same = {before.state, after.state} <= PASSES or after.state is before.state
            assert same, before.criterion.id
    if early.verdict is not Verdict.CANNOT_TELL:
        assert late.verdict is early.verdict


@given(PEOPLE, KEPT)
@settings(max_examples=100, deadline=None)
def test_a_complete_person_has_no_unknown_state(person, kept):
    states = {item.state for item in assess(CHECKLIST, person).criteria}
    assert states.isdisjoint({State.UNKNOWN, State.NEEDS_JUDGEMENT})


OPEN_PEOPLE = st.tuples(PEOPLE, KEPT).map(lambda pair: part_of(*pair))


@given(st.one_of(OPEN_PEOPLE, st.builds(part_of, NEARLY_FIT, KEPT)))
@settings(max_examples=20, deadline=None)
def test_what_is_asked_next_can_change_the_verdict(answers):
    assessment = assess(CHECKLIST, answers)
    assume(assessment.verdict is Verdict.CANNOT_TELL)
    for question in ask_next(CHECKLIST, assessment):
        assert question.fact.id not in answers
        verdicts = set(_verdicts(question, answers, assessment))
        assert len(verdicts) > 1, question.fact.id


def _verdicts(
    question: Question, answers: dict[str, Any], assessment: Assessment
) -> Iterator[Verdict]:
    """Find completions that differ only in the answer asked for, and yield their verdicts."""
    asked = question.fact.id
    for criterion in question.criteria:
        free = [fact for fact in criterion.facts if fact not in answers and fact != asked]
        for values in itertools.product(*(candidates(fact) for fact in free)):
            fixed = {**answers, **dict(zip(free, values, strict=True))}
            states = {
                alone(criterion.id, {**fixed, asked: value}).verdict: value
                for value in candidates(asked)
            }
            if len(states) > 1:
                whole = _others_pass(fixed, asked, list(states.values()), assessment)
                yield from (
                    assess(CHECKLIST, {**whole, asked: value}).verdict for value in states.values()
                )
                break


def _others_pass(
    fixed: dict[str, Any], asked: str, values: list[Any], assessment: Assessment
) -> dict[str, Any]:
    """Complete answers so that no other criterion fails, whichever of the values is given."""
    whole = dict(fixed)
    for item in assessment.open:
        free = [fact for fact in item.criterion.facts if fact not in whole and fact != asked]
        fit_first = ((FIT[fact], *candidates(fact)) for fact in free)
        for chosen in itertools.product(*fit_first):
            tried = {**whole, **dict(zip(free, chosen, strict=True))}
            found = (alone(item.criterion.id, {**tried, asked: value}) for value in values)
            if all(one.criteria[0].state not in FAILS for one in found):
                whole = tried
                break
        else:
            whole.update({fact: FIT[fact] for fact in free})
    return whole


# Often everything that is open is asked: those people are left out.
@given(st.builds(part_of, NEARLY_FIT, KEPT), COMPLETE, st.data())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
def test_what_is_not_asked_next_cannot_change_the_verdict(answers, completion, data):
    assessment = assess(CHECKLIST, answers)
    assume(assessment.verdict is Verdict.CANNOT_TELL)
    asked = {question.fact.id for question in ask_next(CHECKLIST, assessment)}
    silent = [
        fact.id
        for fact in CHECKLIST.facts
        if not {fact.id} & (asked | answers.keys() | assessment.values.keys())
        and is_asked(fact, assessment.values)
    ]
    assume(silent)
    fact = data.draw(st.sampled_from(silent))
    base = {**completion, **answers}
    verdicts = {
        found.verdict
        for value in candidates(fact)
        if not (found := assess(CHECKLIST, {**base, fact: value})).problems
    }
    assert len(verdicts) <= 1


@given(st.builds(part_of, NEARLY_FIT, KEPT))
@settings(max_examples=100, deadline=None)
def test_while_nothing_is_told_there_is_something_to_ask(answers):
    assessment = assess(CHECKLIST, answers)
    disputed = any(item.state is State.DISPUTED for item in assessment.criteria)
    questions = ask_next(CHECKLIST, assessment)
    if assessment.verdict is Verdict.CANNOT_TELL and not disputed:
        assert questions
    if assessment.verdict is not Verdict.CANNOT_TELL:
        assert not questions
    weights = [question.weight for question in questions]
    assert weights == sorted(weights, reverse=True)


@given(COMPLETE, KEPT, st.data())
# Most people have no hidden question, and those are passed over.
@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
def test_a_question_that_is_hidden_can_change_nothing(person, kept, data):
    answers = part_of(person, kept)
    assessment = assess(CHECKLIST, answers)
    hidden = [fact.id for fact in CHECKLIST.facts if is_ruled_out(fact, assessment)]
    assume(hidden)
    fact = data.draw(st.sampled_from(hidden))
    others = {key: value for key, value in answers.items() if key != fact}
    told = {
        tuple(item.state for item in found.criteria)
        for value in candidates(fact)
        if not (found := assess(CHECKLIST, {**others, fact: value})).problems
    }
    told.add(tuple(item.state for item in assess(CHECKLIST, others).criteria))
    assert len(told) == 1


def test_what_brings_a_question_nearer_to_a_decision_moves_it_up():
    # Once albumin is low, prothrombin time alone decides.
    low = assess(CHECKLIST, {"albumin": "2 g/dL"})
    needed = {question.fact.id: question.needed for question in ask_next(CHECKLIST, low)}
    assert needed["prothrombin_normal"] == 1


def test_one_open_fact_is_all_that_is_asked():
    answers = {key: value for key, value in FIT.items() if key != "hba1c"}
    questions = ask_next(CHECKLIST, assess(CHECKLIST, answers))
    assert [question.fact.id for question in questions] == ["hba1c"]


def test_while_a_dispute_is_left_nothing_is_asked_that_cannot_exclude():
    unsettled = {**FIT, "age": 16, "sex": None}
    assessment = assess(CHECKLIST, unsettled)
    assert assessment.verdict is Verdict.CANNOT_TELL
    assert ask_next(CHECKLIST, assessment) == ()
    assert assess(CHECKLIST, {**unsettled, "pregnant": True}).verdict is Verdict.EXCLUDED
