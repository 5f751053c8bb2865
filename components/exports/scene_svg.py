"""Write a scene as an SVG document of its own; its text stays text, and is escaped."""

from __future__ import annotations

from html import escape

import resvg_py

from components.exports.html import without_controls
from components.fonts import FAMILY, FILES, signs
from components.palette import Palette
from components.scenes.drawing import FONTS, Element, scene_elements
from data.pictures.scene import Scene


def scene_svg(
    scene: Scene, palette: Palette, *, background: bool = False, fonts: str = FONTS
) -> str:
    """Write a scene as an SVG document.

    Args:
        scene: what to draw.
        palette: makes colours of roles; anything that CSS takes for a colour.
        background: whether the colour behind everything is drawn too: a file has no page under it.
        fonts: the families to set it in, as in CSS.
    """
    name, attributes, children = scene_elements(scene, palette, background=background, fonts=fonts)
    return _written((name, {"xmlns": "http://www.w3.org/2000/svg"} | attributes, children))


def scene_png(scene: Scene, palette: Palette, *, zoom: int = 2) -> bytes:
    """Make a PNG of a scene, in the shipped fonts, on its background.

    The same scene always becomes the same bytes: nothing depends on the machine but signs that the
    shipped fonts do not have (Bengali, say), for which the machine's own fonts are asked.

    Args:
        zoom: pixels of the image for one of the scene; 2 is sharp on a slide.
    """
    svg = scene_svg(scene, palette, background=True, fonts=f"'{FAMILY}', {FONTS}")
    image = resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=zoom,
        font_files=list(map(str, FILES)),
        sans_serif_family=FAMILY,
        skip_system_fonts=signs().issuperset("".join(svg.split())),
    )
    return bytes(image)


def _written(element: Element) -> str:
    name, attributes, inside = element
    told = "".join(f' {key}="{_escaped(value)}"' for key, value in attributes.items())
    if not inside:
        return f"<{name}{told}/>"
    within = _escaped(inside) if isinstance(inside, str) else "".join(map(_written, inside))
    return f"<{name}{told}>{within}</{name}>"


def _escaped(text: str) -> str:
    return escape(str(without_controls(text)))
