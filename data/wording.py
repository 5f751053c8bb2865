"""Plain words of a record, text by text: what can be written, beside which words of the record."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from data.annotations import Annotations, check_annotations
from data.annotations.base import Signed
from data.annotations.flow import FlowAnnotation
from data.annotations.load import record_strings
from data.annotations.plain import PlainEntry, PlainText
from data.annotations.standing import verbatim
from data.criteria.kind import CriterionKind
from data.eligibility.checklist import load_checklist
from data.eligibility.reviewing import with_plain_question, with_plain_words, wording_of
from data.errors import StudyError
from data.flow import flow_of
from data.flow.reviewing import can_be_read, flow_skeleton, label_of
from data.study import Study
from data.timeline.milestones import milestones

_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")


class Part(StrEnum):
    """What the plain words of a record are of."""

    TITLE = "The study in a sentence"
    SUMMARY = "What it asks and how, in short paragraphs"
    GROUPS = "Arm groups"
    TREATMENTS = "Treatments"
    STEPS = "Steps of the flow"
    MILESTONES = "Dates"
    OUTCOMES = "What is measured"
    CRITERIA = "Criteria"
    QUESTIONS = "Questions of the checklist"

    @property
    def is_named(self) -> bool:
        """Whether its texts have names of their own."""
        return self in _NAMED


_NAMED: Final = {Part.GROUPS, Part.TREATMENTS, Part.STEPS, Part.MILESTONES, Part.OUTCOMES}


@dataclass(frozen=True, kw_only=True)
class WrittenWords:
    """Plain words of one place.

    Args:
        plain: what is said.
        name: the name it is said under; empty: the record's.
        ask: of a criterion, what someone would ask a doctor about it.
        quote: the words of the record it was put from; empty: all of those beside it.
        not_stated: it says that the record does not tell it.
        worded: who wrote it in the app; None for what was there before.
    """

    plain: str
    name: str = ""
    ask: str = ""
    quote: str = ""
    not_stated: bool = False
    worded: Signed | None = None


@dataclass(frozen=True, kw_only=True)
class WordedPlace:
    """Where plain words can stand.

    Args:
        part: what they are of.
        key: which of them.
        heading: what it is called in the record.
        own: the record's words, verbatim.
        rests_on: what the plain words rest on unless a person says otherwise; empty where that has
            to be said.
        words: what is written there.
        entry: the same as an annotation, where it is one of its own.
    """

    part: Part
    key: str
    heading: str
    own: tuple[str, ...]
    rests_on: str
    words: WrittenWords | None = None
    entry: PlainText | None = None

    @property
    def is_open(self) -> bool:
        """Whether words can be written here in the app: nobody else has written them."""
        return self.words is None or self.words.worded is not None


def places(study: Study, annotations: Annotations) -> tuple[WordedPlace, ...]:
    """List what can be put into plain words, part by part, in the record's order."""
    return tuple(place for found in _PLACES.values() for place in found(study, annotations))


def is_offered(annotations: Annotations) -> bool:
    """Whether to offer the places: not of a record for which a person has written a file."""
    return annotations.plain.is_empty or _is_begun(annotations)


def is_unfinished(study: Study, annotations: Annotations) -> bool:
    """Whether plain words are being written in the app, and some are still to come."""
    return _is_begun(annotations) and any(
        not place.words for place in places(study, annotations) if place.part is not Part.SUMMARY
    )


def _is_begun(annotations: Annotations) -> bool:
    texts = annotations.plain.sections.values()
    return bool(wording_of(annotations)) or any(text.worded for part in texts for text in part)


def strange_numbers(plain: str, own: Iterable[str]) -> tuple[str, ...]:
    """The numbers in plain words that the record's words beside them do not have."""
    known = {number for text in own for number in _NUMBER.findall(text)}
    return tuple(dict.fromkeys(one for one in _NUMBER.findall(plain) if one not in known))


def with_words(
    study: Study, annotations: Annotations, place: WordedPlace, words: WrittenWords, by: Signed
) -> Annotations:
    """Put plain words among the annotations.

    Raises:
        StudyError: there are none, or what they rest on does not stand in the record.
    """
    if not words.plain:
        raise StudyError("there are no plain words yet: write some")
    made = _put(study, annotations, place, words, by)
    check_annotations(study, made)
    return made


def without_words(study: Study, annotations: Annotations, place: WordedPlace) -> Annotations:
    """Take plain words back: the record's own stand in their place again."""
    return _put(study, annotations, place, None, None)


def _put(
    study: Study,
    annotations: Annotations,
    place: WordedPlace,
    words: WrittenWords | None,
    by: Signed | None,
) -> Annotations:
    if place.part is Part.CRITERIA:
        criteria = load_checklist(study, annotations).criteria
        criterion = next(item for item in criteria if item.id == place.key)
        said = (words.plain, words.ask) if words else ("", "")
        return with_plain_words(annotations, criterion, *said, by)
    if place.part is Part.QUESTIONS:
        return with_plain_question(annotations, place.key, words.plain if words else None, by)
    entry = _entry(study, place, words, by) if words else None
    plain, field = annotations.plain, place.part.name.lower()
    value: Any = entry
    if place.part in (Part.SUMMARY, Part.OUTCOMES):
        kept = {one.key: one.entry for one in _PLACES[place.part](study, annotations)}
        kept[place.key] = entry
        value = tuple(filter(None, kept.values()))
    elif place.part is not Part.TITLE:
        entries = {**getattr(plain, field), place.key: entry}
        value = {key: one for key, one in entries.items() if one}
    made = annotations.model_copy(update={"plain": plain.model_copy(update={field: value})})
    return _with_steps(study, made)


def _with_steps(study: Study, annotations: Annotations) -> Annotations:
    """Let the flow name the steps that plain words stand for."""
    flow, worded = annotations.flow, annotations.plain.steps
    if (
        not worded
        and flow.steps
        and not any(step.is_read or step.review for step in flow.steps.values())
    ):
        return annotations.model_copy(update={"flow": FlowAnnotation(lapsed=flow.lapsed)})
    missing = worded.keys() - flow.steps.keys()
    if not missing:
        return annotations
    first = flow_skeleton(study)
    steps = {**first.steps, **flow.steps} if not flow.steps else dict(flow.steps)
    steps |= {key: first.steps[key] for key in first.steps if key in missing}
    ways = flow.transitions or first.transitions
    made = FlowAnnotation(steps=steps, transitions=ways, lapsed=flow.lapsed)
    return annotations.model_copy(update={"flow": made})


def _entry(study: Study, place: WordedPlace, words: WrittenWords, by: Signed | None) -> PlainText:
    told: dict[str, Any] = {"plain": words.plain, "worded": by, "not_stated": words.not_stated}
    if not words.not_stated:
        rests_on = verbatim(study, words.quote) if words.quote else place.rests_on
        if not rests_on:
            raise StudyError(
                "say which words of the record these rest on, or that the record does not tell it"
            )
        told["quote"] = rests_on
    if place.part.is_named:
        return PlainEntry.model_validate({**told, "name": words.name or place.heading})
    return PlainText.model_validate(told)


def _written(entry: PlainText, rests_on: str) -> WrittenWords:
    return WrittenWords(
        plain=entry.plain,
        name=entry.name if isinstance(entry, PlainEntry) else "",
        quote="" if entry.quote in (None, rests_on) else entry.quote or "",
        not_stated=entry.not_stated,
        worded=entry.worded,
    )


def _place(
    part: Part,
    key: str,
    heading: str,
    own: Iterable[str | None],
    rests_on: str | None,
    entry: PlainText | None,
) -> WordedPlace:
    return WordedPlace(
        part=part,
        key=key,
        heading=heading,
        own=tuple(text for text in own if text),
        rests_on=rests_on or "",
        words=_written(entry, rests_on or "") if entry else None,
        entry=entry,
    )


def _titles(study: Study, annotations: Annotations) -> Iterator[WordedPlace]:
    named = study.protocol_section.identification_module
    own = dict.fromkeys((study.title, named.official_title))
    stands = study.title in record_strings(study)
    entry = annotations.plain.title
    yield _place(Part.TITLE, "title", study.title, own, study.title if stands else "", entry)


def _paragraphs(study: Study, annotations: Annotations) -> Iterator[WordedPlace]:
    told = study.protocol_section.description_module
    own = (told.brief_summary, told.detailed_description)
    entries = [*annotations.plain.summary, None]
    for number, entry in enumerate(entries, start=1):
        heading = f"Paragraph {number}"
        rests_on = told.brief_summary or told.detailed_description
        yield _place(Part.SUMMARY, str(number), heading, own, rests_on, entry)


def _groups(study: Study, annotations: Annotations) -> Iterator[WordedPlace]:
    named = ((group.label, group.description) for group in study.arm_groups)
    yield from _of_names(Part.GROUPS, named, annotations.plain.groups)


def _treatments(study: Study, annotations: Annotations) -> Iterator[WordedPlace]:
    named = ((item.name, item.description) for item in study.interventions)
    yield from _of_names(Part.TREATMENTS, named, annotations.plain.treatments)


def _of_names(
    part: Part, named: Iterable[tuple[str | None, str | None]], entries: Mapping[str, PlainEntry]
) -> Iterator[WordedPlace]:
    said = {name: (name, text) for name, text in named if name}
    for name, own in said.items():
        yield _place(part, name, name, own, own[1] or name, entries.get(name))


def _steps(study: Study, annotations: Annotations) -> Iterator[WordedPlace]:
    descriptions = {group.label: group.description for group in study.arm_groups}
    flow = flow_of(study, annotations)
    for step in flow.steps:
        if can_be_read(study, step):
            said = [step.quote, *(item.quote for item in flow.into(step.key))]
            own = dict.fromkeys((*said, descriptions.get(label_of(study, step))))
            entry = annotations.plain.steps.get(step.key)
            rests_on = descriptions.get(label_of(study, step)) or next(filter(None, said), None)
            yield _place(Part.STEPS, step.key, step.title, own, rests_on, entry)


def _dates(study: Study, annotations: Annotations) -> Iterator[WordedPlace]:
    strings = set(record_strings(study))
    for item in milestones(study, annotations):
        own = (item.when, item.source.text)
        rests_on = item.source.text if item.source.text in strings else ""
        entry = annotations.plain.milestones.get(item.key)
        yield _place(Part.MILESTONES, item.key, item.name, own, rests_on, entry)


def _outcomes(study: Study, annotations: Annotations) -> Iterator[WordedPlace]:
    module = study.protocol_section.outcomes_module
    left = list(annotations.plain.outcomes)
    for kind, outcomes in (
        ("Primary", module.primary_outcomes),
        ("Secondary", module.secondary_outcomes),
    ):
        for number, outcome in enumerate(outcomes, start=1):
            own = (outcome.measure, outcome.description, outcome.time_frame)
            texts = [text for text in own if text]
            entry = next((one for one in left if one.quote and _stands(one.quote, texts)), None)
            if entry:
                left.remove(entry)
            rests_on = next(iter(texts), None)
            heading = f"{kind} {number}: {outcome.measure or 'without a name'}"
            yield _place(Part.OUTCOMES, f"{kind} {number}", heading, own, rests_on, entry)
    for number, entry in enumerate(left, start=1):
        heading = f"Further {number}: {entry.name}"
        yield _place(Part.OUTCOMES, f"Further {number}", heading, (), "", entry)


def _stands(quote: str, texts: Iterable[str]) -> bool:
    return any(quote in text for text in texts)


def _criteria(study: Study, annotations: Annotations) -> Iterator[WordedPlace]:
    signed = wording_of(annotations)
    for item in load_checklist(study, annotations).criteria:
        if item.number and item.kind != CriterionKind.UNSTATED:
            words = item.plain and WrittenWords(
                plain=item.plain, ask=item.ask or "", worded=signed.get((item.kind, item.text))
            )
            yield WordedPlace(
                part=Part.CRITERIA,
                key=item.id,
                heading=f"{item.name}: {item.label}",
                own=(item.text,),
                rests_on=item.text,
                words=words or None,
            )


def _questions(study: Study, annotations: Annotations) -> Iterator[WordedPlace]:  # noqa: ARG001
    for fact in annotations.eligibility.facts:
        yield WordedPlace(
            part=Part.QUESTIONS,
            key=fact.id,
            heading=fact.label,
            own=(fact.question,),
            rests_on=fact.question,
            words=WrittenWords(plain=fact.plain, worded=fact.worded) if fact.plain else None,
        )


_PLACES: Final[dict[Part, Callable[[Study, Annotations], Iterator[WordedPlace]]]] = {
    Part.TITLE: _titles,
    Part.SUMMARY: _paragraphs,
    Part.GROUPS: _groups,
    Part.TREATMENTS: _treatments,
    Part.STEPS: _steps,
    Part.MILESTONES: _dates,
    Part.OUTCOMES: _outcomes,
    Part.CRITERIA: _criteria,
    Part.QUESTIONS: _questions,
}
