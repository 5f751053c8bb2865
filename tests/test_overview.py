"""What the overview says of a study."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data import Study, load_study
from data.annotations import Annotations, load_annotations
from data.record_paths import value_at
from data.timeline.progress import elapsed_share
from data.views.overview import OverviewInfo, OverviewPart, overview_info
from data.vocabulary import NOT_STATED, in_words, phase_in_words
from tests.records import SAMPLES

RECORD = Path(__file__).parents[1] / "data" / "records" / "NCT03972488.json"
STUDY = load_study(RECORD)
ANNOTATIONS = load_annotations(STUDY, RECORD.with_suffix(".annotations.yaml"))
UPDATE = date(2026, 1, 21)
INFO = overview_info(STUDY, ANNOTATIONS, UPDATE)


def study_of(**modules: Any) -> Study:
    identification = {"identificationModule": {"nctId": "NCT00000001"}}
    return load_study(json.dumps({"protocolSection": {**identification, **modules}}))


def figures(info: OverviewInfo) -> dict[str, tuple[str, str | None]]:
    return {fact.label: (fact.value, fact.kind) for fact in info.key_figures}


def test_netter_2_at_a_glance() -> None:
    assert INFO.acronym is not None
    assert INFO.acronym.value == "NETTER-2"
    assert INFO.acronym.quote in INFO.summary
    assert INFO.status == "Active, not recruiting"
    assert "Nobody new can join" in INFO.status_meaning
    assert figures(INFO) == {
        "Participants": ("226", None),
        "Phase": ("Phase 3", None),
        "Sites": ("40", None),
        "Countries": ("9", None),
        "Start": ("8 Jan 2020", None),
        "Completion": ("29 Oct 2027", "planned (derived)"),
        "Time elapsed": ("77%", "computed"),
    }


def test_a_completion_after_the_last_update_is_planned_and_says_why() -> None:
    completion = next(fact for fact in INFO.key_figures if fact.label == "Completion")
    assert completion.note == (
        "The record does not say whether this date is actual or estimated. "
        "It lies after the record's last update, 21 Jan 2026."
    )


def test_a_date_the_record_calls_actual_is_not_called_planned() -> None:
    study = study_of(
        statusModule={
            "startDateStruct": {"date": "2020-01", "type": "ACTUAL"},
            "completionDateStruct": {"date": "2021-01", "type": "ESTIMATED"},
        }
    )
    info = overview_info(study, Annotations(), UPDATE)
    assert figures(info)["Start"] == ("Jan 2020", "actual")
    assert figures(info)["Completion"] == ("Jan 2021", "estimated")


@pytest.mark.parametrize(
    ("as_of", "share"),
    [
        (date(2019, 1, 1), 0.0),
        (date(2020, 1, 8), 0.0),
        (date(2020, 1, 9), 1 / 2851),
        (date(2027, 10, 28), 2850 / 2851),
        (date(2027, 10, 29), 1.0),
        (date(2030, 1, 1), 1.0),
    ],
)
def test_elapsed_share_by_the_calendar(as_of: date, share: float) -> None:
    # 2,851 days from 8 Jan 2020 to 29 Oct 2027, counted by hand: 7 years of 365 days and 2 leap
    # days make 2,557; from 8 Jan to 29 Oct 2027 are 294 more.
    assert elapsed_share(STUDY, as_of) == pytest.approx(share)


def test_nearly_over_is_not_rounded_to_over() -> None:
    info = overview_info(STUDY, ANNOTATIONS, date(2027, 10, 28))
    assert figures(info)["Time elapsed"] == ("99%", "computed")


def test_no_share_without_both_dates_or_in_the_wrong_order() -> None:
    start = {"date": "2020-01-08"}
    assert elapsed_share(study_of(statusModule={"startDateStruct": start}), UPDATE) is None
    backwards = {"startDateStruct": start, "completionDateStruct": {"date": "2019"}}
    assert elapsed_share(study_of(statusModule=backwards), UPDATE) is None


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, list | tuple):
        return [text for item in value for text in _texts(item)]
    return []


def test_everything_the_record_says_in_its_own_words_is_on_the_overview_or_has_its_page() -> None:
    content = json.loads(RECORD.read_text(encoding="utf-8"))
    protocol = content["protocolSection"]
    del protocol["eligibilityModule"]  # on the eligibility page
    del protocol["contactsLocationsModule"]["locations"]  # on the sites page
    del content["registryPage"]["countries"]  # likewise
    for group in protocol["armsInterventionsModule"]["armGroups"]:
        group["interventionNames"] = [name.split(": ", 1)[1] for name in group["interventionNames"]]
    shown = repr(INFO).replace("\\n", "\n")
    for text in _texts(content):
        if not re.fullmatch(r"[A-Z_]+\d?", text):  # an enumeration, which is said in words
            written = date_written(text)
            assert written in shown, text


def date_written(text: str) -> str:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return text
    day = date.fromisoformat(text)
    return f"{day.day} {day:%b %Y}"


def test_an_empty_record_says_what_is_missing_and_shows_no_empty_section() -> None:
    info = overview_info(study_of(), Annotations(), UPDATE)
    assert info.title == "NCT00000001"
    assert info.status == NOT_STATED
    assert {fact.value for fact in info.key_figures} == {NOT_STATED}
    assert all(facts for _, facts in info.sections)
    assert info.entries == ()


def test_words_for_values_known_and_unknown() -> None:
    assert phase_in_words(("PHASE1", "PHASE2")) == "Phase 1/2"
    assert phase_in_words(("NA",)) == "Not applicable"
    assert phase_in_words(()) == NOT_STATED
    assert in_words({"A": "Apple"}, "B") == "B"
    assert in_words({"A": "Apple"}, None) == NOT_STATED


def test_no_raw_enumeration_in_any_sample() -> None:
    for sample in SAMPLES:
        study = load_study(sample)
        info = overview_info(study, Annotations(), UPDATE)
        values = [info.status, *(fact.value for fact in info.key_figures)]
        values += [
            f.value for heading, facts in info.sections if heading == "Design" for f in facts
        ]
        raw = [value for value in values if "_" in value or (value.isupper() and len(value) > 3)]
        assert raw == [], study.nct_id


def test_every_detail_of_the_record_names_the_fields_it_was_read_from() -> None:
    for _, details in INFO.sections:
        for detail in details:
            assert detail.paths, detail.label
    status = INFO.section(OverviewPart.DATES)[0]
    assert status.paths == ("protocol_section.status_module.overall_status",)
    assert value_at(STUDY, status.paths[0]) == "ACTIVE_NOT_RECRUITING"
    assert value_at(study_of(), "registry_page.countries") is None
