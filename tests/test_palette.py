"""The colours: every role of a slide has one."""

from __future__ import annotations

import pytest

from components.palette import DARK, LIGHT, Palette
from data.views.flow import ARM_COLOURS


@pytest.mark.parametrize("palette", [LIGHT, DARK])
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


@pytest.mark.parametrize("palette", [LIGHT, DARK])
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
