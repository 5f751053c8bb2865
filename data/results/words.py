"""The registry's terms for results, in words; unknown ones as in `data.vocabulary`."""

from __future__ import annotations

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
# Outcomes write it out ("Standard Deviation"), baseline measures and analyses do not.
_COEFFICIENT: Final = "geometric coefficient of variation"
DISPERSION: Final = {
    "STANDARD_DEVIATION": "standard deviation",
    "STANDARD DEVIATION": "standard deviation",
    "STANDARD_ERROR": "standard error",
    "STANDARD ERROR": "standard error",
    "STANDARD_ERROR_OF_MEAN": "standard error",
    "STANDARD_ERROR_OF_THE_MEAN": "standard error",
    "STANDARD ERROR OF THE MEAN": "standard error",
    "INTER_QUARTILE_RANGE": "interquartile range",
    "INTER-QUARTILE RANGE": "interquartile range",
    "FULL_RANGE": "full range",
    "FULL RANGE": "full range",
    "GEOMETRIC_COEFFICIENT_OF_VARIATION": _COEFFICIENT,
    "GEOMETRIC COEFFICIENT OF VARIATION": _COEFFICIENT,
    "CONFIDENCE_INTERVAL": "confidence interval",
    "CONFIDENCE_80": "80% confidence interval",
    "CONFIDENCE_90": "90% confidence interval",
    "CONFIDENCE_95": "95% confidence interval",
    "CONFIDENCE_99": "99% confidence interval",
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
AVERAGES: Final = frozenset(
    {
        "MEAN",
        "MEDIAN",
        "GEOMETRIC_MEAN",
        "LEAST_SQUARES_MEAN",
        "GEOMETRIC_LEAST_SQUARES_MEAN",
        "LOG_MEAN",
    }
)
# The counts that every period has; what else stands there is a milestone of the study's own.
STARTED: Final = "STARTED"
COMPLETED: Final = "COMPLETED"
NOT_COMPLETED: Final = "NOT COMPLETED"


def dispersion(value: str | None) -> str:
    """Say what the spread of a value is: `standard deviation`; nothing where it has none."""
    if not value or value.upper() in ("NA", "NONE", "NO_DISPERSION"):
        return ""
    known = DISPERSION.get(value.upper())
    return known or value.replace("Confidence Interval", "confidence interval")


def dispersion_sign(value: str | None) -> str:
    """The sign behind the number of a spread: `%` for a coefficient of variation, else none."""
    return "%" if dispersion(value) == _COEFFICIENT else ""


def short_dispersion(value: str | None) -> str:
    """Say it as a table does: `SD`, `95% CI`."""
    words = dispersion(value)
    return SHORT_DISPERSION.get(words, words.replace("confidence interval", "CI"))
