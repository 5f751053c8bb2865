"""The contract of every picture: what it shows, its drawing, the same as a table, and in words."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib import import_module
from typing import Any

import plotly.graph_objects as go
import pytest

from components.exports.scene_svg import scene_svg
from components.figures.sites import (
    countries_figure,
    simple_sites_figure,
    sites_figure,
    street_sites_figure,
)
from components.palette import DARK, LIGHT, Palette
from data import Study, load_study
from data.annotations import Annotations
from data.annotations.shipped import annotations_of
from data.eligibility import load_checklist
from data.pictures.attrition import attrition_scene
from data.pictures.events import events_scene
from data.pictures.flow import flow_scene
from data.pictures.glance import tile_scene
from data.pictures.hundred import hundred_scene
from data.pictures.infusion_day import infusion_day_scene
from data.pictures.marks import marks_scene
from data.pictures.results_flow import consort_scene, periods_scene
from data.pictures.scene import Frame
from data.pictures.schedule import schedule_scene
from data.pictures.sites import map_scene
from data.pictures.timeline import timeline_scene
from data.results.adverse_events import EventChoice, events
from data.results.measures import outcome
from data.results.participant_flow import participant_flow
from data.screening import Attrition
from data.sites import sites_of
from data.views.flow import flow_alt, flow_info, flow_table
from data.views.glance import glance
from data.views.infusion_day import infusion_day_alt, infusion_day_info, infusion_day_table
from data.views.results_events import events_alt, events_info, events_table
from data.views.results_flow import consort_info, periods_info, periods_table
from data.views.results_flow import flow_table as participants_table
from data.views.results_hundred import hundred_alt
from data.views.results_marks import marks_alt
from data.views.results_measures import measure_marks, measure_table
from data.views.results_published import published_info, published_table
from data.views.schedule import schedule_alt, schedule_of, schedule_table
from data.views.sites import countries_alt, countries_table, sites_alt, sites_info, sites_table
from data.views.timeline import timeline_alt, timeline_info, timeline_table
from tests.browser import ROOT
from tests.records import SAMPLE_FOLDER

AS_OF = date(2026, 1, 21)
WIDTH = 820.0


@dataclass(frozen=True)
class Picture:
    """What is shown of a record; `draw` takes a palette."""

    draw: Callable[[Palette], go.Figure | str]
    rows: int
    alt: str


def pictures(study: Study, annotations: Annotations) -> Iterator[tuple[str, Picture]]:
    """Every picture that a record has, by the name of the function that draws it."""
    flow = flow_info(study, annotations)
    yield (
        "flow_scene",
        Picture(
            partial(scene_svg, flow_scene(flow)),
            len(flow_table(flow)),
            flow_alt(flow),
        ),
    )
    for whole in (False, True):
        schedule = schedule_of(study, annotations, whole=whole)
        if schedule.phases:
            yield (
                "schedule_scene",
                Picture(
                    partial(scene_svg, schedule_scene(schedule, WIDTH, totals=not whole)),
                    len(schedule_table(schedule)),
                    schedule_alt(schedule),
                ),
            )
    day = infusion_day_info(annotations)
    if day:
        yield (
            "infusion_day_scene",
            Picture(
                partial(scene_svg, infusion_day_scene(day, WIDTH)),
                len(infusion_day_table(day)),
                infusion_day_alt(day),
            ),
        )
    time = timeline_info(study, annotations, AS_OF)
    if time.dated:
        yield (
            "timeline_scene",
            Picture(
                partial(scene_svg, timeline_scene(time, WIDTH)),
                len(timeline_table(time)),
                timeline_alt(time),
            ),
        )
    for tile in glance(study, annotations, load_checklist(study, annotations), AS_OF):
        small = tile_scene(tile, 250)
        if small is not None:
            rows, alt = len(tile.lines), small.alt
            yield "tile_scene", Picture(partial(scene_svg, small), rows, alt)
    sites = sites_info(sites_of(study))
    if sites.sites:
        frame = Frame(x=0, y=0, width=sites.camera.width, height=sites.camera.height)
        drawn = map_scene(sites, frame)
        yield "map_scene", Picture(partial(scene_svg, drawn), len(sites_table(sites)), drawn.alt)
        rows, alt = len(sites_table(sites)), sites_alt(sites)
        yield (
            "sites_figure",
            Picture(lambda palette: go.Figure(sites_figure(sites, palette)), rows, alt),
        )
        yield (
            "simple_sites_figure",
            Picture(lambda palette: go.Figure(simple_sites_figure(sites, palette)), rows, alt),
        )
        yield (
            "street_sites_figure",
            Picture(lambda palette: go.Figure(street_sites_figure(sites, palette)), rows, alt),
        )
        yield (
            "countries_figure",
            Picture(
                lambda palette: go.Figure(countries_figure(sites, palette)),
                len(countries_table(sites)),
                countries_alt(sites),
            ),
        )
    yield from of_results(study)
    checklist = load_checklist(study, annotations)
    if checklist.criteria:
        lost = Attrition(checklist=checklist, people=7)
        lost.first.update({checklist.criteria[0].id: 3})
        drawn = attrition_scene(lost, WIDTH)
        yield (
            "attrition_scene",
            Picture(partial(scene_svg, drawn), len(lost.rows()), drawn.alt),
        )
    published = published_info(study, annotations)
    for measure in published.measures:
        if measure.hundred:
            hundred = measure.hundred
            yield (
                "hundred_scene",
                Picture(
                    partial(scene_svg, hundred_scene(hundred, WIDTH)),
                    len(published_table(published)),
                    hundred_alt(hundred),
                ),
            )


def of_results(study: Study) -> Iterator[tuple[str, Picture]]:
    """The pictures of what the record posts."""
    results = study.results_section
    if results is None:
        return
    taken_part = participant_flow(results.participant_flow_module)
    places = tuple(range(len(taken_part.groups)))
    consort = consort_info(taken_part, places)
    told = len(participants_table(taken_part))
    yield (
        "consort_scene",
        Picture(partial(scene_svg, consort_scene(consort, WIDTH)), told, consort.alt),
    )
    between = periods_info(taken_part, places)
    if between.stages:
        yield (
            "periods_scene",
            Picture(
                partial(scene_svg, periods_scene(between, WIDTH)),
                len(periods_table(between)),
                between.alt,
            ),
        )
    for item in results.outcome_measures_module.outcome_measures[:1]:
        measure = outcome(item)
        marks = measure_marks(measure, tuple(range(len(measure.groups))), measure.rows)
        yield (
            "marks_scene",
            Picture(
                partial(scene_svg, marks_scene(marks, WIDTH)),
                len(measure_table(measure)),
                marks_alt(marks),
            ),
        )
    module = results.adverse_events_module
    found = events(module)[:5]
    if found and len(module.event_groups) > 1:
        groups = module.event_groups
        shown = events_info(
            found, groups, tuple(range(len(groups))), EventChoice(first=0, second=1)
        )
        yield (
            "events_scene",
            Picture(
                partial(scene_svg, events_scene(shown, WIDTH)),
                len(events_table(found, groups)),
                events_alt(shown),
            ),
        )


def netter_2() -> Study:
    return load_study(ROOT / "data" / "records" / "NCT03972488.json")


def empty() -> Study:
    content = {"protocolSection": {"identificationModule": {"nctId": "NCT00000001"}}}
    return load_study(json.dumps(content))


def with_results() -> Study:
    return load_study(SAMPLE_FOLDER / "NCT04633460.json")


STUDIES = {"shipped": netter_2, "with results": with_results, "empty": empty}


def written(drawn: go.Figure | str) -> str:
    return drawn if isinstance(drawn, str) else str(drawn.to_json())


@pytest.mark.parametrize("make", STUDIES.values(), ids=STUDIES)
def test_every_picture_is_drawn_told_as_a_table_and_in_words(make: Callable[[], Study]) -> None:
    study = make()
    for name, picture in pictures(study, annotations_of(study)):
        for palette in (LIGHT, DARK):
            assert written(picture.draw(palette)) == written(picture.draw(palette)), name
        assert picture.rows, name
        assert picture.alt.strip(), name


def test_no_picture_is_without_its_contract() -> None:
    drawn: set[str] = set()
    for make in STUDIES.values():
        study = make()
        drawn |= {name for name, _ in pictures(study, annotations_of(study))}
    there: dict[str, Any] = {}
    paths = [
        *(ROOT / "components" / "figures").glob("[a-z]*.py"),
        *(ROOT / "data" / "pictures").glob("[a-z]*.py"),
    ]
    for path in paths:
        module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        own = inspect.getmembers(module, inspect.isfunction)
        there |= {name: one for name, one in own if one.__module__ == module.__name__}
    assert {
        name for name in there if name.endswith(("_figure", "_scene")) and name[0] != "_"
    } == drawn
