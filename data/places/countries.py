"""Countries: their codes, the name we show, and every other name registries have used for them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from data.places.names import fold, table_rows

_TABLE = Path(__file__).with_name("countries.tsv")

# Countries that no longer exist but that old records still name: where their cities are today.
_SUCCESSORS: dict[str, tuple[str, ...]] = {
    "Former Serbia and Montenegro": ("RS", "ME", "XK"),
    "Serbia and Montenegro": ("RS", "ME", "XK"),
    "Former Yugoslavia": ("RS", "ME", "XK", "HR", "BA", "SI", "MK"),
    "Yugoslavia": ("RS", "ME", "XK", "HR", "BA", "SI", "MK"),
    "Former Czechoslovakia": ("CZ", "SK"),
    "Czechoslovakia": ("CZ", "SK"),
    "Netherlands Antilles": ("CW", "BQ", "SX"),
}

# Territories that records also write as a state of the country, or leave out.
TERRITORIES: dict[str, tuple[str, ...]] = {
    "AU": ("CC", "CX", "NF"),
    "CN": ("HK", "MO"),
    "DK": ("FO", "GL"),
    "FI": ("AX",),
    "FR": ("BL", "GF", "GP", "MF", "MQ", "NC", "PF", "PM", "RE", "WF", "YT"),
    "GB": ("AI", "BM", "FK", "GG", "GI", "IM", "JE", "KY", "MS", "SH", "TC", "VG"),
    "NL": ("AW", "BQ", "CW", "SX"),
    "NO": ("SJ",),
    "NZ": ("CK", "NU", "TK"),
    "US": ("AS", "GU", "MP", "PR", "VI"),
}

# Names that mean a territory only as a state of its country, and what else states call them.
_AS_STATE = {
    ("FR", "la reunion"): "RE",
    ("FR", "la martinique"): "MQ",
    ("FR", "la guadeloupe"): "GP",
    ("FR", "guyane"): "GF",
    ("FR", "nouvelle caledonie"): "NC",
    ("FR", "polynesie francaise"): "PF",
    ("US", "virgin islands"): "VI",
    ("GB", "virgin islands"): "VG",
}

# What a record may give as a state of one country, and GeoNames, whose towns these are, as another.
_LISTED_ELSEWHERE = {
    ("RU", "crimea"): "UA",
    ("RU", "republic of crimea"): "UA",
    ("RU", "sevastopol"): "UA",
    ("CN", "taiwan"): "TW",
}

# Regions whose towns a record may also list under that country without naming the region.
REGIONS_LISTED_UNDER: dict[str, frozenset[str]] = {"RU": frozenset({"UA.11", "UA.20"})}

# Parts of a name between the marks that `_with_marks` keeps.
_MARKS = re.compile(r"[^(),;]+")


@dataclass(frozen=True, kw_only=True)
class Country:
    """Hold one row of `countries.tsv`."""

    code: str
    numeric: str
    name: str
    also: tuple[str, ...]


@cache
def countries() -> dict[str, Country]:
    """Read the table of countries, by ISO alpha-2 code (`XK` for Kosovo)."""
    return {
        code: Country(
            code=code, numeric=numeric, name=name, also=tuple(filter(None, also.split("|")))
        )
        for code, numeric, name, also in table_rows(_TABLE)
    }


@cache
def _codes_by_name() -> dict[str, tuple[str, ...]]:
    """Map every folded country name to the codes of the countries it covers today."""
    names = {fold(name): codes for name, codes in _SUCCESSORS.items()}
    for country in countries().values():
        for name in (country.name, *country.also):
            names[fold(name)] = (country.code,)
    return names


def country_codes(name: str) -> tuple[str, ...]:
    """Return the codes of the countries a name covers today.

    One code for a country; several for a country that has since split up; none for a name
    that is not known. A two-letter code is its own name.
    """
    code = name.strip().upper()
    return _codes_by_name().get(fold(name)) or ((code,) if code in countries() else ())


# `Ile de la Réunion` and `Reunion Island` are `Réunion`.
_ISLAND: Final = re.compile(
    r"\A(?:iles?|isles?|islands?|territor\w+|departement|region) (?:of |de |du )?(?:la |the )?|"
    r" (?:island|isle|territory)s?\Z"
)


def territory(state: str, codes: tuple[str, ...]) -> str | None:
    """Return the code of the territory that a state of these countries names, None for another."""
    bare = _ISLAND.sub("", fold(state)).strip()
    for code in codes:
        if (code, fold(state)) in _LISTED_ELSEWHERE:
            return _LISTED_ELSEWHERE[code, fold(state)]
        own = (*country_codes(state), *country_codes(bare)) if bare else ()
        found = _AS_STATE.get((code, bare)) or next(iter(own), None)
        if found in TERRITORIES.get(code, ()):
            return found
    return None


def country_code(name: str) -> str | None:
    """Return the ISO alpha-2 code for a country name, or None when no single code fits."""
    codes = country_codes(name)
    return codes[0] if len(codes) == 1 else None


@cache
def country_names() -> tuple[str, ...]:
    """List every country name that is understood, past and present, in alphabetical order."""
    names = set(_SUCCESSORS)
    for country in countries().values():
        names.update((country.name, *country.also))
    return tuple(sorted(names))


def split_countries(line: str) -> tuple[tuple[str, ...], str]:
    """Take apart a line of country names that are separated only by spaces.

    Args:
        line: For example `United States Canada France South Korea`.

    Returns:
        The names as the line spells them, and the words that no country name covers. Of several
        readings the one that leaves the fewest words over wins, then the one with the longest
        names.
    """
    words = line.split()
    # readings[i] is the best reading of the words from i on: (words left over, lengths of names);
    # a length of 0 stands for one word left over.
    readings: list[tuple[int, tuple[int, ...]]] = [(0, ())]
    for start in range(len(words) - 1, -1, -1):
        left_over, lengths = readings[0]
        options = [(left_over + 1, (0, *lengths))]
        for length in _name_lengths(words, start):
            left_over, lengths = readings[length - 1]
            options.append((left_over, (length, *lengths)))
        readings.insert(0, min(options, key=lambda option: (option[0], len(option[1]))))
    return _cut_up(words, readings[0][1])


def _cut_up(words: list[str], lengths: tuple[int, ...]) -> tuple[tuple[str, ...], str]:
    """Cut words into names of the given lengths and what is left over (length 0)."""
    names: list[str] = []
    left_over: list[str] = []
    start = 0
    for length in lengths:
        if length:
            names.append(" ".join(words[start : start + length]).rstrip(",;"))
        else:
            left_over.append(words[start])
        start += length or 1
    return tuple(names), " ".join(left_over)


def _name_lengths(words: list[str], start: int) -> Iterator[int]:
    """Yield, longest first, how many words a country name that begins at `start` may have."""
    known, most = _names_with_marks()
    for length in range(min(most, len(words) - start), 0, -1):
        name = _with_marks(words[start : start + length])
        if name in known or name.rstrip(",;") in known:
            yield length


@cache
def _names_with_marks() -> tuple[frozenset[str], int]:
    """Collect the country names as `_with_marks` writes them, and the most words one has."""
    names = [name.split() for name in country_names()]
    return frozenset(_with_marks(words) for words in names), max(map(len, names))


def _with_marks(words: list[str]) -> str:
    """Fold words but keep commas and brackets.

    They tell `Hong Kong, China`, one name, from `Hong Kong China`, two.
    """
    return " ".join(_MARKS.sub(lambda part: fold(part[0]), word) for word in words)
