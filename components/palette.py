"""The colours of every picture, on screen and in exports: after Okabe and Ito, told apart by every
kind of sight.

On white some of their colours, on black others, are hard to see: those are darker or lighter here,
and violet stands for their second blue, so that each has a contrast of 3:1 to what is behind it.

The theme of the page itself is in `.streamlit/config.toml` and uses the same colours. Colour never
says something alone: a shape, a line style or a word says it too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_BLUE, _SKY = "#0072B2", "#56B4E9"
_PIECE_GAP: Final = 6.0  # pixels
_ROLES: Final = ("background", "surface", "text", "muted", "line", "accent")


@dataclass(frozen=True, kw_only=True)
class Palette:
    """The colours of one appearance.

    Args:
        background: behind everything.
        surface: boxes and land.
        text: labels; at least 4.5:1 on background and surface.
        muted: secondary labels; at least 4.5:1 on background and surface.
        line: outlines, axes, borders; at least 3:1 on background and surface, as are the next two.
        accent: the one colour that asks for attention.
        arms: one colour for each root arm, in the record's order; see `arm`.
    """

    background: str
    surface: str
    text: str
    muted: str
    line: str
    accent: str
    arms: tuple[str, ...]

    def arm(self, position: int | None) -> str:
        """The colour of an arm group by its position in the record; None is no arm.

        A group that participants reach from an arm has that arm's colour, on every page: pass the
        position of the arm they started in (`Step.root` of `data.flow`), not the group's own.
        """
        return self.line if position is None else self.arms[position % len(self.arms)]

    def pieces(self, role: str, start: float, end: float) -> tuple[tuple[float, float], ...]:
        """The pieces of an arm's stripe between two places: one more each time the colours repeat.

        The first arm and the seventh have one colour; the seventh's stripe is in two pieces.
        """
        count = 1 + int(role.removeprefix("arm ")) // len(self.arms)
        gap = min(_PIECE_GAP, (end - start) / (2 * count))
        length = (end - start - gap * (count - 1)) / count
        begins = (start + number * (length + gap) for number in range(count))
        return tuple((begin, begin + length) for begin in begins)

    def role(self, name: str) -> str:
        """The colour of a role, such as `text` or `arm 1`: `data.pictures.scene.Colour`.

        Raises:
            ValueError: there is no such role.
        """
        if name in _ROLES:
            return str(getattr(self, name))
        kind, _, position = name.partition(" ")
        if kind != "arm" or not position.isdecimal():
            raise ValueError(f"not the role of a colour: {name!r}")
        return self.arm(int(position))


LIGHT: Final = Palette(
    background="#FFFFFF",
    surface="#F2F6F9",
    text="#1B2A36",
    muted="#4A5862",
    line="#7D8C99",
    accent=_BLUE,
    arms=(_BLUE, "#BD8000", "#009E73", "#C26B9D", "#B03A00", "#782DE1"),
)
DARK: Final = Palette(
    background="#101A22",
    surface="#1A2833",
    text="#E6EDF2",
    muted="#B4C0C9",
    line="#6F8494",
    accent=_SKY,
    arms=(_SKY, "#E69F00", "#3DBF97", "#CC79A7", "#EE6A3A", "#A97CFF"),
)
VARIABLES: Final = Palette(
    **{name: f"var(--colour-{name})" for name in _ROLES},
    arms=tuple(f"var(--colour-arm-{position})" for position in range(len(LIGHT.arms))),
)
"""A palette of variables of a style sheet: what they hold is chosen in the browser."""


def colours(palette: Palette) -> dict[str, str]:
    """Give each colour of a palette the name of its variable in `VARIABLES`."""
    arms = {f"--colour-arm-{position}": arm for position, arm in enumerate(palette.arms)}
    return {f"--colour-{name}": palette.role(name) for name in _ROLES} | arms
