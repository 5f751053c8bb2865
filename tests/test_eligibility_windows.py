"""Windows of time: dates as people write them, and from or until when a window is open."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.exports.personal.unguessable import json_file
from data.eligibility import State, assess
from data.eligibility.answers_file import answers_content, read_saved_answers
from data.eligibility.entered import Entered, read_entered
from data.eligibility.typed_days import DayError, read_day
from data.eligibility.windows import elapsed, window_sentences
from tests.eligibility_people import FIT, netter_2

CHECKLIST = netter_2()


@pytest.mark.parametrize(
    "text",
    [
        "2026-09-13",
        "2026/9/13",
        " 13 Sep 2026 ",
        "13. September 2026",
        "13-SEP-2026",
        "Sept 13, 2026",
        "September 13 2026",
        "13.09.2026",
        "09/13/2026",
        "２０２６-０９-１３",
    ],
)
def test_a_day_is_read_as_it_was_meant(text):
    assert read_day(text) == date(2026, 9, 13)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("03/09/2026", "two ways; write 2026-09-03 or 2026-03-09"),
        ("3.9.2026", "two ways"),
        ("2026-02-30", "a day that exists"),
        ("2026-13-01", "a day that exists"),
        ("0026-01-01", "a day that exists"),
        ("13 Xyz 2026", "the month in English letters"),
        ("13 Marzo 2026x", "expected a day such as"),
        ("2026", "expected a day such as"),
        ("soon", "expected a day such as"),
    ],
)
def test_what_is_no_clear_day_is_refused_with_what_would_be_right(text, says):
    with pytest.raises(DayError, match=says):
        read_day(text)


@pytest.mark.parametrize(
    ("one", "other", "months"),
    [
        ("2026-03-14", "2026-09-14", 6),
        ("2025-08-31", "2026-02-28", 6),
        ("2026-01-31", "2026-02-28", 1),
        ("2026-05-01", "2026-05-01", 0),
    ],
)
def test_whole_months_are_those_of_the_calendar(one, other, months):
    day, until = date.fromisoformat(one), date.fromisoformat(other)
    assert elapsed(day, until, "months") == months
    assert elapsed(day, until + timedelta(days=1), "months") > months
    if months:
        assert elapsed(day, until - timedelta(days=1), "months") < months


def state(criterion: str, answers: dict[str, Any]) -> State:
    return assess(CHECKLIST, answers).of(criterion).state


# 12 weeks before 27 November 2026 is 4 September 2026.
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-09-03", State.DOES_NOT_EXCLUDE),
        ("2026-09-04", State.EXCLUDES),
        ("2026-09-05", State.EXCLUDES),
    ],
)
def test_a_date_of_surgery_is_counted_to_the_planned_randomisation(day, expected):
    answers = {"prior_surgery": True, "weeks_since_surgery": day}
    assert state("surgery", {**answers, "planned_randomisation": "2026-11-27"}) is expected
    assert state("surgery", answers) is State.UNKNOWN


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-05-27", State.MET),
        ("2026-05-26", State.NOT_MET),
        ("2026-05-28", State.MET),
    ],
)
def test_a_date_of_diagnosis_is_counted_to_the_planned_screening_in_months(day, expected):
    answers = {**FIT, "months_since_diagnosis": day, "planned_screening": "27 Nov 2026"}
    assert state("tumour", answers) is expected


@pytest.mark.parametrize(
    ("criterion", "others", "fact", "cases"),
    [
        (
            "surgery",
            {"prior_surgery": True},
            "weeks_since_surgery",
            [
                ("83 days", State.EXCLUDES),
                ("84 days", State.EXCLUDES),
                ("85 days", State.DOES_NOT_EXCLUDE),
            ],
        ),
        (
            "brain_metastases",
            {"brain_metastases": True, "brain_treated": True, "brain_imaging": True},
            "brain_stable_weeks",
            [("167 days", State.EXCLUDES), ("168 days", State.DOES_NOT_EXCLUDE)],
        ),
        (
            "tumour",
            FIT,
            "months_since_diagnosis",
            [("0.5 years", State.MET), ("0.51 years", State.NOT_MET)],
        ),
        (
            "other_study",
            {"other_study": True},
            "days_since_other_study",
            [("4 weeks", State.EXCLUDES), ("5 weeks", State.DOES_NOT_EXCLUDE)],
        ),
    ],
)
def test_a_time_in_another_unit_meets_the_limit_at_the_same_day(criterion, others, fact, cases):
    for answer, expected in cases:
        assert state(criterion, {**others, fact: answer}) is expected, answer


def test_a_date_after_the_planned_day_is_told_and_not_used():
    answers = {"weeks_since_surgery": "2026-12-01", "planned_randomisation": "2026-11-27"}
    problems = assess(CHECKLIST, answers).problems
    assert (
        "1 Dec 2026 lies after the planned day of randomisation" in problems["weeks_since_surgery"]
    )


@pytest.mark.parametrize(
    ("criterion", "fact", "says"),
    [
        ("surgery", "weeks_since_surgery", "it allows randomisation from 28 Nov 2026 on."),
        ("systemic_therapy", "weeks_since_systemic", "randomisation from 28 Nov 2026 on."),
        ("tumour", "months_since_diagnosis", "it allows screening until 4 Mar 2027."),
        ("brain_metastases", "brain_stable_weeks", "it allows screening from 19 Feb 2027 on."),
        (
            "receptor_expression",
            "months_since_receptor_imaging",
            "it allows randomisation until 4 Dec 2026.",
        ),
    ],
)
def test_a_window_says_from_or_until_when_it_is_open(criterion, fact, says):
    item = next(one for one in CHECKLIST.criteria if one.id == criterion)
    [sentence] = window_sentences(item, CHECKLIST.fact(fact), date(2026, 9, 4))
    assert sentence.endswith(says)


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(0, 400))
@settings(max_examples=40, deadline=None)
def test_what_a_window_says_is_what_its_criterion_decides(day, later):
    """On the first day from which surgery allows randomisation the criterion clears."""
    until = day + timedelta(days=later)
    answers = {"prior_surgery": True, "weeks_since_surgery": day.isoformat()}
    answers["planned_randomisation"] = until.isoformat()
    clears = state("surgery", answers) is State.DOES_NOT_EXCLUDE
    assert clears is (until >= day + timedelta(days=85))


def test_a_date_is_typed_into_the_field_of_the_time_and_kept_as_a_date():
    fact = CHECKLIST.fact("weeks_since_surgery")
    assert read_entered(fact, "4 Sep 2026") == Entered(answer="2026-09-04")
    assert read_entered(fact, "12") == Entered(answer=12)
    assert "two ways" in (read_entered(fact, "04/09/2026").refused or "")
    assert "expected the unit" in (read_entered(fact, "3 months").refused or "")
    answers = {"weeks_since_surgery": "2026-09-04", "planned_randomisation": "2026-11-27"}
    content = json_file(answers_content(CHECKLIST, answers, {})).encode()
    assert read_saved_answers(CHECKLIST, content).answers == answers
