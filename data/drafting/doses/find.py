"""Find what a dose is made of, each with its place: amounts, routes, rhythms, lengths of time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from data.drafting.doses.lexicon import table
from data.drafting.doses.model import Cycle, DoseCount, Interval, Range, Timespan

Kind = Literal[
    "amount", "route", "interval", "cycle", "count", "duration", "until", "window", "infusion"
]
PartValue = Range | Timespan | Interval | Cycle | str


@dataclass(frozen=True, kw_only=True)
class FoundPart:
    """One part of a dose and its place in the normalised text; `unit` only of an amount."""

    kind: Kind
    value: PartValue
    start: int
    end: int
    unit: str | None = None

    @classmethod
    def at(
        cls, match: re.Match[str], kind: Kind, value: PartValue, unit: str | None = None
    ) -> FoundPart:
        """What a match stands for."""
        return cls(kind=kind, value=value, start=match.start(), end=match.end(), unit=unit)


_NUMBERS: Final = "zero one two three four five six seven eight nine ten eleven twelve"
_WORDS: Final = {word: value for value, word in enumerate(_NUMBERS.split(" "))}
_NUM: Final = r"(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d+(?:[.,]\d+)?)"
_COUNT: Final = rf"(?:\d+(?:\.\d+)?|{'|'.join(_WORDS)})"
_POWER: Final = r"(?:\s*x\s*10\s*\^?\s*(\d{1,2})|e\+?(\d{1,2})|\s*(m|b)illion)?"
_UNITS: Final = table("units")
_UNIT: Final = "|".join(f"(?:{pattern})" for pattern in _UNITS.values())
_PER: Final = (
    r"((?:\s*(?:/|per |\ba (?=day))\s*(?:kg(?: of)?(?: body ?weight| bw)?|m\\?\^?2|"
    r"square met(?:er|re)|"
    r"met(?:er|re)s? squared?(?: \(m\\?\^?2\))?|day|d|24 ?h|"
    r"hours?|hr?|min(?:ute)?s?|dose|fraction|injection|administration|infusion)\b)*)"
)
_AMOUNT: Final = re.compile(
    rf"(?<![\w.,/^-])({_NUM}){_POWER}"
    rf"(?:(?:[ -]?(?:{_UNIT}))?\s*(?:-|"
    rf"to)\s*({_NUM}){_POWER})?[\s-]*({_UNIT})\b(?:\s*\((?:{_UNIT})\))?"
    rf"{_PER}(?![\w^]|\s*/(?!\s*{_NUM}\s*(?:mci|[gmk]bq|iu)\b)|\s*\((?:mg|ug|mcg)?/|"
    rf"\s*per (?!day))"
)
_AUC: Final = re.compile(
    r"(?:\bauc|area under (?:the )?(?:concentration versus time )?curve|\(auc\))"
    r"(?: of|\)|\s?=|-|:)*\s*(\d+(?:\.\d+)?)(?:\s*(?:-|"
    r"to)\s*(\d+(?:\.\d+)?))?(?:\s*\(auc ?\d\))?(?!\d)"
)
_MIXED: Final = re.compile(rf"(?<![\w.])({_NUM})\s*m[lL]s?(?: of)? (?={_NUM}\s*%)")

_ROUTES: Final = table("routes")

_TIME: Final = (
    r"(seconds?|secs?|minutes?|mins?|hours?|hrs?|h|days?|d|weeks?|wks?|months?|years?|yrs?)\b"
)
_SPAN: Final = rf"({_COUNT})(?:\s*(?:-|to|or)\s*({_COUNT}))?[\s-]*{_TIME}"
_PLUS: Final = r"(?:\+\s*/\s*-|±|plus or minus)"
_OFTEN: Final = {"once": 1, "twice": 2, "thrice": 3}
_SHORT: Final = {
    r"q\.?d\.?|o\.?d\.?": (1, "d"),
    r"b\.?i\.?d\.?|b\.?d\.?": (2, "d"),
    r"t\.?i\.?d\.?|t\.?d\.?s\.?": (3, "d"),
    r"q\.?i\.?d\.?": (4, "d"),
    r"b\.?i\.?w\.?": (2, "wk"),
    r"t\.?i\.?w\.?": (3, "wk"),
}
_ADVERBS: Final = {
    "hourly": "h",
    "daily": "d",
    "nightly": "d",
    "weekly": "wk",
    "monthly": "mo",
    "yearly": "y",
    "annually": "y",
}


def number(word: str) -> float:
    """The value of a number in digits or letters, with a decimal or thousands comma."""
    if word in _WORDS:
        return float(_WORDS[word])
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", word):
        return float(word.replace(",", ""))
    return float(word.replace(",", "."))


def unit_of_time(word: str) -> str:
    """The short name of a unit of time: `wk` for `weeks`."""
    for start, unit in (
        ("s", "s"),
        ("mi", "min"),
        ("mo", "mo"),
        ("h", "h"),
        ("d", "d"),
        ("w", "wk"),
    ):
        if word.startswith(start):
            return unit
    return "y"


def _timespan(match: re.Match[str], first: int = 1) -> Timespan:
    low = number(match[first])
    high = number(match[first + 1]) if match[first + 1] else low
    return Timespan(low=low, high=high, unit=unit_of_time(match[first + 2]))


def parts(text: str) -> list[FoundPart]:
    """All parts of doses that a normalised sentence names, in its order; none overlap."""
    taken: list[FoundPart] = []
    for find in _FINDERS:
        for one in find(text):
            over = [other for other in taken if one.start < other.end and other.start < one.end]
            if not any({other.kind, one.kind} not in _WITHIN for other in over):
                taken.append(one)
    return sorted(taken, key=lambda one: one.start)


def _until(text: str) -> Iterator[FoundPart]:
    for match in re.finditer(r"\b(?:until|in the absence of|as long as)\b[^.;)]{3,220}", text):
        end = match.start() + len(match[0].rstrip(" ,("))
        yield FoundPart(kind="until", value=text[match.start() : end], start=match.start(), end=end)


def _amounts(text: str) -> Iterator[FoundPart]:
    for match in _AUC.finditer(text):
        value = float(match[1])
        high = float(match[2] or value)
        yield FoundPart.at(match, "amount", Range(low=value, high=high), "AUC")
    for match in _MIXED.finditer(text):
        value = number(match[1])
        yield FoundPart.at(match, "amount", Range(low=value, high=value), "mL")
    for match in _AMOUNT.finditer(text):
        power = match[2] or match[3] or match[6] or match[7]
        power = {"m": "6", "b": "9"}.get(match[4] or match[8] or "", power)
        low = number(match[1])
        high = number(match[5]) if match[5] else low
        if high < low or high == 0:
            continue
        scale = 10.0 ** int(power) if power else 1.0
        amount = Range(low=low * scale, high=high * scale)
        yield FoundPart.at(match, "amount", amount, _unit(match[9], match[10] or ""))


def _unit(word: str, per: str) -> str:
    unit = next(unit for unit, pattern in _UNITS.items() if re.fullmatch(pattern, word))
    for part in re.split(r"/|\bper\b|\ba\b", per)[1:]:
        part = part.strip()
        if part.startswith(("kg", "m2", "m^", "m\\", "square", "meter", "metre")):
            unit += "/kg" if part.startswith("kg") else "/m2"
        elif part.startswith(("min", "h")):
            unit += "/min" if part.startswith("min") else "/h"
        elif part.startswith(("d", "24")) and part != "dose":
            unit += "/d"
    return unit


def _routes(text: str) -> Iterator[FoundPart]:
    for route, pattern in _ROUTES.items():
        for match in re.finditer(rf"(?<![\w.])(?:{pattern})(?!\w)", text):
            yield FoundPart.at(match, "route", route)


def _windows(text: str) -> Iterator[FoundPart]:
    for match in re.finditer(rf"{_PLUS}\s*{_SPAN}", text):
        span = _timespan(match)
        yield FoundPart.at(match, "window", span)


_CHANGES: Final = re.compile(r"\b(?:titrat|increas|escalat|doubl|taper|decreas)\w*[^.;]{0,50}$")


def _intervals(text: str) -> Iterator[FoundPart]:
    """Rhythms; that in which an amount is changed, `doubled every 2 weeks`, is none."""
    for one in _rhythms(text):
        slow = isinstance(one.value, Interval) and one.value.every and (one.value.days or 1) > 1
        if not (slow and _CHANGES.search(text[: one.start])):
            yield one


def _rhythms(text: str) -> Iterator[FoundPart]:
    def found(match: re.Match[str], low: float, high: float, **of: str) -> FoundPart:
        value = Interval(low=low, high=high, **of)
        return FoundPart.at(match, "interval", value)

    for match in re.finditer(
        rf"\b(?:once )?(?:every|each|q\.?)\s*({_COUNT})(?:\s*(?:-|to)\s*({_COUNT}))?"
        rf"(?:\s*\(?{_PLUS}\s*{_COUNT}\)?)?[\s-]*"
        r"(hours?|hrs?|h|days?|d|weeks?|wks?|w|months?|mo|years?)\b(?!-?\s*(?:cycle|course))",
        text,
    ):
        low = number(match[1])
        yield found(match, low, number(match[2]) if match[2] else low, every=unit_of_time(match[3]))
    for match in re.finditer(
        rf"\b(?:at )?({_COUNT})[\s-](week|day|month)(?:ly)?[\s-]intervals?\b|"
        rf"\bat intervals? of ({_COUNT}) (week|day|month)s?\b|"
        rf"\b({_COUNT})[\s-](week|month|hour)ly\b(?! (?:dose|injection|infusion|cycle)s)",
        text,
    ):
        n = number(next(filter(None, (match[1], match[3], match[5]))))
        word = next(filter(None, (match[2], match[4], match[6])))
        yield found(match, n, n, every=unit_of_time(word))
    for match in re.finditer(
        rf"\b(once|twice|thrice|(?:({_COUNT})(?:\s*(?:-|to)\s*({_COUNT}))?\s*(?:times|x)))[ -]?"
        r"(?:a |an |per |each |every |in a |/ ?)?(day|daily|week|weekly|month|monthly|year|"
        r"yearly)\b",
        text,
    ):
        low = _OFTEN.get(match[1]) or number(match[2])
        high = number(match[3]) if match[3] else low
        unit = unit_of_time(match[4])
        if unit in ("d", "wk"):
            yield found(match, low, high, per=unit)
        elif low == high == 1:
            yield found(match, 1, 1, every=unit)
    for match in re.finditer(
        r"\bevery (other )?(day|morning|evening|night|week|month|year)\b(?! cycle)", text
    ):
        n = 2 if match[1] else 1
        word = "day" if match[2] in ("morning", "evening", "night") else match[2]
        yield found(match, n, n, every=unit_of_time(word))
    for match in re.finditer(r"\bq(w|d|m|od)\b|\bq\.o\.d\.?|\bfortnightly\b|\bquarterly\b", text):
        word = match[0].replace(".", "")
        n, unit = {
            "qw": (1, "wk"), "qd": (1, "d"), "qm": (1, "mo"), "qod": (2, "d"),
            "fortnightly": (2, "wk"), "quarterly": (3, "mo"),
        }[word]  # fmt: skip
        yield found(match, n, n, every=unit)
    for match in re.finditer(
        rf"\bin ({_COUNT})(?:\s*(?:-|to|or)\s*({_COUNT}))? (?:equal(?:ly)? )?divided doses", text
    ):
        low = number(match[1])
        yield found(match, low, number(match[2]) if match[2] else low, per="d")
    for pattern, (times, per) in _SHORT.items():
        for match in re.finditer(rf"(?<![\w.])(?:{pattern})(?!\w)", text):
            yield found(match, times, times, per=per)
    for match in re.finditer(
        rf"(?<!bi-)(?<!semi-)(?<!first )\b({'|'.join(_ADVERBS)})\b(?! (?:dos|total|life|living|"
        rf"activit))",
        text,
    ):
        yield found(match, 1, 1, every=_ADVERBS[match[1]])


_DAYS: Final = re.compile(
    r"(?<!vitamin )\b(days?|d|weeks?|months?)[ -]?(\d+(?:\s*(?:,? and|,|&|-|to|through|\+|/|or)\s*"
    r"(?:days?|d|weeks?|months?)?[ -]?\d+)*)\b"
    r"(?!\s*(?:hours?|%|mg|ml|days?|weeks?|months?|cycles?|courses?|doses?|times))"
)


def _cycles(text: str) -> Iterator[FoundPart]:
    for match in re.finditer(
        rf"\b({_COUNT})[\s-](days?|weeks?)(?: treatment)?[\s-](?:cycles?|courses?)\b|"
        rf"\b(?:1 |one |each |every |a )?(?:treatment )?cycle(?: length)?(?: is| =|:| of| was)+ "
        rf"({_COUNT})[\s-](days?|weeks?)\b|"
        rf"\b(?:cycles?|courses?|treatment) (?:will )?(?:be )?(?:repeat(?:s|ed)?|repeating) every "
        rf"({_COUNT}) (days?|weeks?)\b|\bof every ({_COUNT})[\s-](days?|weeks?)\b|"
        rf"\b(?:cycles?|courses?) of ({_COUNT}) (days?|weeks?)\b",
        text,
    ):
        n, unit = [one for one in match.groups() if one][:2]
        length = int(number(n) * (7 if unit.startswith("w") else 1))
        yield FoundPart.at(match, "cycle", Cycle(length=length))
    for match in re.finditer(
        rf"\b({_COUNT})[\s-](days?|weeks?)[\s-]on(?: treatment)?(?:,| and|/|\s|followed by|-)*"
        rf"({_COUNT})[\s-](days?|weeks?)[\s-]off\b",
        text,
    ):
        on = int(number(match[1]) * (7 if match[2].startswith("w") else 1))
        off = int(number(match[3]) * (7 if match[4].startswith("w") else 1))
        value = Cycle(days=tuple(range(1, on + 1)), length=on + off)
        yield FoundPart.at(match, "cycle", value)
    for match in _DAYS.finditer(text):
        around = text[max(0, match.start() - 26) : match.start()], text[match.end() :][:16]
        if re.search(
            r"(?:cycle \d+,? |after|before|until|from|by|post|through|prior to|baseline,?(?: and)?|"
            r"stimulation|(?:starting|beginning|commencing|repeated)(?: at| on)?|"
            r"(?:additional|extra) (?:dos|inj|inf)\w+ (?:on|at)) ?$",
            around[0],
        ):
            continue
        if re.match(r",? (?:of )?(?:the )?(?:cycles? \d|first cycle|visit)", around[1]):
            continue
        days = _listed(match[2])
        units = {unit_of_time(word) for word in re.findall(r"[a-z]+", match[0]) if word[0] in "dwm"}
        if days is not None and len(units) == 1:
            unit = unit_of_time(match[1])
            yield FoundPart.at(match, "cycle", Cycle(days=days, unit=unit))


def _listed(words: str) -> tuple[int, ...] | None:
    """The numbers of `1, 8 and 15` or `1-5 and 8-12`; None where they do not rise."""
    found: list[int] = []
    for match in re.finditer(
        r"(\d+)(?:\s*(?:-|to|through)\s*(?:days?|d|weeks?)?[ -]?(\d+))?", words
    ):
        low = int(match[1])
        high = int(match[2]) if match[2] else low
        if not low <= high <= low + 400 or (found and low <= found[-1]):
            return None
        found.extend(range(low, high + 1))
    return tuple(found)


_GIVEN: Final = (
    r"(?:(?:treatment |therapy |chemotherapy )?cycles?|courses?|doses?|administrations?|infusions?"
    r"|injections?|fractions?|vaccinations?|treatments)"
)


def _counts(text: str) -> Iterator[FoundPart]:
    for match in re.finditer(
        rf"\b(?:(up to|at most|(?:a )?maximum(?: of)?|max\.?)(?: a)?(?: maximum|"
        rf" total)?(?: of)? )?"
        rf"(?:(?:for|x|of|in|a total of|additional|total of) )?(?<![.,\d])({_COUNT})"
        rf"(?:\s*(?:-|to)\s*({_COUNT}))? (?:(?:planned|daily|weekly|monthly|consecutive|iv|"
        rf"intravenous|subcutaneous|additional) )*{_GIVEN}\b(?! level \d|\s*=| is )",
        text,
    ):
        low, high = number(match[2]), number(match[3] or match[2])
        after = text[: match.start()].endswith("after ")
        if not low <= high or high == 0 or low != int(low) or after:
            continue
        cycles = match[0].endswith(("cycle", "cycles", "course", "courses"))
        value = DoseCount(low=None if match[1] else low, high=high, of_cycles=cycles)
        yield FoundPart.at(match, "count", value)
    for match in re.finditer(
        r"\bsingle(?:[ -](?!ascending|arm|group|agent|blind|center|centre|use|"
        r"cent)[\w-]+){0,2}?[ -]"
        r"(?:dose|injection|infusion|administration|fraction|bolus|application)\b|"
        r"\bone[ -]time (?:dose|injection|infusion)\b|\bsingle[ -]dose\b|"
        r"\bonce(?=\s*(?:[,.;)]|$))",
        text,
    ):
        value = DoseCount(low=1, high=1)
        yield FoundPart.at(match, "count", value)
    for match in re.finditer(
        rf"(up to )?(?<![.,\d])\b({_COUNT})(?:\s*(?:-|to)\s*({_COUNT}))? times"
        r"(?=\s*(?:[,.;)]|$))",
        text,
    ):
        low, high = number(match[2]), number(match[3] or match[2])
        value = DoseCount(low=None if match[1] else low, high=high)
        yield FoundPart.at(match, "count", value)
    for match in re.finditer(
        rf"\bx ?(\d+)(?: (?:(cycles?|courses?)|{_GIVEN}))?"
        rf"(?![\d^.,]| ?\d|\s*(?:{_UNIT})\b| ?(?:days|weeks|months|years|h|min))",
        text,
    ):
        if int(match[1]) not in (0, 10):
            value = DoseCount(low=float(match[1]), high=float(match[1]), of_cycles=bool(match[2]))
            yield FoundPart.at(match, "count", value)


def _infusions(text: str) -> Iterator[FoundPart]:
    spans = (
        rf"\b(?:over|during)(?: a period of| approximately| about| at least| ~|~)*\s*{_SPAN}",
        rf"\b{_SPAN}(?:[ -](?:iv|intravenous|continuous))?[ -]infusion\b",
        rf"\binfusion (?:continued|lasted|lasting|will last|time)(?: for| of| is|:)* {_SPAN}",
        rf"\b(?:intravenously|iv|infused) for {_SPAN}",
    )
    for pattern in spans:
        for match in re.finditer(pattern, text):
            span = _timespan(match)
            part = "%" in text[max(0, match.start() - 8) : match.start()]
            if span.unit in ("s", "min", "h") and not part:
                yield FoundPart.at(match, "infusion", span)


def _durations(text: str) -> Iterator[FoundPart]:
    for match in re.finditer(
        rf"\b(?:for|during)(?: up to| a total of| a period of| a maximum of| a duration of|"
        rf" the first|"
        rf" a further| the| a| at least| approximately| about| an additional)*\s*{_SPAN}|"
        rf"\bx {_SPAN}",
        text,
    ):
        first = 1 if match[1] else 4
        span = _timespan(match, first)
        before = text[max(0, match.start() - 40) : match.start()]
        after = text[match.end() :][:22]
        if span.unit in ("s", "min", "h") or re.search(
            r"follow(?!ed by)|observ|monitor|fast|wash|stor|stable|survi|hospital|assess|kept|wait",
            before,
        ):
            continue
        if re.match(
            r"\s*(?:before|prior|after|post|following|every|off|of (?:each|every|a))", after
        ):
            continue
        if re.search(r"\bwith (?!or |without |food|meal|water|a )[^.,;]*$", before):
            continue  # how long something beside it is given
        yield FoundPart.at(match, "duration", span)


_WITHIN: Final[tuple[set[Kind], ...]] = (
    {"window", "interval"},
    {"route", "count"},
    {"route", "infusion"},
    {"count", "cycle"},
)
"""What may stand within another: `every 8 ± 1 weeks`, `a single intravenous infusion`."""
_FINDERS: Final[tuple[Callable[[str], Iterator[FoundPart]], ...]] = (
    _until, _amounts, _windows, _cycles, _counts, _intervals, _infusions, _durations, _routes,
)  # fmt: skip
