"""The frame of a picture in time, on screen."""

from __future__ import annotations

from typing import Any, Final

from components.palette import Palette
from data.timeline.layout import TEXT_SIZE

FONT: Final = '"Source Sans", "Source Sans 3", Arial, sans-serif'
SIDE: Final = 9  # room left and right for a mark at the very edge
TOOLS: Final = 34  # room for the picture's buttons above
_AXIS: Final = 44  # room for the dates below
# A phone 360 px wide, without the page's margins: nothing is laid out for less.
_NARROWEST: Final = 310.0
# The picture may turn out this much narrower than was thought; see `components.screen`.
_LEEWAY: Final = 80


def plot_width(width: float) -> float:
    """The width of the plot of a picture of a given width, at least, in pixels."""
    return max(_NARROWEST, width - _LEEWAY - 2 * SIDE)


def frame(
    height: float, time: dict[str, Any], palette: Palette, *, zoomable: bool = True
) -> dict[str, Any]:
    """The layout of a picture in time, whose y counts pixels from the top.

    Args:
        height: of the plot, in pixels.
        time: the axis of time, without its colours.
        palette: the colours.
        zoomable: leave room for the tools of the picture, and let it be moved.
    """
    text = {"family": FONT, "size": TEXT_SIZE, "color": palette.text}
    top = TOOLS if zoomable else 0
    return {
        "height": top + height + _AXIS,
        "margin": {"l": SIDE, "r": SIDE, "t": top, "b": _AXIS, "pad": 0, "autoexpand": False},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": text,
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {"font": text, "bgcolor": palette.surface, "bordercolor": palette.line},
        "dragmode": "pan" if zoomable else False,
        "uirevision": "time",
        "xaxis": {
            "fixedrange": not zoomable,
            "gridcolor": palette.surface,
            "linecolor": palette.line,
            "showline": True,
            "zeroline": False,
            "tickfont": {"color": palette.muted, "size": TEXT_SIZE},
            # Nothing lies outside, and zoomed out labels would collide.
            "minallowed": time["range"][0],
            "maxallowed": time["range"][1],
            **time,
        },
        "yaxis": {"range": [height, 0], "visible": False, "fixedrange": True},
        "modebar": {
            "bgcolor": "rgba(0,0,0,0)",
            "color": palette.muted,
            "activecolor": palette.accent,
        },
    }
