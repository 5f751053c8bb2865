"""A person's reading of the flow, step by step: what becomes of the annotations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from data.annotations import Annotations, check_annotations
from data.annotations.base import Signed
from data.annotations.flow import FlowAnnotation, FlowReview, FlowStep, FlowTransition
from data.flow.build import flow_of
from data.flow.derive import derive_flow
from data.flow.model import Flow, Step
from data.study import Study

_BY_FIELDS: Final = ("enrolled", "allocation")
"""Kinds of step that the record has fields for."""


def flow_skeleton(study: Study) -> FlowAnnotation:
    """The derived flow as an annotation from which nothing is read: a person completes it."""
    flow = derive_flow(study)
    return FlowAnnotation(
        steps={step.key: as_read(study, step, drafted=True) for step in flow.steps},
        transitions=tuple(way for step in flow.steps for way in ways_of(flow, step.key)),
    )


def as_read(study: Study, step: Step, *, drafted: bool = False) -> FlowStep:
    """Write a step as an annotation; an arm group that has its label alone is quoted by it."""
    group = label_of(study, step)
    return FlowStep(
        kind=step.kind,
        title=step.title,
        phase=step.phase,
        group=group,
        optional=step.optional,
        published=step.published,
        quote=None if step.quote == group else step.quote,
        not_reported=step.not_reported,
        drafted=drafted,
    )


def label_of(study: Study, step: Step) -> str | None:
    """The label of the arm group of a step, where no other group has the same."""
    label = None if step.position is None else study.arm_groups[step.position].label
    alike = [group for group in study.arm_groups if group.label == label]
    return label if len(alike) == 1 else None


def ways_of(flow: Flow, key: str) -> tuple[FlowTransition, ...]:
    """The ways into a step as annotations: those that rest on a sentence, not on a field alone."""
    return tuple(
        FlowTransition(
            source=item.source,
            target=item.target,
            condition=item.condition,
            plain=item.plain,
            asks=item.asks,
            optional=item.optional,
            quote=item.quote,
        )
        for item in flow.into(key)
        if item.quote
    )


def can_be_read(study: Study, step: Step) -> bool:
    """Whether a person can read a step anew: not an arm group that its label does not name."""
    return step.position is None or label_of(study, step) is not None


def to_review(study: Study, annotations: Annotations) -> tuple[Step, ...]:
    """The steps that the program has derived from words and nobody has judged."""
    return tuple(
        step
        for step in flow_of(study, annotations).steps
        if step.origin != "annotated" and step.kind not in _BY_FIELDS and can_be_read(study, step)
    )


def is_read(study: Study, annotations: Annotations) -> bool:
    """Whether a person has read the flow, and no step of it is left."""
    return bool(annotations.flow.read) and not to_review(study, annotations)


def derived_in_words(flow: Flow, step: Step) -> str:
    """Say what the program derived of a step: `Arm B; from Arm A; if progressed; optional`."""
    ways = flow.into(step.key)
    said = (
        step.title,
        *dict.fromkeys(f"from {flow.step(item.source).title}" for item in ways),
        *dict.fromkeys(f"if {item.condition}" for item in ways if item.condition),
        "optional" if step.optional else "",
    )
    return "; ".join(filter(None, said))


def accepted(study: Study, annotations: Annotations, key: str, by: Signed) -> Annotations:
    """Take a step as it is told."""
    flow = flow_of(study, annotations)
    step = flow.step(key)
    return with_step(
        study, annotations, key, as_read(study, step), ways_of(flow, key), by, "accepted"
    )


def rejected(study: Study, annotations: Annotations, key: str, by: Signed) -> Annotations:
    """Say that what the program derived is no step; an arm group always is one."""
    step = as_read(study, flow_of(study, annotations).step(key))
    return with_step(study, annotations, key, step, (), by, "rejected")


def with_step(
    study: Study,
    annotations: Annotations,
    key: str,
    step: FlowStep,
    ways: Sequence[FlowTransition],
    by: Signed,
    decision: str,
) -> Annotations:
    """Put a step as a person has read it, and the ways into it, among the annotations.

    Args:
        study: the record.
        annotations: those of the record so far.
        key: of the step; a new one is told after all others.
        step: as it was read.
        ways: into it; none where the record states none, or where its fields say it all.
        by: who has read it.
        decision: see `FlowReview`.

    Raises:
        StudyError: a quote does not stand in the record, or the steps lead in a circle.
    """
    derived = derive_flow(study)
    was = next((one for one in derived.steps if one.key == key), None)
    review = FlowReview.model_validate(
        {
            **by.model_dump(),
            "decision": decision,
            "derived": derived_in_words(derived, was) if was else "",
        }
    )
    base = annotations.flow if annotations.flow.steps else flow_skeleton(study)
    flow = FlowAnnotation(
        steps={**base.steps, key: step.model_copy(update={"review": review, "drafted": False})},
        transitions=(*(way for way in base.transitions if way.target != key), *ways),
    )
    made = annotations.model_copy(update={"flow": flow})
    check_annotations(study, made)
    return made


def without_step(study: Study, annotations: Annotations, key: str) -> Annotations:
    """Take back what was made of a step: the program's own reading is back, an added step is gone.

    Raises:
        StudyError: what is left does not hold together.
    """
    first, flow = flow_skeleton(study), annotations.flow
    steps = {
        name: first.steps.get(name) if name == key else step for name, step in flow.steps.items()
    }
    left = {name: step for name, step in steps.items() if step}
    ways = (way for way in flow.transitions if way.target != key and way.source in left)
    again = (way for way in first.transitions if way.target == key and way.source in left)
    plain = annotations.plain
    worded = {name: text for name, text in plain.steps.items() if name in left}
    read = any(step.review for step in left.values())
    made = annotations.model_copy(
        update={
            "flow": FlowAnnotation(steps=left, transitions=(*ways, *again))
            if read or worded
            else FlowAnnotation(),
            "plain": plain.model_copy(update={"steps": worded}),
        }
    )
    check_annotations(study, made)
    return made
