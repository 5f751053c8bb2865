"""Doses are drafted from plain words, each part where it belongs; none where there is none."""

from __future__ import annotations

import pytest

from data.drafting.doses import dose_words, draft_doses
from data.drafting.doses.model import Interval


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
         ["Zelumab: 200 mg, intravenous, every 3 weeks, up to 35 cycles"]),
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
         ["zeloplatin: intravenous, day 1 of each 21-day cycle, over 60 minutes, 4 cycles",
          "zeloposide: intravenous, days 1 to 3 of each 21-day cycle, over 2 hours, 4 cycles"]),
        ("Zelocillin 45 mg/kg/day in 2 divided doses for 10 days",
         ["Zelocillin: 45 mg/kg a day, in 2 divided doses, for 10 days"]),
        ("Zelosone starting dose 10 U, titrated to the fasting value",
         ["Zelosone: 10 U, one step of a changing dose"]),
        ("Zelofen 400 mg every 6-8 hours", ["Zelofen: 400 mg, every 6 to 8 hours"]),
        ("Zeloplat AUC 5 to 6 every 3 weeks", ["Zeloplat: AUC 5 to 6, every 3 weeks"]),
        ("20 ml of 0.25% zelocaine", ["zelocaine: 20 mL"]),
        ("Zelovir 2.5 mg or 1,5 g once daily",
         ["Zelovir: 2.5 mg, once a day", "Zelovir: 1.5 g, once a day, as an alternative"]),
        ("Vitamin D3 4000 IU daily for 6 months",
         ["Vitamin D3: 4,000 IU, once a day, for 6 months"]),
        ("Single intramuscular injection of 0.5 mL on days 0 and 28",
         ["?: 0.5 mL, intramuscular, days 0, 28, once"]),
        ("Zelofol infusion 50-100 mcg/kg/min", ["Zelofol: 50 to 100 µg/kg/min"]),
        ("Zelonuclide (7.4 GBq/200 mCi x 4 administrations every 8 +/- 1 week)",
         ["Zelonuclide: 7.4 GBq, every 8 weeks ± 1 week, 4 times"]),
        ("Zelopram 10 mg/day for 1 week, then 20 mg/day for 11 weeks",
         ["Zelopram: 10 mg a day, for 1 week, one step of a changing dose",
          "Zelopram: 20 mg a day, for 11 weeks, one step of a changing dose"]),
        ("Zelopram was started at 25 mg BID and doubled every 2 weeks to a target dose of 50 mg",
         ["Zelopram: 25 mg, twice a day, one step of a changing dose"]),
        ("Zelaquine 0.25 mg/kg/day for 14 days or 0.5 mg/kg/day for 7 days",
         ["Zelaquine: 0.25 mg/kg a day, for 14 days",
          "Zelaquine: 0.5 mg/kg a day, for 7 days, as an alternative"]),
        ("Zelopatide 5 mg, 10 mg or 15 mg SC once a week",
         ["Zelopatide: 5 mg, subcutaneous, once a week",
          "Zelopatide: 10 mg, subcutaneous, once a week, as an alternative",
          "Zelopatide: 15 mg, subcutaneous, once a week, as an alternative"]),
        ("A beta-blocker (e.g., zelvedilol 25 mg twice daily)",
         ["zelvedilol: 25 mg, twice a day, as an example"]),
        ("Zelogrel 180 mg LD, 90 mg bid", ["Zelogrel: 180 mg", "Zelogrel: 90 mg, twice a day"]),
        ("Zelofol 0.3 mg/kg bolus, followed by 0.1 mg/kg/h infusion until end of surgery",
         ["Zelofol: 0.3 mg/kg", "Zelofol: 0.1 mg/kg/h, until end of surgery"]),
        ("Zelumab 30 mg/kg, followed by weekly maintenance infusions", ["Zelumab: 30 mg/kg"]),
        ("Zelotaxel 80 mg/m2 IV on days 1, 8, and 15 every 28 days",
         ["Zelotaxel: 80 mg/m2, intravenous, days 1, 8, 15 of each 28-day cycle"]),
        ("Zelobine 1000 mg/m² D1, D8 + zelplatin AUC=5 D1, Q3W x 6",
         ["Zelobine: 1,000 mg/m2, days 1, 8 of each 21-day cycle",
          "zelplatin: AUC 5, every 3 weeks, day 1, 6 times"]),
        ("Zeloside (100 mg/m2, days 1-3) and zelplatin (75 mg/m2, day 1), q3w for 4 cycles",
         ["Zeloside: 100 mg/m2, days 1 to 3 of each 21-day cycle",
          "zelplatin: 75 mg/m2, every 3 weeks, day 1, 4 cycles"]),
        ("Zelosumab 120 mg SC q4w, with additional doses on days 8 and 15 of the first month",
         ["Zelosumab: 120 mg, subcutaneous, every 4 weeks"]),
        ("Zelozole 1 mg PO QD for 5 years, LHRH agonist every 12 weeks",
         ["Zelozole: 1 mg, oral, once a day, for 5 years"]),
        ("Zelimumab 10 mg/kg q3w x4 then q12w", ["Zelimumab: 10 mg/kg"]),
        ("Zelusen 12 mg intrathecal on days 1, 15 and 29, maintenance every 4 months",
         ["Zelusen: 12 mg, intrathecal, days 1, 15, 29, then every 4 months"]),
        ("FOLZEL: zeloplatin 85 mg/m2, 5-FU 400 mg/m2 bolus then 2400 mg/m2 over 46 hours",
         ["zeloplatin: 85 mg/m2", "5-FU: 400 mg/m2", "5-FU: 2,400 mg/m2, over 46 hours"]),
        ("Zelizumab 150 mg SC (2 injections of 75 mg) once weekly",
         ["Zelizumab: 150 mg, subcutaneous, once a week"]),
        ("Zelodoxa 60 mg OD (30 mg if CrCl ≤50 mL/min)", ["Zelodoxa: 60 mg, once a day"]),
        ("Zelicillin 2.4 million units IM single dose",
         ["Zelicillin: 2.4 × 10⁶ U, intramuscular, once"]),
        ("CAR-T zelcells 2 x 10^6 cells/kg single infusion",
         ["CAR-T zelcells: 2 × 10⁶ cells/kg, once"]),
        ("Hepatitis B vaccine 20 mcg IM at months 0, 1 and 6",
         ["Hepatitis B vaccine: 20 µg, intramuscular, months 0, 1, 6"]),
        ("Zelosonide 2 puffs twice daily", ["Zelosonide: 2 puffs, twice a day"]),
        ("Zelotine patch 21 mg/24h for 6 weeks", ["Zelotine: 21 mg a day, for 6 weeks"]),
        ("Zelotrexed 500 mg/m2", ["Zelotrexed: 500 mg/m2"]),
        ("Zelotoxin A, 155 U across 31 sites", ["Zelotoxin A: 155 U"]),
        ("Zelafungin 100 mg/d (day 1: 200 mg)", ["Zelafungin: 100 mg a day", "?: 200 mg, day 1"]),
        ("Zelolax 20 mg/day x 5 years", ["Zelolax: 20 mg a day, for 5 years"]),
        ("Zelocitab (2000 mg/m2/day in two doses) on days 1-14",
         ["Zelocitab: 2,000 mg/m2 a day, days 1 to 14"]),
        ("Arm B: Zelotide SC for 3 cycles (1 cycle = 21 days)",
         ["Zelotide: subcutaneous, 3 cycles of 21 days"]),
        ("Single fraction of 8 Gy", ["?: 8 Gy, once"]),
        ("Zelxaban 20 mg once daily (15 mg in patients with CrCl 30-49 mL/min) for 6 months",
         ["Zelxaban: 20 mg, once a day, for 6 months"]),
        ("Zelotulinum 100 U intradetrusor injection on Day 1", ["Zelotulinum: 100 U, day 1"]),
        ("Zelumab 8 mg intravitreally every 8 weeks after 3 monthly doses",
         ["Zelumab: 8 mg, intravitreal, every 8 weeks"]),
        ("Zelperidone 2-6 mg/day flexible dose", ["Zelperidone: 2 to 6 mg a day"]),
        ("Zelepred 1 g IV daily", ["Zelepred: 1 g, intravenous, once a day"]),
        ("Zeloplatin AUC 5 on day 1, 4 cycles", ["Zeloplatin: AUC 5, day 1, 4 cycles"]),
        ("Zelumab 240 mg IV Q2W, then 480 mg IV Q4W starting at Week 17",
         ["Zelumab: 240 mg, intravenous, every 2 weeks",
          "Zelumab: 480 mg, intravenous, every 4 weeks"]),
        ("Zelophenolate 1 g BID; prednizel tapered to 5 mg/day by month 3",
         ["Zelophenolate: 1 g, twice a day"]),
        ("Zelmectin 200 µg/kg single oral dose repeated on day 14",
         ["Zelmectin: 200 µg/kg, oral, once"]),
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
        "Zelopril 10 mg tablets, two tablets once daily",
        "Zelformin 500 mg, 2 tablets twice a day",
        "Two doses of zelovax (100 µg antigen per 0.5 mL dose), 28 days apart",
        "Zelvax 15 µg HA per strain, 0.5 mL IM",
        "Oxyzel 20 IU in 1000 mL saline at 125 mL/h",
        "The infusion volume was 250 mL, given over 60 minutes at a rate of 4 mL/min",
        "Formula with 1.5 g protein/kg/day",
        "Oral glucose tolerance test with 75 g glucose",
        "Children of 5-9 kg: 1 tablet; 10-17 kg: 2 tablets; once daily for 3 days",
        "Zelotoclax 400 mg/day with ramp-up 20 mg, 50 mg, 100 mg weekly",
        "Zelocaine 0.2% at 5 mL/h with 5 mL PCA boluses",
        "Zelotine gum 2 mg or 4 mg ad libitum",
        "50 Gy in 25 fractions over 5 weeks",
        "Urine collection of 50 mL at weeks 0 and 12",
        "Historical controls who received 5 mg/kg zelximab",
        "Toothpaste with 1450 ppm fluoride twice daily",
        "TBI 12 Gy in 6 fractions twice daily over 3 days",
        "A 20 G catheter is inserted at L3-L4",
        "Sham injection of 0.5 mL saline",
        "Supplement (500 kcal, 20 g protein) twice daily for 8 weeks",
        "45 Gy to the breast with a boost of 16 Gy",
        "Zelpram escalated from 10 mg to 40 mg daily",
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


def test_of_a_rhythm_said_twice_the_first_counts_in_every_run() -> None:
    (dose,) = draft_doses("Zelopril 150 mg orally once daily (QD)")
    assert dose.interval == Interval(low=1, high=1, per="d")


def test_the_span_leads_to_the_words() -> None:
    text = "After ½ hour: Zelovir 10 mg once daily. Nothing else."
    (dose,) = draft_doses(text)
    assert dose.span.of(text) == "Zelovir 10 mg once daily"
