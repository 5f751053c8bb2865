"""Every text of a record with its place: what is searched, and what versions are compared by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from data import vocabulary as words
from data.eligibility.splitting import split_criteria
from data.study import Study


@dataclass(frozen=True, kw_only=True)
class RecordText:
    """One text of a record.

    Args:
        section: the part of the record, in words: `eligibility`, `status`.
        place: what it is within that part: `inclusion criterion`, `overall status`.
        text: what stands there; enumerated values are in words.
    """

    section: str
    place: str
    text: str


# Lists of which each item is one thing, told in one line.
_WHOLE: Final = {
    "locations": ("facility", "city", "state", "zip", "country", "status"),
    "overall officials": ("name", "affiliation", "role"),
    "central contacts": ("name", "role", "phone", "email"),
    "secondary id infos": ("id", "type", "domain"),
    "references": ("citation", "pmid", "type"),
    "see also links": ("label", "url"),
    "collaborators": ("name", "class_"),
}
_DATES: Final = (
    "start",
    "primary completion",
    "completion",
    "study first post",
    "results first post",
    "disp first post",
    "last update post",
)
# By place, or by field within a list.
_ENUMERATED: Final = {
    "overall status": words.STATUS,
    "last known status": words.STATUS,
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
    **{f"{name} date type": words.DATE_TYPE for name in _DATES},
}


def record_texts(study: Study) -> Iterator[RecordText]:
    """Yield every text of a record, in the record's order; the items of a list share one place."""
    for name, module in study.protocol_section.model_dump(mode="json").items():
        section = _spoken(name.removesuffix("_module"))
        if section == "eligibility":
            for criterion in split_criteria(module.pop("eligibility_criteria")):
                place = f"{criterion.kind} criterion"
                yield RecordText(section=section, place=place, text=criterion.text)
        yield from _values(section, "", module)
    if study.has_results is not None:
        text = words.yes_or_no(study.has_results)
        yield RecordText(section="results", place="results exist", text=text)


def _values(section: str, place: str, value: Any) -> Iterator[RecordText]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _values(section, f"{place} {_spoken(key)}".strip(), item)
    elif isinstance(value, list):
        for item in value:
            yield from _values(section, place, _in_one_line(place, item))
    elif value is not None:
        yield RecordText(section=section, place=place, text=_said(place, value))


def _in_one_line(place: str, item: Any) -> Any:
    fields = _WHOLE.get(place)
    if fields is None or not isinstance(item, dict):
        return item
    said = (_said(f"{place} {_spoken(field)}", item[field]) for field in fields if item.get(field))
    return ", ".join(said)


def _said(place: str, value: Any) -> str:
    if isinstance(value, bool):
        return words.yes_or_no(value)
    return words.in_words(_ENUMERATED.get(place, {}), str(value))


def _spoken(key: str) -> str:
    """Say a key in words: `overall_status` is `overall status`."""
    return key.replace("_struct", "").replace("_", " ").strip()
