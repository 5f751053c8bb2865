"""Find or install a browser, serve the app, wait for it: for browser tests and screenshots.

`python -m tests.browser` makes sure that there is a browser and says which.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload, Page

ROOT = Path(__file__).resolve().parent.parent

CHOICE = "TRIAL_EXPLORER_BROWSER"
COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "microsoft-edge",
)
MAC_APPS = ("Google Chrome", "Chromium", "Microsoft Edge")
WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
WINDOWS_APPS = (
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)

# A new window prepares pages for its address bar, which nobody sees: half of what a window costs.
# What Playwright turns off stands here too, as far as it can matter: only the last list counts.
WITHOUT = (
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "MediaRouter",
    "OptimizationHints",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
)
LAUNCH_ARGS = (
    f"--disable-features={','.join(WITHOUT)}",
    # The cable is pulled: what would leave this machine fails, wherever the tests run.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    "--no-proxy-server",
    # The browser itself asks for nothing either.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    # The sandbox refuses to start as root, which is who most CI machines and containers are.
    "--no-sandbox",
    # No graphics card needed; maps are drawn by the software WebGL that comes with the browser.
    "--disable-gpu",
    "--enable-unsafe-swiftshader",
)

START_TIMEOUT = 60  # seconds; the first start on a cold disk imports pandas and pyarrow
READY_TIMEOUT = 60  # seconds; the slowest page takes 3 on a machine that does nothing else
# A page must stay idle this long to count as ready: what it heard last has to be drawn.
QUIET = 150  # milliseconds


def find() -> Path | None:
    """Return the browser on this machine, or None where only Playwright's own may be there.

    Raises:
        FileNotFoundError: TRIAL_EXPLORER_BROWSER names a file that does not exist.
    """
    if chosen := os.environ.get(CHOICE):
        path = shutil.which(chosen)
        if path is None:
            raise FileNotFoundError(f"{CHOICE} is {chosen!r}, which is not a program here")
        return Path(path)
    for command in COMMANDS:
        if path := shutil.which(command):
            return Path(path)
    return next((path for path in _usual_places() if path.is_file()), None)


def _usual_places() -> Iterator[Path]:
    if sys.platform == "darwin":
        for folder in (Path("/Applications"), Path.home() / "Applications"):
            for app in MAC_APPS:
                yield folder / f"{app}.app" / "Contents" / "MacOS" / app
    for variable in WINDOWS_FOLDERS:
        if folder_name := os.environ.get(variable):
            for program in WINDOWS_APPS:
                yield Path(folder_name) / program


def launch_options() -> dict[str, Any]:
    """Return the keyword arguments of Playwright's `chromium.launch` for this machine."""
    path = find()
    options: dict[str, Any] = {"args": list(LAUNCH_ARGS)}
    return options if path is None else {**options, "executable_path": str(path)}


@dataclass(frozen=True, kw_only=True)
class App:
    """A running copy of the app: its address, the file that holds what it printed, its process."""

    url: str
    log: Path
    process: int

    def printed(self, start: int = 0) -> str:
        """Return what the server printed, from byte `start` on."""
        return self.log.read_bytes()[start:].decode(errors="replace")


@contextmanager
def serve(
    script: Path = ROOT / "deploy" / "server.py", *, port: int | None = None, **environment: str
) -> Iterator[App]:
    """Run the real app, or another script, until the block ends.

    Args:
        script: what Streamlit is to run.
        port: where it is to answer; None is a free port.
        environment: variables that it finds beside those of this process.

    Raises:
        RuntimeError: it stopped or did not answer in time; the message holds what it printed.
    """
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    command += ["--server.port", str(port), "--server.headless", "true"]
    with tempfile.TemporaryDirectory() as folder:
        printed = Path(folder) / "log.txt"
        with printed.open("wb") as log:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **environment},
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        app = App(url=f"http://localhost:{port}", log=printed, process=process.pid)
        try:
            _wait_until_up(app, process)
            yield app
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def free_port() -> int:
    """Find a port of this machine on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def _wait_until_up(app: App, process: subprocess.Popen[bytes]) -> None:
    # No proxy from the environment stands between this machine and itself.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    health = f"{app.url}/_stcore/health"
    deadline = time.monotonic() + START_TIMEOUT
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with opener.open(health, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The app did not start. It printed:\n{app.printed()}")


# Notes when the page last told the server something, when the server last answered, and whether it
# ended a run only to start the next: between the two it tidies its memory, and the page looks idle.
# The end of a run is a message of two bytes: the number of the field, and how it ended.
WATCH_SERVER = """
    performance.setResourceTimingBufferSize(10000);
    const RUN_ENDED = 0x30, TO_START_AGAIN = 2;
    const send = WebSocket.prototype.send;
    const listen = ({ data }) => {
        window.heardAt = performance.now();
        const bytes = new Uint8Array(data);
        if (bytes.length === 2 && bytes[0] === RUN_ENDED) {
            window.startsAgain = bytes[1] === TO_START_AGAIN;
        }
    };
    WebSocket.prototype.send = function (message) {
        if (!this.isWatched) {
            this.isWatched = true;
            this.addEventListener('message', listen);
        }
        window.toldAt = performance.now();
        return send.call(this, message);
    };
"""
NO_ANSWER = 5000  # milliseconds; what the server has not answered by then needs no answer


def wait_ready(page: Page) -> None:
    """Wait until the server has answered, and everything it sent is drawn.

    After a click, an `expect(...)` on what the click should bring says more, and waits too.
    """
    page.evaluate("() => { window.idleSince = null }")
    page.wait_for_function(
        """([quiet, noAnswer]) => {
            const now = performance.now();
            const app = document.querySelector('[data-testid="stApp"]');
            const asked = window.toldAt > (window.heardAt ?? 0) && now - window.toldAt < noAnswer;
            const idle = app?.dataset.testScriptState === 'notRunning'
                && !asked && !window.startsAgain
                && !document.querySelector('[data-testid="stSkeleton"]');
            window.idleSince = idle ? window.idleSince ?? now : null;
            return idle && now - window.idleSince >= quiet;
        }""",
        arg=[QUIET, NO_ANSWER],
        polling=25,
        timeout=READY_TIMEOUT * 1000,
    )


_UPLOADED = """before => performance.getEntriesByType('resource').slice(before)
    .some(one => one.name.includes('/upload_file/') && window.toldAt > one.responseEnd)"""


def choose_file(page: Page, file: Path | FilePayload) -> None:
    """Choose a file in the first file input of the page, and wait until the server has read it.

    The server reads it only when the upload is over and the page has told it so.
    """
    before = page.evaluate("performance.getEntriesByType('resource').length")
    page.locator("input[type=file]").first.set_input_files(file)
    page.wait_for_function(_UPLOADED, arg=before, timeout=READY_TIMEOUT * 1000)
    wait_ready(page)


def open_file(page: Page, file: Path | FilePayload) -> None:
    """Open a record from a file on the page that is for it; return when that page names it.

    The page looks idle for a moment before it starts again with the new record.
    """
    from playwright.sync_api import expect

    choose_file(page, file)
    expect(page.get_by_test_id("stMain").get_by_text("(opened by you)")).to_be_visible()
    wait_ready(page)


class Violation(NamedTuple):
    """One element that breaks one accessibility rule."""

    rule: str
    impact: str
    target: str
    message: str


# What axe looks at for WCAG 2.2 AA: this rule it leaves out unless it is asked.
AXE_OPTIONS: dict[str, Any] = {
    "resultTypes": ["violations"],
    "rules": {"target-size": {"enabled": True}},
}
# What can hang on whether a page is light or dark.
AXE_COLOURS: dict[str, Any] = {
    "resultTypes": ["violations"],
    "runOnly": ["color-contrast", "link-in-text-block"],
}


def axe_violations(page: Page, options: dict[str, Any] = AXE_OPTIONS) -> list[Violation]:
    """Return what axe finds wrong on the page as it is now.

    Args:
        page: a page that is ready.
        options: of axe.run.
    """
    from axe_playwright_python.sync_playwright import Axe

    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate("options => axe.run(options)", options)["violations"]
    return [
        Violation(
            rule=violation["id"],
            impact=violation["impact"],
            target=" ".join(str(part) for part in node["target"]),
            message=node["failureSummary"],
        )
        for violation in found
        for node in violation["nodes"]
    ]


# Nothing moves but what never stops.
STILL = """() => document.getAnimations().every((one) => one.playState !== 'running'
    || one.effect.getComputedTiming().endTime === Infinity)"""


def axe_in_the_dark(page: Page) -> list[Violation]:
    """Return what axe finds wrong with the colours of a page in the dark; leave it light."""
    page.emulate_media(color_scheme="dark")
    wait_ready(page)
    page.wait_for_function(STILL)
    found = axe_violations(page, AXE_COLOURS)
    page.emulate_media(color_scheme="light")
    return found


def _install_with_apt(package: str) -> None:
    if not (shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0):
        return
    print(f"No {package} here: installing it with apt-get", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
    for command in (install, ["apt-get", "update", "-qq"], install):
        # The first try may fail for want of package lists; only what the last one says matters.
        result = subprocess.run(
            command, env=quiet, stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        if result.returncode == 0 and command is install:
            return
    print(f"apt-get could not: {result.stderr.strip() or result.stdout.strip()}", flush=True)


def _has_playwrights_own() -> bool:
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as playwright:
        try:
            playwright.chromium.launch(args=list(LAUNCH_ARGS)).close()
        except Error:
            return False
    return True


def _install_with_playwright() -> None:
    print("No browser here: asking Playwright for its Chromium", flush=True)
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode:
        reason = result.stderr.strip().partition("\n")[0]
        print(f"Playwright could not: {reason}", flush=True)


def ensure() -> str | None:
    """Return which browser the tests will use, installed now if need be; None if that fails."""
    if path := find():
        return str(path)
    own = "Playwright's own Chromium"
    if _has_playwrights_own():
        return own
    _install_with_apt("chromium")
    if path := find():
        return str(path)
    _install_with_playwright()
    return own if _has_playwrights_own() else None


def main() -> int:
    """Make sure that there is a browser and say which; where it can be had, nginx too."""
    try:
        browser = ensure()
    except FileNotFoundError as error:
        print(error)
        return 1
    if browser is None:
        print(
            "There is no browser for the tests: install Chromium or Chrome, or let "
            f"{CHOICE} name one. Tests that need none: python -m pytest -m 'not browser'"
        )
        return 1
    print(f"Browser for the tests: {browser}")
    if not shutil.which("nginx"):
        _install_with_apt("nginx-light")
    return 0


if __name__ == "__main__":
    sys.exit(main())
