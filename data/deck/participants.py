"""Who took part, as posted: the CONSORT flow of each group, or a table where that has no room."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from data.deck import typeset
from data.deck.brief import Brief
from data.deck.model import LEAST_TYPE, SIZES, Slide, SlideBlock
from data.deck.results_parts import KEY
from data.deck.split import split_slides
from data.pictures.move import moved
from data.pictures.results_flow import consort_pages
from data.pictures.scene import Frame
from data.results.participant_flow import (
    ParticipantFlow,
    first_period,
    group_name,
    participant_flow,
)
from data.results_section import ResultsSection
from data.typography.wrap import ELLIPSIS
from data.views.results_flow import people_finding
from data.views.results_measures import group_positions
from data.vocabulary import NOT_STATED

_WHO: Final = "Who took part"
_SIZES: Final = (36.0, 32.0, 28.0, LEAST_TYPE)
_RIM: Final = 4.0  # by which a picture is wider than its columns, in pixels


def participants(brief: Brief, results: ResultsSection, source: str) -> Iterator[Slide]:
    """Tell who took part, group by group."""
    flow = participant_flow(results.participant_flow_module)
    if not flow.periods or flow.periods[0].started is None:
        return
    name = _name(flow)
    rows = tuple(_rows(flow))
    first = _period(flow.periods[0].title)
    notes = (
        f"{first}:",
        *(f"{group}: started {one}, completed {two}" for group, one, two in rows),
        *filter(None, (flow.recruitment, flow.before_assignment)),
    )
    room = typeset.body_of_parts(name, brief.size)
    blocks: tuple[SlideBlock, ...] = _pictures(brief, flow, room) or typeset.tables(
        ("Group", "Started", "Completed"),
        rows,
        (0.6, 0.2, 0.2),
        room,
        alt=f"Participants who started and completed {first}, by group.",
        most_lines=4,
    )
    yield from split_slides(
        brief, KEY, name, blocks, name="took-part", notes=notes, sources=(source,)
    )


def _name(flow: ParticipantFlow) -> str:
    """How many took part, if a title has room for it in every format."""
    told = f"{_WHO}: {people_finding(flow)}" if people_finding(flow) else _WHO
    titles = (typeset.title(typeset.numbered(told, 2, 2), size).text for size in SIZES)
    return _WHO if any(title.endswith(ELLIPSIS) for title in titles) else told


def _pictures(brief: Brief, flow: ParticipantFlow, room: Frame) -> tuple[SlideBlock, ...]:
    positions = group_positions(flow.groups, brief.study)
    pages = consort_pages(flow, positions, (room.width - _RIM, room.height), _SIZES)
    # Nothing is drawn of one group alone: the table has both.
    if len(flow.groups) == len(pages) > 1:
        return ()
    return tuple(moved(page, room.x, room.y) for page in pages)


def _rows(flow: ParticipantFlow) -> Iterator[tuple[str, str, str]]:
    for place, group in enumerate(flow.groups):
        period = flow.periods[first_period(flow, place)]
        later = "" if period is flow.periods[0] else f" (from “{period.title}” on)"
        started, completed = (
            row.texts[place] if row and row.texts[place] else NOT_STATED
            for row in (period.started, period.completed)
        )
        yield f"{group_name(group)}{later}", started, completed


def _period(title: str) -> str:
    return f"the first period ({title})"
