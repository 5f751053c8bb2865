"""From a word to its sentence, with the keyboard alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data import load_study
from data.search import shown_texts
from tests.browser import axe_violations, wait_ready

STUDY = load_study(Path(__file__).parents[1] / "data" / "records" / "NCT03972488.json")

MARKED = "[...(CSS.highlights.get('pointed-out') ?? [])].map(String)"


def search(page: Page, words: str) -> None:
    """Open the search, type, and press the first hit: no mouse."""
    page.keyboard.press("Control+K")
    field = page.get_by_role("dialog").get_by_label("Words in the record")
    expect(field).to_be_focused()
    page.keyboard.type(words)
    first = page.get_by_role("dialog").get_by_role("button", name="Go to it on the page").first
    expect(first).to_be_visible()
    wait_ready(page)
    # How much there is, is said aloud.
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text(re.compile("place"))
    for _ in range(4):
        page.keyboard.press("Tab")
        if first.evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize(
    ("start", "words", "path", "sentence"),
    [
        ("/", "Cockroft", "/eligibility", "Creatinine clearance < 40 mL/min calculated by the"),
        (
            "/timeline?as_of=2026-01-21",
            "optional re-treatment phase",
            "/?as_of=2026-01-21",
            "The study consisted of a screening",
        ),
        ("/sites?where=France", "Meldola", "/sites", "Istituto Oncologico Romagnolo"),
        # Patients come to plain words first.
        (
            "/design?flow_counts=Published&plain=true",
            "18 years",
            "/eligibility?audience=patient",
            "But the record's age field says at least 18 years.",
        ),
    ],
)
def test_a_search_leads_to_the_sentence_by_keyboard(
    app_page: Page, start: str, words: str, path: str, sentence: str
) -> None:
    app_page.goto(start)
    wait_ready(app_page)
    search(app_page, words)
    expect(app_page).to_have_url(re.compile(rf"\d{re.escape(path)}$"))
    app_page.wait_for_function(f"() => {MARKED}.length")
    (marked,) = app_page.evaluate(MARKED)
    assert marked.startswith(sentence)
    focused = app_page.locator(":focus")
    expect(focused).to_contain_text(sentence)
    expect(focused).to_be_in_viewport()
    assert axe_violations(app_page) == []


def test_on_a_phone_the_menu_makes_way_for_the_sentence(app_page: Page) -> None:
    app_page.set_viewport_size({"width": 390, "height": 800})
    app_page.goto("/")
    wait_ready(app_page)
    app_page.get_by_test_id("stExpandSidebarButton").click()
    search(app_page, "Cockroft")
    app_page.wait_for_function(f"() => {MARKED}.length")
    expect(app_page.get_by_test_id("stExpandSidebarButton")).to_be_visible()
    expect(app_page.locator(":focus")).to_contain_text("Creatinine clearance < 40 mL/min")


def test_every_text_of_the_record_is_on_the_page_that_its_hit_names(app_page: Page) -> None:
    found = [shown for _, shown in shown_texts(STUDY) if shown]
    for page, path in (("overview", "/"), ("eligibility", "/eligibility?view=cards")):
        app_page.goto(path)
        wait_ready(app_page)
        told = plain(app_page.get_by_test_id("stMain").evaluate("main => main.textContent"))
        missing = [shown for shown in found if shown.page == page and plain(shown.text) not in told]
        assert missing == []


def plain(text: str) -> str:
    return " ".join(text.replace("\u2060", "").split())
