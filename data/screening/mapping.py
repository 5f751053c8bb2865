"""Which columns of a list answer which facts: a small YAML file, checked before anything runs.

```yaml
person: patient            # the column that tells people apart
index: 2026-01-15          # the day windows are counted to, or the column in which it stands
decimal: ","               # before the decimals of numbers that are written as text
tables:                    # long tables, one value a row (OMOP: measurement, condition_occurrence)
  measurement: {file: measurement.parquet, person: person_id, concept: measurement_concept_id,
                value: value_as_number, unit: unit_concept_id, date: measurement_date}
facts:
  ki67: {column: KI67, unit: "%"}
  sex: {column: gender, values: {M: male, F: female, U: null}}
  weeks_since_surgery: {date: last_surgery}
  platelets: {table: measurement, concept: 3024929, within: 28, units: {8848: K/µL}}
```

The latest value in the window counts; where two of the latest day differ, none does.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, Self

import duckdb
import yaml
from pydantic import Field, ValidationError, field_validator, model_validator

from data.annotations.base import Annotation
from data.annotations.eligibility import Fact
from data.eligibility.calculators import asked_with_calculators
from data.eligibility.checklist import Checklist
from data.eligibility.unit_names import unit_named
from data.errors import quoted
from data.screening.columns import UNIT, ScreeningError
from data.screening.files import open_list
from data.screening.reading import (
    PERSON,
    Relation,
    Source,
    answers_to,
    day_sql,
    listed_words,
    named,
    plain_sources,
    text_of,
)

_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # a cell `no` is the word, not False
_NOTHING: Final = ("", "null", "~")


class LongTable(Annotation):
    """A table with one value a row.

    Args:
        file: CSV or Parquet, beside the mapping.
        person, concept, date: its columns: whose value it is, of what, and of which day.
        value, unit: its columns, where it has them.
        decimal: before the decimals of its numbers.
    """

    file: str
    person: str = "person"
    concept: str = "concept"
    value: str | None = None
    unit: str | None = None
    date: str = "date"
    decimal: str = Field(default=".", pattern=r"^[.,]$")


class Answered(Annotation):
    """Where the answers to one fact stand: in a column, a day in a column, or a long table.

    Args:
        column: holds the answer.
        date: holds a day; the answer is the time from it to the index day.
        table, concept: the long table and what its answers are filed under, one or several.
        within: days before the index day; without it, any day up to it.
        present: what a row of the table says by being there: `yes`. None where its value says it.
        unit, unit_column: of a number: the same for all, or the column that says it.
        values, units: what cells stand for.
        date_format: of days that are written as text, as `%d.%m.%Y`.
    """

    column: str | None = None
    date: str | None = None
    table: str | None = None
    concept: tuple[str, ...] = ()
    within: int | None = Field(default=None, ge=0)
    present: str | None = None
    unit: str | None = None
    unit_column: str | None = None
    values: Mapping[str, str | None] = Field(default_factory=dict)
    units: Mapping[str, str | None] = Field(default_factory=dict)
    date_format: str | None = None

    @field_validator("concept", mode="before")
    @classmethod
    def _one_or_several(cls, given: Any) -> Any:
        return (given,) if isinstance(given, str) else given

    @field_validator("values", "units", mode="after")
    @classmethod
    def _or_nothing(cls, given: Mapping[str, str | None]) -> Mapping[str, str | None]:
        return {key: None if one in _NOTHING else one for key, one in given.items()}

    @field_validator("column", "date", mode="after")
    @classmethod
    def _not_yet(cls, given: str | None) -> str | None:
        return given or None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if sum(one is not None for one in (self.column, self.date, self.table)) > 1:
            raise ValueError("expected one of column, date and table")
        if (self.table is None) != (not self.concept):
            raise ValueError("expected a table with a concept, or neither")
        if self.unit is not None and self.unit_column is not None:
            raise ValueError("expected one of unit and unit_column")
        return self

    @property
    def mapped(self) -> bool:
        """Whether it says where the answers stand."""
        return (self.column or self.date or self.table) is not None


class MappingFile(Annotation):
    """The columns and tables of a list, as facts."""

    person: str = PERSON
    index: date | str | None = None
    decimal: str = Field(default=".", pattern=r"^[.,]$")
    tables: Mapping[str, LongTable] = Field(default_factory=dict)
    facts: Mapping[str, Answered] = Field(default_factory=dict)

    @field_validator("facts", mode="before")
    @classmethod
    def _or_none_yet(cls, given: Any) -> Any:
        return {key: one or {} for key, one in given.items()} if isinstance(given, dict) else given

    @field_validator("index", mode="after")
    @classmethod
    def _day_or_column(cls, given: date | str | None) -> date | str | None:
        if isinstance(given, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", given):
            try:
                return date.fromisoformat(given)
            except ValueError:
                raise ValueError(f"expected a day that exists, got {quoted(given)}") from None
        return None if given in _NOTHING else given


@dataclass(frozen=True, kw_only=True)
class Mapped:
    """A list whose columns are known.

    Args:
        listed: with a column for each answer.
        sources: where the answers stand.
        person: the column that tells people apart.
        remarks: what is not mapped, or not in any window: one sentence each.
    """

    listed: Relation
    sources: tuple[Source, ...]
    person: str
    remarks: tuple[str, ...] = ()


def read_mapping(content: str, name: str) -> MappingFile:
    """Read a mapping.

    Args:
        content: YAML.
        name: how to call it in an error.

    Raises:
        ScreeningError: names the key that is not right.
    """
    try:
        _check_keys(yaml.compose(content, Loader=_LOADER), name)
        return MappingFile.model_validate(yaml.load(content, Loader=_LOADER) or {})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(step) for step in first["loc"] if step not in ("date", "str"))
        said = _EXPECTED.get(first["type"], first["msg"].removeprefix("Value error, "))
        raise ScreeningError(f"{name}: {place or 'the file'}: {said}") from None
    except (yaml.YAMLError, RecursionError) as error:
        raise ScreeningError(f"{name} cannot be read: {' '.join(str(error).split())}") from None


_EXPECTED: Final = {
    "extra_forbidden": "there is no such key",
    "model_type": "expected keys and values",
    "dict_type": "expected keys and values",
    "model_attributes_type": "expected keys and values",
    "missing": "is missing",
    "int_parsing": "expected a whole number",
    "greater_than_equal": "expected 0 or more",
    "string_pattern_mismatch": "expected . or ,",
}


def _check_keys(node: Any, name: str) -> None:
    """Refuse a key that is there twice: one of the two would go unnoticed."""
    if isinstance(node, yaml.MappingNode):
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        twice = next((key for key in keys if keys.count(key) > 1), None)
        if twice is not None:
            raise ScreeningError(f"{name}: {twice} is there twice")
        for _, value in node.value:
            _check_keys(value, name)


def mapped(
    mapping: MappingFile,
    checklist: Checklist,
    listed: Relation,
    connection: duckdb.DuckDBPyConnection,
    folder: Path = Path(),
) -> Mapped:
    """Hold a mapping against the record and the list, and give each answer a column.

    Args:
        mapping: which column is which fact.
        checklist: the study's checklist.
        listed: one person a row.
        connection: what reads it.
        folder: where the long tables are.

    Raises:
        ScreeningError: names the fact, the column and the reason.
    """
    asked = {fact.id: fact for fact in asked_with_calculators(checklist.facts)}
    wanted = {key: one for key, one in mapping.facts.items() if one.mapped}
    for key, one in mapping.facts.items():
        if key not in asked:
            raise ScreeningError(f"facts.{key}: the record asks no such fact{_near(key, asked)}")
        _check(asked[key], one, mapping)
    _there(mapping.person, listed.columns, "person")
    if isinstance(mapping.index, str):
        _there(mapping.index, listed.columns, "index")
    index = _index(mapping, listed)
    remarks: list[str] = []
    for name, table in mapping.tables.items():
        facts = {key: one for key, one in wanted.items() if one.table == name}
        long = open_list(folder / table.file, connection)
        for role in ("person", "concept", "value", "unit", "date"):
            if (column := getattr(table, role)) is not None:
                _there(column, long.columns, f"tables.{name}.{role}")
        if facts:
            latest = _Latest(table, facts, mapping, index)
            remarks += latest.remarks(name, long)
            listed = latest.beside(listed, long)
    return Mapped(
        listed=listed,
        sources=tuple(_source(asked[key], one, mapping, index) for key, one in wanted.items()),
        person=mapping.person,
        remarks=tuple(remarks),
    )


def _check(fact: Fact, one: Answered, mapping: MappingFile) -> None:
    where = f"facts.{fact.id}"
    if one.table is not None and one.table not in mapping.tables:
        raise ScreeningError(f"{where}.table: there is no table {one.table} under tables")
    if (one.date is not None or one.within is not None) and mapping.index is None:
        raise ScreeningError(f"{where}: to count, expected an index day (index: 2026-01-15)")
    if one.date is not None and _time_unit(fact) is None:
        raise ScreeningError(f"{where}.date: {fact.label} is no time, so no day says it")
    for unit in (one.unit, *one.units.values()):
        if unit is not None and unit_named(fact, unit) is None and unit != fact.instead:
            units = listed_words([unit.unit or "no unit" for unit in fact.units] or ["no unit"])
            raise ScreeningError(f"{where}: expected {units}, got {quoted(unit)}")
    if fact.kind == "number":
        return
    answers = answers_to(fact)
    for value in (one.present, *one.values.values()):
        if value is not None and value.casefold() not in answers:
            expected = listed_words([*dict.fromkeys(answers.values()), "null"])
            raise ScreeningError(f"{where}: expected {expected}, got {quoted(value)}")


def _time_unit(fact: Fact) -> str | None:
    """The unit in which a time is counted: in days where it is taken in them, as `derive` does."""
    units = [unit.unit for unit in fact.units]
    times = [one for one in ("days", *units[:1]) if one in units]
    return next((one for one in times if one in ("days", "weeks", "months")), None)


def _there(column: str, columns: Sequence[str], where: str) -> None:
    if column not in columns:
        raise ScreeningError(f"{where}: there is no column {column}{_near(column, columns)}")


def _near(word: str, words: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(words), 1)
    return f"; did you mean {near[0]}?" if near else ""


def _index(mapping: MappingFile, listed: Relation) -> str | None:
    """The index day as SQL, each cell of its column held to be one."""
    if mapping.index is None:
        return None
    if isinstance(mapping.index, date):
        return f"date '{mapping.index.isoformat()}'"
    cell = named(mapping.index)
    dtype = str(listed.types[listed.columns.index(mapping.index)])
    day = day_sql(cell, dtype, None)
    wrong = f"{cell} is not null and trim(cast({cell} as varchar)) <> '' and {day} is null"
    for (found,) in listed.filter(wrong).project(f"cast({cell} as varchar)").limit(1).fetchall():
        raise ScreeningError(
            f"index: column {mapping.index}: expected a day such as 2026-01-15, got {quoted(found)}"
        )
    return day


def _source(fact: Fact, one: Answered, mapping: MappingFile, index: str | None) -> Source:
    table = mapping.tables.get(one.table or "")
    column, unit_column = one.column or one.date or "", one.unit_column
    if table is not None:
        column = _column(one, fact.id)
        unit_column = _column(one, f"{fact.id}{UNIT}") if table.unit and one.unit is None else None
    unit = unit_named(fact, one.unit) if one.unit is not None else None
    counted = _time_unit(fact) if one.date is not None else None
    return Source(
        fact=fact,
        column=column,
        unit=counted or (unit.unit if unit else None),
        unit_column=unit_column,
        values=one.values,
        units=one.units,
        decimal=table.decimal if table else mapping.decimal,
        counted_to=index if one.date is not None else None,
        date_format=one.date_format,
    )


def _column(one: Answered, name: str) -> str:
    """Under which name the latest values of a long table stand beside the list."""
    return f"{one.table}: {name}"


class _Latest:
    """The latest value of each person and fact in a long table, as columns beside the list."""

    def __init__(
        self,
        table: LongTable,
        facts: Mapping[str, Answered],
        mapping: MappingFile,
        index: str | None,
    ) -> None:
        self.table, self.facts, self.mapping, self.index = table, facts, mapping, index

    def beside(self, listed: Relation, long: Relation) -> Relation:
        """The list with two columns more for each fact: the value, and its unit."""
        table = self.table
        person = f"cast({named(self.mapping.person)} as varchar)"
        people = listed.project(f"{person} as p, {self.index or 'null::date'} as i")
        rows = self._rows(long).set_alias("l").join(people.set_alias("q"), "l.p = q.p", "inner")
        latest = rows.filter("q.i is null or (l.d <= q.i and (w is null or l.d >= q.i - w))")
        if self.index is not None:  # without an index day of their own, nothing is in their window
            latest = latest.filter("q.i is not null")
        window = "l.d = max(l.d) over (partition by l.p, f)"
        last = latest.project(f"l.p as p, f, v, u, {window} as last")
        same = "count(distinct v || chr(0) || coalesce(u, '')) = 1"
        each = last.filter("last").aggregate(
            f"p, f, case when {same} then any_value(v) end as v, any_value(u) as u", "p, f"
        )
        told = [
            f"max({cell}) filter (f = {text_of(key)}) as {named(_column(one, name))}"
            for key, one in self.facts.items()
            for cell, name in (("v", key), ("u", f"{key}{UNIT}"))
            if cell == "v" or (table.unit and one.unit is None)
        ]
        wide = each.aggregate(", ".join(['p as "~p"', *told]), "p")
        there = listed.set_alias("listed")
        joined = there.join(wide.set_alias("wide"), f'{person} = "~p"', "left")
        return joined.project('* exclude ("~p")')

    def _rows(self, long: Relation) -> Relation:
        table = self.table
        types = dict(zip(long.columns, map(str, long.types), strict=True))
        concepts = ", ".join(
            f"({text_of(concept)}, {text_of(key)}, "
            f"{'null' if one.within is None else one.within}, {text_of(one.present)})"
            for key, one in self.facts.items()
            for concept in one.concept
        )
        value, unit = (
            f"nullif(trim(cast({named(column)} as varchar)), '')" if column else "null::varchar"
            for column in (table.value, table.unit)
        )
        rows = long.project(
            f"cast({named(table.person)} as varchar) as p, cast({named(table.concept)} as varchar) "
            f"as c, {value} as cell, {unit} as u, "
            f"{day_sql(named(table.date), types[table.date], None)} as d"
        )
        known = f"(values {concepts}) as known(c, f, w, present)"
        told = rows.query(
            "rows_",
            f"select p, f, w, d, coalesce(present, cell) as v, u from rows_ join {known} using (c) "
            "where d is not null and coalesce(present, cell) is not null",
        )
        assert told is not None  # a query gives a relation
        return told

    def remarks(self, name: str, long: Relation) -> Iterator[str]:
        """Yield what of the table is read as nothing."""
        concepts = [text_of(one) for fact in self.facts.values() for one in fact.concept]
        cell = f"cast({named(self.table.concept)} as varchar)"
        types = dict(zip(long.columns, map(str, long.types), strict=True))
        day = day_sql(named(self.table.date), types[self.table.date], None)
        mine = f"{cell} in ({', '.join(concepts)})"
        others, undated = long.aggregate(
            f"count(distinct {cell}) filter (not coalesce({mine}, false)) as a, "
            f"count(*) filter ({mine} and {day} is null) as b"
        ).fetchall()[0]
        if others:
            yield f"Table {name}: {others} other concepts are mapped to no fact"
        if undated:
            yield f"Table {name}: {undated} rows have no day such as 2026-01-15, and are not read"


def skeleton(checklist: Checklist, columns: Sequence[str] = ()) -> str:
    """Write a mapping to fill in; as it is, it maps the columns that are named like facts.

    Args:
        checklist: the study's checklist.
        columns: of the list, if there is one already.
    """
    plain = {one.fact.id: one for one in plain_sources(checklist, columns)}
    lines = [
        f"# Which columns of a list answer the facts of {checklist.nct_id}. A fact whose column is",
        "# left empty is not mapped: it is unknown for everybody.",
        f"person: {PERSON}",
        "index:  # a day as 2026-01-15, or a column: what `date` and `within` are counted to",
        'decimal: "."',
        "facts:",
    ]
    for fact in asked_with_calculators(checklist.facts):
        if fact.kind == "date":
            continue
        source = plain.get(fact.id)
        column = f"    column: {fact.id}" if source else "    column:"
        lines += [f"  {fact.id}:  # {fact.label}", column]
        if fact.kind != "number":
            answers = ", ".join(f"{one}: {one}" for one in dict.fromkeys(answers_to(fact).values()))
            lines.append(f"    # values: {{{answers}}}")
        elif any(unit.unit for unit in fact.units):
            if source and source.unit_column:
                lines.append(f"    unit_column: {source.unit_column}")
            else:
                units = ", ".join(unit.unit for unit in fact.units)
                lines.append(f"    unit: {_scalar(fact.units[0].unit)}  # {units}")
        if fact.counted_to:
            lines.append(f"    # date: a column instead, counted to the day of {fact.counted_to}")
    return "\n".join(lines) + "\n"


def _scalar(text: str) -> str:
    return yaml.safe_dump(text, allow_unicode=True, default_style='"').strip()


def mapping_yaml(mapping: MappingFile) -> str:
    """Write a mapping as the file that `read_mapping` reads."""
    content = mapping.model_dump(mode="json", exclude_defaults=True)
    return str(yaml.safe_dump(content, sort_keys=False, allow_unicode=True))
