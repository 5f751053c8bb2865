"""The app as its visitors meet it: in a browser, with the network off, by mouse and keyboard."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser import axe_in_the_dark, axe_violations, choose_file, open_file, wait_ready

PAGES = {
    "Overview": "/",
    "Study design": "/design",
    "Sites": "/sites",
    "Eligibility": "/eligibility",
    "Timeline": "/timeline",
    "Results": "/results",
}
RECORDS = Path(__file__).parents[1] / "data" / "records"


@pytest.mark.parametrize("width", [1280, 390])
def test_a_visitor_walks_all_pages(app_page: Page, width: int) -> None:
    app_page.set_viewport_size({"width": width, "height": 900})
    app_page.goto("/")
    for title, path in PAGES.items():
        if title != "Overview":
            if app_page.get_by_test_id("stExpandSidebarButton").is_visible():
                app_page.get_by_test_id("stExpandSidebarButton").click()
            app_page.get_by_role("link", name=title, exact=True).click()
        wait_ready(app_page)
        expect(app_page).to_have_url(re.compile(rf"{path}$"))
        heading = "NETTER-2" if title == "Overview" else title
        expect(app_page.get_by_role("heading", level=1)).to_have_text(heading)
        expect(app_page).to_have_title(f"{title} · Trial Explorer")
        expect(app_page.get_by_text("Record NCT03972488 · last update 21 Jan 2026")).to_be_visible()
        assert not re.search(r"[A-Z]{4,}_[A-Z]+", app_page.inner_text("body"))
        assert fits(app_page), f"{title} is wider than {width} px"
        if width < 700:
            continue
        assert app_page.evaluate(LONG_LINES) == []
        assert axe_violations(app_page) == []
        assert axe_in_the_dark(app_page) == []


# Texts of more than one line, or of one that is longer than can be read, in signs to the line.
LONG_LINES = """() => {
    const texts = document.querySelectorAll(
        '[data-testid="stMain"] :is(p, li, [data-testid="stText"])');
    return [...texts].flatMap((text) => {
        if (text.closest('.criteria:not(.cards)')) return [];  // a line of a table
        const range = document.createRange();
        range.selectNodeContents(text);
        const tops = [...range.getClientRects()].map(({ top }) => Math.round(top / 8));
        const long = text.textContent.length / new Set(tops).size;
        return tops.length && long > 105 ? [`${Math.round(long)}: ${text.textContent}`] : [];
    });
}"""


def fits(page: Page) -> bool:
    """Whether nothing on the page makes it scroll sideways."""
    return bool(
        page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
    )


HOSTILE = (
    '<img src="http://evil.test/a.png"> <script>alert(1)</script> ![x](http://evil.test/b.png) '
    "[y](javascript:alert(1)) $x^2$ :red[z] **bold** `code` :material/home: <b>b</b> -> >= "
    "www.a.test"
)


def hostile_record() -> bytes:
    record = json.loads((RECORDS / "NCT03972488.json").read_text(encoding="utf-8"))

    def spoil(value: object) -> object:
        if isinstance(value, dict):
            return {key: spoil(item) for key, item in value.items()}
        if isinstance(value, list):
            return [spoil(item) for item in value]
        if isinstance(value, str) and " " in value:
            return f"{value} {HOSTILE}"
        return value

    return json.dumps(spoil(record)).encode()


def upload(page: Page, name: str, content: bytes) -> None:
    """Open a record from a file, on the page that is for it."""
    page.get_by_role("link", name="Open a record", exact=True).click()
    wait_ready(page)
    open_file(page, payload(name, content))


def payload(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/json", "buffer": content}


def own_record() -> bytes:
    content = {"protocolSection": {"identificationModule": {"nctId": "NCT00000001"}}}
    return json.dumps(content).encode()


def test_markup_in_a_record_is_shown_and_not_obeyed(app_page: Page) -> None:
    app_page.goto("/")
    wait_ready(app_page)
    upload(app_page, "hostile.json", hostile_record())
    for title in PAGES:
        app_page.get_by_role("link", name=title, exact=True).click()
        wait_ready(app_page)
        main = app_page.get_by_test_id("stMain")
        assert main.locator("img[src*=evil], script, .katex").count() == 0
        assert main.locator("a[href*=evil], a[href^=javascript], a[href*='a.test']").count() == 0
        assert main.locator("strong:text-is('bold'), code:text-is('code')").count() == 0
    app_page.get_by_role("link", name="Overview", exact=True).click()
    wait_ready(app_page)
    expect(app_page.get_by_text("<script>alert(1)</script>").first).to_be_visible()


def test_another_record_opens_and_a_bad_file_is_said_in_one_sentence(app_page: Page) -> None:
    app_page.goto("/")
    wait_ready(app_page)
    app_page.get_by_role("link", name="Open a record", exact=True).click()
    wait_ready(app_page)
    broken = b'{"protocolSection": {"identificationModule": {}}}'
    choose_file(app_page, payload("broken.json", broken))
    error = app_page.get_by_role("alert").first
    expect(error).to_contain_text("broken.json: protocolSection.identificationModule.nctId")
    expect(app_page.get_by_text("Record NCT03972488")).to_be_visible()
    open_file(app_page, payload("own.json", own_record()))
    expect(app_page.get_by_text("Record NCT00000001")).to_be_visible()
    for title in PAGES:
        app_page.get_by_role("link", name=title, exact=True).click()
        wait_ready(app_page)
        expect(app_page.get_by_text("Record NCT00000001")).to_be_visible()
    app_page.get_by_role("link", name="Eligibility", exact=True).click()
    wait_ready(app_page)
    app_page.reload()
    wait_ready(app_page)
    said = "NCT00000001 has to be opened again"
    expect(app_page.get_by_role("alert").first).to_contain_text(said)
    expect(app_page.get_by_role("heading", level=1)).to_have_text("Eligibility")
    expect(app_page.get_by_text("Record NCT03972488")).to_have_count(0)
    app_page.get_by_test_id("stMain").get_by_role("link", name="Open a record").click()
    wait_ready(app_page)
    expect(app_page.get_by_role("alert").first).to_contain_text(said)
    open_file(app_page, payload("own.json", own_record()))
    expect(app_page.get_by_text("Record NCT00000001")).to_be_visible()


def test_a_record_one_visitor_opens_is_not_seen_by_another(app_page: Page) -> None:
    app_page.goto("/")
    wait_ready(app_page)
    upload(app_page, "own.json", own_record())
    expect(app_page.get_by_text("Record NCT00000001")).to_be_visible()
    browser = app_page.context.browser
    assert browser is not None
    other = browser.new_page()
    other.goto(app_page.url)
    wait_ready(other)
    expect(other.get_by_role("alert").first).to_contain_text("has to be opened again")
    expect(other.get_by_text("Record NCT", exact=False)).to_have_count(0)
    other.close()


def test_changing_the_record_keeps_the_page(app_page: Page) -> None:
    app_page.goto("/")
    wait_ready(app_page)
    upload(app_page, "own.json", own_record())
    app_page.get_by_role("link", name="Timeline", exact=True).click()
    wait_ready(app_page)
    expect(app_page.get_by_role("heading", level=1)).to_have_text("Timeline")
    picker = app_page.get_by_role("combobox", name="Record")
    picker.fill("NETTER")
    expect(app_page.get_by_role("option", name="NETTER-2 · NCT03972488")).to_be_visible()
    picker.press("Enter")
    wait_ready(app_page)
    expect(app_page.get_by_role("heading", level=1)).to_have_text("Timeline")
    expect(app_page.get_by_text("Record NCT03972488")).to_be_visible()


def test_an_address_names_a_shipped_record_or_is_told_that_it_does_not(app_page: Page) -> None:
    app_page.goto("/timeline?record=NCT03972488")
    wait_ready(app_page)
    expect(app_page.get_by_text("Record NCT03972488")).to_be_visible()
    app_page.goto("/timeline?record=NCT00000001")
    wait_ready(app_page)
    expect(app_page.get_by_role("alert").first).to_contain_text(
        "NCT00000001 is not one of the records at hand"
    )


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1280)])
def test_what_has_the_focus_has_a_rim_and_is_under_nothing(
    app_page: Page, scheme: str, width: int
) -> None:
    """WCAG 2.4.7, 2.4.11 and 2.4.13: seen, not obscured, and told from what has no focus."""
    app_page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    app_page.set_viewport_size({"width": width, "height": 700})
    app_page.goto("/eligibility?view=cards")
    wait_ready(app_page)
    seen = []
    for _ in range(50):
        app_page.keyboard.press("Tab")
        seen.append(app_page.evaluate(FOCUSED))
    at = [one for one in seen if one]
    assert len(at) > 40
    wrong = [one for one in at if one["ring"] != "solid" or one["width"] < 2 or one["under"]]
    assert wrong == []


# What has the focus, within our own parts too: its rim or its label's, and whether anything lies
# over its middle: the bar at the head, the verdict at the foot. Not the page as a whole.
FOCUSED = """() => {
    let one = document.activeElement;
    while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
    if (one === document.body || one.matches("section, main")) return null;
    const rimmed = [one, one.closest("label")].filter(Boolean);
    const styles = rimmed.map((each) => getComputedStyle(each));
    const style = styles.find((each) => each.outlineStyle === "solid") ?? styles[0];
    const boxes = rimmed.map((each) => each.getBoundingClientRect());
    const { left, top, width, height } = boxes.find((each) => each.width > 3) ?? boxes[0];
    let over = document.elementFromPoint(left + width / 2, top + height / 2);
    while (over?.shadowRoot) {
        const inner = over.shadowRoot.elementFromPoint(left + width / 2, top + height / 2);
        if (!inner || inner === over) break;
        over = inner;
    }
    return {
        what: one.outerHTML.slice(0, 120),
        ring: style.outlineStyle,
        width: parseFloat(style.outlineWidth),
        under: !over || !rimmed.some((each) => each.contains(over) || over.contains(each)),
    };
}"""
