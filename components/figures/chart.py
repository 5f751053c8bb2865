"""Show a picture with numeric axes, or a map: what Plotly draws, as plain dictionaries.

Plotly checks each property of a figure it is handed, which takes many times as long as making it.
That every figure is valid is held in the tests.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import plotly.graph_objects as go
import streamlit as st

ChartPart = dict[str, Any]
"""A trace, a shape or a note of a figure."""

PlotlyFigure = dict[str, Any]
"""A figure: its `data`, a list of traces, and its `layout`."""


def show_chart(
    chart: PlotlyFigure,
    *,
    key: str,
    alt: str,
    config: dict[str, Any] | None = None,
    on_select: Callable[[], None] | Literal["ignore"] = "ignore",
) -> None:
    """Show a figure.

    Args:
        chart: what is drawn.
        key: of the element.
        alt: what it shows, in words.
        config: how it can be moved; nothing can by default.
        on_select: called when a point is clicked.
    """
    st.plotly_chart(
        go.Figure(chart, _validate=False),
        key=key,
        theme=None,
        on_select=on_select,
        selection_mode="points",
        config=config or {"displayModeBar": False},
        alt=alt,
    )
