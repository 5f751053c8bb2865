"""Draw a picture as vector graphics that others can edit, and make a PNG of it. No browser needed.

The same picture always becomes the same bytes: nothing depends on the machine but, in a PNG, signs
that the shipped fonts do not have (Bengali, say), for which the machine's own fonts are asked.
"""

from __future__ import annotations

import re
from typing import Final
from xml.sax.saxutils import escape, quoteattr

import resvg_py

from components.exports.html import number
from components.fonts import FAMILY, FILES, signs
from components.signs import CORNERS
from data.typography.signs import Sign

SVG_MIME: Final = "image/svg+xml"
PNG_MIME: Final = "image/png"

# The app's own font where it is installed, else what every office program has. In a PNG it is the
# shipped one.
_FAMILY: Final = "'Source Sans 3', Arial, Helvetica, sans-serif"
# Signs that XML cannot hold, even escaped.
_NOT_XML: Final = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


class Drawing:
    """A picture that is being drawn: call `rect`, `line`, `path`, `text`, then `svg`.

    Args:
        width, height: in pixels.
        title: names the picture to those who cannot see it.
        description: says what it shows.
        background: the colour behind everything.
    """

    def __init__(
        self, *, width: float, height: float, title: str, description: str, background: str
    ) -> None:
        size = f'width="{number(width)}" height="{number(height)}"'
        view = f'viewBox="0 0 {number(width)} {number(height)}"'
        self._parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} {view} role="img" '
            f"font-family={quoteattr(_FAMILY)}>",
            f"<title>{_clean(title)}</title>",
            f"<desc>{_clean(description)}</desc>",
        ]
        self.rect(0, 0, width, height, fill=background)

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = "none",
        stroke: str = "none",
        stroke_width: float = 1,
        dash: str = "",
        radius: float = 0,
    ) -> None:
        """Draw a rectangle from its top left corner; `dash` as in SVG: `6 4`."""
        place = _attributes(x=x, y=y, width=width, height=height, rx=radius)
        self._parts.append(f"<rect {place} {_paint(fill, stroke, stroke_width, dash)}/>")

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        *,
        stroke: str,
        stroke_width: float = 1,
        dash: str = "",
    ) -> None:
        """Draw a straight line."""
        place = _attributes(x1=x1, y1=y1, x2=x2, y2=y2)
        self._parts.append(f"<line {place} {_paint('none', stroke, stroke_width, dash)}/>")

    def circle(
        self, x: float, y: float, radius: float, *, fill: str, stroke: str, stroke_width: float = 1
    ) -> None:
        """Draw a circle around a point."""
        place = _attributes(cx=x, cy=y, r=radius)
        self._parts.append(f"<circle {place} {_paint(fill, stroke, stroke_width, '')}/>")

    def sign(
        self, sign: Sign, x: float, y: float, radius: float, *, fill: str, stroke: str
    ) -> None:
        """Draw a small sign around a point."""
        if sign == "circle":
            self.circle(x, y, radius, fill=fill, stroke=stroke, stroke_width=2)
            return
        corners = (f"{x + radius * dx:.2f} {y + radius * dy:.2f}" for dx, dy in CORNERS[sign])
        self.path(f"M {' L '.join(corners)} Z", fill=fill, stroke=stroke, stroke_width=2)

    def path(
        self,
        commands: str,
        *,
        fill: str = "none",
        stroke: str = "none",
        stroke_width: float = 1,
        dash: str = "",
    ) -> None:
        """Draw any shape; `commands` as in SVG: `M 0 0 L 10 0 Z`."""
        self._parts.append(
            f"<path d={quoteattr(commands)} {_paint(fill, stroke, stroke_width, dash)}/>"
        )

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float,
        fill: str,
        bold: bool = False,
        anchor: str = "start",
    ) -> None:
        """Write one line; y is its baseline, `anchor` is start, middle or end."""
        place = _attributes(x=x, y=y, font_size=size)
        weight = ' font-weight="700"' if bold else ""
        self._parts.append(
            f'<text {place} text-anchor="{anchor}" fill={quoteattr(fill)}{weight}>'
            f"{_clean(text)}</text>"
        )

    def svg(self) -> str:
        """Return the picture as an SVG document."""
        return "\n".join((*self._parts, "</svg>\n"))


def png(svg: str, *, zoom: int = 2) -> bytes:
    """Make a PNG of a picture.

    Args:
        svg: what `Drawing.svg` returned.
        zoom: pixels of the image for one of the picture; 2 is sharp on a slide.
    """
    image = resvg_py.svg_to_bytes(
        svg_string=svg.replace(_FAMILY, f"'{FAMILY}', {_FAMILY}", 1),
        zoom=zoom,
        font_files=list(map(str, FILES)),
        sans_serif_family=FAMILY,
        skip_system_fonts=signs().issuperset("".join(svg.split())),
    )
    return bytes(image)


def _attributes(**values: float) -> str:
    return " ".join(f'{name.replace("_", "-")}="{number(value)}"' for name, value in values.items())


def _paint(fill: str, stroke: str, stroke_width: float, dash: str) -> str:
    dashed = f" stroke-dasharray={quoteattr(dash)}" if dash else ""
    width = f' stroke-width="{number(stroke_width)}"' if stroke != "none" else ""
    return f"fill={quoteattr(fill)} stroke={quoteattr(stroke)}{width}{dashed}"


def _clean(text: str) -> str:
    return escape(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text))
