"""The parts of a flow: steps, the transitions between them, and how each is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal

from data.annotations.flow import FlowTransition, StepKind

StepOrigin = Literal["annotated", "derived", "record"]

ORIGIN_IN_WORDS: Final[dict[StepOrigin, str]] = {
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
    kind: StepKind
    title: str
    phase: str
    position: int | None = None
    root: int | None = None
    optional: bool = False
    origin: StepOrigin = "record"
    quote: str | None = None
    published: str | None = None
    not_reported: bool = False
    source_stated: bool = True
    instead_of: str | None = None


class Transition(FlowTransition):
    """What leads from one step to another, and how that is known."""

    origin: StepOrigin = "record"


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
        return self._by_key[key]

    def into(self, key: str) -> tuple[Transition, ...]:
        """The transitions that lead into a step."""
        return self._into.get(key, ())

    def out_of(self, key: str) -> tuple[Transition, ...]:
        """The transitions that lead out of a step."""
        return self._out_of.get(key, ())

    @cached_property
    def _by_key(self) -> dict[str, Step]:
        return {step.key: step for step in reversed(self.steps)}

    @cached_property
    def _into(self) -> dict[str, tuple[Transition, ...]]:
        return _grouped((item.target, item) for item in self.transitions)

    @cached_property
    def _out_of(self) -> dict[str, tuple[Transition, ...]]:
        return _grouped((item.source, item) for item in self.transitions)

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
            ready = next((x for x in left if {t.source for t in self.into(x.key)} <= done), None)
            if ready is None:
                raise ValueError(f"the steps {[step.key for step in left]} lead in a circle")
            yield ready
            done.add(ready.key)
            left.remove(ready)


def _grouped(items: Iterable[tuple[str, Transition]]) -> dict[str, tuple[Transition, ...]]:
    found: dict[str, list[Transition]] = {}
    for key, item in items:
        found.setdefault(key, []).append(item)
    return {key: tuple(group) for key, group in found.items()}
