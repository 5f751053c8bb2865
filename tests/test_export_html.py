"""The record as one HTML file, read with the parser of the standard library."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from components.exports.document import document_html
from components.exports.pictures import pictures
from components.palette import DARK, LIGHT, VARIABLES
from data import Study, load_study
from data.annotations import Annotations
from data.annotations.shipped import annotations_of
from data.document.full import full_document
from data.records import shipped_records
from tests.export_records import HOSTILE, hostile
from tests.records import SAMPLES

AS_OF = date(2026, 1, 21)
# What a browser fetches, runs or sends somewhere; a link waits until somebody clicks it.
LOADING = {"src", "srcset", "data", "poster", "action", "background", "formaction", "xlink:href"}
RUNNING = {"script", "iframe", "object", "embed", "form", "base", "img", "link", "foreignobject"}
VOID = {"meta", "br", "hr", "img", "input", "link", "col"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def all(self, *tags: str) -> list[Element]:
        found = [self] if self.tag in tags else []
        return found + [item for child in self.children for item in child.all(*tags)]

    @property
    def words(self) -> str:
        return " ".join(f"{self.text} {' '.join(child.words for child in self.children)}".split())


class Reader(HTMLParser):
    """Builds the tree and fails where tags do not fit together."""

    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("document", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].text += data


def written(study: Study, annotations: Annotations) -> bytes:
    document = full_document(study, annotations, AS_OF)
    return document_html(document, pictures(study, annotations, AS_OF, VARIABLES))


def read(content: bytes) -> Element:
    reader = Reader()
    reader.feed(content.decode("utf-8"))
    assert len(reader.open) == 1, "something was left open"
    return reader.open[0]


@pytest.fixture(scope="module")
def netter() -> Study:
    return load_study(shipped_records()["NCT03972488"])


@pytest.fixture(scope="module")
def html(netter: Study) -> Element:
    return read(written(netter, annotations_of(netter)))


def assert_loads_nothing(page: Element) -> None:
    for element in page.all(*{item.tag for item in everything(page)}):
        assert element.tag not in RUNNING
        assert LOADING.isdisjoint(element.attributes)
        assert not any(name.startswith("on") for name in element.attributes)
        if "href" in element.attributes:
            assert element.tag == "a"
            assert re.match(r"https://|#", element.attributes["href"])
    style = " ".join(item.text for item in page.all("style"))
    assert "url(" not in style
    assert "@import" not in style


def everything(page: Element) -> list[Element]:
    return [page, *(item for child in page.children for item in everything(child))]


def test_it_needs_nothing_else(html: Element) -> None:
    assert_loads_nothing(html)
    policy = next(
        item for item in html.all("meta") if "Content-Security-Policy" in item.attributes.values()
    )
    assert policy.attributes["content"].startswith("default-src 'none'; ")


def test_it_can_be_found_and_followed_without_seeing_it(html: Element) -> None:
    assert html.all("html")[0].attributes["lang"] == "en-GB"
    assert html.all("title")[0].words.startswith("NCT03972488: Study to Evaluate")
    for landmark in ("header", "nav", "main", "footer"):
        assert len(html.all(landmark)) == 1
    levels = [int(item.tag[1]) for item in html.all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    targets = {item.attributes.get("id") for item in everything(html)}
    inside = [item.attributes["href"] for item in html.all("a") if "#" in item.attributes["href"]]
    assert len(inside) > 12
    assert {address[1:] for address in inside} <= targets


def test_every_picture_has_a_name_and_both_sets_of_colours(html: Element) -> None:
    drawn = html.all("svg")
    assert len(drawn) >= 4
    for picture in drawn:
        assert picture.attributes["role"] == "img"
        name = picture.attributes.get("aria-label") or picture.all("title")[0].words
        assert len(name) > 10
        assert len(picture.all("desc")[0].words) > 40
    style = html.all("style")[0].text
    assert LIGHT.accent in style
    assert DARK.accent in style
    assert "prefers-color-scheme: dark" in style
    colours = [value for item in everything(html) for value in item.attributes.values()]
    assert not any(LIGHT.surface in value for value in colours)


def test_every_table_says_what_it_shows_and_names_its_columns(html: Element) -> None:
    tables = html.all("table")
    assert len(tables) > 10
    for table in tables:
        assert table.all("caption")[0].words
        assert all(cell.attributes["scope"] == "col" for cell in table.all("th"))
        width = len(table.all("th"))
        assert all(len(row.all("td")) == width for row in table.all("tr")[1:])


def test_plain_words_come_first_and_the_record_is_one_click_away(html: Element) -> None:
    items = [item for item in html.all("div") if item.attributes.get("class") == "item"]
    criterion = next(item for item in items if item.words.startswith("Inclusion 2"))
    words, quote = criterion.words, criterion.all("details")[0]
    assert words.index("Your Ki-67 index is from 10% to 55%") < words.index("In the record")
    assert quote.all("blockquote")[0].words == "Ki67 index ≥10 and ≤ 55%"
    assert sum(item.words.startswith(("Inclusion ", "Exclusion ")) for item in items) == 33


def test_it_holds_the_facts_and_their_sources(html: Element) -> None:
    words = html.all("body")[0].words
    for fact in (
        "226",
        "8 Jan 2020",
        "29.6 GBq = 800 mCi",
        "22.8 months",
        "Lancet 2024",
        "Yale Cancer Center",
        "Why it matters:",
        "Words explained",
        "progression-free survival",
        "Record last updated 21 Jan 2026",
        "GeoNames",
        "Not medical advice",
    ):
        assert fact in words
    links = {item.attributes["href"] for item in html.all("a")}
    assert "https://clinicaltrials.gov/study/NCT03972488" in links


def test_what_a_record_says_is_text_and_nothing_else() -> None:
    content = written(hostile(), Annotations())
    page = read(content)
    assert_loads_nothing(page)
    seen = HOSTILE.replace("\u0007", "\N{REPLACEMENT CHARACTER}")
    assert " ".join(seen.split()) in page.all("body")[0].words
    assert b"\x07" not in content


def test_the_same_record_becomes_the_same_bytes(netter: Study) -> None:
    annotations = annotations_of(netter)
    assert written(netter, annotations) == written(netter, annotations)


def test_every_sample_record_becomes_a_whole_page() -> None:
    for path in SAMPLES:
        study = load_study(path)
        page = read(written(study, Annotations()))
        assert_loads_nothing(page)
        assert len(page.all("section")) >= 8
