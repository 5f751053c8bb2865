"""The maps of the sites, and the bars that count them by country."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from components.figures.chart import ChartPart, PlotlyFigure
from components.figures.verbatim import FONT, verbatim
from components.internet import TILES
from components.palette import LIGHT, Palette
from data.sites import Precision
from data.sites.camera import LatLon, great_circle
from data.sites.labels import GAP, LINE, SIZE, LabelSide, SiteLabel
from data.sites.marks import SiteMark
from data.sites.origin import Origin
from data.views.sites import ORIGIN_SIZE, RING, SitesInfo
from data.words import cut_short, tally

# Where Streamlit serves static/ when the app is at the root of its host.
SHAPES: Final = "/app/static/land.geojson"
_HOVER_SITES: Final = 12
_NUMBER: Final = 11  # pixels: the size of a number in a circle
_HALO: Final = 3  # pixels of background round a circle
# MapLibre breaks lines at spaces and hyphens after ten em; a second line would cover the circle.
_UNBROKEN: Final = str.maketrans({" ": "\u00a0", "-": "\u2011"})
_POSITIONS: Final = {
    "bottom": "bottom center",
    "top": "top center",
    "right": "middle right",
    "left": "middle left",
}
# How the two maps call what lies on them.
_MAP, _SVG = "scattermap", "scattergeo"
_NEAR: Final = 4  # whose colour of the palette: no arm is drawn here


def sites_figure(info: SitesInfo, palette: Palette, *, shapes: str = SHAPES) -> PlotlyFigure:
    """Draw the map of the sites over the country shapes that the app itself serves.

    Args:
        info: what to draw.
        palette: the colours.
        shapes: the address of `static/land.geojson`.
    """
    return _drawn_map(info, palette, _style(info, palette, shapes))


def street_sites_figure(info: SitesInfo, palette: Palette = LIGHT) -> PlotlyFigure:
    """Draw the sites over OpenStreetMap's streets, which the browser fetches from there.

    Args:
        info: what to draw.
        palette: the colours; the streets are light whatever the page is.
    """
    streets = {
        "type": "raster",
        "tiles": [f"{TILES}/{{z}}/{{x}}/{{y}}.png"],
        "tileSize": 256,
        "maxzoom": 19,
        "attribution": "© OpenStreetMap contributors",
    }
    style = {
        "version": 8,
        "sources": {"streets": streets},
        "layers": [
            {"id": "empty", "type": "background", "paint": {"background-color": palette.surface}},
            {"id": "streets", "type": "raster", "source": "streets"},
        ],
    }
    return _drawn_map(info, palette, style)


def simple_sites_figure(info: SitesInfo, palette: Palette) -> PlotlyFigure:
    """Draw the map of the sites as SVG, for a browser without WebGL.

    Its coarse outlines are `static/world_110m.json`: the chart's config must name their address
    (`topojsonURL`).
    """
    tinted = [_tinted(info, palette)] if info.tints else []
    west, east, south, north = info.camera.edges
    # Plotly draws the upper and lower edge as four arcs of great circles, which bulge towards the
    # poles, and fits the picture round the bulges: an arc that starts here just reaches the edge.
    flat = math.cos(math.radians((east - west) / 8))
    latitudes = (_flattened(south, flat) if south < 0 else south, _flattened(north, flat))
    return {
        "data": [*tinted, *_traces(info, palette, _SVG)],
        "layout": {
            "geo": {
                "projection": {"type": "mercator"},
                "lonaxis": {"range": [west, east]},
                "lataxis": {"range": latitudes},
                "resolution": 110,
                "bgcolor": palette.background,
                "showframe": False,
                "showcoastlines": False,
                "showlakes": False,
                "showland": True,
                "landcolor": palette.surface,
                "showcountries": True,
                "countrycolor": palette.line,
                "countrywidth": 0.6,
            },
            **_layout(info, palette),
        },
    }


def _tinted(info: SitesInfo, palette: Palette) -> ChartPart:
    """Tint the countries with sites; each tint is a step of the scale."""
    return {
        "type": "choropleth",
        "locations": [code for code, _ in info.tints],
        "z": list(range(len(info.tints))),
        # Our outlines are named by ISO alpha-2 codes; Plotly compares names as they are.
        "locationmode": "ISO-3",
        "colorscale": _steps([_tint(number, info, palette) for _, number in info.tints]),
        "showscale": False,
        "marker": {"line": {"color": palette.line, "width": 0.6}},
        "hoverinfo": "skip",
    }


def _flattened(latitude: float, flat: float) -> float:
    return math.degrees(math.atan(math.tan(math.radians(latitude)) * flat))


def _drawn_map(info: SitesInfo, palette: Palette, style: dict[str, Any]) -> PlotlyFigure:
    return {
        "data": _traces(info, palette, _MAP),
        "layout": {
            "map": {
                "style": style,
                "center": {"lat": info.camera.latitude, "lon": info.camera.longitude},
                "zoom": info.camera.zoom,
            },
            **_layout(info, palette),
        },
    }


def _traces(info: SitesInfo, palette: Palette, kind: str) -> list[ChartPart]:
    """List what lies on the map, from below. MapLibre leaves out text that covers text above it,
    so that numbers, which come last, always stay."""
    return [
        _leaders(info.marks, palette, kind),
        *_names(info.labels, palette, kind),
        *(_ways(info, info.origin, palette, kind) if info.origin else ()),
        *_circles(info.marks, palette, kind),
    ]


def _part(kind: str, **content: Any) -> ChartPart:
    return {"type": kind, **content}


def _steps(colours: Sequence[str]) -> list[list[Any]]:
    """Make a scale whose whole steps are these colours; one colour fills all of it."""
    ends = list(colours) if len(colours) > 1 else [*colours, *colours]
    return [[step / (len(ends) - 1), colour] for step, colour in enumerate(ends)]


def _layout(info: SitesInfo, palette: Palette) -> dict[str, Any]:
    return {
        "height": info.camera.height,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "showlegend": False,
        "paper_bgcolor": palette.background,
        "hoverlabel": {
            "bgcolor": palette.background,
            "bordercolor": palette.line,
            "font": {"family": FONT, "color": palette.text, "size": 14},
            "align": "left",
        },
        # What a visitor did to the view survives a new theme, not a new area.
        "uirevision": repr(info.camera),
    }


def _style(info: SitesInfo, palette: Palette, shapes: str) -> dict[str, Any]:
    """Write a MapLibre style without tiles and without glyphs, so that nothing is fetched."""
    tints = [part for code, number in info.tints for part in (code, _tint(number, info, palette))]
    fill: Any = ["match", ["get", "iso"], *tints, palette.surface] if tints else palette.surface
    return {
        "version": 8,
        "sources": {"land": {"type": "geojson", "data": shapes}},
        "layers": [
            {"id": "sea", "type": "background", "paint": {"background-color": palette.background}},
            {"id": "land", "type": "fill", "source": "land", "paint": {"fill-color": fill}},
            {
                "id": "borders",
                "type": "line",
                "source": "land",
                "paint": {"line-color": palette.line, "line-width": 0.6},
            },
        ],
    }


def _tint(number: int, info: SitesInfo, palette: Palette) -> str:
    """The colour of a country: the more sites, the nearer to the accent."""
    most = max(count for _, count in info.tints)
    share = math.log(number + 1) / math.log(most + 1)
    return _mixed(palette.surface, palette.accent, 0.08 + 0.27 * share)


def _mixed(one: str, other: str, share: float) -> str:
    """Mix two colours written as #RRGGBB."""
    pairs = ((int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def _leaders(marks: Sequence[SiteMark], palette: Palette, kind: str) -> ChartPart:
    """Tie each circle that was moved aside to where it belongs."""
    latitudes: list[float | None] = []
    longitudes: list[float | None] = []
    for mark in marks:
        if (mark.latitude, mark.longitude) != mark.anchor:
            latitudes += [mark.anchor[0], mark.latitude, None]
            longitudes += [mark.anchor[1], mark.longitude, None]
    return _part(
        kind,
        lat=latitudes,
        lon=longitudes,
        mode="lines",
        line={"color": palette.text, "width": 1},
        hoverinfo="skip",
    )


def _circles(marks: Sequence[SiteMark], palette: Palette, kind: str) -> tuple[ChartPart, ChartPart]:
    """The halos, then the circles with their numbers."""
    where = [(mark.latitude, mark.longitude) for mark in marks]
    halo = _discs(kind, where, [mark.diameter + _HALO for mark in marks], palette.background)
    # Plotly fades what is not selected; a click here opens something else instead.
    unfaded = {"marker": {"opacity": 1}}
    circles = _discs(kind, where, [mark.diameter for mark in marks], palette.accent)
    del circles["hoverinfo"]
    numbers = {
        "mode": "markers+text",
        "text": [str(len(mark.sites)) for mark in marks],
        "textfont": {"family": FONT, "color": palette.background, "size": _NUMBER},
        "customdata": list(range(len(marks))),
        "hovertext": [_hover(mark) for mark in marks],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "selected": unfaded,
        "unselected": unfaded,
    }
    return halo, circles | numbers


def _discs(kind: str, where: Sequence[LatLon], sizes: Sequence[float], colour: str) -> ChartPart:
    """Fill circles, without an outline, which only one of the two maps draws."""
    marker = {"size": list(sizes), "color": colour, "opacity": 1}
    return _part(
        kind,
        lat=[latitude for latitude, _ in where],
        lon=[longitude for _, longitude in where],
        mode="markers",
        marker=marker | ({"line": {"width": 0}} if kind == _SVG else {}),
        hoverinfo="skip",
    )


def _names(labels: Sequence[SiteLabel], palette: Palette, kind: str) -> list[ChartPart]:
    """Write the names beside their circles: those on one side of circles of one size together."""
    groups: dict[tuple[LabelSide, float], list[SiteLabel]] = {}
    for label in labels:
        groups.setdefault((label.side, label.diameter), []).append(label)
    return [
        _part(
            kind,
            lat=[label.latitude for label in group],
            lon=[label.longitude for label in group],
            mode="markers+text",
            marker={"size": _text_offset(side, diameter, kind), "opacity": 0},
            text=[_written(label, kind) for label in group],
            textposition=_POSITIONS[side],
            textfont={"family": FONT, "color": palette.text, "size": SIZE},
            hoverinfo="skip",
        )
        for (side, diameter), group in groups.items()
    ]


def _written(label: SiteLabel, kind: str) -> str:
    """The text of a label; only SVG text may hold tags, so only there they are undone."""
    return verbatim(label.text) if kind == _SVG else label.text.translate(_UNBROKEN)


def _text_offset(side: LabelSide, diameter: float, kind: str) -> float:
    """The size of the unseen marker that keeps text off a circle, in pixels."""
    if kind == _SVG:
        return diameter
    # Plotly moves text on a MapLibre map by 0.5 em sideways, or by 1.5 em up and down (to its far
    # edge), and by one more em for every 100 pixels of its marker.
    sideways = side in ("left", "right")
    gap = diameter / 2 + GAP + (0 if sideways else LINE)
    return max(0.0, 100 * (gap / SIZE - (0.5 if sideways else 1.5)))


def _ways(info: SitesInfo, origin: Origin, palette: Palette, kind: str) -> list[ChartPart]:
    """The ways to the nearest sites, a ring round each, and a dot where they begin."""
    here = (origin.latitude, origin.longitude)
    ways: list[tuple[float, float] | tuple[None, None]] = []
    for mark, _ in info.near_marks:
        ways += [*great_circle(here, (mark.latitude, mark.longitude)), (None, None)]
    near = [mark for mark, _ in info.near_marks]
    lines = _part(
        kind,
        lat=[latitude for latitude, _ in ways],
        lon=[longitude for _, longitude in ways],
        mode="lines",
        line={"color": palette.arm(_NEAR), "width": 2.5},
        hoverinfo="skip",
    )
    where = [(mark.latitude, mark.longitude) for mark in near]
    rings = _discs(kind, where, [mark.diameter + RING for mark in near], palette.arm(_NEAR))
    dots = [
        _discs(kind, [here], [size], colour)
        for size, colour in (
            (ORIGIN_SIZE, palette.background),
            (ORIGIN_SIZE - 4, palette.text),
            (ORIGIN_SIZE - 14, palette.background),
        )
    ]
    return [lines, rings, *dots]


def _hover(mark: SiteMark) -> str:
    """Name the sites behind a circle; tags, which Plotly reads in hover text, are undone."""
    number = len(mark.sites)
    head = f"<b>{verbatim(mark.title)}</b>: {tally(number, 'site')}"
    names = [verbatim(cut_short(site.name, 60)) for site in mark.sites[:_HOVER_SITES]]
    more = [f"… and {number - _HOVER_SITES} more"] if number > _HOVER_SITES else []
    unsure = (Precision.MOVED, Precision.SEVERAL)
    said = {site.precision: None for site in mark.sites if site.precision in unsure}
    notes = [f"<i>{sum(s.precision is kind for s in mark.sites)} {kind.value}</i>" for kind in said]
    return "<br>".join((head, *names, *more, *notes))


def countries_figure(info: SitesInfo, palette: Palette) -> PlotlyFigure:
    """Draw a bar for every country, as long as its number of sites."""
    names = [name for name, _ in info.bars]
    numbers = [number for _, number in info.bars]
    bars = {
        "type": "bar",
        "x": numbers,
        "y": [verbatim(name) for name in names],
        "orientation": "h",
        "text": [str(number) for number in numbers],
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": palette.accent},
        "hoverinfo": "skip",
    }
    layout = {
        "height": 40 + 26 * len(names),
        "margin": {"l": 0, "r": 32, "t": 8, "b": 8},
        "paper_bgcolor": palette.background,
        "plot_bgcolor": palette.background,
        "font": {"family": FONT, "color": palette.text, "size": 14},
        "yaxis": {
            "autorange": "reversed",
            "automargin": True,
            "fixedrange": True,
            "ticksuffix": " ",
        },
        "xaxis": {"visible": False, "fixedrange": True, "rangemode": "tozero"},
        "bargap": 0.3,
    }
    return {"data": [bars], "layout": layout}
