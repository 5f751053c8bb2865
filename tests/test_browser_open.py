"""Opening a record in the browser: what is being typed is not lost."""

from __future__ import annotations

from playwright.sync_api import FilePayload, Page, expect

from tests.browser import wait_ready


def test_a_bad_file_does_not_take_away_what_is_being_typed(app_page: Page) -> None:
    """A message that comes up above a field would have the browser make the field again."""
    app_page.goto("/open")
    wait_ready(app_page)
    number = app_page.get_by_label("NCT number")
    number.click()
    app_page.keyboard.type("NCT039")
    bad: FilePayload = {"name": "bad.json", "mimeType": "application/json", "buffer": b"{}"}
    app_page.locator("input[type=file]").set_input_files([bad])
    expect(app_page.get_by_role("alert").first).to_contain_text("bad.json")
    app_page.keyboard.type("72488")
    expect(number).to_have_value("NCT03972488")
    expect(number).to_be_focused()
