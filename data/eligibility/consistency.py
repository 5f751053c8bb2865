"""What answers say of one another: what follows from them, and which cannot both be right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from data.annotations.eligibility import AllOf, Fact, Is, Rule, facts_of
from data.eligibility.answers import NOT_YET, Quantity, Value, answer_in_words
from data.eligibility.evaluate import evaluate


def reconcile(
    facts: Iterable[Fact], values: Mapping[str, Value]
) -> tuple[dict[str, Value], dict[str, str]]:
    """Add what follows from the answers, and leave out those that contradict each other.

    Whoever is in an NYHA class has heart failure, whether or not that has been answered
    (`Fact.presupposes`). Of a man who is pregnant neither answer is used.

    Returns:
        The values, and for each answer that is not used one sentence, by fact id.
    """
    known = {fact.id: fact for fact in facts}
    presupposing = [fact for fact in known.values() if fact.presupposes]
    whole = _with_what_follows(presupposing, values)
    problems: dict[str, str] = {}
    for fact in presupposing:
        if _presupposes(fact, whole) and evaluate(_needed(fact), whole).truth is False:
            others = [known[other] for other in facts_of(_needed(fact)) if other in whole]
            told = ", ".join(f"“{one.label}: {answer_in_words(one, whole)}”" for one in others)
            said = f"“{fact.label}: {answer_in_words(fact, whole)}” contradicts {told}"
            for one in (fact, *others):
                problems[one.id] = f"{said}; until one of them is corrected, neither is used."
    if not problems:
        return whole, {}
    left = {key: value for key, value in values.items() if key not in problems}
    rest, more = reconcile([fact for fact in known.values() if fact.id not in problems], left)
    return rest, {**problems, **more}


def _needed(fact: Fact) -> Rule:
    assert fact.asked_if is not None  # held by the annotation
    return fact.asked_if


def _presupposes(fact: Fact, values: Mapping[str, Value]) -> bool:
    """Whether the answer to a fact that presupposes another says that it matters: any but `no`, and
    but nothing of something."""
    value = values.get(fact.id)
    if value in (None, False, NOT_YET):
        return False
    return not (isinstance(value, Quantity) and value.number == 0)


def _with_what_follows(facts: Iterable[Fact], values: Mapping[str, Value]) -> dict[str, Value]:
    whole = dict(values)
    for fact in facts:
        if _presupposes(fact, values):
            for leaf in certain(_needed(fact)):
                whole.setdefault(leaf.fact, leaf.values[0])
    return whole if len(whole) == len(values) else _with_what_follows(facts, whole)


def certain(rule: Rule) -> Iterator[Is]:
    """Yield the leaves that must hold if the rule does, and leave one answer."""
    if isinstance(rule, Is) and len(rule.values) == 1:
        yield rule
    elif isinstance(rule, AllOf):
        for part in rule.all:
            yield from certain(part)
