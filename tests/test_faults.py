"""What goes wrong around the app: a server that dies, a full disk, a bare locale, a wrong clock."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from datetime import date, datetime, time, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pytest

from tests.browser import ROOT, free_port, open_file, serve, wait_ready
from tests.fuzz import what_is_wrong
from tests.records import SAMPLES

pytest.importorskip("playwright")
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOMS = (
    "app.py",
    "pyproject.toml",
    "pages",
    "data",
    "components",
    "deploy",
    "tests",
    "static",
    ".streamlit",
)
# From here on no byte can be written into a file: to a program, that is a full disk.
NO_ROOM = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
"""
# Opens the record of standard input and makes all of it. What tests need to run a page comes first.
ALL_OF_IT = f"""
from tests.fuzz import what_is_wrong
{NO_ROOM}
print([*what_is_wrong(sys.stdin.buffer.read())])
"""
# Small, with arms, sites and posted results.
RECORD = min(SAMPLES, key=lambda path: path.stat().st_size)
KI67 = "Ki-67 index (%)"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project in a folder whose name has spaces and accents, where none may write."""
    folder = tmp_path_factory.mktemp("Études cliniques n° 1 & 2")
    for name in ROOMS:
        source, target = ROOT / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    return folder


def files_of(folder: Path) -> dict[Path, int]:
    """Every file, with the time of its last change; not what Python itself tries to cache."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return {path: path.stat().st_mtime_ns for path in found}


def test_every_page_and_file_is_made_where_nothing_can_be_written(checkout: Path) -> None:
    before = files_of(checkout)
    made = subprocess.run(
        [sys.executable, "-c", ALL_OF_IT],
        input=RECORD.read_bytes(),
        capture_output=True,
        cwd=checkout,
        env={"LC_ALL": "C", "HOME": "/nonexistent", "PATH": os.environ["PATH"]},
        check=False,
    )
    assert made.stdout.decode().strip() == "[]", made.stderr.decode()[-2000:]
    assert files_of(checkout) == before


def test_a_full_disk_is_said_of_the_file_that_finds_no_room(tmp_path: Path) -> None:
    out = tmp_path / "screened.csv"
    people = ROOT / "data" / "screening" / "example.csv"
    arguments = ["--record", "NCT03972488", "--people", str(people), "--out", str(out)]
    made = subprocess.run(
        [
            sys.executable,
            "-c",
            NO_ROOM + "from data.screening.__main__ import main; main()",
            *arguments,
        ],
        capture_output=True,
        cwd=ROOT,
        text=True,
        check=False,
    )
    assert made.returncode == 2
    assert f"{out}: File too large" in made.stderr
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("today", [date(1970, 1, 1), date(2199, 12, 31)], ids=str)
def test_a_clock_that_is_wrong_by_decades_breaks_no_page(
    monkeypatch: pytest.MonkeyPatch, today: date
) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls.combine(today, time(12), tz)

    monkeypatch.setattr("components.session.datetime", Clock)
    assert [*what_is_wrong(RECORD.read_bytes())] == []


@pytest.mark.browser
def test_a_server_killed_while_somebody_types_comes_back_and_says_what_is_lost(
    browser: Browser,
) -> None:
    port = free_port()
    with serve(port=port) as app:
        page = browser.new_page()
        page.goto(f"{app.url}/eligibility?view=cards")
        # On a server that nobody has visited, Streamlit would take the folder of pages for an
        # older kind of app, and skip the router, which draws the menu.
        expect(page.get_by_role("link", name="Study design", exact=True)).to_be_visible()
        field = page.get_by_label(KI67)
        field.fill("20")
        field.press("Enter")
        expect(page.get_by_test_id("stBottom")).to_contain_text("1 of 33 settled")
        field.press_sequentially("5")
        os.kill(app.process, signal.SIGKILL)
        field.press_sequentially("5")
    with serve(port=port):
        expect(page.get_by_text("the answers entered before are gone")).to_be_visible()
        field.fill("20")
        field.press("Enter")
        expect(page.get_by_test_id("stBottom")).to_contain_text("1 of 33 settled")
        page.close()


def test_two_tabs_of_one_browser_are_two_visits(app_page: Page) -> None:
    other = app_page.context.new_page()
    app_page.goto("/eligibility?view=cards")
    other.goto(app_page.url)
    app_page.get_by_label(KI67).fill("20")
    app_page.get_by_label(KI67).press("Enter")
    expect(app_page.get_by_test_id("stBottom")).to_contain_text("1 of 33 settled")
    expect(other.get_by_test_id("stBottom")).to_contain_text("0 of 33 settled")
    other.goto("/open")
    wait_ready(other)
    open_file(other, RECORD)
    expect(app_page.get_by_test_id("stBottom")).to_contain_text("1 of 33 settled")
    other.close()
