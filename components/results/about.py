"""What the sponsor says about the results as a whole."""

from __future__ import annotations

import streamlit as st

from components.facts import fact_list
from data.results.model import ResultsSection
from data.views.results import about_results


def about(results: ResultsSection) -> None:
    """Show limitations, whom to ask, and agreements about publishing."""
    facts = about_results(results)
    if facts:
        fact_list(facts, "about")
    else:
        st.text("The record says nothing about the results as a whole.")
