"""The same thing has the same sign on the page, on slides, in files and on paper."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from pptx import Presentation
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE

from components.exports.pictures import for_print, pictures
from components.exports.pptx.file import deck_pptx
from components.exports.scene_svg import scene_svg
from components.exports.slide_html import slide_html
from components.palette import LIGHT, VARIABLES, Palette
from components.scenes import drawing
from data import load_study
from data.annotations import Annotations, load_annotations
from data.annotations.schedule import Regimen
from data.deck.build import deck
from data.deck.model import WIDE, Deck
from data.pictures.flow import flow_scene, room_for
from data.pictures.infusion_day import infusion_day_scene
from data.pictures.scene import Scene
from data.pictures.schedule import schedule_scene
from data.pictures.timeline import timeline_scene
from data.schedule.signs import signs_of
from data.timeline.milestones import Certainty
from data.typography.signs import CORNERS
from data.views.flow import flow_info
from data.views.infusion_day import infusion_day_info
from data.views.schedule import schedule_of
from data.views.timeline import timeline_info
from tests.browser import ROOT

NETTER = ROOT / "data" / "records" / "NCT03972488.json"
STUDY = load_study(NETTER)
ANNOTATIONS = load_annotations(STUDY, NETTER.with_suffix(".annotations.yaml"))
AS_OF = date(2026, 1, 21)
SIGNS = {"Lutathera": "circle", "Octreotide LAR": "diamond"}
WIDTHS = (350, 820, 1160)
NATIVE = {
    MSO_SHAPE.OVAL: "circle",
    MSO_SHAPE.DIAMOND: "diamond",
    MSO_SHAPE.ISOSCELES_TRIANGLE: "triangle",
    MSO_SHAPE.RECTANGLE: "square",
    MSO_SHAPE.MATH_MULTIPLY: "cross",
}

Look = tuple[tuple[str, ...], bool]
"""The signs of a thing, those that are open marked so, and whether its outline is dashed."""
Looks = dict[str, Look]
"""By what a thing stands for."""


def page_scenes() -> dict[str, list[Scene]]:
    """The pictures of the pages, each in its arrangements."""
    flow = flow_info(STUDY, ANNOTATIONS, published=True)
    schedule = schedule_of(STUDY, ANNOTATIONS)
    time = timeline_info(STUDY, ANNOTATIONS, AS_OF)
    day = infusion_day_info(ANNOTATIONS)
    assert day
    return {
        "flow": [flow_scene(flow, room_for(width)) for width in WIDTHS],
        "schedule": [schedule_scene(schedule, width) for width in WIDTHS],
        "timeline": [timeline_scene(time, width) for width in WIDTHS],
        "infusion day": [infusion_day_scene(day, width) for width in WIDTHS],
    }


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


def looks(svgs: str, palette: Palette = LIGHT) -> Looks:
    """How each thing looks that a text of several SVG draws."""
    found: Looks = {}
    for svg in re.findall(r"<svg .*?</svg>", svgs, re.DOTALL):
        root = ElementTree.fromstring(re.sub(r' xmlns="[^"]*"', "", svg))
        for group in root.iter("g"):
            title = group.find("title")
            if title is not None and title.text:
                marks = group.findall(".//*[@class='mark']")
                dashed = any("dasharray" in item.get("style", "") for item in group.findall("rect"))
                found[title.text] = (tuple(drawn(mark, palette) for mark in marks), dashed)
    return found


def drawn(mark: ElementTree.Element, palette: Palette) -> str:
    shape = "circle" if mark.tag == "circle" else shape_of(mark.get("d", ""))
    is_open = f"fill:{palette.background};" in mark.get("style", "")
    return f"open {shape}" if is_open else shape


def on_the_page(scenes: Sequence[Scene]) -> Looks:
    """How things look in what the browser is sent."""

    def element(part: Any) -> ElementTree.Element:
        name, attributes, inside = part
        made = ElementTree.Element(name, attributes)
        if isinstance(inside, str):
            made.text = inside
        else:
            made.extend(map(element, inside))
        return made

    sent = json.loads(drawing(scenes).arrangements)
    made = (ElementTree.tostring(element(item["svg"]), encoding="unicode") for item in sent)
    return looks("".join(made), VARIABLES)


def native(made: Deck) -> Looks:
    """How things look in a PowerPoint file."""
    found: Looks = {}
    for slide in Presentation(io.BytesIO(deck_pptx(made, LIGHT))).slides:
        for item in every(slide.shapes):
            alt = item._element[0][0].get("descr")
            inner = [*every(item.shapes)] if hasattr(item, "shapes") else [item]
            if alt and not any(part.name == "Picture" for part in (item, *inner)):
                marks = [part for part in inner if part.name.startswith("Marker: ")]
                boxes = [part for part in inner if part.name.startswith("Box: ")]
                signs = tuple(f"{opened(mark)}{NATIVE[mark.auto_shape_type]}" for mark in marks)
                found[alt] = (signs, any(box.line.dash_style is not None for box in boxes))
    return found


def every(shapes: Any) -> Iterator[Any]:
    for item in shapes:
        yield item
        if hasattr(item, "shapes"):
            yield from every(item.shapes)


def opened(mark: Any) -> str:
    colour = mark.fill.fore_color
    is_open = colour.type is not None and colour.theme_color == MSO_THEME_COLOR.BACKGROUND_1
    return "open " if is_open else ""


@pytest.mark.parametrize("picture", ["flow", "schedule", "timeline", "infusion day"])
def test_a_thing_looks_the_same_in_every_medium(picture: str) -> None:
    scenes = page_scenes()[picture]
    page = on_the_page(scenes)
    assert len(page) >= 3
    for one in scenes:
        assert looks(scene_svg(one, LIGHT)) == page

    made = slides("schedule" if picture == "infusion day" else picture)
    html = looks("".join(slide_html(slide, made, LIGHT, 0) for slide in made.slides))
    file = native(made)
    paper = pictures(STUDY, ANNOTATIONS, AS_OF)[
        "infusion-day" if picture == "infusion day" else picture
    ]
    printed = looks("".join(for_print(item).svg for item in paper))
    for medium in (html, file, printed):
        shared = page.keys() & medium.keys()
        assert len(shared) >= 3
        assert {alt: medium[alt] for alt in shared} == {alt: page[alt] for alt in shared}
        # Nothing is drawn elsewhere that the page does not have; arrows have no signs.
        own = {alt for alt, (signs, dashed) in medium.items() if signs or dashed}
        assert picture in ("schedule", "infusion day") or own <= page.keys()


def test_a_drug_has_one_sign() -> None:
    assert signs_of(ANNOTATIONS) == SIGNS
    for whole in (False, True):
        schedule = schedule_of(STUDY, ANNOTATIONS, whole=whole)
        for alt, (signs, _) in looks(scene_svg(schedule_scene(schedule, 1160), LIGHT)).items():
            for drug, sign in SIGNS.items():
                if re.match(rf"{drug} \d+: ", alt):
                    assert {name.removeprefix("open ") for name in signs} == {sign}


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


def test_each_certainty_has_a_sign_of_its_own() -> None:
    assert len({(item.sign, item.is_filled) for item in Certainty}) == len(Certainty)
