"""What has been read about the way of participants: its steps and what leads to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from pydantic import Field, model_validator

from data.annotations.base import Annotation, Decision, PublishedFigure, Signed
from data.errors import StudyError

StepKind = Literal[
    "enrolled", "screening", "excluded", "allocation", "arm", "period", "later", "follow_up"
]

BY_FIELDS: Final = ("enrolled", "allocation")
"""Kinds of step that the record has fields for: they rest on no sentence."""


class FlowReview(Signed):
    """What a person made of a step in the app.

    Args:
        decision: what became of what the program had derived; `added` where it had nothing.
        derived: what that was, in words.
    """

    decision: Decision | Literal["added"]
    derived: str = ""


class FlowStep(Annotation):
    """A step of the flow.

    Args:
        kind: what happens there.
        title: its name in the picture.
        phase: the phase of the study it belongs to.
        group: the label of the arm group it stands for, exactly as in the record.
        optional: not every participant who reaches the step before goes on to this one.
        published: the key of a published figure: how many participants.
        quote: the sentence it was read from; an arm group is quoted by its label.
        not_reported: the record holds no count for it, and none was published; say so.
        drafted: what the program derives, for whoever completes the file; nothing is read from it.
        review: who read it in the app; a step that was rejected is not shown, and what followed it
            follows what led to it.
    """

    kind: StepKind
    title: str
    phase: str
    group: str | None = None
    optional: bool = False
    published: str | None = None
    quote: str | None = None
    not_reported: bool = False
    drafted: bool = False
    review: FlowReview | None = None

    @property
    def is_read(self) -> bool:
        """Whether it is shown as a person has read it."""
        return not (self.drafted or self.is_rejected)

    @property
    def is_rejected(self) -> bool:
        """Whether a person has said that it is no step."""
        return self.review is not None and self.review.decision == "rejected"

    @model_validator(mode="after")
    def _has_a_source(self) -> FlowStep:
        of_fields = self.review is not None and self.kind in BY_FIELDS
        if not (self.quote or self.group or self.published or self.drafted or of_fields):
            raise ValueError(f"{self.title}: expected a quote, an arm group or a published figure")
        if self.group and self.is_rejected:
            raise ValueError(f"{self.title}: an arm group is a step, and cannot be rejected")
        return self


class StepQuestion(Annotation):
    """What is asked about a participant before a step: `Did the disease progress?`"""

    text: str
    quote: str


class FlowTransition(Annotation):
    """What leads from one step to another.

    Args:
        source, target: keys of steps.
        condition: on what condition, in a few words; None where the record states none.
        plain: the same in plain words.
        asks: the condition as questions about one participant, in order.
        optional: it does not happen to everyone who meets the condition.
        quote: the sentence it was read from; may be missing only into a step with a published
            figure.
    """

    source: str
    target: str
    condition: str | None = None
    plain: str | None = None
    asks: tuple[StepQuestion, ...] = ()
    optional: bool = False
    quote: str | None = None


class FlowAnnotation(Annotation):
    """The flow of a record as a person has read it; replaces what is derived, step by step.

    Args:
        steps: by their keys, in the order in which they are told.
        transitions: those into a step that is drafted or rejected are not read.
        lapsed: readings whose sentence the record no longer has, in words; they count for nothing.
    """

    steps: Mapping[str, FlowStep] = Field(default_factory=dict)
    transitions: tuple[FlowTransition, ...] = ()
    lapsed: tuple[str, ...] = ()

    @property
    def read(self) -> Mapping[str, FlowStep]:
        """The steps that a person has read."""
        return {key: step for key, step in self.steps.items() if step.is_read}

    @property
    def ways(self) -> tuple[FlowTransition, ...]:
        """The transitions into them."""
        return tuple(item for item in self.transitions if self.steps[item.target].is_read)


def check_flow(
    flow: FlowAnnotation, labels: set[str], published: Mapping[str, PublishedFigure]
) -> None:
    """Hold a flow against the record's arm groups, the published figures and itself.

    Args:
        flow: the annotation.
        labels: the labels of the record's arm groups.
        published: the figures that steps may name.

    Raises:
        StudyError: names the step or transition that does not fit, or the counts that do not add
        up.
    """
    for key, step in flow.steps.items():
        if step.group is not None and step.group not in labels:
            raise StudyError(f"flow.steps.{key}: the record has no arm group {step.group!r}")
        if step.published is not None and step.published not in published:
            raise StudyError(f"flow.steps.{key}: there is no published figure {step.published!r}")
    for position, transition in enumerate(flow.transitions):
        _check_transition(flow, position, transition)
    _check_order(flow)
    _check_counts(flow, published)


def _check_transition(flow: FlowAnnotation, position: int, transition: FlowTransition) -> None:
    place = f"flow.transitions[{position}]"
    for key in (transition.source, transition.target):
        if key not in flow.steps:
            raise StudyError(f"{place}: there is no step {key!r}")
    if transition.quote is None and flow.steps[transition.target].published is None:
        raise StudyError(f"{place}: expected a quote")


def _check_order(flow: FlowAnnotation) -> None:
    """Raise when some step leads back to itself."""
    left = set(flow.steps)
    while left:
        free = left - {item.target for item in flow.ways if item.source in left}
        if not free:
            titles = ", ".join(sorted(flow.steps[key].title for key in left))
            raise StudyError(f"flow: these steps lead in a circle: {titles}")
        left -= free


def _check_counts(flow: FlowAnnotation, published: Mapping[str, PublishedFigure]) -> None:
    """Raise when a group divides into numbers that do not add up, or more stay than came."""
    counts = {
        key: published[step.published].number
        for key, step in flow.steps.items()
        if step.published is not None
    }
    for key, step in flow.steps.items():
        targets = [item.target for item in flow.ways if item.source == key]
        parts = [counts.get(target) for target in targets]
        whole = counts.get(key)
        # Everyone who is screened or allocated goes somewhere; later on people may stay where they
        # are.
        divides = step.kind in ("screening", "allocation") and targets
        if divides and whole is not None and None not in parts:
            total = sum(part for part in parts if part is not None)
            if total != whole:
                added = " + ".join(f"{part:g}" for part in parts if part is not None)
                raise StudyError(f"flow.steps.{key}: {whole:g} does not divide into {added}")
        sources = [counts.get(item.source) for item in flow.ways if item.target == key]
        came = sum(source for source in sources if source is not None)
        if whole is not None and sources and None not in sources and whole > came:
            raise StudyError(f"flow.steps.{key}: {whole:g} is more than the {came:g} who came")
