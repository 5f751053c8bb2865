"""The rules of a checklist as expressions: one tree, one plan, any engine.

Engines differ in what null does, so truth is carried in flags that are never null. The plan is
staged (answers, what follows from them, leaves, one level of each tree after the other, criteria):
each stage names its results as columns, so that none is written out twice. What is counted over
people, and the few whom the plan leaves to `assess`, is for `data.screening.batches`.
"""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import Any, Final

import duckdb
import narwhals as nw

from data.annotations.eligibility import (
    AllOf,
    AnyOf,
    AtLeast,
    Compare,
    Fact,
    Is,
    Judgement,
    Leaf,
    Not,
    RecordDisagrees,
    Rule,
    fact_of,
    facts_of,
    leaves,
    nodes,
    parts,
    signed,
)
from data.eligibility.assess import passing
from data.eligibility.calculators import asked_with_calculators, calculator_of
from data.eligibility.checklist import Checklist, Criterion
from data.eligibility.consistency import certain
from data.eligibility.evaluate import COMPARE
from data.eligibility.states import State
from data.screening.as_sql import LIST, empty_table, query_of
from data.screening.columns import (
    TIES,
    Stage,
    TableFrame,
    any_of,
    check_columns,
    in_its_unit,
    known,
    later,
    read_stages,
    stands_for,
    value,
    with_units,
)
from data.screening.spark import is_spark, set_down, with_names, without_dots

STATES: Final = tuple(State)
BY_PERSON: Final = "~by person"
CONTRADICTS: Final = "~contradicts"
NEAR: Final = 0.5  # of a limit: what misses it by up to half of it has missed it narrowly
NO, FAR, NARROWLY = 0, 1, 2
_NOBODY: Final = nw.lit(False)


def state_column(criterion: Criterion) -> str:
    """The column in which a criterion's state stands, as its place in `STATES`."""
    return f"~state {criterion.id}"


def drafted_column(criterion: Criterion) -> str:
    """The column in which it stands where its draft would put an open criterion."""
    return f"~drafted {criterion.id}"


def drafted(checklist: Checklist) -> list[tuple[Criterion, Rule]]:
    """The criteria of which the program has drafted a rule that nobody has reviewed."""
    return [(one, one.draft.rule) for one in checklist.criteria if one.draft and one.draft.rule]


def open_column(fact: str) -> str:
    """The column that says for whom an open criterion hangs on a fact."""
    return f"~open {fact}"


def unused_column(fact: Fact) -> str:
    """The column that says whose answer to a fact cannot be right, so that it counts as none."""
    return f"~unused {fact.id}"


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """A limit on a number that a criterion sets.

    Args:
        criterion: whose it is.
        leaf: the comparison.
        holds: whether it speaks for taking part when it holds.
    """

    criterion: Criterion
    leaf: Compare
    holds: bool

    @property
    def column(self) -> str:
        """Where it stands who misses it: `NO`, `FAR` or `NARROWLY`."""
        side = "not" if self.holds else ""
        leaf = self.leaf.model_dump_json(exclude_none=True).replace(".", ",")  # Spark takes no dot
        return f"~misses {self.criterion.id} {side} {leaf}"


def is_near(number: Any, limit: float) -> Any:
    """Whether a number that misses a limit does so narrowly: one number, or a column of them."""
    width = NEAR * abs(limit)
    return (number >= limit - width) & (number <= limit + width)


def thresholds(checklist: Checklist) -> tuple[Threshold, ...]:
    """The limits on numbers, in the order of the criteria."""
    found = (
        Threshold(criterion=one, leaf=leaf, holds=holds)
        for one in checklist.criteria
        for leaf, holds in signed(one.rule, passing(one.kind))
    )
    return tuple({one.column: one for one in found}.values())


def screened(checklist: Checklist, people: Any, *, drafts: bool = False) -> TableFrame:
    """Plan, or work out, where each person of a list stands.

    Args:
        checklist: the study's checklist.
        people: a table of any engine that narwhals knows; one person a row, one fact a column,
            named by its id; the unit of a number in `<fact>.unit`, written as the fact does, else
            it is in the first.
        drafts: whether it is told, too, where drafted rules would put whoever is open. They decide
            nothing.

    Returns:
        The same people with all their columns, and what `data.screening.batches` settles.

    Raises:
        ScreeningError: a column cannot be read as its fact.
    """
    if nw.dependencies.is_pandas_dataframe(people):
        people = people.convert_dtypes()  # flags with gaps are no longer objects
    if is_spark(people):
        return _in_spark(checklist, people, drafts)
    source: TableFrame = nw.from_native(people)
    check_columns(source, checklist.facts)
    if nw.dependencies.is_duckdb_relation(people):
        columns = tuple(zip(people.columns, map(str, people.types), strict=True))
        return nw.from_native(people.query(LIST, _sql(_Same(checklist), columns, drafts)))
    return _planned(RulePlan(checklist, source.collect_schema().names(), drafts=drafts), source)


@dataclass(frozen=True, eq=False)
class _Same:
    """A checklist that is the same only if it is one and the same object."""

    checklist: Checklist

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.checklist is self.checklist

    def __hash__(self) -> int:
        return id(self.checklist)


@lru_cache(maxsize=16)
def _sql(of: _Same, columns: tuple[tuple[str, str], ...], drafts: bool) -> str:
    """Write the plan for DuckDB, once for all lists with the same columns."""
    with duckdb.connect() as connection:
        source: TableFrame = nw.from_native(empty_table(connection, LIST, dict(columns)))
        plan = RulePlan(of.checklist, [name for name, _ in columns], drafts=drafts)
        stages = _stages(plan, source)
        return query_of(stages, dict(columns), plan.result())


def _in_spark(checklist: Checklist, people: Any, drafts: bool) -> TableFrame:
    source = without_dots(people, asked_with_calculators(checklist.facts))
    check_columns(source, checklist.facts)
    plan = RulePlan(checklist, source.collect_schema().names(), drafts=drafts)
    return with_names(_planned(plan, source), [*people.columns, *plan.told()])


def _planned(plan: RulePlan, source: TableFrame) -> TableFrame:
    frame, names = source, list(plan.own)
    for stage in _stages(plan, source):
        frame = frame.with_columns(*(one.alias(key) for key, one in stage.columns.items()))
        names = list(dict.fromkeys((*names, *stage.columns)))
        if gone := [one for one in names if stage.drops(one)]:
            frame = frame.drop(gone)
            names = [one for one in names if one not in gone]
        if isinstance(frame, nw.LazyFrame):
            frame = set_down(frame)
    return frame.select(*plan.result())


def _stages(plan: RulePlan, source: TableFrame) -> Iterator[Stage]:
    every = (
        *read_stages(source, plan.checklist.facts),
        *_reconciled(plan),
        *plan.stages(),
    )
    return (stage for stage in every if stage.columns)


def _all(flags: Iterable[nw.Expr]) -> nw.Expr:
    return reduce(operator.and_, flags)


def _count(flags: Iterable[nw.Expr]) -> nw.Expr:
    return reduce(operator.add, (flag.cast(nw.Int8) for flag in flags))


def presupposes(fact: Fact) -> nw.Expr:
    """Whose answer says that the fact matters."""
    if fact.kind == "number":
        return known(fact.id) & (value(fact.id) != 0)
    return known(fact.id) if fact.kind == "choice" else known(fact.id) & value(fact.id)


def _reconciled(plan: RulePlan) -> Iterator[Stage]:
    """Add what follows from the answers, and leave out those that contradict each other."""
    dropped: dict[str, list[nw.Expr]] = {}
    for fact in plan.needing:
        if fact.asked_if is not None:
            contradicted = presupposes(fact) & plan.false(fact.asked_if)
            for one in (fact.id, *facts_of(fact.asked_if)):
                dropped.setdefault(one, []).append(contradicted)
    if not dropped:
        return
    yield Stage(columns={f"~read {one}": known(one) for one in dropped})
    yield from _what_follows(plan)
    yield from plan.levels(fact.asked_if for fact in plan.needing if fact.asked_if)
    yield Stage(columns={f"~dropped {one}": any_of(flags) for one, flags in dropped.items()})
    left = {f"~known {one}": nw.col(f"~read {one}") & ~_dropped(one) for one in dropped}
    yield Stage(columns=left, last=("~read",))
    yield from _what_follows(plan)


def _dropped(fact: str) -> nw.Expr:
    """Whose answer to a fact contradicts another, so that neither is used."""
    return nw.col(f"~dropped {fact}")


def _what_follows(plan: RulePlan) -> Iterator[Stage]:
    """Fill in what answers presuppose, one step of each chain a stage."""
    steps = {
        target: [
            (fact, leaf.values[0])
            for fact in plan.needing
            if fact.asked_if is not None
            for leaf in certain(fact.asked_if)
            if leaf.fact == target
        ]
        for target in plan.facts
    }
    filled = {target: found for target, found in steps.items() if found}
    for _ in range(_longest(filled)):
        yield Stage(
            columns=dict(
                column
                for target, found in filled.items()
                for column in _filled(plan.facts[target], found)
            )
        )


def _longest(steps: Mapping[str, list[tuple[Fact, Any]]]) -> int:
    """How many steps the longest chain has."""
    depth = dict.fromkeys(steps, 1)
    for _ in steps:
        for target, found in steps.items():
            depth[target] = 1 + max(depth.get(fact.id, 0) for fact, _ in found)
    return min(max(depth.values(), default=0), len(steps))


def _filled(target: Fact, found: list[tuple[Fact, Any]]) -> Iterator[tuple[str, nw.Expr]]:
    empty = ~known(target.id) & ~later(target)
    follows = any_of(presupposes(fact) for fact, _ in found)
    told = value(target.id)
    for fact, wanted in reversed(found):
        told = nw.when(empty & presupposes(fact)).then(stands_for(target, wanted)).otherwise(told)
    yield f"~known {target.id}", known(target.id) | (empty & follows)
    yield f"~value {target.id}", told


class RulePlan:
    """The nodes of all rules, each worked out once, in columns of its own."""

    def __init__(
        self, checklist: Checklist, columns: Collection[str] = (), *, drafts: bool = False
    ) -> None:
        self.checklist = checklist
        self.drafted = drafted(checklist) if drafts else []
        self.own = columns
        self.beside = with_units(columns, checklist.facts)
        self.facts = {fact.id: fact for fact in checklist.facts}
        rules = [rule for one in checklist.criteria for rule in one.rules]
        rules += [fact.asked_if for fact in self.needing if fact.asked_if]
        rules += [rule for _, rule in self.drafted]
        self._places: dict[str, int] = {}
        self._levels: dict[int, list[Rule]] = {}
        for rule in rules:
            self._place(rule)

    @property
    def needing(self) -> tuple[Fact, ...]:
        """The facts whose answers say something of others."""
        facts = self.checklist.facts
        return tuple(fact for fact in facts if fact.presupposes and fact.asked_if)

    @property
    def doubtful(self) -> tuple[str, ...]:
        """The facts whose answers can contradict others."""
        asked = (fact for one in self.needing if one.asked_if for fact in facts_of(one.asked_if))
        return tuple(dict.fromkeys((*(one.id for one in self.needing), *asked)))

    def _place(self, rule: Rule) -> int:
        """Give a rule, and what it is made of, a place; the same rule twice has one.

        Returns:
            How deep it is.
        """
        depth = 1 + max((self._place(part) for part in parts(rule)), default=-1)
        key = rule.model_dump_json()
        if key not in self._places:
            self._places[key] = len(self._places)
            self._levels.setdefault(depth, []).append(rule)
        return depth

    def name(self, rule: Rule) -> str:
        """What the columns of a rule end in."""
        return str(self._places[rule.model_dump_json()])

    def true(self, rule: Rule) -> nw.Expr:
        """For whom a rule holds."""
        return nw.col(f"~true {self.name(rule)}")

    def false(self, rule: Rule) -> nw.Expr:
        """For whom it does not."""
        return nw.col(f"~false {self.name(rule)}")

    def _unknown(self, rule: Rule) -> nw.Expr:
        """For whom a rule is neither; a leaf is known with its fact."""
        if isinstance(rule, Compare | Is | Judgement):
            return ~known(fact_of(rule)) if fact_of(rule) in self.facts else nw.lit(True)
        return nw.col(f"~unknown {self.name(rule)}")

    def _disputed(self, rule: Rule) -> nw.Expr:
        return nw.col(f"~disputed {self.name(rule)}") if _disagrees(rule) else _NOBODY

    def stages(self) -> Iterator[Stage]:
        """Yield what is worked out of the answers, from the leaves of the rules up."""
        leaf, *higher = self.levels()
        yield leaf
        read = {one.column: self._misses(one) for one in thresholds(self.checklist)}
        read |= {f"~pre {fact.id}": presupposes(fact) for fact in self.needing}
        read |= {f"~aside {one.id}": self._set_aside(one) for one in self._by_hand()}
        yield Stage(columns=read, last=("~value", "~unit"))
        yield from higher
        yield Stage(
            columns={
                f"~unknown {self.name(rule)}": ~self.true(rule) & ~self.false(rule)
                for one in self.checklist.criteria
                for root in one.rules
                for rule in nodes(root)
                if parts(rule)
            }
        )
        states = {state_column(one): self._state(one) for one in self.checklist.criteria}
        yield Stage(columns=states)
        last = {open_column(fact): self._open(fact) for fact in self.facts}
        last |= {drafted_column(one): self._drafted(one, rule) for one, rule in self.drafted}
        last[CONTRADICTS] = any_of(map(_dropped, self.doubtful))
        last[BY_PERSON] = self._by_person()
        yield Stage(columns=last)

    def levels(self, of: Iterable[Rule] | None = None) -> Iterator[Stage]:
        """Yield the columns of rules, of all by default, from the leaves up."""
        wanted = None if of is None else {self.name(one) for rule in of for one in nodes(rule)}
        for _, rules in sorted(self._levels.items()):
            some = [one for one in rules if wanted is None or self.name(one) in wanted]
            if some:
                yield Stage(columns=dict(column for rule in some for column in self._columns(rule)))

    def result(self) -> list[nw.Expr]:
        """The columns of the list, and what is told: flags as bytes, which Arrow does not pack."""
        return [
            *map(nw.col, self.own),
            *(nw.col(name).cast(nw.Int8).alias(name) for name in self.told()),
        ]

    def told(self) -> Iterator[str]:
        """Yield the columns that are read once the plan has been worked out."""
        yield from (state_column(one) for one in self.checklist.criteria)
        yield from (open_column(fact) for fact in self.facts)
        yield from (one.column for one in thresholds(self.checklist))
        yield from (drafted_column(one) for one, _ in self.drafted)
        yield from (unused_column(fact) for fact in self.facts.values() if fact.kind == "number")
        yield CONTRADICTS
        yield BY_PERSON
        yield from self.signs()

    def signs(self) -> tuple[str, ...]:
        """The columns on which it depends whether every answer leads to one verdict."""
        rules = [rule for _, rules in self.shared() for rule in rules]
        rules += [fact.asked_if for fact in self.needing if fact.asked_if]
        asked = {leaf.model_dump_json(): leaf for rule in rules for leaf in leaves(rule)}
        return (
            *(
                f"~{truth} {self.name(one)}"
                for one in asked.values()
                for truth in ("true", "false")
            ),
            *(f"~pre {fact.id}" for fact in self.needing),
            *(f"~known {fact}" for fact in self.places()),
            *(f"~later {fact}" for fact in self.places() if self.facts[fact].not_yet),
        )

    def places(self) -> dict[str, dict[str, int]]:
        """The facts that stand in several places, and in how many of each criterion."""
        counts = {one.id: Counter(one.places) for one in self.checklist.criteria}
        found = {
            fact: {one: count[fact] for one, count in counts.items() if count[fact]}
            for fact in self.facts
        }
        return {fact: places for fact, places in found.items() if sum(places.values()) > 1}

    def shared(self) -> list[tuple[Criterion, tuple[Rule, ...]]]:
        """The criteria that ask about a fact which stands in several places."""
        asking = {one for places in self.places().values() for one in places}
        return [(one, one.rules) for one in self.checklist.criteria if one.id in asking]

    def _columns(self, rule: Rule) -> Iterator[tuple[str, nw.Expr]]:
        true, false = self._truth(rule)
        yield f"~true {self.name(rule)}", true
        yield f"~false {self.name(rule)}", false
        if _disagrees(rule):
            disputed = any_of(self._disputed(part) for part in parts(rule))
            if isinstance(rule, RecordDisagrees):
                one, other = parts(rule)
                disputed = disputed | (self.true(one) & self.false(other))
                disputed = disputed | (self.false(one) & self.true(other))
            yield f"~disputed {self.name(rule)}", disputed & ~true & ~false

    def _truth(self, rule: Rule) -> tuple[nw.Expr, nw.Expr]:
        if isinstance(rule, Compare | Is | Judgement):
            if fact_of(rule) not in self.facts:
                return _NOBODY, _NOBODY
            holds = self._holds(rule)
            return known(fact_of(rule)) & holds, known(fact_of(rule)) & ~holds
        true = [self.true(part) for part in parts(rule)]
        false = [self.false(part) for part in parts(rule)]
        if isinstance(rule, AllOf):
            return _all(true), any_of(false)
        if isinstance(rule, AnyOf):
            return any_of(true), _all(false)
        if isinstance(rule, AtLeast):
            least = rule.at_least.n
            return _count(true) >= least, _count(false) > len(false) - least
        if isinstance(rule, Not):
            return false[0], true[0]
        return _all(true), _all(false)

    def _holds(self, leaf: Leaf) -> nw.Expr:
        fact = self.facts[fact_of(leaf)]
        if isinstance(leaf, Judgement):
            return value(fact.id)
        if isinstance(leaf, Compare):
            compare: Any = COMPARE[leaf.operator]
            return in_its_unit(
                fact, self.beside, lambda one: compare(value(fact.id), leaf.limit(one.unit))
            )
        if fact.kind == "choice":
            return any_of(value(fact.id) == stands_for(fact, one) for one in leaf.values)
        return any_of(value(fact.id) if one is True else ~value(fact.id) for one in leaf.values)

    def _state(self, criterion: Criterion) -> nw.Expr:
        rule, applies = criterion.rule, criterion.applies
        true, false = self.true(rule), self.false(rule)
        disputed = self._disputed(rule)
        holds, fails = _settled_by(criterion)
        choices = [(true, holds), (false, fails)]
        if applies is not None:
            counts = (true if passing(criterion.kind) else false) | self.true(applies)
            choices = [(self.false(applies), State.NOT_APPLICABLE)]
            choices += [(true & counts, holds), (false & counts, fails)]
            disputed = disputed | self._disputed(applies)
        if criterion in self._by_hand():
            choices.insert(0, (nw.col(f"~aside {criterion.id}"), State.NOT_APPLICABLE))
        if any(_disagrees(one) for one in criterion.rules):
            choices.append((disputed, State.DISPUTED))
        state: nw.Expr = nw.lit(_code(State.UNKNOWN))
        if criterion.judgements:
            asks = any_of(
                hangs
                for one in criterion.rules
                for fact, hangs in self._hanging(one)
                if fact not in criterion.judgements
            )
            choices.append((asks, State.UNKNOWN))
            state = nw.lit(_code(State.NEEDS_JUDGEMENT))
        for flag, told in reversed(choices):
            state = nw.when(flag).then(nw.lit(_code(told))).otherwise(state)
        return state.cast(nw.Int8)

    def _drafted(self, criterion: Criterion, rule: Rule) -> nw.Expr:
        holds, fails = _settled_by(criterion)
        is_open = nw.col(state_column(criterion)) >= _code(State.UNKNOWN)
        told = nw.when(is_open & self.false(rule)).then(nw.lit(_code(fails)))
        state = told.otherwise(nw.lit(_code(State.UNKNOWN)))
        settled = nw.when(is_open & self.true(rule)).then(nw.lit(_code(holds)))
        return settled.otherwise(state).cast(nw.Int8)

    def _hanging(self, rule: Rule) -> Iterator[tuple[str, nw.Expr]]:
        """Yield the facts of a rule, each with for whom the rule hangs on it in one place."""
        if isinstance(rule, Compare | Is | Judgement):
            yield fact_of(rule), self._unknown(rule)
        for part in parts(rule):
            for fact, flag in self._hanging(part):
                yield fact, flag & self._unknown(rule)

    def _open(self, fact: str) -> nw.Expr:
        return any_of(
            flag & (nw.col(state_column(one)) >= _code(State.UNKNOWN))
            for one in self.checklist.criteria
            if fact in one.facts
            for rule in one.rules
            for asked, flag in self._hanging(rule)
            if asked == fact
        )

    def _by_hand(self) -> list[Criterion]:
        """The criteria whose state a column can say."""
        criteria = self.checklist.criteria
        return [one for one in criteria if not one.reviewed and one.id in self.facts]

    def _set_aside(self, criterion: Criterion) -> nw.Expr:
        wanted = stands_for(self.facts[criterion.id], State.NOT_APPLICABLE.value)
        return known(criterion.id) & (value(criterion.id) == wanted)

    def _misses(self, threshold: Threshold) -> nw.Expr:
        leaf = threshold.leaf
        missed = self.false(leaf) if threshold.holds else self.true(leaf)
        near = in_its_unit(
            self.facts[leaf.fact],
            self.beside,
            lambda one: is_near(value(leaf.fact), leaf.limit(one.unit)),
        )
        return missed.cast(nw.Int8) * FAR + (missed & near).cast(nw.Int8) * (NARROWLY - FAR)

    def _by_person(self) -> nw.Expr:
        """Who needs more than Kleene logic: those whose answers still contradict each other once
        some are left out, whose fact a calculator fills, and whose number is so near to a rounding
        that engines may differ."""
        flags = [nw.col(TIES)]
        for fact in self.checklist.facts:
            if fact.presupposes and fact.asked_if:
                flags.append(nw.col(f"~pre {fact.id}") & self.false(fact.asked_if))
            if fact.id in self.doubtful:
                flags.append(known(fact.id) & _dropped(fact.id))
            tool = calculator_of(fact)
            if tool and all(one.id in self.own for one in tool.facts):
                filled = (~nw.col(one.id).is_null() for one in tool.facts)
                flags.append(_all([~known(fact.id), *filled]))
        return any_of(flags)


def _disagrees(rule: Rule) -> bool:
    return any(isinstance(one, RecordDisagrees) for one in nodes(rule))


def _settled_by(criterion: Criterion) -> tuple[State, State]:
    """The states of a criterion whose rule holds, and does not."""
    if passing(criterion.kind):
        return State.MET, State.NOT_MET
    return State.EXCLUDES, State.DOES_NOT_EXCLUDE


def _code(state: State) -> int:
    return STATES.index(state)
