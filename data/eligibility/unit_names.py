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
    (re.compile(r"^(year|month|week|day|hour|minute)s$"), r"\1"),
)


def unit_named(fact: Fact, name: str) -> Unit | None:
    """The unit of a fact that a name stands for, however it is written; None if it is none."""
    wanted = _plain(name)
    return next((unit for unit in fact.units if _plain(unit.unit) == wanted), None)


def _plain(name: str) -> str:
    plain = re.sub(r"[\s^*]", "", normalize("NFKC", name).casefold())
    for form, same in _SAME:
        plain = form.sub(same, plain)
    return plain
