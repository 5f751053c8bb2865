"""What a visitor entered lies at no address that others can reckon."""

from __future__ import annotations

import json

from components.exports.personal.unguessable import calendar_file, csv_file, html_file, json_file

_CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"


def test_no_two_files_with_the_same_answers_are_alike() -> None:
    assert json_file({}) != json_file({})
    assert html_file("<p>") != html_file("<p>")
    assert calendar_file(_CALENDAR) != calendar_file(_CALENDAR)
    assert csv_file(b"a\r\n") != csv_file(b"a\r\n")


def test_the_answers_stay_as_they_are() -> None:
    written = json.loads(json_file({"answers": {"age": 5.5}}))
    assert len(written.pop("nonce")) == 32
    assert written == {"answers": {"age": 5.5}}


def test_the_calendar_still_begins_as_one() -> None:
    assert calendar_file(_CALENDAR).startswith(b"BEGIN:VCALENDAR\r\nX-NONCE:")
