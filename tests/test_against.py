"""The record against the publication: what matches, what differs, what one of them lacks."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from components.exports.personal.unguessable import json_file
from data import Study, load_study
from data.annotations import Annotations, load_annotations
from data.dates import PartialDate
from data.errors import KeptFileError
from data.schedule import gives_activity
from data.spreadsheet import table_xlsx
from data.study import Outcome
from data.views.against import Agreement, Remark, against, against_table
from data.views.against_file import read_remarks, remarks_content

RECORD = Path(__file__).parents[1] / "data" / "records" / "NCT03972488.json"
STUDY = load_study(RECORD)
ANNOTATIONS = load_annotations(STUDY, RECORD.with_suffix(".annotations.yaml"))


def found(study: Study, annotations: Annotations = ANNOTATIONS) -> dict[str, Agreement]:
    return {line.what: line.agreement for line in against(study, annotations)}


def changed(module: str, **update: object) -> Study:
    section = STUDY.protocol_section
    other = getattr(section, module).model_copy(update=update)
    return STUDY.model_copy(update={"protocol_section": section.model_copy(update={module: other})})


def test_what_differs_comes_first_and_both_sides_are_said() -> None:
    told = found(STUDY)
    assert list(told.values()) == sorted(told.values(), key=list(Agreement).index)
    of = {kind: {what for what, one in told.items() if one is kind} for kind in Agreement}
    assert of[Agreement.DIFFERS] == {"Sites", "Lowest age"}
    assert of[Agreement.UNCLEAR] == set()
    assert of[Agreement.MATCH] == {
        *("Participants", "Countries", "Start"),
        *("Planned activity: Lutathera", "Dose: Octreotide LAR"),
    }
    for what in ("End of enrolment", "Completion", "Primary outcome", "Cross-over"):
        assert told[what] is Agreement.MISSING
    rows = {row["Fact"]: row for row in against_table(against(STUDY, ANNOTATIONS))}
    assert [row["Agreement"] for row in rows.values()][:2] == ["differs"] * 2
    sites = rows["Sites"]
    assert sites["The record states"] == "40 sites listed"
    assert sites["Computed"] == "5 fewer in the record"
    assert "≥ 15 years of age" in rows["Lowest age"]["The record states"]
    assert rows["Lowest age"]["Computed"] == "3 years more in the record"
    assert "45 centres in 9 countries" in sites["The publication states, in our words"]
    assert "Singh S, et al. Lancet 2024" in sites["Published in"]
    assert (sites["Owner"], sites["Remark"]) == ("", "")


@pytest.mark.parametrize(
    ("age", "agreement"),
    [
        ("14 Years", Agreement.DIFFERS),
        ("15 Years", Agreement.MATCH),
        ("16 Years", Agreement.DIFFERS),
        ("180 Months", Agreement.UNCLEAR),
        (None, Agreement.MISSING),
    ],
)
def test_an_age_is_compared_in_years(age: str | None, agreement: Agreement) -> None:
    assert found(changed("eligibility_module", minimum_age=age))["Lowest age"] is agreement


@pytest.mark.parametrize(
    ("start", "agreement"),
    [
        ("2019-12-31", Agreement.DIFFERS),
        ("2020-01-01", Agreement.MATCH),
        ("2020-01", Agreement.MATCH),
        ("2020", Agreement.MATCH),
        ("2020-01-31", Agreement.MATCH),
        ("2020-02-01", Agreement.DIFFERS),
    ],
)
def test_dates_are_compared_as_dates_as_precise_as_they_are(
    start: str, agreement: Agreement
) -> None:
    struct = STUDY.protocol_section.status_module.start_date_struct.model_copy(
        update={"date": PartialDate.parse(start)}
    )
    assert found(changed("status_module", start_date_struct=struct))["Start"] is agreement


def test_what_is_not_published_is_missing_and_never_a_match() -> None:
    without = {key: item for key, item in ANNOTATIONS.published.items() if key != "centres"}
    fewer = ANNOTATIONS.model_copy(update={"published": without})
    assert found(STUDY, fewer)["Sites"] is Agreement.MISSING
    assert found(STUDY, Annotations()) == {}


@pytest.mark.parametrize(("doses", "agreement"), [(3, "differs"), (4, "match"), (5, "differs")])
def test_the_planned_activity_is_reckoned_from_the_schedule(doses: int, agreement: str) -> None:
    regimen = ANNOTATIONS.schedule.regimens[0]
    courses = tuple(
        course.model_copy(update={"at_least": doses, "at_most": doses})
        if gives_activity(course)
        else course
        for course in regimen.courses
    )
    schedule = ANNOTATIONS.schedule.model_copy(
        update={"regimens": (regimen.model_copy(update={"courses": courses}),)}
    )
    lines = against(STUDY, ANNOTATIONS.model_copy(update={"schedule": schedule}))
    line = next(line for line in lines if line.what.startswith("Planned activity"))
    assert line.agreement == agreement
    assert line.computed.startswith(f"{doses} × 7.4 GBq")


def test_the_dose_of_every_arm_is_held_against_what_is_published_of_it() -> None:
    """The control arm too; not against an amount in another unit."""
    rows = [line for line in against(STUDY, ANNOTATIONS) if line.what == "Dose: Octreotide LAR"]
    told = {(line.record.split(",")[0], line.published.value, line.agreement) for line in rows}
    assert told == {
        ("Octreotide LAR 30 mg", "30 mg", Agreement.MATCH),
        ("Octreotide LAR 60 mg", "60 mg", Agreement.MATCH),
    }
    figure = ANNOTATIONS.published["octreotide_control"]
    for update, agreement in (
        ({"number": 61.0}, Agreement.DIFFERS),
        ({"unit": "g"}, Agreement.UNCLEAR),
    ):
        other = {"octreotide_control": figure.model_copy(update=update)}
        published = ANNOTATIONS.model_copy(update={"published": {**ANNOTATIONS.published, **other}})
        control = [line for line in against(STUDY, published) if "60 mg, every" in line.record]
        assert [line.agreement for line in control] == [agreement]


def test_outcomes_are_set_side_by_side_and_never_matched_by_their_words() -> None:
    outcome = Outcome.model_validate({"measure": "Progression-free survival"})
    study = changed("outcomes_module", primary_outcomes=(outcome,))
    assert found(study)["Primary outcome"] is Agreement.UNCLEAR


LINES = against(STUDY, ANNOTATIONS)


def test_what_a_meeting_noted_comes_back_with_its_lines() -> None:
    assert len({line.key for line in LINES}) == len(LINES)
    remarks = {
        LINES[0].key: Remark(owner="=cmd|A1", remark="Ask the sponsor: ≥ 5 centres \n closed?"),
        LINES[-1].key: Remark(remark="fine"),
    }
    content = json_file(remarks_content(STUDY.nct_id, LINES, remarks | {LINES[1].key: Remark()}))
    assert read_remarks(content.encode(), STUDY.nct_id, LINES) == (remarks, ())
    row = against_table(LINES, remarks)[0]
    assert (row["Owner"], row["Remark"]) == ("=cmd|A1", "Ask the sponsor: ≥ 5 centres \n closed?")
    with zipfile.ZipFile(io.BytesIO(table_xlsx([row]))) as book:
        assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()


def test_a_note_whose_line_says_something_else_now_is_kept_and_said() -> None:
    content = json_file(remarks_content(STUDY.nct_id, LINES, {LINES[0].key: Remark(owner="Ana")}))
    later = against(
        changed("contacts_locations_module", locations=STUDY.locations[:-1]), ANNOTATIONS
    )
    remarks, told = read_remarks(content.encode(), STUDY.nct_id, later)
    assert remarks[LINES[0].key].owner == "Ana"
    assert told == ("Sites: what the record or the publication states has changed since",)
    gone, told = read_remarks(content.encode(), STUDY.nct_id, LINES[1:])
    assert gone == {}
    assert "no such line any more (Ana: )" in told[0]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no JSON"),
        (b"{", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"[]", "another file"),
        (b'{"format": "Trial Explorer answers"}', "another file"),
        (
            b'{"format": "Trial Explorer meeting", "record": "NCT00000001", "lines": {}}',
            "NCT00000001",
        ),
        (
            b'{"format": "Trial Explorer meeting", "record": "NCT03972488", "lines": [1]}',
            "no lines",
        ),
        (b" " * 1_000_001, "more than 1 MB"),
    ],
)
def test_a_file_that_is_no_meetings_is_refused_in_one_sentence(content: bytes, said: str) -> None:
    with pytest.raises(KeptFileError, match=said):
        read_remarks(content, STUDY.nct_id, LINES)
