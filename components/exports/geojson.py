"""The sites as files that others open: GeoJSON for maps."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from data.sites.site import Site

FeatureRow = Mapping[str, str | float | None]


def sites_geojson(sites: Iterable[Site], rows: Iterable[FeatureRow]) -> bytes:
    """Write a feature for every site (RFC 7946); one whose place is not known has no geometry.

    Args:
        sites: where they are.
        rows: their properties, in the same order.
    """
    features = [_feature(site, row) for site, row in zip(sites, rows, strict=True)]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False, indent=1).encode()


def _feature(site: Site, row: FeatureRow) -> dict[str, Any]:
    point = site.point
    # GeoJSON has the longitude first.
    geometry = {"type": "Point", "coordinates": [point[1], point[0]]} if point else None
    properties = {k: v for k, v in row.items() if k not in ("Latitude", "Longitude")}
    return {"type": "Feature", "id": site.number, "geometry": geometry, "properties": properties}
