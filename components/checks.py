"""The record check: what in the open record contradicts itself or is missing."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components import session
from components.literal import literal
from components.provenance import published_line
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
    with st.container(border=True, gap="small"):
        st.markdown(f"**{literal(finding.title)}**")
        for side in finding.sides:
            _side(side)
        st.markdown(f"*Why it matters:* {literal(finding.why)}")


def _side(side: FindingSide) -> None:
    with st.container(gap=None):
        st.caption(literal(side.place))
        st.text(side.said)
        if side.sources:
            published_line(side.sources)
