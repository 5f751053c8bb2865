"""Time the screening of invented people as multiples of a plain count: `make bench-screen`.

The plain count makes as many comparisons as the rules and the plausible ranges do, each for
everybody, on DuckDB, on the same people, in the same run; a second one makes one a criterion.
Time is that of the processor, so that a busy machine does not change the ratios. The numbers are
for reading, not for passing; that engines agree person by person on all of them is asserted.
"""

from __future__ import annotations

import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Final

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet

from data.annotations.eligibility import Compare, Is, leaves
from data.screening import Attrition, screened, settled
from tests.eligibility_people import netter_2
from tests.invented_people import invented
from tests.test_screening import one_by_one

DIFFERENT: Final = 100_000  # people; the list repeats them
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
        del people
        made, one_each = (_plain(path, many) for many in (_comparisons(), len(CHECKLIST.criteria)))
        print(f"{count} people × {len(CHECKLIST.criteria)} criteria")
        print(f"plain count of {_comparisons()} comparisons: {made:.2f} s of the processor")
        print(f"plain count of {len(CHECKLIST.criteria)} comparisons: {one_each:.2f} s")
        told = {_told("duckdb", made, one_each, lambda: duckdb.read_parquet(str(path)))}
        if count <= 1_000_000:
            told.add(_told("polars", made, one_each, lambda: pl.read_parquet(path)))
            told.add(_told("pyarrow", made, one_each, lambda: pa.parquet.read_table(path)))
            told.add(_told("pandas", made, one_each, lambda: pl.read_parquet(path).to_pandas()))
        assert len(told) == 1, "engines disagree on somebody"
        if count <= DIFFERENT:
            _hold_against_the_checklist(pa.parquet.read_table(path))


def _hold_against_the_checklist(people: pa.Table) -> None:
    """Ask the checklist of one person for each of them: some three minutes for 100,000."""
    rows = (
        row
        for batch in settled(CHECKLIST, screened(CHECKLIST, duckdb.from_arrow(people)))
        for row in batch.table.to_pylist()
    )
    for told, wanted in zip(rows, one_by_one(people), strict=True):
        assert told == wanted, told["person"]
    print(f"{people.num_rows} people stand where the checklist of one person puts them")


def _comparisons() -> int:
    """How many comparisons the rules make of one person, and the ranges of what is plausible."""
    facts = {fact.id: fact for fact in CHECKLIST.facts}
    ranges = sum(2 * len(fact.units) for fact in CHECKLIST.facts)
    rules = (
        len(facts[leaf.fact].units)
        if isinstance(leaf, Compare)
        else len(leaf.values)
        if isinstance(leaf, Is)
        else 1
        for one in CHECKLIST.criteria
        for rule in (one.applies, one.rule)
        if rule is not None
        for leaf in leaves(rule)
    )
    return ranges + sum(rules)


def _plain(path: Path, many: int) -> float:
    numbers = [fact.id for fact in CHECKLIST.facts if fact.kind == "number"]
    places = range(many)
    compared = " + ".join(f"({numbers[at % len(numbers)]} >= {at})::int" for at in places)
    taken = []
    for _ in range(3):
        start = time.process_time()
        duckdb.read_parquet(str(path)).filter(f"{compared} > 10").count("*").fetchall()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def _told(name: str, made: float, one_each: float, people: Callable[[], object]) -> str:
    start = time.process_time()
    checked = 0.0  # what holding engines against each other takes is no screening
    found = Attrition(checklist=CHECKLIST)
    digests = [sha256() for _ in range(3)]
    for batch in settled(CHECKLIST, screened(CHECKLIST, people())):
        found.add(batch)
        before = time.process_time()
        for digest, part in zip(digests, (batch.states, batch.verdicts, batch.open), strict=True):
            digest.update(part.tobytes("C"))
        checked += time.process_time() - before
    taken = time.process_time() - start - checked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{name}: {taken:.1f} s, {taken / made:.1f} × the plain count, "
        f"{taken / one_each:.1f} × that of one comparison a criterion; peak {peak:.0f} MB",
        flush=True,
    )
    return " ".join(digest.hexdigest() for digest in digests)


if __name__ == "__main__":
    main()
