"""The presentation in a browser: turned by keys and buttons, in three windows, on a phone, left."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser import axe_violations, wait_ready

ADDRESS = "/present?as_of=2026-01-21"
# Of the slide that is shown: the type of all its texts but the footer's, and whatever stands
# outside the slide or outside its own block.
LOOK_AT = """slide => {
    const types = [], outside = [];
    const within = (inner, outer, slack) => inner.left >= outer.left - slack
        && inner.right <= outer.right + slack && inner.top >= outer.top - slack
        && inner.bottom <= outer.bottom + slack;
    const whole = slide.getBoundingClientRect();
    const said = slide.querySelectorAll(
        'h2, p, li, th, td, figcaption, strong, text');
    for (const element of said) {
        if (element.closest('footer') || !element.textContent.trim()) continue;
        types.push(parseFloat(getComputedStyle(element).fontSize));
    }
    for (const block of slide.querySelectorAll('.block')) {
        const own = block.getBoundingClientRect();
        if (!within(own, whole, 1)) outside.push(block.className);
        for (const inner of block.querySelectorAll('span, text, strong, th, td, figcaption')) {
            if (inner.closest('.unseen')) continue;
            const box = inner.getBoundingClientRect();
            // A line of type is a little higher than what is written.
            if (!within(box, own, 6)) outside.push(inner.textContent);
        }
    }
    return {types, outside};
}"""


def slide(page: Page) -> Locator:
    return page.locator(".screen > .slide")


def opened(page: Page, address: str = ADDRESS) -> int:
    """Open the presentation; return how many slides there are."""
    page.goto(address)
    expect(slide(page)).to_be_visible(timeout=30_000)
    wait_ready(page)
    return count(page)


def count(page: Page) -> int:
    return int(page.locator("#counter").inner_text().split("/")[1])


def expect_slide(page: Page, number: int) -> None:
    """The slide of a number is shown, counted, said and in the address."""
    expect(page.locator("#counter")).to_have_text(re.compile(rf"^{number} / \d+$"))
    expect(page).to_have_url(re.compile(r"[?&]slide=[a-z]+[-a-z0-9]*(&|$)"))
    title = slide(page).get_by_role("heading").inner_text().replace("\n", " ")
    expect(page.get_by_role("status")).to_contain_text(f"Slide {number} of ")
    expect(page.get_by_role("status")).to_contain_text(title)


def test_keys_and_buttons_turn_the_slides_and_the_address_keeps_the_place(app_page: Page) -> None:
    app_page.set_viewport_size({"width": 1280, "height": 720})
    last = opened(app_page)
    expect_slide(app_page, 1)
    for key, number in (
        ("ArrowRight", 2),
        ("PageDown", 3),
        (" ", 4),
        ("ArrowLeft", 3),
        ("PageUp", 2),
        ("Home", 1),
        ("ArrowLeft", 1),
        ("End", last),
        ("ArrowRight", last),
    ):
        app_page.keyboard.press(key)
        expect_slide(app_page, number)
    expect(app_page.get_by_role("button", name="Next slide")).to_be_disabled()
    app_page.get_by_role("button", name="Previous slide").click()
    expect_slide(app_page, last - 1)
    # After a click, Space goes on; on a button reached by keyboard, it presses the button.
    app_page.keyboard.press(" ")
    expect_slide(app_page, last)
    app_page.get_by_role("button", name="Previous slide").focus()
    app_page.keyboard.press(" ")
    expect_slide(app_page, last - 1)

    app_page.reload()
    expect(slide(app_page)).to_be_visible(timeout=30_000)
    expect_slide(app_page, last - 1)
    assert "as_of=2026-01-21" in app_page.url
    # An address that was typed badly leads to slides all the same.
    last = opened(app_page, "/present?slide=999&slides=none,such&audience=nobody&look=odd")
    expect_slide(app_page, last)
    assert "none" not in app_page.url


def first_words(page: Page) -> str:
    """The first row of a slide that is a table, else its title."""
    first = slide(page).locator("tbody tr").first
    said = (first if first.count() else slide(page).get_by_role("heading")).inner_text()
    return " ".join(said.split()).split(" (")[0]


@pytest.mark.parametrize("name", ["harm", "weeks-3", "sites-4", "site-list-4-b"])
def test_an_address_leads_to_the_same_slide_on_every_screen(app_page: Page, name: str) -> None:
    said, begins = {}, ""
    # The other screen opens what stands in the address of the first.
    address = f"/present?audience=sponsor&slide={name}&as_of=2026-01-21"
    for width, height in ((1280, 720), (960, 720), (390, 844)):
        app_page.set_viewport_size({"width": width, "height": height})
        opened(app_page, address)
        said[width] = " ".join(slide(app_page).inner_text().split())
        begins = begins or first_words(app_page)
        assert name == "site-list-4-b" or begins in said[width]
    assert said[390].split("/")[0] == said[960].split("/")[0]


def test_an_address_kept_from_when_topics_had_other_names_still_leads_there(app_page: Page) -> None:
    opened(app_page, "/present?audience=sponsor&slide=given-2&slides=given,where&as_of=2026-01-21")
    expect(app_page).to_have_url(re.compile("[?&]slide=weeks-2(&|$)"))
    expect(app_page).to_have_url(
        re.compile("[?&]slides=weeks,weeks-2,weeks-3,doses,.*,map,site-list,")
    )
    expect(slide(app_page).get_by_role("heading")).to_contain_text("Dosing schedule")


def test_a_bare_number_counts_the_wide_slides_on_every_screen(app_page: Page) -> None:
    titles = []
    for width in (1280, 960):
        app_page.set_viewport_size({"width": width, "height": 720})
        opened(app_page, "/present?audience=sponsor&slide=26")
        titles.append(slide(app_page).get_by_role("heading").inner_text())
    assert all(title.startswith("Where the study takes place") for title in titles)


def test_appearance_audience_and_choice_of_slides(app_page: Page) -> None:
    app_page.set_viewport_size({"width": 1280, "height": 720})
    opened(app_page)
    app_page.get_by_role("button", name="Dark", exact=True).click()
    expect(slide(app_page)).to_have_css("background-color", "rgb(16, 26, 34)")
    expect(app_page).to_have_url(re.compile("look=dark"))

    app_page.get_by_role("button", name="Choose").click()
    panel = app_page.get_by_role("form", name="Choose audience and slides")
    assert axe_violations(app_page) == []
    expect(panel.get_by_role("radio", name="Lay")).to_be_checked()
    before = slide(app_page).inner_text()
    panel.get_by_role("radio", name="Sponsor").check()
    expect(app_page).to_have_url(re.compile("audience=sponsor"))
    assert slide(app_page).inner_text() != before
    everything = count(app_page)
    panel.locator("input[value=design]").uncheck()
    panel.get_by_role("checkbox", name="Where this is from").uncheck()
    fewer = count(app_page)
    assert fewer == everything - 2
    expect(panel).to_contain_text(re.compile(r"about \d+ minutes to say"))
    # What was moved stands there; the keyboard can go on moving it.
    panel.get_by_role("button", name="Later: NETTER-2").click()
    expect(panel.get_by_role("button", name="Later: NETTER-2")).to_be_focused()
    expect(app_page).to_have_url(re.compile("[?&]slides=against,cover,"))
    app_page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    app_page.keyboard.press("End")
    expect_slide(app_page, fewer)
    chosen = slide(app_page).inner_text()

    # Whoever is sent the address sees the same: audience, slides, place and appearance.
    address = app_page.url
    assert "sources" not in address
    assert "design" not in address
    other = app_page.context.new_page()
    other.set_viewport_size({"width": 1280, "height": 720})
    opened(other, address)
    expect_slide(other, fewer)
    assert slide(other).inner_text() == chosen
    expect(slide(other)).to_have_css("background-color", "rgb(16, 26, 34)")
    other.close()

    # What is taken away is what was chosen.
    app_page.get_by_role("button", name="Choose").click()
    panel.get_by_role("button", name="Take these away").click()
    expect(app_page.get_by_role("heading", level=1)).to_have_text("Export")
    expect(app_page.get_by_text(f"The {fewer} slides chosen under Present")).to_be_visible()
    expect(app_page).to_have_url(re.compile("[?&]slides=against(,|%2C)cover"))


@pytest.mark.parametrize("audience", ["lay", "sponsor"])
def test_every_slide_fits_and_reads_from_the_back_row(app_page: Page, audience: str) -> None:
    app_page.set_viewport_size({"width": 1280, "height": 720})
    last = opened(app_page, f"{ADDRESS}&audience={audience}")
    sizes: tuple[Any, ...] = ((1280, 720, 1280), (1024, 768, 960), (1920, 1080, 1280))
    for width, height, slide_width in sizes:
        app_page.set_viewport_size({"width": width, "height": height})
        expect(slide(app_page)).to_have_css("width", f"{slide_width}px")
        app_page.keyboard.press("Home")
        expect_slide(app_page, 1)
        last = count(app_page)
        for number in range(1, last + 1):
            expect(app_page.locator("#counter")).to_have_text(f"{number} / {last}")
            found = slide(app_page).evaluate(LOOK_AT)
            where = f"slide {number} at {width} x {height}"
            assert min(found["types"]) >= 24, where
            assert found["outside"] == [], where
            box = slide(app_page).bounding_box()
            assert box is not None
            assert box["width"] == pytest.approx(width, abs=1), where
            assert box["height"] <= height + 1, where
            app_page.keyboard.press("ArrowRight")
    assert axe_violations(app_page) == []


def test_the_slides_are_alone_on_the_screen_and_the_controls_step_back(app_page: Page) -> None:
    app_page.set_viewport_size({"width": 1280, "height": 720})
    app_page.emulate_media(color_scheme="dark")
    opened(app_page)
    expect(slide(app_page)).to_have_css("background-color", "rgb(16, 26, 34)")
    # Wherever one points, there is the presentation: no sidebar, no toolbar, no footer.
    inside = app_page.evaluate(
        """() => [[5, 5], [1275, 5], [640, 360], [5, 715], [1275, 715]].every(([x, y]) =>
            document.elementFromPoint(x, y).dataset.testid === 'stBidiComponentIsolated')"""
    )
    assert inside
    expect(app_page.get_by_test_id("stSidebarNav")).to_have_count(0)
    assert axe_violations(app_page) == []
    controls = app_page.get_by_role("navigation", name="Slides")
    app_page.mouse.move(200, 200)
    expect(controls).to_have_css("opacity", "1")
    app_page.keyboard.press("ArrowRight")
    expect(controls).to_have_css("opacity", "0")
    # The keyboard reaches them all the same.
    app_page.keyboard.press("Tab")
    expect(controls).to_have_css("opacity", "1")
    expect(app_page.get_by_role("button", name="Leave")).to_be_focused()


def test_notes_have_a_window_of_their_own_and_both_turn_together(app_page: Page) -> None:
    app_page.set_viewport_size({"width": 960, "height": 720})
    app_page.emulate_media(reduced_motion="reduce")
    sent: list[Any] = []
    app_page.on(
        "websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame))
    )
    opened(app_page, f"{ADDRESS}&audience=sponsor")
    asked = len(sent)
    with app_page.expect_popup() as found:
        app_page.keyboard.press("n")
    speaker = found.value
    notes = speaker.get_by_role("region", name="Speaker’s notes")
    expect(notes).to_contain_text("Brief summary, in the record's own words: “")
    expect(app_page.get_by_role("region", name="Speaker’s notes")).to_be_hidden()
    expect(speaker.get_by_role("region", name="This slide")).to_contain_text("NETTER-2")
    expect(
        speaker.get_by_role("heading", name=re.compile("^Next: Record and publication"))
    ).to_be_visible()
    expect(speaker.get_by_role("timer")).to_have_text(re.compile(r"0:0[1-9]"))
    assert axe_violations(speaker) == []
    # Either window turns both; the projector shows the slide and no note.
    speaker.keyboard.press("PageDown")
    expect_slide(app_page, 2)
    app_page.keyboard.press("End")
    expect(speaker.get_by_role("heading", name="This is the last slide")).to_be_visible()
    expect(speaker.get_by_role("button", name="Next →")).to_be_disabled()
    speaker.keyboard.press("Home")
    expect_slide(app_page, 1)
    speaker.keyboard.press("b")
    expect(app_page.locator(".black")).to_be_visible()
    expect(speaker.get_by_role("button", name="Black screen")).to_have_attribute(
        "aria-pressed", "true"
    )
    speaker.get_by_role("button", name="Next →").click()
    expect(app_page.locator(".black")).to_be_hidden()
    expect_slide(app_page, 2)
    assert len(sent) == asked
    # A second press brings the window back, and leaving the slides closes it.
    app_page.keyboard.press("n")
    assert len(app_page.context.pages) == 2
    with speaker.expect_event("close"):
        app_page.get_by_role("button", name="Leave").click()


def test_on_a_phone_a_slide_flows_and_what_is_wide_scrolls(app_page: Page) -> None:
    app_page.set_viewport_size({"width": 390, "height": 844})
    last, looked_at = opened(app_page), set()
    for name in ("Full screen", "Choose"):
        expect(app_page.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
    app_page.get_by_role("button", name="Notes").click()
    expect(app_page.get_by_role("region", name="Speaker’s notes")).to_contain_text("Title: ")
    app_page.get_by_role("button", name="Notes").click()
    expect(app_page.get_by_role("region", name="Speaker’s notes")).to_be_hidden()
    for number in range(1, last + 1):
        expect_slide(app_page, number)
        text = slide(app_page).locator("h2, p, li").first
        assert text.evaluate("element => parseFloat(getComputedStyle(element).fontSize)") >= 18
        assert slide(app_page).evaluate("slide => slide.scrollWidth <= 390")
        # One of each kind is enough for axe, which takes its time.
        if (kind := slide(app_page).get_attribute("data-key")) not in looked_at:
            looked_at.add(kind)
            assert axe_violations(app_page) == []
        if number < last:
            app_page.get_by_role("button", name="Next slide").click()


def test_one_comes_back_to_where_one_was_with_the_record_that_was_open(app_page: Page) -> None:
    app_page.goto("/open?plain=true")
    wait_ready(app_page)
    record = {"protocolSection": {"identificationModule": {"nctId": "NCT00000001"}}}
    file: FilePayload = {
        "name": "own.json",
        "mimeType": "application/json",
        "buffer": json.dumps(record).encode(),
    }
    app_page.locator("input[type=file]").set_input_files([file])
    expect(app_page.get_by_text("Record NCT00000001")).to_be_visible()
    wait_ready(app_page)
    app_page.get_by_role("link", name="Timeline", exact=True).click()
    expect(app_page.get_by_role("heading", level=1)).to_have_text("Timeline")
    wait_ready(app_page)
    app_page.get_by_role("link", name="Present", exact=True).click()
    expect(slide(app_page)).to_contain_text("NCT00000001")
    wait_ready(app_page)
    app_page.keyboard.press("Escape")
    expect(app_page.get_by_role("heading", level=1)).to_have_text("Timeline")
    expect(app_page.get_by_text("Record NCT00000001")).to_be_visible()
    expect(app_page.get_by_role("dialog")).to_have_count(0)
    expect(app_page.get_by_role("combobox", name="Audience")).to_have_value("patient")
    # A second time, one key is still one slide.
    wait_ready(app_page)
    app_page.get_by_role("link", name="Present", exact=True).click()
    expect(slide(app_page)).to_contain_text("NCT00000001")
    wait_ready(app_page)
    app_page.keyboard.press("ArrowRight")
    expect_slide(app_page, 2)

    # From an address there is no way back: the button leads to the overview.
    opened(app_page)
    app_page.get_by_role("button", name="Leave").click()
    expect(app_page.get_by_role("heading", level=1)).to_have_text("NETTER-2")
    expect(app_page.get_by_text("Record NCT03972488")).to_be_visible()
