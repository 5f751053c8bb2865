"""What would need to change: for good, curable, or a matter of time; and from when."""

from __future__ import annotations

import pytest

from data.eligibility import ByHand, State, assess
from data.eligibility.outlook import what_would_change
from tests.eligibility_people import FIT, netter_2

CHECKLIST = netter_2()


@pytest.mark.parametrize(
    ("answers", "outlook", "says"),
    [
        ({"prior_prrt": True}, "for good", "Previous PRRT: yes"),
        ({"ki67": 8}, "for good", "Ki-67 8% is below 10%"),
        ({"months_since_diagnosis": 7}, "for good", "is above 6 months"),
        (
            {"potassium": 6.5, "potassium_corrected": False},
            "curable",
            "corrected before enrolment: no",
        ),
        ({"haemoglobin": "79 g/L"}, "curable", "Haemoglobin 79 g/L is below 80 g/L"),
        ({"age": 14}, "time", "Age 14 years is below 15 years"),
        ({"sex": "female", "pregnant": True}, "time", "Pregnant: yes"),
        ({"prior_surgery": True, "weeks_since_surgery": 3}, "time", "is at most 12 weeks"),
        # A therapy of over a month stays one; of a short one, only the time since matters.
        ({"prior_systemic": True, "systemic_duration": 2}, "for good", "is above 1 months"),
        (
            {"prior_systemic": True, "systemic_duration": 0.5, "weeks_since_systemic": 3},
            "time",
            "is at most 12 weeks",
        ),
        # Every part that fails must change: the worst of them tells.
        (
            {"brain_metastases": True, "brain_treated": False, "brain_stable_weeks": 0},
            "time",
            "Brain metastases treated: no",
        ),
        ({"ki67": 60, "weight": 30}, "for good", "Ki-67 60% is above 55%"),
        ({"heart_failure": True, "nyha": "II"}, "curable", "NYHA class now: II"),
        ({"better_options": True}, None, "more appropriate"),
    ],
)
def test_a_reason_is_told_apart_by_how_lasting_it_is(answers, outlook, says):
    first = what_would_change(CHECKLIST, assess(CHECKLIST, answers))[0]
    assert first.outlook == outlook
    assert says in "; ".join(first.what)


def test_a_window_with_a_date_says_from_when_the_person_could_join():
    answers = {
        **FIT,
        "prior_surgery": True,
        "weeks_since_surgery": "2026-09-04",
        "planned_randomisation": "2026-10-01",
    }
    [one] = what_would_change(CHECKLIST, assess(CHECKLIST, answers))
    assert one.outlook == "time"
    assert one.windows[0].endswith("it allows randomisation from 28 Nov 2026 on.")


def test_nothing_needs_to_change_for_who_is_not_excluded_by_an_answer():
    assert what_would_change(CHECKLIST, assess(CHECKLIST, FIT)) == ()
    assert what_would_change(CHECKLIST, assess(CHECKLIST, {})) == ()
    hand = {"kidney": ByHand(state=State.EXCLUDES, reason="falling fast")}
    assert what_would_change(CHECKLIST, assess(CHECKLIST, FIT, hand)) == ()
