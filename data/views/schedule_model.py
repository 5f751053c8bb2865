"""What a schedule is made of, whoever has read it: phases, what is done in them, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from data.typography.signs import Sign

DRAFTED: Final = "drafted by a program, reviewed by nobody"
"""How every picture, slide and document marks what no person has read."""
_MOST_TICKS: Final = 8
TICK: Final = 8  # weeks


@dataclass(frozen=True, kw_only=True)
class ScheduledEvent:
    """One thing done to a participant.

    Args:
        text: what is done and when, in words.
        day: days from week 0 of its phase; None where the record does not say.
        earliest, latest: the window in which it may be done; None where none is stated.
        optional: the record asks for fewer; this one may be left out.
        total: what the doses add up to with it, in each unit; empty for what gives no activity.
        source: the sentence it was read from, or the citation.
    """

    text: str
    day: int | None
    source: str
    earliest: int | None = None
    latest: int | None = None
    optional: bool = False
    total: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Track:
    """One thing that is done again and again.

    Args:
        name: what is done.
        rhythm: how often, in words.
        short: the same for where there is little room.
        sign: the sign of its drug, the same wherever it is drawn.
        events: earliest first, and last those whose week is not stated.
        goes_on: whether it goes on beyond what is drawn.
        published: whether it is from a publication, not from the record.
        notes: what a careful reader must know.
    """

    name: str
    rhythm: str
    short: str
    sign: Sign
    events: tuple[ScheduledEvent, ...]
    goes_on: bool
    published: bool = False
    notes: tuple[str, ...] = ()

    @property
    def on_scale(self) -> tuple[tuple[int, ScheduledEvent], ...]:
        """What has a day, with it."""
        return tuple((event.day, event) for event in self.events if event.day is not None)

    @property
    def off_scale(self) -> tuple[ScheduledEvent, ...]:
        """What the record gives no day for."""
        return tuple(event for event in self.events if event.day is None)


@dataclass(frozen=True, kw_only=True)
class Phase:
    """A part of a participant's time in the study, with a week 0 of its own.

    Args:
        name: what it is called.
        about: when it begins and who gets there, in words.
        arm: the place in the record of the arm its participants were first in, which gives it its
            colour; None for all.
        tracks: what is done, in weeks; none where the record says nothing that could be drawn.
        drafted: a program has read it, and no person.
        quote: the sentence of the record that names it.
    """

    name: str
    about: str
    arm: int | None
    tracks: tuple[Track, ...]
    quote: str
    notes: tuple[str, ...] = ()
    drafted: bool = False


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """What is done when, phase by phase.

    Args:
        phases: in the order of the flow; none where nothing was read.
        weeks: how far the scale goes.
        without: arm groups whose schedule nobody has read out of the record.
    """

    nct_id: str
    phases: tuple[Phase, ...]
    weeks: int
    without: tuple[str, ...]

    @property
    def drafted(self) -> bool:
        """Whether a program has read any of it, and no person."""
        return any(phase.drafted for phase in self.phases)

    @property
    def tracks(self) -> tuple[Track, ...]:
        """The tracks of all phases."""
        return tuple(track for phase in self.phases for track in phase.tracks)

    @property
    def ticks(self) -> tuple[int, ...]:
        """The weeks that are written on the scale."""
        return tuple(range(0, self.weeks + 1, TICK * -(-self.weeks // (TICK * _MOST_TICKS))))
