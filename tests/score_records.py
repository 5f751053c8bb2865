"""The drafts of whole records: ages and sexes against their fields, the reviewed record, speed."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from data import load_study
from data.annotations import load_annotations
from data.annotations.eligibility import AllOf, Compare, CriterionReading, Is, Rule, leaves
from data.criteria.kind import CriterionKind
from data.criteria.splitting import split_criteria
from data.drafting import Draft, draft_criterion
from data.eligibility.fields import field_criteria
from data.study import Study

_AGES: Final = ("age", "age_months", "age_weeks", "age_days", "age_hours")


@dataclass(kw_only=True)
class Records:
    """How the drafts of whole records came out.

    Args:
        agree, differ: limits of age and sexes that are, and are not, those of the record's fields.
        seconds: how long each record took.
    """

    records: int = 0
    agree: int = 0
    differ: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    @property
    def p95(self) -> float:
        """The time that all but five in a hundred records stay below, in milliseconds.

        Of the processor, so that what else the machine does is not in it.
        """
        return 1000 * sorted(self.seconds)[int(0.95 * (len(self.seconds) - 1))]


def drafts_of(study: Study) -> list[Draft]:
    """Draft every criterion of a record."""
    text = study.protocol_section.eligibility_module.eligibility_criteria
    return [draft_criterion(criterion.text, criterion.kind) for criterion in split_criteria(text)]


def score_records(paths: Iterable[Path]) -> Records:
    """Hold what was drafted of age and sex against the record's own fields."""
    draft_criterion("BMI > 30", CriterionKind.INCLUSION)  # the lexicon is read once, for all
    score = Records()
    for path in paths:
        study = load_study(path)
        draft_criterion.cache_clear()
        start = time.process_time()
        drafts = drafts_of(study)
        score.seconds.append(time.process_time() - start)
        score.records += 1
        fields = {
            (key, limit)
            for criterion in field_criteria(study.protocol_section.eligibility_module, ())
            for key, limit in _limits(criterion.rule)
        }
        for draft in drafts:
            if draft.rule is None or draft.kind != CriterionKind.INCLUSION:
                continue
            for key, limit in _required(draft.rule):
                if (key, limit) in fields:
                    score.agree += 1
                else:
                    said = ", ".join(sorted(f"{name} {value}" for name, value in fields))
                    score.differ.append(f"{study.nct_id}: {key} {limit} (the fields: {said})")
    return score


def _required(rule: Rule) -> Iterator[tuple[str, str]]:
    """What an inclusion asks of age and sex whatever else holds."""
    if isinstance(rule, AllOf):
        for part in rule.all:
            yield from _required(part)
    else:
        yield from _limits(rule)


def _limits(rule: Rule) -> Iterator[tuple[str, str]]:
    """A limit of age, or a sex; `at most 75` and the field's `until the 76th birthday` are one."""
    if isinstance(rule, Compare) and rule.fact in _AGES:
        number = next(iter(leaves(rule)))
        assert isinstance(number, Compare)
        value = getattr(number, number.operator)
        if number.operator == "at_most":
            yield f"{rule.fact} below", f"{value + 1:g}"
        else:
            yield f"{rule.fact} {number.operator}", f"{value:g}"
    elif isinstance(rule, Is) and rule.fact == "sex":
        yield "sex", str(rule.wanted)


@dataclass(kw_only=True)
class Reviewed:
    """The drafts of a record against what a person read out of it.

    Args:
        limits: how many limits the reviewed rules take from the sentences.
        right: those that were drafted so.
        missed: the criteria in which some were not.
        wrong: drafted limits that the reviewed rule of the same sentence does not have.
        criteria: how many criteria there are, and how many of them say nothing wrong and miss no
            limit.
    """

    limits: int = 0
    right: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    criteria: int = 0
    whole: int = 0


def score_reviewed(record: Path) -> Reviewed:
    """Hold the drafts of the shipped record against its reviewed rules."""
    study = load_study(record)
    annotations = load_annotations(study, record.with_name(f"{record.stem}.annotations.yaml"))
    drafts = {_one_line(draft.text): draft for draft in drafts_of(study)}
    score = Reviewed(criteria=len(annotations.eligibility.criteria))
    for criterion in annotations.eligibility.criteria:
        draft = drafts[_one_line(criterion.quote)]
        reviewed = list(_reviewed(criterion))
        drafted = set(_drafted(draft))
        right = sum(any(_same(one, own) for own in drafted) for one in reviewed)
        stray = [own for own in drafted if not any(_same(one, own) for one in reviewed)]
        score.limits += len(reviewed)
        score.right += right
        if right < len(reviewed):
            score.missed.append(criterion.id)
        score.wrong += [f"{criterion.id}: {fact} {operator}" for fact, operator, _ in stray]
        score.whole += right == len(reviewed) and not stray
    return score


_Limit = tuple[str, str, frozenset[float]]


def _reviewed(criterion: CriterionReading) -> Iterator[_Limit]:
    """The limits that stand in a criterion's own sentence, not in a field of the record."""
    numbers = criterion.quote.replace("10E9", "").replace("10E3", "")
    for leaf in leaves(criterion.rule):
        if not isinstance(leaf, Compare):
            continue
        value = getattr(leaf, leaf.operator)
        limits = frozenset(value.values() if isinstance(value, dict) else [value])
        if any(f"{limit:g}" in numbers for limit in limits):
            yield leaf.fact, leaf.operator, limits


def _drafted(draft: Draft) -> Iterator[_Limit]:
    if draft.node is None:
        return
    for leaf in draft.node.leaves():
        if leaf.stated is not None and isinstance(leaf.rule, Compare):
            number = frozenset([float(leaf.stated.number)])
            yield leaf.rule.fact, leaf.rule.operator, number


def _same(reviewed: _Limit, drafted: _Limit) -> bool:
    """Whether a drafted limit is a reviewed one: the fact by its name, the operator, the number."""
    words = set(reviewed[0].split("_")), set(drafted[0].split("_"))
    return reviewed[1] == drafted[1] and drafted[2] <= reviewed[2] and bool(words[0] & words[1])


def _one_line(text: str) -> str:
    return " ".join(text.split())
