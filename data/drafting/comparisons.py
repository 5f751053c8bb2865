"""A fact and its limit, in either order, for everybody or for one sex."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, Literal

from data.annotations.eligibility import Operator
from data.criteria.kind import CriterionKind
from data.criteria.whom import Sex
from data.drafting.lexicon import LexiconEntry, score_entry
from data.drafting.limits import Bounds, Limit, resolve
from data.drafting.nodes import (
    Node,
    Span,
    every,
    limit_node,
    opposite,
    question_node,
    sex_node,
    some,
)
from data.drafting.sentence import Sentence, SentencePart
from data.drafting.subjects import (
    LIMIT_AHEAD,
    LimitSubject,
    is_relative,
    is_theirs,
    name_at,
    of_others,
    stands_free,
    subject_at,
    to_limit,
    with_age_words,
)
from data.drafting.times import time_at

_NO_NAME: Final = frozenset(
    {"or", "and", "with", "by", "is", "are", "if", "who", "have", "has", "than", "at", "to", "as"}
)
_BEFORE_NAMES: Final = frozenset({"with", "have", "has", "having", "must"})
# Systolic pressures, mmHg: who is sought from 130 on is sought for a high one by any definition
# of hypertension (ACC/AHA 2017: 130, ESC 2018: 140); a limit up to 110 only keeps out low ones.
_HIGH, _LOW = 130, 110
_LEAST_OR_MOST: Final[Mapping[str, Operator]] = {
    "minimum": "at_least",
    "minimal": "at_least",
    "maximum": "at_most",
    "maximal": "at_most",
}
_LONGEST_SCALE: Final = 14  # tokens of `on a 0-10 point numerical rating scale`
_GROUPS: Final = 4  # limits of one fact for as many groups
_GROUP_NAME: Final = 8  # tokens in the brackets that name one
_LOST: Final = range(102, 110)
_DAYS: Final = {"years": 365.25, "months": 30.4375, "weeks": 7.0, "days": 1.0, "hours": 1 / 24}


def comparison_at(sentence: Sentence, place: int) -> SentencePart | None:
    """A fact, or several, and their limit."""
    subject, most = subject_at(sentence, place), None
    if subject is None:  # `minimum weight of 50 kg`
        most = _LEAST_OR_MOST.get(sentence.text(place))
        subject = subject_at(sentence, place + 1) if most else None
    if subject is None or sentence.text(place - 1) in _LEAST_OR_MOST:
        return None
    if "timed" in subject.entries[0].flags:
        return _timed(sentence, subject, place)
    start = to_limit(sentence, subject.end)
    bounds = sentence.limits.at(start) if start is not None else None
    if most is not None and start is not None:
        # A maximum that has a limit is another fact; one that excludes may mean either.
        own = bounds is not None or sentence.excludes
        bounds = None if own else sentence.limits.bare(start, most)
    elif bounds is None and start is not None and "score" in subject.entries[0].flags:
        bounds = sentence.limits.steps(start)
    if bounds is None or is_relative(sentence, place, subject.end, bounds):
        return None
    if any(entry.id == "age" for entry in subject.entries):
        bounds = with_age_words(sentence, bounds)
        if not is_theirs(sentence, place, bounds.end):
            return None
    elif bounds.about_age:
        return None
    if "counted" in subject.entries[0].flags:
        return None
    return made_comparison(sentence, subject, bounds, place)


def _timed(sentence: Sentence, subject: LimitSubject, start: int) -> SentencePart | None:
    """`diagnosed within 6 months before screening`: how long ago at most."""
    time = time_at(sentence, subject.end)
    if time is None or time.bounds is None:
        return None
    return made_comparison(sentence, subject, replace(time.bounds, end=time.end), start)


def pressures_at(sentence: Sentence, place: int) -> SentencePart | None:
    """`BP > 140/90 mmHg`: two facts, and two numbers with a stroke between them."""
    end = sentence.ends("pressure_pair", place)
    if end is None or not stands_free(sentence, place):
        return None
    if sentence.text(place - 1) == "(" and any(
        (sentence.ends("pressure_pair", one) or 0) >= place - 1
        for one in range(place - 4, place - 1)
    ):
        return None  # `a rise in blood pressure (BP)`: what it is short for was not free
    start = to_limit(sentence, end)
    bounds = sentence.limits.at(start) if start is not None else None
    if bounds is None or bounds.out_of is None or len(bounds.limits) > 1:
        return None
    limit = bounds.limits[0]
    above = limit.operator in ("at_least", "above")
    if (not above and sentence.excludes) or is_relative(sentence, place, end, bounds):
        return None  # below 90/60: one of them, or both?
    pair = ("systolic", (limit.numbers)), ("diastolic", (bounds.out_of,))
    nodes = []
    close = bounds.end
    if sentence.text(close) in (")", "]") and sentence.text(bounds.start - 1) in ("(", "["):
        close += 1
    for name, numbers in pair:
        own = replace(limit, numbers=numbers, unit=limit.unit or "mmHg")
        one = replace(bounds, limits=(own,), out_of=None)
        nodes.append(
            _limit_nodes(sentence, sentence.lexicon.entries[name], one, sentence.span(place, close))
        )
    known = [node for node in nodes if node is not None]
    if len(known) < len(nodes):
        return None
    either = above and (sentence.excludes or min(limit.numbers) >= _HIGH)
    if above and not either and min(limit.numbers) > _LOW:
        return None  # to be high, one of them is enough; to be no lower, both must be
    node = _for_long(sentence, some(known) if either else every(known), end, bounds)
    return SentencePart(kind="atom", start=place, end=close, node=node)


def enclosed_at(sentence: Sentence, place: int) -> SentencePart | None:
    """`18 ≤ BMI ≤ 32 kg/m²`: the name stands between its limits."""
    lower = sentence.limits.turned(place)
    found = name_at(sentence, lower[1]) if lower else None
    start = to_limit(sentence, found[1]) if found else None
    upper = sentence.limits.at(start) if start is not None else None
    if lower is None or found is None or upper is None or len(upper.limits) != 1:
        return None
    one, other = lower[0], upper.limits[0]
    if one.unit is None:
        one = replace(one, unit=other.unit)
    bounds = replace(upper, limits=(one, other), join="all", start=place)
    if found[0].id == "age":
        bounds = with_age_words(sentence, bounds)
        if not is_theirs(sentence, place, bounds.end):
            return None
    subject = LimitSubject(entries=(found[0],), join="and", start=place, end=place)
    return made_comparison(sentence, subject, bounds, place)


def before_name_at(sentence: Sentence, place: int) -> SentencePart | None:
    """`severe (70-99%) carotid stenosis`: the limit stands in brackets before the name."""
    if sentence.text(place) != "(" or not sentence.has("own_modifiers", place - 1):
        return None
    bounds = sentence.limits.at(place + 1)
    if bounds is None or sentence.text(bounds.end) != ")" or bounds.limits[-1].unit is None:
        return None
    found = name_at(sentence, bounds.end + 1)
    if found is None or found[0].flags & {"timed", "counted"} or found[0].id == "age":
        return None
    behind = to_limit(sentence, found[1])
    if behind is not None and sentence.limits.begins(behind):
        return None
    bounds = replace(bounds, end=found[1])
    if is_relative(sentence, place, place, bounds):
        return None
    subject = LimitSubject(entries=(found[0],), join="and", start=place, end=place)
    return made_comparison(sentence, subject, bounds, place)


def made_comparison(
    sentence: Sentence, subject: LimitSubject, bounds: Bounds, start: int
) -> SentencePart | None:
    """The element for facts and their limit; None where these do not fit one another."""
    end = bounds.end
    opened = sum(sentence.text(place) in ("(", "[") for place in range(subject.end, bounds.start))
    closed = sum(sentence.text(place) in (")", "]") for place in range(subject.end, bounds.start))
    if opened > closed and sentence.text(end) in (")", "]"):
        end += 1
    behind = _past_scale(sentence, subject.entries[-1], end)
    if behind is None:
        return None
    end = behind
    if sentence.limits.other_limit_behind(replace(bounds, end=end)) or of_others(sentence, end):
        return None
    if sentence.limits.in_turn(end):
        return _in_turn(sentence, subject, bounds, start)
    node = _of_subject(sentence, subject, bounds, sentence.span(start, end))
    if node is None:
        return None
    node = _for_long(sentence, node, subject.end, bounds)
    sex = _one_sex(sentence, end)
    if sex is None:
        by_group = _by_group(sentence, subject, (bounds.start, node), start, end)
        if by_group is None:
            return SentencePart(kind="atom", start=start, end=end, node=node)
        if opened > closed and sentence.text(by_group.end) in (")", "]"):
            return replace(by_group, end=by_group.end + 1)
        return by_group
    return _by_sex(sentence, subject, (sex[0], node), start, sex[1])


def _for_long(sentence: Sentence, node: Node, place: int, bounds: Bounds) -> Node:
    """A limit, and what is said of how lasting it is, to be asked: `persistently > 160 mmHg`."""
    for start in range(place, bounds.start):
        if sentence.has("lastingly", start):
            source = sentence.normalised.source
            said = sentence.span(start, bounds.end).of(source)
            return every((node, question_node(source, said, sentence.span(start, start + 1))))
    return node


def _past_scale(sentence: Sentence, entry: LexiconEntry, place: int) -> int | None:
    """Skip the steps of a score: `on a 10-point scale`; None where it has others than those."""
    words = [sentence.text(ahead) for ahead in range(place, place + _LONGEST_SCALE)]
    if "score" not in entry.flags or words[0] not in ("on", "using", "of"):
        return place
    if words[1] not in ("a", "an", "the") or "scale" not in words:
        return place
    highest = int(entry.highest)
    steps, end = words[2 : words.index("scale")], words.index("scale") + 1
    if not steps and words[end] in ("of", "from") and words[end + 2] in ("to", "-"):
        steps, end = [words[end + 1], "-", words[end + 3]], end + 4
    numbers_ = [int(step) for step in steps if step.isdigit()]
    if not numbers_:
        return place
    return place + end if numbers_ in ([highest], [highest + 1], [0, highest]) else None


def _of_subject(
    sentence: Sentence, subject: LimitSubject, bounds: Bounds, span: Span
) -> Node | None:
    if subject.join == "slash" and bounds.limits[0].unit is None:
        return None  # DAS28/ESR is no two facts
    nodes = [_limit_nodes(sentence, entry, bounds, span) for entry in subject.entries]
    known = [node for node in nodes if node is not None]
    if len(known) < len(nodes):
        return None
    if subject.join == "and" and len(known) > 1 and sentence.excludes:
        return None  # `AST and ALT above 3`: both of them, or either?
    beside = subject.join in ("slash", "comma")
    any_is_enough = subject.join == "or" or (beside and sentence.excludes)
    return some(known) if any_is_enough else every(known)


def _one_sex(sentence: Sentence, place: int) -> tuple[Node, int] | None:
    """`for women`, `(in men)`: whom alone a limit is for, and where that ends."""
    opened = sentence.text(place) == "("
    start = place + opened
    if sentence.text(start) in ("for", "in"):
        start += 1
    elif not opened:
        return None
    sexes: tuple[Sex, Sex] = ("female", "male")
    for sex in sexes:
        end = sentence.ends(sex, start)
        if end is not None and (not opened or sentence.text(end) == ")"):
            return sex_node(sex, sentence.span(start, end)), end + opened
    return None


def _by_sex(
    sentence: Sentence, subject: LimitSubject, first: tuple[Node, Node], start: int, end: int
) -> SentencePart | None:
    """`> 470 ms for women and > 450 ms for men`: each limit for its own sex."""
    parts = [first]
    following = end
    for _ in range(2):
        following += sentence.text(following) in (",", ";", "and", "or", "/")
    again = name_at(sentence, following)
    if again and again[0] == subject.entries[0]:
        following = to_limit(sentence, again[1]) or following
    bounds = sentence.limits.at(following)
    if bounds is not None:
        node = _of_subject(sentence, subject, bounds, sentence.span(following, bounds.end))
        sex = _one_sex(sentence, bounds.end)
        if node is None or sex is None or sex[0].rule == first[0].rule:
            return None
        parts.append((sex[0], node))
        end = sex[1]
    if len(parts) == 1 and not sentence.excludes:
        node = some((opposite(first[0]), first[1]))
    else:
        node = some([every(part) for part in parts])
    return SentencePart(kind="atom", start=start, end=end, node=node)


def _in_turn(
    sentence: Sentence, subject: LimitSubject, bounds: Bounds, start: int
) -> SentencePart | None:
    """`< 12 and < 13 g/dL in women and men, respectively`: each limit for its own sex."""
    place = bounds.end + (sentence.text(bounds.end) in ("and", "or", "/", ","))
    own = bounds.limits[0]
    other = sentence.limits.at(place) or sentence.limits.bare(place, own.operator)
    if place == bounds.end or other is None or len(bounds.limits) + len(other.limits) > 2:
        return None
    one = replace(own, unit=own.unit or other.limits[0].unit)
    if other.limits[0].operator != one.operator:
        return None
    whom = other.end + (sentence.text(other.end) in ("for", "in"))
    orders: tuple[tuple[Sex, Sex], ...] = (("female", "male"), ("male", "female"))
    for sexes in orders:
        first = sentence.ends(sexes[0], whom)
        second = first and sentence.ends(sexes[1], first + 1)
        if not first or not second or sentence.text(first) not in ("and", "or", "/"):
            continue
        end = second + (sentence.text(second) == ",")
        if sentence.text(end) != "respectively":
            return None
        span = sentence.span(start, end + 1)
        limits = (replace(bounds, limits=(one,)), other)
        nodes = [_of_subject(sentence, subject, each, span) for each in limits]
        if None in nodes:
            return None
        parts = zip(sexes, nodes, strict=True)
        by_sex = [every((sex_node(sex, span), node)) for sex, node in parts if node]
        return SentencePart(kind="atom", start=start, end=end + 1, node=some(by_sex))
    return None


def _by_group(
    sentence: Sentence, subject: LimitSubject, first: tuple[int, Node], start: int, end: int
) -> SentencePart | None:
    """`> 5 Gy (single) or > 8 Gy (fractionated)`: each limit for what stands in brackets behind it.

    None where there is only one such limit, or one of them was not understood.
    """
    parts: list[Node] = []
    begins, limit = first
    for _ in range(_GROUPS):
        close = _group_closes(sentence, end)
        if close is None:
            return None
        asked = sentence.span(end + 1, close - 1)
        said = sentence.span(begins, close).of(sentence.normalised.source)
        parts.append(every((limit, question_node(sentence.normalised.source, said, asked))))
        end, begins = close, close + (sentence.text(close) in (",", ";"))
        if sentence.text(begins) != "or":
            break
        begins += 1
        bounds = sentence.limits.at(begins)
        if bounds is None:
            return None
        end = bounds.end
        node = _of_subject(sentence, subject, bounds, sentence.span(begins, end))
        if node is None:
            return None
        limit = node
    if len(parts) < 2:
        return None
    return SentencePart(kind="atom", start=start, end=end, node=some(parts))


def _group_closes(sentence: Sentence, place: int) -> int | None:
    """Where brackets that only name a group end: no number, no limit, no brackets within."""
    if sentence.text(place) != "(":
        return None
    for ahead in range(place + 1, place + _GROUP_NAME):
        if ahead >= len(sentence.tokens) or sentence.tokens[ahead].kind != "word":
            closes = sentence.text(ahead) == ")" and ahead > place + 1
            return ahead + 1 if closes else None
    return None


def _limit_nodes(
    sentence: Sentence, entry: LexiconEntry, bounds: Bounds, span: Span
) -> Node | None:
    if entry.id == "age" and len({limit.unit for limit in bounds.limits} - {None}) > 1:
        # `older than 6 months and younger than 18 years`: each in its own unit.
        each = [replace(bounds, limits=(limit,), join="all") for limit in bounds.limits]
        known = [node for one in each if (node := _limit_nodes(sentence, entry, one, span))]
        join = _join_in_days(bounds, sentence.kind)
        if len(known) < len(each) or join is None:
            return None
        return every(known) if join == "all" else some(known)
    if "powers" in entry.flags and any(_lost_power(limit) for limit in bounds.limits):
        return None
    resolved = resolve(bounds, entry)
    if resolved is None and bounds.join == "all" and sentence.excludes and not bounds.ranged:
        # Nobody is both below 18 and above 65: the sentence can only mean either.
        bounds = replace(bounds, join="any")
        resolved = resolve(bounds, entry)
    if resolved is None:
        return None
    parts = [
        limit_node(entry, limit.operator, number, resolved.measure, span)
        for limit, number in zip(bounds.limits, resolved.numbers, strict=True)
    ]
    return every(parts) if bounds.join == "all" else some(parts)


def _lost_power(limit: Limit) -> bool:
    """Whether a number may be a power of ten that lost its raised sign: `105 copies/mL`."""
    return any(number in _LOST for number in limit.numbers)


def score_at(sentence: Sentence, place: int) -> SentencePart | None:
    """A score that the lexicon does not know, by the record's own name for it.

    Its limit is in plain points, so that no unit can be mistaken.
    """
    before = sentence.tokens[place - 1] if place else None
    if not sentence.scored:
        return None
    if before is not None and before.kind == "word" and before.text not in _BEFORE_NAMES:
        return None
    if before is not None and (before.kind == "number" or before.text in ("-", "&")):
        return None
    if sentence.tokens[place].kind != "word" or sentence.ends("fillers", place) is not None:
        return None
    if sentence.has("own_modifiers", place) or not stands_free(sentence, place):
        return None
    end = _score_name(sentence, place)
    start = to_limit(sentence, end) if end is not None else None
    bounds = sentence.limits.at(start) if end is not None and start is not None else None
    if end is None or bounds is None or is_relative(sentence, place, end, bounds):
        return None
    if any(limit.unit not in (None, "points") for limit in bounds.limits):
        return None
    words = " ".join(token.text for token in sentence.tokens[place:end])
    entry = score_entry(words, sentence.span(place, end).of(sentence.normalised.source))
    subject = LimitSubject(entries=(entry,), join="and", start=place, end=end)
    return made_comparison(sentence, subject, replace(bounds, out_of=None), place)


def _score_name(sentence: Sentence, start: int) -> int | None:
    """Where the name of a score ends that begins at a place."""
    place = start
    while place < min(len(sentence.tokens), start + LIMIT_AHEAD):
        scored = sentence.ends("scored", place)
        if scored is not None and place > start:
            end = scored
            if sentence.text(end) in ("(", "[") and sentence.text(end + 2) in (")", "]"):
                end += 3
            return sentence.ends("scored", end) or end
        token = sentence.tokens[place]
        hyphen = token.text in ("-", "'") and place > start
        brackets = token.text in ("(", "[") and sentence.text(place + 2) in (")", "]")
        if brackets and place > start:
            place += 3
            continue
        if not hyphen and (token.kind != "word" or sentence.text(place) in _NO_NAME):
            return None
        if sentence.lexicon.numbers.has(sentence.tokens, place) or sentence.has("changing", place):
            return None
        place += 1
    return None


def _join_in_days(bounds: Bounds, kind: CriterionKind) -> Literal["all", "any"] | None:
    """How two ages in units of their own are joined; None where that says nothing."""
    if any(limit.unit not in (None, *_DAYS) for limit in bounds.limits):
        return None  # `age > 70 years and < 35 %`
    days = [float(limit.numbers[0]) * _DAYS[limit.unit or "years"] for limit in bounds.limits]
    lower = [limit.operator in ("at_least", "above") for limit in bounds.limits]
    if lower[0] == lower[1]:
        return None
    low, high = days if lower[0] else reversed(days)
    excludes = kind == CriterionKind.EXCLUSION and not bounds.ranged
    if bounds.join == "all" and low > high and excludes:
        return "any"
    return bounds.join if (low < high) == (bounds.join == "all") else None
