"""The PDF handouts, opened with a reader that is not ours: pages, words, tags, pictures."""

from __future__ import annotations

import io
import json
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any, get_args

import pytest
from pypdf import PdfReader
from pypdf.generic import DecodedStreamObject, NameObject

from components.exports.glyphs import MISSING, breakable, drawable, what_is_missing
from components.exports.pdf import Paper, full_pdf, lay_pdf
from components.exports.pictures import lay_flow, pictures
from data import Study, load_study
from data.annotations import Annotations
from data.annotations.shipped import annotations_of
from data.document.full import full_document
from data.document.handout import OWN_WORDS, handout
from data.records import shipped_records
from tests.export_records import enormous, hostile
from tests.pdf_ua import failures, nodes
from tests.records import SAMPLE_FOLDER, SAMPLES

AS_OF = date(2026, 1, 21)
PAPERS: tuple[Paper, ...] = get_args(Paper)
POINTS = {"A4": (595, 842), "Letter": (612, 792)}


def lay(study: Study, annotations: Annotations, paper: Paper = "A4") -> bytes:
    flow = lay_flow(study, annotations, AS_OF)
    return lay_pdf(handout(study, annotations, AS_OF), flow, paper)


def full(study: Study, annotations: Annotations) -> bytes:
    document = full_document(study, annotations, AS_OF)
    return full_pdf(document, pictures(study, annotations, AS_OF), "A4")


def opened(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def words(reader: PdfReader) -> str:
    """All text, on one line, without the marks that let long words break."""
    text = " ".join(page.extract_text() for page in reader.pages)
    return " ".join(text.replace("\u200b", "").split())


@pytest.fixture(scope="module")
def netter() -> Study:
    return load_study(shipped_records()["NCT03972488"])


@pytest.fixture(scope="module")
def lay_bytes(netter: Study) -> bytes:
    return lay(netter, annotations_of(netter))


@pytest.fixture(scope="module")
def netter_lay(lay_bytes: bytes) -> PdfReader:
    return opened(lay_bytes)


@pytest.fixture(scope="module")
def netter_full(netter: Study) -> PdfReader:
    return opened(full(netter, annotations_of(netter)))


def test_the_handout_tells_in_plain_words_what_a_visitor_asks(netter_lay: PdfReader) -> None:
    assert len(netter_lay.pages) == 2
    text = words(netter_lay)
    for heading in (
        "What the study asks",
        "Who could join",
        "How it is built",
        "What is given",
        "Where",
        "When",
        "What was found",
        "Ask, and read more",
    ):
        assert heading in text
    for fact in (
        "How well does Lutathera work, and how safe is it?",
        "Nobody can enrol now",
        "226 participants",
        "40 sites, in 9 countries",
        "8 Jan 2020",
        "29 Oct 2027 (planned)",
        "Your Ki-67 index is from 10% to 55%",
        "more in the full record",
        "clinicaltrials.gov/study/NCT03972488",
    ):
        assert fact in text
    assert OWN_WORDS not in text


def test_benefit_and_harm_are_told_alike_and_with_their_sources(netter_lay: PdfReader) -> None:
    text = words(netter_lay)
    benefit, _, harm = text.partition("What was found")[2].partition("Harm ")
    assert "Benefit" in benefit
    assert "22.8 months or more" in benefit
    assert "8.5 months or more. (Lancet 2024, ASCO GI 2024)" in benefit
    assert "Deaths: In the time of treatment, 5 people died of an unwanted event." in harm
    assert "about 14 of 100 people had severe harm to the blood" in harm
    assert "it was about 1 of 100. (Oncology 2024)" in harm


@pytest.mark.parametrize("kind", ["netter_lay", "netter_full"])
def test_every_page_names_the_record_and_its_update(
    kind: str, request: pytest.FixtureRequest
) -> None:
    reader: PdfReader = request.getfixturevalue(kind)
    # Reading a page takes a while: the first, the last and one between them stand for all.
    last = len(reader.pages)
    for number in {1, (last + 1) // 2, last}:
        text = " ".join(reader.pages[number - 1].extract_text().split())
        assert "NCT03972488 · record last updated 21 Jan 2026 · source: " in text
        assert "not medical advice" in text
        assert f"Page {number} of {last}" in text


@pytest.mark.parametrize("kind", ["netter_lay", "netter_full"])
def test_a_screen_reader_finds_its_way(kind: str, request: pytest.FixtureRequest) -> None:
    reader: PdfReader = request.getfixturevalue(kind)
    assert failures(reader) == []
    assert root(reader)["/Lang"] == "en-GB"
    assert reader.metadata is not None
    assert "Lutathera" in (reader.metadata.title or "")
    found = nodes(reader)
    assert {"H1", "P", "L", "Table", "TH", "TD", "Figure"} <= {node.kind for node in found}
    alts = [node.element["/Alt"] for node in found if node.kind == "Figure"]
    assert alts
    assert all(len(alt) > 40 for alt in alts)
    assert any("Lutathera" in alt for alt in alts)


def rename(element: Any, kind: str) -> None:
    element[NameObject("/S")] = NameObject(f"/{kind}")


def link(reader: PdfReader) -> Any:
    found = [one.get_object() for page in reader.pages for one in page.get("/Annots", [])]
    return found[0]


def unmark(page: Any) -> None:
    """Draw a line that is neither tagged nor left out."""
    drawn = DecodedStreamObject()
    drawn.set_data(page.get_contents().get_data() + b" 0 0 m 9 9 l S")
    page[NameObject("/Contents")] = drawn


def root(reader: PdfReader) -> Any:
    return reader.root_object


def first(reader: PdfReader, kind: str) -> Any:
    return next(node.element for node in nodes(reader) if node.kind == kind)


BREAKS: dict[str, Callable[[PdfReader], object]] = {
    "01-007": lambda file: root(file).pop("/MarkInfo"),
    "01-005": lambda file: unmark(file.pages[0]),
    "02-001": lambda file: root(file)["/StructTreeRoot"].pop("/RoleMap"),
    "07-002": lambda file: root(file).pop("/ViewerPreferences"),
    "09-004": lambda file: rename(first(file, "TR"), "P"),
    "11-006": lambda file: root(file).pop("/Lang"),
    "13-004": lambda file: first(file, "Figure").pop("/Alt"),
    "14-003": lambda file: rename(first(file, "H2"), "H3"),
    "15-003": lambda file: first(file, "TH").pop("/A"),
    "28-009": lambda file: file.pages[0].pop("/Tabs"),
    "28-012": lambda file: link(file).pop("/Contents"),
}


@pytest.mark.parametrize("number", BREAKS)
def test_a_file_that_a_screen_reader_cannot_read_is_found_out(number: str, lay_bytes: bytes):
    reader = opened(lay_bytes)
    BREAKS[number](reader)
    assert {told.partition(":")[0] for told in failures(reader)} == {number}


def test_the_full_record_has_every_criterion_and_every_picture(
    netter: Study, netter_full: PdfReader
) -> None:
    text = words(netter_full)
    # A hyphen at the end of a line takes the space with it when text is read out of a PDF.
    squeezed = "".join(text.split())
    for item in full_document(netter, annotations_of(netter), AS_OF).sections:
        assert item.title in text
    assert [f"Inclusion {number}" in text for number in range(1, 9)] == [True] * 8
    assert [f"Exclusion {number}" in text for number in range(1, 26)] == [True] * 25
    for fact in (
        "Ki67 index ≥10 and ≤ 55%",
        "Creatinine clearance < 40 mL/min calculated by the Cockroft Gault method",
        "29.6 GBq = 800 mCi",
        "Yale Cancer Center",
        "0.276",
        "Singh S, Halperin D, Myrehaug S",
        "Why it matters:",
        "Milestones, each with where it is written",
    ):
        assert "".join(fact.split()) in squeezed
    alts = [node.element["/Alt"] for node in nodes(netter_full) if node.kind == "Figure"]
    for picture in ("Flow of participants", "Timeline", "Dosing schedule", "Map of the world"):
        assert any(alt.startswith(picture) for alt in alts), picture


def test_the_same_record_becomes_the_same_bytes(netter: Study) -> None:
    annotations = annotations_of(netter)
    assert lay(netter, annotations) == lay(netter, annotations)
    assert full(netter, annotations) == full(netter, annotations)


def test_only_the_shipped_fonts_are_used(netter_full: PdfReader) -> None:
    resources: list[Any] = [page["/Resources"] for page in netter_full.pages]
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for found in resources
        for font in found.get("/Font", {}).values()
    }
    assert fonts
    assert all(name.startswith("TrialExplorerSans") for name in fonts), fonts


def test_what_a_record_says_is_text_and_nothing_else() -> None:
    study = hostile()
    for content in (lay(study, Annotations()), full(study, Annotations())):
        squeezed = "".join(words(opened(content)).split())
        for part in ('#panic("x")$x^2$*bold*_it_@ref<bonclick=', "`raw`//notacomment/*northis*/"):
            assert part in squeezed
        assert "\u202e" not in squeezed
        assert b"/JavaScript" not in content


def test_two_pages_stay_two_however_much_there_is_to_say() -> None:
    # Letter is the lower of the two papers.
    reader = opened(lay(enormous(), Annotations(), "Letter"))
    assert len(reader.pages) == 2
    text = words(reader)
    for told in ("more in the full record", "more countries", "Not medical advice.", OWN_WORDS):
        assert told in text


def test_a_bare_record_becomes_a_handout_too(netter: Study) -> None:
    bare = load_study('{"protocolSection": {"identificationModule": {"nctId": "NCT00000009"}}}')
    text = words(opened(lay(bare, Annotations())))
    for told in ("lists no sites", "lists no treatment", "states no dates", "not stated"):
        assert told in text
    assert len(opened(full(bare, Annotations())).pages) >= 2


def test_every_sample_record_has_a_handout_of_two_pages() -> None:
    for path in SAMPLES:
        study = load_study(path)
        made = handout(study, Annotations(), AS_OF)
        flow = lay_flow(study, Annotations(), AS_OF)
        for paper in PAPERS:
            reader = opened(lay_pdf(made, flow, paper))
            assert len(reader.pages) == 2, (study.nct_id, paper)
            size = reader.pages[0].mediabox
            assert (round(size.width), round(size.height)) == POINTS[paper]
        assert failures(reader) == [], study.nct_id


def test_the_largest_sample_can_be_printed_in_full() -> None:
    study = load_study(SAMPLE_FOLDER / "NCT02545049.json")
    reader = opened(full(study, Annotations()))
    # Reading 60 pages takes longer than setting them: look for one site of the last country.
    last = max(study.locations, key=lambda site: site.country or "")
    assert any(
        (last.facility or "") in " ".join(page.extract_text().split())
        for page in reader.pages[15:45]
    )


SCRIPTS = {
    "Chinese": "北京大学第一医院",
    "Taiwanese": "臺北榮民總醫院",
    "Korean": "서울대학교병원",
    "Japanese": "東京大学病院 がん センター",
    "Arabic": "مستشفى الملك فيصل التخصصي",
    "Hebrew": "בית חולים הדסה",
    "Thai": "โรงพยาบาล",
    "Georgian": "თბილისის კლინიკა",
    "Armenian": "Երևանի հիվանդանոց",
    "signs": "♂ ♀ ≥ ≤ > <",
    "accents": "x̄ p̂ n\u0303 ŷ",
}


def study_at(*facilities: str) -> Study:
    return load_study(
        json.dumps(
            {
                "protocolSection": {
                    "identificationModule": {"nctId": "NCT09990001", "briefTitle": "Signs"},
                    "contactsLocationsModule": {
                        "locations": [
                            {"facility": name, "city": "Anywhere", "country": "Japan"}
                            for name in facilities
                        ]
                    },
                }
            }
        )
    )


@pytest.mark.parametrize("name", SCRIPTS.values(), ids=SCRIPTS)
def test_a_site_is_named_in_its_own_script(name: str) -> None:
    said = words(opened(full(study_at(name), Annotations())))
    for word in name.split():
        assert unicodedata.normalize("NFC", word) in unicodedata.normalize("NFC", said)
    assert MISSING not in said


def test_signs_that_cannot_be_drawn_are_counted_and_named() -> None:
    said = words(opened(full(study_at("ꦄꦏ Hospital", "ꦄ 北京"), Annotations())))
    assert "3 signs of the record cannot be drawn in this file; □ stands for each" in said
    assert "(U+A984, U+A98F)" in said
    assert said.count(MISSING) == 4


def test_a_box_that_the_record_writes_itself_is_not_missing() -> None:
    assert "cannot be drawn" not in words(opened(full(study_at("□ yes"), Annotations())))


def test_signs_that_the_fonts_lack_are_told_apart_from_none() -> None:
    assert drawable("≥ ± µ β → ⁶⁸Ga ½") == "≥ ± µ β → ⁶⁸Ga ½"
    assert drawable("𝐀₅\u2028𝟙\tx") == "A₅\n1 x"
    assert drawable("中\u0007ꦄ") == "中" + MISSING * 2
    assert drawable("∼5 ≃6 ∓7 ≲8 ≳9 ∅ ⊕ ⊗") == "~5 ≈6 -/+7 <~8 >~9 Ø (+) (x)"
    assert drawable("✓\ufe0f ♂\ufe0e 葛\U000e0100") == "✓ ♂ 葛"
    assert what_is_missing(["∼ ≲ ✓\ufe0f"]) == ""
    assert drawable("a\u202eb\u00adc") == "abc"
    long = "https://example.org/" + "x" * 100
    assert breakable(long).replace("\u200b", "") == long
    assert max(map(len, breakable(long).split("\u200b"))) <= 28
    assert max(map(len, breakable("W" * 400, 14).split("\u200b"))) == 14
