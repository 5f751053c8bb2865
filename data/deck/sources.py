"""Where everything is from: the record, the publications, and what was read out of them."""

from __future__ import annotations

from typing import Final

from data.dates import day_in_words
from data.deck import typeset
from data.deck.brief import Brief
from data.deck.model import Slide
from data.deck.typeset import say
from data.details import last_update
from data.eligibility import load_checklist
from data.flow.reviewing import is_read
from data.pictures.scene import Paragraph
from data.topics import Topic
from data.views.overview import registry_address

KEY: Final = Topic.SOURCES
NOT_ADVICE: Final = "This is not medical advice. Talk to your doctor about your own situation."
_NOT_ADVICE_SPONSOR: Final = "For information only: this is not medical advice."


def slides(brief: Brief) -> tuple[Slide, ...]:
    """Name the record, its last update, the publications and what is annotated."""
    heading = typeset.title("Where this is from", brief.size)
    room = typeset.body(heading, brief.size)
    paragraphs = (*_record(brief), *_publications(brief), *_readings(brief), *_product(brief))
    pages = typeset.texts(paragraphs, room)
    return tuple(
        Slide(
            key=KEY,
            name="sources",
            title=typeset.title(typeset.numbered("Where this is from", n, len(pages)), brief.size),
            part_of="Where this is from",
            blocks=(page,),
            notes=_notes(brief),
            sources=(brief.record,),
        )
        for n, page in enumerate(pages, start=1)
    )


def updated_in_words(brief: Brief) -> str:
    """Say when the record was last updated."""
    day = last_update(brief.study)
    return (
        f"record last updated {day_in_words(day)}"
        if day
        else "last update of the record not stated"
    )


def _record(brief: Brief) -> tuple[Paragraph, ...]:
    return (
        say(f"The record: ClinicalTrials.gov, {brief.study.nct_id}, {updated_in_words(brief)}."),
    )


def _publications(brief: Brief) -> tuple[Paragraph, ...]:
    cited = [item.text for item in brief.annotations.citations.values()]
    if not cited:
        return ()
    return (
        say("Figures that are called published are not the record's own. They are from:"),
        *(say(text, bullet=True) for text in cited),
    )


def _readings(brief: Brief) -> tuple[Paragraph, ...]:
    read = _what_was_read(brief)
    if read:
        told = (
            f"A person has read the {_listed(read)} out of the record; each reading keeps its "
            "sentence, which is in the notes."
        )
        return (say(told),)
    return (
        say(
            "No person has checked this record: all of this is its own text, or worked out from "
            "it by rules."
        ),
    )


def _what_was_read(brief: Brief) -> list[str]:
    annotations = brief.annotations
    read = {
        "eligibility criteria": bool(annotations.eligibility.criteria)
        and load_checklist(brief.study, brief.annotations).reviewed,
        "flow": is_read(brief.study, annotations),
        "dosing": bool(annotations.schedule.regimens),
    }
    return [name for name, is_read in read.items() if is_read]


def _listed(names: list[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _product(brief: Brief) -> tuple[Paragraph, ...]:
    advice = NOT_ADVICE if brief.lay else _NOT_ADVICE_SPONSOR
    made = f"Made with Trial Explorer, as of {day_in_words(brief.as_of)}."
    return (say(advice, bold=True), say(made, colour="muted"))


def _notes(brief: Brief) -> tuple[str, ...]:
    cited = brief.annotations.citations.values()
    references = brief.study.references
    return (
        f"The record in the registry: {registry_address(brief.study.nct_id)}",
        *(" · ".join((item.text, *item.links.values())) for item in cited),
        *(f"The record cites: {item.citation}" for item in references if item.citation),
    )
