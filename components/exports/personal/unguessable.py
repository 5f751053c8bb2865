"""A random part for files that hold what a visitor entered.

While a download is open, the server keeps it at an address reckoned from its content. Whoever
guessed the content could ask for that address; nobody can guess 128 random bits.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Any


def json_file(content: Mapping[str, Any]) -> str:
    """Write a file as JSON, with a random field `nonce`."""
    return json.dumps({**content, "nonce": nonce()}, ensure_ascii=False, indent=2) + "\n"


def html_file(text: str) -> str:
    """Add a random comment to a page."""
    return f"{text}\n<!-- {nonce()} -->\n"


def calendar_file(content: bytes) -> bytes:
    """Add a random property to a calendar (RFC 5545, 3.8.8.2)."""
    begin = b"BEGIN:VCALENDAR\r\n"
    return content.replace(begin, begin + f"X-NONCE:{nonce()}\r\n".encode(), 1)


def csv_file(content: bytes) -> bytes:
    """Add a random last line to a table as CSV."""
    return content + f"File number,{nonce()}\r\n".encode()


def nonce() -> str:
    """128 random bits, as text."""
    return secrets.token_hex(16)
