"""Every page for every record: whatever a study has or lacks, nothing breaks or is raw."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.records import SAMPLES

ROOT = Path(__file__).parents[1]
PAGES = sorted(f"pages/{path.name}" for path in (ROOT / "pages").glob("*.py"))
SLIDES = "pages/present.py"
# A registry's enumeration that nothing has put into words: at least two words in capitals.
RAW = re.compile(r"\b[A-Z]{3,}_[A-Z_]{2,}\b")


def opened(content: bytes) -> AppTest:
    """The app with a record that a visitor has opened."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.switch_page("pages/open.py").run()
    app.file_uploader[0].set_value(("record.json", content, "application/json")).run()
    assert not app.error
    return app


def shown(app: AppTest) -> str:
    """What the page says in text, titles, labels and captions."""
    elements = (*app.text, *app.markdown, *app.caption, *app.title, *app.header, *app.metric)
    values = [str(element.value) for element in elements]
    return "\n".join(values).replace("\\", "")


def walk(content: bytes, nct_id: str) -> None:
    app = opened(content)
    for page in PAGES:
        app.switch_page(page).run()
        assert not app.exception, f"{page}: {app.exception[0].message}"
        assert not app.error, f"{page}: {app.error[0].value}"
        # Slides fill the window and have a footer of their own; test_deck.py reads them.
        assert page == SLIDES or f"Record {nct_id}" in shown(app), page
        own_words = content.decode()
        raw = [word for word in RAW.findall(shown(app)) if f'"{word}"' in own_words]
        assert raw == [], page


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_real_record_opens_on_every_page(sample: Path) -> None:
    walk(sample.read_bytes(), sample.stem)


def record(**modules: Any) -> bytes:
    identification = {"identificationModule": {"nctId": "NCT00000001"}}
    return json.dumps({"protocolSection": {**identification, **modules}}).encode()


ODD = {
    "nothing but a number": {},
    "unknown values everywhere": {
        "statusModule": {"overallStatus": "PAUSED", "startDateStruct": {"type": "GUESSED"}},
        "designModule": {
            "studyType": "ODD",
            "phases": ["PHASE1", "PHASE9"],
            "designInfo": {"allocation": "LOTS", "interventionModel": "SPIRAL"},
        },
        "armsInterventionsModule": {
            "armGroups": [{"type": "MYSTERY"}, {"label": ""}, {"label": "A"}, {"label": "A"}],
            "interventions": [{"type": "SPELL"}, {}],
        },
    },
    "dates in the wrong order": {
        "statusModule": {
            "startDateStruct": {"date": "2030-01"},
            "completionDateStruct": {"date": "1999"},
            "lastUpdatePostDateStruct": {"date": "2040-12-31"},
        }
    },
    "one date twice": {
        "statusModule": {
            "startDateStruct": {"date": "2020-01-01"},
            "completionDateStruct": {"date": "2020-01-01"},
        }
    },
    "sites of all kinds": {
        "contactsLocationsModule": {
            "locations": [
                {},
                {"city": "Nowhere", "country": "Atlantis"},
                {"city": "Roma", "country": "Italy"},
                {"geoPoint": {"lat": 90, "lon": 180}, "status": "RECRUITING"},
                {"facility": "X" * 500, "city": "Paris", "country": "France"},
            ]
        }
    },
    "ages in weeks and signs of every kind": {
        "eligibilityModule": {
            "minimumAge": "6 Weeks",
            "maximumAge": "11 Months",
            "sex": "MALE",
            "eligibilityCriteria": "Pregnant <b>women</b> $x$ :red[y] \u202e \u0000 | a | b |",
        }
    },
    "criteria as HTML": {
        "eligibilityModule": {
            "eligibilityCriteria": "<p>Inclusion Criteria:</p><ul><li>A &gt; 1</li><li>B</li></ul>"
        }
    },
    "forty arms": {
        "designModule": {"designInfo": {"interventionModel": "CROSSOVER"}},
        "armsInterventionsModule": {
            "armGroups": [{"label": f"Arm {n} " + "long " * 40} for n in range(40)]
        },
    },
}


@pytest.mark.parametrize("modules", ODD.values(), ids=ODD)
def test_an_odd_record_opens_on_every_page(modules: dict[str, Any]) -> None:
    walk(record(**modules), "NCT00000001")
