"""Slides as HTML, read back by an HTML parser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.exports.slide_html import SLIDE_CSS, slide_html
from components.palette import DARK, LIGHT, Palette
from data.deck.model import Deck, SlideBlock
from data.pictures.scene import Paragraph, Scene, Text
from tests.sample_deck import sample_deck, with_text

VOID = {"col", "rect", "path", "circle"}


class Element:
    """An element of the page: its name, attributes, and what is in it."""

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name, self.attributes = name, attributes
        self.children: list[Element | str] = []

    def walk(self) -> Iterator[Element]:
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, name: str) -> list[Element]:
        return [element for element in self.walk() if element.name == name]

    @property
    def text(self) -> str:
        parts = (child if isinstance(child, str) else child.text for child in self.children)
        return re.sub(r"\s+", " ", "".join(parts)).strip()


class Reader(HTMLParser):
    """Reads HTML into elements, and minds that every one is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open = [Element("document", {})]
        self.feed(html)
        self.close()
        assert [element.name for element in self.open] == ["document"]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: Any) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().name == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(deck: Deck, key: str, palette: Palette = LIGHT) -> Element:
    """The slide of a key, as a parser finds it."""
    number, slide = next(
        (number, slide) for number, slide in enumerate(deck.slides, start=1) if slide.key == key
    )
    return Reader(slide_html(slide, deck, palette, number)).open[0]


def everything(deck: Deck, palette: Palette = LIGHT) -> str:
    slides = enumerate(deck.slides, start=1)
    return "\n".join(slide_html(slide, deck, palette, number) for number, slide in slides)


def test_a_slide_is_a_section_named_by_its_title_with_paragraphs_and_a_list() -> None:
    page = read(sample_deck(), "overview")
    section, title = page.all("section")[0], page.all("h2")[0]
    assert section.attributes["aria-labelledby"] == title.attributes["id"]
    assert section.attributes["data-key"] == "overview"
    assert title.text == "What the study asks"
    assert page.all("p")[0].text == "Does the new treatment hold the tumours back for longer?"
    assert [item.text for item in page.all("li")] == [
        "226 people took part",
        "45 hospitals, & < 10 countries",
    ]
    assert "NCT00000001 · last update 21 January 2026" in page.all("footer")[0].text
    assert "Author et al. Journal 2024" in page.all("footer")[0].text
    assert page.all("footer")[0].text.endswith("1 / 6")


def test_a_table_has_heads_of_columns_and_rows_and_a_caption() -> None:
    table = read(sample_deck(), "eligibility").all("table")[0]
    assert table.all("caption")[0].text == "Who could take part: 2 rules."
    heads = [(head.text, head.attributes["scope"]) for head in table.all("th")]
    assert heads == [
        ("What counts", "col"),
        ("Limit", "col"),
        ("Age", "row"),
        ("Ki-67 of the tumour", "row"),
    ]
    assert [cell.text for cell in table.all("td")] == ["15 years or more", "10 to 55 %"]


def test_an_empty_head_is_no_head() -> None:
    deck = sample_deck()
    table: Any = deck.slides[1].blocks[0]
    empty = replace(table.head[0], lines=())
    found = Reader(
        slide_html(
            replace(deck.slides[1], blocks=(replace(table, head=(empty, table.head[1])),)),
            deck,
            LIGHT,
            1,
        )
    )
    assert [head.text for head in found.open[0].all("thead")[0].all("th")] == ["Limit"]


def test_a_picture_says_what_it_shows_and_its_words_are_text() -> None:
    picture = read(sample_deck(), "flow").all("svg")[0]
    assert picture.attributes["role"] == "img"
    alt = "From randomisation, two ways: new treatment or usual treatment."
    assert picture.attributes["aria-label"] == alt
    assert picture.all("desc")[0].text == alt
    said = [title.text for title in picture.all("title")]
    assert "From usual treatment to new treatment, if the tumours grow" in said
    words = [text.text for text in picture.all("text")]
    assert {"Randomised", "151 people", "New treatment, later", "if it grows"} <= set(words)
    box = next(r for r in picture.all("rect") if "stroke-dasharray" in r.attributes["style"])
    assert (box.attributes["x"], box.attributes["y"]) == ("560", "470")


def test_an_arrow_ends_where_the_deck_says_and_points_there() -> None:
    picture = read(sample_deck(), "flow").all("svg")[0]
    line, head = picture.all("path")[-2:]
    assert line.attributes["d"] == "M 560 515 L 416 515"
    assert head.attributes["d"] == "M 400 515 L 416 508 L 416 522 Z"


def test_a_map_has_outlines_and_signs_of_every_shape() -> None:
    picture = read(sample_deck(), "sites").all("svg")[0]
    said = [title.text for title in picture.all("title")]
    assert said == ["A country of two pieces, with a lake", "Site 1", "Site 2", "Site 3", "Site 4"]
    country = picture.all("path")[0].attributes["d"]
    assert country.count("M ") == country.count("Z") == 3
    assert len(picture.all("circle")) == 1
    assert len(picture.all("path")) == 4
    assert LIGHT.background in picture.all("path")[1].attributes["style"]


def test_a_chart_is_a_table_of_what_it_shows_with_bars_to_scale() -> None:
    figure = read(sample_deck(), "results").all("figure")[0]
    alt = "22.8 months with the new treatment, 8.5 with the usual one."
    assert figure.attributes["aria-label"] == alt
    assert figure.all("figcaption")[0].text == "Median time without growth, months"
    rows = [(row.all("th")[0].text, row.all("strong")[0].text) for row in figure.all("tr")]
    assert rows == [("New treatment", "22.8"), ("=1+1 Usual treatment", "8.5 (95% CI)")]
    shares = [bar.attributes["style"] for bar in figure.all("svg")]
    assert shares == ["--share:91.2", "--share:34"]
    assert all(bar.attributes["aria-hidden"] == "true" for bar in figure.all("svg"))


def test_colours_are_those_of_the_palette() -> None:
    light, dark = everything(sample_deck()), everything(sample_deck(), DARK)
    assert LIGHT.arms[1] in light
    assert DARK.arms[2] in dark
    assert DARK.arms[2] not in light
    assert set(re.findall(r"#[0-9A-Fa-f]{6}", dark)) <= {*vars(DARK).values(), *DARK.arms}


def test_the_same_slide_is_the_same_html_and_needs_nothing_from_elsewhere() -> None:
    assert everything(sample_deck()) == everything(sample_deck())
    everywhere = everything(sample_deck()).replace("http://www.w3.org/2000/svg", "") + SLIDE_CSS
    assert not re.search(r"https?:|url\(|@import|<script|<img|<link", everywhere)


HOSTILE = '<img src=x onerror="alert(1)"></text></svg><script>alert(1)</script>\x00\x1b\'"&amp;'


@given(st.just(HOSTILE) | st.text())
def test_no_text_of_a_record_becomes_markup(text: str) -> None:
    def kinds(deck: Deck) -> set[tuple[str, ...]]:
        page = Reader(everything(deck)).open[0]
        return {(element.name, *element.attributes) for element in page.walk()}

    harmless = kinds(sample_deck()) | kinds(with_text(sample_deck(), ""))
    assert kinds(with_text(sample_deck(), text)) <= harmless


def test_hostile_text_is_shown_as_it_stands() -> None:
    page = read(with_text(sample_deck(), HOSTILE), "overview")
    assert page.all("h2")[0].text == HOSTILE.replace("\x00", "�").replace("\x1b", "�")


def test_an_interval_is_a_line_on_its_bar_and_what_is_not_known_is_not_drawn() -> None:
    deck = sample_deck()
    chart: Any = deck.slides[-1].blocks[0]
    first, second = chart.bars
    bars = (replace(first, low=19.4), replace(second, low=7.7, high=13.8))
    slide = replace(deck.slides[-1], blocks=(replace(chart, bars=bars),))
    drawn = slide_html(slide, deck, LIGHT, 1)
    # Twice each: with an edge. The first ends at its bar, where its upper end is not known.
    assert drawn.count('M0.8509 .5H1.0000M0.8509 .3V.7"') == 2
    assert drawn.count('M0.5580 .5H1.0000M0.5580 .3V.7M1.0000 .3V.7"') == 2
    assert '<rect width="0.6159"' in drawn
    assert "<path" not in slide_html(deck.slides[-1], deck, LIGHT, 1)


@pytest.mark.parametrize("width", [0.0, -1.0])
def test_a_chart_without_a_scale_has_no_bars(width: float) -> None:
    deck = sample_deck()
    chart: Any = deck.slides[-1].blocks[0]
    slide = replace(deck.slides[-1], blocks=(replace(chart, maximum=width),))
    assert slide_html(slide, deck, LIGHT, 1).count("--share:0") == 2


def test_gaps_between_paragraphs_are_kept_in_a_picture() -> None:
    deck = sample_deck()
    two = (Paragraph(lines=("one", "two"), size=24), Paragraph(lines=("three",), size=24))
    picture: Any = deck.slides[2].blocks[0]
    text = replace(next(part for part in picture.parts if isinstance(part, Text)), paragraphs=two)
    block: SlideBlock = Scene(frame=picture.frame, parts=(text,), alt="")
    html = slide_html(replace(deck.slides[2], blocks=(block,)), deck, LIGHT, 1)
    one, second, third = (float(y) for y in re.findall(r'<text x="[^"]+" y="([^"]+)"', html))
    assert (second - one, third - second) == pytest.approx((30, 42))
