"""The record check: what in the open record contradicts itself or is missing."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components import session
from components.audience import in_detail, is_sponsor
from components.literal import literal, literal_lines, small
from components.provenance import published_in
from data.checks import Finding, FindingSide, check_record, counted


def record_check() -> None:
    """Say in one line that all is well, or unfold what does not fit; sponsors see it at once, and
    patients, for whom these are the record's own words, once they ask for it."""
    findings = _findings()
    st.header("Record check", anchor="record-check")
    if not findings:
        st.caption(f":material/task_alt: {counted(findings)}.")
    elif in_detail(f"{counted(findings)}: show it in the record’s own words"):
        with st.expander(counted(findings), icon=":material/rule:", expanded=is_sponsor()):
            for finding in findings:
                _finding(finding)


def discrepancies(page: str) -> None:
    """Show sponsors first what does not fit of what a page shows.

    Args:
        page: its name in the address.
    """
    if is_sponsor() and (findings := _findings(page)):
        titles = "; ".join(finding.title for finding in findings)
        with st.expander(literal(titles), icon=":material/rule:"):
            for finding in findings:
                _finding(finding)


def _findings(page: str = "") -> Sequence[Finding]:
    as_of = session.as_of()
    return session.once(
        ("check", as_of, page),
        lambda study, annotations: check_record(study, annotations, as_of, page=page),
    )


def _finding(finding: Finding) -> None:
    """Show a finding in one piece of text: a page with many would take long to draw."""
    with st.container(border=True):
        st.markdown(
            "\n\n".join(
                (
                    f"**{literal(finding.title)}**",
                    *map(_side, finding.sides),
                    f"*Why it matters:* {literal(finding.why)}",
                )
            )
        )


def _side(side: FindingSide) -> str:
    lines = [small(side.place), literal_lines(side.said)]
    if side.sources:
        lines.append(published_in(side.sources))
    return "  \n".join(lines)
