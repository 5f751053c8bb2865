"""Damage the sample records at random and see whether each still opens: `make fuzz N=10000`.

One in five is the shipped page of text instead, in one of the encodings in which pages are saved.
Every damaged record either opens, and every page and file of it is made, or is refused in one
sentence that names the place; nothing takes longer than five seconds. The same seed damages the
same way, and each failure names the number that brings it back: `make fuzz N=1 SEED=8123`.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Final

from streamlit.testing.v1 import AppTest

from components.exports.archive import data_zip
from components.exports.document import document_html
from components.exports.pdf import full_pdf, lay_pdf
from components.exports.pictures import lay_flow, pictures
from components.exports.pptx import deck_pptx
from components.palette import LIGHT, VARIABLES
from data import Study, StudyError, load_study
from data.annotations import Annotations
from data.annotations.shipped import annotations_of
from data.deck.build import deck
from data.deck.model import SIZES
from data.document.full import full_document
from data.document.handout import handout
from data.records import shipped_records
from tests.browser import ROOT
from tests.mutations import damaged_page, damaged_record
from tests.records import SAMPLES

LONGEST: Final = 5.0  # seconds of the processor, for anything that one click asks for
AS_OF: Final = date(2026, 1, 21)
PAGES: Final = sorted(f"pages/{path.name}" for path in (ROOT / "pages").glob("*.py"))
PAGE: Final = ROOT / "data" / "records" / "NCT03972488.txt"
ENCODINGS: Final = ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252", "latin-1")
# Larger ones take ten times as long as all others together: they come with one seed in twenty.
_LARGE: Final = 500_000  # bytes


def source_of(seed: int) -> Path:
    """Choose what a seed damages: a record, or a page of text."""
    if seed % 5 == 0:
        return PAGE
    every = [*shipped_records().values(), *SAMPLES]
    few = [path for path in every if seed % 20 == 0 or path.stat().st_size < _LARGE]
    return few[seed % len(few)]


def damaged(seed: int) -> bytes:
    """Damage the record, or the page of text, of a seed."""
    source = source_of(seed)
    text = source.read_text("utf-8")
    if source == PAGE:
        encoding = ENCODINGS[seed // 5 % len(ENCODINGS)]
        return damaged_page(text, seed).encode(encoding, errors="replace")
    record = json.loads(text)
    return json.dumps(damaged_record(record, seed)).encode()


def what_is_wrong(content: bytes, *, with_pages: bool = True) -> Iterator[str]:
    """Open a record and make everything of it; gives each thing that goes wrong."""
    begun = _spent()
    try:
        study = load_study(content)
    except StudyError as error:
        said = str(error)
        if not ("expected" in said and len(said) < 300 and "\n" not in said):
            yield f"refused in other words than one short sentence: {said[:400]}"
        return
    yield from _too_long("opening", begun)
    annotations = annotations_of(study)
    for name, make in _files(study, annotations).items():
        yield from _made(name, make)
    if with_pages:
        yield from _made("pages", lambda: _walk(content))


def _files(study: Study, annotations: Annotations) -> dict[str, Callable[[], object]]:
    return {
        "lay slides": lambda: deck_pptx(
            deck(study, annotations, audience="lay", size=SIZES[0], as_of=AS_OF), LIGHT
        ),
        "sponsor's slides": lambda: deck_pptx(
            deck(study, annotations, audience="sponsor", size=SIZES[-1], as_of=AS_OF), LIGHT
        ),
        "handout": lambda: lay_pdf(
            handout(study, annotations, AS_OF), lay_flow(study, annotations, AS_OF), "A4"
        ),
        "full record": lambda: full_pdf(
            full_document(study, annotations, AS_OF), pictures(study, annotations, AS_OF), "A4"
        ),
        "web page": lambda: document_html(
            full_document(study, annotations, AS_OF), pictures(study, annotations, AS_OF, VARIABLES)
        ),
        "data": lambda: data_zip(study, annotations),
    }


def _made(name: str, make: Callable[[], object]) -> Iterator[str]:
    begun = _spent()
    try:
        make()
    except Exception:  # noqa: BLE001 - whatever it is, it is a finding
        yield f"{name}: {traceback.format_exc()}"
    else:
        if name != "pages":  # each is timed on its own
            yield from _too_long(name, begun)


def _walk(content: bytes) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.switch_page("pages/open.py").run()
    app.file_uploader[0].set_value(("record.json", content, "application/json")).run()
    for page in PAGES:
        begun = _spent()
        app.switch_page(page).run()
        assert not app.exception, f"{page}: {app.exception[0].message}"
        assert not app.error, f"{page}: {app.error[0].value}"
        late = [*_too_long(page, begun)]
        assert not late, late[0]


def _spent() -> float:
    """Seconds of the processor so far, those of programs that were started included: what else the
    machine does meanwhile is no finding."""
    return sum(os.times()[:4])


def _too_long(name: str, begun: float) -> Iterator[str]:
    taken = _spent() - begun
    if taken > LONGEST:
        yield f"{name}: took {taken:.1f} s, at most {LONGEST:.0f} s are right"


def main() -> None:
    """Damage as many records as asked for; exits with 1 if anything went wrong."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--without-pages", action="store_true")
    chosen = parser.parse_args()
    logging.disable(logging.CRITICAL)
    failed = 0
    for seed in range(chosen.seed, chosen.seed + chosen.count):
        wrong = [*what_is_wrong(damaged(seed), with_pages=not chosen.without_pages)]
        failed += bool(wrong)
        for finding in wrong:
            print(f"SEED={seed} ({source_of(seed).name}) {finding}", flush=True)
    print(f"{chosen.count} damaged records, {failed} of them with a finding")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
