"""The parts of a deck: slides, and what stands on them, each in its place.

A deck is described once and drawn by several renderers: as native shapes in a PowerPoint file, as
HTML on the screen. A renderer only draws: what is said, where it stands, how large the type is and
where lines break is settled here.

Lengths are slide pixels, counted from the top left of the slide: 96 to the inch, so that a slide of
1280 x 720 is 13.333 x 7.5 inches. Type is given in the same pixels: 24 is 18 points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from data.pictures.scene import LINE_HEIGHT, SLIDE_TYPE, ColourRole, Frame, Paragraph, Scene, Text

DeckAudience = Literal["lay", "sponsor"]
LEAST_TYPE: Final = SLIDE_TYPE
"""The smallest type of what is meant to be read from the back row."""
FOOTER_TYPE: Final = 16.0
"""The type of the footer, which may be smaller: it names sources and tells nothing else."""
TITLE_TOP: Final = 40.0
"""Where titles begin, in pixels from the top of the slide."""
CELL_PADDING: Final = 10.0
"""Left and right of the lines of a cell, in pixels."""
CELL_SPACE: Final = 7.0
"""Above and below the lines of a cell, in pixels."""
TALK_ENDS: Final = "The talk ends here; the slides behind this one are an appendix for questions."
"""In the notes of the last slide of the talk, as long as no slides are chosen."""


@dataclass(frozen=True, kw_only=True)
class SlideSize:
    """A format of slides."""

    name: str
    width: float
    height: float

    @property
    def margin(self) -> float:
        """Left and right of everything on a slide."""
        return self.width / 20

    def title_frame(self, title: Paragraph, top: float = TITLE_TOP) -> Frame:
        """Where the title of a slide stands, from its top: as high as its lines."""
        height = len(title.lines) * title.size * LINE_HEIGHT
        return Frame(x=self.margin, y=top, width=self.width - 2 * self.margin, height=height)

    @property
    def body_bottom(self) -> float:
        """Where the blocks must end."""
        return self.height - 72

    @property
    def footer(self) -> Frame:
        """Where the footer stands: two lines of `FOOTER_TYPE`, broken by
        `data.deck.typeset.footer_lines`; the slide's number is in the last 64 pixels of it."""
        return Frame(
            x=self.margin, y=self.height - 58, width=self.width - 2 * self.margin, height=40
        )


WIDE: Final = SlideSize(name="16:9", width=1280, height=720)
NARROW: Final = SlideSize(name="4:3", width=960, height=720)
SIZES: Final = (WIDE, NARROW)


@dataclass(frozen=True, kw_only=True)
class TableCell:
    """A cell of a table."""

    lines: tuple[str, ...]
    bold: bool = False
    colour: ColourRole = "text"

    @property
    def text(self) -> str:
        """The whole cell."""
        return " ".join(self.lines)


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table: the first row heads the columns.

    Args:
        widths: of the columns; together the width of the frame.
        heights: of the rows, the head first; together the height of the frame.
        alt: what it shows, in a sentence.
    """

    frame: Frame
    head: tuple[TableCell, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    size: float = LEAST_TYPE
    alt: str


@dataclass(frozen=True, kw_only=True)
class ChartBar:
    """One bar of a chart: what it stands for, how long it is, and what is written at its end.

    Args:
        low, high: the ends of its interval; None where there is none, or an end was not estimable:
            what is not known is not drawn.
    """

    label: str
    value: float
    text: str
    colour: ColourRole
    low: float | None = None
    high: float | None = None

    @property
    def end(self) -> float:
        """How far what is drawn reaches."""
        return max(self.value, self.high or 0.0)

    @property
    def has_interval(self) -> bool:
        """Whether an end of its interval is known."""
        return self.low is not None or self.high is not None


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Horizontal bars from zero.

    Args:
        title: what is measured, with its unit: `Median, months`.
        maximum: where the axis ends.
        alt: what it shows, in a sentence or two, with every number.
    """

    frame: Frame
    title: str
    bars: tuple[ChartBar, ...]
    maximum: float
    size: float = LEAST_TYPE
    alt: str


SlideBlock = Text | Table | Chart | Scene


@dataclass(frozen=True, kw_only=True)
class Slide:
    """One slide.

    Args:
        key: the topic that it tells of.
        name: what it is called in addresses, in every format and for every audience: `harm`. The
            parts of what is split share it, and a record's second `outcome` has it too.
        title: broken into lines; it stands where `title_frame` says.
        notes: what the speaker has beside it: the sentences of the record and the citations that
            what is shown was taken from.
        sources: where it is from, in short, for the footer.
        part_of: the title of all its parts, where it is one of several.
        top: where its title begins, in pixels.
    """

    key: str
    name: str
    title: Paragraph
    blocks: tuple[SlideBlock, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    part_of: str = ""
    top: float = TITLE_TOP


@dataclass(frozen=True, kw_only=True)
class Deck:
    """All slides of a record, for one audience, in one format.

    Args:
        footer: stands on every slide: the record and its last update.
        last_update: of the record, as `2026-01-21`; empty when it does not say.
        talk: how many of the slides are the talk; those behind are an appendix for questions.
    """

    nct_id: str
    title: str
    audience: DeckAudience
    size: SlideSize
    footer: str
    last_update: str
    slides: tuple[Slide, ...]
    talk: int
