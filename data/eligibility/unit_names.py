"""Units as people and laboratories write them: `umol/l`, `x10^9/L`, `/mm3`."""

from __future__ import annotations

import re
from typing import Final
from unicodedata import normalize

from data.annotations.eligibility import Fact, Unit

# After letters and superscripts are made plain, and spaces, `^` and `*` are gone.
_SAME: Final = (
    (re.compile(r"(?:^|(?<=/))(?:u|mc)(?=mol|l\b)"), "μ"),
    (re.compile(r"^[x×·](?=10)"), ""),
    (re.compile(r"^10e(?=\d)"), "10"),
    (re.compile(r"^[×·](?=\D)"), "x"),
    (re.compile(r"^(year|month|week|day|hour|minute|lb|kg)s$"), r"\1"),
    (re.compile(r"^pounds?$"), "lb"),
    (re.compile(r"^kilos?(?:grams?)?$|^kilogram(?:me)?s?$"), "kg"),
    (re.compile(r"^per-?cent$"), "%"),
    (re.compile(r"^micromol"), "μmol"),
    (re.compile(r"^gm(?=/)"), "g"),
    (re.compile(r"^(?:cells|wbc|plt)?/(?:cumm|cmm|mm3)$"), "/mm3"),
    (re.compile(r"^cells(?=/)"), ""),
    (re.compile(r"^(?:103|thou(?:sand)?)(?=/μl$)"), "k"),
)
# 10⁹/L as some laboratories write it; of haemoglobin, g/L are grams.
_GIGA: Final = re.compile(r"^(?:g|gpt|giga)(?=/l$)")


def unit_named(fact: Fact, name: str) -> Unit | None:
    """The unit of a fact that a name stands for, however it is written; None if it is none."""
    wanted = _plain(name)
    units = {_plain(unit.unit): unit for unit in reversed(fact.units)}
    return units.get(wanted) or units.get(_GIGA.sub("109", wanted))


def same_unit(one: str, other: str) -> bool:
    """Whether two names are spellings of one unit."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    plain = re.sub(r"[\s^*]", "", normalize("NFKC", name).casefold())
    for form, same in _SAME:
        plain = form.sub(same, plain)
    return plain
