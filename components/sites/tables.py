"""The numbers by country and the list of the sites, with what can be taken away."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from components.downloads import Download, download_row, table_files
from components.exports.geojson import sites_geojson
from components.figures.chart import show_chart
from components.figures.sites import countries_figure
from components.literal import READING_WIDTH, literal
from components.plain import is_plain
from components.session import palette, study
from data.views.columns import columns_told
from data.views.sites import (
    SitesInfo,
    countries_alt,
    countries_finding,
    countries_table,
    sites_summary,
    sites_table,
)

_FIRST: Final = ("City", "Country", "Site")
# For those who place a site on a map of their own.
_FOR_MAPS: Final = ("Latitude", "Longitude", "Position")
_ROWS_IN_VIEW: Final = 10  # a longer table scrolls
# A phone shows the first two beside each other.
_NARROW: Final = {name: st.column_config.Column(width=110) for name in ("City", "Country")}
CREDITS: Final = (
    "Towns: [GeoNames](https://www.geonames.org), "
    "[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/). "
    "Country shapes: [Natural Earth](https://www.naturalearthdata.com), public domain. "
    "Crimea is disputed between Russia and Ukraine: the offline map draws it in stripes of both, "
    "the simple map with Russia; its towns are listed under Ukraine, as GeoNames has them. "
    "The registry’s coordinates are usually those of the city, not of the hospital."
)


def by_country(info: SitesInfo) -> None:
    """Show the sites by country, as bars and as a table that add up to the sites that are meant; of
    one country a sentence says all."""
    if not info.sites:
        return
    st.header("By country", anchor="by-country")
    st.markdown(f"**{literal(countries_finding(info))}**")
    if len(info.countries) == 1:
        return
    bars, numbers = st.columns([3, 2], gap="large")
    with bars:
        show_chart(
            countries_figure(info, palette()), key="sites_by_country", alt=countries_alt(info)
        )
    numbers.dataframe(
        pd.DataFrame(countries_table(info)), hide_index=True, key="sites_by_country_table"
    )
    numbers.caption(literal(f"Together: {sites_summary(info)}."))
    with numbers:
        rows = countries_table(info)
        download_row(table_files(rows, "sites-by-country", "Countries"))


def site_table(info: SitesInfo) -> None:
    """List the sites, to be sorted by a click on a column, and to be taken away."""
    st.header("Sites", anchor="all-sites")
    if not info.sites:
        st.text("No site has all these words in its name or place.")
        return
    rows = sites_table(info)
    left_out = _FOR_MAPS if is_plain() else ()
    read = [{name: row[name] for name in row if name not in left_out} for row in rows]
    told, columns = columns_told(read, first=_FIRST, of="site")
    if told:
        st.text(told, width=READING_WIDTH)
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        height=420 if len(rows) > _ROWS_IN_VIEW else "content",
        column_order=columns,
        column_config=_NARROW,
        key="sites_table",
    )
    # Below: on a touch screen the table's own buttons lie over what stands above it.
    st.caption(literal(f"{sites_summary(info)}. A click on a column sorts by it."))
    points = Download("GeoJSON", "sites", "geojson", lambda: sites_geojson(info.sites, rows))
    download_row((*table_files(rows, "sites", "Sites"), points))


def unplaced_sites(info: SitesInfo) -> None:
    """List the sites that are not on the map."""
    unplaced = info.unplaced
    if not unplaced:
        return
    number = len(unplaced)
    heading = f"{number} {'site is' if number == 1 else 'sites are'} not on the map"
    with st.expander(heading, icon=":material/location_off:"):
        st.caption(
            "The record gives no coordinates for them and the gazetteer does not know the "
            "place. They count in every number and stand in every list."
        )
        for site in unplaced:
            st.text(f"{site.name} · {site.place}")


def no_sites() -> None:
    """Say that a record has no sites, and which countries it names all the same."""
    st.text("The record lists no sites.")
    if study().countries:
        st.text(f"Countries: {', '.join(study().countries)}", width=READING_WIDTH)


def credits_line() -> None:
    """Name those whose work the map stands on."""
    st.caption(CREDITS)
