"""What the visitor's screen can do: how wide a picture is, and whether maps can be drawn (WebGL).

The server cannot know; a piece of JavaScript looks. It reports only what differs from the guess, so
that the usual screen costs no second run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

_KEPT: Final = "screen_found"
# Pixels. A picture this much wider or narrower than the guess is still well laid out.
_TOLERANCE: Final = 80
_PHONE: Final = 350
_DESK: Final = 820

_LOOK: Final = """
export default function ({ data, parentElement, setStateValue }) {
  const place = parentElement.host ?? parentElement;
  const width = Math.round(place.getBoundingClientRect().width);
  const webgl = drawsWithWebGL();
  if (width && (webgl !== data.webgl || Math.abs(width - data.width) > data.tolerance)) {
    setStateValue("found", { width, webgl });
  }
}

function drawsWithWebGL() {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("webgl2") ?? canvas.getContext("webgl");
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return context !== null;
}
"""


@dataclass(frozen=True, kw_only=True)
class Screen:
    """The width in pixels that a picture can take, and whether the browser draws with WebGL."""

    width: int
    webgl: bool


def screen() -> Screen:
    """Say what the visitor's screen can do: as looked at, else as guessed."""
    return st.session_state.get(_KEPT) or _guess()


def look_at_screen() -> Screen:
    """Look at the visitor's screen; where it is not as guessed, the page runs once more."""
    expected = screen()
    look = st.components.v2.component("screen", js=_LOOK)
    found = look(
        key="screen",
        data={
            "width": expected.width,
            "webgl": expected.webgl,
            "tolerance": _TOLERANCE,
        },
        on_found_change=lambda: None,
    ).found
    if found:
        st.session_state[_KEPT] = Screen(width=int(found["width"]), webgl=bool(found["webgl"]))
    return screen()


def _guess() -> Screen:
    phone = "Mobi" in st.context.headers.get("User-Agent", "")
    return Screen(width=_PHONE if phone else _DESK, webgl=True)
