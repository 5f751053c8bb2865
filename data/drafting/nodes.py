"""The parts of a draft: rules with the places they were read from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from data.annotations.eligibility import (
    AllOf,
    AnyOf,
    AtLeast,
    Compare,
    Fact,
    Is,
    Not,
    Operator,
    Rule,
    Several,
)
from data.criteria.whom import Sex
from data.drafting.lexicon import EntryUnit, LexiconEntry


@dataclass(frozen=True, kw_only=True, order=True)
class Span:
    """A stretch of the criterion, as Python counts: `text[start:end]`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words that stand there."""
        return text[self.start : self.end]


@dataclass(frozen=True, kw_only=True)
class Stated:
    """What the sentence itself says of a number.

    Args:
        number: exactly as it was read.
        unit: in which unit; empty for a plain number.
        converted: the other units in which the rule has the limit, worked out exactly.
    """

    number: Fraction
    unit: str
    converted: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Node:
    """A rule with the place it was read from.

    Args:
        rule: of the annotations' own kind.
        span: where it stands in the criterion.
        parts: the nodes of the rules it is made of; none for a leaf.
        facts: of a leaf: what it asks about.
        stated: of a limit: what the sentence says.
        question: of a leaf: whether it only asks in the record's words.
    """

    rule: Rule
    span: Span
    parts: tuple[Node, ...] = ()
    facts: tuple[Fact, ...] = ()
    stated: Stated | None = None
    question: bool = False

    def leaves(self) -> Iterator[Node]:
        """Yield the leaves in the order of the sentence."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()

    @property
    def fact_ids(self) -> set[str]:
        """What its leaves ask about."""
        return {leaf.facts[0].id for leaf in self.leaves()}


def _around(parts: Sequence[Node]) -> Span:
    return Span(
        start=min(part.span.start for part in parts), end=max(part.span.end for part in parts)
    )


def _told(part: Node, before: Sequence[Node]) -> bool:
    return any(part.rule == one.rule for one in before)


def every(parts: Sequence[Node]) -> Node:
    """All of several nodes; what is said twice is said once."""
    parts = [part for place, part in enumerate(parts) if not _told(part, parts[:place])]
    if len(parts) == 1:
        return parts[0]
    rule = AllOf(all=tuple(part.rule for part in parts))
    return Node(rule=rule, span=_around(parts), parts=tuple(parts))


def some(parts: Sequence[Node]) -> Node:
    """At least one of several nodes."""
    if len(parts) == 1:
        return parts[0]
    rule = AnyOf(any=tuple(part.rule for part in parts))
    return Node(rule=rule, span=_around(parts), parts=tuple(parts))


def at_least(count: int, parts: Sequence[Node]) -> Node:
    """At least so many of several nodes."""
    if count == 1:
        return some(parts)
    rule = AtLeast(at_least=Several(n=count, of=tuple(part.rule for part in parts)))
    return Node(rule=rule, span=_around(parts), parts=tuple(parts))


def opposite(part: Node, start: int | None = None) -> Node:
    """The opposite of a node; its span begins where the negation stands."""
    span = part.span if start is None else Span(start=start, end=part.span.end)
    rule = Not.model_validate({"not": part.rule})
    return Node(rule=rule, span=span, parts=(part,))


def limit_node(
    entry: LexiconEntry, operator: Operator, number: Fraction, measure: EntryUnit, span: Span
) -> Node:
    """A limit on a number, in every unit that converts exactly into the one it was stated in."""
    family = entry.family(measure.family)
    in_first = number / measure.per_first
    limits = {one.unit: float(in_first * one.per_first) for one in family}
    limit = limits if len(family) > 1 else next(iter(limits.values()))
    others = tuple(one.unit for one in family if one.unit != measure.unit)
    fact = entry.fact(measure.family)
    return Node(
        rule=Compare.model_validate({"fact": fact.id, operator: limit}),
        span=span,
        facts=(fact,),
        stated=Stated(number=number, unit=measure.unit, converted=others),
    )


def choice_node(entry: LexiconEntry, values: Sequence[str], span: Span) -> Node:
    """An answer that is one of several steps of a scale."""
    content = {"is": values[0]} if len(values) == 1 else {"one_of": tuple(values)}
    rule = Is.model_validate({"fact": entry.id, **content})
    return Node(rule=rule, span=span, facts=(entry.fact(),))


def condition_node(entry: LexiconEntry, span: Span) -> Node:
    """Something that is so."""
    rule = Is.model_validate({"fact": entry.id, "is": True})
    return Node(rule=rule, span=span, facts=(entry.fact(),))


_SEX: Final = Fact.model_validate(
    {
        "id": "sex",
        "kind": "choice",
        "label": "Sex",
        "question": "Sex",
        "choices": [{"value": "female", "label": "female"}, {"value": "male", "label": "male"}],
    }
)


def sex_node(sex: Sex, span: Span) -> Node:
    """Of one sex."""
    return Node(rule=Is.model_validate({"fact": "sex", "is": sex}), span=span, facts=(_SEX,))


def question_node(text: str, words: str, span: Span) -> Node:
    """What was not understood, asked in the record's own words; it holds if it is so.

    Args:
        text: the whole criterion, so that the same words in another are another question.
        words: what is asked.
        span: where the words stand that were not understood.
    """
    digest = hashlib.sha256(f"{text}\n{words}".encode()).hexdigest()
    key = f"rest-{digest[:12]}"
    fact = Fact(
        id=key,
        kind="yes_no",
        label=words,
        question=f"Does this hold, as the record says it: {words}",
    )
    rule = Is.model_validate({"fact": key, "is": True})
    return Node(rule=rule, span=span, facts=(fact,), question=True)
