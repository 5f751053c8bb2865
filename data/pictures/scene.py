"""A picture, described: shapes in their places, drawn alike by every renderer.

A scene is built once, for a width and a size of type. It says what stands where, where lines break,
which role a colour plays, and what each shape stands for; a renderer only draws: vector graphics in
the page and in files, native shapes in slides, paper.

Lengths are pixels, counted from the top left, as is type.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from data.typography.signs import Sign

Point = tuple[float, float]
Align = Literal["start", "middle", "end"]
ColourRole = str
"""A role, not a colour: `background`, `surface`, `text`, `muted`, `line`, `accent`, or `arm 0`,
`arm 1` … for the arm groups by their place in the record. The palette makes a colour of it."""

SLIDE_TYPE: Final = 24.0
"""The type of what is meant to be read from the back row."""
LINE_HEIGHT: Final = 1.25
"""From one line to the next, in type sizes."""
PARAGRAPH_GAP: Final = 0.5
"""Between a paragraph and the next, in type sizes of the upper one."""
BULLET_ROOM: Final = 1.0
"""Kept free for a bullet, left of all lines of its paragraph, in type sizes."""
BOX_PADDING: Final = 12.0
"""Round the paragraphs of a box, which have no gap between them, in pixels."""
STRIPE: Final = 8.0
"""The width of a box's stripe, in pixels; its text is in the middle of what is right of it."""


@dataclass(frozen=True, kw_only=True)
class Frame:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower side."""
        return self.y + self.height

    @property
    def middle(self) -> float:
        """Halfway between left and right."""
        return self.x + self.width / 2

    @property
    def centre(self) -> float:
        """Halfway between top and bottom."""
        return self.y + self.height / 2

    def overlaps(self, other: Frame) -> bool:
        """Whether the two share more than a side."""
        across = self.x < other.right and other.x < self.right
        return across and self.y < other.bottom and other.y < self.bottom

    def holds(self, other: Frame) -> bool:
        """Whether all of the other is within it."""
        across = self.x <= other.x and other.right <= self.right
        return across and self.y <= other.y and other.bottom <= self.bottom


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A paragraph, already broken into lines that fit where it stands.

    Args:
        lines: as broken; joined by spaces they are the text.
        size: of the type.
        colour: a role.
        bullet: whether a bullet stands before it, in room that is kept free for it.
    """

    lines: tuple[str, ...]
    size: float = SLIDE_TYPE
    bold: bool = False
    colour: ColourRole = "text"
    bullet: bool = False

    @property
    def text(self) -> str:
        """The whole paragraph."""
        return " ".join(self.lines)


@dataclass(frozen=True, kw_only=True)
class Text:
    """Paragraphs in a frame, from its top.

    Args:
        gap: between two paragraphs, in type sizes of the upper one.
        rimmed: whether the colour behind everything is around the words, so that no outline or line
            runs through them.
    """

    frame: Frame
    paragraphs: tuple[Paragraph, ...]
    align: Align = "start"
    gap: float = PARAGRAPH_GAP
    rimmed: bool = True


@dataclass(frozen=True, kw_only=True)
class Box:
    """A box with text halfway down; connectors lead from one to another.

    Args:
        key: its name in this scene.
        stripe: the colour of a bar along its left side; empty for none.
        weight: of its outline, in pixels.
        dashed: what is optional has a dashed outline.
        align: of its text, within its padding.
        alt: what it stands for.
    """

    key: str
    frame: Frame
    paragraphs: tuple[Paragraph, ...] = ()
    align: Align = "middle"
    fill: ColourRole = "surface"
    outline: ColourRole = "line"
    stripe: ColourRole = ""
    weight: float = 2.0
    dashed: bool = False
    rounded: bool = True
    alt: str = ""


@dataclass(frozen=True, kw_only=True)
class Connector:
    """An arrow from one box to another.

    Args:
        source, target: the keys of two boxes of the same scene; empty where nobody says from where,
            or where something goes on beyond the picture.
        points: its corners, from a side of the first box to a side of the second, straight or at
            right angles.
        weight: of its line, in pixels.
        head: how long its head is, in pixels.
        alt: what it says: `from … to …, if …`.
    """

    source: str
    target: str
    points: tuple[tuple[float, float], ...]
    weight: float = 2.0
    head: float = 16.0
    dashed: bool = False
    colour: ColourRole = "line"
    alt: str = ""


@dataclass(frozen=True, kw_only=True)
class RuledLine:
    """A straight line that leads nowhere: an axis, a tick, a grid line."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: ColourRole = "line"
    width: float = 1.5
    dashed: bool = False


@dataclass(frozen=True, kw_only=True)
class Outline:
    """A closed shape with straight sides: a country, as one or several rings of corners."""

    rings: tuple[tuple[tuple[float, float], ...], ...]
    fill: ColourRole = "surface"
    outline: ColourRole = "line"
    alt: str = ""


@dataclass(frozen=True, kw_only=True)
class Marker:
    """A small sign around a point; open ones are filled with the background."""

    x: float
    y: float
    radius: float
    shape: Sign = "circle"
    fill: ColourRole = "accent"
    outline: ColourRole = "accent"
    alt: str = ""


@dataclass(frozen=True, kw_only=True)
class SceneGroup:
    """Shapes that together stand for one thing, such as a milestone: its mark and its words.

    Args:
        key: its name in this scene; what is chosen by it.
        alt: what it stands for.
    """

    key: str
    parts: tuple[ScenePart, ...]
    alt: str


ScenePart = Box | Connector | RuledLine | Outline | Marker | Text | SceneGroup


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Shapes that together are one picture, drawn in this order.

    What has a key and stands for something (boxes, groups) is read in this order too.

    Args:
        frame: the room it takes; the places of its parts are within it.
        alt: what it shows, in a sentence or two.
    """

    frame: Frame
    parts: tuple[ScenePart, ...]
    alt: str

    def flat(self) -> Iterator[ScenePart]:
        """Yield its shapes, those of groups one by one."""
        yield from _flat(self.parts)

    def box(self, key: str) -> Box:
        """The box of that name.

        Raises:
            KeyError: there is none.
        """
        for part in self.flat():
            if isinstance(part, Box) and part.key == key:
                return part
        raise KeyError(key)


def _flat(parts: tuple[ScenePart, ...]) -> Iterator[ScenePart]:
    for part in parts:
        if isinstance(part, SceneGroup):
            yield from _flat(part.parts)
        else:
            yield part


def corners_of(way: Iterable[Point]) -> tuple[Point, ...]:
    """The corners at which a way bends, with its ends; steps of no length are none."""
    kept: list[Point] = []
    for x, y in way:
        if kept and kept[-1] == (x, y):
            continue
        if len(kept) > 1 and (kept[-2][0] == kept[-1][0] == x or kept[-2][1] == kept[-1][1] == y):
            kept.pop()
        kept.append((x, y))
    return tuple(kept)
