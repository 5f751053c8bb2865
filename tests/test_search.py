"""Searching inside a record."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import load_study
from data.search import Hit, search_record

STUDY = load_study(Path(__file__).parents[1] / "data" / "records" / "NCT03972488.json")


def hits(query: str) -> list[Hit]:
    return list(search_record(STUDY, query))


def test_a_threshold_is_found_with_its_place_and_page() -> None:
    (hit,) = hits("creatinine")
    assert (hit.page, hit.place) == ("eligibility", "eligibility · exclusion criterion")
    assert (hit.before, hit.found) == ("", "Creatinine")
    assert hit.after.startswith(" clearance < 40 mL/min")


@pytest.mark.parametrize("query", ["quebec", "QUÉBEC", "centre hospitalier quebec", "hospitalier"])
def test_case_and_accents_do_not_count(query: str) -> None:
    assert any("Québec" in hit.before + hit.found + hit.after for hit in hits(query))


def test_sites_are_found_on_the_sites_page() -> None:
    (hit,) = hits("Meldola")
    assert hit.page == "sites"


def test_all_words_must_be_there_and_quoted_words_as_they_stand() -> None:
    assert len(hits("brain metastases")) == 1
    assert len(hits('"brain metastases"')) == 1
    assert hits('"metastases brain"') == []
    assert hits("creatinine banana") == []


def test_enumerations_are_found_by_the_words_they_are_shown_in() -> None:
    assert any(hit.place == "status · overall status" for hit in hits("active not recruiting"))
    assert hits("ACTIVE_NOT_RECRUITING") == []


def test_an_empty_query_finds_nothing() -> None:
    assert hits("") == []
    assert hits("   ") == []


@given(st.text(max_size=12))
def test_what_is_found_is_what_was_asked_for(query: str) -> None:
    for hit in hits(query):
        assert hit.found
        assert len(hit.before) <= 161
