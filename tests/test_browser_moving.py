"""Participants go through the flow in a browser: on a click or a key, and then they stop."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser import axe_violations, wait_ready


def test_the_dots_move_on_a_click_or_a_key_and_stop_at_the_end(app_page: Page) -> None:
    app_page.emulate_media(reduced_motion="reduce")
    app_page.goto("/")
    wait_ready(app_page)
    picture = app_page.get_by_role("group", name="Flow of participants, NCT03972488, as dots")
    told, dots = picture.get_by_role("status"), picture.locator(".arrangement:visible .dot")
    expect(told).to_have_text("Screened: 261 (Lancet 2024).")
    expect(dots).to_have_count(261)
    # Less motion is wanted: they are there at once.
    assert dots.first.evaluate("dot => getComputedStyle(dot).transitionDuration") == "0s"
    before = dots.first.bounding_box()
    picture.get_by_role("button", name="Next").click()
    expect(told).to_contain_text("Randomised (2:1): 226")
    assert dots.first.bounding_box() != before
    app_page.keyboard.press("ArrowRight")
    expect(told).to_contain_text("151 (67%)")
    picture.locator(".arrangement:visible").click()
    expect(told).to_contain_text("How many went on is not reported")
    expect(picture.locator(".arrangement:visible").get_by_text("?")).to_have_count(4)
    app_page.keyboard.press("ArrowRight")
    picture.get_by_role("button", name="Next").click(force=True)
    expect(picture.get_by_text("4 / 4")).to_be_visible()
    app_page.keyboard.press("Home")
    expect(told).to_have_text("Screened: 261 (Lancet 2024).")
    assert axe_violations(app_page) == []


def test_over_slides_it_moves_at_the_keys_that_turn_them_and_no_slide_is_turned(
    app_page: Page,
) -> None:
    app_page.emulate_media(reduced_motion="reduce")
    app_page.goto("/present")
    wait_ready(app_page)
    app_page.get_by_role("button", name="Who went where").click()
    picture = app_page.get_by_role("dialog", name="Who went where")
    told = picture.get_by_role("status")
    expect(told).to_have_text("Screened: 261 (Lancet 2024).")
    expect(picture.locator(".dot:visible")).to_have_count(261)
    app_page.keyboard.press("ArrowRight")
    expect(told).to_contain_text("Randomised (2:1): 226")
    app_page.keyboard.press("PageDown")
    expect(told).to_contain_text("151 (67%)")
    picture.locator(".arrangement:visible").click()
    expect(picture.locator("svg:visible").get_by_text("?")).to_have_count(4)
    assert axe_violations(app_page) == []
    app_page.keyboard.press("Escape")
    expect(picture).to_be_hidden()
    expect(app_page.locator("#counter")).to_have_text(re.compile(r"^1 / "))
