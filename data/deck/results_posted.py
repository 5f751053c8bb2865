"""Results posted in the record on slides: who took part, the primary outcomes, serious events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from data.deck import typeset
from data.deck.brief import Brief
from data.deck.charts import Bar, chart, most_bars
from data.deck.dots import dots
from data.deck.model import LEAST_TYPE, SIZES, Chart, Slide, Table
from data.deck.participants import participants
from data.deck.results_parts import BELOW_CHART, KEY, below, chart_slide, lead_in, room_of
from data.deck.tiles import FigureTile, tiles
from data.deck.typeset import say
from data.pictures.move import moved
from data.pictures.scene import LINE_HEIGHT, Frame, Paragraph, Text
from data.pictures.typeset import set_paragraph
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
_BELOW: Final = BELOW_CHART + LEAST_TYPE * LINE_HEIGHT  # a chart: a line of words, in pixels
_UNKNOWN: Final = 90.0  # and for the groups it cannot show
_BELOW_DOTS: Final = 20.0
_SHARE, _SHARE_LAY = "Share of those at risk", "Share of people"  # heads of charts
_POSTED: Final = "posted results"
_FRAME: Final = "Time frame: "
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


def _chunks(room: Frame, bars: Sequence[Bar], for_words: float) -> Iterator[slice]:
    """As many bars on each slide as can be read, evenly, with room for words below."""
    count = len(bars)
    names = [bar.name for bar in bars]
    slides = -(-count // most_bars(names, replace(room, height=room.height - for_words))) or 1
    size = -(-count // slides)
    for start in range(0, count, size or 1):
        yield slice(start, start + size)


# Outcomes


def _outcomes(brief: Brief, results: ResultsSection) -> Iterator[Slide]:
    items = [
        item for item in results.outcome_measures_module.outcome_measures if item.type == "PRIMARY"
    ]
    for number, item in enumerate(items[:_MOST_OUTCOMES], start=1):
        label = "Main result" if brief.lay else "Primary outcome"
        name = typeset.numbered(label, number, len(items))
        more = len(items) - number if number == _MOST_OUTCOMES else 0
        yield from _outcome(brief, name, item, first=number == 1, more=more)


def _outcome(
    brief: Brief, name: str, item: OutcomeMeasure, *, first: bool, more: int
) -> Iterator[Slide]:
    measure = outcome(item)
    found = _found(measure)
    name = f"{name}: {found}" if found else name
    notes = tuple(_outcome_notes(measure))
    colours = [_colour(place) for place in group_positions(measure.groups, brief.study)]
    bars = _bars(measure, measure.rows[0], colours) if len(measure.rows) == 1 else []
    fits = [_fits(room, measure, bars) for room in _rooms(brief, name)]
    if brief.lay and first and not all(fits):
        yield from _outcome_in_brief(brief, name, measure, bars, notes)
    room = room_of(brief, name)
    title = lead_in(measure.title, room)
    if not _fits(room, measure, bars):
        yield from _value_tables(brief, name, measure, notes)
        return
    told = [*_about(measure), *_also(more)]
    if len(bars) == 1:
        given = reported_as(measure) or "Value"
        alone = replace(bars[0], text=found) if bars[0].text == bars[0].brief else bars[0]
        yield _figure(
            brief, name, alone, [given, *told], above=title, address="outcome", notes=notes
        )
        return
    words = [say(text, colour="muted") for text in told]
    drawn = chart(
        reported_as(measure) or "Value",
        bars,
        below(title, room),
        maximum=_whole(measure, bars),
        alt=f"Bars. {measure.title}: {_all_values(measure)}.",
    )
    yield chart_slide(
        brief,
        name,
        drawn,
        words,
        address="outcome",
        above=title,
        notes=notes,
        sources=(_POSTED,),
    )


def _found(measure: Measure) -> str:
    """What was found, as far as a title tells it: of one line of numbers, for one or two groups."""
    cells = measure.rows[0].cells if len(measure.rows) == 1 else ()
    own = [cell for cell in cells if not is_total(measure.groups[cell.position])]
    is_one = len(own) == 1 and own[0].value is not None
    return values_found(measure, own) if is_one or measure_finding(measure) else ""


def _fits(room: Frame, measure: Measure, bars: Sequence[Bar]) -> bool:
    """Whether there are bars, and a slide holds them with a few words."""
    left = below(lead_in(measure.title, room), room)
    for_chart = replace(left, height=left.height * _CHART_SHARE)
    return bool(bars) and len(bars) <= most_bars([bar.name for bar in bars], for_chart)


def _outcome_in_brief(
    brief: Brief, name: str, measure: Measure, bars: Sequence[Bar], notes: Sequence[str]
) -> Iterator[Slide]:
    """Show on one slide what takes several in any format: shares as dots, else the first values."""
    sizes = (replace(brief, size=size) for size in SIZES)
    if all(len(list(_value_tables(other, name, measure, notes))) < 2 for other in sizes):
        return
    title = lead_in(measure.title, room_of(brief, name))
    if bars and _whole(measure, bars):
        yield _dots(brief, name, bars, _about(measure), address="outcome", above=title, notes=notes)
        return
    first = next(_value_tables(brief, name, measure, notes))
    yield from _first_values(brief, name, measure, first)


def _first_values(brief: Brief, name: str, measure: Measure, first: Slide) -> Iterator[Slide]:
    """The first of several slides with values, as far as it has all groups; none without."""
    heading, table = first.blocks
    groups = len(measure.rows[0].cells) if measure.rows else 0
    if not isinstance(table, Table) or not groups:
        return
    # One row less: a sentence stands below.
    count = (len(table.rows) - 1) // groups * groups
    if not count:
        return
    heights = table.heights[: count + 1]
    shown = replace(
        table,
        frame=replace(table.frame, height=sum(heights)),
        rows=table.rows[:count],
        heights=heights,
    )
    total = sum(len(row.cells) for row in measure.rows)
    more = say(
        f"And {total - count} more values, behind the talk or in the record.", colour="muted"
    )
    below_it = typeset.placed(
        [set_paragraph(more, shown.frame.width)], shown.frame, top=shown.frame.bottom + _BELOW_DOTS
    )
    yield replace(
        first,
        name="outcome-in-brief",
        title=typeset.title(name, brief.size),
        part_of="",
        blocks=(heading, shown, below_it),
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
    room = room_of(brief, f"{name}, part 2")
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
        if any(count.share is not None for _, count, _ in counted):
            yield from _totals(brief, what, counted, results)


def _totals(
    brief: Brief,
    what: Total,
    counted: Sequence[tuple[EventGroup, EventCount, str]],
    results: ResultsSection,
) -> Iterator[Slide]:
    """Draw the groups of which the numbers are known; one alone, or of several, is not drawn."""
    said = _LAY.get(what, what) if brief.lay else what
    frame = results.adverse_events_module.time_frame
    bars = [
        Bar(
            name=group_name(group),
            value=count.share * _PERCENT,
            text=count.text,
            brief=f"{count.share * _PERCENT:.1f}%",
            colour=colour,
        )
        for group, count, colour in counted
        if count.share is not None
    ]
    unknown = [group_name(group) for group, count, _ in counted if count.share is None]
    told = [f"{_FRAME}{frame}"] if frame else []
    told += [f"Not reported for: {', '.join(unknown)}."] if unknown else []
    notes = tuple(
        " ".join(filter(None, (f"{group_name(group)}: {count.text}.", group.description)))
        for group, count, _ in counted
    )
    notes += (f"Time frame: {frame}",) if frame else ()
    if len(bars) < 2:
        name = said if unknown else f"{said}: {bars[0].text}"
        yield _figure(brief, name, bars[0], told, address=_ADDRESS[what], notes=notes)
        return
    found = total_found(what, [group for group, _, _ in counted])
    title = f"{said}: {found}"
    for_words = (_BELOW if frame else 0.0) + (_UNKNOWN if unknown else 0.0)
    if brief.lay and any(
        len(list(_chunks(room, bars, for_words))) > 1 for room in _rooms(brief, title)
    ):
        yield _dots(brief, title, bars, told[-1:], address=_ADDRESS[what], notes=notes)
    chunks = list(_chunks(room_of(brief, title), bars, for_words))
    largest = max(bar.value for bar in bars)
    for number, chunk in enumerate(chunks, start=1):
        name = f"{typeset.numbered(said, number, len(chunks))}: {found}"
        values = "; ".join(f"{bar.name}: {bar.text}" for bar in bars[chunk])
        drawn = chart(
            _SHARE_LAY if brief.lay else _SHARE,
            bars[chunk],
            room_of(brief, name),
            maximum=_PERCENT if largest >= _WHOLE_FROM else max(largest, 1.0),
            alt=f"Bars, share of those at risk. {what}: {values}.",
        )
        yield chart_slide(
            brief,
            name,
            drawn,
            _told_below(told, drawn, room_of(brief, name)),
            address=_ADDRESS[what],
            part_of=said,
            notes=notes,
            sources=(_POSTED,),
        )


def _told_below(told: Sequence[str], drawn: Chart, room: Frame) -> list[Paragraph]:
    """Words for below a chart: a time frame that does not fit whole is left to the notes."""
    left = replace(room, height=room.bottom - drawn.frame.bottom - BELOW_CHART)
    for texts in (told, [f"{_FRAME}in the notes." if _FRAME in text else text for text in told]):
        words = [say(text, colour="muted") for text in texts]
        if typeset.set_text(words, left, sizes=(LEAST_TYPE,)):
            break
    return words


def _rooms(brief: Brief, name: str) -> Iterator[Frame]:
    """The room below a title in every format."""
    return (room_of(replace(brief, size=size), name) for size in SIZES)


def _figure(
    brief: Brief,
    name: str,
    bar: Bar,
    told: Sequence[str],
    *,
    address: str,
    above: Text | None = None,
    notes: Sequence[str],
) -> Slide:
    """A number in large type, where there is nothing to draw it beside."""
    room = room_of(brief, name)
    room = below(above, room) if above else room
    figure = FigureTile(figure=bar.text, label=bar.name, alt=f"{bar.name}: {bar.text}")
    drawn = tiles([figure], room, alt=name)
    return chart_slide(
        brief,
        name,
        drawn,
        [say(text, colour="muted") for text in told],
        address=address,
        above=above,
        notes=notes,
        sources=(_POSTED,),
    )


def _dots(
    brief: Brief,
    name: str,
    bars: Sequence[Bar],
    told: Sequence[str],
    *,
    address: str,
    above: Text | None = None,
    notes: Sequence[str],
) -> Slide:
    """All groups on one slide, where a lay audience would be shown several."""
    least, most = min(bars, key=_value_of), max(bars, key=_value_of)
    alike = least.value == most.value
    said = [f"Each dot is one of {len(bars)} groups; each is named behind the talk."]
    said += (
        [f"All alike: {least.value:.1f}%."]
        if alike
        else [f"Lowest: {least.text} ({least.name}).", f"Highest: {most.text} ({most.name})."]
    )
    room = room_of(brief, name)
    words = typeset.set_or_cut(
        [say(text) for text in (*said, *told[:1])], room, sizes=(LEAST_TYPE,)
    )
    top = above.frame.bottom + _BELOW_DOTS if above else room.y
    left = replace(room, y=top, height=room.bottom - top)
    drawn = dots(
        bars,
        replace(left, height=left.height - words.frame.height - _BELOW_DOTS),
        maximum=_PERCENT,
        unit="%",
        alt=f"Dots, share of people. {name}: {'; '.join(f'{b.name}: {b.text}' for b in bars)}.",
    )
    drawn = moved(drawn, left.x, left.y)
    return Slide(
        key=KEY,
        name=f"{address}-in-brief",
        title=typeset.title(name, brief.size),
        blocks=(
            *((above,) if above else ()),
            drawn,
            typeset.placed(words.paragraphs, left, top=drawn.frame.bottom + _BELOW_DOTS),
        ),
        notes=tuple(notes),
        sources=(brief.record, _POSTED),
    )


def _value_of(bar: Bar) -> float:
    return bar.value
