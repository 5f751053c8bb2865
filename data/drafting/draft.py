"""One criterion, drafted: its rule, where each part of it stands, and what was not understood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import Final

from data.annotations.eligibility import AllOf, Compare, Fact, Is, Rule
from data.criteria.kind import CriterionKind
from data.drafting.chosen import may_count
from data.drafting.lexicon import lexicon
from data.drafting.nodes import Node, Span, at_least, every, question_node
from data.drafting.normalise import Normalised, normalise
from data.drafting.segments import PointList, lines, listed, sentences
from data.drafting.sentence import Sentence
from data.drafting.tokens import Token, tokenise
from data.drafting.tree import Reading, read_sentence

_LONGEST: Final = 20_000  # signs; the registry allows criteria of about as many in all
_TWICE: Final = "two limits of one fact, perhaps for different people"
_GAP: Final = 2  # signs between words that are asked about in one go


class DraftClass(StrEnum):
    """How much of a criterion a draft understood."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    NOT_UNDERSTOOD = "not understood"


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a program has read out of one criterion; nobody has reviewed it.

    Args:
        text: the criterion, verbatim.
        kind: the heading it stands under: its rule says for an inclusion what must hold, else what
            excludes.
        node: the rule with the place of each of its parts; None where nothing was understood.
        not_understood: the places of the words that are not in the rule.
        why: why nothing was drafted although something was understood.
    """

    text: str
    kind: CriterionKind
    node: Node | None = None
    not_understood: tuple[Span, ...] = ()
    why: str | None = None

    @property
    def rule(self) -> Rule | None:
        """The rule, of the annotations' own kind."""
        return self.node.rule if self.node else None

    @property
    def draft_class(self) -> DraftClass:
        """How much was understood."""
        if self.node is None:
            return DraftClass.NOT_UNDERSTOOD
        return DraftClass.PARTIAL if self.not_understood else DraftClass.COMPLETE

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What the rule asks about, each once, in the order of the sentence."""
        if self.node is None:
            return ()
        facts = (fact for leaf in self.node.leaves() for fact in leaf.facts)
        return tuple({fact.id: fact for fact in facts}.values())


@lru_cache(maxsize=4096)
def draft_criterion(text: str, kind: CriterionKind) -> Draft:
    """Draft a rule for one criterion, as far as it is understood without doubt.

    Args:
        text: the criterion, verbatim; nested points on lines of their own.
        kind: the heading it stands under; nothing is drafted where that is not stated, because
            nobody says then which way the criterion counts.
    """
    kind = CriterionKind(kind)
    nothing = Draft(text=text, kind=kind, not_understood=_whole(text))
    if kind == CriterionKind.UNSTATED or len(text) > _LONGEST:
        return nothing
    normalised = normalise(text)
    parts = lines(tokenise(normalised.text))
    if not parts:
        return nothing
    found = listed(parts)
    reading = _read_list(found, normalised, kind) if found else _read_all(parts, normalised, kind)
    if reading.node is None:
        return Draft(text=text, kind=kind, not_understood=_whole(text), why=reading.why)
    if _says_twice(reading.node) or _names_again(reading, normalised):
        return Draft(text=text, kind=kind, not_understood=_whole(text), why=_TWICE)
    node = reading.node
    rest = _stretches(_side_by_side(reading.rest), [leaf.span for leaf in node.leaves()])
    if rest:
        words = " … ".join(span.of(text).strip() for span in rest)
        span = Span(start=rest[0].start, end=rest[-1].end)
        node = every((node, question_node(text, words, span)))
    asked_within = (leaf.span for leaf in reading.node.leaves() if leaf.question)
    left = _side_by_side([*rest, *asked_within])
    return Draft(text=text, kind=kind, node=node, not_understood=left)


def _says_twice(node: Node) -> bool:
    """Whether two parts that must both hold limit one fact in one direction, or name it twice.

    `19 to 28; for those on treatment 19 to 29` is meant for different people, and so is what
    nobody can fulfil: `the stout (BMI > 30) and the slender (BMI < 25)`.
    """
    limits: dict[tuple[str, str], Rule] = {}
    numbers: dict[tuple[str, str], float] = {}
    for leaf in _together(node):
        rule = leaf.rule
        if isinstance(rule, Compare):
            key = rule.fact, "from" if rule.operator in ("at_least", "above") else "to"
            numbers[key] = rule.limit(leaf.facts[0].units[0].unit)
        elif isinstance(rule, Is) and not isinstance(rule.wanted, bool):
            key = rule.fact, ""
        else:
            continue
        if limits.setdefault(key, rule) != rule:
            return True
    return any(
        side == "from" and number > numbers.get((fact, "to"), number)
        for (fact, side), number in numbers.items()
    )


def _names_again(reading: Reading, normalised: Normalised) -> bool:
    """Whether what was not understood has a further number of a fact that was."""
    assert reading.node is not None
    drafted = reading.node.fact_ids
    spans = (span.of(normalised.source) for span in _side_by_side(reading.rest))
    left = [tokenise(normalise(text).text) for text in spans]
    for tokens in left:
        if any(token.kind == "number" for token in tokens):
            names = (lexicon().numbers.at(tokens, place) for place in range(len(tokens)))
            if any(name and name[0].fact_ids & drafted for name in names):
                return True
    # `Adults: ≥ 18 years; adolescents: 12-17 years`
    return "age" in drafted and any(map(_has_years, left)) and any(map(_has_young, left))


def _has_young(tokens: Sequence[Token]) -> bool:
    young = lexicon().words["young"]
    return any(young.has(tokens, place) for place in range(len(tokens)))


def _has_years(tokens: Sequence[Token]) -> bool:
    return any(
        token.kind == "number" and following.text in ("years", "year", "yrs", "months")
        for token, following in pairwise(tokens)
    )


def _together(node: Node) -> Iterator[Node]:
    """The leaves that must all hold."""
    if isinstance(node.rule, AllOf):
        for part in node.parts:
            yield from _together(part)
    elif not node.parts:
        yield node


def _whole(text: str) -> tuple[Span, ...]:
    return (Span(start=0, end=len(text)),) if text else ()


def _read_all(
    parts: Sequence[tuple[Token, ...]], normalised: Normalised, kind: CriterionKind
) -> Reading:
    """Read every sentence: for an inclusion all of them must hold."""
    found = [
        _read(sentence, normalised, kind)
        for part in parts
        for sentence in sentences(
            part, at_semicolons=kind == CriterionKind.INCLUSION and not may_count(part)
        )
    ]
    nodes = [reading.node for reading in found if reading.node is not None]
    why = next((reading.why for reading in found if reading.why), None)
    if not nodes:
        return Reading(node=None, why=why)
    if len(found) > 1 and any(reading.turns for reading in found):
        return Reading(node=None, why="a sentence beside it that may turn it round")
    if kind == CriterionKind.EXCLUSION and sum(bool(one.node or one.rest) for one in found) > 1:
        return Reading(node=None, why="several sentences that may belong together")
    rest = tuple(span for reading in found for span in reading.rest)
    return Reading(node=every(nodes), rest=rest)


def _read(tokens: tuple[Token, ...], normalised: Normalised, kind: CriterionKind) -> Reading:
    return read_sentence(Sentence(tokens, normalised, lexicon(), kind))


def _read_list(found: PointList, normalised: Normalised, kind: CriterionKind) -> Reading:
    """Read a list of which some or all must hold; every point must be understood whole."""
    readings = [_read_all([point], normalised, kind) for point in found.points]
    nodes = [reading.node for reading in readings if reading.node and not reading.rest]
    if len(nodes) < len(readings):
        return Reading(node=None, why="an alternative that is not understood")
    if found.least is None:
        return Reading(node=every(nodes))
    if found.least > len(nodes):
        return Reading(node=None, why="a list with fewer points than it asks for")
    return Reading(node=at_least(found.least, nodes))


def _side_by_side(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Join the places of words that stand side by side."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start - joined[-1].end <= _GAP:
            joined[-1] = Span(start=joined[-1].start, end=max(span.end, joined[-1].end))
        else:
            joined.append(span)
    return tuple(joined)


def _stretches(rest: Sequence[Span], read: Sequence[Span]) -> tuple[Span, ...]:
    """Join what was not understood: what stands between belongs to it, unless it was read."""
    stretches = list(rest[:1])
    for span in rest[1:]:
        before = stretches[-1]
        if any(before.end <= one.start < span.start for one in read):
            stretches.append(span)
        else:
            stretches[-1] = Span(start=before.start, end=max(before.end, span.end))
    return tuple(stretches)
