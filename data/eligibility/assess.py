"""Assess one person: the state of every criterion, and the verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from data.criteria.kind import CriterionKind
from data.eligibility.answers import Value, read_answers
from data.eligibility.calculators import asked_with_calculators
from data.eligibility.checklist import Checklist, Criterion
from data.eligibility.completions import Case, cases
from data.eligibility.consistency import reconcile
from data.eligibility.derived import Known, derive
from data.eligibility.evaluate import Evaluation, evaluate
from data.eligibility.states import FAILS, OPEN, PASSES, State, Verdict


@dataclass(frozen=True, kw_only=True)
class ByHand:
    """A state that an investigator has set.

    Args:
        state: one of `settable(kind)`.
        reason: why; never empty.
    """

    state: State
    reason: str


@dataclass(frozen=True, kw_only=True)
class AssessedCriterion:
    """Where one criterion stands.

    Args:
        criterion: the criterion.
        state: where it stands.
        open: the ids of the facts on which an open state hangs.
        by_hand: what an investigator has set; it then is the state.
        answered: where the answers alone put it, if it was set by hand.
        drafted: where the program's draft would put it while it is open; nobody has reviewed that.
    """

    criterion: Criterion
    state: State
    open: tuple[str, ...] = ()
    by_hand: ByHand | None = None
    answered: State | None = None
    drafted: State | None = None

    @property
    def against_answer(self) -> bool:
        """Whether it was set by hand to something else than its answers say."""
        return self.answered is not None and self.answered not in OPEN | {self.state}


@dataclass(frozen=True, kw_only=True)
class Assessment(Known):
    """Where a person stands, and what is known of them.

    Args:
        verdict: of the whole checklist.
        criteria: in the record's order.
        contradictions: those of the problems that are about answers that contradict each other.
        cases: where open criteria remain and yet every answer leads to the verdict: each case.
    """

    verdict: Verdict
    criteria: tuple[AssessedCriterion, ...]
    contradictions: Mapping[str, str] = field(default_factory=dict)
    cases: tuple[Case, ...] = ()

    @property
    def deciding(self) -> tuple[AssessedCriterion, ...]:
        """The criteria that exclude."""
        return tuple(item for item in self.criteria if item.state in FAILS)

    @property
    def open(self) -> tuple[AssessedCriterion, ...]:
        """The criteria that are not settled."""
        return tuple(item for item in self.criteria if item.state in OPEN)

    @property
    def against_answers(self) -> tuple[AssessedCriterion, ...]:
        """The criteria that were set by hand to something else than their answers say."""
        return tuple(item for item in self.criteria if item.against_answer)

    def of(self, criterion_id: str) -> AssessedCriterion:
        """Where the criterion of an id stands."""
        return next(item for item in self.criteria if item.criterion.id == criterion_id)


def settable(kind: CriterionKind) -> tuple[State, ...]:
    """The states that can be set by hand for a kind of criterion."""
    if kind != CriterionKind.INCLUSION:
        return (State.DOES_NOT_EXCLUDE, State.EXCLUDES, State.NOT_APPLICABLE)
    return (State.MET, State.NOT_MET, State.NOT_APPLICABLE)


def assess(
    checklist: Checklist,
    answers: Mapping[str, Any],
    by_hand: Mapping[str, ByHand] | None = None,
) -> Assessment:
    """Work out where a person stands.

    Args:
        checklist: the study's checklist.
        answers: plain values by fact id. A number is in the first unit of its fact, or a text names
            the unit (`"5.0 mmol/L"`); yes or no is True or False; a choice is the value of one of
            the fact's choices. What is missing or None is unknown. Answers to what a calculator
            asks for are taken too.
        by_hand: states that an investigator has set, by criterion id.

    Returns:
        The assessment. An answer that cannot be right is not used, and told in `problems`.
    """
    asked = asked_with_calculators(checklist.facts)
    read, problems = read_answers(asked, answers)
    given, contradictions = reconcile(checklist.facts, read)
    known = derive(checklist.facts, given, {**problems, **contradictions})
    set_states = by_hand or {}
    criteria = tuple(
        _assessed(criterion, known.values, set_states.get(criterion.id))
        for criterion in checklist.criteria
    )
    verdict = verdict_of(item.state for item in criteria)
    told: tuple[Case, ...] = ()
    if verdict is Verdict.CANNOT_TELL:
        verdict, told = agreed(checklist, criteria, known.values)
    return Assessment(
        **vars(known),
        verdict=verdict,
        criteria=criteria,
        contradictions=contradictions,
        cases=told,
    )


def agreed(
    checklist: Checklist, criteria: Iterable[AssessedCriterion], values: Mapping[str, Value]
) -> tuple[Verdict, tuple[Case, ...]]:
    """Tell the verdict in which all answers to the open questions agree, with its cases."""
    return cases(
        (item.criterion for item in criteria if item.state in OPEN),
        checklist.facts,
        values,
        lambda criterion, values: _from_answers(criterion, values).state,
    )


def verdict_of(states: Iterable[State]) -> Verdict:
    """The verdict that follows from the states; without any criterion nothing can be told."""
    known = tuple(states)
    if any(state in FAILS for state in known):
        return Verdict.EXCLUDED
    if known and all(state in PASSES for state in known):
        return Verdict.MEETS
    return Verdict.CANNOT_TELL


def _assessed(
    criterion: Criterion, values: Mapping[str, Value], by_hand: ByHand | None
) -> AssessedCriterion:
    answered = _from_answers(criterion, values)
    if not by_hand or by_hand.state not in settable(criterion.kind):
        return answered
    return AssessedCriterion(
        criterion=criterion, state=by_hand.state, by_hand=by_hand, answered=answered.state
    )


def _from_answers(criterion: Criterion, values: Mapping[str, Value]) -> AssessedCriterion:
    applies = evaluate(criterion.applies, values) if criterion.applies else Evaluation(truth=True)
    if applies.truth is False or is_set_aside(criterion, values):
        return AssessedCriterion(criterion=criterion, state=State.NOT_APPLICABLE)
    rule = evaluate(criterion.rule, values)
    if rule.truth is not None and (applies.truth or rule.truth is passing(criterion.kind)):
        # What is passed is passed, whether or not it applies.
        return AssessedCriterion(criterion=criterion, state=_settled(criterion.kind, rule.truth))
    drafted = criterion.draft and criterion.draft.rule
    draft = evaluate(drafted, values) if drafted else Evaluation(truth=None)
    hangs_on = applies.open | rule.open
    return AssessedCriterion(
        criterion=criterion,
        state=_open_state(criterion, hangs_on, applies.disputed or rule.disputed),
        open=tuple(fact for fact in criterion.facts if fact in hangs_on),
        drafted=None if draft.truth is None else _settled(criterion.kind, draft.truth),
    )


def is_set_aside(criterion: Criterion, values: Mapping[str, Value]) -> bool:
    """Whether a criterion that is answered by hand is answered "not applicable"."""
    return not criterion.reviewed and values.get(criterion.id) == State.NOT_APPLICABLE


def passing(kind: CriterionKind) -> bool:
    """What the rule of a criterion must be so that it is passed."""
    return kind == CriterionKind.INCLUSION


def _settled(kind: CriterionKind, holds: bool) -> State:
    if kind != CriterionKind.INCLUSION:
        return State.EXCLUDES if holds else State.DOES_NOT_EXCLUDE
    return State.MET if holds else State.NOT_MET


def _open_state(criterion: Criterion, hangs_on: frozenset[str], disputed: bool) -> State:
    if disputed:
        return State.DISPUTED
    return State.NEEDS_JUDGEMENT if hangs_on <= criterion.judgements else State.UNKNOWN
