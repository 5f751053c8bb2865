"""The same thing has the same sign on the page, on slides, in files and on paper."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE

from components.exports.pictures import pictures
from components.exports.pptx.file import deck_pptx
from components.exports.scene_svg import scene_svg
from components.exports.slide_html import slide_html
from components.palette import LIGHT
from data import load_study
from data.annotations import Annotations, load_annotations
from data.annotations.schedule import Regimen
from data.deck.build import deck
from data.deck.model import WIDE, Deck
from data.pictures.scene import Marker, Scene, SceneGroup
from data.pictures.schedule import schedule_scene
from data.pictures.timeline import timeline_scene
from data.schedule.signs import signs_of
from data.timeline.milestones import Certainty
from data.topics import Topic
from data.typography.signs import CORNERS
from data.views.schedule import schedule_of
from data.views.timeline import timeline_info
from tests.browser import ROOT

NETTER = ROOT / "data" / "records" / "NCT03972488.json"
STUDY = load_study(NETTER)
ANNOTATIONS = load_annotations(STUDY, NETTER.with_suffix(".annotations.yaml"))
AS_OF = date(2026, 1, 21)
SIGNS = {"Lutathera": "circle", "Octreotide LAR": "diamond"}
NATIVE = {"circle": MSO_SHAPE.OVAL, "diamond": MSO_SHAPE.DIAMOND}
# A mark with the title that says what it stands for.
TITLED = re.compile(r"<title>([^<:]+?) \d+: [^<]*</title><(circle|path d=\"([^\"]*)\")")


def slides(*keys: str) -> Deck:
    return deck(STUDY, ANNOTATIONS, audience="sponsor", size=WIDE, as_of=AS_OF, slides=keys or None)


def shape_of(path: str) -> str:
    """The sign that a path draws, whatever its size and place."""
    corners = [tuple(map(float, pair.split())) for pair in re.findall(r"[-\d.]+ [-\d.]+", path)]
    for sign, wanted in CORNERS.items():
        if len(wanted) != len(corners):
            continue
        size = (corners[1][0] - corners[0][0]) / (wanted[1][0] - wanted[0][0])
        moved = [(x - corners[0][0], y - corners[0][1]) for x, y in corners]
        drawn = [((x - wanted[0][0]) * size, (y - wanted[0][1]) * size) for x, y in wanted]
        if all(
            one == pytest.approx(other, abs=0.1) for one, other in zip(moved, drawn, strict=True)
        ):
            return sign
    return "none"


def titled(svg: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for drug, tag, path in TITLED.findall(svg):
        found.setdefault(drug, set()).add("circle" if tag == "circle" else shape_of(path))
    return found


def test_a_drug_has_one_sign_in_every_medium() -> None:
    assert signs_of(ANNOTATIONS) == SIGNS
    wanted = {drug: {sign} for drug, sign in SIGNS.items()}

    for whole in (False, True):
        for width in (340, 1160):
            schedule = schedule_of(STUDY, ANNOTATIONS, whole=whole)
            assert titled(scene_svg(schedule_scene(schedule, width), LIGHT)) == wanted

    made = slides("schedule")
    html = "".join(slide_html(slide, made, LIGHT, 0) for slide in made.slides)
    assert titled(html) == wanted

    (*paper,) = pictures(STUDY, ANNOTATIONS, AS_OF)[Topic.SCHEDULE]
    assert titled("".join(item.svg for item in paper)) == wanted

    native: dict[str, set[object]] = {}
    for slide in Presentation(io.BytesIO(deck_pptx(made, LIGHT))).slides:
        for group in (item for item in slide.shapes if hasattr(item, "shapes")):
            for item in group.shapes:
                alt = item._element[0][0].get("descr") or ""
                if told := re.match(r"(.+?) \d+: ", alt):
                    native.setdefault(told[1], set()).add(item.auto_shape_type)
    assert native == {drug: {NATIVE[sign]} for drug, sign in SIGNS.items()}


def test_the_file_of_the_clock_has_a_sign_for_every_dose() -> None:
    clock = schedule_of(STUDY, ANNOTATIONS, whole=True)
    svg = scene_svg(schedule_scene(clock, 1160), LIGHT)
    shapes = [shape_of(path) for path in re.findall(r'<path d="([^"]*)"', svg)]
    count = dict.fromkeys(("circle", "diamond", "cross"), 0)
    for track in clock.tracks:
        count[track.sign] += len(track.events)
    assert svg.count("<circle") == count["circle"] > 10
    assert shapes.count("diamond") == count["diamond"] > 20
    assert shapes.count("cross") == count["cross"] == 12


def test_every_drug_of_another_record_has_a_sign_of_its_own() -> None:
    dose = {"dose": {"value": 1, "unit": "mg"}, "at_most": 1, "quote": "q"}
    names = ["B", "A", "B", "C", "D"]
    courses = [{**dose, "key": f"k{place}", "drug": name} for place, name in enumerate(names)]
    regimen = Regimen.model_validate({"group": "g", "short": "g", "start": "s", "courses": courses})
    schedule = ANNOTATIONS.schedule.model_copy(update={"regimens": (regimen,)})
    signs = signs_of(ANNOTATIONS.model_copy(update={"schedule": schedule}))
    assert list(signs) == ["B", "A", "C", "D"]
    assert len(set(signs.values())) == 4
    assert signs_of(Annotations()) == {}


def signs(scene: Scene) -> dict[str, list[tuple[str, bool]]]:
    """The signs of each milestone, and whether they are filled."""
    return {
        group.key: [
            (part.shape, part.fill != "background")
            for part in group.parts
            if isinstance(part, Marker)
        ]
        for group in scene.parts
        if isinstance(group, SceneGroup)
    }


def test_a_milestone_has_one_sign_on_the_page_and_on_slides() -> None:
    page = signs(timeline_scene(timeline_info(STUDY, ANNOTATIONS, AS_OF), 820))
    (slide,) = (
        signs(block)
        for slide in slides("timeline").slides
        for block in slide.blocks
        if isinstance(block, Scene)
    )
    assert {"start", "completion", "publication-1"} <= slide.keys()
    for key, drawn in slide.items():
        assert drawn == page[key]


def test_each_certainty_has_a_sign_of_its_own() -> None:
    assert len({(item.sign, item.is_filled) for item in Certainty}) == len(Certainty)
