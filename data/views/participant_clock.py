"""The clock of one participant: its picture with every place, its text twin, its description."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from data.annotations import Annotations
from data.study import Study
from data.timeline.layout import LINE, MARK, NAME_SIZE, TEXT_SIZE, Box
from data.timeline.participant import LAST_WEEK, Event, Phase, Track, participant_phases
from data.typography.width import text_width, wrapped

FIRST_WEEK: Final = -5.0  # room for the baseline before week 0
_END: Final = LAST_WEEK + 4.0  # room for the arrows of what goes on
_PHASE_GAP: Final = 22.0
_TRACK_GAP: Final = 10.0
_KEY: Final = (
    "A box around a mark is the window in which it may be given; an open mark is optional; a cross "
    "is a tumour assessment."
)
_MARK_ROW: Final = 2 * MARK + 4
WINDOW: Final = 8.0
"""Half the height of a window: seen behind its mark, however narrow."""
SCALE: Final = tuple(range(0, LAST_WEEK + 1, 8))
"""The weeks written below each phase: one in each cycle."""


@dataclass(frozen=True, kw_only=True)
class ClockText:
    """Lines of text at the left edge, with the room they take."""

    lines: tuple[str, ...]
    bold: bool
    box: Box


@dataclass(frozen=True, kw_only=True)
class ClockTrack:
    """A track with the middle of its row."""

    track: Track
    arm: int | None
    y: float

    @property
    def role(self) -> str:
        """The role of its colour: its arm's, or that of plain lines and text."""
        if self.track.kind == "assessment":
            return "text"
        return "line" if self.arm is None else f"arm {self.arm}"


@dataclass(frozen=True, kw_only=True)
class ClockInfo:
    """What the participant's clock shows, with its place: y in pixels, x in weeks.

    Args:
        width: the least width of the plot, in pixels, for which no text is too wide.
        first_week, last_week: the ends of the axis.
        texts: what is written, all at the left edge.
        tracks: what is drawn in weeks.
        scales: the heights at which the weeks of a phase are written; each has a week 0 of its own.
    """

    nct_id: str
    phases: tuple[Phase, ...]
    width: float
    height: float
    first_week: float
    last_week: float
    texts: tuple[ClockText, ...]
    tracks: tuple[ClockTrack, ...]
    scales: tuple[float, ...]


def clock_info(study: Study, annotations: Annotations, width: float) -> ClockInfo:
    """Gather the clock of one participant and give everything its place.

    Args:
        study: the record.
        annotations: what has been read out of it: schedule, flow and published figures.
        width: the least width of the plot, in pixels.
    """
    phases = participant_phases(study, annotations)
    texts: list[ClockText] = []
    tracks: list[ClockTrack] = []
    scales: list[float] = []
    y = 0.0
    for phase in phases:
        y = _write(texts, phase.name, y, width, bold=True)
        y = _write(texts, phase.about, y, width)
        for track in phase.tracks:
            y += _TRACK_GAP
            y = _write(texts, f"{track.name}: {track.rhythm}", y, width)
            tracks.append(ClockTrack(track=track, arm=phase.arm, y=y + _MARK_ROW / 2))
            y += _MARK_ROW
        if phase.tracks:
            scales.append(y + LINE / 2)
            y += LINE
        y += _PHASE_GAP
    return ClockInfo(
        nct_id=study.nct_id,
        phases=phases,
        width=width,
        height=y,
        first_week=FIRST_WEEK,
        last_week=_END,
        texts=tuple(texts),
        tracks=tuple(tracks),
        scales=tuple(scales),
    )


def _write(
    texts: list[ClockText], text: str, y: float, width: float, *, bold: bool = False
) -> float:
    """Write a text below the others, and say where the next thing may stand."""
    size = NAME_SIZE if bold else TEXT_SIZE
    # Bold letters are wider; the measure of plain ones is generous enough for what is left.
    lines = wrapped(text, width / 1.1 if bold else width, size)
    wide = max((text_width(line, size, bold=bold) for line in lines), default=0.0)
    bottom = y + len(lines) * LINE
    texts.append(ClockText(lines=lines, bold=bold, box=Box(0, y, wide, bottom)))
    return bottom


def clock_table(info: ClockInfo) -> list[dict[str, str]]:
    """Tell the clock as rows: one for each thing done, in the order of phases and weeks."""
    return [
        _row(phase, track, event)
        for phase in info.phases
        for track in phase.tracks
        for event in track.events
    ] + [_row_of_phase(phase) for phase in info.phases if not phase.tracks]


def _row(phase: Phase, track: Track, event: Event) -> dict[str, str]:
    window = ""
    if event.earliest is not None and event.latest is not None:
        window = f"{event.earliest:g} to {event.latest:g}"
    return {
        "Phase": phase.name,
        "What": event.text,
        "Week": f"{event.week:.2f}".rstrip("0").rstrip("."),
        "Window (weeks)": window,
        "Rhythm": track.rhythm,
        "From": "published" if track.published else "record",
        "Source": track.source,
        "Note": " ".join((*track.notes, *phase.notes)),
    }


def _row_of_phase(phase: Phase) -> dict[str, str]:
    return {
        "Phase": phase.name,
        "What": phase.about,
        "Week": "",
        "Window (weeks)": "",
        "Rhythm": "",
        "From": "record",
        "Source": phase.quote,
        "Note": "",
    }


def clock_alt(info: ClockInfo) -> str:
    """Describe the clock in a few sentences."""
    if not info.phases:
        return "The dosing schedule of this record has not been read by a person: nothing is drawn."
    told = []
    for phase in info.phases:
        rhythms = "; ".join(f"{track.name}, {track.rhythm}" for track in phase.tracks)
        told.append(f"{phase.name} ({phase.about}){': ' if rhythms else ''}{rhythms}.")
    return " ".join(("A participant's time in the study, in weeks.", *told))


def clock_notes(info: ClockInfo) -> tuple[str, ...]:
    """List what a careful reader must know, each once."""
    if not info.phases:
        return ()
    notes = [
        note
        for phase in info.phases
        for note in (*phase.notes, *(note for track in phase.tracks for note in track.notes))
    ]
    open_ended = any(track.goes_on for phase in info.phases for track in phase.tracks)
    drawn = (
        f"What goes on without a stated end is drawn up to week {LAST_WEEK}." if open_ended else ""
    )
    zero = (
        "The record counts from the first dose, not from randomisation, and does not say how long "
        "lies between the two; the published tumour assessments are drawn on the same scale."
    )
    published = [
        f"{track.name}: {track.source}"
        for phase in info.phases
        for track in phase.tracks
        if track.published
    ]
    return tuple(dict.fromkeys(filter(None, (_KEY, zero, drawn, *notes, *published))))
