"""Fixtures of the whole suite. To open the app: ask for `app_page`, `app_page.goto("/sites")`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.browser import WATCH_SERVER, App, launch_options, serve

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Page

TESTS = Path(__file__).parent
OURS = {"localhost", "127.0.0.1"}
IN_THE_PAGE = {"about", "blob", "data"}  # schemes that ask no host
# Opened at /sites, Streamlit first looks for its server below /sites, is told 404, and goes on.
LOOKING_FOR_SERVER = re.compile(r"/[^/]+/_stcore/(health|host-config)")
BROWSER_FIXTURES = {"app_page", "browser", "context", "new_context", "page"}

# With requirements.txt alone, all tests run but those that import, or open a browser with, what
# requirements-dev.txt adds.
NOT_INSTALLED = [name for name in ("hypothesis", "playwright", "textstat") if not find_spec(name)]

if "hypothesis" not in NOT_INSTALLED:
    from hypothesis import HealthCheck, settings

    # The same examples in every run, on however slow a machine. To look for new ones:
    # make test ARGS="--hypothesis-profile=default"
    slow = [HealthCheck.too_slow]
    settings.register_profile(
        "project", deadline=None, derandomize=True, suppress_health_check=slow
    )
    settings.load_profile("project")


def _needs_more(path: Path) -> bool:
    imported = re.findall(r"^(?:from|import) (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    return not set(NOT_INSTALLED).isdisjoint(imported)


collect_ignore = sorted(path.name for path in TESTS.glob("test_*.py") if _needs_more(path))


def pytest_report_header() -> str | None:
    if not collect_ignore:
        return None
    return f"left out, they need requirements-dev.txt (make test): {', '.join(collect_ignore)}"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what uses a browser, before `-m` chooses by marks, and put what is quick first."""
    slowness: dict[pytest.Item, int] = {}
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        slowness[item] = 2 if names & BROWSER_FIXTURES else 1 if "app_url" in names else 0
        if names & BROWSER_FIXTURES:
            item.add_marker(pytest.mark.browser)
            if find_spec("pytest_rerunfailures"):
                # A browser that two test runs share a core with is late now and then. What fails
                # for another reason fails three times, and the report counts what was tried again.
                item.add_marker(pytest.mark.flaky(reruns=2))
    items.sort(key=slowness.__getitem__)


@pytest.fixture(scope="session")
def app_server() -> Iterator[App]:
    """The real app, served on a free port: one per process of the test run."""
    with serve() as app:
        yield app


@pytest.fixture(scope="session")
def app_url(app_server: App) -> str:
    """The address of the app."""
    return app_server.url


@pytest.fixture(scope="session")
def base_url(app_url: str) -> str:
    """What `page.goto("/sites")` is relative to."""
    return app_url


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Playwright's own options, such as --headed, and this machine's browser."""
    return {**browser_type_launch_args, **launch_options()}


if "playwright" not in NOT_INSTALLED:
    from playwright.sync_api import expect

    # What is there is seen at once; this is for a machine that runs several tests at once.
    expect.set_options(timeout=20_000)
else:

    @pytest.fixture
    def page() -> None:
        """Stand in for the browser page where Playwright is not installed."""
        pytest.skip("needs requirements-dev.txt (make test)")


@pytest.fixture
def app_page(page: Page, app_server: App) -> Iterator[Page]:
    """A browser page, not opened yet, that fails the test if the app did what it should not.

    That is: asked another host for anything, wrote an error to the browser's console, or raised on
    the server.
    """
    asked: list[str] = []
    wrong: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        url = message.location["url"]
        if message.type == "error" and not LOOKING_FOR_SERVER.fullmatch(urlsplit(url).path):
            wrong.append(f"console: {message.text} ({url})")

    page.context.add_init_script(WATCH_SERVER)
    # On the context, so that pop-ups and workers count too.
    page.context.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda websocket: asked.append(websocket.url))
    page.context.on("console", on_console)
    page.context.on("weberror", lambda error: wrong.append(f"page: {error.error}"))
    start = app_server.log.stat().st_size

    yield page

    wrong += [f"left this machine: {url}" for url in asked if not _is_ours(url)]
    printed = app_server.printed(start)
    if "Traceback" in printed:
        wrong.append(f"server: {printed}")
    if wrong:
        pytest.fail("The app did what it should not:\n" + "\n".join(wrong), pytrace=False)


def _is_ours(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in IN_THE_PAGE or parts.hostname in OURS
