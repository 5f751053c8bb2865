"""The page and the files that Streamlit serves, so that a first visit waits for little.

Left to itself, Streamlit reads some hundred files anew for every visitor and sends them as large as
they are. Its page asks, one after the other, which address the server has, how it is set up, and
only while it draws for the scripts of what it draws. Here files come from memory, compressed once,
and the page says from the start where the server is and what it will need.
"""

from __future__ import annotations

import gzip
import json
import re
from functools import cache
from pathlib import Path
from typing import Final

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

_ROOT: Final = Path(streamlit.__file__).parent / "static"
_TYPES: Final = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2"}
_WRITTEN: Final = frozenset({".js", ".css", ".html"})  # fonts are compressed as they are
_IMPORTED: Final = re.compile(r"""(?:from|import)\s*["']\./([^"']+\.js)["']""")
# Every page is one level deep: what the addresses of its scripts are relative to is the server's.
_CONNECT: Final = (
    "window.__streamlit={{BACKEND_BASE_URL:new URL('.',location).href,HOST_CONFIG:{}}}"
)
# The bar stays in sight, and a page begins right below it; so do the list of pages, and the window
# below what stays at its foot. Said here, the page does not jump; where a later Streamlit names the
# places otherwise, there is a little more room between them.
_NO_EMPTY_ROOM: Final = """<style>
.stMainBlockContainer { padding-top: 4rem !important; }
.stSidebar > :first-child > :first-child { height: 2.5rem !important; margin-bottom: 0 !important; }
.stBottom > div > div { padding-bottom: 1rem !important; }
</style>"""
_YEAR: Final = "public, immutable, max-age=31536000"
_FONT: Final = "MaterialSymbols-Rounded"
_EVERYWHERE: Final = ("PageLink", "BidiComponent")
_ON_PAGE: Final = {
    "": ("Metric",),
    "compare": ("FileUploader",),
    "design": ("ButtonGroup", "Selectbox", "DownloadButton"),
    "eligibility": (*("DownloadButton", "FileUploader", "Button", "ButtonGroup", "Checkbox"),),
    "export": ("ButtonGroup", "FileUploader", "DownloadButton"),
    "open": ("FileUploader", "TextArea", "TextInput", "Button"),
    "planner": ("Selectbox", "DateInput"),
    "present": ("Spinner",),
    "questions": ("DownloadButton",),
    "results": ("PlotlyChart", "ButtonGroup"),
    "screen": ("FileUploader", "DownloadButton"),
    "sites": (
        *("PlotlyChart", "Selectbox", "TextInput", "ButtonGroup", "DataFrame", "DownloadButton"),
    ),
    "timeline": ("DateInput", "Metric", "Selectbox", "DownloadButton"),
}
"""The scripts of Streamlit's that a page's first screen is drawn with, by its address."""


class Frontend:
    """Answers for Streamlit's page and its files; hands on whatever else is asked for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        base = streamlit.get_option("server.baseUrlPath").strip("/")
        self._base = f"/{base}/" if base else "/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        answer = None
        if scope["type"] == "http" and scope["method"] == "GET":
            name = scope["path"].removeprefix(self._base)
            if name in _ON_PAGE or name in _files():
                packed = "gzip" in Headers(scope=scope).get("accept-encoding", "")
                answer = await run_in_threadpool(_answer, name, packed=packed)
        await (answer or self._app)(scope, receive, send)


def _answer(name: str, *, packed: bool) -> Response:
    """The answer to a request for a page or a file."""
    suffix = Path(name).suffix or ".html"
    packed = packed and suffix in _WRITTEN
    headers = {"Cache-Control": _YEAR if name in _files() else "no-cache"}
    if suffix in _WRITTEN:
        headers["Vary"] = "Accept-Encoding"
    if packed:
        headers["Content-Encoding"] = "gzip"
    content_type = _TYPES.get(suffix, "text/html")
    return Response(_content(name, packed=packed), headers=headers, media_type=content_type)


@cache
def _content(name: str, *, packed: bool) -> bytes:
    whole = _files()[name].read_bytes() if name in _files() else page(name).encode()
    return gzip.compress(whole, 6) if packed else whole


@cache
def _files() -> dict[str, Path]:
    """Streamlit's own files: each has a hash in its name and never changes."""
    folder = _ROOT / "static"
    files = (path for path in folder.glob("*/*") if path.suffix in _TYPES)
    return {path.relative_to(_ROOT).as_posix(): path for path in files}


@cache
def page(name: str) -> str:
    """Streamlit's page, which knows where its server is and what the page of this name needs."""
    whole = (_ROOT / "index.html").read_text("utf-8")
    links = [
        f'<link rel="modulepreload" fetchpriority="low" crossorigin href="./{one}">'
        for one in _scripts(*_EVERYWHERE, *_ON_PAGE[name])
        if f'"./{one}"' not in whole
    ]
    links += [
        f'<link rel="preload" as="font" type="font/woff2" crossorigin href="./{one}">'
        for one in _files()
        if Path(one).name.startswith(f"{_FONT}.")
    ]
    head = "\n".join((_NO_EMPTY_ROOM, f"<script>{_connect()}</script>", *links, "</head>"))
    return whole.replace("</head>", head, 1)


def _connect() -> str:
    """The script that says where the server is, and who may speak to the page from outside."""
    spoken_to = streamlit.get_option("client.allowedOrigins")
    told = {"allowedOrigins": spoken_to, "useExternalAuthToken": False}
    return _CONNECT.format(json.dumps(told))


@cache
def _scripts(*names: str) -> tuple[str, ...]:
    """Those scripts of Streamlit's that draw something, and all that they import."""
    wanted = [one for one in _files() if Path(one).name.split(".")[0] in names]
    for one in wanted:
        if one.endswith(".js"):
            imported = _IMPORTED.findall(_files()[one].read_text("utf-8"))
            wanted += [found for name in imported if (found := f"static/js/{name}") not in wanted]
    return tuple(one for one in wanted if one.endswith(".js"))
