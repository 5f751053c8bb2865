"""A record as a document: nothing that a page shows is dropped, and what is cut says so."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import Study, load_study
from data.annotations import Annotations
from data.annotations.shipped import annotations_of
from data.document.full import full_document
from data.document.handout import OWN_WORDS, Handout, Points, handout
from data.document.model import Details, Document, Grid, Heading, Items, Verbatim, Words
from data.eligibility import load_checklist
from data.records import shipped_records
from data.results.measures import outcome
from data.views.eligibility import deciding_first
from data.views.glance import glance
from data.views.overview import overview_info
from tests.eligibility_people import checklist_of
from tests.export_records import enormous, record
from tests.records import SAMPLES

ROOT = Path(__file__).parents[1]
AS_OF = date(2026, 1, 21)


def texts(document: Document) -> Iterator[str]:
    for section in document.sections:
        for block in section.blocks:
            match block:
                case Words() | Verbatim() | Heading():
                    yield block.text
                case Details():
                    yield from (detail.value for detail in block.details)
                case Items():
                    for item in block.items:
                        yield from (item.title, item.line, item.text, item.plain, *item.notes)
                case Grid():
                    yield from (block.caption, *block.head)
                    yield from (cell for row in block.rows for cell in row)


def assert_whole(study: Study, annotations: Annotations) -> None:
    told = set(texts(full_document(study, annotations, AS_OF)))
    info = overview_info(study, annotations, AS_OF)
    details = [
        detail.value for title, part in info.sections if title != "Places" for detail in part
    ]
    entries = [
        text for _, part in info.entries for item in part for text in (item.title, item.text)
    ]
    criteria = [item.text for item in checklist_of(study).criteria if item.number]
    for text in (*details, *entries, *criteria, info.summary, info.description):
        assert not text or text in told
    for site in study.locations:
        assert (site.facility or "Site without a name") in told


@pytest.fixture(scope="module")
def netter() -> Study:
    return load_study(shipped_records()["NCT03972488"])


def test_the_full_document_has_all_that_the_pages_show(netter: Study) -> None:
    assert_whole(netter, annotations_of(netter))


def test_nothing_of_any_sample_is_dropped() -> None:
    for path in SAMPLES:
        study = load_study(path)
        assert_whole(study, Annotations())
        told = " ".join(texts(full_document(study, Annotations(), AS_OF)))
        results = study.results_section
        for item in results.outcome_measures_module.outcome_measures if results else ():
            for row in outcome(item).rows:
                assert all(cell.text in told for cell in row.cells)


def test_a_table_has_a_cell_for_every_column(netter: Study) -> None:
    for study in (netter, enormous()):
        for section in full_document(study, annotations_of(study), AS_OF).sections:
            for block in section.blocks:
                if isinstance(block, Grid):
                    assert {len(row) for row in block.rows} == {len(block.head)}


def lists(made: Handout) -> Iterator[Points]:
    for page in (*made.first, *made.second):
        for part in page.parts:
            yield from part.lists


def test_the_handout_counts_what_it_leaves_out(netter: Study) -> None:
    made = handout(netter, annotations_of(netter), AS_OF)
    assert made.note == ""
    ruled_out = [item for item in lists(made) if item.title == "Any of this ruled a person out"]
    assert len(ruled_out) == len(made.first)
    for item in ruled_out:
        left = 25 - len(item.points)
        assert item.more == (f"… and {left} more in the full record" if left else "")
    assert len(ruled_out[0].points) > len(ruled_out[-1].points) == 1


def test_what_a_person_must_fit_gets_or_risks_stands_whole_or_not_at_all(netter: Study) -> None:
    annotations = annotations_of(netter)
    plain = annotations.plain
    whole = {item.plain for item in load_checklist(netter, annotations).criteria if item.plain}
    whole |= {f"{item.name}: {item.plain}" for item in plain.groups.values()}
    results = [f"{item.name}: {item.plain}" for item in plain.results]
    made = handout(netter, annotations, AS_OF)
    seen = set()
    for page in (*made.first, *made.second):
        for part in page.parts:
            if part.key in ("eligibility", "schedule", "results"):
                for point in (point for item in part.lists for point in item.points):
                    seen.add(point)
                    assert point in whole or point.rpartition(" (")[0] in results
    assert any("well differentiated" in point and "grade 2 or grade 3" in point for point in seen)


LONG = "Serum albumin below 3.0 g/dL " + "as measured within two weeks before screening " * 40


@pytest.mark.parametrize("kind", ["Inclusion", "Exclusion"])
def test_a_criterion_that_is_too_long_for_the_page_is_counted_and_not_cut(kind: str) -> None:
    text = f"{kind} Criteria:\n\n* {LONG} unless the prothrombin time is normal"

    def told(criteria: str) -> Points:
        study = record(eligibilityModule={"eligibilityCriteria": criteria})
        made = handout(study, Annotations(), AS_OF)
        (item,) = next(part for part in made.first[0].parts if part.key == "eligibility").lists
        return item

    alone = told(text)
    assert (alone.points, alone.more) == ((), "Too long for this page: 1 in the full record")
    both = told(f"{text}\n* Gout")
    assert (both.points, both.more) == (("Gout",), "… and 1 more in the full record")


def test_a_group_whose_treatment_is_too_long_to_tell_is_named_and_not_half_told() -> None:
    arm = {"label": "Arm A", "description": f"{LONG} and never more than 10 mg"}
    made = handout(record(armsInterventionsModule={"armGroups": [arm]}), Annotations(), AS_OF)
    (item,) = next(part for part in made.second[0].parts if part.key == "schedule").lists
    assert item.points == ("Arm A: described in the full record",)


def test_no_group_that_a_handout_leaves_out_had_more_deaths_than_those_it_tells_of() -> None:
    deaths = (0, 0, 1, 0, 2, 0)
    groups = [
        {"id": f"EG00{place}", "title": f"Group {place}", "deathsNumAffected": count}
        for place, count in enumerate(deaths)
    ]
    groups = [{**group, "deathsNumAtRisk": 10} for group in groups]
    del groups[5]["deathsNumAtRisk"]
    study = load_study(
        json.dumps(
            {
                "protocolSection": {"identificationModule": {"nctId": "NCT00000001"}},
                "resultsSection": {"adverseEventsModule": {"eventGroups": groups}},
            }
        )
    )
    made = handout(study, Annotations(), AS_OF)
    told = [point for item in lists(made) for point in item.points if point.startswith("Deaths")]
    assert told
    assert set(told) == {
        "Deaths from any cause, lowest in Group 0: 0 of 10 (0.0%); highest in Group 4: "
        "2 of 10 (20.0%); … and 3 more groups; … and 1 group without a number"
    }


def test_the_criteria_that_decide_most_are_named_first_as_on_the_overview(netter: Study) -> None:
    annotations = annotations_of(netter)
    checklist = load_checklist(netter, annotations)
    tiles = glance(netter, annotations, checklist, AS_OF)
    tile = next(tile for tile in tiles if tile.key == "who")
    first = list(dict.fromkeys(item.label for item in deciding_first(checklist)))
    named = [line.removeprefix("Excluded: ") for line in tile.lines]
    assert first[: len(named)] == named
    plain = {item.label: item.plain for item in checklist.criteria}
    shown = [item.points[0] for item in lists(handout(netter, annotations, AS_OF)) if item.points]
    assert plain[named[0]] in shown
    # Nobody has said what a criterion of another record decides: the record's order stays.
    bare = load_checklist(netter, Annotations())
    assert deciding_first(bare) == bare.criteria


@pytest.mark.parametrize(
    ("status", "title", "tense"),
    [
        ("RECRUITING", "Who can join", "has"),
        ("NOT_YET_RECRUITING", "Whom the study is for", "has"),
        ("SUSPENDED", "Whom the study is for", "has"),
        ("TEMPORARILY_NOT_AVAILABLE", "Whom the study is for", "has"),
        ("UNKNOWN", "Whom the study is for", "has"),
        ("WITHHELD", "Whom the study is for", "has"),
        (None, "Whom the study is for", "has"),
        ("ACTIVE_NOT_RECRUITING", "Who could join", "had"),
        ("COMPLETED", "Who could join", "had"),
        ("NO_LONGER_AVAILABLE", "Who could join", "had"),
    ],
)
def test_only_a_study_that_nobody_can_join_any_more_is_told_in_the_past(
    status: str | None, title: str, tense: str
) -> None:
    modules = {
        "identificationModule": {"nctId": "NCT00000001"},
        "statusModule": {"overallStatus": status} if status else {},
        "eligibilityModule": {"eligibilityCriteria": "Inclusion Criteria:\n* Gout"},
    }
    study = load_study(json.dumps({"protocolSection": modules}))
    parts = handout(study, Annotations(), AS_OF).first[0].parts
    who = next(part for part in parts if part.key == "eligibility")
    assert (who.title, who.lists[0].title) == (
        title,
        f"To join, a person {tense} to fit all of this",
    )


def test_the_handout_never_asks_a_person_to_fit_the_criteria_of_all_groups() -> None:
    text = "".join(
        f"{name} Inclusion Criteria:\n* {wanted}\nExclusion Criteria:\n* Stroke\n"
        for name, wanted in (("Cohort 1", "Diabetes"), ("Cohort 2", "No diabetes"))
    )

    def told(criteria: str) -> list[str]:
        module = {"eligibilityModule": {"eligibilityCriteria": criteria}}
        named = {"identificationModule": {"nctId": "NCT00000001"}}
        study = load_study(json.dumps({"protocolSection": {**named, **module}}))
        made = handout(study, Annotations(), AS_OF)
        who = next(part for part in made.first[0].parts if part.key == "eligibility")
        return [line for item in who.lists for line in (item.title, *item.points)]

    assert told(text) == [
        "To join, a person has to fit what is for everybody and for their own group",
        "Cohort 1: Diabetes",
        "Cohort 2: No diabetes",
        "Any of this that is for everybody or for their own group rules a person out",
        "Cohort 1: Stroke",
        "Cohort 2: Stroke",
    ]
    assert told("Inclusion Criteria:\n* Diabetes")[0] == "To join, a person has to fit all of this"
    of_lists = "Inclusion Criteria:\n\nPatients:\n* Gout\n\nHealthy volunteers:\n* Age 18 to 45\n"
    assert told(of_lists) == [
        "To join, a person has to fit what is for everybody and for their own group",
        "Patients: Gout",
        "Healthy volunteers: Age 18 to 45",
    ]
    led = "Exclusion Criteria:\n\nWithin 6 months before screening:\n* Stroke\n"
    assert told(led)[1:] == ["Within 6 months before screening: Stroke"]


def test_without_plain_words_the_handout_says_whose_words_it_uses() -> None:
    made = handout(record(), Annotations(), AS_OF)
    assert made.note == OWN_WORDS


@given(words=st.lists(st.text(alphabet="abc.,", min_size=1, max_size=30), max_size=80))
def test_what_is_cut_is_a_beginning_and_says_so(words: list[str]) -> None:
    text = " ".join(" ".join(words).split())
    study = record(descriptionModule={"briefSummary": text}) if text else record()
    made = handout(study, Annotations(), AS_OF)
    for page in made.first:
        asked = next(part for part in page.parts if part.key == "overview").lead[0]
        beginning, cut, rest = asked.partition("…")
        assert rest == ""
        if text:
            assert text.startswith(beginning.rstrip())
            assert cut or asked == text


def test_no_export_can_hold_an_answer_about_a_person() -> None:
    """Whatever makes a file knows of the record alone: it imports nothing that has answers."""
    exports = ROOT / "components" / "exports"
    makers = [
        ROOT / "components" / "export.py",
        *(path for path in exports.rglob("*.py") if path.parent.name != "personal"),
        *(ROOT / "data" / "document").rglob("*.py"),
        *(ROOT / "data" / "deck").rglob("*.py"),
    ]
    for path in makers:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {
            node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
        } | {
            item.name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import)
            for item in node.names
        }
        for forbidden in (
            "components.eligibility",
            "components.exports.personal",
            "data.eligibility.a",
            "data.schedule.calendar",
        ):
            assert not any(name.startswith(forbidden) for name in names), path
