"""When what is given, as a scene: of every arm group, or the whole time of one participant.

Where there is room, what is given stands left of its signs; else above them. What has a week stands
on the scale of its phase. What has none stands off it, with the words that say so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from data.pictures.scene import (
    LINE_HEIGHT,
    SLIDE_TYPE,
    Connector,
    Frame,
    Marker,
    Outline,
    Paragraph,
    RuledLine,
    Scene,
    SceneGroup,
    ScenePart,
    Text,
)
from data.pictures.typeset import NO_LIMIT, Spacing, set_paragraph, text_height, width_of
from data.schedule import DAYS_IN_WEEK
from data.typography.width import text_width
from data.views.schedule import OFF_SCALE, Phase, Schedule, ScheduledEvent, Track, schedule_alt
from data.words import capitalised

_WORDS: Final = 0.36  # of the width, for what stands left of the signs
_LEAST_BESIDE: Final = 34  # type sizes: a narrower picture has the words above the signs
_BEFORE, _AFTER = 12, 15  # parts of the scale that are left free before week 0, and after its end
_ZERO: Final = "week 0"


@dataclass(frozen=True, kw_only=True)
class ScheduleSpacing(Spacing):
    """How large everything is, in pixels.

    Args:
        name, text, total: the type of what heads a phase, of all else, and of totals below signs.
        sign: the radius of a sign.
        gap: from one row to the next, at least.
        most: lines to which a text is cut.
    """

    total: float
    sign: float
    gap: float
    most: int = NO_LIMIT

    @property
    def row(self) -> float:
        """The height of a row of signs."""
        return 3 * self.sign

    @property
    def between(self) -> float:
        """What is left free between two things side by side."""
        return 0.75 * self.text


PAGE: Final = ScheduleSpacing(name=14, text=13, total=11, sign=6, gap=10)
SLIDE: Final = ScheduleSpacing(
    name=SLIDE_TYPE, text=SLIDE_TYPE, total=SLIDE_TYPE, sign=10, gap=12, most=2
)
"""To be read from the back row."""


def schedule_scene(
    schedule: Schedule, width: float, spacing: ScheduleSpacing = PAGE, *, totals: bool = False
) -> Scene:
    """Draw a schedule, phase by phase.

    Args:
        schedule: what is drawn.
        width: of the picture, in pixels.
        spacing: how large everything is.
        totals: write below each dose what it adds up to.
    """
    drawing = _ScheduleDrawing(schedule, width, spacing, totals=totals)
    for number, phase in enumerate(schedule.phases):
        drawing.phase(phase, f"{number}")
    return Scene(
        frame=Frame(x=0, y=0, width=width, height=drawing.y),
        parts=tuple(drawing.parts),
        alt=schedule_alt(schedule),
    )


def in_parts(schedule: Schedule, fits: Callable[[Schedule], bool]) -> list[Schedule]:
    """Split a schedule into as few pictures as its phases need, in their order.

    Args:
        schedule: what is drawn.
        fits: whether a picture has room for so much.

    Returns:
        Schedules of as many phases as fit; of a phase that alone does not fit, as many tracks.
    """
    found: list[Schedule] = []
    for whole in schedule.phases:
        for place, part in enumerate(_parts(whole, schedule, fits)):
            before = found[-1].phases if found else ()
            phases = _with_more(before, part) if place else (*before, part)
            longer = replace(schedule, phases=phases)
            if found and fits(longer):
                found[-1] = longer
            else:
                found.append(replace(schedule, phases=(part,)))
    return found


def _with_more(phases: tuple[Phase, ...], part: Phase) -> tuple[Phase, ...]:
    """Add the tracks of another part of the last phase."""
    *others, last = phases
    return (*others, replace(last, tracks=(*last.tracks, *part.tracks)))


def _parts(phase: Phase, schedule: Schedule, fits: Callable[[Schedule], bool]) -> tuple[Phase, ...]:
    if not phase.tracks or fits(replace(schedule, phases=(phase,))):
        return (phase,)
    return tuple(replace(phase, tracks=(track,)) for track in phase.tracks)


class _ScheduleDrawing:
    """Draws from the top down; `y` is where the next thing may stand."""

    def __init__(
        self, schedule: Schedule, width: float, spacing: ScheduleSpacing, *, totals: bool
    ) -> None:
        self.schedule, self.width, self.spacing, self.totals = schedule, width, spacing, totals
        self.is_beside = width >= _LEAST_BESIDE * spacing.text
        self.column = _WORDS * width if self.is_beside else width
        self.left = self.column + spacing.between if self.is_beside else 0.0
        self.y = 0.0
        self.parts: list[ScenePart] = []

    def x(self, day: float) -> float:
        """Where a day stands on the scale."""
        weeks = self.schedule.weeks
        share = (day / DAYS_IN_WEEK / weeks + 1 / _BEFORE) / (1 + 1 / _BEFORE + 1 / _AFTER)
        return self.left + share * (self.width - self.left)

    def phase(self, phase: Phase, key: str) -> None:
        if self.parts:
            self.y += 2 * self.spacing.gap
        head = (
            Paragraph(lines=(phase.name,), size=self.spacing.name, bold=True),
            self.words(capitalised(phase.about)),
        )
        leaves_room = self.is_beside and all(width_of(item) <= self.column for item in head)
        self.write(head, self.column if leaves_room else self.width)
        is_on_scale = any(event.day is not None for t in phase.tracks for event in t.events)
        if is_on_scale:
            # Beside the last line, where that leaves room.
            self.y -= self.spacing.line if leaves_room else 0
            self.scale()
        top, under = self.y, len(self.parts)
        for number, track in enumerate(phase.tracks):
            self.track(track, phase.arm, f"{key}-{number}")
        if self.is_beside and is_on_scale:
            self.parts[under:under] = self.grid(top, self.y)

    def words(self, text: str) -> Paragraph:
        return Paragraph(lines=(text,), size=self.spacing.text)

    def write(self, paragraphs: Sequence[Paragraph], width: float) -> tuple[Paragraph, ...]:
        """Write paragraphs below what is there, those that say something; gives them as broken."""
        told = tuple(
            set_paragraph(item, width, most=self.spacing.most) for item in paragraphs if item.text
        )
        height = text_height(told, gap=0)
        frame = Frame(x=0, y=self.y, width=width, height=height)
        self.parts.append(Text(frame=frame, paragraphs=told, gap=0, rimmed=False))
        self.y += height
        return told

    def label(self, text: str, x: float, y: float, size: float) -> Text:
        wide = text_width(text, size) + 1
        return Text(
            frame=Frame(x=x - wide / 2, y=y, width=wide, height=size * LINE_HEIGHT),
            paragraphs=(Paragraph(lines=(text,), size=size, colour="muted"),),
            align="middle",
        )

    def scale(self) -> None:
        size = self.spacing.text
        for week in self.schedule.ticks:
            x = self.x(week * DAYS_IN_WEEK)
            self.parts.append(self.label(f"{week}" if week else _ZERO, x, self.y, size))
        self.y += self.spacing.line

    def grid(self, top: float, bottom: float) -> Iterator[RuledLine]:
        for week in self.schedule.ticks:
            x = self.x(week * DAYS_IN_WEEK)
            yield RuledLine(x1=x, y1=top, x2=x, y2=bottom, width=0.5)

    def track(self, track: Track, arm: int | None, key: str) -> None:
        role = "text" if track.published else "muted" if arm is None else f"arm {arm}"
        events = [(f"{key}-{place}", event) for place, event in enumerate(track.events)]
        on = [(day, name, event) for name, event in events if (day := event.day) is not None]
        top = self.y = self.y + self.spacing.gap
        self.write((self.words(track.name), self.words(capitalised(track.rhythm))), self.column)
        if on and self.is_beside:
            # Level with the middle of the words.
            bottom = self.on_scale(track, on, role, (top + self.y - self.spacing.row) / 2)
        elif on:
            bottom = self.y = self.on_scale(track, on, role, self.y)
        else:
            bottom = top
        self.off_scale(track, [item for item in events if item[1].day is None], role)
        self.y = max(self.y, bottom)

    def on_scale(
        self, track: Track, events: Sequence[tuple[int, str, ScheduledEvent]], role: str, top: float
    ) -> float:
        """Draw what has a week, in a row; gives where that ends."""
        y = top + self.spacing.row / 2
        xs = [self.x(day) for day, _, _ in events]
        below = self.below([event for _, _, event in events], xs)
        bottom = top + self.spacing.row + self.height(below)
        if not self.is_beside:
            self.parts += self.grid(top, bottom)
        weight = self.spacing.sign / 4
        if len(xs) > 1:
            self.parts.append(RuledLine(x1=xs[0], y1=y, x2=xs[-1], y2=y, colour=role, width=weight))
        if track.goes_on:
            self.parts.append(
                Connector(
                    source="",
                    target="",
                    points=((xs[-1], y), (self.width, y)),
                    weight=weight,
                    head=1.5 * self.spacing.sign,
                    dashed=True,
                    colour=role,
                    alt=f"{track.name} goes on",
                )
            )
        self.parts += [window for _, _, event in events for window in self.window(event, y, role)]
        for (_, key, event), x, lines in zip(events, xs, below, strict=True):
            self.parts.append(self.sign(track, key, event, role, x, y, lines))
        return bottom

    def off_scale(
        self, track: Track, events: Sequence[tuple[str, ScheduledEvent]], role: str
    ) -> None:
        """Draw what has no week: beside the words that say so, or below them, in rows."""
        if not events:
            return
        below = [self.total(event) for _, event in events]
        half = max((self.half(lines) for lines in below), default=0.0)
        step = 2 * max(self.spacing.sign, half) + self.spacing.between
        height = max(self.spacing.row, self.spacing.line) + self.height(below)
        top = self.y
        (told,) = self.write((self.words(f"{capitalised(OFF_SCALE)}:"),), self.column)
        left, bottom = width_of(told) + self.spacing.between, self.y
        if left + len(events) * step > self.column:
            left = 0.0
        else:
            self.y = top
        in_row = max(1, int((self.column - left) // step))
        first = self.y + max(self.spacing.row, self.spacing.line) / 2
        for place, ((key, event), lines) in enumerate(zip(events, below, strict=True)):
            x = left + (place % in_row + 0.5) * step
            y = first + place // in_row * height
            self.parts.append(self.sign(track, key, event, role, x, y, lines))
        self.y = max(bottom, self.y + -(-len(events) // in_row) * height)

    def window(self, event: ScheduledEvent, y: float, role: str) -> Iterator[Outline]:
        if event.earliest is not None and event.latest is not None:
            left, right = self.x(event.earliest), self.x(event.latest)
            top, bottom = y - self.spacing.row / 2, y + self.spacing.row / 2
            ring = ((left, top), (right, top), (right, bottom), (left, bottom))
            yield Outline(rings=(ring,), outline=role)

    def sign(
        self,
        track: Track,
        key: str,
        event: ScheduledEvent,
        role: str,
        x: float,
        y: float,
        below: tuple[str, ...],
    ) -> SceneGroup:
        sign = Marker(
            x=x,
            y=y,
            radius=self.spacing.sign,
            shape=track.sign,
            fill="background" if event.optional else role,
            outline=role,
        )
        top, size = y + self.spacing.row / 2, self.spacing.total
        lines = (
            self.label(line, x, top + place * size * LINE_HEIGHT, size)
            for place, line in enumerate(below)
        )
        return SceneGroup(key=key, parts=(sign, *lines), alt=event.text)

    def below(self, events: Sequence[ScheduledEvent], xs: Sequence[float]) -> list[tuple[str, ...]]:
        """What is written below each sign: what it comes to in the end, and before it what there is
        room for."""
        taken = self.width + self.spacing.between
        found = []
        for event, x in zip(reversed(events), reversed(xs), strict=True):
            lines = self.total(event)
            half = self.half(lines)
            fits = self.left <= x - half and x + half <= taken - self.spacing.between / 2
            found.append(lines if fits else ())
            taken = x - half if fits else taken
        return found[::-1]

    def total(self, event: ScheduledEvent) -> tuple[str, ...]:
        return event.total if self.totals else ()

    def half(self, lines: tuple[str, ...]) -> float:
        return max((text_width(line, self.spacing.total) for line in lines), default=0.0) / 2

    def height(self, below: Sequence[tuple[str, ...]]) -> float:
        return max(map(len, below), default=0) * self.spacing.total * LINE_HEIGHT
