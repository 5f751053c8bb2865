"""The sites on a map, as a scene: outlines of countries, and a sign for each country or city."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from data.pictures.outlines import outlines
from data.pictures.scene import (
    LINE_HEIGHT,
    SLIDE_TYPE,
    Frame,
    Marker,
    Outline,
    Paragraph,
    RuledLine,
    Scene,
    ScenePart,
    Text,
)
from data.sites import WORLD
from data.sites.camera import Camera
from data.sites.marks import SiteMark, city_marks, country_marks
from data.typography.width import text_width
from data.views.sites import SitesInfo, sites_alt
from data.words import tally

_GAP: Final = 6.0
_DOT: Final = 4.5
_CLOSE: Final = 0.25  # of the height: sites within so much are in one place
_ASIDE: Final = 0.3  # of each side: so far from the middle such a place may stand
_AROUND: Final = 3  # frames, of which the country is looked at


def map_scene(info: SitesInfo, frame: Frame, *, size: float = SLIDE_TYPE) -> Scene:
    """Draw the sites on a map: a sign for each country, or, in one country, for each city.

    Args:
        info: the sites; its camera is made for the frame.
        frame: the room there is.
        size: of the type of names; 0 for a small map without: a dot for each place that has sites.
    """
    info = replace(info, camera=_over_land(info, frame))
    named = _named(info, frame, size) if size else _dots(info, frame)
    return Scene(frame=frame, parts=(*_land(info, frame), *named), alt=sites_alt(info))


def _over_land(info: SitesInfo, frame: Frame) -> Camera:
    """Look at sites that lie close together, with more of their country and less of the sea."""
    camera = info.camera
    spots = [camera.pixel(site.point) for site in info.sites if site.point]
    xs, ys = [x for x, _ in spots], [y for _, y in spots]
    if not spots or max(max(xs) - min(xs), max(ys) - min(ys)) > _CLOSE * frame.height:
        return camera
    wide = replace(camera, width=_AROUND * camera.width, height=_AROUND * camera.height)
    around = Frame(
        x=-wide.width / 2, y=-wide.height / 2, width=float(wide.width), height=float(wide.height)
    )
    codes = {code for code, _ in info.tints}
    rings = [ring for land, own in outlines(wide, around) if land.code in codes for ring in own]
    boxes = [box for ring in rings if (box := _box(ring))]
    if not boxes:
        return camera
    largest = max(boxes, key=lambda box: box.width * box.height)
    x, y = largest.x + largest.width / 2, largest.y + largest.height / 2
    most_x, most_y = _ASIDE * frame.width, _ASIDE * frame.height
    latitude, longitude = camera.point((max(-most_x, min(most_x, x)), max(-most_y, min(most_y, y))))
    return replace(camera, latitude=latitude, longitude=longitude)


def _box(ring: Sequence[tuple[float, float]]) -> Frame:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return Frame(x=min(xs), y=min(ys), width=max(xs) - min(xs), height=max(ys) - min(ys))


def _named(info: SitesInfo, frame: Frame, size: float) -> Iterator[ScenePart]:
    marks = _marks(info)
    markers = [_marker(mark, info.camera, frame) for mark in marks]
    yield from _leaders(marks, markers, info.camera, frame)
    yield from markers
    yield from _labels(marks, markers, frame, size)


def _dots(info: SitesInfo, frame: Frame) -> Iterator[ScenePart]:
    for point in dict.fromkeys(site.point for site in info.sites if site.point):
        x, y = _placed(point, info.camera, frame)
        yield Marker(x=x, y=y, radius=_DOT, outline="background")


def _land(info: SitesInfo, frame: Frame) -> Iterator[ScenePart]:
    """The countries, those with sites last, so that their outline is whole."""
    with_sites = {code for code, _ in info.tints}
    land = [
        Outline(
            rings=rings,
            fill="surface",
            outline="accent" if country.code in with_sites else "line",
            alt=country.name,
        )
        for country, rings in outlines(info.camera, frame)
    ]
    yield from sorted(land, key=lambda item: item.outline == "accent")
    yield from _edges(frame)


def _edges(frame: Frame) -> Iterator[RuledLine]:
    """Cover the edges of the map, where it is cut: they are no coast."""
    corners = (
        (frame.x, frame.y),
        (frame.right, frame.y),
        (frame.right, frame.bottom),
        (frame.x, frame.bottom),
    )
    for (x1, y1), (x2, y2) in zip(corners, (*corners[1:], corners[0]), strict=True):
        yield RuledLine(x1=x1, y1=y1, x2=x2, y2=y2, colour="background", width=5)


def _marks(info: SitesInfo) -> tuple[SiteMark, ...]:
    """A mark for each country, or, in one country, for each city."""
    if info.area != WORLD:
        return city_marks(info.sites, info.camera)
    marks = list(country_marks(info.sites, info.camera))
    for place, mark in enumerate(marks):
        moved = _at_a_site(mark)
        others = marks[:place] + marks[place + 1 :]
        if not any(_touch(moved, other, info.camera) for other in others):
            marks[place] = moved
    return tuple(marks)


def _at_a_site(mark: SiteMark) -> SiteMark:
    """Place the mark of a country at the site nearest to the middle of its sites."""
    points = [site.point for site in mark.sites if site.point]
    nearest = min(points, key=lambda point: math.dist(point, mark.anchor))
    return replace(mark, latitude=nearest[0], longitude=nearest[1], anchor=nearest)


def _touch(one: SiteMark, other: SiteMark, camera: Camera) -> bool:
    apart = math.dist(
        camera.pixel((one.latitude, one.longitude)), camera.pixel((other.latitude, other.longitude))
    )
    return apart < (one.diameter + other.diameter) / 2 + _GAP


def _marker(mark: SiteMark, camera: Camera, frame: Frame) -> Marker:
    x, y = _placed((mark.latitude, mark.longitude), camera, frame)
    number = len(mark.sites)
    return Marker(
        x=x,
        y=y,
        radius=mark.diameter / 2,
        outline="background",
        alt=f"{mark.title}: {tally(number, 'site')}",
    )


def _placed(point: tuple[float, float], camera: Camera, frame: Frame) -> tuple[float, float]:
    x, y = camera.pixel(point)
    # The nearer way round the world.
    world = camera.pixel((0.0, 180.0))[0] - camera.pixel((0.0, -180.0))[0]
    x -= world * round(x / world)
    return frame.x + frame.width / 2 + x, frame.y + frame.height / 2 + y


def _leaders(
    marks: Sequence[SiteMark], markers: Sequence[Marker], camera: Camera, frame: Frame
) -> Iterator[RuledLine]:
    """Tie each marker that was moved aside to where it belongs."""
    for mark, marker in zip(marks, markers, strict=True):
        if (mark.latitude, mark.longitude) != mark.anchor:
            x, y = _placed(mark.anchor, camera, frame)
            yield RuledLine(x1=x, y1=y, x2=marker.x, y2=marker.y, colour="text")


def _labels(
    marks: Sequence[SiteMark], markers: Sequence[Marker], frame: Frame, size: float
) -> Iterator[Text]:
    """Write names and numbers beside markers, as far as there is room; the table has all."""
    taken = [_around(item) for item in markers]
    for mark, marker in zip(marks, markers, strict=True):
        text = f"{mark.name} {len(mark.sites)}" if mark.country else mark.name
        width, height = text_width(text, size) + 2, size * LINE_HEIGHT
        for x, y in _sides(marker, width, height):
            place = Frame(x=x, y=y, width=width, height=height)
            if frame.holds(place) and not any(place.overlaps(other) for other in taken):
                taken.append(place)
                yield Text(frame=place, paragraphs=(Paragraph(lines=(text,), size=size),))
                break


def _around(marker: Marker) -> Frame:
    side = 2 * marker.radius
    return Frame(x=marker.x - marker.radius, y=marker.y - marker.radius, width=side, height=side)


def _sides(marker: Marker, width: float, height: float) -> Iterator[tuple[float, float]]:
    away = marker.radius + _GAP
    yield marker.x + away, marker.y - height / 2
    yield marker.x - away - width, marker.y - height / 2
    yield marker.x - width / 2, marker.y - away - height
    yield marker.x - width / 2, marker.y + away
