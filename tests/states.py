"""What a visitor can bring the pages into: each state named, and how to get there.

Shared by what walks all of them at every size (`make access`) and by the part of it that the tests
walk.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal, NamedTuple

from playwright.sync_api import Locator, Page, expect

from tests.browser import choose_file, open_file, wait_ready
from tests.records import SAMPLE_FOLDER

WITH_RESULTS: Final = SAMPLE_FOLDER / "NCT01169493.json"
NOT_REVIEWED: Final = SAMPLE_FOLDER / "NCT06661876.json"
BROKEN: Final = b'{"protocolSection": {"identificationModule": {}}}'
LIST: Final = b"person,Ki-67 index (%),Sex\nA,8,female\nB,40,male\nC,,\n"
"""A list of three people."""
KI_67: Final = re.compile(r"Ki-67 index.*\(%\)$")
"""The field for it, as each audience is asked."""

Step = Callable[[Page], None]


def nothing(page: Page) -> None:
    """Leave the page as it opens."""


class State(NamedTuple):
    """Something to look at: an address, what is done there, and whether patients are offered it."""

    name: str
    path: str
    step: Step = nothing
    patients: bool = True


def main(page: Page) -> Locator:
    """What the page shows beside menu and bar."""
    return page.get_by_test_id("stMain")


def unfold(page: Page) -> None:
    """Show what a page keeps for those who ask for it; nothing where all is shown."""
    switches = main(page).get_by_test_id("stCheckbox").filter(has_text=re.compile("^Show "))
    for switch in switches.all():
        switch.click()
        wait_ready(page)
    for group in main(page).locator('.fold[aria-expanded="false"]').all()[::-1]:
        group.click()


def folds(page: Page) -> None:
    """Open every fold of the page; of reviews, of which one is open at a time, the last."""
    unfold(page)
    every = main(page).get_by_test_id("stExpander").locator("details")
    number = 0
    while number < every.count():
        if every.nth(number).get_attribute("open") is None:
            every.nth(number).locator("summary").first.click()
            wait_ready(page)
        number += 1
    for why in main(page).locator('.more[aria-expanded="false"]').all()[::-1]:
        why.click()


def reading_the_flow(page: Page) -> None:
    """Open the form in which a step of the flow is changed."""
    main(page).get_by_text("Review the flow", exact=True).click()
    wait_ready(page)
    write("Reviewed by (your name or initials; it is written into the file)", "A. Reader")(page)
    main(page).get_by_role("button", name="Change").click()
    wait_ready(page)


def press(name: str, role: Literal["button", "radio"] = "button") -> Step:
    """Press the first control of this name."""

    def do(page: Page) -> None:
        unfold(page)
        main(page).get_by_role(role, name=name, exact=True).first.click()
        wait_ready(page)

    return do


def write(label: str | re.Pattern[str], words: str) -> Step:
    """Type into a field, and take it."""

    def do(page: Page) -> None:
        unfold(page)
        named = main(page).get_by_label(label, exact=True)
        field = named.and_(page.locator("input")).first  # not its help
        field.fill(words)
        field.press("Enter")
        wait_ready(page)

    return do


def then(*steps: Step) -> Step:
    """One after the other."""

    def do(page: Page) -> None:
        for step in steps:
            step(page)

    return do


def search(words: str) -> Step:
    """Open the search and type."""

    def do(page: Page) -> None:
        page.keyboard.press("Control+K")
        page.get_by_label("Words in the record").fill(words)
        wait_ready(page)

    return do


def upload(name: str, content: bytes, kind: str = "application/json") -> Step:
    """Give a file to the first field for one."""
    return lambda page: choose_file(page, {"name": name, "mimeType": kind, "buffer": content})


def with_record(file: Path, title: str, step: Step = nothing, heading: str = "") -> Step:
    """Open a record, go to a page, do something there; a page is headed by its title or so."""

    def do(page: Page) -> None:
        open_file(page, file)
        if page.get_by_test_id("stExpandSidebarButton").is_visible():
            page.get_by_test_id("stExpandSidebarButton").click()
        page.get_by_role("link", name=title, exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(heading or title)
        wait_ready(page)
        step(page)

    return do


def rows_answered(page: Page) -> None:
    """One answer is refused, one decides, a card is open."""

    def row(name: str) -> Locator:
        return page.get_by_role("group", name=re.compile(f"^{name} "))

    page.set_viewport_size({"width": 1280, "height": 800})
    row("Inclusion 2").get_by_label("Ki-67 index (%)").fill("1,234")
    page.keyboard.press("Enter")
    expect(row("Inclusion 2").get_by_role("alert")).to_be_visible()
    row("Exclusion 7").get_by_label("yes").check()
    row("Exclusion 7").get_by_role("button", name="Why").click()
    wait_ready(page)


def several_people(page: Page) -> None:
    """Work through several people, the first of them named."""
    main(page).get_by_text("Several people", exact=True).click()
    wait_ready(page)


def dates_planned(page: Page) -> None:
    """Enter the day of the first dose."""
    page.get_by_test_id("stDateInput").first.get_by_role("spinbutton").first.click()
    page.keyboard.type("20260302")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    wait_ready(page)


def reset_asked(page: Page) -> None:
    """Answer, and ask to forget it: a dialog."""
    write(KI_67, "12")(page)
    page.get_by_text("Keep, resume, print, reset").click()
    page.get_by_role("button", name="Reset", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()


def first_part(page: Page) -> None:
    """Choose the first part of the first picture."""
    unfold(page)
    page.locator('[data-key][role="button"]:visible').first.click()
    wait_ready(page)


def choose_slides(page: Page) -> None:
    """Open the panel in which slides are chosen."""
    page.get_by_role("button", name="Choose").click()


OTHER: Final = "/open"
STATES: Final = (
    State("overview", "/"),
    State("overview, folds open", "/", folds),
    State("overview, source of a fact", "/", press("The record says")),
    State("overview, search with hits", "/", search("creatinine")),
    State("overview, search without hits", "/", search("zebra crossing")),
    State("design", "/design"),
    State("design, box chosen", "/design?flow_counts=Published", first_part),
    State("design, folds open", "/design", folds),
    State("design, one participant", "/design", press("One participant", "radio")),
    State("sites", "/sites"),
    State("sites, country", "/sites?where=Italy", folds),
    State("sites, near", "/sites", write("Nearest to", "Clermont-Ferrand")),
    State("sites, which place", "/sites", write("Nearest to", "London")),
    State("sites, no such place", "/sites", write("Nearest to", "Xyzzyville")),
    State("sites, none found", "/sites", write("Site or city", "zzzz")),
    State("eligibility", "/eligibility"),
    State("eligibility, answered", "/eligibility?audience=clinician", rows_answered),
    State("eligibility, refused", "/eligibility?view=cards", write(KI_67, "140")),
    State("eligibility, folds open", "/eligibility?view=cards", folds),
    State("eligibility, reset asked", "/eligibility?view=cards", reset_asked),
    State("eligibility, several people", "/eligibility?audience=clinician", several_people),
    State("timeline", "/timeline?as_of=2026-01-21"),
    State("timeline, folds open", "/timeline?as_of=2026-01-21", folds),
    State("timeline, milestone chosen", "/timeline?as_of=2026-01-21", first_part),
    State("results", "/results"),
    State("results, folds open", "/results", folds),
    State("questions", "/questions"),
    State("planner", "/planner"),
    State("planner, dates", "/planner", dates_planned),
    State("screen", "/screen"),
    State("screen, list", "/screen", then(upload("people.csv", LIST, "text/csv"), folds)),
    State("screen, not a list", "/screen", upload("people.csv", b"\x00\xff", "text/csv")),
    State("export", "/export", folds),
    State("open", "/open", folds),
    State("open, refused", "/open", upload("broken.json", BROKEN)),
    State("compare", "/compare", folds),
    State("missing", "/timeline?record=NCT00000001"),
    State("present", "/present?as_of=2026-01-21"),
    State("present, choose", "/present", choose_slides),
    State("present, notes", "/present", lambda page: page.keyboard.press("n")),
    State("record opened", OTHER, lambda page: open_file(page, WITH_RESULTS)),
    State("record: outcomes", OTHER, with_record(WITH_RESULTS, "Results")),
    *(
        State(f"record: {part}", OTHER, with_record(WITH_RESULTS, "Results", press(part, "radio")))
        for part in ("Participant flow", "Baseline", "Adverse events", "About the results")
    ),
    State(
        "record: events, none found",
        OTHER,
        with_record(
            WITH_RESULTS,
            "Results",
            then(press("Adverse events", "radio"), write("Search the events", "zzzz")),
        ),
    ),
    State("record: not reviewed", OTHER, with_record(NOT_REVIEWED, "Eligibility", folds)),
    State("record: no results", OTHER, with_record(NOT_REVIEWED, "Results")),
    State("record: design", OTHER, with_record(NOT_REVIEWED, "Study design", folds)),
    State(
        "record: flow", OTHER, with_record(NOT_REVIEWED, "Study design", reading_the_flow), False
    ),
    State("record: plain words", OTHER, with_record(NOT_REVIEWED, "Overview", folds, "CREFEL")),
)
