"""The limits that a criterion sets for a number, as a table has them: `≥ 10% and ≤ 55%`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from data.annotations.eligibility import Compare, Fact, Operator, leaves
from data.eligibility.answers import with_unit
from data.eligibility.checklist import Criterion

SIGNS: Final[Mapping[Operator, str]] = {"at_least": "≥", "above": ">", "at_most": "≤", "below": "<"}


def limits(criterion: Criterion, fact: Fact) -> str:
    """Write the limits that the rule of a criterion names for a fact, in every unit.

    Returns:
        Each once, in the order of the rule; empty for a fact that is no number.
    """
    named = [
        limit_in_words(leaf, fact)
        for leaf in leaves(criterion.rule)
        if isinstance(leaf, Compare) and leaf.fact == fact.id
    ]
    return ", ".join(dict.fromkeys(named))


def limit_in_words(leaf: Compare, fact: Fact) -> str:
    """Write a limit in every unit of the record: `≥ 8 g/dL or ≥ 5 mmol/L`."""
    return " or ".join(
        f"{SIGNS[leaf.operator]} {with_unit(leaf.limit(unit.unit), unit.unit)}"
        for unit in fact.record_units
    )
