"""Put the parts of doses together: which substance, route and rhythm belongs to which amount."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final, TypeVar

from data.drafting.doses.find import Found, Kind, parts
from data.drafting.doses.model import Cycle, DraftDose, Interval, Range, Timespan
from data.drafting.doses.names import NAMELESS, Name, name_at, stands_alone
from data.drafting.nodes import Span
from data.drafting.normalise import Normalised, normalise

_LONGEST: Final = 10_000  # signs
_MOST: Final = 12
"""More amounts than these in one text are a table or a protocol: nothing is drafted from it."""

_BLANK: Final = re.compile(
    r"placebo|\bsham\b|\bvehicle\b|\bdummy\b|\bmatching\b|\bsaline\b|\bmock\b"
)
_PLACEBO_ONLY: Final = re.compile(r"placebo|\bsham\b|\bvehicle\b|\bno (?:treatment|intervention)\b")
_NO_DOSE: Final = re.compile(
    r"\bcontain|\bsuppli(?:ed|es)\b|\bstrength|\bvials?\b|\bcomposition|\bformulated|"
    r"available (?:in|as)|"
    r"\breconstitut|\bdilut|\bconcentration of|\bsampl|\bblood (?:draw|volume|collect)|"
    r"\bvenous blood|"
    r"\bcollected\b|\bcomprised of|\bconsist(?:s|ing) of\b|\bwash(?:ed)? ?out|\bserum\b|"
    r"\bplasma\b|"
    r"\bbody mass|\bhba1c|\bsodium intake|\bmeals?\b.*\b(?:g|kcal)\b|\bcalor|\bdiet\b|\bdietary\b|"
    r"\bexample dos|\bper (?:tablet|capsule|vial|bottle|sachet|serving|ampoule)|"
    r"\b(?:each|one) (?:tablet|capsule|sachet|bottle|ampoule)\b|\bblood glucose|\bcholesterol\b|"
    r"\bldl\b|"
    r"\bgastric\b.*\bvolume|\bsyringe\b|\bresin\b|\bgauge\b|\bdevice\b|\bapplicator\b"
)
_MAY: Final = re.compile(
    r"\bif (?!tolerated)|\bmay be\b|\bmay receive\b|\bcan be\b|\ballowed\b|\breduc|\brescue\b|"
    r"\bas needed\b|\bprn\b|"
    r"\bdiscretion\b|\bwhichever\b|\bdepending\b|\bbased on\b|\badjust|\bin case\b|"
    r"\bwere? eligible\b|"
    r"\bprevious(?:ly)?\b|\bprior to enrol|\bhistory\b|\bequivalent to\b|\bdose[- ]escalat|"
    r"\bescalat|"
    r"\bcohorts? \d|\bdose levels?\b|\bcould be\b|\bwhose?\b.*\bweigh|\bweigh(?:s|ing|ed)\b"
)
_RISES: Final = re.compile(
    r"\btitrat|\bup-?titrat|\bincreas(?:e|ed|ing)(?: \w+){0,4} (?:to|by|every)\b|\btaper"
)
_BEFORE: Final = re.compile(
    r"(?:[<>]=?|\bless than|\bgreater than|\bmore than|\bat least|\bat most|\bup to|"
    r"\bmax(?:imum|imal)?"
    r"(?: (?:total |daily |single )?dose)?(?: of| is|:)?|\bnot (?:to )?exceed(?:ing)?|"
    r"\bmin(?:imum)?(?: of)?|"
    r"\btotal(?: \w+){0,3}(?: of| is|:)?|\bcumulative(?: \w+){0,3}(?: of)?|\babove|\bbelow|"
    r"\bover|\blimited to|"
    r"\bincrements? of|\bincreas(?:e|ed|ing)(?: \w+){0,3} (?:to|by)|"
    r"\bdecreas\w+(?: \w+){0,3} (?:to|by)|"
    r"\breduced to|(?<!followed )\bby|[=~]|\d,? ?(?:or|and|,)|\d\s*x|/|\d\s?%? ?\(|\bmaximally|"
    r"\babout half of|\bfrom|\bdilution of|"
    r"\b(?:two|three|four|five|six|[2-9])) ?$"
)
_AFTER: Final = re.compile(
    r"\s*(?:/(?!\s*\d)|\s?-?\s?(?:strength|vials?|syringes?|pens?|bottles?|ampoules?|sachets?|"
    r"kits?|solution\b|"
    r"implants?|patch)|in total\b|total\b|\(total|cumulative|,? in \d+ m|of (?:water|blood|"
    r"saline|fluid|fat|"
    r"protein|fib(?:re|er)|sugar|carbohydrate|food|glucose|urine|air|caffeine)|"
    r"in (?:\d+ [fdwm](?!ivided)|a total)|±|\+/-)"
)
_TABLETS: Final = re.compile(
    r"[ -]?(?:film-coated |coated |oral )*(?:tablets?|capsules?|pills?|caplets?)\b"
)
_LINK: Final = re.compile(
    r"\bin combination with\b|\bcombined with\b|\balong with\b|\btogether with\b|\bfollowed by\b|"
    r"\bthen\b|\bplus\b|\bconcurrent(?:ly)? with\b|\bin addition to\b|[;+]|\band\b|\bor\b|,|"
    r"\bwith\b|\bversus\b|\bvs\b"
)
_STRONG: Final = re.compile(r"followed by|then|versus|vs|;")
_GOES_ON: Final = re.compile(r"followed by|then|or|;")
_SENTENCE: Final = re.compile(r"(?<!\be\.g)(?<!\bi\.e)(?<!approx)(?<!\bno)\.(?=\s|$)|\n+")
_REPEATS: Final = re.compile(
    r"^\W*(?:(?:treatment|courses?|cycles?|therapy|this|these)\b.{0,60}?"
    r"\b(?:repeat|continue|given|administered|last)|all patients continue)"
)

_T = TypeVar("_T", Range, Timespan, Interval, Cycle, str)


@dataclass(frozen=True, kw_only=True)
class _Head:
    """What a dose stands on: an amount, or a named drug with its route."""

    start: int
    end: int
    name: Name | None
    amount: Found | None = None
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
    normalised = normalise(text)
    if normalised.text.count("mg") > 4 * _MOST:
        return ()
    blank_arm = bool(arm and _PLACEBO_ONLY.search(arm.lower()))
    doses: list[DraftDose] = []
    told: list[Found] = []  # sentences without an amount that say how all of it goes on
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
    doses: list[DraftDose], told: list[Found], normalised: Normalised, name: str | None
) -> Iterator[DraftDose]:
    """Give doses what sentences beside them say of all; two readings of one fact are neither."""
    substances = {dose.substance for dose in doses}
    cycle = _only(told, "cycle", Cycle)
    count = _only(told, "count", Range)
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


def _only(found: Sequence[Found], kind: Kind, of: type[_T]) -> _T | None:
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
        if _NO_DOSE.search(self.text) or _MAY.search(self.text):
            return []
        heads = self.heads()
        if not any(head.is_dose for head in heads) or len(heads) > _MOST:
            return []
        edges = self.edges(heads)
        made: list[DraftDose | None] = []
        for head, (start, end) in zip(heads, edges, strict=True):
            prior = next((one for one in reversed(made) if one), None)
            made.append(self.dose(head, start, end, prior) if head.is_dose else None)
        return [dose for dose in self.shared(heads, made, edges) if dose is not None]

    def heads(self) -> list[_Head]:
        found = [self.amount_head(one) for one in self.amounts]
        heads = [head for head in found if head is not None]
        if heads or self.amounts:
            return heads
        return list(self.bare_heads())

    def amount_head(self, one: Found) -> _Head | None:
        before, after = self.between(self.start, one.start), self.text[one.end - self.start :]
        if self.restates(one):
            return None
        if _AFTER.match(after) or _BEFORE.search(before.rstrip(" (") + " "):
            return _Head(start=one.start, end=one.end, name=None, amount=one, is_dose=False)
        name = name_at(self.normalised, self.start, one.start, one.end)
        return _Head(start=min(one.start, name.start if name else one.start),
                     end=max(one.end, name.end if name else 0), name=name, amount=one)  # fmt: skip

    def restates(self, one: Found) -> bool:
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
        cuts = [self.start]
        for one, other in pairwise(heads):
            cuts.append(self.cut(one.end, max(other.start, one.end)))
        return list(zip(cuts, [*cuts[1:], end], strict=True))

    def cut(self, start: int, end: int) -> int:
        """Where one dose ends and the next begins: at the last word between them that joins."""
        taken = [(one.start, one.end) for one in self.parts if one.kind != "until"]
        links = [
            match.start() + start
            for match in _LINK.finditer(self.between(start, end))
            if not any(a <= match.start() + start < b for a, b in taken)
        ]
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
        own = [one for one in self.parts if start <= one.start < end and one.kind != "amount"]
        amount = head.amount
        if amount is not None and _TABLETS.match(self.between(amount.end, end)):
            counted = re.search(
                r"\b(?:[2-9]|two|three|four)\b[ x-]*$", self.between(start, amount.start)
            )
            if counted or not any(one.kind in ("interval", "cycle", "count") for one in own):
                return None
        made = self.made(head, own, words)
        if head.name is None and prior is not None and _GOES_ON.match(words.strip()):
            made = replace(made, substance=prior.substance, from_record=prior.from_record)
        scheduled = (made.interval, made.cycle, made.count, made.duration, made.infusion)
        if amount is None and not any(scheduled):
            return None
        if amount is not None and made.substance is None and not any((*scheduled, made.route)):
            return None
        first, last = self.normalised.original(
            min(head.start, *(one.start for one in own)) if own else head.start,
            max(head.end, *(one.end for one in own)) if own else head.end,
        )
        return replace(made, span=Span(start=first, end=last))

    def made(self, head: _Head, own: Sequence[Found], words: str) -> DraftDose:
        substance = head.name.text if head.name else None
        unit = head.amount.unit if head.amount else None
        intervals = [one for one in own if one.kind == "interval"]
        interval = _only(intervals, "interval", Interval)
        cycle = _cycle(own)
        if len(intervals) > 1 and interval is None:
            interval, length = _two(intervals)
            cycle = replace(cycle or Cycle(), length=length) if length else cycle
        divided = re.search(r"\bdivided\b", words)
        if unit and unit.endswith("/d") and interval and not divided and interval.per:
            unit = unit.removesuffix("/d")
        if unit and not unit.endswith("/d") and re.search(r"\bdaily dos(?:e|age)\b", words):
            interval, unit = (interval, unit) if interval else (None, f"{unit}/d")
        if unit and unit.endswith(("/min", "/h")):
            interval = None
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
            count=_only(own, "count", Range),
            duration=_only(own, "duration", Timespan),
            window=windows,
            infusion=_only(own, "infusion", Timespan),
            titration=bool(_RISES.search(self.text)),
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
        found = list(made)
        for place in range(len(found) - 2, -1, -1):
            one, other = found[place], found[place + 1]
            link = self.between(edges[place + 1][0], heads[place + 1].start)
            head = heads[place + 1]
            named = head.name.end if head.name else head.start
            own = head.amount and "(" in self.between(named, max(named, head.amount.start))
            if own or one is None or other is None or _STRONG.match(link.strip()):
                continue
            if other.cycle and other.cycle.length and (one.cycle or not one.interval):
                cycle = one.cycle or (Cycle() if _silent(one) else None)
                if cycle and cycle.length is None:
                    days = cycle.days or (other.cycle.days if _silent(one) else None)
                    cycle = replace(cycle, days=days, length=other.cycle.length)
                    one = replace(one, cycle=cycle)
            if _silent(one) and one.cycle is None and other.interval:
                one = replace(one, interval=other.interval, count=other.count)
            if one.route is None and _silent(made[place]):
                one = replace(one, route=other.route)
            if one.duration is None and one.interval and one.interval == other.interval:
                one = replace(one, duration=other.duration)
            found[place] = one
        lead = [one for one in self.parts if one.kind == "route" and one.end <= heads[0].start]
        route = _only(lead, "route", str)
        names = {dose.substance for dose in found if dose}
        steps = len(names) == 1 and len(heads) > 1 and re.search(r"for the first", self.text)
        return [
            dose
            and replace(
                dose,
                route=dose.route or (route if len(names) == 1 else None),
                until=until,
                titration=dose.titration or bool(steps),
            )
            for dose in found
        ]


def _silent(dose: DraftDose | None) -> bool:
    return dose is not None and not (dose.interval or dose.count or dose.duration or dose.infusion)


def _cycle(own: Sequence[Found]) -> Cycle | None:
    """Join the days of a cycle and its length, which stand apart in the sentence."""
    cycles = [one.value for one in own if one.kind == "cycle" and isinstance(one.value, Cycle)]
    listed = {(one.days, one.unit) for one in cycles if one.days}
    lengths = {one.length for one in cycles if one.length}
    if len(listed) > 1 or len(lengths) > 1 or not cycles:
        return None
    days, unit = next(iter(listed), (None, "d"))
    return Cycle(days=days, length=next(iter(lengths), None), unit=unit)


def _two(found: Sequence[Found]) -> tuple[Interval | None, int | None]:
    """Read `once daily every 21 days` as a rhythm within a cycle; other pairs not at all."""
    values = {one.value for one in found if isinstance(one.value, Interval)}
    counts = Counter(one.per == "d" or (one.every == "d" and one.high == 1) for one in values)
    if len(values) != 2 or counts[True] != 1:
        close = {one.days for one in values}
        return (next(iter(values)), None) if len(close) == 1 and None not in close else (None, None)
    daily = next(one for one in values if one.per == "d" or (one.every == "d" and one.high == 1))
    other = next(one for one in values if one is not daily)
    days = other.days
    if other.every == "d" and days == 1 and daily.days == 1:
        return daily, None
    if other.every == "d" and days == 1:  # `daily ... twice daily`
        return daily, None
    return (daily, int(days)) if days and days >= 7 and other.every in ("d", "wk") else (None, None)
