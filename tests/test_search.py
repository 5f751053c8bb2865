"""Searching inside a record."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from data import Study, load_study
from data.annotations.shipped import annotations_of
from data.dates import PartialDate
from data.record_texts import RecordText
from data.search import PAGES, Hit, Shown, search, search_index, shown_texts
from data.sites import sites_of
from data.study import ProtocolSection
from data.views.overview import OverviewInfo, OverviewPart, overview_info
from tests.records import SAMPLES

STUDY = load_study(Path(__file__).parents[1] / "data" / "records" / "NCT03972488.json")
AS_OF = date(2026, 1, 21)
INDEX = search_index(STUDY, annotations_of(STUDY))
CONTROL = "Octreotide LAR 60 mg (Control arm)"


def hits(query: str) -> list[Hit]:
    return list(search(INDEX, query).hits)


def found_in(study: Study, query: str) -> list[Hit]:
    return list(search(search_index(study, annotations_of(study)), query).hits)


def test_a_threshold_is_found_with_its_place_and_page() -> None:
    hit = next(one for one in hits("creatinine") if one.place == "Exclusion criterion")
    assert hit.shown == Shown(page="eligibility", text=hit.text)
    assert hit.sentence == hit.text
    assert (hit.before, hit.found) == ("", "Creatinine")
    assert hit.after.startswith(" clearance < 40 mL/min")


@pytest.mark.parametrize("query", ["quebec", "QUÉBEC", "centre hospitalier quebec", "hospitalier"])
def test_case_and_accents_do_not_count(query: str) -> None:
    assert any("Québec" in hit.before + hit.found + hit.after for hit in hits(query))


def test_sites_are_found_on_the_sites_page() -> None:
    (hit,) = hits("Meldola")
    assert hit.shown == Shown(page="sites", text="Istituto Oncologico Romagnolo", site=20)
    assert sites_of(STUDY)[19].name == "Istituto Oncologico Romagnolo"


def test_the_sentence_is_cut_out_of_a_long_text() -> None:
    (hit,) = hits("somatostatin analog (SSA) naive")
    assert hit.sentence.startswith("Somatostatin analog (SSA) naive patients were eligible")
    assert hit.sentence.endswith("in the absence of progression.")
    assert hit.shown is not None
    assert hit.sentence in hit.shown.text


def test_all_words_must_be_there_and_quoted_words_as_they_stand() -> None:
    assert len(hits("brain metastases")) == 1
    assert len(hits('"brain metastases"')) == 1
    assert hits('"metastases brain"') == []
    assert hits("creatinine banana") == []


def test_enumerations_are_found_by_the_words_they_are_shown_in() -> None:
    assert any(hit.place == "Status" for hit in hits("active not recruiting"))
    assert [hit.place for hit in hits("29 oct 2027")] == ["Completion"]
    assert hits("ACTIVE_NOT_RECRUITING") == []


@pytest.mark.parametrize(
    "forms",
    [
        ("Ki-67", "Ki67", "ki 67", "KI\u201167", "ki\u00a067"),
        ("177Lu", "177-Lu", "177 lu", "\u00b9\u2077\u2077Lu"),
        ("phase 3", "Phase-3", "PHASE3"),
        ("tumour", "tumor", "TUMOUR"),
        ("radioembolization", "radioembolisation"),
        ("22.8", "22,8", "22\u00b78"),
    ],
)
def test_what_is_one_thing_is_found_in_whatever_way_it_is_written(forms: tuple[str, ...]) -> None:
    first, *others = ([hit.text for hit in hits(form)] for form in forms)
    assert first
    assert all(other == first for other in others)


@pytest.mark.parametrize(
    ("query", "not_in"),
    [
        ("67", "167 and 670"),
        ("ki 67", "kidney, 67 of them"),
        ("iv", "to give"),
        ("3", "13 and 2.3"),
    ],
)
def test_a_short_word_or_number_is_not_found_inside_another(query: str, not_in: str) -> None:
    assert [hit.text for hit in found_in(said(not_in), query) if hit.place == "Summary"] == []


def said(summary: str) -> Study:
    protocol = {
        "identificationModule": {"nctId": "NCT00000001"},
        "descriptionModule": {"briefSummary": summary},
    }
    return load_study(json.dumps({"protocolSection": protocol}))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("creatinnie", "creatinine"),
        ("lutathra", "lutathera"),
        ("octretide", "octreotide"),
        ("brain metastsaes", "brain metastases"),
        ("karnofski", "karnofsky"),
        ("breastfeeding", "breastfeed"),
    ],
)
def test_slips_of_the_keyboard_are_forgiven_and_said(typed: str, meant: str) -> None:
    found = search(INDEX, typed)
    assert meant in found.read_as
    assert {hit.text for hit in hits(meant)} <= {hit.text for hit in found.hits}
    assert search(INDEX, meant).read_as == ""


@pytest.mark.parametrize("typed", ["41 mL/min", "2028", "471 msec", "QTcf 999", "zzzq", "abx"])
def test_another_number_is_never_taken_for_a_slip(typed: str) -> None:
    found = search(INDEX, typed)
    assert list(found.hits) == []
    assert found.read_as == ""


@pytest.mark.parametrize(
    ("query", "place", "page"),
    [
        ("timeline", "Page", "timeline"),
        ("questions for my doctor", "Page", "questions"),
        ("progression-free survival", "Glossary", None),
        ("22.8 months", "Published: Lancet 2024, ASCO GI 2024", "results"),
        ("how long did people live", "In plain words: Whether people lived longer", "results"),
        ("feeling sick", "In plain words: Feeling sick (nausea)", "results"),
        ("did it work", "Page", "results"),
        ("cannot cure", "In plain words: inclusion criterion", "eligibility"),
        ("Active comparator", f"Arm group: {CONTROL}", "overview"),
        ("AAA601", "Other names of the interventions", "overview"),
        ("Meldola", "Site", "sites"),
    ],
)
def test_places_are_named_as_a_reader_would(query: str, place: str, page: str | None) -> None:
    pages = {hit.place: hit.shown and hit.shown.page for hit in hits(query)}
    assert pages[place] == page


def test_plain_words_lead_to_plain_language_and_the_record_s_to_its_own() -> None:
    plain = {hit.place: hit.shown.plain for hit in hits("grade 3") if hit.shown}
    assert plain["Inclusion criterion"] is False
    assert plain["In plain words: inclusion criterion"] is True


def test_posted_results_are_found_in_their_part() -> None:
    content = {
        "protocolSection": {"identificationModule": {"nctId": "NCT00000001"}},
        "resultsSection": {
            "participantFlowModule": {
                "periods": [{"dropWithdraws": [{"type": "Moved to the coast", "reasons": []}]}]
            },
            "outcomeMeasuresModule": {
                "outcomeMeasures": [
                    {
                        "title": "Walking distance",
                        "unitOfMeasure": "metres",
                        "groups": [{"id": "OG000", "title": "Early"}],
                        "classes": [
                            {
                                "categories": [
                                    {"measurements": [{"groupId": "OG000", "value": "431.5"}]}
                                ]
                            }
                        ],
                    }
                ]
            },
            "adverseEventsModule": {
                "seriousEvents": [{"term": "Syncope", "organSystem": "Nervous system"}]
            },
        },
    }
    study = load_study(json.dumps(content))
    for query, part, text in (
        ("coast", "Participant flow", "Moved to the coast"),
        ("431.5", "Outcomes", "Walking distance"),
        ("syncope serious", "Adverse events", "Syncope"),
    ):
        (hit,) = found_in(study, query)
        assert hit.shown == Shown(page="results", text=text, part=part)


def test_an_empty_query_finds_nothing() -> None:
    assert hits("") == []
    assert hits("   ") == []


@given(st.text(max_size=12))
def test_what_is_found_is_what_was_asked_for(query: str) -> None:
    for hit in hits(query):
        assert hit.found
        assert len(hit.before) <= 161


def parts(info: OverviewInfo) -> Iterator[str]:
    """The texts of the overview, each as one block of the page, in the page's order."""
    yield from (info.title, info.status, info.status_meaning)
    for fact in info.key_figures:
        yield from (fact.label, fact.value, fact.kind or "")
    yield from (info.summary, info.description)
    for heading in (OverviewPart.ARMS, OverviewPart.INTERVENTIONS):
        yield from entries(info, heading)
    for heading, facts in info.sections:
        yield heading
        for fact in facts:
            yield from (fact.label, f"{fact.value}, {fact.kind}" if fact.kind else fact.value)
    for heading, _ in info.entries:
        if heading not in (OverviewPart.ARMS, OverviewPart.INTERVENTIONS):
            yield from entries(info, heading)


def entries(info: OverviewInfo, heading: OverviewPart) -> Iterator[str]:
    yield heading
    for entry in info.list_of(heading):
        yield from (entry.title, entry.line, entry.text)


def led_to(shown: Shown, page: list[str]) -> str | None:
    """Find a text as the browser does: below what stands above it."""
    start = 0
    for above in shown.after:
        start = page.index(above, start)
    return next((part for part in page[start:] if shown.text in part), None)


def nowhere_on_the_overview(study: Study) -> list[RecordText]:
    page = list(parts(overview_info(study, annotations_of(study), AS_OF)))
    return [
        item
        for item, shown in shown_texts(study)
        if shown is None or (shown.page == "overview" and led_to(shown, page) is None)
    ]


def test_every_text_of_netter_2_is_on_the_page_that_its_hit_names() -> None:
    assert nowhere_on_the_overview(STUDY) == []


def filled(kind: Any, number: Iterator[int]) -> Any:
    """Fill in every field that a class, or a type, knows."""
    if get_origin(kind) is tuple:
        return [filled(get_args(kind)[0], number)]
    if get_args(kind):  # the first of several, or what is annotated
        return filled(get_args(kind)[0], number)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return {
            field.alias or name: filled(field.annotation, number)
            for name, field in kind.model_fields.items()
        }
    made = {bool: True, int: 4321, float: 1.5, PartialDate: "2020-01-08"}
    return made.get(kind) or f"word{next(number)} and more"


def test_every_field_that_a_record_can_have_is_led_to() -> None:
    protocol = filled(ProtocolSection, count())
    protocol["identificationModule"]["nctId"] = "NCT00000001"
    arms = protocol["armsInterventionsModule"]
    arms["interventions"][0]["armGroupLabels"] = [arms["armGroups"][0]["label"]]
    study = load_study(json.dumps({"protocolSection": protocol, "hasResults": True}))
    assert nowhere_on_the_overview(study) == []


def test_a_field_that_the_model_does_not_know_is_found_and_led_to() -> None:
    protocol = {
        "identificationModule": {"nctId": "NCT00000001"},
        "statusModule": {"weather": "fair in the south"},
    }
    study = load_study(json.dumps({"protocolSection": protocol}))
    (hit,) = found_in(study, "south")
    assert hit.shown is not None
    assert hit.text == "Weather: fair in the south"
    assert nowhere_on_the_overview(study) == []


def test_every_text_of_the_registry_s_own_records_is_led_to() -> None:
    for path in SAMPLES:
        assert nowhere_on_the_overview(load_study(path)) == [], path.name


def test_a_name_that_stands_twice_is_led_to_where_it_was_found() -> None:
    protocol = {
        "identificationModule": {"nctId": "NCT00000001"},
        "sponsorCollaboratorsModule": {"leadSponsor": {"name": "Acme"}},
        "contactsLocationsModule": {
            "overallOfficials": [{"name": "Acme", "role": "STUDY_DIRECTOR"}],
            "centralContacts": [{"name": "Acme", "phone": "1"}],
        },
    }
    study = load_study(json.dumps({"protocolSection": protocol}))
    above = [hit.shown.after for hit in found_in(study, "acme") if hit.shown]
    assert above == [("Lead sponsor",), ("Contact",), ("Study director",)]


def test_every_page_of_the_app_is_found_by_its_title() -> None:
    app = (Path(__file__).parents[1] / "app.py").read_text(encoding="utf-8")
    assert sorted(re.findall(r'_page\("(\w+)"', app)) == sorted(PAGES)


@pytest.mark.parametrize(
    ("asked", "page"),
    [
        ("side effects", "results"),
        ("who can join", "eligibility"),
        ("can I join?", "eligibility"),
        ("how long", "timeline"),
        ("when does it end", "timeline"),
        ("how often", "design"),
        ("which hospital", "sites"),
        ("cost", "questions"),
        ("who pays", "questions"),
        ("download", "export"),
    ],
)
def test_what_people_ask_for_leads_to_its_page_in_any_record(asked: str, page: str) -> None:
    for study in (STUDY, load_study(SAMPLES[-1])):
        pages = [
            hit.shown.page for hit in found_in(study, asked) if hit.shown and hit.place == "Page"
        ]
        assert page in pages


def test_the_small_words_of_a_question_do_not_count_where_nothing_has_them() -> None:
    found = search(INDEX, "hospital in Spain")
    hits = list(found.hits)
    assert found.read_as == "Spain"
    assert {hit.place for hit in hits} >= {"Site"}
    assert sum(hit.place == "Site" for hit in hits) == 4
    # Words that stand together in the record are found as they are.
    together = search(INDEX, "patients with grade 2")
    assert together.read_as == ""


def test_a_first_letter_is_no_slip_and_words_in_no_one_text_are_not_said_to_be_shown() -> None:

    assert list(search(INDEX, "xutathera").hits) == []
    apart = search(INDEX, "lutathra Seongnam")
    assert list(apart.hits) == []
    assert apart.read_as == ""


def test_the_plan_to_share_data_is_told_from_the_study_s_own_when_and_where() -> None:
    sharing = {"ipdSharing": "YES", "timeFrame": "From 2030", "url": "https://example.org"}
    protocol = {
        "identificationModule": {"nctId": "NCT00000001"},
        "ipdSharingStatementModule": sharing,
    }
    study = load_study(json.dumps({"protocolSection": protocol}))
    assert [hit.place for hit in found_in(study, "2030")] == ["Sharing of data: When"]
