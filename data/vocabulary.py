"""The registry's enumerated values in words: one table for every page and export.

A value that is not in the table is shown as it stands: the registry adds values, and hiding one
would be worse than showing it raw. Wording follows the data element definitions of
ClinicalTrials.gov.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from data.words import tally


def _spelt(values: str, **others: str) -> dict[str, str]:
    """Values whose words are their own, spelt as words are, and others with words of ours."""
    return {value: value.replace("_", " ").capitalize() for value in values.split()} | others


NOT_STATED: Final = "not stated in the record"
NOT_APPLICABLE: Final = "Not applicable"

STUDY_TYPE: Final = _spelt("INTERVENTIONAL OBSERVATIONAL EXPANDED_ACCESS")
PHASE: Final = {
    "NA": NOT_APPLICABLE,
    "EARLY_PHASE1": "Early phase 1",
    "PHASE1": "Phase 1",
    "PHASE2": "Phase 2",
    "PHASE3": "Phase 3",
    "PHASE4": "Phase 4",
}
_PHASE_NUMBER: Final = {f"PHASE{number}": f"{number}" for number in (1, 2, 3, 4)}
ALLOCATION: Final = {
    "RANDOMIZED": "Randomised",
    "NON_RANDOMIZED": "Not randomised",
    "NA": NOT_APPLICABLE,
}
INTERVENTION_MODEL: Final = _spelt(
    "SINGLE_GROUP FACTORIAL SEQUENTIAL", PARALLEL="Parallel groups", CROSSOVER="Cross-over"
)
PRIMARY_PURPOSE: Final = _spelt(
    "TREATMENT PREVENTION SUPPORTIVE_CARE SCREENING HEALTH_SERVICES_RESEARCH BASIC_SCIENCE "
    "DEVICE_FEASIBILITY OTHER",
    DIAGNOSTIC="Diagnosis",
    ECT="Educational, counselling or training",
)
MASKING: Final = _spelt("SINGLE DOUBLE TRIPLE QUADRUPLE", NONE="None (open label)")
WHO_MASKED: Final = {
    "PARTICIPANT": "participant",
    "CARE_PROVIDER": "care provider",
    "INVESTIGATOR": "investigator",
    "OUTCOMES_ASSESSOR": "outcomes assessor",
}
OBSERVATIONAL_MODEL: Final = _spelt(
    "COHORT CASE_ONLY ECOLOGIC_OR_COMMUNITY FAMILY_BASED DEFINED_POPULATION NATURAL_HISTORY OTHER",
    CASE_CONTROL="Case-control",
    CASE_CROSSOVER="Case-crossover",
)
TIME_PERSPECTIVE: Final = _spelt(
    "RETROSPECTIVE PROSPECTIVE OTHER", CROSS_SECTIONAL="Cross-sectional"
)
ARM_TYPE: Final = _spelt(
    "EXPERIMENTAL ACTIVE_COMPARATOR PLACEBO_COMPARATOR SHAM_COMPARATOR NO_INTERVENTION OTHER"
)
INTERVENTION_TYPE: Final = _spelt(
    "BIOLOGICAL COMBINATION_PRODUCT DEVICE DIAGNOSTIC_TEST DIETARY_SUPPLEMENT DRUG GENETIC "
    "PROCEDURE RADIATION OTHER",
    BEHAVIORAL="Behavioural",
)
SEX: Final = _spelt("ALL FEMALE MALE")
STD_AGE: Final = {
    "CHILD": "child (to 17 years)",
    "ADULT": "adult (18 to 64 years)",
    "OLDER_ADULT": "older adult (65 years and over)",
}
SAMPLING_METHOD: Final = {
    "PROBABILITY_SAMPLE": "Probability sample",
    "NON_PROBABILITY_SAMPLE": "Non-probability sample",
}
ENROLLMENT_TYPE: Final = {"ACTUAL": "actual", "ESTIMATED": "estimated"}
DATE_TYPE: Final = {"ACTUAL": "actual", "ESTIMATED": "estimated"}
AGENCY_CLASS: Final = {
    "NIH": "National Institutes of Health",
    "FED": "other US federal agency",
    "OTHER_GOV": "other government",
    "INDIV": "individual",
    "INDUSTRY": "industry",
    "NETWORK": "network",
    "AMBIG": "ambiguous",
    "OTHER": "other (university, hospital, foundation …)",
    "UNKNOWN": "of unknown kind",
}
RESPONSIBLE_PARTY: Final = {
    "SPONSOR": "The sponsor",
    "PRINCIPAL_INVESTIGATOR": "The principal investigator",
    "SPONSOR_INVESTIGATOR": "The sponsor-investigator",
}
OFFICIAL_ROLE: Final = _spelt(
    "STUDY_CHAIR STUDY_DIRECTOR PRINCIPAL_INVESTIGATOR CONTACT", SUB_INVESTIGATOR="Sub-investigator"
)
REFERENCE_TYPE: Final = {
    "RESULT": "results of this study",
    "DERIVED": "found by the registry, cites this study",
    "BACKGROUND": "background",
}
IDENTIFIER_TYPE: Final = {
    "NIH": "NIH grant or contract",
    "FDA": "FDA",
    "VA": "US Department of Veterans Affairs",
    "CDC": "CDC",
    "AHRQ": "AHRQ grant or contract",
    "SAMHSA": "SAMHSA grant or contract",
    "OTHER_GRANT": "other grant",
    "EUDRACT_NUMBER": "EudraCT number",
    "CTIS": "EU CT number",
    "REGISTRY": "other registry",
    "OTHER": "other",
}
IPD_SHARING: Final = _spelt("YES NO UNDECIDED")
IPD_INFO: Final = {
    "STUDY_PROTOCOL": "study protocol",
    "SAP": "statistical analysis plan",
    "ICF": "informed consent form",
    "CSR": "clinical study report",
    "ANALYTIC_CODE": "analytic code",
}
BIO_SPEC_RETENTION: Final = {
    "NONE_RETAINED": "None retained",
    "SAMPLES_WITH_DNA": "Samples with DNA",
    "SAMPLES_WITHOUT_DNA": "Samples without DNA",
}


def in_words(table: dict[str, str], value: str | None) -> str:
    """Say a registry value in words; an unknown one stays as it stands, an absent one says so."""
    if value is None:
        return NOT_STATED
    return table.get(value, value)


def all_in_words(table: dict[str, str], values: Iterable[str], joiner: str = ", ") -> str:
    """Say several registry values in words, or that none is stated."""
    return joiner.join(in_words(table, value) for value in values) or NOT_STATED


def yes_or_no(value: bool | None) -> str:
    """Say a flag in words."""
    return NOT_STATED if value is None else "Yes" if value else "No"


def results_in_words(has_results: bool | None) -> str:
    """Say whether the registry has results."""
    if has_results is None:
        return NOT_STATED
    return "The record says that results exist" if has_results else "No results posted"


def phase_number(phases: Sequence[str]) -> str:
    """Say the phase without the word: `3`, `1/2`, `Not applicable`."""
    return all_in_words({**PHASE, **_PHASE_NUMBER}, phases, joiner="/")


def phase_in_words(phases: Sequence[str]) -> str:
    """Say the phase: `Phase 3`, `Phase 1/2`, `Not applicable`."""
    word = "Phase " if phases and phases[0] in _PHASE_NUMBER else ""
    return f"{word}{phase_number(phases)}"


def participants_in_words(count: int | None) -> str:
    """Say how many take part: `1 participant`, `1,234 participants`."""
    if count is None:
        return f"number of participants {NOT_STATED}"
    return tally(count, "participant")


def bare_name(name: str) -> str:
    """The name of an intervention without its kind: `Drug: Lutathera` is `Lutathera`."""
    kind, colon, rest = name.partition(": ")
    known = kind.upper().replace(" ", "_") in INTERVENTION_TYPE
    return rest if colon and known else name
