"""The statistical analyses of the outcomes: what was compared, how, and what came out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from data.results.measures import holds
from data.results.numbers import Measured, number
from data.results.words import CI_SIDES, HYPOTHESIS, dispersion
from data.results_section import Analysis, OutcomeMeasure
from data.vocabulary import in_words
from data.words import phrases

_POINTS = phrases(r"\b(scales?|scores?|points?|units?|index|number|value)\b")
_RATIO = phrases(r"\b(ratio|relative risk|odds)\b|^\W*(?:a?[HOR]R|I?RR|GMR)\b")
# `Log hazard ratio`, `relative risk reduction`, `efficacy (1 - hazard ratio)` are none.
_NO_RATIO = phrases(r"\b(log|ln|reduction|efficacy|difference|change)\b|1\s*[-–−]")
_LOG_RATIO = phrases(r"\b(?:log|ln)\b.*\b(?:ratio|odds)\b|\blog[- ]?odds")
_PER_CENT = phrases(r"%|\bper\s?cent")
# A difference of shares is in the unit of its outcome only if that is per cent: else it may
# be written as a share or in points.
_OF_SHARES = phrases(r"\b(?:risk|rate|proportions?|percent\w*)\b.*\bdiff")
# `Weeks` and `weeks`, `mL` and `ml`, `CM` and `cm` are one unit; `Mg` and `mg` are two.
_MEGA = re.compile(r"\bM(?=[a-z]{1,2}\b)")
_MOST_OF_A_RATIO = 20.0  # above it, a ratio may well be in per cent though nobody says so


@dataclass(frozen=True, kw_only=True)
class Estimate(Measured):
    """One analysis.

    Args:
        outcome: the title of what was analysed.
        compared: the groups, in the record's order.
        effect: the effect measure as written: `Hazard Ratio (HR)`.
        unit: of its value, which is the outcome's; none for a ratio.
        text: the estimate with its interval, as written.
        p_value: as written.
        method: the statistical method.
        remarks: all else the record says of it.
    """

    outcome: str
    compared: tuple[str, ...]
    effect: str
    unit: str
    text: str
    p_value: str
    method: str
    remarks: tuple[str, ...]

    @property
    def measure(self) -> str:
        """The effect measure without the differences of spelling in which registrants write it."""
        return re.sub(r"\W+", " ", self.effect.casefold().replace("squares", "square")).strip()

    @property
    def is_ratio(self) -> bool:
        """Whether no effect is one, and not zero."""
        return _is_ratio(self.effect)

    @property
    def no_effect(self) -> float | None:
        """The value that means no effect; None where that cannot be told."""
        if self.is_ratio:
            if self.unit:
                return 100.0
            return 1.0 if self.value is None or self.value <= _MOST_OF_A_RATIO else None
        return 0.0 if _LOG_RATIO.search(self.effect) or "diff" in self.measure else None

    @property
    def has_a_unit(self) -> bool:
        """Whether it can be compared with others in its unit; points of a scale are only its."""
        if _OF_SHARES.search(self.effect) and not _PER_CENT.search(self.unit):
            return False
        if self.is_ratio:  # 90 beside 0.9 may well be per cent, which nobody says
            return self.no_effect is not None
        return bool(self.unit and not _POINTS.search(self.unit))

    @property
    def scale(self) -> str:
        """What its value is measured in: `Mean Difference, kilograms`, `Hazard Ratio (HR)`."""
        return ", ".join(filter(None, (self.effect, self.unit)))


def estimates(item: OutcomeMeasure) -> tuple[Estimate, ...]:
    """Read the analyses of an outcome."""
    titles = {group.id: group.title or group.id or "" for group in item.groups}
    return tuple(_estimate(analysis, item, titles) for analysis in item.analyses)


def shared_measures(items: tuple[Estimate, ...]) -> dict[str, tuple[Estimate, ...]]:
    """Gather the estimates of each effect measure that several outcomes share, by its scale.

    Only estimates that are numbers; they are what a forest view can draw. Kilograms and per cent
    are two scales, whatever else is alike, and so are the points of two questionnaires: what has no
    unit of its own stands under the name of its outcome.
    """
    outcomes: dict[str, set[str]] = {}
    scales: dict[tuple[str, str, str], list[Estimate]] = {}
    for item in items:
        if item.effect and item.value is not None:
            outcomes.setdefault(item.measure, set()).add(item.outcome)
            of = "" if item.has_a_unit else item.outcome
            scales.setdefault((item.measure, _same_unit(item.unit), of), []).append(item)
    return {
        ": ".join(filter(None, (of, same[0].scale))): tuple(same)
        for (measure, _, of), same in scales.items()
        if len(outcomes[measure]) > 1
    }


def _same_unit(unit: str) -> str:
    """A unit without the capitals that are a matter of taste."""
    return _MEGA.sub("mega ", unit).casefold()


def _estimate(item: Analysis, measure: OutcomeMeasure, titles: dict[str | None, str]) -> Estimate:
    unit = " ".join((measure.unit_of_measure or "").split())
    if _is_ratio(item.param_type or ""):
        in_per_cent = _PER_CENT.search(f"{item.param_type} {unit if _is_ratio(unit) else ''}")
        unit = "%" if in_per_cent else ""
    value = number(item.param_value)
    low, high = number(item.ci_lower_limit), number(item.ci_upper_limit)
    around = holds(low, value, high)
    return Estimate(
        outcome=measure.title or "",
        compared=tuple(titles.get(group, group) for group in item.group_ids),
        effect=item.param_type or "",
        unit=unit,
        text=_text(item),
        value=value,
        low=low if around else None,
        high=high if around else None,
        low_open=around and bool(item.ci_lower_limit) and low is None,
        high_open=around and bool(item.ci_upper_limit) and high is None,
        p_value=item.p_value or "",
        method=item.statistical_method or "",
        remarks=_remarks(item),
    )


def _is_ratio(effect: str) -> bool:
    return bool(_RATIO.search(effect)) and not _NO_RATIO.search(effect)


def _text(item: Analysis) -> str:
    value = item.param_value or ""
    spread = dispersion(item.dispersion_type)
    if item.dispersion_value:
        value = f"{value} ({spread or 'dispersion'} {item.dispersion_value})".strip()
    if not item.ci_lower_limit and not item.ci_upper_limit:
        return value
    level = f"{item.ci_pct_value}% CI" if item.ci_pct_value else "confidence interval"
    one_sided = item.ci_num_sides == "ONE_SIDED"
    name = f"{in_words(CI_SIDES, item.ci_num_sides)} {level}" if one_sided else level
    ends = f"{item.ci_lower_limit or 'no limit'} to {item.ci_upper_limit or 'no limit'}"
    return f"{value} ({name} {ends})".strip()


def _remarks(item: Analysis) -> tuple[str, ...]:
    hypothesis = (
        f"Tested for {in_words(HYPOTHESIS, item.non_inferiority_type)}"
        if item.non_inferiority_type and "OTHER" not in item.non_inferiority_type
        else None
    )
    said = (
        hypothesis,
        item.group_description,
        item.statistical_comment,
        item.p_value_comment,
        item.estimate_comment,
        item.ci_lower_limit_comment,
        item.ci_upper_limit_comment,
        item.non_inferiority_comment,
        item.other_analysis_description,
    )
    return tuple(text for text in said if text)
