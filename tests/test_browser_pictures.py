"""The contract of every picture in a page: reached by keyboard, named, chosen and announced, and
drawn in the reader's own colours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import wait_ready

ON_PAGE = {"/design": 3, "/timeline": 2, "/results": 5}
"""How many pictures that are scenes each page has."""
PAINT = """(svg) => {
  const seen = new Set();
  for (const shape of svg.querySelectorAll('rect, circle, path, text')) {
    const { fill, stroke } = getComputedStyle(shape);
    for (const colour of [fill, stroke]) if (colour !== 'none') seen.add(colour);
  }
  return [...seen];
}"""
SYSTEM = """(place) => ['Canvas', 'CanvasText', 'Highlight'].map((name) => {
  place.style.backgroundColor = name;
  const { backgroundColor } = getComputedStyle(place);
  place.style.backgroundColor = '';
  return backgroundColor;
})"""


def shown(page: Page) -> Iterator[Locator]:
    """Each picture that is seen, in the arrangement that fits."""
    for place in page.locator(".picture:not(.moving)").all():
        yield place.locator("svg:visible").first


def hold_to_the_contract(page: Page, pictures: Iterable[Locator]) -> None:
    """Hold each picture to what a keyboard and a reader's own colours ask of it."""
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    for svg in pictures:
        hold_to_own_colours(svg)
        hold_to_the_keyboard(page, svg)
    page.emulate_media(forced_colors="none")


def hold_to_the_keyboard(page: Page, svg: Locator) -> None:
    """One stop for Tab; from there to every part, which says what it is, there and in a tip."""
    expect(svg).to_have_attribute("role", "group")
    assert svg.get_attribute("aria-label")
    parts = svg.locator("[data-key]")
    count = parts.count()
    assert count > 0
    assert svg.locator("[data-key][tabindex='0']").count() == 1
    parts.first.focus()
    for key, at in (("End", count - 1), ("Home", 0), ("ArrowRight", min(1, count - 1))):
        page.keyboard.press(key)
        part = parts.nth(at)
        expect(part).to_be_focused()
        name = part.get_attribute("aria-label")
        assert name
        assert part.evaluate("(part) => getComputedStyle(part).outlineStyle") == "solid"
        place = svg.locator("xpath=ancestor::*[contains(@class, 'picture')]")
        expect(place.locator(".tip")).to_have_text(name)
    if parts.first.get_attribute("role") == "button":
        page.keyboard.press("Enter")
        expect(place.locator(".unseen")).to_have_text(f"Chosen: {name}")
        wait_ready(page)
        expect(svg.locator("[aria-pressed='true']")).to_have_count(1)


def hold_to_own_colours(svg: Locator) -> None:
    """What a reader's system paints, and nothing else; open and filled signs stay apart."""
    place = svg.locator("xpath=ancestor::*[contains(@class, 'picture')]")
    allowed = set(place.evaluate(SYSTEM))
    assert len(allowed) >= 2
    assert set(svg.evaluate(PAINT)) <= allowed


@pytest.mark.parametrize("path", ON_PAGE)
def test_every_picture_is_reached_named_and_seen_in_the_readers_colours(
    app_page: Page, path: str
) -> None:
    app_page.goto(path)
    wait_ready(app_page)
    expect(app_page.locator(".picture svg").first).to_be_attached()
    wait_ready(app_page)
    pictures = list(shown(app_page))
    assert len(pictures) == ON_PAGE[path]
    hold_to_the_contract(app_page, pictures)
