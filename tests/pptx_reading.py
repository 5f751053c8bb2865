"""Read a PowerPoint file as a ZIP of XML: what the writer's own library cannot vouch for."""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

Point = tuple[float, float]

PIXEL = 9525
NAMES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
}
# Where the sides of a rectangle are on which an arrow can be glued: top, left, bottom, right.
SITES = ((0.5, 0.0), (0.0, 0.5), (0.5, 1.0), (1.0, 0.5))


def names(blob: bytes) -> list[str]:
    """The files inside, in their order."""
    with zipfile.ZipFile(io.BytesIO(blob)) as file:
        return file.namelist()


def part(blob: bytes, name: str) -> ET.Element:
    """One of the files inside."""
    with zipfile.ZipFile(io.BytesIO(blob)) as file:
        return ET.fromstring(file.read(name))


def slides(blob: bytes) -> list[ET.Element]:
    """The slides, in order."""
    count = sum(name.startswith("ppt/slides/slide") for name in names(blob))
    return [part(blob, f"ppt/slides/slide{number}.xml") for number in range(1, count + 1)]


def find(element: ET.Element, path: str) -> ET.Element:
    """The first element at a path, which must be there."""
    found = element.find(path, NAMES)
    assert found is not None, path
    return found


def text(element: ET.Element) -> str:
    """All text of an element, its paragraphs apart."""
    paragraphs = element.iter(f"{{{NAMES['a']}}}p")
    return "\n".join(
        "".join(run.text or "" for run in paragraph.iter(f"{{{NAMES['a']}}}t"))
        for paragraph in paragraphs
    )


def shapes(slide: ET.Element) -> Iterator[tuple[ET.Element, ET.Element]]:
    """Every shape of a slide, also those in groups, with what names and describes it."""
    tree = find(slide, ".//p:spTree")
    for kind in ("sp", "cxnSp", "grpSp", "graphicFrame", "pic"):
        for shape in tree.iter(f"{{{NAMES['p']}}}{kind}"):
            yield shape, find(shape, "./*/p:cNvPr")


def is_decorative(properties: ET.Element) -> bool:
    """Whether screen readers pass over it."""
    mark = properties.find(".//adec:decorative", NAMES)
    return mark is not None and mark.get("val") == "1"


def corners(connector: ET.Element) -> list[Point]:
    """Where an arrow goes, in pixels: its preset drawn, mirrored, turned and put in its place."""
    geometry = find(connector, ".//a:prstGeom")
    frame = find(connector, ".//a:xfrm")
    place, extent = find(frame, "a:off"), find(frame, "a:ext")
    width, height = int(extent.get("cx", "")), int(extent.get("cy", ""))
    shares = [
        int(guide.get("fmla", "").removeprefix("val ")) / 100_000
        for guide in geometry.iterfind("a:avLst/a:gd", NAMES)
    ]
    drawn = [(u * width, v * height) for u, v in _unit(geometry.get("prst", ""), shares)]
    if frame.get("flipH") == "1":
        drawn = [(width - x, y) for x, y in drawn]
    if frame.get("flipV") == "1":
        drawn = [(x, height - y) for x, y in drawn]
    turn = math.radians(int(frame.get("rot", "0")) / 60_000)
    middle = int(place.get("x", "")) + width / 2, int(place.get("y", "")) + height / 2
    return [
        (
            (middle[0] + dx * math.cos(turn) - dy * math.sin(turn)) / PIXEL,
            (middle[1] + dx * math.sin(turn) + dy * math.cos(turn)) / PIXEL,
        )
        for dx, dy in ((x - width / 2, y - height / 2) for x, y in drawn)
    ]


def _unit(preset: str, shares: list[float]) -> list[Point]:
    """A connector in a square of one, as the file format defines it."""
    if preset == "straightConnector1":
        return [(0, 0), (1, 1)]
    count = int(preset.removeprefix("bentConnector"))
    assert len(shares) == count - 2
    way: list[Point] = [(0, 0)]
    for number, share in enumerate(shares):
        before = way[-1]
        way.append((share, before[1]) if number % 2 == 0 else (before[0], share))
    last = way[-1]
    way.append((1, last[1]) if count % 2 == 0 else (last[0], 1))
    return [*way, (1, 1)]


def site(box: ET.Element, index: int) -> Point:
    """Where a place for arrows is on a box, in pixels."""
    place, extent = find(box, ".//a:xfrm/a:off"), find(box, ".//a:xfrm/a:ext")
    u, v = SITES[index]
    x = int(place.get("x", "")) + u * int(extent.get("cx", ""))
    y = int(place.get("y", "")) + v * int(extent.get("cy", ""))
    return x / PIXEL, y / PIXEL


def near(one: Point, other: Point, *, within: float = 1.1) -> bool:
    """Whether two points are the same, to a pixel."""
    return math.dist(one, other) <= within
