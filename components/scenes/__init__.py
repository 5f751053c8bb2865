"""Show a scene in the page: vector graphics whose parts can be read, reached and chosen.

The arrangements of a picture are sent together, each for a width; the browser shows the widest that
fits its place, so that no run of the script learns how wide the screen is. Colours are variables of
the style sheet, light and dark.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import streamlit as st

from components.palette import DARK, LIGHT, VARIABLES, colours
from components.scenes.drawing import scene_elements
from data.pictures.scene import Scene

_PARTS: Final = Path(__file__).parent

_FORCED: Final = {
    "--colour-background": "Canvas",
    "--colour-surface": "Canvas",
    "--colour-accent": "Highlight",
}


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """A picture as the page gets it: to work it out takes longer than to send it."""

    label: str
    arrangements: str
    """Each with its width and its elements, as JSON."""


def drawing(arrangements: Iterable[Scene]) -> Drawing:
    """Draw the arrangements of one picture, in the variables of the style sheet."""
    made = tuple(dict.fromkeys(arrangements))
    drawn = [{"width": item.frame.width, "svg": scene_elements(item, VARIABLES)} for item in made]
    return Drawing(
        label=made[0].alt, arrangements=json.dumps(drawn, ensure_ascii=False, separators=(",", ":"))
    )


def scene(
    drawn: Drawing,
    *,
    key: str,
    chosen: str | None = None,
    on_choice: Callable[[], None] | None = None,
    growth: float = 1.2,
) -> None:
    """Show a picture, in the widest of its arrangements that fits.

    Args:
        drawn: the picture.
        key: of the component; `chosen_part` tells what is chosen.
        chosen: the key of the part that is chosen.
        on_choice: called when a part is chosen; without it nothing can be.
        growth: how many times as wide as it was laid out it may get where there is more room.
    """
    mount = st.components.v2.component(
        "scene", html='<div class="picture"></div>', css=style(), js=script(_PARTS / "scene.js")
    )
    mount(
        key=key,
        data={
            "label": drawn.label,
            "arrangements": drawn.arrangements,
            "chosen": chosen,
            "choosable": on_choice is not None,
            "growth": growth,
        },
        on_chosen_change=on_choice or (lambda: None),
    )


def chosen_part(key: str) -> tuple[str, int]:
    """Which part of a picture has been chosen, and how far below the picture's top that is, in
    pixels, which stands beside it and is in view with the part.

    Args:
        key: of the component, within its `on_choice`.
    """
    chosen = st.session_state[key].chosen
    return chosen["key"], chosen["down"]


@cache
def script(path: Path) -> str:
    """Read the script of a component that draws, with what makes nodes and chooses what fits."""
    return path.read_text("utf-8") + (_PARTS / "element.js").read_text("utf-8")


@cache
def style() -> str:
    """The style sheet of pictures in the page."""
    return variables(".picture") + (_PARTS / "scene.css").read_text("utf-8")


def variables(selector: str) -> str:
    """Write the rule of a style sheet that gives the palette's variables their colours, light and
    dark, and those of the reader's own where colours are forced."""
    light, dark = colours(LIGHT), colours(DARK)
    both = ";".join(f"{name}:light-dark({light[name]},{dark[name]})" for name in light)
    forced = ";".join(f"{name}:{_FORCED.get(name, 'CanvasText')}" for name in light)
    return (
        f"{selector}{{{both}}}\n"
        f"@media (forced-colors: active){{{selector}{{{forced}}}svg{{forced-color-adjust:none}}}}\n"
    )
