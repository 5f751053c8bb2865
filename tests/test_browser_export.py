"""The export page in a browser: choose, click, and open what was downloaded with other readers."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pptx import Presentation
from pypdf import PdfReader

from components.exports.document import document_html
from components.exports.pictures import pictures
from components.palette import VARIABLES
from data import load_study
from data.annotations.shipped import annotations_of
from data.document.full import full_document
from data.records import shipped_records
from tests.browser import axe_violations, wait_ready

EXPORT = "/export?as_of=2026-01-21"


def choose(page: Page, label: str, option: str) -> None:
    group = page.get_by_role("radiogroup", name=label)
    group.get_by_role("radio", name=option, exact=True).click()
    wait_ready(page)


def downloaded(page: Page, button: str, folder: Path) -> Path:
    with page.expect_download(timeout=60_000) as waiting:
        page.get_by_role("button", name=button).click()
    name = waiting.value.suggested_filename
    waiting.value.save_as(folder / name)
    return folder / name


def test_every_file_can_be_taken_away_and_opened(app_page: Page, tmp_path: Path) -> None:
    app_page.goto(EXPORT)
    wait_ready(app_page)
    assert axe_violations(app_page) == []
    choose(app_page, "Slides for", "A sponsor")
    choose(app_page, "Slide format", "4:3")
    choose(app_page, "Paper", "Letter")

    slides = downloaded(app_page, "PowerPoint", tmp_path)
    assert slides.name == "NCT03972488_2026-01-21_slides-sponsor-4x3.pptx"
    presentation = Presentation(str(slides))
    assert presentation.slide_width
    assert presentation.slide_height
    assert presentation.slide_width / presentation.slide_height == pytest.approx(4 / 3)
    assert len(presentation.slides) > 3

    handout = downloaded(app_page, "Handout (PDF)", tmp_path)
    assert handout.name == "NCT03972488_2026-01-21_handout-Letter.pdf"
    pages = PdfReader(handout).pages
    assert len(pages) == 2
    assert round(pages[0].mediabox.width) == 612

    record = downloaded(app_page, "Full record (PDF)", tmp_path)
    assert record.name == "NCT03972488_2026-01-21_record-Letter.pdf"
    assert len(PdfReader(record).pages) > 10

    web_page = downloaded(app_page, "Web page (HTML)", tmp_path)
    assert web_page.name == "NCT03972488_2026-01-21_record.html"
    assert web_page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")

    data = downloaded(app_page, "Data (ZIP)", tmp_path)
    assert data.name == "NCT03972488_2026-01-21_data.zip"
    with zipfile.ZipFile(io.BytesIO(data.read_bytes())) as archive:
        section = json.loads(archive.read("NCT03972488.json"))["protocolSection"]
        assert section["identificationModule"]["nctId"] == "NCT03972488"


@pytest.fixture(scope="module")
def web_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record as one HTML file, on the disk."""
    study = load_study(shipped_records()["NCT03972488"])
    annotations, day = annotations_of(study), date(2026, 1, 21)
    drawn = pictures(study, annotations, day, VARIABLES)
    path = tmp_path_factory.mktemp("taken away") / "record.html"
    path.write_bytes(document_html(full_document(study, annotations, day), drawn))
    return path


@pytest.mark.parametrize(
    ("scheme", "width", "background"),
    [("light", 1280, "rgb(255, 255, 255)"), ("dark", 390, "rgb(16, 26, 34)")],
)
def test_the_web_page_opens_from_the_disk_and_asks_for_nothing(
    browser: Browser, web_page: Path, scheme: str, width: int, background: str
) -> None:
    context = browser.new_context(
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 900},
        offline=True,
    )
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(web_page.as_uri())
    assert asked == [web_page.as_uri()]
    assert said == []
    assert axe_violations(page) == []
    page_width = page.evaluate("document.documentElement.scrollWidth")
    assert page_width <= width, "the page scrolls sideways"
    colour = "element => getComputedStyle(element).backgroundColor"
    assert page.locator("body").evaluate(colour) == background

    # The pictures have the colours of the screen, and a reader finds the record's own words.
    behind = page.locator("svg rect").first
    assert behind.evaluate("element => getComputedStyle(element).fill") == background
    criterion = page.locator(".item", has_text="Inclusion 2").first
    quote = criterion.get_by_text("Ki67 index ≥10 and ≤ 55%")
    expect(quote).to_be_hidden()
    criterion.get_by_text("In the record’s words").click()
    expect(quote).to_be_visible()
    context.close()
