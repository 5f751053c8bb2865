"""Screen a list: `python -m data.screening --record NCT03972488 --people people.csv --out out.csv`.

The list is a CSV or Parquet file; DuckDB reads it. One person is a row, one fact a column,
named by its id (`--facts` lists them); the unit of a number stands in `<fact>.unit`, else it is in
the first.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, TextIO

import duckdb
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from data.annotations.shipped import annotations_of
from data.eligibility.calculators import asked_with_calculators
from data.eligibility.checklist import Checklist, load_checklist
from data.errors import StudyError
from data.loading import load_study
from data.screening.attrition import Attrition
from data.screening.batches import settled
from data.screening.columns import UNIT, ScreeningError
from data.screening.expressions import screened

_RECORDS: Final = Path(__file__).parents[1] / "records"
_ENDINGS: Final = (".csv", ".parquet")


def read_people(path: Path, connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
    """Open a list without reading it whole.

    Raises:
        ScreeningError: it is no CSV or Parquet file, or cannot be read as one.
    """
    if path.suffix not in _ENDINGS:
        raise ScreeningError(f"{path}: expected a file that ends in {' or '.join(_ENDINGS)}")
    try:
        if path.suffix == ".csv":
            return connection.read_csv(str(path), header=True, sample_size=-1)
        return connection.read_parquet(str(path))
    except duckdb.Error as error:
        raise ScreeningError(f"{path}: {str(error).splitlines()[0]}") from None


def screen(checklist: Checklist, people: Path, out: Path, progress: TextIO) -> Attrition:
    """Screen a file into another, one batch after the other.

    Args:
        checklist: the study's checklist.
        people: the list.
        out: where each person's verdict goes, CSV or Parquet.
        progress: where it is told how far it is.

    Raises:
        ScreeningError: the list cannot be screened.
    """
    if out.suffix not in _ENDINGS:
        raise ScreeningError(f"{out}: expected a file that ends in {' or '.join(_ENDINGS)}")
    found = Attrition(checklist=checklist)
    with duckdb.connect() as connection:
        listed = read_people(people, connection)
        for sentence in unread(checklist, listed.columns):
            print(sentence, file=progress)
        batches = settled(checklist, screened(checklist, listed))
        _write(_counted(batches, found, progress), out)
    return found


def unread(checklist: Checklist, columns: Sequence[str]) -> Iterator[str]:
    """Yield what is not read, or is missing: a column that is misspelt would go unnoticed."""
    facts = [fact.id for fact in asked_with_calculators(checklist.facts)]
    names = {*facts, *(f"{fact}{UNIT}" for fact in facts)}
    others = [name for name in columns if name not in names]
    if others:
        yield f"Kept, but named like no fact: {', '.join(others)}"
    lacking = [fact.id for fact in checklist.facts if fact.id not in columns]
    if lacking:
        yield f"Unknown for everybody, since no column holds it: {', '.join(lacking)}"


def _counted(batches: Iterable[pa.Table], found: Attrition, progress: TextIO) -> Iterable[pa.Table]:
    for batch in batches:
        found.add(batch)
        print(f"{found.people} people screened", file=progress)
        yield batch


def _write(batches: Iterable[pa.Table], out: Path) -> None:
    ahead = iter(batches)
    first = next(ahead, None)
    if first is None:
        raise ScreeningError("the list has no people: expected at least one row")
    writing = pa.csv.CSVWriter if out.suffix == ".csv" else pa.parquet.ParquetWriter
    plain = pa.schema([(one.name, _plain(one.type)) for one in first.schema])
    with writing(out, plain) as writer:
        writer.write_table(first.cast(plain))
        for batch in ahead:
            writer.write_table(batch.cast(plain))


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def write_attrition(found: Attrition, out: Path) -> None:
    """Write the attrition table as CSV."""
    rows = found.rows()
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]) if rows else [])
        writer.writeheader()
        writer.writerows(rows)


def main(arguments: list[str] | None = None) -> None:
    """Screen a list, or say in one sentence why not."""
    parser = argparse.ArgumentParser(prog="python -m data.screening", description=__doc__)
    parser.add_argument("--record", required=True, help="a record's number, or its JSON file")
    parser.add_argument("--people", type=Path, help="the list: .csv or .parquet")
    parser.add_argument("--out", type=Path, default=Path("screened.csv"), help=".csv or .parquet")
    parser.add_argument("--facts", action="store_true", help="list the columns it looks for")
    asked = parser.parse_args(arguments)
    try:
        checklist = _checklist(asked.record)
        if asked.facts or asked.people is None:
            print("\n".join(_facts(checklist)))
            return
        found = screen(checklist, asked.people, asked.out, sys.stderr)
        attrition = asked.out.with_name(f"{asked.out.stem}-attrition.csv")
        write_attrition(found, attrition)
    except (ScreeningError, StudyError, OSError) as error:
        sys.exit(str(error))
    print("\n".join(_summary(found)))
    print(f"Written: {asked.out}, {attrition}")


def _checklist(record: str) -> Checklist:
    given = Path(record)
    path = given if given.suffix == ".json" else _RECORDS / f"{record}.json"
    study = load_study(path)
    return load_checklist(study, annotations_of(study))


def _facts(checklist: Checklist) -> Iterable[str]:
    for fact in asked_with_calculators(checklist.facts):
        answers = "yes or no"
        if fact.kind == "choice":
            answers = " | ".join(choice.value for choice in fact.choices)
        elif fact.kind == "number":
            units = ", ".join(one.unit for one in fact.units if one.unit)
            answers = f"a number; {fact.id}{UNIT}: {units}" if units else "a number"
        yield f"{fact.id}: {fact.label} ({answers})"


def _summary(found: Attrition) -> Iterable[str]:
    yield f"{found.people} people"
    for verdict, count in found.verdicts.most_common():
        yield f"{count:>10} {verdict}"
    costly = max(found.checklist.criteria, key=lambda one: found.only[one.id], default=None)
    if costly and found.only[costly.id]:
        yield f"{costly.label} costs most: it alone excludes {found.only[costly.id]}"
    for fact, count in found.settles.most_common(1):
        label = found.checklist.fact(fact).label
        yield f"{label} is the one missing fact of {count}: known, it would settle them"


if __name__ == "__main__":
    main()
