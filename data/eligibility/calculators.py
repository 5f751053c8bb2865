"""Clinical calculators, each with its formula and source, and rounding that crosses no limit.

Results are exact to the noise of binary arithmetic. Rounded for display, a result could land on
the other side of a limit (39.996 mL/min would become 40); so what is filled into a field is rounded
away from the limits that matter: down where "below" excludes, up where "above" does.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from data.annotations.eligibility import Fact, Unit
from data.eligibility.answers import Quantity, Value

Sex = Literal["female", "male"]
CreatinineUnit = Literal["mg/dL", "µmol/L"]

MICROMOL_PER_MG: Final = 88.4  # µmol/L in 1 mg/dL of creatinine (113.12 g/mol)
_DECIMALS: Final = 2
_NOISE: Final = 6  # decimals, of hundredths, beyond which a difference is arithmetic noise


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


def times_limit(*, value: float, limit: float) -> float:
    """Express a value as a multiple of the upper limit of normal, both in the same unit.

    Raises:
        ValueError: a value below 0 or a limit that is not above 0.
    """
    if not (value >= 0 and limit > 0):
        raise ValueError("expected a value of 0 or more and a limit above 0")
    return value / limit


def rounded_down(number: float) -> float:
    """Round to two decimals, never up: for limits that are tested with "below"."""
    return math.floor(round(number * 10**_DECIMALS, _NOISE)) / 10**_DECIMALS


def rounded_up(number: float) -> float:
    """Round to two decimals, never down: for limits that are tested with "above"."""
    return math.ceil(round(number * 10**_DECIMALS, _NOISE)) / 10**_DECIMALS


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
    return rounded_down(clearance)


def _fridericia(values: Mapping[str, Value]) -> float | None:
    found = _quantities(values, "qt", "heart_rate_or_rr")
    if found is None:
        return None
    qt, rhythm = found
    rr = rhythm.number if rhythm.unit == "ms (RR)" else rr_of(rhythm.number)
    return rounded_up(qtcf(qt=qt.number, rr=rr))


def _times_limit(values: Mapping[str, Value]) -> float | None:
    found = _quantities(values, "bilirubin_value", "bilirubin_limit")
    if found is None:
        return None
    value, limit = (_in_micromoles(item) for item in found)
    return rounded_up(times_limit(value=value, limit=limit))


def _in_micromoles(bilirubin: Quantity) -> float:
    factor = BILIRUBIN_PER_MG_DL if bilirubin.unit == "mg/dL" else 1.0
    return bilirubin.number * factor


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
    Calculator(
        id="times_limit",
        name="× ULN",
        formula=(
            "bilirubin ÷ upper limit of normal (ULN) of the same laboratory, each in its own unit; "
            "1 mg/dL is 17.104 µmol/L"
        ),
        source=(
            "Division; the upper limit stands on the laboratory's report. Molar mass of bilirubin, "
            "C33H36N4O6: 584.67 g/mol"
        ),
        facts=(
            Fact(
                id="bilirubin_value",
                kind="number",
                label="Measured bilirubin",
                question="Total bilirubin, as measured",
                units=(
                    Unit(unit="mg/dL", low=0, high=100, usual=(0.1, 30)),
                    Unit(unit="µmol/L", low=0, high=1710, usual=(2, 500)),
                ),
            ),
            Fact(
                id="bilirubin_limit",
                kind="number",
                label="Upper limit of normal",
                question="Upper limit of normal of that laboratory",
                units=(
                    Unit(unit="mg/dL", low=0.2, high=4),
                    Unit(unit="µmol/L", low=5, high=60),
                ),
            ),
        ),
        compute=_times_limit,
    ),
)
CALCULATORS: Final[Mapping[str, Calculator]] = {calculator.id: calculator for calculator in _ALL}


def asked_with_calculators(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Some facts, and after them what the calculators that can fill them ask for themselves."""
    asked = tuple(facts)
    tools = (CALCULATORS[fact.calculator] for fact in asked if fact.calculator)
    return (*asked, *(own for tool in tools for own in tool.facts))
