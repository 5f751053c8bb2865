"""The participants of the open record as dots that go through its flow, on a click or a key.

Everything is sent once; the browser moves the dots, and shows still pictures to those who have
asked their system for less motion.
"""

from __future__ import annotations

import math
from functools import partial
from pathlib import Path
from typing import Any, Final

import streamlit as st

from components import session
from components.palette import VARIABLES
from components.plain import is_plain
from components.scenes import script, style
from components.scenes.drawing import scene_elements
from data import Study
from data.annotations import Annotations
from data.pictures.moving import Moving, moving_across, moving_picture, people_per_dot
from data.pictures.scene import Frame, Marker, Scene
from data.views.moving import moving_info

_PARTS: Final = Path(__file__).parent
# For which the picture is laid out, in pixels; over slides it goes across where that fits.
_PHONE: Final = 350.0
_DESK: Final = 740.0
_SLIDE: Final = Frame(x=0, y=0, width=1060, height=540)
_LEAST_WIDE: Final = 900.0  # narrower windows have that of a phone
_WIDE: Final = 1400.0


def moving_participants() -> None:
    """Show the picture; nothing for a record without posted or published numbers of its groups."""
    plain = is_plain()
    data = session.once(("moving", plain), partial(moving_data, plain=plain))
    if data is None:
        return
    st.header("Who went where", anchor="who-went-where")
    _mount("moving", '<div class="picture moving"></div>', data)


def moving_over_slides() -> bool:
    """Keep the picture ready over the slides, which ask for it by an event of the document.

    Returns:
        Whether there is one.
    """
    plain = is_plain()
    data = session.once(
        ("moving over slides", plain), partial(moving_data, over_slides=True, plain=plain)
    )
    if data is not None:
        inside = '<div class="picture moving" tabindex="-1"></div>'
        _mount("moving_over_slides", f"<dialog>{inside}</dialog>", data)
    return data is not None


def _mount(key: str, html: str, data: dict[str, Any]) -> None:
    mount = st.components.v2.component(
        key,
        html=html,
        css=style() + (_PARTS / "moving.css").read_text("utf-8"),
        js=script(_PARTS / "moving.js"),
    )
    mount(key=key, data=data)


def moving_data(
    study: Study, annotations: Annotations, *, over_slides: bool = False, plain: bool = False
) -> dict[str, Any] | None:
    """Gather what the browser needs to draw the picture and move its dots.

    Args:
        study: the record.
        annotations: what has been read out of it.
        over_slides: for a window that is wider than high; else for a page.
        plain: in plain words, as far as somebody has written them.

    Returns:
        None for a record without posted or published numbers of its groups.
    """
    info = moving_info(study, annotations, plain=plain)
    if info is None:
        return None
    whole = people_per_dot(info)
    dot = "One dot is one person." if whole == 1 else f"One dot is about {whole:,} people."
    phone, across = moving_picture(info, _PHONE), moving_across(info, _SLIDE)
    if over_slides:
        wide = [_arrangement(across or moving_picture(info, _WIDE), _LEAST_WIDE)]
    else:
        wide = [
            _arrangement(moving_picture(info, _DESK)),
            *([_arrangement(across)] if across else []),
        ]
    return {
        "label": f"{info.flow.title}, as dots. {dot}",
        "dot": dot,
        "told": [stage.told for stage in info.stages],
        "arrangements": [_arrangement(phone), *wide],
    }


def _arrangement(moving: Moving, most: float = math.inf) -> dict[str, Any]:
    """Draw it, for places as wide as it is; one that is wider than `most` for those."""
    roles = {dot.fill: None for stage in moving.dots for dot in stage}
    return {
        "width": min(moving.scene.frame.width, most),
        "radius": round(moving.dots[0][0].radius, 1),
        "svg": scene_elements(moving.scene, VARIABLES),
        "colours": [VARIABLES.role(role) for role in roles],
        "stages": [
            [_dot(dot, list(roles).index(dot.fill)) for dot in stage] for stage in moving.dots
        ],
        "unknown": [_signs(moving.scene.frame, stage) for stage in moving.unknown],
    }


def _dot(dot: Marker, colour: int) -> tuple[float, float, int]:
    return round(dot.x, 1), round(dot.y, 1), colour


def _signs(frame: Frame, texts: tuple[Any, ...]) -> list[Any]:
    """Draw the question marks alone: what is in a picture of nothing else."""
    _, _, inside = scene_elements(Scene(frame=frame, parts=texts, alt=""), VARIABLES)
    return [part for part in inside if part[0] != "desc"]
