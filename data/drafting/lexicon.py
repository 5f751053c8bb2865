"""What criteria are about, and the words for it: facts, units, comparators, times.

The vocabulary stands in `lexicon.yaml` (facts and units) and `words.yaml` (all other words).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Literal, cast

import yaml

from data.annotations.eligibility import Choice, Fact, Unit
from data.drafting.normalise import normalise
from data.drafting.tokens import NUMBER_WORDS, Token, tokenise
from data.words import capitalised, uncapitalised

ULN: Final = "× ULN"
LLN: Final = "× LLN"
_OF_NORMAL: Final = {ULN: "uln", LLN: "lln"}
_NORMAL_RANGE: Final = (0, 100)
_SINCE: Final = {"years": (0, 120), "months": (0, 1440), "weeks": (0, 6300), "days": (0, 44000)}
_ID_SIGNS: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_HIGHEST_SCORE: Final = Fraction(1000)
_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_PLAIN: Final = re.compile("[a-z]{2,}(?:[ -][a-z]{2,})*")
_MOST_OWNERS: Final = 6  # words between a number and the limit of normal

EntryKind = Literal["number", "choice", "condition"]


@dataclass(frozen=True, kw_only=True)
class EntryUnit:
    """A unit of one entry.

    Args:
        unit: its name.
        family: the unit from which it converts exactly, the head of its family.
        low, high: the plausible limits.
        per_first: how many of it are one of the head.
    """

    unit: str
    family: str
    low: Fraction
    high: Fraction
    per_first: Fraction = Fraction(1)


@dataclass(frozen=True, kw_only=True)
class LexiconEntry:
    """Something that criteria are about.

    Args:
        id: its key, and the key of its fact in its first unit.
        kind: a number, a choice on an ordered scale, or yes or no.
        measures: the units of a number, in order.
        also: other spellings of a unit here only: `%` for the Karnofsky score.
        values: the steps of a scale, in order, each with its spellings.
        flags: what its entry says besides (`since`, `ever`, `wanted`, `of_women`, `score`, …).
    """

    id: str
    kind: EntryKind
    label: str
    question: str
    names: tuple[str, ...]
    measures: tuple[EntryUnit, ...] = ()
    also: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()
    multiple_of: float | None = None
    calculator: Any = None
    loinc: str | None = None

    @property
    def highest(self) -> Fraction:
        """The highest plausible limit in the first unit."""
        return self.measures[0].high

    def measure(self, unit: str) -> EntryUnit | None:
        """Its unit of that name; of a multiple of normal too, where it has such limits."""
        if unit in _OF_NORMAL and "of_normal" in self.flags:
            low, high = _NORMAL_RANGE
            return EntryUnit(unit=unit, family=unit, low=Fraction(low), high=Fraction(high))
        unit = self.also.get(unit, unit)
        return next((measure for measure in self.measures if measure.unit == unit), None)

    def family(self, head: str) -> tuple[EntryUnit, ...]:
        """The units that convert into one another."""
        if head in _OF_NORMAL:
            measure = self.measure(head)
            return (measure,) if measure else ()
        return tuple(measure for measure in self.measures if measure.family == head)

    def fact_id(self, head: str = "") -> str:
        """The id of the fact for the units of a family."""
        if not self.measures or head == self.measures[0].unit:
            return self.id
        return f"{self.id}_{_OF_NORMAL.get(head) or _slug(head)}"

    @property
    def fact_ids(self) -> frozenset[str]:
        """The ids of all its facts, one for each family of units."""
        heads = {measure.family for measure in self.measures} | set(_OF_NORMAL)
        return frozenset(self.fact_id(head) for head in heads)

    def fact(self, head: str = "") -> Fact:
        """The fact that is asked, in the units of a family."""
        if self.kind == "number":
            return self._number(head)
        if self.kind == "choice":
            choices = tuple(Choice(value=value, label=value) for value in self.values)
            return Fact(
                id=self.id,
                kind="choice",
                label=self.label,
                question=self.question,
                choices=choices,
            )
        return Fact(id=self.id, kind="yes_no", label=self.label, question=f"{self.question}?")

    def _number(self, head: str) -> Fact:
        units = tuple(
            Unit(
                unit=measure.unit,
                low=min(float(measure.low), 0.0),
                high=float(measure.high) * self._slack,
                per_first=None if measure.unit == head else float(measure.per_first),
            )
            for measure in self.family(head)
        )
        normal = {ULN: "upper", LLN: "lower"}.get(head)
        said = f", as a multiple of the {normal} limit of normal" if normal else ""
        return Fact(
            id=self.fact_id(head),
            kind="number",
            label=self.label,
            question=f"{self.question.format(unit=head)}{said}",
            units=units,
            multiple_of=self.multiple_of,
            calculator="times_limit" if normal else self._calculator(head),
        )

    @property
    def _slack(self) -> int:
        """How far what is entered may lie beyond a plausible limit; scores and ages end there."""
        whole = self.multiple_of or "score" in self.flags or self.measures[0].unit == "%"
        return 1 if whole else 2

    def _calculator(self, head: str) -> Any:
        return self.calculator if head == self.measures[0].unit else None


def time_since(entry: LexiconEntry) -> LexiconEntry:
    """The entry for how long ago an event was."""
    measures = tuple(
        EntryUnit(unit=unit, family=unit, low=Fraction(low), high=Fraction(high))
        for unit, (low, high) in _SINCE.items()
    )
    return LexiconEntry(
        id=f"time_since_{entry.id}",
        kind="number",
        label=f"Time since {uncapitalised(entry.label)}",
        question=f"Time since the last: {uncapitalised(entry.label)}",
        names=(),
        measures=measures,
    )


def own_condition(kind: str, words: str, label: str) -> LexiconEntry:
    """The entry for something of a kind that is known by the record's own words alone."""
    said = " ".join(label.split())
    return LexiconEntry(
        id=f"{kind}_{_slug(words)}",
        kind="condition",
        label=capitalised(said),
        question=capitalised(said),
        names=(words,),
        flags=frozenset({"ever"}),
    )


def score_entry(words: str, label: str) -> LexiconEntry:
    """The entry for a score that is known by the record's own words alone."""
    measure = EntryUnit(unit="", family="", low=Fraction(-_HIGHEST_SCORE), high=_HIGHEST_SCORE)
    return LexiconEntry(
        id=f"score_{_slug(words)}",
        kind="number",
        label=" ".join(label.split()),
        question=" ".join(label.split()),
        names=(words,),
        measures=(measure,),
        also={"points": ""},
        flags=frozenset({"score"}),
    )


def _slug(text: str) -> str:
    """A text as a part of a fact's id; what that has no signs for is told apart by a digest."""
    plain = normalise(text.replace("%", "percent").replace("⁹", "9")).text
    slug = "_".join("".join(sign if sign in _ID_SIGNS else " " for sign in plain).split())
    lost = any(sign.isalpha() and sign not in _ID_SIGNS for sign in plain)
    return f"{slug}_{sha256(plain.encode()).hexdigest()[:8]}".strip("_") if lost else slug


@dataclass
class _Step:
    """A place in the trie of phrases: what may follow, and what ends here."""

    next: dict[str, _Step] = field(default_factory=dict)
    ends: Any = None


class Phrases:
    """Phrases found in a text by its words; the longest counts."""

    def __init__(self, phrases: Iterable[tuple[str, Any]]) -> None:
        self._root = _Step()
        for phrase, value in phrases:
            step = self._root
            for word in _words(phrase):
                step = step.next.setdefault(word, _Step())
            step.ends = value
        self._first = self._root.next

    def at(self, tokens: Sequence[Token], position: int) -> tuple[Any, int] | None:
        """The longest phrase that begins at a place: what it means, and where it ends."""
        if not 0 <= position < len(tokens):
            return None
        step = self._first.get(tokens[position].text)
        if step is None:  # nearly always: no phrase begins with that word
            return None
        place = position + 1
        found = None if step.ends is None else (step.ends, place)
        while place < len(tokens) and step.next:
            following = step.next.get(tokens[place].text)
            place += 1
            if following is not None:
                step = following
                if step.ends is not None:
                    found = (step.ends, place)
            elif not _joins(tokens, place - 1):
                break
        return found

    @property
    def openers(self) -> frozenset[str]:
        """The words that phrases begin with."""
        return frozenset(self._first)

    def has(self, tokens: Sequence[Token], position: int) -> bool:
        """Whether a phrase begins at a place."""
        return self.at(tokens, position) is not None


def _joins(tokens: Sequence[Token], place: int) -> bool:
    """Whether a token is a hyphen within a name."""
    token = tokens[place]
    if token.text != "-" or place + 1 >= len(tokens):
        return False
    return not token.spaced and not tokens[place + 1].spaced


def _words(phrase: str) -> list[str]:
    if _PLAIN.fullmatch(phrase):
        return re.split("[ -]", phrase)  # as the tokens would be, in a tenth of the time
    tokens = tokenise(normalise(phrase).text)
    joined = [token for place, token in enumerate(tokens) if not _joins(tokens, place)]
    return [token.text for token in joined]


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """All words, ready to be found.

    Args:
        kin: for the id of each fact what it is a measure of.
    """

    entries: Mapping[str, LexiconEntry]
    numbers: Phrases
    choices: Phrases
    conditions: Phrases
    kin: Mapping[str, str]
    units: Phrases
    normals: Phrases
    comparators: Phrases
    after: Phrases
    words: Mapping[str, Phrases]

    @cached_property
    def openers(self) -> frozenset[str]:
        """Every word with which something begins that can be understood."""
        phrases = (self.numbers, self.choices, self.conditions, self.units, self.normals)
        others = (self.comparators, self.after, *self.words.values())
        return NUMBER_WORDS.union(*(one.openers for one in (*phrases, *others)))

    def unit(self, tokens: Sequence[Token], place: int) -> tuple[str, int] | None:
        """The unit at a place, and where it ends; `x the institutional ULN` is one too."""
        found = self.units.at(tokens, place)
        if found:
            return cast("tuple[str, int]", found)
        for ahead in range(place, min(len(tokens), place + _MOST_OWNERS)):
            found = self.normals.at(tokens, ahead)
            if found:
                return cast("tuple[str, int]", found)
            if not self.words["normal_of"].has(tokens, ahead):
                return None
        return None

    def is_any(self, name: str, tokens: Sequence[Token], position: int) -> int | None:
        """Where a phrase of a list that begins at a place ends."""
        found = self.words[name].at(tokens, position)
        return found[1] if found else None


@cache
def lexicon_facts() -> tuple[Fact, ...]:
    """Every number that the vocabulary knows, each family of units a fact; times since too."""
    numbers = [entry for entry in lexicon().entries.values() if entry.kind == "number"]
    times = [time_since(one) for one in lexicon().entries.values() if "since" in one.flags]
    return tuple(
        entry.fact(head)
        for entry in (*numbers, *times)
        for head in dict.fromkeys(measure.family for measure in entry.measures)
    )


@cache
def lexicon() -> Lexicon:
    """Read the vocabulary, once."""
    facts = _read("lexicon.yaml")
    words = _read("words.yaml")
    entries = {entry.id: entry for entry in _entries(facts)}
    return Lexicon(
        entries=entries,
        numbers=_names(entries.values(), "number"),
        choices=_names(entries.values(), "choice"),
        conditions=_names(entries.values(), "condition"),
        kin=_kin(entries, facts["kin"]),
        units=Phrases(_units(facts["units"])),
        normals=_meaning(words["normals"]),
        comparators=_meaning(words["comparators"]),
        after=_meaning(words["after"]),
        words={
            name: Phrases((phrase, True) for phrase in _flat(phrases))
            for name, phrases in words.items()
            if isinstance(phrases, list)
        },
    )


def _meaning(table: Mapping[str, Sequence[str]]) -> Phrases:
    """Phrases, each with the key it stands under."""
    return Phrases((phrase, key) for key, phrases in table.items() for phrase in phrases)


def _flat(phrases: Iterable[Any]) -> Iterator[str]:
    for phrase in phrases:
        if isinstance(phrase, list):
            yield from phrase
        else:
            yield phrase


def _read(name: str) -> Mapping[str, Any]:
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return cast("Mapping[str, Any]", yaml.load(text, Loader=_LOADER))


def _names(entries: Iterable[LexiconEntry], kind: EntryKind) -> Phrases:
    return Phrases((name, entry) for entry in entries if entry.kind == kind for name in entry.names)


def _kin(entries: Mapping[str, LexiconEntry], kin: Iterable[Sequence[str]]) -> Mapping[str, str]:
    """For each fact what it is a measure of: itself, or the first of its kin."""
    first = {name: group[0] for group in kin for name in group}
    return {
        fact: first.get(entry.id, entry.id) for entry in entries.values() for fact in entry.fact_ids
    }


def _units(units: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, (_, spellings) in units.items():
        yield from ((spelling, name) for spelling in spellings)


def _entries(facts: Mapping[str, Any]) -> Iterator[LexiconEntry]:
    yield from (_entry(id_, "number", item) for id_, item in facts["numbers"].items())
    for section, also in (("scores", {"points": ""}), ("percent_scores", {"points": "", "%": ""})):
        for id_, (label, names, low, high) in facts[section].items():
            told = {"label": label, "names": names, "units": {"": (low, high)}}
            told["also"] = {**also, "%": ""} if high == "100" else also
            told["multiple_of"] = 10.0 if id_ in ("kps", "lansky") else None
            yield replace(_entry(id_, "number", told), flags=frozenset({"score"}))
    yield from (_entry(id_, "choice", item) for id_, item in facts["choices"].items())
    yield from (_entry(id_, "condition", item) for id_, item in facts["conditions"].items())


_FLAGS: Final = (
    *("since", "ever", "wanted", "of_women", "of_normal", "asked_after", "counted", "timed"),
    "powers",  # limits are often powers of ten, whose raised sign gets lost
)


def _flags(item: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(name for name in _FLAGS if item.get(name, "false") != "false")


def _entry(id_: str, kind: EntryKind, item: Mapping[str, Any]) -> LexiconEntry:
    multiple_of = item.get("multiple_of")
    return LexiconEntry(
        id=id_,
        kind=kind,
        label=item["label"],
        question=item.get("question", item["label"]),
        names=tuple(item["names"]),
        measures=tuple(_measures(item.get("units", {}))),
        also=item.get("also", {}),
        values={value: tuple(other) for value, other in item.get("values", {}).items()},
        flags=_flags(item),
        multiple_of=float(multiple_of) if multiple_of else None,
        calculator=item.get("calculator"),
        loinc=item.get("loinc"),
    )


def _measures(units: Mapping[str, Any]) -> Iterator[EntryUnit]:
    head = ""
    for unit, (low, high, *per_first) in units.items():
        head = head if per_first else unit
        yield EntryUnit(
            unit=unit,
            family=head,
            low=Fraction(low),
            high=Fraction(high),
            per_first=Fraction(per_first[0]) if per_first else Fraction(1),
        )
