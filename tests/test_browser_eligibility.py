"""Working through the checklist in a browser: by mouse and keyboard; kept, printed, reset."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, FilePayload, Locator, Page, expect

from tests.browser import App, axe_in_the_dark, axe_violations, wait_ready
from tests.eligibility_people import FIT, netter_2

PAGE = "/eligibility?view=cards"
# A number that stands nowhere but in an answer: neither the server's log nor the address shows it.
TELLING = "43.2187"


@pytest.fixture
def page_open(app_page: Page) -> Page:
    app_page.set_viewport_size({"width": 1280, "height": 900})
    app_page.goto(PAGE)
    wait_ready(app_page)
    return app_page


def bar(page: Page) -> Locator:
    """The verdict that stays in view."""
    return page.get_by_test_id("stBottom")


def card(page: Page, name: str) -> Locator:
    """The criterion of this name (`Inclusion 2`)."""
    return page.get_by_role("group", name=re.compile(rf"^{name} "))


def answer(page: Page, question: str, choice: str) -> None:
    if question.startswith("Unit of"):
        page.get_by_label(question, exact=True).select_option(choice)
    else:
        asked = page.locator("fieldset").filter(has_text=question)
        asked.get_by_label(choice, exact=True).check()


def enter(page: Page, label: str, number: str) -> None:
    field = page.get_by_label(label, exact=True)
    field.fill(number)
    field.press("Enter")


def expect_state(page: Page, name: str, word: str) -> None:
    """Wait until a criterion is in a state."""
    shown = card(page, name).get_by_role("button", name=re.compile(rf"^{word}\. Why"))
    expect(shown).to_have_count(1)


# Criterion, question, answer, the state it then is in: criteria of every kind, all their states.
STEPS = [
    ("Inclusion 2", "", "", "Unknown"),
    ("Inclusion 2", "Ki-67 index (%)", "8", "Not met"),
    ("Inclusion 2", "Ki-67 index (%)", "10", "Met"),
    ("Inclusion 3", "Body weight at screening (kg)", "60", "Unknown"),
    ("Inclusion 3", "Age at screening, in completed years", "14", "Not met"),
    (
        "Inclusion 3",
        "Age at screening, in completed years",
        "16",
        "The record disagrees with itself",
    ),
    ("Inclusion 3", "Age at screening, in completed years", "18", "Met"),
    ("Inclusion 5", "", "", "Unknown"),
    ("Inclusion 5", "Tumour uptake in the", "the same as normal liver", "Not met"),
    ("Inclusion 5", "Tumour uptake in the", "higher than normal liver", "Met"),
    ("Exclusion 1", "", "", "Unknown"),
    ("Exclusion 1", "Creatinine clearance (Cockcroft-Gault) (mL/min)", "39.9", "Excludes"),
    ("Exclusion 1", "Creatinine clearance (Cockcroft-Gault) (mL/min)", "40", "Does not exclude"),
    ("Exclusion 2", "Haemoglobin", "7.9", "Unknown"),
    ("Exclusion 2", "Unit of Haemoglobin", "g/dL", "Excludes"),
    ("Exclusion 2", "Unit of Haemoglobin", "mmol/L", "Unknown"),
    ("Exclusion 2", "White blood cells", "2", "Unknown"),
    ("Exclusion 2", "Unit of White blood cells", "10⁹/L", "Unknown"),
    ("Exclusion 2", "Platelets", "75000", "Unknown"),
    ("Exclusion 2", "Unit of Platelets", "/mm³", "Does not exclude"),
    ("Exclusion 5", "", "", "Unknown"),
    ("Exclusion 5", "Sex", "male", "Not applicable"),
    ("Exclusion 5", "Sex", "female", "Unknown"),
    ("Exclusion 5", "Is she pregnant?", "yes", "Excludes"),
    ("Exclusion 5", "Is she pregnant?", "no", "Unknown"),
    ("Exclusion 5", "Is she lactating?", "no", "Does not exclude"),
    ("Exclusion 9", "", "", "Needs judgement"),
    ("Exclusion 9", "Does the investigator consider", "yes", "Excludes"),
    ("Exclusion 9", "Does the investigator consider", "no", "Does not exclude"),
    ("Exclusion 15", "", "", "Unknown"),
    ("Exclusion 15", "QT interval corrected by Fridericia (QTcF) (ms)", "471", "Excludes"),
    ("Exclusion 15", "QT interval corrected by Fridericia (QTcF) (ms)", "470", "Unknown"),
    ("Exclusion 15", "Congenital long QT syndrome?", "no", "Does not exclude"),
]


def test_criteria_go_through_all_their_states_while_the_verdict_stays_in_view(page_open: Page):
    page = page_open
    expect(bar(page)).to_contain_text("Cannot tell yet: 33 of 33 criteria open")
    for name, question, given, word in STEPS:
        if given.replace(".", "").isdigit():
            enter(page, question, given)
        elif given:
            answer(page, question, given)
        expect_state(page, name, word)
        failed = f"Excluded by {name.lower()}"
        if word in ("Not met", "Excludes"):
            expect(bar(page)).to_contain_text(failed)
        expect(bar(page)).to_be_in_viewport()
    expect(bar(page)).to_contain_text("Cannot tell yet: 25 of 33 criteria open")
    assert page.url.endswith(PAGE)


def test_what_is_being_typed_stays_while_an_answer_comes_back(page_open: Page):
    page = page_open
    enter(page, "White blood cells", "2")
    wait_ready(page)
    platelets = page.get_by_label("Platelets", exact=True)
    platelets.scroll_into_view_if_needed()
    # The unit takes away the message that asked for one, above the field that is typed into.
    answer(page, "Unit of White blood cells", "10⁹/L")
    platelets.focus()
    page.keyboard.type("7500000", delay=100)
    wait_ready(page)
    expect(platelets).to_have_value("7500000")


def test_implausible_values_are_told_beside_the_field(page_open: Page):
    enter(page_open, "Ki-67 index (%)", "140")
    # Told at once to those who do not see it; the verdict, when they have heard what they hear.
    told = page_open.get_by_role("alert").filter(has_text="Ki-67 of 140% is not plausible")
    expect(told).to_be_visible()
    verdict = page_open.get_by_role("status").filter(has_text="33 of 33 criteria open")
    expect(verdict).to_be_visible()
    expect(page_open.get_by_label("Ki-67 index (%)", exact=True)).to_have_value("140")
    expect(bar(page_open)).to_contain_text("33 of 33 criteria open")


def test_by_keyboard_and_by_hand_with_a_reason(page_open: Page):
    page = page_open
    field = page.get_by_label("Ki-67 index (%)", exact=True)
    field.focus()
    page.keyboard.type("8")
    page.keyboard.press("Tab")
    expect(bar(page)).to_contain_text("Excluded by inclusion 2")

    line = card(page, "Inclusion 2")
    line.get_by_role("button", name="Why").press("Enter")
    expect(line.get_by_text("Ki-67 8% is below 10%")).to_be_visible()
    expect(line.get_by_text("Ki-67 8% is at most 55%")).to_be_visible()
    line.get_by_label("Set inclusion 2 by hand").select_option("met")
    expect(line.get_by_text("Give the reason; until then the rule stands.")).to_be_visible()
    expect(bar(page)).to_contain_text("Excluded by inclusion 2")
    line.get_by_label("Reason (no names)").fill("second biopsy")
    page.keyboard.press("Enter")
    expect(bar(page)).to_contain_text("Cannot tell yet: 32 of 33")
    expect(bar(page)).to_contain_text("1 set by hand, against its answer")
    expect_state(page, "Inclusion 2", "Met")
    expect(line).to_contain_text("set by hand, against its answer “not met”")
    enter(page, "Number of measurable sites of disease", "1")
    expect(bar(page)).to_contain_text("Cannot tell yet: 31 of 33")
    # A group folds by hand, and stays folded while another answer comes back.
    group = page.get_by_test_id("stMain").get_by_role("button", name="Tumour", exact=True)
    group.press("Enter")
    expect(line).to_be_hidden()
    enter(page, "Body weight at screening (kg)", "60")
    wait_ready(page)
    expect(group).to_have_attribute("aria-expanded", "false")


def test_what_to_ask_next_leads_to_the_very_question_also_where_it_is_folded(app_page: Page):
    page = app_page
    asked = {PAGE: "PRRT", "/eligibility?audience=patient": "Have you had PRRT"}
    for address, name in asked.items():
        page.goto(address)
        wait_ready(page)
        listed = page.get_by_role("listitem")
        listed.get_by_role("button", name=name).press("Enter")
        question = page.locator("fieldset").filter(has_text=f"{name}")
        expect(question.get_by_role("radio", name="unknown")).to_be_focused()


def test_answers_are_kept_resumed_printed_and_reset(
    app_page: Page, app_server: App, tmp_path: Path
):
    page = app_page
    start = app_server.log.stat().st_size
    page.goto("/eligibility?as_of=2020-01-08&view=cards")
    wait_ready(page)
    enter(page, "Creatinine clearance (Cockcroft-Gault) (mL/min)", TELLING)
    expect(bar(page)).to_contain_text("1 of 33 settled")
    page.get_by_text("Keep, resume, print, reset").click()

    wait_ready(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download answers").click()
    kept = tmp_path / "answers.json"
    download.value.save_as(kept)
    content = json.loads(kept.read_text(encoding="utf-8"))
    assert content["answers"]["creatinine_clearance"]["answer"] == float(TELLING)

    wait_ready(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download summary").click()
    summary = tmp_path / "summary.html"
    download.value.save_as(summary)
    assert TELLING in summary.read_text(encoding="utf-8")
    assert "made on 8 Jan 2020" not in summary.read_text(encoding="utf-8")

    page.get_by_role("button", name="Reset", exact=True).click()
    expect(bar(page)).to_contain_text("1 of 33 settled")
    page.get_by_role("button", name="Keep them").click()
    expect(bar(page)).to_contain_text("1 of 33 settled")
    page.get_by_role("button", name="Reset", exact=True).click()
    page.get_by_role("button", name="Remove all answers").click()
    expect(bar(page)).to_contain_text("0 of 33 settled")

    everything = {key: {"answer": value} for key, value in FIT.items()}
    kept.write_text(json.dumps({**content, "answers": everything}), encoding="utf-8")
    page.locator("input[type=file]").last.set_input_files(kept)
    expect(bar(page)).to_contain_text("Meets every criterion as answered")
    expect(page.get_by_role("button", name="Download summary")).to_be_visible()
    assert TELLING not in page.url
    assert TELLING not in app_server.printed(start)


def test_the_summary_prints_on_one_page_for_each_person(page: Page, tmp_path: Path):
    from datetime import date

    from components.exports.personal.summary import summary_html
    from data.eligibility import ByHand, State
    from data.eligibility.people import Person

    checklist = netter_2()
    hand = {"kidney": ByHand(state=State.DOES_NOT_EXCLUDE, reason="urine of 24 h, as agreed")}
    day = date(2026, 9, 3)
    fits = Person(code="P-01", answers=FIT, by_hand=hand, screened_on=day, screened_by="AB")
    for people in ([Person(code="")], [fits], [fits, Person(code="P-02", answers={"ki67": 8})]):
        html = summary_html(
            checklist,
            people,
            title="A study with a title of the usual length in patients with a disease",
            day=date(2026, 2, 3),
            status="Nobody can enrol now: the study no longer recruits.",
        )
        page.set_content(html)
        pdf = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == len(people)


def test_another_record_is_answered_by_hand_and_says_that_nobody_has_read_it(app_page: Page):
    page = app_page
    last = "Pregnant, or planning to be so in the time of the study or in the year that follows it"
    text = f"Inclusion Criteria:\n\n* Adult <q>*person*</q>\n\nExclusion Criteria:\n\n* {last}"
    record = {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT00000001"},
            "eligibilityModule": {"eligibilityCriteria": text, "minimumAge": "18 Years"},
        }
    }
    content = json.dumps(record).encode()
    file = FilePayload(name="record.json", mimeType="application/json", buffer=content)
    page.goto("/open")
    wait_ready(page)
    page.locator("input[type=file]").first.set_input_files(file)
    expect(page.get_by_role("combobox", name="Record")).to_have_value(re.compile("NCT00000001"))
    page.get_by_role("link", name="Eligibility", exact=True).click()
    expect(page.get_by_text("2 criteria are not reviewed")).to_be_visible()
    # A row holds the whole sentence: cut short it could not be answered.
    expect(page.get_by_text(last, exact=True).first).to_be_visible()
    page.get_by_text("cards", exact=True).click()
    words = card(page, "Inclusion 1").get_by_role("blockquote")
    expect(words).to_have_text("Adult <q>*person*</q>")
    answer(page, "Is this met?", "met")
    answer(page, "Does this exclude", "does not exclude")
    enter(page, "Age in completed years", "18")
    expect(bar(page)).to_contain_text("Meets every criterion as answered")


def test_the_checklist_with_answers_breaks_no_accessibility_rule(page_open: Page):
    page = page_open
    enter(page, "Ki-67 index (%)", "140")
    enter(page, "Age at screening, in completed years", "16")
    answer(page, "Sex", "male")
    enter(page, "QT interval corrected by Fridericia (QTcF) (ms)", "460")
    expect(bar(page)).to_contain_text("Excluded by exclusion 15")
    card(page, "Inclusion 3").get_by_role("button", name="Why").click()
    expect(page.get_by_text("the record says two things:")).to_be_visible()
    wait_ready(page)
    assert axe_violations(page) == []
    assert axe_in_the_dark(page) == []


def test_a_file_of_answers_is_gone_once_its_page_has_been_left(page_open: Page) -> None:
    page = page_open
    page.get_by_text("Keep, resume, print, reset").click()
    wait_ready(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download answers").click()
    address = download.value.url
    assert page.request.get(address).ok
    # The server lets go of a file at the second page that does not have it.
    for name in ("Timeline", "Sites"):
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        wait_ready(page)
    assert page.request.get(address).status == 404


def test_leaving_asks_first_while_answers_are_entered_and_only_then(page_open: Page):
    page, asked = page_open, []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    enter(page, "Ki-67 index (%)", "12")
    expect_state(page, "Inclusion 2", "Met")
    # Another page of the app is no way out; from there, a reload asks as well.
    page.get_by_role("link", name="Timeline").click()
    expect(page.get_by_role("heading", name="Timeline", exact=True)).to_be_visible()
    assert asked == []
    with page.expect_event("dialog"):
        page.evaluate("location.reload()")
    expect(page.get_by_role("heading", name="Timeline", exact=True)).to_be_visible()
    assert asked == ["beforeunload"]
    page.get_by_role("link", name="Eligibility", exact=True).first.click()
    expect(page.get_by_label("Ki-67 index (%)", exact=True)).to_have_value("12")
    enter(page, "Ki-67 index (%)", "")
    expect_state(page, "Inclusion 2", "Unknown")
    wait_ready(page)
    page.reload()
    assert asked == ["beforeunload"]
