"""Make the deck of a record: all its slides, for one audience, in one format."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Final

from data.annotations import Annotations
from data.deck import (
    eligibility,
    flow,
    overview,
    results,
    schedule,
    sites,
    sources,
    timeline,
    typeset,
)
from data.deck.brief import Brief
from data.deck.model import FOOTER_TYPE, TALK_ENDS, Deck, DeckAudience, Slide, SlideSize
from data.details import last_update
from data.pictures.scene import Scene
from data.study import Study
from data.topics import Topic

_ACRONYM: Final = 260.0  # the most of the footer that a short name may take, in pixels
BUILDERS: Final[Mapping[str, Callable[[Brief], tuple[Slide, ...]]]] = MappingProxyType(
    {
        Topic.OVERVIEW: overview.slides,
        Topic.ELIGIBILITY: eligibility.slides,
        Topic.FLOW: flow.slides,
        Topic.SCHEDULE: schedule.slides,
        Topic.SITES: sites.slides,
        Topic.TIMELINE: timeline.slides,
        Topic.RESULTS: results.slides,
        Topic.SOURCES: sources.slides,
    }
)

# The talk: the names of its slides, in its order; the others are the appendix behind it, for
# questions. A lay talk has eight slides at most, each the only one of its name or one that tells it
# in brief: of the results three, what helped and what harmed before all else. Where that leaves
# room, whom it is about and when it ends are told too.
_TALK: Final[Mapping[DeckAudience, tuple[str, ...]]] = MappingProxyType(
    {
        "lay": (
            *("cover", "aim", "people", "design", "treatment", Topic.RESULTS),
            *("map", "milestones", "sources"),
        ),
        "sponsor": ("cover", "against", "misfits", "aim", Topic.RESULTS),
    }
)
_IF_ROOM: Final = ("people", "milestones")
_IF_SHORT: Final = ("treatment",)
_FEWEST_LAY, _MOST_LAY = 6, 8
_LAY_RESULTS: Final = (
    *("benefit", "outcome", "harm", "harm-in-words", "deaths", "took-part"),
    *("not-known", "no-results"),
)
_MOST_LAY_RESULTS: Final = 3


def deck(
    study: Study,
    annotations: Annotations,
    *,
    audience: DeckAudience,
    size: SlideSize,
    as_of: date,
    slides: Collection[str] | None = None,
) -> Deck:
    """Make the slides of a record.

    Args:
        study: the record.
        annotations: what has been read out of it.
        audience: whom the words are for.
        size: the format of the slides.
        as_of: the day the study is seen from.
        slides: the keys of the slides wanted, of `BUILDERS`; None for all. Their order is always
            that of the talk, with its appendix behind it.
    """
    brief = Brief(study=study, annotations=annotations, audience=audience, size=size, as_of=as_of)
    wanted = BUILDERS if slides is None else [key for key in BUILDERS if key in slides]
    updated = last_update(study)
    told, appendix = _talk_first([slide for key in wanted for slide in BUILDERS[key](brief)], brief)
    return Deck(
        nct_id=study.nct_id,
        title=study.title,
        audience=audience,
        size=size,
        footer=_footer(brief),
        last_update=updated.isoformat() if updated else "",
        slides=(*told, *appendix),
        talk=len(told),
    )


def _talk_first(slides: Sequence[Slide], brief: Brief) -> tuple[list[Slide], list[Slide]]:
    """Tell the talk from its appendix; the parts of one slide that was split stay together."""
    told = _lay_talk(slides) if brief.lay else _sponsor_talk(slides)
    appendix = [slide for slide in slides if slide not in told]
    if told and appendix:
        told[-1] = replace(told[-1], notes=(*told[-1].notes, TALK_ENDS))
    return told, appendix


def _sponsor_talk(slides: Sequence[Slide]) -> list[Slide]:
    return [
        slide
        for name in _TALK["sponsor"]
        for slide in slides
        if (slide.key == Topic.RESULTS if name == Topic.RESULTS else slide.name == name)
    ]


def _lay_talk(slides: Sequence[Slide]) -> list[Slide]:
    """One slide of each name, those without a picture of their own left out."""
    by_name = {name: _only(slides, name) for name in (*_TALK["lay"], *_LAY_RESULTS)}
    found = [slide for name in _LAY_RESULTS if (slide := by_name[name])][:_MOST_LAY_RESULTS]
    results = [slide for slide in slides if slide in found]
    spare = {*_IF_ROOM, *_IF_SHORT}
    told = [name for name in _TALK["lay"] if name not in spare and by_name[name]]
    # Where there are no results, their slide tells when the study ends.
    more = _IF_ROOM[:1] if by_name["no-results"] else _IF_ROOM
    for names, most in ((more, _MOST_LAY), (_IF_SHORT, _FEWEST_LAY)):
        room = most - len(told) - len(results)
        told += [name for name in names if by_name[name]][: max(0, room)]
    return [
        slide
        for name in _TALK["lay"]
        for slide in (results if name == Topic.RESULTS else [by_name[name]] * (name in told))
        if slide
    ]


def _only(slides: Sequence[Slide], name: str) -> Slide | None:
    """The slide that tells a name in brief, or the only one of its name, if it has much to show."""
    in_brief = [slide for slide in slides if slide.name == f"{name}-in-brief"]
    own = [slide for slide in slides if slide.name == name]
    first = [slide for slide in own if _part(slide) == _part(own[0])]
    found = in_brief or (first if len(first) == 1 else [])
    return found[0] if found and _tells(found[0]) else None


def _tells(slide: Slide) -> bool:
    """Whether what is told in pictures has one: a map with sites, more than one step."""
    if slide.name not in ("design", "map", "milestones"):
        return True
    pictures = [block for block in slide.blocks if isinstance(block, Scene)]
    return any(len(picture.parts) > 1 for picture in pictures)


def _part(slide: Slide) -> tuple[str, str]:
    return slide.name, slide.part_of or slide.title.text


def _footer(brief: Brief) -> str:
    """Name the record: `NCT03972488 · NETTER-2 · record last updated 21 Jan 2026`."""
    identification = brief.study.protocol_section.identification_module
    acronym = brief.annotations.acronym
    name = (acronym.value if acronym else identification.acronym) or ""
    short = typeset.cut(name, _ACRONYM, FOOTER_TYPE)
    return " · ".join(filter(None, (brief.study.nct_id, short, sources.updated_in_words(brief))))
