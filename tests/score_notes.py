"""Drafted rules against what experts said of patients, by facts keyed by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from data.annotations.eligibility import Compare
from data.drafting import Draft, draft_criterion
from data.eligibility.answers import Quantity, Value
from data.eligibility.evaluate import evaluate

# Keyed once by hand from the notes; age and sex are read from their first words.
_KEYED: Final[Mapping[str, Mapping[str, Value]]] = {
    "sigir-201422": {"pregnant": False},
    "sigir-201514": {
        "haemoglobin": Quantity(number=9.0, unit="g/dL"),
        "white_cells": Quantity(number=6.3, unit="10⁹/L"),
        "platelets": Quantity(number=119, unit="10⁹/L"),
        "gestational_age": Quantity(number=11, unit="weeks"),
        "mcv": Quantity(number=109, unit="fL"),
        "pregnant": True,
    },
    "sigir-20151": {
        "heart_rate": Quantity(number=135, unit="/min"),
        "systolic": Quantity(number=70, unit="mmHg"),
        "diastolic": Quantity(number=40, unit="mmHg"),
    },
}
_AGE: Final = re.compile(
    r"\b(\d{1,3})[\s-]*(year|yo|month|week|day)[\s-]*(?:s\b|olds?\b)?", re.IGNORECASE
)
_MALE: Final = re.compile(r"\b(?:male|man|boy|gentleman|he|his)\b", re.IGNORECASE)
_FEMALE: Final = re.compile(r"\b(?:female|woman|girl|lady|she|her)\b", re.IGNORECASE)
_IN_YEARS: Final = {"year": 1.0, "yo": 1.0, "month": 1 / 12, "week": 7 / 365.25, "day": 1 / 365.25}
_STATES: Final = {
    ("inclusion", True): "included",
    ("inclusion", False): "not included",
    ("inclusion", None): "not enough information",
    ("exclusion", True): "excluded",
    ("exclusion", False): "not excluded",
    ("exclusion", None): "not enough information",
}


def compares(draft: Draft) -> bool:
    """Whether a draft compares a number or a window."""
    leaves = draft.node.leaves() if draft.node else ()
    return any(isinstance(leaf.rule, Compare) for leaf in leaves)


def facts_of(patient: str, note: str, draft: Draft) -> dict[str, Value]:
    """What a note says of what a draft asks.

    What would excludes somebody and is not reported is taken as absent, as the experts were told to
    take it; a value that is not reported stays unknown.
    """
    values: dict[str, Value] = {}
    for fact in draft.facts:
        if fact.kind == "yes_no" and draft.kind == "exclusion" and not fact.id.startswith("rest-"):
            values[fact.id] = False
    values.update(_age_and_sex(note))
    values.update(_KEYED.get(patient, {}))
    return values


def _age_and_sex(note: str) -> Iterator[tuple[str, Value]]:
    start = note[:200]
    if found := _AGE.search(start):
        years = int(found[1]) * _IN_YEARS[found[2].lower()]
        yield "age", Quantity(number=years, unit="years")
        for fact, unit, per_year in (
            ("age_months", "months", 12),
            ("age_weeks", "weeks", 52.18),
            ("age_days", "days", 365.25),
        ):
            yield fact, Quantity(number=years * per_year, unit=unit)
    male, female = _MALE.search(start), _FEMALE.search(start)
    if male or female:
        of_woman = female and (not male or female.start() < male.start())
        yield "sex", "female" if of_woman else "male"


def score_notes(rows: Sequence[dict[str, Any]]) -> tuple[int, int, int, list[str]]:
    """Work out the state of each pair whose draft compares, and hold it against the expert's.

    Returns:
        How many pairs were drafted so; how many of them agree; how many GPT-4's answer does; the
        rest by their trial.
    """
    drafted = agree = gpt4 = 0
    differ = []
    for row in rows:
        draft = draft_criterion(row["criterion_text"], row["criterion_type"])
        if draft.rule is None or not compares(draft) or draft.not_understood:
            continue  # what hangs on a question is open by design
        values = facts_of(row["patient_id"], row["note"], draft)
        truth = evaluate(draft.rule, values).truth
        state = _STATES[row["criterion_type"], truth]
        drafted += 1
        agree += state == row["expert_eligibility"]
        gpt4 += row["gpt4_eligibility"] == row["expert_eligibility"]
        if state != row["expert_eligibility"]:
            differ.append(
                f"{row['patient_id']} {row['trial_id']}: {state}, the expert: "
                f"{row['expert_eligibility']}"
            )
    return drafted, agree, gpt4, differ
