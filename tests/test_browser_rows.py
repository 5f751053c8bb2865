"""The checklist in rows: in three screens, with the focus where it was."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import axe_in_the_dark, axe_violations, open_file, wait_ready

# What has the focus, also inside the component.
FOCUSED = """() => {
  let at = document.activeElement;
  while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return {
    fact: at.name?.replace("fact-", "") ?? "", label: at.getAttribute("aria-label") ?? "",
    kind: at.type ?? at.localName, place: at.closest?.(".row")?.getAttribute("aria-label") ?? "",
  };
}"""


@pytest.fixture
def rows(app_page: Page) -> Page:
    app_page.set_viewport_size({"width": 1280, "height": 800})
    app_page.goto("/eligibility")
    expect(row(app_page, "Inclusion 8")).to_be_visible()
    wait_ready(app_page)
    return app_page


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=re.compile(rf"^{name} "))


def bar(page: Page) -> Locator:
    return page.get_by_test_id("stBottom")


def test_the_whole_page_of_every_criterion_is_three_screens(rows: Page):
    assert rows.get_by_test_id("stMain").evaluate("node => node.scrollHeight") <= 3 * 800
    expect(rows.get_by_role("group", name=re.compile("^(Inclusion|Exclusion) "))).to_have_count(33)


def test_an_answer_as_people_write_it_decides_and_the_next_field_keeps_the_focus(rows: Page):
    page = rows
    field = row(page, "Inclusion 2").get_by_label("Ki-67 index (%)")
    field.fill("5,5")
    page.keyboard.press("Tab")
    expect(bar(page)).to_contain_text("Excluded by inclusion 2")
    expect(row(page, "Inclusion 2")).to_contain_text("Not met")
    assert page.evaluate(FOCUSED)["place"].startswith("Inclusion 2")
    field.fill("1,234")
    page.keyboard.press("Enter")
    expect(row(page, "Inclusion 2").get_by_role("alert")).to_contain_text("two ways")
    expect(field).to_have_value("1,234")
    expect(field).to_have_accessible_description(re.compile("two ways"))
    expect(bar(page)).to_contain_text("33 of 33 criteria open")


def test_what_to_ask_next_leads_to_the_very_question_and_names_its_sentence(rows: Page):
    page = rows
    line = page.get_by_role("listitem").filter(has_text="Previous PRRT")
    expect(line).to_contain_text("any earlier PRRT excludes")
    expect(line).to_contain_text("Peptide receptor radionuclide therapy (PRRT) at any time")
    line.get_by_role("button").press("Enter")
    assert page.evaluate(FOCUSED)["fact"] == "prior_prrt"


def test_contradicting_answers_are_pointed_out_where_they_stand(rows: Page):
    page = rows
    row(page, "Exclusion 5").get_by_label("female", exact=True).check()
    row(page, "Exclusion 5").get_by_role("group", name="Pregnant").get_by_label("yes").check()
    expect(bar(page)).to_contain_text("Excluded by exclusion 5")
    row(page, "Exclusion 5").get_by_label("male", exact=True).check()
    expect(row(page, "Exclusion 5").get_by_role("alert").first).to_contain_text("contradicts")
    expect(bar(page)).to_contain_text("33 of 33 criteria open")


def test_a_card_opens_from_a_row_and_a_state_can_be_set_by_hand_there(rows: Page):
    page = rows
    line = row(page, "Exclusion 7")
    line.get_by_label("yes").check()
    expect(bar(page)).to_contain_text("Excluded by exclusion 7")
    line.get_by_role("button", name="Why").press("Enter")
    expect(line.get_by_text("✗ Previous PRRT: yes")).to_be_visible()
    line.get_by_label("Set exclusion 7 by hand").select_option("does not exclude")
    line.get_by_label("Reason (no names)").fill("another person's file")
    page.keyboard.press("Enter")
    expect(line).to_contain_text("set by hand, against its answer “excludes”")
    expect(bar(page)).to_contain_text("1 set by hand, against its answer")


def test_a_draft_is_reviewed_in_its_row_and_then_decides_with_the_focus_kept(app_page: Page):
    page = app_page
    inclusion = "Inclusion Criteria:\n\n* Age of at least 21 years"
    text = f"{inclusion}\n\nExclusion Criteria:\n\n* BMI > 40 kg/m2 or a limp"
    record = {
        "identificationModule": {"nctId": "NCT00000001"},
        "eligibilityModule": {"eligibilityCriteria": text},
    }
    content = json.dumps({"protocolSection": record}).encode()
    page.goto("/open")
    wait_ready(page)
    open_file(page, {"name": "one.json", "mimeType": "application/json", "buffer": content})
    page.get_by_role("link", name="Eligibility", exact=True).click()
    line = row(page, "Exclusion 1")
    expect(line).to_contain_text("Drafted by the program, not reviewed")
    expect(line.locator("u")).to_have_text("BMI > 40 kg/m2 or")
    line.get_by_role("button", name="Why").press("Enter")
    expect(line).to_contain_text("Not understood, and so asked with it: “a limp”")
    accept = line.get_by_role("button", name="Accept the draft")
    expect(accept).to_be_disabled()
    # Letters are no shortcuts of the page's: A accepts a draft in the panel above.
    line.get_by_label("Reviewed by").press_sequentially("a n e x")
    accept.press("Enter")
    expect(line).not_to_contain_text("Drafted")
    expect(line.get_by_role("button", name="Why")).to_be_focused()
    line.get_by_role("textbox").first.fill("40,5")
    page.keyboard.press("Enter")
    expect(bar(page)).to_contain_text("Excluded by exclusion 1")


def test_the_rows_break_no_accessibility_rule(rows: Page):
    page = rows
    row(page, "Inclusion 2").get_by_label("Ki-67 index (%)").fill("140")
    page.keyboard.press("Enter")
    expect(row(page, "Inclusion 2").get_by_role("alert")).to_be_visible()
    row(page, "Exclusion 7").get_by_label("yes").check()
    row(page, "Exclusion 7").get_by_role("button", name="Why").click()
    wait_ready(page)
    assert axe_violations(page) == []
    assert axe_in_the_dark(page) == []


def test_on_a_phone_one_criterion_is_asked_at_a_time(rows: Page):
    page = rows
    page.set_viewport_size({"width": 390, "height": 844})
    shown = page.get_by_role("group", name=re.compile("^(Inclusion|Exclusion) "))
    expect(shown).to_have_count(1)
    expect(shown).to_have_accessible_name(re.compile("^Inclusion 3"))
    page.get_by_role("button", name="Next", exact=True).click()
    expect(shown).to_have_accessible_name(re.compile("^Inclusion 6"))
