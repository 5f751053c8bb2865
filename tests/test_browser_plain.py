"""Plain language in a browser: the switch, the address, words that open in place, the sheet."""

from __future__ import annotations

import json
import re
from pathlib import Path

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser import App, axe_in_the_dark, axe_violations, wait_ready

# Enough for a machine that runs several tests at once; what is there is seen at once.
expect.set_options(timeout=20_000)

SUMMARY = "This study asks one main question."
VERBATIM = "The aim of NETTER-2 was to determine"
TOPS = "places => places.map(place => place.getBoundingClientRect().top)"
# The word has scrolled, and its explanation is as far from it as before.
WENT_ALONG = f"""([places, before]) => {{
    const [word, told] = ({TOPS})(places);
    return word < before[0] && Math.abs(told - word - (before[1] - before[0])) <= 2;
}}"""


def audience(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Audience")


def term(page: Page, words: str) -> Locator:
    return page.get_by_role("button", name=words, exact=True).first


def explanation(page: Page) -> Locator:
    return page.locator("[popover]:popover-open")


def test_the_audience_by_keyboard_the_address_other_pages_and_a_reload(app_page: Page) -> None:
    page = app_page
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/")
    wait_ready(page)
    expect(page.get_by_text(VERBATIM)).to_be_visible()
    expect(page.get_by_text(SUMMARY)).to_have_count(0)

    audience(page).focus()
    page.keyboard.press("P")
    expect(page.get_by_text(SUMMARY)).to_be_visible()
    expect(page.get_by_text(VERBATIM)).to_have_count(0)
    expect(page).to_have_url(re.compile(r"[?&]audience=patient"))

    # The record's own words, one click away.
    says = page.get_by_role("button", name="The record says").nth(1)
    says.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(VERBATIM)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text(VERBATIM)).to_have_count(0)

    _open_a_term_with_the_keyboard(page)

    for name, words in (
        ("Timeline", "The day the study is planned to end."),
        ("Results", "half of the people lived for 22.8 months"),
        ("Study design", "Chance decides which treatment a person gets."),
    ):
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_text(words).first).to_be_visible()
        expect(page).to_have_url(re.compile(r"[?&]audience=patient"))
        expect(audience(page)).to_have_value("patient")
    page.reload()
    wait_ready(page)
    expect(page.get_by_text("Chance decides which treatment a person gets.")).to_be_visible()
    audience(page).focus()
    page.keyboard.press("C")
    expect(page.get_by_text("Chance decides which treatment a person gets.")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("audience="))


def test_the_bar_stays_in_sight_and_leads_to_each_section(app_page: Page) -> None:
    page = app_page
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto("/")
        wait_ready(page)
        beside = page.get_by_role("navigation", name="Sections of this page")
        menu = page.get_by_role("button", name="On this page")
        if width == 390:
            menu.click()
        else:
            expect(menu).to_be_hidden()  # the list stands beside the text
        page.get_by_role("button", name="Interventions", exact=True).click()
        if width == 1280:
            expect(beside.locator("[aria-current]")).to_have_text("Interventions")
        heading = page.get_by_role("heading", name="Interventions")
        expect(heading).to_be_focused()
        expect(heading).to_be_in_viewport()
        bar = page.get_by_role("group", name="Study, audience and search").bounding_box()
        place = heading.bounding_box()
        assert bar is not None
        assert place is not None
        assert bar["y"] == 0
        assert place["y"] >= bar["y"] + bar["height"]
        page.keyboard.press("Control+K")
        expect(page.get_by_label("Words in the record")).to_be_visible()
        page.keyboard.press("Escape")


def test_a_patient_has_a_shorter_page_than_a_clinician(app_page: Page) -> None:
    page = app_page
    page.set_viewport_size({"width": 1280, "height": 800})
    for path in ("/", "/design", "/eligibility", "/results", "/timeline"):
        heights = []
        for one in ("clinician", "patient"):
            page.goto(f"{path}?audience={one}")
            wait_ready(page)
            heights.append(page.get_by_test_id("stMain").evaluate("main => main.scrollHeight"))
        assert heights[1] < heights[0], path


def _open_a_term_with_the_keyboard(page: Page) -> None:
    """Enter opens, Escape closes and gives the focus back; one at a time; Space too."""
    first, second = term(page, "Lutathera"), term(page, "octreotide LAR")
    first.focus()
    page.keyboard.press("Enter")
    expect(explanation(page)).to_have_text(re.compile("Lutathera.*docks onto", re.DOTALL))
    expect(first).to_have_attribute("aria-expanded", "true")
    expect(explanation(page)).to_be_in_viewport(ratio=1)
    page.keyboard.press("Escape")
    expect(explanation(page)).to_have_count(0)
    expect(first).to_be_focused()
    expect(first).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Space")
    expect(explanation(page)).to_have_count(1)
    places = [first.element_handle(), explanation(page).element_handle()]
    before = page.evaluate(TOPS, places)
    page.mouse.move(640, 700)
    page.mouse.wheel(0, 60)
    page.wait_for_function(WENT_ALONG, arg=[places, before])
    second.click()
    expect(explanation(page)).to_have_text(re.compile("octreotide LAR.*works for weeks", re.DOTALL))
    page.get_by_role("heading", name="NETTER-2").click()
    expect(explanation(page)).to_have_count(0)


def test_plain_language_breaks_no_accessibility_rule(app_page: Page) -> None:
    page = app_page
    page.set_viewport_size({"width": 390, "height": 800})
    for path in ("/", "/questions", "/results"):
        page.goto(f"{path}?plain=true")
        wait_ready(page)
        words = term(page, "Lutathera" if path == "/results" else "neuroendocrine tumour")
        words.scroll_into_view_if_needed()
        words.click()
        expect(explanation(page)).to_be_in_viewport(ratio=1)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert axe_violations(page) == [], path
        assert axe_in_the_dark(page) == [], path


def test_another_record_says_that_it_has_no_plain_words_and_explains_its_own(
    app_page: Page,
) -> None:
    page = app_page
    criteria = (
        "Inclusion Criteria:\n\n* RECIST & creatinine <i 2 :red[x] [y](http://example.com)\n\n"
        "Exclusion Criteria:\n\n* Prior PRRT"
    )
    record = {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT00000001"},
            "conditionsModule": {"conditions": ["Neuroendocrine Tumors"]},
            "eligibilityModule": {"eligibilityCriteria": criteria},
        }
    }
    content = json.dumps(record).encode()
    file = FilePayload(name="record.json", mimeType="application/json", buffer=content)
    page.goto("/open?plain=true")
    wait_ready(page)
    page.locator("input[type=file]").first.set_input_files(file)
    expect(page.get_by_role("combobox", name="Record")).to_have_value(re.compile("NCT00000001"))
    page.get_by_role("link", name="Eligibility", exact=True).click()
    expect(page.get_by_text("Not yet in plain words")).to_be_visible()
    for number in range(2):
        page.locator(".fold").nth(number).click()
    block = page.locator(".explained").filter(has_text="RECIST")
    expect(block).to_have_text("RECIST & creatinine <i 2 :red[x] [y](http://example.com)")
    term(page, "PRRT").click()
    expect(explanation(page)).to_contain_text("brings radiation right to them")


def test_the_questions_follow_the_answers_and_print_on_one_page(
    app_page: Page, app_server: App, tmp_path: Path
) -> None:
    page = app_page
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/eligibility")
    wait_ready(page)
    field = page.get_by_label("Ki-67 index (%)", exact=True)
    field.fill("43.2187")
    field.press("Enter")
    expect(page.get_by_test_id("stBottom")).to_contain_text("1 of 33 settled")
    page.get_by_role("link", name=re.compile("Questions for my doctor, on")).click()
    expect(page.get_by_role("heading", name="Questions for my doctor")).to_be_visible()
    expect(page.get_by_text("25 more criteria are open")).to_be_visible()
    expect(page.get_by_text("What is the Ki-67 index of my tumour?")).to_have_count(0)
    wait_ready(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download to print").click()
    kept = tmp_path / "questions.html"
    download.value.save_as(kept)
    assert download.value.suggested_filename == "NCT03972488_2026-01-21_questions.html"
    html = kept.read_text(encoding="utf-8")
    assert "43.2187" not in html
    page.get_by_role("link", name="Answer more, to leave fewer questions").click()
    expect(page.get_by_label("Ki-67 index (%)", exact=True)).to_have_value("43.2187")

    page.set_content(html)
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1


def test_a_search_leads_to_the_records_own_words(app_page: Page) -> None:
    page = app_page
    page.goto("/?plain=true")
    wait_ready(page)
    page.get_by_role("button", name=re.compile("Search this record")).click()
    page.get_by_label("Words in the record").fill("Cockroft")
    page.get_by_role("button", name=re.compile("Go to it on the page Eligibility")).first.click()
    expect(page.get_by_text("calculated by the Cockroft Gault method").first).to_be_in_viewport()
    expect(audience(page)).to_have_value("clinician")
    expect(page).not_to_have_url(re.compile("plain=|audience="))


def test_the_longest_questions_still_print_on_one_page(page: Page) -> None:
    from datetime import date

    from components.exports.personal.questions import questions_html
    from data.views.questions import MOST_OPEN, DoctorQuestion, QuestionGroup, QuestionsInfo

    long = DoctorQuestion(ask="A very long question " * 40, because="and why it is asked " * 40)
    info = QuestionsInfo(
        nct_id="NCT00000001",
        title="A study with a long title " * 20,
        record_date=None,
        groups=(
            QuestionGroup(heading="About the study", questions=(long,) * 8),
            QuestionGroup(heading="Where the record says two things", questions=(long,) * 2),
            QuestionGroup(heading="About me", questions=(long,) * MOST_OPEN),
        ),
        more=99,
    )
    page.set_content(questions_html(info, day=date(2026, 2, 3)))
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
