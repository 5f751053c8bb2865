"""What the elements of a sentence add up to: one rule, and the words that it leaves over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Final

from data.annotations.eligibility import AllOf
from data.drafting.alternatives import alternatives, exception, with_asides
from data.drafting.chosen import ALL, least_of, some_are_enough
from data.drafting.grammar import elements_of, since
from data.drafting.kin import with_kin
from data.drafting.nodes import Node, Span, at_least, every, opposite, some
from data.drafting.sentence import JOINS, PEOPLE, Sentence, SentencePart

_MOST_DEEP: Final = 6
_SOME: Final = "several things of which one is enough"
_DEFINING: Final = frozenset({":", "defined", "evidenced", "ie", "namely", "indicated"})
_LONGEST_FOLD: Final = 100  # elements in brackets; beyond that nobody keeps them apart
_FLAT: Final = JOINS | {"atom", "condition", "filler"}
_GOES_ON: Final = frozenset({"with", "who", "which", "that"})
_DENIED: Final = frozenset({"contraindication", "contraindications", "exclusion"})
_NOT: Final = frozenset({"no", "not", "without", "none"})
_OF_SOME_WOMEN: Final = frozenset(
    {"contraception", "childbearing_potential", "negative_pregnancy_test", "postmenopausal"}
)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a sentence says.

    Args:
        node: its rule; None where nothing was understood.
        rest: the places of the words that are not in it.
        why: why nothing was drafted although something was understood.
        turns: whether a word in it may turn round what stands beside it.
    """

    node: Node | None
    rest: tuple[Span, ...] = ()
    why: str | None = None
    turns: bool = False


class _TwoReadingsError(Exception):
    """A sentence that can be meant in more than one way."""


@dataclass
class _Chunk:
    """What stands between two connectives."""

    nodes: list[Node] = field(default_factory=list)
    events: list[tuple[SentencePart, Node]] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)


def read_sentence(sentence: Sentence) -> Reading:
    """Add up what a sentence is made of.

    Words that were not understood become a question beside the rule only where they can only stand
    beside it: with an `or`, a negation or an `unless` among them, nothing is drafted.
    """
    elements = with_asides(sentence, with_kin(sentence, elements_of(sentence)))
    turns = any(_may_turn(sentence, element) for element in elements)
    left = _rests(sentence, elements)
    try:
        _check_ends(sentence, elements)
        _check_asked(sentence)
        _check_sexes(sentence, elements)
        if sentence.has("of_others", 0) and ":" in (sentence.text(1), sentence.text(2)):
            raise _TwoReadingsError("what is said of somebody else")  # `Donor: age > 60`
        _check_values(sentence, elements)
        if some_are_enough(sentence, elements):
            raise _TwoReadingsError(_SOME)
        node = exception(sentence, elements, _read_whole)
        if node is not None:
            return Reading(node=node)
        if left and (node := alternatives(sentence, elements, _read_whole)):
            left = ()
        elif left:
            listed = _lists(elements)
            elements = _folded(sentence, elements)
            if listed and _lists(elements, least=0):
                raise _TwoReadingsError(_SOME)
            node = _with_rest(sentence, elements)
            left = _rests(sentence, elements, demoted=True)
        else:
            node = _whole(sentence, elements)
    except _TwoReadingsError as error:
        return Reading(node=None, rest=_all(sentence), why=str(error), turns=turns)
    if node is None:
        nothing = not left and all(element.node is None for element in elements)
        return Reading(node=None, rest=() if nothing else _all(sentence), turns=turns)
    return Reading(node=node, rest=left, turns=turns)


def _may_turn(sentence: Sentence, element: SentencePart) -> bool:
    """Whether a word may turn a sentence beside it: not in `no contraindications to surgery`."""
    if element.kind == "choosing" or sentence.excludes:
        return element.kind in ("stop", "choosing")
    before = (sentence.text(element.start - back) for back in (1, 2, 3))
    denied = sentence.text(element.start) in _DENIED and not _NOT.isdisjoint(before)
    return element.kind == "stop" and not denied


def _read_whole(sentence: Sentence, elements: Sequence[SentencePart]) -> Node | None:
    """What a part of a sentence says, if every word of it is understood."""
    return None if _rests(sentence, elements) else _whole(sentence, elements)


def _all(sentence: Sentence) -> tuple[Span, ...]:
    return (sentence.span(0, len(sentence.tokens)),) if sentence.tokens else ()


def _rests(
    sentence: Sentence, elements: Sequence[SentencePart], *, demoted: bool = False
) -> tuple[Span, ...]:
    """The words that carry meaning and were not understood.

    Args:
        demoted: conditions and sexes count among them: with other words beside them nobody can tell
            whether it is `diabetes` or `a family history of diabetes`.
    """
    entries = [element.entry for element in elements if element.entry is not None]
    kinds = {"rest", "stop"}
    if not any("wanted" in entry.flags for entry in entries):
        kinds.add("wanting")
    if not entries or not all("ever" in entry.flags for entry in entries):
        kinds.add("ever")
    if not entries or not all("since" in entry.flags for entry in entries):
        kinds.add("having")
    if demoted:
        kinds |= {"condition", "sex", "not"}
    # A window says how long ago an event was; of a value, when it was measured: no rule has that.
    timed = not demoted and any("since" in entry.flags for entry in entries)
    return tuple(
        sentence.span(element.start, element.end)
        for element, following in zip_longest(elements, elements[1:])
        if element
        and (element.kind in kinds or (element.bounds is not None and not timed))
        and not _says_the_same(sentence, element, following)
    )


def _says_the_same(
    sentence: Sentence, element: SentencePart, following: SentencePart | None
) -> bool:
    """Whether a word only repeats what the limit behind it says: `elevated INR > 1.5`."""
    if sentence.text(element.start) in ("age", "ages", "aged"):
        return following is not None and following.kind in ("atom", "filler")
    if following is None or following.kind != "atom":
        return False
    return element.end == element.start + 1 and sentence.has("repeating", element.start)


def _check_ends(sentence: Sentence, elements: Sequence[SentencePart]) -> None:
    """Refuse half of an alternative: what it is one of stands somewhere else."""
    meaning = [element.kind for element in elements if element.kind != "filler"]
    if not sentence.excludes and meaning and "or" in (meaning[0], meaning[-1]):
        raise _TwoReadingsError("an alternative whose other side stands elsewhere")


def _check_asked(sentence: Sentence) -> None:
    """Refuse what must be so where it stands among what excludes: `platelets must be ≥ 100`."""
    if sentence.excludes and any(
        sentence.has("obliging", place) and not sentence.has("excluded", place)
        for place in range(len(sentence.tokens))
    ):
        raise _TwoReadingsError("what is asked for, under a heading of exclusion")


def _check_sexes(sentence: Sentence, elements: Sequence[SentencePart]) -> None:
    """Refuse what is only said of one sex and was not understood as a limit for it."""
    for element in elements:
        if element.kind == "sex" and sentence.text(element.start - 1) in ("for", "in"):
            raise _TwoReadingsError("a condition for one sex")


def _check_values(sentence: Sentence, elements: Sequence[SentencePart]) -> None:
    """Refuse values that are no values of now."""
    for place, element in enumerate(elements):
        if element.kind == "atom" and _of_the_past(sentence, elements, place):
            raise _TwoReadingsError("a value of another time")
        if element.kind == "atom" and sentence.limits.in_turn(element.end):
            raise _TwoReadingsError("limits for several people in turn")
        if element.kind == "atom" and _for_others(sentence, element):
            raise _TwoReadingsError("a further limit in brackets, perhaps for different people")
        node = element.node if element.kind == "atom" else None
        several = node and isinstance(node.rule, AllOf) and len(node.fact_ids) > 1
        if several and any(one.kind == "choosing" for one in elements):
            raise _TwoReadingsError(_SOME)  # `at least one of AST and ALT`


def _for_others(sentence: Sentence, element: SentencePart) -> bool:
    """Whether a limit for some people only stands in brackets behind it, and was not understood."""
    within = sentence.limits
    return within.for_some(element.end) and within.begins(element.end + 1)


# Every word is understood.


class _Understood:
    """A sentence of which every word is understood, and what it speaks of as a whole."""

    def __init__(self, sentence: Sentence, elements: Sequence[SentencePart]) -> None:
        self.sentence = sentence
        self.elements = elements
        self.kinds = {element.kind for element in elements}
        entries = [element.entry for element in elements if element.entry is not None]
        self.entries = {entry.id for entry in entries}
        atoms = [one.node for one in elements if one.kind == "atom" and one.node]
        self.facts = {fact for node in atoms for fact in node.fact_ids}
        self.only_of_women = bool(entries) and all("of_women" in one.flags for one in entries)
        self.asks_for = any("wanted" in entry.flags for entry in entries)
        self.only_asks_for = bool(entries) and all("wanted" in entry.flags for entry in entries)
        sexes = [element.node for element in elements if element.kind == "sex"]
        self.both_sexes = len({sex.rule.model_dump_json() for sex in sexes if sex}) > 1


def _whole(sentence: Sentence, elements: Sequence[SentencePart]) -> Node | None:
    whole = _Understood(sentence, elements)
    if _lists(elements):
        return _chosen(whole)
    if not sentence.excludes and whole.entries & _OF_SOME_WOMEN:
        # Men would fail it, and they need not.
        raise _TwoReadingsError("what is asked of some women only")
    if sentence.excludes and whole.asks_for and "not" not in whole.kinds:
        raise _TwoReadingsError("what is asked for, under a heading of exclusion")
    if not sentence.excludes:
        _check_for_whom(sentence, elements)
    node, end = _level(whole, 0, 0)
    return node if end >= len(elements) else None


def _check_for_whom(sentence: Sentence, elements: Sequence[SentencePart]) -> None:
    """Refuse a limit that must hold for some only: `Karnofsky ≥ 50 for patients over 16`.

    It is otherwise where it is one of several: `A, or B for those with C`.
    """
    for place, element in enumerate(elements):
        if element.kind == "or":
            return
        if sentence.text(element.start) not in ("for", "in") or element.kind != "filler":
            continue
        behind = place + 1
        while behind < len(elements) and elements[behind].kind == "filler":
            behind += 1
        whom = any(sentence.has("people", one.start) for one in elements[place + 1 : behind])
        limit = any(one.kind == "atom" for one in elements[:place])
        if whom and limit and behind < len(elements) and elements[behind].node is not None:
            raise _TwoReadingsError("a condition on whom a limit is for")


def _chosen(whole: _Understood) -> Node:
    """So many of a list: `at least two of the following: A, B, C`."""
    places = [place for place, one in enumerate(whole.elements) if one.kind == "choosing"]
    before, behind = whole.elements[: places[0]], whole.elements[places[0] + 1 :]
    flat = all(one.kind in _FLAT for one in behind)
    if len(places) > 1 or not flat or any(one.kind != "filler" for one in before):
        raise _TwoReadingsError(_SOME)
    least = least_of(whole.sentence, whole.elements[places[0]])
    nodes: list[Node] = []
    apart = True  # whether a connective stands since the last of them
    for element in behind:
        if element.node is not None:
            if not apart:
                raise _TwoReadingsError(_SOME)
            nodes.append(element.node)
        apart = element.node is None and (apart or element.kind in JOINS)
    if least is None or least > len(nodes):
        raise _TwoReadingsError(_SOME)
    return every(nodes) if least == ALL else at_least(least, nodes)


def _level(whole: _Understood, place: int, depth: int) -> tuple[Node | None, int]:
    """What stands between two brackets, or in the whole sentence."""
    chunks = [_Chunk()]
    joins: list[str] = []
    negated: int | None = None
    while place < len(whole.elements):
        element = whole.elements[place]
        place += 1
        kind = element.kind
        if kind == "close":
            break
        if kind == "open":
            if depth >= _MOST_DEEP:
                raise _TwoReadingsError("brackets within brackets")
            within = next((one.kind for one in whole.elements[place:] if one.kind != "filler"), "")
            if within in ("and", "or") and chunks[-1].nodes:
                chunks.append(_Chunk())  # `A (or B)`
                joins.append(within)
            node, place = _level(whole, place, depth + 1)
            if node is not None and len(chunks) > 1 and chunks[-1].nodes:
                chunks[-1].kinds |= {"atom", "condition"}  # `A or B (C)`: is the A C too?
            if node is not None:
                chunks[-1].nodes.append(node)
        elif kind == "comma" and whole.sentence.text(element.end) in _GOES_ON:
            continue  # `a weight of 50 kg, with a BMI of 20`
        elif kind in JOINS:
            if chunks[-1].nodes:
                chunks.append(_Chunk())
                joins.append(kind)
            elif joins and kind in ("and", "or"):
                joins[-1] = "serial" if kind == "or" and joins[-1] == "comma" else kind  # `A, or B`
        elif kind == "not":
            if negated is not None or chunks[0].nodes:
                raise _TwoReadingsError("a negation whose reach is not closed")
            negated = element.start
        elif kind == "time":
            _time(whole.sentence, chunks, element)
        elif element.node is not None:
            if element.kind == "condition" and element.entry and "since" in element.entry.flags:
                chunks[-1].events.append((element, element.node))
            chunks[-1].nodes.append(element.node)
            chunks[-1].kinds.add(kind)
    chunks = [chunk for chunk in chunks if chunk.nodes]
    joins = joins[: len(chunks) - 1]
    if not chunks:
        return None, place
    joined = _joined(whole, chunks, joins)
    if negated is not None:
        joined = _negated(whole, joined, joins, negated)
    return joined, place


def _time(sentence: Sentence, chunks: list[_Chunk], element: SentencePart) -> None:
    """Let a window say how long ago an event was; of a measurement it only says when it is made."""
    if element.bounds is None:
        return
    events = [chunk for chunk in chunks if chunk.events]
    if any(len(chunk.nodes) != 1 or len(chunk.events) != 1 for chunk in chunks if chunk.nodes):
        raise _TwoReadingsError("a window that may be of one event or of several")
    if not events:
        raise _TwoReadingsError("a window before what it is of")
    for chunk in events:
        event, node = chunk.events[0]
        assert event.entry is not None
        made = since(event.entry, node, element.bounds, sentence.span(element.start, element.end))
        if made is None:
            raise _TwoReadingsError("a window that is no length of time")
        chunk.nodes = [made]
        chunk.events = []


def _joined(whole: _Understood, chunks: Sequence[_Chunk], joins: Sequence[str]) -> Node:
    """Join what stands between connectives, if they can only mean one thing."""
    nodes = [every(chunk.nodes) for chunk in chunks]
    if joins and whole.both_sexes:
        if len(chunks) == 2 and all(chunk.kinds == {"sex", "atom"} for chunk in chunks):
            return some(nodes)  # `men ≥ 45 years and women ≥ 55 years`
        if any("sex" in chunk.kinds and chunk.kinds & {"sex", "atom"} for chunk in chunks):
            raise _TwoReadingsError("what is said of one sex or of both")
    if len({node.rule.model_dump_json() for node in nodes}) == 1:
        return nodes[0]
    kinds = set(joins)
    excludes = whole.sentence.excludes
    if kinds & {"or", "serial"}:
        # `A, B, or C` lists three; in `A, B or C` the A may be asked of everybody.
        listed = "or" not in kinds and "age" not in whole.facts
        alike = listed or all(chunk.kinds == {"condition"} for chunk in chunks)
        if kinds & {"and", "semicolon"} or ("comma" in kinds and not excludes and not alike):
            raise _TwoReadingsError("an or beside another connective")
        if any(chunk.kinds >= {"atom", "condition"} for chunk in chunks):
            raise _TwoReadingsError("a condition that may be of one alternative or of all")
        return some(nodes)
    if not excludes:
        return every(nodes)
    if "and" in kinds:
        if whole.only_of_women:
            return some(nodes)  # `pregnant and breast-feeding women`: whoever is one of them
        if kinds == {"and"} and "condition" not in whole.kinds:
            return every(nodes)
        raise _TwoReadingsError("an and that may mean either")
    if len({"condition" in chunk.kinds for chunk in chunks}) > 1:
        raise _TwoReadingsError("a comma that may mean either")  # `heart failure, NYHA III`
    return some(nodes)


def _negated(whole: _Understood, joined: Node, joins: Sequence[str], start: int) -> Node:
    """Turn round what a negation reaches, if that is closed."""
    if joins and (not {"or", "serial"} & set(joins) or set(joins) - {"or", "serial", "comma"}):
        raise _TwoReadingsError("a negation whose reach is not closed")
    if "atom" in whole.kinds:
        raise _TwoReadingsError("a negated comparison")
    if joins and whole.asks_for:
        raise _TwoReadingsError("unable to do either, or both")
    if not whole.sentence.excludes and whole.asks_for:
        raise _TwoReadingsError("a negation of what is asked for")
    if whole.sentence.excludes and not whole.only_asks_for:
        raise _TwoReadingsError("a negation under a heading of exclusion")
    return opposite(joined, whole.sentence.span(start, start + 1).start)


# Some words are left over.


def _with_rest(sentence: Sentence, elements: Sequence[SentencePart]) -> Node | None:
    """The comparisons of a sentence of which only these were understood."""
    atoms = [place for place, element in enumerate(elements) if element.kind == "atom"]
    if not atoms:
        return None
    _check_words(sentence, elements, atoms)
    return every([node for place in atoms if (node := elements[place].node) is not None])


def _folded(sentence: Sentence, elements: Sequence[SentencePart]) -> list[SentencePart]:
    """Take what is understood whole in brackets, or behind `defined as` or a colon, for one limit.

    `Impaired function (ALT > 3 x ULN or bilirubin > 2 x ULN)`: what joins its parts joins nothing
    else.
    """
    folded: list[SentencePart] = []
    open_: list[int] = []  # where brackets that are still open begin among the folded
    for element in elements:
        folded.append(element)
        if element.kind == "open":
            open_.append(len(folded))
        elif element.kind == "close" and open_:
            start = open_.pop()
            _fold(sentence, folded, start, len(folded) - 1)
    if open_:  # a bracket that is never closed
        _fold(sentence, folded, open_[-1], len(folded))
    else:
        for start in range(len(folded) - 1, 0, -1):
            if sentence.text(folded[start - 1].start) in _DEFINING:
                _fold(sentence, folded, start, len(folded))
                break
    return folded


def _fold(sentence: Sentence, elements: list[SentencePart], start: int, end: int) -> None:
    if end - start > _LONGEST_FOLD:
        return
    inside = elements[start:end]
    kinds = {element.kind for element in inside}
    if "atom" not in kinds or not kinds & JOINS or inside[0].kind in JOINS:
        return
    if kinds & {"open", "close"}:
        return
    if not _rests(sentence, inside):
        node = _whole(sentence, inside)
    elif end < len(elements) and elements[end].kind == "close":
        node = alternatives(sentence, inside, _read_whole)
    else:
        return  # `obesity, defined as BMI > 30 or gout`
    if node is not None:
        whole = SentencePart(kind="atom", start=inside[0].start, end=inside[-1].end, node=node)
        elements[start:end] = [whole]


def _check_words(
    sentence: Sentence, elements: Sequence[SentencePart], atoms: Sequence[int]
) -> None:
    if _Understood(sentence, elements).both_sexes:
        raise _TwoReadingsError("what is said of one sex or of both")
    closed = _closed(sentence, elements)
    for place, element in enumerate(elements):
        kind = element.kind
        if kind == "stop":
            raise _TwoReadingsError("a word that may turn the sentence round")
        lacks = _only_lacks(sentence, elements, place)
        if kind == "not" and not (lacks and (place > atoms[-1] or _only_ages(elements, atoms))):
            raise _TwoReadingsError("a negation whose reach is not closed")
        if place in closed:
            continue
        if _restricts(sentence, elements, place):
            raise _TwoReadingsError("a condition on whom a limit is for")
        if kind == "or":
            raise _TwoReadingsError("an alternative of which one side is not understood")
        if sentence.excludes and kind in ("and", "comma", "semicolon"):
            raise _TwoReadingsError("a list of which not every item is understood")


def _lists(elements: Sequence[SentencePart], *, least: int = 1) -> bool:
    """Whether a list begins somewhere of which some items are enough."""
    places = [place for place, element in enumerate(elements) if element.kind == "choosing"]
    behind = elements[places[0] :] if places else ()
    return bool(places) and sum(element.kind in JOINS for element in behind) >= least


def _of_the_past(sentence: Sentence, elements: Sequence[SentencePart], place: int) -> bool:
    """Whether a value is one that was: `history of LVEF < 40%`, `mRS ≤ 2 before the stroke`."""
    if _is_age(elements[place]):
        return False
    before = place - 1
    while before >= 0 and elements[before].kind == "filler":
        before -= 1
    behind = elements[place + 1] if place + 1 < len(elements) else None
    later = behind is not None and behind.kind != "time" and sentence.has("around", behind.start)
    return later or (before >= 0 and elements[before].kind == "ever")


def _restricts(sentence: Sentence, elements: Sequence[SentencePart], place: int) -> bool:
    """Whether a limit is only for some: `≥ 12 years for patients with a sarcoma`."""
    text = sentence.text(elements[place].start)
    if elements[place].kind != "filler" or text not in ("for", "in"):
        return False
    following = sentence.text(elements[place].end)
    if following[:1].isdigit() or following in ("<", ">", "at", "more", "over", "less", "≥"):
        return False  # for how long
    before = range(place - 1, -1, -1)
    behind_limit = next((elements[one].kind for one in before if elements[one].kind != "time"), "")
    if text == "in" and not PEOPLE & {
        sentence.text(elements[place].end + ahead) for ahead in (0, 1)
    }:
        return False
    return behind_limit in ("atom", "open")


def _only_lacks(sentence: Sentence, elements: Sequence[SentencePart], place: int) -> bool:
    """Whether a negation behind a comparison speaks of something else: `which is not treated`."""
    text = sentence.text(elements[place].start)
    if not sentence.excludes and text == "without":
        return True
    before = place - 1
    while before >= 0 and elements[before].kind == "filler":
        if sentence.text(elements[before].start) in ("which", "that", "who"):
            return text in ("not", "do", "does")
        before -= 1
    return False


def _closed(sentence: Sentence, elements: Sequence[SentencePart]) -> frozenset[int]:
    """The connectives in brackets that hold no comparison and do not begin with them."""
    open_: list[list[int]] = []  # of each open bracket: its place, and those of its connectives
    closed = {*_before_colon(sentence, elements), *_of_people(sentence, elements)}
    closed |= _of_one(sentence, elements)
    holds = 0  # how many of the open brackets hold a comparison
    for place, element in enumerate(elements):
        if element.kind == "open":
            open_.append([place])
        elif element.kind == "close" and open_:
            if len(open_) > holds:
                closed.update(open_.pop()[1:])
            else:
                open_.pop()
                holds -= 1
        elif element.kind == "atom":
            holds = len(open_)
        elif element.kind in JOINS and open_:
            if open_[-1][0] + 1 == place:
                holds = len(open_)  # `(or on treatment)` is an alternative to what is outside
            open_[-1].append(place)
    return frozenset(closed)


def _before_colon(sentence: Sentence, elements: Sequence[SentencePart]) -> range:
    """The elements of a heading: what stands before a colon and holds no comparison."""
    for place, element in enumerate(elements):
        if element.kind in ("atom", "open", "semicolon"):
            break
        if sentence.text(element.start) == ":":
            return range(place)
    return range(0)


def _of_one(sentence: Sentence, elements: Sequence[SentencePart]) -> set[int]:
    """The `and` of `an injury with burns and ISS > 16`, which excludes who has both."""
    joints = [place for place, element in enumerate(elements) if element.kind in JOINS]
    if not sentence.excludes or len(joints) != 1 or elements[joints[0]].kind != "and":
        return set()
    named = False
    for element in elements[: joints[0]]:
        if element.kind == "atom":
            break  # `pressure with systole > 200 and diastole > 110`: both, or either?
        if named and sentence.text(element.start) == "with":
            return set(joints)
        named = named or (
            element.kind in ("rest", "condition") and not sentence.has("people", element.start)
        )
    return set()


def _of_people(sentence: Sentence, elements: Sequence[SentencePart]) -> Iterator[int]:
    """The connectives within what is said of people beside their age.

    `Patients aged 18 to 75 with A or B` are those of that age who have A or B: what stands on both
    sides of the `or` is alike, and no age is a disease's. It is otherwise where more people follow
    (`or healthy volunteers`), or an `and` might bind more closely.
    """
    atoms = [place for place, element in enumerate(elements) if element.kind == "atom"]
    if sentence.excludes or any(not _is_age(elements[place]) for place in atoms):
        return
    for place, element in enumerate(elements):
        if element.kind != "or":
            continue
        before = _word(sentence, elements, place, -1)
        behind = _word(sentence, elements, place, 1)
        if before is None or behind is None:
            continue
        if place > atoms[-1]:
            opened = any(
                sentence.has("opening", elements[one].start) for one in range(atoms[-1] + 1, place)
            )
        elif place < atoms[0]:
            between = [elements[one].kind for one in range(place + 1, atoms[0])]
            opened = "and" not in between
        else:
            opened = False
        if opened:
            yield place


def _only_ages(elements: Sequence[SentencePart], atoms: Sequence[int]) -> bool:
    return all(_is_age(elements[place]) for place in atoms)


def _is_age(element: SentencePart) -> bool:
    assert element.node is not None
    return all(fact.split("_")[0] == "age" for fact in element.node.fact_ids)


def _word(
    sentence: Sentence, elements: Sequence[SentencePart], place: int, step: int
) -> SentencePart | None:
    """The next word beside a connective that is no filler; None if it is people or a limit."""
    place += step
    while 0 <= place < len(elements) and elements[place].kind == "filler":
        if sentence.has("people", elements[place].start):
            return None
        place += step
    if not 0 <= place < len(elements):
        return None
    element = elements[place]
    if element.kind not in ("rest", "condition") or sentence.has("people", element.start):
        return None
    return element
