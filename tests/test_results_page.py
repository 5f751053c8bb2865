"""The results page for every record: each part opens, whatever its results have or lack."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from components.results.parts import ResultsPart
from tests.records import SAMPLES

ROOT = Path(__file__).parents[1]
WITH_RESULTS = [path for path in SAMPLES if '"resultsSection"' in path.read_text(encoding="utf-8")]
POSTED = [part for part in ResultsPart if part is not ResultsPart.PUBLISHED]
# A registry's enumeration that nothing has put into words.
RAW = re.compile(r"\b[A-Z]{3,}_[A-Z_]{2,}\b")
MARKUP = "<b>x</b> $y$ :red[z] [go](http://evil.test)"


def results_page(content: bytes) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.switch_page("pages/open.py").run()
    app.file_uploader[0].set_value(("record.json", content, "application/json")).run()
    assert not app.error
    return app.switch_page("pages/results.py").run()


def part(app: AppTest, name: ResultsPart) -> AppTest:
    app.session_state["part"] = name.value
    return app.run()


def shown(app: AppTest) -> str:
    elements = (*app.text, *app.markdown, *app.caption, *app.header, *app.subheader)
    tables = [frame.value.to_csv() for frame in app.dataframe]
    return "\n".join([*(str(element.value) for element in elements), *tables])


def walk(content: bytes) -> dict[ResultsPart, str]:
    app = results_page(content)
    told: dict[ResultsPart, str] = {}
    for name in POSTED:
        part(app, name)
        assert not app.exception, f"{name}: {app.exception[0].message}"
        assert not app.error
        told[name] = shown(app).replace("\\", "")
        assert not RAW.findall(told[name]), name
    return told


@pytest.mark.parametrize("sample", WITH_RESULTS, ids=lambda path: path.stem)
def test_every_part_opens_for_a_real_record(sample: Path) -> None:
    told = walk(sample.read_bytes())
    raw = json.loads(sample.read_text(encoding="utf-8"))["resultsSection"]
    titles = [item["title"] for item in raw["outcomeMeasuresModule"]["outcomeMeasures"]]
    assert " ".join(titles[0].split()) in " ".join(told[ResultsPart.OUTCOMES].split())
    assert raw["participantFlowModule"]["periods"][0]["title"] in told[ResultsPart.FLOW]


def record(results: dict[str, Any]) -> bytes:
    return json.dumps(
        {
            "protocolSection": {"identificationModule": {"nctId": "NCT00000001"}},
            "resultsSection": results,
        }
    ).encode()


TWINS = [{"id": "G0", "title": "Same"}, {"id": "G1", "title": "Same"}, {"title": MARKUP}]
ODD: dict[str, dict[str, Any]] = {
    "nothing": {},
    "groups and nothing else": {
        "participantFlowModule": {"groups": TWINS},
        "baselineCharacteristicsModule": {"groups": TWINS},
        "adverseEventsModule": {"eventGroups": TWINS},
    },
    "periods without milestones": {
        "participantFlowModule": {"groups": TWINS, "periods": [{}, {"title": MARKUP}]}
    },
    "measures without values, and values without measures": {
        "baselineCharacteristicsModule": {"measures": [{}, {"classes": [{}]}]},
        "outcomeMeasuresModule": {
            "outcomeMeasures": [
                {},
                {"title": MARKUP, "classes": None, "type": "PILOT"},
                {"groups": TWINS, "classes": [{"categories": [{"measurements": [{}]}]}]},
            ]
        },
    },
    "everything markup": {
        "outcomeMeasuresModule": {
            "outcomeMeasures": [
                {
                    "type": MARKUP,
                    "title": MARKUP,
                    "unitOfMeasure": MARKUP,
                    "groups": TWINS,
                    "paramType": "MEAN",
                    "classes": [
                        {
                            "title": MARKUP,
                            "categories": [
                                {"measurements": [{"groupId": "G0", "value": "5", "spread": "1"}]}
                            ],
                        }
                    ],
                    "analyses": [{"groupIds": ["G0", "G9"], "paramType": MARKUP, "pValue": "<.1"}],
                }
            ]
        },
        "adverseEventsModule": {
            "eventGroups": TWINS,
            "seriousEvents": [
                {"term": MARKUP, "organSystem": MARKUP, "stats": [{"groupId": "G0"}]},
                {"stats": [{"groupId": "G1", "numAffected": 3, "numAtRisk": 0}]},
            ],
        },
    },
}


@pytest.mark.parametrize("results", ODD.values(), ids=ODD)
def test_every_part_opens_for_odd_results(results: dict[str, Any]) -> None:
    told = walk(record(results))
    if not results:
        assert "posts no outcomes" in told[ResultsPart.OUTCOMES]
        assert "posts no adverse events" in told[ResultsPart.EVENTS]


def test_a_record_without_results_says_so() -> None:
    content = {
        "protocolSection": {"identificationModule": {"nctId": "NCT00000001"}},
        "hasResults": False,
    }
    app = results_page(json.dumps(content).encode())
    assert "no results have been posted" in app.info[0].value
    assert not app.exception


def test_events_nobody_was_at_risk_of_are_shown_as_posted() -> None:
    told = walk(record(ODD["everything markup"]))
    assert "3 of 0" in told[ResultsPart.EVENTS]
    assert "3 of 0 (" not in told[ResultsPart.EVENTS]
