"""The first screen: what its tiles say of any record, and their small pictures."""

from __future__ import annotations

import json
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
from data.pictures.scene import Box, Marker, Rule
from data.views.glance import Tile, glance
from tests.browser import ROOT
from tests.records import SAMPLES

AS_OF = date(2026, 1, 21)
PAGES = {path.stem for path in (ROOT / "pages").glob("*.py")}
IN_ORDER = ("flow", "benefit", "harm", "results", "sites", "timeline", "who", "check")


def tiles_of(study: Study, annotations: Annotations | None = None) -> dict[str, Tile]:
    notes = annotations or Annotations()
    return {tile.key: tile for tile in glance(study, notes, load_checklist(study, notes), AS_OF)}


@pytest.fixture(scope="module")
def netter_2() -> dict[str, Tile]:
    study = load_study(ROOT / "data" / "records" / "NCT03972488.json")
    return tiles_of(study, annotations_of(study))


def test_ten_seconds_tell_what_netter_2_asked_found_and_cost(netter_2: dict[str, Tile]) -> None:
    told = {key: f"{tile.finding} {' '.join(tile.lines)}" for key, tile in netter_2.items()}
    assert list(told) == [key for key in IN_ORDER if key != "results"]
    assert "226, 2 groups" in told["flow"]
    assert "151 (67%)" in told["flow"]
    assert "22.8 against 8.5 months" in told["benefit"]
    assert "95% CI 19.4 to not estimable" in told["benefit"]
    assert "Fatal: 5 in all. " in told["harm"]
    assert "14 against 1 of 100" in told["harm"]
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
        assert tile.page in PAGES | {""}
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
    assert list(tiles) == ["results", "timeline", "who", "check"]
    assert all(tile_scene(tile, 250) is None for tile in tiles.values() if tile.picture is None)


def test_the_strip_of_time_is_filled_up_to_the_day_it_is_seen_from(
    netter_2: dict[str, Tile],
) -> None:
    scene = tile_scene(netter_2["timeline"], 250)
    assert scene is not None
    bars = [part for part in scene.parts if isinstance(part, Rule) and part.width == 8]
    whole, passed = bars
    start, end = date(2020, 1, 8), date(2027, 10, 29)
    share = (AS_OF - start) / (end - start)
    assert (passed.x2 - passed.x1) / (whole.x2 - whole.x1) == pytest.approx(share)


def test_an_interval_without_an_end_is_an_arrow_and_each_value_stands_on_one_scale(
    netter_2: dict[str, Tile],
) -> None:
    scene = tile_scene(netter_2["benefit"], 250)
    assert scene is not None
    first, second = [part for part in scene.parts if isinstance(part, Marker)]
    zero = min(part.x1 for part in scene.parts if isinstance(part, Rule))
    assert (first.x - zero) / (second.x - zero) == pytest.approx(22.8 / 8.5)
