"""A person's judgement of drafts: what becomes of the annotations, and the file that keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

import yaml

from data.annotations import Annotations
from data.annotations.base import Signed
from data.annotations.eligibility import (
    AllOf,
    AnyOf,
    AtLeast,
    Compare,
    CriterionReading,
    EligibilityReading,
    Fact,
    Leaf,
    Not,
    Operator,
    Rule,
    RuleReview,
    Several,
    UnreviewedCriterion,
    parts,
)
from data.annotations.load import annotations_from, check_annotations
from data.annotations.schedule import ScheduleAnnotation
from data.annotations.standing import signed_that_stand
from data.dose_reviews import standing
from data.eligibility.checklist import Criterion
from data.errors import StudyError
from data.study import Study

MAX_BYTES = 2_000_000  # ten times what the longest record's readings take


def with_review(
    annotations: Annotations,
    criterion: Criterion,
    review: RuleReview,
    rule: Rule,
    facts: Iterable[Fact],
) -> Annotations:
    """Put what a person has made of a draft among the annotations.

    Args:
        annotations: those of the record so far.
        criterion: whose draft was judged.
        review: who judged it and how; a rejected draft leaves the criterion to be asked as it is.
        rule: the rule as accepted or changed.
        facts: what it may ask about.
    """
    kept = _without(annotations, criterion)
    wording = _wording(annotations, criterion)
    if review.decision == "rejected":
        left = UnreviewedCriterion(
            id=criterion.id,
            kind=_kind(criterion),
            quote=criterion.text,
            rule="unreviewed",
            review=review,
            **wording,
        )
        return _with(annotations, kept.facts, kept.criteria, (*kept.unreviewed, left))
    reading = CriterionReading(
        id=criterion.id,
        kind=_kind(criterion),
        quote=criterion.text,
        label=criterion.label,
        rule=rule,
        review=review,
        **wording,
    )
    return _with(annotations, (*kept.facts, *facts), (*kept.criteria, reading), kept.unreviewed)


def without_review(annotations: Annotations, criterion: Criterion) -> Annotations:
    """Take back what was made of the draft of a criterion; its plain words stay."""
    kept = _without(annotations, criterion)
    wording = _wording(annotations, criterion)
    left = [_unread(criterion, wording)] if wording else []
    return _with(annotations, kept.facts, kept.criteria, (*kept.unreviewed, *left))


def with_plain_words(
    annotations: Annotations, criterion: Criterion, plain: str, ask: str, by: Signed | None
) -> Annotations:
    """Put a criterion into plain words, whether or not its rule was read; empty takes them back.

    Args:
        annotations: those of the record so far.
        criterion: an inclusion or an exclusion.
        plain: the plain words.
        ask: what someone would ask a doctor about it; empty for nothing.
        by: who wrote them.
    """
    wording = {"plain": plain, "ask": ask or None, "worded": by if plain else None}
    reading = annotations.eligibility
    criteria = [
        item.model_copy(update=wording) if item.id == criterion.id else item
        for item in reading.criteria
    ]
    unreviewed = [
        item.model_copy(update=wording) if _is_of(item, criterion) else item
        for item in reading.unreviewed
    ]
    if not criterion.reviewed and unreviewed == list(reading.unreviewed):
        unreviewed.append(_unread(criterion, wording))
    told = [item for item in unreviewed if item.plain or item.draft or item.review]
    return _with(annotations, reading.facts, criteria, told)


def with_plain_question(
    annotations: Annotations, fact: str, plain: str | None, by: Signed | None
) -> Annotations:
    """Put the question about a fact into plain words; None takes them back."""
    wording = {"plain": plain, "worded": by if plain else None}
    reading = annotations.eligibility
    facts = [item.model_copy(update=wording) if item.id == fact else item for item in reading.facts]
    return _with(annotations, facts, reading.criteria, reading.unreviewed)


def wording_of(annotations: Annotations) -> dict[tuple[str, str], Signed]:
    """Who put criteria into plain words in the app, by the kind and the words of each."""
    told = annotations.eligibility.told
    return {(item.kind, item.quote): item.worded for item in told if item.worded}


def _wording(annotations: Annotations, criterion: Criterion) -> dict[str, Any]:
    """The plain words of a criterion; nothing where there are none."""
    told = annotations.eligibility.told
    of_it = (item for item in told if item.id == criterion.id or _is_of(item, criterion))
    worded = next((item for item in of_it if item.plain), None)
    if worded is None:
        return {}
    return {"plain": worded.plain, "ask": worded.ask, "worded": worded.worded}


def _is_of(item: CriterionReading | UnreviewedCriterion, criterion: Criterion) -> bool:
    return (item.kind, item.quote) == (criterion.kind, criterion.text)


def _unread(criterion: Criterion, wording: dict[str, Any]) -> UnreviewedCriterion:
    return UnreviewedCriterion(
        id=criterion.id,
        kind=_kind(criterion),
        quote=criterion.text,
        rule="unreviewed",
        **wording,
    )


def _without(annotations: Annotations, criterion: Criterion) -> EligibilityReading:
    """The readings without what is known of a criterion."""
    reading = annotations.eligibility
    return _with(
        annotations,
        reading.facts,
        [item for item in reading.criteria if item.id != criterion.id],
        [
            item
            for item in reading.unreviewed
            if item.id != criterion.id and not _is_of(item, criterion)
        ],
    ).eligibility


def _kind(criterion: Criterion) -> Any:
    return criterion.kind


def _with(
    annotations: Annotations,
    facts: Iterable[Fact],
    criteria: Sequence[CriterionReading],
    unreviewed: Sequence[UnreviewedCriterion],
) -> Annotations:
    """The same annotations with other readings; a fact that none asks about goes."""
    used = {fact for item in criteria for fact in item.facts}
    by_id: dict[str, Fact] = {}
    for fact in facts:
        if fact.id in used:
            by_id.setdefault(fact.id, fact)
    reading = EligibilityReading(
        facts=tuple(by_id.values()), criteria=tuple(criteria), unreviewed=tuple(unreviewed)
    )
    return annotations.model_copy(update={"eligibility": reading})


def limit_of(fact: Fact, operator: Operator, number: Fraction, unit: str) -> Compare:
    """A limit in every unit that converts exactly into the one it is given in."""
    per_first = {one.unit: Fraction(str(one.per_first or 1)) for one in fact.units}
    limits = {one: float(number / per_first[unit] * factor) for one, factor in per_first.items()}
    limit = limits if len(limits) > 1 else limits[unit]
    return Compare.model_validate({"fact": fact.id, operator: limit})


def how_many(rule: Rule) -> int | None:
    """How many of the topmost parts of a rule must hold; None where it has no parts to choose."""
    if isinstance(rule, AtLeast):
        return rule.at_least.n
    if isinstance(rule, AllOf | AnyOf):
        return len(parts(rule)) if isinstance(rule, AllOf) else 1
    return None


def changed_rule(rule: Rule, leaves: Sequence[Leaf], least: int | None) -> Rule:
    """The same rule with other leaves, in the order of the old ones.

    Args:
        rule: as it was drafted.
        leaves: as many as it has.
        least: how many of its topmost parts must hold; None leaves that as it is.
    """
    made = _rebuilt(rule, iter(leaves))
    if least is None or how_many(made) is None:
        return made
    inner = parts(made)
    if least in (1, len(inner)):
        return AnyOf(any=inner) if least == 1 else AllOf(all=inner)
    return AtLeast(at_least=Several(n=least, of=inner))


def _rebuilt(rule: Rule, leaves: Iterator[Leaf]) -> Rule:
    inner = tuple(_rebuilt(part, leaves) for part in parts(rule))
    if isinstance(rule, AllOf):
        return AllOf(all=inner)
    if isinstance(rule, AnyOf):
        return AnyOf(any=inner)
    if isinstance(rule, AtLeast):
        return AtLeast(at_least=Several(n=rule.at_least.n, of=inner))
    if isinstance(rule, Not):
        return Not.model_validate({"not": inner[0]})
    return next(leaves)


def readings_file(study: Study, annotations: Annotations) -> str:
    """Write the annotation file of a record: what was there, and what was reviewed since."""
    told: dict[str, Any] = annotations.model_dump(
        mode="json", by_alias=True, exclude_defaults=True, exclude_none=True
    )
    reading = told.get("eligibility", {})
    reading["criteria"] = [*reading.get("criteria", []), *reading.pop("unreviewed", [])]
    content = {**told, "nct_id": study.nct_id, "eligibility": reading}
    return yaml.dump(content, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=100)


class _Plain(yaml.SafeDumper):
    """Writes what stands twice twice: references would be refused when the file is opened."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the signature of yaml's
        return True


def read_readings(study: Study, content: bytes) -> Annotations:
    """Read an annotation file that was saved for a record.

    Of one whose quotes no longer all stand in the record, only what was entered in the app is used
    (and the readings of criteria): each is held against its own sentence, and those that have
    lapsed are named.

    Raises:
        StudyError: it is no annotation file, or belongs to another record.
    """
    if len(content) > MAX_BYTES:
        raise StudyError("this file is too large to be a file of readings")
    name = "the file of readings"
    try:
        # References that refer to each other can stand for more than any memory holds.
        refers = any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(content))
    except (yaml.YAMLError, ValueError) as error:
        raise StudyError(f"{name} cannot be read: {' '.join(str(error).split())}") from None
    if refers:
        raise StudyError(f"{name} cannot be read: expected no references (*name)")
    annotations = annotations_from(content, name)
    if annotations.nct_id != study.nct_id:
        named = annotations.nct_id or "no record"
        raise StudyError(f"these readings are of {named}, not of {study.nct_id}")
    try:
        check_annotations(study, annotations)
    except StudyError:
        reviews = ScheduleAnnotation(reviews=annotations.schedule.reviews)
        stands = signed_that_stand(study, annotations)
        annotations = stands.model_copy(update={"schedule": reviews})
    schedule = standing(study, annotations.schedule)
    return annotations.model_copy(update={"schedule": schedule})
