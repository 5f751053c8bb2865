"""The first screen in a browser: what is seen at once, and where each tile leads."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import axe_in_the_dark, axe_violations, wait_ready


def open_overview(page: Page, width: int, height: int, audience: str = "clinician") -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"/?as_of=2026-01-21&audience={audience}")
    wait_ready(page)
    expect(page.get_by_role("link", name="How it is built")).to_be_visible()


@pytest.mark.parametrize("audience", ["clinician", "patient", "sponsor"])
def test_the_first_screen_shows_every_tile_and_no_chart_library_travels(
    app_page: Page, audience: str
) -> None:
    asked: list[str] = []
    app_page.on("request", lambda request: asked.append(request.url.lower()))
    open_overview(app_page, 1280, 800, audience)
    for heading in (
        "How it is built",
        "Benefit",
        "Harm",
        "Where",
        "When",
        "Who could join",
        "Record check",
    ):
        box = app_page.get_by_role("link", name=heading).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 800, heading
    assert not [url for url in asked if "plotly" in url]
    assert axe_violations(app_page) == []


def test_a_tile_is_followed_by_mouse_and_by_keyboard(app_page: Page) -> None:
    open_overview(app_page, 1280, 800)
    sites = app_page.get_by_role("link", name="Where")
    expect(sites).to_have_attribute("href", re.compile(r"^sites\?.*as_of=2026-01-21"))
    sites.click()
    wait_ready(app_page)
    expect(app_page.get_by_role("heading", name="Sites", exact=True).first).to_be_visible()
    app_page.get_by_test_id("stSidebar").get_by_role("link", name="Overview").click()
    wait_ready(app_page)
    app_page.get_by_role("link", name="Benefit").focus()
    app_page.keyboard.press("Enter")
    expect(app_page.get_by_role("heading", name="Results", exact=True)).to_be_visible()


def test_the_tiles_fit_a_phone(app_page: Page) -> None:
    open_overview(app_page, 390, 900)
    assert app_page.evaluate("document.documentElement.scrollWidth <= 390")
    where, when = (
        app_page.get_by_role("link", name=name).bounding_box() for name in ("Where", "When")
    )
    assert where is not None
    assert when is not None
    assert where["y"] == when["y"]  # two columns
    assert axe_violations(app_page) == []
    assert axe_in_the_dark(app_page) == []
