"""The presentation: what is sent to the browser, and how the page behaves through the app."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from components.palette import DARK, LIGHT
from components.present import stage_data
from data import load_study
from data.annotations import Annotations
from data.annotations.shipped import annotations_of
from data.deck.build import BUILDERS
from data.deck.model import Audience, Cell, Slide, Table
from data.deck.places import narrow_names, same_slides, wide_names
from data.pictures.scene import Frame, Paragraph
from data.topics import Topic

ROOT = Path(__file__).parents[1]
RECORD = ROOT / "data" / "records" / "NCT03972488.json"


def sent(audience: Audience = "lay", **more: Any) -> dict[str, Any]:
    study = more.get("study") or load_study(RECORD)
    return stage_data(
        study,
        more.get("annotations") or annotations_of(study),
        audience=audience,
        as_of=date(2026, 1, 21),
    )


def test_every_kind_of_slide_can_be_chosen() -> None:
    data = sent()
    assert list(Topic) == list(BUILDERS)
    assert [chapter["key"] for chapter in data["chapters"]] == list(BUILDERS)
    for slides in data["decks"].values():
        # A talk has an order of its own, and the rest stands behind it.
        assert {slide["key"] for slide in slides} == set(BUILDERS)


@pytest.mark.parametrize("audience", ["lay", "sponsor"])
def test_slides_of_both_formats_are_there_with_titles_and_notes(audience: Audience) -> None:
    data = sent(audience)
    assert data["audience"] == audience
    assert "NCT03972488" in data["title"]
    for name, width in {"wide": 1280, "narrow": 960}.items():
        for number, slide in enumerate(data["decks"][name], start=1):
            assert slide["title"]
            assert slide["notes"]
            assert f'id="slide-{number}"' in slide["html"]
            assert f"--width:{width};--height:720" in slide["html"]


@pytest.mark.parametrize("audience", ["lay", "sponsor"])
def test_a_name_leads_to_the_same_words_in_both_formats(audience: Audience) -> None:
    decks = sent(audience)["decks"]
    for own, other in (("wide", "narrow"), ("narrow", "wide")):
        names = [slide["name"] for slide in decks[own]]
        assert len(set(names)) == len(names)
        for slide in decks[own]:
            same = decks[other][slide["other"]]
            assert same["key"] == slide["key"]
            assert same["title"].split(" (")[0] == slide["title"].split(" (")[0]
    narrow = {slide["name"]: slide for slide in decks["narrow"]}
    for slide in decks["wide"]:
        assert narrow[slide["name"]] is decks["narrow"][slide["other"]]


def test_a_slide_of_the_narrow_format_is_named_after_the_text_it_begins_with() -> None:
    def table(*rows: str, title: str = "Sites") -> Slide:
        cells = tuple((Cell(lines=(row,)),) for row in rows)
        frame = Frame(x=0, y=0, width=1, height=1)
        block = Table(
            frame=frame, head=(), rows=cells, widths=(1,), heights=(1,) * len(rows), alt=""
        )
        return Slide(
            key="sites", title=Paragraph(lines=(title,)), blocks=(block,), notes=(), sources=()
        )

    wide = [table("a", "b", "c", "d"), table("e", "f", "g", "h")]
    narrow = [table(*pair) for pair in ("ab", "cd", "ef", "gh")]
    assert wide_names(wide) == ("sites-1", "sites-2")
    assert narrow_names(wide, narrow) == ("sites-1", "sites-1b", "sites-2", "sites-2b")
    assert same_slides(narrow, wide) == (0, 0, 1, 1)


def test_light_and_dark_are_the_same_slides_in_other_colours() -> None:
    data = sent()
    assert data["colours"]["light"]["--colour-text"] == LIGHT.text
    assert data["colours"]["dark"]["--colour-arm-1"] == DARK.arms[1]
    assert data["colours"]["light"].keys() == data["colours"]["dark"].keys()
    html = "".join(slide["html"] for slides in data["decks"].values() for slide in slides)
    assert "var(--colour-text)" in html
    assert LIGHT.text not in html


def test_the_same_record_is_the_same_slides_and_takes_little_room() -> None:
    data = json.dumps(sent())
    assert data == json.dumps(sent())
    assert len(data) < 2_000_000


def test_a_record_that_says_next_to_nothing_has_slides_too() -> None:
    content = {"protocolSection": {"identificationModule": {"nctId": "NCT00000001"}}}
    data = sent(study=load_study(json.dumps(content)), annotations=Annotations())
    assert data["decks"]["wide"]
    assert "NCT00000001" in data["title"]


def opened(**parameters: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    for name, value in parameters.items():
        app.query_params[name] = value
    return app.run()


def test_nothing_of_the_app_stands_around_the_slides() -> None:
    app = opened().switch_page("pages/present.py").run()
    assert not app.exception
    assert not app.error
    assert not app.sidebar.children
    assert not app.title
    assert not app.caption


def test_the_open_record_and_the_day_stay_from_page_to_page() -> None:
    app = opened(as_of="2026-01-21", plain="true")
    app.switch_page("pages/present.py").run()
    assert not app.exception
    app.switch_page("pages/design.py").run()
    assert app.selectbox(key="record").value == "NCT03972488"
    assert app.query_params["audience"] == "patient"
    assert app.query_params["as_of"] == "2026-01-21"


def test_a_record_that_is_not_at_hand_is_said_in_one_sentence() -> None:
    app = opened(record="NCT00000001")
    app.switch_page("pages/present.py").run()
    assert not app.exception
    assert "NCT00000001 is not one of the records at hand" in app.warning[0].value
