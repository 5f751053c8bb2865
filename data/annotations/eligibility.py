"""The reading of eligibility criteria: facts about a person, and a rule for each criterion.

These are the shapes of the section `eligibility` of an annotation file. What the rules mean for a
person is worked out in `data.eligibility`.

A rule is a small tree, written with these keys:

- `all: [rule, …]`, `any: [rule, …]`, `not: rule`, `at_least: {n: 2, of: [rule, …]}`
- `fact: ki67` with one of `at_least` (≥), `above` (>), `at_most` (≤), `below` (<): a number, or one
  limit for each unit of the record (`{g/dL: 8.0, mmol/L: 5.0}`), so that a value is compared in the
  unit in which it was entered; for units that are `converted`, the limit follows
- `fact: sex` with `is: female` or `one_of: [II, III, IV]`
- `judgement: other_options`: what only a clinician can say
- `record_disagrees: {says: …, but: …}`: two readings of which the record supports both
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import Discriminator, Field, Tag, model_validator

from data.annotations.base import Annotation, Decision, Note, Signed
from data.annotations.conversions import Conversion, with_converted_limits
from data.criteria.kind import CriterionKind

Operator = Literal["at_least", "above", "at_most", "below"]
Outlook = Literal["for good", "curable", "time"]
OPERATORS: tuple[Operator, ...] = get_args(Operator)
OPPOSITE: Mapping[Operator, Operator] = {
    "at_least": "below",
    "above": "at_most",
    "at_most": "above",
    "below": "at_least",
}
Category = Literal[
    "patient",
    "tumour",
    "imaging",
    "laboratory",
    "heart",
    "previous treatment",
    "other conditions",
    "consent",
]


class AllOf(Annotation):
    """Every one of several rules."""

    all: tuple[Rule, ...] = Field(min_length=1)


class AnyOf(Annotation):
    """At least one of several rules."""

    any: tuple[Rule, ...] = Field(min_length=1)


class Several(Annotation):
    """How many of several rules."""

    n: int = Field(ge=1)
    of: tuple[Rule, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _can_hold(self) -> Self:
        if self.n > len(self.of):
            raise ValueError(f"expected at least {self.n} rules, got {len(self.of)}")
        return self


class AtLeast(Annotation):
    """At least so many of several rules."""

    at_least: Several


class Not(Annotation):
    """The opposite of a rule."""

    negated: Rule = Field(alias="not")


class Compare(Annotation):
    """A number against a limit, in the unit in which the number was entered."""

    fact: str
    at_least: float | Mapping[str, float] | None = None
    above: float | Mapping[str, float] | None = None
    at_most: float | Mapping[str, float] | None = None
    below: float | Mapping[str, float] | None = None

    @model_validator(mode="after")
    def _one_operator(self) -> Self:
        if len([name for name in OPERATORS if getattr(self, name) is not None]) != 1:
            raise ValueError(f"expected one of {', '.join(OPERATORS)}")
        return self

    @cached_property
    def operator(self) -> Operator:
        """How the number is compared."""
        return next(name for name in OPERATORS if getattr(self, name) is not None)

    def limit(self, unit: str) -> float:
        """The limit in a unit of the fact."""
        limit: float | Mapping[str, float] = getattr(self, self.operator)
        return limit if isinstance(limit, float) else limit[unit]


class Is(Annotation):
    """An answer that is one of those wanted."""

    fact: str
    wanted: bool | str | None = Field(default=None, alias="is")
    one_of: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.wanted is None) == (not self.one_of):
            raise ValueError("expected either 'is' or 'one_of'")
        return self

    @cached_property
    def values(self) -> tuple[bool | str, ...]:
        """The answers that fulfil it."""
        return self.one_of or ((self.wanted,) if self.wanted is not None else ())


class Judgement(Annotation):
    """What only a clinician can say; fulfilled when the clinician says yes."""

    judgement: str


class Statement(Annotation):
    """One of two things the record says about the same matter.

    Args:
        quote: occurs verbatim in the record; loading checks it.
        where: in which part of the record it stands.
    """

    rule: Rule
    quote: str
    where: str


class Disagreement(Annotation):
    """Two statements of the record; where they part, the record disagrees with itself."""

    says: Statement
    but: Statement


class RecordDisagrees(Annotation):
    """A rule on which the record disagrees with itself."""

    record_disagrees: Disagreement


def _kind(value: Any) -> str | None:
    """Tell rules apart by their keys."""
    if not isinstance(value, dict):
        return type(value).__name__
    if "at_least" in value and "fact" not in value:
        return "AtLeast"
    for key, kind in _KINDS.items():
        if key in value:
            return kind
    return "Compare" if "fact" in value else None


_KINDS = {
    "all": "AllOf",
    "any": "AnyOf",
    "not": "Not",
    "judgement": "Judgement",
    "record_disagrees": "RecordDisagrees",
    "is": "Is",
    "one_of": "Is",
}

Rule = Annotated[
    Annotated[AllOf, Tag("AllOf")]
    | Annotated[AnyOf, Tag("AnyOf")]
    | Annotated[AtLeast, Tag("AtLeast")]
    | Annotated[Not, Tag("Not")]
    | Annotated[Compare, Tag("Compare")]
    | Annotated[Is, Tag("Is")]
    | Annotated[Judgement, Tag("Judgement")]
    | Annotated[RecordDisagrees, Tag("RecordDisagrees")],
    Discriminator(_kind),
]
Leaf = Compare | Is | Judgement  # a rule that is made of no others

# Looked up by type: an `isinstance` that fails takes a hundred times as long with these models.
_PARTS: Mapping[type[Rule], Callable[[Any], tuple[Rule, ...]]] = {
    AllOf: lambda rule: rule.all,
    AnyOf: lambda rule: rule.any,
    AtLeast: lambda rule: rule.at_least.of,
    Not: lambda rule: (rule.negated,),
    RecordDisagrees: lambda rule: (
        rule.record_disagrees.says.rule,
        rule.record_disagrees.but.rule,
    ),
}


def parts(rule: Rule) -> tuple[Rule, ...]:
    """The rules a rule is made of; none for a leaf."""
    found = _PARTS.get(type(rule))
    return found(rule) if found else ()


def nodes(rule: Rule) -> Iterator[Rule]:
    """Yield a rule and all that it is made of, from the root down."""
    yield rule
    for part in parts(rule):
        yield from nodes(part)


def signed(rule: Rule, holds: bool) -> Iterator[tuple[Compare, bool]]:
    """Yield the comparisons of a rule, each with whether the rule wants it to hold.

    Args:
        holds: whether the rule itself is wanted to hold.
    """
    if isinstance(rule, Compare):
        yield rule, holds
    for part in parts(rule):
        yield from signed(part, holds is not isinstance(rule, Not))


def leaves(rule: Rule) -> Iterator[Leaf]:
    """Yield the leaves of a rule, in the order in which they are written."""
    inner = parts(rule)
    for part in inner:
        yield from leaves(part)
    if not inner:
        assert isinstance(rule, Leaf)  # all others are made of rules
        yield rule


def fact_of(leaf: Leaf) -> str:
    """The id of the fact a leaf asks about."""
    return leaf.judgement if isinstance(leaf, Judgement) else leaf.fact


def facts_of(rule: Rule) -> tuple[str, ...]:
    """The ids of the facts a rule asks about, each once, in the order in which they are written."""
    return tuple(dict.fromkeys(fact_of(leaf) for leaf in leaves(rule)))


class Unit(Annotation):
    """A unit in which a number can be entered.

    Args:
        unit: as it is written; empty for a plain count.
        low, high: the plausible range, inclusive; a number outside it is taken for a slip.
        usual: the range of most patients, inclusive; outside it, another unit may be meant.
        per_first: how many of it are one of the fact's first unit, where that is known.
        converted: how it becomes a unit in which the record gives its limits; None for one of
            those.
        source: of `per_first` or of `converted`.
    """

    unit: str
    low: float
    high: float
    usual: tuple[float, float] | None = None
    per_first: float | None = Field(default=None, gt=0)
    converted: Conversion | None = None
    source: str | None = None


class Choice(Annotation):
    """One of the answers to choose from."""

    value: str
    label: str


class Fact(Annotation):
    """Something that is asked about a person.

    Args:
        id: its key among the answers.
        kind: `number` (in one of `units`), `yes_no`, `choice` (one of `choices`),
            `judgement` (yes or no, as a clinician says), or `date`.
        label: a few words, for sentences: `Ki-67`.
        question: what is asked.
        plain: the same in plain words, asked of the person.
        units: for a number; a bare number is in the first. Those of the record come first.
        multiple_of: numbers in between do not exist: 10 for the Karnofsky score, 1 for a count.
        choices: for a choice.
        asked_if: the fact matters only if this holds.
        presupposes: whether an answer to it (other than `no` or 0) says that `asked_if` holds.
        often: why its answer often ends the matter, where that is known; it is asked sooner then.
        not_yet: the answer that it is still to come, where it can be: `not signed yet`. It leaves
            open what hangs on it.
        instead: the answer in place of a number, where there is nothing to measure: `no diabetes`.
            No limit is then crossed.
        counted_to: for a time, the day of the study it is counted to; the date it is counted from
            is an answer too.
        outlook: how lasting an answer that excludes is: `for good`, `curable`, or `time` where it
            changes by itself; None where that is not for us to say.
        calculator: which calculator can fill it.
        help: what to know before answering.
        worded: who put the question into plain words, where that was done in the app.
    """

    id: str = Field(pattern=r"^[a-z0-9_-]+$")
    kind: Literal["number", "yes_no", "choice", "judgement", "date"]
    label: str
    question: str
    plain: str | None = None
    units: tuple[Unit, ...] = ()
    multiple_of: float | None = Field(default=None, gt=0)
    choices: tuple[Choice, ...] = ()
    asked_if: Rule | None = None
    presupposes: bool = False
    often: str | None = None
    not_yet: str | None = None
    instead: str | None = None
    counted_to: Literal["screening", "randomisation"] | None = None
    outlook: Outlook | None = None
    calculator: Literal["cockcroft_gault", "fridericia", "times_limit"] | None = None
    help: str | None = None
    worded: Signed | None = None

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> Self:
        if (self.kind == "number") != bool(self.units):
            raise ValueError("a number has units, and nothing else has")
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError("a choice has choices, and nothing else has")
        if self.not_yet is not None and self.kind not in ("yes_no", "choice"):
            raise ValueError("only yes or no, or a choice, can be still to come")
        if self.presupposes and self.asked_if is None:
            raise ValueError("what is presupposed is missing: expected 'asked_if'")
        return self

    def unit(self, name: str) -> Unit | None:
        """Its unit of that name."""
        return next((unit for unit in self.units if unit.unit == name), None)

    @property
    def record_units(self) -> tuple[Unit, ...]:
        """The units in which the record gives its limits."""
        return tuple(unit for unit in self.units if unit.converted is None)

    @property
    def asks_unit(self) -> bool:
        """Whether a bare number says nothing: the record itself uses several units."""
        return len(self.record_units) > 1


class CitedNote(Note):
    """A note that a publication supports, named by its key."""

    citation: str | None = None


class RuleReview(Signed):
    """Who judged a draft of the program, when, and what the program had drafted.

    Args:
        decision: what became of the draft.
        draft: the rule as it was drafted.
    """

    decision: Decision
    draft: Rule


class Drafted(Annotation):
    """What the program drafted for a criterion; nothing is read from it.

    Args:
        rule: for an inclusion what must hold, else what excludes.
        facts: what it asks about.
        not_understood: the words of the criterion that are not in it.
    """

    rule: Rule
    facts: tuple[Fact, ...]
    not_understood: tuple[str, ...] = ()


class CriterionReading(Annotation):
    """How one criterion is read.

    Args:
        id: its key.
        kind: under which heading it stands, which decides what its rule means.
        quote: the whole criterion, verbatim.
        label: a few words.
        plain: in plain language; a threshold in it is exactly the record's. Empty where nobody
            has written it.
        ask: what someone would ask a doctor about it.
        category: the clinical group in which it is worked through; its heading's where it has none.
        rule: for an inclusion criterion, what must hold; for an exclusion criterion, what excludes.
        applies: to whom it applies at all; to everybody where it is not given.
        notes: choices of reading, with their reasons.
        covers: fields of the record (`minimumAge`) that say the same or are weighed in the rule.
        review: for one that began as a draft of the program.
        worded: who put it into plain words, where that was done in the app.
    """

    id: str = Field(pattern=r"^[a-z0-9_-]+$")
    kind: Literal[CriterionKind.INCLUSION, CriterionKind.EXCLUSION]
    quote: str
    label: str
    plain: str = ""
    ask: str | None = None
    category: Category | None = None
    rule: Rule
    applies: Rule | None = None
    notes: tuple[CitedNote, ...] = ()
    covers: tuple[Literal["minimumAge", "maximumAge", "sex", "healthyVolunteers"], ...] = ()
    review: RuleReview | None = None
    worded: Signed | None = None

    @property
    def facts(self) -> tuple[str, ...]:
        """The ids of the facts it asks about."""
        rules = (self.rule,) if self.applies is None else (self.applies, self.rule)
        return tuple(dict.fromkeys(fact for rule in rules for fact in facts_of(rule)))


class UnreviewedCriterion(Annotation):
    """A criterion that nobody has read yet, or whose draft was rejected: it is asked as it stands.

    Args:
        draft: what the program drafted, for whoever completes the file.
        review: who rejected the draft; it is then no longer shown.
        plain, ask, worded: as of a criterion that has been read.
    """

    id: str
    kind: Literal[CriterionKind.INCLUSION, CriterionKind.EXCLUSION]
    quote: str
    rule: Literal["unreviewed"]
    draft: Drafted | None = None
    review: RuleReview | None = None
    plain: str = ""
    ask: str | None = None
    worded: Signed | None = None


class EligibilityReading(Annotation):
    """The facts and the criteria of one record.

    Args:
        facts: what the rules ask about.
        criteria: those that a person has read.
        unreviewed: those whose rule says so; in the file they stand among the others.
    """

    facts: tuple[Fact, ...] = ()
    criteria: tuple[CriterionReading, ...] = ()
    unreviewed: tuple[UnreviewedCriterion, ...] = ()

    @property
    def told(self) -> tuple[CriterionReading | UnreviewedCriterion, ...]:
        """Every criterion that anything was written of, whether or not its rule was read."""
        return (*self.criteria, *self.unreviewed)

    @model_validator(mode="before")
    @classmethod
    def _set_unreviewed_apart(cls, content: Any) -> Any:
        if not isinstance(content, dict) or not isinstance(content.get("criteria"), list):
            return content
        left = [item for item in content["criteria"] if not _is_unreviewed(item)]
        apart = [item for item in content["criteria"] if _is_unreviewed(item)]
        return with_converted_limits({**content, "criteria": left, "unreviewed": apart})

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        for kind, names in (
            ("fact", [fact.id for fact in self.facts]),
            ("criterion", [criterion.id for criterion in self.criteria]),
        ):
            twice = {name for name in names if names.count(name) > 1}
            if twice:
                raise ValueError(f"{kind} {min(twice)!r} is there twice")
        facts = {fact.id: fact for fact in self.facts}
        for rule in self._rules():
            for leaf in leaves(rule):
                _check_leaf(leaf, facts)
        used = {fact for criterion in self.criteria for fact in criterion.facts}
        if facts.keys() - used:
            raise ValueError(f"no criterion asks about {min(facts.keys() - used)!r}")
        return self

    def _rules(self) -> Iterator[Rule]:
        for criterion in self.criteria:
            yield criterion.rule
            if criterion.applies is not None:
                yield criterion.applies
        for fact in self.facts:
            if fact.asked_if is not None:
                yield fact.asked_if


def _is_unreviewed(item: Any) -> bool:
    return isinstance(item, dict) and item.get("rule") == "unreviewed"


def _check_leaf(leaf: Compare | Is | Judgement, facts: Mapping[str, Fact]) -> None:
    """Hold a leaf against the fact it asks about."""
    fact = facts.get(fact_of(leaf))
    if fact is None:
        raise ValueError(f"there is no fact {fact_of(leaf)!r}")
    if isinstance(leaf, Judgement):
        fits = fact.kind == "judgement"
    elif isinstance(leaf, Is):
        wanted: set[bool | str] = set(leaf.values)
        known: set[bool | str] = {choice.value for choice in fact.choices}
        fits = wanted <= ({True, False} if fact.kind == "yes_no" else known)
    else:
        limits = getattr(leaf, leaf.operator)
        named = set(limits) if isinstance(limits, Mapping) else None
        units = {unit.unit for unit in fact.units}
        fits = fact.kind == "number" and (named == units if named else len(units) == 1)
    if not fits:
        raise ValueError(f"a rule on {fact.id!r} does not fit its kind, its units or its choices")


for _model in (AllOf, AnyOf, Several, AtLeast, Not, Statement, Disagreement, RecordDisagrees):
    _model.model_rebuild()
for _holder in (Fact, RuleReview, Drafted, CriterionReading, UnreviewedCriterion):
    _holder.model_rebuild()
