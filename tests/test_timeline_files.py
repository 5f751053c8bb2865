"""What the timeline hands out: pictures that can be edited, tables, a calendar file."""

import csv
import io
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from components.exports.ics import milestone_calendar
from components.exports.scene_svg import scene_png, scene_svg
from components.palette import DARK, LIGHT
from components.timeline import on_paper
from data import load_study
from data.annotations import Annotations, load_annotations
from data.pictures.scene import Frame, Paragraph, Scene, SceneGroup, Text
from data.pictures.schedule import schedule_scene
from data.spreadsheet import table_csv
from data.study import Study
from data.views.schedule import schedule_of
from data.views.timeline import TimelineInfo, timeline_info, timeline_table
from tests.browser import ROOT

NETTER = ROOT / "data" / "records" / "NCT03972488.json"
PNG_START = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def netter() -> tuple[Study, Annotations]:
    study = load_study(NETTER)
    return study, load_annotations(study, NETTER.with_suffix(".annotations.yaml"))


@pytest.fixture(scope="module")
def info(netter: tuple[Study, Annotations]) -> TimelineInfo:
    return timeline_info(netter[0], netter[1], date(2026, 1, 21))


def texts_of(svg: str) -> list[str]:
    root = ElementTree.fromstring(svg)
    return [element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text")]


def test_the_picture_as_svg_is_text_that_can_be_edited(info: TimelineInfo) -> None:
    texts = texts_of(scene_svg(on_paper(info), LIGHT))
    for item in info.milestones:
        assert any(item.name.startswith(text.rstrip("…")) for text in texts if len(text) > 4)
    assert "29 Oct 2027 · planned" in texts
    assert "As of 21 Jan 2026" in texts
    assert any("77% of the planned time" in text for text in texts)
    assert any("Singh S, et al. Lancet 2024" in text for text in texts)


def test_the_same_day_makes_the_same_picture(info: TimelineInfo) -> None:
    assert scene_svg(on_paper(info), DARK) == scene_svg(on_paper(info), DARK)
    assert scene_png(on_paper(info), LIGHT) == scene_png(on_paper(info), LIGHT)


def test_a_png_is_sharp_and_has_letters(info: TimelineInfo) -> None:
    paper = on_paper(info)
    picture = scene_png(paper, LIGHT)
    assert picture.startswith(PNG_START)
    assert int.from_bytes(picture[16:20]) == 2 * paper.frame.width
    parts = tuple(part for part in paper.parts if not isinstance(part, Text | SceneGroup))
    assert len(picture) > 1.5 * len(scene_png(replace(paper, parts=parts), LIGHT))


def test_the_participants_clock_is_a_picture_too(netter: tuple[Study, Annotations]) -> None:
    picture = schedule_scene(schedule_of(*netter, whole=True), 1160)
    texts = texts_of(scene_svg(picture, LIGHT))
    assert "Every 8 weeks ± 1 week, 4 times" in texts
    assert scene_png(picture, LIGHT).startswith(PNG_START)


def written(title: str, text: str) -> Scene:
    frame = Frame(x=0, y=0, width=100, height=50)
    paragraph = Paragraph(lines=(text,), size=12)
    return Scene(frame=frame, parts=(Text(frame=frame, paragraphs=(paragraph,)),), alt=title)


@given(st.text(), st.text())
def test_any_text_of_a_record_makes_a_valid_picture(title: str, text: str) -> None:
    svg = scene_svg(written(title, text), LIGHT, background=True)
    root = ElementTree.fromstring(svg)
    assert [element.tag.split("}")[1] for element in root] == ["desc", "rect", "g"]


def test_signs_beyond_the_shipped_font_still_make_a_picture() -> None:
    assert scene_png(written("x", "肝臓 ≥ 10 µg"), LIGHT).startswith(PNG_START)


# The table


def test_the_table_as_csv_holds_the_text_twin(info: TimelineInfo) -> None:
    rows = timeline_table(info)
    assert list(csv.DictReader(io.StringIO(table_csv(rows).decode("utf-8-sig")))) == rows


@pytest.mark.parametrize("cell", ["=1+1", "+1+1", "-1+1", "@sum", "\tx"])
def test_no_cell_is_a_formula_to_a_spreadsheet_program(cell: str) -> None:
    assert f"'{cell}" in table_csv([{"a": cell}]).decode("utf-8-sig")


# The calendar


def events(info: TimelineInfo, as_of: date) -> list[tuple[str, date, date]]:
    content = milestone_calendar(info.milestones, nct_id="NCT0", name="NETTER-2", as_of=as_of)
    return [
        (str(event.get("summary")), event.decoded("dtstart"), event.decoded("dtend"))
        for event in Calendar.from_ical(content).walk("VEVENT")
    ]


def test_the_calendar_holds_what_is_still_to_come(info: TimelineInfo) -> None:
    completion = ("NETTER-2: Completion (planned)", date(2027, 10, 29), date(2027, 10, 30))
    assert events(info, date(2026, 1, 21)) == [completion]
    assert events(info, date(2027, 10, 29)) == []
    assert len(events(info, date(2024, 6, 30))) == 3


def test_a_month_is_an_event_of_the_whole_month() -> None:
    study = load_study(
        '{"protocolSection": {"identificationModule": {"nctId": "NCT00000001"}, "statusModule": '
        '{"completionDateStruct": {"date": "2030-02", "type": "ESTIMATED"}}}}'
    )
    found = events(timeline_info(study, Annotations(), date(2026, 1, 1)), date(2026, 1, 1))
    assert found == [("NETTER-2: Completion (estimated)", date(2030, 2, 1), date(2030, 3, 1))]


def test_an_event_says_where_its_date_comes_from(info: TimelineInfo) -> None:
    content = milestone_calendar(
        info.milestones, nct_id="NCT03972488", name="NETTER-2", as_of=date(2026, 1, 21)
    )
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert "Record, study completion date: 2027-10-29" in str(event.get("description"))
    assert event["uid"] == "NCT03972488-completion@trial-explorer"
    assert b"\r\n" in content
