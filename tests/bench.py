"""Time the app as multiples of an empty one timed in the same run: `make bench`.

The numbers are for reading, not for passing: no test fails on a stopwatch. Each is the median of
five, with the fastest and the slowest beside it.
"""

from __future__ import annotations

import asyncio
import logging
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from streamlit.testing.v1 import AppTest

from tests.browser import ROOT, launch_options, serve, wait_ready
from tests.load import crowd, told
from tests.records import SAMPLE_FOLDER

EMPTY: Final = "import streamlit as st\nst.title('Empty')\nst.button('Click me')\n"
# The smallest figure of the kinds that a page draws with Plotly.
CHART: Final = EMPTY + "st.plotly_chart({'data': [{'type': 'bar', 'x': [1], 'y': ['a']}]})\n"
MAP: Final = EMPTY + (
    "st.plotly_chart({'data': [{'type': 'scattermap', 'lat': [0], 'lon': [0]}],"
    " 'layout': {'map': {'style': {'version': 8, 'sources': {}, 'layers': []}}}})\n"
)
PAGES: Final = {
    "/": EMPTY,
    "/design": EMPTY,
    "/eligibility": EMPTY,
    "/questions": EMPTY,
    "/timeline": EMPTY,
    "/present": EMPTY,
    "/export": EMPTY,
    "/open": EMPTY,
    "/results": CHART,
    "/sites": MAP,
}
LARGEST: Final = ("NCT02545049", "NCT02278250")  # 975 sites; 18 arms
ROUNDS: Final = 5
VISITORS: Final = 20

Times = list[float]


@contextmanager
def serving(source: str) -> Iterator[str]:
    """Serve an app of a few lines."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "empty.py"
        script.write_text(source, encoding="utf-8")
        with serve(script) as app:
            yield app.url


def row(name: str, taken: Times, base: Times | None = None) -> None:
    """Print a line: the median, the spread, and how many times the baseline's median it is."""
    middle = statistics.median(taken)
    ratio = f"{middle / statistics.median(base):9.2f}" if base else ""
    print(f"{name:<34}{middle:9.3f}{min(taken):9.3f}{max(taken):9.3f}{ratio}", flush=True)


def visits(browser: Browser, address: str) -> tuple[Times, Times]:
    """The seconds until a page can be read: with an empty cache, and once more with a warm one."""
    first, second = [], []
    for _ in range(ROUNDS + 1):
        context = browser.new_context()
        first.append(_seconds(context, address))
        second.append(_seconds(context, address))
        context.close()
    # The first warms the server's caches.
    return first[1:], second[1:]


def _seconds(context: BrowserContext, address: str) -> float:
    page = context.new_page()
    start = time.perf_counter()
    page.goto(address)
    if not address.endswith("/present"):
        page.get_by_role("heading", level=1).wait_for()
    expect(page.locator("[data-testid=stApp]")).to_have_attribute(
        "data-test-script-state", "notRunning", timeout=30_000
    )
    taken = time.perf_counter() - start
    page.close()
    return taken


def interaction(page: Page, act: Callable[[int], None], done: Callable[[int], None]) -> Times:
    """The seconds from a click until what it should bring stands there."""
    taken = []
    for number in range(ROUNDS):
        start = time.perf_counter()
        act(number)
        done(number)
        taken.append(time.perf_counter() - start)
    return taken


def moving(browser: Browser, address: str) -> Times:
    """The seconds from a click on a page's link until its title stands there."""
    page = browser.new_page()
    page.goto(address)
    wait_ready(page)
    names = ("Study design", "Timeline", "Sites", "Eligibility", "Results")

    def act(number: int) -> None:
        page.get_by_role("link", name=names[number], exact=True).click()

    def done(number: int) -> None:
        page.get_by_role("heading", level=1, name=names[number]).wait_for()

    return interaction(page, act, done)


def clicks(browser: Browser, address: str) -> Times:
    """The seconds of a click in an empty app."""
    page = browser.new_page()
    page.goto(address)
    wait_ready(page)
    app = page.locator("[data-testid=stApp]")

    def done(_: int) -> None:
        expect(app).to_have_attribute("data-test-script-state", "notRunning")

    return interaction(page, lambda _: page.get_by_role("button").first.click(), done)


def answers(browser: Browser, address: str) -> Times:
    """The seconds from an answer on Eligibility until the verdict counts it."""
    page = browser.new_page()
    page.goto(f"{address}/eligibility")
    wait_ready(page)
    field, verdict = page.get_by_label("Ki-67 index (%)"), page.get_by_test_id("stBottom")
    told = [verdict.inner_text()]

    def act(number: int) -> None:
        field.fill("8" if number % 2 else "20")
        field.press("Enter")

    def done(_: int) -> None:
        expect(verdict).not_to_have_text(told[-1], use_inner_text=True)
        told.append(verdict.inner_text())

    return interaction(page, act, done)


def scripts(app: AppTest) -> Iterator[tuple[str, Times]]:
    """The seconds of the script of each page, from its second run on."""
    for path in sorted((ROOT / "pages").glob("*.py")):
        app.switch_page(f"pages/{path.name}").run()
        app.run()
        taken = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            app.run()
            taken.append(time.perf_counter() - start)
        yield path.stem, taken


def opened(record: Path) -> AppTest:
    """The app with a record that a visitor has opened."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.switch_page("pages/open.py").run()
    content = ("record.json", record.read_bytes(), "application/json")
    app.file_uploader[0].set_value(content).run()
    return app


def in_a_browser(app: str, empty: str, chart: str, with_map: str) -> None:
    """Print what a browser waits for: visits, a click, an answer, moves from page to page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        bases = {}
        for name, source, address in (
            ("empty app", EMPTY, empty),
            ("smallest chart", CHART, chart),
            ("smallest map", MAP, with_map),
        ):
            bases[source] = visits(browser, address)
            row(f"{name}, first visit", bases[source][0])
            row(f"{name}, second visit", bases[source][1])
        for path, source in PAGES.items():
            first, second = visits(browser, f"{app}{path}")
            row(f"{path}, first visit", first, bases[source][0])
            row(f"{path}, second visit", second, bases[source][1])
        base = clicks(browser, empty)
        row("a click in the empty app", base)
        row("an answer to its verdict", answers(browser, app), base)
        row("from page to page", moving(browser, app), base)
        browser.close()


def main() -> None:
    """Print everything."""
    logging.disable(logging.CRITICAL)
    print(f"{'seconds':<34}{'median':>9}{'least':>9}{'most':>9}{'x base':>9}")
    with serving(EMPTY) as empty, serving(CHART) as chart, serving(MAP) as with_map, serve() as app:
        in_a_browser(app.url, empty, chart, with_map)
        waited = asyncio.run(crowd(app.url, VISITORS))
    for step, middle, late in told(waited):
        print(f"{VISITORS} visitors: {step:<21}{middle:9.3f}{'p95':>9}{late:9.3f}")
    for name, run in scripts(AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()):
        row(f"script of {name}", run)
    for record in LARGEST:
        for name, run in scripts(opened(SAMPLE_FOLDER / f"{record}.json")):
            row(f"script of {name}, {record}", run)


if __name__ == "__main__":
    main()
