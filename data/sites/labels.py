"""Names beside the circles of a map: where there is room, and never over one another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from data.sites.camera import Camera, Pixel

LabelSide = Literal["bottom", "top", "right", "left"]

SIZE: Final = 13  # pixels
# Pixels between a circle and its name; the width of a letter and the height of a line, a little
# generous, in the fonts that browsers draw maps with.
GAP: Final = 4
_LETTER: Final = 0.58 * SIZE
LINE: Final = 1.2 * SIZE

LabelBox = tuple[float, float, float, float]


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A circle on the map, and what to write beside it if there is room; "" for nothing."""

    latitude: float
    longitude: float
    diameter: float
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class SiteLabel(Spot):
    """A circle with what stands beside it, and on which side."""

    side: LabelSide


def placed(spots: Sequence[Spot], camera: Camera) -> tuple[SiteLabel, ...]:
    """Write names beside circles, those that come first with the first choice of a side.

    Returns:
        The names that cover no circle and no other name and lie within the picture.
    """
    pixels = [camera.pixel((spot.latitude, spot.longitude)) for spot in spots]
    taken = [_circle(pixel, spot.diameter) for pixel, spot in zip(pixels, spots, strict=True)]
    labels = []
    for spot, pixel in zip(spots, pixels, strict=True):
        found = _free_side(spot, pixel, taken, camera) if spot.text else None
        if found:
            side, box = found
            taken.append(box)
            labels.append(SiteLabel(**vars(spot), side=side))
    return tuple(labels)


def _free_side(
    spot: Spot, pixel: Pixel, taken: Iterable[LabelBox], camera: Camera
) -> tuple[LabelSide, LabelBox] | None:
    """Find the first side with room, and the room that the name takes there."""
    for side in get_args(LabelSide):
        box = text_box(spot, pixel, side)
        is_inside = (
            abs(box[0]) < camera.width / 2
            and abs(box[2]) < camera.width / 2
            and abs(box[1]) < camera.height / 2
            and abs(box[3]) < camera.height / 2
        )
        if is_inside and not any(overlap(box, other) for other in taken):
            return side, box
    return None


def text_box(spot: Spot, pixel: Pixel, side: LabelSide) -> LabelBox:
    """The left, top, right and bottom of a name, in pixels."""
    x, y = pixel
    width, height = len(spot.text) * _LETTER, LINE
    away = spot.diameter / 2 + GAP
    left, top = {
        "bottom": (x - width / 2, y + away),
        "top": (x - width / 2, y - away - height),
        "right": (x + away, y - height / 2),
        "left": (x - away - width, y - height / 2),
    }[side]
    return left, top, left + width, top + height


def overlap(one: LabelBox, other: LabelBox) -> bool:
    """Tell whether two boxes cover each other."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _circle(pixel: Pixel, diameter: float) -> LabelBox:
    x, y = pixel
    return x - diameter / 2, y - diameter / 2, x + diameter / 2, y + diameter / 2
