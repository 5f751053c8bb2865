"""Drafts in the checklist: which criteria have one, and where one parts from a record's field.

A draft decides nothing. It adds what it asks about to the questions, and says what it would do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil, floor
from typing import Final

from data.annotations.eligibility import (
    OPPOSITE,
    AllOf,
    AnyOf,
    Compare,
    Disagreement,
    Fact,
    Is,
    RecordDisagrees,
    Rule,
    Statement,
    leaves,
    parts,
)
from data.criteria.headings import is_heading
from data.criteria.kind import CriterionKind
from data.criteria.splitting import CriterionText
from data.drafting import Draft, draft_criterion

_LOWER = ("at_least", "above")
_OTHER: Final[Mapping[bool | str, bool | str]] = {
    True: False,
    False: True,
    "female": "male",
    "male": "female",
}


def draft_of(text: CriterionText) -> Draft | None:
    """Draft a criterion; None where nothing was understood.

    A criterion of one group, or led in to by a line that says more than its heading does, is not
    drafted: what stands around it may change what it says.
    """
    if text.cohort or (text.lead_in and not only_leads_in(text.lead_in, text.kind)):
        return None
    draft = draft_criterion(text.text, text.kind)
    return draft if draft.rule is not None else None


def only_leads_in(line: str, kind: CriterionKind) -> bool:
    """Whether a line says no more than the heading: `General criteria:`, `Patients must meet:`.

    What welcomes people may stand among the exclusions only with a `not`, and only there.
    """
    words = frozenset(re.findall(r"\w+", line.casefold()))
    if is_heading(line):
        return True
    if kind == CriterionKind.INCLUSION:
        return words <= _LEADING | _WELCOMING | _OF_ALL
    turned = "not" in words
    return turned == bool(words & _WELCOMING) and words <= _LEADING | _WELCOMING | _OF_ANY


_LEADING = frozenset(
    {
        *("general", "specific", "disease", "cancer", "tumor", "tumour", "study", "medical"),
        *("laboratory", "safety", "key", "main", "other", "additional", "criteria", "criterion"),
        *("trial", "conditions", "patient", "patients", "subject", "subjects", "participant"),
        *("participants", "individuals", "person", "persons", "people", "protocol", "must"),
        *("should", "shall", "will", "may", "can", "the", "this", "these", "be", "to", "in", "for"),
        *("of", "if", "when", "they", "who", "has", "have", "had", "with", "meet", "meets", "met"),
        *("meeting", "fulfil", "fulfill", "fulfils", "fulfills", "fulfilled", "satisfy", "applied"),
        *("satisfied", "apply", "applies", "following", "below", "listed", "are", "is", "as"),
        *("follows", "and"),
    }
)
_WELCOMING = frozenset(
    {"inclusion", "included", "eligible", "enrolled", "enter", "entered", "participate"}
)
_OF_ALL = frozenset({"all", "each"})
_OF_ANY = frozenset(
    {"exclusion", "excluded", "ineligible", "not", "any", "one", "or", "more", "at", "least"}
)


def asked_by(draft: Draft) -> tuple[Fact, ...]:
    """What a draft asks about; what it did not understand is asked with the whole criterion."""
    assert draft.node is not None
    facts = (leaf.facts[0] for leaf in draft.node.leaves() if not leaf.question)
    return tuple({fact.id: fact for fact in facts}.values())


def fits(draft: Draft, known: Mapping[str, Fact]) -> bool:
    """Whether each fact of a draft is asked as the same fact is elsewhere in the checklist."""
    return all(_answers(fact) == _answers(known.get(fact.id, fact)) for fact in asked_by(draft))


def _answers(fact: Fact) -> tuple[str, frozenset[str]]:
    names = [unit.unit for unit in fact.units] + [choice.value for choice in fact.choices]
    return fact.kind, frozenset(names)


@dataclass(frozen=True, kw_only=True)
class SentenceReading:
    """What a sentence of the record says, to be weighed against its fields.

    Args:
        name: of the criterion.
        text: the record's own words.
        rule: what they were read as.
        excludes: whether the rule says who is out.
    """

    name: str
    text: str
    rule: Rule
    excludes: bool = False

    @property
    def must_hold(self) -> Iterator[Rule]:
        """What each person who takes part must be, a limit at a time."""
        if not self.excludes:
            yield from _together(self.rule)
            return
        for part in parts(self.rule) if isinstance(self.rule, AnyOf) else (self.rule,):
            if isinstance(part, Compare):
                limit = {"fact": part.fact, OPPOSITE[part.operator]: getattr(part, part.operator)}
                yield Compare.model_validate(limit)
            elif isinstance(part, Is) and len(part.values) == 1 and part.values[0] in _OTHER:
                yield Is.model_validate({"fact": part.fact, "is": _OTHER[part.values[0]]})


def against_field(
    field: Rule, said: str, readings: Iterable[SentenceReading]
) -> RecordDisagrees | None:
    """Weigh a field of the record against what its sentences say of the same fact.

    Args:
        field: the rule of the field.
        said: the field, as it is worded.
        readings: of each criterion of everybody.

    Returns:
        A rule on which the record disagrees with itself; None where no sentence says otherwise.
    """
    told = [
        (reading, limit)
        for reading in readings
        for limit in reading.must_hold
        if _same_side(field, limit) and not (reading.excludes and _is_wider(limit, field))
    ]
    # Criteria may name other ages too, of a subgroup: only when none fits is it said.
    if not told or any(_agree(field, limit) for _, limit in told):
        return None
    if not isinstance(field, Compare) and _agree(field, AnyOf(any=tuple(one for _, one in told))):
        return None  # `Men from 40`, `Women from 50`
    reading, limit = told[0]
    says = Statement(rule=field, quote=said, where="the record’s fields")
    but = Statement(rule=limit, quote=reading.text, where=reading.name)
    return RecordDisagrees(record_disagrees=Disagreement(says=says, but=but))


def _together(rule: Rule) -> Iterator[Rule]:
    """The parts that must all hold."""
    if isinstance(rule, AllOf):
        for part in parts(rule):
            yield from _together(part)
    else:
        yield rule


def _same_side(one: Rule, other: Rule) -> bool:
    """Whether two rules limit one fact in the same direction, or both choose among its answers."""
    if isinstance(one, Compare) and isinstance(other, Compare):
        sides = (one.operator in _LOWER) == (other.operator in _LOWER)
        return one.fact == other.fact and sides
    answers, others = _answers_of(one), _answers_of(other)
    return bool(answers and others) and answers.keys() == others.keys()


def _answers_of(rule: Rule) -> dict[str, set[bool | str]]:
    """The answers to the one fact that a rule chooses among; none for any other rule."""
    found: dict[str, set[bool | str]] = {}
    for leaf in leaves(rule) if isinstance(rule, AnyOf) else (rule,):
        if not isinstance(leaf, Is):
            return {}
        found.setdefault(leaf.fact, set()).update(leaf.values)
    return found if len(found) == 1 else {}


def _agree(field: Rule, limit: Rule) -> bool:
    """Whether a sentence says what a field says, of ages in whole years.

    "Older than 18" begins at 19 for some and on the 18th birthday for others: both agree.
    """
    if isinstance(field, Compare) and isinstance(limit, Compare):
        return not _firsts(field).isdisjoint(_firsts(limit))
    (wanted,), (said,) = _answers_of(field).values(), _answers_of(limit).values()
    # A study that takes healthy volunteers may take nobody else.
    return wanted == said or (wanted == {True, False} and True in said)


def _is_wider(limit: Rule, field: Rule) -> bool:
    """Whether a limit lets in everybody whom a field does: an exclusion may be of fewer."""
    if isinstance(field, Compare) and isinstance(limit, Compare):
        if limit.operator in _LOWER:
            return max(_firsts(limit)) < min(_firsts(field))
        return min(_firsts(limit)) > max(_firsts(field))
    return False


def _firsts(limit: Compare) -> set[int]:
    """The first whole number from which a limit holds, or from which it no longer does."""
    number = limit.limit("")  # an age is asked in one unit
    if limit.operator == "above":
        return {floor(number), floor(number) + 1}
    return {floor(number) + 1 if limit.operator == "at_most" else ceil(number)}
