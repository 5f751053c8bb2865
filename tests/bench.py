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
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright
from streamlit.testing.v1 import AppTest

from tests.browser import ROOT, launch_options, serve, wait_ready
from tests.load import crowd, told
from tests.records import SAMPLE_FOLDER

EMPTY: Final = (
    "import streamlit as st\nst.title('Empty')\nst.button('Click me')\n"
    "st.session_state.run = st.session_state.get('run', -1) + 1\n"
    "st.text(f'Run {st.session_state.run}')\n"
)
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
ANSWERED: Final = 15  # what takes so little time takes more rounds
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
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    taken = time.perf_counter() - start
    page.close()
    return taken


def waited(page: Page, button: Locator, shown: Locator) -> float:
    """The seconds from a click until what it should bring stands there."""
    wait_ready(page)
    start = time.perf_counter()
    button.click()
    # Looked for in every frame; `expect` looks after 100, 350 and 850 milliseconds.
    shown.wait_for()
    return time.perf_counter() - start


def opened_page(browser: Browser, address: str) -> Page:
    """A page that is ready."""
    page = browser.new_page()
    page.goto(address)
    wait_ready(page)
    return page


def moving(browser: Browser, address: str) -> Times:
    """The seconds from a click on a page's link until its title stands there."""
    page = opened_page(browser, address)
    return [
        waited(
            page,
            page.get_by_role("link", name=name, exact=True),
            page.get_by_role("heading", level=1, name=name),
        )
        for name in ("Study design", "Timeline", "Sites", "Eligibility", "Results")
    ]


def clicks(browser: Browser, address: str) -> Times:
    """The seconds of a click in an empty app."""
    page = opened_page(browser, address)
    button = page.get_by_role("button", name="Click me")
    runs = (page.get_by_text(f"Run {run + 1}", exact=True) for run in range(ANSWERED))
    return [waited(page, button, run) for run in runs]


def answers(browser: Browser, address: str, view: str) -> Times:
    """The seconds from an answer on Eligibility until the verdict counts it."""
    page = opened_page(browser, f"{address}/eligibility?view={view}")
    if view == "rows":
        yes, no = page.locator("[name=fact-prior_prrt]").all()[:2]
    else:
        asked = page.get_by_test_id("stButtonGroup").filter(has_text="PRRT")
        yes, no = (asked.get_by_role("radio", name=word, exact=True) for word in ("yes", "no"))
    verdict = page.get_by_test_id("stBottom")
    excluded, open_still = map(verdict.get_by_text, ("Excluded by exclusion 7", "32 of 33"))
    taken = []
    for _ in range(ANSWERED):
        taken.append(waited(page, yes, excluded))
        waited(page, no, open_still)
    return taken


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
        for view in ("rows", "cards"):
            row(f"an answer in {view} to its verdict", answers(browser, app, view), base)
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
