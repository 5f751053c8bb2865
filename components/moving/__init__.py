"""The participants of the open record as dots that go through its flow, on a click or a key.

Everything is sent once; the browser moves the dots, and shows still pictures to those who have
asked their system for less motion.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import streamlit as st

from components import session
from components.scenes import VARIABLES, script, style
from components.scenes.drawing import scene_elements
from data import Study
from data.annotations import Annotations
from data.pictures.moving import Moving, moving_picture, people_per_dot
from data.pictures.scene import Frame, Marker, Scene
from data.views.moving import moving_info

_PARTS: Final = Path(__file__).parent
_WIDTHS: Final = (350.0, 740.0)
"""For which the picture is laid out, in pixels: a phone, a desk."""


def moving_participants() -> None:
    """Show the picture; nothing for a record without posted or published numbers of its groups."""
    data = session.once("moving", moving_data)
    if data is None:
        return
    st.header("Who went where", anchor="who-went-where")
    mount = st.components.v2.component(
        "moving",
        html='<div class="picture moving"></div>',
        css=style() + (_PARTS / "moving.css").read_text("utf-8"),
        js=script(_PARTS / "moving.js"),
    )
    mount(key="moving", data=data)


def moving_data(study: Study, annotations: Annotations) -> dict[str, Any] | None:
    """Gather what the browser needs to draw the picture and move its dots.

    Args:
        study: the record.
        annotations: what has been read out of it.
    """
    info = moving_info(study, annotations)
    if info is None:
        return None
    whole = people_per_dot(info)
    dot = "One dot is one person." if whole == 1 else f"One dot is about {whole:,} people."
    return {
        "label": f"{info.flow.title}, as dots. {dot}",
        "dot": dot,
        "told": [stage.told for stage in info.stages],
        "arrangements": [_arrangement(moving_picture(info, width)) for width in _WIDTHS],
    }


def _arrangement(moving: Moving) -> dict[str, Any]:
    roles = {dot.fill: None for stage in moving.dots for dot in stage}
    return {
        "width": moving.scene.frame.width,
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
