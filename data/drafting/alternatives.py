"""An `or`, an `unless` or a bracket between two whole clauses of which one is understood.

The other is asked in the record's own words: `ALT ≤ 3 x ULN (≤ 5 x ULN if the liver is affected)`
holds if the first limit does, or if what stands in the brackets does. Nothing is drafted where it
is not plain how far either clause reaches: beside an `and`, in a list, below a negation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate, groupby, pairwise
from typing import Final

from data.annotations.eligibility import Compare
from data.drafting.limits import FOR_SOME
from data.drafting.nodes import Node, every, opposite, question_node, some
from data.drafting.sentence import JOINS, PEOPLE, Sentence, SentencePart
from data.drafting.subjects import of_others
from data.drafting.times import TIME_UNITS

_LOWER: Final = frozenset({"at_least", "above"})
_NUMBERED: Final = frozenset({"type", "grade", "stage", "phase", "class", "group", "cycle", "day"})
# `Except for` may take people out of the study; `except in` only out of reach of the limit.
_EXEMPTS: Final = frozenset({"in", "if", "when", "where", "with"})
_COMPARING: Final = frozenset(
    {
        *("equivalent", "equal", "equals", "similar", "higher", "lower", "greater", "less", "more"),
        *("above", "below", "over", "under", "older", "younger", "better", "worse", "longer"),
        *("shorter", "both", "than", "its"),
    }
)
_DEPENDS: Final = frozenset(
    {"with", "who", "which", "that", "by", "from", "due", "because", "including", "without"}
)
ReadAlternative = Callable[[Sentence, Sequence[SentencePart]], Node | None]


def with_asides(sentence: Sentence, elements: Sequence[SentencePart]) -> list[SentencePart]:
    """Make one limit of a limit and what stands in brackets behind it for other people.

    `≥ 90 g/L (or transfused)`, `≤ 3 x ULN (≤ 5 x ULN if …)`, `> 3 x ULN (unless …)`.
    """
    made: list[SentencePart] = []
    place = 0
    while place < len(elements):
        element = elements[place]
        place += 1
        if element.kind == "atom" and (node := _or_of_age(sentence, element, elements[place:])):
            made.append(replace(element, end=elements[-1].end, node=node))
            break
        close = _closes(elements, place) if element.kind == "atom" else None
        if close is None:
            made.append(element)
            continue
        node = _aside(sentence, made, element, elements[place + 1 : close])
        if node is None:
            made.append(element)
            continue
        made.append(replace(element, end=elements[close].end, node=node))
        place = close + 1
    return made


def _or_of_age(
    sentence: Sentence, limit: SentencePart, behind: Sequence[SentencePart]
) -> Node | None:
    """`≥ 18 years or of legal age`, to the end: what the law of a country says of the same age."""
    if behind and behind[0].kind == "comma":
        behind = behind[1:]
    if len(behind) < 2 or behind[0].kind != "or" or limit.node is None or not _is_age(limit.node):
        return None
    others = {one.kind for one in behind[1:]} & {*JOINS, "atom", "stop", "not"}
    start, end = behind[0].end, behind[-1].end
    if others or not _of_legal_age(sentence, start, end):
        return None
    return some((limit.node, _question(sentence, start, end)))


def _of_legal_age(sentence: Sentence, start: int, end: int) -> bool:
    return any(sentence.has("legal_age", place) for place in range(start, end))


def _closes(elements: Sequence[SentencePart], place: int) -> int | None:
    """Where the bracket that opens at a place closes."""
    if place >= len(elements) or elements[place].kind != "open":
        return None
    depth = 0
    for ahead in range(place, len(elements)):
        depth += {"open": 1, "close": -1}.get(elements[ahead].kind, 0)
        if not depth:
            return ahead
    return None


def _aside(
    sentence: Sentence,
    before: Sequence[SentencePart],
    limit: SentencePart,
    inside: Sequence[SentencePart],
) -> Node | None:
    """A limit and what stands in brackets behind it, if that is for other people only."""
    assert limit.node is not None
    first = inside[0] if inside else None
    if first is None or not any(one.kind in ("rest", "stop") for one in inside):
        return None  # nothing, or all of it is understood
    said = sentence.text(first.start)
    if of_others(sentence, inside[-1].end + 1):
        return None  # `(or transfused) of the donor`
    others = [one.node for one in before if one.kind == "atom" and one.node]
    if first.kind == "stop" and said in ("unless", "except"):
        if others:
            return None  # is it said of the limit before as well?
        behind = first.start + 1
        return _exempt(sentence, limit.node, behind, inside[-1].end)
    start = first.end if first.kind == "or" else first.start
    if start >= inside[-1].end:
        return None
    for_some = sentence.limits.begins(start) and sentence.limits.for_some(limit.end)
    if not for_some and (first.kind != "or" or others):
        return None
    if _alike(limit.node, others):
        return None
    asked = _beyond(sentence, limit.node, start, inside[-1].end)
    return asked and some((limit.node, asked))


def _alike(limit: Node, others: Sequence[Node]) -> bool:
    """Whether an earlier limit is the same number, so that a further one may be for both."""
    own = {(leaf.stated.number, leaf.stated.unit) for leaf in limit.leaves() if leaf.stated}
    leaves = (leaf for node in others for leaf in node.leaves() if leaf.stated)
    return any((leaf.stated.number, leaf.stated.unit) in own for leaf in leaves if leaf.stated)


def _exempt(sentence: Sentence, limit: Node, start: int, end: int) -> Node | None:
    """`A unless B`: B lets a person in whom A would keep out, under either heading."""
    while sentence.text(start) in (":", ","):
        start += 1
    if start >= end or not _may_be_exempt(sentence, limit):
        return None
    asked = _question(sentence, start, end)
    if not sentence.excludes:
        units = {leaf.stated.unit for leaf in limit.leaves() if leaf.stated}
        own = [one for one in _amounts(sentence, start, end) if one.unit in units]
        wider = all(_is_wider(leaf, one) for leaf in limit.leaves() for one in own)
        return some((limit, asked)) if wider else None
    if any(sentence.tokens[place].kind == "number" for place in range(start, end)):
        return None  # another limit for whom it is: to be exempt is not enough
    return every((limit, opposite(asked)))


def _may_be_exempt(sentence: Sentence, limit: Node) -> bool:
    """Whether an exception lets in: of an age or a condition it may say who is left out."""
    limits = all(isinstance(leaf.rule, Compare) for leaf in limit.leaves())
    return sentence.excludes or (limits and not _is_age(limit))


def _beyond(sentence: Sentence, limit: Node, start: int, end: int) -> Node | None:
    """What words behind a limit say, if they let through more than it does."""
    for_people = _names_people(sentence, start, end) and not _of_legal_age(sentence, start, end)
    if not sentence.excludes and _is_age(limit) and for_people:
        return None
    return _question(sentence, start, end) if _goes_further(sentence, limit, start, end) else None


def _question(sentence: Sentence, start: int, end: int, till: int | None = None) -> Node:
    """Ask in the record's words; they may go on to a place with what was understood."""
    source = sentence.normalised.source
    words = sentence.span(start, till or end).of(source).strip()
    return question_node(source, words, sentence.span(start, end))


def _is_age(limit: Node) -> bool:
    return any(fact.split("_")[0] == "age" for fact in limit.fact_ids)


def _names_people(sentence: Sentence, start: int, end: int) -> bool:
    kinds = ("people", "female", "male", "young", "everybody")
    return any(sentence.has(kind, place) for place in range(start, end) for kind in kinds)


def _goes_further(sentence: Sentence, limit: Node, start: int, end: int) -> bool:
    """Whether what words say of the same fact lets through more than a limit does.

    `Hb ≥ 12 g/dL (≥ 13 g/dL in men)` is no wider for men: the first limit is not theirs.
    """
    leaves = [leaf for leaf in limit.leaves() if not leaf.question]
    if any(not isinstance(leaf.rule, Compare) for leaf in leaves):
        return not any(token.kind == "number" for token in sentence.tokens[start:end])
    units = {leaf.stated.unit for leaf in leaves if leaf.stated}
    amounts = [one for one in _amounts(sentence, start, end) if units & TIME_UNITS or not one.timed]
    of_same = (
        sentence.text(start) in FOR_SOME
        or sentence.limits.begins(start)
        or any(one.unit in units for one in amounts)
        or any(_names_one_of(sentence, leaves, place) for place in range(start, end))
    )
    return not of_same or all(_is_wider(leaf, one) for leaf in leaves for one in amounts)


@dataclass(frozen=True, kw_only=True)
class _AskedNumber:
    """A number in words that are asked; without an operator it has the one of the limit."""

    number: Fraction | None
    unit: str | None
    operator: str | None = None

    @property
    def timed(self) -> bool:
        return self.unit in TIME_UNITS


def _amounts(sentence: Sentence, start: int, end: int) -> Iterator[_AskedNumber]:
    place = start
    while place < end:
        token = sentence.tokens[place]
        bounds = sentence.limits.at(place)
        bare = sentence.limits.bare(place, "at_most") if token.kind == "number" else None
        found = bounds or bare
        for one in found.limits if found else ():
            number = one.numbers[0] if len(one.numbers) == 1 else None
            yield _AskedNumber(
                number=number, unit=one.unit, operator=one.operator if bounds else None
            )
        if not found and token.kind == "number":
            yield _AskedNumber(number=None, unit=None)
        place = max(place + 1, found.end if found else 0)


def _names_a_fact(sentence: Sentence, words: SentencePart) -> bool:
    """Whether words name what a limit could be of: `> 3 x ULN or total bilirubin`."""
    places = range(words.start, words.end)
    found = (sentence.lexicon.numbers.at(sentence.tokens, place) for place in places)
    return any(one and one[0].id != "age" for one in found)  # `or of legal age`


def _names_one_of(sentence: Sentence, leaves: Sequence[Node], place: int) -> bool:
    found = sentence.lexicon.numbers.at(sentence.tokens, place)
    return found is not None and any(leaf.facts[0].id in found[0].fact_ids for leaf in leaves)


def _is_wider(leaf: Node, amount: _AskedNumber) -> bool:
    """Whether an amount lies beyond a limit, in the limit's own direction."""
    rule, stated = leaf.rule, leaf.stated
    if not isinstance(rule, Compare) or stated is None or amount.number is None:
        return False
    lower = rule.operator in _LOWER
    same_way = amount.operator is None or (amount.operator in _LOWER) == lower
    further = amount.number < stated.number if lower else amount.number > stated.number
    return same_way and further and amount.unit == stated.unit


# `A or B`, of which one is understood.


def exception(
    sentence: Sentence, elements: Sequence[SentencePart], read: ReadAlternative
) -> Node | None:
    """`A unless B` up to the end of the sentence: A understood whole, B asked as it is."""
    places = [place for place, element in enumerate(elements) if element.kind == "stop"]
    if len(places) != 1 or not places[0]:
        return None
    before, stop, behind = elements[: places[0]], elements[places[0]], elements[places[0] + 1 :]
    said, following = sentence.text(stop.start), sentence.text(stop.start + 1)
    if said != "unless" and not (said == "except" and following in _EXEMPTS):
        return None
    if any(one.kind in ("open", "close", "not", "atom", "and", "semicolon") for one in behind):
        return None
    if behind and behind[-1].kind in JOINS:
        return None
    if before[-1].kind == "comma":
        before = before[:-1]
    if not before or before[-1].kind in JOINS:
        return None
    limit = _Stretch(joint="", elements=tuple(before)).limit
    if limit is None and sentence.excludes and said == "unless":
        limit = read(sentence, before)
    return limit and _exempt(sentence, limit, stop.start + 1, elements[-1].end)


def alternatives(
    sentence: Sentence, elements: Sequence[SentencePart], read: ReadAlternative
) -> Node | None:
    """`A or B` as one of both, where it is plain how far each of them reaches."""
    depths = list(accumulate({"open": 1, "close": -1}.get(one.kind, 0) for one in elements))
    if not depths or depths[-1] or min(depths) < 0:
        return None
    top = [one.kind if not depth else "" for one, depth in zip(elements, depths, strict=True)]
    if "or" not in top or any(one.kind == "choosing" for one in elements):
        return None
    source = sentence.normalised.text[sentence.tokens[0].start : sentence.tokens[-1].end]
    if "\n" in source:
        return None  # an `or` between two points
    serial = any(one == ("comma", "or") for one in pairwise(top))
    sides = _split(elements, top, frozenset({"or"}))
    listed = serial or sentence.excludes
    items = _split(elements, top, frozenset({"or", "comma"})) if listed else sides
    if not all(side.elements for side in (*sides, *items)) or elements[-1].kind == "not":
        return None
    for nodes in (
        _labelled(sentence, sides, read),
        _in_brackets(sentence, sides, read),
        _plain(sentence, items),
    ):
        if nodes:
            return some(nodes)
    return None


@dataclass(frozen=True, kw_only=True)
class _Stretch:
    """What stands between two connectives, and the one before it."""

    joint: str
    elements: tuple[SentencePart, ...]

    @property
    def start(self) -> int:
        return self.elements[0].start

    @property
    def end(self) -> int:
        return self.elements[-1].end

    @property
    def outside(self) -> Iterator[SentencePart]:
        """The elements that stand in no bracket."""
        depth = 0
        for element in self.elements:
            depth -= element.kind == "close"
            if not depth and element.kind != "close":
                yield element
            depth += element.kind == "open"

    @property
    def limit(self) -> Node | None:
        """The one limit of a side that has nothing else, and nothing behind it."""
        *before, last = self.elements
        alone = last.kind == "atom" and all(one.kind == "filler" for one in before)
        return last.node if alone else None


def _split(
    elements: Sequence[SentencePart], top: Sequence[str], joints: frozenset[str]
) -> list[_Stretch]:
    """Part a sentence at some connectives; a comma before an `or` is one with it."""
    sides: list[_Stretch] = []
    joint, start = "", 0
    for place, kind in enumerate((*top, "or")):
        if kind not in joints and place < len(top):
            continue
        inside = tuple(elements[start:place])
        if inside and inside[-1].kind in ("comma", "semicolon") and kind == "or":
            inside = inside[:-1]
        if inside or joint != "comma":
            sides.append(_Stretch(joint=joint, elements=inside))
        joint, start = kind if inside or not joint else "or", place + 1
    return sides


def _labelled(sentence: Sentence, sides: Sequence[_Stretch], read: ReadAlternative) -> list[Node]:
    """`Impaired: glucose ≥ 6 and < 7 mmol/L or normal: glucose < 6 mmol/L`."""
    nodes = []
    for side in sides:
        places = range(side.start, side.end)
        colons = [place for place in places if sentence.text(place) == ":"]
        if len(colons) != 1:
            return []
        # A limit may take its colon with it: `impaired fasting glucose: glucose ≥ 6.1 mmol/L`.
        name = [one for one in side.elements if one.end <= colons[0]]
        said = [one for one in side.elements if one.end > colons[0] and one.start != colons[0]]
        node = _named(sentence, name, said, read, till=colons[0]) if name and said else None
        if node is None:
            return []
        nodes.append(node)
    return nodes


def _in_brackets(
    sentence: Sentence, sides: Sequence[_Stretch], read: ReadAlternative
) -> list[Node]:
    """`Neutropenia (neutrophils < 1.5 x 10^9/L) or a palsy (of any nerve)`: each has its own."""
    nodes: list[Node] = []
    for side in sides:
        inside = side.elements
        if not _reach_no_further(sentence, list(side.outside)):
            return []
        opened = [at for at, one in enumerate(inside) if one.kind == "open"]
        if not opened or not opened[0] or _closes(inside, opened[0]) != len(inside) - 1:
            return []
        name, said = inside[: opened[0]], inside[opened[0] + 1 : -1]
        node = _named(sentence, name, said, read)
        short = len(said) < 2  # what it is called for short closes nothing
        if node is None and (short or any(one.kind == "atom" for one in inside)):
            return []
        nodes.append(node or _question(sentence, side.start, side.end))
    return nodes if any(not node.question for node in nodes) else []


def _named(
    sentence: Sentence,
    name: Sequence[SentencePart],
    said: Sequence[SentencePart],
    read: ReadAlternative,
    till: int | None = None,
) -> Node | None:
    """A limit that is understood whole, with what it is said to be: `neutropenia`, `impaired`."""
    if any(one.kind not in ("rest", "condition", "filler") for one in name):
        return None
    node = read(sentence, said) if any(one.kind == "atom" for one in said) else None
    if node is None or all(one.kind == "filler" for one in name):
        return node
    start, end = name[0].start, name[-1].end
    return every((_question(sentence, start, end, till), node))


def _plain(sentence: Sentence, sides: Sequence[_Stretch]) -> list[Node]:
    """`LVEF < 35 % or on dialysis`: nothing but a limit on one side of the `or`."""
    if any(one.kind in JOINS for side in sides for one in side.outside):
        return []
    found: list[Node] = []
    place = 0
    for known, run in groupby(sides, key=lambda side: side.limit is not None):
        some_sides = list(run)
        place += len(some_sides)
        if known:
            found += [node for side in some_sides if (node := side.limit)]
            continue
        start, end = some_sides[0].start, some_sides[-1].end
        behind = sides[place] if place < len(sides) else None
        if behind is not None and not _end_before(sentence, some_sides, behind):
            return []
        asked: Node | None = _question(sentence, start, end)
        if found:
            asked = _beyond(sentence, found[-1], start, end)
            if some_sides[0].joint != "or" or not _begin_anew(sentence, some_sides):
                return []
        if asked is None:
            return []
        found.append(asked)
    return found if any(not node.question for node in found) else []


def _end_before(sentence: Sentence, sides: Sequence[_Stretch], limit: _Stretch) -> bool:
    """Whether words before an `or` are a clause of their own, and share nothing of the next one.

    `Amylase or ALT > 3 x ULN` has one limit for both; in `gout due to obesity or BMI > 40` and
    `a history of stroke or mRS ≥ 2` it is not plain what the limit stands beside.
    """
    words = [one for side in sides for one in side.outside]
    if any(one.kind == "atom" for one in words) or not _reach_no_further(sentence, words):
        return False
    *before, atom = limit.elements
    people = any(sentence.has("people", one.start) for one in before)
    if atom.node is None or _is_age(atom.node):
        return people and sentence.excludes
    named = False
    for one in () if people else words:
        if named and (sentence.has("opening", one.start) or sentence.text(one.start) in _DEPENDS):
            return False
        named = named or one.kind in ("rest", "condition")
    if all(_has_limit(sentence, side) for side in sides):
        return True
    if any(side.joint == "comma" for side in (*sides[1:], limit)):
        return False  # `severe anaemia, Hb < 8 g/dL`
    return people or words[-1].kind == "condition" or sentence.has("states", words[-1].start)


def _reach_no_further(sentence: Sentence, words: Sequence[SentencePart]) -> bool:
    """Whether no word may govern what stands behind an `or` too: `no …`, `a history of …`."""
    for one in words:
        changes = sentence.has("changing", one.start) and sentence.text(one.end) in ("in", "of")
        if changes or one.kind in ("not", "ever", "stop", "choosing"):
            return False
        if sentence.has("of_others", one.start):
            return False
    return True


def _has_limit(sentence: Sentence, side: _Stretch) -> bool:
    """Whether a side has a limit of its own, of what nobody knows: `xylase > 3 U/L`."""
    for place in range(side.start + 1, side.end - 1):
        sign = sentence.lexicon.comparators.at(sentence.tokens, place)
        if sign and sign[1] < side.end and sentence.tokens[sign[1]].kind == "number":
            return True
    return False


def _begin_anew(sentence: Sentence, sides: Sequence[_Stretch]) -> bool:
    """Whether words behind an `or` are a clause of their own, and say nothing of the one before.

    `> 3 x ULN or higher`, `BMI > 30 or gout in patients with diabetes`.
    """
    words = [one for side in sides for one in side.outside]
    first = words[0].start
    if sentence.limits.begins(first):
        return any(sentence.text(one.start) in FOR_SOME for one in words)
    if sentence.lexicon.unit(sentence.tokens, first):
        return False
    if sentence.text(first) in _COMPARING or any(one.kind == "stop" for one in words):
        return False
    limited = False
    for one in words:
        if sentence.text(one.start) == "respectively":
            return False
        if limited and (one.kind == "not" or sentence.text(one.start) == "with"):
            return False  # `SBP < 90 or pulse < 60 without tablets`: is it said of both?
        limited = limited or one.kind == "atom" or sentence.limits.begins(one.start)
        if one.kind != "atom" and _names_a_fact(sentence, one):
            return False
        near = (sentence.text(one.end), sentence.text(one.end + 1))
        if sentence.text(one.start) in ("for", "in") and any(word in PEOPLE for word in near):
            return False
    return True
