"""The record against the publication: what matches, what differs, what one of them lacks."""

from __future__ import annotations

from pathlib import Path

import pytest

from data import Study, load_study
from data.annotations import Annotations, load_annotations
from data.dates import PartialDate
from data.views.against import Agreement, against, against_table

RECORD = Path(__file__).parents[1] / "data" / "records" / "NCT03972488.json"
STUDY = load_study(RECORD)
ANNOTATIONS = load_annotations(STUDY, RECORD.with_suffix(".annotations.yaml"))


def found(study: Study, annotations: Annotations = ANNOTATIONS) -> dict[str, Agreement]:
    return {line.what: line.agreement for line in against(study, annotations)}


def changed(module: str, **update: object) -> Study:
    section = STUDY.protocol_section
    other = getattr(section, module).model_copy(update=update)
    return STUDY.model_copy(update={"protocol_section": section.model_copy(update={module: other})})


def test_what_differs_comes_first_and_both_sides_are_said() -> None:
    assert found(STUDY) == {
        "Sites": Agreement.DIFFERS,
        "Lowest age": Agreement.DIFFERS,
        "Participants": Agreement.MATCH,
        "Start": Agreement.MATCH,
    }
    rows = {row["Fact"]: row for row in against_table(against(STUDY, ANNOTATIONS))}
    assert [row["Record against publication"] for row in rows.values()][:2] == ["differs"] * 2
    sites = rows["Sites"]
    assert sites["The record states"] == "40 sites listed"
    assert "45 centres in 9 countries" in sites["The publication states, in our words"]
    assert "Singh S, et al. Lancet 2024" in sites["Published in"]
    assert (sites["Owner"], sites["Remark"]) == ("", "")


@pytest.mark.parametrize(
    ("age", "agreement"),
    [
        ("14 Years", Agreement.DIFFERS),
        ("15 Years", Agreement.MATCH),
        ("16 Years", Agreement.DIFFERS),
        ("180 Months", Agreement.UNCLEAR),
        (None, Agreement.MISSING),
    ],
)
def test_an_age_is_compared_in_years(age: str | None, agreement: Agreement) -> None:
    assert found(changed("eligibility_module", minimum_age=age))["Lowest age"] is agreement


@pytest.mark.parametrize(
    ("start", "agreement"),
    [
        ("2019-12-31", Agreement.DIFFERS),
        ("2020-01-01", Agreement.MATCH),
        ("2020-01", Agreement.MATCH),
        ("2020", Agreement.MATCH),
        ("2020-01-31", Agreement.MATCH),
        ("2020-02-01", Agreement.DIFFERS),
    ],
)
def test_dates_are_compared_as_dates_as_precise_as_they_are(
    start: str, agreement: Agreement
) -> None:
    struct = STUDY.protocol_section.status_module.start_date_struct.model_copy(
        update={"date": PartialDate.parse(start)}
    )
    assert found(changed("status_module", start_date_struct=struct))["Start"] is agreement


def test_what_is_not_published_is_missing_and_never_a_match() -> None:
    without = {key: item for key, item in ANNOTATIONS.published.items() if key != "centres"}
    fewer = ANNOTATIONS.model_copy(update={"published": without})
    assert found(STUDY, fewer)["Sites"] is Agreement.MISSING
    assert found(STUDY, Annotations()) == {}
