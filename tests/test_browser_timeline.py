"""The timeline in a browser: labels as they are drawn, clicks, zoom, keyboard, files read back."""

from __future__ import annotations

import csv
import io
import itertools
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from tests.browser import axe_violations, wait_ready

AS_OF = "/timeline?as_of=2026-01-21"
# The boxes of all texts of a picture, as the browser has drawn them.
BOXES = """picture => [...picture.querySelectorAll('.annotation-text')].map(text => {
    const box = text.getBoundingClientRect();
    return [text.textContent, box.left, box.top, box.right, box.bottom];
})"""
ALL_INSIDE = """width => [...document.querySelectorAll('.annotation-text')]
    .every(text => text.getBoundingClientRect().right <= width)"""


def pictures(page: Page) -> Any:
    return page.get_by_test_id("stPlotlyChart")


def boxes(page: Page, position: int) -> list[tuple[str, float, float, float, float]]:
    picture = pictures(page).nth(position)
    expect(picture.locator(".annotation-text").first).to_be_visible()
    return [tuple(box) for box in picture.evaluate(BOXES)]


def assert_no_overlap(found: list[tuple[str, float, float, float, float]]) -> None:
    for one, other in itertools.combinations(found, 2):
        apart = (
            one[3] <= other[1] + 0.5
            or other[3] <= one[1] + 0.5
            or one[4] <= other[2] + 0.5
            or other[4] <= one[2] + 0.5
        )
        assert apart, (one, other)


@pytest.mark.parametrize("width", [1280, 390, 1920])
def test_no_label_overlaps_another_or_is_cut_off(app_page: Page, width: int) -> None:
    app_page.set_viewport_size({"width": width, "height": 900})
    app_page.goto(AS_OF)
    wait_ready(app_page)
    # The width is looked at in the browser; a phone's page runs once more.
    expect(pictures(app_page)).to_have_count(2, timeout=20_000)
    app_page.wait_for_function(ALL_INSIDE, arg=width)
    wait_ready(app_page)
    for position in (0, 1):
        found = boxes(app_page, position)
        assert len(found) > 10
        assert_no_overlap(found)
        assert all(left >= 0 and right <= width for _, left, _, right, _ in found)
    assert axe_violations(app_page) == []


def test_a_click_and_the_keyboard_explain_a_milestone_and_the_zoom_stays(app_page: Page) -> None:
    app_page.set_viewport_size({"width": 1280, "height": 1400})
    app_page.goto(AS_OF)
    wait_ready(app_page)
    picture = pictures(app_page).nth(0)
    ticks = picture.locator(".xtick text")
    expect(ticks.first).to_have_text("2020")
    picture.locator('[data-title="Zoom in"]').click()
    expect(ticks.first).not_to_have_text("2020")
    zoomed = ticks.all_text_contents()
    assert_no_overlap(boxes(app_page, 0))

    # A mark in the middle of what is shown: the Lancet's.
    mark = picture.locator(".scatterlayer .trace:last-child .points path").nth(5)
    mark.hover(force=True)
    mark.click(force=True)
    wait_ready(app_page)
    detail = app_page.get_by_text("Date read from the citation")
    expect(detail).to_be_visible()
    assert ticks.all_text_contents() == zoomed, "explaining a milestone undid the zoom"

    chooser = app_page.get_by_role("combobox", name="Explain a milestone")
    chooser.focus()
    chooser.fill("Completion")
    chooser.press("Enter")
    wait_ready(app_page)
    expect(app_page.get_by_text("The record says: “2027-10-29”")).to_be_visible()

    picture.locator('[data-title="Zoom in"]').click()
    expect(ticks.first).not_to_have_text("2020")
    picture.locator('[data-title="Reset axes"]').click()
    expect(ticks.first).to_have_text("2020")


def download(page: Page, label: str, folder: Path) -> bytes:
    wait_ready(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name=label, exact=True).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path.read_bytes()


def test_pictures_tables_and_the_calendar_can_be_taken_along(
    app_page: Page, tmp_path: Path
) -> None:
    app_page.goto(AS_OF)
    wait_ready(app_page)
    svg = download(app_page, "Timeline (SVG)", tmp_path).decode()
    assert svg.startswith("<svg")
    assert "29 Oct 2027 · planned" in svg
    assert download(app_page, "Timeline (PNG)", tmp_path).startswith(b"\x89PNG")
    rows = download(app_page, "Timeline (CSV)", tmp_path).decode("utf-8-sig")
    assert "8 Jan 2020" in {row["Date"] for row in csv.DictReader(io.StringIO(rows))}
    (event,) = Calendar.from_ical(
        download(app_page, "Milestones to come (calendar)", tmp_path)
    ).walk("VEVENT")
    assert event.get("summary") == "NETTER-2: Completion (planned)"
    weeks = download(app_page, "Weeks (CSV)", tmp_path).decode("utf-8-sig")
    lutathera = [
        row["Week"]
        for row in csv.DictReader(io.StringIO(weeks))
        if row["What"].startswith("Lutathera ") and row["Phase"].startswith("Lutathera +")
    ]
    assert lutathera == ["0", "8", "16", "24"]
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [
        ".csv",
        ".csv",
        ".ics",
        ".png",
        ".svg",
    ]
