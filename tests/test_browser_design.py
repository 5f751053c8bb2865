"""The study design page in a browser: click, keyboard, one participant, files to take away."""

from __future__ import annotations

import re
from datetime import date
from json import dumps
from pathlib import Path

from icalendar import Calendar
from playwright.sync_api import Dialog, FilePayload, Locator, Page, expect

from tests.browser import axe_violations, open_file, wait_ready


def open_page(page: Page, width: int = 1280) -> None:
    page.set_viewport_size({"width": width, "height": 1000})
    page.goto("/design")
    wait_ready(page)
    expect(flow(page)).to_be_visible()


def flow(page: Page) -> Locator:
    """The picture of the flow, in the arrangement that fits."""
    return page.get_by_role("group", name="Flow of participants", exact=False)


def schedule(page: Page) -> Locator:
    """The picture of the schedule, in the arrangement that fits."""
    return page.get_by_role("group", name="Dosing schedule in weeks.", exact=False)


def downloaded(page: Page, button: str) -> bytes:
    # A file is made on click by what the last run left behind: that run must be over.
    wait_ready(page)
    with page.expect_download() as download:
        page.get_by_role("button", name=button, exact=True).click()
    return Path(download.value.path()).read_bytes()


def choose(page: Page, field: str, typed: str) -> None:
    """Choose from a list by keyboard alone."""
    wait_ready(page)  # what is drawn anew would close the list
    box = page.get_by_role("combobox", name=field)
    box.focus()
    box.fill(typed)
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Enter")
    wait_ready(page)


def enter_day(page: Page, place: int, digits: str) -> None:
    """Type a day into the field that stands in that place."""
    field = page.get_by_test_id("stDateInput").nth(place)
    field.get_by_role("spinbutton").first.click()
    page.keyboard.type(digits)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    wait_ready(page)


def test_the_flow_answers_a_click_and_the_keyboard_and_follows_a_participant(
    app_page: Page,
) -> None:
    page = app_page
    open_page(page)
    # What is told of a box is in view with it, wherever in the picture it is.
    for step in ("Follow-up", "Cross-over to Lutathera"):
        box = flow(page).get_by_text(step, exact=True)
        box.click()
        heading = page.get_by_role("heading", name=step, exact=True)
        expect(heading).to_be_in_viewport(ratio=1)
        expect(box).to_be_in_viewport(ratio=1)
    expect(
        page.get_by_text("if progressed, and cross-over eligibility criteria met", exact=True)
    ).to_be_visible()

    # By the arrow keys to the next box, in reading order; the focus stays where it was.
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-key]:focus")).to_have_attribute(
        "aria-label", re.compile("Re-treatment")
    )
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Re-treatment with Lutathera after")).to_be_visible()
    expect(page.locator("[data-key]:focus")).to_have_attribute("aria-pressed", "true")
    pick(page, "Step", "Cross-over")
    expect(heading).to_be_visible()
    choose(page, "Step", "Re-treatment with Lutathera after")
    expect(page.get_by_role("heading", name="Re-treatment with Lutathera after")).to_be_visible()
    expect(page.get_by_text("progressed for the second time", exact=False).first).to_be_visible()

    page.get_by_role("radio", name="Published").click()
    wait_ready(page)
    expect(flow(page).get_by_text("participants: 261")).to_be_visible()
    expect(flow(page).get_by_text("participants: 35")).to_be_visible()
    assert "Published" in page.url

    page.get_by_role("radio", name="One participant").click()
    wait_ready(page)
    choose(page, "Arm the participant starts in", "Octreotide")
    for count in range(1, 5):
        yes = page.get_by_role("radio", name="Yes")
        expect(yes).to_have_count(count)
        yes.last.click()
        wait_ready(page)
    expect(page.get_by_text("22.2 to 59.2 GBq").last).to_be_visible()
    for told in ("Yes", "control", "participant_"):
        assert told not in page.url.split("?")[-1]

    assert downloaded(page, "Flow (SVG)").startswith(b"<svg")
    assert b"participants: 261" in downloaded(page, "Flow (SVG)")
    assert downloaded(page, "Flow (PNG)").startswith(b"\x89PNG")


def test_a_calendar_is_entered_moved_downloaded_and_read_back(app_page: Page) -> None:
    page = app_page
    open_page(page)
    page.get_by_role("link", name="Planner").click()
    wait_ready(page)
    enter_day(page, 0, "20260302")
    expect(page.get_by_text("2 Mar 2026, a Monday")).to_be_visible()
    choose(page, "Delayed or early: move one administration", "Lutathera 2")
    enter_day(page, 1, "20260406")
    expect(
        page.get_by_text("6 Apr 2026: 14 days too early: 35 days after the one before")
    ).to_be_visible()
    # The day stays entered when another administration is looked at.
    choose(page, "Delayed or early: move one administration", "Lutathera 3")
    expect(
        page.get_by_text("6 Apr 2026: 14 days too early: 35 days after the one before")
    ).to_be_visible()

    # By keyboard to the next day, and by mouse back.
    third = page.locator('[data-key="lutathera-3"]')
    third.focus()
    page.keyboard.press("ArrowRight")
    wait_ready(page)
    expect(third).to_have_attribute("aria-label", re.compile("2 Jun 2026"))
    third.drag_to(page.locator('td[title^="1 Jun 2026"]'))
    expect(third).to_have_attribute("aria-label", re.compile("1 Jun 2026"))

    events = Calendar.from_ical(downloaded(page, "Calendar file")).walk("VEVENT")
    days = {str(event["summary"]): event.decoded("dtstart") for event in events}
    assert days["Lutathera 1, 7.4 GBq (200 mCi)"] == date(2026, 3, 2)
    assert days["Lutathera 2, 7.4 GBq (200 mCi)"] == date(2026, 4, 6)
    assert days["Lutathera 3, 7.4 GBq (200 mCi)"] == date(2026, 6, 1)
    assert "2026-04-06" in downloaded(page, "CSV").decode("utf-8-sig")
    assert b"6 Apr 2026" in downloaded(page, "Page to print")
    assert "2026" not in page.url

    # What was entered is still there after a look at another page, and gone in a new visit.
    page.get_by_role("link", name="Timeline").click()
    wait_ready(page)
    page.get_by_role("link", name="Planner").click()
    wait_ready(page)
    expect(
        page.get_by_text("6 Apr 2026: 14 days too early: 35 days after the one before")
    ).to_be_visible()
    page.reload()
    wait_ready(page)
    expect(page.get_by_text("Enter the day of the first dose")).to_be_visible()


def test_the_schedule_is_read_by_pointer_and_keyboard_without_a_chart_library(
    app_page: Page,
) -> None:
    page = app_page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_page(page)
    dose = schedule(page).get_by_role("img", name="Lutathera 2: ").first
    dose.hover()
    expect(page.locator(".tip:visible")).to_contain_text("week 8, window: weeks 7 to 9")

    dose.focus()
    page.keyboard.press("ArrowRight")
    focused = page.locator("[data-key]:focus")
    expect(focused).to_have_attribute("aria-label", re.compile("^Lutathera 3: .*week 16"))
    page.keyboard.press("End")
    expect(focused).to_have_attribute("aria-label", re.compile("interval not stated"))
    expect(page.locator(".tip:visible")).to_contain_text("may be left out")

    day = page.get_by_role("group", name="Infusion day.")
    expect(day.get_by_role("img", name="Lutathera: 0 h to 0.5 h")).to_be_visible()
    svg = downloaded(page, "Schedule (SVG)").decode()
    assert "Every 8 weeks ± 1 week, 4 times" in svg
    assert downloaded(page, "Infusion day (PNG)").startswith(b"\x89PNG")
    assert any("Streamlit" in url or "/static/" in url for url in asked)
    assert not [url for url in asked if "plotly" in url.lower()]


def test_the_page_is_accessible_and_fits_a_telephone(app_page: Page) -> None:
    page = app_page
    open_page(page, width=390)
    expect(flow(page).get_by_text("Follow-up", exact=True)).to_be_visible()
    for picture in (flow(page), schedule(page), page.get_by_role("group", name="Infusion day.")):
        box = picture.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert axe_violations(page) == []


READ = {
    "protocolSection": {
        "identificationModule": {"nctId": "NCT00000001", "briefTitle": "Zelumab"},
        "designModule": {"designInfo": {"allocation": "RANDOMIZED"}},
        "armsInterventionsModule": {
            "armGroups": [
                {"label": "Zelumab", "description": "Zelumab 200 mg every 3 weeks."},
                {"label": "Cross-over to zelumab", "description": "Those who had grown worse."},
                {"label": "Placebo"},
            ]
        },
    }
}


def pick(page: Page, field: str, typed: str) -> None:
    """Choose from a list of the page that has others like it."""
    box = page.get_by_role("combobox", name=field)
    box.click()
    box.fill(typed)
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Enter")
    wait_ready(page)


def test_a_flow_read_in_the_app_is_drawn_at_once_and_not_lost_by_leaving(app_page: Page) -> None:
    page = app_page
    page.goto("/open")
    wait_ready(page)
    record = FilePayload(name="r.json", mimeType="application/json", buffer=dumps(READ).encode())
    open_file(page, record)
    page.get_by_role("link", name="Study design", exact=True).click()
    wait_ready(page)
    expect(flow(page)).to_contain_text("from: not stated")
    page.get_by_text("Review the flow", exact=True).click()
    wait_ready(page)
    page.get_by_role("textbox", name="Reviewed by").fill("A. Reader")
    page.keyboard.press("Tab")
    wait_ready(page)
    choose(page, "Step to read", "Cross-over")
    page.get_by_role("button", name="Change").click()
    wait_ready(page)
    pick(page, "People come from", "Placebo")
    page.keyboard.press("Escape")
    page.get_by_role("textbox", name="If, in a few words").fill("worse on <b>placebo</b>")
    page.get_by_role("textbox", name="Sentence of the record it rests on").fill("had grown  worse")
    page.keyboard.press("Tab")
    wait_ready(page)
    page.get_by_role("button", name="Enter the step").click()
    wait_ready(page)
    expect(flow(page)).to_contain_text("if worse on <b>placebo</b>")
    expect(flow(page)).not_to_contain_text("from: not stated")
    # The other review of the page takes the place of this one.
    page.get_by_text("Review drafted doses", exact=True).click()
    wait_ready(page)
    expect(page.get_by_role("button", name="Enter the step")).to_have_count(0)
    expect(page.get_by_role("textbox", name="Reviewed by")).to_have_value("A. Reader")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    with page.expect_event("dialog"):
        page.evaluate("location.reload()")
    assert asked == ["beforeunload"]
    assert b"worse on <b>placebo</b>" in downloaded(page, "Save my readings")
    wait_ready(page)
    page.reload()
    assert asked == ["beforeunload"]
