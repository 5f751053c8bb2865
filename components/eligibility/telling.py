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

_PARTS: Final = Path(__file__).parent


def tell(key: str, standing: dict[str, Any], on_given: Callable[[], None] = lambda: None) -> None:
    """Tell what is known now, within the fragment that an answer draws again.

    Args:
        key: of what tells it.
        standing: what each part is told, by the part's name.
        on_given: called when something was entered in a part; the state of `key` has it.
    """
    mount = st.components.v2.component("standing", js=read_part("tell.js"))
    mount(key=key, data=standing, on_given_change=on_given)


def hearing(name: str) -> str:
    """Read the script of a part, with what lets it hear what it is told."""
    return read_part(name) + read_part("hear.js")


@cache
def read_part(name: str) -> str:
    """Read a file that stands beside this one."""
    return (_PARTS / name).read_text("utf-8")
