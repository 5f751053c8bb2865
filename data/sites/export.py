"""The sites as files that others open: CSV for spreadsheets, GeoJSON for maps."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from data.sites.site import Site

Row = Mapping[str, str | float | None]

# A spreadsheet takes a text that begins so for a formula, and runs it.
_FORMULA = re.compile(r"[=+\-@\t\r]")


def sites_csv(rows: Sequence[Row]) -> bytes:
    """Write rows as CSV that Excel, Numbers and pandas read, umlauts included (UTF-8 with BOM).

    Args:
        rows: the same columns in each; nothing is written for None.
    """
    text = io.StringIO(newline="")
    columns = list(rows[0]) if rows else []
    writer = csv.DictWriter(text, columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _cell(value: str | float | None) -> str | float | None:
    """Keep a spreadsheet from running a text of a record as a formula."""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def sites_geojson(sites: Iterable[Site], rows: Iterable[Row]) -> bytes:
    """Write a feature for every site (RFC 7946); one whose place is not known has no geometry.

    Args:
        sites: where they are.
        rows: their properties, in the same order.
    """
    features = [_feature(site, row) for site, row in zip(sites, rows, strict=True)]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False, indent=1).encode()


def _feature(site: Site, row: Row) -> dict[str, Any]:
    point = site.point
    # GeoJSON has the longitude first.
    geometry = {"type": "Point", "coordinates": [point[1], point[0]]} if point else None
    properties = {k: v for k, v in row.items() if k not in ("Latitude", "Longitude")}
    return {"type": "Feature", "id": site.number, "geometry": geometry, "properties": properties}
