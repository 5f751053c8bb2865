"""Results posted in the record on slides: who took part, the primary outcomes, serious events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from data.deck import typeset
from data.deck.brief import Brief
from data.deck.charts import Bar, chart, most_bars
from data.deck.model import Slide
from data.deck.participants import participants
from data.deck.results_parts import KEY, below, chart_slide, lead_in, room_of
from data.deck.typeset import say
from data.pictures.scene import Frame
from data.results.adverse_events import EventCount, Total, totals
from data.results.measures import Measure, MeasureCell, MeasureKind, MeasureRow, outcome
from data.results.participant_flow import group_name, is_total
from data.results_section import EventGroup, OutcomeMeasure, ResultsSection
from data.views.results_events import total_found
from data.views.results_measures import (
    group_positions,
    measure_finding,
    reported_as,
    values_found,
)

_MOST_OUTCOMES: Final = 3
_MOST_ROWS: Final = 16  # of a table of values; the page Results has all
_PERCENT: Final = 100.0
_SERIOUS: Final = (Total.SERIOUS, Total.DEATHS)
# What they are called in addresses: harm is harm, whether published or posted.
_ADDRESS: Final = {Total.SERIOUS: "harm", Total.DEATHS: "deaths"}
_LAY: Final = {Total.SERIOUS: "Any serious unwanted medical event"}
_CHART_SHARE: Final = 0.8  # of the room, at most; the rest is for words
_TIME_FRAME: Final = 90.0  # below a chart of events, in pixels
_POSTED: Final = "posted results"
_WHOLE_FROM: Final = 25.0  # below this, shares would be slivers on a scale up to 100%


def posted_slides(brief: Brief) -> Iterator[Slide]:
    """Tell who took part, what was measured first of all, and what serious harm was seen."""
    results = brief.study.results_section
    if results is None:
        return
    yield from participants(brief, results, _POSTED)
    yield from _outcomes(brief, results)
    yield from _harm(brief, results)


def _colour(place: int | None) -> str:
    return "muted" if place is None else f"arm {place}"


def _chunks(room: Frame, names: Sequence[str]) -> Iterator[slice]:
    """As many bars on each slide as can be read, evenly."""
    count = len(names)
    slides = -(-count // most_bars(names, room)) or 1
    size = -(-count // slides)
    for start in range(0, count, size or 1):
        yield slice(start, start + size)


# Outcomes


def _outcomes(brief: Brief, results: ResultsSection) -> Iterator[Slide]:
    items = [
        item for item in results.outcome_measures_module.outcome_measures if item.type == "PRIMARY"
    ]
    for number, item in enumerate(items[:_MOST_OUTCOMES], start=1):
        count = min(len(items), _MOST_OUTCOMES)
        name = typeset.numbered("Main result" if brief.lay else "Primary outcome", number, count)
        more = len(items) - count
        yield from _outcome(brief, name, item, more if number == count else 0)


def _outcome(brief: Brief, name: str, item: OutcomeMeasure, more: int) -> Iterator[Slide]:
    measure = outcome(item)
    cells = measure.rows[0].cells if measure_finding(measure) else ()
    found = values_found(measure, [c for c in cells if not is_total(measure.groups[c.position])])
    name = f"{name}: {found}" if cells else name
    notes = tuple(_outcome_notes(measure))
    colours = [_colour(place) for place in group_positions(measure.groups, brief.study)]
    bars = _bars(measure, measure.rows[0], colours) if len(measure.rows) == 1 else []
    room = room_of(brief, name)
    title = lead_in(measure.title, room)
    left = below(title, room)
    for_chart = replace(left, height=left.height * _CHART_SHARE)
    if not bars or len(bars) > most_bars([bar.name for bar in bars], for_chart):
        yield from _value_tables(brief, name, measure, notes)
        return
    drawn = chart(
        reported_as(measure) or "Value",
        bars,
        left,
        maximum=_whole(measure, bars),
        alt=f"Bars. {measure.title}: {_all_values(measure)}.",
    )
    told = [*_about(measure), *_also(more)]
    yield chart_slide(
        brief,
        name,
        drawn,
        [say(text, colour="muted") for text in told],
        address="outcome",
        above=title,
        notes=notes,
        sources=(_POSTED,),
    )


def _also(more: int) -> list[str]:
    return [f"And {more} more primary outcomes, on the page Results."] if more else []


def _about(measure: Measure) -> list[str]:
    return [f"Time frame: {measure.time_frame}"] if measure.time_frame else []


def _bars(measure: Measure, row: MeasureRow, colours: Sequence[str]) -> list[Bar]:
    """A bar for each group; none where a value is no number, or below zero."""
    values = [_value(measure, cell) for cell in row.cells]
    if not values or any(value is None or value < 0 for value in values):
        return []
    return [
        Bar(
            name=group_name(measure.groups[cell.position]),
            value=value or 0.0,
            text=cell.text,
            brief=cell.written or cell.text,
            colour=colours[cell.position],
            low=None if measure.kind is MeasureKind.SHARE else _drawable(cell.low),
            high=None if measure.kind is MeasureKind.SHARE else _drawable(cell.high),
        )
        for cell, value in zip(row.cells, values, strict=True)
    ]


def _drawable(end: float | None) -> float | None:
    """An end of an interval, where the scale of bars has it."""
    return end if end is not None and end >= 0 else None


def _value(measure: Measure, cell: MeasureCell) -> float | None:
    if measure.kind is MeasureKind.SHARE and cell.share is not None:
        return cell.share * _PERCENT
    return cell.value


def _whole(measure: Measure, bars: Sequence[Bar]) -> float | None:
    in_percent = measure.kind in (MeasureKind.SHARE, MeasureKind.PERCENT)
    largest = max(bar.value for bar in bars)
    return _PERCENT if in_percent and largest >= _WHOLE_FROM else None


def _all_values(measure: Measure) -> str:
    return "; ".join(
        " ".join(filter(None, (f"{row.name}," if row.name else "", _cell_text(measure, cell))))
        for row in measure.rows[:_MOST_ROWS]
        for cell in row.cells
    )


def _cell_text(measure: Measure, cell: MeasureCell) -> str:
    return f"{group_name(measure.groups[cell.position])}: {cell.text}"


def _outcome_notes(measure: Measure) -> Iterator[str]:
    yield f"{measure.role} outcome: {measure.title}"
    yield from filter(None, (measure.description, measure.population))
    if measure.time_frame:
        yield f"Time frame: {measure.time_frame}"
    yield _all_values(measure)


def _value_tables(
    brief: Brief, name: str, measure: Measure, notes: Sequence[str]
) -> Iterator[Slide]:
    """Values as a table, where they make no picture."""
    room = room_of(brief, name)
    heading = lead_in(measure.title, room)
    named = any(row.name for row in measure.rows)
    head = (*(("What",) if named else ()), "Group", reported_as(measure) or "Value")
    rows = [
        (
            *((row.name or measure.parameter or "Value",) if named else ()),
            group_name(measure.groups[cell.position]),
            cell.text,
        )
        for row in measure.rows
        for cell in row.cells
    ]
    shown = rows[:_MOST_ROWS] or [("No values posted", *("" for _ in head[1:]))]
    pages = typeset.tables(
        head,
        shown,
        typeset.natural_shares(head, shown, room.width),
        below(heading, room),
        alt=f"{measure.title}: values by group.",
        most_lines=4,
    )
    for number, table in enumerate(pages, start=1):
        more = max(0, len(rows) - len(shown))
        yield Slide(
            key=KEY,
            name="outcome",
            title=typeset.title(name if len(pages) == 1 else f"{name}, part {number}", brief.size),
            part_of=name,
            blocks=(heading, table),
            notes=(*notes, *((f"And {more} more values, on the page Results.",) if more else ())),
            sources=(brief.record, _POSTED),
        )


# Harm


def _harm(brief: Brief, results: ResultsSection) -> Iterator[Slide]:
    groups = results.adverse_events_module.event_groups
    colours = [_colour(place) for place in group_positions(groups, brief.study)]
    for what in _SERIOUS:
        counted = [
            (group, totals(group)[what], colour)
            for group, colour in zip(groups, colours, strict=True)
        ]
        known = [item for item in counted if item[1].share is not None]
        if known:
            yield from _totals(brief, what, known, results)


def _totals(
    brief: Brief,
    what: Total,
    counted: Sequence[tuple[EventGroup, EventCount, str]],
    results: ResultsSection,
) -> Iterator[Slide]:
    room = room_of(brief, what)
    names = [group_name(group) for group, _, _ in counted]
    chunks = list(_chunks(replace(room, height=room.height - _TIME_FRAME), names))
    frame = results.adverse_events_module.time_frame
    largest = max((count.share or 0.0) * _PERCENT for _, count, _ in counted)
    told = [say(f"Time frame: {frame}", colour="muted")] if frame else []
    for number, chunk in enumerate(chunks, start=1):
        said = _LAY.get(what, what) if brief.lay else what
        found = total_found(what, [group for group, _, _ in counted])
        name = f"{typeset.numbered(said, number, len(chunks))}: {found}"
        bars = [
            Bar(
                name=group_name(group),
                value=(count.share or 0.0) * _PERCENT,
                text=count.text,
                brief=f"{(count.share or 0.0) * _PERCENT:.1f}%",
                colour=colour,
            )
            for group, count, colour in counted[chunk]
        ]
        values = "; ".join(f"{bar.name}: {bar.text}" for bar in bars)
        drawn = chart(
            "Share of people" if brief.lay else "Share of those at risk",
            bars,
            room_of(brief, name),
            maximum=_PERCENT if largest >= _WHOLE_FROM else max(largest, 1.0),
            alt=f"Bars, share of those at risk. {what}: {values}.",
        )
        yield chart_slide(
            brief,
            name,
            drawn,
            told,
            address=_ADDRESS[what],
            part_of=said,
            notes=tuple(
                " ".join(filter(None, (f"{group_name(group)}: {count.text}.", group.description)))
                for group, count, _ in counted[chunk]
            ),
            sources=(_POSTED,),
        )
