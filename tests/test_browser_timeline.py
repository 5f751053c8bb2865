"""The timeline in a browser: labels as they are drawn, clicks, zoom, keyboard, files read back."""

from __future__ import annotations

import csv
import io
import itertools
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Locator, Page, expect

from tests.browser import axe_violations, wait_ready

AS_OF = "/timeline?as_of=2026-01-21"
# The boxes of all labels of a picture that are seen, as the browser has drawn them.
BOXES = """picture => [...picture.querySelectorAll('.rimmed')].map(text => {
    const box = text.getBoundingClientRect();
    return [text.textContent, box.left, box.top, box.right, box.bottom];
})"""


def timeline(page: Page) -> Locator:
    """The timeline, in the arrangement that fits."""
    return page.get_by_role("group", name="Timeline of NCT03972488")


def boxes(picture: Locator) -> list[tuple[str, float, float, float, float]]:
    expect(picture).to_be_visible()
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
    found = boxes(timeline(app_page))
    assert len(found) > 10
    assert_no_overlap(found)
    assert all(left >= 0 and right <= width for _, left, _, right, _ in found)
    assert axe_violations(app_page) == []


def test_a_click_and_the_keyboard_explain_a_milestone(app_page: Page) -> None:
    app_page.set_viewport_size({"width": 1280, "height": 1400})
    app_page.goto(AS_OF)
    wait_ready(app_page)
    lancet = timeline(app_page).get_by_role("button", name="Lancet")
    lancet.hover()
    expect(app_page.locator(".tip:visible")).to_contain_text("Lancet: online 5 Jun 2024")
    lancet.click()
    expect(app_page.get_by_text("Date read from the citation")).to_be_visible()
    expect(lancet).to_have_attribute("aria-pressed", "true")

    # In order of time, from one to the next.
    app_page.keyboard.press("Home")
    app_page.keyboard.press("Enter")
    expect(app_page.get_by_text("The record says: “2020-01-08”")).to_be_visible()

    chooser = app_page.get_by_role("combobox", name="Explain a milestone")
    chooser.focus()
    chooser.fill("Completion")
    chooser.press("Enter")
    wait_ready(app_page)
    expect(app_page.get_by_text("The record says: “2027-10-29”")).to_be_visible()
    completion = timeline(app_page).get_by_role("button", name="Completion")
    expect(completion).to_have_attribute("aria-pressed", "true")


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
