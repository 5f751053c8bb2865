"""Measures of one thing with an `or` between them: `SBP > 160 or DBP > 95 mmHg`."""

from __future__ import annotations

from collections.abc import Iterable

from data.drafting.nodes import some
from data.drafting.sentence import Sentence, SentencePart


def with_kin(sentence: Sentence, elements: Iterable[SentencePart]) -> list[SentencePart]:
    """Make one element of such measures: what stands around them is said of both."""
    made: list[SentencePart] = []
    held: list[SentencePart] = []  # alternatives so far, and what stands between and behind them
    last = -1  # the place of the last alternative among these
    joined = ""  # the connective before it
    for element in elements:
        if held and _may_stand_between(element):
            held.append(element)
            continue
        joins = {one.kind for one in held[last + 1 :]} & {"or", "comma"}
        kin = _kin(sentence, element) if element.kind == "atom" else None
        # `A, B, or C` is one list: nothing is made of its last two.
        listed = len(joins) > 1 and bool(made) and made[-1].kind == "comma"
        same = kin and held and kin == _kin(sentence, held[last]) and _new(held, element)
        if joins and same and not listed:
            joined = "or" if "or" in joins else "comma"
        else:
            made += _one(held, last, joined)
            held, joined = [], ""
        if element.kind == "atom":
            held.append(element)
            last = len(held) - 1
        else:
            made.append(element)
    return [*made, *_one(held, last, joined)]


def _may_stand_between(element: SentencePart) -> bool:
    at_a_time = element.kind == "time" and element.bounds is None
    return at_a_time or element.kind in ("or", "comma", "filler")


def _kin(sentence: Sentence, element: SentencePart) -> str | None:
    """What an element measures; None for several things, and for ages, whose people differ."""
    assert element.node is not None
    facts = element.node.fact_ids
    kin = {sentence.lexicon.kin.get(fact, fact) for fact in facts}
    return None if len(kin) > 1 or "age" in kin else kin.pop()


def _new(held: list[SentencePart], element: SentencePart) -> bool:
    """Whether an element measures something that those before it do not.

    `BMI > 30 or BMI > 27 with gout`: what stands behind is said of the last one only.
    """
    return not _facts(element) & {fact for one in held for fact in _facts(one)}


def _facts(element: SentencePart) -> set[str]:
    return element.node.fact_ids if element.node else set()


def _one(held: list[SentencePart], last: int, joined: str) -> list[SentencePart]:
    """One element for alternatives of which the last two have an `or` between them."""
    if joined != "or":
        return held
    nodes = [one.node for one in held[: last + 1] if one.node is not None]
    whole = SentencePart(kind="atom", start=held[0].start, end=held[last].end, node=some(nodes))
    return [whole, *held[last + 1 :]]
