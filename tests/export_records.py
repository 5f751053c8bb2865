"""Records for the tests of exports: one that attacks, one that is larger than any page."""

from __future__ import annotations

import json
from typing import Any

from data import Study, load_study

# Each would be something else than text to typst, to HTML, to SVG or to a spreadsheet.
HOSTILE = (
    '#panic("x") $x^2$ *bold* _it_ @ref <b onclick="alert(1)">b</b> \\u{1F600} `raw` '
    "// not a comment /* nor this */ [content] = heading <script>alert(1)</script> "
    "\u202egnp.exe\u202c \u0007bell https://example.org/x"
)


def record(number: str = "NCT00000002", **modules: Any) -> Study:
    """A record with these modules of its protocol section."""
    modules.setdefault("identificationModule", {}).setdefault("nctId", number)
    return load_study(json.dumps({"protocolSection": modules}))


def hostile() -> Study:
    """A record in which every text attacks."""
    # In running text the registry's markup is undone first: what is left must be literal.
    return record(
        identificationModule={"briefTitle": HOSTILE, "acronym": HOSTILE},
        statusModule={"overallStatus": "RECRUITING", "lastUpdatePostDateStruct": {"date": "2020"}},
        descriptionModule={"briefSummary": HOSTILE},
        conditionsModule={"conditions": [HOSTILE], "keywords": [HOSTILE]},
        armsInterventionsModule={
            "armGroups": [{"label": HOSTILE, "type": "OTHER", "description": HOSTILE}],
            "interventions": [{"type": "DRUG", "name": HOSTILE, "description": HOSTILE}],
        },
        outcomesModule={"primaryOutcomes": [{"measure": HOSTILE, "timeFrame": HOSTILE}]},
        eligibilityModule={"eligibilityCriteria": f"Inclusion Criteria:\n\n* {HOSTILE}"},
        contactsLocationsModule={
            "locations": [{"facility": HOSTILE, "city": HOSTILE, "country": HOSTILE}]
        },
        referencesModule={
            "references": [{"pmid": "1", "type": "RESULT", "citation": HOSTILE}],
            "seeAlsoLinks": [{"label": HOSTILE, "url": "javascript:alert(1)"}],
        },
    )


def enormous() -> Study:
    """A record of which nothing fits on a page."""
    long = "Endless words about what is asked and who could join, in one sentence without an end "
    word = "W" * 400
    criteria = "\n".join(f"* {number} {long * 5}{word}" for number in range(200))
    groups = [
        {"label": f"Group {number} {long * 2}", "type": "EXPERIMENTAL", "description": long * 20}
        for number in range(60)
    ]
    return record(
        identificationModule={"briefTitle": long * 4 + word},
        descriptionModule={"briefSummary": long * 200},
        armsInterventionsModule={"armGroups": groups},
        eligibilityModule={
            "eligibilityCriteria": f"Inclusion Criteria:\n\n{criteria}\n\nExclusion Criteria:\n\n"
            f"{criteria}"
        },
        contactsLocationsModule={
            "locations": [
                {"facility": long, "city": f"Town {number}", "country": f"Land {number} {word}"}
                for number in range(300)
            ]
        },
    )
