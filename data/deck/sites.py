"""Where the study is carried out: a map, then its sites or its countries as a table."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from data.deck import typeset
from data.deck.brief import Brief
from data.deck.model import LEAST_TYPE, Slide, Table
from data.deck.typeset import say
from data.pictures.scene import LINE_HEIGHT, Frame, Paragraph
from data.pictures.sites import map_scene
from data.pictures.typeset import set_paragraph
from data.sites import sites_of
from data.sites.areas import country_of
from data.sites.site import Site
from data.topics import Topic
from data.views.sites import SitesInfo, for_picture, precision_note, sites_summary
from data.vocabulary import NOT_STATED

KEY: Final = Topic.SITES
_NAME: Final = "Where the study takes place"
_PAST: Final = "Where the study took place"
_NEVER: Final = "Where the study was to take place"
_MOST_SITES: Final = 60  # in a table, and in the notes; above that, countries with their numbers
_FEW_SITES: Final = 12
_MANY_COUNTRIES: Final = 11
_MOST_LAY_ROWS: Final = 20
_ABOVE_CAPTION: Final = 16.0
_NAMES: Final = {"COMPLETED": _PAST, "TERMINATED": _PAST, "WITHDRAWN": _NEVER}


def slides(brief: Brief) -> tuple[Slide, ...]:
    """Show the sites on a map, then in a table."""
    sites = sites_of(brief.study)
    status = brief.study.protocol_section.status_module.overall_status
    name = _NAMES.get(status or "", _NAME)
    if not sites:
        return (_nowhere(brief, name),)
    frame = _frame(brief, name)
    info = for_picture(sites, frame.width, frame.height)
    name = f"{name}: {sites_summary(info)}"
    return (_map(brief, info, name), *_tables(brief, info))


def _nowhere(brief: Brief, name: str) -> Slide:
    heading = typeset.title(name, brief.size)
    room = typeset.body(heading, brief.size)
    text = typeset.set_text((say(f"Sites: {NOT_STATED}."),), room, sizes=(28.0, LEAST_TYPE))
    return Slide(
        key=KEY,
        name="map",
        title=heading,
        blocks=(text,) if text else (),
        notes=(f"Sites: {NOT_STATED}.",),
        sources=(brief.record,),
    )


def _frame(brief: Brief, name: str) -> Frame:
    """The room for the map: above two lines of text."""
    room = typeset.body(typeset.title(name, brief.size), brief.size)
    caption = 2 * LEAST_TYPE * LINE_HEIGHT + _ABOVE_CAPTION
    return replace(room, height=math.floor(room.height - caption))


def _map(brief: Brief, info: SitesInfo, name: str) -> Slide:
    heading = typeset.title(name, brief.size)
    frame = _frame(brief, name)
    caption = _caption(info, frame.width)
    text = (typeset.placed(caption, frame, top=frame.bottom + _ABOVE_CAPTION),) if caption else ()
    return Slide(
        key=KEY,
        name="map",
        title=heading,
        blocks=(map_scene(info, frame), *text),
        notes=(*filter(None, (sites_summary(info), precision_note(info))), *_listed(info.sites)),
        sources=(brief.record, "shapes: Natural Earth"),
    )


def _caption(info: SitesInfo, width: float) -> tuple[Paragraph, ...]:
    """Say how precisely they are placed, where that fits; the notes say it anyhow."""
    told = precision_note(info)
    line = set_paragraph(say(told, colour="muted"), width, most=2)
    return (line,) if told and line.text == told else ()


def _listed(sites: Sequence[Site]) -> Iterator[str]:
    if len(sites) <= _MOST_SITES:
        yield from (f"{site.number}. {site.name}, {site.place}" for site in sites)
    else:
        yield "All sites by name: on the page Sites of Trial Explorer, and in its data export."


# Tables


def _tables(brief: Brief, info: SitesInfo) -> Iterator[Slide]:
    """The sites one by one for a sponsor, if they can be read; else the countries."""
    few = len(info.sites) <= _FEW_SITES or len(info.countries) == 1
    by_site = len(info.sites) <= _MOST_SITES and (few or not brief.lay)
    if not by_site and len(info.countries) == 1 and len(info.sites) > _MOST_SITES:
        return  # the map has said it
    name = "The sites" if by_site else "Sites by country"
    room = typeset.body(typeset.title(name, brief.size), brief.size)
    pages = _site_tables(brief, info, room) if by_site else _country_tables(brief, info, room)
    shown = 0
    for number, table in enumerate(pages, start=1):
        own = info.sites[shown : shown + len(table.rows)] if by_site else ()
        shown += len(table.rows)
        yield Slide(
            key=KEY,
            name="site-list" if by_site else "countries",
            title=typeset.title(typeset.numbered(name, number, len(pages)), brief.size),
            part_of=name,
            blocks=(table,),
            notes=(sites_summary(info), *_listed(own if by_site else info.sites)),
            sources=(brief.record,),
        )


def _site_tables(brief: Brief, info: SitesInfo, room: Frame) -> tuple[Table, ...]:
    rows = [(site.name, site.city or NOT_STATED, country_of(site)) for site in info.sites]
    head = ("Site", "City", "Country")
    return typeset.tables(
        head,
        rows,
        typeset.natural_shares(head, rows, room.width),
        room,
        alt=f"The sites of {brief.study.nct_id}: {sites_summary(info)}.",
        most_lines=4,
    )


def _country_tables(brief: Brief, info: SitesInfo, room: Frame) -> tuple[Table, ...]:
    """Countries with their numbers, in two columns where there are many."""
    counted = _rows_of_countries(brief, info)
    alt = f"Sites of {brief.study.nct_id} by country: {sites_summary(info)}."
    if len(counted) <= _MANY_COUNTRIES:
        frame = replace(room, width=room.width * 0.6)
        return typeset.tables(("Country", "Sites"), counted, (0.7, 0.3), frame, alt=alt)
    half = -(-len(counted) // 2)
    per_slide = int(room.height // typeset.row_height(())) - 1
    slides_needed = -(-half // per_slide)
    size = -(-len(counted) // slides_needed)
    rows: list[tuple[str, ...]] = []
    for start in range(0, len(counted), size):
        part = counted[start : start + size]
        left, right = part[: -(-len(part) // 2)], part[-(-len(part) // 2) :]
        right += [("", "")] * (len(left) - len(right))
        rows += [(*one, *two) for one, two in zip(left, right, strict=True)]
    return typeset.tables(
        ("Country", "Sites", "Country", "Sites"),
        rows,
        (0.36, 0.14, 0.36, 0.14),
        room,
        alt=alt,
        most_lines=1,
        most_rows=-(-size // 2),
    )


def _rows_of_countries(brief: Brief, info: SitesInfo) -> list[tuple[str, str]]:
    rows = [(name, f"{number:,}") for name, number in info.countries]
    if not brief.lay or len(rows) <= _MOST_LAY_ROWS:
        return rows
    shown, rest = info.countries[: _MOST_LAY_ROWS - 1], info.countries[_MOST_LAY_ROWS - 1 :]
    more = (f"{len(rest)} more countries", f"{sum(number for _, number in rest):,}")
    return [*((name, f"{number:,}") for name, number in shown), more]
