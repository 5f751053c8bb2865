"""What a record says beside the fields of `Study`: the registry adds fields, and none is dropped.

Fields that the model knows have a place of their own on a page; what it does not know is told here,
wherever in the record it stands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from data import vocabulary as words
from data.dates import in_words_if_date
from data.markup import prose
from data.registry_object import RegistryObject
from data.study import Study
from data.words import capitalised, uncapitalised


@dataclass(frozen=True, kw_only=True)
class Besides:
    """What stands at one place of the record, field by field.

    Args:
        place: where, in words: `Documents · Study Protocol`.
        details: the name of each field in words, and what it says.
    """

    place: str
    details: tuple[tuple[str, str], ...]


# What the registry works out anew with every version of its data.
ADDED: Final = "Added by the registry"
# Names that split into words do not make plain.
_NAMES: Final = {
    "abbrev": "abbreviation",
    "annotation": "Remarks of the registry",
    "asFound": "as the record writes it",
    "availIpds": "Participants' data available",
    "arms_interventions": "Arms and interventions",
    "contacts_locations": "Contacts and locations",
    "delayedPosting": "Posting of results delayed",
    "derived": ADDED,
    "fdaaa801Violation": "Violation of FDAAA 801",
    "hasIcf": "has the informed consent form",
    "hasProtocol": "has the protocol",
    "hasSap": "has the statistical analysis plan",
    "id": "identifier",
    "intervention_browse": "Terms for the interventions",
    "interventionBrowse": "Terms for the interventions",
    "conditionBrowse": "Terms for the conditions",
    "browseBranches": "Branches of the vocabulary",
    "browseLeaves": "Related terms",
    "ancestors": "Wider terms",
    "meshes": "MeSH terms",
    "ipd_sharing_statement": "Sharing of participants' data",
    "large_document": "Documents",
    "large_docs": "Documents",
    "miscInfo": "Processing",
    "mcpReleaseN": "release of a certification, number",
    "nctIdAliases": "Earlier numbers of the record",
    "noSap": "No statistical analysis plan",
    "nPtrsToThisExpAccNctId": "Records that point to this expanded access",
    "firstMcpInfo": "first certification",
    "pmid": "PMID",
    "size": "size in bytes",
    "sponsor_collaborators": "Sponsor and collaborators",
    "submissionInfos": "submissions",
    "unpostedAnnotation": "Results submitted, not posted",
    "unpostedEvents": "events",
    "unpostedResponsibleParty": "responsible party",
    "url": "address",
    "versionHolder": "version of the registry's data",
    "violationAnnotation": "Violations",
    "violationEvents": "events",
}
# Frames that a reader needs no name for.
_UNNAMED: Final = ("protocol_section", "document_section")
# What names one thing of a list.
_NAMED_BY: Final = ("label", "title", "name", "measure", "term", "citation", "facility", "id")
_FRAMES: Final = re.compile(r"_?(section|module|struct|info)s?$", re.IGNORECASE)
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|_")
_ENUMERATED: Final = re.compile(r"[A-Z]+(_[A-Z0-9]+)+")
_DEEPEST: Final = 8  # nested deeper than the registry ever does: told as it stands
_TYPES: Final = ("type", "relevance", "status")
_DAY: Final = re.compile(r"(\d{4}-\d\d(?:-\d\d)?)(?:T(\d\d:\d\d)\S*)?")


def besides(study: Study) -> Iterator[Besides]:
    """Yield what the record says beside the model's fields, in the record's order."""
    yield from _of_object(study, ())
    for section, content in (study.model_extra or {}).items():
        modules = content if isinstance(content, dict) else {"": content}
        for module, value in modules.items():
            fields = value if isinstance(value, dict) else {"": value}
            details = tuple(
                detail for key, part in fields.items() for detail in _details(_name(key), part)
            )
            if details:
                yield Besides(place=_place((_name(section), _name(module))), details=details)


def _of_object(item: RegistryObject, place: _Steps) -> Iterator[Besides]:
    # Those of the study itself are whole sections, and told module by module.
    extra = {} if isinstance(item, Study) else item.model_extra or {}
    details = tuple(
        detail for key, value in extra.items() for detail in _details(_name(key), value)
    )
    if details:
        yield Besides(place=_place(place), details=details)
    for name, value in item.__dict__.items():
        if isinstance(value, RegistryObject):
            here = () if name in _UNNAMED else (_field_name(name),)
            yield from _of_object(value, (*place, *here))
        elif isinstance(value, tuple) and value and isinstance(value[0], RegistryObject):
            for number, part in enumerate(value, start=1):
                yield from _of_object(part, (*place, _field_name(name), (part, number)))


_Steps = tuple[str | tuple[RegistryObject, int], ...]
"""The way to an object: names, and items of lists, which are named only where something is told."""


def _place(steps: _Steps) -> str:
    parts = (step if isinstance(step, str) else _item_name(*step) for step in steps)
    return " · ".join(dict.fromkeys(filter(None, parts)))


def _item_name(item: RegistryObject, number: int) -> str:
    names = (getattr(item, name, None) for name in _NAMED_BY)
    return next((str(name) for name in names if name), f"number {number}")


@cache
def _field_name(key: str) -> str:
    return _name(key)


def _name(key: str) -> str:
    """Put a field's name into words: `removedCountries` is `Removed countries`."""
    bare = _FRAMES.sub("", key) or key
    told = _NAMES.get(key) or _NAMES.get(bare) or " ".join(_HUMP.split(bare)).lower()
    return capitalised(told)


def _within(name: str) -> str:
    return name if name[1:2].isupper() else uncapitalised(name)


def _details(label: str, value: Any, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Tell a value as details: a flat object in one line, a nested one by its parts."""
    if depth > _DEEPEST:
        yield label or "Says", json.dumps(value, ensure_ascii=False)
    elif isinstance(value, list) and any(isinstance(part, dict | list) for part in value):
        for part in value:
            yield from _details(label, part, depth + 1)
    elif isinstance(value, dict) and not _is_flat(value):
        for key, part in value.items():
            name = _name(key)
            yield from _details(f"{label}, {_within(name)}", part, depth + 1)
    else:
        text = _text(value)
        if text:
            yield label or "Says", text


def _is_flat(value: dict[str, Any]) -> bool:
    return not any(isinstance(part, dict | list) for part in value.values())


def _text(value: Any, key: str = "") -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return words.yes_or_no(value)
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, list):
        return ", ".join(_text(part) for part in value)
    if isinstance(value, dict):
        if value.keys() <= {"date", "type"} and "date" in value:
            kind = value.get("type")
            told = (_text(value["date"]), words.in_words(words.DATE_TYPE, kind) if kind else "")
            return ", ".join(filter(None, told))
        named_first = sorted(value.items(), key=lambda item: item[0] == "id")
        told_parts = ((_within(_name(name)), _text(part, name)) for name, part in named_first)
        return " · ".join(f"{name}: {text}" for name, text in told_parts if text)
    text = str(value)
    if _ENUMERATED.fullmatch(text) or (key in _TYPES and text.isupper()):
        return text.replace("_", " ").capitalize()
    if found := _DAY.fullmatch(text):
        return ", ".join(filter(None, (in_words_if_date(found[1]), found[2])))
    return prose(text)
