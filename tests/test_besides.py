"""What the registry adds to its records is told, though nothing here has been made for it."""

from __future__ import annotations

import json
import re
from typing import Any

from data import load_study
from data.annotations import Annotations
from data.besides import Besides, besides
from data.compare import compare_studies
from data.document.full import full_document
from data.record_texts import record_texts
from tests.test_document import AS_OF, texts


def record(**sections: Any) -> str:
    identification = {"identificationModule": {"nctId": "NCT00000001"}}
    protocol = {**identification, **sections.pop("protocolSection", {})}
    return json.dumps({"protocolSection": protocol, **sections})


def told(**sections: Any) -> list[Besides]:
    return list(besides(load_study(record(**sections))))


def test_a_record_that_has_nothing_besides_says_nothing() -> None:
    assert told() == []


def test_a_retraction_is_told_with_the_publication_it_is_of() -> None:
    reference = {
        "citation": "Doe J. A trial.",
        "retractions": [{"pmid": "12", "source": "A notice"}],
    }
    (found,) = told(protocolSection={"referencesModule": {"references": [reference]}})
    assert found.place == "References · Doe J. A trial."
    assert found.details == (("Retractions", "PMID: 12 · source: A notice"),)


def test_values_are_in_words_and_never_in_the_registry_s_spelling() -> None:
    (found,) = told(
        protocolSection={"designModule": {"expandedAccessTypes": {"individual": True}}},
    )
    assert found.details == (("Expanded access types", "individual: Yes"),)
    (found,) = told(
        annotationSection={
            "annotationModule": {
                "violationAnnotation": {
                    "violationEvents": [
                        {"type": "VIOLATION_IDENTIFIED", "issuedDate": "2023-04-04"}
                    ]
                }
            }
        }
    )
    assert found.place == "Remarks of the registry"
    assert found.details == (
        ("Violations, events", "type: Violation identified · issued date: 4 Apr 2023"),
    )


def test_markup_of_unknown_fields_is_undone_like_that_of_known_ones() -> None:
    (found,) = told(
        protocolSection={"statusModule": {"reasonGiven": "GFR \\< 60 &amp; <b>stable</b>"}}
    )
    assert found.details == (("Reason given", "GFR < 60 & stable"),)


def test_lists_objects_and_sections_of_any_depth_lose_no_word() -> None:
    words = [f"word{number}" for number in range(6)]
    deep: Any = {"last": words[5]}
    for level in range(40):
        deep = {f"level{level}": deep}
    content = {
        "aModule": {"plain": words[0], "several": [words[1], words[2]]},
        "bModule": [{"inner": {"x": words[3]}}, [words[4]]],
        "cModule": deep,
    }
    said = " ".join(text for item in told(newSection=content) for _, text in item.details)
    assert [word for word in words if word not in said] == []


def test_the_full_document_and_the_search_have_it_too() -> None:
    study = load_study(record(newSection={"aModule": {"some": "heather"}}, extra="clover"))
    document = " ".join(texts(full_document(study, Annotations(), AS_OF)))
    searched = " ".join(item.text for item in record_texts(study))
    for word in ("heather", "clover"):
        assert word in document
        assert word in searched


def test_no_label_is_written_in_camel_case() -> None:
    found = told(
        documentSection={"largeDocumentModule": {"noSap": True, "largeDocs": [{"hasIcf": True}]}},
        derivedSection={
            "miscInfoModule": {"removedCountries": ["Norway"], "versionHolder": "2025-01-01"}
        },
    )
    labels = [
        label for item in found for label in (item.place, *(name for name, _ in item.details))
    ]
    assert labels
    assert [label for label in labels if re.search("[a-z][A-Z]", label)] == []


def test_what_the_registry_works_out_anew_is_no_change_of_the_record() -> None:
    before, after = (
        load_study(record(derivedSection={"miscInfoModule": {"versionHolder": day}}))
        for day in ("2025-01-01", "2025-01-02")
    )
    assert compare_studies(before, after) == ()
