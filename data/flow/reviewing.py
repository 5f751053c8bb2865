"""A person's reading of the flow, step by step: what becomes of the annotations."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from data.annotations import Annotations, check_annotations
from data.annotations.base import Signed
from data.annotations.flow import (
    BY_FIELDS,
    FlowAnnotation,
    FlowReview,
    FlowStep,
    FlowTransition,
    StepQuestion,
)
from data.annotations.standing import verbatim
from data.errors import StudyError
from data.flow.build import flow_of
from data.flow.derive import derive_flow
from data.flow.model import Flow, Step
from data.study import Study


def flow_skeleton(study: Study) -> FlowAnnotation:
    """The derived flow as an annotation from which nothing is read: a person completes it."""
    flow = derive_flow(study)
    return FlowAnnotation(
        steps={step.key: as_read(study, step, drafted=True) for step in flow.steps},
        transitions=tuple(way for step in flow.steps for way in ways_of(flow, step.key)),
    )


def as_read(study: Study, step: Step, *, drafted: bool = False) -> FlowStep:
    """Write a step as an annotation; an arm group is quoted by its label."""
    return FlowStep(
        kind=step.kind,
        title=step.title,
        phase=step.phase,
        group=label_of(study, step),
        optional=step.optional,
        published=step.published,
        quote=step.quote if step.position is None else None,
        not_reported=step.not_reported,
        drafted=drafted,
    )


def label_of(study: Study, step: Step) -> str | None:
    """The label of the arm group of a step, where no other group has the same."""
    label = None if step.position is None else study.arm_groups[step.position].label
    alike = [group for group in study.arm_groups if group.label == label]
    return label if label and len(alike) == 1 else None


def ways_of(flow: Flow, key: str) -> tuple[FlowTransition, ...]:
    """The ways into a step as annotations: those that rest on a sentence, not on a field alone."""
    return tuple(
        FlowTransition.model_validate(item.model_dump(exclude={"origin"}))
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
        if step.origin != "annotated" and step.kind not in BY_FIELDS and can_be_read(study, step)
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


@dataclass(frozen=True, kw_only=True)
class EnteredWay:
    """A way into a step as a person enters it: from one step or several, alike for all of them.

    Args:
        sources: the keys of the steps it comes from.
        condition, plain, questions: see `FlowTransition`; empty where there are none.
        quote: the sentence it rests on; empty where the record's fields say it all.
    """

    sources: tuple[str, ...]
    condition: str = ""
    plain: str = ""
    questions: tuple[str, ...] = ()
    quote: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was entered."""
        return not (self.sources or self.condition or self.plain or self.questions or self.quote)


def ways_in(flow: Flow, key: str) -> tuple[EnteredWay, ...]:
    """The ways into a step, those that are alike together, to be changed."""
    found: dict[EnteredWay, list[str]] = {}
    for item in flow.into(key):
        way = EnteredWay(
            sources=(),
            condition=item.condition or "",
            plain=item.plain or "",
            questions=tuple(one.text for one in item.asks),
            quote=item.quote or "",
        )
        found.setdefault(way, []).append(item.source)
    return tuple(replace(way, sources=tuple(sources)) for way, sources in found.items())


def entered(
    study: Study,
    annotations: Annotations,
    key: str,
    step: FlowStep,
    ways: Sequence[EnteredWay],
    by: Signed,
) -> Annotations:
    """Take a step as a person has entered it.

    Args:
        study: the record.
        annotations: those of the record so far.
        key: of the step; of a new one, one that no other has.
        step: what it is; its quote as it was typed.
        ways: into it; of a later step none where the record does not say.
        by: who has read it.

    Raises:
        StudyError: says in a sentence what is missing, or what the record does not say.
    """
    flow = flow_of(study, annotations)
    if not step.title:
        raise StudyError("the step has no name yet: give it one")
    if not (step.group or step.quote or step.kind in BY_FIELDS):
        raise StudyError("say which sentence of the record the step rests on")
    quote = verbatim(study, step.quote) if step.quote else None
    told = [way for way in ways if not way.is_empty]
    made = [item for way in told for item in _transitions(study, flow, key, step, way)]
    by_field = {item.source for item in flow.into(key) if not item.quote}
    if made and len(made) == sum(len(way.sources) for way in told):
        kept = made
    elif not made and {one for way in told for one in way.sources} == by_field:
        kept = []
    else:
        raise StudyError("say for each way in which sentence of the record it rests on")
    if not told and step.kind in ("arm", "period", "follow_up"):
        raise StudyError("say from which step people come here")
    known = key in {one.key for one in flow.steps}
    return with_step(
        study,
        annotations,
        key,
        step.model_copy(update={"quote": quote}),
        kept,
        by,
        "changed" if known else "added",
    )


def _transitions(
    study: Study, flow: Flow, key: str, step: FlowStep, way: EnteredWay
) -> Iterator[FlowTransition]:
    """Yield a way from each of its sources; nothing where only the record's fields tell it."""
    if not way.sources:
        raise StudyError("say from which step people come here")
    if not way.quote:
        if way.condition or way.plain or way.questions:
            raise StudyError("say which sentence of the record the condition rests on")
        return
    quote = verbatim(study, way.quote)
    asked = {one.text: one for item in flow.into(key) for one in item.asks}
    asks = tuple(asked.get(text, StepQuestion(text=text, quote=quote)) for text in way.questions)
    for source in way.sources:
        yield FlowTransition(
            source=source,
            target=key,
            condition=way.condition or None,
            plain=way.plain or None,
            asks=asks,
            optional=step.optional,
            quote=quote,
        )


def new_key(flow: Flow) -> str:
    """A key for a step that is added."""
    keys = {step.key for step in flow.steps}
    return next(key for number in itertools.count(1) if (key := f"added-{number}") not in keys)


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
        key: of the step.
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
    read = FlowStep.model_validate({**step.model_dump(), "review": review, "drafted": False})
    flow = FlowAnnotation(
        steps=_in_place(base.steps, key, read, {way.source for way in ways}),
        transitions=(*(way for way in base.transitions if way.target != key), *ways),
    )
    made = annotations.model_copy(update={"flow": flow})
    check_annotations(study, made)
    return made


def _in_place(
    steps: Mapping[str, FlowStep], key: str, step: FlowStep, after: Collection[str]
) -> dict[str, FlowStep]:
    """The steps with this one: where it was, else after those it comes from."""
    if key in steps:
        return {**steps, key: step}
    told = list(steps.items())
    last = max((place for place, (name, _) in enumerate(told, 1) if name in after), default=0)
    return dict([*told[:last], (key, step), *told[last:]])


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
