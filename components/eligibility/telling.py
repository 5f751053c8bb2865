"""Where the person stands, told in one piece to the parts of the page that show it.

With each element of a fragment that is drawn again, Streamlit sends the whole code of a component
anew, and the browser goes through all of the page. So the parts (the verdict, the rows) stand
outside of the fragment that an answer draws; in it stands one element, without code to speak of,
which tells them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

import streamlit as st

from components.explained import EXPLAINED_CSS, EXPLAINED_JS

_PARTS: Final = Path(__file__).parent


def tell(key: str, standing: dict[str, Any], on_given: Callable[[], None] = lambda: None) -> None:
    """Tell what is known now, within the fragment that an answer draws again.

    Args:
        key: of what tells it.
        standing: what each part is told, by the part's name.
        on_given: called when something was entered in a part; the state of `key` has it.
    """
    mount = st.components.v2.component("standing", js=_read("tell.js"))
    mount(key=key, data=standing, on_given_change=on_given)


def hearing(name: str) -> str:
    """Read the script of a part, with what lets it hear what it is told and write it."""
    return _read(name) + _read("parts.js") + EXPLAINED_JS


def styled(name: str) -> str:
    """Read the style sheet of a part, with that of what it writes."""
    return _read(name) + _read("parts.css") + EXPLAINED_CSS


@cache
def _read(name: str) -> str:
    """Read a file that stands beside this one."""
    return (_PARTS / name).read_text("utf-8")
