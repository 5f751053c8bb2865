"""The record check: every contradiction is found, and nothing is called one without a reason."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from components.exports.registry_json import study_json
from data import Study, load_study
from data.annotations import Annotations, load_annotations
from data.checks import CHECKS, Finding, Subject, check_record
from data.checks.people import minimum_age
from tests.records import SAMPLES

RECORD = Path(__file__).parents[1] / "data" / "records" / "NCT03972488.json"
STUDY = load_study(RECORD)
ANNOTATIONS = load_annotations(STUDY, RECORD.with_suffix(".annotations.yaml"))
TODAY = date(2026, 11, 22)


def study_of(**modules: Any) -> Study:
    content = {"protocolSection": {"identificationModule": {"nctId": "NCT00000001"}, **modules}}
    return load_study(json.dumps(content))


def titles(study: Study, as_of: date = TODAY) -> list[str]:
    return [finding.title for finding in check_record(study, Annotations(), as_of)]


def found(findings: tuple[Finding, ...], title: str) -> dict[str, str]:
    (finding,) = [finding for finding in findings if finding.title == title]
    return {side.place: side.said for side in finding.sides}


def test_netter_2_shows_each_of_its_contradictions_with_both_sentences() -> None:
    findings = check_record(STUDY, ANNOTATIONS, TODAY)
    assert found(findings, "Two minimum ages") == {
        "age field": "Minimum age: 18 Years",
        "inclusion criterion 3": "Patients ≥ 15 years of age and a body weight of > 40 kg at "
        "screening",
    }
    assert found(findings, "Fewer sites listed than published") == {
        "locations": "40 sites",
        "published (Lancet 2024)": "45 centres in 9 countries",
    }
    assert found(findings, "Results exist, but not here")["results flag"] == "results are available"
    (cross_over,) = (item for item in findings if item.title.startswith("Cross-over by design"))
    assert [side.said for side in cross_over.sides] == [
        "Cross-over",
        "Optional post-progression cross-over to Lutathera",
    ]
    assert found(findings, "Not in the record") == {"outcome measures": "not stated"}
    assert len(findings) == 5


def test_the_published_number_agrees_with_the_enrolment() -> None:
    assert "Two numbers of participants" not in [
        finding.title for finding in check_record(STUDY, ANNOTATIONS, TODAY)
    ]


def eligible(minimum: str | None, criteria: str, sex: str = "ALL") -> Subject:
    module = {"eligibilityCriteria": criteria, "sex": sex}
    if minimum:
        module["minimumAge"] = minimum
    study = study_of(eligibilityModule=module)
    return Subject(study=study, annotations=Annotations(), as_of=TODAY)


@pytest.mark.parametrize(
    "sentence",
    [
        "Patients ≥ 18 years of age",
        "Men or women aged 18 years or older",
        "Age >= 18 years",
        "Aged 18-75 years",
        "Age: 18 to 75",
        "At least 18 years of age",
        "Older than 17 years",
        "Adults over the age of 18 years",
        "Diagnosed at least 2 years ago",
        "Age ≥ 18 years, or ≥ 16 years in Japan",
        "History of disease for more than 5 years in a patient of any age",
    ],
)
def test_an_age_that_fits_the_field_is_no_contradiction(sentence: str) -> None:
    assert list(minimum_age(eligible("18 Years", f"Inclusion Criteria:\n\n* {sentence}"))) == []


def test_a_name_that_differs_in_case_or_blanks_alone_is_listed() -> None:
    study = study_of(
        armsInterventionsModule={
            "armGroups": [{"label": "A ", "interventionNames": ["Drug: x"]}],
            "interventions": [{"name": "X", "type": "DRUG", "armGroupLabels": ["a"]}],
        }
    )
    assert not [title for title in titles(study) if "not listed" in title]


@pytest.mark.parametrize(
    "text",
    [
        "Patients at least 2 years from surgery",
        "Patients ≥ 2 years since last seizure",
        "Patients over 5 years post stroke",
        "Patients with at least 20 years of smoking",
        "People with over 30 years of work",
        "Subjects 15 years and older at first diagnosis",
        "Patients older than 40 years of age with an abnormal ECG",
        "19 years or older in Korea; 18 years or older elsewhere",
        "Age ≥ 20 years in Japan; ≥18 elsewhere",
        "Age ≥ 60 years with relapse or age ≥ 18 with two relapses",
        "Patients ≥ 50 years with two risk factors",
        "Age < 2 years or > 70 years and febrile",
        "Participants who were 12 years or older when they fell ill",
        "An adult aged 30 years or older living with the child",
        "Nurses with at least 3 years experience",
        "Patients over 70 years (Cohort B)",
        "Subjects aged ≥ 20 years only in Taiwan",
        "Patients with a mother aged 40 years or older",
        "Women with children aged 6 to 12 years",
        "Children of the patients aged 6 to 12 years",
        "Age ≥ 21 months",
        "Body mass index over 21",
    ],
)
def test_years_of_something_else_are_no_minimum_age(text: str) -> None:
    assert not list(minimum_age(eligible("18 Years", f"Inclusion Criteria:\n\n* {text}")))


@pytest.mark.parametrize(
    "sentence",
    [
        "Patients ≥ 15 years of age",
        "Men or women aged 21 years or older",
        "Age >= 19 years",
        "Aged 16-75 years",
        "Age: 20 to 75",
        "At least 17 years of age",
        "Older than 18.5 or older than 20 years",
        "Age greater than or equal to 20 years",
        "Age 20 or older",
        "Aged 20 or over",
        "Age over 20",
        "Older than 20",
        "20+ years",
        "Age: 20+",
        "Age ≥ 20 y",
        "Patients must have reached the age of 20",
        "Minimum age: 20",
        "Minimum age is 20 years",
        "Not younger than 20 years",
        "No younger than 20 years at screening",
        "Age at enrolment: 20 to 70 years",
        "Patients with heart failure aged 20 years or older",
        "20 ≤ age < 70 years",
        "20 <= age <= 70",
        "Subjects 20 years of age or more",
        "Adults 20 years and above, able to walk",
        "Between 20 and 70 years old (inclusive) at the time of consent",
        "Participants must be 20 years of age or older and able to consent",
        "Age ≥ 20 and ≤ 70 years",
    ],
)
def test_an_age_that_does_not_fit_the_field_is_found(sentence: str) -> None:
    assert len(list(minimum_age(eligible("18 Years", f"Inclusion Criteria:\n\n* {sentence}")))) == 1


def test_ages_under_exclusion_or_in_other_units_are_not_compared() -> None:
    assert list(minimum_age(eligible("18 Years", "Exclusion Criteria:\n\n* Age ≥ 75 years"))) == []
    inclusion = "Inclusion Criteria:\n\n* Age ≥ 2 years"
    assert list(minimum_age(eligible("24 Months", inclusion))) == []
    assert list(minimum_age(eligible(None, inclusion))) == []


def test_pregnancy_of_a_male_participant_is_found_and_of_a_partner_is_not() -> None:
    title = "A study for males with a criterion about pregnancy"
    own = "Exclusion Criteria:\n\n* Pregnant or lactating"
    partner = "Exclusion Criteria:\n\n* Men whose partner is pregnant"
    assert title in titles(eligible(None, own, "MALE").study)
    assert title not in titles(eligible(None, partner, "MALE").study)
    assert title not in titles(eligible(None, own, "ALL").study)


def test_chance_needs_more_than_one_group() -> None:
    def model(name: str) -> Study:
        return study_of(
            designModule={"designInfo": {"allocation": "RANDOMIZED", "interventionModel": name}}
        )

    assert "Randomised, with a single group" in titles(model("SINGLE_GROUP"))
    assert "Randomised, with a single group" not in titles(model("PARALLEL"))


def test_a_published_side_leads_to_its_publication() -> None:
    (finding,) = (
        item for item in check_record(STUDY, ANNOTATIONS, TODAY) if item.title.startswith("Fewer")
    )
    listed, published = finding.sides
    assert listed.sources == ()
    ((short, address),) = published.sources
    assert short == "Lancet 2024"
    assert str(address).startswith("https://")


def test_criteria_under_no_heading_are_found() -> None:
    assert "Criteria under no heading" in titles(eligible(None, "* Something").study)
    assert "Criteria under no heading" not in titles(
        eligible(None, "Inclusion Criteria:\n\n* Something").study
    )
    assert "No eligibility criteria" in titles(study_of())


def status(overall: str, completion: str, kind: str | None, updated: str = "2020-06-15") -> Study:
    return study_of(
        statusModule={
            "overallStatus": overall,
            "startDateStruct": {"date": "2019-01-01"},
            "completionDateStruct": {"date": completion, "type": kind},
            "lastUpdatePostDateStruct": {"date": updated},
        }
    )


STILL = "Still recruiting after completion"
ENDED = "Ended, with a completion still to come"
OVERTAKEN = "A planned completion that has passed"


@pytest.mark.parametrize(
    ("study", "expected"),
    [
        (status("RECRUITING", "2020-06-14", "ACTUAL"), {STILL}),
        (status("RECRUITING", "2020-06-15", "ACTUAL"), set()),
        (status("RECRUITING", "2020-06", "ACTUAL"), set()),
        (status("RECRUITING", "2026-11-21", "ESTIMATED"), {OVERTAKEN}),
        (status("RECRUITING", "2026-11-22", "ESTIMATED"), set()),
        (status("RECRUITING", "2026-11", "ESTIMATED"), set()),
        (status("UNKNOWN", "2021-01-01", "ESTIMATED"), set()),
        (status("COMPLETED", "2021-01-01", "ESTIMATED"), {ENDED}),
        (status("COMPLETED", "2020-01-01", "ACTUAL"), set()),
        (status("COMPLETED", "2021-01-01", None), {ENDED}),
        (status("ACTIVE_NOT_RECRUITING", "2027-10-29", None), set()),
    ],
)
def test_status_against_dates(study: Study, expected: set[str]) -> None:
    assert {title for title in titles(study) if title in {STILL, ENDED, OVERTAKEN}} == expected


def test_what_never_recruited_is_not_still_recruiting() -> None:
    assert "Not yet recruiting after completion" in titles(
        status("NOT_YET_RECRUITING", "2020-06-14", "ACTUAL")
    )
    assert "Still enrolling by invitation after completion" in titles(
        status("ENROLLING_BY_INVITATION", "2020-06-14", "ACTUAL")
    )


def test_dates_in_the_wrong_order_are_found_by_whole_precision() -> None:
    def of(start: str, end: str) -> list[str]:
        return titles(
            study_of(
                statusModule={
                    "startDateStruct": {"date": start},
                    "completionDateStruct": {"date": end},
                }
            )
        )

    title = "Start lies after completion"
    assert title in of("2020-02-01", "2020-01-31")
    assert title in of("2020-02", "2020-01")
    assert title not in of("2020-01-31", "2020-01")
    assert title not in of("2020-01", "2020-01")


def test_arms_and_interventions_must_name_each_other() -> None:
    arms = {
        "armGroups": [{"label": "A", "interventionNames": ["Drug: X", "Drug: Y"]}],
        "interventions": [{"name": "X", "armGroupLabels": ["A", "B"]}],
    }
    found_titles = titles(study_of(armsInterventionsModule=arms))
    assert found_titles.count("An arm group names an intervention that is not listed") == 1
    assert found_titles.count("An intervention names an arm group that is not listed") == 1


def test_countries_are_compared_by_what_they_are_not_by_how_they_are_written() -> None:
    content = json.loads(RECORD.read_text(encoding="utf-8"))
    title = "Countries and sites do not match"
    content["registryPage"]["countries"][6] = "Korea, Republic of"
    assert title not in titles(load_study(json.dumps(content)))
    content["registryPage"]["countries"][6] = "Japan"
    assert title in titles(load_study(json.dumps(content)))


def test_results_are_looked_for_where_they_are_said_to_be() -> None:
    title = "Results exist, but not here"
    empty = {"protocolSection": {"identificationModule": {"nctId": "NCT00000001"}}}
    assert title in titles(load_study(json.dumps({**empty, "hasResults": True})))
    assert title not in titles(load_study(json.dumps({**empty, "hasResults": False})))
    there = {**empty, "hasResults": True, "resultsSection": {"participantFlowModule": {}}}
    assert title not in titles(load_study(json.dumps(there)))


def test_every_finding_says_why_and_shows_what_is_said() -> None:
    for study in (STUDY, study_of()):
        for finding in check_record(study, ANNOTATIONS, TODAY):
            assert finding.title
            assert finding.why.endswith(".")
            assert finding.sides
            assert all(side.place and side.said for side in finding.sides)


# What the checks say of the sample records, each looked at and found true.
FAR = "Coordinates far from the city"
EXPECTED = {
    "NCT03071653": {"A planned completion that has passed"},
    "NCT07082400": {"A planned completion that has passed"},
    # "Randomised" and "single group" beside five arm groups.
    # Roma in the province of Mantua.
    "NCT05772754": {"Randomised, with a single group", FAR},
    # 7,352 enrolled, 7,437 started; 26 enrolled, 20 started.
    # Kocaeli in Balıkesir; München in Brandenburg; La Habana in Camagüey.
    "NCT02545049": {"Enrolled and started are two numbers", FAR},
    "NCT03370887": {FAR},
    "NCT03674112": {FAR},
    "NCT04633460": {"Enrolled and started are two numbers"},
}
GAPS = {"Not in the record", "Criteria under no heading", "No eligibility criteria"}


def test_no_false_alarm_on_real_records() -> None:
    for sample in SAMPLES:
        study = load_study(sample)
        said = {title for title in titles(study) if title not in GAPS}
        assert said == EXPECTED.get(study.nct_id, set()), study.nct_id


def test_the_list_of_checks_is_complete() -> None:
    checks = [check for of_page in CHECKS.values() for check in of_page]
    assert len(set(checks)) == len(checks) == 15
    of_pages = [
        one for page in CHECKS for one in check_record(STUDY, ANNOTATIONS, TODAY, page=page)
    ]
    assert of_pages == list(check_record(STUDY, ANNOTATIONS, TODAY))
    assert check_record(STUDY, ANNOTATIONS, TODAY, page="planner") == ()


@pytest.mark.parametrize(
    "criterion",
    [
        "Age <50 years: BNP >100 pg/mL\n* Age 50-75 years: BNP >150 pg/mL",
        "Gestational age ≥ 34 weeks",
        "Females aged 45 to 55 years must use contraception",
        "Women aged 50 years or older",
        "Mother older than 21 years",
        "A scan that is at least 2 years old",
        "LDL above 100 mg/dL if age over 60 years",
        "Father aged 40 to 60 years",
        "Men ≥ 45 years or women ≥ 55 years with one risk factor",
        "First-degree relative diagnosed at age ≥ 50",
        "Participants aged ≥ 65 years must have a caregiver",
    ],
)
def test_an_age_that_is_not_the_participants_own_is_no_contradiction(criterion: str) -> None:
    study = eligible("18 Years", f"Inclusion Criteria:\n\n* {criterion}")
    assert list(minimum_age(study)) == []


def test_a_point_at_a_namesake_of_the_city_is_found_with_the_point() -> None:
    site = {"city": "Roma", "country": "Italy", "geoPoint": {"lat": 44.99, "lon": 11.11}}
    study = study_of(contactsLocationsModule={"locations": [site]})
    assert found(check_record(study, Annotations(), TODAY), FAR) == {
        "coordinates of the site in Roma, Italy": "44.99°, 11.11°"
    }


def test_a_withdrawn_study_has_nothing_still_to_come() -> None:
    dates = {"completionDateStruct": {"date": "2030-09", "type": "ESTIMATED"}}
    for status in ("WITHDRAWN", "TERMINATED"):
        study = study_of(statusModule={"overallStatus": status, **dates})
        found_ = "Ended, with a completion still to come" in titles(study)
        assert found_ == (status == "TERMINATED")


def _posted(enrolled: int, *periods: dict[str, int]) -> Study:
    """A record whose posted flow counts groups at the start of its periods."""
    names = list(dict.fromkeys(name for period in periods for name in period))
    counts = [
        {
            "title": f"Period {number}",
            "milestones": [
                {
                    "type": "STARTED",
                    "achievements": [
                        {"groupId": name, "numSubjects": str(count)}
                        for name, count in period.items()
                    ],
                }
            ],
        }
        for number, period in enumerate(periods, start=1)
    ]
    content = json.loads(study_json(study_of(designModule={"enrollmentInfo": {"count": enrolled}})))
    content["resultsSection"] = {
        "participantFlowModule": {
            "groups": [{"id": name, "title": name} for name in names],
            "periods": counts,
        }
    }
    return load_study(json.dumps(content))


@pytest.mark.parametrize(
    ("enrolled", "periods", "differ"),
    [
        (80, ({"All participants": 80}, {"A": 30, "B": 30}), False),
        (80, ({"Overall": 80}, {"Overall": 60, "A": 30, "B": 30}), False),
        (80, ({"Total": 80, "A": 40, "B": 40},), False),
        (80, ({"Total": 80, "A": 35, "B": 40},), False),
        (90, ({"Total": 80, "A": 40, "B": 40},), True),
        (90, ({"All participants": 80},), True),
    ],
)
def test_a_group_of_all_in_a_run_in_counts_who_started(
    enrolled: int, periods: tuple[dict[str, int], ...], *, differ: bool
) -> None:
    title = "Enrolled and started are two numbers"
    assert (title in titles(_posted(enrolled, *periods))) is differ
