"""Time every page in a browser, as multiples of an empty app timed in the same run: `make bench`.

The numbers are for reading, not for passing: no test fails on a stopwatch.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser import launch_options, serve

EMPTY = "import streamlit as st\nst.title('Empty')\nst.button('Click me')\n"
PAGES = ("/", "/design", "/sites", "/eligibility", "/timeline", "/results")
ROUNDS = 3


@contextmanager
def empty_app() -> Iterator[str]:
    """Serve an app of one title and one button."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "empty.py"
        script.write_text(EMPTY, encoding="utf-8")
        with serve(script) as app:
            yield app.url


def seconds_to_read(browser: Browser, address: str) -> float:
    """Open an address with an empty cache: the seconds until its title stands there."""
    context = browser.new_context()
    page = context.new_page()
    start = time.perf_counter()
    page.goto(address)
    page.get_by_role("heading", level=1).wait_for()
    _settled(page)
    taken = time.perf_counter() - start
    context.close()
    return taken


def _settled(page: Page) -> None:
    app = page.locator("[data-testid=stApp]")
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=30_000)


def median_of(browser: Browser, address: str) -> float:
    """The median of a few visits, after one that warms the server's caches."""
    seconds_to_read(browser, address)
    return statistics.median(seconds_to_read(browser, address) for _ in range(ROUNDS))


def main() -> None:
    """Print how long each page takes, and how many times an empty app's time that is."""
    with sync_playwright() as playwright, empty_app() as empty, serve() as app:
        browser = playwright.chromium.launch(**launch_options())
        baseline = median_of(browser, empty)
        print(f"{'page':<14}{'seconds':>9}{'x empty':>9}")
        print(f"{'(empty app)':<14}{baseline:>9.2f}{1:>9.2f}")
        for path in PAGES:
            taken = median_of(browser, f"{app.url}{path}")
            print(f"{path:<14}{taken:>9.2f}{taken / baseline:>9.2f}")
        browser.close()


if __name__ == "__main__":
    main()
