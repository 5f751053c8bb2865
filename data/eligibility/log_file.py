"""The log of several people as a file: what it says, as JSON or as rows of a table, and how it is
opened again.

In a table, everything that is needed to open it again stands in one column: what a person may have
changed in the others is not taken for an answer.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

import python_calamine

from data.eligibility.answers_file import (
    SavedAnswers,
    by_hand_content,
    checked_file,
    head_of,
    parsed_file,
    read_entries,
)
from data.eligibility.checklist import Checklist
from data.eligibility.people import MAX_BY, MOST_PEOPLE, CodeError, Person, log_row, read_code
from data.errors import KeptFileError, StudyError
from data.loading import decoded, parsed_json

FORMAT: Final = "Trial Explorer log"
TO_OPEN: Final = "to open again (leave as it is)"
MAX_BYTES: Final = 5_000_000
_MOST_UNPACKED: Final = 50_000_000
_EXPECTED: Final = "expected a log that this app has written, as CSV, XLSX or JSON"


@dataclass(frozen=True, kw_only=True)
class SavedLog:
    """What was read from a log.

    Args:
        people: in the order of the log.
        left_out: one sentence for each thing in it that no longer fits.
        record_date: the date of the record it was kept for, if it is another than now.
        changes: one sentence for each criterion that has changed since, went or came.
    """

    people: tuple[Person, ...]
    left_out: tuple[str, ...] = ()
    record_date: str | None = None
    changes: tuple[str, ...] = ()


def log_content(checklist: Checklist, people: Iterable[Person]) -> dict[str, Any]:
    """Gather what a log says."""
    return {
        **head_of(checklist, FORMAT),
        "people": [_entry(checklist, person) for person in people],
    }


def log_rows(checklist: Checklist, people: Iterable[Person]) -> list[dict[str, str]]:
    """Gather a log as rows of a table, one person each."""
    head = head_of(checklist, FORMAT)
    del head["criteria"]  # no cell has room for them; what is answered names its criterion
    return [
        {
            **log_row(checklist, person),
            TO_OPEN: json.dumps(
                {**head, "people": [_entry(checklist, person)]}, ensure_ascii=False
            ),
        }
        for person in people
    ]


def _entry(checklist: Checklist, person: Person) -> dict[str, Any]:
    return {
        "code": person.code,
        "screened_on": person.screened_on.isoformat() if person.screened_on else None,
        "screened_by": person.screened_by,
        "changed": person.changed.isoformat(timespec="minutes") if person.changed else None,
        "answers": dict(person.answers),
        "by_hand": by_hand_content(checklist, person.answers, person.by_hand),
    }


def read_log(checklist: Checklist, content: bytes) -> SavedLog:
    """Open a log that was kept as JSON, CSV or XLSX.

    Raises:
        KeptFileError: it is no log of this record; one sentence says why.
    """
    if len(content) > MAX_BYTES:
        raise KeptFileError(f"This file is too large to be a log: {_EXPECTED}.")
    saved = [(where, checked_file(checklist, one, FORMAT)) for where, one in _contents(content)]
    people: dict[str, Person] = {}
    left_out: list[str] = []
    first = SavedAnswers(answers={}, by_hand={})
    for where, one in saved:
        entries = one.get("people")
        if not isinstance(entries, list):
            raise KeptFileError(f"{where}“people” is not what this app has written.")
        for entry in entries:
            if len(people) == MOST_PEOPLE:
                raise KeptFileError(f"This log holds more than {MOST_PEOPLE} people.")
            person, told = _person(checklist, one, entry, list(people), where)
            people[person.code] = person
            left_out += [f"{person.code}: {line}" for line in told.left_out]
            first = told if not first.record_date else first
    return SavedLog(
        people=tuple(people.values()),
        left_out=tuple(left_out),
        record_date=first.record_date,
        changes=first.changes,
    )


def _person(
    checklist: Checklist, head: Mapping[str, Any], entry: Any, taken: list[str], where: str
) -> tuple[Person, SavedAnswers]:
    if not isinstance(entry, dict):
        raise KeptFileError(f"{where}“people” is not what this app has written.")
    by, code = entry.get("screened_by", ""), entry.get("code")
    try:
        if not isinstance(by, str) or len(by) > MAX_BY or not isinstance(code, str):
            raise ValueError
        day, changed = entry.get("screened_on"), entry.get("changed")
        told = read_entries(checklist, {**head, **entry})
        person = Person(
            code=read_code(code, taken),
            answers=told.answers,
            by_hand=told.by_hand,
            screened_on=date.fromisoformat(day) if day is not None else None,
            screened_by=by,
            changed=datetime.fromisoformat(changed).astimezone(UTC) if changed else None,
        )
    except (CodeError, KeptFileError) as error:
        raise KeptFileError(f"{where}{error}") from None
    except (ValueError, TypeError, OverflowError):
        raise KeptFileError(
            f"{where}the code, the day, or who screened is not what this app has written."
        ) from None
    return person, told


def _contents(content: bytes) -> Iterator[tuple[str, dict[str, Any]]]:
    """What a log holds, and where: all of a JSON file, or a row of a table at a time."""
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        yield "", parsed_file(content, MAX_BYTES)
        return
    rows = _sheet(content) if content.startswith(b"PK") else _table(content)
    header = [str(cell).strip() for cell in rows[0]] if rows else []
    if TO_OPEN not in header:
        raise KeptFileError(f"This is no log: {_EXPECTED}.")
    place = header.index(TO_OPEN)
    for number, row in enumerate(rows[1:], 2):
        cell = str(row[place]).strip() if place < len(row) else ""
        if not cell:
            continue  # an empty row, or the number of the file
        try:
            found = parsed_json(cell)
        except StudyError:
            found = None
        if not isinstance(found, dict):
            raise KeptFileError(f"Row {number}: “{TO_OPEN}” is not what this app has written.")
        yield f"Row {number}: ", found


def _table(content: bytes) -> Sequence[Sequence[Any]]:
    try:
        text = decoded(content)
        head = text.splitlines()[0] if text.strip() else ""
        # Spreadsheet programs write the sign of their language between the columns.
        sign = max(",;\t", key=head.count)
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True))
    except (StudyError, csv.Error) as error:
        raise KeptFileError(f"This is no log ({error}): {_EXPECTED}.") from None


def _sheet(content: bytes) -> Sequence[Sequence[Any]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            if sum(part.file_size for part in book.infolist()) > _MOST_UNPACKED:
                raise KeptFileError(f"This file is too large to be a log: {_EXPECTED}.")
        sheet = python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_index(0)
        return sheet.to_python()
    except (zipfile.BadZipFile, python_calamine.CalamineError, OSError):
        raise KeptFileError(f"This workbook cannot be read: {_EXPECTED}.") from None
