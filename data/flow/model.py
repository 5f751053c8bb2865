"""The parts of a flow: steps, the transitions between them, and how each is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from data.annotations.flow import Question, StepKind

Origin = Literal["annotated", "derived", "record"]

ORIGIN_IN_WORDS: Final[dict[Origin, str]] = {
    "annotated": "read in the record by a person",
    "derived": "derived from the wording of the record",
    "record": "a field of the record",
}


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something that happens to participants: they are screened, allocated, treated, followed up.

    Args:
        key: its name within the flow.
        kind: what happens.
        title: its name in the picture.
        phase: the phase of the study it belongs to.
        position: the place of its arm group in the record; None when it is no arm group.
        root: the place of the arm group its participants were first in, which gives it its colour.
        optional: not everyone who reaches the step before goes on to this one.
        origin: how it is known.
        quote: the words of the record it was read from.
        published: the key of a published figure with its count.
        not_reported: the record holds no count for it and none was published.
        source_stated: False for a later group of which the record does not tell where it comes
            from.
        instead_of: what the derivation from the wording alone says, where an annotation says
            otherwise.
    """

    key: str
    kind: StepKind | Literal["enrolled", "period"]
    title: str
    phase: str
    position: int | None = None
    root: int | None = None
    optional: bool = False
    origin: Origin = "record"
    quote: str | None = None
    published: str | None = None
    not_reported: bool = False
    source_stated: bool = True
    instead_of: str | None = None


@dataclass(frozen=True, kw_only=True)
class Transition:
    """What leads from one step to another; see `data.annotations.flow.FlowTransition`."""

    source: str
    target: str
    condition: str | None = None
    asks: tuple[Question, ...] = ()
    optional: bool = False
    origin: Origin = "record"
    quote: str | None = None


@dataclass(frozen=True, kw_only=True)
class Flow:
    """Steps, earlier ones first, the transitions between them, and remarks on what is not known."""

    steps: tuple[Step, ...]
    transitions: tuple[Transition, ...]
    remarks: tuple[str, ...] = field(default=())

    def step(self, key: str) -> Step:
        """The step of that name.

        Raises:
            KeyError: there is none.
        """
        for step in self.steps:
            if step.key == key:
                return step
        raise KeyError(key)

    def into(self, key: str) -> tuple[Transition, ...]:
        """The transitions that lead into a step."""
        return tuple(item for item in self.transitions if item.target == key)

    def out_of(self, key: str) -> tuple[Transition, ...]:
        """The transitions that lead out of a step."""
        return tuple(item for item in self.transitions if item.source == key)

    def before(self, key: str) -> frozenset[str]:
        """Every step on a path to this one, itself included."""
        found: set[str] = set()
        open_: list[str] = [key]
        while open_:
            step = open_.pop()
            if step not in found:
                found.add(step)
                open_.extend(item.source for item in self.into(step))
        return frozenset(found)

    def in_order(self) -> Iterator[Step]:
        """Yield each step after all that lead to it; in the given order as far as that allows."""
        left = list(self.steps)
        done: set[str] = set()
        while left:
            ready = [step for step in left if {t.source for t in self.into(step.key)} <= done]
            if not ready:
                raise ValueError(f"the steps {[step.key for step in left]} lead in a circle")
            yield ready[0]
            done.add(ready[0].key)
            left.remove(ready[0])
