"""Pages for whoever reads, however: sizes, spacing, forced colours, and the keyboard alone.

What this looks at is a part of what `make access` does: each window with each appearance once, in
states that no other test looks at.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.access import VIEWS, bring, chosen, wrong
from tests.browser import wait_ready
from tests.states import STATES, WITH_RESULTS, first_part

BY_NAME = {state.name: state for state in STATES}


def test_a_state_that_nobody_has_named_is_refused_instead_of_passing_unseen() -> None:
    audiences, states = chosen(["patient", "sites, n"])
    assert (audiences, [one.name for one in states]) == (
        ["patient"],
        ["sites, near", "sites, no such place", "sites, none found"],
    )
    with pytest.raises(SystemExit, match="'desing' is no audience, and no state begins so"):
        chosen(["patient", "desing"])


@pytest.mark.parametrize(
    ("name", "audience", "view", "scheme"),
    [
        ("overview, source of a fact", "sponsor", "320 px", "dark"),
        ("overview, search without hits", "patient", "400 %", "light"),
        ("design, one participant", "patient", "200 %", "dark"),
        ("eligibility, reset asked", "clinician", "400 %", "dark"),
        ("eligibility, refused", "patient", "200 %", "light"),
        ("timeline, milestone chosen", "patient", "390 px", "dark"),
        ("planner, dates", "clinician", "1280 px", "dark"),
        ("screen, list", "sponsor", "200 %", "light"),
        ("open, refused", "patient", "320 px", "light"),
        ("record: events, none found", "sponsor", "1280 px", "light"),
        ("present, choose", "clinician", "390 px", "light"),
    ],
)
def test_no_accessibility_rule_is_broken_and_nothing_scrolls_sideways(
    app_page: Page, name: str, audience: str, view: str, scheme: str
) -> None:
    app_page.emulate_media(
        color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce"
    )
    window = {"width": VIEWS[view].width, "height": VIEWS[view].height}
    app_page.set_viewport_size(window)  # type: ignore[arg-type]
    bring(app_page, BY_NAME[name], audience)
    app_page.set_viewport_size(window)  # type: ignore[arg-type]
    assert wrong(app_page) == []


# As WCAG 1.4.12 has it, in every part of the page.
SPACED = """() => {
    const roots = [document];
    for (let at = 0; at < roots.length; at++) {
        for (const one of roots[at].querySelectorAll('*')) {
            if (one.shadowRoot) roots.push(one.shadowRoot);
        }
    }
    for (const root of roots) {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(`
            * { line-height: 1.5 !important; letter-spacing: 0.12em !important;
                word-spacing: 0.16em !important }
            p { margin-bottom: 2em !important }`);
        root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    }
    window.allRoots = roots;
}"""
# What no longer fits where it is written; a line that is a third lower than its place is read.
CUT = """() => allRoots.flatMap((root) => [...root.querySelectorAll('*')].filter((one) => {
    if (!one.textContent.trim() || one.closest('svg, canvas, .unseen')) return false;
    if (!one.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
    const { overflowX, overflowY } = getComputedStyle(one), cut = /hidden|clip/;
    const { width, height } = one.getBoundingClientRect();
    return width > 4 && height > 4
        && (cut.test(overflowX) && one.scrollWidth > one.clientWidth + 2
            || cut.test(overflowY) && one.scrollHeight > one.clientHeight + 6);
}).map((one) => one.textContent.trim().slice(0, 60)))"""


@pytest.mark.parametrize("path", ["/", "/eligibility?view=cards"])
def test_text_that_is_set_wider_apart_is_not_cut(app_page: Page, path: str) -> None:
    app_page.goto(path)
    wait_ready(app_page)
    app_page.evaluate(SPACED)
    wait_ready(app_page)
    assert app_page.evaluate(CUT) == []


def test_where_colours_are_forced_what_is_chosen_is_still_seen(app_page: Page) -> None:
    page = app_page
    page.emulate_media(forced_colors="active")
    page.goto("/export?audience=patient")
    wait_ready(page)
    colour = "one => getComputedStyle(one).backgroundColor"
    chosen, other = (page.get_by_role("radio", name=name, exact=True) for name in ("A4", "Letter"))
    assert chosen.evaluate(colour) != other.evaluate(colour)
    ticked = "one => getComputedStyle(one.closest('label'), '::before').content.slice(1, 2)"
    switch = page.get_by_role("switch", name="Show the full record and its data as files")
    assert switch.evaluate(ticked) == "☐"
    page.get_by_text("Show the full record and its data as files").click()
    expect(switch).to_be_checked()
    assert switch.evaluate(ticked) == "☑"

    page.goto("/design")
    wait_ready(page)
    first_part(page)
    strokes = page.locator('[data-key][role="button"]:visible').evaluate_all(
        "all => all.map(one => [one.ariaPressed, getComputedStyle(one.firstElementChild).stroke])"
    )
    pressed = {stroke for state, stroke in strokes if state == "true"}
    assert pressed
    assert pressed.isdisjoint(stroke for state, stroke in strokes if state == "false")


# What has the focus, as it is named.
FOCUSED = """() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at?.getAttribute('aria-label') || at?.innerText || '';
}"""


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has this name, which may follow a sign, has the focus."""
    seen = []
    for _ in range(120):
        page.keyboard.press("Tab")
        seen.append(str(page.evaluate(FOCUSED)).strip())
        if re.search(rf"(^|\n){re.escape(name)}$", seen[-1]):
            return
    pytest.fail(f"{name} is not reached; the last: {seen[-5:]}")


def test_a_record_is_opened_and_its_events_filtered_by_keyboard_alone(app_page: Page) -> None:
    page = app_page
    page.on("filechooser", lambda chooser: chooser.set_files(WITH_RESULTS))
    page.goto("/open")
    wait_ready(page)
    tab_to(page, "Upload")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stMain").get_by_text("(opened by you)")).to_be_visible()
    wait_ready(page)
    tab_to(page, "Results")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Results")
    wait_ready(page)
    tab_to(page, "Participant flow")
    for _ in range(3):  # within a group, the arrow keys
        page.keyboard.press("ArrowRight")
    assert page.evaluate(FOCUSED) == "Adverse events"
    page.keyboard.press("Enter")
    wait_ready(page)
    told = page.get_by_role("status").filter(has_text="events")
    expect(told).to_have_text(re.compile(r"^(\d+) of \1 events$"))
    tab_to(page, "Search the events")
    page.keyboard.type("death")
    page.keyboard.press("Enter")
    # What is left is said aloud, too.
    expect(told).to_have_text("2 of 3 events")


def test_answers_and_a_record_are_taken_away_by_keyboard_alone(
    app_page: Page, tmp_path: Path
) -> None:
    page = app_page
    for path, folded, name, suffix in (
        ("/eligibility", "Keep, resume, print, reset", "Download answers", ".json"),
        ("/export", "", "Web page (HTML)", ".html"),
    ):
        page.goto(path)
        wait_ready(page)
        if folded:
            tab_to(page, folded)
            page.keyboard.press("Enter")
            wait_ready(page)
        tab_to(page, name)
        with page.expect_download(timeout=60_000) as download:
            page.keyboard.press("Enter")
        assert download.value.suggested_filename.endswith(suffix)
        assert Path(download.value.path()).stat().st_size > 100
