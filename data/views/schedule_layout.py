"""Where everything in the picture of the schedule stands: the same marks on every page and paper.

Across, what has a week stands on the scale; texts, and what has no week, count pixels from the left
edge. Down, everything counts pixels from the top.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from data.schedule import DAYS_IN_WEEK
from data.timeline.layout import LINE, MARK, NAME_SIZE, TEXT_SIZE, Box
from data.typography.width import text_width
from data.typography.wrap import wrap
from data.views.schedule import OFF_SCALE, Event, Phase, Schedule, Track

WINDOW: Final = 8.0
"""Half the height of a window: seen behind its mark, however narrow."""
TOTAL_SIZE: Final = 11.0
TOTAL_LINE: Final = 14.0
_MARK_ROW: Final = 2 * MARK + 4
_PHASE_GAP: Final = 22.0
_TRACK_GAP: Final = 10.0
_SCALE: Final = LINE + 4
_BETWEEN: Final = 10.0  # between what stands side by side
_MARGIN: Final = 12  # shares of the scale left free before week 0, for what is written below it
_ARROW: Final = 15  # and after its end, for the arrows of what goes on
_MOST_LINES: Final = 40


@dataclass(frozen=True, kw_only=True)
class PlacedText:
    """Lines of text at the left edge, with the room they take."""

    lines: tuple[str, ...]
    bold: bool
    box: Box


@dataclass(frozen=True, kw_only=True)
class PlacedEvent:
    """A mark with its place.

    Args:
        x: weeks on the scale, else pixels from the left edge.
        below: what is written below it.
    """

    event: Event
    x: float
    y: float
    below: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PlacedTrack:
    """A track with its marks: those on the scale, which a line joins, and those off it."""

    track: Track
    arm: int | None
    on: tuple[PlacedEvent, ...]
    off: tuple[PlacedEvent, ...]

    @property
    def role(self) -> str:
        """The role of its colour: its arm's, or that of plain lines and text."""
        if self.track.published:
            return "text"
        return "line" if self.arm is None else f"arm {self.arm}"


@dataclass(frozen=True, kw_only=True)
class ScheduleLayout:
    """The picture of a schedule with every place.

    Args:
        width: the least width of the plot, in pixels, for which no text is too wide.
        first_week, last_week: the ends of the axis.
        texts: what is written, all at the left edge.
        scales: the heights at which the weeks of a phase are written; each has a week 0 of its own.
        gaps: the tops and bottoms of the rows through which the scale does not run.
    """

    schedule: Schedule
    width: float
    height: float
    first_week: float
    last_week: float
    texts: tuple[PlacedText, ...]
    tracks: tuple[PlacedTrack, ...]
    scales: tuple[float, ...]
    gaps: tuple[tuple[float, float], ...]


def schedule_layout(schedule: Schedule, width: float, *, totals: bool = False) -> ScheduleLayout:
    """Give everything its place.

    Args:
        schedule: what is drawn.
        width: the least width of the plot, in pixels.
        totals: write below each dose what it adds up to.
    """
    return _Builder(schedule, width, totals).layout()


class _Builder:
    """Writes from the top down; `y` is where the next thing may stand."""

    def __init__(self, schedule: Schedule, width: float, totals: bool) -> None:
        self.schedule, self.width, self.totals = schedule, width, totals
        self.y = 0.0
        self.texts: list[PlacedText] = []
        self.tracks: list[PlacedTrack] = []
        self.scales: list[float] = []
        self.gaps: list[tuple[float, float]] = []
        self.first_week = -schedule.weeks / _MARGIN
        self.last_week = schedule.weeks + schedule.weeks / _ARROW

    def layout(self) -> ScheduleLayout:
        for phase in self.schedule.phases:
            self.write(phase.name, bold=True)
            self.write(phase.about)
            if phase.tracks:
                self.place(phase)
            self.y += _PHASE_GAP
        return ScheduleLayout(
            schedule=self.schedule,
            width=self.width,
            height=self.y,
            first_week=self.first_week,
            last_week=self.last_week,
            texts=tuple(self.texts),
            tracks=tuple(self.tracks),
            scales=tuple(self.scales),
            gaps=tuple(self.gaps),
        )

    def write(self, text: str, *, bold: bool = False) -> float:
        """Write a text below the others; gives its width."""
        size = NAME_SIZE if bold else TEXT_SIZE
        lines = wrap(text, self.width, size, bold=bold, most=_MOST_LINES)
        wide = max((text_width(line, size, bold=bold) for line in lines), default=0.0)
        bottom = self.y + len(lines) * LINE
        self.texts.append(PlacedText(lines=lines, bold=bold, box=Box(0, self.y, wide, bottom)))
        self.y = bottom
        return wide

    def place(self, phase: Phase) -> None:
        """Place the tracks of a phase: above its scale what has a week, below it what has none."""
        on = [self.on_scale(track) for track in phase.tracks]
        self.scales.append(self.y + _SCALE / 2)
        self.y += _SCALE
        for track, events in zip(phase.tracks, on, strict=True):
            off = self.off_scale(track) if track.off_scale else ()
            self.tracks.append(PlacedTrack(track=track, arm=phase.arm, on=events, off=off))

    def on_scale(self, track: Track) -> tuple[PlacedEvent, ...]:
        self.y += _TRACK_GAP
        self.write(f"{track.name}: {track.rhythm}")
        if not track.on_scale:
            return ()
        y = self.y + _MARK_ROW / 2
        pixels = self.width / (self.last_week - self.first_week)  # of a week
        taken = self.width
        placed = []
        # What it comes to in the end is written first, and before it what there is room for.
        for day, event in reversed(track.on_scale):
            week = day / DAYS_IN_WEEK
            half = self.half(event)
            middle = (week - self.first_week) * pixels
            fits = middle + half <= taken
            taken = middle - half - _BETWEEN / 2 if fits else taken
            below = self.total(event) if fits else ()
            placed.append(PlacedEvent(event=event, x=week, y=y, below=below))
        self.y += _MARK_ROW
        self.y += max(len(item.below) for item in placed) * TOTAL_LINE
        return tuple(reversed(placed))

    def off_scale(self, track: Track) -> tuple[PlacedEvent, ...]:
        events, top = track.off_scale, self.y
        left = self.write(f"{track.name}, {OFF_SCALE}:") + _BETWEEN
        bottom = self.y
        step = 2 * max(MARK, *map(self.half, events)) + _BETWEEN
        height = _MARK_ROW + max(len(self.total(event)) for event in events) * TOTAL_LINE
        if left + len(events) * step > self.width:
            left = 0.0  # no room beside the words: below them
        else:
            self.y = top
        first, in_row = self.y + _MARK_ROW / 2, max(1, int((self.width - left) // step))
        self.y = max(bottom, self.y + -(-len(events) // in_row) * height)
        self.gaps.append((top, self.y))
        return tuple(
            PlacedEvent(
                event=event,
                x=left + (place % in_row + 0.5) * step,
                y=first + place // in_row * height,
                below=self.total(event),
            )
            for place, event in enumerate(events)
        )

    def total(self, event: Event) -> tuple[str, ...]:
        return event.total if self.totals else ()

    def half(self, event: Event) -> float:
        return max((text_width(line, TOTAL_SIZE) for line in self.total(event)), default=0.0) / 2
