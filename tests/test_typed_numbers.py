"""Numbers as people type them: taken as they were meant, or refused, never another number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.eligibility.typed import NumberError, read_number, write_number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("5,5", 5.5),
        ("5.5", 5.5),
        ("0,125", 0.125),
        ("74,6", 74.6),
        ("1000", 1000),
        ("1000,5", 1000.5),
        ("1234.567", 1234.567),
        ("７０", 70),
        ("５，５", 5.5),
        ("−7", -7),
        ("+3", 3),
        (" 8 ", 8),
        ("1,2345", 1.2345),
    ],
)
def test_what_is_clear_is_taken(typed, number):
    assert read_number(typed) == number


@pytest.mark.parametrize("typed", ["1,234", "75.000", "-1.234", "999,999"])
def test_what_people_read_in_two_ways_is_refused_with_both_ways_to_write_it(typed):
    with pytest.raises(NumberError, match="two ways; write") as refused:
        read_number(typed)
    for way in str(refused.value).split("write ")[1].split(" or "):
        read_number(way)


@pytest.mark.parametrize(
    "typed",
    ["", "x", "1e2", "1,2,3", "1.000,5", "1 000", "1'000", "5,", ",5", "10⁹", "½", "∞", "1" * 16],
)
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(NumberError):
        read_number(typed)


@given(st.floats(-1e9, 1e9))
def test_a_number_written_into_a_field_is_read_as_the_same(number):
    assert read_number(write_number(number)) == pytest.approx(round(number, 6), abs=1e-9)


@given(st.text(st.sampled_from("0123456789.,-+ eE'"), max_size=8))
def test_whatever_is_typed_no_other_number_is_read(typed):
    """The digits read are the digits typed, and at most one sign parts whole from decimals."""
    try:
        number = read_number(typed)
    except NumberError:
        return
    assert number == float(typed.strip().replace(",", "."))
