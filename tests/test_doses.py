"""Doses are drafted from plain words, each part where it belongs; none where there is none."""

from __future__ import annotations

import pytest

from data.drafting.doses import dose_words, draft_doses


def told(text: str, name: str | None = None, arm: str | None = None) -> list[str]:
    """Each drafted dose in words: its substance and its parts."""
    return [
        ": ".join((dose.substance or "?", ", ".join(dose_words(dose))))
        for dose in draft_doses(text, name, arm)
    ]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Zelumab 200 mg intravenously every 3 weeks, up to 35 cycles",
         ["Zelumab: 200 mg, intravenous, every 3 weeks, up to 35 times"]),
        ("Zelotaxel 80 mg/m² IV on days 1, 8 and 15 of each 28-day cycle",
         ["Zelotaxel: 80 mg/m2, intravenous, days 1, 8, 15 of each 28-day cycle"]),
        ("Zelocitabine 1,000 mg/m2 BID, 2 weeks on 1 week off",
         ["Zelocitabine: 1,000 mg/m2, twice a day, days 1 to 14 of each 21-day cycle"]),
        ("Zelocetaxel at 75 mg/m2 is given as a 1-hour infusion every 21 days (+/- 3 days)",
         ["Zelocetaxel: 75 mg/m2, every 21 days ± 3 days, over 1 hour"]),
        ("Loading dose of 300 mg zelogrel followed by 75 mg daily",
         ["zelogrel: 300 mg", "zelogrel: 75 mg, once a day"]),
        ("Zelolumab 3 mg/kg + zelimumab 1 mg/kg every 3 weeks for 4 doses",
         ["Zelolumab: 3 mg/kg, every 3 weeks, 4 times",
          "zelimumab: 1 mg/kg, every 3 weeks, 4 times"]),
        ("Patients receive zeloplatin IV over 60 minutes on day 1 and zeloposide IV over 2 hours "
         "on days 1-3. Treatment repeats every 21 days for 4 courses.",
         ["zeloplatin: intravenous, day 1 of each 21-day cycle, over 60 minutes, 4 times",
          "zeloposide: intravenous, days 1 to 3 of each 21-day cycle, over 2 hours, 4 times"]),
        ("Zelocillin 45 mg/kg/day in 2 divided doses for 10 days",
         ["Zelocillin: 45 mg/kg a day, twice a day, for 10 days"]),
        ("Zelosone starting dose 10 U, titrated to the fasting value",
         ["Zelosone: 10 U, one step of a changing dose"]),
        ("Zelofen 400 mg every 6-8 hours", ["Zelofen: 400 mg, every 6 to 8 hours"]),
        ("Zeloplat AUC 5 to 6 every 3 weeks", ["Zeloplat: AUC 5 to 6, every 3 weeks"]),
        ("20 ml of 0.25% zelocaine", ["zelocaine: 20 mL"]),
        ("Zelovir 2.5 mg or 1,5 g once daily",
         ["Zelovir: 2.5 mg, once a day", "Zelovir: 1.5 g, once a day"]),
        ("Vitamin D3 4000 IU daily for 6 months",
         ["Vitamin D3: 4,000 IU, once a day, for 6 months"]),
        ("Single intramuscular injection of 0.5 mL on days 0 and 28",
         ["?: 0.5 mL, intramuscular, days 0, 28, once"]),
        ("Zelofol infusion 50-100 mcg/kg/min", ["Zelofol: 50 to 100 µg/kg/min"]),
        ("Zelonuclide (7.4 GBq/200 mCi x 4 administrations every 8 +/- 1 week)",
         ["Zelonuclide: 7.4 GBq, every 8 weeks ± 1 week, 4 times"]),
    ],
)  # fmt: skip
def test_each_part_of_a_dose_is_read_where_it_belongs(text: str, right: list[str]) -> None:
    assert told(text) == right


@pytest.mark.parametrize(
    "text",
    [
        "Placebo 10 mg once daily",
        "200 mg of matching placebo",
        "Zelovir according to the label",
        "Each tablet contains 50 mg zelogliptin and 1000 mg zeloformin",
        "Supplied in vials of 10 mg and 20 mg",
        "Zelosone 4 mg tablets",
        "Zelocillin 250 mg/5 mL suspension",
        "Zelocaine 5 mg/mL",
        "10 mL of venous blood was collected",
        "Patients with LDL above 100 mg/dL",
        "A cumulative dose of 300 mg",
        "30 minutes of exercise, 3 times a week for 8 weeks",
        "TENS at 100 Hz for 30 minutes twice daily",
        "High-protein diet with 30 g protein per day",
        "Cohort 2, dose level 3",
        "If 20 mg is not tolerated, a reduction to 10 mg is allowed",
        "Two 5 mg tablets once daily",
        "",
    ],
)
def test_nothing_is_drafted_from_what_holds_no_plain_dose(text: str) -> None:
    assert draft_doses(text) == ()


def test_the_linked_intervention_names_what_the_text_leaves_out() -> None:
    (dose,) = draft_doses("15 mg/kg q3w", "Zelumab")
    assert (dose.substance, dose.from_record) == ("Zelumab", True)
    assert draft_doses("15 mg once daily", "Placebo") == ()
    assert draft_doses("15 mg once daily", None, "Placebo group") == ()


def test_a_dose_without_an_amount_needs_a_drug_a_route_and_a_rhythm() -> None:
    assert told("Single dose intravenous (IV) infusion", "ZX-12") == ["ZX-12: intravenous, once"]
    assert told("Given IV", "ZX-12") == []


def test_the_span_leads_to_the_words() -> None:
    text = "After ½ hour: Zelovir 10 mg once daily. Nothing else."
    (dose,) = draft_doses(text)
    assert dose.span.of(text) == "Zelovir 10 mg once daily"
