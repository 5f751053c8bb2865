"""The app on a server for many: what it lets through, what it forgets, what it outlives."""

from __future__ import annotations

import gzip
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from email.message import Message
from os import kill
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import streamlit
from streamlit.testing.v1 import AppTest

from components.internet import NEEDED, SWITCH, TILES
from deploy.frontend import page
from deploy.server import FRAMED_BY, answer_at_once, security_headers
from tests.browser import ROOT, App, free_port, serve, wait_ready

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DEPLOY = ROOT / "deploy"
PROCESSES = 2


def policy(headers: Mapping[str, str]) -> dict[str, str]:
    parts = (part.partition(" ")[::2] for part in headers["Content-Security-Policy"].split("; "))
    return dict(parts)


def asked(url: str, **headers: str) -> tuple[int, Message]:
    request = urllib.request.Request(url, headers=headers)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=20) as answer:
            return answer.status, answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.headers


def test_only_the_tiles_of_the_street_map_come_from_elsewhere() -> None:
    hosts = re.findall(r"https?://\S+", " ".join(policy(security_headers()).values()))
    assert set(hosts) == {TILES}


@pytest.mark.parametrize("no", ["no", "NO", " off ", "0", "false"])
def test_without_the_internet_nothing_comes_from_elsewhere(
    no: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SWITCH, no)
    assert "//" not in security_headers()["Content-Security-Policy"]


def test_no_other_site_frames_the_app_unless_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert policy(security_headers())["frame-ancestors"] == "'none'"
    assert security_headers()["X-Frame-Options"] == "DENY"
    monkeypatch.setenv(FRAMED_BY, "https://intranet.example.org")
    assert policy(security_headers())["frame-ancestors"] == "https://intranet.example.org"
    assert "X-Frame-Options" not in security_headers()


def test_no_script_runs_but_those_of_this_server() -> None:
    scripts = policy(security_headers())["script-src"]
    assert "unsafe" not in scripts
    assert re.fullmatch(r"'self' blob:( 'sha256-[\w+/]{43}=')+", scripts)


@pytest.mark.parametrize("path", ["/", "/sites", "/app/static/icon.png", "/_stcore/health", "/no/"])
def test_every_answer_carries_the_headers(app_url: str, path: str) -> None:
    _, headers = asked(f"{app_url}{path}")
    for name, value in security_headers().items():
        assert headers[name] == value, name


def test_scripts_come_small_once_and_as_streamlit_wrote_them(app_url: str) -> None:
    folder = Path(streamlit.__file__).parent / "static"
    name = next(folder.glob("static/js/protobuf.*.js"))
    request = urllib.request.Request(f"{app_url}/{name.relative_to(folder).as_posix()}")
    request.add_header("Accept-Encoding", "gzip")
    with urllib.request.urlopen(request, timeout=20) as answer:
        packed = answer.read()
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert gzip.decompress(packed) == name.read_bytes()
    assert len(packed) < name.stat().st_size / 3
    request.remove_header("Accept-encoding")
    with urllib.request.urlopen(request, timeout=20) as answer:
        assert answer.read() == name.read_bytes()


def test_no_answer_waits_until_the_browser_has_confirmed_its_head() -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        answer_at_once()
        with socket.create_connection(listening.getsockname()), listening.accept()[0] as taken_up:
            assert taken_up.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@pytest.mark.browser
@pytest.mark.parametrize("name", ["", "design", "sites"])
def test_a_page_names_all_scripts_it_needs_before_it_knows_what_is_on_it(
    app_page: Page, name: str
) -> None:
    app_page.goto(f"/{name}")
    wait_ready(app_page)
    fetched = app_page.evaluate(
        """performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)
            .filter(path => path.startsWith('/static/js/'))"""
    )
    assert len(fetched) > 60
    assert [path for path in fetched if f'".{path}"' not in page(name)] == []


def test_a_page_of_another_site_gets_nothing_and_opens_no_connection(app_url: str) -> None:
    host = app_url.removeprefix("http://")
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    for origin in (
        "https://elsewhere.example",
        "null",
        "http://[",
        f"http://{host}.elsewhere.example",
    ):
        assert asked(app_url, Origin=origin)[0] == 403
        assert asked(f"{app_url}/_stcore/stream", Origin=origin, **upgrade)[0] == 403
    assert asked(app_url, Origin=app_url)[0] == 200


def test_a_server_with_a_name_answers_to_no_other() -> None:
    with serve(STREAMLIT_SERVER_ALLOWED_HOSTS="trials.example.org *.hospital.example") as app:
        for path in ("/", "/media/of-somebody.json", "/app/static/icon.png"):
            assert asked(f"{app.url}{path}", Host="elsewhere.example")[0] == 403, path
        for host in ("trials.example.org", "trials.example.org:8501", "a.hospital.example"):
            assert asked(app.url, Host=host)[0] == 200, host
        assert asked(f"{app.url}/_stcore/health")[0] == 200


def test_nobody_puts_a_file_without_the_token(app_url: str) -> None:
    request = urllib.request.Request(
        f"{app_url}/_stcore/upload_file/somebody/something", data=b"x", method="PUT"
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=20)
    assert refused.value.code in {400, 403}
    refused.value.close()


def opened(page: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    return app.switch_page(f"pages/{page}.py").run()


def test_a_server_without_the_internet_offers_nothing_that_needs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(SWITCH, "no")
    opening = opened("open")
    assert any(NEEDED in caption.value for caption in opening.caption)
    assert not [button for button in opening.button if "internet" in button.label]
    offered = [option for group in opened("sites").button_group for option in group.options]
    assert "Offline map" in map(str, offered)
    assert not [option for option in offered if "internet" in str(option)]


@pytest.mark.browser
def test_a_download_with_answers_is_gone_with_the_visit(browser: Browser) -> None:
    with serve(STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL="12") as app:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{app.url}/eligibility?view=cards")
        page.get_by_label("Ki-67 index (%)").fill("20")
        page.get_by_text("Keep, resume, print, reset").click()
        with (
            page.expect_response(re.compile("/media/")) as response,
            page.expect_download() as download,
        ):
            page.get_by_role("button", name="Download answers").click()
        assert "20" in download.value.path().read_text("utf-8")
        address = response.value.url
        assert asked(address)[0] == 200
        context.close()
        ends = time.monotonic() + 20
        while asked(address)[0] != 404:
            assert time.monotonic() < ends, "the file is still there"
            time.sleep(0.2)


def test_what_the_container_copies_is_there() -> None:
    lines = (DEPLOY / "Containerfile").read_text("utf-8").splitlines()
    copied = [name for line in lines if line.startswith("COPY") for name in line.split()[1:-1]]
    assert {name for name in copied if not (ROOT / name).exists()} == set()
    rooms = {path.name for path in ROOT.iterdir() if (path / "__init__.py").exists()} - {"tests"}
    assert rooms <= set(copied)
    assert any(line.startswith("USER ") and "root" not in line for line in lines)
    assert any(line.startswith("HEALTHCHECK") for line in lines)


@contextmanager
def proxied(apps: list[App], folder: Path) -> Iterator[tuple[str, Path]]:
    """Run nginx as we ship it before the apps; gives its address, and the log of whom it asked."""
    config, log, port = folder / "nginx.conf", folder / "asked.txt", free_port()
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    text = text.replace("/tmp/trial-explorer", f"{folder}/nginx")
    text = text.replace("127.0.0.1:8080", f"127.0.0.1:{port}")
    for number, app in enumerate(apps, start=1):
        text = text.replace(
            f"127.0.0.1:850{number}", app.url.replace("http://localhost", "127.0.0.1")
        )
    logged = f"log_format who '$cookie_process $upstream_addr'; access_log {log} who;"
    config.write_text(text.replace("access_log off;", logged), "utf-8")
    server = subprocess.Popen(["nginx", "-c", str(config), "-g", "daemon off; user root;"])
    try:
        address = f"http://localhost:{port}"
        for _ in range(100):
            try:
                asked(f"{address}/_stcore/health")
                break
            except OSError:
                time.sleep(0.1)
        yield address, log
    finally:
        server.terminate()
        server.wait()


def visitor(browser: Browser, address: str) -> Page:
    page = browser.new_context().new_page()
    page.goto(f"{address}/eligibility?view=cards")
    answer(page, "20")
    return page


def answer(page: Page, ki67: str) -> None:
    from playwright.sync_api import expect

    field = page.get_by_label("Ki-67 index (%)")
    field.fill(ki67)
    field.press("Enter")
    expect(page.get_by_test_id("stBottom")).to_contain_text("1 of 33 settled")


def process_of(page: Page, log: Path) -> str:
    """The address of the process that a visitor was led to."""
    cookies: list[Any] = page.context.cookies()
    (name,) = (cookie["value"] for cookie in cookies if cookie["name"] == "process")
    lines = [line.split() for line in log.read_text("utf-8").splitlines()]
    return next(line[1] for line in reversed(lines) if line[0] == name)


@pytest.mark.browser
@pytest.mark.skipif(not shutil.which("nginx"), reason="there is no nginx here")
def test_when_one_process_dies_the_others_visitors_notice_nothing(
    browser: Browser, tmp_path: Path
) -> None:
    from playwright.sync_api import expect

    with ExitStack() as stack:
        apps = [stack.enter_context(serve()) for _ in range(PROCESSES)]
        address, log = stack.enter_context(proxied(apps, tmp_path))
        pages: dict[str, Page] = {}
        while len(pages) < PROCESSES:
            page = visitor(browser, address)
            pages.setdefault(process_of(page, log), page)
        (dead, bereft), (_, other) = pages.items()
        kept = tmp_path / "answers.json"
        bereft.get_by_text("Keep, resume, print, reset").click()
        with bereft.expect_download() as download:
            bereft.get_by_role("button", name="Download answers").click()
        download.value.save_as(kept)

        (killed,) = (app for app in apps if app.url.endswith(dead.rpartition(":")[2]))
        other.evaluate("window.here = true")
        kill(killed.process, signal.SIGKILL)

        answer(other, "30")
        assert other.evaluate("window.here"), "the page was loaded again"
        expect(bereft.get_by_text("the answers entered before are gone")).to_be_visible()
        bereft.locator("input[type=file]").first.set_input_files(kept)
        expect(bereft.get_by_text("1 saved answers opened.")).to_be_visible()
        expect(bereft.get_by_text("the answers entered before are gone")).to_be_hidden()
        for page in pages.values():
            page.context.close()
