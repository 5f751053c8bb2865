"""Every text of a record with its place: what is searched, and what versions are compared by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from data import vocabulary as words
from data.besides import besides
from data.criteria.splitting import split_criteria
from data.dates import PartialDate
from data.study import Study


@dataclass(frozen=True, kw_only=True)
class RecordText:
    """One text of a record.

    Args:
        section: the part of the record, in words: `eligibility`, `status`.
        place: what it is within that part: `inclusion criterion`, `overall status`.
        text: what stands there; dates and enumerated values are in words.
        item: the name of what it is said of, for one thing of a list: an arm group's label; the
            number of a site.
        key: the part of the text that names it, where it is several things in one line: the name of
            a person, the citation of a reference.
    """

    section: str
    place: str
    text: str
    item: str = ""
    key: str = ""


BESIDES: Final = "everything else"
# Lists of which each item is one thing, told in one line; what comes first names it.
_WHOLE: Final = {
    "locations": ("facility", "city", "state", "zip", "country", "status"),
    "overall officials": ("name", "affiliation", "role"),
    "central contacts": ("name", "role", "phone", "email"),
    "secondary id infos": ("id", "type", "domain"),
    "references": ("citation", "pmid", "type"),
    "see also links": ("label", "url"),
    "collaborators": ("name", "class_"),
    "related trials": ("nct_id", "title", "overall_status"),
    "large docs": ("label", "filename", "date"),
    "unread": ("text",),
    "uncertain": ("text",),
}
# What names one thing of a list that is told field by field.
_NAMES: Final = ("label", "name", "measure")
# By place, or by field within a list.
_ENUMERATED: Final = {
    "overall status": words.STATUS,
    "last known status": words.STATUS,
    "expanded access info status for nct id": words.STATUS,
    "related trials overall status": words.STATUS,
    "org study id info type": words.IDENTIFIER_TYPE,
    "locations status": words.STATUS,
    "study type": words.STUDY_TYPE,
    "phases": words.PHASE,
    "design info allocation": words.ALLOCATION,
    "design info intervention model": words.INTERVENTION_MODEL,
    "design info primary purpose": words.PRIMARY_PURPOSE,
    "design info observational model": words.OBSERVATIONAL_MODEL,
    "design info time perspective": words.TIME_PERSPECTIVE,
    "design info masking info masking": words.MASKING,
    "design info masking info who masked": words.WHO_MASKED,
    "bio spec retention": words.BIO_SPEC_RETENTION,
    "enrollment info type": words.ENROLLMENT_TYPE,
    "arm groups type": words.ARM_TYPE,
    "interventions type": words.INTERVENTION_TYPE,
    "sex": words.SEX,
    "std ages": words.STD_AGE,
    "sampling method": words.SAMPLING_METHOD,
    "lead sponsor class": words.AGENCY_CLASS,
    "collaborators class": words.AGENCY_CLASS,
    "organization class": words.AGENCY_CLASS,
    "responsible party type": words.RESPONSIBLE_PARTY,
    "overall officials role": words.OFFICIAL_ROLE,
    "central contacts role": words.OFFICIAL_ROLE,
    "references type": words.REFERENCE_TYPE,
    "secondary id infos type": words.IDENTIFIER_TYPE,
    "ipd sharing": words.IPD_SHARING,
    "info types": words.IPD_INFO,
}


def record_texts(study: Study) -> Iterator[RecordText]:
    """Yield every text of a record, in the record's order; the items of a list share one place.

    What was posted as results is left out: it is searched, and too long to compare, on its page.
    """
    for name, module in study.protocol_section.known().items():
        section = _spoken(name.removesuffix("_module"))
        if section == "eligibility":
            for criterion in split_criteria(module.pop("eligibility_criteria")):
                place = f"{criterion.kind} criterion"
                yield RecordText(section=section, place=place, text=criterion.text)
        yield from _values(section, "", module)
    yield from _values("documents", "", study.document_section.large_document_module.known())
    if study.registry_page is not None:
        yield from _values("registry page", "", study.registry_page.known())
    if study.has_results is not None:
        text = words.results_in_words(study.has_results)
        yield RecordText(section="results", place="results exist", text=text)
    for found in besides(study):
        for label, text in found.details:
            yield RecordText(section=BESIDES, place=found.place, text=f"{label}: {text}")


def _values(section: str, place: str, value: Any, item: str = "") -> Iterator[RecordText]:
    if isinstance(value, dict) and "date" in value and value.keys() <= {"date", "type"}:
        yield from _date(section, place, value["date"], value.get("type"))
    elif isinstance(value, dict):
        named = next((value[name] for name in _NAMES if isinstance(value.get(name), str)), item)
        for key, part in value.items():
            yield from _values(section, f"{place} {_spoken(key)}".strip(), part, named)
    elif place == "phases" and value:
        yield RecordText(section=section, place=place, text=words.phase_in_words(value))
    elif isinstance(value, list | tuple):
        for number, part in enumerate(value, start=1):
            whole = _in_one_line(section, place, part, str(number))
            yield from [whole] if whole else _values(section, place, part, item)
    elif value is not None:
        yield RecordText(section=section, place=place, text=_said(place, value), item=item)


def _date(section: str, place: str, day: str | None, kind: str | None) -> Iterator[RecordText]:
    if day is None:
        return
    said = _said(place, day)
    text = f"{said}, {words.in_words(words.DATE_TYPE, kind)}" if kind else said
    yield RecordText(section=section, place=place, text=text, key=said)


def _in_one_line(section: str, place: str, value: Any, item: str) -> RecordText | None:
    fields = _WHOLE.get(place)
    if fields is None or not isinstance(value, dict):
        return None
    said = [
        _said(f"{place} {_spoken(field)}", value[field]) for field in fields if value.get(field)
    ]
    if not said:
        return None
    return RecordText(section=section, place=place, text=", ".join(said), item=item, key=said[0])


def _said(place: str, value: Any) -> str:
    if isinstance(value, bool):
        return words.yes_or_no(value)
    if isinstance(value, int):
        return f"{value:,}"
    if place.endswith("date"):
        return _day(str(value))
    return words.in_words(_ENUMERATED.get(place, {}), str(value))


def _day(text: str) -> str:
    """Say a date in words; a field that this model does not know may hold anything."""
    try:
        return str(PartialDate.parse(text))
    except ValueError:
        return text


def _spoken(key: str) -> str:
    """Say a key in words: `overall_status` is `overall status`."""
    return key.replace("_struct", "").replace("_", " ").strip()
