"""Time the app as multiples of an empty one timed in the same run: `make bench`.

The numbers are for reading, not for passing: no test fails on a stopwatch. Each is the median of
five, with the fastest and the slowest beside it, and stands in BENCHMARKS.md.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import platform
import shutil
import statistics
import tempfile
import time
import timeit
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright
from streamlit.testing.v1 import AppTest

from data import load_study
from data.annotations.shipped import annotations_of
from data.eligibility import assess, load_checklist
from tests.browser import ROOT, launch_options, serve, wait_ready
from tests.load import crowd, told
from tests.records import SAMPLE_FOLDER
from tests.soak import resident

EMPTY: Final = (ROOT / "tests" / "empty_app.py").read_text("utf-8")
# The smallest figure of the kind that a page draws with Plotly.
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
    "/results": EMPTY,
    "/sites": MAP,
}
LARGEST: Final = {"NCT02545049": "975 sites", "NCT02278250": "18 arms"}
SERVER: Final = ROOT / "deploy" / "server.py"
SHIPPED: Final = ROOT / "data" / "records" / "NCT03972488.json"
ROUNDS: Final = 5
ANSWERED: Final = 15  # what takes so little time takes more rounds
VISITORS: Final = 20

Times = list[float]
LINES: Final[list[str]] = []
REPORT: Final = ROOT / "BENCHMARKS.md"
HEAD: Final = """# How fast it is

Written by `make bench`, in one run, on {machine}. The first column is what counts: how many times
as long it takes as the same in an app with next to nothing on it. Seconds hang on the machine.
Each is the median of five. A page can be read when all that the server sent is drawn; the window
is open before, and the browser prepares nothing of its own beside it (until November 2026 it did,
which made the empty app a sixth slower, and every ratio to it lower). The empty app is served as
Streamlit serves it, and stands once more on the server of ours: what lies between the two the
server brings, not the page. How many visitors a server bears says `make load`."""
TAIL: Final = """
## Visitors at once

`make load` on 27 Nov 2026, same machine: each walks five pages and answers five criteria, and reads five seconds on average
between two steps. Of what an empty app bears half was to be reached, which is **missed**: 150 visitors (200 wait too long) against
900 or more. One process runs one script at a time, and a step here takes it about 30 ms, as the crowds tell, of which 10 to 20 are the page's own script,
where the empty app's has nothing to do. Two processes behind nginx (`deploy/`) use both cores.

| visitors | 95 of 100 steps within, seconds | an empty app |
|---|---|---|
| 100 | 0.07 | |
| 150 | 0.36 | |
| 200 | 1.92 | |
| 600 | | 0.05 |
| 900 | | 0.05 |

## What single changes bought

| change | before | after |
|---|---|---|
| Streamlit no longer looks through all memory after every run | 0.5 s of processor a run with twenty visitors | 0.1 s |
| the timeline is a vector graphic, not a Plotly figure | 0.9 to 1.5 s of script a run | 0.03 s |
| what a record's pictures look like is worked out once a record, not once a run | 0.05 to 0.1 s a run | below 0.01 s |
| a visit that nobody comes back to is closed | its downloads stay until the memory is tidied | two minutes |
| an answer sends only the rows that it tells on; what is entered is read at once | 95 kB, 22 ms of the server's processor | 39 kB, 9 ms |
| rules are looked up by their kind; of each case only what is new is judged again | 2.8 ms for all 33 criteria | 0.5 ms |
| circles of the map are pushed apart by sizes known before, once a record and width | 74 ms of script for 975 sites | 41 ms |
| a text stands in one piece with its label or title; a folded table is sent once it is unfolded | `/` of 270 pieces, `/design` of 179, `/results` of 412 | 148, 99, 229 |
| Streamlit's files come from memory, compressed once | 2.9 MB for `/`, 9.2 MB for `/results` | 1.1 MB, 2.8 MB |
| an answer is told in one piece; the parts that show it, and their code, stay | rows: 74 ms of the browser's processor, 2.6 of a click in an empty app | 50 ms, 1.7 |
| cards are drawn by the component of the rows | 190 ms of the browser's processor, 20 of the server's | 44 ms, 10 ms |
| its page knows where the server is, and names the scripts it will draw with | asks twice where it is, and one by one for scripts | connects at once |
| an answer leaves at once: Streamlit's socket kept its body back until the browser had confirmed its head | 47 ms for a small file, one after another | 0.4 ms |
| facts beside the publication are sent once they are unfolded, on `/results` | 1.58 s of the browser's processor | 1.36 s |
| values and events are vector graphics, not Plotly figures, on `/results` | 1.52 s of the browser's processor | 0.67 s |
| details of a record stand in one piece | the script of `/` with 18 arms: 1.58 of NETTER-2's | 1.15 |"""  # noqa: E501


@contextmanager
def serving(source: str) -> Iterator[str]:
    """Serve an app of a few lines, as Streamlit serves it."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "empty.py"
        script.write_text(source, encoding="utf-8")
        with serve(script) as app:
            yield app.url


@contextmanager
def serving_as_we_do(source: str) -> Iterator[str]:
    """Serve an app of a few lines with the server of ours."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "app.py"
        script.write_text(source, encoding="utf-8")
        # It serves the app that stands beside its folder.
        server = Path(folder) / SERVER.parent.name / SERVER.name
        server.parent.mkdir()
        shutil.copy(SERVER, server)
        with serve(server) as app:
            yield app.url


def row(name: str, taken: Times, base: Times | None = None, most: float | None = None) -> None:
    """Tell a line: how many times the baseline's median the median is, how many times it is to be
    at most, the median and the spread."""
    middle = statistics.median(taken)
    ratio = middle / statistics.median(base) if base else None
    cells = (
        "" if ratio is None else f"{ratio:.2f}",
        "" if most is None else f"{most:g}" + ("" if (ratio or 0) <= most else " **missed**"),
        *(_amount(one) for one in (middle, min(taken), max(taken))),
    )
    tell(f"| {' | '.join((name, *cells))} |")


def _amount(number: float) -> str:
    return f"{number:.3f}" if number < 10 else f"{number:,.0f}"


def heading(title: str, unit: str, base: str = "the empty app") -> None:
    """Begin a table."""
    tell(f"\n## {title}\n")
    tell(f"| | times {base} | at most | {unit}, median | least | most |")
    tell("|---|---|---|---|---|---|")


def tell(line: str) -> None:
    """Print a line, and keep it for the file."""
    LINES.append(line)
    print(line, flush=True)


def visits(browser: Browser, address: str, *, figure: bool) -> tuple[Times, Times]:
    """The seconds until a page can be read: with an empty cache, and once more with a warm one.

    Args:
        browser: in which the page is opened.
        address: of the page.
        figure: whether Plotly draws something on it.
    """
    first, second = [], []
    for _ in range(ROUNDS + 1):
        context = browser.new_context()
        first.append(_seconds(context, address, figure=figure))
        second.append(_seconds(context, address, figure=figure))
        context.close()
    # The first warms the server's caches.
    return first[1:], second[1:]


def _seconds(context: BrowserContext, address: str, *, figure: bool) -> float:
    page = context.new_page()
    start = time.perf_counter()
    page.goto(address)
    if not address.endswith("/present"):
        page.get_by_role("heading", level=1).wait_for()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    # A grey bar stands for what Streamlit has still to fetch the script of.
    page.locator("[data-testid=stSkeleton]").first.wait_for(state="hidden")
    if figure:
        page.locator(".js-plotly-plot .main-svg").first.wait_for()
    taken = time.perf_counter() - start
    page.close()
    return taken


def waited(page: Page, button: Locator, place: str, words: str) -> float:
    """The seconds from a click until a frame shows what it should bring.

    Args:
        page: with the button.
        button: that is clicked.
        place: the selector of where the words will stand.
        words: which are looked for there.
    """
    wait_ready(page)
    start = time.perf_counter()
    button.click()
    # In every frame: a locator is looked for after 20, 70, 170 milliseconds, and so on.
    page.wait_for_function(
        "([place, words]) => document.querySelector(place)?.textContent.includes(words)",
        arg=[place, words],
        polling="raf",
    )
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
        waited(page, page.get_by_role("link", name=name, exact=True), "h1", name)
        for name in ("Study design", "Timeline", "Sites", "Eligibility", "Results")
    ]


def clicks(browser: Browser, address: str) -> Times:
    """The seconds of a click in an empty app."""
    page = opened_page(browser, address)
    button = page.get_by_role("button", name="Click me")
    runs = range(1, ANSWERED + 1)
    return [waited(page, button, "[data-testid=stText]", f"Run {run}") for run in runs]


def answers(browser: Browser, address: str, view: str) -> Times:
    """The seconds from an answer on Eligibility until the verdict counts it."""
    page = opened_page(browser, f"{address}/eligibility?view={view}")
    yes, no = page.locator("[name=fact-prior_prrt]").all()[:2]
    verdict, taken = "[data-testid=stBottom]", []
    for _ in range(ANSWERED):
        taken.append(waited(page, yes, verdict, "Excluded by exclusion 7"))
        waited(page, no, verdict, "32 of 33")
    return taken


def scripts(app: AppTest) -> Iterator[tuple[str, Times]]:
    """The seconds of processor that the script of each page takes, from its second run on."""
    for path in sorted((ROOT / "pages").glob("*.py")):
        app.switch_page(f"pages/{path.name}").run()
        app.run()
        taken = []
        for _ in range(ROUNDS):
            start = time.process_time()
            app.run()
            taken.append(time.process_time() - start)
        yield path.stem, taken


def opened(record: Path) -> AppTest:
    """The app with a record that a visitor has opened."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.switch_page("pages/open.py").run()
    content = ("record.json", record.read_bytes(), "application/json")
    app.file_uploader[0].set_value(content).run()
    return app


def in_a_browser(app: str, empty: str, behind: str, with_map: str) -> None:
    """Tell what a browser waits for: visits, a click, an answer, moves from page to page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        bases = {}
        heading("Until a page can be read", "seconds")
        for name, source, address in (
            ("the empty app", EMPTY, empty),
            ("the smallest map", MAP, with_map),
        ):
            bases[source] = visits(browser, address, figure=source != EMPTY)
            row(f"{name}, first visit", bases[source][0])
            row(f"{name}, second visit", bases[source][1])
        for name, taken, base in zip(
            ("first", "second"), visits(browser, behind, figure=False), bases[EMPTY], strict=True
        ):
            row(f"the empty app on the server of ours, {name} visit", taken, base)
        for path, source in PAGES.items():
            first, second = visits(browser, f"{app}{path}", figure=source != EMPTY)
            name = f"`{path}`{' (times the smallest map)' if source == MAP else ''}"
            row(f"{name}, first visit", first, bases[source][0], 1.3 if source == EMPTY else 1.15)
            row(f"{name}, second visit", second, bases[source][1])
        heading("One interaction", "seconds")
        base = clicks(browser, empty)
        row("a click in the empty app", base)
        for view in ("rows", "cards"):
            name = f"an answer in {view} to its verdict"
            row(name, answers(browser, app, view), base, 1.5)
        row("from page to page", moving(browser, app), base)
        browser.close()


def in_python() -> None:
    """Tell what the script of each page takes, and what reading and reasoning do."""
    heading("The script of a page, from its second run on", "seconds", "NETTER-2")
    own = {}
    for name, run in scripts(AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()):
        own[name] = run
        row(name, run)
    for record, why in LARGEST.items():
        for name, run in scripts(opened(SAMPLE_FOLDER / f"{record}.json")):
            row(f"{name}, {record} ({why})", run, own[name], 1.5)
    heading("Reading a record", "seconds", "`json.loads`")
    for path in (SHIPPED, *sorted(SAMPLE_FOLDER.glob("*.json"))):
        content = path.read_bytes()
        base = repeated(partial(json.loads, content))
        row(path.stem, repeated(partial(load_study, content)), base, 8)
    heading("All 33 criteria of NETTER-2", "milliseconds")
    study = load_study(SHIPPED.read_bytes())
    checklist = load_checklist(study, annotations_of(study))
    row("one person", [1000 * one for one in repeated(partial(assess, checklist, {"age": 50}))])


def repeated(act: Callable[[], object]) -> Times:
    """The seconds of processor that something takes, five times; once before, unseen."""
    timer = timeit.Timer(act, timer=time.process_time)
    count, _ = timer.autorange()
    return [taken / count for taken in timer.repeat(ROUNDS, count)]


def started(script: Path) -> tuple[float, float]:
    """The seconds until a server answers, and the megabytes it holds then."""
    start = time.perf_counter()
    with serve(script) as app:
        return time.perf_counter() - start, resident(app.process)


def a_server() -> None:
    """Tell how a server starts and what it holds."""
    heading("A server", "seconds or MB")
    scripts = (ROOT / "tests" / "empty_app.py", SERVER)
    base, own = ([started(script) for _ in range(ROUNDS)] for script in scripts)
    for position, name in enumerate(("start to first answer, s", "memory at rest, MB")):
        row(f"{name}, the empty app", [one[position] for one in base])
        row(f"{name}", [one[position] for one in own], [one[position] for one in base])
    with serve() as app:
        asyncio.run(crowd(app.url, 1))
        before = resident(app.process)
        waited = asyncio.run(crowd(app.url, VISITORS))
        row("memory of a further visitor, MB", [(resident(app.process) - before) / VISITORS])
    heading(f"{VISITORS} visitors at once, none of whom stops to read", "seconds")
    for step, _, slow in told(waited):
        row(f"{step}, 95 of 100 within", [slow])


def main() -> None:
    """Measure everything, and write it down."""
    logging.disable(logging.CRITICAL)
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    tell(HEAD.format(machine=machine))
    with (
        serving(EMPTY) as empty,
        serving_as_we_do(EMPTY) as behind,
        serving(MAP) as with_map,
        serve() as app,
    ):
        in_a_browser(app.url, empty, behind, with_map)
    a_server()
    in_python()
    REPORT.write_text("\n".join((*LINES, TAIL)) + "\n", "utf-8")


if __name__ == "__main__":
    main()
