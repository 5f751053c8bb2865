"""Put a flow together: what is derived, replaced step by step by what a person has read."""

from __future__ import annotations

from dataclasses import replace

from data.annotations import Annotations
from data.annotations.flow import FlowAnnotation
from data.flow.derive import derive_flow
from data.flow.model import Flow, Step, Transition
from data.study import Study

# A derived step gives way to an annotated one that stands for the same thing.
_SAME = {"enrolled": "screening", "allocated": "allocation", "follow-up": "follow_up"}


def flow_of(study: Study, annotations: Annotations) -> Flow:
    """Tell the flow of a record.

    Args:
        study: the record.
        annotations: what a person has read; replaces what is derived, and says so where it differs.
    """
    derived = derive_flow(study)
    if not annotations.flow.steps:
        return derived
    positions = {group.label: place for place, group in enumerate(study.arm_groups)}
    names = _names(annotations.flow, derived, positions)
    annotated = _annotated_transitions(annotations.flow)
    replaced = {item.target for item in annotated}
    kept = [
        replace(
            item,
            source=names.get(item.source, item.source),
            target=names.get(item.target, item.target),
        )
        for item in derived.transitions
    ]
    kept = [item for item in kept if item.target not in replaced]
    flow = Flow(
        steps=(
            *_annotated_steps(annotations.flow, positions),
            *(step for step in derived.steps if step.key not in names),
        ),
        transitions=(*annotated, *kept),
        remarks=derived.remarks,
    )
    return _with_roots(_with_differences(flow, derived, names))


def _names(
    annotation: FlowAnnotation, derived: Flow, positions: dict[str | None, int]
) -> dict[str, str]:
    """Which annotated step takes the place of which derived one."""
    names = {}
    for key, step in annotation.steps.items():
        for other in derived.steps:
            same_group = step.group is not None and other.position == positions[step.group]
            if same_group or _SAME.get(other.key) == step.kind:
                names[other.key] = key
    return names


def _annotated_steps(
    annotation: FlowAnnotation, positions: dict[str | None, int]
) -> tuple[Step, ...]:
    reached = {item.target for item in annotation.transitions}
    return tuple(
        Step(
            key=key,
            kind=step.kind,
            title=step.title,
            phase=step.phase,
            position=None if step.group is None else positions[step.group],
            optional=step.optional,
            origin="annotated",
            quote=step.quote or step.group,
            published=step.published,
            not_reported=step.not_reported,
            source_stated=step.kind != "later" or key in reached,
        )
        for key, step in annotation.steps.items()
    )


def _annotated_transitions(annotation: FlowAnnotation) -> tuple[Transition, ...]:
    return tuple(
        Transition(
            source=item.source,
            target=item.target,
            condition=item.condition,
            plain=item.plain,
            asks=item.asks,
            optional=item.optional,
            origin="annotated",
            quote=item.quote,
        )
        for item in annotation.transitions
    )


def _with_differences(flow: Flow, derived: Flow, names: dict[str, str]) -> Flow:
    """Note where the wording alone would have an annotated group come from, if that differs."""
    steps = []
    for step in flow.steps:
        old = next((key for key, new in names.items() if new == step.key), None)
        if old is not None and step.kind == "later":
            was = {names.get(item.source, item.source) for item in derived.into(old)}
            if was != {item.source for item in flow.into(step.key)}:
                told = ", ".join(sorted(_title(flow, key) for key in was)) or "not stated"
                step = replace(step, instead_of=f"from: {told}")
        steps.append(step)
    return replace(flow, steps=tuple(steps))


def _title(flow: Flow, key: str) -> str:
    return next((step.title for step in flow.steps if step.key == key), key)


def _with_roots(flow: Flow) -> Flow:
    """Give each step the arm its participants were first in, where that is one arm."""
    roots: dict[str, int | None] = {}
    for step in flow.in_order():
        before = {roots[item.source] for item in flow.into(step.key)}
        inherited = before.pop() if len(before) == 1 else None
        own = step.position if step.kind == "arm" else step.root
        roots[step.key] = inherited if own is None else own
    return replace(flow, steps=tuple(replace(step, root=roots[step.key]) for step in flow.steps))
