"""The data archive and the names of files: opened with readers that are not ours."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.exports.archive import data_zip
from components.exports.names import file_name
from components.exports.registry_json import study_json
from data import Study, load_study
from data.annotations import Annotations
from data.annotations.shipped import annotations_of
from data.records import shipped_records
from tests.records import SAMPLES

NETTER = "NCT03972488"


@pytest.fixture(scope="module")
def netter() -> Study:
    return load_study(shipped_records()[NETTER])


@pytest.fixture(scope="module")
def archive(netter: Study) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(data_zip(netter, annotations_of(netter))))


def rows(archive: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    content = archive.read(name)
    assert content.startswith(b"\xef\xbb\xbf"), "spreadsheet programs would garble µ and ≥"
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def small(**modules: object) -> Study:
    record = {"protocolSection": {"identificationModule": {"nctId": "NCT00000001"}, **modules}}
    return load_study(json.dumps(record))


def test_everything_in_the_archive_can_be_read(archive: zipfile.ZipFile) -> None:
    assert archive.testzip() is None
    assert archive.namelist() == [
        "NCT03972488.json",
        "README.txt",
        "administrations.csv",
        "administrations.xlsx",
        "arms.csv",
        "arms.xlsx",
        "criteria.csv",
        "criteria.xlsx",
        "milestones.csv",
        "milestones.xlsx",
        "sites.csv",
        "sites.xlsx",
    ]


def test_the_json_opens_as_the_same_study(archive: zipfile.ZipFile, netter: Study) -> None:
    assert load_study(archive.read("NCT03972488.json")) == netter


def test_the_tables_hold_what_the_record_says(archive: zipfile.ZipFile) -> None:
    arms = rows(archive, "arms.csv")
    assert len(arms) == 5
    assert arms[0]["Arm group"] == ("Lutathera® plus Octreotide LAR 30 mg (Investigational arm)")
    criteria = rows(archive, "criteria.csv")
    numbered = [row for row in criteria if row["Number"]]
    assert len(numbered) == 33
    assert "Ki67 index ≥10 and ≤ 55%" in [row["Criterion"] for row in numbered]
    assert all(row["In plain words"] for row in numbered)
    assert len(rows(archive, "sites.csv")) == 40
    start = next(r for r in rows(archive, "milestones.csv") if r["Milestone"] == "Start")
    assert (start["First day"], start["Date"]) == ("2020-01-08", "8 Jan 2020")
    doses = [r for r in rows(archive, "administrations.csv") if r["Unit"] == "GBq"]
    assert {(row["Dose"], row["Dose (other unit)"]) for row in doses} == {("7.4", "200 mCi")}
    assert [row["Week"] for row in doses[:4]] == ["0", "8", "16", "24"]
    assert doses[3]["In all"] == "29.6 GBq = 800 mCi"


def test_the_readme_tells_every_file_and_every_column(archive: zipfile.ZipFile) -> None:
    readme = archive.read("README.txt").decode()
    for name in archive.namelist():
        assert name == "README.txt" or f"{name}:" in readme
    for name in (name for name in archive.namelist() if name.endswith(".csv")):
        told = readme.partition(f"{name}:")[2].partition("\r\n\r\n")[0]
        assert [line.split(":")[0].strip() for line in told.splitlines()[1:]] == list(
            rows(archive, name)[0]
        )
    for fact in ("2026-01-21", "https://clinicaltrials.gov/study/NCT03972488", "GeoNames"):
        assert fact in readme


def test_the_same_record_becomes_the_same_bytes(netter: Study) -> None:
    again = load_study(shipped_records()[NETTER].read_bytes())
    assert data_zip(netter, annotations_of(netter)) == data_zip(again, annotations_of(again))


def test_a_bare_record_says_what_it_has_not() -> None:
    archive = zipfile.ZipFile(io.BytesIO(data_zip(small(), Annotations())))
    assert "sites.csv" not in archive.namelist()
    readme = archive.read("README.txt").decode()
    assert "sites.csv: left out, the record lists no sites." in readme
    assert "administrations.csv: left out" in readme


def test_no_spreadsheet_runs_what_a_record_says() -> None:
    arms = {"armGroups": [{"label": '=HYPERLINK("http://example.org")', "type": "OTHER"}]}
    archive = zipfile.ZipFile(
        io.BytesIO(data_zip(small(armsInterventionsModule=arms), Annotations()))
    )
    assert rows(archive, "arms.csv")[0]["Arm group"].startswith("'=")


@given(
    text=st.text(alphabet=st.sampled_from("ab <>/&;\\*_#x1pblt\n2\"'"), max_size=30)
    | st.sampled_from(["&amp;lt;p&amp;gt;", "\\\\*", "<p>one</p>", "&lt;b&gt;x&lt;/b&gt;"])
)
def test_whatever_a_text_holds_it_is_the_same_when_read_again(text: str) -> None:
    study = small(
        descriptionModule={"briefSummary": text},
        conditionsModule={"conditions": [text]},
        outcomesModule={"primaryOutcomes": [{"measure": text, "description": text}]},
        own={"unknown": [text, 1, None]},
    )
    assert load_study(study_json(study)) == study


def test_every_sample_record_comes_back() -> None:
    for path in SAMPLES:
        study = load_study(path)
        archive = zipfile.ZipFile(io.BytesIO(data_zip(study, Annotations())))
        assert load_study(archive.read(f"{study.nct_id}.json")) == study
        if study.locations:
            assert len(rows(archive, "sites.csv")) == len(study.locations)


def test_files_are_named_by_record_last_update_and_content(netter: Study) -> None:
    assert file_name(netter, "flow", "pptx") == "NCT03972488_2026-01-21_flow.pptx"
    assert file_name(small(), "flow", "pptx") == "NCT00000001_undated_flow.pptx"


def test_no_name_leads_out_of_the_folder() -> None:
    # The registry's own pattern lets any digits through, and a study may be built past it.
    study = small()
    module = study.protocol_section.identification_module
    hostile = module.model_copy(update={"nct_id": '../..\\NCT1:2|?*"<>\u0661\n'})
    section = study.protocol_section.model_copy(update={"identification_module": hostile})
    name = file_name(study.model_copy(update={"protocol_section": section}), "a/b c", "p/df")
    assert name == "NCT1-2_undated_a-b-c.p-df"
