"""The app behind its security headers: what `make run`, `make serve` and the container start."""

from __future__ import annotations

import asyncio
import base64
import gc
import hashlib
import os
import re
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime import get_instance
from streamlit.starlette import App
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from components.internet import TILES, internet_allowed
from deploy.frontend import Frontend, page

FRAMED_BY: Final = "TRIAL_EXPLORER_FRAMED_BY"
_ROUND: Final = 5.0  # seconds between two looks for visits that have ended
_LOOPBACK: Final = {"localhost", "127.0.0.1"}  # where health checks ask, and no foreign name
_REFUSED: Final = 1008  # RFC 6455: against the policy
_INLINE_SCRIPT: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def security_headers() -> dict[str, str]:
    """Say what the browser may do with an answer of this server.

    It loads nothing from another host (but the tiles of the street map, where the internet is
    allowed at all) and stands in no frame of another site, unless the environment names who may
    frame it.
    """
    tiles = f" {TILES}" if internet_allowed() else ""
    framed_by = os.environ.get(FRAMED_BY, "").strip()
    policy = {
        "default-src": "'none'",
        # Streamlit starts a component of ours from a blob.
        "script-src": f"'self' blob: {_streamlits_own_scripts()}",
        "worker-src": "'self' blob:",
        # Streamlit, the map and our vector graphics carry styles of their own.
        "style-src": "'self' 'unsafe-inline'",
        "img-src": f"'self' data: blob:{tiles}",
        "font-src": "'self' data:",
        "connect-src": f"'self'{tiles}",
        "media-src": "'self'",
        "manifest-src": "'self'",
        "frame-ancestors": framed_by or "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    headers = {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        # The name of this server and no more: what is looked at stands in the address. The
        # street map's server answers only who names itself.
        "Referrer-Policy": "strict-origin",
        "X-Content-Type-Options": "nosniff",
    }
    return headers if framed_by else {**headers, "X-Frame-Options": "DENY"}


def _streamlits_own_scripts() -> str:
    """The scripts in the page that is served, each by its hash: no other may stand there."""
    scripts = _INLINE_SCRIPT.findall(page(""))
    hashes = (hashlib.sha256(script.encode()).digest() for script in scripts)
    return " ".join(f"'sha256-{base64.b64encode(one).decode()}'" for one in hashes)


class Guard:
    """Refuses what another site's page or another name asks for; sets every answer's headers.

    Left to itself, Streamlit would ask a server on the internet for its own address, to tell
    whether a foreign page that opens a connection might be its own.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._headers = security_headers()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or open a connection."""

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        refusal = "" if scope["type"] == "lifespan" else _refusal(Headers(scope=scope))
        if not refusal:
            await self._app(scope, receive, send_guarded)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _REFUSED})
        else:
            await PlainTextResponse(refusal, status_code=403)(scope, receive, send_guarded)


def _refusal(headers: Headers) -> str:
    """Say why a request is refused; empty where it is not."""
    if not _is_from_here(headers):
        return "Asked for by a page of another site."
    host = headers.get("host", "")
    # Streamlit holds connections to its list of names, and lets pages and files go to any.
    if host.partition(":")[0] in _LOOPBACK or is_host_allowed(host):
        return ""
    return "This server goes by another name: see server.allowedHosts."


def _is_from_here(headers: Headers) -> bool:
    origin = headers.get("origin")
    return (
        origin is None
        or origin.partition("://")[2] == headers.get("host")
        or origin in streamlit.get_option("server.corsAllowedOrigins")
    )


async def _forget_who_left() -> None:
    """Close the visits that nobody has come back to, and with them answers, uploads and downloads.

    Streamlit drops an old visit when the next one ends, and its files when Python happens to
    collect what nothing refers to: on a quiet server, hours later.
    """
    patience = streamlit.get_option("server.disconnectedSessionTTL") - 2 * _ROUND
    left: dict[str, float] = {}  # when each visit was first seen without its browser
    while True:
        await asyncio.sleep(_ROUND)
        runtime, now = get_instance(), time.monotonic()
        # Streamlit has no public list of visits.
        visits = [one.session.id for one in runtime._session_mgr.list_sessions()]
        left = {
            visit: left.get(visit, now) for visit in visits if not runtime.is_active_session(visit)
        }
        for visit, since in left.items():
            if now - since >= patience:
                runtime.close_session(visit)
        # A download that no visit refers to is marked by one call and dropped by the next.
        runtime.media_file_mgr.remove_orphaned_files()


def answer_at_once() -> None:
    """Let what is written leave at once, from every connection that is taken up from here.

    Python's servers do so by themselves, but not on a socket made as Streamlit makes its own: the
    head of an answer leaves, and its body waits until the browser has confirmed the head, which
    takes it up to 40 ms (Nagle's algorithm, RFC 896 and 1122, 4.2.3.2 to 4.2.3.4).
    """
    # Streamlit hands its socket to nobody. What is taken up inherits its settings.
    for one in [thing for thing in gc.get_objects() if type(thing) is socket.socket]:
        if one.fileno() >= 0 and one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


@asynccontextmanager
async def _lifespan(_: App) -> AsyncIterator[None]:
    answer_at_once()
    forgetting = asyncio.create_task(_forget_who_left())
    yield
    forgetting.cancel()


app = App(
    Path(__file__).resolve().parent.parent / "app.py",
    lifespan=_lifespan,
    middleware=[Middleware(Guard), Middleware(Frontend)],
)
