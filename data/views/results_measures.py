"""Measures, at baseline and as outcomes: pictures, tables and lists of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from data.details import Detail, stated
from data.results.analyses import Estimate
from data.results.measures import Measure, MeasureCell, MeasureKind, MeasureRow, analysed
from data.results.numbers import percent
from data.results.participant_flow import column_names, group_name, is_total
from data.results_section import BaselineCharacteristicsModule, ResultGroup
from data.study import Study
from data.views.results_marks import MarksInfo, ResultBlock, ResultMark, marks_info

# So many values still make one readable picture.
_MOST_MARKS: Final = 24
# Shares that all lie below this would be slivers on a scale up to 100%.
_WHOLE_FROM: Final = 25.0


def group_positions(groups: Sequence[ResultGroup], study: Study) -> tuple[int | None, ...]:
    """The place of each group that gives its colour; None for a total.

    Where all groups are named like arm groups of the record, they have the colours of those; else
    they are counted by themselves.
    """
    labels = [(arm.label or "").casefold() for arm in study.arm_groups]
    own = iter(range(len(groups)))
    plain = tuple(None if is_total(group) else next(own) for group in groups)
    names = [group_name(group).casefold() for group in groups if not is_total(group)]
    if len(set(names)) != len(names) or not set(names) <= set(labels):
        return plain
    return tuple(None if place is None else labels.index(names[place]) for place in plain)


def row_pages(measure: Measure) -> tuple[tuple[int, int], ...]:
    """Cut the lines of a measure into pieces that make one picture each: from, to (not with)."""
    step = max(1, _MOST_MARKS // max(1, len(measure.groups)))
    count = len(measure.rows)
    return tuple((start, min(start + step, count)) for start in range(0, count, step))


def measure_marks(
    measure: Measure, positions: Sequence[int | None], rows: Sequence[MeasureRow]
) -> MarksInfo:
    """Gather the picture of some lines of a measure.

    Args:
        measure: what was measured.
        positions: the place of each group; see `group_positions`.
        rows: the lines to draw.
    """
    shares = measure.kind is MeasureKind.SHARE and any(
        cell.share is not None for row in rows for cell in row.cells
    )
    blocks = tuple(
        ResultBlock(
            heading=row.name,
            marks=tuple(
                _mark(cell, group_name(measure.groups[cell.position]), positions, shares)
                for cell in row.cells
            ),
        )
        for row in rows
    )
    largest = max(
        (m.value for block in blocks for m in block.marks if m.value is not None), default=0.0
    )
    in_percent = shares or measure.kind is MeasureKind.PERCENT
    return marks_info(
        title=measure.title,
        blocks=blocks,
        bars=measure.kind is not MeasureKind.AVERAGE,
        axis_title=_axis_title(measure, shares),
        whole=100.0 if in_percent and (largest >= _WHOLE_FROM or not largest) else None,
    )


def _mark(
    cell: MeasureCell, name: str, positions: Sequence[int | None], shares: bool
) -> ResultMark:
    why = f" ({cell.comment})" if cell.value is None and cell.comment else ""
    text, position = f"{name}: {cell.text}{why}", positions[cell.position]
    if shares:
        # Whether a posted interval is of the count or of the share is not said: told, not drawn.
        share = None if cell.share is None else cell.share * 100
        return ResultMark(text=text, position=position, value=share)
    return ResultMark.of(cell, text, position)


def _axis_title(measure: Measure, shares: bool) -> str:
    if shares:
        return "% of those analysed"
    unit = measure.unit or "value"
    drawn = any(
        end is not None
        for row in measure.rows
        for cell in row.cells
        for end in (cell.low, cell.high)
    )
    return f"{unit}; lines: {measure.spread}" if drawn and measure.spread else unit


def reported_as(measure: Measure) -> str:
    """Say what the values are: `Mean (SD), years`; no unit is said twice."""
    said = measure.parameter.casefold().endswith(measure.unit.casefold())
    return measure.parameter if said else ", ".join(filter(None, (measure.parameter, measure.unit)))


def values_found(measure: Measure, cells: Sequence[MeasureCell]) -> str:
    """Set values beside each other: `10.0% against 11.5%`, `7.2 against 8.5 months`."""
    if measure.kind is MeasureKind.SHARE and all(cell.share is not None for cell in cells):
        return " against ".join(percent(cell.share) for cell in cells)
    if measure.kind is MeasureKind.PERCENT and all(cell.value is not None for cell in cells):
        return " against ".join(f"{cell.written}%" for cell in cells)
    return f"{' against '.join(cell.written for cell in cells)} {measure.unit}".strip()


def measure_finding(measure: Measure) -> str:
    """Say what was found: of one line of numbers for two groups; nothing of others."""
    cells = measure.rows[0].cells if len(measure.rows) == 1 else ()
    own = [cell for cell in cells if not is_total(measure.groups[cell.position])]
    if len(own) != 2 or any(cell.value is None for cell in own):
        return ""
    first, second = (group_name(measure.groups[cell.position]) for cell in own)
    return f"{values_found(measure, own)} ({first} against {second})"


def about_measure(measure: Measure) -> tuple[Detail, ...]:
    """Tell when, how and in whom it was measured, as far as the record says."""
    told = (
        Detail(label="Time frame", value=measure.time_frame),
        Detail(label="Reported as", value=reported_as(measure)),
    )
    return (*stated(told), *_analysed(measure))


def _analysed(measure: Measure) -> tuple[Detail, ...]:
    return stated(
        (
            Detail(label="Who was analysed", value=measure.population),
            *(
                Detail(label=f"How many were analysed: {units}", value=numbers)
                for units, numbers in measure.analysed
            ),
            Detail(label="Results expected", value=measure.expected),
        )
    )


def about_characteristic(measure: Measure) -> tuple[Detail, ...]:
    """Tell how a baseline characteristic was measured, beside what its table says."""
    description = stated((Detail(label="How it was measured", value=measure.description),))
    return (*description, *_analysed(measure))


def about_baseline(module: BaselineCharacteristicsModule) -> tuple[Detail, ...]:
    """Tell in whom, and in what units, the baseline characteristics were measured."""
    return stated(
        (
            Detail(label="Who was analysed", value=module.population_description or ""),
            Detail(label="Counted besides participants", value=module.type_units_analyzed or ""),
            *(
                Detail(label=f"How many were analysed: {units}", value=numbers)
                for units, numbers in (analysed(item, module.groups) for item in module.denoms)
            ),
        )
    )


def group_columns(measure: Measure) -> tuple[str, ...]:
    """A name for each group's column, with how many were analysed; no two alike."""
    return column_names(measure.groups, measure.sizes)


def measure_table(measure: Measure) -> list[dict[str, str]]:
    """Tell a measure as rows of text: a line per class and category, a column per group."""
    columns = group_columns(measure)
    rows: list[dict[str, str]] = []
    for row in measure.rows:
        cells = {cell.position: cell for cell in row.cells}
        texts = {column: _in_table(cells.get(position)) for position, column in enumerate(columns)}
        rows.append({"Line": row.name or measure.parameter or "Value", **texts})
    return rows


def _in_table(cell: MeasureCell | None) -> str:
    if cell is None:
        return "not stated"
    return f"{cell.text}. {cell.comment}" if cell.comment else cell.text


def baseline_table(measures: Iterable[Measure]) -> list[dict[str, str]]:
    """Tell all baseline measures as one table, as a paper does."""
    rows: list[dict[str, str]] = []
    for measure in measures:
        about = reported_as(measure)
        name = f"{measure.title} [{about}]" if about else measure.title
        rows += [{"Characteristic": name, **row} for row in measure_table(measure)]
    # Measures without lines have no columns; those that have all have the same.
    return rows


def outcomes_list(measures: Iterable[Measure]) -> list[dict[str, str]]:
    """List outcomes: one row each."""
    return [
        {
            "Kind": item.role,
            "Outcome": item.title,
            "Time frame": item.time_frame or "not stated",
            "Reported as": reported_as(item) or "not posted",
            "Groups": str(len(item.groups)),
        }
        for item in measures
    ]


def outcomes_long(measures: Iterable[Measure]) -> list[dict[str, str]]:
    """Write every value of every outcome as a row of its own, for a file."""
    return [
        {
            "Kind": item.role,
            "Outcome": item.title,
            "Time frame": item.time_frame,
            "Population": item.population,
            "Reported as": item.parameter,
            "Unit": item.unit,
            "Line": row.name,
            "Group": group_name(item.groups[cell.position]),
            "Analysed": "" if cell.denominator is None else str(cell.denominator),
            "Value as written": cell.written,
            "Value with spread or share": cell.text,
            "Comment": cell.comment,
        }
        for item in measures
        for row in item.rows
        for cell in row.cells
    ]


def matching(measures: Sequence[Measure], words: str, roles: Sequence[str]) -> tuple[int, ...]:
    """The places of the outcomes that have all words in their title, description or time frame.

    Args:
        measures: all outcomes.
        words: what was typed; letter case does not matter.
        roles: only these kinds; with none, all.
    """
    wanted = words.casefold().split()
    return tuple(
        place
        for place, item in enumerate(measures)
        if (not roles or item.role in roles) and all(word in _searched(item) for word in wanted)
    )


def _searched(item: Measure) -> str:
    return f"{item.title} {item.description} {item.time_frame}".casefold()


def estimates_marks(title: str, items: Sequence[Estimate], *, by_outcome: bool) -> MarksInfo:
    """Gather a forest view of estimates of one effect measure.

    Args:
        title: names the picture.
        items: the estimates.
        by_outcome: whether each stands under the title of its outcome.
    """
    blocks: dict[str, list[ResultMark]] = {}
    for item in items:
        heading = item.outcome if by_outcome else ""
        blocks.setdefault(heading, []).append(_estimate_mark(item))
    ratio = all(item.is_ratio for item in items)
    same = {item.no_effect for item in items}
    reference = same.pop() if len(same) == 1 else None
    return marks_info(
        title=title,
        blocks=tuple(
            ResultBlock(heading=name, marks=tuple(marks)) for name, marks in blocks.items()
        ),
        bars=False,
        axis_title=title
        + (f"; dashed: no difference ({reference:g})" if reference is not None else ""),
        reference=reference,
        ratio=ratio,
    )


def _estimate_mark(item: Estimate) -> ResultMark:
    p_value = f", p {_p_value(item)}" if item.p_value else ""
    groups = " and ".join(item.compared) or "All groups"
    return ResultMark.of(item, f"{groups}: {item.text}{p_value}")


def _p_value(item: Estimate) -> str:
    written = item.p_value.strip()
    return written if written[:1] in "<>=≤≥" else f"= {written}"


def estimates_table(items: Iterable[Estimate]) -> list[dict[str, str]]:
    """Tell analyses as rows of text, all as written."""
    return [
        {
            "Outcome": item.outcome,
            "Groups": " and ".join(item.compared) or "not stated",
            "Effect measure": item.effect or "not stated",
            "Estimate": item.text or "not stated",
            "p value": item.p_value or "not stated",
            "Method": item.method or "not stated",
            "Remarks": " ".join(item.remarks),
        }
        for item in items
    ]
