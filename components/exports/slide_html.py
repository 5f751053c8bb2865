"""Draw a slide as HTML: text as text, tables as tables, pictures as vector graphics.

What is drawn needs `SLIDE_CSS` beside it, and nothing else: each block stands where the deck puts
it. Below 600 pixels there is no room for a slide, and the same HTML flows from top to bottom.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from markupsafe import Markup

from components.exports.html import html, number
from components.exports.scene_svg import scene_svg
from components.palette import Palette
from data.deck.charts import BAR_SHARE, TEXTS_SHARE, names_width
from data.deck.model import CELL_PADDING, CELL_SPACE, FOOTER_TYPE, Chart, ChartBar, Deck, Slide
from data.deck.typeset import footer_lines
from data.pictures.scene import BULLET_ROOM, LINE_HEIGHT, PARAGRAPH_GAP
from data.typography.width import text_width

SLIDE_CSS: Final = (Path(__file__).parent / "templates" / "slide.css").read_text(encoding="utf-8")


def slide_html(slide: Slide, deck: Deck, palette: Palette, place: int) -> str:
    """Draw one slide.

    Args:
        slide: one of the deck's.
        deck: says how large the slide is, and what stands at its foot.
        palette: makes colours of roles; anything that CSS takes for a colour.
        place: of the slide, from 1; also tells its `id` from those of the others.

    Returns:
        A `<section class="slide" data-key="…">` with an `<h2>` and the blocks.
    """
    return html(
        "slide.html",
        slide=slide,
        deck=deck,
        palette=palette,
        number=place,
        footer=footer_lines(deck, slide),
        line_height=LINE_HEIGHT,
        gap=PARAGRAPH_GAP,
        bullet_room=BULLET_ROOM,
        cell_padding=CELL_PADDING,
        cell_space=CELL_SPACE,
        footer_type=FOOTER_TYPE,
        widths=_widths,
        share=_share,
        within=_within,
        picture=lambda picture: Markup(scene_svg(picture, palette)),
    )


def _widths(chart: Chart) -> str:
    """How much room the names and the texts of a chart take."""
    texts = max((text_width(bar.text, chart.size, bold=True) for bar in chart.bars), default=0.0)
    names = number(names_width(chart.frame.width, chart.bars, chart.size))
    values = number(min(texts + 16, TEXTS_SHARE * chart.frame.width))
    return f"--names:{names}px;--values:{values}px;--bar:{number(_bar_height(chart))}px"


def _bar_height(chart: Chart) -> float:
    title = chart.size * LINE_HEIGHT
    return BAR_SHARE * (chart.frame.height - title) / max(1, len(chart.bars))


def _share(bar: ChartBar, chart: Chart) -> str:
    """How much of its room a bar fills, with its interval, in per cent."""
    return number(100 * max(0.0, min(1.0, bar.end / chart.maximum))) if chart.maximum > 0 else "0"


def _within(value: float, bar: ChartBar) -> str:
    """Where a value lies between zero and the end of what is drawn, from 0 to 1."""
    return f"{max(0.0, min(1.0, value / bar.end)):.4f}" if bar.end > 0 else "0"
