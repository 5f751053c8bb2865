"""Place the steps of a flow in rows and columns, and lead the arrows between them.

Time runs down. Each arm has a column; what follows from one step alone stands below it. Arms that
do not fit side by side form further bands. Arrows leave at the bottom of a box and enter at the top
of a later one; on the way they keep to the channels between rows and the gutters between columns,
where no box is. All lengths are pixels, counted from the top left.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from data.flow.model import Flow, Step, Transition
from data.pictures.scene import Frame, Point, corners_of

_HEAD: Final = ("screening", "enrolled", "excluded", "allocation")
_TRACK: Final = 8.0
"""Between parallel arrows."""
_STUB: Final = 10.0
"""From a box to the first arrow below it."""
_HEAD_ROOM: Final = 14.0
"""From the last arrow, or its label, to the box below: room for the arrow's head."""


@dataclass(frozen=True, kw_only=True)
class FlowSpacing:
    """How much room there is.

    Args:
        column: the width of a box.
        gutter: the least width between two columns.
        margin: on both sides.
        max_columns: how many columns stand side by side before a new band begins.
        room: what the whole may take; where it would take more, boxes get narrower, then fewer
            stand side by side.
        lone: the width of a box that stands alone in its row; 0 for that of all.
        air: how much of it is between rows and in boxes, as a share of what is on a page.
    """

    column: float
    gutter: float
    margin: float
    max_columns: int
    room: float = math.inf
    lone: float = 0.0
    air: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Where everything is.

    Args:
        boxes: by the key of the step.
        labels: what stands above a box, on the arrow that leads into it; by the key of the step.
        arrows: the corners of each arrow, by source and target, from the first to the last.
        width, height: of the whole.
    """

    boxes: Mapping[str, Frame]
    labels: Mapping[str, Frame]
    arrows: Mapping[tuple[str, str], tuple[Point, ...]]
    width: float
    height: float


@dataclass(frozen=True, kw_only=True)
class _Cell:
    """A place in the grid; no column means that the box stands in the middle."""

    row: int
    column: int | None


def lay_out(
    flow: Flow,
    heights: Mapping[str, float],
    spacing: FlowSpacing,
    label_heights: Mapping[str, float] | None = None,
) -> Layout:
    """Place boxes, labels and arrows.

    Args:
        flow: the steps and transitions.
        heights: of each box, by the key of its step.
        spacing: how much room there is.
        label_heights: of what stands on the arrow into a box; nothing for boxes that are not named.
    """
    return _Router(flow, heights, spacing, label_heights or {}).layout()


def alone(flow: Flow, spacing: FlowSpacing) -> frozenset[str]:
    """The steps that stand alone in their rows."""
    cells = _Grid(flow, spacing.max_columns).cells
    return frozenset(key for key, cell in cells.items() if cell.column is None)


class _Grid:
    """Rows and columns: which step stands where."""

    def __init__(self, flow: Flow, max_columns: int) -> None:
        self.flow = flow
        self.cells: dict[str, _Cell] = {}
        self.rows = 0
        self.columns = 1
        head = [step for step in flow.in_order() if step.kind in _HEAD]
        rest = [step for step in flow.in_order() if step.kind not in _HEAD]
        self._place_blocks(
            self._narrow_levels(rest, max_columns), max_columns, self._place_head(head)
        )

    def _place_head(self, head: list[Step]) -> list[str]:
        """One below the other; those who leave stand aside. Gives the ones that stand aside."""
        aside = [step.key for step in head if step.kind == "excluded"]
        for step in head:
            self.cells[step.key] = _Cell(row=self.rows, column=None)
            self.rows += 1
        return aside

    def _narrow_levels(self, steps: list[Step], most: int) -> list[list[str]]:
        """The steps that begin a column, by level.

        What follows a step stands below it; where that is too wide, in a level of its own.
        """
        parted: set[str] = set()
        while True:
            levels = self._levels(steps, parted)
            wide = {key for roots in levels for key in roots if self._width(key) > most}
            if not wide:
                return levels
            parted |= wide

    def _levels(self, steps: list[Step], parted: set[str]) -> list[list[str]]:
        """The steps that begin a column, by level: arms, then where ways meet, and so on.

        Args:
            steps: the steps below the head.
            parted: those below which nothing stands.
        """
        self.children: dict[str, list[str]] = {}
        level: dict[str, int] = {}
        roots: dict[int, list[str]] = {}
        for step in steps:
            sources = [item.source for item in self.flow.into(step.key)]
            inner = [key for key in sources if key in level]
            if len(inner) == 1 and len(sources) == 1 and inner[0] not in parted:
                self.children.setdefault(inner[0], []).append(step.key)
                level[step.key] = level[inner[0]]
                continue
            # A group whose source is not told comes after the arms, not beside them.
            depth = (
                1 if not inner and sources else 1 + max((level[key] for key in inner), default=1)
            )
            level[step.key] = depth
            roots.setdefault(depth, []).append(step.key)
        return [roots[depth] for depth in sorted(roots)]

    def _place_blocks(self, levels: list[list[str]], most: int, aside: list[str]) -> None:
        for roots in levels:
            band: list[str] = []
            width = 0
            for key in roots:
                needed = self._width(key)
                if band and width + needed > most:
                    self._place_band(band)
                    band, width = [], 0
                band.append(key)
                width += needed
            self._place_band(band)
        if aside:
            self.columns = max(2, self.columns)
        for key in aside:
            self.cells[key] = _Cell(row=self.cells[key].row, column=self.columns - 1)

    def _width(self, key: str) -> int:
        return sum(self._width(child) for child in self.children.get(key, [])) or 1

    def _place_band(self, band: list[str]) -> None:
        if len(band) == 1 and self._width(band[0]) == 1:
            column: int | None = None
        else:
            column = 0
        top, deepest = self.rows, self.rows
        for key in band:
            deepest = max(deepest, self._place(key, top, column))
            if column is not None:
                column += self._width(key)
        self.columns = max(self.columns, column or 1)
        self.rows = deepest + 1

    def _place(self, key: str, row: int, column: int | None) -> int:
        """Place a step and all that stands below it; gives the last row."""
        self.cells[key] = _Cell(row=row, column=column)
        last = row
        for child in self.children.get(key, []):
            last = max(last, self._place(child, row + 1, column))
            if column is not None:
                column += self._width(child)
        return last


class _Router:
    """Turns the grid into pixels and leads the arrows."""

    def __init__(
        self,
        flow: Flow,
        heights: Mapping[str, float],
        spacing: FlowSpacing,
        label_heights: Mapping[str, float],
    ) -> None:
        self.flow, self.heights, self.spacing = flow, heights, spacing
        self.label_heights = label_heights
        self.track, self.stub, self.head_room = (
            spacing.air * length for length in (_TRACK, _STUB, _HEAD_ROOM)
        )
        self.grid = _Grid(flow, spacing.max_columns)
        self.cells = self.grid.cells
        self.nets = {(item.source, item.target): self._net(item) for item in self.flow.transitions}
        self.gutters = {
            (item.source, item.target): self._gutter(item)
            for item in self.flow.transitions
            if len(self._rows_between(item)) and not self._is_straight(item)
        }
        self.long_nets = list(dict.fromkeys(self.nets[ends] for ends in self.gutters))
        self.gutter = spacing.gutter + _TRACK * max(0, len(self.long_nets) - 1)
        used = set(self.gutters.values())
        left, right = (self.gutter if place in used else 0.0 for place in (0, self.grid.columns))
        self.left = spacing.margin + left
        columns = self.grid.columns * (spacing.column + self.gutter) - self.gutter
        self.columns_middle = self.left + columns / 2
        self.width = self.left + columns + right + spacing.margin
        self.row_heights: list[float] = []

    def _net(self, item: Transition) -> str:
        """Arrows of one net may share a line: those into one place, or those out of one."""
        joined = len(self.flow.into(item.target)) > 1
        return f"to {item.target}" if joined else f"from {item.source}"

    def _rows_between(self, item: Transition) -> range:
        return range(self.cells[item.source].row + 1, self.cells[item.target].row)

    def _is_straight(self, item: Transition) -> bool:
        """Whether the way goes straight down: to the box below, or past those who leave."""
        source, target = self.cells[item.source], self.cells[item.target]
        if target.row == source.row + 1:
            same_middle = self._middle(item.source) == self._middle(item.target)
            return same_middle and self._leaves_in_the_middle(item)
        if source.column is not None or target.column is not None or self.grid.columns % 2:
            return False
        between = self._rows_between(item)
        passed = [key for key, cell in self.cells.items() if cell.row in between]
        return all(self.flow.step(key).kind == "excluded" for key in passed)

    def layout(self) -> Layout:
        """Place everything."""
        tracks = self._tracks()
        tops, channels = self._rows(tracks)
        boxes = {key: self._box(key, tops[cell.row]) for key, cell in self.cells.items()}
        arrows = {
            (item.source, item.target): self._arrow(item, boxes, tracks, channels)
            for item in self.flow.transitions
        }
        last = max((box.bottom for box in boxes.values()), default=0.0)
        return Layout(
            boxes=boxes,
            labels={
                key: self._label(key, box) for key, box in boxes.items() if self._has_label(key)
            },
            arrows=arrows,
            width=self.width,
            height=last + self.spacing.margin,
        )

    def _has_label(self, key: str) -> bool:
        return self.label_heights.get(key, 0.0) > 0

    def _label(self, key: str, box: Frame) -> Frame:
        height = self.label_heights[key]
        return Frame(x=box.x, y=box.y - self.head_room - height, width=box.width, height=height)

    def _tracks(self) -> dict[int, list[str]]:
        """Which nets run across above each row; those that go on are above those that end."""
        passing: dict[int, list[str]] = {}
        ending: dict[int, list[str]] = {}
        for item in self.flow.transitions:
            net = self.nets[item.source, item.target]
            if self._is_straight(item):
                continue
            if len(self._rows_between(item)):
                passing.setdefault(self.cells[item.source].row + 1, []).append(net)
            ending.setdefault(self.cells[item.target].row, []).append(net)
        return {
            row: list(dict.fromkeys([*passing.get(row, []), *ending.get(row, [])]))
            for row in range(self.grid.rows + 1)
        }

    def _rows(self, tracks: dict[int, list[str]]) -> tuple[list[float], list[float]]:
        """The top of each row of boxes, and of the channel above it."""
        tops, channels = [], []
        y = self.spacing.margin
        for row in range(self.grid.rows):
            keys = [key for key, cell in self.cells.items() if cell.row == row]
            label = max((self.label_heights.get(key, 0.0) for key in keys), default=0.0)
            channels.append(y)
            if row:
                y += self.stub + self.track * len(tracks[row]) + label + self.head_room
            elif label:
                y += label + self.head_room
            tops.append(y)
            self.row_heights.append(max((self.heights[key] for key in keys), default=0.0))
            y += self.row_heights[-1]
        return tops, channels

    def _box(self, key: str, top: float) -> Frame:
        column = self.cells[key].column
        width = self.spacing.column
        if column is None:
            width = self.spacing.lone or width
            x = self.columns_middle - width / 2
        else:
            x = self.left + column * (width + self.gutter)
        return Frame(x=x, y=top, width=width, height=self.row_heights[self.cells[key].row])

    def _arrow(
        self,
        item: Transition,
        boxes: Mapping[str, Frame],
        tracks: dict[int, list[str]],
        channels: list[float],
    ) -> tuple[Point, ...]:
        source, target = boxes[item.source], boxes[item.target]
        net = self.nets[item.source, item.target]
        start, end = self._exit(item, source), target.middle
        if self._is_straight(item):
            return ((end, source.bottom), (end, target.y))
        row, last = self.cells[item.source].row + 1, self.cells[item.target].row
        arriving = self._track(net, last, tracks, channels)
        corners: list[Point] = [(start, source.bottom)]
        if row < last:
            leaving = self._track(net, row, tracks, channels)
            gutter = self._gutter_middle(net, self.gutters[item.source, item.target])
            corners += [(start, leaving), (gutter, leaving), (gutter, arriving)]
        else:
            corners += [(start, arriving)]
        corners += [(end, arriving), (end, target.y)]
        return corners_of(corners)

    def _track(
        self, net: str, row: int, tracks: dict[int, list[str]], channels: list[float]
    ) -> float:
        return channels[row] + self.stub + self.track * tracks[row].index(net)

    def _exits(self, key: str) -> list[str]:
        """The nets that leave a box not by its middle, which is for those it alone leads to."""
        nets = (self.nets[item.source, item.target] for item in self.flow.out_of(key))
        return [net for net in dict.fromkeys(nets) if net != f"from {key}"]

    def _leaves_in_the_middle(self, item: Transition) -> bool:
        if self.nets[item.source, item.target] == f"from {item.source}":
            return True
        alone = len({self.nets[o.source, o.target] for o in self.flow.out_of(item.source)}) == 1
        return alone and self._is_free_below(item)

    def _exit(self, item: Transition, source: Frame) -> float:
        """Where an arrow leaves the bottom of its box: each net at a place of its own."""
        if self._leaves_in_the_middle(item):
            return source.middle
        others = self._exits(item.source)
        net = self.nets[item.source, item.target]
        step = source.width / 2 / (len(others) + 1)
        return source.middle + step * (others.index(net) + 1)

    def _is_free_below(self, item: Transition) -> bool:
        """Whether the middle below a box is no other box's way in."""
        below = self.cells[item.source].row + 1
        return not any(
            cell.row == below
            and key != item.target
            and self._middle(key) == self._middle(item.source)
            for key, cell in self.cells.items()
        )

    def _middle(self, key: str) -> float:
        """The middle of a box, counted in columns."""
        column = self.cells[key].column
        return self.grid.columns / 2 if column is None else column + 0.5

    def _gutter(self, item: Transition) -> int:
        """The nearest gutter that is free in all rows that are passed; the outer ones always are.

        Gutter 0 is left of the first column, gutter 1 right of it, and so on.
        """
        columns = self.grid.columns
        rows = self._rows_between(item)
        passes_middle = any(cell.column is None for cell in self.cells.values() if cell.row in rows)
        start = self._middle(item.source)
        # A box in the middle of an even number of columns stands on the gutter between them.
        free = [g for g in range(columns + 1) if not (passes_middle and g * 2 == columns)]
        # Of two that are equally near, the right one: there the arrows leave.
        return min(free, key=lambda gutter: (abs(gutter - start), -gutter))

    def _gutter_middle(self, net: str, gutter: int) -> float:
        place = self.long_nets.index(net) - (len(self.long_nets) - 1) / 2
        middle = self.left - self.gutter / 2 + gutter * (self.spacing.column + self.gutter)
        return middle + _TRACK * place
