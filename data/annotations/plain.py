"""The record in plain words: short sentences for people who do not read trial records.

Every text carries the sentence of the record it was put from (`quote`), or the publications
(`citations`); what neither says is marked as such (`not_stated`), so that the unknown stays
unknown. Criteria have their plain words with their reading, in `data.annotations.eligibility`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Self

from pydantic import Field, model_validator

from data.annotations.base import Annotation, Citation, PublishedFigure, Signed
from data.annotations.results import ResultSide
from data.errors import StudyError


class PlainText(Annotation):
    """Plain words, and what they were put from.

    Args:
        plain: what is said; every number in it is the source's own.
        quote: the sentence of the record; loading checks it.
        citations: keys of `Annotations.citations`, for what was published and is not in the record.
        not_stated: it says that something is told by neither.
        worded: who wrote it, where that was done in the app.
    """

    plain: str = Field(min_length=1)
    quote: str | None = None
    citations: tuple[str, ...] = ()
    not_stated: bool = False
    worded: Signed | None = None

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        if bool(self.quote) + bool(self.citations) + self.not_stated != 1:
            raise ValueError("expected one of 'quote', 'citations' and 'not_stated'")
        return self


class PlainEntry(PlainText):
    """Plain words under a name of their own: `Lutathera group`."""

    name: str


class PlainResult(PlainEntry):
    """What was found, or is not known.

    Args:
        side: benefit or harm, which are told in the same voice; None for what is neither.
        figures: keys of published figures that it tells.
    """

    side: ResultSide | None = None
    figures: tuple[str, ...] = ()


class PlainAnnotation(Annotation):
    """A record in plain words; empty for a record for which nobody has written any.

    Args:
        title: of the study.
        summary: short paragraphs, in the order in which they are read.
        groups: what people in an arm group get, by the group's label in the record.
        treatments: what an intervention is, by its name in the record.
        steps: what happens in a step of the flow, by the key of the step.
        milestones: what a date of the study means, by the key of the milestone.
        outcomes: what is measured.
        results: what was found, the benefit first.
        lapsed: texts whose sentence the record no longer has; they count for nothing.
    """

    title: PlainText | None = None
    summary: tuple[PlainText, ...] = ()
    groups: Mapping[str, PlainEntry] = Field(default_factory=dict)
    treatments: Mapping[str, PlainEntry] = Field(default_factory=dict)
    steps: Mapping[str, PlainEntry] = Field(default_factory=dict)
    milestones: Mapping[str, PlainEntry] = Field(default_factory=dict)
    outcomes: tuple[PlainEntry, ...] = ()
    results: tuple[PlainResult, ...] = ()
    lapsed: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nobody has put this record into plain words."""
        return not any(self.sections.values())

    def of_step(self, key: str, group: str | None) -> PlainEntry | None:
        """What happens in a step of the flow: for an arm group, what people in it get.

        Args:
            key: of the step.
            group: the label of the arm group it stands for.
        """
        return self.groups.get(group or "") or self.steps.get(key)

    @property
    def sections(self) -> dict[str, tuple[PlainText, ...]]:
        """Every text, by the part of the record it belongs to."""
        return {
            "title": (self.title,) if self.title else (),
            "summary": self.summary,
            "arm groups": tuple(self.groups.values()),
            "treatments": tuple(self.treatments.values()),
            "steps": tuple(self.steps.values()),
            "milestones": tuple(self.milestones.values()),
            "outcomes": self.outcomes,
            "results": self.results,
        }


def check_plain(
    plain: PlainAnnotation,
    *,
    labels: Collection[str],
    names: Collection[str],
    steps: Collection[str],
    published: Mapping[str, PublishedFigure],
    citations: Mapping[str, Citation],
) -> None:
    """Hold the plain words against what they stand for; their quotes are held by loading.

    Args:
        plain: the plain words.
        labels, names: of the record's arm groups and interventions.
        steps: keys of the flow's steps.
        published, citations: what the annotations hold of publications.

    Raises:
        StudyError: names the text that stands for nothing, or cites what is not listed.
    """
    for section, keys, known in (
        ("groups", plain.groups, labels),
        ("treatments", plain.treatments, names),
        ("steps", plain.steps, steps),
    ):
        for key in keys:
            if key not in known:
                raise StudyError(f"plain.{section}: there is no {key!r}")
    for section, texts in plain.sections.items():
        for text in texts:
            for citation in text.citations:
                if citation not in citations:
                    raise StudyError(f"plain.{section}: there is no citation {citation!r}")
    for result in plain.results:
        for figure in result.figures:
            if figure not in published:
                raise StudyError(f"plain.results: there is no published figure {figure!r}")
