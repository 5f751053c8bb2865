"""Rebuild `static/world_110m.json`, the coarse outlines for browsers that cannot draw the map.

Run as `python -m data.places.build_outlines PATH_TO_countries-110m.json`. Plotly's `Scattergeo`
wants TopoJSON under this very name, with the layers `land` and `countries` and, as the country's
`id`, what a `Choropleth` calls it: here the ISO alpha-2 code.
"""

from pathlib import Path
from typing import Any

from data.places.build_shapes import OVERSEAS, build, identity

OUTPUT = Path(__file__).parents[2] / "static" / "world_110m.json"


def main() -> None:
    """Read the TopoJSON named on the command line and write ours."""
    build(outlines, OUTPUT, "countries-110m.json of world-atlas")


def outlines(topology: dict[str, Any]) -> dict[str, Any]:
    """Give every country its ISO code, and overseas parts of France their own."""
    layers = topology["objects"]
    split = [
        part
        for geometry in layers["countries"]["geometries"]
        for part in _without_overseas(geometry, topology)
    ]
    named = {"type": "GeometryCollection", "geometries": split}
    return {**topology, "objects": {"countries": named, "land": layers["land"]}}


def _without_overseas(geometry: dict[str, Any], topology: dict[str, Any]) -> list[dict[str, Any]]:
    """Take a country apart into itself and the parts that registries name as countries."""
    code, name = identity(geometry)
    code = code or name  # land without a code
    if code != "FR":
        return [{"type": geometry["type"], "arcs": geometry["arcs"], "id": code}]
    parts: dict[str, list[Any]] = {}
    for polygon in geometry["arcs"]:
        parts.setdefault(_overseas(polygon, topology) or code, []).append(polygon)
    return [{"type": "MultiPolygon", "arcs": arcs, "id": part} for part, arcs in parts.items()]


def _overseas(polygon: list[list[int]], topology: dict[str, Any]) -> str | None:
    """Return the code of the overseas part in whose box a polygon begins."""
    index = polygon[0][0]
    x, y = topology["arcs"][index if index >= 0 else ~index][0]
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    longitude, latitude = x * scale[0] + translate[0], y * scale[1] + translate[1]
    for code, (west, south, east, north) in OVERSEAS.items():
        if west <= longitude <= east and south <= latitude <= north:
            return code
    return None


if __name__ == "__main__":
    main()
