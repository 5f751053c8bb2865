"""The pictures of a document, as vector graphics: those of the pages, and those of the slides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Final

from components.exports.glyphs import drawable
from components.exports.scene_svg import scene_svg
from components.fonts import FAMILIES
from components.palette import LIGHT, Palette
from data.annotations import Annotations
from data.deck.build import deck
from data.deck.model import WIDE
from data.document.full import INFUSION_DAY
from data.document.results import PARTICIPANTS
from data.pictures.flow import flow_scene
from data.pictures.infusion_day import infusion_day_scene
from data.pictures.results_flow import consort_pages
from data.pictures.scene import Frame, Scene
from data.pictures.schedule import in_parts, schedule_scene
from data.pictures.sites import map_scene
from data.pictures.timeline import timeline_scene
from data.results.participant_flow import participant_flow
from data.sites import sites_of
from data.study import Study
from data.timeline.milestones import MilestoneGroup
from data.topics import Topic
from data.views.flow import flow_info
from data.views.infusion_day import infusion_day_info
from data.views.results_measures import group_positions
from data.views.schedule import schedule_of
from data.views.sites import for_picture
from data.views.timeline import timeline_info

_MOST_LAY: Final = 2
# In pixels: what a page of paper holds in type that can be read.
_WIDTH, _HIGHEST = 800.0, 1000.0
_MAP_HEIGHT: Final = 420.0
_TYPE: Final = 13.0
# Type of 24 pixels, as on a slide, becomes 7.4 points; type of 12 pixels becomes 6.
_LEAST_SCALE_OF_SLIDE: Final = 0.31
_LEAST_SCALE: Final = 0.5
_FONT: Final = re.compile(r'font-family="[^"]*"')


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A picture.

    Args:
        svg: an SVG document.
        width, height: in pixels.
        least_scale: how far it may shrink on paper, in points per pixel, and still be read.
        alt: what it shows, in words.
    """

    svg: str
    width: float
    height: float
    least_scale: float
    alt: str


Pictures = Mapping[str, tuple[Drawn, ...]]


def pictures(
    study: Study, annotations: Annotations, as_of: date, palette: Palette = LIGHT
) -> Pictures:
    """Draw the pictures of a document, by the key that its images name; some have several parts.

    Args:
        study: the record.
        annotations: what has been read out of it.
        as_of: the day the study is seen from.
        palette: the colours; anything that CSS takes for one.
    """
    return {
        Topic.FLOW: (_flow(study, annotations, palette),),
        Topic.SCHEDULE: tuple(_schedule(study, annotations, palette)),
        INFUSION_DAY: tuple(_infusion_day(annotations, palette)),
        Topic.TIMELINE: tuple(_timeline(study, annotations, as_of, palette)),
        Topic.SITES: tuple(_sites(study, palette)),
        PARTICIPANTS: tuple(_participants(study, palette)),
    }


def lay_flow(study: Study, annotations: Annotations, as_of: date) -> tuple[Drawn, ...]:
    """Draw how a study is built in few words and large type: the pictures of the lay slides."""
    made = deck(study, annotations, audience="lay", size=WIDE, as_of=as_of, slides=[Topic.FLOW])
    found = tuple(
        _drawn(block, LIGHT, _LEAST_SCALE_OF_SLIDE)
        for slide in made.slides
        for block in slide.blocks
        if isinstance(block, Scene)
    )
    return found if 0 < len(found) <= _MOST_LAY else (_flow(study, annotations, LIGHT),)


def for_print(drawn: Drawn) -> Drawn:
    """Let a picture be set in the shipped fonts, with signs that they have."""
    families = ", ".join(f"'{name}'" for name in FAMILIES)
    return replace(drawn, svg=_FONT.sub(f'font-family="{families}"', drawable(drawn.svg)))


def _flow(study: Study, annotations: Annotations, palette: Palette) -> Drawn:
    info = flow_info(study, annotations, published=True)
    return _drawn(flow_scene(info), palette, _LEAST_SCALE)


def _schedule(study: Study, annotations: Annotations, palette: Palette) -> Iterator[Drawn]:
    draw = partial(schedule_scene, width=_WIDTH, totals=True)
    schedule = schedule_of(study, annotations)
    for part in in_parts(schedule, lambda part: draw(part).frame.height <= _HIGHEST):
        yield _drawn(draw(part), palette, _LEAST_SCALE)


def _infusion_day(annotations: Annotations, palette: Palette) -> Iterator[Drawn]:
    info = infusion_day_info(annotations)
    if info is not None:
        yield _drawn(infusion_day_scene(info, _WIDTH), palette, _LEAST_SCALE)


def _timeline(
    study: Study, annotations: Annotations, as_of: date, palette: Palette
) -> Iterator[Drawn]:
    info = timeline_info(study, annotations, as_of)
    if not info.dated:
        return
    drawn = timeline_scene(info, _WIDTH)
    if drawn.frame.height > _HIGHEST:  # the table has every publication
        others = (i for i in info.milestones if i.group is not MilestoneGroup.PUBLICATIONS)
        drawn = timeline_scene(replace(info, milestones=tuple(others)), _WIDTH)
    yield _drawn(drawn, palette, _LEAST_SCALE)


def _sites(study: Study, palette: Palette) -> Iterator[Drawn]:
    sites = sites_of(study)
    if sites:
        info = for_picture(sites, _WIDTH, _MAP_HEIGHT)
        frame = Frame(x=0, y=0, width=_WIDTH, height=_MAP_HEIGHT)
        yield _drawn(map_scene(info, frame, size=_TYPE), palette, _LEAST_SCALE)


def _participants(study: Study, palette: Palette) -> Iterator[Drawn]:
    if study.results_section is None:
        return
    flow = participant_flow(study.results_section.participant_flow_module)
    positions = group_positions(flow.groups, study)
    for page in consort_pages(flow, positions, (_WIDTH, _HIGHEST)):
        yield _drawn(page, palette, _LEAST_SCALE)


def _drawn(scene: Scene, palette: Palette, least_scale: float) -> Drawn:
    return Drawn(
        svg=scene_svg(scene, palette),
        width=scene.frame.width,
        height=scene.frame.height,
        least_scale=least_scale,
        alt=scene.alt,
    )
