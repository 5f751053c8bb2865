"""Time the screening of invented people as multiples of a plain count: `make bench-screen`.

The plain count makes as many comparisons as the checklist has criteria, on the same engine, on the
same people, in the same run. The numbers are for reading, not for passing.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet

from data.screening import Attrition, screened, settled
from data.screening.people import invented
from tests.eligibility_people import netter_2

DIFFERENT: Final = 20_000  # people; the list repeats them
CHECKLIST: Final = netter_2()


def main() -> None:
    """Print the figures for the number of people given."""
    count = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.parquet"
        people = invented(CHECKLIST, min(count, DIFFERENT), seed=1)
        with pa.parquet.ParquetWriter(path, people.schema) as writer:
            for start in range(0, count, people.num_rows):
                writer.write_table(people.slice(0, count - start))
        plain = _plain(path)
        print(f"{count} people × {len(CHECKLIST.criteria)} criteria; plain count {plain:.2f} s")
        _told("duckdb", plain, duckdb.read_parquet(str(path)))
        if count <= 1_000_000:
            _told("polars", plain, pl.read_parquet(path))
            _told("pandas", plain, pl.read_parquet(path).to_pandas())


def _plain(path: Path) -> float:
    numbers = [fact.id for fact in CHECKLIST.facts if fact.kind == "number"]
    places = range(len(CHECKLIST.criteria))
    compared = " or ".join(f"{numbers[place % len(numbers)]} >= {place}" for place in places)
    start = time.perf_counter()
    duckdb.read_parquet(str(path)).filter(compared).count("*").fetchall()
    return time.perf_counter() - start


def _told(name: str, plain: float, people: object) -> None:
    start = time.perf_counter()
    found = Attrition(checklist=CHECKLIST)
    for batch in settled(CHECKLIST, screened(CHECKLIST, people)):
        found.add(batch)
    taken = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name}: {taken:.1f} s, {taken / plain:.0f} × the plain count; peak {peak:.0f} MB")


if __name__ == "__main__":
    main()
