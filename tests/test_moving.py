"""Participants as dots that go through the flow: in reported numbers, and no others."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from components.moving import moving_data
from data import Study, load_study
from data.annotations import Annotations
from data.annotations.shipped import annotations_of
from data.pictures.moving import MOST_DOTS, moving_across, moving_picture, people_per_dot
from data.pictures.scene import LINE_HEIGHT, Box, Frame, Marker, Text
from data.views.moving import MovingInfo, moving_info
from tests.records import SAMPLES

STUDY = load_study(Path(__file__).parents[1] / "data" / "records" / "NCT03972488.json")


def netter_2() -> MovingInfo:
    info = moving_info(STUDY, annotations_of(STUDY))
    assert info is not None
    return info


def test_everybody_screened_is_somewhere_at_every_stage() -> None:
    stages = [{key: n for key, n in stage.holding.items() if n} for stage in netter_2().stages]
    assert stages == [
        {"screening": 261},
        {"excluded": 35, "randomised": 226},
        {"excluded": 35, "lutathera": 151, "control": 75},
        {"excluded": 35, "lutathera": 151, "control": 75},
    ]


def test_over_slides_each_person_is_a_dot_below_the_words_of_their_step() -> None:
    info = netter_2()
    drawn = moving_across(info, Frame(x=0, y=0, width=1060, height=540))
    assert drawn is not None
    words = {
        box_of(drawn.scene.parts, Marker(x=text.frame.middle, y=text.frame.y, radius=0)): text
        for text in drawn.scene.parts
        if isinstance(text, Text)
    }
    for stage, dots in zip(info.stages, drawn.dots, strict=True):
        where = [box_of(drawn.scene.parts, dot) for dot in dots]
        assert Counter(where) == {key: number for key, number in stage.holding.items() if number}
        for key, dot in zip(where, dots, strict=True):
            spoken = [item for item in words[key].paragraphs if item.text.isprintable()]
            height = sum(len(item.lines) * item.size * LINE_HEIGHT for item in spoken)
            assert dot.y - dot.radius > words[key].frame.y + height


def test_over_slides_what_has_no_room_goes_down_the_page() -> None:
    assert moving_across(netter_2(), Frame(x=0, y=0, width=500, height=540)) is None
    data = moving_data(STUDY, annotations_of(STUDY), over_slides=True)
    assert data is not None
    assert [item["width"] for item in data["arrangements"]] == [pytest.approx(350, abs=20), 900]


def test_how_many_crossed_over_is_a_question_mark_and_no_guess() -> None:
    info = netter_2()
    last = info.stages[-1]
    assert "cross_over" in last.unknown
    assert "not reported" in last.told
    assert "Randomised (2:1): 226" in info.stages[1].told
    assert "Lancet 2024" in info.stages[1].told
    drawn = moving_picture(info, 740)
    assert len(drawn.unknown[-1]) == len(last.unknown)
    assert drawn.unknown[:-1] == ((), (), ())


def test_patients_are_told_the_stages_in_plain_words() -> None:
    info = moving_info(STUDY, annotations_of(STUDY), plain=True)
    assert info is not None
    assert [stage.holding for stage in info.stages] == [s.holding for s in netter_2().stages]
    assert "Chance decides: 226" in info.stages[1].told
    assert "Changing to Lutathera" in info.stages[-1].told


def test_on_a_wide_page_the_dots_go_across() -> None:
    data = moving_data(STUDY, annotations_of(STUDY))
    assert data is not None
    *narrow, wide = data["arrangements"]
    assert len(narrow) == 2
    assert max(item["width"] for item in narrow) < wide["width"] == 1060


@pytest.mark.parametrize("width", [350, 500, 740, 960])
def test_each_person_is_a_dot_in_the_box_of_their_step(width: float) -> None:
    info = netter_2()
    drawn = moving_picture(info, width)
    for stage, dots in zip(info.stages, drawn.dots, strict=True):
        where = Counter(box_of(drawn.scene.parts, dot) for dot in dots)
        assert where == {key: number for key, number in stage.holding.items() if number}


def box_of(parts: tuple[Any, ...], dot: Marker) -> str:
    return next(
        part.key
        for part in parts
        if isinstance(part, Box)
        and part.key
        and part.frame.x <= dot.x - dot.radius
        and dot.x + dot.radius <= part.frame.right
        and part.frame.y <= dot.y - dot.radius
        and dot.y + dot.radius <= part.frame.bottom
    )


def test_nobody_who_was_excluded_comes_back_and_nobody_changes_arms() -> None:
    drawn = moving_picture(netter_2(), 740)
    for before, after in zip(drawn.dots[2], drawn.dots[3], strict=True):
        assert before == after


def posted(enrolled: int, arms: tuple[int | None, ...], design: str = "RANDOMIZED") -> Study:
    """A study of some arms with posted numbers; None for an arm that has none."""
    groups = [{"id": f"FG{place}", "title": f"Arm {place}"} for place in range(len(arms))]
    counts = [
        {"groupId": f"FG{place}", "numSubjects": str(number)}
        for place, number in enumerate(arms)
        if number is not None
    ]
    started = {"type": "STARTED", "achievements": counts}
    flow = {"groups": groups, "periods": [{"title": "Overall Study", "milestones": [started]}]}
    protocol = {
        "identificationModule": {"nctId": "NCT00000001"},
        "designModule": {
            "studyType": "INTERVENTIONAL",
            "designInfo": {"allocation": design, "interventionModel": "PARALLEL"},
            "enrollmentInfo": {"count": enrolled, "type": "ACTUAL"},
        },
        "armsInterventionsModule": {
            "armGroups": [
                {"label": f"Arm {place}", "type": "EXPERIMENTAL"} for place in range(len(arms))
            ]
        },
    }
    results = {"participantFlowModule": flow}
    return load_study(json.dumps({"protocolSection": protocol, "resultsSection": results}))


def test_posted_numbers_move_too_and_who_is_left_over_is_said() -> None:
    info = moving_info(posted(100, (60, 37)), Annotations())
    assert info is not None
    assert list(info.stages[1].holding.values()) == [3, 60, 37]
    assert "Where the other 3 went is not told." in info.stages[1].told


@pytest.mark.parametrize(
    ("enrolled", "arms"),
    [(100, (60, None)), (100, (None, None)), (96, (60, 37)), (0, (0, 0))],
)
def test_without_the_numbers_of_every_arm_or_where_they_do_not_fit_there_is_no_picture(
    enrolled: int, arms: tuple[int | None, ...]
) -> None:
    study = posted(enrolled, arms)
    assert moving_info(study, Annotations()) is None
    assert moving_data(study, Annotations()) is None


@pytest.mark.parametrize(
    ("people", "whole"), [(MOST_DOTS, 1), (MOST_DOTS + 1, 2), (7352, 25), (1, 1)]
)
def test_in_a_large_study_a_dot_is_several_people_and_it_is_said(people: int, whole: int) -> None:
    study = posted(people, (people // 3, people - people // 3))
    info = moving_info(study, Annotations())
    assert info is not None
    assert people_per_dot(info) == whole
    assert len(moving_picture(info, 350).dots[0]) <= MOST_DOTS
    data = moving_data(study, Annotations())
    assert data is not None
    said = "One dot is one person." if whole == 1 else f"One dot is about {whole} people."
    assert data["dot"] == said


def test_every_record_of_the_registry_has_a_whole_picture_or_none() -> None:
    for path in SAMPLES:
        study = load_study(path)
        info = moving_info(study, annotations_of(study))
        if info is not None:
            assert len(info.stages) >= 2
            drawn = moving_picture(info, 350)
            assert len({len(dots) for dots in drawn.dots}) == 1, path.name
            totals = {sum(stage.holding.values()) for stage in info.stages}
            assert len(totals) == 1, path.name
