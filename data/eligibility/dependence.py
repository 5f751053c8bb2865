"""What hangs on an answer: which questions it brings up, and on which criteria it tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from data.annotations.eligibility import Fact, facts_of
from data.eligibility.calculators import asked_with_calculators, calculator_of
from data.eligibility.checklist import Checklist
from data.eligibility.windows import PLANNED


def brought_up(facts: Iterable[Fact]) -> dict[str, tuple[Fact, ...]]:
    """The facts that matter only after certain answers to another, by the id of that one."""
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        for gate in facts_of(fact.asked_if) if fact.asked_if else ():
            found[gate].append(fact)
    return {gate: tuple(gated) for gate, gated in found.items()}


def told_on_by(checklist: Checklist) -> dict[str, frozenset[str]]:
    """The facts whose answers can tell on what is said of a criterion, by the id of the criterion.

    Rather too many than one too few: whatever hangs together in any way is among them.
    """
    facts = {fact.id: fact for fact in asked_with_calculators(checklist.facts)}
    related = {key: _related(fact) & facts.keys() for key, fact in facts.items()}
    for gate, gated in brought_up(checklist.facts).items():
        related[gate] |= {fact.id for fact in gated}
    return {item.id: _all_from(item.facts, related) for item in checklist.criteria}


def _related(fact: Fact) -> set[str]:
    """The facts that a fact is asked after, is worked out from, or is counted to."""
    found = set(facts_of(fact.asked_if)) if fact.asked_if else set()
    if tool := calculator_of(fact):
        found |= {*(one.id for one in tool.facts), *tool.uses}
    if fact.counted_to:
        found.add(PLANNED[fact.counted_to].id)
    return found


def _all_from(start: Iterable[str], related: Mapping[str, set[str]]) -> frozenset[str]:
    found: set[str] = set()
    left = set(start)
    while left:
        found |= left
        left = {other for one in left for other in related[one]} - found
    return frozenset(found)
