"""Name the regions of countries: states, provinces, prefectures."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from data.places.names import fold, table_rows

_TABLE = Path(__file__).with_name("regions.tsv")

# Words that say what kind of region it is; with or without them, it is the same region.
_KINDS = frozenset(
    re.findall(
        r"\w+",
        "autonoma autonomous canton city comunidad comunitat county departamento department "
        "district do governorate ken krai kray land oblast of parish prefecture province "
        "provincia region republic state the voivodeship wojewodztwo",
    )
)

RegionsByKey = Mapping[tuple[str, str], frozenset[str]]


def region_key(name: str) -> str:
    """Fold a region's name and drop the words that say what kind of region it is."""
    words = fold(name).split()
    return " ".join(word for word in words if word not in _KINDS) or " ".join(words)


def regions_by_key(names: Mapping[str, str]) -> RegionsByKey:
    """Map a country's code and a region's key to the codes of the regions it may mean.

    Args:
        names: The regions' names by code, such as `GB.ENG`.
    """
    found: dict[tuple[str, str], frozenset[str]] = {}
    for code, name in (*names.items(), *_other_names()):
        country, _, short = code.partition(".")
        # Only in the United States is the code also what people write.
        for key in {region_key(name), fold(short) if country == "US" else ""} - {""}:
            found[country, key] = found.get((country, key), frozenset()) | {code}
    return found


@cache
def _other_names() -> tuple[tuple[str, str], ...]:
    """Read the other names of regions, each with the region's code."""
    return tuple((code, name) for code, names in table_rows(_TABLE) for name in names.split("|"))
