"""NETTER-2's published results: exact, cited, and benefit and harm told alike."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import plotly.graph_objects as go
import pytest

from components.figures.results_events import results_events_figure
from components.figures.results_marks import results_marks_figure
from components.palette import LIGHT
from data import Study, StudyError, load_study
from data.annotations import Annotations, load_annotations
from data.annotations.load import check_annotations
from data.annotations.results import ResultsAnnotation, ResultSide, Scale, Severity
from data.deck.build import deck
from data.deck.model import WIDE, Chart
from data.document.full import full_document
from data.document.model import Grid
from data.pictures.hundred import hundred_scene
from data.pictures.scene import Marker, SceneGroup
from data.views.results import results_standing
from data.views.results_hundred import hundred_alt, of_hundred
from data.views.results_published import (
    PublishedInfo,
    PublishedMeasure,
    compared,
    published_info,
    published_table,
)

RECORD = Path(__file__).parents[1] / "data" / "records" / "NCT03972488.json"


@pytest.fixture(scope="module")
def netter() -> tuple[Study, Annotations]:
    study = load_study(RECORD)
    return study, load_annotations(study, RECORD.with_suffix(".annotations.yaml"))


@pytest.fixture(scope="module")
def info(netter: tuple[Study, Annotations]) -> PublishedInfo:
    return published_info(*netter)


def measure(info: PublishedInfo, technical: str) -> PublishedMeasure:
    return next(item for item in info.measures if item.technical == technical)


def test_those_who_know_its_name_read_it_with_the_shares_as_published(info: PublishedInfo) -> None:
    blood = measure(info, "Blood toxicity, grade 3 or more")
    assert blood.technical_finding == "Blood toxicity, grade 3 or more: 14% against 1%"
    assert blood.difference == (
        "13 percentage points more in the Lutathera arm (computed here from the two figures)."
    )
    pfs = measure(info, "Median progression-free survival")
    assert pfs.technical_finding == pfs.finding
    assert pfs.difference.startswith("14.3 months longer in the Lutathera arm")
    assert measure(info, "Fatal adverse events").difference == ""


# Read against the publications themselves; a figure changes only with this table.
PUBLISHED = {
    "screened": "261",
    "excluded_before_randomisation": "35",
    "randomised": "226",
    "randomised_lutathera": "151 (67%)",
    "randomised_control": "75 (33%)",
    "enrolment_period": "January 2020 to October 2022",
    "centres": "45 centres in 9 countries",
    "countries": "9 countries",
    "age_limit": "15 years and older",
    "tumour_assessment": "at baseline, in week 16, in week 24, then every 12 weeks",
    "pfs_lutathera": "22.8 months (95% CI 19.4 to not estimable)",
    "pfs_control": "8.5 months (95% CI 7.7 to 13.8)",
    "pfs_hazard_ratio": "0.276 (95% CI 0.182 to 0.418), p < 0.0001",
    "response_lutathera": "43.0%",
    "response_control": "9.3%",
    "response_odds_ratio": "7.81 (95% CI 3.32 to 18.4)",
    "disease_control_lutathera": "90.7%",
    "disease_control_control": "66.7%",
    "any_adverse_event_lutathera": "136 of 147 treated (93%)",
    "all_cycles": "87.8% of those treated",
    "activity": "29.2 GBq (planned 29.6 GBq)",
    "planned_activity": "29.6 GBq",
    "octreotide_lutathera": "30 mg",
    "octreotide_control": "60 mg",
    "grade_2": "65.0%",
    "grade_3": "35.0%",
    "primary_site_pancreas": "54.4%",
    "primary_site_small_intestine": "29.2%",
    "fatal_events": "5 in all",
    "blood_toxicity_lutathera": "20 (14%)",
    "blood_toxicity_control": "1 (1%)",
    "myelodysplastic_syndrome_lutathera": "1 case, about 14 months after the first cycle",
    "lymphocytes_lutathera": "38.1% of 147 treated",
    "lymphocytes_control": "2.7% of 73 treated",
    "leukocytes_lutathera": "4.1% of 147 treated",
    "leukocytes_control": "0% of 73 treated",
    "neutrophils_lutathera": "3.4% of 147 treated",
    "neutrophils_control": "0% of 73 treated",
    "platelets_lutathera": "2.0% of 147 treated",
    "platelets_control": "0% of 73 treated",
    "haemoglobin_lutathera": "1.4% of 147 treated",
    "haemoglobin_control": "2.7% of 73 treated",
    "infections_lutathera": "31.3%",
    "infections_control": "27.4%",
    "nausea_lutathera": "27%",
    "nausea_control": "18%",
    "diarrhoea_lutathera": "26%",
    "diarrhoea_control": "34%",
    "abdominal_pain_lutathera": "18%",
    "abdominal_pain_control": "27%",
}


def test_every_published_figure_is_as_its_publication_gives_it(
    netter: tuple[Study, Annotations],
) -> None:
    assert {key: figure.value for key, figure in netter[1].published.items()} == PUBLISHED


def test_a_figure_s_number_and_interval_are_those_of_its_words(
    netter: tuple[Study, Annotations],
) -> None:
    for key, figure in netter[1].published.items():
        in_words = [float(found) for found in re.findall(r"\d+(?:\.\d+)?", figure.value)]
        ends = (figure.interval.low, figure.interval.high) if figure.interval else ()
        for value in (figure.number, *ends):
            assert value is None or value in in_words, key
        if figure.interval and figure.interval.high is None:
            assert "not estimable" in figure.value


def test_the_medians_are_drawn_with_their_intervals_and_no_end_is_invented(
    info: PublishedInfo,
) -> None:
    survival = measure(info, "Median progression-free survival")
    lutathera, control = survival.picture.blocks[0].marks
    assert (lutathera.value, lutathera.low, lutathera.high, lutathera.high_open) == (
        22.8,
        19.4,
        None,
        True,
    )
    assert (control.value, control.low, control.high, control.high_open) == (8.5, 7.7, 13.8, False)
    assert survival.hundred is None
    figure = go.Figure(results_marks_figure(survival.picture, LIGHT, 400))
    assert list(figure.data[-1].x) == [22.8, 8.5]
    assert figure.data[0].marker.symbol[1] == "triangle-right"
    assert list(figure.data[1].x) == [7.7, 13.8]


def test_the_hazard_ratio_comes_after_the_months_and_says_what_it_is_not(
    info: PublishedInfo,
) -> None:
    survival = measure(info, "Median progression-free survival")
    assert "22.8 months" in survival.sentences[0]
    assert "8.5 months" in survival.sentences[0]
    assert "14.3 months longer" in survival.sentences[1]
    ratio = survival.sentences[-1]
    assert "28% of the rate in the control arm" in ratio
    assert "does not say how many people are spared" in ratio
    exact = {line.label: line.value for line in survival.exact}
    assert (
        exact["Stratified hazard ratio, progression or death"]
        == "0.276 (95% CI 0.182 to 0.418), p < 0.0001"
    )


@pytest.mark.parametrize(
    ("technical", "people", "apart"),
    [
        ("Objective response rate", (43, 9), "about 34 more of 100"),
        ("Disease control rate", (91, 67), "about 24 more of 100"),
        ("Nausea, any grade", (27, 18), "about 9 more of 100"),
        ("Diarrhoea, any grade", (26, 34), "about 8 fewer of 100"),
        ("Abdominal pain, any grade", (18, 27), "about 9 fewer of 100"),
        ("Blood toxicity, grade 3 or more", (14, 1), "about 13 more of 100"),
        ("Lymphocytes decreased (laboratory), grade 3 or 4", (38, 3), "about 35 more of 100"),
        ("Haemoglobin decreased (laboratory), grade 3 or 4", (1, 3), "about 1 fewer of 100"),
    ],
)
def test_shares_are_people_of_the_same_hundred_in_both_arms(
    info: PublishedInfo, technical: str, people: tuple[int | None, ...], apart: str
) -> None:
    item = measure(info, technical)
    assert item.hundred is not None
    assert tuple(group.affected for group in item.hundred.groups) == people
    assert apart in " ".join(item.sentences)
    groups = [
        part for part in hundred_scene(item.hundred, 420).parts if isinstance(part, SceneGroup)
    ]
    dots = [[dot for dot in group.parts if isinstance(dot, Marker)] for group in groups]
    filled = [sum(dot.fill.startswith("arm") for dot in group) for group in dots if group]
    assert filled == [count for count in people if count is not None]
    assert {len(group) for group in dots} <= {0, 100}
    assert ("not reported" in hundred_alt(item.hundred)) == (None in people)
    for group, n in zip(item.hundred.groups, people, strict=True):
        told = "not reported" if n is None else f"about {n} of 100"
        assert f"{group.group}: {told}" in hundred_alt(item.hundred)


def test_a_published_figure_is_the_same_on_page_slide_paper_and_in_the_file(
    netter: tuple[Study, Annotations], info: PublishedInfo
) -> None:
    study, annotations = netter
    as_of = date(2026, 11, 26)
    slides = deck(
        study, annotations, audience="sponsor", size=WIDE, as_of=as_of, slides=["results"]
    ).slides
    charts = [block for slide in slides for block in slide.blocks if isinstance(block, Chart)]
    on_slides = {(bar.label, bar.value) for chart in charts for bar in chart.bars}
    noted = " ".join(note for slide in slides for note in slide.notes)
    told_on_slides = " ".join(chart.alt for chart in charts)
    cited_on_slides = " ".join(source for slide in slides for source in slide.sources)
    on_paper = {
        row
        for section in full_document(study, annotations, as_of).sections
        for block in section.blocks
        if isinstance(block, Grid) and "Published in" in block.head
        for row in block.rows
    }
    in_file = {(row["Figure"], row["Arm group"]): row for row in published_table(info)}
    for item, given in zip(info.measures, annotations.results.measures, strict=True):
        assert [line.key for line in item.by_arm if line.figure] == list(given.figures.values())
        for line in item.by_arm:
            assert line.arm is not None
            row = in_file[f"{item.technical}: {line.label}", line.arm.group]
            names = [source.short for source in line.sources]
            assert (line.label, line.value, "; ".join(names)) in on_paper
            assert row["Value"] == line.value
            if item.is_drawn:
                assert f"{line.label}: {line.value}" in told_on_slides
            else:
                assert f"{line.label}: {line.value}" in noted
            assert all(name in cited_on_slides for name in names)
            if line.figure is None:
                assert row["Number"] == row["Source"] == ""
                continue
            figure = annotations.published[line.key]
            assert line.figure == figure
            assert names == [annotations.citations[key].short for key in figure.citations]
            assert not item.is_drawn or (line.label, figure.number) in on_slides
            assert float(row["Number"]) == figure.number
            assert row["Unit"] == figure.unit
            ends = (figure.interval.low, figure.interval.high) if figure.interval else (None, None)
            assert [row["Interval from"], row["Interval to"]] == [
                "" if end is None else f"{end:g}" for end in ends
            ]


def test_unit_and_level_of_an_interval_are_those_of_the_figure(
    netter: tuple[Study, Annotations],
) -> None:
    study, annotations = netter
    published = {
        key: figure.model_copy(
            update={
                "unit": "weeks",
                "interval": figure.interval.model_copy(update={"level": 90}),
            }
        )
        if key.startswith("pfs_") and figure.interval
        else figure
        for key, figure in annotations.published.items()
    }
    changed = annotations.model_copy(update={"published": published})
    item = measure(published_info(study, changed), "Median progression-free survival")
    told = " ".join(item.sentences)
    assert "The median is 14.3 weeks longer" in told
    assert "90% confidence intervals" in told
    assert "95%" not in told
    assert "months" not in told
    assert item.picture.axis is not None
    assert item.picture.axis.title == "weeks, median with 90% confidence interval"


def test_figures_of_one_measure_are_in_one_unit(netter: tuple[Study, Annotations]) -> None:
    study, annotations = netter
    for unit, said in (("weeks", "months and weeks"), (None, "months and none")):
        control = annotations.published["pfs_control"].model_copy(update={"unit": unit})
        published = {**annotations.published, "pfs_control": control}
        with pytest.raises(StudyError, match=f"expected figures in one unit, got {said}"):
            check_annotations(study, annotations.model_copy(update={"published": published}))


def test_no_harm_is_drawn_of_one_arm_alone_and_the_other_is_said_not_to_be_reported(
    info: PublishedInfo,
) -> None:
    told = {item.technical: item for item in info.in_words}
    assert list(told) == [
        "Fatal adverse events",
        "Myelodysplastic syndrome",
        "Any adverse event, any grade",
    ]
    for item in told.values():
        assert item.hundred is None
        assert item.finding == item.title
        assert "not reported here" in item.sentences[-1]
    assert "5 in all" in told["Fatal adverse events"].sentences[0]
    assert "arms are not told apart" in told["Fatal adverse events"].sentences[0]
    assert "1 case" in told["Myelodysplastic syndrome"].sentences[0]


def test_deaths_and_severe_harm_come_before_harm_of_any_grade(info: PublishedInfo) -> None:
    severity = [item.severity for item in info.measures if item.side is ResultSide.HARM]
    assert severity[0] is Severity.FATAL
    assert severity == sorted(severity, key=list(Severity).index)


def test_benefit_and_harm_stand_in_one_picture_by_the_difference_between_the_arms(
    info: PublishedInfo,
) -> None:
    picture = compared(info)
    assert picture is not None
    assert picture.groups == ("Lutathera arm", "Control arm")
    gaps = [(item.first or 0) - (item.second or 0) for item in picture.events]
    assert gaps == sorted(gaps, reverse=True)
    rows = {item.name: item for item in picture.events}
    assert len(rows) == sum(item.scale is Scale.SHARE and item.is_drawn for item in info.measures)
    blood = rows["Harm · Blood toxicity, grade 3 or more"]
    assert (blood.first, blood.second, blood.is_open) == (0.14, 0.01, False)
    assert blood.text == "Lutathera arm 20 (14%) · Control arm 1 (1%)"
    assert rows["Harm · Nausea, any grade"].is_open
    assert not rows["Benefit · Objective response rate"].is_open
    signs = go.Figure(results_events_figure(picture, LIGHT, 600)).data[0].marker.symbol
    assert {"circle", "circle-open"} == set(signs)


def test_a_picture_of_two_arms_is_not_made_of_one(netter: tuple[Study, Annotations]) -> None:
    study, annotations = netter
    one = {"lutathera": annotations.results.arms["lutathera"]}
    measures = tuple(
        item.model_copy(update={"figures": {"lutathera": item.figures["lutathera"]}})
        for item in annotations.results.measures
        if "lutathera" in item.figures
    )
    results = annotations.results.model_copy(update={"arms": one, "measures": measures})
    changed = annotations.model_copy(update={"results": results})
    assert compared(published_info(study, changed)) is None


def test_what_a_median_found_is_its_title(info: PublishedInfo) -> None:
    assert measure(info, "Median progression-free survival").finding == (
        "Half went 22.8 months or longer without the disease growing or death, against 8.5"
    )
    assert measure(info, "Objective response rate").finding == (
        "Tumours shrank clearly: 43 against 9 of 100"
    )


def test_half_a_person_is_rounded_up() -> None:
    assert [of_hundred(value) for value in (0, 9.3, 92.5, 90.7, 100)] == [0, 9, 93, 91, 100]


def test_benefit_and_harm_are_told_in_the_same_way(info: PublishedInfo) -> None:
    for leading in (True, False):
        benefit, harm = (info.of(side, leading=leading) for side in ResultSide)
        assert benefit
        assert harm
    assert all(item.leaves_out for item in info.measures if item.leading and item.is_drawn)


def test_every_figure_shown_is_cited_and_what_is_not_reported_has_no_number(
    info: PublishedInfo,
) -> None:
    for row in published_table(info):
        if row["Section"] == "Not reported" or row["Value"].startswith("not reported"):
            assert not re.search(r"\d", row["Value"])
        else:
            assert row["Source"].startswith("published: "), row
    missing = " ".join(line.label + line.value for line in info.not_reported)
    for word in ("overall survival", "crossed over", "median follow-up", "median age", "cut-off"):
        assert word in missing


def test_the_page_says_where_its_figures_come_from(netter: tuple[Study, Annotations]) -> None:
    standing = results_standing(*netter)
    assert (standing.posted, standing.published) == (False, True)
    assert "published" in standing.told("This is")
    study, _ = netter
    for has_results, said in ((True, "results exist"), (False, "no results"), (None, "not say")):
        other = study.model_copy(update={"has_results": has_results})
        told = results_standing(other, Annotations())
        assert said in told.told("This is")
        assert not told.published
    assert published_info(study, Annotations()).measures == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"arms": {"x": {"title": "X", "short": "x", "group": "Nobody"}}}, "no arm group 'Nobody'"),
        ({"groups": [{"title": "G", "figures": ["nothing"]}]}, "no published figure 'nothing'"),
        ({"not_reported": [{"what": "w", "why": "y", "citations": ["z"]}]}, "no citation 'z'"),
    ],
)
def test_what_the_arrangement_names_must_exist(
    netter: tuple[Study, Annotations], change: dict[str, object], said: str
) -> None:
    study, annotations = netter
    broken = annotations.model_copy(update={"results": ResultsAnnotation.model_validate(change)})
    with pytest.raises(StudyError, match=said):
        check_annotations(study, broken)


def test_a_share_that_is_drawn_is_a_number_of_hundred(netter: tuple[Study, Annotations]) -> None:
    study, annotations = netter
    for number in (None, 143.0):
        wrong = annotations.published["nausea_control"].model_copy(update={"number": number})
        published = {**annotations.published, "nausea_control": wrong}
        with pytest.raises(StudyError, match="nausea_control"):
            check_annotations(study, annotations.model_copy(update={"published": published}))
