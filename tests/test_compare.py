"""Comparing two versions of a record."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from data import Study, load_study
from data.compare import Change, amendments, compare_studies, words_changed

RECORD = Path(__file__).parents[1] / "data" / "records" / "NCT03972488.json"
STUDY = load_study(RECORD)


def edited(edit: Callable[[dict[str, Any]], None]) -> Study:
    content = json.loads(RECORD.read_text(encoding="utf-8"))
    edit(content["protocolSection"])
    return load_study(json.dumps(content))


def criteria(old: str, new: str) -> Study:
    def edit(protocol: dict[str, Any]) -> None:
        module = protocol["eligibilityModule"]
        assert old in module["eligibilityCriteria"]
        module["eligibilityCriteria"] = module["eligibilityCriteria"].replace(old, new)

    return edited(edit)


def told(change: Change) -> tuple[str, str, str]:
    return change.section, change.place, change.kind


def test_a_record_does_not_differ_from_itself() -> None:
    assert compare_studies(STUDY, STUDY) == ()


def test_one_inserted_criterion_is_one_addition() -> None:
    longer = criteria("* Karnofsky", "* Something new\n* Karnofsky")
    (change,) = compare_studies(STUDY, longer)
    assert told(change) == ("eligibility", "inclusion criterion", "added")
    assert change.pieces[0].text == "Something new"
    (back,) = compare_studies(longer, STUDY)
    assert told(back) == ("eligibility", "inclusion criterion", "removed")


def test_a_changed_threshold_is_marked_and_the_words_around_it_are_not() -> None:
    (change,) = compare_studies(STUDY, criteria("< 40 mL/min", "< 50 mL/min"))
    assert told(change) == ("eligibility", "exclusion criterion", "changed")
    assert [(piece.kind, piece.text) for piece in change.pieces] == [
        ("kept", "Creatinine clearance < "),
        ("removed", "40"),
        ("added", "50"),
        ("kept", " mL/min calculated by the Cockroft Gault method"),
    ]


def test_an_insertion_beside_a_change_leaves_both_told_apart() -> None:
    changes = compare_studies(
        STUDY, criteria("* Total bilirubin > 3 x ULN", "* New rule\n* Total bilirubin > 5 x ULN")
    )
    assert sorted(change.kind for change in changes) == ["added", "changed"]


def test_a_status_is_compared_in_words() -> None:
    def completed(protocol: dict[str, Any]) -> None:
        protocol["statusModule"]["overallStatus"] = "COMPLETED"

    (change,) = compare_studies(STUDY, edited(completed))
    assert [piece.text for piece in change.pieces] == ["Active, not recruiting", "Completed"]


def test_a_site_that_left_is_one_removal_that_names_it() -> None:
    def closed(protocol: dict[str, Any]) -> None:
        del protocol["contactsLocationsModule"]["locations"][3]

    (change,) = compare_studies(STUDY, edited(closed))
    assert change.kind == "removed"
    assert change.pieces[0].text == (
        "University of Kentucky UK Markey Cancer Center, Lexington, Kentucky, United States"
    )


@pytest.mark.parametrize(
    ("old", "new", "by"),
    [
        ("2027-10-29", "2028-01-05", "68 days later"),
        ("2027-10-29", "2027-10-28", "1 day earlier"),
        ("2027-10", "2028-01-05", "3 months later"),
        ("2027-10", "2027-10-29", ""),
        ("2027", "2029-02", "2 years later"),
    ],
)
def test_dates_are_compared_as_dates_and_shown_whole(old: str, new: str, by: str) -> None:
    def completed(day: str) -> Study:
        struct = {"date": day, "type": "ESTIMATED"}
        return edited(lambda protocol: protocol["statusModule"].update(completionDateStruct=struct))

    (change,) = compare_studies(completed(old), completed(new))
    assert change.by == by
    assert [piece.kind for piece in change.pieces] == ["removed", "added"]


@pytest.mark.parametrize(("new", "by"), [(260, "34 more"), (1226, "1,000 more"), (9, "217 fewer")])
def test_numbers_are_compared_as_numbers(new: int, by: str) -> None:
    def enrolled(protocol: dict[str, Any]) -> None:
        protocol["designModule"]["enrollmentInfo"]["count"] = new

    (change,) = compare_studies(STUDY, edited(enrolled))
    assert (change.before, change.by) == ("226", by)


@pytest.mark.parametrize(
    ("old", "new", "removed"),
    [
        ("7.4 GBq", "7.6 GBq", "7.4"),
        ("≥ 1,500 cells", "≥ 1,000 cells", "1,500"),
        ("until 2020-01-08.", "until 2020-01-15.", "2020-01-08"),
        ("Ki-67 of 5,5 %", "Ki-67 of 5,8 %", "5,5"),
        ("Größe 3 über", "Größe 4 über", "3"),
        ("by 7.4.", "by 7.5.", "7.4"),
    ],
)
def test_a_number_or_a_date_in_a_sentence_is_never_half_changed(
    old: str, new: str, removed: str
) -> None:
    assert [p.text for p in words_changed(old, new) if p.kind == "removed"] == [removed]


def updated(day: str | None, phase: str) -> Study:
    def edit(protocol: dict[str, Any]) -> None:
        protocol["designModule"]["phases"] = [phase]
        protocol["statusModule"]["lastUpdatePostDateStruct"] = {"date": day} if day else {}

    return edited(edit)


def test_amendments_name_the_update_each_came_with_in_the_order_of_updates() -> None:
    versions = [
        updated("2026-01-21", "PHASE3"),
        updated(None, "PHASE1"),
        updated("2025-12-31", "PHASE2"),
    ]
    rows = [row for row in amendments(versions) if row["What"] == "phases"]
    assert [(row["Before"], row["After"]) for row in rows] == [
        ("Phase 1", "Phase 2"),
        ("Phase 2", "Phase 3"),
    ]
    assert [row["Since the update of"] for row in rows] == ["2025-12-31", "2026-01-21"]
    assert [row["Not yet in that of"] for row in rows] == ["not stated in the record", "2025-12-31"]


def test_versions_stand_in_the_order_of_their_updates_with_their_dates_and_a_table() -> None:
    app = AppTest.from_file(str(RECORD.parents[2] / "app.py"), default_timeout=30)
    app.session_state["other_versions"] = [
        updated("2026-02-03", "PHASE2"),
        updated("2024-05-06", "PHASE1"),
    ]
    app.run().switch_page("pages/compare.py").run()
    assert not app.exception
    options = app.selectbox(key="version_one_3").options
    dates = [option.split(" · ")[0] for option in options]
    assert dates == [f"last update {day}" for day in ("6 May 2024", "21 Jan 2026", "3 Feb 2026")]
    told = "\n".join(element.value for element in app.text)
    assert "From last update 6 May 2024" in told
    assert "one update after the other" in told
    # Asked for the other way round, the older stands first all the same.
    app.selectbox(key="version_one_3").set_value(2).run()
    app.selectbox(key="version_other_3").set_value(1).run()
    assert any(text.value.startswith("From last update 21 Jan 2026") for text in app.text)


WORDS = st.lists(st.sampled_from(["a", "b", "40", "<", "mL/min", ",", "\n"]), max_size=12)


@given(WORDS, WORDS)
def test_kept_and_removed_words_are_the_old_text_kept_and_added_the_new(
    before: list[str], after: list[str]
) -> None:
    old, new = " ".join(before), " ".join(after)
    pieces = words_changed(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new


LINES = st.lists(st.sampled_from([f"Criterion number {n} of many" for n in range(9)]), max_size=7)


@settings(deadline=None)
@given(LINES, LINES)
def test_no_criterion_is_lost_or_invented(before: list[str], after: list[str]) -> None:
    def study(lines: list[str]) -> Study:
        text = "Inclusion Criteria:\n\n" + "\n".join(f"* {line}" for line in lines)
        module = {"eligibilityCriteria": text}
        identification = {"nctId": "NCT00000001"}
        content = {"identificationModule": identification, "eligibilityModule": module}
        return load_study(json.dumps({"protocolSection": content}))

    changes = compare_studies(study(before), study(after))
    added = sum(change.kind == "added" for change in changes)
    removed = sum(change.kind == "removed" for change in changes)
    assert len(before) - removed + added == len(after)
    assert (changes == ()) == (before == after)


def test_two_large_records_are_compared_in_reasonable_work() -> None:
    def study(prefix: str) -> Study:
        sites = [{"facility": f"{prefix} {n}", "city": f"C{n}"} for n in range(5000)]
        content = {
            "identificationModule": {"nctId": "NCT00000001"},
            "contactsLocationsModule": {"locations": sites},
            "descriptionModule": {"briefSummary": f"{prefix} word " * 50_000},
        }
        return load_study(json.dumps({"protocolSection": content}))

    # Nothing here is timed: quadratic work would simply never end.
    assert len(compare_studies(study("A"), study("B"))) == 10_001
