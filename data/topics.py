"""What a record tells about, each by its one name: in code, in addresses, in files."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Topic(StrEnum):
    """What a record tells about, in the order in which it is told; its value names it."""

    OVERVIEW = "overview"
    ELIGIBILITY = "eligibility"
    FLOW = "flow"
    SCHEDULE = "schedule"
    SITES = "sites"
    TIMELINE = "timeline"
    RESULTS = "results"
    SOURCES = "sources"

    @property
    def heading(self) -> str:
        """What its chapter is called, on slides and on paper."""
        return _HEADINGS[self]


_HEADINGS: Final = {
    Topic.OVERVIEW: "What the study asks",
    Topic.ELIGIBILITY: "Who could join",
    Topic.FLOW: "How it is built",
    Topic.SCHEDULE: "What is given",
    Topic.SITES: "Where",
    Topic.TIMELINE: "When",
    Topic.RESULTS: "What was found",
    Topic.SOURCES: "Sources",
}
