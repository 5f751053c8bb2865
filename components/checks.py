"""The record check: what in the open record contradicts itself or is missing."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components import session
from components.literal import literal, literal_lines, small
from components.provenance import published_in
from data.checks import Finding, FindingSide, check_record, counted


def record_check(*, unfolded: bool = False) -> None:
    """Say in one line that all is well, or unfold what does not fit.

    Args:
        unfolded: whether what does not fit is in sight from the start.
    """
    findings = _findings()
    st.header("Record check", anchor="record-check")
    if not findings:
        st.caption(f":material/task_alt: {counted(findings)}.")
        return
    with st.expander(counted(findings), icon=":material/rule:", expanded=unfolded):
        for finding in findings:
            _finding(finding)


def _findings() -> Sequence[Finding]:
    as_of = session.as_of()
    return session.once(
        ("check", as_of), lambda study, annotations: check_record(study, annotations, as_of)
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
