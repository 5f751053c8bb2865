"""Every text of a record with its place: what is searched, and what versions are compared by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from data import vocabulary as words
from data.besides import besides
from data.criteria.splitting import split_criteria
from data.dates import PartialDate
from data.record_paths import bare, said
from data.study import Study


@dataclass(frozen=True, kw_only=True)
class RecordText:
    """One text of a record.

    Args:
        path: the field it stands in: `protocol_section.status_module.overall_status`; empty for
            what the model does not know.
        section: the part of the record, in words: `eligibility`, `status`.
        place: what it is within that part: `inclusion criterion`, `overall status`.
        text: what stands there; dates and enumerated values are in words.
        item: the name of what it is said of, for one thing of a list: an arm group's label; the
            number of a site.
        key: the part of the text that names it, where it is several things in one line: the name of
            a person, the citation of a reference.
        value: the date or the number that the text tells, where it is one.
    """

    section: str
    place: str
    text: str
    path: str = ""
    item: str = ""
    key: str = ""
    value: PartialDate | float | None = None


BESIDES: Final = "everything else"
CRITERIA: Final = "protocol_section.eligibility_module.eligibility_criteria"
# Lists of which each item is one thing, told in one line; what comes first names it.
_WHOLE: Final = {
    "locations": ("facility", "city", "state", "zip", "country", "status"),
    "overall_officials": ("name", "affiliation", "role"),
    "central_contacts": ("name", "role", "phone", "email"),
    "secondary_id_infos": ("id", "type", "domain"),
    "references": ("citation", "pmid", "type"),
    "see_also_links": ("label", "url"),
    "collaborators": ("name", "class_"),
    "related_trials": ("nct_id", "title", "overall_status"),
    "large_docs": ("label", "filename", "date"),
    "unread": ("text",),
    "uncertain": ("text",),
}
# What names one thing of a list that is told field by field.
_NAMES: Final = ("label", "name", "measure")
# What a path has that its words do without.
_FRAMES: Final = re.compile(r"^(protocol|document)_section\.|_module\b|_struct\b(\.date\b)?")
_SECTIONS: Final = {"large_document": "documents"}


def record_texts(study: Study) -> Iterator[RecordText]:
    """Yield every text of a record, in the record's order; the items of a list share one place.

    What was posted as results is left out: it is searched, and too long to compare, on its page.
    """
    for name, module in study.protocol_section.known().items():
        for criterion in split_criteria(module.pop("eligibility_criteria", None)):
            place = f"{criterion.kind} criterion"
            yield replace(_text(CRITERIA, criterion.text), place=place)
        yield from _values(f"protocol_section.{name}", module)
    documents = "document_section.large_document_module"
    yield from _values(documents, study.document_section.large_document_module.known())
    if study.registry_page is not None:
        yield from _values("registry_page", study.registry_page.known())
    if study.has_results is not None:
        text = words.results_in_words(study.has_results)
        yield replace(_text("has_results", text), section="results", place="results exist")
    for found in besides(study):
        for label, text in found.details:
            yield RecordText(section=BESIDES, place=found.place, text=f"{label}: {text}")


def _values(path: str, value: Any, item: str = "") -> Iterator[RecordText]:
    if isinstance(value, dict) and "date" in value and value.keys() <= {"date", "type"}:
        yield from _date(path, value["date"], value.get("type"))
    elif isinstance(value, dict):
        named = next((value[name] for name in _NAMES if isinstance(value.get(name), str)), item)
        for key, part in value.items():
            yield from _values(f"{path}.{key}", part, named)
    elif isinstance(value, tuple) and not (value and path.endswith(".phases")):
        for position, part in enumerate(value):
            here = f"{path}[{position}]"
            whole = _in_one_line(here, part, str(position + 1))
            yield from [whole] if whole else _values(here, part, item)
    elif value is not None:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        found = _text(path, said(path, value), item=item)
        yield replace(found, value=value) if is_number else found


def _date(path: str, day: PartialDate | None, kind: str | None) -> Iterator[RecordText]:
    if day is not None:
        told = words.in_words(words.DATE_TYPE, kind) if kind else ""
        text = ", ".join(filter(None, (str(day), told)))
        yield replace(_text(f"{path}.date", text, key=str(day)), value=day)


def _in_one_line(path: str, value: Any, item: str) -> RecordText | None:
    fields = _WHOLE.get(bare(path).rpartition(".")[2])
    if fields is None or not isinstance(value, dict):
        return None
    told = [said(f"{path}.{field}", value[field]) for field in fields if value.get(field)]
    return _text(path, ", ".join(told), item=item, key=told[0]) if told else None


def _text(path: str, text: str, item: str = "", key: str = "") -> RecordText:
    section, _, place = _FRAMES.sub("", bare(path)).partition(".")
    place = place.replace(".", " ")
    return RecordText(
        path=path, section=_spoken(section), place=_spoken(place), text=text, item=item, key=key
    )


def _spoken(key: str) -> str:
    """Say a key in words: `overall_status` is `overall status`."""
    return _SECTIONS.get(key) or key.replace("_", " ").strip()
