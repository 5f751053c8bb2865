"""Several people in one visit: codes that name nobody, and a log that opens again."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.exports.personal.unguessable import csv_file, json_file
from data.eligibility import ByHand, State
from data.eligibility.log_file import TO_OPEN, SavedLog, log_content, log_rows, read_log
from data.eligibility.people import COLUMNS, MOST_PEOPLE, CodeError, Person, log_row, read_code
from data.errors import KeptFileError
from data.spreadsheet import table_csv, table_xlsx
from tests.eligibility_people import FIT, netter_2

CHECKLIST = netter_2()
HAND = {"kidney": ByHand(state=State.DOES_NOT_EXCLUDE, reason="=measured, \"twice\"; 'so'\nsaid")}
PEOPLE = (
    Person(
        code="P-01",
        answers={**FIT, "ki67": 8, "haemoglobin": "7.9 g/dL"},
        by_hand=HAND,
        screened_on=date(2026, 9, 3),
        screened_by="AB",
        changed=datetime(2026, 9, 3, 10, 15, tzinfo=UTC),
    ),
    Person(code="P-02", answers={"age": 54, "months_since_diagnosis": "2026-07-01"}),
    Person(code="S101-003"),
)


@pytest.mark.parametrize("code", ["P-07", "S101-003", "PAT001", "subj-12", "x1", "Scr.0042", "A7b"])
def test_a_code_is_taken_as_it_is(code):
    assert read_code(f" {code} ", ["P-08"]) == code


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Expected a code"),
        ("John Smith", "a space, as names do"),
        ("P 07", "a space, as names do"),
        ("Smith", "is no code"),
        ("Smith1", "looks like a name"),
        ("SMITH-01", "looks like a name"),
        ("anna7", "looks like a name"),
        ("Bob2", "looks like a name"),
        ("J.Doe1985", "is no code|looks like a name"),
        ("P12.03.1985", "a date, perhaps of birth"),
        ("P1985-03-12", "a date, perhaps of birth"),
        ("P19850312", "a date, perhaps of birth"),
        ("P12031985", "a date, perhaps of birth"),
        ("AB120385", "a date, perhaps of birth"),
        ("AB850312-7", "a date, perhaps of birth"),
        ("P3-12-85", "a date, perhaps of birth"),
        ("1985", "is no code"),
        ("Müller1", "is no code"),
        ("=P1", "is no code"),
        ("P" + "1" * 30, "is no code"),
        ("p-08", "is taken"),
    ],
)
def test_what_may_tell_who_somebody_is_is_refused_with_the_reason(text, says):
    with pytest.raises(CodeError, match=says) as refused:
        read_code(text, ["P-08"])
    assert str(refused.value).endswith(".")


def test_the_log_says_when_where_they_stand_what_decided_and_what_was_set_by_hand():
    row = log_row(CHECKLIST, PEOPLE[0])
    assert tuple(row) == COLUMNS
    assert row["state"].startswith("Excluded by inclusion 2 and exclusion 2")
    assert row["decided by"] == "Inclusion 2"
    assert row["deciding sentence"] == "Ki67 index ≥10 and ≤ 55%"
    assert row["set by hand"].startswith("Exclusion 1: set by hand: =measured")
    assert (row["date screened"], row["screened by"]) == ("2026-09-03", "AB")
    assert row["last change (UTC)"] == "2026-09-03 10:15"
    assert row["record's last update"] == "2026-01-21"
    assert log_row(CHECKLIST, PEOPLE[2])["state"].startswith("Cannot tell yet")


def as_csv(people: tuple[Person, ...] = PEOPLE) -> bytes:
    return csv_file(table_csv(log_rows(CHECKLIST, people)))


def in_a_language_of_semicolons(content: bytes) -> bytes:
    """As a spreadsheet program saves a table where the comma is the decimal sign."""
    text = io.StringIO()
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    csv.writer(text, delimiter=";").writerows(rows)
    return text.getvalue().encode("utf-8")


@pytest.mark.parametrize(
    "content",
    [
        as_csv(),
        in_a_language_of_semicolons(as_csv()),
        as_csv().decode("utf-8-sig").encode("utf-16"),
        table_xlsx(log_rows(CHECKLIST, PEOPLE), comment="x"),
        json_file(log_content(CHECKLIST, PEOPLE)).encode(),
    ],
    ids=["csv", "semicolons", "utf-16", "xlsx", "json"],
)
def test_a_log_opens_again_as_it_was_kept(content):
    assert read_log(CHECKLIST, content) == SavedLog(people=PEOPLE)


def test_a_table_runs_nothing_and_its_cells_have_types():
    rows = list(csv.DictReader(io.StringIO(as_csv().decode("utf-8-sig"), newline="")))
    assert all(
        not cell.startswith(("=", "+", "@")) for row in rows for cell in row.values() if cell
    )
    import python_calamine

    book = table_xlsx(log_rows(CHECKLIST, PEOPLE))
    sheet = python_calamine.load_workbook(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert sheet[1][COLUMNS.index("date screened")] == date(2026, 9, 3)
    assert [row[0] for row in sheet[1:]] == ["P-01", "P-02", "S101-003"]


def changed(**change: Any) -> bytes:
    """A log of one person, with something in it changed."""
    content = log_content(CHECKLIST, PEOPLE[:1])
    content["people"][0] |= change
    return json.dumps(content).encode()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "This is no log"),
        (b"PK\x03\x04 cut off", "This workbook cannot be read"),
        (table_xlsx([{"a": 1}]), "This is no log"),
        (b"a,b\r\n1,2\r\n", "This is no log"),
        (b"\xff\xfe\x00", "This is no log"),
        (b"<html></html>", "This is no log"),
        (b"[]", "not a file of answers"),
        (b"{", "line 1, column 2"),
        (as_csv().replace(b'""answers""', b'""answers"', 1), "This is no log|Row 2: "),
        (as_csv().replace(b'""code"": ""P-02""', b'""code"": ""P-01""'), "Row 3: 'P-01' is taken"),
        (as_csv().replace(b"NCT03972488", b"NCT00000001"), "belong to the record “NCT00000001”"),
        (changed(code="Anna Smith"), "a space, as names do"),
        (changed(code=5), "the code, the day, or who screened"),
        (changed(screened_on="soon"), "the code, the day, or who screened"),
        (changed(screened_on=7), "the code, the day, or who screened"),
        (changed(screened_by="x" * 99), "the code, the day, or who screened"),
        (changed(changed={"a": 1}), "the code, the day, or who screened"),
        (changed(changed="9999-12-31T23:59:59-23:59"), "the code, the day, or who screened"),
        (changed(answers=[]), "“answers” in this file"),
        (changed(criteria=4), "“criteria” in this file"),
    ],
)
def test_what_is_no_log_is_refused_in_a_sentence_that_names_the_place(content, says):
    with pytest.raises(KeptFileError, match=says) as refused:
        read_log(CHECKLIST, content)
    assert str(refused.value).endswith(".")


KEPT = (
    as_csv(),
    json_file(log_content(CHECKLIST, PEOPLE)).encode(),
    table_xlsx(log_rows(CHECKLIST, PEOPLE)),
)


@given(st.sampled_from(KEPT), st.data())
@settings(max_examples=60, deadline=None)
def test_a_log_of_which_bytes_are_lost_or_changed_gives_a_sentence_or_people(kept, data):
    content = bytearray(kept)
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    found = opened(bytes(content))
    if isinstance(found, str):
        assert found.endswith(".")
    else:
        again = json_file(log_content(CHECKLIST, found.people))
        assert read_log(CHECKLIST, again.encode()).people == found.people


def opened(content: bytes) -> SavedLog | str:
    """What the page gets: the people, or one sentence."""
    try:
        return read_log(CHECKLIST, content)
    except KeptFileError as error:
        return str(error)


def test_a_log_of_an_older_record_opens_with_what_changed_and_what_no_longer_fits():
    content = log_content(CHECKLIST, PEOPLE[1:2])
    content["record_date"] = "2024-01-01"
    content["criteria"] = content["criteria"][:-1]
    content["people"][0]["answers"]["gone"] = 1
    told = read_log(CHECKLIST, json.dumps(content).encode())
    assert told.record_date == "“2024-01-01”"
    assert [line[:18] for line in told.changes] == ["Exclusion 25 came:"]
    assert told.left_out == ("P-02: “gone”: the record as it is now does not ask this.",)
    assert TO_OPEN not in COLUMNS


def test_a_log_holds_two_hundred_people_and_no_more():
    people = [Person(code=f"P-{place:03}") for place in range(1, MOST_PEOPLE + 2)]
    full = json_file(log_content(CHECKLIST, people[:-1])).encode()
    assert len(read_log(CHECKLIST, full).people) == MOST_PEOPLE == 200
    for kept in (
        json_file(log_content(CHECKLIST, people)).encode(),
        table_csv(log_rows(CHECKLIST, people)),
    ):
        with pytest.raises(KeptFileError, match="more than 200 people"):
            read_log(CHECKLIST, kept)
