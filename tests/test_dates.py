"""Dates that keep the precision with which the registry gives them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.dates import PartialDate, day_in_words


@pytest.mark.parametrize(
    ("written", "words", "first", "last"),
    [
        ("2020-01-08", "8 Jan 2020", date(2020, 1, 8), date(2020, 1, 8)),
        ("2020-02", "Feb 2020", date(2020, 2, 1), date(2020, 2, 29)),
        ("2020", "2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("2022-05-24T04:50", "24 May 2022", date(2022, 5, 24), date(2022, 5, 24)),
    ],
)
def test_precision_is_kept(written: str, words: str, first: date, last: date) -> None:
    parsed = PartialDate.parse(written)
    assert (str(parsed), parsed.first_day, parsed.last_day) == (words, first, last)
    assert parsed.isoformat() == written.split("T")[0]


@given(st.dates())
def test_a_day_is_written_so_that_nobody_mistakes_it(day: date) -> None:
    parsed = PartialDate.parse(day.isoformat())
    assert (parsed.first_day, parsed.last_day) == (day, day)
    assert str(parsed) == day_in_words(day)


@pytest.mark.parametrize(
    "written", ["", "soon", "08/01/2020", "2020-1-8", "20200108", "2020-13", "2021-02-29", "0000"]
)
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        PartialDate.parse(written)
