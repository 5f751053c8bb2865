"""Continents: which countries lie on them."""

from functools import cache
from pathlib import Path

from data.places.names import table_rows

_TABLE = Path(__file__).with_name("continents.tsv")


@cache
def _by_country() -> dict[str, str]:
    rows = table_rows(_TABLE)
    return {code: continent for continent, codes in rows for code in codes.split()}


def continent(country_code: str) -> str | None:
    """Return the continent GeoNames counts a country to: `Europe`; None for an unknown code.

    Args:
        country_code: ISO alpha-2 (`XK` for Kosovo).
    """
    return _by_country().get(country_code)
