"""Criteria are split faithfully, however a record writes them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import load_study
from data.eligibility.splitting import CriterionText, split_criteria
from data.markup import prose
from tests.browser import ROOT

NETTER_2 = ROOT / "data" / "records" / "NCT03972488.json"


def told(text: str) -> list[tuple[str, int, str]]:
    return [(item.kind, item.number, item.text) for item in split_criteria(text)]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def all_words(criteria: tuple[CriterionText, ...]) -> list[str]:
    return [word for item in criteria for word in words(f"{item.lead_in or ''} {item.text}")]


def test_netter_2_has_8_inclusion_and_25_exclusion_criteria_word_for_word():
    text = load_study(NETTER_2).protocol_section.eligibility_module.eligibility_criteria or ""
    criteria = split_criteria(text)
    kinds = [item.kind for item in criteria]
    assert kinds == ["inclusion"] * 8 + ["exclusion"] * 25
    assert [item.number for item in criteria] == [*range(1, 9), *range(1, 26)]
    bullets = [line.removeprefix("* ") for line in text.splitlines() if line.startswith("* ")]
    assert [item.text for item in criteria] == bullets


@pytest.mark.parametrize("text", [None, "", " \n\n"])
def test_a_record_without_criteria_has_none(text):
    assert split_criteria(text) == ()


def test_headings_open_a_kind_however_they_are_written():
    for heading in (
        "Inclusion Criteria",
        "Inclusion Criteria:",
        "INCLUSION CRITERIA:",
        "* INCLUSION CRITERIA:",
        "**Inclusion Criteria:**",
        "## Inclusion criteria",
        "Key Inclusion Criteria",
        "Main inclusion criteria:",
        "Inclusion:",
        "1. Inclusion criteria",
    ):
        assert told(f"{heading}\n\n* A") == [("inclusion", 1, "A")], heading


def test_a_sentence_about_criteria_is_no_heading():
    text = "Exclusion Criteria:\n\n* A\n* Other protocol defined inclusion criteria could apply"
    assert told(text)[1] == (
        "exclusion",
        2,
        "Other protocol defined inclusion criteria could apply",
    )
    text = "Exclusion Criteria\n\n1. A\n\nNote: Other inclusion/ exclusion criteria apply"
    assert [kind for kind, _, _ in told(text)] == ["exclusion", "exclusion"]


def test_repeated_headings_go_on_counting_and_say_which_part_they_are_of():
    text = (
        "Inclusion Criteria (Part A):\n* A\n\nExclusion Criteria (Part A):\n* B\n\n"
        "Inclusion Criteria for Part B:\n* C"
    )
    criteria = split_criteria(text)
    assert [(item.kind, item.number, item.text) for item in criteria] == [
        ("inclusion", 1, "A"),
        ("exclusion", 1, "B"),
        ("inclusion", 2, "C"),
    ]
    assert criteria[2].lead_in == "Inclusion Criteria for Part B:"


def test_without_headings_the_kind_is_not_stated():
    assert told("* A\n* B") == [("not stated", 1, "A"), ("not stated", 2, "B")]
    assert told("Inclusion/Exclusion Criteria:\n* A") == [("not stated", 1, "A")]


def test_nested_points_stay_inside_their_criterion():
    text = "Inclusion Criteria:\n\n* One of:\n\n  * a\n  * b\n* Next"
    assert told(text) == [("inclusion", 1, "One of:\n* a\n* b"), ("inclusion", 2, "Next")]


def test_bullets_that_are_all_indented_are_not_nested():
    text = "Inclusion Criteria:\n\n   -  A that goes on\n      below\n   -  B"
    assert told(text) == [("inclusion", 1, "A that goes on\n below"), ("inclusion", 2, "B")]


def test_numbers_letters_and_plain_paragraphs_are_split():
    text = "Inclusion Criteria:\n1. A\n2) B\n(3) C\n\nExclusion Criteria:\n\nD\n\nE"
    assert [item for _, _, item in told(text)] == ["A", "B", "C", "D", "E"]


def test_a_number_that_begins_a_sentence_is_kept():
    assert told("5.0 mmol/L or more") == [("not stated", 1, "5.0 mmol/L or more")]


def test_a_line_that_leads_in_to_others_is_kept_with_each_of_them():
    text = "Inclusion Criteria:\n\nGeneral criteria:\n\n* A\n* B\n\nPlain one"
    criteria = split_criteria(text)
    assert [(item.text, item.lead_in) for item in criteria] == [
        ("A", "General criteria:"),
        ("B", "General criteria:"),
        ("Plain one", None),
    ]


def test_a_lead_in_with_nothing_below_is_a_criterion_rather_than_lost():
    assert told("Inclusion Criteria:\n\nAll of the following:") == [
        ("inclusion", 1, "All of the following:")
    ]


def test_text_on_the_line_of_its_heading_is_kept():
    assert told("Inclusion Criteria: adults\nExclusion: pregnancy") == [
        ("inclusion", 1, "adults"),
        ("exclusion", 1, "pregnancy"),
    ]
    assert told("Inclusion Criteria: adults. Exclusion Criteria: none") == [
        ("inclusion", 1, "adults."),
        ("exclusion", 1, "none"),
    ]


def test_html_becomes_criteria_without_tags():
    text = (
        "<p>Inclusion Criteria:</p><ul><li>Age &gt;&#x2F;= 18</li><li><p>One of</p><ul><li>a</li>"
        "<li>b</li></ul></li></ul><p>Exclusion Criteria:</p><ul><li>C</li></ul>"
    )
    assert told(prose(text)) == [
        ("inclusion", 1, "Age >/= 18"),
        ("inclusion", 2, "One of\n* a\n* b"),
        ("exclusion", 1, "C"),
    ]


def test_a_comparison_is_not_taken_for_html():
    text = "LVEF <35% and p < 0.05 > x"
    assert told(prose(text)) == [("not stated", 1, text)]


LINES = st.lists(
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["", "  ", "    ", "\t"]),
        st.sampled_from(["", "* ", "- ", "1. ", "• "]),
        st.sampled_from(
            ["", "Inclusion Criteria:", "Exclusion Criteria", "Group:", "Alpha", "beta"]
        ),
    ),
    max_size=12,
)


@given(LINES)
def test_no_word_is_lost_or_moved_between_kinds(lines):
    headings = {"Inclusion", "Exclusion", "Criteria"}
    text = "\n".join(lines)
    kept = [word for word in all_words(split_criteria(text)) if word not in {"1", *headings}]
    wanted = [word for word in words(text) if word not in {"1", *headings, "Group"}]
    assert [word for word in kept if word != "Group"] == wanted
    assert ("Group" in kept) == ("Group" in words(text))


@given(st.text(max_size=300))
def test_any_text_can_be_split(text):
    for item in split_criteria(text):
        assert item.text.strip()


def test_the_registry_s_own_records_lose_no_word(shared: Path):
    for path in sorted((shared / "registry-samples").glob("*.json")):
        text = load_study(path).protocol_section.eligibility_module.eligibility_criteria or ""
        criteria = split_criteria(text)
        assert criteria, path.name
        # Numbers and headings are formatting; each other word is somewhere in the criteria.
        kept = set(all_words(criteria))
        lost = {word for word in words(text) if word not in kept and not word.isdigit()}
        assert {word.lower() for word in lost} <= {"inclusion", "exclusion", "criteria", "key"}, (
            path.name
        )
