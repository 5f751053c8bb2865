"""What stands above a picture says what is seen in it, of any record, and never more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from data import Study, load_study
from data.annotations import Annotations
from data.annotations.shipped import annotations_of
from data.results.adverse_events import Total, totals
from data.results.measures import outcome
from data.results.participant_flow import participant_flow
from data.results_section import ResultsSection
from data.views.columns import columns_told
from data.views.flow import flow_finding, flow_info
from data.views.results_events import Dumbbell, EventsInfo, events_finding, totals_finding
from data.views.results_flow import people_finding
from data.views.results_measures import measure_finding
from data.views.schedule import schedule_finding, schedule_of
from tests.browser import ROOT
from tests.records import SAMPLES


def sample(number: str) -> Study:
    return load_study(next(path for path in SAMPLES if path.stem == number))


NETTER_2 = load_study(ROOT / "data" / "records" / "NCT03972488.json")


def results(number: str) -> ResultsSection:
    found = sample(number).results_section
    assert found is not None
    return found


def test_the_flow_of_netter_2_says_how_many_were_randomised_and_what_may_follow() -> None:
    info = flow_info(NETTER_2, annotations_of(NETTER_2), published=True)
    assert flow_finding(info) == (
        "226 participants, randomised, in 2 groups: 151 (67%) and 75 (33%); 3 more parts may follow"
    )


@pytest.mark.parametrize(
    ("study", "said"),
    [
        (
            NETTER_2,
            "Lutathera 7.4 GBq (200 mCi): every 8 weeks ± 1 week, 4 times; "
            "Octreotide LAR 60 mg: every 4 weeks",
        ),
        (sample("NCT02545049"), "Finerenone (BAY94-8862) 10 mg: oral, once a day"),
        (sample("NCT02278250"), ""),  # of eighteen arms none stands for all
        (sample("NCT00064727"), ""),  # nothing was read
    ],
    ids=lambda value: value.nct_id if isinstance(value, Study) else "",
)
def test_the_schedule_says_how_often_each_arm_is_treated(study: Study, said: str) -> None:
    assert schedule_finding(schedule_of(study, annotations_of(study))) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("NCT00089973", "50 participants in 1 group"),
        ("NCT02278250", "97 participants in 18 groups"),
        (
            "NCT03071653",
            "30 participants planned in 2 groups",
        ),  # estimated: nobody is said to be in
        ("NCT00064727", ""),  # no groups
    ],
)
def test_the_flow_of_others_says_no_more_than_their_records(number: str, said: str) -> None:
    study = sample(number)
    assert flow_finding(flow_info(study, Annotations())) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("NCT02545049", "7,437 started, 7,334 completed"),
        ("NCT04633460", "20 started First Intervention, 20 completed Second Intervention"),
        ("NCT01169493", ""),  # a group starts later: its people may be those of another
    ],
)
def test_who_started_and_completed_is_added_up_only_where_nobody_counts_twice(
    number: str, said: str
) -> None:
    assert people_finding(participant_flow(results(number).participant_flow_module)) == said


def test_an_outcome_of_two_groups_is_told_in_their_numbers() -> None:
    first = results("NCT02545049").outcome_measures_module.outcome_measures[0]
    assert measure_finding(outcome(first)) == "12.4% against 14.2% (Finerenone against Placebo)"
    lines = results("NCT03674112").outcome_measures_module.outcome_measures[0]
    assert measure_finding(outcome(lines)) == ""  # several lines: none stands for all


def test_harm_of_several_groups_is_set_side_by_side_and_never_added_up() -> None:
    few = results("NCT02545049").adverse_events_module.event_groups
    assert "Any serious adverse event: 31.4% against 33.2%" in totals_finding(few)
    many = results("NCT01874431").adverse_events_module.event_groups
    shares = [totals(group)[Total.SERIOUS].share or 0 for group in many]
    assert f"{min(shares):.1%} to {max(shares):.1%}, by group" in totals_finding(many)


def dumbbells(*shares: tuple[float | None, float | None], second: str = "B") -> EventsInfo:
    events = tuple(
        Dumbbell(name=f"Event {place}", text="as posted", first=first, second=other)
        for place, (first, other) in enumerate(shares)
    )
    return EventsInfo(
        title="", axis="", groups=("A", second), positions=(0, 1), events=events, most=1.0
    )


@pytest.mark.parametrize(
    ("info", "said"),
    [
        (dumbbells((0.5, 0.4), (0.1, 0.3)), "Largest difference here: Event 1, as posted"),
        (dumbbells((0.5, 0.5)), "No difference between the two groups here"),
        (dumbbells((0.5, None), (None, 0.2)), ""),
        (dumbbells((0.1, None), (0.3, None), second=""), "Most frequent here: Event 1, as posted"),
    ],
)
def test_what_stands_out_among_events_is_named(info: EventsInfo, said: str) -> None:
    assert events_finding(info) == said


def test_a_column_that_says_the_same_in_every_row_is_said_once_above() -> None:
    rows: list[dict[str, Any]] = [
        {"Event": "Nausea", "Kind": "Serious", "When": "Week 4.", "Placebo": "0", "Notes": ""},
        {"Event": "Pain", "Kind": "Serious", "When": "Week 4.", "Placebo": "0", "Notes": ""},
    ]
    told, columns = columns_told(rows, keep=("Placebo",))
    assert told == "The same for every row: kind Serious; when Week 4."
    assert columns == ["Event", "Placebo"]  # groups that are compared stay


def test_one_row_keeps_all_that_it_says() -> None:
    assert columns_told([{"Event": "Nausea", "Kind": "Serious"}]) == ("", ["Event", "Kind"])


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_finding_of_any_record_is_a_line_without_a_gap(path: Path) -> None:
    study = load_study(path)
    said = [flow_finding(flow_info(study, Annotations(), published=True))]
    if study.results_section is not None:
        section = study.results_section
        said.append(people_finding(participant_flow(section.participant_flow_module)))
        items = section.outcome_measures_module.outcome_measures
        said += [measure_finding(outcome(item)) for item in items]
    for line in said:
        assert "None" not in line
        assert "  " not in line
        assert line == line.strip()
