"""What the sponsor says about the results as a whole."""

from __future__ import annotations

import streamlit as st

from components.details import detail_list
from data.results_section import ResultsSection
from data.views.results import about_results


def about(results: ResultsSection) -> None:
    """Show limitations, whom to ask, and agreements about publishing."""
    details = about_results(results)
    if details:
        detail_list(details, "about")
    else:
        st.text("The record says nothing about the results as a whole.")
