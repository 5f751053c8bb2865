"""Checks of what is said about results against the results that are there."""

from __future__ import annotations

from collections.abc import Iterator

from data.checks.finding import Finding, FindingSide, Subject


def results_exist(subject: Subject) -> Iterator[Finding]:
    """Results that are said to exist and are not there, or are there and said not to exist."""
    study = subject.study
    there = study.results_section is not None
    if study.has_results and not there:
        source = "the page" if study.registry_page else "the record"
        yield Finding(
            title="Results exist, but not here",
            sides=(
                FindingSide(place="results flag", said="results are available"),
                FindingSide(place="results section", said=f"{source} holds none"),
            ),
            why="What the study found must be read from its publications or from the registry.",
        )
    elif there and study.has_results is False:
        yield Finding(
            title="Results are here, and said not to exist",
            sides=(
                FindingSide(place="results flag", said="no results"),
                FindingSide(place="results section", said="present"),
            ),
            why="The results may be older or newer than the rest of the record.",
        )
