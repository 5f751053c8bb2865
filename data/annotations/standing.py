"""What of a person's readings still stands in a record, and where the words that they quote do."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TypeVar

from data.annotations.flow import FlowAnnotation, FlowStep
from data.annotations.load import Annotations, record_strings
from data.annotations.plain import PlainAnnotation, PlainEntry, PlainText
from data.errors import StudyError, quoted
from data.study import Study

_Stands = Callable[[Iterable[str | None]], bool]
_Text = TypeVar("_Text", bound=PlainText)


def typed(text: str) -> str:
    """Text as a person has typed it: on one line, without signs that no page shows."""
    line = " ".join(text.split())
    return "".join(sign for sign in line if unicodedata.category(sign) not in ("Cc", "Cs"))


def verbatim(study: Study, words: str) -> str:
    """Find words in a record, whatever white space is between them, and give them as it has them.

    Raises:
        StudyError: the record does not say them.
    """
    pattern = re.compile(r"\s+".join(map(re.escape, words.split())))
    found = filter(None, map(pattern.search, record_strings(study) if words.split() else ()))
    match = next(found, None)
    if match is None:
        raise StudyError(f"the record does not say {quoted(words)}: copy its own words")
    return match[0]


def signed_that_stand(study: Study, annotations: Annotations) -> Annotations:
    """Keep the steps and the plain words entered in the app whose sentences the record still has.

    Each goes by itself; those that have lapsed are named. All else is left out, but for the
    readings of criteria, which the checklist holds against their own sentences.
    """
    texts = tuple(record_strings(study))

    def stands(quotes: Iterable[str | None]) -> bool:
        return all(quote is None or any(quote in text for text in texts) for quote in quotes)

    labels = {group.label for group in study.arm_groups if group.label}
    flow = _flow(annotations.flow, labels, stands)
    return Annotations(
        nct_id=annotations.nct_id,
        eligibility=annotations.eligibility,
        flow=flow,
        plain=_plain(
            annotations.plain,
            {
                "groups": labels,
                "treatments": {item.name for item in study.interventions if item.name},
                "steps": flow.steps.keys(),
            },
            stands,
        ),
    )


def _flow(flow: FlowAnnotation, labels: Collection[str], stands: _Stands) -> FlowAnnotation:
    ways = [item for item in flow.transitions if item.target in flow.steps]
    kept: dict[str, FlowStep] = {
        key: step
        for key, step in flow.steps.items()
        if (step.drafted or step.review)
        and stands([step.quote])
        and (step.group is None or step.group in labels)
        and step.published is None
    }
    lapsed = [key for key, step in flow.steps.items() if step.review and key not in kept]
    while gone := [
        key
        for key, step in kept.items()
        if step.is_read
        and not all(
            way.source in kept and stands([way.quote, *(one.quote for one in way.asks)])
            for way in ways
            if way.target == key
        )
    ]:
        lapsed += gone
        # What the program derives takes its place, if it derives it still.
        kept = {
            key: step.model_copy(update={"drafted": True, "review": None}) if key in gone else step
            for key, step in kept.items()
            if key not in gone or (step.review and step.review.decision != "added")
        }
    return FlowAnnotation(
        steps=kept,
        transitions=tuple(way for way in ways if way.target in kept and kept[way.target].is_read),
        lapsed=tuple(flow.steps[key].title for key in flow.steps if key in lapsed),
    )


def _plain(
    plain: PlainAnnotation, known: Mapping[str, Collection[str]], stands: _Stands
) -> PlainAnnotation:
    lapsed: list[str] = []

    def kept(texts: Iterable[_Text]) -> tuple[_Text, ...]:
        found = [text for text in texts if text.worded and not text.citations]
        lapsed.extend(_called(text) for text in found if not stands([text.quote]))
        return tuple(text for text in found if stands([text.quote]))

    def kept_of(section: str) -> dict[str, PlainEntry]:
        entries: Mapping[str, PlainEntry] = getattr(plain, section)
        names = known.get(section, entries)
        lapsed.extend(
            _called(text) for key, text in entries.items() if text.worded and key not in names
        )
        there = {key: text for key, text in entries.items() if key in names}
        standing = kept(there.values())
        return {key: text for key, text in there.items() if text in standing}

    return PlainAnnotation(
        title=next(iter(kept((plain.title,) if plain.title else ())), None),
        summary=kept(plain.summary),
        groups=kept_of("groups"),
        treatments=kept_of("treatments"),
        steps=kept_of("steps"),
        milestones=kept_of("milestones"),
        outcomes=kept(plain.outcomes),
        lapsed=tuple(lapsed),
    )


def _called(text: PlainText) -> str:
    """How a text is named: its own name, or its words."""
    return text.name if isinstance(text, PlainEntry) else text.plain
