"""Slides open without a word about repairs: by the schemas of the format, and in LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from openxml_audit import FileFormat, OpenXmlValidator
from pypdf import PdfReader

from components.exports.pptx import deck_pptx
from components.palette import LIGHT
from data.annotations.shipped import annotations_of
from data.deck.build import deck
from data.deck.model import NARROW, WIDE, Deck, DeckAudience, SlideSize
from data.loading import load_study
from data.records import shipped_records
from tests.records import SAMPLE_FOLDER
from tests.sample_deck import sample_deck
from tests.test_export_template import own, saved

OFFICE = shutil.which("soffice")


def made(path: Path, audience: DeckAudience, size: SlideSize) -> Deck:
    study = load_study(path)
    day = date(2026, 1, 21)
    return deck(study, annotations_of(study), audience=audience, size=size, as_of=day)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Mapping[Path, int]:
    """Files with slides of every kind, and how many slides each has."""
    folder = tmp_path_factory.mktemp("slides")
    netter2 = shipped_records()["NCT03972488"]
    template = saved(own(), "template")
    found: dict[Path, int] = {}
    for name, one, master in (
        ("sponsor", made(netter2, "sponsor", WIDE), None),
        ("many-arms", made(SAMPLE_FOLDER / "NCT02278250.json", "lay", NARROW), None),
        ("own-template", made(netter2, "sponsor", WIDE), template),
        ("every-part", sample_deck(), template),
    ):
        path = folder / f"{name}.pptx"
        path.write_bytes(deck_pptx(one, LIGHT, master))
        found[path] = len(one.slides)
    return found


def test_the_files_are_as_the_schemas_of_the_format_say(files: Mapping[Path, int]) -> None:
    """What they do not allow is what PowerPoint offers to repair."""
    validator = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365)
    for path in files:
        found = validator.validate(path)
        assert not found.errors, f"{path.name}: {[str(item) for item in found.errors[:3]]}"


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not on this machine")
def test_libreoffice_opens_every_file_with_all_its_slides(
    files: Mapping[Path, int], tmp_path: Path
) -> None:
    """All in one go: starting it takes longer than a file does."""
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [OFFICE or "", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, *files],
        check=True,
        capture_output=True,
        timeout=300,
    )
    for path, count in files.items():
        assert len(PdfReader(tmp_path / f"{path.stem}.pdf").pages) == count, path.name
