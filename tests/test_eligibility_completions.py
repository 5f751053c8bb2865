"""What every way to answer the open questions agrees on is told, and nothing else is."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.annotations.eligibility import CriterionReading, Fact
from data.criteria.kind import CriterionKind
from data.eligibility import Checklist, Criterion, State, Verdict, assess, completions
from data.eligibility.asking import ask_next
from data.eligibility.reasons import cases_in_words, headline
from tests.eligibility_people import FIT, netter_2

CHECKLIST = netter_2()
YES_NO = ("a", "b", "c")
FACTS = (
    *(Fact(id=key, kind="yes_no", label=key, question=f"{key}?") for key in YES_NO),
    Fact.model_validate(
        {
            "id": "n",
            "kind": "number",
            "label": "n",
            "question": "n?",
            "units": [{"unit": "", "low": 0, "high": 10}],
            "multiple_of": 1,
        }
    ),
)
ANSWERS: dict[str, tuple[Any, ...]] = {**dict.fromkeys(YES_NO, (True, False)), "n": (*range(11),)}


def made(*rules: dict[str, Any], applies: dict[str, Any] | None = None) -> Checklist:
    """A checklist of exclusion criteria."""
    criteria = []
    for number, rule in enumerate(rules, 1):
        reading = CriterionReading.model_validate(
            {
                "id": f"e{number}",
                "kind": "exclusion",
                "quote": "x",
                "label": "x",
                "plain": "x",
                "category": "patient",
                "rule": rule,
                "applies": applies if number == 1 else None,
            }
        )
        criteria.append(
            Criterion(
                id=reading.id,
                kind=CriterionKind.EXCLUSION,
                number=number,
                text="x",
                label="x",
                group="patient",
                rule=reading.rule,
                applies=reading.applies,
                facts=reading.facts,
            )
        )
    return Checklist(nct_id="NCT09990001", record_date=None, facts=FACTS, criteria=tuple(criteria))


LEAVES = st.one_of(
    st.builds(
        lambda key, value: {"fact": key, "is": value}, st.sampled_from(YES_NO), st.booleans()
    ),
    st.builds(
        lambda sign, limit: {"fact": "n", sign: limit},
        st.sampled_from(["at_least", "above", "at_most", "below"]),
        st.integers(1, 9),
    ),
)
RULES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(
            lambda word, rules: {word: rules},
            st.sampled_from(["all", "any"]),
            st.lists(inner, min_size=1, max_size=3),
        ),
        st.builds(lambda rule: {"not": rule}, inner),
    ),
    max_leaves=5,
)


@given(
    st.lists(RULES, min_size=1, max_size=4),
    st.one_of(st.none(), RULES),
    st.sets(st.sampled_from([*ANSWERS])),
    st.data(),
)
@settings(max_examples=60, deadline=None)
def test_the_verdict_is_what_every_completion_agrees_on(rules, applies, known, data):
    checklist = made(*rules, applies=applies)
    given_answers = {key: data.draw(st.sampled_from(ANSWERS[key])) for key in sorted(known)}
    free = [key for key in ANSWERS if key not in known]
    verdicts = {
        assess(checklist, {**given_answers, **dict(zip(free, values, strict=True))}).verdict
        for values in itertools.product(*(ANSWERS[key] for key in free))
    }
    told = assess(checklist, given_answers).verdict
    assert told is (verdicts.pop() if len(verdicts) == 1 else Verdict.CANNOT_TELL)


def test_a_fact_that_excludes_either_way_is_not_waited_for():
    either = assess(made({"fact": "a", "is": True}, {"fact": "a", "is": False}), {})
    assert either.verdict is Verdict.EXCLUDED
    assert headline(either) == "Excluded, whatever the open answers are"
    checklist = made({"fact": "a", "is": True}, {"fact": "a", "is": False})
    assert cases_in_words(checklist, either) == ("a: yes: exclusion 1", "a: no: exclusion 2")


def test_limits_that_leave_no_number_between_them_exclude_everybody():
    below, above = {"fact": "n", "below": 5}, {"fact": "n", "above": 5}
    assert assess(made(below, above), {}).verdict is Verdict.CANNOT_TELL  # 5 passes
    at_most = {"fact": "n", "at_most": 5}
    assert assess(made(at_most, above), {}).verdict is Verdict.EXCLUDED


@pytest.mark.parametrize(
    ("changed", "verdict"),
    [
        (
            {"sex": None, "pregnant": False, "lactating": False, "childbearing_potential": False},
            Verdict.MEETS,
        ),
        ({"sex": None, "qtcf": 460, "pregnant": True}, Verdict.EXCLUDED),
        # A man would be excluded, a woman not.
        (
            {"sex": None, "qtcf": 460, "pregnant": False, "childbearing_potential": None},
            Verdict.CANNOT_TELL,
        ),
        ({"heart_failure": None, "nyha": "III", "lvef": 30}, Verdict.EXCLUDED),
        ({"heart_failure": None, "nyha": "I", "lvef": 55}, Verdict.MEETS),
        # An ejection fraction is measured in people without heart failure too.
        ({"heart_failure": None, "nyha": None, "lvef": 30}, Verdict.CANNOT_TELL),
        ({"prior_surgery": None, "weeks_since_surgery": 12}, Verdict.EXCLUDED),
        ({"prior_surgery": None, "weeks_since_surgery": 13}, Verdict.MEETS),
    ],
)
def test_the_shipped_record_says_what_every_completion_agrees_on(changed, verdict):
    assert assess(CHECKLIST, {**FIT, **changed}).verdict is verdict


@pytest.mark.parametrize(
    ("changed", "involved"),
    [
        ({"sex": "male", "pregnant": True, "childbearing_potential": False}, {"sex", "pregnant"}),
        ({"heart_failure": False, "nyha": "III"}, {"heart_failure", "nyha"}),
        ({"prior_surgery": False, "weeks_since_surgery": 20}, set[str]()),
    ],
)
def test_answers_that_contradict_each_other_are_pointed_out_and_not_used(changed, involved):
    fit = {**FIT, **changed}
    if not involved:
        involved = {"prior_surgery", "weeks_since_surgery"}
    assessment = assess(CHECKLIST, fit)
    assert set(assessment.problems) == involved
    assert all("contradicts" in said for said in assessment.problems.values())
    assert involved.isdisjoint(assessment.values)


def test_a_no_contradicts_nothing():
    man = {**FIT, "sex": "male", "pregnant": False, "childbearing_potential": False}
    assert assess(CHECKLIST, man).problems == {}
    never = {**FIT, "prior_systemic": False, "systemic_duration": 0, "weeks_since_systemic": None}
    assert assess(CHECKLIST, never).problems == {}


def test_more_cases_than_can_be_worked_out_are_not_told(monkeypatch):
    every = {"any": [{"fact": key, "is": True} for key in YES_NO]}
    none = {"all": [{"fact": key, "is": False} for key in YES_NO]}
    assert assess(made(every, none), {}).verdict is Verdict.EXCLUDED
    monkeypatch.setattr(completions, "MOST_CASES", 2)
    assert assess(made(every, none), {}).verdict is Verdict.CANNOT_TELL


def test_the_first_questions_are_those_that_often_end_the_matter_each_with_its_reason():
    questions = ask_next(CHECKLIST, assess(CHECKLIST, {}))
    first = {question.fact.id: question.reason for question in questions[:5]}
    assert {"prior_prrt", "recist_progression", "brain_metastases"} <= first.keys()
    assert "any earlier PRRT excludes" in first["prior_prrt"]
    assert "2 answers can exclude" in first["brain_metastases"]
    weights = [question.weight for question in questions]
    assert weights == sorted(weights, reverse=True)


def test_a_gate_is_asked_before_what_it_opens():
    asked = [question.fact.id for question in ask_next(CHECKLIST, assess(CHECKLIST, {}))]
    assert "sex" in asked
    assert {"pregnant", "nyha", "brain_treated"}.isdisjoint(asked)


def test_what_is_passed_either_way_is_settled_before_it_is_known_whether_it_applies():
    passed = {"pregnant": False, "lactating": False}
    assert assess(CHECKLIST, passed).of("pregnancy").state is State.DOES_NOT_EXCLUDE
    man = assess(CHECKLIST, {**passed, "sex": "male"})
    assert man.of("pregnancy").state is State.NOT_APPLICABLE
