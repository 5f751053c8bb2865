"""When: the milestones of the study along a line of time, and how far it has come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from data.deck import typeset
from data.deck.brief import Brief
from data.deck.model import Slide
from data.deck.notes import plain_notes
from data.deck.split import split_slides
from data.deck.typeset import say
from data.pictures.move import moved
from data.pictures.scene import Frame, Paragraph, Scene
from data.pictures.timeline import SLIDE, timeline_scene
from data.pictures.typeset import set_paragraph, text_height
from data.timeline.milestones import Milestone, MilestoneGroup
from data.topics import Topic
from data.views.timeline import (
    TimelineInfo,
    in_plain_words,
    progress_in_brief,
    progress_in_words,
    timeline_alt,
    timeline_info,
)
from data.vocabulary import NOT_STATED

KEY: Final = Topic.TIMELINE
_ABOVE_CAPTION: Final = 20.0
_LARGER: Final = (SLIDE.times(1.33), SLIDE.times(1.17))
_MOST_PUBLICATIONS: Final = 3
# What a talk needs most, first; publications and the rest come after these.
_IMPORTANCE: Final = (
    "start",
    "completion",
    "primary-completion",
    "results-posted",
    "enrolment",
    "last-update",
    "first-posted",
)


def line_of_time(brief: Brief, room: Frame) -> Scene | None:
    """Draw the milestones of a study in the words of the audience, as many as there is room for."""
    info = timeline_info(brief.study, brief.annotations, brief.as_of)
    told = in_plain_words(info, brief.annotations) if brief.lay else info
    return _picture(brief, told, room)[0]


def slides(brief: Brief) -> tuple[Slide, ...]:
    """Draw the timeline; list every milestone where the picture leaves some out."""
    info = timeline_info(brief.study, brief.annotations, brief.as_of)
    told = in_plain_words(info, brief.annotations) if brief.lay else info
    name = ": ".join(filter(None, (KEY.heading, progress_in_brief(info))))
    heading = typeset.title(name, brief.size)
    room = typeset.body(heading, brief.size)
    caption = _caption(info, room)
    below = text_height(caption) + _ABOVE_CAPTION
    picture, left_out = _picture(brief, told, replace(room, height=room.height - below))
    bottom = picture.frame.bottom + _ABOVE_CAPTION if picture else room.y
    text = typeset.placed(caption, room, top=bottom)
    first = Slide(
        key=KEY,
        name="milestones",
        title=heading,
        blocks=(*((picture,) if picture else ()), *((text,) if caption else ())),
        notes=tuple(_notes(brief, info)),
        sources=(brief.record, *_cited(info)),
    )
    wanted = info.milestones and (left_out or info.undated or not brief.lay)
    return (first, *(_tables(brief, info, told) if wanted else ()))


def _caption(info: TimelineInfo, room: Frame) -> tuple[Paragraph, ...]:
    is_told = info.progress is not None and info.progress.over  # by the title
    said = [] if is_told else [say(f"{progress_in_words(info)}.")]
    said += [say(text, colour="muted") for text in info.contradictions[:1]]
    return tuple(set_paragraph(item, room.width, most=4) for item in said)


def _cited(info: TimelineInfo) -> tuple[str, ...]:
    return (
        ("publications it cites",)
        if any(i.group is MilestoneGroup.PUBLICATIONS for i in info.dated)
        else ()
    )


def _notes(brief: Brief, info: TimelineInfo) -> Iterator[str]:
    yield from info.contradictions
    for item in sorted(info.dated, key=lambda item: item.order):
        note = f" {item.source.note}" if item.source.note else ""
        told = f"{item.name}, {item.when} ({item.certainty.in_full})"
        yield f"{told}. {item.source.place}: “{item.source.text}”{note}"
    for item in info.undated:
        yield f"{item.name}: date {NOT_STATED}. {item.source.place}: “{item.source.text}”"
    if brief.lay:
        yield from plain_notes(brief.annotations.plain.milestones.values(), brief.annotations)


# The picture


def _picture(brief: Brief, info: TimelineInfo, room: Frame) -> tuple[Scene | None, list[Milestone]]:
    """Draw what there is room for; gives the milestones that are left out too."""
    shown: list[Milestone] = []
    left_out: list[Milestone] = []
    picture = None
    publications = 1 if brief.lay else _MOST_PUBLICATIONS
    for item in sorted(info.dated, key=_rank):
        is_publication = item.group is MilestoneGroup.PUBLICATIONS
        publications -= is_publication
        more = replace(info, milestones=(*shown, item))
        drawn = timeline_scene(more, room.width, SLIDE)
        if drawn.frame.height > room.height or (is_publication and publications < 0):
            left_out.append(item)
        else:
            shown.append(item)
            picture = drawn
    if picture is None:
        return None, left_out
    all_shown = replace(info, milestones=tuple(shown))
    larger = (timeline_scene(all_shown, room.width, size) for size in _LARGER)
    fits = next((one for one in larger if one.frame.height <= room.height), picture)
    return replace(moved(fits, room.x, room.y), alt=timeline_alt(info)), left_out


def _rank(item: Milestone) -> tuple[int, int]:
    """What is written in first: by importance, and publications in the order of the record."""
    if item.key in _IMPORTANCE:
        return (_IMPORTANCE.index(item.key), 0)
    number = item.key.rpartition("-")[2]
    return (len(_IMPORTANCE), int(number) if number.isdigit() else 0)


# The table


def _tables(brief: Brief, info: TimelineInfo, told: TimelineInfo) -> Iterator[Slide]:
    name = "The dates" if brief.lay else "All dates"
    room = typeset.body(typeset.title(name, brief.size), brief.size)
    papers = [item for item in told.in_order if item.group is MilestoneGroup.PUBLICATIONS]
    # A lay audience is not read a list of publications; the notes have them.
    left_out = papers[_MOST_PUBLICATIONS:] if brief.lay else []
    rows = [
        (
            item.name,
            item.when or NOT_STATED,
            told.word(item) if item.moments else "",
            *(() if brief.lay else (item.source.place,)),
        )
        for item in told.in_order
        if item not in left_out
    ]
    if left_out:
        rows.append((f"and {len(left_out)} more publications", "", ""))
    head = ("Milestone", "Date", "Certainty", *(() if brief.lay else ("Source",)))
    tables = typeset.tables(
        head,
        rows,
        typeset.natural_shares(head, rows, room.width),
        room,
        alt=f"All dates of {brief.study.nct_id}, in order of time.",
        most_lines=2,
    )
    notes = tuple(_notes(brief, info))
    yield from split_slides(
        brief, KEY, name, tables, name="dates", notes=notes, sources=tuple(_cited(info))
    )
