"""What people type and paste into the fields of numbers, in a browser of either language."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import WATCH_SERVER, wait_ready

# What is entered for the Ki-67 index in %, the state that follows, and the refusal, if any.
ENTERED = [
    ("5,5", "Not met", None),
    ("5.5", "Not met", None),
    (" 20 ", "Met", None),
    ("20 %", "Met", None),
    ("２０，５", "Met", None),
    ("1,234", "Unknown", "can be read in two ways"),
    ("1 234", "Unknown", "without signs or spaces between the thousands"),
    ("1'234,5", "Unknown", "without signs or spaces between the thousands"),
    ("2e1", "Unknown", "without an exponent"),
    ("-7", "Unknown", "not plausible"),
    ("\N{MINUS SIGN}7", "Unknown", "not plausible"),
    ("about 20", "Unknown", "expected a number"),
    ("", "Unknown", None),
]


class Shown:
    """Where a field of the criteria is, its criterion's state, and refusals."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.field = page.get_by_label("Ki-67 index (%)", exact=True)
        row = page.get_by_role("group", name=re.compile("^Inclusion 2 "))
        self.state = row.get_by_role("button", name=re.compile("Why"))
        self.refusals = page.locator(".fact > .problem:not([hidden])")
        self.fields = page.locator(".row > .fields > .fact:not([hidden]) > label > [type=text]")


@pytest.mark.parametrize(("view", "locale"), [("rows", "de-DE"), ("cards", "en-US")])
def test_numbers_as_people_write_them_are_taken_or_refused_beside_the_field(
    browser: Browser, base_url: str, view: str, locale: str
):
    context = browser.new_context(
        base_url=base_url, locale=locale, permissions=["clipboard-read", "clipboard-write"]
    )
    context.add_init_script(WATCH_SERVER)
    page = context.new_page()
    page.goto(f"/eligibility?view={view}")
    shown = Shown(page)
    expect(shown.field).to_be_visible()
    wait_ready(page)
    for number, (entered, state, refused) in enumerate(ENTERED):
        put(shown.field, entered, pasted=number % 2 == 1)
        expect(shown.state).to_contain_text(state)
        expect(shown.refusals).to_have_count(1 if refused else 0)
        if refused:
            expect(shown.refusals).to_contain_text(refused)
            expect(page.get_by_test_id("stBottom")).to_contain_text("33 of 33 criteria open")
        expect(shown.field).to_have_value(entered)
    every_field_refuses(shown)
    context.close()


def put(field: Locator, text: str, *, pasted: bool) -> None:
    keyboard = field.page.keyboard
    field.press("Control+a")
    if pasted and text:
        field.page.evaluate("text => navigator.clipboard.writeText(text)", text)
        field.press("Control+v")
    elif text:
        keyboard.type(text)
    else:
        field.press("Delete")
    keyboard.press("Enter")


def every_field_refuses(shown: Shown) -> None:
    """What can be read in two ways is refused in every field, and nothing is stored."""
    fields = shown.fields.all()
    assert len(fields) > 15
    for field in fields:
        field.fill("1,234")
        field.press("Tab")
    expect(shown.refusals).to_have_count(len(fields))
    expect(shown.page.get_by_test_id("stBottom")).to_contain_text("33 of 33 criteria open")
