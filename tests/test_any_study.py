"""Whatever loads can be shown: every info survives every study, however much of it is damaged."""

from __future__ import annotations

import copy
import json
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from data import Study, StudyError, load_study
from data.annotations.shipped import annotations_of
from data.checks import check_record
from data.eligibility import assess
from data.pictures.timeline import timeline_scene
from data.record_texts import record_texts
from data.sites.site import sites_of
from data.views.flow import flow_info, flow_table
from data.views.overview import overview_info
from data.views.schedule import schedule_of
from data.views.sites import sites_alt, sites_info, sites_table
from data.views.timeline import timeline_alt, timeline_info, timeline_table
from tests.eligibility_people import checklist_of
from tests.records import SAMPLES

RECORDS = Path(__file__).parents[1] / "data" / "records"
CONTENT = json.loads((RECORDS / "NCT03972488.json").read_text(encoding="utf-8"))
AS_OF = date(2026, 1, 21)

TEXTS = st.sampled_from(
    [
        "",
        " ",
        "A",
        "NA",
        "\u202e",
        "0",
        "2020",
        "1999-12",
        "<b>x</b>",
        "$x$",
        "* a\n  1. b\n",
        "é" * 300,
    ]
) | st.text(max_size=20)
VALUES: st.SearchStrategy[Any] = (
    st.none()
    | st.booleans()
    | st.integers(min_value=-5, max_value=10**9)
    | TEXTS
    | st.lists(TEXTS, max_size=3)
    | st.just({})
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a record that holds something."""
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    return [path, *(place for key, item in items for place in places(item, (*path, key)))]


PLACES = [place for place in places(CONTENT) if place]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A record in which a few values were replaced or taken away."""
    content = copy.deepcopy(CONTENT)
    for place in draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=4)):
        holder = content
        try:
            for step in place[:-1]:
                holder = holder[step]
            if draw(st.booleans()):
                del holder[place[-1]]
            else:
                holder[place[-1]] = draw(VALUES)
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change has taken the place away
    return json.dumps(content).encode()


def show(study: Study) -> None:
    """Work out everything that any page shows of a study."""
    annotations = annotations_of(study)
    overview = overview_info(study, annotations, AS_OF)
    assert overview.title
    assert all(finding.why for finding in check_record(study, annotations, AS_OF))
    assert all(item.place or item.section for item in record_texts(study))
    flow_table(flow_info(study, annotations))
    schedule_of(study, annotations)
    timeline = timeline_info(study, annotations, AS_OF)
    timeline_scene(timeline, 700)
    assert timeline_alt(timeline)
    timeline_table(timeline)
    sites = sites_info(sites_of(study))
    assert sites.total == len(study.locations)
    assert sites_alt(sites)
    sites_table(sites)
    checklist = checklist_of(study)
    assert len(assess(checklist, {}).criteria) == len(checklist.criteria)


@settings(max_examples=150)
@given(damaged())
def test_a_damaged_record_is_shown_or_refused_in_a_sentence(content: bytes) -> None:
    try:
        study = load_study(content)
    except StudyError as error:
        assert str(error)  # noqa: PT017
    else:
        show(study)


def test_every_sample_is_shown() -> None:
    for sample in SAMPLES:
        show(load_study(sample))
