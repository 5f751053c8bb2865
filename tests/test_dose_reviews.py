"""A drafted dose that a person has judged is drawn and planned as judged, and kept in a file."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from data import Study, load_study
from data.annotations import Annotations
from data.annotations.schedule import DoseReview, Regimen, ScheduleAnnotation
from data.dose_reviews import course_of, drafted_regimen, to_review, with_review, without_review
from data.drafting.doses import GroupDose, draft_doses, drafted_groups
from data.drafting.nodes import Span
from data.eligibility.reviewing import read_readings, readings_file
from data.schedule import administrations
from data.schedule.calendar import calendar_of
from data.views.schedule import REVIEWED, Schedule, schedule_of
from data.views.schedule_model import DRAFTED

WORDS = "Zelumab 200 mg intravenously every 3 weeks (± 3 days) for 3 doses."


def study(a: str = WORDS, b: str = "Zelotaxel 80 mg/m2 every 4 weeks.") -> Study:
    groups = [{"label": "Arm A", "description": a}, {"label": "Arm B", "description": b}]
    section = {
        "identificationModule": {"nctId": "NCT00000001"},
        "armsInterventionsModule": {"armGroups": groups},
    }
    return load_study(json.dumps({"protocolSection": section}))


def judged(
    schedule: ScheduleAnnotation,
    number: int,
    decision: str = "accepted",
    words: str | None = None,
    begins: int | None = 0,
) -> ScheduleAnnotation:
    """The schedule after the draft of that number was judged; with other words if changed."""
    group, draft = [
        (group.label, draft) for group, drafts in drafted_groups(study()) for draft in drafts
    ][number]
    read = replace(draft, dose=draft_doses(words)[0]) if words else draft
    review: dict[str, Any] = {
        "group": group,
        "drafted": draft.words,
        "quote": draft.sentence,
        "reviewed_by": "A. Reader",
        "reviewed_on": date(2026, 1, 2),
        "program": "Trial Explorer",
        "decision": decision,
        "course": None if decision == "rejected" else course_of(read, begins),
    }
    return with_review(study(), schedule, DoseReview.model_validate(review))


def drawn(schedule: ScheduleAnnotation, of: Study | None = None) -> Schedule:
    return schedule_of(of or study(), Annotations(schedule=schedule))


def test_a_reviewed_arm_is_drawn_as_reviewed_and_the_other_stays_a_draft() -> None:
    told = drawn(judged(ScheduleAnnotation(), 0))
    assert [phase.drafted for phase in told.phases] == [False, True]
    assert REVIEWED in told.phases[0].about
    assert DRAFTED in told.phases[1].about
    assert [event.day for event in told.phases[0].tracks[0].events] == [0, 21, 42]


def test_a_reviewed_arm_opens_the_planner_with_its_window() -> None:
    (regimen,) = judged(ScheduleAnnotation(), 0).regimens
    planned = calendar_of(regimen, date(2026, 1, 5), weeks=52)
    assert [item.day for item in planned] == [
        date(2026, 1, 5),
        date(2026, 1, 26),
        date(2026, 2, 16),
    ]
    moved = calendar_of(
        regimen, date(2026, 1, 5), weeks=52, actual={planned[1].item.key: date(2026, 1, 30)}
    )
    assert moved[1].remark.startswith("1 day too late")
    assert moved[2].day == date(2026, 2, 20)


def test_an_arm_of_which_a_draft_is_left_is_not_planned() -> None:
    words = "Zelumab 200 mg every 3 weeks. Zelotaxel 80 mg/m2 every 4 weeks."
    two = study(a=words)
    drafts = to_review(two, ScheduleAnnotation())
    assert [draft.title for _, draft in drafts][:2] == ["Zelumab 200 mg", "Zelotaxel 80 mg/m2"]
    group, draft = drafts[0]
    review = DoseReview(
        group=group,
        drafted=draft.words,
        quote=draft.sentence,
        reviewed_by="A",
        reviewed_on=date(2026, 1, 2),
        program="p",
        decision="accepted",
        course=course_of(draft, 0),
    )
    one = with_review(two, ScheduleAnnotation(), review)
    assert one.regimens == ()
    assert drawn(one, two).phases[0].drafted


def test_a_changed_dose_is_drawn_as_changed() -> None:
    told = drawn(judged(ScheduleAnnotation(), 0, "changed", "Zelumab 300 mg every 2 weeks x 2"))
    (track,) = told.phases[0].tracks
    assert track.name == "Zelumab 300 mg"
    assert [event.day for event in track.events] == [0, 14]


def test_a_rejected_dose_is_not_drawn_and_not_offered_again() -> None:
    schedule = judged(ScheduleAnnotation(), 0, "rejected")
    assert [group for group, _ in to_review(study(), schedule)] == ["Arm B"]
    assert schedule.regimens == ()


def test_what_was_taken_back_is_a_draft_again() -> None:
    schedule = judged(ScheduleAnnotation(), 0)
    back = without_review(study(), schedule, schedule.reviews[0])
    assert (back.reviews, back.regimens) == ((), ())
    assert len(to_review(study(), back)) == 2


def test_the_saved_file_puts_the_reviewed_doses_back() -> None:
    schedule = judged(judged(ScheduleAnnotation(), 0), 1, begins=None)
    assert schedule.regimens[1].courses[0].first_day is None
    content = readings_file(study(), Annotations(schedule=schedule)).encode()
    assert read_readings(study(), content).schedule == schedule


def test_a_changed_sentence_makes_the_review_lapse_and_it_is_named() -> None:
    content = readings_file(
        study(), Annotations(schedule=judged(judged(ScheduleAnnotation(), 0), 1))
    ).encode()
    other = study(a=WORDS.replace("200", "300"))
    opened = read_readings(other, content).schedule
    assert [one.partition(":")[0] for one in opened.lapsed] == ["Arm A"]
    assert [regimen.group for regimen in opened.regimens] == ["Arm B"]
    assert [phase.drafted for phase in drawn(opened, other).phases] == [True, False]


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("Zelumab 1 mg IV every 10 days for 3 doses", [0, 10, 20]),
        ("Zelumab 1 mg at weeks 0, 2 and 6, then every 8 weeks", [0, 14, 42, 98]),
        ("Zelumab 1 mg on days 1 and 8 of each 21-day cycle for 2 cycles", [0, 7, 21, 28]),
        ("Zelumab 1 mg on days 1, 4, 8, 11 of each 21-day cycle for 6 doses",
         [0, 3, 7, 10, 21, 24]),
        ("Zelumab 1 mg once daily on days 1-14 of each 21-day cycle for 2 cycles", [0, 13, 21, 34]),
        ("Zelumab 1 mg twice daily for 10 days", [0, 9]),
        ("Zelumab 1 mg every 3 weeks for 9 weeks", [0, 21, 42]),
        ("Zelumab 1 mg as a single dose", [0]),
        ("Zelumab 1 mg IV", [None]),
    ],
)  # fmt: skip
def test_a_dose_means_in_days_what_its_words_say(words: str, days: list[int | None]) -> None:
    ((_, (draft,)), *_) = drafted_groups(study(a=words))
    regimen = drafted_regimen(study().arm_groups[0], [draft])
    assert regimen is not None
    found = administrations(regimen, until_day=98)
    assert [item.day for item in found] == days


@pytest.mark.parametrize(
    "words",
    [
        "Zelumab 200 mg IV every 3 weeks, up to 35 cycles",
        "Zelumab 45 mg/kg/day in 2 divided doses for 10 days",
        "Zelumab 5 mg/kg IV at weeks 0, 2, 6 and then every 8 weeks",
        "Zelumab 2 x 10^6 cells/kg single infusion",
        "Zelumab 10 mg QD, 3 weeks on and 1 week off, until progression",
        "Zeloplat AUC 5 to 6 over 60 minutes on day 1 every 3 weeks for 4 cycles",
        "Zelumab 25 mg BID titrated to effect",
        "Zelumab SC for 3 cycles (1 cycle = 21 days)",
    ],
)
def test_a_dose_in_our_words_is_read_as_it_was_drafted(words: str) -> None:
    span = Span(start=0, end=1)
    (dose,) = draft_doses(words)
    said = GroupDose(dose=dose, sentence=words, span=span).words
    (again,) = draft_doses(said)
    assert GroupDose(dose=again, sentence=words, span=span).words == said


def test_when_a_reviewed_dose_begins_is_the_reviewer_s_to_say() -> None:
    ((_, (draft,)), *_) = drafted_groups(study())
    assert course_of(draft, 28).first_day == 28
    (item, *_) = administrations(
        Regimen(group="Arm A", short="A", start="s", courses=(course_of(draft, 28),)), until_day=98
    )
    assert item.day == 28
    unknown = Regimen(group="Arm A", short="A", start="s", courses=(course_of(draft, None),))
    assert {item.day for item in administrations(unknown, until_day=98)} == {None}


@pytest.mark.parametrize(
    ("words", "follows"),
    [
        ("Zelumab IV for 3 cycles followed by zelotide SC for 3 cycles", [False, True]),
        ("Zelumab 1 mg then zelotide 2 mg", [False, True]),
        ("Zelumab 1 mg once daily; zelotide 2 mg once daily", [False, False]),
        ("Zelumab 1 mg versus zelotide 2 mg", [False, False]),
        ("Zelumab 4 mg loading, zelumab 2 mg weekly", [False, True]),
        ("Zelumab 1 mg or 2 mg once daily", [False, False]),
    ],
)
def test_what_follows_another_dose_is_not_drawn_at_week_0(words: str, follows: list[bool]) -> None:
    (_, drafts) = drafted_groups(study(a=words))[0]
    assert [draft.follows for draft in drafts] == follows
    tracks = drawn(ScheduleAnnotation(), study(a=words)).phases[0].tracks
    assert all(event.day is None for event in tracks[-1].events) or not follows[-1]


def test_two_names_joined_are_given_alike() -> None:
    (_, drafts) = drafted_groups(study(a="Zelumab IV and zelotide IV for 3 treatment cycles"))[0]
    assert [draft.words for draft in drafts] == [
        "Zelumab, intravenous, 3 cycles",
        "zelotide, intravenous, 3 cycles",
    ]
