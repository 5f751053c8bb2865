"""Clinical calculators, each with its formula and source, and rounding that crosses no limit.

Results are exact to the noise of binary arithmetic. Rounded for display, a result could land on
the other side of a limit (39.996 mL/min would become 40); so what is filled into a field is rounded
to more decimals than limits have.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Final, Literal

from data.annotations.eligibility import Fact, Unit
from data.criteria.whom import Sex
from data.eligibility.answers import Quantity, Value
from data.eligibility.windows import planned_facts
from data.words import uncapitalised

CreatinineUnit = Literal["mg/dL", "µmol/L"]

MICROMOL_PER_MG: Final = 88.4  # µmol/L in 1 mg/dL of creatinine (113.12 g/mol)
_CREATININE_SOURCE: Final = "1 mg/dL is 88.4 µmol/L of creatinine (113.12 g/mol)"
_DECIMALS: Final = 2  # that the limits of criteria have
_NOISE: Final = 6  # decimals, beyond which a difference is arithmetic noise, not measured


def creatinine_clearance(
    *, age: float, weight: float, sex: Sex, creatinine: float, unit: CreatinineUnit
) -> float:
    """Estimate creatinine clearance after Cockcroft and Gault (1976).

    Args:
        age: in years, below 140.
        weight: in kg.
        sex: women filter 0.85 of what men of the same age and weight do.
        creatinine: serum creatinine, above 0, in `unit`.
        unit: of the creatinine.

    Returns:
        mL/min.

    Raises:
        ValueError: a number for which the formula means nothing.
    """
    if not (0 <= age < 140 and weight > 0 and creatinine > 0):
        raise ValueError("expected an age below 140 years, and a weight and creatinine above 0")
    mg_per_dl = creatinine / MICROMOL_PER_MG if unit == "µmol/L" else creatinine
    clearance = (140 - age) * weight / (72 * mg_per_dl)
    return clearance * 0.85 if sex == "female" else clearance


def qtcf(*, qt: float, rr: float) -> float:
    """Correct a QT interval for heart rate after Fridericia (1920).

    Args:
        qt: in ms, above 0.
        rr: the interval between two beats, in ms, above 0.

    Returns:
        ms.

    Raises:
        ValueError: an interval that is not above 0.
    """
    if not (qt > 0 and rr > 0):
        raise ValueError("expected intervals above 0 ms")
    return qt / math.cbrt(rr / 1000)


def rr_of(heart_rate: float) -> float:
    """The interval between two beats.

    Args:
        heart_rate: beats per minute, above 0.

    Returns:
        ms.

    Raises:
        ValueError: a rate that is not above 0.
    """
    if not heart_rate > 0:
        raise ValueError("expected a heart rate above 0 per minute")
    return 60_000 / heart_rate


# µmol/L in 1 mg/dL: 10 mg/L by the molar mass, 584.67 g/mol.
BILIRUBIN_PER_MG_DL: Final = 17.104


def times_limit(*, value: Fraction, limit: Fraction) -> Fraction:
    """Express a value as a multiple of a limit of normal, both in the same unit.

    Raises:
        ValueError: a value below 0 or a limit that is not above 0.
    """
    if not (value >= 0 and limit > 0):
        raise ValueError("expected a value of 0 or more and a limit above 0")
    return value / limit


def clear_of_limits(number: float | Fraction) -> float:
    """Round to three decimals or more: never onto or past a number of two, as limits are written.

    2.9996 is not rounded to 3, and 39.99996 not to 40; what differs by the noise of binary
    arithmetic alone is the same.
    """
    exact = round(Fraction(number), _NOISE)
    for decimals in range(_DECIMALS + 1, _NOISE):
        rounded = round(exact, decimals)
        if (rounded * 10**_DECIMALS).denominator != 1:
            return float(rounded)
    return float(exact)


@dataclass(frozen=True, kw_only=True)
class Calculator:
    """A calculator that can fill the field of a fact.

    Args:
        id: what `Fact.calculator` names.
        name: of the formula.
        formula: in words.
        source: where it was published.
        facts: what it asks for itself.
        uses: ids of facts that the checklist asks for.
        compute: the result from all of these, in the first unit of the fact it fills; None while
            something is missing.
    """

    id: str
    name: str
    formula: str
    source: str
    facts: tuple[Fact, ...]
    uses: tuple[str, ...] = ()
    compute: Callable[[Mapping[str, Value]], float | None]


def _quantities(values: Mapping[str, Value], *names: str) -> list[Quantity] | None:
    found = [values.get(name) for name in names]
    quantities = [value for value in found if isinstance(value, Quantity)]
    return quantities if len(quantities) == len(names) else None


def _cockcroft_gault(values: Mapping[str, Value]) -> float | None:
    found = _quantities(values, "age", "weight", "serum_creatinine")
    sex = values.get("sex")
    if found is None or sex not in ("female", "male"):
        return None
    age, weight, creatinine = found
    clearance = creatinine_clearance(
        age=age.number,
        weight=weight.number,
        sex="female" if sex == "female" else "male",
        creatinine=creatinine.number,
        unit="mg/dL" if creatinine.unit == "mg/dL" else "µmol/L",
    )
    return clear_of_limits(clearance)


def _fridericia(values: Mapping[str, Value]) -> float | None:
    found = _quantities(values, "qt", "heart_rate_or_rr")
    if found is None:
        return None
    qt, rhythm = found
    rr = rhythm.number if rhythm.unit == "ms (RR)" else rr_of(rhythm.number)
    return clear_of_limits(qtcf(qt=qt.number, rr=rr))


_ALL: Final = (
    Calculator(
        id="cockcroft_gault",
        name="Cockcroft–Gault",
        formula=(
            "(140 − age in years) × weight in kg ÷ (72 × serum creatinine in mg/dL), × 0.85 if "
            "female; 1 mg/dL is 88.4 µmol/L"
        ),
        source="Cockcroft DW, Gault MH. Nephron 1976;16:31–41",
        facts=(
            Fact(
                id="serum_creatinine",
                kind="number",
                label="Serum creatinine",
                question="Serum creatinine",
                units=(
                    Unit(unit="mg/dL", low=0.1, high=25),
                    Unit(unit="µmol/L", low=26, high=2200),
                ),
            ),
        ),
        uses=("age", "weight", "sex"),
        compute=_cockcroft_gault,
    ),
    Calculator(
        id="fridericia",
        name="Fridericia",
        formula="QT in ms ÷ cube root of RR in seconds; RR is 60 ÷ heart rate",
        source="Fridericia LS. Acta Medica Scandinavica 1920;53:469–486",
        facts=(
            Fact(
                id="qt",
                kind="number",
                label="QT interval",
                question="QT interval, not corrected",
                units=(Unit(unit="ms", low=150, high=800),),
            ),
            Fact(
                id="heart_rate_or_rr",
                kind="number",
                label="Heart rate or RR interval",
                question="Heart rate or RR interval",
                units=(
                    Unit(unit="/min", low=20, high=250),
                    Unit(unit="ms (RR)", low=240, high=3000),
                ),
            ),
        ),
        compute=_fridericia,
    ),
)
CALCULATORS: Final[Mapping[str, Calculator]] = {calculator.id: calculator for calculator in _ALL}

_CREATININE: Final = (
    Unit(unit="mg/dL", low=0.1, high=25),
    Unit(unit="µmol/L", low=9, high=2200, per_first=MICROMOL_PER_MG, source=_CREATININE_SOURCE),
)
_BILIRUBIN: Final = (
    Unit(unit="mg/dL", low=0, high=100, usual=(0.1, 30)),
    Unit(
        unit="µmol/L",
        low=0,
        high=1710,
        usual=(2, 500),
        per_first=BILIRUBIN_PER_MG_DL,
        source="1 mg/dL is 17.104 µmol/L, by the molar mass of bilirubin, C33H36N4O6: 584.67 g/mol",
    ),
)
_ENZYME: Final = (
    Unit(unit="U/L", low=0, high=100_000, usual=(5, 20_000)),
    Unit(
        unit="µkat/L",
        low=0,
        high=1_700,
        usual=(0.1, 300),
        per_first=1 / 60,
        source="1 µkat/L is 60 U/L, as the units are defined (1 U is 1 µmol a minute)",
    ),
)
_AS_REPORTED: Final = (Unit(unit="", low=0, high=10_000_000),)
_MEASURED_IN: Final[Mapping[str, tuple[Unit, ...]]] = {
    **dict.fromkeys(("bilirubin", "direct_bilirubin"), _BILIRUBIN),
    "creatinine": _CREATININE,
    **dict.fromkeys(("alt", "ast", "transaminases", "liver_enzymes", "ggt", "ldh"), _ENZYME),
    **dict.fromkeys(("alkaline_phosphatase", "lipase", "amylase", "creatine_kinase"), _ENZYME),
}
# Upper limits of normal as laboratories print them; outside, a number is another unit's.
_LIMITS_OF_NORMAL: Final[Mapping[tuple[Unit, ...], tuple[tuple[float, float], ...]]] = {
    _BILIRUBIN: ((0.2, 4), (5, 60)),
    _CREATININE: ((0.5, 2), (40, 180)),
    _ENZYME: ((5, 1000), (0.1, 17)),
    _AS_REPORTED: ((0.000_001, 10_000_000),),
}


def calculator_of(fact: Fact) -> Calculator | None:
    """The calculator that can fill the field of a fact."""
    if fact.calculator == "times_limit":
        lower = fact.units[0].unit.endswith("LLN")
        return _times_limit_of(fact.id, fact.label, "lower" if lower else "upper")
    return CALCULATORS[fact.calculator] if fact.calculator else None


@cache
def _times_limit_of(fact_id: str, label: str, which: str) -> Calculator:
    """The calculator of one fact that is a multiple of a limit of normal: with what was measured.

    A value and its limit may be in different units where the conversion is known.
    """
    stem = fact_id.removesuffix("_uln").removesuffix("_lln")
    units = _MEASURED_IN.get(stem, _AS_REPORTED)
    limits = zip(units, _LIMITS_OF_NORMAL[units], strict=True)
    name = uncapitalised(label) if label[1:2].islower() else label
    value = Fact(
        id=f"{stem}_value",
        kind="number",
        label=f"Measured {name}",
        question=f"{label}, as measured{'' if len(units) > 1 else ', in the laboratory’s unit'}",
        units=units,
    )
    limit = Fact(
        id=f"{stem}_limit" if which == "upper" else f"{stem}_lower_limit",
        kind="number",
        label=f"{which.capitalize()} limit of normal",
        question=f"{which.capitalize()} limit of normal of that laboratory",
        units=tuple(
            unit.model_copy(update={"low": low, "high": high, "usual": None})
            for unit, (low, high) in limits
        ),
    )

    def compute(values: Mapping[str, Value]) -> float | None:
        found = _quantities(values, value.id, limit.id)
        if found is None:
            return None
        measured, normal = (_in_first(one, units) for one in found)
        return clear_of_limits(times_limit(value=measured, limit=normal))

    short = "ULN" if which == "upper" else "LLN"
    sources = [unit.source for unit in units if unit.source]
    return Calculator(
        id="times_limit",
        name=f"× {short}",
        formula=f"{name} ÷ {which} limit of normal ({short}) of the same laboratory"
        + (", each in its own unit" if sources else ", both in its unit"),
        source="; ".join(
            ("Division; the limit stands on the laboratory's report", *sources),
        ),
        facts=(value, limit),
        compute=compute,
    )


def _in_first(entered: Quantity, units: tuple[Unit, ...]) -> Fraction:
    """A quantity in the first of its units, exactly."""
    unit = next(one for one in units if one.unit == entered.unit)
    return Fraction(repr(entered.number)) / Fraction(repr(unit.per_first or 1.0))


def asked_with_calculators(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Some facts, and after them what is asked only to work them out: by their calculators, and the
    days that windows are counted to."""
    asked = tuple(facts)
    tools = filter(None, map(calculator_of, asked))
    own = {fact.id: fact for tool in tools for fact in tool.facts}
    known = {fact.id for fact in asked}
    return (*asked, *(fact for fact in own.values() if fact.id not in known), *planned_facts(asked))
