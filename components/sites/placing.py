"""How a site came by its place on the map."""

from __future__ import annotations

import streamlit as st

from components.literal import literal
from components.provenance import reckoned_line
from data.sites import Precision, Site


def placing(site: Site) -> None:
    """Say in a small line how exactly a site is placed."""
    if site.point and site.precision is not Precision.STATED:
        reckoned_line(f"Derived from the name of the city: {site.precision.value}")
    else:
        st.caption(literal(site.precision.value))
