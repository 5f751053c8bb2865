"""Rebuild `static/world_110m.json`, the coarse outlines for browsers that cannot draw the map.

Run as `python -m data.places.build_outlines PATH_TO_countries-110m.json`. Plotly's `Scattergeo`
wants TopoJSON under this very name, with the layers `land` and `countries` and, as the country's
`id`, what a `Choropleth` calls it: here the ISO alpha-2 code.
"""

import argparse
import json
from pathlib import Path
from typing import Any

from data.places.build_shapes import CODES_BY_NAME, OVERSEAS
from data.places.countries import countries

OUTPUT = Path(__file__).parents[2] / "static" / "world_110m.json"


def main() -> None:
    """Read the TopoJSON named on the command line and write ours."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path, help="countries-110m.json of world-atlas")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    arguments = parser.parse_args()
    topology = json.loads(arguments.source.read_text(encoding="utf-8"))
    text = json.dumps(outlines(topology), separators=(",", ":"))
    arguments.output.write_text(text + "\n", encoding="utf-8")


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
    code = _code(geometry)
    if code != "FR":
        return [{"type": geometry["type"], "arcs": geometry["arcs"], "id": code}]
    parts: dict[str, list[Any]] = {}
    for polygon in geometry["arcs"]:
        parts.setdefault(_overseas(polygon, topology) or code, []).append(polygon)
    return [{"type": "MultiPolygon", "arcs": arcs, "id": part} for part, arcs in parts.items()]


def _code(geometry: dict[str, Any]) -> str:
    """Return the ISO code of a country; land without one keeps its name."""
    name: str = geometry["properties"]["name"]
    by_number = {country.numeric: country.code for country in countries().values()}
    return CODES_BY_NAME.get(name) or by_number.get(geometry.get("id", "none"), name)


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
