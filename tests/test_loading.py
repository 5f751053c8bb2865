"""Opening a record: every way in, and what is said of an input that is none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from components.exports.registry_json import study_json
from data import Study, StudyError, load_studies, load_study
from data.loading import MAX_BYTES
from tests.records import SAMPLES

RECORDS = Path(__file__).parents[1] / "data" / "records"
RECORD = RECORDS / "NCT03972488.json"
PAGE = RECORDS / "NCT03972488.txt"


def record(**modules: Any) -> dict[str, Any]:
    """A record that holds its number and the given modules."""
    identification = {"identificationModule": {"nctId": "NCT00000001"}}
    return {"protocolSection": {**identification, **modules}}


def load(content: Any) -> Study:
    return load_study(json.dumps(content))


def test_a_path_its_name_its_text_and_its_bytes_open_alike() -> None:
    opened = [
        load_study(RECORD),
        load_study(str(RECORD)),
        load_study(RECORD.read_text(encoding="utf-8")),
        load_study(RECORD.read_bytes()),
        load_study(PAGE),
        load_study(PAGE.read_text(encoding="utf-8")),
        load_study(b"\xef\xbb\xbf" + PAGE.read_bytes()),
    ]
    assert all(study == opened[0] for study in opened)


def test_the_format_is_told_by_content_not_by_name(tmp_path: Path) -> None:
    misnamed = tmp_path / "record.json"
    misnamed.write_bytes(PAGE.read_bytes())
    assert load_study(misnamed) == load_study(RECORD)


def test_a_study_is_frozen() -> None:
    with pytest.raises(ValidationError):
        load_study(RECORD).has_results = False  # type: ignore[misc]


def test_unknown_keys_do_no_harm_and_are_kept_out_of_the_way() -> None:
    content = record(statusModule={"overallStatus": "RECRUITING", "newField": {"a": 1}})
    content["annotationSection"] = {"x": []}
    study = load(content)
    assert study.protocol_section.status_module.overall_status == "RECRUITING"
    assert study.protocol_section.status_module.model_extra == {"newField": {"a": 1}}


def test_an_unknown_enumeration_is_kept_as_it_stands() -> None:
    study = load(record(designModule={"phases": ["PHASE9"]}))
    assert study.protocol_section.design_module.phases == ("PHASE9",)


def test_null_counts_as_absent() -> None:
    study = load(record(statusModule=None, designModule={"phases": None}))
    assert study.protocol_section.status_module.overall_status is None
    assert study.protocol_section.design_module.phases == ()


def test_a_record_with_nothing_but_its_number_opens() -> None:
    study = load(record())
    assert (study.nct_id, study.title, study.arm_groups, study.locations) == (
        "NCT00000001",
        "NCT00000001",
        (),
        (),
    )


def test_escapes_of_the_api_are_undone() -> None:
    study = load(record(eligibilityModule={"eligibilityCriteria": "* QRS \\> 130 msec\\*"}))
    assert study.protocol_section.eligibility_module.eligibility_criteria == "* QRS > 130 msec*"


def test_a_wrapped_study_opens_as_if_it_were_not() -> None:
    plain = load(record())
    assert load({"study": record()}) == plain
    assert load([record()]) == plain
    assert load({"studies": [record()]}) == plain
    assert load([{"study": record()}]) == plain


def test_of_several_studies_none_is_chosen_in_silence() -> None:
    other = record(identificationModule={"nctId": "NCT00000002"})
    both = json.dumps({"studies": [record(), other]})
    assert [study.nct_id for study in load_studies(both)] == ["NCT00000001", "NCT00000002"]
    with pytest.raises(StudyError, match="expected one study, found 2: NCT00000001, NCT00000002"):
        load_study(both)


def test_an_error_in_a_list_says_in_which_study() -> None:
    wrong = record(designModule={"phases": 3})
    with pytest.raises(StudyError, match=r"^studies\[1\]\.protocolSection\.designModule\.phases: "):
        load_studies(json.dumps({"studies": [record(), wrong]}))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"[]", "the list of studies is empty"),
        (b'{"study": 4}', "study: this is JSON, but not a study record"),
        (b'{"a": {"b": 1, "b": 2}}', "expected each key once, found 'b' twice in one object"),
        (b"", "the record is empty: expected a study in JSON, or the text of its page"),
        (b" \n\t ", "the record is empty"),
        (b"\xff\xfe\x00", "expected text in UTF-16, found byte 0x00 at position 2"),
        (b"\xff{}", "expected text in UTF-8, found byte 0xff at position 0"),
        (b"caf\xe9\n", "expected text in UTF-8, found byte 0xe9 at position 3"),
        (b"PK\x03\x04\x14\x00\n", "not the page of a registry record"),
        (b"{", "line 1, column 2: expected JSON, but expecting property name"),
        (RECORD.read_bytes()[:5000], "expected JSON, but"),
        (b"[1, 2]", "[0]: this is JSON, but not a study record: expected an object"),
        (b'{"a": 1}', "not a study record: expected an object with 'protocolSection'"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a": NaN}', "expected JSON, which knows no NaN"),
        (b'{"a": ' + b"1" * 5000 + b"}", "expected JSON, but exceeds the limit"),
    ],
)
def test_what_is_no_record_is_said_in_one_sentence(content: bytes, message: str) -> None:
    with pytest.raises(StudyError) as raised:
        load_study(content)
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)


def test_the_sentence_about_broken_json_is_a_whole_one() -> None:
    with pytest.raises(StudyError) as raised:
        load_study(b'{"a')
    assert str(raised.value) == "line 1, column 2: expected JSON, but unterminated string"


@pytest.mark.parametrize(
    ("modules", "message"),
    [
        (
            {"statusModule": {"startDateStruct": {"date": "soon"}}},
            "protocolSection.statusModule.startDateStruct.date: "
            "expected YYYY-MM-DD, YYYY-MM or YYYY, got 'soon'",
        ),
        (
            {"contactsLocationsModule": {"locations": [{}, {"geoPoint": {"lat": 95, "lon": 0}}]}},
            "protocolSection.contactsLocationsModule.locations[1].geoPoint.lat: "
            "expected a number of at most 90, got 95",
        ),
        (
            {"contactsLocationsModule": {"locations": [{"geoPoint": {"lat": "x"}}]}},
            "locations[0].geoPoint.lat: expected a number, got 'x'",
        ),
        (
            {"designModule": {"enrollmentInfo": {"count": -1}}},
            "protocolSection.designModule.enrollmentInfo.count: "
            "expected a number of at least 0, got -1",
        ),
        (
            {"designModule": {"phases": "PHASE3"}},
            "protocolSection.designModule.phases: expected a list, got 'PHASE3'",
        ),
        (
            {"eligibilityModule": {"healthyVolunteers": "no"}},
            "protocolSection.eligibilityModule.healthyVolunteers: expected true or false, got 'no'",
        ),
        (
            {"statusModule": ["a"]},
            "protocolSection.statusModule: expected an object, got a list",
        ),
        (
            {"descriptionModule": {"briefSummary": 7}},
            "protocolSection.descriptionModule.briefSummary: expected text, got 7",
        ),
        (
            {"identificationModule": {"nctId": "NCT1"}},
            "protocolSection.identificationModule.nctId: expected NCT and eight digits, got 'NCT1'",
        ),
        (
            {"identificationModule": {}},
            "protocolSection.identificationModule.nctId: expected a value, found none",
        ),
    ],
)
def test_a_wrong_value_names_its_place_and_what_was_expected(
    modules: dict[str, Any], message: str
) -> None:
    with pytest.raises(StudyError) as raised:
        load(record(**modules))
    assert message in str(raised.value)


def test_a_file_is_named_in_its_error(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{}")
    with pytest.raises(StudyError, match=r"^broken\.json: this is JSON, but not a study record"):
        load_study(broken)


def test_a_missing_file_and_a_folder_are_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="cannot be opened: No such file"):
        load_study(tmp_path / "none.json")
    with pytest.raises(StudyError, match=r"cannot be opened: (Is a directory|Permission)"):
        load_study(tmp_path)
    with pytest.raises(StudyError, match="cannot be opened"):
        load_study("a\0b.json")


def test_an_input_larger_than_any_record_is_refused() -> None:
    with pytest.raises(StudyError, match="at most 20 MB"):
        load_study("x\n" * (MAX_BYTES // 2 + 1))


def opens_or_says_why(content: bytes) -> str:
    """Open a record: its number, or what is said of it; any other failure fails the test."""
    try:
        return load_study(content).nct_id
    except StudyError as error:
        return str(error)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda text: text.encode("utf-8")))
def test_bytes_open_or_are_refused_and_nothing_else(content: bytes) -> None:
    assert opens_or_says_why(content)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value)
    found = [path]
    for key, item in items:
        deeper = isinstance(item, dict | list)
        found += _places(item, (*path, key)) if deeper else [(*path, key)]
    return found


CONTENT = json.loads(RECORD.read_text(encoding="utf-8"))
PLACES = [place for place in _places(CONTENT) if place]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(PLACES), JSON_VALUES)
def test_a_record_with_any_value_replaced_opens_or_says_where(
    place: tuple[Any, ...], value: Any
) -> None:
    changed = json.loads(RECORD.read_text(encoding="utf-8"))
    holder = changed
    for step in place[:-1]:
        holder = holder[step]
    holder[place[-1]] = value
    assert opens_or_says_why(json.dumps(changed).encode())


def test_real_records_of_every_kind_open() -> None:
    samples = SAMPLES
    assert len(samples) >= 20
    for sample in samples:
        study = load_study(sample)
        assert study.nct_id == sample.stem
        raw = json.loads(sample.read_text(encoding="utf-8"))["protocolSection"]
        arms = raw.get("armsInterventionsModule", {}).get("armGroups", [])
        sites = raw.get("contactsLocationsModule", {}).get("locations", [])
        assert (len(study.arm_groups), len(study.locations)) == (len(arms), len(sites))


@pytest.mark.parametrize(
    "encoding",
    [
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "utf-32-le",
        "utf-32-be",
        "utf-8",
    ],
)
def test_a_record_opens_in_whatever_unicode_a_program_has_written_it(encoding):
    text = RECORD.read_text(encoding="utf-8")
    assert load_study(text.encode(encoding)).nct_id == "NCT03972488"


@pytest.mark.parametrize("marks", ["\ufeff", "\ufeff\ufeff", " \ufeff\n\ufeff"])
def test_byte_order_marks_before_a_record_do_no_harm(marks):
    text = marks + json.dumps(CONTENT)
    assert load_study(text) == load_study(text.encode()) == load_study(RECORD)


def test_one_study_per_line_opens_as_several():
    one, other = json.dumps(CONTENT), json.dumps(CONTENT).replace("NCT03972488", "NCT09990001")
    found = load_studies(f"{one}\n\n{other}\n")
    assert [study.nct_id for study in found] == ["NCT03972488", "NCT09990001"]


def test_a_line_that_is_no_study_is_named():
    with pytest.raises(StudyError, match=r"\[1\]: this is JSON, but not a study record"):
        load_studies(f'{json.dumps(CONTENT)}\n{{"x": 1}}')


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        ("statusModule", "startDateStruct", {"date": "x" * 5000}),
        ("identificationModule", "nctId", "N" * 5000),
        ("designModule", "enrollmentInfo", {"count": "x" * 5000}),
    ],
)
def test_a_refusal_is_a_sentence_however_long_what_it_refuses(section, key, value):
    changed = json.loads(RECORD.read_text(encoding="utf-8"))
    changed["protocolSection"][section][key] = value
    with pytest.raises(StudyError) as refused:
        load_study(json.dumps(changed))
    assert len(str(refused.value)) < 200


def test_a_path_that_is_not_there_is_quoted_in_short():
    with pytest.raises(StudyError) as refused:
        load_study("x" * 4000)
    assert len(str(refused.value)) < 200


def test_what_is_too_long_for_a_page_is_refused_at_once():
    with pytest.raises(StudyError, match="too long for the text of a page: expected at most 5 MB"):
        load_study("NCT ID: NCT09990001\n" * 300_000)


def test_a_text_of_one_study_per_line_may_hold_signs_that_end_lines_elsewhere() -> None:
    titled = record(identificationModule={"nctId": "NCT00000001", "briefTitle": "a\u2028b\x85c"})
    line = json.dumps(titled, ensure_ascii=False)
    assert [study.title for study in load_studies(f"{line}\r\n{line}")] == ["a\u2028b\x85c"] * 2


def test_of_one_study_per_line_the_broken_one_is_named() -> None:
    with pytest.raises(StudyError, match=r"^study on line 3: line 1, column 2: expected JSON, but"):
        load_studies(f"{json.dumps(record())}\n\n{{x}}")


@pytest.mark.parametrize(
    "title",
    [
        "a &amp;amp;amp;amp;amp;amp;amp;lt; b",
        "R&D &amp;#38;lt;p&gt;",
        "1 < 2 \\\\* &copy=2",
        "<p>x</p> &lt;p&gt;y",
    ],
)
def test_what_is_written_as_json_opens_as_the_same_study(title: str) -> None:
    texts = {"briefSummary": title, "detailedDescription": f"* {title}"}
    identification = {"nctId": "NCT00000001", "briefTitle": title}
    study = load(record(identificationModule=identification, descriptionModule=texts))
    assert load_study(study_json(study)) == study


@pytest.mark.parametrize(
    ("content", "remedy"),
    [
        ('{"a": 1}\n{"b":\n2}', "each whole on a line of its own"),
        ('{"a": 1},\n{"b": 2}', "several studies stand in a list"),
        ("NCT ID: é".encode("latin-1"), "save it as UTF-8"),
    ],
)
def test_what_cannot_be_opened_is_refused_with_the_remedy(
    content: str | bytes, remedy: str
) -> None:
    with pytest.raises(StudyError, match=remedy):
        load_studies(content)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("first", ["肝臓 study", "\u200bA study", "\u2060\u200dA study", "A study"])
def test_a_page_opens_whatever_sign_it_begins_with(encoding: str, first: str) -> None:
    text = f"{first}\n\nNCT ID: NCT00000001\n\nBrief Summary\n\nA study of the liver (肝臓).\n"
    assert load_study(text.encode(encoding)).title == first.strip("\u200b\u2060\u200d")


@pytest.mark.parametrize("mark", ["\u200b", "\u2060", "\ufeff\u200e", "\xad"])
def test_signs_of_no_width_before_json_do_no_harm(mark: str) -> None:
    assert load_study(mark + record_text()).nct_id == "NCT00000001"
    assert load_study(f"{mark}{record_text()}".encode()).nct_id == "NCT00000001"


def record_text() -> str:
    return '{"protocolSection": {"identificationModule": {"nctId": "NCT00000001"}}}'


@pytest.mark.parametrize("count", ["1e308", "1e400", "-1e308", "1.5", '"many"'])
def test_a_count_that_is_none_is_refused_in_a_sentence_of_ours(count: str) -> None:
    text = record_text()[:-2] + f', "designModule": {{"enrollmentInfo": {{"count": {count}}}}}}}}}'
    with pytest.raises(StudyError) as raised:
        load_study(text)
    said = str(raised.value)
    assert said.startswith("protocolSection.designModule.enrollmentInfo.count: expected a ")
    assert "parse" not in said
