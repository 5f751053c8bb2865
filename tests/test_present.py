"""The presentation: what is sent to the browser, and how the page behaves through the app."""

from __future__ import annotations

import json
import re
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
from data.deck.build import BUILDERS, deck
from data.deck.model import NARROW, TALK_ENDS, WIDE, DeckAudience, Slide, Table, TableCell
from data.deck.places import (
    chosen,
    former_names,
    narrow_names,
    narrow_parts,
    same_slides,
    wide_names,
)
from data.deck.spoken import spoken
from data.pictures.scene import Frame, Paragraph
from data.topics import Topic
from tests.records import SAMPLE_FOLDER

ROOT = Path(__file__).parents[1]
RECORD = ROOT / "data" / "records" / "NCT03972488.json"


def sent(audience: DeckAudience = "lay", **more: Any) -> dict[str, Any]:
    study = more.get("study") or load_study(RECORD)
    return stage_data(
        study,
        more.get("annotations") or annotations_of(study),
        audience=audience,
        as_of=date(2026, 1, 21),
    )


@pytest.mark.parametrize("audience", ["lay", "sponsor"])
def test_every_wide_slide_can_be_chosen_and_brings_its_narrow_ones(audience: DeckAudience) -> None:
    decks = sent(audience)["decks"]
    wide = [slide["name"] for slide in decks["wide"]]
    assert [slide["part"] for slide in decks["wide"]] == wide
    assert {slide["part"] for slide in decks["narrow"]} == set(wide)
    assert list(Topic) == list(BUILDERS)


def test_slides_are_named_by_what_they_say_and_their_former_names_still_lead_there() -> None:
    data = sent("sponsor")
    titles = {slide["name"]: slide["title"] for slide in data["decks"]["wide"]}
    assert titles["harm"].startswith("Harm: ")
    assert titles["misfits"] == "What does not fit, or is missing"
    former = data["former"]["names"]
    assert former["overview-1"] == "cover"
    assert former["overview-3"] == "aim"
    # A number alone as well, whatever stands before that slide now.
    assert (former["2"], former["3"], former["26"]) == ("misfits", "aim", "map")
    assert former["results-3"] == "harm"
    assert former["sites-4"] == "site-list-3"
    assert former["sites-5b"] in {slide["name"] for slide in data["decks"]["narrow"]}
    # No name of now was once the name of something else, nor of a topic.
    assert {name for name, now in former.items() if name in titles and now != name} == set()
    assert not set(titles) & ({*Topic, *data["former"]["topics"]} - {Topic.SOURCES})


def test_harm_has_one_name_whether_it_is_published_or_posted() -> None:
    for name in ("NCT02545049", "NCT01874431"):
        data = sent("lay", study=load_study(SAMPLE_FOLDER / f"{name}.json"))
        assert "harm" in {slide["name"] for slide in data["decks"]["wide"]}


def test_a_talk_of_eight_slides_is_said_in_less_than_ten_minutes() -> None:
    data = sent("lay")
    talk = [slide for slide in data["decks"]["wide"] if slide["talk"]]
    assert len(talk) == 8
    assert 3 < sum(slide["words"] for slide in talk) / data["pace"] < 10
    assert not any(slide["name"] in ("asked-for", "kept-out") for slide in talk)


# The passage by which the pace of voices is told; Aesop, in the public domain.
NORTH_WIND = (
    "The North Wind and the Sun were disputing which was the stronger, when a traveler came along "
    "wrapped in a warm cloak. They agreed that the one who first succeeded in making the traveler "
    "take his cloak off should be considered stronger than the other."
)


def test_the_spoken_time_is_that_of_prose_and_longer_for_long_words_and_numbers() -> None:
    assert spoken(NORTH_WIND) == pytest.approx(len(NORTH_WIND.split()), rel=0.2)
    assert spoken("a neuroendocrine tumour of the pancreas") > 1.5 * spoken("a kind of flu we saw")
    assert spoken("2,294 people") > spoken("many people") + 4


@pytest.mark.parametrize("audience", ["lay", "sponsor"])
def test_slides_of_both_formats_are_there_with_titles_and_notes(audience: DeckAudience) -> None:
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
def test_a_name_leads_to_the_same_words_in_both_formats(audience: DeckAudience) -> None:
    decks = sent(audience)["decks"]
    for own, other in (("wide", "narrow"), ("narrow", "wide")):
        names = [slide["name"] for slide in decks[own]]
        assert len(set(names)) == len(names)
        for slide in decks[own]:
            same = decks[other][slide["other"]]
            assert same["key"] == slide["key"]
            # What a picture shows is its title where that keeps to a line: names are the same.
            assert _begins(same["name"]) == _begins(slide["name"])
    narrow = {slide["name"]: slide for slide in decks["narrow"]}
    for slide in decks["wide"]:
        assert narrow[slide["name"]] is decks["narrow"][slide["other"]]


def _begins(name: str) -> str:
    """A name without what counts its parts."""
    return re.sub(r"(-\d+)?(-[a-z])?$", "", name)


def test_a_slide_of_the_narrow_format_is_named_after_the_text_it_begins_with() -> None:
    def table(*rows: str, title: str = "Sites") -> Slide:
        cells = tuple((TableCell(lines=(row,)),) for row in rows)
        frame = Frame(x=0, y=0, width=1, height=1)
        block = Table(
            frame=frame, head=(), rows=cells, widths=(1,), heights=(1,) * len(rows), alt=""
        )
        return Slide(
            key="sites",
            name="site-list",
            title=Paragraph(lines=(title,)),
            blocks=(block,),
            notes=(),
            sources=(),
        )

    wide = [table("a", "b", "c", "d"), table("e", "f", "g", "h")]
    narrow = [table(*pair) for pair in ("ab", "cd", "ef", "gh")]
    assert wide_names(wide) == ("site-list", "site-list-2")
    assert narrow_names(wide, narrow) == (
        *("site-list", "site-list-b", "site-list-2", "site-list-2-b"),
    )
    assert narrow_parts(wide, narrow) == (*("site-list",) * 2, *("site-list-2",) * 2)
    assert former_names(wide, narrow)["sites-2b"] == "site-list-2-b"
    assert same_slides(narrow, wide) == (0, 0, 1, 1)


def test_slides_that_were_chosen_are_the_same_in_every_format_and_in_their_order() -> None:
    study = load_study(RECORD)
    made = {
        size.name: deck(
            study, annotations_of(study), audience="lay", size=size, as_of=date(2026, 1, 21)
        ).slides
        for size in (WIDE, NARROW)
    }
    wide = made["16:9"]
    names = ("harm", "asked-for-2", "no-such", "cover", "harm")
    assert [slide.name for slide in chosen(names, wide, wide)] == ["harm", "asked-for", "cover"]
    narrow = chosen(names, made["4:3"], wide)
    assert narrow[0].name == "harm"
    assert narrow[-1].name == "cover"
    assert set(narrow) < set(made["4:3"])
    assert chosen(("no-such",), wide, wide) == ()


def test_slides_that_were_chosen_do_not_say_where_the_whole_talk_ends() -> None:
    study = load_study(RECORD)
    as_of = date(2026, 1, 21)
    slides = deck(study, annotations_of(study), audience="lay", size=WIDE, as_of=as_of).slides
    (last,) = (slide for slide in slides if TALK_ENDS in slide.notes)
    (alone,) = chosen((last.name,), slides, slides)
    assert alone.notes == last.notes[:-1]


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
    assert any("NCT03972488" in caption.value for caption in app.sidebar.caption)
    assert app.query_params["audience"] == "patient"
    assert app.query_params["as_of"] == "2026-01-21"


def test_slides_are_taken_away_as_they_were_chosen_also_from_a_link() -> None:
    app = opened(slides="harm,cover", as_of="2026-01-21")
    app.switch_page("pages/export.py").run()
    assert not app.exception
    assert app.query_params["slides"] == "harm,cover"
    assert any("The 2 slides chosen under Present" in text.value for text in app.text)
    app.segmented_control(key="export_slides").set_value("all").run()
    assert any("The whole deck" in text.value for text in app.text)


def test_what_was_chosen_for_one_audience_is_only_promised_where_the_other_deck_has_it() -> None:
    app = opened(slides="misfits,harm", as_of="2026-01-21")
    app.switch_page("pages/export.py").run()
    assert any("The slide chosen under Present" in text.value for text in app.text)
    assert any(
        "2 slides were chosen" in said.value and "1 of them" in said.value for said in app.caption
    )
    app = opened(slides="misfits,against", as_of="2026-01-21")
    app.switch_page("pages/export.py").run()
    assert any("The whole deck" in text.value for text in app.text)
    assert any("none of them: all of it is taken" in said.value for said in app.caption)
    app.segmented_control(key="export_audience").set_value("sponsor").run()
    assert any("The 2 slides chosen under Present" in text.value for text in app.text)


def test_a_record_that_is_not_at_hand_is_said_in_one_sentence() -> None:
    app = opened(record="NCT00000001")
    app.switch_page("pages/present.py").run()
    assert not app.exception
    assert "NCT00000001 is not one of the records at hand" in app.warning[0].value
