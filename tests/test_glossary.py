"""The glossary: which words are explained, in any record, and which are left alone."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import load_study
from data.plain.glossary import Term, fields_of, find_terms, glossary
from data.record_texts import record_texts
from data.records import FOLDER
from tests.records import SAMPLES

FORMS = [form for term in glossary() for form in term.written if form not in term.beside]


def found(text: str) -> list[tuple[str, str]]:
    """What is found: the words of the text, and the name of the term."""
    return [(text[start:end], term.name) for start, end, term in find_terms(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ki67 index ≥10 and ≤ 55%", [("Ki67 index", "Ki-67")]),
        ("somatostatin receptors on", [("somatostatin receptors", "somatostatin receptor")]),
        ("Somatostatin Receptor scan", [("Somatostatin Receptor", "somatostatin receptor")]),
        ("long-acting octreotide", [("long-acting octreotide", "octreotide LAR")]),
        ("octreotide LAR 60 mg", [("octreotide LAR", "octreotide LAR")]),
        ("short-acting octreotide", [("short-acting octreotide", "octreotide")]),
        ("a cross-over phase", [("cross-over", "cross-over")]),
        ("CROSSOVER", [("CROSSOVER", "cross-over")]),
        ("an open-label, randomised trial", [("open-label", "open-label"), ("randomised",) * 2]),
        ("prior to randomization", [("randomization", "randomised")]),
        ("PRRT at any time", [("PRRT", "PRRT")]),
        ("Lutaathera", [("Lutaathera", "Lutathera")]),
        ("tumor or tumour", []),
        ("neuroendocrine tumors", [("neuroendocrine tumors", "neuroendocrine tumour")]),
        ("neuroendocrine\ntumours", [("neuroendocrine\ntumours", "neuroendocrine tumour")]),
        ("follow up", [("follow up", "follow-up")]),
        ("follow\u2011up", [("follow\u2011up", "follow-up")]),
        ("Phase III", [("Phase III", "phase 3")]),
        ("PHASE 3", [("PHASE 3", "phase 3")]),
    ],
)
def test_a_term_is_found_in_whatever_way_it_is_written(text, expected) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "hb, ct and pet in small letters",  # abbreviations
        "in contrast to the upper arm of a menstrual cycle",  # everyday words
        "placebos123 and unrandomised and octreotidelike",  # parts of words
        "EGFR-mutated",  # a gene, not the kidneys' eGFR
        "a prefilled syringe (PFS) for the left eye (OS) at a heart rate (HR) of 80",
        "",
    ],
)
def test_what_only_looks_like_a_term_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_a_word_behind_a_hyphen_is_part_of_another() -> None:
    assert found("non-randomised") == [("non-randomised", "not randomised")]
    assert found("pre-screening phase and non-placebo") == []


def test_an_ambiguous_abbreviation_counts_beside_the_words_it_stands_for() -> None:
    assert found("PFS and OS") == []
    text = "progression free survival (PFS)"
    assert [name for _, name in found(text)] == ["progression-free survival"] * 2
    assert [words for words, _ in found(f"{text}, OS")] == ["progression free survival", "PFS"]


@given(st.text(max_size=200))
def test_any_text_is_cut_without_loss(text: str) -> None:
    check(text)


@given(st.lists(st.one_of(st.sampled_from(FORMS), st.text(max_size=5)), max_size=8), st.booleans())
def test_any_mixture_of_terms_is_cut_without_loss(parts: list[str], loud: bool) -> None:
    text = " ".join(parts)
    check(text.upper() if loud else text)


def check(text: str) -> None:
    """Spans are in order, do not overlap, hold something, and stand between whole words."""
    end = 0
    for span in find_terms(text):
        assert end <= span.start < span.end <= len(text)
        assert not (span.start and text[span.start - 1].isalnum())
        assert not text[span.end : span.end + 1].isalnum()
        end = span.end


@given(st.sampled_from(FORMS), st.sampled_from(["", "(", "the ", "1. "]), st.sampled_from(",.); "))
def test_every_form_is_found_whole(form: str, before: str, after: str) -> None:
    text = f"{before}{form}{after}"
    spans = find_terms(text)
    assert [text[span.start : span.end] for span in spans] == [form]
    assert form in spans[0].term.written


def test_no_form_belongs_to_two_terms() -> None:
    owners: dict[str, str] = {}
    for term in glossary():
        for form in term.written:
            assert owners.setdefault(form.lower(), term.name) == term.name, form


def test_every_term_is_explained_in_one_to_three_short_sentences() -> None:
    assert len(glossary()) >= 45
    for term in glossary():
        assert term.plain.endswith(".")
        assert 1 <= term.plain.count(". ") + 1 <= 3
        assert len(term.plain) <= 160
    assert len({term.name for term in glossary()}) == len(glossary())


def test_the_terms_the_issue_names_are_there() -> None:
    names = {term.name for term in glossary()}
    assert names >= {
        "Ki-67",
        "somatostatin receptor",
        "progression-free survival",
        "octreotide LAR",
        "cross-over",
        "randomised",
    }


def test_a_term_is_frozen_and_strict() -> None:
    with pytest.raises(ValueError, match="extra"):
        Term.model_validate({"name": "n", "plain": "p", "meaning": "m"})


def test_the_glossary_serves_the_shipped_record_well() -> None:
    study = load_study(FOLDER / "NCT03972488.json")
    names = {term.name for text in record_texts(study) for _, _, term in find_terms(text.text)}
    assert len(names) >= 60


def test_it_serves_other_records_too() -> None:
    for path in SAMPLES:
        study = load_study(path)
        assert any(find_terms(text.text) for text in record_texts(study)), path.name


HEART = (
    "Radiofrequency ablation of atrial fibrillation in inoperable patients. Device embolization, "
    "progression of heart failure, restenosis of the target lesion, PET CO2, stable disease and a "
    "complete response are recorded."
)


def test_in_a_study_of_the_heart_no_word_is_explained_as_a_tumour() -> None:
    plain = " ".join(span.term.plain for span in find_terms(HEART, frozenset()))
    assert not re.search("tumour|cancer", plain, re.IGNORECASE)


def test_in_a_study_of_tumours_the_same_words_are_explained() -> None:
    names = {span.term.name for span in find_terms(HEART, frozenset({"tumours"}))}
    assert {"radiofrequency ablation", "progression", "lesion", "stable disease"} <= names


@pytest.mark.parametrize(
    ("condition", "fields"),
    [
        ("Atrial Fibrillation", set()),
        ("Heart Failure", set()),
        ("Safety Net Clinics", set()),
        ("Type 2 Diabetes", set()),
        ("Gastroenteropancreatic Neuroendocrine Tumors", {"tumours"}),
        ("Breast Cancer", {"tumours"}),
        ("Acute Myeloid Leukaemia", {"tumours"}),
        ("Uveal Melanoma", {"tumours"}),
        *(
            (name, {"tumours"})
            for name in (
                "Hodgkin Disease",
                "MDS",
                "Relapsed AML",
                "CLL",
                "NSCLC",
                "SCLC, Extensive Stage",
                "HCC",
                "GIST",
                "Pilocytic Astrocytoma",
                "Meningioma",
                "Ewing's",
                "Wilms",
                "Kaposi",
                "DIPG",
                "mCRPC",
                "mHSPC",
                "Cáncer de mama",
                "Brustkrebs",
                "Tumeur du foie",
                "Leucémie aiguë",
                "Leukämie",
                "Children with brain cancer",
                "Screening for depression in cancer",
            )
        ),
    ],
)
def test_the_conditions_tell_what_field_a_study_is_of(condition: str, fields: set[str]) -> None:
    protocol = {
        "identificationModule": {"nctId": "NCT00000001"},
        "conditionsModule": {"conditions": [condition]},
    }
    assert fields_of(load_study(json.dumps({"protocolSection": protocol}))) == fields


def test_the_name_of_an_institution_is_not_explained() -> None:
    text = "Following the Centers for Disease Control and Prevention, disease control is recorded."
    spans = find_terms(text)
    assert [text[span.start : span.end] for span in spans] == ["disease control"]
    assert not find_terms("European Neuroendocrine Tumor Society")
    assert find_terms("Eastern Cooperative Oncology Group")


@pytest.mark.parametrize(
    "title",
    [
        "Anti-Tumor Necrosis Factor in arthritis",
        "Malignant hypertension",
        "Sepsis at the MD Anderson Cancer Center",
        "Non-cancer pain",
        "Neutrophil extracellular traps (NETs) in sepsis",
        "Cancer caregivers",
        "Pseudotumour of the orbit",
        "Malignant middle cerebral artery infarction",
        "Malignant brain oedema",
        "Neuroleptic malignant syndrome",
        "Metastatic abscess",
        "Murine leukaemia virus",
        "Human T-cell leukemia/lymphoma virus",
        "Tumoural calcinosis",
        "Screening of lung cancer",
        "Prevention of cervical cancer",
        "Family carers of people with breast cancer",
        "Pain in adults without cancer",
        "Venous thrombosis in people with no known malignancy",
        "Anaemia not caused by a tumour",
        "Effusions not due to malignancy",
        "Krebs von den Lungen 6",
        "MDS-UPDRS in Parkinson's disease",
    ],
)
def test_what_only_sounds_like_a_tumour_is_no_study_of_tumours(title: str) -> None:
    named = {"nctId": "NCT00000001", "briefTitle": title}
    study = load_study(json.dumps({"protocolSection": {"identificationModule": named}}))
    assert fields_of(study) == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "Median sternotomy and median nerve",
        "Recurrent laryngeal nerve palsy",
        "A blinding disease",
        "Yale, New Haven, CT",
        "Sublingual immunotherapy for house dust mite",
        "Phase 2 rehabilitation",
        "Phase 2 hypersensitivity",
        "Sham feeding with gum",
        "Costs of INR 5000",
        "Department of Disease Control",
        "the center for disease control",
        "Radiation Therapy Oncology Group",
        "The Metastatic Breast Cancer Network",
        "Phase III sleep",
        "Phase II of the menstrual cycle",
        "phase 2 insulin secretion",
        "phase I periodontal treatment",
        "phase II metabolism",
        "Chlamydia trachomatis (CT), and CT again",
        "compression therapy (CT)",
        "Hartford CT",
        "Farmington, CT 06030",
        "A blinding light",
        "Oral immunotherapy",
        "Immunotherapy for egg allergy",
        "Median lobe and median raphe",
        "A child sponsor",
        "Root canal retreatment",
        "Dentine hypersensitivity",
        "Visceral hypersensitivity",
        "Interferon-gamma release assay",
        "Interferon gamma release assays",
    ],
)
def test_a_word_in_a_sense_of_its_own_is_not_explained(text: str) -> None:
    assert find_terms(text) == ()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Phase 2 of this study", "Phase 2"),
        ("phase II of the clinical trial", "phase II"),
        ("A phase 3 study", "phase 3"),
        ("computed tomography (CT)", "CT"),
        ("computerised tomography (CT)", "CT"),
        ("abdominal imaging (CT)", "CT"),
        ("Chest CT.", "CT"),
        ("The median age", "median"),
        ("Hypersensitivity to the drug", "Hypersensitivity"),
        ("Immunotherapy for melanoma", "Immunotherapy"),
    ],
)
def test_a_word_in_the_sense_of_trials_stays_explained(text: str, word: str) -> None:
    assert word in [text[span.start : span.end] for span in find_terms(text)]
