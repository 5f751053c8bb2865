"""The results page as its visitors meet it: parts, search, comparison, files, phone and dark."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import FilePayload, Page, expect

from tests.browser import axe_violations, open_file, wait_ready
from tests.test_browser_pictures import hold_to_the_contract, shown


def a_record() -> bytes:
    """A record with results: two groups, two periods, two outcomes, forty adverse events."""
    ids = ("000", "001")
    names = ("Drug <q>A</q>", "Placebo")

    def groups(kind: str) -> list[dict[str, Any]]:
        return [{"id": f"{kind}{i}", "title": n} for i, n in zip(ids, names, strict=True)]

    def counts(kind: str, name: str, values: tuple[str, str]) -> list[dict[str, str]]:
        return [{"groupId": f"{kind}{i}", name: v} for i, v in zip(ids, values, strict=True)]

    def period(title: str, started: tuple[str, str], completed: tuple[str, str]) -> dict[str, Any]:
        return {
            "title": title,
            "milestones": [
                {"type": "STARTED", "achievements": counts("FG", "numSubjects", started)},
                {"type": "COMPLETED", "achievements": counts("FG", "numSubjects", completed)},
            ],
        }

    def outcome(title: str, values: tuple[str, str]) -> dict[str, Any]:
        return {
            "type": "PRIMARY",
            "title": title,
            "paramType": "COUNT_OF_PARTICIPANTS",
            "unitOfMeasure": "Participants",
            "timeFrame": "12 weeks",
            "groups": groups("OG"),
            "denoms": [{"units": "Participants", "counts": counts("OG", "value", ("50", "50"))}],
            "classes": [{"categories": [{"measurements": counts("OG", "value", values)}]}],
        }

    def event(place: int) -> dict[str, Any]:
        stats = [
            {"groupId": f"EG{i}", "numAffected": n, "numAtRisk": 50}
            for i, n in zip(ids, (place % 7 + 1, place % 3), strict=True)
        ]
        return {"term": f"Event {place}", "organSystem": "Eye disorders", "stats": stats}

    content = {
        "protocolSection": {"identificationModule": {"nctId": "NCT00000001", "briefTitle": "Own"}},
        "hasResults": True,
        "resultsSection": {
            "participantFlowModule": {
                "groups": groups("FG"),
                "periods": [
                    period("First", ("50", "50"), ("48", "47")),
                    period("Second", ("49", "47"), ("40", "41")),
                ],
            },
            "baselineCharacteristicsModule": {
                "groups": groups("BG"),
                "denoms": [
                    {"units": "Participants", "counts": counts("BG", "value", ("50", "50"))}
                ],
                "measures": [
                    {
                        "title": "Age, Continuous",
                        "paramType": "MEAN",
                        "dispersionType": "STANDARD_DEVIATION",
                        "unitOfMeasure": "Years",
                        "classes": [
                            {"categories": [{"measurements": counts("BG", "value", ("61", "60"))}]}
                        ],
                    }
                ],
            },
            "outcomeMeasuresModule": {
                "outcomeMeasures": [
                    outcome("Response", ("20", "10")),
                    outcome("Remission", ("5", "1")),
                ]
            },
            "adverseEventsModule": {
                "frequencyThreshold": "5",
                "timeFrame": "One year",
                "eventGroups": groups("EG"),
                "otherEvents": [event(place) for place in range(40)],
            },
        },
    }
    return json.dumps(content).encode()


def open_record(page: Page, content: bytes) -> None:
    page.goto("/open")
    wait_ready(page)
    file: FilePayload = {"name": "own.json", "mimeType": "application/json", "buffer": content}
    open_file(page, file)


def go_to_results(page: Page) -> None:
    page.get_by_role("link", name="Results", exact=True).click()
    wait_ready(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Results")


def part(page: Page, name: str) -> None:
    page.get_by_test_id("stMain").get_by_role("radio", name=name, exact=True).click()
    wait_ready(page)


def assert_accessible(page: Page) -> None:
    """Check the page at rest: what a pointer or the focus is on has colours of its own."""
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur()")
    running = "document.getAnimations().some((one) => one.playState === 'running')"
    page.wait_for_function(f"() => !{running}")
    assert axe_violations(page) == []


def downloaded(page: Page, label: str) -> list[dict[str, str]]:
    wait_ready(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name=label).first.click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_posted_results_are_walked_searched_compared_and_taken_home(app_page: Page) -> None:
    open_record(app_page, a_record())
    go_to_results(app_page)
    main = app_page.get_by_test_id("stMain")
    expect(main.get_by_role("heading", name="Response")).to_be_visible()
    expect(main.get_by_role("img", name="Drug <q>A</q>: 20 of 50 (40.0%)")).to_be_visible()
    search = main.get_by_label("Search the outcomes")
    search.fill("remission")
    search.press("Enter")
    wait_ready(app_page)
    expect(main.get_by_role("heading", name="Remission")).to_be_visible()
    chosen = main.get_by_role("combobox", name="Outcome", exact=True)
    expect(chosen).to_have_value("Primary: Remission")
    values = downloaded(app_page, "All values (CSV)")
    assert [row["Value as written"] for row in values] == ["20", "10", "5", "1"]
    assert_accessible(app_page)

    part(app_page, "Participant flow")
    expect(main.get_by_text("49 started, but only 48 completed “First” before")).to_be_visible()
    pictures = list(shown(app_page))
    assert len(pictures) == 2
    hold_to_the_contract(app_page, pictures)
    expect(main.get_by_text("Did not go on")).to_have_count(0)
    assert_accessible(app_page)

    part(app_page, "Baseline")
    expect(main.get_by_role("img", name=re.compile("Placebo: 60$"))).to_be_visible()

    part(app_page, "Adverse events")
    expect(main.get_by_text("posted when more than 5% of a group had it")).to_be_visible()
    expect(main.get_by_text("40 of 40 events")).to_be_visible()
    main.get_by_role("radio", name="Risk difference").click()
    wait_ready(app_page)
    expect(main.get_by_text("Newcombe's hybrid score method")).to_be_visible()
    words = main.get_by_label("Search the events")
    words.fill("event 13")
    words.press("Enter")
    wait_ready(app_page)
    expect(main.get_by_text("1 of 40 events")).to_be_visible()
    assert_accessible(app_page)
    # The part is in the address, and so can be sent.
    assert "part=Adverse" in app_page.url


def test_published_results_are_fair_and_fit_a_phone(app_page: Page) -> None:
    asked: list[str] = []
    app_page.on("request", lambda request: asked.append(request.url))
    app_page.goto("/results")
    wait_ready(app_page)
    main = app_page.get_by_test_id("stMain")
    expect(main.get_by_text("What this page shows is published")).to_be_visible()
    hundreds = main.get_by_role("group", name="One hundred people per group")
    expect(hundreds).to_have_count(3)
    medians = main.get_by_role("group", name="Points with intervals")
    charts = [medians.first, *(hundreds.nth(place) for place in range(3))]
    boxes = [box for chart in charts if (box := chart.bounding_box())]
    # Benefit and harm in about the same size.
    for length in ("height", "width"):
        sizes = [box["height"] if length == "height" else box["width"] for box in boxes]
        assert max(sizes) <= 1.15 * min(sizes), (length, sizes)
    main.get_by_role("radio", name="Diarrhoea").click()
    wait_ready(app_page)
    expect(main.get_by_text("8 percentage points less in the Lutathera arm")).to_be_visible()
    main.get_by_text("All published figures as a table").click()
    wait_ready(app_page)
    rows = downloaded(app_page, "Table (CSV)")
    assert any(row["Value"] == "0.276 (95% CI 0.182 to 0.418), p < 0.0001" for row in rows)
    app_page.emulate_media(color_scheme="dark")
    app_page.set_viewport_size({"width": 390, "height": 900})
    wait_ready(app_page)
    assert_accessible(app_page)
    assert app_page.evaluate("document.documentElement.scrollWidth <= 390")
    assert asked
    assert not [url for url in asked if "plotly" in url.lower()]
