"""Units in which people have a number, where a fact of a record knows only the record's own.

A value is converted as it is entered, exactly, into the unit in which the criterion compares it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from data.annotations.conversions import Conversion
from data.annotations.eligibility import Fact, Unit
from data.eligibility.unit_names import same_unit


@dataclass(frozen=True, kw_only=True)
class InUse:
    """A further unit that a fact takes.

    Args:
        unit: as it is written.
        conversion: into a unit of the fact.
        source: of the conversion.
    """

    unit: str
    conversion: Conversion
    source: str


_CREATININE: Final = "1 mg/dL is 88.4 µmol/L of creatinine (113.12 g/mol)"
_BILIRUBIN: Final = "1 mg/dL is 17.104 µmol/L of bilirubin (584.67 g/mol)"
_GLUCOSE: Final = "1 mmol/L is 18.016 mg/dL of glucose (180.16 g/mol)"
_HAEM: Final = "1 g/dL is 0.6206 mmol/L of the monomer, with one haem, of 16,114.5 g/mol"
_NGSP: Final = "NGSP: % = 0.09148 × mmol/mol + 2.152; Hoelzel W et al. Clin Chem 2004;50:166–174"
_POUND: Final = "1 lb is 0.45359237 kg exactly, the international pound of 1959"
# By the name of what is measured: a further unit, that of the fact, and the factor from it.
_TABLE: Final[tuple[tuple[tuple[str, ...], str, str, float | str, float, str], ...]] = (
    (("weight",), "lb", "kg", 0.45359237, 0, _POUND),
    (("weight",), "kg", "lb", "100000000/45359237", 0, _POUND),
    (("hba1c",), "mmol/mol", "%", 0.09148, 2.152, _NGSP),
    (("hba1c",), "%", "mmol/mol", 10.93, -23.5, "NGSP: mmol/mol = 10.93 × % − 23.50"),
    (("haemoglobin",), "mmol/L", "g/dL", "10000/6206", 0, _HAEM),
    (("haemoglobin",), "g/dL", "mmol/L", 0.6206, 0, _HAEM),
    (("haemoglobin",), "g/L", "mmol/L", 0.06206, 0, _HAEM),
    (("creatinine",), "µmol/L", "mg/dL", "10/884", 0, _CREATININE),
    (("creatinine",), "mg/dL", "µmol/L", 88.4, 0, _CREATININE),
    (("bilirubin", "direct_bilirubin"), "µmol/L", "mg/dL", "1000/17104", 0, _BILIRUBIN),
    (("bilirubin", "direct_bilirubin"), "mg/dL", "µmol/L", 17.104, 0, _BILIRUBIN),
    (("glucose", "fasting_glucose"), "mmol/L", "mg/dL", 18.016, 0, _GLUCOSE),
    (("glucose", "fasting_glucose"), "mg/dL", "mmol/L", "1000/18016", 0, _GLUCOSE),
    *(
        (("white_cells", "neutrophils", "lymphocytes", "platelets"), unit, own, 1, 0, same)
        for unit, own, same in (
            ("K/µL", "10⁹/L", "1 K/µL is 1 × 10⁹/L"),
            ("/µL", "/mm³", "1 µL is 1 mm³"),
        )
    ),
)


def units_in_use(fact: Fact) -> Iterator[InUse]:
    """Yield the units that a fact takes besides its own."""
    for names, unit, own, times, plus, source in _TABLE:
        suffix = f"_{own.lower().replace('/', '_').replace('µ', 'u')}"
        if fact.id.removesuffix(suffix) in names and fact.unit(own) and not fact.unit(unit):
            yield InUse(
                unit=unit, conversion=Conversion(to=own, times=times, plus=plus), source=source
            )


def in_own_unit(fact: Fact, number: float, name: str) -> tuple[float, Unit] | None:
    """Convert a number that was entered in a further unit of a fact; None if that is none."""
    for one in units_in_use(fact):
        own = fact.unit(one.conversion.to)
        if own and same_unit(one.unit, name):
            return one.conversion.applied(number), own
    return None
