"""A field of a record by its path, `protocol_section.status_module.overall_status`: what stands
there, and how it is said."""

from __future__ import annotations

import re
from typing import Any, Final

from data import vocabulary as words
from data.statuses import STATUS
from data.study import Study

_INDEX: Final = re.compile(r"\[\d+\]")
# By the name of a field; by its holder too, where several fields are called the same.
_ENUMERATED: Final = {
    "allocation": words.ALLOCATION,
    "arm_groups.type": words.ARM_TYPE,
    "class_": words.AGENCY_CLASS,
    "enrollment_info.type": words.ENROLLMENT_TYPE,
    "info_types": words.IPD_INFO,
    "intervention_model": words.INTERVENTION_MODEL,
    "interventions.type": words.INTERVENTION_TYPE,
    "ipd_sharing": words.IPD_SHARING,
    "last_known_status": STATUS,
    "masking": words.MASKING,
    "observational_model": words.OBSERVATIONAL_MODEL,
    "org_study_id_info.type": words.IDENTIFIER_TYPE,
    "overall_status": STATUS,
    "primary_purpose": words.PRIMARY_PURPOSE,
    "references.type": words.REFERENCE_TYPE,
    "responsible_party.type": words.RESPONSIBLE_PARTY,
    "retention": words.BIO_SPEC_RETENTION,
    "role": words.OFFICIAL_ROLE,
    "sampling_method": words.SAMPLING_METHOD,
    "secondary_id_infos.type": words.IDENTIFIER_TYPE,
    "sex": words.SEX,
    "status": STATUS,
    "status_for_nct_id": STATUS,
    "std_ages": words.STD_AGE,
    "study_type": words.STUDY_TYPE,
    "time_perspective": words.TIME_PERSPECTIVE,
    "who_masked": words.WHO_MASKED,
}


def bare(path: str) -> str:
    """A path without the positions in its lists: `arm_groups[2].label` is `arm_groups.label`."""
    return _INDEX.sub("", path)


def value_at(study: Study, path: str) -> Any:
    """What stands at a path of a record; None where the record has nothing that leads there."""
    value: Any = study
    for name in path.split("."):
        value = None if value is None else getattr(value, name)
    return value


def said(path: str, value: Any, joiner: str = ", ") -> str:
    """Say a field's value in words; nothing of one that is absent.

    Args:
        path: the field's path, or the end of it.
        value: a text, number, flag or date of the record, or several.
        joiner: what stands between several.
    """
    holder, name = f".{bare(path)}".split(".")[-2:]
    if value is None:
        return ""
    if name == "phases" and value:
        return words.phase_in_words(value)
    if isinstance(value, tuple):
        return joiner.join(said(path, part) for part in value)
    if isinstance(value, bool):
        return words.yes_or_no(value)
    if isinstance(value, int):
        return f"{value:,}"
    table = _ENUMERATED.get(name) or _ENUMERATED.get(f"{holder}.{name}") or {}
    return words.in_words(table, str(value))
