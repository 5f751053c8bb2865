"""Inputs that nobody means well: a clear sentence, or a study, in bounded work."""

from __future__ import annotations

import ast
import io
import json
import random
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest

from components import screening
from components.exports import pptx
from components.exports.registry_json import study_json
from data import StudyError, load_studies, load_study, loading
from data.annotations.shipped import annotations_of
from data.checks import check_record
from data.deck.build import deck
from data.deck.model import WIDE
from data.document.full import full_document
from data.eligibility import answers_file, assess, log_file, reviewing
from data.sites.site import sites_of
from data.study import Study
from data.views import against_file
from data.views.flow import flow_info
from data.views.sites import sites_info
from tests.browser import ROOT
from tests.eligibility_people import checklist_of
from tests.fuzz import damaged, what_is_wrong
from tests.mutations import damaged_record

RECORD = ROOT / "data" / "records" / "NCT03972488.json"
AS_OF = date(2026, 1, 21)


def record(**modules: object) -> bytes:
    identification = {"identificationModule": {"nctId": "NCT00000001"}}
    return json.dumps({"protocolSection": {**identification, **modules}}).encode()


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("record.json", record())
    return buffer.getvalue()


def noise(size: int, seed: int = 7) -> bytes:
    return random.Random(seed).randbytes(size)


def letters(size: int, seed: int = 7) -> bytes:
    return "".join(random.Random(seed).choices('abc {}[]":,\n*', k=size)).encode()


REFUSED = {
    "noise": noise(5_000_000),
    "noise that is text": letters(5_000_000),
    "a zip named json": zipped(),
    "nested lists": b"[" * 2_000_000 + b"]" * 2_000_000,
    "nested objects": b'{"study":' * 200_000 + b"1" + b"}" * 200_000,
    "wrapped in itself": b'{"study": {"study": {"study": {"study": 1}}}}',
    "a page of headings": b"Locations\n\nCountries\n\n" * 100_000,
    "a number of a million digits": b'{"protocolSection": ' + b"9" * 1_000_000 + b"}",
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED)
def test_what_is_no_record_is_refused_in_one_short_sentence(content: bytes) -> None:
    with pytest.raises(StudyError) as raised:
        load_studies(content)
    assert 10 < len(str(raised.value)) < 300
    assert "\n" not in str(raised.value)


STUDY = load_study(RECORD)
READERS: dict[str, tuple[int, Callable[[bytes], object]]] = {
    "a record": (loading.MAX_BYTES, load_studies),
    "answers": (
        answers_file.MAX_BYTES,
        lambda content: answers_file.read_saved_answers(checklist_of(STUDY), content),
    ),
    "a log": (log_file.MAX_BYTES, lambda content: log_file.read_log(checklist_of(STUDY), content)),
    "readings": (reviewing.MAX_BYTES, lambda content: reviewing.read_readings(STUDY, content)),
    "notes": (
        against_file.MAX_BYTES,
        lambda content: against_file.read_remarks(content, STUDY.nct_id, ()),
    ),
    "a template": (pptx.MAX_BYTES, pptx.template_size),
}


@pytest.mark.parametrize(("most", "read"), READERS.values(), ids=READERS)
def test_a_file_larger_than_its_field_takes_is_refused_whoever_sends_it(
    most: int, read: Callable[[bytes], object]
) -> None:
    assert most <= 20 * 2**20
    with pytest.raises((ValueError, StudyError), match=r"too large|MB") as raised:
        read(b" " * (most + 1))
    assert "\n" not in str(raised.value)


def test_every_field_for_a_file_says_how_large_it_may_be_and_the_server_takes_the_largest() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["server"]["maxUploadSize"] == screening._MOST_MB
    fields = [
        (path.name, {one.arg for one in node.keywords})
        for path in (ROOT / "components").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "st.file_uploader"
    ]
    assert len(fields) > 3
    assert [name for name, given in fields if "max_upload_size" not in given] == []


def test_a_hundred_thousand_sites_load_and_are_counted() -> None:
    sites = [
        {"facility": f"Site {n}", "city": f"City {n % 977}", "country": "France"}
        for n in range(100_000)
    ]
    study = load_study(record(contactsLocationsModule={"locations": sites}))
    assert len(study.locations) == 100_000
    assert sites_info(sites_of(study)).total == 100_000


def test_signs_that_turn_or_end_a_text_stay_where_they_are() -> None:
    title = "\u202eevil\u202c \u0000 \u200b \ud7ff end"
    study = load_study(record(identificationModule={"nctId": "NCT00000001", "briefTitle": title}))
    assert study.title == title


def titled(escape: bytes) -> bytes:
    return record(identificationModule={"nctId": "NCT00000001", "briefTitle": "#"}).replace(
        b"#", escape
    )


def test_half_a_sign_is_refused_and_two_halves_are_one() -> None:
    with pytest.raises(StudyError, match="valid Unicode, found half a sign"):
        load_study(titled(b"\\ud800"))
    assert load_study(titled(b"\\ud83d\\ude00")).title == "\U0001f600"


def test_a_page_of_many_lines_is_read_in_one_pass() -> None:
    lines = "\n".join(f"* Criterion {n}" for n in range(50_000))
    page = f"A title\n\nNCT ID: NCT00000001\n\nEligibility Criteria\n\n{lines}\n"
    criteria = load_study(page).protocol_section.eligibility_module.eligibility_criteria
    assert criteria is not None
    assert criteria.count("\n") == 49_999


ODD: dict[str, Any] = {
    "protocolSection": {
        "identificationModule": {"nctId": "NCT00000001", "briefTitle": "Odd"},
        "statusModule": {"startDateStruct": {"date": "2020-01"}, "overallStatus": "UNKNOWN"},
        "designModule": {
            "studyType": "INTERVENTIONAL",
            "designInfo": {"allocation": "RANDOMIZED", "maskingInfo": {"whoMasked": ["X"]}},
            "enrollmentInfo": {"count": 12, "type": "ACTUAL"},
        },
        "armsInterventionsModule": {
            "armGroups": [{"label": "A", "interventionNames": ["Drug: D"]}, {"label": "B"}],
            "interventions": [{"type": "DRUG", "name": "D", "armGroupLabels": ["A"]}],
        },
        "eligibilityModule": {"eligibilityCriteria": "Inclusion:\n* a", "minimumAge": "18 Years"},
        "contactsLocationsModule": {
            "locations": [{"city": "Roma", "country": "Italy", "geoPoint": {"lat": 41, "lon": 12}}]
        },
    },
    "resultsSection": {
        "outcomeMeasuresModule": {
            "outcomeMeasures": [
                {
                    "type": "PRIMARY",
                    "title": "M",
                    "groups": [{"id": "OG000", "title": "A"}],
                    "denoms": [{"units": "P", "counts": [{"groupId": "OG000", "value": "5"}]}],
                    "classes": [
                        {"categories": [{"measurements": [{"groupId": "OG000", "value": "1"}]}]}
                    ],
                }
            ]
        }
    },
}


def make_everything(study: Study) -> None:
    """Make what the pages, the slides and the documents of a study are made of."""
    annotations = annotations_of(study)
    check_record(study, annotations, AS_OF)
    flow_info(study, annotations)
    assess(checklist_of(study), {})
    deck(study, annotations, audience="lay", size=WIDE, as_of=AS_OF)
    full_document(study, annotations, AS_OF)


# Other records every day, the same for everybody who tests on that day: a finding names its seed.
TODAY = datetime.now(UTC).date().toordinal() * 1000
ROUNDS, OF_EACH = 20, 25


@contextmanager
def naming(seed: int) -> Iterator[None]:
    """Let whatever is raised say which seed brings it back."""
    try:
        yield
    except Exception as error:
        error.add_note(f"the record damaged by seed {seed}")
        raise


def opened_or_refused(content: bytes) -> Study | None:
    """The study, or None where one short sentence says what was expected instead."""
    try:
        return load_study(content)
    except StudyError as error:
        said = str(error)
        assert "expected" in said
        assert len(said) < 300
        assert "\n" not in said
        return None


@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_damaged_record_opens_or_says_where_it_cannot(number: int) -> None:
    shipped = json.loads(RECORD.read_text(encoding="utf-8"))
    for seed in range(TODAY + number * OF_EACH, TODAY + (number + 1) * OF_EACH):
        content = damaged_record(shipped if seed % OF_EACH == 0 else ODD, seed)
        with naming(seed):
            if study := opened_or_refused(json.dumps(content).encode()):
                make_everything(study)
                assert load_study(study_json(study)) == study


@pytest.mark.parametrize("number", range(6))
def test_every_page_and_file_of_a_damaged_record_or_page_of_text_is_made(number: int) -> None:
    seed = TODAY + number
    assert [*what_is_wrong(damaged(seed))] == [], f"make fuzz N=1 SEED={seed}"


WORD = "x" * 1_000_000
LARGE: dict[str, dict[str, Any]] = {
    "three hundred arms": {
        "designModule": {"designInfo": {"allocation": "RANDOMIZED"}},
        "armsInterventionsModule": {
            "armGroups": [{"label": f"Arm {n}", "type": "EXPERIMENTAL"} for n in range(300)]
        },
    },
    "a title": {"identificationModule": {"nctId": "NCT00000001", "briefTitle": WORD}},
    "a summary": {"descriptionModule": {"briefSummary": WORD, "detailedDescription": WORD}},
    "a condition": {"conditionsModule": {"conditions": [WORD]}},
    "an arm": {"armsInterventionsModule": {"armGroups": [{"label": WORD}, {"label": "B"}]}},
    "a criterion": {"eligibilityModule": {"eligibilityCriteria": f"Inclusion:\n* {WORD}"}},
}


@pytest.mark.parametrize("modules", LARGE.values(), ids=LARGE)
def test_hundreds_of_arms_or_a_word_of_a_megabyte_do_not_hang(modules: dict[str, Any]) -> None:
    make_everything(load_study(record(**modules)))
