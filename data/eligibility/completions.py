"""What holds however the open questions are answered.

Kleene logic does not see that one open fact decides two criteria: that a QTcF of 460 ms excludes a
man, and a pregnancy a woman. So the verdict is worked out for each answer to the facts that several
places share; a fact that stands in one place only can go either way on its own, and splitting over
it would tell nothing new.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil, floor
from typing import Final

from data.annotations.eligibility import Compare, Fact, Unit
from data.eligibility.answers import Quantity, Value
from data.eligibility.checklist import Criterion
from data.eligibility.consistency import reconcile
from data.eligibility.states import FAILS, PASSES, State, Verdict

# Of nodes of the tree of cases. The shipped record needs a few dozen; beyond it, nothing is told.
MOST_CASES: Final = 2_000
StateOf = Callable[[Criterion, Mapping[str, Value]], State]


@dataclass(frozen=True, kw_only=True)
class Case:
    """One way to answer open facts, and the criterion that excludes then.

    Args:
        answers: the answers that make the case, by fact id; none for "in any case".
        criterion: the first that excludes; None if all are passed.
    """

    answers: Mapping[str, Value]
    criterion: Criterion | None


def cases(
    criteria: Iterable[Criterion],
    facts: Iterable[Fact],
    values: Mapping[str, Value],
    state_of: StateOf,
) -> tuple[Verdict, tuple[Case, ...]]:
    """Work out what is true in every case.

    Args:
        criteria: those that are open; all others are passed.
        facts: what is asked.
        values: what is known.
        state_of: where a criterion stands with some answers.

    Returns:
        The verdict and its cases; "cannot tell yet" without any where they do not agree, or are
        too many.
    """
    known = {fact.id: fact for fact in facts}
    places = tuple(criteria)
    if not places:
        return Verdict.CANNOT_TELL, ()
    counts = Counter(fact for one in places for fact in one.places)
    shared = [fact for fact, count in counts.most_common() if count > 1 and fact not in values]
    found: set[Verdict] = set()
    told = []
    for verdict, case in _Split(known, shared, places, state_of).walk(places, values, {}):
        found.add(verdict)
        told.append(case)
        if found != {verdict} or verdict is Verdict.CANNOT_TELL:
            return Verdict.CANNOT_TELL, ()
    return (found.pop() if found else Verdict.CANNOT_TELL), tuple(told)


@dataclass
class _Split:
    facts: Mapping[str, Fact]
    shared: Sequence[str]
    criteria: tuple[Criterion, ...]
    state_of: StateOf
    answers: dict[str, tuple[Value, ...]] = field(default_factory=dict)
    work: int = 1

    def walk(
        self, left: tuple[Criterion, ...], values: Mapping[str, Value], chosen: dict[str, Value]
    ) -> Iterator[tuple[Verdict, Case]]:
        """Yield the cases of the criteria that are left open, with what is known and chosen."""
        matters = {fact for one in left for fact in one.places}
        free = next((key for key in self.shared if key in matters and key not in values), None)
        if free is None or self.work > MOST_CASES:
            yield Verdict.CANNOT_TELL, Case(answers=chosen, criterion=None)
            return
        if free not in self.answers:
            self.answers[free] = tuple(_answers(self.facts[free], self.criteria))
        for value in self.answers[free]:
            whole, problems = reconcile(self.facts.values(), {**values, free: value})
            if not problems:  # else nobody can be so
                yield from self._case(left, whole, whole.keys() - values, {**chosen, free: value})

    def _case(
        self,
        criteria: tuple[Criterion, ...],
        values: Mapping[str, Value],
        new: Set[str],
        chosen: dict[str, Value],
    ) -> Iterator[tuple[Verdict, Case]]:
        """Judge the criteria again that ask about what is new; the others are open as before."""
        self.work += 1
        left = []
        for one in criteria:
            state = None if new.isdisjoint(one.places) else self.state_of(one, values)
            if state in FAILS:
                yield Verdict.EXCLUDED, Case(answers=chosen, criterion=one)
                return
            if state not in PASSES:
                left.append(one)
        if left:
            yield from self.walk(tuple(left), values, chosen)
        else:
            yield Verdict.MEETS, Case(answers=chosen, criterion=None)


def _answers(fact: Fact, criteria: Iterable[Criterion]) -> Iterator[Value]:
    """Yield an answer on every side of every limit; all of them for a choice."""
    if fact.kind == "choice":
        yield from (choice.value for choice in fact.choices)
    elif fact.kind != "number":
        yield from (True, False)
    else:
        compared = [
            leaf
            for one in criteria
            if fact.id in one.places
            for leaf in one.leaves
            if isinstance(leaf, Compare) and leaf.fact == fact.id
        ]
        for unit in fact.units:
            limits = {leaf.limit(unit.unit) for leaf in compared}
            for number in _numbers(unit, limits, fact.multiple_of):
                yield Quantity(number=number, unit=unit.unit)


def _numbers(unit: Unit, limits: Iterable[float], step: float | None) -> Iterator[float]:
    """Yield every limit that a number can be, and one number between each two."""
    inside = {limit for limit in limits if unit.low <= limit <= unit.high}
    marks = sorted({unit.low, unit.high, *inside})
    for mark in marks:
        if not step or mark % step == 0:
            yield mark
    for low, high in pairwise(marks):
        between = (low + high) / 2
        if step:
            lowest, highest = floor(low / step) + 1, ceil(high / step) - 1
            if lowest > highest:
                continue
            between = lowest * step
        yield between
