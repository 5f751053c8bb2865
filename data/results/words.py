"""The registry's terms for results, in words; unknown ones as in `data.vocabulary`."""

from __future__ import annotations

import re
from typing import Final

OUTCOME_TYPE: Final = {
    "PRIMARY": "Primary",
    "SECONDARY": "Secondary",
    "OTHER_PRE_SPECIFIED": "Other, planned beforehand",
    "POST_HOC": "Decided afterwards (post hoc)",
}
PARAM_TYPE: Final = {
    "COUNT_OF_PARTICIPANTS": "Number of participants",
    "COUNT_OF_UNITS": "Number of units",
    "NUMBER": "Number",
    "MEAN": "Mean",
    "MEDIAN": "Median",
    "GEOMETRIC_MEAN": "Geometric mean",
    "LEAST_SQUARES_MEAN": "Least squares mean",
    "GEOMETRIC_LEAST_SQUARES_MEAN": "Geometric least squares mean",
    "LOG_MEAN": "Log mean",
}
_COEFFICIENT: Final = "geometric coefficient of variation"
# Outcomes write it out ("Standard Deviation"), baseline measures and analyses do not.
DISPERSION: Final = {
    "STANDARD DEVIATION": "standard deviation",
    "STANDARD ERROR": "standard error",
    "STANDARD ERROR OF MEAN": "standard error",
    "STANDARD ERROR OF THE MEAN": "standard error",
    "INTER QUARTILE RANGE": "interquartile range",
    "FULL RANGE": "full range",
    "GEOMETRIC COEFFICIENT OF VARIATION": _COEFFICIENT,
    "CONFIDENCE INTERVAL": "confidence interval",
    **{f"CONFIDENCE {level}": f"{level}% confidence interval" for level in (80, 90, 95, 99)},
}
SHORT_DISPERSION: Final = {
    "standard deviation": "SD",
    "standard error": "SE",
    "interquartile range": "interquartile range",
    "full range": "range",
    _COEFFICIENT: "geometric CV",
}
HYPOTHESIS: Final = {
    "SUPERIORITY": "superiority",
    "NON_INFERIORITY": "non-inferiority",
    "EQUIVALENCE": "equivalence",
    "OTHER": "other",
    "NON_INFERIORITY_OR_EQUIVALENCE": "non-inferiority or equivalence",
    "SUPERIORITY_OR_OTHER": "superiority or other",
    "NON_INFERIORITY_OR_EQUIVALENCE_LEGACY": "non-inferiority or equivalence",
    "SUPERIORITY_OR_OTHER_LEGACY": "superiority or other",
}
ASSESSMENT: Final = {
    "SYSTEMATIC_ASSESSMENT": "asked for systematically",
    "NON_SYSTEMATIC_ASSESSMENT": "as reported spontaneously",
}
CI_SIDES: Final = {"ONE_SIDED": "one-sided", "TWO_SIDED": "two-sided"}
RESTRICTION: Final = {
    "LTE60": "The sponsor may review and delay a publication by up to 60 days.",
    "GT60": "The sponsor may review and delay a publication by more than 60 days, up to 180.",
    "OTHER": "Another kind of restriction.",
}
AVERAGES: Final = PARAM_TYPE.keys() - {"COUNT_OF_PARTICIPANTS", "COUNT_OF_UNITS", "NUMBER"}
# The counts that every period has; what else stands there is a milestone of the study's own.
STARTED: Final = "STARTED"
COMPLETED: Final = "COMPLETED"
NOT_COMPLETED: Final = "NOT COMPLETED"


def dispersion(value: str | None) -> str:
    """Say what the spread of a value is: `standard deviation`; nothing where it has none."""
    if not value or value.upper() in ("NA", "NONE", "NO_DISPERSION"):
        return ""
    known = DISPERSION.get(re.sub("[_-]", " ", value.upper()))
    return known or value.replace("Confidence Interval", "confidence interval")


def dispersion_sign(value: str | None) -> str:
    """The sign behind the number of a spread: `%` for a coefficient of variation, else none."""
    return "%" if dispersion(value) == _COEFFICIENT else ""


def short_dispersion(value: str | None) -> str:
    """Say it as a table does: `SD`, `95% CI`."""
    words = dispersion(value)
    return SHORT_DISPERSION.get(words, words.replace("confidence interval", "CI"))
