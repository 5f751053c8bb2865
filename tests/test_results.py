"""Posted results: every number drawn is the record's; what is no number is not computed with."""

from __future__ import annotations

import json
import math
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.exports.scene_svg import scene_svg
from components.palette import LIGHT
from data import Study, StudyError, load_study
from data.pictures.axis import LEFT, RIGHT, ValueScale, written
from data.pictures.events import events_scene
from data.pictures.marks import marks_scene
from data.pictures.results_flow import consort_scene, periods_scene
from data.pictures.scene import Box, Connector, Marker, Outline, RuledLine, SceneGroup
from data.results.adverse_events import (
    CountedEvent,
    EventChoice,
    EventCount,
    Total,
    chosen_events,
    default_choice,
    differences,
    events,
    totals,
    why_not_compared,
)
from data.results.analyses import estimates, shared_measures
from data.results.measures import MeasureKind, baseline, outcome
from data.results.numbers import count, number, percent, share
from data.results.participant_flow import participant_flow, posted_started, posted_totals
from data.results_section import OutcomeMeasure, ResultGroup, ResultsSection
from data.study import DesignModule
from data.views.results import about_results
from data.views.results_events import (
    differences_info,
    events_info,
    events_table,
    totals_marks,
    totals_table,
)
from data.views.results_flow import consort_info, flow_table, periods_info, periods_table
from data.views.results_marks import Axis, marks_alt
from data.views.results_measures import (
    baseline_table,
    estimates_marks,
    estimates_table,
    group_positions,
    matching,
    measure_marks,
    measure_table,
    outcomes_long,
    row_pages,
)
from tests.records import SAMPLE_FOLDER, SAMPLES

WIDTH = 820.0


def results(study: Study) -> ResultsSection:
    assert study.results_section is not None
    return study.results_section


def record(**modules: Any) -> Study:
    """A record with nothing but a number and the given modules of its results."""
    content = {
        "protocolSection": {"identificationModule": {"nctId": "NCT00000001"}},
        "resultsSection": modules,
    }
    return load_study(json.dumps(content))


# Values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        (".9", 0.9),
        ("-.5", -0.5),
        ("1,234.5", 1234.5),
        ("-3e-4", -0.0003),
        ("\N{MINUS SIGN}5", -5),
        (" 7 ", 7),
        ("NA", None),
        ("<1", None),
        ("12.3%", None),
        ("1,23", None),
        ("5 to 6", None),
        ("inf", None),
        ("nan", None),
        ("1e999", None),
        ("", None),
        (None, None),
        ("٣", None),
    ],
)
def test_only_a_bare_number_is_computed_with(text: str | None, value: float | None) -> None:
    assert number(text) == value


@given(st.text(max_size=12))
def test_any_text_is_a_finite_number_or_none(text: str) -> None:
    found = number(text)
    assert found is None or math.isfinite(found)


@given(st.integers(0, 50) | st.none(), st.integers(0, 50) | st.none())
def test_a_share_never_divides_by_nobody_and_never_exceeds_all(
    part: int | None, whole: int | None
) -> None:
    found = share(part, whole)
    if part is None or not whole or part > whole:
        assert found is None
    else:
        assert found == part / whole


def test_percent_is_rounded_as_in_a_paper_and_never_hides_anybody() -> None:
    assert percent(17 / 80) == "21.3%"
    assert percent(1 / 10_000) == "<0.1%"
    assert percent(9_999 / 10_000) == ">99.9%"
    assert percent(0) == "0.0%"
    assert percent(None) == ""


def test_people_are_whole() -> None:
    assert count("80") == 80
    assert count("80.5") is None
    assert count("-1") is None


# Participant flow


def a_flow(*periods: dict[str, Any]) -> Study:
    groups = [{"id": "FG000", "title": "One"}, {"id": "FG001", "title": "Other"}]
    return record(participantFlowModule={"groups": groups, "periods": list(periods)})


def a_period(title: str, reasons: tuple[str, str], **counts: tuple[str, str]) -> dict[str, Any]:
    def per_group(values: tuple[str, str]) -> list[dict[str, str]]:
        return [
            {"groupId": f"FG00{place}", "numSubjects": value} for place, value in enumerate(values)
        ]

    return {
        "title": title,
        "milestones": [
            {"type": name.replace("_", " "), "achievements": per_group(values)}
            for name, values in counts.items()
        ],
        "dropWithdraws": [{"type": "Death", "reasons": per_group(reasons)}],
    }


def test_numbers_of_participants_that_do_not_add_up_are_told() -> None:
    study = a_flow(
        a_period(
            "First",
            ("2", "0"),
            STARTED=("10", "10"),
            COMPLETED=("8", "9"),
            NOT_COMPLETED=("1", "1"),
        ),
        a_period("Second", ("0", "0"), STARTED=("9", "9"), COMPLETED=("9", "9")),
    )
    problems = participant_flow(results(study).participant_flow_module).problems
    assert problems == (
        "First, One: 8 completed and 1 did not, which makes 9, but 10 started.",
        "First, One: the reasons add up to 2, but 1 did not complete.",
        "First, Other: the reasons add up to 0, but 1 did not complete.",
        "Second, One: 9 started, but only 8 completed “First” before.",
    )


def test_numbers_that_add_up_or_are_no_numbers_are_not_called_wrong() -> None:
    good = a_period(
        "First", ("1", "2"), STARTED=("10", "5"), COMPLETED=("9", "3"), NOT_COMPLETED=("1", "2")
    )
    odd = a_period("Second", ("NA", ""), STARTED=("NA", "3"), COMPLETED=("9", "<3"))
    assert participant_flow(results(a_flow(good, odd)).participant_flow_module).problems == ()


def test_posted_counts_are_those_who_started_the_first_period() -> None:
    study = a_flow(a_period("First", ("0", "0"), STARTED=("10", "NA"), COMPLETED=("10", "5")))
    assert posted_started(study) == {"One": 10}
    assert posted_started(load_study(Path("data/records/NCT03972488.json"))) == {}


def test_a_group_that_starts_in_a_later_period_starts_there() -> None:
    """24 take part 1 and 8 others part 2: nobody of part 2 is "started: 0", and 32 is the sum."""
    study = a_flow(
        a_period("Part 1", ("0", "0"), STARTED=("24", "0"), COMPLETED=("24", "0")),
        a_period("Part 2", ("0", "0"), STARTED=("0", "8"), COMPLETED=("0", "8")),
    )
    assert posted_started(study) == {"One": 24, "Other": 8}
    assert posted_totals(study) == (24, 32)
    assert participant_flow(results(study).participant_flow_module).problems == ()


@pytest.mark.parametrize(
    ("title", "completed", "started"),
    [
        ("Second Intervention", ("18", "20"), ("20", "18")),  # crossed over, posted by treatment
        ("Follow-up", ("0", "0"), ("19", "20")),
        ("Follow-up", ("15", "20"), ("19", "20")),
        ("Part 2", ("8", "8"), ("12", "12")),
        ("Maintenance", ("18", "16"), ("20", "14")),  # randomised a second time
    ],
)
def test_people_who_change_groups_go_on_or_are_new_are_no_contradiction(
    title: str, completed: tuple[str, str], started: tuple[str, str]
) -> None:
    study = a_flow(
        a_period("First", ("0", "0"), STARTED=("20", "20"), COMPLETED=completed),
        a_period(title, ("0", "0"), STARTED=started, COMPLETED=started),
    )
    assert participant_flow(results(study).participant_flow_module).problems == ()


@pytest.mark.parametrize("before", ["0", "", "NA"])
def test_a_group_that_was_not_there_before_is_not_said_to_have_completed_too_little(
    before: str,
) -> None:
    study = a_flow(
        a_period("First", ("0", "0"), STARTED=("10", before), COMPLETED=("10", "0")),
        a_period("Second", ("0", "0"), STARTED=("9", "65"), COMPLETED=("9", "65")),
    )
    assert participant_flow(results(study).participant_flow_module).problems == ()


def test_the_flow_between_periods_holds_the_people_of_the_record() -> None:
    study = a_flow(
        a_period("First", ("1", "0"), STARTED=("10", "5"), COMPLETED=("9", "5")),
        a_period("Second", ("0", "0"), STARTED=("8", "5"), COMPLETED=("7", "5")),
    )
    flow = participant_flow(results(study).participant_flow_module)
    info = periods_info(flow, (0, 1))
    assert [(row["Stage"], row["Group"], row["People"]) for row in periods_table(info)] == [
        ("First", "One", "10"),
        ("First", "Other", "5"),
        ("Second", "One", "8"),
        ("Second", "Other", "5"),
        ("End of Second", "One", "7"),
        ("End of Second", "Other", "5"),
    ]
    groups = [part for part in periods_scene(info, WIDTH).parts if isinstance(part, SceneGroup)]
    bars = [part.parts[-1] for part in groups]
    scale = WIDTH / info.width
    widths = [bar.rings[0][1][0] - bar.rings[0][0][0] for bar in bars if isinstance(bar, Outline)]
    assert widths == pytest.approx([people * scale for people in (10, 5, 8, 5, 7, 5)])
    assert groups[0].alt.startswith("First: One: 10 started")


@pytest.mark.parametrize("before", ["0", ""])
def test_a_group_is_in_the_pictures_from_the_period_it_starts_in(before: str) -> None:
    study = a_flow(
        a_period("First", ("1", before), STARTED=("10", before), COMPLETED=("9", before)),
        a_period("Second", ("0", "1"), STARTED=("9", "5"), COMPLETED=("9", "4")),
    )
    flow = participant_flow(results(study).participant_flow_module)
    consort = consort_info(flow, (0, 1))
    other = consort.ways[1]
    assert (other.name, other.position, other.stops[0].texts) == (
        "Other",
        1,
        ("Second", "Started: 5"),
    )
    assert "Other, First" not in consort.alt
    rows = periods_table(periods_info(flow, (0, 1)))
    assert [(row["Stage"], row["People"]) for row in rows if row["Group"] == "Other"] == [
        ("Second", "5"),
        ("End of Second", "4"),
    ]


def test_groups_without_room_beside_each_other_stand_below() -> None:
    study = a_flow(a_period("All", ("1", "1"), STARTED=("10", "5"), COMPLETED=("9", "4")))
    flow = participant_flow(results(study).participant_flow_module)
    for width in (300.0, 820.0):
        scene = consort_scene(consort_info(flow, (0, 1)), width)
        boxes = [part.frame for part in scene.parts if isinstance(part, Box)]
        assert all(box.right <= width for box in boxes)
        assert (scene.box("0-0").frame.y == scene.box("1-0").frame.y) == (width == 820.0)
        assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))


# Measures


def a_measure(param: str, unit: str, *cells: dict[str, str], **more: Any) -> OutcomeMeasure:
    groups = [{"id": f"OG00{place}", "title": f"Group {place}"} for place in range(len(cells))]
    measurements = [
        {"groupId": group["id"], **cell} for group, cell in zip(groups, cells, strict=True)
    ]
    sizes = [{"groupId": group["id"], "value": "40"} for group in groups]
    return OutcomeMeasure.model_validate(
        {
            "type": "PRIMARY",
            "title": "Measure",
            "paramType": param,
            "unitOfMeasure": unit,
            "groups": groups,
            "denoms": [{"units": "Participants", "counts": sizes}],
            "classes": [{"categories": [{"measurements": measurements}]}],
            **more,
        }
    )


def test_counts_of_people_are_shares_of_those_analysed() -> None:
    item = outcome(a_measure("COUNT_OF_PARTICIPANTS", "Participants", {"value": "10"}))
    cell = item.rows[0].cells[0]
    assert (cell.text, cell.share, cell.denominator) == ("10 of 40 (25.0%)", 0.25, 40)


@pytest.mark.parametrize("size", ["0", "NA", "5"])
def test_without_a_usable_denominator_there_is_no_share(size: str) -> None:
    denoms = [{"units": "Participants", "counts": [{"groupId": "OG000", "value": size}]}]
    item = outcome(
        a_measure("COUNT_OF_PARTICIPANTS", "Participants", {"value": "10"}, denoms=denoms)
    )
    assert item.rows[0].cells[0].share is None
    assert item.rows[0].cells[0].text == "10"


def test_an_end_that_is_no_number_is_open_and_not_zero() -> None:
    item = outcome(
        a_measure(
            "MEDIAN",
            "months",
            {"value": "22.8", "lowerLimit": "19.4", "upperLimit": "NA"},
            {"value": "NA", "lowerLimit": "NA", "upperLimit": "NA", "comment": "Not reached"},
            dispersionType="95% Confidence Interval",
        )
    )
    known, unknown = item.rows[0].cells
    assert (known.low, known.high, known.high_open) == (19.4, None, True)
    assert (unknown.value, unknown.text) == (None, "NA (NA to NA)")
    assert (unknown.low_open, unknown.high_open) == (False, False)  # no end is known: no interval
    info = measure_marks(item, (0, 1), item.rows)
    assert "Not reached" in marks_alt(info)
    assert info.axis
    x = ValueScale(axis=info.axis, start=LEFT, end=WIDTH - RIGHT, size=13).x
    shapes = tuple(marks_scene(info, WIDTH).flat())
    assert [part.x for part in shapes if isinstance(part, Marker)] == [x(22.8)]
    (arrow,) = [part for part in shapes if isinstance(part, Connector)]
    assert [place for place, _ in arrow.points] == [x(22.8), x(info.axis.high)]
    in_colour = [part for part in shapes if isinstance(part, RuledLine) and part.colour == "arm 0"]
    assert [(part.x1, part.x2) for part in in_colour] == [
        (x(19.4), x(22.8)),
        (x(19.4), x(19.4)),  # a stop, at the end that is known alone
    ]


@pytest.mark.parametrize(
    ("param", "spread", "ends"),
    [
        ("MEAN", "Standard Deviation", (7.0, 13.0)),
        ("LEAST_SQUARES_MEAN", "Standard Error", (7.0, 13.0)),
        ("MEDIAN", "Standard Deviation", (None, None)),
        ("GEOMETRIC_MEAN", "Geometric Coefficient of Variation", (None, None)),
        ("GEOMETRIC_MEAN", "Standard Deviation", (None, None)),
    ],
)
def test_a_spread_is_drawn_around_a_mean_and_nothing_else(
    param: str, spread: str, ends: tuple[float | None, float | None]
) -> None:
    item = outcome(a_measure(param, "cm", {"value": "10", "spread": "3"}, dispersionType=spread))
    cell = item.rows[0].cells[0]
    assert (cell.low, cell.high) == ends
    assert cell.text == "10 (3)"


def test_percent_change_is_no_share() -> None:
    change = outcome(a_measure("NUMBER", "percent change from baseline", {"value": "-12"}))
    rate = outcome(a_measure("NUMBER", "percentage of participants", {"value": "43"}))
    assert (change.kind, rate.kind) == (MeasureKind.NUMBER, MeasureKind.PERCENT)
    axis = measure_marks(change, (0,), change.rows).axis
    assert axis is not None
    assert axis.low < -12
    assert axis.reference == 0


def test_an_outcome_that_is_not_posted_yet_says_so() -> None:
    item = outcome(OutcomeMeasure.model_validate({"title": "Later", "type": "SECONDARY"}))
    assert (item.rows, item.role) == ((), "Secondary")
    assert measure_table(item) == []


@pytest.mark.parametrize(
    ("low", "high", "is_log", "told"),
    [
        (0, 100, False, ["0", "20", "40", "60", "80", "100"]),
        (0, 0.35, False, ["0", "0.1", "0.2", "0.3"]),
        (-12.6, 0.6, False, ["-10", "-5", "0"]),
        (0, 2_100_000, False, ["0", "500,000", "1,000,000", "1,500,000", "2,000,000"]),
        (0.14, 5.2, True, ["0.2", "0.5", "1", "2", "5"]),
        (1e-4, 1e9, True, ["0.0001", "1,000,000,000"]),
    ],
)
def test_a_scale_has_few_round_numbers_that_stand_apart(
    low: float, high: float, is_log: bool, told: list[str]
) -> None:
    axis = Axis(title="x", low=low, high=high, is_log=is_log)
    scale = ValueScale(axis=axis, start=8, end=484, size=13)
    assert [written(value) for value in scale.ticks] == told


def test_text_of_a_record_is_no_markup_in_a_picture() -> None:
    group = ResultGroup.model_validate(
        {"id": "OG000", "title": '<a href="http://evil.test">go</a>'}
    )
    spoiled = outcome(
        a_measure("NUMBER", "<i>cm</i>", {"value": "1"}, groups=[group.model_dump(by_alias=True)])
    )
    drawn = scene_svg(marks_scene(measure_marks(spoiled, (0,), spoiled.rows), WIDTH), LIGHT)
    assert "&lt;a" in drawn
    assert "<a" not in drawn
    assert "<i" not in drawn


def test_search_finds_all_words_whatever_their_case() -> None:
    titles = ("Overall Survival", "Survival without progression", "Pain")
    found = [outcome(a_measure("NUMBER", "x", {"value": "1"}, title=title)) for title in titles]
    assert matching(found, "SURVIVAL", ()) == (0, 1)
    assert matching(found, "survival progression", ()) == (1,)
    assert matching(found, "", ("Secondary",)) == ()


def test_groups_have_the_colours_of_their_arms_where_they_are_named_alike() -> None:
    content = {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT00000001"},
            "armsInterventionsModule": {"armGroups": [{"label": "A"}, {"label": "B"}]},
        }
    }
    study = load_study(json.dumps(content))
    titles = ["b", "A", "Total"]
    groups = [ResultGroup.model_validate({"id": title, "title": title}) for title in titles]
    assert group_positions(groups, study) == (1, 0, None)
    assert group_positions([*groups[:1], ResultGroup.model_validate({"title": "C"})], study) == (
        0,
        1,
    )


# Analyses


def analysis(**fields: Any) -> dict[str, Any]:
    return {"groupIds": ["OG000", "OG001"], "paramType": "Hazard Ratio (HR)", **fields}


def test_an_estimate_is_told_as_written_and_drawn_as_numbers() -> None:
    item = a_measure(
        "NUMBER",
        "x",
        {"value": "1"},
        {"value": "2"},
        analyses=[
            analysis(
                paramValue="0.276",
                ciPctValue="95",
                ciLowerLimit="0.182",
                ciUpperLimit="0.418",
                pValue="&lt;0.0001",
                nonInferiorityType="SUPERIORITY",
            )
        ],
    )
    [found] = estimates(item)
    assert found.text == "0.276 (95% CI 0.182 to 0.418)"
    assert (found.value, found.low, found.high) == (0.276, 0.182, 0.418)
    assert found.p_value == "<0.0001"
    info = estimates_marks("Hazard Ratio (HR)", [found], by_outcome=False)
    assert info.axis is not None
    assert (info.axis.is_log, info.axis.reference) == (True, 1.0)
    assert info.blocks[0].marks[0].text.endswith("p <0.0001")


def test_a_forest_holds_one_effect_measure_of_several_outcomes() -> None:
    def measured(title: str, effect: str, value: str) -> OutcomeMeasure:
        fields = analysis(paramType=effect, paramValue=value)
        cells = ({"value": "1"}, {"value": "2"})
        return a_measure("NUMBER", "x", *cells, title=title, analyses=[fields])

    items = (
        measured("One", "Hazard Ratio (HR)", "0.8"),
        measured("Two", "hazard ratio, HR", "0.9"),
        measured("Two", "Hazard Ratio (HR)", "NA"),
        measured("Three", "Mean difference", "3"),
    )
    shared = shared_measures(tuple(found for item in items for found in estimates(item)))
    assert list(shared) == ["Hazard Ratio (HR)"]
    assert [item.value for item in shared["Hazard Ratio (HR)"]] == [0.8, 0.9]


def test_estimates_in_different_units_never_share_a_scale() -> None:
    def weighed(title: str, unit: str, effect: str = "LS Mean Difference") -> OutcomeMeasure:
        fields = analysis(paramType=effect, paramValue="-1")
        cells = ({"value": "1"}, {"value": "2"})
        return a_measure("MEAN", unit, *cells, title=title, analyses=[fields])

    items = (
        weighed("Weight", "kilograms"),
        weighed("Waist", "cm"),
        weighed("Hip", "CM"),
        weighed("Dose of iron", "mg"),
        weighed("Dose of salt", "Mg"),
        weighed("Response", "participants", "Odds Ratio (OR)"),
        weighed("Relapse", "percentage", "Odds Ratio (OR)"),
        # As a share, or in points: of participants, nobody can tell.
        weighed("Cured", "participants", "Risk Difference (RD)"),
        weighed("Improved", "participants", "Risk Difference (RD)"),
        weighed("Better", "percentage of participants", "Risk Difference (RD)"),
        weighed("Worse", "Percentage of Participants", "Risk Difference (RD)"),
    )
    shared = shared_measures(tuple(found for item in items for found in estimates(item)))
    assert {name: [item.outcome for item in same] for name, same in shared.items()} == {
        "LS Mean Difference, kilograms": ["Weight"],
        "LS Mean Difference, cm": ["Waist", "Hip"],
        "LS Mean Difference, mg": ["Dose of iron"],
        "LS Mean Difference, Mg": ["Dose of salt"],
        "Odds Ratio (OR)": ["Response", "Relapse"],
        "Cured: Risk Difference (RD), participants": ["Cured"],
        "Improved: Risk Difference (RD), participants": ["Improved"],
        "Risk Difference (RD), percentage of participants": ["Better", "Worse"],
    }


@pytest.mark.parametrize(
    ("spread_of", "text"),
    [
        ("Standard Deviation", "25.34 (SD 9.106)"),
        ("STANDARD_ERROR", "25.34 (SE 9.106)"),
        ("Geometric Coefficient of Variation", "25.34 (geometric CV 9.106%)"),
        ("Full Range", "25.34 (0.00 to 3.28)"),
        ("95% Confidence Interval", "25.34 (0.00 to 3.28)"),
    ],
)
def test_the_kind_of_spread_decides_what_stands_beside_a_value(spread_of: str, text: str) -> None:
    left_over = {"value": "25.34", "spread": "9.106", "lowerLimit": "0.00", "upperLimit": "3.28"}
    item = a_measure("MEAN", "score", left_over, dispersionType=spread_of)
    assert outcome(item).rows[0].cells[0].text == text


def test_without_a_kind_of_spread_both_the_spread_and_the_limits_are_told() -> None:
    both = {"value": "25.3", "spread": "9.1", "lowerLimit": "20", "upperLimit": "30"}
    item = a_measure("MEAN", "score", both)
    assert outcome(item).rows[0].cells[0].text == "25.3 (20 to 30; 9.1: of what kind is not stated)"


def test_no_line_is_drawn_where_left_over_limits_are() -> None:
    left_over = {"value": "25", "spread": "9", "lowerLimit": "0", "upperLimit": "3"}
    item = a_measure("MEAN", "score", left_over, dispersionType="Standard Deviation")
    cell = outcome(item).rows[0].cells[0]
    assert (cell.low, cell.high) == (16, 34)


@pytest.mark.parametrize("spread_of", ["Standard Deviation", "STANDARD_ERROR"])
def test_limits_without_their_standard_deviation_are_not_shown_as_if_they_were_it(
    spread_of: str,
) -> None:
    left_over = {"value": "25.34", "lowerLimit": "0.00", "upperLimit": "3.28"}
    item = a_measure("MEAN", "score", left_over, dispersionType=spread_of)
    cell = outcome(item).rows[0].cells[0]
    assert (cell.text, cell.low, cell.high) == ("25.34", None, None)


@pytest.mark.parametrize(
    ("value", "ends"),
    [("0.9", (None, None)), ("1", (1, 3)), ("3", (1, 3)), ("3.1", (None, None)), ("NA", (1, 3))],
)
def test_no_line_is_drawn_that_its_value_does_not_lie_on(
    value: str, ends: tuple[float | None, float | None]
) -> None:
    limits = {"value": value, "lowerLimit": "1", "upperLimit": "3"}
    item = a_measure("MEDIAN", "months", limits, dispersionType="95% Confidence Interval")
    cell = outcome(item).rows[0].cells[0]
    assert cell.text == f"{value} (1 to 3)"
    assert (cell.low, cell.high) == ends
    fields = analysis(paramType="Odds Ratio", paramValue=value, ciLowerLimit="1", ciUpperLimit="3")
    found = a_measure("NUMBER", "x", {"value": "1"}, {"value": "2"}, analyses=[fields])
    (estimate,) = estimates(found)
    assert (estimate.low, estimate.high) == ends


def test_points_of_two_questionnaires_are_no_common_unit() -> None:
    def scored(title: str, unit: str) -> OutcomeMeasure:
        fields = analysis(paramType="Mean Difference", paramValue="-1")
        cells = ({"value": "1"}, {"value": "2"})
        return a_measure("MEAN", unit, *cells, title=title, analyses=[fields])

    items = (scored("HADS", "score on a scale"), scored("SF-36", "score on a scale"))
    shared = shared_measures(tuple(found for item in items for found in estimates(item)))
    assert {name: [item.outcome for item in same] for name, same in shared.items()} == {
        "HADS: Mean Difference, score on a scale": ["HADS"],
        "SF-36: Mean Difference, score on a scale": ["SF-36"],
    }


def test_every_number_of_analysed_is_told_with_its_unit() -> None:
    denoms = [
        {"units": "Participants", "counts": [{"groupId": "OG000", "value": "12"}]},
        {"units": "Teeth", "counts": [{"groupId": "OG000", "value": "48"}]},
    ]
    item = a_measure("MEAN", "mm", {"value": "1"}, denoms=denoms)
    (units, numbers), *more = outcome(item).analysed
    assert (units, more) == ("Teeth", [])
    assert numbers.endswith(": 48")


def test_the_posted_interval_of_a_count_is_told() -> None:
    counted = {"value": "10", "lowerLimit": "15.5", "upperLimit": "31.6"}
    item = a_measure(
        "COUNT_OF_PARTICIPANTS", "Participants", counted, dispersionType="95% Confidence Interval"
    )
    assert outcome(item).rows[0].cells[0].text == "10 of 40 (25.0%), 95% CI 15.5 to 31.6"


# Adverse events


def a_safety(
    *pairs: tuple[str, tuple[int | None, int | None], tuple[int | None, int | None]],
) -> Study:
    def stats(affected: int | None, at_risk: int | None, group: str) -> dict[str, Any]:
        return {"groupId": group, "numAffected": affected, "numAtRisk": at_risk}

    return record(
        adverseEventsModule={
            "eventGroups": [{"id": "EG000", "title": "One"}, {"id": "EG001", "title": "Other"}],
            "otherEvents": [
                {"term": term, "stats": [stats(*one, "EG000"), stats(*other, "EG001")]}
                for term, one, other in pairs
            ],
        }
    )


def read_events(study: Study) -> tuple[CountedEvent, ...]:
    return events(results(study).adverse_events_module)


def test_the_risk_difference_is_newcombes() -> None:
    """Newcombe 1998, table II: 56/70 against 48/80 by method 10 gives 0.0524 to 0.3339."""
    found = differences(read_events(a_safety(("Nausea", (56, 70), (48, 80)))), 0, 1)[0]
    assert found is not None
    assert found.value == pytest.approx(0.2)
    assert found.low == pytest.approx(0.0524, abs=5e-5)
    assert found.high == pytest.approx(0.3339, abs=5e-5)


@pytest.mark.parametrize(
    "counts", [(0, 0), (None, 10), (3, None), (11, 10)], ids=["nobody", "no n", "no N", "n over N"]
)
def test_where_no_share_is_known_nothing_is_computed(counts: tuple[int | None, int | None]) -> None:
    found = read_events(a_safety(("Odd", counts, (1, 10)), ("Fine", (0, 10), (1, 10))))
    assert found[0].counts[0].share is None
    computed = differences(found, 0, 1)
    assert computed[0] is None
    assert computed[1] is not None
    assert computed[1].value == -0.1
    assert differences(found, 1, 1) == (None, None)


@pytest.mark.parametrize(
    ("affected", "number_of_events", "text"),
    [
        (2, 77, "2 of 12 (16.7%), 77 events"),
        (1, 1, "1 of 12 (8.3%), 1 event"),
        (2, None, "2 of 12 (16.7%)"),
        (0, 0, "0 of 12 (0.0%)"),
        (None, 5, "5 events"),
    ],
)
def test_the_posted_number_of_events_is_told(
    affected: int | None, number_of_events: int | None, text: str
) -> None:
    count = EventCount(affected=affected, at_risk=12, events=number_of_events)
    assert count.text == text


def compared(names: tuple[str, str], at_risk: tuple[int, int], **design: Any) -> str:
    """Why two groups are not compared, in a study in which 100 people took part."""
    groups = [
        {"id": f"EG{place}", "title": name, "seriousNumAtRisk": people}
        for place, (name, people) in enumerate(zip(names, at_risk, strict=True))
    ]
    study = record(adverseEventsModule={"eventGroups": groups})
    module = DesignModule.model_validate(
        {"enrollmentInfo": {"count": 100, "type": "ACTUAL"}, **design}
    )
    section = study.protocol_section.model_copy(update={"design_module": module})
    changed = study.model_copy(update={"protocol_section": section})
    return why_not_compared(changed, results(changed).adverse_events_module.event_groups)


def test_two_groups_of_different_people_are_compared() -> None:
    assert compared(("Drug", "Placebo"), (50, 50)) == ""
    assert compared(("All-trans retinoic acid", "Placebo"), (50, 49)) == ""


def test_groups_that_hold_the_same_people_are_not_compared() -> None:
    assert "took part" in compared(("Drug", "Placebo"), (50, 51))
    assert "different parts" in compared(("Drug", "Drug, Extension"), (50, 20))
    assert "different parts" in compared(("Period 1: Drug", "Period 2: Drug"), (50, 20))
    assert compared(("Period 1: Drug", "Period 1: Placebo"), (50, 20)) == ""
    crossover = {"designInfo": {"interventionModel": "CROSSOVER"}}
    assert "cross-over" in compared(("Drug first", "Placebo first"), (50, 50), **crossover)


@pytest.mark.parametrize("name", ["Total", "Overall", "All participants", "Both doses, pooled"])
def test_a_total_is_compared_with_none_of_its_parts(name: str) -> None:
    assert name in compared(("Drug", name), (20, 30))


def test_events_are_filtered_and_ordered_as_asked() -> None:
    found = read_events(
        a_safety(
            ("Rash", (1, 10), (1, 10)),
            ("Nausea", (5, 10), (4, 10)),
            ("Cough", (0, 10), (3, 10)),
            ("Unknown", (None, None), (None, None)),
        )
    )

    def terms(**choice: Any) -> list[str]:
        return [item.term for item in chosen_events(found, EventChoice(second=1, **choice))]

    assert terms() == ["Nausea", "Cough", "Rash", "Unknown"]
    assert terms(by="difference") == ["Cough", "Nausea", "Rash", "Unknown"]
    assert terms(by="term") == ["Cough", "Nausea", "Rash", "Unknown"]
    assert terms(threshold=0.3) == ["Nausea", "Cough"]
    assert terms(words="naus") == ["Nausea"]
    assert terms(serious=True) == []
    assert terms(organ_systems=("Eye disorders",)) == []


def test_counts_that_are_no_counts_are_refused_with_their_place() -> None:
    with pytest.raises(StudyError, match=r"adverseEventsModule\.otherEvents\[0\].*numAffected"):
        a_safety(("Nausea", (-1, 10), (1, 10)))


def test_an_empty_results_section_draws_nothing_and_fails_nowhere() -> None:
    empty = results(record())
    assert participant_flow(empty.participant_flow_module).periods == ()
    assert events(empty.adverse_events_module) == ()
    assert about_results(empty) == ()
    assert totals_table(()) == []
    assert (default_choice(()).first, default_choice(()).second) == (0, 0)
    consort = consort_info(participant_flow(empty.participant_flow_module), ())
    assert consort_scene(consort, WIDTH).parts == ()


# Every number of the sample records


def samples() -> list[tuple[Study, dict[str, Any]]]:
    found = []
    for path in SAMPLES:
        raw = json.loads(path.read_text(encoding="utf-8"))
        if "resultsSection" in raw:
            found.append((load_study(path), raw["resultsSection"]))
    assert len(found) >= 10
    return found


def test_every_outcome_value_drawn_is_the_record_s() -> None:
    walked = 0
    for study, raw in samples():
        items = results(study).outcome_measures_module.outcome_measures
        raw_items = raw["outcomeMeasuresModule"]["outcomeMeasures"]
        assert len(items) == len(raw_items)
        for item, raw_item in zip(items, raw_items, strict=True):
            measure = outcome(item)
            raw_rows = [
                category["measurements"]
                for of_class in raw_item.get("classes") or []
                for category in of_class.get("categories") or []
            ]
            assert len(measure.rows) == len(raw_rows)
            drawn = [
                mark
                for start, end in row_pages(measure)
                for block in measure_marks(
                    measure, group_positions(measure.groups, study), measure.rows[start:end]
                ).blocks
                for mark in block.marks
            ]
            ids = [group["id"] for group in raw_item["groups"]]
            raw_cells = [
                cell
                for cells in raw_rows
                for cell in sorted(cells, key=lambda cell: ids.index(cell["groupId"]))
            ]
            assert len(drawn) == len(raw_cells)
            for mark, cell in zip(drawn, raw_cells, strict=True):
                walked += 1
                assert cell["value"] in mark.text
                if measure.kind is MeasureKind.SHARE and mark.value is not None:
                    assert "of" in mark.text
                    continue
                assert mark.value == number(cell["value"])
                if "lowerLimit" in cell:
                    assert (mark.low, mark.high) == (
                        number(cell["lowerLimit"]),
                        number(cell.get("upperLimit")),
                    )
            long = outcomes_long([measure])
            assert [row["Value as written"] for row in long] == [c["value"] for c in raw_cells]
    assert walked > 2000


def test_every_share_drawn_has_the_record_s_count_and_denominator() -> None:
    walked = 0
    for study, raw in samples():
        items = results(study).outcome_measures_module.outcome_measures
        for item, raw_item in zip(
            items, raw["outcomeMeasuresModule"]["outcomeMeasures"], strict=True
        ):
            measure = outcome(item)
            if measure.kind is not MeasureKind.SHARE:
                continue
            own = {
                entry["groupId"]: entry["value"]
                for entry in (raw_item.get("denoms") or [{"counts": []}])[0]["counts"]
            }
            raw_classes = [
                (of_class, category)
                for of_class in raw_item["classes"]
                for category in of_class["categories"]
            ]
            for row, (of_class, category) in zip(measure.rows, raw_classes, strict=True):
                sizes = own | {
                    entry["groupId"]: entry["value"]
                    for entry in (of_class.get("denoms") or [{"counts": []}])[0]["counts"]
                }
                values = {cell["groupId"]: cell["value"] for cell in category["measurements"]}
                for cell in row.cells:
                    group = measure.groups[cell.position].id
                    assert group is not None
                    if cell.share is not None:
                        walked += 1
                        assert cell.share == int(values[group]) / int(sizes[group])
                [block] = measure_marks(measure, (None,) * len(measure.groups), [row]).blocks
                assert [mark.value for mark in block.marks] == [
                    (None if cell.share is None else cell.share * 100) for cell in row.cells
                ] or all(cell.share is None for cell in row.cells)
    assert walked > 300


def test_every_analysis_drawn_is_the_record_s() -> None:
    walked = 0
    for study, raw in samples():
        items = results(study).outcome_measures_module.outcome_measures
        for item, raw_item in zip(
            items, raw["outcomeMeasuresModule"]["outcomeMeasures"], strict=True
        ):
            found = estimates(item)
            for estimate, analysed in zip(found, raw_item.get("analyses") or [], strict=True):
                walked += 1
                assert estimate.value == number(analysed.get("paramValue"))
                assert estimate.low == number(analysed.get("ciLowerLimit"))
                assert estimate.high == number(analysed.get("ciUpperLimit"))
                assert (analysed.get("paramValue") or "") in estimate.text
            assert len(estimates_table(found)) == len(found)
            if drawable := [item for item in found if item.value is not None]:
                info = estimates_marks("x", drawable, by_outcome=False)
                assert info.axis
                x = ValueScale(axis=info.axis, start=LEFT, end=WIDTH - RIGHT, size=13).x
                shapes = marks_scene(info, WIDTH).flat()
                drawn = [part.x for part in shapes if isinstance(part, Marker)]
                assert drawn == [x(item.value) for item in drawable if item.value is not None]
    assert walked >= 70


def test_every_adverse_event_drawn_is_the_record_s() -> None:
    walked = 0
    for study, raw in samples():
        module = raw["adverseEventsModule"]
        groups = results(study).adverse_events_module.event_groups
        found = events(results(study).adverse_events_module)
        raw_events = [*(module.get("seriousEvents") or []), *(module.get("otherEvents") or [])]
        assert len(found) == len(raw_events)
        ids = [group["id"] for group in module["eventGroups"]]
        for item, raw_item in zip(found, raw_events, strict=True):
            stats = {entry["groupId"]: entry for entry in raw_item["stats"]}
            for group, counted in zip(ids, item.counts, strict=True):
                walked += 1
                assert counted.affected == stats.get(group, {}).get("numAffected")
                assert counted.at_risk == stats.get(group, {}).get("numAtRisk")
                if counted.share is not None and counted.affected is not None:
                    assert counted.at_risk
                    assert counted.share == counted.affected / counted.at_risk
        if not found:
            continue
        choice = default_choice(groups)
        places = group_positions(groups, study)
        info = events_info(found, groups, places, choice)
        x = ValueScale(
            axis=Axis(title="", low=0, high=info.most), start=LEFT, end=WIDTH - RIGHT, size=13
        ).x
        shapes = events_scene(info, WIDTH).flat()
        first = [part for part in shapes if isinstance(part, Marker) and part.shape == "circle"]
        shares = [item.counts[0].share for item in found if item.counts[0].share is not None]
        assert [part.x for part in first] == pytest.approx([x(share) for share in shares])
        table = events_table(found, groups)
        assert [row["Event"] for row in table] == [item.term for item in found]
        for group, raw_group in zip(groups, module["eventGroups"], strict=True):
            assert totals(group)[Total.SERIOUS].affected == raw_group.get("seriousNumAffected")
    assert walked > 6000


def test_risk_differences_of_a_large_record_hold_together() -> None:
    study = load_study(SAMPLE_FOLDER / "NCT02545049.json")
    groups = results(study).adverse_events_module.event_groups
    found = read_events(study)
    computed = differences(found, 0, 1)
    for item, difference in zip(found, computed, strict=True):
        one, other = item.counts[0].share, item.counts[1].share
        assert one is not None
        assert other is not None
        assert difference is not None
        assert difference.value == pytest.approx(one - other)
        assert -1 <= difference.low <= difference.value <= difference.high <= 1
    info = differences_info(found[:20], computed[:20], groups, default_choice(groups))
    assert sum(len(block.marks) for block in info.blocks) == 20


def test_every_number_of_the_participant_flow_is_in_its_table() -> None:
    for study, raw in samples():
        flow = participant_flow(results(study).participant_flow_module)
        rows = flow_table(flow)
        raw_rows = [
            entry
            for period in raw["participantFlowModule"]["periods"]
            for entry in (*period["milestones"], *(period.get("dropWithdraws") or []))
        ]
        assert len(rows) == len(raw_rows)
        written = sorted(
            row_entry["numSubjects"]
            for entry in raw_rows
            for row_entry in (entry.get("achievements") or entry.get("reasons"))
            if "numSubjects" in row_entry
        )
        names = len(flow.groups)
        shown = sorted(
            text.split(" ")[0] for row in rows for text in list(row.values())[2 : 2 + names] if text
        )
        assert shown == written
        places = group_positions(flow.groups, study)
        assert consort_scene(consort_info(flow, places), 330).frame.height > 100


def test_every_baseline_value_is_in_the_table() -> None:
    for study, raw in samples():
        module = results(study).baseline_characteristics_module
        measures = [baseline(item, module.groups, module.denoms) for item in module.measures]
        rows = baseline_table(measures)
        cells = [
            cell["value"]
            for measure in raw["baselineCharacteristicsModule"]["measures"]
            for of_class in measure.get("classes") or []
            for category in of_class.get("categories") or []
            for cell in category.get("measurements") or []
        ]
        shown = [text for row in rows for text in list(row.values())[2:] if text != "not stated"]
        assert sorted(text.split(" ")[0] for text in shown) == sorted(cells)


def test_totals_are_drawn_for_every_group() -> None:
    for study, _ in samples():
        groups = results(study).adverse_events_module.event_groups
        places = group_positions(groups, study)
        info = totals_marks([Total.DEATHS], groups, places)
        assert [mark.value is None for mark in info.blocks[0].marks] == [
            not group.deaths_num_at_risk or group.deaths_num_affected is None for group in groups
        ]


@pytest.mark.parametrize(
    ("effect", "value", "ratio", "no_effect"),
    [
        ("Hazard Ratio (HR)", "0.7", True, 1.0),
        ("HR", "0.7", True, 1.0),
        ("Geometric mean ratio (%)", "95", True, 100.0),
        ("Ratio of geometric means", "95.2", True, None),
        ("Log hazard ratio", "-0.3", False, 0.0),
        ("Relative Risk Reduction (%)", "30", False, None),
        ("Vaccine efficacy (1 - hazard ratio)", "95", False, None),
        ("Mean Difference (Final Values)", "2", False, 0.0),
    ],
)
def test_the_line_of_no_effect_stands_where_no_effect_is(
    effect: str, value: str, ratio: bool, no_effect: float | None
) -> None:
    analysis = {"paramType": effect, "paramValue": value}
    found = estimates(OutcomeMeasure.model_validate({"title": "M", "analyses": [analysis]}))[0]
    assert (found.is_ratio, found.no_effect) == (ratio, no_effect)
    drawn = estimates_marks("x", [found], by_outcome=False)
    assert drawn.axis is not None
    assert drawn.axis.reference == no_effect


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("Standard Deviation", "10 of 40 (25.0%), SD 9.1"),
        ("Standard Error", "10 of 40 (25.0%), SE 9.1"),
        ("Geometric Coefficient of Variation", "10 of 40 (25.0%), geometric CV 9.1%"),
    ],
)
@pytest.mark.parametrize("limits", [{}, {"lowerLimit": "1", "upperLimit": "2"}])
def test_the_spread_of_a_count_is_named_once(kind: str, told: str, limits: dict[str, str]) -> None:
    counted = {"value": "10", "spread": "9.1", **limits}
    item = a_measure("COUNT_OF_PARTICIPANTS", "Participants", counted, dispersionType=kind)
    assert outcome(item).rows[0].cells[0].text == told


def test_a_ratio_that_may_be_in_per_cent_is_on_no_scale_with_others() -> None:
    def compared(title: str, value: str) -> OutcomeMeasure:
        fields = analysis(paramType="Geometric Mean Ratio", paramValue=value)
        cells = ({"value": "1"}, {"value": "2"})
        return a_measure("NUMBER", "ng/mL", *cells, title=title, analyses=[fields])

    items = (compared("Cmax", "0.9"), compared("AUC", "1.1"), compared("Ctrough", "95.5"))
    shared = shared_measures(tuple(found for item in items for found in estimates(item)))
    assert {name: [item.outcome for item in same] for name, same in shared.items()} == {
        "Geometric Mean Ratio": ["Cmax", "AUC"],
        "Ctrough: Geometric Mean Ratio": ["Ctrough"],
    }
