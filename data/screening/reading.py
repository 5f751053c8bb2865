"""A list of people as it is kept, read as answers: checked whole before anybody is screened.

DuckDB reads it, for every engine: the same cells then mean the same everywhere. What cannot be an
answer stops the reading with one sentence that names the column, the person and the cell.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Generic, NoReturn, TypeVar

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.annotations.eligibility import Fact
from data.eligibility.answers import NOT_YET
from data.eligibility.calculators import asked_with_calculators
from data.eligibility.checklist import Checklist
from data.eligibility.unit_names import unit_named
from data.errors import quoted
from data.screening.columns import UNIT, UNIT_IN_SPARK, ScreeningError

PERSON: Final = "person"
_NUMBERS: Final = re.compile(r"(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL\(.*)")
_WHOLE: Final = re.compile(r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?")
_KEPT_AS_IS: Final = re.compile(r"VARCHAR|BOOLEAN|U?(TINY|SMALL|BIG)?INT(EGER)?|FLOAT|DOUBLE|DATE")
_TEXT: Final = re.compile(r"VARCHAR|ENUM\(.*")
_WITH_UNIT: Final = re.compile(r"\s*-?\d+([.,]\d+)?(\s*([^\W\d_]|%).*|\s+\S.*)")
_DAY: Final = re.compile(r"\d+\D+\d+\D+\d|\d{4}")
_OTHER_DECIMALS: Final = re.compile(r"\s*-?\d+[.,]\d+\s*")
_MOST_NAMED: Final = 20  # columns in one sentence
_MOST_SIGNS: Final = 300  # of their names
_YES_NO: Final = {"yes": "yes", "true": "yes", "no": "no", "false": "no"}
Relation = duckdb.DuckDBPyRelation


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a list holds the answers to a fact.

    Args:
        fact: what is answered.
        column: of the list.
        unit: of every number; None where a column says it, or the fact's first is meant.
        unit_column: in which the unit of each number stands.
        values: what cells stand for, where they are not the answers themselves; None for no answer.
        units: the same for cells of the unit column.
        decimal: the sign before the decimals of numbers that are written as text.
        counted_to: where cells are days, in SQL the day to which the time is counted.
        date_format: of days that are written as text; None for 2026-01-15.
    """

    fact: Fact
    column: str
    unit: str | None = None
    unit_column: str | None = None
    values: Mapping[str, str | None] = field(default_factory=dict)
    units: Mapping[str, str | None] = field(default_factory=dict)
    decimal: str = "."
    counted_to: str | None = None
    date_format: str | None = None


Listed = TypeVar("Listed", Relation, pa.Table)


@dataclass(frozen=True, kw_only=True)
class People(Generic[Listed]):
    """A list that can be screened.

    Args:
        answers: one person a row: the columns that are kept, and each fact's answers under its id.
        kept: the columns that no fact reads.
        remarks: what whoever screens it should know: one sentence each.
    """

    answers: Listed
    kept: tuple[str, ...]
    remarks: tuple[str, ...]


def plain_sources(checklist: Checklist, columns: Sequence[str]) -> tuple[Source, ...]:
    """Take columns for the facts whose ids they are named by."""
    return tuple(
        Source(
            fact=fact,
            column=fact.id,
            unit_column=f"{fact.id}{UNIT}" if f"{fact.id}{UNIT}" in columns else None,
        )
        for fact in asked_with_calculators(checklist.facts)
        if fact.id in columns and fact.kind != "date"
    )


def read_people(
    checklist: Checklist,
    listed: Relation,
    sources: Sequence[Source],
    person: str = PERSON,
) -> People[Relation]:
    """Read the cells of a list as answers.

    Args:
        checklist: the study's checklist.
        listed: the list, one person a row.
        sources: where the answers stand.
        person: the column that tells people apart.

    Raises:
        ScreeningError: a column is not there, or a cell of it can be no answer.
    """
    types = _types(listed, sources, person)
    readings = [_Reading(source, types) for source in sources]
    kept, left = not_read(checklist, types, sources, person)
    found = _checked(listed, readings, person)
    _check_ids(listed, person)
    spelt = [_spelt(one, written) for one, written in zip(readings, found, strict=True)]
    facts = [sql for one, units in zip(readings, spelt, strict=True) for sql in one.selected(units)]
    cells = [_kept(name, types[name]) for name in kept]
    return People(
        answers=listed.project(", ".join([*cells, *facts])),
        kept=kept,
        remarks=tuple(remarks_on(checklist, sources, kept, left, person)),
    )


Read = dict[str, tuple[Source, pa.Table]]


def read_held(
    checklist: Checklist,
    listed: pa.Table,
    sources: Sequence[Source],
    person: str = PERSON,
    read: Read | None = None,
) -> People[pa.Table]:
    """Read a list that is held in memory as `read_people` does, each different cell once.

    Args:
        checklist: the study's checklist.
        listed: the list, one person a row.
        sources: where the answers stand.
        person: the column that tells people apart.
        read: what was read of the same list before, by fact; what is read now is put there.

    Raises:
        ScreeningError: a column is not there, or a cell of it can be no answer.
    """
    before = {} if read is None else read
    with duckdb.connect(config={"temp_directory": ""}) as connection:  # never onto a disk
        types = _types(connection.from_arrow(listed), sources, person)
        kept, left = not_read(checklist, types, sources, person)
        who = connection.from_arrow(listed.select([person]))
        _checked(who, (), person)
        _check_ids(who, person)
        columns: dict[str, pa.ChunkedArray] = {}
        for name in kept:
            cells = _Cells(listed, [name], connection)
            columns[name] = cells.told([_kept(name, types[name])])[name]
        for source in sources:
            key = source.fact.id
            if key not in before or before[key][0] != source:
                reading = _Reading(source, types)
                before[key] = source, _read_cells(listed, reading, person, connection)
            answers = before[key][1]
            columns |= {name: answers[name] for name in answers.schema.names}
    return People(
        answers=pa.table(columns),
        kept=kept,
        remarks=tuple(remarks_on(checklist, sources, kept, left, person)),
    )


def _read_cells(
    listed: pa.Table, reading: _Reading, person: str, connection: duckdb.DuckDBPyConnection
) -> pa.Table:
    """The answers to one fact, and beside a number its unit."""
    source = reading.source
    columns = [name for name in (source.column, source.unit_column) if name is not None]
    cells = _Cells(listed, list(dict.fromkeys(columns)), connection)
    written = cells.each(reading.unit) if source.unit_column is not None else ()
    units = _spelt(reading, {one for one in written if one is not None})
    told = cells.told([*reading.selected(units), f"{reading.bad} as {named(_BAD)}"])
    if bad := pc.sum(told[_BAD]).as_py():
        first = pc.index(told[_BAD], True).as_py()
        _refuse(reading, bad, *(str(listed[one][first]) for one in (person, source.column)))
    return told.drop_columns(_BAD)


class _Cells:
    """What stands in some columns of a list, each combination once, and where it stands."""

    def __init__(
        self, listed: pa.Table, columns: Sequence[str], connection: duckdb.DuckDBPyConnection
    ) -> None:
        coded = [_coded(listed[name]) for name in columns]
        self._at = coded[0].indices.to_numpy()
        cells = {columns[0]: coded[0].dictionary}
        for name, one in zip(columns[1:], coded[1:], strict=True):
            many = len(one.dictionary)
            pairs = pa.array(self._at.astype(np.int64) * many + one.indices.to_numpy())
            paired = pairs.dictionary_encode()
            both, self._at = paired.dictionary.to_numpy(), paired.indices.to_numpy()
            cells = {key: column.take(pa.array(both // many)) for key, column in cells.items()}
            cells[name] = one.dictionary.take(pa.array(both % many))
        places = pa.array(np.arange(len(cells[columns[0]])))
        self._cells = connection.from_arrow(pa.table({**cells, _PLACE: places}))

    def each(self, item: str) -> list[Any]:
        """What some SQL makes of the different cells."""
        return [made for (made,) in self._cells.project(item).fetchall()]

    def told(self, items: Sequence[str]) -> pa.Table:
        """What some SQL makes of the cells, for everybody in the order of the list."""
        made = self._cells.project(", ".join([*items, named(_PLACE)])).to_arrow_table()
        row = np.argsort(made[_PLACE].to_numpy())  # a query promises no order
        return made.drop_columns(_PLACE).combine_chunks().take(pa.array(row[self._at]))


_BAD, _PLACE = "~bad", "~place"


def _coded(cells: pa.ChunkedArray) -> pa.DictionaryArray:
    """Cells by their places among the different ones, of which one is that there is none."""
    if pa.types.is_dictionary(cells.type):
        if not cells.null_count:
            return cells.unify_dictionaries().combine_chunks()
        cells = cells.cast(cells.type.value_type)
    if pa.types.is_nested(cells.type):  # lists and structs are not told apart
        return pa.DictionaryArray.from_arrays(np.arange(len(cells)), cells.combine_chunks())
    return cells.combine_chunks().dictionary_encode("encode")


def _types(listed: Relation, sources: Sequence[Source], person: str) -> dict[str, str]:
    """The types of the columns of a list, by which those that are read can be what they are for."""
    types = dict(zip(listed.columns, map(str, listed.types), strict=True))
    _check_person(types, person)
    _check_columns(types, sources)
    return types


Names = tuple[str, ...]


def not_read(
    checklist: Checklist, columns: Iterable[str], sources: Sequence[Source], person: str
) -> tuple[Names, Names]:
    """The columns that no fact reads, with the one that tells people apart, in two parts.

    Returns:
        Those that are kept; and those left out, which beside the answers would pass for answers.
    """
    used = {name for one in sources for name in (one.column, one.unit_column)} - {person}
    facts = [fact.id for fact in asked_with_calculators(checklist.facts)]
    taken = {f"{fact}{end}" for fact in facts for end in ("", UNIT, UNIT_IN_SPARK)} - {person}
    read = {one.fact.id.casefold() for one in sources}  # names that differ in capitals are one
    others = [name for name in columns if name not in used]
    left = [name for name in others if name in taken or name.casefold() in read - {person}]
    return tuple(name for name in others if name not in left), tuple(left)


class _Reading:
    """The SQL that reads the cells of one fact."""

    def __init__(self, source: Source, types: Mapping[str, str]) -> None:
        self.source = source
        fact, dtype = source.fact, types[source.column]
        cell = named(source.column)
        plain = not source.values
        self.text = _mapped(f"nullif(trim(cast({cell} as varchar)), '')", source.values)
        self.instead = "false"
        if source.counted_to is not None:
            day = day_sql(cell, dtype, source.date_format)
            self.answer = _elapsed(day, source.counted_to, source.unit or "")
            self.bad = f"{self.text} is not null and {day} is null"
        elif fact.kind == "number" and plain and _NUMBERS.fullmatch(dtype):
            number = f"cast({cell} as double)"
            self.answer = f"case when isnan({number}) then null else {number} end"
            self.bad = "false"
        elif fact.kind == "number":
            self.answer = _number(self.text, source.decimal)
            if fact.instead is not None:
                self.instead = (
                    f"coalesce(lower({self.text}) = {text_of(fact.instead.casefold())}, false)"
                )
            self.bad = f"{self.text} is not null and {self.answer} is null and not {self.instead}"
        elif fact.kind != "choice" and plain and dtype == "BOOLEAN":
            self.answer, self.bad = cell, "false"
        else:
            self.answer = _mapped(f"lower({self.text})", answers_to(fact), otherwise="null")
            self.bad = f"{self.text} is not null and {self.answer} is null"
            if fact.kind != "choice" and not fact.not_yet:
                self.answer = f"({self.answer}) = 'yes'"
        self.unit = "null"
        if source.unit_column is not None:
            written = f"nullif(trim(cast({named(source.unit_column)} as varchar)), '')"
            self.unit = _mapped(written, source.units)

    def selected(self, units: Mapping[str, str | None]) -> Iterator[str]:
        """The answers under the fact's id, and beside a number its unit as the fact names it."""
        fact = self.source.fact
        yield f"{self.answer} as {named(fact.id)}"
        unit = text_of(self.source.unit) if self.source.unit else _mapped(self.unit, units)
        if fact.instead is not None and self.instead != "false":
            unit = f"case when {self.instead} then {text_of(fact.instead)} else {unit} end"
        if unit != "null":
            yield f"{unit} as {named(f'{fact.id}{UNIT}')}"

    def expected(self) -> str:
        """What its cells can be."""
        fact = self.source.fact
        if self.source.counted_to is not None:
            return f"a day such as {self.source.date_format or '2026-01-15'}"
        if fact.kind == "number":
            instead = f" or {fact.instead}" if fact.instead else ""
            return f"a number such as 5{self.source.decimal}5{instead}"
        answers = [one.value for one in fact.choices] if fact.kind == "choice" else ["yes", "no"]
        return listed_words([*answers, *([fact.not_yet] if fact.not_yet else [])])


def answers_to(fact: Fact) -> Mapping[str, str]:
    """What can be answered, by how it may be written, in small letters."""
    answers = dict(_YES_NO)
    if fact.kind == "choice":
        answers = {choice.value.casefold(): choice.value for choice in fact.choices}
    if fact.not_yet:
        answers |= {NOT_YET: NOT_YET, fact.not_yet.casefold(): NOT_YET}
    return answers


def day_sql(cell: str, dtype: str, date_format: str | None) -> str:
    """A day in SQL; null for what is none."""
    if dtype.startswith(("DATE", "TIMESTAMP")):
        return f"cast({cell} as date)"
    text = f"trim(cast({cell} as varchar))"
    if date_format is not None:
        return f"cast(try_strptime({text}, {text_of(date_format)}) as date)"
    stamp = f"regexp_extract({text}, '^(\\d{{4}}-\\d\\d-\\d\\d)($|[ T])', 1)"
    return f"cast(try_strptime({stamp}, '%Y-%m-%d') as date)"


def _elapsed(day: str, until: str, unit: str) -> str:
    """The time between two days as `data.eligibility.windows.elapsed` counts it."""
    if unit != "months":
        return f"date_diff('day', {day}, {until}) / {7.0 if unit == 'weeks' else 1.0}"
    months = f"date_diff('month', {day}, {until})"
    whole = f"({months} - ({until} < {_later(day, months)})::int)"
    start, end = _later(day, whole), _later(day, f"({whole} + 1)")
    part = f"date_diff('day', {start}, {until}) / date_diff('day', {start}, {end})::double"
    return f"{whole} + {part}"


def _later(day: str, months: str) -> str:
    return f"cast({day} + to_months({months}::int) as date)"


def _number(text: str, decimal: str) -> str:
    plain = f"replace({text}, ',', '.')" if decimal == "," else text
    other = f"contains({text}, '.') or " if decimal == "," else ""
    number = f"try_cast({plain} as double)"
    return (
        f"case when {other}contains({text}, '_') or not isfinite({number}) then null "
        f"else {number} end"
    )


def _mapped(cell: str, values: Mapping[str, str | None], otherwise: str | None = None) -> str:
    """Replace what stands for something else; by default the rest is kept."""
    if not values:
        return cell
    pairs = " ".join(f"when {text_of(key)} then {text_of(one)}" for key, one in values.items())
    return f"(case {cell} {pairs} else {otherwise or cell} end)"


def _checked(listed: Relation, readings: Sequence[_Reading], person: str) -> list[list[str]]:
    """Read every cell once.

    Returns:
        For each fact the units as the list writes them.
    """
    asked = ["count(*)", f"count(nullif(trim(cast({named(person)} as varchar)), ''))"]
    asked += [f"count(*) filter ({one.bad})" for one in readings]
    asked += [
        "[]" if one.source.unit_column is None else f"list(distinct {one.unit})" for one in readings
    ]
    numbered = ", ".join(f"{sql} as c{place}" for place, sql in enumerate(asked))
    people, with_id, *found = listed.aggregate(numbered).fetchall()[0]
    if not people:
        raise ScreeningError("the list has no people: expected at least one row")
    if with_id < people:
        raise ScreeningError(
            f"column {person}: {people - with_id} of {people} rows have no id, expected one in each"
        )
    bad, units = found[: len(readings)], found[len(readings) :]
    for reading, count in zip(readings, bad, strict=True):
        if count:
            first = listed.filter(reading.bad).project(
                f"cast({named(person)} as varchar), cast({named(reading.source.column)} as varchar)"
            )
            _refuse(reading, count, *first.limit(1).fetchall()[0])
    return [[one for one in written or () if one is not None] for written in units]


def _refuse(reading: _Reading, count: int, who: str, cell: str) -> NoReturn:
    more = f", and {count - 1} more" if count > 1 else ""
    fact = reading.source.fact
    remedy = ""
    if reading.source.counted_to is not None:
        remedy = "; other forms are named with date_format"
    elif fact.kind != "number":
        remedy = "; a mapping can say what it stands for (values)"
    elif _OTHER_DECIMALS.fullmatch(cell):
        remedy = "; a mapping can say which sign stands before decimals (decimal)"
    elif fact.counted_to and _DAY.search(cell):
        remedy = "; for a day, a mapping counts the time (date)"
    elif _WITH_UNIT.fullmatch(cell):
        remedy = f"; the unit stands in a column {fact.id}{UNIT}, or a mapping says it (unit)"
    else:
        remedy = "; a cell of what is not known stays empty"
    raise ScreeningError(
        f"column {reading.source.column}: expected {reading.expected()}, got {quoted(cell)} "
        f"(person {who}{more}){remedy}"
    )


def _spelt(reading: _Reading, written: Iterable[str]) -> dict[str, str | None]:
    """The units of a fact as a list writes them, and as the fact does."""
    fact = reading.source.fact
    spelt: dict[str, str | None] = {}
    for one in sorted(written):
        unit = unit_named(fact, one)
        if unit is None and one != fact.instead:
            units = listed_words([unit.unit or "none" for unit in fact.units])
            raise ScreeningError(
                f"column {reading.source.unit_column}: expected {units} as the unit of "
                f"{fact.label}, got {quoted(one)}"
            )
        spelt[one] = unit.unit if unit else one
    return spelt


def check_kept(kept: Iterable[str], written: Iterable[str]) -> None:
    """Hold the columns that are kept against those that are written beside them.

    Raises:
        ScreeningError: one would be there twice.
    """
    taken = {name.casefold() for name in written}
    twice = next((one for one in kept if one.casefold() in taken or one.startswith("~")), None)
    if twice is not None:
        raise ScreeningError(f"column {twice}: the screening writes one of that name; rename it")


def _check_person(types: Mapping[str, str], person: str) -> None:
    if person not in types:
        names = ", ".join(types)
        if len(names) > _MOST_SIGNS:
            names = f"{names[:_MOST_SIGNS]}…"
        raise ScreeningError(
            f"there is no column {person} that tells people apart; the columns are {names} "
            "(another one: --person COLUMN)"
        )
    if _NUMBERS.fullmatch(types[person]) and not _WHOLE.fullmatch(types[person]):
        raise ScreeningError(
            f"column {person}: expected words or whole numbers, got {types[person]}, which drops "
            "digits of long ids"
        )


def _check_columns(types: Mapping[str, str], sources: Sequence[Source]) -> None:
    for source in sources:
        for column in (source.column, source.unit_column):
            if column is not None and column not in types:
                near = difflib.get_close_matches(column, types, 1)
                meant = f"; did you mean {near[0]}?" if near else ""
                raise ScreeningError(f"{source.fact.id}: there is no column {column}{meant}")
        dtype = types[source.column]
        number = source.fact.kind == "number"
        fits = bool(_TEXT.fullmatch(dtype) or dtype == '"NULL"' or source.values)
        if source.counted_to is not None:
            fits = fits or dtype.startswith(("DATE", "TIMESTAMP"))
        elif number:
            fits = fits or _NUMBERS.fullmatch(dtype) is not None
        else:
            fits = fits or dtype == "BOOLEAN"
        if not fits:
            expected = (
                "numbers" if number else "words" if source.fact.kind == "choice" else "yes or no"
            )
            remedy = "a mapping can say what they stand for (values)"
            if dtype.startswith(("DATE", "TIMESTAMP")):
                remedy = "for days, a mapping counts the time (date)"
            raise ScreeningError(
                f"column {source.column}: expected {expected}, got {dtype}; {remedy}"
            )


def _check_ids(listed: Relation, person: str) -> None:
    """Hold ids apart, by their hashes first: eight bytes a person, however long the ids are."""
    column = named(person)
    hashes = np.sort(listed.project(f"hash({column}) as h").fetchnumpy()["h"])
    twice = np.unique(hashes[1:][hashes[1:] == hashes[:-1]])
    if not len(twice):
        return
    some = ", ".join(str(one) for one in twice[:1000])
    same = listed.filter(f"hash({column}) in ({some})").aggregate(
        f"cast({column} as varchar) as id, count(*) as n", column
    )
    rows = same.filter("n > 1").order("id").fetchall()
    if rows:
        more = f" (so do {len(twice) - 1} more ids)" if len(twice) > 1 else ""
        raise ScreeningError(
            f"column {person}: {quoted(rows[0][0])} stands in {rows[0][1]} rows{more}, "
            "expected one row a person"
        )


def remarks_on(
    checklist: Checklist,
    sources: Sequence[Source],
    kept: Iterable[str],
    left: Iterable[str],
    person: str,
) -> Iterator[str]:
    """Yield what is not read, or is missing: a column that is misspelt would go unnoticed."""
    others = [_with_near(name, checklist) for name in kept if name != person]
    if others:
        others.sort(key=lambda name: "did you mean" not in name)
        more = len(others) - _MOST_NAMED
        said = ", ".join(others[:_MOST_NAMED])
        yield f"Kept, but read as no fact: {said}{f', and {more} more' if more > 0 else ''}"
    if left:
        yield (f"Left out, since a fact has the name and is not read there: {', '.join(left)}")
    read = {source.fact.id for source in sources}
    lacking = [fact.id for fact in checklist.facts if fact.id not in read]
    if lacking:
        yield f"Unknown for everybody, since no column holds it: {', '.join(lacking)}"
    bare = [
        f"{one.fact.id} ({one.fact.units[0].unit})"
        for one in sources
        if one.fact.asks_unit and not one.unit and not one.unit_column
    ]
    if bare:
        yield f"No column says the unit, so the first is taken: {', '.join(bare)}"


def _with_near(name: str, checklist: Checklist) -> str:
    ids = {re.sub(r"[^a-z0-9]", "", one.id): one.id for one in checklist.facts}
    near = difflib.get_close_matches(re.sub(r"[^a-z0-9]", "", name.casefold()), ids, 1, 0.85)
    return f"{name} (did you mean {ids[near[0]]}?)" if near else name


def _kept(name: str, dtype: str) -> str:
    """A column that no fact reads: in types that every engine gives back as they were."""
    cell = named(name)
    if dtype == "VARCHAR":
        return f"nullif({cell}, '') as {cell}"
    return cell if _KEPT_AS_IS.fullmatch(dtype) else f"cast({cell} as varchar) as {cell}"


def named(column: str) -> str:
    """A column in SQL."""
    return '"' + column.replace('"', '""') + '"'


def text_of(value: object) -> str:
    """A text in SQL."""
    return "null" if value is None else "'" + str(value).replace("'", "''") + "'"


def listed_words(words: Iterable[str]) -> str:
    """Words as alternatives: `a, b or c`."""
    *before, last = words
    return f"{', '.join(before)} or {last}" if before else last
