"""The first screen: what its tiles say of any record, and their small pictures."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from components.exports.scene_svg import scene_svg
from components.palette import LIGHT
from data import Study, load_study
from data.annotations import Annotations
from data.annotations.shipped import annotations_of
from data.eligibility import load_checklist
from data.pictures.glance import tile_scene
from data.pictures.marks import marks_scene
from data.pictures.scene import Box, Connector, Marker, RuledLine, SceneGroup, Text
from data.views.glance import Tile, glance
from data.views.results_marks import MarksInfo
from tests.browser import ROOT
from tests.records import SAMPLES

AS_OF = date(2026, 1, 21)
PAGES = {path.stem for path in (ROOT / "pages").glob("*.py")}
IN_ORDER = (
    "flow",
    "benefit",
    "harm",
    "outcome",
    "events",
    "results",
    "sites",
    "timeline",
    "who",
    "check",
)


def tiles_of(study: Study, annotations: Annotations | None = None) -> dict[str, Tile]:
    notes = annotations or Annotations()
    return {tile.key: tile for tile in glance(study, notes, load_checklist(study, notes), AS_OF)}


@pytest.fixture(scope="module")
def netter_2() -> dict[str, Tile]:
    study = load_study(ROOT / "data" / "records" / "NCT03972488.json")
    return tiles_of(study, annotations_of(study))


def test_ten_seconds_tell_what_netter_2_asked_found_and_cost(netter_2: dict[str, Tile]) -> None:
    told = {key: f"{tile.finding} {' '.join(tile.lines)}" for key, tile in netter_2.items()}
    assert list(told) == [k for k in IN_ORDER if k not in ("outcome", "events", "results")]
    assert "226 participants, in 2 groups" in told["flow"]
    assert "151 (67%)" in told["flow"]
    assert "Half went 22.8 months or longer without the disease growing or death" in told["benefit"]
    assert ", against 8.5" in told["benefit"]
    assert "95% CI 19.4 to not estimable" in told["benefit"]
    assert "Fatal: 5 in all. " in told["harm"]
    assert "Blood toxicity, grade 3 or more: 14% against 1%" in told["harm"]
    assert netter_2["benefit"].about == "Median progression-free survival"
    assert netter_2["harm"].about == "Interval: not reported"
    assert "40 sites, in 9 countries" in told["sites"]
    assert "77% of 7 years 9 months" in told["timeline"]
    assert "8 inclusion, 25 exclusion" in told["who"]
    assert "Ki-67 from 10% to 55%" in told["who"]
    assert netter_2["benefit"].source == "Published: Lancet 2024, ASCO GI 2024"


def test_harm_is_never_told_of_one_arm_alone_where_another_event_is_known_of_both(
    netter_2: dict[str, Tile],
) -> None:
    assert "not reported" not in " ".join(netter_2["harm"].lines)
    # One event does not stand for all harm.
    assert netter_2["harm"].heading == "Harm · one of 13 measures"


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_tiles_of_any_record_lead_to_pages_and_are_drawn(path: Path) -> None:
    tiles = tiles_of(load_study(path))
    assert list(tiles) == [key for key in IN_ORDER if key in tiles]
    for tile in tiles.values():
        assert tile.finding
        assert tile.source
        assert tile.page in PAGES | {"#record-check"}
        scene = tile_scene(tile, 250)
        assert (scene is None) == (tile.picture is None)
        if scene is not None:
            assert scene_svg(scene, LIGHT).startswith("<svg")
            boxes = [part.frame for part in scene.parts if isinstance(part, Box)]
            assert all(box.x >= 0 and box.right <= 250.5 for box in boxes)
            assert not any(
                one.overlaps(other) for one in boxes for other in boxes if one is not other
            )


def test_what_a_record_lacks_has_no_tile() -> None:
    bare = {"protocolSection": {"identificationModule": {"nctId": "NCT00000001"}}}
    tiles = tiles_of(load_study(json.dumps(bare)))
    assert list(tiles) == ["results", "check"]
    assert "holds none" in tiles["results"].finding


@pytest.mark.parametrize("kind", ["EXPANDED_ACCESS", "OBSERVATIONAL"])
def test_a_study_without_arms_or_sites_has_tiles_of_the_rest_alone(kind: str) -> None:
    protocol = {
        "identificationModule": {"nctId": "NCT00000001"},
        "statusModule": {"overallStatus": "AVAILABLE", "startDateStruct": {"date": "2025-01"}},
        "designModule": {"studyType": kind},
        "eligibilityModule": {"eligibilityCriteria": "Inclusion Criteria:\n\n* Any adult"},
    }
    tiles = tiles_of(load_study(json.dumps({"protocolSection": protocol})))
    assert list(tiles) == ["flow", "results", "timeline", "who", "check"]
    assert all(tile_scene(tile, 250) is None for tile in tiles.values() if tile.picture is None)


def sample(number: str) -> dict[str, Tile]:
    return tiles_of(load_study(next(path for path in SAMPLES if path.stem == number)))


def test_whom_a_study_plans_to_enrol_is_not_said_to_be_enrolled() -> None:
    flow = sample("NCT06661876")["flow"]
    assert flow.finding == "40 participants planned, in 1 group"
    scene = tile_scene(flow, 250)
    assert scene is not None
    boxes = [part for part in scene.parts if isinstance(part, Box)]
    assert "To be enrolled: 40" in str(boxes)


def test_a_share_without_an_interval_is_seen_by_its_length() -> None:
    scene = tile_scene(sample("NCT02545049")["outcome"], 250)
    assert scene is not None
    bars = [part.frame for part in scene.flat() if isinstance(part, Box)]
    shares = [float(found) for found in re.findall(r"\(([\d.]+)%\)", scene.alt)]
    assert len(bars) == len(shares) == 2
    assert {bar.x for bar in bars} == {8.0}
    assert bars[0].width / bars[1].width == pytest.approx(shares[0] / shares[1], rel=0.01)


def test_no_group_has_its_number_alone() -> None:
    # Of one of the two the posted results have another name.
    assert sample("NCT02545049")["flow"].lines == ("BAY94-8862", "Placebo")
    assert sample("NCT02278250")["flow"].lines[0] == "Part A: M4344 10 mg BIW: 2"


def test_posted_results_are_told_in_numbers_and_benefit_and_harm_on_one_scale() -> None:
    tiles = sample("NCT02545049")
    assert tiles["outcome"].finding == "12.4% against 14.2%"
    assert tiles["events"].finding == (
        "Deaths from any cause: 9.2% against 10.4%. Any serious adverse event: 31.4% against 33.2%"
    )
    for tile in (tiles["outcome"], tiles["events"]):
        assert isinstance(tile.picture, MarksInfo)
        assert tile.picture.axis is not None
        assert (tile.picture.axis.low, tile.picture.axis.high) == (0, 100)


def test_of_one_group_no_picture_is_drawn() -> None:
    tiles = sample("NCT03192891")
    assert tiles["outcome"].finding == "3.2%"
    assert tiles["outcome"].picture is None
    assert tiles["events"].lines == ("Stress CMR and Stable Chest Pain: 0 of 2294 (0.0%)",)
    assert tiles["events"].picture is None


def test_harm_of_many_groups_is_a_range_and_never_a_sum() -> None:
    events = sample("NCT02278250")["events"]
    # Of one or two people a share is no share.
    assert "Deaths from any cause: in " in events.finding
    assert " of 18 groups. " in events.finding
    assert "%" not in events.finding
    assert events.picture is None


def test_a_study_without_arm_groups_says_how_many_took_part_and_how_it_was_built() -> None:
    flow = sample("NCT03192891")["flow"]
    assert flow.finding == "2,349 participants"
    assert "Study type: Observational" in flow.lines
    assert flow.picture is None


def test_a_criterion_that_excludes_is_never_told_as_one_to_meet(netter_2: dict[str, Tile]) -> None:
    assert "Excluded: Previous PRRT" in netter_2["who"].lines
    assert "Ki-67 from 10% to 55%" in netter_2["who"].lines


def test_a_patient_meets_no_jargon_on_the_first_screen() -> None:
    study = load_study(ROOT / "data" / "records" / "NCT03972488.json")
    notes = annotations_of(study)
    tiles = glance(study, notes, load_checklist(study, notes), AS_OF, plain=True)
    pictures = [tile_scene(tile, 250) for tile in tiles]
    drawn = [part for scene in pictures if scene for part in scene.parts]
    lettered = [part.paragraphs for part in drawn if isinstance(part, Box | Text)]
    said = [
        *(text for tile in tiles for text in (tile.heading, tile.finding, tile.about, *tile.lines)),
        *(paragraph.text for paragraphs in lettered for paragraph in paragraphs),
    ]
    jargon = re.compile(
        r"\barms?\b|\bCI\b|estimable|RECIST|GEP-NET|[Cc]ross-over|[Rr]e-treatment|control"
        r"|Randomised|toxicity|criteria\b",
    )
    assert not [text for text in said if jargon.search(text)]
    told = {tile.key: tile for tile in tiles}
    # The facts are the same.
    assert "Lutathera with octreotide LAR: 151 (67%)" in told["flow"].lines
    assert told["benefit"].lines == (
        "Lutathera with octreotide LAR: 22.8 months (most likely 19.4 or more)",
        "High-dose octreotide LAR: 8.5 months (most likely 7.7 to 13.8)",
    )
    assert told["harm"].about == "How sure this is: not reported"
    assert "Your Ki-67 index is from 10% to 55%." in told["who"].lines


def test_a_withdrawn_study_is_not_said_to_lack_the_dates_it_has() -> None:
    assert sample("NCT00973089")["timeline"].finding == "Withdrawn before anybody joined"


def test_criteria_are_counted_in_words_for_everybody_and_those_under_no_heading_are_named() -> None:
    study = load_study(ROOT / "data" / "records" / "NCT03972488.json")
    notes = annotations_of(study)
    tiles = glance(study, notes, load_checklist(study, notes), AS_OF, plain=True)
    who = next(tile for tile in tiles if tile.key == "who")
    assert who.finding == "8 things to meet, 25 that rule people out"
    protocol = {
        "identificationModule": {"nctId": "NCT00000001"},
        "eligibilityModule": {"eligibilityCriteria": "* Any adult\n* Signed consent"},
    }
    bare = tiles_of(load_study(json.dumps({"protocolSection": protocol})))
    assert bare["who"].finding == "2 criteria under no heading"


@pytest.mark.parametrize(
    ("type_", "said"),
    [("ACTUAL", "It took 5 years"), ("ESTIMATED", "Planned for 5 years, now over")],
)
def test_what_is_over_is_told_by_how_long_it_took(type_: str, said: str) -> None:
    dates = {
        "startDateStruct": {"date": "2015-01-01", "type": "ACTUAL"},
        "completionDateStruct": {"date": "2020-01-01", "type": type_},
    }
    protocol = {"identificationModule": {"nctId": "NCT00000001"}, "statusModule": dates}
    tiles = tiles_of(load_study(json.dumps({"protocolSection": protocol})))
    assert tiles["timeline"].finding == said


def test_a_sponsor_sees_first_what_does_not_fit() -> None:
    study = load_study(ROOT / "data" / "records" / "NCT03972488.json")
    notes = annotations_of(study)
    checklist = load_checklist(study, notes)
    tiles = glance(study, notes, checklist, AS_OF, discrepancies_first=True)
    assert [tile.key for tile in tiles[:3]] == ["check", "against", "flow"]
    assert tiles[1].finding == "2 of 15 facts differ"
    assert "Sites: 40 sites listed against 45 centres in 9 countries" in tiles[1].lines


def test_the_strip_of_time_is_filled_up_to_the_day_it_is_seen_from(
    netter_2: dict[str, Tile],
) -> None:
    scene = tile_scene(netter_2["timeline"], 250)
    assert scene is not None
    elapsed = next(part for part in scene.parts if isinstance(part, SceneGroup))
    whole, passed = (part.frame for part in elapsed.parts if isinstance(part, Box))
    start, end = date(2020, 1, 8), date(2027, 10, 29)
    share = (AS_OF - start) / (end - start)
    assert passed.width / whole.width == pytest.approx(share, abs=0.001)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_small_flow_names_as_many_groups_as_can_be_read(path: Path) -> None:
    study = load_study(path)
    tile = tiles_of(study).get("flow")
    if tile is None or tile.picture is None:
        return
    for width in (238, 340):
        scene = tile_scene(tile, width)
        assert scene is not None
        assert scene.frame.height <= 180  # else it is drawn smaller than it can be read
        told = [
            " ".join(line.text for line in part.paragraphs)
            for part in scene.parts
            if isinstance(part, Box)
        ]
        rest = [int(text.split()[1]) for text in told if re.fullmatch(r"and \d+ more groups", text)]
        later = sum(text.startswith("then, for some") for text in told)
        assert len(told) - 1 - later - len(rest) + sum(rest) == len(study.arm_groups)


def test_an_interval_without_an_end_is_an_arrow_and_each_value_stands_on_one_scale(
    netter_2: dict[str, Tile],
) -> None:
    scene = tile_scene(netter_2["benefit"], 250)
    assert scene is not None
    first, second = [part for part in scene.flat() if isinstance(part, Marker)]
    assert len([part for part in scene.flat() if isinstance(part, Connector)]) == 1
    # The signs that the same groups have on the page.
    assert [first.shape, second.shape] == ["circle", "square"]
    picture = netter_2["benefit"].picture
    assert isinstance(picture, MarksInfo)
    on_page = [part for part in marks_scene(picture, 500).flat() if isinstance(part, Marker)]
    assert [mark.shape for mark in on_page] == [first.shape, second.shape]
    zero = min(part.x1 for part in scene.flat() if isinstance(part, RuledLine))
    assert (first.x - zero) / (second.x - zero) == pytest.approx(22.8 / 8.5)
