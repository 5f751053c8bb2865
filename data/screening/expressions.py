"""The rules of a checklist as expressions: one tree, one plan, any engine.

Engines differ in what null does, so truth is carried in flags that are never null. The plan is
staged (answers, what follows from them, leaves, criteria, verdict): each stage names its results as
columns, so that none is written out twice.

Rare people are marked `by_person` for `data.screening.batches`, which hands them to `assess`: those
whose answers contradict each other, whose fact a calculator fills, and those open on a fact that
several criteria share, whose verdict may be the same in every case.
"""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, Final

import narwhals as nw

from data.annotations.eligibility import (
    AllOf,
    AnyOf,
    AtLeast,
    Compare,
    Fact,
    Is,
    Judgement,
    Not,
    Rule,
    fact_of,
    leaves,
)
from data.annotations.eligibility import parts as parts_of
from data.eligibility.assess import passing
from data.eligibility.calculators import CALCULATORS
from data.eligibility.checklist import Checklist, Criterion
from data.eligibility.consistency import certain
from data.eligibility.evaluate import COMPARE
from data.eligibility.states import FAILS, OPEN, PASSES, State, Verdict
from data.screening.columns import Frame, known, near_a_tie, read_columns, unit, value

VERDICT, DECIDING, OPEN_FACTS, BY_PERSON = "verdict", "deciding", "open_facts", "by_person"
STATES: Final = tuple(State)
_NOBODY: Final = nw.lit(False)
_EVERYBODY: Final = nw.lit(True)
Leaf = Compare | Is | Judgement


def state_column(criterion: Criterion) -> str:
    """The column in which a criterion's state stands, as its place in `STATES`."""
    return f"state {criterion.id}"


def screened(checklist: Checklist, people: Any) -> Frame:
    """Plan, or work out, where each person of a list stands.

    Args:
        checklist: the study's checklist.
        people: a table of any engine that narwhals knows; one person a row, one fact a column,
            named by its id; the unit of a number in `<fact>.unit`, else it is in the first.

    Returns:
        The same people with all their columns, and the state of each criterion, the verdict, the
        first criterion that excludes, the facts that are open, and `by_person`. DuckDB may order
        people anew.

    Raises:
        ScreeningError: a column cannot be read as its fact.
    """
    if nw.dependencies.is_pandas_dataframe(people):
        people = people.convert_dtypes()  # flags with gaps are no longer objects
    source: Frame = nw.from_native(people)
    own = source.collect_schema().names()
    facts = {fact.id: fact for fact in checklist.facts}
    frame = source.with_columns(*read_columns(source, facts.values()))
    frame = _with_what_follows(frame, facts)
    all_leaves = _Leaves(checklist, facts)
    frame = frame.with_columns(*all_leaves.columns())
    frame = frame.with_columns(*_criteria(checklist, all_leaves))
    frame = frame.with_columns(*_of_the_whole(checklist))
    frame = frame.with_columns(
        _by_person(checklist, all_leaves, own).alias(BY_PERSON), *_reported(checklist)
    )
    told = (state_column(criterion) for criterion in checklist.criteria)
    return frame.select(*own, *told, VERDICT, DECIDING, OPEN_FACTS, BY_PERSON)


def _any(flags: Iterable[nw.Expr]) -> nw.Expr:
    return reduce(operator.or_, flags, _NOBODY)


def _all(flags: Iterable[nw.Expr]) -> nw.Expr:
    return reduce(operator.and_, flags, _EVERYBODY)


def _count(flags: Iterable[nw.Expr]) -> nw.Expr:
    ones = (nw.when(flag).then(nw.lit(1)).otherwise(nw.lit(0)) for flag in flags)
    return reduce(operator.add, ones)


def _presupposes(fact: Fact) -> nw.Expr:
    if fact.kind == "number":
        return known(fact.id) & (value(fact.id) != 0).fill_null(False)
    return known(fact.id) & value(fact.id) if fact.kind != "choice" else known(fact.id)


def _with_what_follows(frame: Frame, facts: Mapping[str, Fact]) -> Frame:
    """Fill in what answers presuppose, one step of each chain a stage."""
    needing = [fact for fact in facts.values() if fact.presupposes and fact.asked_if]
    steps = {
        target: [
            (fact, leaf.values[0])
            for fact in needing
            if fact.asked_if is not None
            for leaf in certain(fact.asked_if)
            if leaf.fact == target
        ]
        for target in facts
    }
    filled = {target: found for target, found in steps.items() if found}
    for _ in range(_longest(filled)):
        frame = frame.with_columns(
            *(one for target, found in filled.items() for one in _filled(target, found))
        )
    return frame


def _longest(steps: Mapping[str, list[tuple[Fact, Any]]]) -> int:
    """How many steps the longest chain has."""
    depth = dict.fromkeys(steps, 1)
    for _ in steps:
        for target, found in steps.items():
            depth[target] = 1 + max(depth.get(fact.id, 0) for fact, _ in found)
    return min(max(depth.values(), default=0), len(steps))


def _filled(target: str, found: list[tuple[Fact, Any]]) -> Iterator[nw.Expr]:
    follows = _any(_presupposes(fact) for fact, _ in found)
    told = value(target)
    for fact, wanted in reversed(found):
        told = nw.when(~known(target) & _presupposes(fact)).then(nw.lit(wanted)).otherwise(told)
    yield (known(target) | follows).alias(f"known {target}")
    yield told.alias(f"value {target}")


@dataclass(frozen=True, kw_only=True)
class _Truth:
    """For whom a rule holds and for whom it does not, and for whom it is disputed."""

    true: nw.Expr
    false: nw.Expr
    disputed: nw.Expr = field(default_factory=lambda: _NOBODY)
    open: tuple[tuple[str, nw.Expr], ...] = ()  # by fact; before "the whole is unknown"

    @property
    def unknown(self) -> nw.Expr:
        return ~self.true & ~self.false


class _Leaves:
    """The leaves of all rules, each worked out once, in a column of its own."""

    def __init__(self, checklist: Checklist, facts: Mapping[str, Fact]) -> None:
        self._facts = facts
        rules = [rule for one in checklist.criteria for rule in (one.applies, one.rule) if rule]
        rules += [fact.asked_if for fact in facts.values() if fact.asked_if and fact.presupposes]
        found = {leaf.model_dump_json(): leaf for rule in rules for leaf in leaves(rule)}
        self._numbers = {key: place for place, key in enumerate(found)}
        self._leaves = tuple(found.values())

    def columns(self) -> Iterator[nw.Expr]:
        for place, leaf in enumerate(self._leaves):
            there = known(fact_of(leaf)) if fact_of(leaf) in self._facts else _NOBODY
            true = self._holds(leaf).fill_null(False) if fact_of(leaf) in self._facts else _NOBODY
            yield (there & true).alias(f"leaf {place}")

    def _holds(self, leaf: Leaf) -> nw.Expr:
        fact = self._facts[fact_of(leaf)]
        if isinstance(leaf, Judgement):
            return value(fact.id)
        if isinstance(leaf, Compare):
            compare: Any = COMPARE[leaf.operator]
            return _any(
                (unit(fact.id) == place) & compare(value(fact.id), leaf.limit(one.unit))
                for place, one in enumerate(fact.units)
            )
        if fact.kind == "choice":
            return value(fact.id).is_in([one for one in leaf.values if isinstance(one, str)])
        return _any(value(fact.id) if one is True else ~value(fact.id) for one in leaf.values)

    def truth(self, rule: Rule) -> _Truth:
        """What a rule says, from the columns of its leaves."""
        if isinstance(rule, Compare | Is | Judgement):
            true = nw.col(f"leaf {self._numbers[rule.model_dump_json()]}")
            fact = fact_of(rule)
            there = known(fact) if fact in self._facts else _NOBODY
            return _Truth(true=true, false=there & ~true, open=((fact, ~there),))
        parts = [self.truth(part) for part in parts_of(rule)]
        true, false = _all(p.true for p in parts), _all(p.false for p in parts)
        disputed = _any(p.disputed for p in parts)
        if isinstance(rule, AllOf):
            false = _any(p.false for p in parts)
        elif isinstance(rule, AnyOf):
            true = _any(p.true for p in parts)
        elif isinstance(rule, AtLeast):
            least = rule.at_least.n
            true = _count(p.true for p in parts) >= least
            false = _count(p.false for p in parts) > len(parts) - least
        elif isinstance(rule, Not):
            true, false = false, true
        else:
            one, other = parts
            disputed = disputed | (one.true & other.false) | (one.false & other.true)
        whole = _Truth(true=true, false=false)
        return _Truth(
            true=true,
            false=false,
            disputed=disputed & whole.unknown,
            open=tuple((fact, flag & whole.unknown) for p in parts for fact, flag in p.open),
        )


def _criteria(checklist: Checklist, found: _Leaves) -> Iterator[nw.Expr]:
    """Yield the state of each criterion, and for each of its facts whether that hangs on it."""
    for criterion in checklist.criteria:
        rule = found.truth(criterion.rule)
        applies = _Truth(true=_EVERYBODY, false=_NOBODY)
        if criterion.applies is not None:
            applies = found.truth(criterion.applies)
        aside = _NOBODY
        if not criterion.reviewed and criterion.id in criterion.facts:
            aside = known(criterion.id) & (value(criterion.id) == State.NOT_APPLICABLE.value)
        yield _state(criterion, rule, applies, aside).alias(state_column(criterion))
        hanging: dict[str, list[nw.Expr]] = {}
        for fact, flag in (*applies.open, *rule.open):
            hanging.setdefault(fact, []).append(flag)
        for fact, flags in hanging.items():
            yield _any(flags).alias(_hangs(criterion, fact))


def _hangs(criterion: Criterion, fact: str) -> str:
    return f"hangs {criterion.id} {fact}"


def _state(criterion: Criterion, rule: _Truth, applies: _Truth, aside: nw.Expr) -> nw.Expr:
    passes_when_true = passing(criterion.kind)
    holds, fails = (
        (State.MET, State.NOT_MET) if passes_when_true else (State.EXCLUDES, State.DOES_NOT_EXCLUDE)
    )
    passed = rule.true if passes_when_true else rule.false
    asks = _any(
        flag for fact, flag in (*applies.open, *rule.open) if fact not in criterion.judgements
    )
    counts = passed | applies.true
    choices = (
        (applies.false | aside, State.NOT_APPLICABLE),
        (rule.true & counts, holds),
        (rule.false & counts, fails),
        (applies.disputed | rule.disputed, State.DISPUTED),
        (asks, State.UNKNOWN),
    )
    state: nw.Expr = nw.lit(_code(State.NEEDS_JUDGEMENT))
    for flag, told in reversed(choices):
        state = nw.when(flag).then(nw.lit(_code(told))).otherwise(state)
    return state.cast(nw.Int8)


def _code(state: State) -> int:
    return STATES.index(state)


def _is_one_of(criterion: Criterion, states: Iterable[State]) -> nw.Expr:
    return nw.col(state_column(criterion)).is_in(sorted(_code(state) for state in states))


def _of_the_whole(checklist: Checklist) -> Iterator[nw.Expr]:
    """Yield the verdict, the first criterion that excludes, and which facts are open."""
    criteria = checklist.criteria
    first: nw.Expr = nw.lit("")
    for criterion in reversed(criteria):
        excludes = _is_one_of(criterion, FAILS)
        first = nw.when(excludes).then(nw.lit(criterion.id)).otherwise(first)
    yield first.alias(DECIDING)
    meets = _all(_is_one_of(one, PASSES) for one in criteria) if criteria else _NOBODY
    excluded = _any(_is_one_of(one, FAILS) for one in criteria)
    told = nw.when(meets).then(nw.lit(Verdict.MEETS.value))
    verdict = told.otherwise(nw.lit(Verdict.CANNOT_TELL.value))
    yield nw.when(excluded).then(nw.lit(Verdict.EXCLUDED.value)).otherwise(verdict).alias(VERDICT)
    for fact in checklist.facts:
        hanging = [
            nw.col(_hangs(one, fact.id)) & _is_one_of(one, OPEN)
            for one in criteria
            if _places(one)[fact.id]  # not those that only a draft asks about
        ]
        yield _any(hanging).alias(f"open {fact.id}")


def _reported(checklist: Checklist) -> Iterator[nw.Expr]:
    open_facts = [
        nw.when(nw.col(f"open {fact.id}")).then(nw.lit(f"{fact.id} ")).otherwise(nw.lit(""))
        for fact in checklist.facts
    ]
    if not open_facts:
        yield nw.lit("").alias(OPEN_FACTS)
        return
    undecided = nw.col(VERDICT) == Verdict.CANNOT_TELL.value
    listed = nw.concat_str(*open_facts)
    yield nw.when(undecided).then(listed).otherwise(nw.lit("")).alias(OPEN_FACTS)


def _by_person(checklist: Checklist, found: _Leaves, own: list[str]) -> nw.Expr:
    """Who needs more than Kleene logic, column by column, can tell."""
    flags = []
    for fact in checklist.facts:
        if fact.presupposes and fact.asked_if:
            flags.append(_presupposes(fact) & found.truth(fact.asked_if).false)
        if fact.calculator and _can_be_filled(fact, own):
            filled = [nw.col(one.id) for one in CALCULATORS[fact.calculator].facts]
            empty = ~known(fact.id)
            flags.append(_all([empty, *(~one.is_null() for one in filled)]))
        if fact.kind == "number" and fact.id in own:
            flags.append(near_a_tie(fact))
    undecided = nw.col(VERDICT) == Verdict.CANNOT_TELL.value
    return _any(flags) | (undecided & _shares_a_fact(checklist))


def _can_be_filled(fact: Fact, own: list[str]) -> bool:
    calculator = CALCULATORS[fact.calculator or ""]
    return all(one.id in own for one in calculator.facts)


def _shares_a_fact(checklist: Checklist) -> nw.Expr:
    """Whose open criteria ask about one open fact in several places."""
    places = {one.id: _places(one) for one in checklist.criteria}
    flags = []
    for fact in checklist.facts:
        asking = [one for one in checklist.criteria if places[one.id][fact.id]]
        if sum(places[one.id][fact.id] for one in asking) > 1:
            counts = [
                nw.when(_is_one_of(one, OPEN))
                .then(nw.lit(places[one.id][fact.id]))
                .otherwise(nw.lit(0))
                for one in asking
            ]
            flags.append(~known(fact.id) & (reduce(operator.add, counts) > 1))
    return _any(flags)


def _places(criterion: Criterion) -> Counter[str]:
    rules = [rule for rule in (criterion.applies, criterion.rule) if rule is not None]
    return Counter(fact_of(leaf) for rule in rules for leaf in leaves(rule))
