"""How published figures are arranged into results: what is compared, and in what words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

from pydantic import Field

from data.annotations.base import Annotation, Citation, PublishedFigure
from data.errors import StudyError


class ResultSide(StrEnum):
    """On which side of the balance something lies."""

    BENEFIT = "benefit"
    HARM = "harm"


class Scale(StrEnum):
    """What a figure measures: a median time, a share of people in per cent, or cases."""

    TIME = "time"
    SHARE = "share"
    COUNT = "count"


class Severity(StrEnum):
    """How bad what counts is, the worst first: the order in which harm is told."""

    FATAL = "fatal"
    SEVERE = "severe"
    ANY = "any"


class ResultArm(Annotation):
    """One of the groups that are compared.

    Args:
        title: its name in full.
        short: its name beside a picture.
        group: the label of its arm group in the record.
    """

    title: str
    short: str
    group: str


class ResultMeasure(Annotation):
    """Something that was measured in each arm.

    Args:
        plain: its name for anyone: `Tumours shrank clearly`.
        technical: its name for an investigator: `Objective response rate`.
        about: what it means, in plain words.
        event: what happens to one who counts: `had tumours that shrank clearly`.
        figures: by arm, the keys of published figures; an arm without one was not reported.
        together: the key of a figure of all arms, where the publication does not tell them apart.
        effects: keys of published figures that compare the arms: a hazard ratio, an odds ratio.
        severity: of a harm: what is fatal or severe (grade 3 or more) is told first.
        leading: it is shown first on its side.
        leaves_out: what a reader might take it for, and it does not say.
    """

    plain: str
    technical: str
    about: str = ""
    side: ResultSide
    scale: Scale
    event: str
    figures: Mapping[str, str]
    together: str = ""
    severity: Severity = Severity.ANY
    effects: tuple[str, ...] = ()
    leading: bool = False
    leaves_out: str = ""


class FigureGroup(Annotation):
    """Published figures under a heading of their own; keys of `Annotations.published`."""

    title: str
    figures: tuple[str, ...] = Field(min_length=1)


class NotReported(Annotation):
    """Something a reader will look for and not find, and why.

    Args:
        citations: keys of the publications that say so; none where nobody does.
    """

    what: str
    why: str
    citations: tuple[str, ...] = ()


class ResultsAnnotation(Annotation):
    """The published results of a study; empty for a record nobody has read them for."""

    arms: Mapping[str, ResultArm] = Field(default_factory=dict)
    measures: tuple[ResultMeasure, ...] = ()
    groups: tuple[FigureGroup, ...] = ()
    not_reported: tuple[NotReported, ...] = ()
    caveats: tuple[str, ...] = ()


def check_results(
    results: ResultsAnnotation,
    labels: Collection[str],
    published: Mapping[str, PublishedFigure],
    citations: Mapping[str, Citation],
) -> None:
    """Hold the arrangement against the record's arm groups and the published figures.

    Raises:
        StudyError: names the arm, figure or citation that does not exist, or the measure whose
            figures are in different units.
    """
    for key, arm in results.arms.items():
        if arm.group not in labels:
            raise StudyError(f"results.arms.{key}: the record has no arm group {arm.group!r}")
    used = [key for group in results.groups for key in group.figures]
    for place, measure in enumerate(results.measures):
        for arm_key in measure.figures:
            if arm_key not in results.arms:
                raise StudyError(f"results.measures[{place}]: there is no arm {arm_key!r}")
        used += [*measure.figures.values(), *filter(None, (measure.together,)), *measure.effects]
        _check_numbers(measure, published)
        units = {published[key].unit for key in measure.figures.values() if key in published}
        if len(units) > 1:
            told = " and ".join(sorted(unit or "none" for unit in units))
            raise StudyError(f"results.measures[{place}]: expected figures in one unit, got {told}")
    for figure in used:
        if figure not in published:
            raise StudyError(f"results: there is no published figure {figure!r}")
    for item in results.not_reported:
        for citation in item.citations:
            if citation not in citations:
                raise StudyError(f"results.not_reported: there is no citation {citation!r}")


def _check_numbers(measure: ResultMeasure, published: Mapping[str, PublishedFigure]) -> None:
    """What is drawn must be a number; a share is one of a hundred."""
    for key in measure.figures.values():
        figure = published.get(key)
        if figure is None:
            continue
        if figure.number is None:
            raise StudyError(f"published.{key}: it is drawn, and so needs a number")
        if measure.scale is Scale.SHARE and not 0 <= figure.number <= 100:
            raise StudyError(f"published.{key}: expected 0 to 100 per cent, got {figure.number:g}")
