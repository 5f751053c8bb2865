"""Screen a list: `python -m data.screening --record NCT03972488 --people people.csv --out out.csv`.

The list is a CSV, Parquet or DuckDB file, or with `--engine spark --table warehouse.people` a table
of Spark's. One person is a row, one fact a column, named by its id
(`--facts` lists them); the unit of a number stands in `<fact>.unit`, else it is in the first. What
is wrong with the list is said in one sentence, and nothing is written then.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, NoReturn, TextIO

import duckdb
import pyarrow as pa

from data.annotations.shipped import annotations_of
from data.eligibility.calculators import asked_with_calculators
from data.eligibility.checklist import Checklist, load_checklist
from data.errors import StudyError
from data.loading import load_study
from data.screening.attrition import Attrition
from data.screening.batches import Batch, settled, written_columns
from data.screening.columns import UNIT, ScreeningError
from data.screening.expressions import screened
from data.screening.files import open_list, readable
from data.screening.mapping import Mapped, MappingFile, mapped, read_mapping, skeleton
from data.screening.reading import (
    PERSON,
    People,
    Relation,
    check_kept,
    not_read,
    plain_sources,
    read_people,
    remarks_on,
)
from data.screening.spark import check_list
from data.screening.standards import circe, fhir_group
from data.screening.writing import OUT, write_people
from data.spreadsheet import table_csv, table_xlsx

_RECORDS: Final = Path(__file__).parents[1] / "records"


def _pandas(people: Relation) -> Any:
    import pandas as pd

    return people.to_arrow_table().to_pandas(types_mapper=pd.ArrowDtype)


def _polars(people: Relation) -> Any:
    try:
        import polars as pl
    except ModuleNotFoundError:
        raise ScreeningError("Polars is not installed: pip install polars") from None
    return pl.from_arrow(people.to_arrow_table())


def spark_session() -> Any:
    """The session of Spark that its own settings name, or one in this process.

    Raises:
        ScreeningError: there is no PySpark, or no Java.
    """
    try:
        from pyspark.errors import PySparkRuntimeError
        from pyspark.sql import SparkSession
    except ModuleNotFoundError:
        raise ScreeningError("PySpark is not installed: pip install 'pyspark>=4'") from None
    quiet = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
    try:
        return SparkSession.builder.config(map=quiet).getOrCreate()
    except PySparkRuntimeError:
        raise ScreeningError("PySpark finds no Java: version 17 or newer is needed") from None


def _spark(people: Relation) -> Any:
    return spark_session().createDataFrame(people.to_arrow_table())


ENGINES: Final[dict[str, Callable[[Relation], Any]]] = {
    "duckdb": lambda people: people,
    "polars": _polars,
    "pandas": _pandas,
    "spark": _spark,
}


def screen(
    checklist: Checklist,
    people: Path | None,
    out: Path,
    progress: TextIO,
    *,
    engine: str = "duckdb",
    person: str = PERSON,
    table: str = "",
    mapping: Path | None = None,
    drafts: bool = False,
) -> Attrition:
    """Screen a file into another, one batch after the other.

    Args:
        checklist: the study's checklist.
        people: the list; None for a table of Spark's, which stays where it is.
        out: where each person's verdict goes, CSV or Parquet.
        progress: where it is told how far it is.
        engine: of `ENGINES`, which works the rules out; only DuckDB never holds the whole list.
        person: the column that tells people apart.
        table: of a DuckDB file, or of Spark's.
        mapping: the YAML file that says which column is which fact; by their names otherwise.
        drafts: whether it is written, too, where drafted rules would put whoever is open.

    Raises:
        ScreeningError: the list cannot be screened.
    """
    if out.suffix not in OUT:
        raise ScreeningError(f"{out}: expected a file that ends in {' or '.join(OUT)}")
    if out.exists() and people is not None and people.exists() and out.samefile(people):
        raise ScreeningError(f"{out}: the list itself would be written over")
    found = Attrition(checklist=checklist)
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")  # it would stand among the results
        if people is None:
            listed, remarks = _table_in_spark(checklist, table, person, mapping)
        else:
            read = _read(checklist, people, connection, person, table, mapping)
            listed, remarks = ENGINES[engine](read.answers), read.remarks
        for sentence in remarks:
            print(sentence, file=progress)
        batches = settled(checklist, screened(checklist, listed, drafts=drafts))
        write_people(_counted(batches, found, progress), out)
    return found


def _read(
    checklist: Checklist,
    people: Path,
    connection: duckdb.DuckDBPyConnection,
    person: str,
    table: str,
    mapping: Path | None,
) -> People[Relation]:
    """Read the answers of a list in a file."""
    listed = open_list(people, connection, table)
    given = _mapping(mapping)
    if mapping is None or given is None:
        meant = Mapped(
            listed=listed, sources=plain_sources(checklist, listed.columns), person=person
        )
    else:
        meant = mapped(given, checklist, listed, connection, mapping.parent)
    with readable(people):
        read = read_people(checklist, meant.listed, meant.sources, meant.person)
    check_kept(read.kept, written_columns(checklist))
    return replace(read, remarks=(*meant.remarks, *read.remarks))


def _table_in_spark(
    checklist: Checklist, name: str, person: str, mapping: Path | None
) -> tuple[Any, Iterable[str]]:
    """A table of Spark's whose columns are named as facts, and what to know of it."""
    if mapping is not None:
        raise ScreeningError(
            "a table of Spark is read by the names of its columns, without a mapping: a view of "
            "Spark's own can name them"
        )
    session = spark_session()
    if not session.catalog.tableExists(name):
        raise ScreeningError(f"there is no table {name} in Spark")
    table = session.table(name)
    check_list(table, asked_with_calculators(checklist.facts), person)
    sources = plain_sources(checklist, table.columns)
    kept, left = not_read(checklist, table.columns, sources, person)
    check_kept(kept, written_columns(checklist))
    table = table.drop(*left) if left else table
    return table, remarks_on(checklist, sources, kept, left, person)


def _counted(batches: Iterable[Batch], found: Attrition, progress: TextIO) -> Iterable[pa.Table]:
    for batch in batches:
        found.add(batch)
        print(f"{found.people} people screened", file=progress)
        yield batch.table


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and nothing else."""
        self.exit(2, f"{message}\n")


def main(arguments: list[str] | None = None) -> None:
    """Screen a list, or say in one sentence why not."""
    parser = _Parser(prog="python -m data.screening", description=__doc__)
    parser.add_argument("--record", required=True, help="a record's number, or its JSON file")
    parser.add_argument("--people", type=Path, help=".csv, .parquet or .duckdb")
    parser.add_argument(
        "--table",
        default="",
        help="of a .duckdb file; with --engine spark and no --people, of Spark's",
    )
    parser.add_argument("--person", default=PERSON, help="the column that tells people apart")
    parser.add_argument("--out", type=Path, default=Path("screened.csv"), help=".csv or .parquet")
    parser.add_argument("--engine", choices=list(ENGINES), default="duckdb")
    parser.add_argument("--mapping", type=Path, help="a YAML file: which column is which fact")
    parser.add_argument(
        "--drafts",
        action="store_true",
        help="say, too, where rules that nobody has reviewed would put people; they decide nothing",
    )
    parser.add_argument("--skeleton", action="store_true", help="write such a file to fill in")
    parser.add_argument(
        "--standards", type=Path, help="a folder: write the rules for FHIR and OHDSI, no people"
    )
    parser.add_argument("--facts", action="store_true", help="list the columns it looks for")
    asked = parser.parse_args(arguments)
    try:
        checklist = _checklist(asked.record)
        if asked.standards is not None:
            _write_standards(checklist, asked.mapping, asked.standards)
            return
        if asked.skeleton:
            print(_skeleton(checklist, asked.people, asked.table), end="")
            return
        in_spark = asked.engine == "spark" and asked.table
        if asked.facts or (asked.people is None and not in_spark):
            print("\n".join(_facts(checklist)))
            return
        found = screen(
            checklist,
            asked.people,
            asked.out,
            sys.stderr,
            engine=asked.engine,
            person=asked.person,
            table=asked.table,
            mapping=asked.mapping,
            drafts=asked.drafts,
        )
        written = [asked.out]
        for name, rows, write in (
            ("attrition.csv", found.rows(), table_csv),
            ("attrition.xlsx", found.rows(), table_xlsx),
            ("missing.csv", found.missing(), table_csv),
        ):
            written.append(asked.out.with_name(f"{asked.out.stem}-{name}"))
            written[-1].write_bytes(write(rows))
    except OSError as error:  # a full disk names no file
        parser.error(f"{error.filename or asked.out}: {error.strerror or error}")
    except (ScreeningError, StudyError, UnicodeDecodeError) as error:
        parser.error(str(error))
    print("\n".join(_summary(found)))
    print(f"Written: {', '.join(map(str, written))}")


def _checklist(record: str) -> Checklist:
    given = Path(record)
    path = given if given.suffix == ".json" else _RECORDS / f"{record}.json"
    study = load_study(path)
    return load_checklist(study, annotations_of(study))


def _mapping(path: Path | None) -> MappingFile | None:
    return None if path is None else read_mapping(path.read_text("utf-8-sig"), path.name)


def _write_standards(checklist: Checklist, mapping: Path | None, folder: Path) -> None:
    """Write the rules as others read them, and say what those forms cannot say."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, standard in (
        ("group.json", fhir_group(checklist)),
        ("cohort.json", circe(checklist, _mapping(mapping))),
    ):
        path = folder / f"{checklist.nct_id}-{name}"
        path.write_bytes(standard.file())
        print(f"Written: {path}; not in it:")
        print("\n".join(f"  {sentence}" for sentence in standard.left_out))


def _skeleton(checklist: Checklist, people: Path | None, table: str) -> str:
    if people is None:
        return skeleton(checklist)
    with duckdb.connect() as connection:
        return skeleton(checklist, open_list(people, connection, table).columns)


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
    yield from found.sentences()


if __name__ == "__main__":
    main()
