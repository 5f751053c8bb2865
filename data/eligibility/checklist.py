"""The checklist of a study: its criteria in the record's order, each with a rule and the facts it
asks about.

A criterion that a person has read (an annotation with exactly its sentence, under the same heading)
gets that reading. Every other one becomes a question answered by hand. The record's own fields for
age, sex and healthy volunteers become criteria of their own where no reading covers them. Nothing
is dropped.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, get_args

from data.annotations import Annotations
from data.annotations.eligibility import (
    AllOf,
    Category,
    Choice,
    CitedNote,
    Compare,
    CriterionReading,
    Fact,
    Is,
    Judgement,
    RecordDisagrees,
    Rule,
    fact_of,
    facts_of,
    leaves,
    nodes,
)
from data.criteria.groups import are_apart, to_choose_between
from data.criteria.headings import says_kind_alone
from data.criteria.kind import CriterionKind
from data.criteria.splitting import CriterionText, in_one_line, split_criteria
from data.criteria.whom import whom
from data.details import last_update
from data.drafting import Draft
from data.eligibility.drafted import (
    SentenceReading,
    against_field,
    asked_by,
    draft_of,
    fits,
    only_leads_in,
)
from data.eligibility.fields import SEX_FACT, FieldCriterion, field_criteria
from data.eligibility.states import State
from data.study import EligibilityModule, Study
from data.words import cut_short

CATEGORIES: Final[tuple[Category, ...]] = get_args(Category)
FIELDS_GROUP: Final = "age, sex and health"
GROUPS: Final = (FIELDS_GROUP, *CATEGORIES, *(kind.named(2) for kind in CriterionKind))
_LABEL_LENGTH: Final = 70
_QUESTIONS: Final[dict[CriterionKind, str]] = {
    CriterionKind.INCLUSION: "Is this met?",
    CriterionKind.EXCLUSION: "Does this exclude the person?",
    CriterionKind.UNSTATED: "The record does not say which way this counts. "
    "Does it exclude the person?",
}


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """One criterion of a study.

    Args:
        id: its key; for one that is not reviewed it follows from its words, so that it never passes
            to others.
        kind: the heading it stands under; of one that is `not stated` nobody says that it must be
            met: whoever answers says whether it rules the person out.
        number: its place among those of its kind, from 1; 0 for a field of the record.
        text: the record's own words.
        lead_in: the line of the record that introduces it and others.
        cohort: the people it is only of, where the record's heading names them.
        label: a few words.
        plain: in plain language, where it is reviewed.
        ask: what someone would ask a doctor about it, where it is reviewed.
        group: the part of the checklist in which it is worked through.
        rule: for an inclusion what must hold, else what excludes.
        applies: to whom it applies at all; None for everybody.
        facts: the ids of the facts it asks about.
        notes: choices of reading, with their reasons.
        reviewed: whether a person read the sentence; else it is answered by hand or built from a
            field.
        draft: what the program has read in a sentence that no person has; it decides nothing.
    """

    id: str
    kind: CriterionKind
    number: int
    text: str
    lead_in: str | None = None
    cohort: str | None = None
    label: str
    plain: str | None = None
    ask: str | None = None
    group: str
    rule: Rule
    applies: Rule | None = None
    facts: tuple[str, ...]
    notes: tuple[CitedNote, ...] = ()
    reviewed: bool = False
    draft: Draft | None = None

    @property
    def led_by(self) -> str:
        """The line that leads in to it, where that says more than its kind."""
        line = in_one_line(self.lead_in or "")
        return "" if says_kind_alone(line) else line

    @cached_property
    def judgements(self) -> frozenset[str]:
        """The ids of the facts that only a clinician can tell."""
        return frozenset(
            leaf.judgement for leaf in leaves(self.rule) if isinstance(leaf, Judgement)
        )

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """To whom it applies, if that is not everybody; and what it asks."""
        return (self.rule,) if self.applies is None else (self.applies, self.rule)

    @cached_property
    def leaves(self) -> tuple[Compare | Is | Judgement, ...]:
        """What its rules are made of, in the order in which they are written."""
        return tuple(leaf for rule in self.rules for leaf in leaves(rule))

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The id of the fact at each place where its rules ask for one."""
        return tuple(map(fact_of, self.leaves))

    @property
    def name(self) -> str:
        """How the record counts it: `Exclusion 3`; a field of the record by what it asks."""
        if not self.number:
            return self.label
        unstated = self.kind == CriterionKind.UNSTATED
        return f"{'Criterion' if unstated else self.kind.capitalize()} {self.number}"


@dataclass(frozen=True, kw_only=True)
class Checklist:
    """Everything that is asked of a person for one study.

    Args:
        nct_id: the study.
        record_date: when its record was last updated, ISO 8601, if it says so.
        facts: what is asked; each once, however many criteria need it.
        criteria: in the record's order, fields of the record last.
        gone: readings whose sentence this record does not have (any more), by the label of the
            criterion.
    """

    nct_id: str
    record_date: str | None
    facts: tuple[Fact, ...]
    criteria: tuple[Criterion, ...]
    gone: tuple[str, ...] = ()

    @property
    def reviewed(self) -> bool:
        """Whether a person has read every criterion."""
        return bool(self.criteria) and all(criterion.reviewed for criterion in self.criteria)

    @property
    def groups(self) -> tuple[str, ...]:
        """The parts it is worked through in."""
        used = {criterion.group for criterion in self.criteria}
        return tuple(group for group in GROUPS if group in used)

    def in_group(self, group: str) -> tuple[Criterion, ...]:
        """The criteria of one part, in the record's order."""
        return tuple(criterion for criterion in self.criteria if criterion.group == group)

    def fact(self, fact_id: str) -> Fact:
        """The fact of an id."""
        return next(fact for fact in self.facts if fact.id == fact_id)


GROUP_FACT: Final = "cohort"
"""The fact of which group of the study a person is in."""
SEVERAL_GROUPS: Final = "several of them"
"""The answer of whoever may be in more than one: then the criteria of all groups count."""
ANOTHER_GROUP: Final = "another"
"""The answer of whoever is in none that a criterion names: then the criteria of none count."""


def group_facts(checklist: Checklist) -> tuple[Fact, ...]:
    """Which of the study's groups it is about, where criteria hang on that."""
    return tuple(fact for fact in checklist.facts if fact.id == GROUP_FACT)


def load_checklist(study: Study, annotations: Annotations) -> Checklist:
    """Make the checklist of a study.

    Args:
        study: any record.
        annotations: what has been read out of it; a reading is used where it fits the words.
    """
    module = study.protocol_section.eligibility_module
    reading = annotations.eligibility
    unused = {
        _one_line(item.quote): item for item in reading.criteria if _fields_agree(item, module)
    }
    criteria: list[Criterion] = []
    facts: list[Fact] = []
    ids = _Ids()
    covered: set[str] = set()
    texts = split_criteria(module.eligibility_criteria)
    rejected = {(item.kind, _one_line(item.quote)) for item in reading.unreviewed if item.review}
    worded = {
        (str(item.kind), _one_line(item.quote)): item for item in reading.unreviewed if item.plain
    }
    drafts: dict[str, Draft] = {}
    groups = _Groups(texts, sexes_told=module.sex == "ALL")
    facts += groups.facts
    for text in texts:
        found = unused.get(_one_line(text.text))
        introduced = text.lead_in is not None and not only_leads_in(text.lead_in, text.kind)
        if found and found.kind == text.kind and not introduced:
            del unused[_one_line(found.quote)]
            criteria.append(_reviewed(text, found))
            covered.update(found.covers)
        else:
            fact = _by_hand_fact(text, ids)
            left = _unreviewed(text, fact, groups.applies(text))
            if said := worded.get((text.kind, _one_line(text.text))):
                left = replace(left, plain=said.plain, ask=said.ask)
            criteria.append(left)
            facts.append(fact)
            draft = None if groups.applies(text) else draft_of(text)
            if draft and (text.kind, _one_line(text.text)) not in rejected:
                drafts[fact.id] = draft
    fields = tuple(field_criteria(module, covered))
    facts += (fact for field in fields for fact in field.facts)
    known = {fact.id: fact for fact in (*reading.facts, *facts)}
    for place, criterion in enumerate(criteria):
        draft = drafts.get(criterion.id)
        if draft and fits(draft, known):
            asked = {fact.id: fact for fact in asked_by(draft)}
            # What is settled by hand comes last: the other answers lead to it.
            *before, by_hand = criterion.facts
            criteria[place] = replace(criterion, draft=draft, facts=(*before, *asked, by_hand))
            facts += (fact for key, fact in asked.items() if key not in known)
            known = {**asked, **known}
    criteria += [
        made
        for field in fields
        if (made := _of_field(field, criteria))
        and (field.limits or isinstance(made.rule, RecordDisagrees))
    ]
    used = {criterion.id for criterion in criteria if criterion.reviewed}
    there = {(text.kind, _one_line(text.text)) for text in texts}
    return Checklist(
        nct_id=study.nct_id,
        record_date=day.isoformat() if (day := last_update(study)) else None,
        facts=tuple(_asked((*reading.facts, *facts), criteria)),
        criteria=tuple(criteria),
        gone=(
            *(item.label for item in reading.criteria if item.id not in used),
            *(
                cut_short(in_one_line(item.quote), _LABEL_LENGTH)
                for said, item in worded.items()
                if said not in there
            ),
        ),
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _fields_agree(reading: CriterionReading, module: EligibilityModule) -> bool:
    """Whether the fields that a reading weighs against its sentence still say what it quotes."""
    values = {
        "minimumAge": module.minimum_age,
        "maximumAge": module.maximum_age,
        "sex": module.sex,
        "healthyVolunteers": None,
    }
    covered = {values[name] for name in reading.covers}
    return all(quote in reading.quote or quote in covered for quote in _quotes(reading.rule))


def _quotes(rule: Rule) -> Iterator[str]:
    for one in nodes(rule):
        if isinstance(one, RecordDisagrees):
            yield from (one.record_disagrees.says.quote, one.record_disagrees.but.quote)


def _asked(facts: Iterable[Fact], criteria: Iterable[Criterion]) -> Iterator[Fact]:
    """The facts that a criterion asks about, each once."""
    wanted = {fact for criterion in criteria for fact in criterion.facts}
    for fact in facts:
        if fact.id in wanted:
            wanted.remove(fact.id)
            yield fact


def _reviewed(text: CriterionText, reading: CriterionReading) -> Criterion:
    return Criterion(
        id=reading.id,
        kind=text.kind,
        number=text.number,
        text=text.text,
        label=reading.label,
        plain=reading.plain or None,
        ask=reading.ask,
        group=reading.category or text.kind.named(2),
        rule=reading.rule,
        applies=reading.applies,
        facts=reading.facts,
        notes=reading.notes,
        reviewed=True,
    )


class _Groups:
    """Whom each criterion is of, and what is asked first to know whether that is the person.

    Where it is not sure that nobody can be in two groups, "several" is an answer too; where there
    may be others that no criterion is of alone, so is "another".
    """

    def __init__(self, texts: Iterable[CriterionText], *, sexes_told: bool) -> None:
        self._of = {text: whom(text, sexes_told=sexes_told) for text in texts}
        spelt: dict[str, str] = {}
        for text in self._of:
            keys = self._keys(text)
            for key in keys:
                spelt.setdefault(key, text.cohort if text.cohort and len(keys) == 1 else key)
        named = to_choose_between(spelt.values())
        numbered = {group for found in self._of.values() for group in found.groups}
        self._labels = {key: label for key, label in spelt.items() if label in named}
        if len(named) == 1 and not numbered.intersection(self._labels):
            self._labels = {}
        answers = list(self._labels.values())
        if len(answers) > 1 and not are_apart(answers):
            answers.append(SEVERAL_GROUPS)
        if len(named) == 1 or any(self._of[text].groups and not text.cohort for text in self._of):
            answers.append(ANOTHER_GROUP)
        self._choices = tuple(Choice(value=answer, label=answer) for answer in answers)

    def _keys(self, text: CriterionText) -> tuple[str, ...]:
        found = self._of[text]
        return found.groups or ((text.cohort,) if text.cohort and not found.sex else ())

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What is asked: the group, and the sex."""
        if not self._labels:
            return (SEX_FACT,)
        group = Fact(
            id=GROUP_FACT,
            kind="choice",
            label="Group of the study",
            question="Which of the study's groups is it about?",
            choices=self._choices,
        )
        return (group, SEX_FACT)

    def applies(self, text: CriterionText) -> Rule | None:
        """To whom a criterion applies; None for everybody."""
        rules: list[Rule] = []
        keys = self._keys(text)
        if keys and set(keys) <= self._labels.keys():
            wanted = {SEVERAL_GROUPS, *(self._labels[key] for key in keys)}
            applying = [choice.value for choice in self._choices if choice.value in wanted]
            rules.append(Is(fact=GROUP_FACT, one_of=tuple(applying)))
        if sex := self._of[text].sex:
            rules.append(Is.model_validate({"fact": SEX_FACT.id, "is": sex}))
        return AllOf(all=tuple(rules)) if len(rules) > 1 else next(iter(rules), None)


def _unreviewed(text: CriterionText, fact: Fact, applies: Rule | None) -> Criterion:
    wanted = State.MET if text.kind == CriterionKind.INCLUSION else State.EXCLUDES
    return Criterion(
        id=fact.id,
        kind=text.kind,
        number=text.number,
        text=text.text,
        lead_in=text.lead_in,
        cohort=text.cohort,
        label=fact.label,
        group=text.kind.named(2),
        rule=Is.model_validate({"fact": fact.id, "is": wanted.value}),
        applies=applies,
        facts=(*(facts_of(applies) if applies else ()), fact.id),
    )


def _by_hand_fact(text: CriterionText, ids: _Ids) -> Fact:
    wanted = text.kind == CriterionKind.INCLUSION
    states = (State.MET, State.NOT_MET) if wanted else (State.DOES_NOT_EXCLUDE, State.EXCLUDES)
    return Fact(
        id=ids.of(text),
        kind="choice",
        label=cut_short(in_one_line(text.text), _LABEL_LENGTH),
        question=_QUESTIONS[text.kind],
        choices=tuple(
            Choice(value=state.value, label=state.value)
            for state in (*states, State.NOT_APPLICABLE)
        ),
    )


class _Ids:
    """Ids that follow from a criterion's words; the same words twice are counted."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def of(self, text: CriterionText) -> str:
        words = _one_line(f"{text.kind} {text.lead_in or ''} {text.text}")
        digest = hashlib.sha256(words.encode()).hexdigest()[:12]
        name = f"{text.kind.replace(' ', '-')}-{digest}"
        self._seen[name] = self._seen.get(name, 0) + 1
        return name if self._seen[name] == 1 else f"{name}-{self._seen[name]}"


def _of_field(field: FieldCriterion, others: Iterable[Criterion]) -> Criterion:
    """Make the criterion of a field; disputed where a sentence of the record says otherwise."""
    readings = [
        SentenceReading(
            name=item.name,
            text=item.text,
            rule=(item.draft and item.draft.rule) or item.rule,
            excludes=item.kind == CriterionKind.EXCLUSION,
        )
        for item in others
        if item.kind != CriterionKind.UNSTATED
        and (item.reviewed or item.draft)
        and item.applies is None
        and not (item.kind == CriterionKind.EXCLUSION and item.draft and item.draft.not_understood)
    ]
    rule = against_field(field.rule, field.text, readings) or field.rule
    return Criterion(
        id=field.id,
        kind=CriterionKind.INCLUSION,
        number=0,
        text=field.text,
        label=field.label,
        group=FIELDS_GROUP,
        rule=rule,
        facts=tuple(fact.id for fact in field.facts),
        notes=field.notes,
    )
