"""Inputs that nobody means well: a clear sentence, or a study, in bounded work."""

from __future__ import annotations

import io
import json
import random
import zipfile

import pytest

from data import StudyError, load_studies, load_study
from data.sites.site import sites_of
from data.views.sites import sites_info


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
