"""The colours: every role has one, each is seen against what is behind it, and arms are told apart.

Contrast is that of WCAG 2.2 (1.4.3, 1.4.11): 4.5:1 for text, 3:1 for large text and what else has
to be seen.
"""

from __future__ import annotations

import itertools
import tomllib
from datetime import date
from typing import Final

import numpy as np
import pytest

from components.palette import DARK, LIGHT, Palette
from data import load_study
from data.annotations.shipped import annotations_of
from data.pictures.flow import flow_scene, room_for
from data.pictures.infusion_day import infusion_day_scene
from data.pictures.scene import Box, Scene, SceneGroup, ScenePart, Text
from data.pictures.schedule import schedule_scene
from data.pictures.timeline import timeline_scene
from data.records import shipped_records
from data.views.flow import ARM_COLOURS, flow_info
from data.views.infusion_day import infusion_day_info
from data.views.schedule import schedule_of
from data.views.timeline import timeline_info
from tests.browser import ROOT

TEXT, SEEN = 4.5, 3.0
PALETTES: Final = pytest.mark.parametrize("palette", [LIGHT, DARK])
THEMES: Final = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
CAPTION: Final = 0.6  # of the colour of text, over what is behind it
NAMED: Final = ("red", "orange", "yellow", "blue", "green", "violet", "gray")
# What is left of linear red, green and blue: Machado, Oliveira, Fernandes 2009, severity 1.
SIGHTS: Final = {
    "every cone": np.eye(3),
    "no red": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "no green": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "no blue": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TOLD_APART = 9.0  # CIE 1976; 2.3 can just be told from the same


def parts(colour: str) -> np.ndarray:
    return np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255


def linear(colour: str) -> np.ndarray:
    seen = parts(colour)
    return np.where(seen <= 0.04045, seen / 12.92, ((seen + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted(linear(each) @ [0.2126, 0.7152, 0.0722] for each in (one, other))
    return float((lighter + 0.05) / (darker + 0.05))


def over(colour: str, behind: str, share: float) -> str:
    mixed = share * parts(colour) + (1 - share) * parts(behind)
    return "#" + "".join(f"{round(255 * one):02X}" for one in mixed)


def lab(light: np.ndarray) -> np.ndarray:
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    x, y, z = np.cbrt(np.array(to_xyz) @ np.clip(light, 0.002, 1) / [0.9505, 1, 1.089])
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@PALETTES
def test_every_role_has_its_colour(palette: Palette) -> None:
    roles = ("background", "surface", "text", "muted", "line", "accent")
    assert [palette.role(role) for role in roles] == [
        palette.background,
        palette.surface,
        palette.text,
        palette.muted,
        palette.line,
        palette.accent,
    ]
    assert palette.role("arm 1") == palette.arm(1)
    assert palette.role("arm 17") == palette.arm(17)


@pytest.mark.parametrize("name", ["", "arms", "arm", "arm ", "arm -1", "arm x", "role", "#123456"])
def test_what_is_no_role_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not the role of a colour"):
        LIGHT.role(name)


@PALETTES
def test_every_colour_of_a_picture_is_seen_against_what_is_behind_it(palette: Palette) -> None:
    for behind in (palette.background, palette.surface):
        for role in ("text", "muted", "accent"):
            assert contrast(palette.role(role), behind) >= TEXT, (role, behind)
        for colour in (palette.line, *palette.arms):
            assert contrast(colour, behind) >= SEEN, (colour, behind)


def scenes() -> list[Scene]:
    study = load_study(shipped_records()["NCT03972488"])
    annotations = annotations_of(study)
    day = infusion_day_info(annotations)
    assert day
    return [
        flow_scene(flow_info(study, annotations), room_for(820)),
        schedule_scene(schedule_of(study, annotations), 820),
        timeline_scene(timeline_info(study, annotations, date(2026, 1, 21)), 820),
        infusion_day_scene(day, 820),
    ]


def written(drawn: tuple[ScenePart, ...]) -> set[tuple[str, str]]:
    """The roles of texts, each with that of what it stands on."""
    found: set[tuple[str, str]] = set()
    for part in drawn:
        if isinstance(part, SceneGroup):
            found |= written(part.parts)
        elif isinstance(part, Box):
            found |= {(one.colour, part.fill) for one in part.paragraphs}
        elif isinstance(part, Text):
            found |= {(one.colour, "background") for one in part.paragraphs}
    return found


@PALETTES
def test_every_word_of_a_picture_is_read_where_it_stands(palette: Palette) -> None:
    pairs = set().union(*(written(scene.parts) for scene in scenes()))
    assert ("text", "surface") in pairs
    assert ("muted", "background") in pairs
    for colour, behind in pairs:
        told = contrast(palette.role(colour), palette.role(behind))
        assert told >= TEXT, (colour, behind, told)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_every_colour_of_the_page_is_seen_against_what_is_behind_it(name: str) -> None:
    theme = THEMES[name]
    assert set(theme["sidebar"].values()) == {
        theme["backgroundColor"],
        theme["secondaryBackgroundColor"],
    }
    for behind in theme["sidebar"].values():
        words = ["textColor", "linkColor", "primaryColor", "codeTextColor"]
        words += [f"{colour}TextColor" for colour in NAMED]
        for word in words:
            assert contrast(theme[word], behind) >= TEXT, (word, behind)
        assert contrast(over(theme["textColor"], behind, CAPTION), behind) >= TEXT
        # Edges of fields; what has the focus has a rim in the colour of text or of links.
        assert contrast(theme["borderColor"], behind) >= SEEN
    for colour in NAMED:
        badge = theme[f"{colour}BackgroundColor"]
        assert contrast(theme[f"{colour}TextColor"], badge) >= TEXT, colour
        assert contrast(theme["textColor"], badge) >= TEXT, colour


def test_the_label_of_a_primary_button_is_read() -> None:
    """The labels of `components/bar/bar.js`."""
    script = (ROOT / "components" / "bar" / "bar.js").read_text("utf-8")
    assert "light-dark(#FFFFFF, #101A22)" in script
    assert contrast("#FFFFFF", THEMES["light"]["primaryColor"]) >= TEXT
    assert contrast("#101A22", THEMES["dark"]["primaryColor"]) >= TEXT


@PALETTES
@pytest.mark.parametrize("sight", SIGHTS)
def test_arms_are_told_apart_by_every_kind_of_sight(palette: Palette, sight: str) -> None:
    for one, other in itertools.combinations(palette.arms, 2):
        seen = [lab(SIGHTS[sight] @ linear(colour)) for colour in (one, other)]
        assert np.linalg.norm(seen[0] - seen[1]) > TOLD_APART, (one, other)


@PALETTES
def test_more_arms_than_colours_stay_told_apart(palette: Palette) -> None:
    looks = {
        (palette.arm(place), len(palette.pieces(f"arm {place}", 0, 40))) for place in range(30)
    }
    assert len(looks) == 30
    assert len(palette.arms) == ARM_COLOURS
    assert palette.pieces("arm 5", 2, 40) == ((2, 40),)
    for place in range(300):
        pieces = palette.pieces(f"arm {place}", 2, 40)
        assert pieces[0][0] == 2
        assert pieces[-1][1] == pytest.approx(40)
        assert all(begin < end for begin, end in pieces)
