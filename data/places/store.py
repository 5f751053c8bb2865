"""Read the shipped gazetteer: about 170,000 towns and cities from GeoNames.

`gazetteer.txt.gz` is one compressed text of three sections with an empty line between them:

- regions: `GB.ENG<tab>England`;
- places, the most populous first: id, name, region's code, latitude, longitude, population;
- names, ordered by their bytes: a folded name and the line numbers of the places that bear it,
  from 1, negative where it is an alternative name.

Names are searched by bisection as they stand in the file: splitting half a million lines would
cost more time and memory than all later lookups. Nothing is read before the first lookup.
"""

import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from data.places.countries import countries
from data.places.names import fold
from data.places.regions import region_key

_FILE = Path(__file__).with_name("gazetteer.txt.gz")


@dataclass(frozen=True, kw_only=True)
class Place:
    """Hold one town or city; `region` is empty where GeoNames knows none."""

    geoname_id: int
    name: str
    region: str
    country: str
    country_code: str
    latitude: float
    longitude: float
    population: int

    @property
    def label(self) -> str:
        """Write the place so that it is told from its namesakes: `London, Ontario, Canada`."""
        # What is called after the city says nothing more: Luxembourg, Québec, Kyiv.
        said = fold(self.name)
        parts = [self.name]
        if self.region and said not in (fold(self.region), region_key(self.region)):
            parts.append(self.region)
        if fold(self.country) not in (said, fold(self.region)):
            parts.append(self.country)
        return ", ".join(parts)


@dataclass(frozen=True, kw_only=True)
class _Sections:
    """Hold the three sections of the file."""

    regions: dict[str, str]
    places: list[bytes]
    names: bytes


@cache
def _sections() -> _Sections:
    """Read the file, once per process."""
    regions, places, names = zlib.decompress(_FILE.read_bytes(), wbits=31).split(b"\n\n")
    pairs = (line.partition("\t") for line in regions.decode().splitlines())
    return _Sections(
        regions={code: name for code, _, name in pairs}, places=places.split(b"\n"), names=names
    )


def region_names() -> dict[str, str]:
    """Return the name of every region by its code, such as `GB.ENG`."""
    return _sections().regions


def place_at(number: int) -> tuple[Place, str]:
    """Return a place and its region's code, by its line number from 1."""
    line = _sections().places[number - 1].decode()
    geoname_id, name, region_code, latitude, longitude, population = line.split("\t")
    code = region_code.partition(".")[0]
    place = Place(
        geoname_id=int(geoname_id),
        name=name,
        region=region_names().get(region_code, ""),
        country=countries()[code].name,
        country_code=code,
        latitude=float(latitude),
        longitude=float(longitude),
        population=int(population),
    )
    return place, region_code


def bearers(name: str) -> list[int]:
    """Return the places that bear exactly this folded name (negative: an alternative name)."""
    return [number for numbers in _lines(f"{name}\t") for number in numbers] if name else []


def bearers_beginning(beginning: str) -> Iterator[int]:
    """Yield the places with a folded name that begins so, in the order of their names."""
    for numbers in _lines(beginning) if beginning else ():
        yield from numbers


def names_beginning(beginning: str) -> list[str]:
    """List the folded names that begin so, in the order of their bytes; all of them for ""."""
    names, wanted = _sections().names, beginning.encode("utf-8", "replace")
    start = _bisect(names, wanted)
    # No byte of UTF-8 is 0xFF: this comes after every name with the same beginning.
    end = _bisect(names, wanted + b"\xff")
    return [line.partition("\t")[0] for line in names[start:end].decode().splitlines()]


@lru_cache(maxsize=256)
def places_of(country: str) -> tuple[tuple[float, float], ...]:
    """List the latitude and longitude of every place of a country, by its ISO alpha-2 code."""
    return _positions((f"\t{country}\t".encode(), f"\t{country}.".encode()))


@lru_cache(maxsize=64)
def positions(region_codes: frozenset[str]) -> tuple[tuple[float, float], ...]:
    """List the latitude and longitude of every place in these regions."""
    return _positions([f"\t{code}\t".encode() for code in region_codes])


def _positions(marks: Collection[bytes]) -> tuple[tuple[float, float], ...]:
    lines = (line for line in _sections().places if any(mark in line for mark in marks))
    fields = (line.split(b"\t") for line in lines)
    return tuple((float(latitude), float(longitude)) for *_, latitude, longitude, _ in fields)


def _lines(beginning: str) -> Iterator[list[int]]:
    """Yield the numbers on every line of the names that begins so."""
    names, wanted = _sections().names, beginning.encode("utf-8", "replace")
    start = _bisect(names, wanted)
    while names.startswith(wanted, start):
        end = names.index(b"\n", start)
        yield [int(number) for number in names[start:end].rpartition(b"\t")[2].split()]
        start = end + 1


def _bisect(lines: bytes, wanted: bytes) -> int:
    """Return where the first line begins that is not less than `wanted`."""
    low, high = 0, len(lines)
    while low < high:
        start = lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = lines.index(b"\n", start) + 1
        if lines[start:end] < wanted:
            low = end
        else:
            high = start
    return low
