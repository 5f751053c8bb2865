"""Put a flow together: what is derived, replaced step by step by what a person has read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from data.annotations import Annotations
from data.annotations.flow import FlowAnnotation, FlowStep
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
    read = annotations.flow
    if not any(step.is_read or step.is_rejected for step in read.steps.values()):
        return derived
    positions = {group.label: place for place, group in enumerate(study.arm_groups)}
    names = _names(read, derived, positions)
    flow = Flow(
        steps=tuple(_steps(read, derived, names, positions)),
        transitions=(
            *_annotated_transitions(read, names),
            *_kept_transitions(read, derived, names),
        ),
        remarks=derived.remarks,
    )
    flow = _without_circles(_without_rejected(flow, read))
    return _with_roots(_with_differences(_with_sources(flow), derived, names))


def _names(
    annotation: FlowAnnotation, derived: Flow, positions: dict[str | None, int]
) -> dict[str, str]:
    """Which annotated step takes the place of which derived one."""
    names = {}
    # What a person has read comes last, and so before what is only drafted.
    for key, step in sorted(annotation.steps.items(), key=lambda one: one[1].is_read):
        for other in derived.steps:
            same_group = step.group is not None and other.position == positions.get(step.group, -1)
            same_key = step.group is None and key == other.key
            if same_group or same_key or _SAME.get(other.key) == step.kind:
                names[other.key] = key
    return names


def _steps(
    annotation: FlowAnnotation,
    derived: Flow,
    names: dict[str, str],
    positions: dict[str | None, int],
) -> Iterator[Step]:
    """Yield each step in the order of the annotation, what only the derivation has after it."""
    own = {names.get(step.key, step.key): step for step in derived.steps}
    for key, step in annotation.steps.items():
        if step.is_read:
            yield _annotated_step(key, step, positions)
        elif key in own:
            yield replace(own[key], key=key)
    yield from (step for key, step in own.items() if key not in annotation.steps)


def _annotated_step(key: str, step: FlowStep, positions: dict[str | None, int]) -> Step:
    return Step(
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
    )


def _annotated_transitions(
    annotation: FlowAnnotation, names: dict[str, str]
) -> Iterator[Transition]:
    for item in annotation.ways:
        drafted = annotation.steps[item.source].drafted
        # A step that a person has read takes the place of the one that was drafted.
        source = names.get(item.source, item.source) if drafted else item.source
        yield Transition.model_validate({**dict(item), "source": source, "origin": "annotated"})


def _kept_transitions(
    annotation: FlowAnnotation, derived: Flow, names: dict[str, str]
) -> Iterator[Transition]:
    """Yield the derived ways into steps of which no person has said where they come from.

    Into one that was read in the app, only those that the record's fields tell: who has read it has
    said so of all others.
    """
    told = {item.target for item in annotation.ways}
    reviewed = {key: step for key, step in annotation.read.items() if step.review}
    for item in derived.transitions:
        source, target = (names.get(key, key) for key in (item.source, item.target))
        step = reviewed.get(target)
        if target not in told and not (step and (item.quote or step.kind == "later")):
            yield item.model_copy(update={"source": source, "target": target})


def _without_rejected(flow: Flow, annotation: FlowAnnotation) -> Flow:
    """Leave out what is no step: what followed it follows what led to it."""
    for key in (key for key, step in annotation.steps.items() if step.is_rejected):
        before = flow.into(key)
        bridged = [
            item.model_copy(update={"source": way.source})
            for item in flow.out_of(key)
            for way in before
        ]
        flow = Flow(
            steps=tuple(step for step in flow.steps if step.key != key),
            transitions=(
                *(item for item in flow.transitions if key not in (item.source, item.target)),
                *bridged,
            ),
            remarks=flow.remarks,
        )
    return flow


def _without_circles(flow: Flow) -> Flow:
    """Leave out ways from nowhere, and derived ones that lead back to where a person comes from."""
    keys = {step.key for step in flow.steps}
    kept = replace(flow, transitions=())
    for item in flow.transitions:  # a person's come first
        if {item.source, item.target} <= keys and item.target not in kept.before(item.source):
            kept = replace(kept, transitions=(*kept.transitions, item))
    return kept


def _with_sources(flow: Flow) -> Flow:
    """Say of which later step nobody knows where it comes from."""
    return replace(
        flow,
        steps=tuple(
            replace(step, source_stated=step.kind != "later" or bool(flow.into(step.key)))
            for step in flow.steps
        ),
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
