"""Put the parts of doses together: which substance, route and rhythm belongs to which amount."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final, TypeVar

from data.drafting.doses.find import FoundPart, Kind, parts
from data.drafting.doses.lexicon import any_of
from data.drafting.doses.model import Cycle, DoseCount, DraftDose, Interval, Range, Timespan
from data.drafting.doses.names import NAMELESS, Name, name_at, name_behind, stands_alone
from data.drafting.nodes import Span
from data.drafting.normalise import Normalised, normalise

_LONGEST: Final = 10_000  # signs
_MOST: Final = 12
"""More amounts than these in one text are a table or a protocol: nothing is drafted from it."""

_WEEK: Final = 7  # days
_ONE_FRACTION: Final = 10  # Gy: what is more is a course, unless the text says fraction
_BLANK: Final = re.compile(any_of("blank"))
_PLACEBO_ONLY: Final = re.compile(any_of("placebo_only"))
_NO_DOSE: Final = re.compile(any_of("no_dose"))
_MAYBE: Final = re.compile(any_of("maybe"))
_ASIDE: Final = re.compile(
    rf"{any_of('maybe')}|\b(?:patients|subjects|participants|those) (?:with|who|aged)"
)
_RISES: Final = re.compile(any_of("rises"))
_BEFORE: Final = re.compile(f"{any_of('before')} ?$")
_AFTER: Final = re.compile(rf"\s*{any_of('after')}")
_FORM: Final = (
    r"(?:tablets?|tabs?|capsules?|caps|pills?|syringes?|pens?|vials?|ampoules?|sachets?|"
    r"patch(?:es)?|puffs?|sprays?|inhalations?|bottles?)"
)
_SEVERAL: Final = r"\b(?:[2-9]|[1-9]\d|two|three|four|five|six)"
_COUNTED: Final = re.compile(
    rf"{_SEVERAL}\b\W{{0,3}}(?:x\W{{1,2}})?(?:\d[\d.,]*[ -]?(?:mg|ug|mcg|g|iu|ml)[ -]|of )?"
    rf"(?:\w+ )?{_FORM}\b"
)
_MADE_UP: Final = re.compile(
    rf"(\d ?(?:mg|ug|mcg|g|iu|u|units|ml|mbq)\b[^.(]{{0,40}})"
    rf"\((?:(?:(?:given|administered|taken|supplied) )?(?:as |in )?"
    rf"(?:\d+|one|two|three|four|five|six)\b[^()]{{0,30}}?\b(?:{_FORM}|injections?)\b[^()]{{0,30}}|"
    rf"\d+ ?x ?\d[\d.,]* ?[a-z]+)\)"
)
"""How an amount is made up: `150 mg (2 syringes of 75 mg)`."""
_TABLETS: Final = re.compile(
    r"[ -]?(?:film-coated |coated |oral )*(?:tablets?|capsules?|pills?|caplets?)\b"
)
_LINK: Final = re.compile(any_of("links"))
_STRONG: Final = re.compile(r"followed by|then|versus|vs|;")
_ALTERNATIVE: Final = "as an alternative"
_EXAMPLE: Final = "as an example"
_OR: Final = re.compile(r"(?:,\s*)?(?:or|vs|versus)\b")
_EXAMPLES: Final = re.compile(
    rf"\be\.?g\b|\bfor example\b|\bsuch as\b|\bor equivalent\b|\b{_EXAMPLE}\b"
)
_LATER: Final = re.compile(
    r"\b(?:followed by|then(?! (?:weekly|monthly|daily)\b))\b(?! every| q\d| once)"
)
_FIRST: Final = re.compile(r"\b(?:loading|load|ld|bolus|initial|starting|induction)\b")
_THEN: Final = re.compile(r"\bthen\b|\bthereafter\b|followed by|\bmaintenance\b")
_GOES_ON: Final = re.compile(r"(?:(?:,|;|and|or|vs|versus|then|followed by)\s*)+")
_SENTENCE: Final = re.compile(r"(?<!\be\.g)(?<!\bi\.e)(?<!approx)(?<!\bno)(?<!\beq)\.(?=\s|$)|\n+")
_REPEATS: Final = re.compile(
    r"^\W*(?:(?:treatment|courses?|cycles?|therapy|this|these)\b.{0,60}?"
    r"\b(?:repeat|continue|given|administered|last)|all patients continue)"
)

_T = TypeVar("_T", Range, DoseCount, Timespan, Interval, Cycle, str)


@dataclass(frozen=True, kw_only=True)
class _Head:
    """What a dose stands on: an amount, or a named drug with its route."""

    start: int
    end: int
    name: Name | None
    amount: FoundPart | None = None
    is_dose: bool = True


@lru_cache(maxsize=4096)
def draft_doses(
    text: str, name: str | None = None, arm: str | None = None
) -> tuple[DraftDose, ...]:
    """Draft the doses a text of an arm group or intervention states, as far as they are plain.

    Args:
        text: a description, label or name, verbatim.
        name: the intervention it belongs to, where that is one alone: its name stands for a
            substance that the text leaves out.
        arm: the label of the arm group it belongs to, where that is one alone.
    """
    if not text or len(text) > _LONGEST or (name and _PLACEBO_ONLY.search(name.lower())):
        return ()
    normalised = _without_asides(normalise(text))
    if normalised.text.count("mg") > 4 * _MOST:
        return ()
    blank_arm = bool(arm and _PLACEBO_ONLY.search(arm.lower()))
    doses: list[DraftDose] = []
    told: list[FoundPart] = []  # sentences without an amount that say how all of it goes on
    for start, end in _sentences(normalised):
        sentence = _Sentence(normalised, start, end, name)
        made = sentence.doses()
        if blank_arm:
            made = [dose for dose in made if dose.substance and not dose.from_record]
        doses += made
        if not made and _REPEATS.match(normalised.text[start:end]):
            told += sentence.parts
        elif not made and not sentence.amounts:
            told += [one for one in sentence.parts if one.kind == "route"]
    if len(doses) > _MOST:
        return ()
    return tuple(_together(doses, told, normalised, name))


def _without_asides(normalised: Normalised) -> Normalised:
    """Blank brackets on how an amount is made up, or what may be; all signs keep their places."""
    text = _MADE_UP.sub(lambda match: match[1].ljust(len(match[0])), normalised.text)
    text = re.sub(r"\([^()]*\)", lambda m: " " * len(m[0]) if _ASIDE.search(m[0]) else m[0], text)
    return replace(normalised, text=text)


def _sentences(normalised: Normalised) -> Iterator[tuple[int, int]]:
    text, source, start = normalised.text, normalised.source, 0
    for match in _SENTENCE.finditer(text):
        short = re.search(
            r"(?:^|[^\w])\w(?:\.\w){0,2}$", text[max(0, match.start() - 7) : match.start()]
        )
        first = source[normalised.places[match.end()] :].lstrip()[:1]
        if match[0] == "." and short and not first.isupper():
            continue  # `i.v. every 8 weeks`
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _together(
    doses: list[DraftDose], told: list[FoundPart], normalised: Normalised, name: str | None
) -> Iterator[DraftDose]:
    """Give doses what sentences beside them say of all; two readings of one fact are neither."""
    substances = {dose.substance for dose in doses}
    cycle = _only(told, "cycle", Cycle)
    count = _only(told, "count", DoseCount)
    until = _only(told, "until", str)
    route = _only(told, "route", str) if len(substances) == 1 or name else None
    ends = next((one for one in told if one.kind == "until"), None) if until else None
    seen: set[tuple[object, ...]] = set()
    for dose in doses:
        if any(_goes_further(other, dose) for other in doses):
            continue
        if cycle is not None and cycle.length and cycle.days is None:
            own = dose.cycle or Cycle()
            dose = replace(dose, cycle=own if own.length else replace(own, length=cycle.length))
            dose = replace(dose, count=dose.count or count)
        if ends is not None and dose.until is None:
            dose = replace(dose, until=_verbatim(normalised, ends.start, ends.end))
        dose = replace(dose, route=dose.route or route)
        key = (
            (dose.substance, dose.amount, dose.unit, dose.interval, dose.cycle, dose.count),
            (dose.infusion, dose.duration),
        )
        if key not in seen:
            seen.add(key)
            yield dose


def _goes_further(one: DraftDose, other: DraftDose) -> bool:
    """Whether one says of the same amount how it is given, where the other has a day's total."""
    a_day = bool(other.unit and other.unit.endswith("/d")) and one.unit == (other.unit or "")[:-2]
    return a_day and (one.substance, one.amount) == (other.substance, other.amount)


def _verbatim(normalised: Normalised, start: int, end: int) -> str:
    first, last = normalised.original(start, end)
    return normalised.source[first:last]


def _only(found: Sequence[FoundPart], kind: Kind, of: type[_T]) -> _T | None:
    """The one value of a kind; None where there is none, or where there are several."""
    values = {one.value for one in found if one.kind == kind}
    value = values.pop() if len(values) == 1 else None
    return value if isinstance(value, of) else None


class _Sentence:
    """One sentence, its parts, and the doses in it."""

    def __init__(self, normalised: Normalised, start: int, end: int, name: str | None) -> None:
        self.normalised, self.start, self.name = normalised, start, name
        self.text = normalised.text[start:end]
        self.parts = [
            replace(one, start=one.start + start, end=one.end + start) for one in parts(self.text)
        ]
        self.amounts = [one for one in self.parts if one.kind == "amount"]

    def between(self, start: int, end: int) -> str:
        return self.normalised.text[start:end]

    def doses(self) -> list[DraftDose]:
        if _NO_DOSE.search(self.text) or _MAYBE.search(self.text):
            return []
        if _COUNTED.search(self.text) and any("{" not in (one.unit or "{") for one in self.amounts):
            return []  # a strength, and how many of it
        heads = self.heads()
        if not any(head.is_dose for head in heads) or len(heads) > _MOST:
            return []
        edges = self.edges(heads)
        made: list[DraftDose | None] = []
        for head, (start, end) in zip(heads, edges, strict=True):
            prior = made[-1] if made else None
            made.append(self.dose(head, start, end, prior) if head.is_dose else None)
        return [dose for dose in self.shared(heads, made, edges) if dose is not None]

    def heads(self) -> list[_Head]:
        found = [self.amount_head(one) for one in self.amounts]
        heads = [head for head in found if head is not None]
        if heads or self.amounts:
            return heads
        return list(self.bare_heads())

    def amount_head(self, one: FoundPart) -> _Head | None:
        before, after = self.between(self.start, one.start), self.text[one.end - self.start :]
        if self.restates(one):
            return None
        if self.is_course(one) or _AFTER.match(after) or _BEFORE.search(before.rstrip(" (") + " "):
            return _Head(start=one.start, end=one.end, name=None, amount=one, is_dose=False)
        name = name_at(self.normalised, self.start, one.start, one.end)
        places = [one, *([name] if name else ())]
        start, end = min(part.start for part in places), max(part.end for part in places)
        return _Head(start=start, end=end, name=name, amount=one)

    def is_course(self, one: FoundPart) -> bool:
        """Whether an amount of radiation may be that of a whole course."""
        if one.unit not in ("Gy", "cGy") or not isinstance(one.value, Range):
            return False
        beside = self.between(max(self.start, one.start - 30), one.end + 20)
        alone = sum(other.unit == one.unit for other in self.amounts) == 1
        low = one.value.high <= (_ONE_FRACTION if one.unit == "Gy" else _ONE_FRACTION * 100)
        told = re.search(r"fractions? of|per fraction|/ ?f(?:rac|x)", beside)
        return not (told or "single" in self.text or (alone and low))

    def restates(self, one: FoundPart) -> bool:
        """Whether a bracket or stroke repeats the amount before it in another unit."""
        prior = [other for other in self.amounts if other.end <= one.start]
        gap = self.between(prior[-1].end, one.start) if prior else None
        return gap is not None and bool(re.fullmatch(r"\s*[(/=]\s*", gap))

    def bare_heads(self) -> Iterator[_Head]:
        """Named drugs without an amount, each before its route; or the intervention alone."""
        routes = [one for one in self.parts if one.kind == "route"]
        for route in routes:
            name = name_at(self.normalised, self.start, route.start, route.end, before_only=True)
            if name is not None and name.text.lower() not in NAMELESS:
                yield _Head(start=name.start, end=route.end, name=name)
        if routes and self.name and stands_alone(self.text):
            yield _Head(start=self.start, end=routes[-1].end, name=None)

    def edges(self, heads: Sequence[_Head]) -> list[tuple[int, int]]:
        """Where the words that belong to each dose begin and end."""
        end = self.start + len(self.text)
        cuts = [self.begins(heads[0])]
        for one, other in pairwise(heads):
            cuts.append(self.cut(one.end, max(other.start, one.end)))
        return list(zip(cuts, [*cuts[1:], end], strict=True))

    def begins(self, head: _Head) -> int:
        """Where the words of the first dose begin: behind what comes before it in time."""
        earlier = list(_LATER.finditer(self.between(self.start, head.start)))
        return self.start + (earlier[-1].start() if earlier else 0)

    def ends(self, head: _Head, end: int) -> int:
        """Where its words end: before what follows it, or another substance, without an amount."""
        places = [later.start() for later in _LATER.finditer(self.between(head.end, end))]
        places += [
            link.start() - head.end
            for link in self.links(head.end, end)
            if name_behind(self.normalised.text, link.end())
        ]
        return head.end + min(places) if places else end

    def links(self, start: int, end: int) -> Iterator[re.Match[str]]:
        """The words that join doses between two places, and are no part of one."""
        taken = [(one.start, one.end) for one in self.parts if one.kind != "until"]
        for match in _LINK.finditer(self.normalised.text, start, end):
            if not any(first <= match.start() < last for first, last in taken):
                yield match

    def cut(self, start: int, end: int) -> int:
        """Where one dose ends and the next begins: at the last word between them that joins."""
        links = [link.start() for link in self.links(start, end)]
        named = [
            one.start
            for one in self.parts
            if one.kind == "cycle"
            and start <= one.start < one.end <= end
            and self.normalised.text.startswith(":", one.end)
        ]
        if named:
            return named[0]  # `day 1: 200 mg`
        strong = [place for place in links if len(_LINK.match(self.between(place, end))[0]) > 6]  # type: ignore[index]
        return strong[0] if strong else (links[-1] if links else end)

    def dose(self, head: _Head, start: int, end: int, prior: DraftDose | None) -> DraftDose | None:
        words = self.between(start, end)
        blank = _BLANK.search(words)
        if blank is not None:
            join = re.search(
                r"(?:,|\band\b|\bplus\b|\+|\bor\b|\bversus\b|\bvs\b)[^,]*$", words[: blank.start()]
            )
            if join is None or start + join.start() < head.end:
                return None
            end = start + join.start()
            words = self.between(start, end)
        end = self.ends(head, end)
        words = self.between(start, end)
        own = [one for one in self.parts if start <= one.start < end and one.kind != "amount"]
        amount = head.amount
        rhythmic = any(one.kind in ("interval", "cycle", "count") for one in own)
        if amount and not rhythmic and _TABLETS.match(self.between(amount.end, end)):
            return None
        made = self.made(head, own, words)
        if head.name is None and prior is not None and self.goes_on(head, start):
            made = replace(made, substance=prior.substance, from_record=prior.from_record)
        if amount is not None and made.substance is None and not (_scheduled(made) or made.route):
            return None
        first, last = self.normalised.original(
            min(head.start, *(one.start for one in own)) if own else head.start,
            max(head.end, *(one.end for one in own)) if own else head.end,
        )
        return replace(made, span=Span(start=first, end=last))

    def goes_on(self, head: _Head, start: int) -> bool:
        """Whether it follows the dose before with no other words between: `then 90 mg`."""
        link = _GOES_ON.match(self.between(start, head.start).strip())
        words = re.findall(r"[^\W\d][\w-]*", self.between(start, head.start))
        return link is not None and all(word in NAMELESS or _LINK.fullmatch(word) for word in words)

    def made(self, head: _Head, own: Sequence[FoundPart], words: str) -> DraftDose:
        substance = head.name.text if head.name else None
        unit = head.amount.unit if head.amount else None
        intervals = [one for one in own if one.kind == "interval"]
        interval = _only(intervals, "interval", Interval)
        cycle, conflict = _cycle(own), False
        if len(intervals) > 1 and interval is None:
            between = self.between(intervals[0].end, intervals[-1].start)
            interval, length = (None, None) if _LINK.search(between) else _two(intervals)
            conflict = interval is None
            cycle = replace(cycle or Cycle(), length=length) if length else cycle
        if interval and cycle and not _THEN.search(words):
            interval, cycle = _listed_in(interval, cycle)
        divided = re.search(r"\bdivided\b", words)
        if unit and unit.endswith("/d") and interval and not divided and interval.per:
            unit = unit.removesuffix("/d")
        if unit and not unit.endswith("/d") and re.search(r"\bdaily dos(?:e|age)\b", words):
            interval, unit = (interval, unit) if interval else (None, f"{unit}/d")
        between_days = interval.days or 0 if interval else 0
        if unit and unit.endswith("/d") and between_days >= _WEEK:
            interval, cycle = None, replace(cycle or Cycle(), length=round(between_days))
        if unit and unit.endswith(("/min", "/h")):
            interval = None
        count = _only(own, "count", DoseCount)
        if unit and unit.endswith("/d") and count and re.search(r"\bin \w+ doses\b", words):
            count = None  # on each day
        value = head.amount.value if head.amount else None
        windows = _only(own, "window", Timespan) if interval or cycle else None
        return DraftDose(
            substance=substance or self.name,
            from_record=substance is None and self.name is not None,
            amount=value if isinstance(value, Range) else None,
            unit=unit,
            route=_only(own, "route", str),
            interval=interval,
            cycle=cycle,
            count=None if conflict else count,
            duration=None if conflict else _only(own, "duration", Timespan),
            window=windows,
            infusion=_only(own, "infusion", Timespan),
            titration=bool(_RISES.search(words)),
            only=_only_as(words, self.text),
            span=Span(start=0, end=1),
        )

    def shared(
        self,
        heads: Sequence[_Head],
        made: Sequence[DraftDose | None],
        edges: Sequence[tuple[int, int]],
    ) -> list[DraftDose | None]:
        """Give each dose what the sentence says before the first or behind the last for all."""
        ends = [one for one in self.parts if one.kind == "until" and one.start >= heads[-1].end]
        until = _verbatim(self.normalised, ends[0].start, ends[0].end) if len(ends) == 1 else None
        found, lasting = list(made), 0  # the first dose that `until` is of
        instead: set[int] = set()
        follows: set[int] = set()
        rises = listed = False
        for place in range(len(found) - 2, -1, -1):
            one, other = found[place], found[place + 1]
            link = self.between(edges[place + 1][0], heads[place + 1].start).strip()
            listed = bool(re.match(r"(?:and|or|vs)\b", link)) or (link.startswith(",") and listed)
            if _OR.match(link) or (link.startswith(",") and place + 2 in instead):
                instead.add(place + 1)
            rises = rises or (not listed and _rises(one, other))
            if _STRONG.match(link):
                lasting = max(lasting, place + 1)
                follows.update(range(place + 1, len(found)) if link[:1] in "ft" else ())
                continue
            own = other is made[place + 1] and self.in_brackets(heads[place + 1], edges[place + 1])
            if own or one is None or other is None:
                continue
            steps = bool(_FIRST.search(self.between(*edges[place]))) or (
                one.substance == other.substance and not listed
            )
            found[place] = _with_shared(one, other, is_and=link.startswith("and"), steps=steps)
        lead = [one for one in self.parts if one.kind == "route" and one.end <= heads[0].start]
        route = _only(lead, "route", str)
        names = {dose.substance for dose in found if dose}
        rises = rises or (
            len(names - {None}) == 1 and bool(_RISES.search(self.text.partition(";")[0]))
        )
        told = [dose and (dose if dose.amount or _scheduled(dose) else None) for dose in found]
        return [
            dose
            and replace(
                dose,
                route=dose.route or (route if len(names) == 1 else None),
                until=until if place >= lasting else None,
                titration=dose.titration or rises,
                later=place in follows,
                only=_ALTERNATIVE if place in instead else dose.only,
            )
            for place, dose in enumerate(told)
        ]

    def in_brackets(self, head: _Head, edge: tuple[int, int]) -> bool:
        """Whether all that is told of a dose stands in brackets behind its name."""
        named = head.name.end if head.name else head.start
        if not head.amount or "(" not in self.between(named, max(named, head.amount.start)):
            return False
        closed = self.normalised.text.find(")", head.amount.end, edge[1])
        return not any(
            closed < one.start < edge[1] and one.kind in ("interval", "cycle") for one in self.parts
        )


def _with_shared(one: DraftDose, other: DraftDose, *, is_and: bool, steps: bool) -> DraftDose:
    """Give a dose what the words behind the one joined to it say of both.

    Args:
        one, other: in the order of the sentence.
        is_and: `and` joins them.
        steps: they are a first and a later dose of one thing, whose rhythms differ.
    """
    was_silent = _silent(one)
    length = other.cycle.length or round(other.days_between or 0) if other.cycle else 0
    if other.cycle and length and (one.cycle or not one.interval):
        cycle = one.cycle or (Cycle() if was_silent else None)
        if cycle and cycle.length is None:
            days = cycle.days or (other.cycle.days if was_silent else None)
            one = replace(one, cycle=replace(cycle, days=days, length=length))
    if one.amount is None and not _scheduled(one) and is_and:
        one = replace(one, interval=other.interval, cycle=other.cycle)
        one = replace(one, count=other.count, duration=other.duration)
    if _silent(one) and one.cycle is None and other.interval and not steps:
        one = replace(one, interval=other.interval, count=other.count)
    if one.route is None and was_silent:
        one = replace(one, route=other.route)
    if one.duration is None and one.interval and one.interval == other.interval:
        one = replace(one, duration=other.duration)
    return one


def _only_as(words: str, sentence: str) -> str | None:
    """Say whether a dose is told as an alternative or an example; None for most."""
    if _ALTERNATIVE in words:
        return _ALTERNATIVE
    return _EXAMPLE if _EXAMPLES.search(sentence) else None


def _rises(one: DraftDose | None, other: DraftDose | None) -> bool:
    """Whether a dose that lasts for a time is followed by more of the same: steps of a plan."""
    if one is None or other is None or (one.substance, one.unit) != (other.substance, other.unit):
        return False
    lasts = one.duration or (one.cycle and one.cycle.unit == "wk")
    amounts = [dose.amount and dose.amount.high / (dose.days_between or 1) for dose in (one, other)]
    return bool(lasts and amounts[0] and amounts[1] and amounts[0] < amounts[1])


def _scheduled(dose: DraftDose) -> bool:
    return bool(dose.cycle) or not _silent(dose)


def _silent(dose: DraftDose | None) -> bool:
    return dose is not None and not (dose.interval or dose.count or dose.duration or dose.infusion)


def _cycle(own: Sequence[FoundPart]) -> Cycle | None:
    """Join the days of a cycle and its length, which stand apart in the sentence."""
    cycles = [one.value for one in own if one.kind == "cycle" and isinstance(one.value, Cycle)]
    listed = {(one.days, one.unit) for one in cycles if one.days}
    lengths = {one.length for one in cycles if one.length}
    if len(listed) > 1 or len(lengths) > 1 or not cycles:
        return None
    days, unit = next(iter(listed), (None, "d"))
    return Cycle(days=days, length=next(iter(lengths), None), unit=unit)


def _listed_in(interval: Interval, cycle: Cycle) -> tuple[Interval | None, Cycle]:
    """Read `days 1, 8 and 15 every 28 days` as a cycle; one day in a rhythm stays a rhythm."""
    days, length = cycle.days or (), interval.days
    in_days = cycle.unit == "d" and interval.every in ("d", "wk")
    if len(days) < 2 or not in_days or cycle.length or not length or length <= days[-1] - days[0]:
        return interval, cycle
    return None, replace(cycle, length=round(length))


def _two(found: Sequence[FoundPart]) -> tuple[Interval | None, int | None]:
    """Read `once daily every 21 days` as a rhythm within a cycle; other pairs not at all."""
    # In their order: a set has none, and the same words would be read in two ways.
    values = tuple(dict.fromkeys(one.value for one in found if isinstance(one.value, Interval)))
    counts = Counter(one.per == "d" or (one.every == "d" and one.high == 1) for one in values)
    if len(values) != 2 or counts[True] != 1:
        close = {one.days for one in values}
        return (values[0], None) if len(close) == 1 and None not in close else (None, None)
    daily = next(one for one in values if one.per == "d" or (one.every == "d" and one.high == 1))
    other = next(one for one in values if one is not daily)
    days = other.days
    if other.every == "d" and days == 1:  # `daily ... twice daily`
        return daily, None
    return (daily, int(days)) if days and days >= 7 and other.every in ("d", "wk") else (None, None)
